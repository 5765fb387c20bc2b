//! What came in, what differs, what was left out and why, for the person who gave the file.

use rust_decimal::Decimal;
use schema::Measure;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt};

use super::{
    Change, ListReading, Plan,
    difference::Difference,
    plan::{PlannedSpace, Subject},
    source::Reading,
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
    /// Something that is recorded would change: nothing was, until somebody confirms it.
    Asks {
        /// By what a confirmation names what is shown.
        difference: String,
    },
}

impl Outcome {
    /// The outcome as a word.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Recorded { .. } => "recorded",
            Self::Nothing => "nothing",
            Self::Asks { .. } => "asks",
        }
    }
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
    /// Strokes of its drawing.
    pub strokes: usize,
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
    /// For a list: how it was understood.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<ListReading>,
    /// For a building: its levels, from the lowest.
    pub levels: Vec<LevelSummary>,
    /// For a building: spaces by category, the empty ones left out.
    pub categories: Vec<(String, usize)>,
    /// Rooms that can be given as a whole.
    pub rooms: usize,
    /// Workstations that are assumed by a rule, which stands among the notes.
    pub assumed_workstations: usize,
    /// Workstations that the file shows or that were counted.
    pub counted_workstations: usize,
    /// What differs from what is recorded, where that has to be confirmed.
    pub changes: Vec<Change>,
    /// What was left out, and why.
    pub left_out: Vec<String>,
    /// What was assumed.
    pub notes: Vec<String>,
}

impl Summary {
    pub(super) fn of(reading: Reading, difference: &Difference, outcome: Outcome) -> Self {
        let Reading { plan, list } = reading;
        let asks = matches!(outcome, Outcome::Asks { .. });
        let building = matches!(plan.subject, Subject::Building(_));
        let categories = plan.categories().into_iter().filter(|(_, count)| *count > 0 && building);
        let levels = plan.levels.iter().filter(|_| building);
        let (assumed_workstations, counted_workstations) = plan.workstations();
        Self {
            format: plan.format.to_string(),
            outcome,
            list,
            levels: levels.map(|level| LevelSummary::of(level, &plan)).collect(),
            categories: categories.map(|(category, n)| (category.to_string(), n)).collect(),
            rooms: plan.spaces.iter().filter(|space| space.room).count(),
            assumed_workstations,
            counted_workstations,
            changes: difference.changes().filter(|_| asks).cloned().collect(),
            left_out: plan.left_out,
            notes: plan.notes,
        }
    }
}

impl LevelSummary {
    fn of(level: &schema::LevelAdd, plan: &Plan) -> Self {
        let spaces: Vec<&PlannedSpace> =
            plan.spaces.iter().filter(|space| space.add.level == level.level).collect();
        let mut areas: BTreeMap<Measure, (Decimal, usize)> = BTreeMap::new();
        for area in spaces.iter().flat_map(|space| &space.add.areas) {
            let (sum, count) = areas.entry(area.measure.clone()).or_default();
            *sum += area.square_metres.decimal();
            *count += 1;
        }
        let drawn = plan.drawings.iter().filter(|drawing| drawing.level == level.level);
        Self {
            name: level.name.as_str().to_owned(),
            elevation_mm: level.elevation_mm,
            spaces: spaces.len(),
            with_polygon: spaces.iter().filter(|space| space.add.polygon.is_some()).count(),
            strokes: drawn.map(|drawing| drawing.strokes.len()).sum(),
            areas: areas.into_iter().map(|(measure, sum)| (measure.to_string(), sum)).collect(),
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.list {
            Some(list) => writeln!(f, "{}", list.summary)?,
            None => self.building(f)?,
        }
        self.notes.iter().try_for_each(|note| writeln!(f, "  {note}"))?;
        if self.left_out.is_empty() {
            // A list has told of its rows already.
            if self.list.is_none() {
                writeln!(f, "Nothing was left out.")?;
            }
        } else {
            writeln!(f, "Left out, {}:", self.left_out.len())?;
            self.left_out.iter().try_for_each(|left_out| writeln!(f, "  {left_out}"))?;
        }
        self.outcome(f)
    }
}

impl Summary {
    fn building(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let spaces: usize = self.levels.iter().map(|level| level.spaces).sum();
        writeln!(f, "{}: {} levels, {spaces} spaces", self.format, self.levels.len())?;
        for level in &self.levels {
            write!(f, "{level}")?;
        }
        for (category, count) in &self.categories {
            writeln!(f, "  {count:>4} {category}")?;
        }
        writeln!(f, "  {:>4} rooms to be given as a whole", self.rooms)?;
        match (self.assumed_workstations, self.counted_workstations) {
            (0, 0) => Ok(()),
            (assumed, 0) => writeln!(f, "  {assumed:>4} workstations assumed"),
            (_, counted) => writeln!(f, "  {counted:>4} workstations counted"),
        }
    }

    fn outcome(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.outcome {
            Outcome::Recorded { revision, things } => {
                write!(
                    f,
                    "Recorded {}, up to revision {revision}.",
                    lists::counted(*things, "thing")
                )
            }
            Outcome::Nothing => {
                write!(f, "Everything in the file is recorded already; nothing was recorded.")
            }
            Outcome::Asks { difference } => {
                writeln!(f, "What is recorded differs in {}:", self.changes.len())?;
                self.changes.iter().try_for_each(|change| write!(f, "{change}"))?;
                let asked = self.changes.iter().filter(|c| !c.questions.is_empty()).count();
                writeln!(f, "Nothing was recorded. This is difference {difference}.")?;
                if asked == 0 {
                    write!(f, "To record it, give the file again with --confirm {difference}")
                } else {
                    let ask = if asked == 1 { "asks" } else { "ask" };
                    write!(
                        f,
                        "{asked} of them {ask} where something goes: answer in a file, and give it \
                         with --answers FILE"
                    )
                }
            }
        }
    }
}

impl fmt::Display for LevelSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, elevation_mm, spaces, with_polygon, strokes, .. } = self;
        write!(f, "  {name}, at {elevation_mm} mm: {spaces} spaces, {with_polygon} with polygon")?;
        if *strokes > 0 {
            write!(f, "; drawn with {strokes} strokes")?;
        }
        writeln!(f)?;
        for (measure, (sum, count)) in &self.areas {
            writeln!(f, "    {} m² {measure} ({count} spaces)", sum.round_dp(2).normalize())?;
        }
        Ok(())
    }
}
