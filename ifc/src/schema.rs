//! Which schema the file is written in (`FILE_SCHEMA` in its header).

use super::error::IfcError;
use super::place::Place;
use super::step::Step;

/// Schemas whose spaces, placements and quantities have the attributes that are
/// read here.
const SUPPORTED: [&str; 10] = [
    "IFC2X3",
    "IFC2X3_TC1",
    "IFC4",
    "IFC4_ADD1",
    "IFC4_ADD2",
    "IFC4_ADD2_TC1",
    "IFC4X1",
    "IFC4X2",
    "IFC4X3",
    "IFC4X3_ADD2",
];

/// The schema's name, in capitals.
pub(super) fn of(step: &Step<'_>) -> Result<String, IfcError> {
    let Some(header) = step.schema() else {
        return Err(IfcError::UnsupportedSchema {
            place: Place { line: 1, column: 1 },
            found: "not stated".to_owned(),
        });
    };
    let mut names = Vec::new();
    for item in header.attribute(0, "FILE_SCHEMA")?.items()? {
        names.push(item?.text()?.unwrap_or_default().to_ascii_uppercase());
        if names.len() > SUPPORTED.len() {
            break;
        }
    }
    match names.as_slice() {
        [only] if SUPPORTED.contains(&only.as_str()) => Ok(only.clone()),
        _ => Err(IfcError::UnsupportedSchema {
            place: header.place(),
            found: format!("{:?}", names.join(", ")),
        }),
    }
}
