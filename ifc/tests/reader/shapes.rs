//! Shapes, through profiles, placements and mappings; and those that come in
//! without a polygon.

use ifc::{Model, Point, Reason, Shape};

use super::support::{read_text, small_with, space};

fn read_small(changes: &[(u32, &str)]) -> Model {
    read_text(&small_with(changes)).unwrap()
}

fn shape(changes: &[(u32, &str)], number: &str) -> Shape {
    space(&read_small(changes), number).shape.clone().unwrap()
}

fn outer(changes: &[(u32, &str)], number: &str) -> Vec<Point> {
    shape(changes, number).polygon.outer
}

const ROOM: [Point; 4] = [[0, 0], [4000, 0], [4000, 3000], [0, 3000]];

#[test]
fn polylines_and_rectangles() {
    let room = shape(&[], "1");
    assert_eq!(room.polygon.outer, ROOM);
    assert!((room.exact_area_m2 - 12.0).abs() < 1e-12);
    assert!((room.depth_mm - 2500.0).abs() < 1e-9);
    assert_eq!(outer(&[], "2"), [[4000, 0], [6000, 0], [6000, 1000], [4000, 1000]]);
}

#[test]
fn a_rectangle_turns_with_its_position_and_needs_none_in_ifc4() {
    let turned = outer(&[(47, "#47=IFCDIRECTION((0.,1.));")], "2");
    assert_eq!(turned, [[4500, -500], [5500, -500], [5500, 1500], [4500, 1500]]);
    let centred = outer(&[(44, "#44=IFCRECTANGLEPROFILEDEF(.AREA.,$,$,2000.,1000.);")], "2");
    assert_eq!(centred, [[-1000, -500], [1000, -500], [1000, 500], [-1000, 500]]);
}

#[test]
fn indexed_curves_of_straight_segments() {
    let curve = |segments: &str| {
        let line = format!("#35=IFCINDEXEDPOLYCURVE(#60,{segments},$);");
        let list = "#60=IFCCARTESIANPOINTLIST2D(((0.,0.),(4000.,0.),(4000.,3000.),(0.,3000.)));";
        small_with(&[(35, &line), (60, list)])
    };
    let read = |text: &str| space(&read_text(text).unwrap(), "1").shape.clone();
    let one = curve("(IFCLINEINDEX((1,2,3,4,1)))");
    assert_eq!(read(&one).unwrap().polygon.outer, ROOM);
    let two = curve("(IFCLINEINDEX((1,2,3)),IFCLINEINDEX((3,4)),IFCLINEINDEX((4,1)))");
    assert_eq!(read(&two).unwrap().polygon.outer, ROOM);
    let closed = "((0.,0.),(4000.,0.),(4000.,3000.),(0.,3000.),(0.,0.))";
    let plain = curve("$").replace("((0.,0.),(4000.,0.),(4000.,3000.),(0.,3000.))", closed);
    assert_eq!(read(&plain).unwrap().polygon.outer, ROOM);
    assert_eq!(read(&curve("(IFCLINEINDEX((1,2,3,4)))")), Err(Reason::NotClosed));
    let arc = Reason::UnsupportedCurve("an arc of IFCINDEXEDPOLYCURVE".to_owned());
    assert_eq!(read(&curve("(IFCARCINDEX((1,2,3)),IFCLINEINDEX((3,4,1)))")), Err(arc));
}

#[test]
fn voids_become_clockwise_holes_however_they_run() {
    let profile = "#34=IFCARBITRARYPROFILEDEFWITHVOIDS(.AREA.,$,#35,(#60));";
    let points = "#61=IFCCARTESIANPOINT((1000.,1000.));\n#62=IFCCARTESIANPOINT((2000.,1000.));\n\
                  #63=IFCCARTESIANPOINT((2000.,2000.));\n#64=IFCCARTESIANPOINT((1000.,2000.));";
    for inner in ["(#61,#62,#63,#64,#61)", "(#61,#64,#63,#62,#61)"] {
        let inner = format!("#60=IFCPOLYLINE({inner});");
        let shape = shape(&[(34, profile), (60, &inner), (61, points)], "1");
        let hole = [[1000, 1000], [1000, 2000], [2000, 2000], [2000, 1000]];
        assert_eq!(shape.polygon.holes, [hole]);
        assert_eq!(shape.polygon.area().to_string(), "11");
        assert!((shape.exact_area_m2 - 11.0).abs() < 1e-12);
    }
}

#[test]
fn every_placement_moves_the_room() {
    let shifted = "#60=IFCCARTESIANPOINT((100.,20.,3.));\n#61=IFCAXIS2PLACEMENT3D(#60,#11,#62);\n\
                   #62=IFCDIRECTION((0.,1.,0.));";
    let expected = [[-2900, 20], [100, 20], [100, 4020], [-2900, 4020]];
    for placed in [
        (15, "#15=IFCLOCALPLACEMENT(#14,#61);"),
        (16, "#16=IFCLOCALPLACEMENT(#15,#61);"),
        (33, "#33=IFCEXTRUDEDAREASOLID(#34,#61,#11,2500.);"),
    ] {
        assert_eq!(outer(&[placed, (60, shifted)], "1"), expected, "{placed:?}");
    }
}

#[test]
fn the_sites_grid_does_not_matter() {
    let site = "#14=IFCLOCALPLACEMENT(#60,#13);\n#60=IFCLOCALPLACEMENT($,#61);\n\
                #61=IFCAXIS2PLACEMENT3D(#62,#11,#63);\n\
                #62=IFCCARTESIANPOINT((482300000.4,6900000.7,12.));\n\
                #63=IFCDIRECTION((0.5,0.8,0.));";
    assert_eq!(read_small(&[(14, site)]), read_small(&[]));
    let beside = "#16=IFCLOCALPLACEMENT(#60,#13);";
    assert_eq!(outer(&[(14, site), (16, beside)], "1"), ROOM, "by way of the world");
}

#[test]
fn an_axis_pointing_down_mirrors_the_room() {
    let down = "#60=IFCAXIS2PLACEMENT3D(#10,#61,#12);\n#61=IFCDIRECTION((0.,0.,-1.));";
    let solid = (33, "#33=IFCEXTRUDEDAREASOLID(#34,#60,#11,2500.);");
    let mirrored = [[0, -3000], [4000, -3000], [4000, 0], [0, 0]];
    assert_eq!(outer(&[solid, (60, down)], "1"), mirrored);
}

#[test]
fn mapped_items_are_placed_scaled_and_mirrored() {
    let mapped = |target: &str| {
        let lines = format!(
            "#33=IFCMAPPEDITEM(#60,#61);\n#60=IFCREPRESENTATIONMAP(#13,#62);\n\
             #62=IFCSHAPEREPRESENTATION($,'Body','SweptSolid',(#63));\n\
             #63=IFCEXTRUDEDAREASOLID(#34,#13,#11,2500.);\n\
             #64=IFCCARTESIANPOINT((100.,0.,0.));\n#65=IFCDIRECTION((0.,-1.,0.));\n\
             #61=IFCCARTESIANTRANSFORMATIONOPERATOR3D{target};"
        );
        space(&read_small(&[(33, &lines)]), "1").shape.clone()
    };
    let placed = mapped("($,$,#64,$,$)").unwrap().polygon.outer;
    assert_eq!(placed, ROOM.map(|[x, y]| [x + 100, y]));
    let scaled = mapped("($,$,#64,2.,$)").unwrap();
    assert_eq!(scaled.polygon.outer, ROOM.map(|[x, y]| [2 * x + 100, 2 * y]));
    assert!((scaled.depth_mm - 5000.0).abs() < 1e-9);
    let mirrored = mapped("(#12,#65,#64,$,$)").unwrap().polygon.outer;
    assert_eq!(mirrored, [[100, -3000], [4100, -3000], [4100, 0], [100, 0]]);
    let uneven = mapped("NONUNIFORM($,$,#64,2.,$,3.,$)").unwrap_err();
    assert!(matches!(uneven, Reason::UnsupportedMapping(_)), "{uneven}");
}

#[test]
fn unsupported_shapes_are_reported_with_their_entity_and_line() {
    let cases: &[(u32, &str, Reason)] = &[
        (33, "#33=IFCFACETEDBREP(#10);", Reason::UnsupportedBody("IFCFACETEDBREP".into())),
        (
            34,
            "#34=IFCCIRCLEPROFILEDEF(.AREA.,$,$,2000.);",
            Reason::UnsupportedProfile("IFCCIRCLEPROFILEDEF".into()),
        ),
        (
            35,
            "#35=IFCCOMPOSITECURVE((),.F.);",
            Reason::UnsupportedCurve("IFCCOMPOSITECURVE".into()),
        ),
        (35, "#35=IFCPOLYLINE((#36,#37,#38,#39));", Reason::NotClosed),
        (31, "#31=IFCPRODUCTDEFINITIONSHAPE($,$,());", Reason::NoBody),
        (32, "#32=IFCSHAPEREPRESENTATION($,'FootPrint','x',(#35));", Reason::NoBody),
        (32, "#32=IFCSHAPEREPRESENTATION($,'Body','x',(#33,#43));", Reason::SeveralBodies(2)),
        (33, "#33=IFCEXTRUDEDAREASOLID(#34,#13,#12,2500.);", Reason::NotVertical),
        (35, "#35=IFCPOLYLINE((#36,#38,#37,#39,#36));", Reason::TouchesItself),
        (37, "#37=IFCCARTESIANPOINT((4.E8,0.));", Reason::TooFar),
        (16, "#16=IFCGRIDPLACEMENT($,$);", Reason::UnsupportedPlacement("IFCGRIDPLACEMENT".into())),
    ];
    for (id, line, reason) in cases {
        let text = small_with(&[(*id, line)]);
        let model = read_text(&text).unwrap();
        assert_eq!(space(&model, "1").shape.as_ref(), Err(reason), "{line}");
        let left_out = &model.left_out[0];
        assert_eq!(left_out.what, "the polygon of space 1");
        assert_eq!(&left_out.why, reason);
        let blamed = text.lines().nth(left_out.line as usize - 1).unwrap();
        assert!(blamed.starts_with(&format!("{}=", left_out.entity)), "{left_out}: {blamed}");
    }
}

#[test]
fn leaning_extrusions_are_left_out_and_upright_ones_in_feet_are_not() {
    let leaning = [(11, "#11=IFCDIRECTION((0.,0.,1.));"), (60, "#60=IFCDIRECTION((0.1,0.,1.));")];
    let solid = (33, "#33=IFCEXTRUDEDAREASOLID(#34,#13,#60,2500.);");
    let model = read_small(&[leaning[0], leaning[1], solid]);
    assert_eq!(space(&model, "1").shape, Err(Reason::NotVertical));

    let feet = "#3=IFCCONVERSIONBASEDUNIT(#60,.LENGTHUNIT.,'FOOT',#61);\n\
                #60=IFCDIMENSIONALEXPONENTS(1,0,0,0,0,0,0);\n\
                #61=IFCMEASUREWITHUNIT(IFCLENGTHMEASURE(0.3048),#62);\n\
                #62=IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.);";
    let shape = shape(&[(3, feet)], "1");
    assert_eq!(shape.polygon.outer[2], [1_219_200, 914_400]);
    assert!((shape.depth_mm - 762_000.0).abs() < 1e-6);
}
