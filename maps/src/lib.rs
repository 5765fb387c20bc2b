//! Reads buildings from indoor maps: GeoJSON files by level, and packages in the Indoor Mapping Data
//! Format. What comes out is a building with its levels, their spaces as polygons, the workstations
//! that the map shows, and everything else as each level's drawing.
//!
//! It takes bytes by file name ([`Files`]) and gives a [`Model`] or a [`MapError`]. It records
//! nothing, writes nothing, asks no clock, and knows nothing of the service.
//!
//! # The plane
//!
//! Maps are in degrees. All levels of a building are drawn on one [`Plane`], in whole millimetres,
//! x east and y north, so that they lie on each other. The plane is in the model, to be recorded
//! and given back when the building is read again: its geometry then stays comparable even where
//! the file states another position.
//!
//! # What is a space
//!
//! What people can be in and what has an id: rooms, units, bathrooms, hallways, named areas. Walls,
//! doors, stairs, lifts, holes in the floor and what nobody can enter are drawn. Nothing is dropped
//! silently: [`Counts`] say what became of every feature, [`Model::left_out`] says why. What stands
//! within a space is cut out of it, so that no area is counted twice.
//!
//! # What a package may cost
//!
//! [`Limits`] bound everything. Memory beside the files' own bytes is at most
//! [`Limits::memory_bytes_max`]. JSON is read straight into typed features; nesting is bounded.

mod apart;
mod archive;
mod assembly;
mod budget;
mod category;
mod coordinates;
mod desks;
mod error;
mod feature;
mod files;
mod geojson;
mod imdf;
mod imdf_types;
mod indexed;
mod label;
mod left_out;
mod level;
mod limits;
mod model;
mod overlap;
mod plan;
mod plane;
mod ring;
mod source;

use budget::Budget;
use source::Source;

pub use error::MapError;
pub use files::Files;
pub use left_out::{Kept, LeftOut, Reason};
pub use limits::Limits;
pub use model::{
    Building, Counts, Drawing, Format, Level, Model, Shape, Space, Stroke, StrokeKind, Workstation,
};
pub use plane::Plane;

/// What the caller may choose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// What the package may cost.
    pub limits: Limits,
    /// The id or the name of the building to read. Needed only when an IMDF package holds several.
    pub building: Option<String>,
    /// The plane of an earlier reading; else one is laid at the building's stated position.
    pub plane: Option<Plane>,
    /// What the level of a single GeoJSON file is called.
    pub level: Option<LevelNaming>,
}

/// What a single GeoJSON file does not say of its level.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LevelNaming {
    /// Its lasting id; else the file's name up to its first point.
    pub key: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Where it stands among the others, 0 for the ground floor.
    pub ordinal: i32,
    /// Above the building's zero.
    pub elevation_mm: Option<i64>,
}

/// Reads one building.
///
/// # Errors
///
/// Anything that makes the package as a whole unfit: see [`MapError`]. A feature that cannot be read
/// is no error; it stands in [`Model::left_out`].
pub fn read(files: &Files, options: &Options) -> Result<Model, MapError> {
    let budget = Budget::new(&options.limits);
    let source = source(files, options, &budget)?;
    assembly::assemble(source, options, &budget)
}

/// The files as what they are: IMDF, levels with an index, or a single level.
fn source(files: &Files, options: &Options, budget: &Budget<'_>) -> Result<Source, MapError> {
    let holds = |name| files.bytes(name).is_some();
    if holds(imdf::MANIFEST) || holds(imdf::LEVELS) {
        return imdf::imdf(files, options, budget);
    }
    if holds(indexed::INDEX) {
        return indexed::indexed(files, budget);
    }
    let names: Vec<&str> = files.names().take(5).collect();
    match names[..] {
        [only] => indexed::single(files, only, options, budget),
        [] => Err(MapError::NoMap { found: "no JSON file".to_owned() }),
        [_, ..] => Err(MapError::NoMap { found: names.join(", ").chars().take(200).collect() }),
    }
}
