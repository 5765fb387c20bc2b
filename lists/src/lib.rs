//! Reads lists of rooms, units, invoices and index figures from spreadsheets and text files as people make them.
//!
//! It takes bytes and gives a [`RoomList`], [`UnitList`], [`InvoiceList`] or [`FigureList`], or a [`ListError`]. It records nothing,
//! writes nothing, asks no clock, and knows nothing of the service. Values are those of `schema`: what
//! comes in, the ledger accepts.
//!
//! # What is never done in silence
//!
//! Every row below the header that holds anything comes in, is left out as no entry of the list (a
//! total, a heading, a second table), or is rejected with its row, column, value, reason and what
//! would be accepted. The [`Report`] says how each column was understood, which were ignored, and
//! what was assumed: building and level taken from above, categories told by function or name, hidden
//! rows and columns that came in, sheets that were not read.
//!
//! # What is not guessed
//!
//! - A category that nothing tells: the row is rejected, as the category decides how a room can be
//!   allocated. Accepted words and the mapping file stand in the reason.
//! - A number that can be read in two ways (`1,234`), where no other number of the file tells which.
//! - A measure: a heading that names none that is known is a quantity of the file under that name.
//! - Room numbers of which the spreadsheet made dates.
//!
//! Merged cells give their value to every row that they reach over for texts only; areas and counts
//! in them count once. Only building, level and organisation go down over cells that are merely blank.
//! An area is rounded to the square millimetre, a number of a workbook to the fifteen digits shown.
//!
//! # What a file may cost
//!
//! [`Limits`] bound everything; memory beside the file's own bytes is at most
//! [`Limits::memory_bytes_max`], which a test with a counting allocator keeps honest. Nothing that an
//! archive says of its sizes is believed.
//!
//! # Which libraries
//!
//! `zip` finds and inflates entries and `quick-xml` gives one tag at a time; what they may take is
//! counted here. `calamine` 0.38 was weighed and not taken: its ranges allocate by the corner cells
//! (550 GB for two cells), and its reader of cells gives neither hidden rows and columns nor the
//! format of a number (leading zeros, percentages), and holds every shared string before they can be
//! counted. `csv` skips blank lines, after which rows no longer have the numbers that the spreadsheet
//! shows.

mod area_heading;
mod attendance;
mod carried;
mod cells;
mod csv;
mod encoding;
mod error;
mod figure_field;
mod figures;
mod header;
mod header_refusals;
mod heading;
mod invoice;
mod invoice_field;
mod invoices;
mod kind;
mod limits;
mod mapping;
mod municipality;
mod number;
mod organisation;
mod outcome;
mod parents;
mod period;
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
pub use figures::{FigureList, FigureRow};
pub use invoice::{InvoiceOf, InvoiceRow};
pub use invoices::InvoiceList;
pub use limits::Limits;
pub use mapping::Mapping;
pub use number::DecimalSign;
pub use report::{ColumnReport, LeftOutRow, Problem, RejectedRow, Report, counted};
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

/// Reads a list of invoices. The file's name is only repeated in the report.
///
/// # Errors
///
/// As [`read_rooms`].
pub fn read_invoices(
    bytes: &[u8],
    file_name: &str,
    options: &Options,
) -> Result<InvoiceList, ListError> {
    invoices::read(bytes, file_name, options)
}

/// Reads a list of index figures. The file's name is only repeated in the report.
///
/// # Errors
///
/// As [`read_rooms`].
pub fn read_figures(
    bytes: &[u8],
    file_name: &str,
    options: &Options,
) -> Result<FigureList, ListError> {
    figures::read(bytes, file_name, options)
}
