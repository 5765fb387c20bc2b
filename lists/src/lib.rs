//! Reads lists of rooms and of units from spreadsheets as people make them.

mod area_heading;
mod attendance;
mod carried;
mod cells;
mod csv;
mod encoding;
mod error;
mod header;
mod heading;
mod kind;
mod limits;
mod mapping;
mod municipality;
mod number;
mod outcome;
mod parents;
mod report;
mod room;
mod room_category;
mod room_field;
mod room_notes;
mod room_summary;
mod rooms;
mod source;
mod table;
mod totals;
mod unit;
mod unit_field;
mod unit_notes;
mod unit_summary;
mod units;
mod xlsx;

use schema::MunicipalityCode;
use std::collections::BTreeMap;

pub use error::ListError;
pub use limits::Limits;
pub use mapping::Mapping;
pub use number::DecimalSign;
pub use report::{ColumnReport, LeftOutRow, Problem, RejectedRow, Report};
pub use room::RoomRow;
pub use room_category::CategoryFrom;
pub use room_summary::{AreaSum, BuildingSummary, CountSum, LevelSummary, RoomSummary};
pub use rooms::RoomList;
pub use unit::UnitRow;
pub use unit_summary::{OrganisationSummary, UnitSummary};
pub use units::UnitList;

/// What the caller may choose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// What the file may cost.
    pub limits: Limits,
    /// What columns and words mean where the list does not say so itself.
    pub mapping: Mapping,
    /// The codes of the municipalities by their names, for lists of units that name them.
    pub municipalities: BTreeMap<String, MunicipalityCode>,
}

/// Reads a list of rooms. The file's name is only repeated in the report.
///
/// # Errors
///
/// Anything that makes the file as a whole unfit: see [`ListError`]. What is wrong with single rows
/// stands in [`Report::rejected`].
pub fn read_rooms(bytes: &[u8], file_name: &str, options: &Options) -> Result<RoomList, ListError> {
    rooms::read(bytes, file_name, options)
}

/// Reads a list of units. The file's name is only repeated in the report.
///
/// # Errors
///
/// As [`read_rooms`].
pub fn read_units(bytes: &[u8], file_name: &str, options: &Options) -> Result<UnitList, ListError> {
    units::read(bytes, file_name, options)
}
