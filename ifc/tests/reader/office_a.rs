//! A real office of two storeys and 99 rooms, as Revit wrote it in 2011. What
//! is expected is what the shared data's README says of it.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use ifc::workplaces::{self, Grounds};
use ifc::{Model, Options, Space, SquareMillimetres, Storey, read};
use schema::Category;

use super::plan;
use super::support::{shared_data, space, spaces};

fn office_a() -> Option<Model> {
    let bytes = shared_data("office-a/Office_A_20110811.ifc")?;
    Some(read(&bytes, &Options::default()).unwrap())
}

fn stated(space: &Space) -> SquareMillimetres {
    let areas = &space.areas;
    areas.iter().find(|area| area.name == "GSA BIM Area").unwrap().area
}

fn stated_m2(storey: &Storey) -> f64 {
    let total: i64 = storey.spaces.iter().map(|space| stated(space).0).sum();
    f64::from(i32::try_from(total / 1_000_000).unwrap())
        + f64::from(i32::try_from(total % 1_000_000).unwrap()) / 1e6
}

fn exact_m2(storey: &Storey) -> f64 {
    storey.spaces.iter().map(|space| space.shape.as_ref().unwrap().exact_area_m2).sum()
}

#[track_caller]
fn close(value: f64, expected: f64, by: f64) {
    assert!((value - expected).abs() <= by, "{value} is not within {by} of {expected}");
}

#[test]
fn three_storeys_hold_60_39_and_no_spaces() {
    let Some(model) = office_a() else { return };
    let storeys: Vec<_> = model
        .storeys
        .iter()
        .map(|storey| (storey.name.as_deref().unwrap(), storey.elevation_mm, storey.spaces.len()))
        .collect();
    assert_eq!(storeys, [("Level 1", 0, 60), ("Level 2", 4267, 39), ("Roof", 7925, 0)]);
    assert_eq!(model.schema, "IFC2X3");
    assert_eq!(model.building.name, None);
    assert_eq!(model.building.global_id.as_str(), "27TOPmxCrDgPimmYFfwtvE");
    assert_eq!(model.left_out, []);
}

#[test]
fn every_space_has_its_number_function_and_class() {
    let Some(model) = office_a() else { return };
    let numbers: BTreeSet<_> = spaces(&model).flat_map(|space| &space.number).collect();
    let functions: BTreeSet<_> = spaces(&model).flat_map(|space| &space.function).collect();
    let classes: BTreeSet<_> = spaces(&model)
        .map(|space| match space.codes.as_slice() {
            [only] => only,
            codes => panic!("{codes:?}"),
        })
        .collect();
    assert_eq!((numbers.len(), functions.len(), classes.len()), (99, 67, 18));
    assert!(classes.iter().all(|class| class.title.is_some()));
}

#[test]
fn stated_and_drawn_areas_are_kept_apart() {
    let Some(model) = office_a() else { return };
    close(stated_m2(&model.storeys[0]), 1800.85, 0.01);
    close(stated_m2(&model.storeys[1]), 1781.16, 0.01);
    close(exact_m2(&model.storeys[0]), 1710.60, 0.01);
    close(exact_m2(&model.storeys[1]), 1717.03, 0.01);
    let names: BTreeSet<_> =
        spaces(&model).flat_map(|space| &space.areas).map(|area| area.name.as_str()).collect();
    assert_eq!(Vec::from_iter(names), ["GSA BIM Area", "PSet_Revit_Dimensions.Area"]);
}

#[test]
fn polygon_times_depth_is_the_stated_volume() {
    let Some(model) = office_a() else { return };
    let mut compared = 0;
    for space in spaces(&model) {
        let shape = space.shape.as_ref().unwrap();
        let volume = space.volume().unwrap();
        close(shape.exact_area_m2 * shape.depth_mm / 1000.0 / volume, 1.0, 1e-6);
        compared += 1;
    }
    assert_eq!(compared, 99);
}

#[test]
fn no_two_rooms_overlap_and_all_lie_within_the_footprint() {
    let Some(model) = office_a() else { return };
    for storey in &model.storeys[..2] {
        let (sum, union) = plan::sum_and_union(storey);
        close(sum, union, 0.01);
        close(sum, exact_m2(storey), 0.5);
        let [left, bottom, right, top] = plan::extent(storey);
        assert!(left >= -0.195 && right <= 49.734, "{left} to {right}");
        assert!(bottom >= -36.018 && top <= 0.195, "{bottom} to {top}");
    }
}

#[test]
fn voids_become_holes() {
    let Some(model) = office_a() else { return };
    let holes = |space: &Space| space.shape.as_ref().unwrap().polygon.holes.len();
    assert_eq!(spaces(&model).filter(|space| holes(space) == 1).count(), 10);
    assert_eq!(spaces(&model).map(holes).sum::<usize>(), 10);
}

#[test]
fn the_rule_assumes_178_workstations() {
    let Some(model) = office_a() else { return };
    let mut by_category = BTreeMap::<Category, (u32, u32)>::new();
    for space in spaces(&model) {
        let workplaces = workplaces::of_space(space);
        assert!(matches!(workplaces.grounds, Grounds::Code(_)), "{workplaces:?}");
        let (rooms, seats) = by_category.entry(workplaces.category).or_default();
        *rooms += 1;
        *seats += workplaces.workstations;
    }
    assert_eq!(
        Vec::from_iter(by_category),
        [
            (Category::OpenWorkplace, (8, 155)),
            (Category::Cell, (17, 23)),
            (Category::Meeting, (23, 0)),
            (Category::PublicFacing, (1, 0)),
            (Category::Archive, (11, 0)),
            (Category::Social, (2, 0)),
            (Category::Hygiene, (6, 0)),
            (Category::Circulation, (15, 0)),
            (Category::Technical, (16, 0)),
        ]
    );
    let seats = |number| workplaces::of_space(space(&model, number)).workstations;
    assert_eq!((seats("203"), seats("113"), seats("102"), seats("118")), (61, 5, 1, 0));
}
