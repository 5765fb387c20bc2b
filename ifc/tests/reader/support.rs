//! Files to read: the ones on disk, and a small one that tests vary.

#![allow(
    clippy::disallowed_methods,
    reason = "tests read files and the environment; only the pure crates may not"
)]

use std::path::PathBuf;

use ifc::{IfcError, Model, Options, Space, read};

/// The package's root.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A file of the shared test data; `None`, with a line that says so, where it
/// is absent.
pub(crate) fn shared_data(path: &str) -> Option<Vec<u8>> {
    let folder = std::env::var_os("THIRDPLACE_SHARED_DATA")
        .map_or_else(|| root().join("../shared/data"), PathBuf::from);
    let file = folder.join(path);
    let bytes = std::fs::read(&file).ok();
    if bytes.is_none() {
        println!("skipped: {} is absent", file.display());
    }
    bytes
}

/// A file of the project's own demonstration.
pub(crate) fn demonstration(name: &str) -> Vec<u8> {
    let file = root().join("demonstration").join(name);
    std::fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

pub(crate) fn read_text(text: &str) -> Result<Model, IfcError> {
    read(text.as_bytes(), &Options::default())
}

pub(crate) fn spaces(model: &Model) -> impl Iterator<Item = &Space> {
    model.storeys.iter().flat_map(|storey| &storey.spaces)
}

pub(crate) fn space<'m>(model: &'m Model, number: &str) -> &'m Space {
    spaces(model)
        .find(|space| space.number.as_deref() == Some(number))
        .unwrap_or_else(|| panic!("no space {number}"))
}

/// A file of this schema whose data section is `lines`.
pub(crate) fn file(schema: &str, lines: &str) -> String {
    format!(
        "ISO-10303-21;\nHEADER;\nFILE_DESCRIPTION((''),'2;1');\n\
         FILE_NAME('','2026-01-01T00:00:00',(''),(''),'','','');\n\
         FILE_SCHEMA(('{schema}'));\nENDSEC;\nDATA;\n{lines}\nENDSEC;\nEND-ISO-10303-21;\n"
    )
}

/// A building in millimetres with one storey at 3000 and two rooms: 1 is
/// 4000 x 3000 from a polyline, 2 a rectangle of 2000 x 1000 beside it.
pub(crate) const SMALL: &str = "\
#1=IFCPROJECT('0000000000000000000001',$,'P',$,$,$,$,$,#2);
#2=IFCUNITASSIGNMENT((#3,#4,#5));
#3=IFCSIUNIT(*,.LENGTHUNIT.,.MILLI.,.METRE.);
#4=IFCSIUNIT(*,.AREAUNIT.,$,.SQUARE_METRE.);
#5=IFCSIUNIT(*,.VOLUMEUNIT.,$,.CUBIC_METRE.);
#10=IFCCARTESIANPOINT((0.,0.,0.));
#11=IFCDIRECTION((0.,0.,1.));
#12=IFCDIRECTION((1.,0.,0.));
#13=IFCAXIS2PLACEMENT3D(#10,#11,#12);
#14=IFCLOCALPLACEMENT($,#13);
#15=IFCLOCALPLACEMENT(#14,#13);
#16=IFCLOCALPLACEMENT(#15,#13);
#20=IFCBUILDING('0000000000000000000002',$,'House',$,$,#14,$,$,.ELEMENT.,$,$,$);
#21=IFCBUILDINGSTOREY('0000000000000000000003',$,'One',$,$,#15,$,$,.ELEMENT.,3000.);
#30=IFCSPACE('0000000000000000000011',$,'1',$,$,#16,#31,'Kontor',.ELEMENT.,.SPACE.,$);
#31=IFCPRODUCTDEFINITIONSHAPE($,$,(#32));
#32=IFCSHAPEREPRESENTATION($,'Body','SweptSolid',(#33));
#33=IFCEXTRUDEDAREASOLID(#34,#13,#11,2500.);
#34=IFCARBITRARYCLOSEDPROFILEDEF(.AREA.,$,#35);
#35=IFCPOLYLINE((#36,#37,#38,#39,#36));
#36=IFCCARTESIANPOINT((0.,0.));
#37=IFCCARTESIANPOINT((4000.,0.));
#38=IFCCARTESIANPOINT((4000.,3000.));
#39=IFCCARTESIANPOINT((0.,3000.));
#40=IFCSPACE('0000000000000000000012',$,'2',$,$,#16,#41,'Arkiv',.ELEMENT.,.SPACE.,$);
#41=IFCPRODUCTDEFINITIONSHAPE($,$,(#42));
#42=IFCSHAPEREPRESENTATION($,'Body','SweptSolid',(#43));
#43=IFCEXTRUDEDAREASOLID(#44,#13,#11,2500.);
#44=IFCRECTANGLEPROFILEDEF(.AREA.,$,#45,2000.,1000.);
#45=IFCAXIS2PLACEMENT2D(#46,#47);
#46=IFCCARTESIANPOINT((5000.,500.));
#47=IFCDIRECTION((1.,0.));
#50=IFCRELAGGREGATES('0000000000000000000021',$,$,$,#20,(#21));
#51=IFCRELAGGREGATES('0000000000000000000022',$,$,$,#21,(#30,#40));";

/// The small file with the line of one entity replaced, or taken out when
/// `line` is empty, or other lines added when they are several.
pub(crate) fn small_with(changes: &[(u32, &str)]) -> String {
    let mut lines: Vec<String> = SMALL.lines().map(str::to_owned).collect();
    for (id, line) in changes {
        let start = format!("#{id}=");
        match lines.iter_mut().find(|one| one.starts_with(&start)) {
            Some(found) => *found = (*line).to_owned(),
            None => lines.push((*line).to_owned()),
        }
    }
    file("IFC4", &lines.join("\n"))
}

/// The refusal of the small file with these changes.
pub(crate) fn refused(changes: &[(u32, &str)]) -> IfcError {
    read_text(&small_with(changes)).unwrap_err()
}

/// Checks that the message of a refusal begins with its place, and says all of
/// `parts`.
#[track_caller]
pub(crate) fn says(error: &IfcError, parts: &[&str]) {
    let message = error.to_string();
    assert!(message.starts_with("line "), "{message}");
    for part in ["column", "accepted"].iter().chain(parts) {
        assert!(message.contains(part), "{part:?} is not in {message:?}");
    }
}
