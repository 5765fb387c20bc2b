//! Reads buildings from IFC files (ISO 16739 in the clear text of ISO
//! 10303-21): storeys, spaces, what the file states about them, and their
//! plans as polygons.
//!
//! It takes bytes and gives a [`Model`] or an [`IfcError`]. It records nothing,
//! writes nothing, asks no clock, and knows nothing of the rest of the project.
//! What the model means for workplaces is said in [`workplaces`].
//!
//! # The frame
//!
//! Plans are drawn in the building's own placement: a coordinate is followed
//! from the profile through the solid, a mapping and every local placement up
//! to the world and back down through the building's. So neither a national
//! grid on the site nor a storey turned within the building moves a room.
//!
//! # What a file may cost
//!
//! [`Limits`] bound everything. Memory beside the file's own bytes is at most
//! [`Limits::memory_bytes_max`], whatever the file holds; there is no recursion
//! whose depth the file decides. The grammar is checked to the last byte before
//! anything is read, so a file that was cut short is never taken for a smaller
//! building.
//!
//! # Why no library
//!
//! `ruststep` 0.4 and its fork `step-p21` 0.1 hold the whole file as a tree,
//! recurse as deep as it nests, and panic on an integer beyond 64 bits; the families
//! around `openbim-step` are under the AGPL. `ifc-lite-core` 28 is made for
//! viewers, which show what they can and skip the rest, where an import must
//! refuse and say the line.

mod assembly;
mod attachments;
mod body;
mod chain;
mod classification;
mod error;
mod limits;
mod model;
mod obstacle;
mod omniclass;
mod place;
mod placement;
mod profile;
mod quantities;
mod ring;
mod schema;
mod step;
mod transform;
mod tree;
mod units;
mod weight;
pub mod workplaces;

use std::io::Read;

pub use error::IfcError;
pub use limits::Limits;
pub use model::{
    Building, Code, GlobalId, LeftOut, Model, Point, Polygon, Reason, Shape, Space,
    SquareMillimetres, StatedArea, StatedVolume, Storey, Units,
};
pub use place::{EntityId, Place};

/// What the caller may choose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// What the file may cost.
    pub limits: Limits,
    /// The GlobalId or the name of the building to read. Needed only when the
    /// file holds several.
    pub building: Option<String>,
}

/// Reads one building.
///
/// # Errors
///
/// Anything that makes the file as a whole unfit: see [`IfcError`]. Shapes of a
/// kind that is not read are no error; they stand in [`Model::left_out`].
pub fn read(bytes: &[u8], options: &Options) -> Result<Model, IfcError> {
    let step = step::Step::open(bytes, &options.limits)?;
    assembly::assemble(&step, options)
}

/// Reads one building from a stream, of which at most the limit and one byte
/// are taken. The file is held in a buffer of at most twice its size, three
/// times while it grows.
///
/// # Errors
///
/// As [`read`], and what the stream answers.
pub fn read_from(stream: impl Read, options: &Options) -> Result<Model, IfcError> {
    let mut bytes = Vec::new();
    let most = (options.limits.file_bytes as u64).saturating_add(1);
    let unreadable = |error: std::io::Error| IfcError::Unreadable { message: error.to_string() };
    stream.take(most).read_to_end(&mut bytes).map_err(unreadable)?;
    read(&bytes, options)
}
