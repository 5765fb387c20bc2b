//! The report of what did not come in, or came in otherwise than the file has it.

use std::fmt;
use std::sync::Arc;

/// Something that did not come in, or came in otherwise than the file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The file.
    pub file: Arc<str>,
    /// The level, where it is known.
    pub level: Option<Arc<str>>,
    /// The feature: its type and id, such as `room 316`. `None` for a whole file.
    pub feature: Option<String>,
    /// What of it came in.
    pub kept: Kept,
    /// Why not all.
    pub why: Reason,
}

impl fmt::Display for LeftOut {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.file)?;
        if let Some(feature) = &self.feature {
            write!(formatter, ", {feature}")?;
        }
        write!(formatter, ": {}", self.why)?;
        formatter.write_str(match self.kept {
            Kept::Nothing => "",
            Kept::Drawing => " (it is drawn)",
            Kept::SpaceWithoutPolygon => " (it is a space without polygon, and drawn)",
            Kept::Whole => " (it came in)",
        })
    }
}

/// What came in of something that is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// Nothing.
    Nothing,
    /// Its lines, in the drawing.
    Drawing,
    /// A space with its key and names, and its lines in the drawing.
    SpaceWithoutPolygon,
    /// All of it, otherwise than the file has it.
    Whole,
}

/// Why something was left out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// A file that is not part of any format here.
    #[error("files of this name are not read")]
    FileNotRead,
    /// A kind of feature that says nothing of a level's plan.
    #[error("features of this type are not read")]
    TypeNotRead,
    /// `geometry` is null.
    #[error("it has no geometry")]
    NoGeometry,
    /// Another type of geometry than its feature can have here.
    #[error("its geometry is {0}, of which nothing is drawn here")]
    UnsupportedGeometry(String),
    /// Nothing left after rounding.
    #[error("it is smaller than a millimetre")]
    NoExtent,
    /// A room as a line or a point.
    #[error("its geometry is {0}; a space has an area")]
    NotAnArea(String),
    /// An outline that is no plain polygon even after points that say nothing are taken out.
    #[error("its outline is no plain polygon: {0}")]
    NotPlain(String),
    /// Another space lies partly within.
    #[error("the space {0} overlaps it and cannot be cut out")]
    Overlaps(String),
    /// Several areas under one id.
    #[error("it has {0} areas; up to eight come in as spaces of their own")]
    SeveralAreas(usize),
    /// A room that cannot be told apart from others for ever.
    #[error("it has no id")]
    NoKey,
    /// An area of the kind that is only there to carry a label, without one.
    #[error("it is an area without a name, which may hold other spaces")]
    Unnamed,
    /// A desk outside all rooms.
    #[error("it stands in no space with a polygon")]
    StandsInNoSpace,
    /// A level of another building, or none.
    #[error("it is on no level of the building")]
    OutsideBuilding,
}
