//! Lists of units: rows below the header to units, or to the reasons why they are none.

use schema::{MunicipalityCode, OrganisationNumber, WeekCount};
use std::{collections::BTreeMap, rc::Rc};

use crate::{
    ListError, Options, UnitRow, attendance,
    cells::{Cells, Problems},
    header::Header,
    municipality::Municipalities,
    organisation::{Organisation, Organisations},
    outcome::Outcome,
    parents::{self, Link, Parent, folded},
    report::Report,
    source::{self, Source},
    table::{Row, Value},
    totals::NoEntries,
    unit_field::UnitField,
    unit_notes::Notes,
};

/// The units of a list, and what became of its other rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitList {
    /// The units, in the order of the list.
    pub rows: Vec<UnitRow>,
    /// How the file was understood, and what did not come in.
    pub report: Report,
}

/// Fields whose merged cells hold for every row that they reach over.
const MERGED: [UnitField; 4] = [
    UnitField::Organisation,
    UnitField::OrganisationNumber,
    UnitField::Parent,
    UnitField::Municipality,
];

const fn is_number(field: &UnitField) -> bool {
    matches!(field, UnitField::Headcount | UnitField::Attendance(_) | UnitField::MeanAttendance)
}

/// Reads a list of units.
pub(crate) fn read(bytes: &[u8], file: &str, options: &Options) -> Result<UnitList, ListError> {
    let source: Source<UnitField> = source::open(bytes, options)?;
    require_headcount(&source.header)?;
    let mut reading = Reading::new(&source, options);
    for row in source.below() {
        reading.row(row)?;
    }
    reading.resolve()?;
    let Reading { outcome, notes, organisations, .. } = reading;
    let (rows, left_out, rejected) = outcome.into_parts();
    let mut report: Report = source.report(file);
    report.accepted = rows.len();
    report.left_out = left_out;
    report.rejected = rejected;
    report.notes.extend(organisations.into_note());
    report.notes.extend(notes.into_sentences(&rows));
    report.notes.extend(source.merged_numbers(is_number));
    Ok(UnitList { rows, report })
}

fn require_headcount(header: &Header<UnitField>) -> Result<(), ListError> {
    if header.column(&UnitField::Headcount).is_some() {
        return Ok(());
    }
    Err(ListError::MissingColumn {
        field: UnitField::Headcount.to_string(),
        accepted: "Anställda, Medarbetare, Headcount or Employees".to_owned(),
        columns: header.headings(),
    })
}

/// The rest of a unit whose parent is not known yet.
struct Waiting {
    organisation_number: Option<OrganisationNumber>,
    headcount: Option<u32>,
    attendance: Option<WeekCount>,
    municipality: Option<MunicipalityCode>,
}

/// What tells a unit from every other of its organisation: its code, or its name and parent.
type Key = (Option<String>, String, Option<String>);

struct Reading<'t> {
    municipalities: Municipalities,
    cells: Cells<'t, UnitField>,
    organisations: Organisations,
    no_entries: NoEntries<'t, UnitField>,
    known: BTreeMap<Key, u32>,
    refused: BTreeMap<String, u32>,
    waiting: Vec<(Link, Waiting)>,
    notes: Notes,
    outcome: Outcome<UnitRow>,
}

impl<'t> Reading<'t> {
    fn new(source: &'t Source<UnitField>, options: &'t Options) -> Self {
        let (table, header) = (&source.table, &source.header);
        Self {
            municipalities: Municipalities::new(&options.municipalities),
            cells: Cells::new(table, header, &MERGED, is_number, options.mapping.decimal()),
            organisations: Organisations::default(),
            no_entries: NoEntries::new(header, &options.mapping),
            known: BTreeMap::new(),
            refused: BTreeMap::new(),
            waiting: Vec::new(),
            notes: Notes::default(),
            outcome: Outcome::new(&options.limits),
        }
    }

    fn row(&mut self, row: &Row) -> Result<(), ListError> {
        if let Some(why) = self.no_unit(row) {
            return self.outcome.leave_out(row.number, why);
        }
        let mut problems = Problems::default();
        let waiting = self.unit(row, &mut problems);
        match waiting.filter(|_| problems.all.is_empty()) {
            Some((link, waiting)) => {
                self.outcome.weigh(row.number, size_of::<Waiting>() + link.bytes())?;
                self.waiting.push((link, waiting));
                Ok(())
            }
            None => {
                for field in [UnitField::Unit, UnitField::Code] {
                    let text = self.cells.text(row, &field, &mut Problems::default());
                    self.refused.extend(text.map(|text| (folded(&text), row.number)));
                }
                self.outcome.reject(row.number, problems.all)
            }
        }
    }

    /// Why a row is no unit at all.
    fn no_unit(&mut self, row: &Row) -> Option<String> {
        if let Some(why) = self.no_entries.why(row) {
            return Some(why);
        }
        let is_named = self.cells.own(row, &UnitField::Unit).is_some();
        let numbers = |field: &UnitField| *field == UnitField::Headcount && !is_named;
        self.no_entries.why_unnamed(row, &self.cells, numbers)
    }

    fn unit(&mut self, row: &Row, problems: &mut Problems) -> Option<(Link, Waiting)> {
        let Organisation { name: organisation, number: organisation_number } =
            self.organisations.row(&self.cells, row, problems);
        let code = self.cells.text(row, &UnitField::Code, problems);
        let unit = self.cells.text(row, &UnitField::Unit, problems);
        let parent = self.cells.text(row, &UnitField::Parent, problems);
        let headcount = self.cells.count(row, &UnitField::Headcount, problems);
        if let Some(headcount) = headcount {
            self.no_entries.sums.add(&UnitField::Headcount, headcount.into());
        }
        let attendance = attendance::read(&self.cells, row, headcount.unwrap_or(0), problems);
        if attendance.rounded {
            self.notes.rounded(row.number);
        }
        let municipality = self.municipality(row, problems);
        if unit.is_none() && problems.all.is_empty() {
            let reason = "the row names no unit; accepted is a name of at most 200 characters";
            problems.add(self.cells.problem(&UnitField::Unit, None, reason));
        }
        let link = Link { row: row.number, organisation, code, name: unit?, parent };
        if problems.all.is_empty() {
            self.refuse_what_is_there_already(row, &link, problems);
        }
        let attendance = attendance.week;
        Some((link, Waiting { organisation_number, headcount, attendance, municipality }))
    }

    fn municipality(&self, row: &Row, problems: &mut Problems) -> Option<MunicipalityCode> {
        let field = UnitField::Municipality;
        let text = self.cells.text(row, &field, problems)?;
        let value = Value::Text(Rc::from(text.as_str()));
        let code = self.municipalities.code(text.as_str());
        problems.take(code.map_err(|reason| self.cells.problem(&field, Some(&value), reason)))
    }

    fn refuse_what_is_there_already(&mut self, row: &Row, link: &Link, problems: &mut Problems) {
        let organisation = link.organisation.as_ref().map(folded);
        let (field, key) = match &link.code {
            Some(code) => (UnitField::Code, (organisation, format!("code {}", folded(code)), None)),
            None => {
                let parent = link.parent.as_ref().map(folded);
                (UnitField::Unit, (organisation, format!("name {}", folded(&link.name)), parent))
            }
        };
        match self.known.get(&key) {
            None => {
                self.known.insert(key, row.number);
            }
            Some(first) => {
                let reason = format!(
                    "stands in row {first} already, in the same organisation; accepted is each unit once, \
                     and a code where two have one name"
                );
                problems.add(self.cells.problem(&field, self.cells.own(row, &field), reason));
            }
        }
    }

    /// Finds the parents, and lets in what has one or needs none.
    fn resolve(&mut self) -> Result<(), ListError> {
        let (links, waiting): (Vec<Link>, Vec<Waiting>) =
            std::mem::take(&mut self.waiting).into_iter().unzip();
        let parents = parents::resolve(&links, &self.refused);
        let has_children = children(&parents);
        let rows: Vec<u32> = links.iter().map(|link| link.row).collect();
        for (at, (link, waiting)) in links.into_iter().zip(waiting).enumerate() {
            match &parents[at] {
                Parent::Refused(why) => {
                    let value = link.parent.map(|name| Value::Text(Rc::from(name.as_str())));
                    let problem =
                        self.cells.problem(&UnitField::Parent, value.as_ref(), why.clone());
                    self.outcome.reject(link.row, vec![problem])?;
                }
                Parent::None => self.finish(link, waiting, None, has_children[at])?,
                Parent::At(parent) => {
                    self.finish(link, waiting, Some(rows[*parent]), has_children[at])?;
                }
            }
        }
        Ok(())
    }

    /// A unit of which others are parts may be blank: its people are theirs.
    fn finish(
        &mut self,
        link: Link,
        waiting: Waiting,
        parent: Option<u32>,
        has_children: bool,
    ) -> Result<(), ListError> {
        let Link { row, organisation, code, name, .. } = link;
        let Waiting { organisation_number, headcount, attendance, municipality } = waiting;
        if headcount.is_none() && has_children {
            self.notes.no_people_of_its_own(row);
        } else if headcount.is_none() {
            let reason =
                "is blank; accepted is the number of people employed, 0 where there are none";
            let problem = self.cells.problem(&UnitField::Headcount, None, reason);
            return self.outcome.reject(row, vec![problem]);
        }
        let unit = UnitRow {
            row,
            organisation,
            organisation_number,
            code,
            unit: name,
            parent,
            headcount: headcount.unwrap_or(0),
            attendance,
            municipality,
        };
        self.outcome.accept(row, size_of::<UnitRow>(), unit)
    }
}

fn children(parents: &[Parent]) -> Vec<bool> {
    let mut has = vec![false; parents.len()];
    for parent in parents {
        if let Parent::At(at) = parent {
            has[*at] = true;
        }
    }
    has
}
