//! Units moved, merged, split and dissolved.

use async_graphql::{Context, InputObject, Object, Result};
use schema::{AllocationHeir, MembershipHeir, UnitId, limits::REFERENCES_MAX};
use std::collections::BTreeSet;

use super::{
    Ref,
    act::{Act, Head, acts, perform},
    reading::{Dated, Part, Reading, any, note},
    scalars, types,
    units::NewUnitInput,
};

/// Units that are registered in one input, at most: as many as the rules accept.
const REGISTERED_MAX: usize = 50;

acts! {
    "unitMove": UnitMoveInput {
        /// The unit.
        unit: Ref,
        /// From when.
        from: scalars::Date,
        /// The organisation that it is part of from then.
        organisation: Ref,
        /// The unit of that organisation that it is part of from then. Left out: none.
        parent: Option<Ref>,
        /// Why: at most 4,000 characters.
        reason: Option<String>,
    } => UnitMovePayload {
        /// The unit.
        unit: types::Unit
    }

    "unitsReorganise": UnitsReorganiseInput {
        /// The units that were, at most 50. Those that do not take over are gone from the date.
        units: Vec<Ref>,
        /// The units that take over, at most 50 with those in `register`. One that also stands
        /// among the former goes on. Empty, and nothing in `register`: the units are dissolved, and what
        /// they have is nobody's from the date: resources are vacant, and memberships end, at most 600
        /// of both together. What was approved for them is in doubt.
        #[graphql(default)]
        into: Vec<Ref>,
        /// Units that take over and are registered with this, from the same date.
        #[graphql(default)]
        register: Vec<NewUnitInput>,
        /// From when.
        from: scalars::Date,
        /// The unit that takes what is not named: one of those that take over, a registered one by
        /// the `ref` that is given with it. Left out: the only one where there is one; of several, none,
        /// so that all that they have is named.
        rest: Option<Ref>,
        /// To whom single resources go, at most 1,500.
        #[graphql(default)]
        allocations: Vec<AllocationHeirInput>,
        /// To whom single memberships go, at most 1,500.
        #[graphql(default)]
        memberships: Vec<MembershipHeirInput>,
        /// Open proposals that name a unit that is gone and are withdrawn, at most 50. The others
        /// are amended to name who takes over, and decided on anew; where nobody does, they stay as they
        /// are and cannot be approved until they are amended.
        #[graphql(default)]
        withdraw: Vec<Ref>,
        /// Why: at most 4,000 characters.
        reason: Option<String>,
    } => UnitsReorganisePayload {
        /// The units that were and those that took over, in the order of their references.
        units: Vec<types::Unit>
    }
}

/// To whom a resource goes.
#[derive(InputObject, Debug)]
pub(super) struct AllocationHeirInput {
    /// The resource.
    resource: Ref,
    /// The unit that has it from then. Left out: it becomes vacant.
    unit: Option<Ref>,
}

impl Part for AllocationHeirInput {
    type Value = AllocationHeir;

    fn read(self, _: &mut Reading) -> Option<AllocationHeir> {
        let unit = self.unit.map(|unit| unit.0.into());
        Some(AllocationHeir { resource: self.resource.0.into(), unit })
    }
}

/// To whom a membership goes.
#[derive(InputObject, Debug)]
pub(super) struct MembershipHeirInput {
    /// The membership.
    membership: Ref,
    /// The unit whose it is from then. Left out: it ends.
    unit: Option<Ref>,
}

impl Part for MembershipHeirInput {
    type Value = MembershipHeir;

    fn read(self, _: &mut Reading) -> Option<MembershipHeir> {
        let unit = self.unit.map(|unit| unit.0.into());
        Some(MembershipHeir { membership: self.membership.0.into(), unit })
    }
}

impl Act for UnitMoveInput {
    type Thing = UnitId;
    type Command = schema::UnitMove;
    type Payload = UnitMovePayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let unit = self.unit.0.into();
        let reason = reading.take("reason", any(self.reason, note))?;
        let command = schema::UnitMove {
            unit,
            from: self.from.into(),
            organisation: self.organisation.0.into(),
            parent: self.parent.map(|parent| parent.0.into()),
            reason,
        };
        Some((unit, command))
    }
}

impl Act for UnitsReorganiseInput {
    type Thing = Vec<UnitId>;
    type Command = schema::UnitsReorganise;
    type Payload = UnitsReorganisePayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let from = self.from.into();
        let register = self.register.into_iter().map(|input| Dated { from, input }).collect();
        let together = "units registered together";
        let register = reading.parts("register", together, register, REGISTERED_MAX);
        let named = "resources named one by one";
        let allocations = reading.parts("allocations", named, self.allocations, REFERENCES_MAX);
        let named = "memberships named one by one";
        let memberships = reading.parts("memberships", named, self.memberships, REFERENCES_MAX);
        let reason = reading.take("reason", any(self.reason, note));
        let register = register?;
        let registered = register.iter().map(|unit| unit.unit);
        let command = schema::UnitsReorganise {
            units: ids(self.units),
            into: ids(self.into).into_iter().chain(registered).collect(),
            register,
            from,
            rest: self.rest.map(|rest| rest.0.into()),
            allocations: allocations?,
            memberships: memberships?,
            withdraw: self.withdraw.into_iter().map(|proposal| proposal.0.into()).collect(),
            reason: reason?,
        };
        let shown: BTreeSet<UnitId> = command.units.iter().chain(&command.into).copied().collect();
        Some((shown.into_iter().collect(), command))
    }
}

fn ids(units: Vec<Ref>) -> Vec<UnitId> {
    units.into_iter().map(|unit| unit.0.into()).collect()
}

/// Mutations that change which units there are and where they belong.
#[derive(Debug, Default)]
pub(super) struct ReorganisationMutations;

#[Object]
impl ReorganisationMutations {
    /// Moves a unit, with all that is part of it, to another organisation or under another unit.
    async fn unit_move(
        &self,
        context: &Context<'_>,
        input: UnitMoveInput,
    ) -> Result<UnitMovePayload> {
        perform(context, input).await
    }

    /// Merges, splits or dissolves units from a date. What they have goes to those that take over,
    /// or is told where it goes.
    async fn units_reorganise(
        &self,
        context: &Context<'_>,
        input: UnitsReorganiseInput,
    ) -> Result<UnitsReorganisePayload> {
        perform(context, input).await
    }
}
