//! A unit of a list.

use schema::{MunicipalityCode, OrganisationNumber, Text, WeekCount};

/// A unit as a row of a list gives it. Every value is one that the ledger accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitRow {
    /// The row, as the spreadsheet shows it.
    pub row: u32,
    /// The organisation's name; absent where the list names none.
    pub organisation: Option<Text>,
    /// The organisation's number, its check digit right.
    pub organisation_number: Option<OrganisationNumber>,
    /// The unit's code, such as a kostnadsställe: unique within the organisation.
    pub code: Option<Text>,
    /// The unit's name.
    pub unit: Text,
    /// The row of the unit that it is part of, which is in the list too; absent for a unit directly
    /// under the organisation.
    pub parent: Option<u32>,
    /// People employed.
    pub headcount: u32,
    /// People present by weekday.
    pub attendance: Option<WeekCount>,
    /// Its home municipality.
    pub municipality: Option<MunicipalityCode>,
}
