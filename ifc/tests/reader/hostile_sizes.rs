//! Files that ask for too much: each limit refuses with its name and place.

use ifc::{Limits, Options, read, read_from};

use super::support::{read_text, refused, says, small_with, space};

#[test]
fn a_million_nested_parentheses() {
    for nested in
        ["(".repeat(1_000_000), format!("{}{}", "(".repeat(1_000_000), ")".repeat(1_000_000))]
    {
        let error = refused(&[(60, &format!("#60=IFCWALL({nested});"))]);
        says(&error, &["more than 32 parentheses inside each other", "line 42"]);
    }
    let typed = "IFCLABEL(".repeat(1_000_000);
    says(&refused(&[(60, &format!("#60=IFCWALL({typed}"))]), &["more than 32 parentheses"]);
}

#[test]
fn every_limit_is_kept() {
    let text = small_with(&[(
        60,
        "#60=IFCRELASSOCIATESCLASSIFICATION('0000000000000000000061',$,$,$,(#30,#40),#61);\n\
         #61=IFCCLASSIFICATIONREFERENCE($,'A',$,$,$,$);",
    )]);
    let with = |limits: Limits| {
        let options = Options { limits, building: None };
        read(text.as_bytes(), &options)
    };
    let limits = Limits::default;
    assert!(with(limits()).is_ok());
    let small: [(&str, Limits); 13] = [
        ("bytes in the file", Limits { file_bytes: 100, ..limits() }),
        ("entities", Limits { entities: 10, ..limits() }),
        ("parentheses inside each other", Limits { nesting_depth: 1, ..limits() }),
        ("items in one list", Limits { list_items: 3, ..limits() }),
        ("bytes in one string", Limits { string_bytes: 10, ..limits() }),
        ("placements", Limits { chain_links: 1, ..limits() }),
        ("attached to spaces", Limits { attachments: 1, ..limits() }),
        ("storeys", Limits { storeys: 0, ..limits() }),
        ("spaces", Limits { spaces: 1, ..limits() }),
        ("points in one polygon", Limits { polygon_points: 3, ..limits() }),
        ("characters in a name", Limits { name_characters: 3, ..limits() }),
        ("bytes in the finished model", Limits { model_bytes: 100, ..limits() }),
        ("steps of reading", Limits { work_steps: 100, ..limits() }),
    ];
    for (what, limits) in small {
        let error = with(limits).unwrap_err();
        if what == "storeys" {
            says(&error, &["more than 0 buildings"]);
            continue;
        }
        says(&error, &[what]);
    }
}

#[test]
fn a_stream_is_read_no_further_than_the_limit() {
    let options =
        Options { limits: Limits { file_bytes: 1000, ..Limits::default() }, building: None };
    let error = read_from(std::io::repeat(b' '), &options).unwrap_err();
    says(&error, &["more than 1000 bytes in the file"]);
    let text = small_with(&[]);
    let model = read_from(text.as_bytes(), &Options::default()).unwrap();
    assert_eq!(model, read_text(&text).unwrap());
}

#[test]
fn little_that_refers_to_much_again_and_again() {
    // A thousand spaces that share one set of a thousand quantities, whose name
    // is long: a megabyte that would unfold into a gigabyte.
    let name = "n".repeat(900);
    let mut lines = String::new();
    let mut ids = Vec::new();
    for id in 1000..2000 {
        lines += &format!("#{id}=IFCQUANTITYAREA('{name}{id}',$,$,1.,$);\n");
        ids.push(format!("#{id}"));
    }
    let quantities = ids.join(",");
    lines +=
        &format!("#60=IFCELEMENTQUANTITY('0000000000000000000060',$,'Q',$,$,({quantities}));\n");
    let mut spaces = Vec::new();
    for id in 3000..4000 {
        lines +=
            &format!("#{id}=IFCSPACE('000000000000000000{id}',$,$,$,$,$,$,$,.ELEMENT.,$,$);\n");
        spaces.push(format!("#{id}"));
    }
    let spaces = spaces.join(",");
    lines += &format!("#51=IFCRELAGGREGATES('0000000000000000000022',$,$,$,#21,({spaces}));\n");
    lines +=
        &format!("#61=IFCRELDEFINESBYPROPERTIES('0000000000000000000061',$,$,$,({spaces}),#60);\n");
    let error = refused(&[(51, &lines)]);
    says(&error, &["bytes in the finished model"]);
}

#[test]
fn a_zigzag_whose_edges_all_could_meet_is_compared_within_the_limit() {
    // Every edge spans the whole width, so that each must be compared with all.
    let mut corners: Vec<(i64, i64)> =
        (0..8_001).map(|step| (if step % 2 == 0 { 0 } else { 50_000_000 }, 10 * step)).collect();
    corners.extend([(-10, 80_000), (-10, 0)]);
    let mut points = String::new();
    let mut ids = Vec::new();
    for (id, (x, y)) in (1000..).zip(&corners) {
        points += &format!("#{id}=IFCCARTESIANPOINT(({x}.,{y}.));\n");
        ids.push(format!("#{id}"));
    }
    ids.push("#1000".to_owned());
    let curve = format!("#35=IFCPOLYLINE(({}));\n{points}", ids.join(","));
    let text = small_with(&[(35, &curve)]);
    assert!(space(&read_text(&text).unwrap(), "1").shape.is_ok());
    let limits = Limits { work_steps: 10_000_000, ..Limits::default() };
    let options = Options { limits, building: None };
    says(&read(text.as_bytes(), &options).unwrap_err(), &["steps of reading"]);
}
