//! Registering organisations, describing them anew, ending them.

use async_graphql::{Context, MaybeUndefined, Object, Result};
use schema::OrganisationId;

use super::{
    Ref,
    act::{Act, Head, acts, perform},
    reading::{Reading, any, change, kept, name, note, parsed},
    scalars, types,
};

acts! {
    "organisationRegister": OrganisationRegisterInput {
        /// Its lasting reference. Left out: derived from the command's id.
        r#ref: Option<Ref>,
        /// From when.
        from: scalars::Date,
        /// Its name: one line of at most 200 characters.
        name: String,
        /// Its organisation number (organisationsnummer), NNNNNN-NNNN. A sole trader's is refused:
        /// it is a personal identity number.
        number: Option<String>,
    } => OrganisationRegisterPayload {
        /// The organisation.
        organisation: types::Organisation
    }

    "organisationRevise": OrganisationReviseInput {
        /// The organisation.
        organisation: Ref,
        /// From when it is as described here.
        from: scalars::Date,
        /// Its name. Left out: as it was.
        name: MaybeUndefined<String>,
        /// Its organisation number. Left out: as it was; null: none.
        number: MaybeUndefined<String>,
    } => OrganisationRevisePayload {
        /// The organisation.
        organisation: types::Organisation
    }

    "organisationEnd": OrganisationEndInput {
        /// The organisation.
        organisation: Ref,
        /// The first date on which it is gone.
        from: scalars::Date,
        /// The organisation that takes over its units, buildings, resources and hubs. Left out: none
        /// does; then nothing may be left of it.
        successor: Option<Ref>,
        /// Why: at most 4,000 characters.
        reason: Option<String>,
    } => OrganisationEndPayload {
        /// The organisation.
        organisation: types::Organisation
    }
}

impl Act for OrganisationRegisterInput {
    type Thing = OrganisationId;
    type Command = schema::OrganisationRegister;
    type Payload = OrganisationRegisterPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let word = OrganisationId::WORD;
        let organisation = reading.new_thing(word, self.r#ref, OrganisationId::derived);
        let name = reading.take("name", name(self.name));
        let number = reading.take("number", any(self.number, parsed));
        let command = schema::OrganisationRegister {
            organisation,
            from: self.from.into(),
            name: name?,
            number: number?,
        };
        Some((organisation, command))
    }
}

impl Act for OrganisationReviseInput {
    type Thing = OrganisationId;
    type Command = schema::OrganisationRevise;
    type Payload = OrganisationRevisePayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let organisation = self.organisation.0.into();
        let name = reading.take("name", kept(self.name, name));
        let number = reading.take("number", change(self.number, parsed));
        let command = schema::OrganisationRevise {
            organisation,
            from: self.from.into(),
            name: name?,
            number: number?,
        };
        Some((organisation, command))
    }
}

impl Act for OrganisationEndInput {
    type Thing = OrganisationId;
    type Command = schema::OrganisationEnd;
    type Payload = OrganisationEndPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let (organisation, from) = (self.organisation.0.into(), self.from.into());
        let successor = self.successor.map(|successor| successor.0.into());
        let reason = reading.take("reason", any(self.reason, note))?;
        let command = schema::OrganisationEnd { organisation, from, successor, reason };
        Some((organisation, command))
    }
}

/// Mutations of organisations.
#[derive(Debug, Default)]
pub(super) struct OrganisationMutations;

#[Object]
impl OrganisationMutations {
    /// Registers an organisation.
    async fn organisation_register(
        &self,
        context: &Context<'_>,
        input: OrganisationRegisterInput,
    ) -> Result<OrganisationRegisterPayload> {
        perform(context, input).await
    }

    /// Describes an organisation anew from a date.
    async fn organisation_revise(
        &self,
        context: &Context<'_>,
        input: OrganisationReviseInput,
    ) -> Result<OrganisationRevisePayload> {
        perform(context, input).await
    }

    /// Ends an organisation: it is dissolved, merged into another, or leaves the portfolio. What it
    /// has is its successor's from the date; its revisions and its part in the past stay.
    async fn organisation_end(
        &self,
        context: &Context<'_>,
        input: OrganisationEndInput,
    ) -> Result<OrganisationEndPayload> {
        perform(context, input).await
    }
}
