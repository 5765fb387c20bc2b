//! Planning hubs, opening them, setting how many they hold, closing them.

use async_graphql::{Context, InputObject, Object, Result};
use schema::{HubCapacity, HubId, limits::OPENING_HOURS_MAX};

use super::{
    Ref,
    act::{Act, Head, acts, perform},
    enums,
    opening_hours::OpeningHoursInput,
    reading::{Part, Reading, any, count, name, note, parsed},
    scalars, types,
};

/// Services in one input, at most: each once, with room to spare.
pub(super) const SERVICES_GIVEN_MAX: usize = 16;

acts! {
    "hubPlan": HubPlanInput {
        /// Its lasting reference. Left out: derived from the command's id.
        r#ref: Option<Ref>,
        /// When it is planned to open.
        opens_on: scalars::Date,
        /// Its name: one line of at most 200 characters.
        name: String,
        /// The organisation that runs it.
        host: Ref,
        /// The code of the municipality in which it is.
        municipality: Option<String>,
        /// What it offers.
        #[graphql(default)]
        services: Vec<enums::Service>,
        /// When it is open: at most 21 intervals.
        #[graphql(default)]
        opening_hours: Vec<OpeningHoursInput>,
    } => HubPlanPayload {
        /// The hub.
        hub: types::Hub
    }

    "hubOpen": HubOpenInput {
        /// The hub.
        hub: Ref,
        /// When it opened, never later than today.
        on: scalars::Date,
    } => HubOpenPayload {
        /// The hub.
        hub: types::Hub
    }

    "hubMoveOpening": HubMoveOpeningInput {
        /// The hub.
        hub: Ref,
        /// When it is planned to open now.
        opens_on: scalars::Date,
        /// Why: at most 4,000 characters.
        reason: Option<String>,
    } => HubMoveOpeningPayload {
        /// The hub.
        hub: types::Hub
    }

    "hubSetCapacity": HubSetCapacityInput {
        /// The hub.
        hub: Ref,
        /// From when.
        from: scalars::Date,
        /// How many it holds, and from where this is known.
        capacity: HubCapacityInput,
    } => HubSetCapacityPayload {
        /// The hub.
        hub: types::Hub
    }

    "hubClose": HubCloseInput {
        /// The hub.
        hub: Ref,
        /// The first date on which it is closed.
        from: scalars::Date,
        /// Why: at most 4,000 characters.
        reason: Option<String>,
    } => HubClosePayload {
        /// The hub.
        hub: types::Hub
    }
}

/// How many people a hub holds at a time, and from where this is known.
#[derive(InputObject, Debug)]
pub(super) struct HubCapacityInput {
    /// People at a time.
    people: i32,
    /// From where this is known.
    source: enums::CapacitySource,
    /// When it was established.
    established_on: scalars::Date,
}

impl Part for HubCapacityInput {
    type Value = HubCapacity;

    fn read(self, reading: &mut Reading) -> Option<HubCapacity> {
        let people = reading.take("people", count("capacity", self.people))?;
        let established_on = self.established_on.into();
        // Only the number can be at fault.
        reading.take("people", HubCapacity::new(people, self.source.into(), established_on))
    }
}

impl Act for HubPlanInput {
    type Thing = HubId;
    type Command = schema::HubPlan;
    type Payload = HubPlanPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let hub = reading.new_thing(HubId::WORD, self.r#ref, HubId::derived);
        let name = reading.take("name", name(self.name));
        let municipality = reading.take("municipality", any(self.municipality, parsed));
        let services = self.services.len();
        let services = reading.at_most("services", "services", services, SERVICES_GIVEN_MAX);
        let (field, what) = ("openingHours", "opening intervals");
        let opening_hours = reading.parts(field, what, self.opening_hours, OPENING_HOURS_MAX);
        services?;
        let command = schema::HubPlan {
            hub,
            opens_on: self.opens_on.into(),
            name: name?,
            host: self.host.0.into(),
            municipality: municipality?,
            services: self.services.into_iter().map(Into::into).collect(),
            opening_hours: opening_hours?,
        };
        Some((hub, command))
    }
}

impl Act for HubOpenInput {
    type Thing = HubId;
    type Command = schema::HubOpen;
    type Payload = HubOpenPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, _: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let hub = self.hub.0.into();
        Some((hub, schema::HubOpen { hub, on: self.on.into() }))
    }
}

impl Act for HubMoveOpeningInput {
    type Thing = HubId;
    type Command = schema::HubMoveOpening;
    type Payload = HubMoveOpeningPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let hub = self.hub.0.into();
        let reason = reading.take("reason", any(self.reason, note))?;
        Some((hub, schema::HubMoveOpening { hub, opens_on: self.opens_on.into(), reason }))
    }
}

impl Act for HubSetCapacityInput {
    type Thing = HubId;
    type Command = schema::HubSetCapacity;
    type Payload = HubSetCapacityPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let hub = self.hub.0.into();
        let capacity = reading.part("capacity", self.capacity)?;
        Some((hub, schema::HubSetCapacity { hub, from: self.from.into(), capacity }))
    }
}

impl Act for HubCloseInput {
    type Thing = HubId;
    type Command = schema::HubClose;
    type Payload = HubClosePayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let hub = self.hub.0.into();
        let reason = reading.take("reason", any(self.reason, note))?;
        Some((hub, schema::HubClose { hub, from: self.from.into(), reason }))
    }
}

/// Mutations of hubs.
#[derive(Debug, Default)]
pub(super) struct HubMutations;

#[Object]
impl HubMutations {
    /// Plans a hub.
    async fn hub_plan(&self, context: &Context<'_>, input: HubPlanInput) -> Result<HubPlanPayload> {
        perform(context, input).await
    }

    /// Reports that a hub opened.
    async fn hub_open(&self, context: &Context<'_>, input: HubOpenInput) -> Result<HubOpenPayload> {
        perform(context, input).await
    }

    /// Reports that a hub that has not opened opens on another date than planned. It is always
    /// recorded: what was to happen in the hub before is in doubt, and is not carried out until it is
    /// amended and decided anew.
    async fn hub_move_opening(
        &self,
        context: &Context<'_>,
        input: HubMoveOpeningInput,
    ) -> Result<HubMoveOpeningPayload> {
        perform(context, input).await
    }

    /// Sets how many people a hub holds from a date. It is always recorded: where more seats are
    /// promised, all memberships of the hub that promise any are in doubt from that day on.
    async fn hub_set_capacity(
        &self,
        context: &Context<'_>,
        input: HubSetCapacityInput,
    ) -> Result<HubSetCapacityPayload> {
        perform(context, input).await
    }

    /// Closes a hub from a date on which nobody is a member and nothing serves it any more.
    async fn hub_close(
        &self,
        context: &Context<'_>,
        input: HubCloseInput,
    ) -> Result<HubClosePayload> {
        perform(context, input).await
    }
}
