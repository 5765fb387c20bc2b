//! What a file says of a space in words and numbers: names, areas, volumes,
//! classes, units.

use ifc::{Code, IfcError, Model, Reason, Space};

use super::support::{file, read_text, small_with, space};

/// Room 1 of the small file with these lines added.
fn room(lines: &str) -> Space {
    space(&model(lines), "1").clone()
}

fn model(lines: &str) -> Model {
    read_text(&small_with(&[(900, lines)])).unwrap()
}

fn areas(lines: &str) -> Vec<(String, String)> {
    let areas = room(lines).areas.into_iter();
    areas.map(|area| (area.name, area.area.to_string())).collect()
}

fn pairs<const N: usize>(pairs: [(&str, &str); N]) -> Vec<(String, String)> {
    pairs.map(|(name, area)| (name.to_owned(), area.to_owned())).to_vec()
}

/// Quantities `#70` and `#71` in two sets attached to room 1.
const TWO_SETS: &str = "\
#72=IFCELEMENTQUANTITY('0000000000000000000031',$,'Qto',$,$,(#70));
#73=IFCELEMENTQUANTITY('0000000000000000000032',$,'Own',$,$,(#71));
#74=IFCRELDEFINESBYPROPERTIES('0000000000000000000033',$,$,$,(#30,#40),#72);
#75=IFCRELDEFINESBYPROPERTIES('0000000000000000000034',$,$,$,(#30),#73);
";

#[test]
fn names_are_decoded_and_composed() {
    let named = "#30=IFCSPACE('0000000000000000000011',$,'A ''1''',$,'Typ \\X\\C5',#16,#31,\
                 'M\\X2\\006F0308\\X0\\te',.ELEMENT.,.PARKING.,$);";
    let model = read_text(&small_with(&[(30, named)])).unwrap();
    let room = space(&model, "A '1'");
    assert_eq!(room.function.as_deref(), Some("Möte"));
    assert_eq!(room.object_type.as_deref(), Some("Typ Å"));
    assert_eq!(room.predefined_type.as_deref(), Some("PARKING"));
}

#[test]
fn quantities_go_by_their_own_names() {
    let lines = "#70=IFCQUANTITYAREA('NetFloorArea',$,$,11.5,$);\n\
                 #71=IFCQUANTITYAREA('GrossFloorArea',$,$,12.0000005,$);\n";
    assert_eq!(
        areas(&format!("{lines}{TWO_SETS}")),
        pairs([("GrossFloorArea", "12.000001"), ("NetFloorArea", "11.5")])
    );
}

#[test]
fn a_name_with_two_values_stands_behind_its_sets() {
    let lines = "#70=IFCQUANTITYAREA('Area',$,$,11.,$);\n#71=IFCQUANTITYAREA('Area',$,$,12.,$);\n";
    assert_eq!(
        areas(&format!("{lines}{TWO_SETS}")),
        pairs([("Own.Area", "12"), ("Qto.Area", "11")])
    );
    let alike = lines.replace("12.", "11.");
    assert_eq!(areas(&format!("{alike}{TWO_SETS}")), pairs([("Area", "11")]));
}

#[test]
fn conflicting_and_negative_areas_are_left_out_and_reported() {
    let lines = "#70=IFCQUANTITYAREA('Area',$,$,11.,$);\n#71=IFCQUANTITYAREA('Area',$,$,12.,$);\n";
    let same_set = TWO_SETS.replace("'Own'", "'Qto'");
    let model = model(&format!("{lines}{same_set}"));
    assert_eq!(space(&model, "1").areas, []);
    assert_eq!(model.left_out.len(), 1);
    assert_eq!(model.left_out[0].what, "an area of space 1");
    assert_eq!(model.left_out[0].why, Reason::ConflictingArea("Qto.Area".to_owned()));

    let negative = lines.replace("11.", "-1.").replace("'Area',$,$,12.", "'Other',$,$,12.");
    let model = super::statements::model(&format!("{negative}{TWO_SETS}"));
    assert_eq!(space(&model, "1").areas.len(), 1);
    assert_eq!(model.left_out[0].why, Reason::ImpossibleArea("Area".to_owned()));
}

#[test]
fn properties_go_by_the_names_of_their_sets() {
    let lines = "#70=IFCPROPERTYSINGLEVALUE('Area',$,IFCAREAMEASURE(10.),$);\n\
                 #71=IFCPROPERTYSINGLEVALUE('Volume',$,IFCVOLUMEMEASURE(30.),$);\n\
                 #76=IFCPROPERTYSINGLEVALUE('Height',$,IFCLENGTHMEASURE(2.),$);\n\
                 #72=IFCPROPERTYSET('0000000000000000000031',$,'Dim',$,(#70,#71,#76));\n\
                 #74=IFCRELDEFINESBYPROPERTIES('0000000000000000000033',$,$,$,(#30),#72);";
    assert_eq!(areas(lines), pairs([("Dim.Area", "10")]));
    assert_eq!(room(lines).volume(), Some(30.0));
    let several = lines.replace("(#30),#72)", "(#30),IFCPROPERTYSETDEFINITIONSET((#72)))");
    assert_eq!(areas(&several), pairs([("Dim.Area", "10")]));
}

#[test]
fn units_of_areas_are_converted() {
    let feet = "#4=IFCCONVERSIONBASEDUNIT($,.AREAUNIT.,'SQUARE FOOT',#61);\n\
                #61=IFCMEASUREWITHUNIT(IFCAREAMEASURE(0.09290304),#62);\n\
                #62=IFCSIUNIT(*,.AREAUNIT.,$,.SQUARE_METRE.);";
    let own = "#63=IFCSIUNIT(*,.AREAUNIT.,.CENTI.,.SQUARE_METRE.);";
    let lines = format!(
        "#70=IFCQUANTITYAREA('Feet',$,$,100.,$);\n\
         #71=IFCQUANTITYAREA('Centimetres',$,#63,100.,$);\n{own}\n{TWO_SETS}"
    );
    let model = read_text(&small_with(&[(4, feet), (900, &lines)])).unwrap();
    let areas = space(&model, "1").areas.iter();
    let areas: Vec<_> = areas.map(|area| (area.name.clone(), area.area.to_string())).collect();
    assert_eq!(areas, pairs([("Centimetres", "0.01"), ("Feet", "9.290304")]));
    assert!((model.units.square_metres - 0.092_903_04).abs() < 1e-15);
}

#[test]
fn a_file_must_state_its_unit_of_length() {
    for (id, line) in [
        (3, "#3=IFCSIUNIT(*,.TIMEUNIT.,$,.SECOND.);"),
        (1, "#1=IFCPROJECT('0000000000000000000001',$,'P',$,$,$,$,$,$);"),
    ] {
        let refused = read_text(&small_with(&[(id, line)])).unwrap_err();
        assert!(matches!(refused, IfcError::NoLengthUnit { .. }), "{refused}");
    }
}

fn code(system: Option<&str>, edition: Option<&str>, code: &str, title: Option<&str>) -> Code {
    Code {
        system: system.map(str::to_owned),
        edition: edition.map(str::to_owned),
        code: code.to_owned(),
        title: title.map(str::to_owned),
    }
}

#[test]
fn classes_in_the_form_of_ifc4_through_the_references_above() {
    let lines = "#70=IFCCLASSIFICATION('S','2',$,'CoClass',$,$,$);\n\
                 #71=IFCCLASSIFICATIONREFERENCE($,'A','Above',#70,$,$);\n\
                 #72=IFCCLASSIFICATIONREFERENCE($,'A1','Below',#71,$,$);\n\
                 #73=IFCRELASSOCIATESCLASSIFICATION('0000000000000000000031',$,$,$,(#30),#72);";
    assert_eq!(room(lines).codes, [code(Some("CoClass"), Some("2"), "A1", Some("Below"))]);
}

#[test]
fn classes_in_the_forms_of_ifc_2x3() {
    let lines = "#70=IFCCLASSIFICATION('S','2006',$,'OmniClass');\n\
                 #71=IFCCLASSIFICATIONREFERENCE($,'13-85',$,#70);\n\
                 #72=IFCRELASSOCIATESCLASSIFICATION('0000000000000000000031',$,$,$,(#30),#71);\n\
                 #73=IFCCLASSIFICATIONNOTATIONFACET('B');\n\
                 #74=IFCCLASSIFICATIONNOTATION((#73,#73));\n\
                 #75=IFCRELASSOCIATESCLASSIFICATION('0000000000000000000032',$,$,$,(#30),#74);";
    let text = small_with(&[(900, lines)]).replace("'IFC4'", "'IFC2X3'");
    let model = read_text(&text).unwrap();
    assert_eq!(
        space(&model, "1").codes,
        [code(None, None, "B B", None), code(Some("OmniClass"), Some("2006"), "13-85", None)]
    );
}

#[test]
fn classes_that_revit_writes_as_properties_come_in_once() {
    let lines = "#70=IFCPROPERTYSINGLEVALUE('Category Code',$,IFCLABEL('13-11 21'),$);\n\
                 #71=IFCPROPERTYSINGLEVALUE('OmniClass Table 13 Category',$,\
                 IFCLABEL('13-11 21: Meeting Spaces'),$);\n\
                 #76=IFCPROPERTYSINGLEVALUE('OmniClass Number',$,IFCREAL(0.),$);\n\
                 #72=IFCPROPERTYSET('0000000000000000000031',$,'Id',$,(#70,#71,#76));\n\
                 #74=IFCRELDEFINESBYPROPERTIES('0000000000000000000033',$,$,$,(#30),#72);";
    let meeting = code(Some("OmniClass"), None, "13-11 21", Some("Meeting Spaces"));
    assert_eq!(room(lines).codes, [meeting]);
}

#[test]
fn schemas_are_recognised_in_any_case_and_others_refused() {
    let with = |schema: &str| read_text(&small_with(&[]).replace("'IFC4'", schema));
    assert_eq!(with("'ifc4x3_add2'").unwrap().schema, "IFC4X3_ADD2");
    for schema in ["'IFC2X2_FINAL'", "'AP214'", "'IFC4','IFC2X3'", "''", ""] {
        let refused = with(schema).unwrap_err();
        assert!(matches!(refused, IfcError::UnsupportedSchema { .. }), "{schema}: {refused}");
    }
    let unstated = file("IFC4", "").replace("FILE_SCHEMA(('IFC4'));\n", "");
    let refused = read_text(&unstated).unwrap_err();
    assert!(matches!(refused, IfcError::UnsupportedSchema { .. }), "{refused}");
}
