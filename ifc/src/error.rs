//! Why a file is refused as a whole. What merely cannot be read of one space
//! is a [`LeftOut`](super::LeftOut) in the model instead.

use super::model::GlobalId;
use super::place::{EntityId, Place};

/// A refusal. Every message says where, what is wrong there and what would be
/// accepted. Nothing of the file has been taken in when one is returned.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IfcError {
    /// The reader below failed; the file itself may be sound.
    #[error("the file cannot be read: {message}")]
    Unreadable {
        /// What the operating system says.
        message: String,
    },
    /// Nothing, or only blanks.
    #[error("the file is empty; accepted is a STEP file, which begins with ISO-10303-21;")]
    Empty,
    /// Some other kind of file.
    #[error("{place}: this is not a STEP file but {found}; accepted is ISO-10303-21; first")]
    NotStep {
        /// Where the file begins.
        place: Place,
        /// What it looks like.
        found: String,
    },
    /// A schema whose entities have other attributes, or none stated.
    #[error("{place}: the schema is {found}; accepted are IFC2X3, IFC4 and IFC4X1 to IFC4X3")]
    UnsupportedSchema {
        /// Where it is stated.
        place: Place,
        /// What is stated.
        found: String,
    },
    /// The grammar of ISO 10303-21 is broken.
    #[error("{place}: found {found}; accepted here is {accepted}")]
    Syntax {
        /// Where.
        place: Place,
        /// What stands there.
        found: String,
        /// What could.
        accepted: &'static str,
    },
    /// The file ends too early.
    #[error("{place}: the file ends here; it is cut short, accepted here is {accepted}")]
    CutShort {
        /// The end of the file.
        place: Place,
        /// What should follow.
        accepted: &'static str,
    },
    /// A string without its closing apostrophe.
    #[error(
        "{place}: the string that begins here does not end on its line; accepted is a closing apostrophe, and \\X\\0A for a line end within"
    )]
    UnclosedString {
        /// The opening apostrophe.
        place: Place,
    },
    /// Bytes that are not text.
    #[error(
        "{place}: the string that begins here is not UTF-8; accepted are UTF-8 and the escapes \\X2\\..\\X0\\, \\X4\\..\\X0\\, \\X\\hh and \\S\\c"
    )]
    NotUtf8 {
        /// The opening apostrophe.
        place: Place,
    },
    /// An escape within a string that cannot be decoded.
    #[error(
        "{place}: the string holds {found}; accepted are \\X2\\..\\X0\\, \\X4\\..\\X0\\, \\X\\hh, \\S\\c, \\PA\\ to \\PI\\ and \\\\"
    )]
    Escape {
        /// The string.
        place: Place,
        /// The escape.
        found: String,
    },
    /// A number too large to be a length, or none at all.
    #[error(
        "{place}: the number {found} is out of range; accepted are finite numbers up to 1e12 either way"
    )]
    NumberOutOfRange {
        /// Where.
        place: Place,
        /// As written.
        found: String,
    },
    /// An entity id beyond 64 bits, or 0.
    #[error(
        "{place}: the entity id {found} is out of range; accepted are #1 to #18446744073709551615"
    )]
    IdOutOfRange {
        /// Where.
        place: Place,
        /// As written, shortened.
        found: String,
    },
    /// Two entities under one id.
    #[error("{place}: {id} is defined again, first on line {}; accepted is one definition", first.line)]
    DuplicateId {
        /// The later definition.
        place: Place,
        /// The id.
        id: EntityId,
        /// The earlier definition.
        first: Place,
    },
    /// A reference to nothing.
    #[error(
        "{place}: {attribute} of {entity} refers to {id}, which the file does not hold; accepted is {accepted}"
    )]
    Dangling {
        /// The reference.
        place: Place,
        /// The entity that refers.
        entity: EntityId,
        /// Its attribute.
        attribute: &'static str,
        /// What is missing.
        id: EntityId,
        /// What it should be.
        accepted: String,
    },
    /// A reference to something of another kind.
    #[error("{place}: {attribute} of {entity} refers to {found}; accepted is {accepted}")]
    WrongType {
        /// The reference.
        place: Place,
        /// The entity that refers.
        entity: EntityId,
        /// Its attribute.
        attribute: &'static str,
        /// What it refers to.
        found: String,
        /// What it should be.
        accepted: String,
    },
    /// A value that its attribute cannot have.
    #[error("{place}: {attribute} of {entity} is {found}; accepted is {accepted}")]
    Attribute {
        /// The value.
        place: Place,
        /// The entity.
        entity: EntityId,
        /// Its attribute.
        attribute: &'static str,
        /// What stands there, shortened.
        found: String,
        /// What could.
        accepted: &'static str,
    },
    /// Something that contains or follows from itself.
    #[error("{place}: {what} come back to {id}; accepted is a chain that ends")]
    Cycle {
        /// The entity that closes the circle.
        place: Place,
        /// What goes round.
        what: &'static str,
        /// The entity met twice.
        id: EntityId,
    },
    /// A part with two wholes, so that its place is not known.
    #[error("{place}: {part} is a part of both {first} and {second}; accepted is one whole")]
    TwoWholes {
        /// The part.
        place: Place,
        /// The part.
        part: EntityId,
        /// One whole.
        first: EntityId,
        /// The other.
        second: EntityId,
    },
    /// More of something than [`Limits`](super::Limits) admits.
    #[error("{place}: more than {limit} {what}; accepted are files below this limit")]
    Limit {
        /// Where the limit is passed.
        place: Place,
        /// What there is too much of.
        what: &'static str,
        /// How much is accepted.
        limit: u64,
    },
    /// Two things that should be told apart for ever and cannot be.
    #[error("{place}: the GlobalId {global_id} is used again, first on line {}; accepted is one use", first.line)]
    DuplicateGlobalId {
        /// The later use.
        place: Place,
        /// The id.
        global_id: GlobalId,
        /// The earlier use.
        first: Place,
    },
    /// No project, or several.
    #[error("the file holds {found} IfcProject; accepted is exactly one, which states the units")]
    NotOneProject {
        /// How many.
        found: usize,
    },
    /// Numbers without a unit.
    #[error(
        "{place}: the project states no unit of length; accepted is an IfcSIUnit or IfcConversionBasedUnit of LENGTHUNIT"
    )]
    NoLengthUnit {
        /// The assignment of units, or the project where there is none.
        place: Place,
    },
    /// Nothing to bring in.
    #[error("the file holds no IfcBuilding; accepted is a model of a building")]
    NoBuilding,
    /// The caller must choose.
    #[error("the file holds several buildings: {}; name one of them", list(buildings))]
    SeveralBuildings {
        /// GlobalId and name of each.
        buildings: Vec<(GlobalId, Option<String>)>,
    },
    /// The caller chose what is not there.
    #[error("the file holds no building {wanted:?}; accepted are: {}", list(buildings))]
    UnknownBuilding {
        /// What the caller named.
        wanted: String,
        /// GlobalId and name of each.
        buildings: Vec<(GlobalId, Option<String>)>,
    },
}

fn list(buildings: &[(GlobalId, Option<String>)]) -> String {
    let one = |(id, name): &(GlobalId, Option<String>)| match name {
        Some(name) => format!("{id} ({name})"),
        None => id.to_string(),
    };
    buildings.iter().map(one).collect::<Vec<_>>().join(", ")
}
