//! Files that are damaged, cut, or no IFC at all. Each is refused with an error
//! that says where and what would be accepted.

use ifc::{IfcError, Options, Place, Reason, read};

use super::support::{demonstration, read_text, refused, says, shared_data, small_with, space};

/// Checks that the first `end` bytes alone are refused, with the place.
#[track_caller]
fn cut_is_refused(bytes: &[u8], end: usize) {
    let error = read(&bytes[..end], &Options::default()).unwrap_err();
    match error {
        IfcError::Empty => assert_eq!(end, 0),
        IfcError::CutShort { .. } | IfcError::UnclosedString { .. } => says(&error, &[]),
        other => panic!("cut at {end}: {other}"),
    }
}

#[test]
fn coordinates_that_are_no_numbers() {
    let point = |number: &str| refused(&[(37, &format!("#37=IFCCARTESIANPOINT(({number},0.));"))]);
    for number in [
        "NaN",
        "nan",
        "-nan(ind)",
        "1.#QNAN",
        "1.#INF",
        "INF",
        "-inf",
        "1..2",
        "1.E",
        "--1.",
        "0x10",
    ] {
        says(&point(number), &["line 29", "found"]);
    }
    for number in ["1.E308", "-1.E308", "1.E999", "1e13", "99999999999999999999999"] {
        says(&point(number), &["out of range", "line 29, column 24", "1e12"]);
    }
    // Also where nothing refers to the point.
    let unused = refused(&[(60, "#60=IFCCARTESIANPOINTLIST2D(((0.,1.E308)));")]);
    says(&unused, &["out of range"]);
}

#[test]
fn numbers_that_are_no_lengths() {
    let depth = |number: &str| {
        refused(&[(33, &format!("#33=IFCEXTRUDEDAREASOLID(#34,#13,#11,{number});"))])
    };
    for number in ["0.", "-1.", "1.E300", "$", "'2'", ".T.", "(1.)"] {
        says(
            &depth(number),
            &["#33"].map(|part| if number == "1.E300" { "out of range" } else { part }),
        );
    }
    let zero = refused(&[(11, "#11=IFCDIRECTION((0.,0.,0.));")]);
    says(&zero, &["an axis and a direction that differ"]);
    let scale = refused(&[(
        3,
        "#3=IFCCONVERSIONBASEDUNIT($,.LENGTHUNIT.,'x',#60);\n\
         #60=IFCMEASUREWITHUNIT(IFCLENGTHMEASURE(0.),#61);\n#61=IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.);",
    )]);
    says(&scale, &["positive factor"]);
}

#[test]
fn an_unclosed_string() {
    let error = refused(&[(20, "#20=IFCBUILDING('0000000000000000000002,$,$,$);")]);
    let place = Place { line: 20, column: 17 };
    assert_eq!(error, IfcError::UnclosedString { place });
    says(&error, &["closing apostrophe"]);
}

#[test]
fn ids_beyond_64_bits_and_zero() {
    for id in ["18446744073709551616", "99999999999999999999999999", "0", "00"] {
        let error = refused(&[(60, &format!("#{id}=IFCWALL();"))]);
        says(&error, &["out of range", "#18446744073709551615"]);
    }
    let reference = refused(&[(30, "#30=IFCSPACE(#99999999999999999999999,$,$,$,$,$,$,$,$,$,$);")]);
    says(&reference, &["GlobalId"]);
    let most = "#18446744073709551615=IFCWALL();";
    assert!(read_text(&small_with(&[(60, most)])).is_ok());
}

#[test]
fn duplicate_ids() {
    let error = refused(&[(60, "#16=IFCLOCALPLACEMENT(#15,#13);")]);
    says(&error, &["#16 is defined again", "first on line 19", "line 42"]);
}

#[test]
fn a_file_cut_anywhere() {
    let small = small_with(&[]);
    let complete = small.trim_end().len();
    (0..complete).for_each(|end| cut_is_refused(small.as_bytes(), end));
    let demonstration = demonstration("radhuset.ifc");
    let complete = demonstration.trim_ascii_end().len();
    (0..complete).step_by(97).for_each(|end| cut_is_refused(&demonstration, end));
}

#[test]
fn office_a_cut_at_every_thousandth_byte() {
    let Some(bytes) = shared_data("office-a/Office_A_20110811.ifc") else {
        return;
    };
    let ends: Vec<usize> = (0..bytes.len()).step_by(1000).collect();
    // Each cut is found only after all that precedes it: 8 GB in all, shared
    // out over the processors in turns, as later cuts take longer.
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for worker in 0..workers {
            let (bytes, ends) = (&bytes, &ends);
            scope.spawn(move || {
                let own = ends.iter().skip(worker).step_by(workers);
                own.for_each(|end| cut_is_refused(bytes, *end));
            });
        }
    });
}

#[test]
fn bytes_that_are_no_text() {
    let mut bytes = small_with(&[]).into_bytes();
    let at = bytes.windows(6).position(|word| word == b"Kontor").unwrap();
    bytes[at] = 0xD6;
    let error = read(&bytes, &Options::default()).unwrap_err();
    assert!(matches!(error, IfcError::NotUtf8 { .. }), "{error}");
    says(&error, &["UTF-8", "\\X\\hh"]);
    bytes[at - 1] = 0xFF;
    says(&read(&bytes, &Options::default()).unwrap_err(), &["found"]);
    let escape = refused(&[(
        20,
        "#20=IFCBUILDING('0000000000000000000002',$,'\\X2\\00',$,$,#14,$,$,$,$,$,$);",
    )]);
    assert!(matches!(escape, IfcError::Escape { .. }), "{escape}");
}

#[test]
fn polygons_that_cross_themselves_come_in_without_polygon() {
    let model = read_text(&small_with(&[(35, "#35=IFCPOLYLINE((#36,#37,#39,#38,#36));")])).unwrap();
    assert_eq!(space(&model, "1").shape, Err(Reason::TouchesItself));
}

#[test]
fn empty_files_and_files_of_other_kinds() {
    for empty in [&b""[..], b" \r\n\t\n", b"\xEF\xBB\xBF"] {
        let error = read(empty, &Options::default()).unwrap_err();
        assert_eq!(error, IfcError::Empty);
        assert!(error.to_string().contains("accepted is a STEP file"));
    }
    let others: [(&[u8], &str); 5] = [
        (b"PK\x03\x04....", "ZIP"),
        (b"<?xml version=\"1.0\"?>", "XML"),
        (b"{\"type\": \"FeatureCollection\"}", "FeatureCollection"),
        (b"\x00\x00\x00\x00", "begins with"),
        (b"ISO-10303-28;", "begins with"),
    ];
    for (bytes, part) in others {
        let error = read(bytes, &Options::default()).unwrap_err();
        assert!(matches!(error, IfcError::NotStep { .. }), "{error}");
        says(&error, &[part, "ISO-10303-21;"]);
    }
    let trailing = small_with(&[]) + "DATA;";
    says(&read_text(&trailing).unwrap_err(), &["nothing after END-ISO-10303-21;"]);
}

#[test]
fn grammar_that_is_broken() {
    for line in [
        "#60=IFCWALL(1,);",
        "#60=IFCWALL(,1);",
        "#60=IFCWALL(1 2);",
        "#60=IFCWALL(());;",
        "#60=IFCWALL);",
        "#60=IFCWALL(IFCLABEL);",
        "#60=;",
        "#60 IFCWALL();",
        "#=IFCWALL();",
        "60=IFCWALL();",
        "#60=(IFCWALL()1);",
        "#60=IFCWALL(.T);",
        "#60=IFCWALL(\"0G\");",
        "#60=IFCWALL(@1);",
        "#60=IFCWALL()",
    ] {
        let error = refused(&[(60, line)]);
        assert!(matches!(error, IfcError::Syntax { .. }), "{line}: {error}");
        says(&error, &["found"]);
    }
    says(&refused(&[(60, "/* never closed")]), &["*/"]);
    for line in [
        "#60=(A()B(1));",
        "#60=A((),((1),$),*);",
        "/* ; ' */ #60 = A ( 1 , 2 ) ;",
        "#60=A(IFCLABEL('x;'));",
    ] {
        assert!(read_text(&small_with(&[(60, line)])).is_ok(), "{line}");
    }
}
