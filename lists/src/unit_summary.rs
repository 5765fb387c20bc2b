//! A list of units at a glance: how many of which organisations, how many people, how many present.

use schema::{MunicipalityCode, Text, Weekday};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt};

use crate::{UnitList, UnitRow, report::counted};

/// The units that came in, counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UnitSummary {
    /// How many units.
    pub units: usize,
    /// The organisations, by name.
    pub organisations: Vec<OrganisationSummary>,
    /// Units and people by municipality; units without one are left out.
    pub municipalities: Vec<(MunicipalityCode, usize, u64)>,
    /// People present by weekday, Monday first, in the units that say so.
    pub attendance: [u64; 7],
    /// How many units say so.
    pub with_attendance: usize,
}

/// The units of one organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OrganisationSummary {
    /// Its name; absent where the list names none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Its units.
    pub units: usize,
    /// How many of them are part of another.
    pub parts: usize,
    /// People employed in them.
    pub headcount: u64,
}

impl UnitList {
    /// The units so that each comes after the one that it is part of.
    #[must_use]
    pub fn parents_first(&self) -> Vec<&UnitRow> {
        let mut parts: BTreeMap<Option<u32>, Vec<&UnitRow>> = BTreeMap::new();
        for unit in &self.rows {
            parts.entry(unit.parent).or_default().push(unit);
        }
        let mut ordered = parts.remove(&None).unwrap_or_default();
        let mut next = 0;
        while next < ordered.len() {
            ordered.extend(parts.remove(&Some(ordered[next].row)).unwrap_or_default());
            next += 1;
        }
        ordered
    }

    /// Counts the units that came in.
    #[must_use]
    pub fn summary(&self) -> UnitSummary {
        let mut summary = UnitSummary {
            units: self.rows.len(),
            organisations: organisations(&self.rows),
            municipalities: municipalities(&self.rows),
            ..UnitSummary::default()
        };
        for week in self.rows.iter().filter_map(|unit| unit.attendance) {
            summary.with_attendance += 1;
            for (sum, people) in summary.attendance.iter_mut().zip(week.days()) {
                *sum += u64::from(people);
            }
        }
        summary
    }
}

fn organisations(units: &[UnitRow]) -> Vec<OrganisationSummary> {
    let mut found: BTreeMap<Option<&Text>, Vec<&UnitRow>> = BTreeMap::new();
    for unit in units {
        found.entry(unit.organisation.as_ref()).or_default().push(unit);
    }
    let summary = |(name, units): (Option<&Text>, Vec<&UnitRow>)| OrganisationSummary {
        name: name.map(|name| name.as_str().to_owned()),
        number: units
            .iter()
            .find_map(|unit| unit.organisation_number.as_ref())
            .map(ToString::to_string),
        units: units.len(),
        parts: units.iter().filter(|unit| unit.parent.is_some()).count(),
        headcount: units.iter().map(|unit| u64::from(unit.headcount)).sum(),
    };
    found.into_iter().map(summary).collect()
}

fn municipalities(units: &[UnitRow]) -> Vec<(MunicipalityCode, usize, u64)> {
    let mut found: BTreeMap<&MunicipalityCode, (usize, u64)> = BTreeMap::new();
    for unit in units {
        if let Some(code) = &unit.municipality {
            let (units, people) = found.entry(code).or_default();
            *units += 1;
            *people += u64::from(unit.headcount);
        }
    }
    found.into_iter().map(|(code, (units, people))| (code.clone(), units, people)).collect()
}

fn people(count: u64) -> String {
    counted(usize::try_from(count).unwrap_or(usize::MAX), "person")
}

impl fmt::Display for UnitSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let organisations = self.organisations.len();
        writeln!(
            f,
            "{} of {}",
            counted(self.units, "unit"),
            counted(organisations, "organisation")
        )?;
        for organisation in &self.organisations {
            let OrganisationSummary { name, number, units, parts, headcount } = organisation;
            write!(f, "  {}", name.as_deref().unwrap_or("no organisation named"))?;
            if let Some(number) = number {
                write!(f, " ({number})")?;
            }
            write!(f, ": {}", counted(*units, "unit"))?;
            if *parts > 0 {
                write!(f, ", {parts} of them part of another")?;
            }
            writeln!(f, ", {}", people(*headcount))?;
        }
        for (code, units, headcount) in &self.municipalities {
            writeln!(
                f,
                "  municipality {code}: {}, {}",
                counted(*units, "unit"),
                people(*headcount)
            )?;
        }
        if self.with_attendance > 0 {
            let days = Weekday::ALL.iter().zip(self.attendance);
            let days: Vec<String> = days
                .filter(|(_, people)| *people > 0)
                .map(|(day, people)| format!("{day} {people}"))
                .collect();
            writeln!(
                f,
                "  present in {}: {}",
                counted(self.with_attendance, "unit"),
                days.join(", ")
            )?;
        }
        Ok(())
    }
}

impl fmt::Display for UnitList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.report.write_origin(f)?;
        write!(f, "{}", self.summary())?;
        self.report.write_outcome(f)
    }
}
