//! A list of units as a plan.

use lists::{UnitList, UnitRow};
use projections::{Portfolio, Texts};
use schema::{Date, Invalid, MunicipalityCode, PortfolioId, UnitId, UnitRegister};
use std::collections::{BTreeMap, BTreeSet};

use super::{
    super::plan::{Plan, Subject},
    organisations::Organisations,
    unit_identities::{Listed, identify, listed},
};

/// What the reader calls the column that says of which unit each is part.
const PARENT: &str = "parent";

/// Plans a list of units.
pub(in crate::import) fn of_units(
    list: &UnitList,
    portfolio: PortfolioId,
    state: &Portfolio,
    texts: &dyn Texts,
    from: Date,
) -> Result<Plan, Invalid> {
    let format = if list.report.format.starts_with("CSV") { "CSV units 1" } else { "XLSX units 1" };
    let mut plan = Plan::new(Subject::Units, format.parse()?, from);
    plan.incomplete = !list.report.rejected.is_empty();
    let rows = parents_first(&list.rows);
    let mut organisations = Organisations::new(portfolio, state, texts, from, &list.rows);
    let of_rows =
        rows.iter().filter_map(|row| Some((row.row, organisations.of(row, &mut plan)?))).collect();
    let listed = listed(&rows, &of_rows);
    let mut columns = list.report.columns.iter();
    let parents_stated = columns.any(|column| column.understood.as_deref() == Some(PARENT));
    let mut identities = identify(&listed, state, texts, from, parents_stated);
    let mut listing = Listing { state, from, parents_stated, plan, units: BTreeMap::new() };
    for listed in &listed {
        if let Some(identity) = identities.remove(&listed.row.row) {
            listing.add(listed, identity);
        }
    }
    Ok(listing.plan)
}

/// The rows, each after the one that it is part of. The reader has refused parents that go round in
/// circles.
fn parents_first(rows: &[UnitRow]) -> Vec<&UnitRow> {
    let by_number: BTreeMap<u32, &UnitRow> = rows.iter().map(|row| (row.row, row)).collect();
    let mut ordered = Vec::with_capacity(rows.len());
    let mut placed = BTreeSet::new();
    for row in rows {
        let mut way = Vec::new();
        let mut next = Some(row);
        while let Some(at) = next.filter(|at| placed.insert(at.row)) {
            way.push(at);
            next = at.parent.and_then(|parent| by_number.get(&parent).copied());
        }
        ordered.extend(way.into_iter().rev());
    }
    ordered
}

struct Listing<'a> {
    state: &'a Portfolio,
    from: Date,
    parents_stated: bool,
    plan: Plan,
    /// Units so far, by row.
    units: BTreeMap<u32, UnitId>,
}

impl Listing<'_> {
    fn add(&mut self, listed: &Listed<'_>, identity: Result<UnitId, String>) {
        let row = listed.row;
        let planned = identity.and_then(|unit| Ok((unit, self.parent(listed, unit)?)));
        let (unit, parent) = match planned {
            Ok(planned) => planned,
            Err(why) => return self.plan.left_out.push(format!("row {}: {why}", row.row)),
        };
        let municipality = self.municipality(row);
        self.plan.units.push(UnitRegister {
            unit,
            from: self.from,
            name: row.unit.clone(),
            organisation: listed.organisation,
            parent,
            headcount: row.headcount,
            attendance: row.attendance,
            municipality,
        });
        self.units.insert(row.row, unit);
    }

    /// The unit of which a row's unit is part; as recorded where the list does not say.
    fn parent(&self, listed: &Listed<'_>, unit: UnitId) -> Result<Option<UnitId>, String> {
        if !self.parents_stated {
            let known = self.state.unit(&unit).and_then(|known| known.descriptions.at(self.from));
            let known = known.filter(|known| known.organisation == listed.organisation);
            return Ok(known.and_then(|known| known.parent));
        }
        let Some(parent) = listed.row.parent else { return Ok(None) };
        let above = self.units.get(&parent).copied();
        let left_out = || format!("it is part of the unit in row {parent}, which was left out");
        above.map(Some).ok_or_else(left_out)
    }

    /// A municipality that the portfolio does not have is said, and left out.
    fn municipality(&mut self, row: &UnitRow) -> Option<MunicipalityCode> {
        let code = row.municipality.clone()?;
        if self.state.municipality(&code).is_some() {
            return Some(code);
        }
        self.plan.notes.push(format!(
            "Row {}: the municipality {code} is not in the portfolio (municipalityAdd); the unit \
             came in without it.",
            row.row
        ));
        None
    }
}
