//! What pages with worked examples have in common: each of their tables beside what is computed.

use projections::{
    Basis, Bearing, Bookkeeping, ChargeReason, CostAtom, CostGroup, CostKey, CostLine, CostRow,
    CostScope, CostSource, MonthCost, Months, atoms, charges, cost_rows, month_costs,
};
use rust_decimal::Decimal;
use schema::CostKind;
use std::collections::{BTreeMap, BTreeSet};

use crate::{
    estate::{Estate, id, the},
    page::{Arithmetic, Page, Row, comes_to},
};

/// A page and what it tells of.
pub(crate) struct Example {
    pub(crate) page: Page,
    pub(crate) estate: Estate,
}

/// Some cells of a row of a page.
fn cells(row: &[&str], places: &[usize]) -> String {
    places.iter().map(|place| row[*place]).collect::<Vec<_>>().join(" | ")
}

/// Asserts that a table has these rows and no others.
pub(crate) fn same(mut computed: Vec<String>, rows: &[Row], places: &[usize], of: &str) {
    let mut on_the_page: Vec<String> = rows.iter().map(|row| cells(row, places)).collect();
    computed.sort();
    on_the_page.sort();
    assert_eq!(computed, on_the_page, "{of}");
}

/// Each month in which a table has rows, with them.
fn by_month(rows: &[Row]) -> BTreeMap<&'static str, Vec<Row>> {
    let mut months: BTreeMap<&str, Vec<Row>> = BTreeMap::new();
    for row in rows {
        months.entry(row[0]).or_default().push(row.clone());
    }
    months
}

/// A line as pages call it.
fn words(source: CostSource, line: CostLine) -> String {
    let of = |kind: CostKind| match kind {
        CostKind::Service => "reception".to_owned(),
        kind => kind.to_string(),
    };
    match line {
        CostLine::Rent if source == CostSource::Lease(id("sublease")) => {
            "rent of the sublease".to_owned()
        }
        CostLine::Rent => "rent".to_owned(),
        CostLine::Index => "index".to_owned(),
        CostLine::Supplement(kind) => kind.to_string(),
        CostLine::Restoration => "restoration".to_owned(),
        CostLine::Running(kind) => of(kind),
        CostLine::Once(CostKind::Moving) => of(CostKind::Moving),
        CostLine::Once(kind) => format!("{}, outlay", of(kind)),
        CostLine::WrittenOff(kind) => format!("{}, written off", of(kind)),
        CostLine::WrittenOffAtEnd(kind) => format!("{}, what is left", of(kind)),
        CostLine::Interest(kind) => format!("{}, interest", of(kind)),
        CostLine::Membership => "membership".to_owned(),
        line => format!("{line:?}, which no page has"),
    }
}

const fn why(why: Bearing) -> &'static str {
    match why {
        Bearing::Uses => "uses it",
        Bearing::Hosts => "hosts the hub",
        Bearing::Closed => "hub not open",
        Bearing::Vacant => "nobody has it",
        Bearing::Released => "released",
        Bearing::Sublet => "lets it on",
        Bearing::Undivided => "not divided",
        Bearing::Pays => "pays",
        Bearing::Receives => "receives",
    }
}

/// A value as pages write it.
fn written(estate: &Estate, key: &CostKey) -> String {
    match key {
        CostKey::Year(year) => year.to_string(),
        CostKey::Month(month) => month.to_string(),
        CostKey::Organisation(organisation) => estate.name(organisation.uuid()).to_owned(),
        key => format!("{key:?}, which no page has"),
    }
}

/// What an organisation bears in a year: net, VAT, what of it is a cost, and both together.
pub(crate) fn amounts(row: &CostRow) -> String {
    let CostRow { net, vat, vat_borne, cost, .. } = row;
    format!("{net:.2} | {vat:.2} | {vat_borne:.2} | {cost:.2}")
}

pub(crate) fn all_months() -> Months {
    Months { from: the("2029-01"), through: the("2033-12") }
}

pub(crate) fn atoms_on(estate: &Estate, basis: Basis) -> Vec<CostAtom> {
    atoms(&estate.state, basis, all_months())
}

/// Costs by year and organisation, in the cells of a page.
pub(crate) fn years(estate: &Estate, basis: Basis, bookkeeping: Bookkeeping) -> Vec<[String; 3]> {
    let groups = [CostGroup::Year, CostGroup::Organisation];
    let (atoms, all) = (atoms_on(estate, basis), CostScope::default());
    let rows = cost_rows(&estate.state, &atoms, bookkeeping, all_months(), &groups, &all);
    let cells = rows.iter().map(|row| {
        let [year, organisation] = &row.keys[..] else { panic!("{row:?}") };
        [written(estate, year), written(estate, organisation), amounts(row)]
    });
    cells.collect()
}

impl Example {
    pub(crate) fn costs(&self) -> Vec<MonthCost> {
        month_costs(&self.estate.state, Basis::Actual, all_months())
    }

    pub(crate) fn atoms(&self) -> Vec<CostAtom> {
        atoms_on(&self.estate, Basis::Actual)
    }

    /// Every line of the months that a table has.
    pub(crate) fn lines_are_as_under(&self, heading: &str) {
        let (rows, costs) = (self.page.rows(heading), self.costs());
        comes_to(&rows, 2, 3);
        for (month, rows) in by_month(&rows) {
            let of_month = costs.iter().filter(|it| it.month.or(it.paid) == Some(the(month)));
            let computed = of_month.map(|cost| {
                let MonthCost { source, line, net, vat, paid, forecast, .. } = cost;
                let line = words(*source, *line);
                let forecast = if *forecast { " (forecast)" } else { "" };
                let paid = paid.map_or_else(|| "-".to_owned(), |paid| paid.to_string());
                format!("{line}{forecast} | {net:.2} | {vat:.2} | {paid}")
            });
            same(computed.collect(), &rows, &[1, 3, 4, 5], month);
        }
    }

    /// Every space's part of each line of premises in the months that a table has.
    pub(crate) fn spaces_are_as_under(&self, heading: &str) {
        let (rows, atoms) = (self.page.rows(heading), self.atoms());
        are_cut_or_rounded_up(&rows, 3, 4);
        for (month, rows) in by_month(&rows) {
            let mut sums: BTreeMap<String, Decimal> = BTreeMap::new();
            for atom in atoms.iter().filter(|atom| atom.month == Some(the(month))) {
                let Some(space) = atom.space else { continue };
                if atom.source != CostSource::Lease(id("sublease")) {
                    let line = words(atom.source, atom.line);
                    let space = self.estate.name(space.uuid());
                    *sums.entry(format!("{line} | {space}")).or_default() += atom.net;
                }
            }
            let computed = sums.iter().map(|(of, net)| format!("{of} | {net:.2}"));
            same(computed.collect(), &rows, &[1, 2, 4], month);
        }
    }

    /// Every part of the months that a table has.
    pub(crate) fn borne_is_as_under(&self, heading: &str) {
        let (rows, atoms) = (self.page.rows(heading), self.atoms());
        are_cut_or_rounded_up(&rows, 5, 6);
        for (month, rows) in by_month(&rows) {
            let of_month = atoms.iter().filter(|atom| atom.month == Some(the(month)));
            let computed = of_month.map(|atom| self.part(atom)).collect();
            same(computed, &rows, &[1, 2, 3, 4, 6, 7, 8], month);
        }
    }

    fn part(&self, atom: &CostAtom) -> String {
        let CostAtom { source, line, space, borne, net, vat, vat_borne, .. } = atom;
        let name = |id: uuid::Uuid| self.estate.name(id);
        let (line, why) = (words(*source, *line), why(borne.why));
        let space = space.map_or("-", |space| name(space.uuid()));
        let organisation = name(borne.organisation.uuid());
        let unit = borne.unit.map(|unit| format!(", {}", name(unit.uuid()))).unwrap_or_default();
        format!(
            "{line} | {space} | {organisation}{unit} | {why} | {net:.2} | {vat:.2} | {vat_borne:.2}"
        )
    }

    /// Every year and organisation, on both ways of keeping books.
    pub(crate) fn years_are_as_under(&self, heading: &str) {
        let ways = [(Bookkeeping::Accrual, "accrual"), (Bookkeeping::Cash, "cash")];
        let computed = ways.iter().flat_map(|(bookkeeping, counted)| {
            let rows = years(&self.estate, Basis::Actual, *bookkeeping);
            rows.into_iter().map(move |[year, organisation, amounts]| {
                format!("{year} | {counted} | {organisation} | {amounts}")
            })
        });
        same(computed.collect(), &self.page.rows(heading), &[0, 1, 2, 3, 4, 5, 6], heading);
    }

    /// What organisations owe each other, year by year.
    pub(crate) fn charges_are_as_under(&self, heading: &str) {
        let mut sums: BTreeMap<String, (Decimal, Decimal)> = BTreeMap::new();
        for charge in charges(&self.atoms(), Bookkeeping::Accrual, all_months()) {
            let [payer, payee] =
                [charge.payer, charge.payee].map(|it| self.estate.name(it.uuid()).to_owned());
            let why = match charge.reason {
                ChargeReason::Uses => "uses",
                ChargeReason::Hosts => "hosts",
                ChargeReason::Rents => "rents",
                ChargeReason::Member => "is a member",
            };
            let key = format!("{} | {payer} | {payee} | {why}", charge.month.year());
            let sum = sums.entry(key).or_default();
            *sum = (sum.0 + charge.net, sum.1 + charge.vat);
        }
        let computed = sums.iter().map(|(of, (net, vat))| format!("{of} | {net:.2} | {vat:.2}"));
        same(computed.collect(), &self.page.rows(heading), &[0, 1, 2, 3, 4, 5], heading);
    }

    /// What is of the hub in a year, of some lines and for some reasons.
    pub(crate) fn of_hub(&self, year: &str, counts: fn(CostLine, Bearing) -> bool) -> Decimal {
        let (groups, scope) = (
            [CostGroup::Year, CostGroup::Line, CostGroup::Bearing],
            CostScope { hub: Some(id("hub")), ..CostScope::default() },
        );
        let (atoms, accrual) = (self.atoms(), Bookkeeping::Accrual);
        let rows = cost_rows(&self.estate.state, &atoms, accrual, all_months(), &groups, &scope);
        let of_year = rows.iter().filter(|row| match row.keys[..] {
            [CostKey::Year(of), CostKey::Line(line), CostKey::Bearing(why)] => {
                of.to_string() == year && counts(line, why)
            }
            _ => false,
        });
        of_year.map(|row| row.net).sum()
    }

    /// All months together: what comes from outside is what organisations bear, counted either way.
    pub(crate) fn all_is_borne(&self) {
        let outside = self.costs().into_iter().filter(|cost| cost.receiver.is_none());
        let (accrual, cash): (Vec<_>, Vec<_>) =
            outside.map(|cost| (cost.month.map(|_| cost.net), cost.paid.map(|_| cost.net))).unzip();
        let atoms = self.atoms();
        for (bookkeeping, outside) in [(Bookkeeping::Accrual, accrual), (Bookkeeping::Cash, cash)] {
            let counted = atoms.iter().filter(|atom| bookkeeping.month(atom).is_some());
            let borne: Decimal = counted.map(|atom| atom.net).sum();
            assert_eq!(borne, outside.into_iter().flatten().sum::<Decimal>(), "{bookkeeping:?}");
        }
    }
}

/// Asserts that figures are what the arithmetic beside them comes to, cut to the öre or an öre more:
/// that is how parts add up to what is divided.
fn are_cut_or_rounded_up(rows: &[Row], arithmetic: usize, figure: usize) {
    for row in rows {
        let (exact, figure) = (Arithmetic::of(row[arithmetic]), the::<Decimal>(row[figure]));
        let cut = exact.abs().trunc_with_scale(2);
        let more = figure.abs() - cut;
        let may_be_more = cut != exact.abs();
        assert!(more.is_zero() || may_be_more && more == the("0.01"), "{row:?}");
    }
}

/// The organisations that bear something.
pub(crate) fn bearers(estate: &Estate, atoms: &[CostAtom]) -> BTreeSet<String> {
    let names = atoms.iter().map(|atom| estate.name(atom.borne.organisation.uuid()));
    names.map(str::to_owned).collect()
}
