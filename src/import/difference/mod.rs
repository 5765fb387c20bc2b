//! What a file says beside what is recorded: added, changed, moved, gone, each with what hangs on it
//! and what it asks.
//!
//! Nothing here records: a [`Difference`] is shown first, and makes its commands once somebody has
//! confirmed it and answered what it asks.

mod act;
mod books;
mod fields;
mod furnished;
mod furnishing;
mod geometry;
mod hanging;
mod matching;
mod organisations;
mod reshaped;
mod spaces;
mod workstations;

use projections::{Drawing, Portfolio, Texts};
use schema::{BuildingId, Date, Digest, DrawingId, ImportPart, LevelId, ResourceId};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use super::{
    answers::{Answer, Unanswered},
    plan::{Plan, PlannedDrawing},
};
use act::{Act, Begun};

/// What kind of difference it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ChangeKind {
    /// Only in the file.
    Added,
    /// In both, and different.
    Changed,
    /// In both, on another level.
    Moved,
    /// The same by its outline, under another number or key.
    Renumbered,
    /// One that became several.
    Split,
    /// Several that became one.
    Merged,
    /// Only recorded.
    Gone,
}

impl fmt::Display for ChangeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Moved => "moved",
            Self::Renumbered => "renumbered",
            Self::Split => "split",
            Self::Merged => "merged",
            Self::Gone => "gone",
        })
    }
}

/// One difference, for the person who gave the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// By what an answer names it.
    pub key: String,
    /// What kind it is.
    pub kind: ChangeKind,
    /// What kind of thing it is about, such as `space`.
    pub thing: String,
    /// What people call that thing.
    pub called: String,
    /// What differs, from what to what.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<String>,
    /// What hangs on the thing: allocations, hubs, open reallocations.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hangs: Vec<String>,
    /// What must be answered before it can be recorded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Question>,
}

/// A resource that would be orphaned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Question {
    /// The resource's reference.
    pub resource: String,
    /// What people call it.
    pub called: String,
    /// Who has it.
    pub held_by: String,
}

/// A difference with what it would record.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) change: Change,
    act: Act,
}

impl Found {
    /// The parts that record it, as it is answered.
    pub(super) fn parts(
        &self,
        state: &Portfolio,
        from: Date,
        answer: &Answer,
    ) -> Result<Vec<ImportPart>, Unanswered> {
        self.act.parts(state, from, answer).map_err(|what| Unanswered {
            key: self.change.key.clone(),
            called: self.change.called.clone(),
            what,
        })
    }
}

/// A plan beside what is recorded.
#[derive(Clone, Debug, Default)]
pub(super) struct Difference {
    /// In an order in which they can be recorded.
    pub(super) found: Vec<Found>,
    /// How many things are recorded as the file says.
    pub(super) same: usize,
    /// How many things are recorded from a later date only, and were not compared.
    pub(super) later: usize,
    /// What people should know besides.
    pub(super) notes: Vec<String>,
    /// Whether everything that is found belongs to what nobody has recorded anything of.
    pub(super) only_new: bool,
}

/// What a plan is compared with.
#[derive(Clone, Copy)]
struct Compare<'a> {
    plan: &'a Plan,
    state: &'a Portfolio,
    texts: &'a dyn Texts,
    /// The date on which the file's content is compared.
    on: Date,
    /// Every desk that the file shows by itself.
    desks: &'a BTreeSet<ResourceId>,
    /// Whether an interrupted recording of the same file goes on.
    resuming: bool,
}

impl Difference {
    pub(super) fn of(plan: &Plan, state: &Portfolio, texts: &dyn Texts, resuming: bool) -> Self {
        let desks = furnished::desks_of(plan, state);
        let compare = Compare { plan, state, texts, on: plan.from, desks: &desks, resuming };
        let mut difference = Self::default();
        compare.organisations(&mut difference);
        compare.buildings(&mut difference);
        let levels = compare.levels(&mut difference);
        compare.spaces(&levels, &mut difference);
        compare.gone_levels(&levels, &mut difference);
        compare.drawings(&levels, &mut difference);
        compare.invoices(&mut difference);
        compare.figures(&mut difference);
        let recorded = |building: &BuildingId| state.levels_of(*building).next().is_some();
        let buildings = plan.levels.iter().map(|level| level.building).collect::<Vec<_>>();
        difference.only_new = difference.only_adds() && !buildings.iter().any(recorded);
        difference
    }

    fn push(&mut self, change: Change, act: Act) {
        self.found.push(Found { change, act });
    }

    /// Whether it adds only, and changes nothing that is recorded.
    pub(super) fn only_adds(&self) -> bool {
        self.found.iter().all(|found| found.change.kind == ChangeKind::Added)
    }

    /// What was not compared because it begins later than the file holds.
    pub(super) fn later_in_words(&self, from: Date) -> Option<String> {
        (self.later > 0).then(|| {
            let later = self.later;
            format!(
                "{later} of its rooms and levels are recorded from a later date than {from} only; they \
                 were not compared."
            )
        })
    }

    /// The changes as they are shown.
    pub(super) fn changes(&self) -> impl Iterator<Item = &Change> {
        self.found.iter().map(|found| &found.change)
    }

    /// By what a confirmation names what was shown: SHA-256 of the changes, of what they would record
    /// and of the date.
    pub(super) fn digest(&self, from: Date) -> Digest {
        let shown: Vec<&Change> = self.changes().collect();
        let written = serde_json::to_vec(&(from, shown))
            // Strings and lists only.
            .expect("changes serialise");
        // What would be recorded too: two files may differ alike in words and not in outlines.
        let acts: String = self.found.iter().map(|found| format!("{:?}", found.act)).collect();
        Digest::of_parts([written.as_slice(), acts.as_bytes()])
    }
}

/// The recorded levels by the file's.
type Levels = BTreeMap<LevelId, LevelId>;

impl Compare<'_> {
    fn buildings(&self, difference: &mut Difference) {
        for add in &self.plan.buildings {
            if self.state.building(&add.building).is_some() {
                difference.same += 1;
                continue;
            }
            let change =
                Change::plain("building", ChangeKind::Added, add.building, add.name.as_str());
            difference.push(change, Act::Add(vec![add.clone().into()]));
        }
        let Some(set) = &self.plan.plane else { return };
        let known = self.state.building(&set.building).and_then(|known| known.plane.as_ref());
        if known == Some(&set.plane) {
            difference.same += 1;
        } else {
            let called = format!("plane {}", set.plane.projection);
            let change = Change::plain("plane", ChangeKind::Added, set.building, &called);
            difference.push(change, Act::Add(vec![set.clone().into()]));
        }
    }

    fn drawings(&self, levels: &Levels, difference: &mut Difference) {
        for drawing in &self.plan.drawings {
            let level = levels.get(&drawing.level).copied().unwrap_or(drawing.level);
            let recorded = self.state.level(&level);
            let known = recorded.and_then(|known| known.drawing_on(self.on));
            if known.is_some_and(|known| known.strokes().eq(&drawing.strokes)) {
                difference.same += 1;
                continue;
            }
            let drawings = recorded.map_or(&[][..], |known| known.drawings.as_slice());
            let (id, begun) = begun_or_new(drawing, level, drawings);
            let kind = if known.is_some() { ChangeKind::Changed } else { ChangeKind::Added };
            let named = self.plan.levels.iter().find(|planned| planned.level == drawing.level);
            let called = named.map_or("", |planned| planned.name.as_str());
            let mut change = Change::plain("drawing", kind, level, called);
            change.details.push(format!("{} strokes", drawing.strokes.len()));
            let strokes = drawing.strokes.clone();
            difference.push(change, Act::Draw { level, drawing: id, strokes, begun });
        }
    }
}

/// The id of a drawing that is to be recorded, and what of it is: one that was interrupted goes on, and
/// one that was drawn before and comes back is another.
fn begun_or_new(
    planned: &PlannedDrawing,
    level: LevelId,
    drawings: &[Drawing],
) -> (DrawingId, Option<Begun>) {
    let mut nth = 1;
    loop {
        let id = planned.id(level, nth);
        match drawings.iter().find(|drawing| drawing.id == id) {
            None => return (id, None),
            Some(drawing) if !drawing.is_whole() => {
                // A drawing has few parts.
                let parts = u32::try_from(drawing.strokes.len()).unwrap_or(u32::MAX);
                return (id, Some(Begun { parts, from: drawing.from }));
            }
            Some(_) => nth += 1,
        }
    }
}

impl Change {
    fn plain(thing: &str, kind: ChangeKind, id: impl fmt::Display, called: &str) -> Self {
        Self {
            key: format!("{thing}/{id}"),
            kind,
            thing: thing.to_owned(),
            called: called.to_owned(),
            details: Vec::new(),
            hangs: Vec::new(),
            questions: Vec::new(),
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  {} {} {}", self.kind, self.thing, self.called)?;
        writeln!(f, "      {}", self.key)?;
        self.details.iter().try_for_each(|detail| writeln!(f, "      {detail}"))?;
        self.hangs.iter().try_for_each(|hangs| writeln!(f, "      with it: {hangs}"))?;
        self.questions.iter().try_for_each(|question| {
            let Question { resource, called, held_by } = question;
            writeln!(f, "      where does it go? {called} of {held_by}, {resource}")
        })
    }
}
