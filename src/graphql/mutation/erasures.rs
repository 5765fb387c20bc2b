//! Erasing texts.

use async_graphql::{Context, InputObject, Object, Result};
use schema::{ErasureDecision, PersonId, TextPlace};

use super::{
    Ref,
    act::{Act, Head, acts, perform},
    enums,
    reading::{Part, Reading, parsed},
    scalars, types,
};

/// The decision on an erasure.
#[derive(InputObject, Debug)]
pub(super) struct ErasureDecisionInput {
    /// The organisation that decided or, where a court or an authority outside the portfolio did,
    /// the one that it was addressed to.
    organisation: Ref,
    /// Its case number (diarienummer): 1 to 64 letters, digits, spaces and -_./:, with a digit.
    case_number: String,
    /// When it was decided, never later than today.
    decided_on: scalars::Date,
}

impl Part for ErasureDecisionInput {
    type Value = ErasureDecision;

    fn read(self, reading: &mut Reading) -> Option<ErasureDecision> {
        let case_number = reading.take("caseNumber", parsed(self.case_number))?;
        let (organisation, decided_on) = (self.organisation.0.into(), self.decided_on.into());
        Some(ErasureDecision { organisation, case_number, decided_on })
    }
}

acts! {
    "personErase": PersonEraseInput {
        /// The person.
        person: Ref,
        /// On which legal ground.
        ground: enums::ErasureGround,
        /// The decision. `DISPOSAL` and `ORDER` take one.
        decision: Option<ErasureDecisionInput>,
    } => PersonErasePayload {
        /// The person, who stays known by the reference.
        person: types::Person
    }

    "textErase": TextEraseInput {
        /// The event in which the text stands.
        revision: scalars::Revision,
        /// Where in it: see `HistoryEntry.texts`.
        field: String,
        /// On which legal ground.
        ground: enums::ErasureGround,
        /// The decision. `DISPOSAL` and `ORDER` take one.
        decision: Option<ErasureDecisionInput>,
    } => TextErasePayload {
        /// The portfolio in which it stood.
        portfolio: types::Portfolio
    }
}

impl Act for PersonEraseInput {
    type Thing = PersonId;
    type Command = schema::PersonErase;
    type Payload = PersonErasePayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(PersonId, schema::PersonErase)> {
        let person = self.person.0.into();
        let decision = reading.any_part("decision", self.decision)?;
        Some((person, schema::PersonErase { person, ground: self.ground.into(), decision }))
    }
}

impl Act for TextEraseInput {
    type Thing = ();
    type Command = schema::TextErase;
    type Payload = TextErasePayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<((), schema::TextErase)> {
        reading.rename("place.field", "field");
        let field = reading.take("field", parsed(self.field));
        let decision = reading.any_part("decision", self.decision);
        let place = TextPlace { revision: self.revision.0, field: field? };
        Some(((), schema::TextErase { place, ground: self.ground.into(), decision: decision? }))
    }
}

/// Mutations that erase.
#[derive(Debug, Default)]
pub(super) struct ErasureMutations;

#[Object]
impl ErasureMutations {
    /// Erases a person's name for ever, wherever it stands. The ledger's bytes stay as they are:
    /// they hold a commitment that nothing opens any more. Only an administrator erases. Answered
    /// once the name is out of the store's files; what was backed up before is the operator's.
    async fn person_erase(
        &self,
        context: &Context<'_>,
        input: PersonEraseInput,
    ) -> Result<PersonErasePayload> {
        perform(context, input).await
    }

    /// Erases a text for ever, where it stands and wherever a later event carries it along: a
    /// reason, a body, a title, a name. Only an administrator erases.
    async fn text_erase(
        &self,
        context: &Context<'_>,
        input: TextEraseInput,
    ) -> Result<TextErasePayload> {
        perform(context, input).await
    }
}
