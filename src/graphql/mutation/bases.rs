//! Sealed bases for decisions.

use async_graphql::{Context, InputObject, Object, Result};
use schema::{
    AlternativeDraft, BasisId, Text,
    limits::{ALTERNATIVE_REALLOCATIONS_MAX, ALTERNATIVES_MAX, ASSUMPTIONS_MAX},
};

use super::{
    Ref,
    act::{Act, Head, acts, perform},
    reading::{Part, Reading, name, note},
    scalars, types,
};

acts! {
    "basisSeal": BasisSealInput {
        /// Its lasting reference. Left out: derived from the command's id.
        r#ref: Option<Ref>,
        /// What it is called: one line of at most 200 characters.
        title: String,
        /// The date for which it foresees, today or later.
        on: scalars::Date,
        /// What is assumed: at most 20, each of at most 4,000 characters.
        #[graphql(default)]
        assumptions: Vec<String>,
        /// What could be decided: at most 10. Doing nothing is in every basis.
        #[graphql(default)]
        alternatives: Vec<AlternativeInput>,
    } => BasisSealPayload {
        /// The basis.
        basis: types::SealedBasis
    }
}

/// What could be decided.
#[derive(InputObject, Debug)]
pub(super) struct AlternativeInput {
    /// What it is called: one line of at most 200 characters.
    title: String,
    /// The proposed reallocations that it would carry out together, in the order in which they would
    /// be approved: at least one, at most 20.
    reallocations: Vec<Ref>,
}

impl Part for AlternativeInput {
    type Value = AlternativeDraft;

    fn read(self, reading: &mut Reading) -> Option<AlternativeDraft> {
        let title = reading.take("title", name(self.title));
        let (given, most) = (self.reallocations, ALTERNATIVE_REALLOCATIONS_MAX);
        let what = "reallocations of one alternative";
        reading.at_most("reallocations", what, given.len(), most)?;
        let reallocations = given.into_iter().map(|named| named.0.into()).collect();
        Some(AlternativeDraft { title: title?, reallocations })
    }
}

/// Something that is assumed.
struct Assumption(String);

impl Part for Assumption {
    type Value = Text;

    fn read(self, reading: &mut Reading) -> Option<Text> {
        reading.take("", note(self.0))
    }
}

impl Act for BasisSealInput {
    type Thing = BasisId;
    type Command = schema::BasisSeal;
    type Payload = BasisSealPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let basis = reading.new_thing("basis", self.r#ref, BasisId::derived);
        let title = reading.take("title", name(self.title));
        let assumptions = self.assumptions.into_iter().map(Assumption).collect();
        let what = "assumptions of one basis";
        let assumptions = reading.parts("assumptions", what, assumptions, ASSUMPTIONS_MAX);
        let what = "alternatives of one basis";
        let alternatives = self.alternatives;
        let alternatives = reading.parts("alternatives", what, alternatives, ALTERNATIVES_MAX);
        let command = schema::BasisSeal {
            basis,
            title: title?,
            on: self.on.into(),
            assumptions: assumptions?,
            alternatives: alternatives?,
        };
        Some((basis, command))
    }
}

/// Mutations of bases for decisions.
#[derive(Debug, Default)]
pub(super) struct BasisMutations;

#[Object]
impl BasisMutations {
    /// Seals a basis for decisions: what would hold on a date if nothing were decided and with each
    /// alternative, as the rules foresee it. It decides nothing; a decision can cite it.
    async fn basis_seal(
        &self,
        context: &Context<'_>,
        input: BasisSealInput,
    ) -> Result<BasisSealPayload> {
        perform(context, input).await
    }
}
