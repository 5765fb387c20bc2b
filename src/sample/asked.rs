//! What is asked of a sample, as a query and the command line bring it.

use projections::{CaseKind, Language, ReallocationStatus, SampleSeed, SampleSize};
use schema::{Date, Instant, Invalid, OrganisationId, Revision};
use serde::Deserialize;

use super::SampleError;

/// A question, each of its parts as text.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Query {
    seed: String,
    size: u64,
    kind: String,
    organisation: Option<String>,
    decided_from: Option<String>,
    decided_to: Option<String>,
    recorded_from: Option<String>,
    recorded_to: Option<String>,
    status: Option<String>,
    revision: Option<u64>,
    language: Option<String>,
    format: Option<String>,
}

/// As what a sample is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Lines of JSON.
    #[default]
    Lines,
    /// A workbook (XLSX).
    Workbook,
}

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// By what it is drawn.
    pub seed: SampleSeed,
    /// How many cases.
    pub size: SampleSize,
    /// What the cases are.
    pub kind: CaseKind,
    /// Of which organisation.
    pub organisation: Option<OrganisationId>,
    /// Decided on this date or later.
    pub decided_from: Option<Date>,
    /// Decided before this date.
    pub decided_to: Option<Date>,
    /// First recorded at this instant or later.
    pub recorded_from: Option<Instant>,
    /// First recorded before this instant.
    pub recorded_to: Option<Instant>,
    /// Where the reallocations stand.
    pub status: Option<ReallocationStatus>,
    /// As known at this revision; the newest where none is named.
    pub revision: Option<Revision>,
    /// The language of the sentences.
    pub language: Language,
}

impl Query {
    /// The question and the form of its answer, each part of its kind.
    pub(super) fn read(&self) -> Result<(Asked, Format), SampleError> {
        let kind = self.kind.parse::<CaseKind>()?;
        let status = any(self.status.as_ref(), |text| status(text))?;
        let asked = Asked {
            seed: self.seed.parse()?,
            size: SampleSize::new(self.size)?,
            kind,
            organisation: any(self.organisation.as_ref(), |text| text.parse())?,
            decided_from: any(self.decided_from.as_ref(), |text| text.parse())?,
            decided_to: any(self.decided_to.as_ref(), |text| text.parse())?,
            recorded_from: any(self.recorded_from.as_ref(), |text| Instant::parse_rfc3339(text))?,
            recorded_to: any(self.recorded_to.as_ref(), |text| Instant::parse_rfc3339(text))?,
            status,
            revision: any(self.revision.as_ref(), |number| Revision::new(*number))?,
            language: any(self.language.as_ref(), |text| text.parse())?.unwrap_or_default(),
        };
        asked.check()?;
        Ok((asked, any(self.format.as_ref(), |text| format(text))?.unwrap_or_default()))
    }
}

impl Asked {
    /// Whether the parts go together.
    pub fn check(&self) -> Result<(), SampleError> {
        if self.status.is_some() && self.kind != CaseKind::Reallocation {
            return Err(SampleError::StatusOfOthers { kind: self.kind.to_string() });
        }
        Ok(())
    }

    /// The parts that narrow the population, as a query has them.
    pub(super) fn narrowed(&self) -> Vec<(&'static str, String)> {
        let parts = [
            ("organisation", self.organisation.map(|part| part.to_string())),
            ("decidedFrom", self.decided_from.map(|part| part.to_string())),
            ("decidedTo", self.decided_to.map(|part| part.to_string())),
            ("recordedFrom", self.recorded_from.map(|part| part.to_string())),
            ("recordedTo", self.recorded_to.map(|part| part.to_string())),
            ("status", self.status.map(|part| part.to_string())),
        ];
        parts.into_iter().filter_map(|(name, part)| Some((name, part?))).collect()
    }

    /// The whole question as a query.
    pub fn query(&self, format: Format) -> Vec<(&'static str, String)> {
        let mut query = vec![
            ("seed", self.seed.as_str().to_owned()),
            ("size", self.size.number().to_string()),
            ("kind", self.kind.to_string()),
            ("language", self.language.to_string()),
        ];
        query.extend(self.narrowed());
        query.extend(self.revision.map(|revision| ("revision", revision.to_string())));
        if format == Format::Workbook {
            query.push(("format", "xlsx".to_owned()));
        }
        query
    }
}

fn any<G, T>(
    given: Option<&G>,
    read: impl FnOnce(&G) -> Result<T, Invalid>,
) -> Result<Option<T>, Invalid> {
    given.map(read).transpose()
}

fn status(text: &str) -> Result<ReallocationStatus, Invalid> {
    use ReallocationStatus::{Approved, Completed, Proposed, Rejected, Revoked, Withdrawn};
    let all = [Proposed, Approved, Rejected, Withdrawn, Completed, Revoked];
    let named = all.into_iter().find(|status| status.to_string() == text);
    named.ok_or_else(|| {
        let accepted = all.map(|status| status.to_string()).join(", ");
        Invalid::new("status", text, accepted)
    })
}

fn format(text: &str) -> Result<Format, Invalid> {
    match text {
        "jsonl" => Ok(Format::Lines),
        "xlsx" => Ok(Format::Workbook),
        _ => Err(Invalid::new("format", text, "jsonl or xlsx")),
    }
}
