//! What came in, what was left out and why, for the person who gave the file.

use rust_decimal::Decimal;
use schema::Measure;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt};

use super::{
    Plan,
    ifc::{Model, workplaces},
};

/// How an import ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "outcome")]
pub enum Outcome {
    /// Events were recorded.
    #[serde(rename_all = "camelCase")]
    Recorded {
        /// The revision of the last one.
        revision: u64,
        /// How many things.
        things: usize,
    },
    /// Everything in the file is recorded already: nothing was.
    Nothing,
}

/// One level of what came in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LevelSummary {
    /// Its name.
    pub name: String,
    /// Height of its floor, in millimetres.
    pub elevation_mm: i64,
    /// Its spaces.
    pub spaces: usize,
    /// How many of them have a polygon.
    pub with_polygon: usize,
    /// Sums by measure, in square metres, never across measures, each with how many spaces have it.
    pub areas: BTreeMap<String, (Decimal, usize)>,
}

/// A file's content, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// The file's format.
    pub format: String,
    /// What became of it.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// Its levels, from the lowest.
    pub levels: Vec<LevelSummary>,
    /// Spaces by category, the empty ones left out.
    pub categories: Vec<(String, usize)>,
    /// Rooms that can be given as a whole.
    pub rooms: usize,
    /// Workstations assumed by the rule.
    pub workstations: usize,
    /// What was left out, and why.
    pub left_out: Vec<String>,
}

impl Summary {
    pub(super) fn of(model: &Model, plan: &Plan, outcome: Outcome) -> Self {
        let categories = plan.categories().into_iter().filter(|(_, count)| *count > 0);
        Self {
            format: model.schema.clone(),
            outcome,
            levels: plan.levels.iter().map(|level| LevelSummary::of(level, plan)).collect(),
            categories: categories.map(|(category, n)| (category.to_string(), n)).collect(),
            rooms: plan.resources.len() - plan.workstations(),
            workstations: plan.workstations(),
            left_out: plan.left_out.clone(),
        }
    }
}

impl LevelSummary {
    fn of(level: &schema::LevelAdd, plan: &Plan) -> Self {
        let spaces: Vec<_> =
            plan.spaces.iter().filter(|space| space.level == level.level).collect();
        let mut areas: BTreeMap<Measure, (Decimal, usize)> = BTreeMap::new();
        for area in spaces.iter().flat_map(|space| &space.areas) {
            let (sum, count) = areas.entry(area.measure.clone()).or_default();
            *sum += area.square_metres.decimal();
            *count += 1;
        }
        Self {
            name: level.name.as_str().to_owned(),
            elevation_mm: level.elevation_mm,
            spaces: spaces.len(),
            with_polygon: spaces.iter().filter(|space| space.polygon.is_some()).count(),
            areas: areas.into_iter().map(|(measure, sum)| (measure.to_string(), sum)).collect(),
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let spaces: usize = self.levels.iter().map(|level| level.spaces).sum();
        writeln!(f, "{}: {} levels, {spaces} spaces", self.format, self.levels.len())?;
        for level in &self.levels {
            write!(f, "{level}")?;
        }
        for (category, count) in &self.categories {
            writeln!(f, "  {count:>4} {category}")?;
        }
        writeln!(f, "  {:>4} rooms to be given as a whole", self.rooms)?;
        writeln!(
            f,
            "  {:>4} workstations assumed ({})",
            self.workstations,
            super::WORKSTATIONS_BY_AREA
        )?;
        writeln!(f, "       {}", workplaces::WORKSTATION_RULE)?;
        if self.left_out.is_empty() {
            writeln!(f, "Nothing was left out.")?;
        } else {
            writeln!(f, "Left out, {}:", self.left_out.len())?;
            self.left_out.iter().try_for_each(|left_out| writeln!(f, "  {left_out}"))?;
        }
        match &self.outcome {
            Outcome::Recorded { revision, things } => {
                write!(f, "Recorded {things} things, up to revision {revision}.")
            }
            Outcome::Nothing => {
                write!(f, "Everything in the file is recorded already; nothing was recorded.")
            }
        }
    }
}

impl fmt::Display for LevelSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, elevation_mm, spaces, with_polygon, .. } = self;
        writeln!(
            f,
            "  {name}, at {elevation_mm} mm: {spaces} spaces, {with_polygon} with polygon"
        )?;
        for (measure, (sum, count)) in &self.areas {
            writeln!(f, "    {} m² {measure} ({count} spaces)", sum.round_dp(2).normalize())?;
        }
        Ok(())
    }
}
