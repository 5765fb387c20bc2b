//! What is asked of costs, as a query brings it.

use projections::{Basis, Bookkeeping, CostGroup, CostScope, Language, Months};
use schema::{Instant, Invalid, Month, Revision};
use serde::Deserialize;

/// Months of one question, at most: thirty years.
pub const MONTHS_MAX: i64 = 360;
/// Groups of one question, at most.
const GROUPS_MAX: usize = 6;

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
        let (from, through): (Month, Month) = (from.parse()?, through.parse()?);
        let count = from.until(through) + 1;
        if !(1..=MONTHS_MAX).contains(&count) {
            let accepted = format!("a month from {from} on, at most {MONTHS_MAX} months in all");
            return Err(Invalid::new("last month", through, accepted));
        }
        if groups.len() > GROUPS_MAX {
            let accepted = format!("at most {GROUPS_MAX}");
            return Err(Invalid::new("number of groups", groups.len(), accepted));
        }
        let twice = (1..groups.len()).find(|place| groups[..*place].contains(&groups[*place]));
        if let Some(place) = twice {
            return Err(Invalid::new("group", groups[place], "each group once"));
        }
        Ok(Self { months: Months { from, through }, bookkeeping, groups, scope })
    }
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
            organisation: any(self.organisation.as_ref(), |text| text.parse())?,
            building: any(self.building.as_ref(), |text| text.parse())?,
            hub: any(self.hub.as_ref(), |text| text.parse())?,
            municipality: any(self.municipality.as_ref(), |text| text.parse())?,
        };
        let bookkeeping = any(self.bookkeeping.as_ref(), |text| {
            one_of("bookkeeping", text, &[Bookkeeping::Accrual, Bookkeeping::Cash])
        })?;
        let groups = match &self.group_by {
            None => vec![CostGroup::Month],
            Some(text) => text
                .split(',')
                .map(|word| one_of("group", word, &CostGroup::ALL))
                .collect::<Result<_, _>>()?,
        };
        let asked =
            Asked::new(&self.from, &self.through, bookkeeping.unwrap_or_default(), groups, scope)?;
        if let (Some(_), Some(given)) = (&self.revision, &self.recorded_at) {
            return Err(Invalid::new("recordedAt", given, "revision or recordedAt, not both"));
        }
        let basis = any(self.basis.as_ref(), |text| match text.as_str() {
            "actual" => Ok(Basis::Actual),
            "planned" => Ok(Basis::Planned),
            _ => Err(Invalid::new("basis", text, "actual or planned")),
        })?;
        let language = any(self.language.as_ref(), |text| match text.as_str() {
            "english" => Ok(Language::English),
            "swedish" => Ok(Language::Swedish),
            _ => Err(Invalid::new("language", text, "english or swedish")),
        })?;
        let form = any(self.format.as_ref(), |text| match text.as_str() {
            "csv" => Ok(Form::Csv),
            "xlsx" => Ok(Form::Workbook),
            _ => Err(Invalid::new("format", text, "csv or xlsx")),
        })?;
        let seen = Seen {
            basis: basis.unwrap_or_default(),
            revision: any(self.revision.as_ref(), |number| Revision::new(*number))?,
            recorded_at: any(self.recorded_at.as_ref(), |text| Instant::parse_rfc3339(text))?,
            language: language.unwrap_or_default(),
            form: form.unwrap_or_default(),
        };
        Ok((asked, seen))
    }
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
