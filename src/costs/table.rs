//! What a list is, and costs as one: a column or two for each group, then the sums, then the events
//! behind them.

use projections::{
    CostGroup, CostKey, CostRow, CostSource, Language, Portfolio, Texts, cost_key_name,
};
use rust_decimal::Decimal;
use schema::Date;
use uuid::Uuid;

use super::Report;

/// What a cell holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    Text(String),
    Amount(Decimal),
    Count(usize),
}

/// A list with its headings.
#[derive(Debug)]
pub(super) struct Table {
    /// What the file is called, without its ending.
    pub(super) file: &'static str,
    /// What it is called in its language.
    pub(super) title: &'static str,
    pub(super) language: Language,
    pub(super) headings: Vec<String>,
    pub(super) rows: Vec<Vec<Cell>>,
}

/// In whose words a list is.
pub(super) struct Words<'a> {
    pub(super) language: Language,
    /// The date whose names are given.
    pub(super) today: Date,
    pub(super) state: &'a Portfolio,
    pub(super) texts: &'a dyn Texts,
}

impl Table {
    pub(super) fn of(report: &Report, words: &Words<'_>) -> Self {
        let language = words.language;
        let mut headings = Vec::new();
        for group in &report.asked.groups {
            headings.push(group.name(language).to_owned());
            if has_reference(*group) {
                let reference = language.of("reference", "referens");
                headings.push(format!("{} ({reference})", group.name(language)));
            }
        }
        let sums = [
            ("net", "netto"),
            ("VAT", "moms"),
            ("VAT that is a cost", "moms som är kostnad"),
            ("cost", "kostnad"),
            ("of which forecast", "varav prognos"),
            ("events behind it", "antal händelser bakom"),
            ("revisions", "händelsenummer"),
        ];
        headings.extend(sums.map(|(english, swedish)| language.of(english, swedish).to_owned()));
        let rows = report.rows.iter().map(|row| cells(row, &report.asked.groups, words)).collect();
        let title = language.of("Costs", "Kostnader");
        Self { file: "costs", title, language, headings, rows }
    }
}

fn cells(row: &CostRow, groups: &[CostGroup], words: &Words<'_>) -> Vec<Cell> {
    let Words { language, today, state, texts } = *words;
    let mut cells = Vec::new();
    for (group, key) in groups.iter().zip(&row.keys) {
        cells.push(Cell::Text(cost_key_name(language, key, today, state, texts)));
        if has_reference(*group) {
            cells.push(Cell::Text(reference(key).unwrap_or_default()));
        }
    }
    let sums = [row.net, row.vat, row.vat_borne, row.cost, row.forecast];
    cells.extend(sums.map(Cell::Amount));
    cells.push(Cell::Count(row.because_in_all));
    let listed: Vec<String> = row.because.iter().map(ToString::to_string).collect();
    let more = if row.because.len() < row.because_in_all { " …" } else { "" };
    cells.push(Cell::Text(format!("{}{more}", listed.join(" "))));
    cells
}

/// Whether a group's values have a reference beside their name.
const fn has_reference(group: CostGroup) -> bool {
    match group {
        CostGroup::Municipality
        | CostGroup::Building
        | CostGroup::Level
        | CostGroup::Space
        | CostGroup::Hub
        | CostGroup::Organisation
        | CostGroup::Unit
        | CostGroup::Source => true,
        CostGroup::Month
        | CostGroup::Year
        | CostGroup::SpaceCategory
        | CostGroup::Line
        | CostGroup::Account
        | CostGroup::Bearing
        | CostGroup::Adjusts => false,
    }
}

pub(super) fn reference(key: &CostKey) -> Option<String> {
    let uuid: Uuid = match key {
        CostKey::Municipality(code) => return Some(code.to_string()),
        CostKey::Building(id) => id.uuid(),
        CostKey::Level(id) => id.uuid(),
        CostKey::Space(id) => id.uuid(),
        CostKey::Hub(id) => id.uuid(),
        CostKey::Organisation(id) => id.uuid(),
        CostKey::Unit(id) => id.uuid(),
        CostKey::Source(CostSource::Lease(id)) => id.uuid(),
        CostKey::Source(CostSource::Cost(id)) => id.uuid(),
        CostKey::Source(CostSource::Membership(id)) => id.uuid(),
        CostKey::None
        | CostKey::Month(_)
        | CostKey::Year(_)
        | CostKey::SpaceCategory(_)
        | CostKey::Line(_)
        | CostKey::Account(_)
        | CostKey::Bearing(_)
        | CostKey::Adjusts(_) => return None,
    };
    Some(uuid.to_string())
}
