//! Describing hubs anew.

use async_graphql::{Context, MaybeUndefined, Object, Result};
use schema::{HubId, limits::OPENING_HOURS_MAX};

use super::{
    Ref,
    act::{Act, Head, acts, perform},
    enums,
    hubs::SERVICES_GIVEN_MAX,
    opening_hours::OpeningHoursInput,
    reading::{Reading, change, kept, name, parsed},
    scalars, types,
};

acts! {
    "hubRevise": HubReviseInput {
        /// The hub.
        hub: Ref,
        /// From when it is as described here.
        from: scalars::Date,
        /// Its name. Left out: as it was.
        name: MaybeUndefined<String>,
        /// The organisation that runs it. Left out: as it was.
        host: MaybeUndefined<Ref>,
        /// The code of the municipality in which it is. Left out: as it was; null: none.
        municipality: MaybeUndefined<String>,
        /// What it offers, in place of all former services. Left out: as it was; empty: none.
        services: MaybeUndefined<Vec<enums::Service>>,
        /// When it is open, in place of all former hours: at most 21 intervals. Left out: as it
        /// was; empty: not settled.
        opening_hours: MaybeUndefined<Vec<OpeningHoursInput>>,
    } => HubRevisePayload {
        /// The hub.
        hub: types::Hub
    }
}

impl Act for HubReviseInput {
    type Thing = HubId;
    type Command = schema::HubRevise;
    type Payload = HubRevisePayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let hub = self.hub.0.into();
        let name = reading.take("name", kept(self.name, name));
        let host = reading.take("host", kept(self.host, |host| Ok(host.0.into())));
        let municipality = reading.take("municipality", change(self.municipality, parsed));
        let services = reading.kept_list("services", self.services, services);
        let hours = reading.kept_list("openingHours", self.opening_hours, opening_hours);
        let command = schema::HubRevise {
            hub,
            from: self.from.into(),
            name: name?,
            host: host?,
            municipality: municipality?,
            services: services?,
            opening_hours: hours?,
        };
        Some((hub, command))
    }
}

fn services(reading: &mut Reading, given: Vec<enums::Service>) -> Option<Vec<schema::Service>> {
    reading.at_most("services", "services", given.len(), SERVICES_GIVEN_MAX)?;
    Some(given.into_iter().map(Into::into).collect())
}

fn opening_hours(
    reading: &mut Reading,
    given: Vec<OpeningHoursInput>,
) -> Option<Vec<schema::OpeningHours>> {
    reading.parts("openingHours", "opening intervals", given, OPENING_HOURS_MAX)
}

/// Mutations that describe hubs anew.
#[derive(Debug, Default)]
pub(super) struct HubRevisingMutations;

#[Object]
impl HubRevisingMutations {
    /// Describes a hub anew from a date: what it is called, who runs it, where it is, what it
    /// offers and when it is open.
    async fn hub_revise(
        &self,
        context: &Context<'_>,
        input: HubReviseInput,
    ) -> Result<HubRevisePayload> {
        perform(context, input).await
    }
}
