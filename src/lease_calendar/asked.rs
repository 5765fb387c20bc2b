//! What is asked of the calendar, as a query brings it.

use projections::Language;
use schema::{Date, Instant, Invalid, OrganisationId, Revision};
use serde::Deserialize;

use super::CalendarError;

/// Years that are looked at, at most.
pub const YEARS_MAX: u32 = 30;
/// Years that are looked at where no end is asked.
const YEARS_DEFAULT: u32 = 10;
const MONTHS: u32 = 12;

/// A question, each of its parts as text.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Query {
    from: Option<String>,
    to: Option<String>,
    organisation: Option<String>,
    revision: Option<u64>,
    recorded_at: Option<String>,
    language: Option<String>,
}

/// A question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Days from this one on; from today where none is named.
    pub from: Option<Date>,
    /// Days before this one; those of ten years where none is named.
    pub to: Option<Date>,
    /// Only leases by which this organisation rents or lets.
    pub organisation: Option<OrganisationId>,
    /// As known at this revision; the newest where neither it nor an instant is named.
    pub revision: Option<Revision>,
    /// As known at this instant.
    pub recorded_at: Option<Instant>,
    /// The language of the sentences.
    pub language: Language,
}

impl Query {
    /// The question, each part of its kind.
    pub(super) fn read(&self) -> Result<Asked, CalendarError> {
        if self.revision.is_some() && self.recorded_at.is_some() {
            return Err(CalendarError::TwoClocks);
        }
        let date = |text: &Option<String>| text.as_ref().map(|text| text.parse()).transpose();
        Ok(Asked {
            from: date(&self.from)?,
            to: date(&self.to)?,
            organisation: self.organisation.as_ref().map(|text| text.parse()).transpose()?,
            revision: self.revision.map(Revision::new).transpose()?,
            recorded_at: self
                .recorded_at
                .as_ref()
                .map(|text| Instant::parse_rfc3339(text))
                .transpose()?,
            language: self.language.as_deref().map(str::parse).transpose()?.unwrap_or_default(),
        })
    }
}

/// The end of the time that is looked at from a date on: at most 30 years, and ten where none is asked.
pub(crate) fn until(from: Date, to: Option<Date>) -> Result<Date, Invalid> {
    let years = |years: u32| from.plus_months(years * MONTHS).unwrap_or(Date::LAST);
    let to = to.unwrap_or_else(|| years(YEARS_DEFAULT));
    if to <= years(YEARS_MAX) {
        return Ok(to);
    }
    let accepted = format!("at most {YEARS_MAX} years: {}", years(YEARS_MAX));
    Err(Invalid::new("end (to)", to, accepted))
}
