//! Preconditions: what is to be settled before reallocations are approved.

use async_graphql::{Context, Object, Result};
use schema::{PreconditionId, ReallocationId};

use super::{
    Ref,
    act::{Act, Head, acts, perform},
    enums,
    reading::{Reading, any, name, note},
    scalars, types,
};

acts! {
    "preconditionRequire": PreconditionRequireInput {
        /// Its lasting reference. Left out: derived from the command's id.
        r#ref: Option<Ref>,
        /// The organisation that requires it of its own decisions. Left out: it is required of all.
        organisation: Option<Ref>,
        /// From when.
        from: scalars::Date,
        /// What it is.
        kind: enums::PreconditionKind,
        /// Its name: one line of at most 200 characters.
        name: String,
    } => PreconditionRequirePayload {
        /// The portfolio.
        portfolio: types::Portfolio
    }

    "preconditionDrop": PreconditionDropInput {
        /// The precondition.
        precondition: Ref,
        /// The first date on which it is no longer required.
        from: scalars::Date,
        /// Why: at most 4,000 characters.
        reason: Option<String>,
    } => PreconditionDropPayload {
        /// The portfolio.
        portfolio: types::Portfolio
    }

    "preconditionSettle": PreconditionSettleInput {
        /// The reallocation.
        reallocation: Ref,
        /// The digest of the proposal for which it is settled.
        digest: scalars::Digest,
        /// The precondition.
        precondition: Ref,
        /// When it was met or found not to apply, never later than today.
        on: scalars::Date,
        /// The document that shows it: one line of at most 200 characters.
        document: String,
        /// Why it does not apply: at most 4,000 characters. Left out: it is met.
        not_applicable_because: Option<String>,
    } => PreconditionSettlePayload {
        /// The reallocation.
        reallocation: types::Reallocation
    }
}

impl Act for PreconditionRequireInput {
    type Thing = ();
    type Command = schema::PreconditionRequire;
    type Payload = PreconditionRequirePayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let word = PreconditionId::WORD;
        let precondition = reading.new_thing(word, self.r#ref, PreconditionId::derived);
        let name = reading.take("name", name(self.name))?;
        let command = schema::PreconditionRequire {
            precondition,
            organisation: self.organisation.map(|organisation| organisation.0.into()),
            from: self.from.into(),
            kind: self.kind.into(),
            name,
        };
        Some(((), command))
    }
}

impl Act for PreconditionDropInput {
    type Thing = ();
    type Command = schema::PreconditionDrop;
    type Payload = PreconditionDropPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let (precondition, from) = (self.precondition.0.into(), self.from.into());
        let reason = reading.take("reason", any(self.reason, note))?;
        Some(((), schema::PreconditionDrop { precondition, from, reason }))
    }
}

impl Act for PreconditionSettleInput {
    type Thing = ReallocationId;
    type Command = schema::PreconditionSettle;
    type Payload = PreconditionSettlePayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let reallocation = self.reallocation.0.into();
        let document = reading.take("document", name(self.document));
        let because = reading.take("notApplicableBecause", any(self.not_applicable_because, note));
        let command = schema::PreconditionSettle {
            reallocation,
            digest: self.digest.into(),
            precondition: self.precondition.0.into(),
            on: self.on.into(),
            document: document?,
            not_applicable_because: because?,
        };
        Some((reallocation, command))
    }
}

/// Mutations of preconditions.
#[derive(Debug, Default)]
pub(super) struct PreconditionMutations;

#[Object]
impl PreconditionMutations {
    /// Requires something to be settled before reallocations are approved. Only an administrator
    /// records it.
    async fn precondition_require(
        &self,
        context: &Context<'_>,
        input: PreconditionRequireInput,
    ) -> Result<PreconditionRequirePayload> {
        perform(context, input).await
    }

    /// Requires a precondition no longer. Only an administrator records it.
    async fn precondition_drop(
        &self,
        context: &Context<'_>,
        input: PreconditionDropInput,
    ) -> Result<PreconditionDropPayload> {
        perform(context, input).await
    }

    /// Records how a precondition was settled for a proposal as it stands: met, or not applicable.
    async fn precondition_settle(
        &self,
        context: &Context<'_>,
        input: PreconditionSettleInput,
    ) -> Result<PreconditionSettlePayload> {
        perform(context, input).await
    }
}
