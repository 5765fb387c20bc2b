//! How far a transition has come.

use async_graphql::{Object, Result, SimpleObject};
use schema::Target;

use super::{Reallocation, areas::AreaCoverage, values::Week};
use crate::graphql::{
    connection::{Page, PageAsked, complexity, list, page},
    enums,
    pin::SharedPin,
    scalars,
};

/// How far a transition has come on the date and basis.
#[derive(Debug)]
pub struct TransitionProgress {
    pin: SharedPin,
    read: projections::TransitionProgress,
}

impl TransitionProgress {
    /// What was read out of the state of a pin.
    pub(super) fn new(pin: &SharedPin, read: projections::TransitionProgress) -> Self {
        Self { pin: pin.clone(), read }
    }
}

/// What comes of reallocations.
#[derive(SimpleObject, Debug)]
pub struct TransitionEffect {
    /// Resources that become flexible in a hub.
    flexible_resources: u32,
    /// Resources that go back to a unit.
    returned_resources: u32,
    /// Spaces that are released.
    released_spaces: u32,
    /// Their areas as described when they are released, each measure by itself.
    #[graphql(complexity = "list(3, child_complexity)")]
    released_areas: Vec<AreaCoverage>,
    /// Seats in hubs by weekday.
    seats: Week,
}

impl From<&projections::Effect> for TransitionEffect {
    fn from(effect: &projections::Effect) -> Self {
        Self {
            flexible_resources: effect.flexible,
            returned_resources: effect.returned,
            released_spaces: effect.released_spaces,
            released_areas: effect.released_areas.each().into_iter().map(Into::into).collect(),
            seats: effect.seats.into(),
        }
    }
}

/// A milestone of a transition.
#[derive(Debug)]
pub struct MilestoneProgress {
    pin: SharedPin,
    read: projections::MilestoneProgress,
}

/// A step of a transition, and where it stands.
#[Object]
impl MilestoneProgress {
    /// Its number within the transition.
    async fn number(&self) -> u16 {
        self.read.milestone.number
    }

    /// What it is, as typed; `[erased]` once the text was erased.
    async fn name(&self) -> String {
        self.pin.text(self.read.milestone.name)
    }

    /// When it is due.
    async fn due(&self) -> scalars::Date {
        self.read.milestone.due.into()
    }

    /// Where it stands on the date.
    async fn state(&self) -> enums::MilestoneState {
        self.read.state.into()
    }

    /// When it was reached; absent where it was not by the date.
    async fn reached_on(&self) -> Option<scalars::Date> {
        self.read.reached.map(|reached| reached.from.into())
    }

    /// The event that says so.
    async fn revision(&self) -> Option<scalars::Revision> {
        self.read.reached.map(|reached| scalars::Revision(reached.revision))
    }
}

/// A target of a transition.
#[derive(Debug)]
pub struct TargetProgress {
    pin: SharedPin,
    read: projections::TargetProgress,
}

/// What a transition is to reach, and what is: see `TargetKind` for what stands over what.
#[Object]
impl TargetProgress {
    /// Which.
    async fn kind(&self) -> enums::TargetKind {
        match self.read.target {
            Target::FlexibleShare { .. } => enums::TargetKind::FlexibleShare,
            Target::AreaPerEmployee { .. } => enums::TargetKind::AreaPerEmployee,
            Target::Carbon { .. } => enums::TargetKind::Carbon,
        }
    }

    /// By when it is to be reached.
    async fn by(&self) -> scalars::Date {
        self.read.target.by().into()
    }

    /// What is to be.
    async fn wanted(&self) -> scalars::ExactDecimal {
        scalars::ExactDecimal(self.read.wanted())
    }

    /// What is on the date and basis, rounded half to even to four decimals; absent where the
    /// denominator is 0 or the numerator is not known.
    async fn value(&self) -> Option<scalars::ExactDecimal> {
        self.read.value().map(scalars::ExactDecimal)
    }

    /// What stands over the line; absent where it is too large to be real, and where none of the
    /// spaces in use has an area under the measure.
    async fn numerator(&self) -> Option<scalars::ExactDecimal> {
        self.read.numerator.map(scalars::ExactDecimal)
    }

    /// What stands under the line.
    async fn denominator(&self) -> scalars::ExactDecimal {
        scalars::ExactDecimal(self.read.denominator)
    }

    /// How many of the spaces in use are left out because they have no area under the measure.
    async fn left_out(&self) -> usize {
        self.read.left_out
    }

    /// Whether it is reached. Absent where that is not known: where the denominator is 0 or the
    /// numerator is not known, and where what is known of the area is small enough and spaces are left
    /// out.
    async fn reached(&self) -> Option<bool> {
        self.read.is_reached()
    }

    /// The measure of the area: see `Area.measure`. Absent of `FLEXIBLE_SHARE`.
    async fn measure(&self) -> Option<String> {
        match &self.read.target {
            Target::FlexibleShare { .. } => None,
            Target::AreaPerEmployee { measure, .. } | Target::Carbon { measure, .. } => {
                Some(measure.to_string())
            }
        }
    }

    /// What is assumed of energy and emission; absent but of `CARBON`.
    async fn assumed(&self) -> Option<CarbonAssumption> {
        match &self.read.target {
            Target::FlexibleShare { .. } | Target::AreaPerEmployee { .. } => None,
            Target::Carbon {
                kilowatt_hours_per_square_metre,
                grams_per_kilowatt_hour,
                source,
                ..
            } => Some(CarbonAssumption {
                kilowatt_hours_per_square_metre: *kilowatt_hours_per_square_metre,
                grams_per_kilowatt_hour: *grams_per_kilowatt_hour,
                source: self.pin.text(*source),
            }),
        }
    }
}

/// What is assumed of energy and emission.
#[derive(SimpleObject, Debug)]
pub struct CarbonAssumption {
    /// Energy in kilowatt-hours for each square metre and year.
    kilowatt_hours_per_square_metre: u32,
    /// Emission in grams of carbon dioxide equivalents for each kilowatt-hour.
    grams_per_kilowatt_hour: u32,
    /// Where these figures come from, as typed; `[erased]` once the text was erased.
    source: String,
}

/// A reallocation of a transition.
#[derive(Debug)]
pub struct ReallocationProgress {
    pin: SharedPin,
    read: projections::ReallocationProgress,
}

/// What a reallocation of a transition promised, and what has come of it.
#[Object]
impl ReallocationProgress {
    /// The reallocation.
    async fn reallocation(&self) -> Result<Reallocation> {
        Reallocation::named(&self.pin, self.read.reallocation)
    }

    /// What it promised when it was first approved; nothing where it never was.
    async fn promised(&self) -> TransitionEffect {
        (&self.read.promised).into()
    }

    /// What it promised when it was last approved: less or more where it was amended.
    async fn approved(&self) -> TransitionEffect {
        (&self.read.approved).into()
    }

    /// What has been carried out by the date; of seats, those that the memberships which came with it
    /// promise on the date.
    async fn realised(&self) -> TransitionEffect {
        (&self.read.realised).into()
    }
}

/// How far a transition has come on the date and basis. Organisations that have ended are taken for
/// their successors.
#[Object]
impl TransitionProgress {
    /// Its targets, and what is: at most 10.
    #[graphql(complexity = "list(schema::limits::TARGETS_MAX, child_complexity)")]
    async fn targets(&self) -> Vec<TargetProgress> {
        let targets = self.read.targets.iter().cloned();
        targets.map(|read| TargetProgress { pin: self.pin.clone(), read }).collect()
    }

    /// Its milestones, in the order of their numbers: at most 50.
    #[graphql(complexity = "list(schema::limits::MILESTONES_MAX, child_complexity)")]
    async fn milestones(&self) -> Vec<MilestoneProgress> {
        let milestones = self.read.milestones.iter().copied();
        milestones.map(|read| MilestoneProgress { pin: self.pin.clone(), read }).collect()
    }

    /// The reallocations whose proposals name it, now or when they were approved, in the order of
    /// their references.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn reallocations(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<ReallocationProgress>> {
        let asked = PageAsked::new(first, after, last, before);
        let items = self.read.reallocations.iter().collect();
        let node = |read: &projections::ReallocationProgress| ReallocationProgress {
            pin: self.pin.clone(),
            read: read.clone(),
        };
        page(items, &asked, |item| item.reallocation, node)
    }

    /// What all of them promised when they were first approved.
    async fn promised(&self) -> TransitionEffect {
        (&self.read.promised).into()
    }

    /// What all of them promised when they were last approved.
    async fn approved(&self) -> TransitionEffect {
        (&self.read.approved).into()
    }

    /// What has been carried out of all of them by the date.
    async fn realised(&self) -> TransitionEffect {
        (&self.read.realised).into()
    }
}
