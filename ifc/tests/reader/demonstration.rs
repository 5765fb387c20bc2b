//! The project's own demonstration building, which is authored to need most of
//! what the reader can do.

use std::collections::BTreeSet;

use ifc::workplaces::{self, Grounds};
use ifc::{Model, Options, Reason, SquareMillimetres, read};
use schema::Category;

use super::plan;
use super::support::{demonstration, space, spaces};

fn radhuset() -> Model {
    read(&demonstration("radhuset.ifc"), &Options::default()).unwrap()
}

#[test]
fn three_storeys_of_a_named_building_in_millimetres() {
    let model = radhuset();
    assert_eq!(model.schema, "IFC4");
    assert_eq!(model.building.name.as_deref(), Some("Rådhuset"));
    assert!((model.units.metres - 0.001).abs() < 1e-15);
    let storeys: Vec<_> = model
        .storeys
        .iter()
        .map(|storey| (storey.name.as_deref().unwrap(), storey.elevation_mm, storey.spaces.len()))
        .collect();
    assert_eq!(storeys, [("Plan 1", 0, 17), ("Plan 2", 3600, 13), ("Plan 3", 7200, 10)]);
}

#[test]
fn every_space_has_a_number_of_its_own_a_function_and_a_net_floor_area() {
    let model = radhuset();
    let numbers: BTreeSet<_> = spaces(&model).flat_map(|space| &space.number).collect();
    assert_eq!(numbers.len(), spaces(&model).count());
    for space in spaces(&model) {
        assert!(space.function.is_some());
        assert_eq!(space.areas.len(), 1);
        assert_eq!(space.areas[0].name, "NetFloorArea");
    }
}

#[test]
fn only_the_rounded_reception_has_no_polygon_and_it_is_reported() {
    let model = radhuset();
    let without: Vec<_> = spaces(&model).filter(|space| space.shape.is_err()).collect();
    assert_eq!(without.len(), 1);
    assert_eq!(without[0].number.as_deref(), Some("102"));
    let [left_out] = model.left_out.as_slice() else {
        panic!("{:?}", model.left_out);
    };
    let arc = Reason::UnsupportedCurve("an arc of IFCINDEXEDPOLYCURVE".to_owned());
    assert_eq!(left_out.why, arc);
    assert_eq!(left_out.what, "the polygon of space 102");
    let bytes = demonstration("radhuset.ifc");
    let text = String::from_utf8(bytes).unwrap();
    let line = text.lines().nth(left_out.line as usize - 1).unwrap();
    assert!(line.starts_with(&format!("{}=IFCINDEXEDPOLYCURVE", left_out.entity)), "{line}");
}

#[test]
fn the_rooms_of_every_storey_lie_side_by_side_in_one_footprint() {
    for storey in &radhuset().storeys {
        let (sum, union) = plan::sum_and_union(storey);
        assert!((sum - union).abs() < 1e-6, "{sum} overlaps to {union}");
        let [left, bottom, right, top] = plan::extent(storey);
        assert!((left, bottom, right, top) == (0.0, 0.0, 36.0, 14.4), "{storey:?}");
    }
}

#[test]
fn the_turned_storey_is_turned_back() {
    let model = radhuset();
    let outer = |number| space(&model, number).shape.clone().unwrap().polygon.outer;
    assert_eq!(outer("301"), [[0, 8300], [15000, 8300], [15000, 14400], [0, 14400]]);
    assert_eq!(outer("318"), outer("218"));
}

#[test]
fn polygons_agree_with_the_stated_areas_and_volumes() {
    let model = radhuset();
    for space in spaces(&model) {
        let Ok(shape) = &space.shape else { continue };
        let stated = space.areas[0].area;
        assert!((shape.polygon.area().0 - stated.0).abs() <= 5000, "{space:?}");
        let volume = shape.exact_area_m2 * shape.depth_mm / 1000.0;
        assert!((volume - space.volume().unwrap()).abs() < 0.001, "{space:?}");
    }
    let open = space(&model, "201").shape.as_ref().unwrap();
    assert_eq!(open.polygon.holes.len(), 1);
    assert_eq!(open.polygon.area(), SquareMillimetres(167_340_000));
    assert_eq!(space(&model, "102").areas[0].area.to_string(), "35.51");
}

#[test]
fn functions_and_classes_tell_the_categories() {
    let model = radhuset();
    let of = |number| {
        let workplaces = workplaces::of_space(space(&model, number));
        (workplaces.category, workplaces.grounds)
    };
    assert_eq!(of("111").1, Grounds::Code("13-15 11 34 17".to_owned()));
    assert_eq!(of("302"), (Category::OpenWorkplace, Grounds::Word("öppet kontor")));
    assert_eq!(of("102").0, Category::PublicFacing);
    assert_eq!(of("107").0, Category::Archive);
    assert_eq!(of("108").0, Category::Secure);
    assert_eq!(of("114").0, Category::Social);
    assert_eq!(of("115").0, Category::Hygiene);
    assert_eq!(of("209").0, Category::Quiet);
    assert_eq!(of("303").0, Category::Meeting);
    assert_eq!(of("308"), (workplaces::LAST_RESORT, Grounds::LastResort));
    let categories: BTreeSet<_> =
        spaces(&model).map(|space| workplaces::of_space(space).category).collect();
    assert_eq!(categories.len(), 11, "every category occurs: {categories:?}");
}

#[test]
fn it_holds_50_assumed_workstations() {
    let model = radhuset();
    let seats = spaces(&model).map(|space| workplaces::of_space(space).workstations);
    assert_eq!(seats.sum::<u32>(), 50);
}

#[test]
fn classes_carry_their_system_and_edition() {
    let model = radhuset();
    let [code] = space(&model, "113").codes.as_slice() else {
        panic!("one class");
    };
    assert_eq!(code.system.as_deref(), Some("OmniClass Table 13"));
    assert_eq!(code.edition.as_deref(), Some("2006"));
    assert_eq!(
        (code.code.as_str(), code.title.as_deref()),
        ("13-11 21 17", Some("Conference Room"))
    );
}
