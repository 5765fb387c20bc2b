//! What a file brings, whatever its format: things with ids that the same file gives again. Pure: it
//! neither knows what is recorded already nor records anything.

use schema::{
    AssumptionRule, BuildingAdd, BuildingId, BuildingSetPlane, Category, Date, Designation,
    DrawingId, GlobalId, Grade, IndexSeries, IndexValue, InvoiceRecord, LevelAdd, LevelId, Month,
    OrganisationRegister, Point, SpaceAdd, SpaceId, Stroke, Text, UnitId, UnitRegister,
};
use std::collections::BTreeMap;

/// What a file is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// One building, of which it shows every level.
    Building(BuildingId),
    /// Rooms of one building or of several: every room of the levels that it names.
    Rooms,
    /// Organisations and their units.
    Units,
    /// What is kept of money: invoices, and figures of indices.
    Books,
}

impl Subject {
    /// The building, where it is one.
    pub(super) const fn building(self) -> Option<BuildingId> {
        match self {
            Self::Building(building) => Some(building),
            Self::Rooms | Self::Units | Self::Books => None,
        }
    }
}

/// What a file brings, in the order in which it can be recorded.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    /// What it is about.
    pub(super) subject: Subject,
    /// The format, such as `IFC2X3`.
    pub(super) format: Designation,
    /// From when what it says holds, where nothing else is said.
    pub(super) from: Date,
    /// Organisations.
    pub(super) organisations: Vec<OrganisationRegister>,
    /// Units, each after the one that it is part of.
    pub(super) units: Vec<UnitRegister>,
    /// Buildings.
    pub(super) buildings: Vec<BuildingAdd>,
    /// The plane of the building.
    pub(super) plane: Option<BuildingSetPlane>,
    /// Levels.
    pub(super) levels: Vec<LevelAdd>,
    /// Spaces, level by level.
    pub(super) spaces: Vec<PlannedSpace>,
    /// Drawings, at most one for a level.
    pub(super) drawings: Vec<PlannedDrawing>,
    /// Invoices, those that are recorded already among them.
    pub(super) invoices: Vec<InvoiceRecord>,
    /// Figures of indices, likewise.
    pub(super) figures: BTreeMap<IndexSeries, BTreeMap<Month, IndexValue>>,
    /// Whether the levels' heights are assumed: then they are no statement about recorded ones.
    pub(super) heights_assumed: bool,
    /// Whether rows were rejected, so that what is not in the file may still be in it.
    pub(super) incomplete: bool,
    /// What did not come in, in words, for the person who gave the file.
    pub(super) left_out: Vec<String>,
    /// What was assumed, and how the file was understood, in words.
    pub(super) notes: Vec<String>,
}

/// A space with what stands in it.
#[derive(Clone, Debug)]
pub(super) struct PlannedSpace {
    /// The space. What the file does not state is absent.
    pub(super) add: SpaceAdd,
    /// The building in which it is.
    pub(super) building: BuildingId,
    /// When what the file shows counts as seen: today at the latest.
    pub(super) seen_on: Date,
    /// What the file states about the space. A field that it never states is not compared.
    pub(super) stated: Stated,
    /// Whether the space can be given as a whole.
    pub(super) room: bool,
    /// Its workstations.
    pub(super) workstations: Workstations,
    /// The unit that occupies it.
    pub(super) occupant: Option<UnitId>,
}

/// Which fields of spaces a format states. An absent value of a field that it states means none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "one for each field, each by itself")]
pub(super) struct Stated {
    /// The number.
    pub(super) number: bool,
    /// The name.
    pub(super) name: bool,
    /// The function.
    pub(super) function: bool,
    /// The outline and the height.
    pub(super) outline: bool,
    /// Classification codes.
    pub(super) codes: bool,
    /// How many people it is made for.
    pub(super) seats: bool,
}

/// The workstations of a space, as surely as the file knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Workstations {
    /// The file does not say.
    NotStated,
    /// So many, assumed by a rule.
    Assumed {
        /// How many.
        count: u32,
        /// By which rule.
        rule: AssumptionRule,
    },
    /// So many, counted.
    Counted {
        /// How many.
        count: u32,
        /// When.
        on: Date,
    },
    /// Each by itself, counted.
    Each {
        /// The workstations.
        desks: Vec<Desk>,
        /// When.
        on: Date,
    },
}

impl Workstations {
    /// How many there are; none where the file does not say.
    pub(super) fn count(&self) -> usize {
        match self {
            Self::NotStated => 0,
            Self::Assumed { count, .. } | Self::Counted { count, .. } => *count as usize,
            Self::Each { desks, .. } => desks.len(),
        }
    }

    /// How surely they are known.
    pub(super) fn grade(&self) -> Option<Grade> {
        match self {
            Self::NotStated => None,
            Self::Assumed { rule, .. } => Some(Grade::Assumed { rule: rule.clone() }),
            Self::Counted { on, .. } | Self::Each { on, .. } => Some(Grade::Counted { on: *on }),
        }
    }
}

/// A workstation that a file shows by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Desk {
    /// What the file calls it: the same in every version of the file, wherever it stands.
    pub(super) key: String,
    /// The number on it.
    pub(super) number: Option<Designation>,
    /// Where it stands, in millimetres in the level's frame.
    pub(super) position: Option<Point>,
}

/// The drawing of a level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PlannedDrawing {
    /// The level, as the plan calls it.
    pub(super) level: LevelId,
    /// Lines and outlines.
    pub(super) strokes: Vec<Stroke>,
}

impl PlannedDrawing {
    /// The id of the drawing on a level, the `nth` time that it is drawn: the same strokes give the same
    /// one.
    pub(super) fn id(&self, level: LevelId, nth: u32) -> DrawingId {
        let written = serde_json::to_vec(&self.strokes)
            // Kinds, booleans and integers only.
            .expect("strokes serialise");
        DrawingId::derived(level.uuid(), &format!("{} {nth}", schema::Digest::of(&written)))
    }
}

impl Plan {
    /// A plan that brings nothing yet.
    pub(super) fn new(subject: Subject, format: Designation, from: Date) -> Self {
        Self {
            subject,
            format,
            from,
            organisations: Vec::new(),
            units: Vec::new(),
            buildings: Vec::new(),
            plane: None,
            levels: Vec::new(),
            spaces: Vec::new(),
            drawings: Vec::new(),
            invoices: Vec::new(),
            figures: BTreeMap::new(),
            heights_assumed: false,
            incomplete: false,
            left_out: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Says that the heights of its levels are assumed.
    pub(super) fn assume_heights(&mut self) {
        self.heights_assumed = true;
        self.notes.push(
            "The file states no heights; levels are put 3.5 m above one another, in their order."
                .to_owned(),
        );
    }

    /// How many workstations it assumes, and how many were counted.
    pub(super) fn workstations(&self) -> (usize, usize) {
        self.spaces.iter().fold((0, 0), |(assumed, counted), space| {
            let count = space.workstations.count();
            match &space.workstations {
                Workstations::NotStated | Workstations::Assumed { .. } => {
                    (assumed + count, counted)
                }
                Workstations::Counted { .. } | Workstations::Each { .. } => {
                    (assumed, counted + count)
                }
            }
        })
    }

    /// How many spaces there are of each category, in the order of categories.
    pub(super) fn categories(&self) -> Vec<(Category, usize)> {
        let of = |category| self.spaces.iter().filter(|s| s.add.category == category).count();
        Category::ALL.into_iter().map(|category| (category, of(category))).collect()
    }
}

/// The id of a space by its source's key.
pub(super) fn space_id(building: BuildingId, key: &str) -> SpaceId {
    SpaceId::derived(building.uuid(), key)
}

/// A GlobalId, where the source's key can be one.
pub(super) fn global_id(key: &str) -> Option<GlobalId> {
    key.parse().ok()
}

/// A name for a level that has none.
pub(super) fn level_name(named: Option<&str>, otherwise: &str) -> Text {
    let named = named.and_then(|name| Text::name(name).ok());
    named
        .or_else(|| Text::name(otherwise).ok())
        // Callers give short words with a number.
        .expect("a level's other name is a name")
}
