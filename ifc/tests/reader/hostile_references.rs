//! Files whose references go in circles, nowhere, or to the wrong thing.

use ifc::{IfcError, Place};

use super::support::{file, read_text, refused, says};

/// Lines of the small file count from 8 on.
const PLACEMENT_15_LINE: u32 = 18;

#[test]
fn placements_in_a_circle() {
    let error = refused(&[(15, "#15=IFCLOCALPLACEMENT(#16,#13);")]);
    says(&error, &["placements come back to #16"]);
    let error = refused(&[(16, "#16=IFCLOCALPLACEMENT(#16,#13);")]);
    says(&error, &["placements come back to #16"]);
    let error = refused(&[(14, "#14=IFCLOCALPLACEMENT(#15,#13);")]);
    says(&error, &["placements come back to #14"]);
}

#[test]
fn placements_without_end() {
    let chain: Vec<String> =
        (100..10_100).map(|id| format!("#{id}=IFCLOCALPLACEMENT(#{},#13);", id + 1)).collect();
    let chain = format!("#16=IFCLOCALPLACEMENT(#100,#13);\n{}", chain.join("\n"));
    let last = "#10100=IFCLOCALPLACEMENT(#14,#13);";
    says(&refused(&[(16, &chain), (10_100, last)]), &["more than 64 placements"]);
}

#[test]
fn voids_curves_and_points_in_circles() {
    let voided = "#34=IFCARBITRARYPROFILEDEFWITHVOIDS(.AREA.,$,#35,(#34));";
    says(&refused(&[(34, voided)]), &["InnerCurves of #34 refers to #34"]);
    says(&refused(&[(35, "#35=IFCPOLYLINE((#35,#35,#35,#35));")]), &["IFCCARTESIANPOINT"]);
    says(&refused(&[(35, "#35=IFCINDEXEDPOLYCURVE(#35,$,$);")]), &["IFCCARTESIANPOINTLIST2D"]);
    let outer = "#34=IFCARBITRARYCLOSEDPROFILEDEF(.AREA.,$,#34);";
    says(&refused(&[(34, outer)]), &["IFCPOLYLINE"]);
}

#[test]
fn mapped_items_units_classes_and_wholes_in_circles() {
    let mapped = "#33=IFCMAPPEDITEM(#60,#61);\n#60=IFCREPRESENTATIONMAP(#13,#32);\n\
                  #61=IFCCARTESIANTRANSFORMATIONOPERATOR3D($,$,#10,$,$);";
    says(&refused(&[(33, mapped)]), &["mapped items come back to #33"]);
    let unit = "#3=IFCCONVERSIONBASEDUNIT($,.LENGTHUNIT.,'x',#60);\n\
                #60=IFCMEASUREWITHUNIT(IFCLENGTHMEASURE(1.),#3);";
    says(&refused(&[(3, unit)]), &["units come back to #3"]);
    let class = "#60=IFCCLASSIFICATIONREFERENCE($,'A',$,#60,$,$);\n\
                 #61=IFCRELASSOCIATESCLASSIFICATION('0000000000000000000061',$,$,$,(#30),#60);";
    says(&refused(&[(60, class)]), &["classes come back to #60"]);
    let whole = "#50=IFCRELAGGREGATES('0000000000000000000021',$,$,$,#21,(#21));";
    says(&refused(&[(50, whole)]), &["wholes of parts come back to #21"]);
    let building = "#60=IFCRELAGGREGATES('0000000000000000000061',$,$,$,#20,(#20));";
    says(&refused(&[(60, building)]), &["wholes of parts come back to #20"]);
}

#[test]
fn dangling_references_where_they_are_needed() {
    let cases = [
        (30, "#30=IFCSPACE('0000000000000000000011',$,'1',$,$,#999,#31,$,.ELEMENT.,$,$);"),
        (31, "#31=IFCPRODUCTDEFINITIONSHAPE($,$,(#999));"),
        (34, "#34=IFCARBITRARYCLOSEDPROFILEDEF(.AREA.,$,#999);"),
        (35, "#35=IFCPOLYLINE((#36,#37,#999,#39,#36));"),
        (15, "#15=IFCLOCALPLACEMENT(#999,#13);"),
        (51, "#51=IFCRELAGGREGATES('0000000000000000000022',$,$,$,#21,(#30,#999));"),
        (60, "#60=IFCRELDEFINESBYPROPERTIES('0000000000000000000061',$,$,$,(#30),#999);"),
        (60, "#60=IFCRELASSOCIATESCLASSIFICATION('0000000000000000000061',$,$,$,(#999),#30);"),
        (2, "#2=IFCUNITASSIGNMENT((#999));"),
        (1, "#1=IFCPROJECT('0000000000000000000001',$,'P',$,$,$,$,$,#999);"),
    ];
    for (id, line) in cases {
        let error = refused(&[(id, line)]);
        assert!(matches!(error, IfcError::Dangling { .. }), "{line}: {error}");
        says(&error, &["#999, which the file does not hold"]);
    }
}

#[test]
fn references_to_the_wrong_type() {
    let cases = [
        (30, "#30=IFCSPACE('0000000000000000000011',$,'1',$,$,#13,#31,$,.ELEMENT.,$,$);"),
        (30, "#30=IFCSPACE('0000000000000000000011',$,'1',$,$,#16,#16,$,.ELEMENT.,$,$);"),
        (31, "#31=IFCPRODUCTDEFINITIONSHAPE($,$,(#30));"),
        (32, "#32=IFCSHAPEREPRESENTATION($,'Body','x',(#30));"),
        (33, "#33=IFCEXTRUDEDAREASOLID(#30,#13,#11,2500.);"),
        (33, "#33=IFCEXTRUDEDAREASOLID(#34,#11,#11,2500.);"),
        (33, "#33=IFCEXTRUDEDAREASOLID(#34,#13,#13,2500.);"),
        (34, "#34=IFCARBITRARYCLOSEDPROFILEDEF(.AREA.,$,#36);"),
        (15, "#15=IFCLOCALPLACEMENT(#20,#13);"),
        (13, "#13=IFCAXIS2PLACEMENT3D(#11,$,$);"),
        (1, "#1=IFCPROJECT('0000000000000000000001',$,'P',$,$,$,$,$,#3);"),
    ];
    for (id, line) in cases {
        let error = refused(&[(id, line)]);
        assert!(matches!(error, IfcError::WrongType { .. }), "{line}: {error}");
        says(&error, &["refers to"]);
    }
    let plain = "#30=IFCSPACE('0000000000000000000011',$,'1',$,$,'x',#31,$,.ELEMENT.,$,$);";
    says(&refused(&[(30, plain)]), &["ObjectPlacement of #30 is 'x'", "a reference"]);
    let short = "#30=IFCSPACE('0000000000000000000011',$);";
    says(&refused(&[(30, short)]), &["missing"]);
}

#[test]
fn places_point_at_the_line_of_the_fault() {
    let error = refused(&[(15, "#15=IFCLOCALPLACEMENT(#999,#13);")]);
    let IfcError::Dangling { place, .. } = error else {
        panic!("{error}");
    };
    assert_eq!(place, Place { line: PLACEMENT_15_LINE, column: 23 });
    assert!(read_text(&file("IFC4", "")).is_err());
}
