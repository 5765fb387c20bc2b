//! Buildings, storeys and spaces, and how they hang together.

use ifc::{IfcError, Model, Options, Reason, read};

use super::support::{read_text, small_with};

const SECOND_BUILDING: &str = "\
#80=IFCBUILDING('0000000000000000000081',$,'Annex',$,$,#14,$,$,.ELEMENT.,$,$,$);
#81=IFCBUILDINGSTOREY('0000000000000000000082',$,'Low',$,$,#15,$,$,.ELEMENT.,$);
#82=IFCRELAGGREGATES('0000000000000000000083',$,$,$,#80,(#81));";

fn read_one(text: &str, building: &str) -> Result<Model, IfcError> {
    let building = Some(building.to_owned());
    read(text.as_bytes(), &Options { building, ..Options::default() })
}

fn numbers(model: &Model) -> Vec<(i64, Vec<&str>)> {
    let of = |storey: &'_ ifc::Storey| storey.elevation_mm;
    model
        .storeys
        .iter()
        .map(|storey| {
            let numbers = storey.spaces.iter().filter_map(|space| space.number.as_deref());
            (of(storey), numbers.collect())
        })
        .collect()
}

#[test]
fn storeys_hold_their_spaces() {
    let model = read_text(&small_with(&[])).unwrap();
    assert_eq!(numbers(&model), [(3000, vec!["1", "2"])]);
    assert_eq!(model.building.name.as_deref(), Some("House"));
    assert_eq!(model.left_out, []);
}

#[test]
fn a_storey_without_elevation_stands_where_it_is_placed() {
    let storey =
        "#21=IFCBUILDINGSTOREY('0000000000000000000003',$,$,$,$,#15,$,'Long',.ELEMENT.,$);";
    let placed = "#15=IFCLOCALPLACEMENT(#14,#60);\n#60=IFCAXIS2PLACEMENT3D(#61,$,$);\n\
                  #61=IFCCARTESIANPOINT((0.,0.,2700.));";
    let model = read_text(&small_with(&[(21, storey), (15, placed)])).unwrap();
    assert_eq!(model.storeys[0].elevation_mm, 2700);
    assert_eq!(model.storeys[0].name.as_deref(), Some("Long"));
}

#[test]
fn one_of_several_buildings_must_be_named() {
    let text = small_with(&[(80, SECOND_BUILDING)]);
    let refused = read_text(&text).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the file holds several buildings: 0000000000000000000002 (House), \
         0000000000000000000081 (Annex); name one of them"
    );
    let unknown = read_one(&text, "Barn").unwrap_err();
    assert!(matches!(unknown, IfcError::UnknownBuilding { .. }), "{unknown}");
    for named in ["Annex", "0000000000000000000081"] {
        let model = read_one(&text, named).unwrap();
        assert_eq!(numbers(&model), [(0, vec![])]);
        let why: Vec<_> = model.left_out.iter().map(|left_out| &left_out.why).collect();
        assert_eq!(why, [&Reason::OutsideBuilding; 2]);
    }
    assert_eq!(numbers(&read_one(&text, "House").unwrap()), [(3000, vec!["1", "2"])]);
}

#[test]
fn a_part_of_a_building_is_no_building_of_its_own() {
    let part = "#90=IFCRELAGGREGATES('0000000000000000000091',$,$,$,#20,(#80));";
    let model = read_text(&small_with(&[(80, SECOND_BUILDING), (90, part)])).unwrap();
    assert_eq!(numbers(&model), [(0, vec![]), (3000, vec!["1", "2"])]);
}

#[test]
fn spaces_contained_in_a_storey_are_on_it_too() {
    let relation = "#51=IFCRELCONTAINEDINSPATIALSTRUCTURE('0000000000000000000022',$,$,$,\
                    (#30,#40),#21);";
    let model = read_text(&small_with(&[(51, relation)])).unwrap();
    assert_eq!(numbers(&model), [(3000, vec!["1", "2"])]);
}

#[test]
fn parts_of_spaces_gross_areas_and_strays_are_left_out_with_the_reason() {
    let check = |changes: &[(u32, &str)], reason: Reason| {
        let model = read_text(&small_with(changes)).unwrap();
        assert_eq!(numbers(&model), [(3000, vec!["1"])]);
        assert_eq!(model.left_out.len(), 1);
        assert_eq!(model.left_out[0].what, "space 2");
        assert_eq!(model.left_out[0].why, reason);
    };
    let alone = "#51=IFCRELAGGREGATES('0000000000000000000022',$,$,$,#21,(#30));";
    check(&[(51, alone)], Reason::OutsideBuilding);
    let part = "#52=IFCRELAGGREGATES('0000000000000000000023',$,$,$,#30,(#40));";
    check(&[(51, alone), (52, part)], Reason::PartOfSpace);
    let gross = "#40=IFCSPACE('0000000000000000000012',$,'2',$,$,#16,#41,'x',.ELEMENT.,.GFA.,$);";
    check(&[(40, gross)], Reason::GrossFloorArea);
}

#[test]
fn a_part_of_two_wholes_is_refused() {
    let twice = "#52=IFCRELAGGREGATES('0000000000000000000023',$,$,$,#20,(#40));";
    let refused = read_text(&small_with(&[(52, twice)])).unwrap_err();
    assert!(matches!(refused, IfcError::TwoWholes { .. }), "{refused}");
}

#[test]
fn one_global_id_for_two_things_is_refused() {
    let twin = "#40=IFCSPACE('0000000000000000000011',$,'2',$,$,#16,#41,'x',.ELEMENT.,.SPACE.,$);";
    let refused = read_text(&small_with(&[(40, twin)])).unwrap_err();
    assert!(matches!(refused, IfcError::DuplicateGlobalId { .. }), "{refused}");
    let short = twin.replace("0000000000000000000011", "11");
    let refused = read_text(&small_with(&[(40, &short)])).unwrap_err();
    assert!(refused.to_string().contains("22 characters"), "{refused}");
}

#[test]
fn files_without_a_building_or_with_two_projects_are_refused() {
    let none = read_text(&small_with(&[(20, ""), (50, ""), (51, "")])).unwrap_err();
    assert_eq!(none, IfcError::NoBuilding);
    let project = "#60=IFCPROJECT('0000000000000000000061',$,'P',$,$,$,$,$,#2);";
    let two = read_text(&small_with(&[(60, project)])).unwrap_err();
    assert_eq!(two, IfcError::NotOneProject { found: 2 });
}
