//! What is asked of costs, as a query brings it.

use projections::{Basis, Bookkeeping, CostGroup, CostScope, Language, Months};
use schema::{Instant, Invalid, Month, OrganisationId, Revision, Year};
use serde::Deserialize;
use std::str::FromStr;

/// Months of one question, at most: thirty years.
pub const MONTHS_MAX: i64 = 360;

/// A question, each of its parts as text.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Query {
    from: String,
    through: String,
    group_by: Option<String>,
    bookkeeping: Option<String>,
    basis: Option<String>,
    organisation: Option<String>,
    building: Option<String>,
    hub: Option<String>,
    municipality: Option<String>,
    revision: Option<u64>,
    recorded_at: Option<String>,
    language: Option<String>,
    format: Option<String>,
}

/// A question of the comparison of a year, each of its parts as text.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct ComparisonQuery {
    organisation: String,
    year: String,
    basis: Option<String>,
    revision: Option<u64>,
    recorded_at: Option<String>,
    language: Option<String>,
    format: Option<String>,
}

/// As what costs are given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// Comma-separated values.
    #[default]
    Csv,
    /// A workbook (XLSX).
    Workbook,
}

/// What is asked of the costs of a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// For which months.
    pub months: Months,
    /// In which months they count.
    pub bookkeeping: Bookkeeping,
    /// By what they are added up, in this order.
    pub groups: Vec<CostGroup>,
    /// Of which part of the portfolio.
    pub scope: CostScope,
}

impl Asked {
    /// A question within the bounds.
    pub fn new(
        from: &str,
        through: &str,
        bookkeeping: Bookkeeping,
        groups: Vec<CostGroup>,
        scope: CostScope,
    ) -> Result<Self, Invalid> {
        let (from, through) = (month("from", from)?, month("through", through)?);
        let count = from.until(through) + 1;
        if !(1..=MONTHS_MAX).contains(&count) {
            let accepted = format!("a month from {from} on, at most {MONTHS_MAX} months in all");
            return Err(Invalid::new("through", through, accepted));
        }
        let twice = (1..groups.len()).find(|place| groups[..*place].contains(&groups[*place]));
        if let Some(place) = twice {
            return Err(Invalid::new("groupBy", groups[place], "each group once"));
        }
        Ok(Self { months: Months { from, through }, bookkeeping, groups, scope })
    }
}

/// A month that an argument names.
fn month(argument: &'static str, text: &str) -> Result<Month, Invalid> {
    text.parse().map_err(|refused| named(argument, refused))
}

/// The same refusal, of the argument that brought the value.
fn named(what: &'static str, refused: Invalid) -> Invalid {
    Invalid { what, ..refused }
}

/// At which point of the clocks, and in which words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    pub(super) basis: Basis,
    pub(super) revision: Option<Revision>,
    pub(super) recorded_at: Option<Instant>,
    pub(super) language: Language,
    pub(super) form: Form,
}

impl Query {
    pub(super) fn read(&self) -> Result<(Asked, Seen), Invalid> {
        let scope = CostScope {
            organisation: parsed("organisation", self.organisation.as_ref())?,
            building: parsed("building", self.building.as_ref())?,
            hub: parsed("hub", self.hub.as_ref())?,
            municipality: parsed("municipality", self.municipality.as_ref())?,
        };
        let bookkeeping = any(self.bookkeeping.as_ref(), |text| {
            one_of("bookkeeping", text, &[Bookkeeping::Accrual, Bookkeeping::Cash])
        })?;
        let groups = match &self.group_by {
            // What an organisation closed and what it found later stand apart in its books.
            None if scope.organisation.is_some() => vec![CostGroup::Month, CostGroup::Adjusts],
            None => vec![CostGroup::Month],
            Some(text) => text
                .split(',')
                .map(|word| one_of("groupBy", word, &CostGroup::ALL))
                .collect::<Result<_, _>>()?,
        };
        let asked =
            Asked::new(&self.from, &self.through, bookkeeping.unwrap_or_default(), groups, scope)?;
        let Self { basis, revision, recorded_at, language, format, .. } = self;
        let seen = Texts { basis, revision: *revision, recorded_at, language, format }.read()?;
        Ok((asked, seen))
    }
}

impl ComparisonQuery {
    pub(super) fn read(&self) -> Result<(OrganisationId, Year, Seen), Invalid> {
        let refused = |refused| named("organisation", refused);
        let organisation = self.organisation.parse().map_err(refused)?;
        let year = self.year.parse::<u16>().ok().and_then(|number| Year::new(number).ok());
        let year = year.ok_or_else(|| Invalid::new("year", &self.year, "a year, 1900 to 2199"))?;
        let Self { basis, revision, recorded_at, language, format, .. } = self;
        let seen = Texts { basis, revision: *revision, recorded_at, language, format }.read()?;
        Ok((organisation, year, seen))
    }
}

/// What every question says of the clocks and the words, as text.
struct Texts<'a> {
    basis: &'a Option<String>,
    revision: Option<u64>,
    recorded_at: &'a Option<String>,
    language: &'a Option<String>,
    format: &'a Option<String>,
}

impl Texts<'_> {
    fn read(&self) -> Result<Seen, Invalid> {
        if let (Some(_), Some(given)) = (self.revision, self.recorded_at) {
            return Err(Invalid::new("recordedAt", given, "revision or recordedAt, not both"));
        }
        let basis = any(self.basis.as_ref(), |text| match text.as_str() {
            "actual" => Ok(Basis::Actual),
            "planned" => Ok(Basis::Planned),
            _ => Err(Invalid::new("basis", text, "actual or planned")),
        })?;
        let language: Option<Language> = any(self.language.as_ref(), |text| text.parse())?;
        let form = any(self.format.as_ref(), |text| match text.as_str() {
            "csv" => Ok(Form::Csv),
            "xlsx" => Ok(Form::Workbook),
            _ => Err(Invalid::new("format", text, "csv or xlsx")),
        })?;
        let recorded_at = any(self.recorded_at.as_ref(), |text| {
            Instant::parse_rfc3339(text).map_err(|refused| named("recordedAt", refused))
        })?;
        Ok(Seen {
            basis: basis.unwrap_or_default(),
            revision: self.revision.map(Revision::new).transpose()?,
            recorded_at,
            language: language.unwrap_or_default(),
            form: form.unwrap_or_default(),
        })
    }
}

fn parsed<T: FromStr<Err = Invalid>>(
    argument: &'static str,
    given: Option<&String>,
) -> Result<Option<T>, Invalid> {
    any(given, |text| text.parse().map_err(|refused| named(argument, refused)))
}

fn any<G, T>(
    given: Option<&G>,
    read: impl FnOnce(&G) -> Result<T, Invalid>,
) -> Result<Option<T>, Invalid> {
    given.map(read).transpose()
}

/// The one that is written so.
fn one_of<T: Copy + ToString>(what: &'static str, text: &str, all: &[T]) -> Result<T, Invalid> {
    let named = all.iter().find(|one| one.to_string() == text);
    named.copied().ok_or_else(|| {
        let accepted: Vec<String> = all.iter().map(ToString::to_string).collect();
        Invalid::new(what, text, accepted.join(", "))
    })
}
