//! The reader's memory, counted by the allocator: never more than
//! `Limits::memory_bytes_max` says, whatever the file holds.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, prints what it measured, and reads files"
)]

#[path = "../../tests/memory/counting.rs"]
mod counting;

use counting::peak_of;

use std::path::PathBuf;

use ifc::{IfcError, Limits, Model, Options, read};

/// Reads, and checks what was allocated beside the file's bytes meanwhile.
#[track_caller]
fn check(what: &str, bytes: &[u8], entities: usize, limits: &Limits) -> Result<Model, IfcError> {
    let options = Options { limits: limits.clone(), building: None };
    let (model, peak) = peak_of(|| read(bytes, &options));
    let bound = limits.memory_bytes_max(bytes.len(), entities);
    println!("{what}: {} bytes, {entities} entities, peak {peak}, bound {bound}", bytes.len());
    assert!(peak <= bound, "{what}: {peak} bytes are more than {bound}");
    model
}

fn file(lines: &str) -> String {
    format!(
        "ISO-10303-21;\nHEADER;\nFILE_SCHEMA(('IFC4'));\nENDSEC;\nDATA;\n\
         #1=IFCPROJECT('0000000000000000000001',$,'P',$,$,$,$,$,#2);\n\
         #2=IFCUNITASSIGNMENT((#3));\n#3=IFCSIUNIT(*,.LENGTHUNIT.,.MILLI.,.METRE.);\n\
         #4=IFCBUILDING('0000000000000000000004',$,$,$,$,$,$,$,$,$,$,$);\n\
         #5=IFCBUILDINGSTOREY('0000000000000000000005',$,$,$,$,$,$,$,$,0.);\n\
         #6=IFCRELAGGREGATES('0000000000000000000006',$,$,$,#4,(#5));\n\
         {lines}ENDSEC;\nEND-ISO-10303-21;\n"
    )
}

/// Limits under which the bound is close to what the entities alone need.
fn tight() -> Limits {
    Limits {
        attachments: 10_000,
        spaces: 1_000,
        storeys: 100,
        polygon_points: 1_000,
        model_bytes: 256 * 1024,
        string_bytes: 64 * 1024,
        ..Limits::default()
    }
}

fn shared_data(path: &str) -> Option<Vec<u8>> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    let folder = std::env::var_os("THIRDPLACE_SHARED_DATA")
        .map_or_else(|| root.join("../shared/data"), PathBuf::from);
    let bytes = std::fs::read(folder.join(path)).ok();
    if bytes.is_none() {
        println!("skipped: {} is absent", folder.join(path).display());
    }
    bytes
}

/// One test, because the allocator counts for the whole process.
#[test]
fn memory_stays_within_the_stated_bound() {
    a_real_building();
    a_million_tiny_entities();
    a_million_nested_parentheses();
    many_attachments();
    large_polygons();
    a_model_that_unfolds();
}

fn a_real_building() {
    let Some(bytes) = shared_data("office-a/Office_A_20110811.ifc") else {
        return;
    };
    check("office A", &bytes, 62_930, &tight()).unwrap();
}

fn a_million_tiny_entities() {
    let lines: String = (10..1_000_010).map(|id| format!("#{id}=A();\n")).collect();
    check("tiny entities", file(&lines).as_bytes(), 1_000_006, &tight()).unwrap();
}

fn a_million_nested_parentheses() {
    let text = file(&format!("#10=A({}", "(".repeat(1_000_000)));
    check("nested parentheses", text.as_bytes(), 7, &tight()).unwrap_err();
}

fn many_attachments() {
    let mut lines = "#10=IFCPROPERTYSET('0000000000000000000010',$,$,$,());\n".to_owned();
    let ids: Vec<String> = (1000..2000).map(|id| format!("#{id}")).collect();
    for id in &ids {
        let digits = &id[1..];
        lines += &format!("{id}=IFCSPACE('000000000000000000{digits}',$,$,$,$,$,$,$,$,$,$);\n");
    }
    let all = ids.join(",");
    for id in 3000..3020 {
        lines += &format!(
            "#{id}=IFCRELDEFINESBYPROPERTIES('000000000000000000{id}',$,$,$,({all}),#10);\n"
        );
    }
    let limits =
        Limits { attachments: 100_000, spaces: 1_000, model_bytes: 1024 * 1024, ..tight() };
    check("attachments", file(&lines).as_bytes(), 1_027, &limits).unwrap();
    let limits = Limits { attachments: 10_000, ..limits };
    check("too many attachments", file(&lines).as_bytes(), 1_027, &limits).unwrap_err();
}

fn large_polygons() {
    let count = 9_000;
    let mut lines = String::new();
    let mut ids = Vec::new();
    for step in 0..count {
        // A saw of teeth above, closed by one edge below.
        let y = if step == 0 || step == count - 1 { 0 } else { 1000 + 500 * (step % 2) };
        lines += &format!("#{}=IFCCARTESIANPOINT(({}.,{y}.));\n", 1000 + step, 100 * step);
        ids.push(format!("#{}", 1000 + step));
    }
    ids.push("#1000".to_owned());
    lines += &format!(
        "#10=IFCPOLYLINE(({}));\n#11=IFCARBITRARYCLOSEDPROFILEDEF(.AREA.,$,#10);\n\
         #12=IFCDIRECTION((0.,0.,1.));\n#13=IFCEXTRUDEDAREASOLID(#11,$,#12,2500.);\n\
         #14=IFCSHAPEREPRESENTATION($,'Body','x',(#13));\n\
         #15=IFCPRODUCTDEFINITIONSHAPE($,$,(#14));\n\
         #16=IFCSPACE('0000000000000000000016',$,$,$,$,$,#15,$,$,$,$);\n\
         #17=IFCRELAGGREGATES('0000000000000000000017',$,$,$,#5,(#16));\n",
        ids.join(",")
    );
    let limits = Limits { polygon_points: 10_000, ..tight() };
    let model = check("large polygon", file(&lines).as_bytes(), count + 14, &limits).unwrap();
    assert!(model.storeys[0].spaces[0].shape.is_ok());
    check("too large polygon", file(&lines).as_bytes(), count + 14, &tight()).unwrap_err();
}

fn a_model_that_unfolds() {
    let name = "n".repeat(900);
    let mut lines = String::new();
    for id in 1000..1100 {
        lines += &format!("#{id}=IFCQUANTITYAREA('{name}{id}',$,$,1.,$);\n");
    }
    let quantities: Vec<String> = (1000..1100).map(|id| format!("#{id}")).collect();
    let spaces: Vec<String> = (2000..3000).map(|id| format!("#{id}")).collect();
    for id in 2000..3000 {
        lines += &format!("#{id}=IFCSPACE('000000000000000000{id}',$,$,$,$,$,$,$,$,$,$);\n");
    }
    let (quantities, spaces) = (quantities.join(","), spaces.join(","));
    lines += &format!(
        "#10=IFCELEMENTQUANTITY('0000000000000000000010',$,$,$,$,({quantities}));\n\
         #11=IFCRELDEFINESBYPROPERTIES('0000000000000000000011',$,$,$,({spaces}),#10);\n\
         #12=IFCRELAGGREGATES('0000000000000000000012',$,$,$,#5,({spaces}));\n"
    );
    let limits = Limits { model_bytes: 4 * 1024 * 1024, ..tight() };
    check("unfolding", file(&lines).as_bytes(), 1_109, &limits).unwrap_err();
}
