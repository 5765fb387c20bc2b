//! Transitions: begun, described anew, ended; their milestones reached.

use async_graphql::{Context, InputObject, MaybeUndefined, Object, OneofObject, Result};
use schema::{
    MilestoneDraft, OrganisationId, TargetDraft, TransitionId,
    limits::{MILESTONES_MAX, TARGETS_MAX, TRANSITION_ORGANISATIONS_MAX},
};

use super::{
    Ref,
    act::{Act, Head, acts, perform},
    reading::{Part, Reading, any, count, kept, name, note, parsed},
    scalars, types,
};

acts! {
    "transitionStart": TransitionStartInput {
        /// Its lasting reference. Left out: derived from the command's id.
        r#ref: Option<Ref>,
        /// From when it runs.
        from: scalars::Date,
        /// Its name: one line of at most 200 characters.
        name: String,
        /// What it is for: at most 4,000 characters.
        goal: String,
        /// The last date on which it runs, after the first.
        until: scalars::Date,
        /// The organisations that take part: at least one, at most 100.
        organisations: Vec<Ref>,
        /// What it is to reach: at most 10 targets.
        #[graphql(default)]
        targets: Vec<TargetInput>,
        /// Its steps: at most 50, numbered from 1 without gaps.
        #[graphql(default)]
        milestones: Vec<MilestoneInput>,
    } => TransitionStartPayload {
        /// The transition.
        transition: types::Transition
    }

    "transitionRevise": TransitionReviseInput {
        /// The transition.
        transition: Ref,
        /// From when the description holds.
        from: scalars::Date,
        /// Its name. Left out: as it is.
        name: MaybeUndefined<String>,
        /// What it is for. Left out: as it is.
        goal: MaybeUndefined<String>,
        /// The last date on which it runs. Left out: as it is.
        until: MaybeUndefined<scalars::Date>,
        /// The organisations that take part, all of them. Left out: as they are.
        organisations: MaybeUndefined<Vec<Ref>>,
        /// What it is to reach, all of it. Left out: as it is.
        targets: MaybeUndefined<Vec<TargetInput>>,
        /// Its steps, all of them; those that stay keep their numbers, and those that were reached
        /// stay. Left out: as they are.
        milestones: MaybeUndefined<Vec<MilestoneInput>>,
    } => TransitionRevisePayload {
        /// The transition.
        transition: types::Transition
    }

    "transitionEnd": TransitionEndInput {
        /// The transition.
        transition: Ref,
        /// The first date on which it is over.
        from: scalars::Date,
        /// Why: at most 4,000 characters.
        reason: Option<String>,
    } => TransitionEndPayload {
        /// The transition.
        transition: types::Transition
    }

    "milestoneReach": MilestoneReachInput {
        /// The transition.
        transition: Ref,
        /// The number of the milestone.
        milestone: i32,
        /// When it was reached, never later than today.
        on: scalars::Date,
    } => MilestoneReachPayload {
        /// The transition.
        transition: types::Transition
    }
}

/// What a transition is to reach.
#[derive(OneofObject, Debug)]
pub(super) enum TargetInput {
    /// A share of its organisations' resources is flexible.
    FlexibleShare(FlexibleShareInput),
    /// So much area for each person employed, at most.
    AreaPerEmployee(AreaPerEmployeeInput),
    /// So much carbon from the area in use, at most.
    Carbon(CarbonInput),
}

/// A share of its organisations' resources is flexible, at least: see `TargetKind`.
#[derive(InputObject, Debug)]
pub(super) struct FlexibleShareInput {
    /// Thousandths, from 0 to 1,000.
    thousandths: i32,
    /// By when: after the transition begins.
    by: scalars::Date,
}

/// So much area for each person employed, at most: see `TargetKind`.
#[derive(InputObject, Debug)]
pub(super) struct AreaPerEmployeeInput {
    /// Square metres for each person.
    square_metres: scalars::SquareMetres,
    /// Under which measure: see `Area.measure`.
    measure: String,
    /// By when: after the transition begins.
    by: scalars::Date,
}

/// So much carbon from heating and running the area in use, at most: see `TargetKind`.
#[derive(InputObject, Debug)]
pub(super) struct CarbonInput {
    /// Kilograms of carbon dioxide equivalents for each year.
    kilograms_per_year: i32,
    /// Under which measure the area is taken: see `Area.measure`.
    measure: String,
    /// Energy in kilowatt-hours for each square metre and year, as assumed: at most 1,000,000.
    kilowatt_hours_per_square_metre: i32,
    /// Emission in grams of carbon dioxide equivalents for each kilowatt-hour, as assumed: at most
    /// 1,000,000.
    grams_per_kilowatt_hour: i32,
    /// Where the assumed figures come from: at most 4,000 characters.
    source: String,
    /// By when: after the transition begins.
    by: scalars::Date,
}

/// A step of a transition.
#[derive(InputObject, Debug)]
pub(super) struct MilestoneInput {
    /// Its number within the transition.
    number: i32,
    /// What it is: one line of at most 200 characters.
    name: String,
    /// When it is due, after the transition begins.
    due: scalars::Date,
}

impl Part for TargetInput {
    type Value = TargetDraft;

    fn read(self, reading: &mut Reading) -> Option<TargetDraft> {
        match self {
            Self::FlexibleShare(input) => target(reading, "flexibleShare", input),
            Self::AreaPerEmployee(input) => target(reading, "areaPerEmployee", input),
            Self::Carbon(input) => target(reading, "carbon", input),
        }
    }
}

/// A target of one kind: the rules do not name the kind where they name a field.
fn target<P: Part>(reading: &mut Reading, kind: &str, input: P) -> Option<P::Value> {
    let fields = ["by", "thousandths", "kilowattHoursPerSquareMetre", "gramsPerKilowattHour"];
    for field in fields {
        reading.rename(field, &format!("{kind}.{field}"));
    }
    reading.part(kind, input)
}

impl Part for FlexibleShareInput {
    type Value = TargetDraft;

    fn read(self, reading: &mut Reading) -> Option<TargetDraft> {
        let thousandths = count("share in thousandths", self.thousandths);
        let thousandths = reading.take("thousandths", thousandths)?;
        Some(TargetDraft::FlexibleShare { thousandths, by: self.by.into() })
    }
}

impl Part for AreaPerEmployeeInput {
    type Value = TargetDraft;

    fn read(self, reading: &mut Reading) -> Option<TargetDraft> {
        let square_metres = reading.take("squareMetres", self.square_metres.read());
        let measure = reading.take("measure", parsed(self.measure));
        let (square_metres, measure) = (square_metres?, measure?);
        Some(TargetDraft::AreaPerEmployee { square_metres, measure, by: self.by.into() })
    }
}

impl Part for CarbonInput {
    type Value = TargetDraft;

    fn read(self, reading: &mut Reading) -> Option<TargetDraft> {
        let kilograms = count("kilograms for each year", self.kilograms_per_year);
        let kilograms = reading.take("kilogramsPerYear", kilograms);
        let measure = reading.take("measure", parsed(self.measure));
        let energy = count("kilowatt-hours", self.kilowatt_hours_per_square_metre);
        let energy = reading.take("kilowattHoursPerSquareMetre", energy);
        let emission = count("grams for each kilowatt-hour", self.grams_per_kilowatt_hour);
        let emission = reading.take("gramsPerKilowattHour", emission);
        let source = reading.take("source", note(self.source));
        Some(TargetDraft::Carbon {
            kilograms_per_year: kilograms?,
            measure: measure?,
            kilowatt_hours_per_square_metre: energy?,
            grams_per_kilowatt_hour: emission?,
            source: source?,
            by: self.by.into(),
        })
    }
}

impl Part for MilestoneInput {
    type Value = MilestoneDraft;

    fn read(self, reading: &mut Reading) -> Option<MilestoneDraft> {
        let number = reading.take("number", count("number of a milestone", self.number));
        let name = reading.take("name", name(self.name));
        Some(MilestoneDraft { number: number?, name: name?, due: self.due.into() })
    }
}

fn organisations(reading: &mut Reading, given: Vec<Ref>) -> Option<Vec<OrganisationId>> {
    let (what, most) = ("organisations of one transition", TRANSITION_ORGANISATIONS_MAX);
    reading.at_most("organisations", what, given.len(), most)?;
    Some(given.into_iter().map(|organisation| organisation.0.into()).collect())
}

fn targets(reading: &mut Reading, given: Vec<TargetInput>) -> Option<Vec<TargetDraft>> {
    reading.parts("targets", "targets of one transition", given, TARGETS_MAX)
}

fn milestones(reading: &mut Reading, given: Vec<MilestoneInput>) -> Option<Vec<MilestoneDraft>> {
    reading.parts("milestones", "milestones of one transition", given, MILESTONES_MAX)
}

impl Act for TransitionStartInput {
    type Thing = TransitionId;
    type Command = schema::TransitionStart;
    type Payload = TransitionStartPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let word = TransitionId::WORD;
        let transition = reading.new_thing(word, self.r#ref, TransitionId::derived);
        let name = reading.take("name", name(self.name));
        let goal = reading.take("goal", note(self.goal));
        let organisations = organisations(reading, self.organisations);
        let targets = targets(reading, self.targets);
        let milestones = milestones(reading, self.milestones);
        let command = schema::TransitionStart {
            transition,
            from: self.from.into(),
            name: name?,
            goal: goal?,
            until: self.until.into(),
            organisations: organisations?,
            targets: targets?,
            milestones: milestones?,
        };
        Some((transition, command))
    }
}

impl Act for TransitionReviseInput {
    type Thing = TransitionId;
    type Command = schema::TransitionRevise;
    type Payload = TransitionRevisePayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let transition = self.transition.0.into();
        let name = reading.take("name", kept(self.name, name));
        let goal = reading.take("goal", kept(self.goal, note));
        let until = reading.take("until", kept(self.until, |until| Ok(until.into())));
        let organisations = reading.kept_list("organisations", self.organisations, organisations);
        let targets = reading.kept_list("targets", self.targets, targets);
        let milestones = reading.kept_list("milestones", self.milestones, milestones);
        let command = schema::TransitionRevise {
            transition,
            from: self.from.into(),
            name: name?,
            goal: goal?,
            until: until?,
            organisations: organisations?,
            targets: targets?,
            milestones: milestones?,
        };
        Some((transition, command))
    }
}

impl Act for TransitionEndInput {
    type Thing = TransitionId;
    type Command = schema::TransitionEnd;
    type Payload = TransitionEndPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let (transition, from) = (self.transition.0.into(), self.from.into());
        let reason = reading.take("reason", any(self.reason, note))?;
        Some((transition, schema::TransitionEnd { transition, from, reason }))
    }
}

impl Act for MilestoneReachInput {
    type Thing = TransitionId;
    type Command = schema::MilestoneReach;
    type Payload = MilestoneReachPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let (transition, on) = (self.transition.0.into(), self.on.into());
        let milestone = count("number of a milestone", self.milestone);
        let milestone = reading.take("milestone", milestone)?;
        Some((transition, schema::MilestoneReach { transition, milestone, on }))
    }
}

/// Mutations of transitions.
#[derive(Debug, Default)]
pub(super) struct TransitionMutations;

#[Object]
impl TransitionMutations {
    /// Begins a transition: a programme of reallocations with a goal, targets and milestones.
    async fn transition_start(
        &self,
        context: &Context<'_>,
        input: TransitionStartInput,
    ) -> Result<TransitionStartPayload> {
        perform(context, input).await
    }

    /// Describes a transition anew from a date. What is left out stays as it is on that date.
    async fn transition_revise(
        &self,
        context: &Context<'_>,
        input: TransitionReviseInput,
    ) -> Result<TransitionRevisePayload> {
        perform(context, input).await
    }

    /// Ends a transition. Its reallocations go on.
    async fn transition_end(
        &self,
        context: &Context<'_>,
        input: TransitionEndInput,
    ) -> Result<TransitionEndPayload> {
        perform(context, input).await
    }

    /// Records that a step of a transition was reached.
    async fn milestone_reach(
        &self,
        context: &Context<'_>,
        input: MilestoneReachInput,
    ) -> Result<MilestoneReachPayload> {
        perform(context, input).await
    }
}
