//! Correcting how something was written, and what was wrong.

use async_graphql::{Context, InputObject, MaybeUndefined, Object, OneofObject, Result};
use schema::{DecisionWording, Wording};

use super::{
    Ref,
    act::{Act, Head, acts, perform},
    decisions::DecisionInput,
    reading::{Part, Reading, change, kept, name, note, parsed},
    scalars,
    true_facts::TrueFactInput,
    types,
};

acts! {
    "correctClerically": CorrectClericallyInput {
        /// The event that was written wrongly.
        corrects: scalars::Revision,
        /// What of it, and how it should read.
        correction: WordingInput,
        /// Why: at most 4,000 characters.
        reason: String,
    } => CorrectClericallyPayload {
        /// The portfolio.
        portfolio: types::Portfolio
    }

    "correctFact": CorrectFactInput {
        /// What was wrong, and what is true.
        fact: TrueFactInput,
        /// The events that cannot stay as they are with what is true: exactly those that the refusal
        /// `CorrectionRestsOn` names, at most 200. Each is void with what was wrong, and recorded once
        /// more from the true date where it fits.
        #[graphql(default)]
        take_along: Vec<scalars::Revision>,
        /// The decisions: of each organisation that decided on what is corrected or taken along, or of
        /// its successor; at most 8, and at most one of each. None where nobody decided.
        #[graphql(default)]
        decisions: Vec<DecisionInput>,
        /// Why: at most 4,000 characters.
        reason: String,
    } => CorrectFactPayload {
        /// The portfolio.
        portfolio: types::Portfolio
    }
}

/// How something should have been written.
#[derive(OneofObject, Debug)]
pub(super) enum WordingInput {
    /// A decision.
    Decision(DecisionWordingInput),
    /// What a reallocation is called, as the event that proposed or last amended it has it.
    Title(TitleInput),
    /// The document by which a precondition was settled.
    Document(DocumentInput),
}

/// How a decision should have been written. What is left out stays. By whom, on which delegation and
/// on which basis it was taken cannot be corrected: that is another mandate.
#[derive(InputObject, Debug)]
pub(super) struct DecisionWordingInput {
    /// The deciding organisation: whose decision is written wrongly.
    organisation: Ref,
    /// Its case number (diarienummer): 1 to 64 letters, digits, spaces and -_./:, with a digit.
    case_number: MaybeUndefined<String>,
    /// The body or the delegate's function, never a person's name.
    body: MaybeUndefined<String>,
    /// When it was decided, never later than today. A delegated decision needs the delegation on which
    /// it was taken, or a wider one, on that date too.
    decided_on: MaybeUndefined<scalars::Date>,
    /// When it was reported to the body that delegated, never later than today. Null takes it away.
    reported_on: MaybeUndefined<scalars::Date>,
}

/// What a reallocation should have been called.
#[derive(InputObject, Debug)]
pub(super) struct TitleInput {
    /// The reallocation.
    reallocation: Ref,
    /// As it should read: one line of at most 200 characters.
    title: String,
}

/// The document by which a precondition was settled.
#[derive(InputObject, Debug)]
pub(super) struct DocumentInput {
    /// The reallocation.
    reallocation: Ref,
    /// The precondition.
    precondition: Ref,
    /// As it should read: one line of at most 200 characters.
    document: String,
}

impl Part for WordingInput {
    type Value = Wording;

    fn read(self, reading: &mut Reading) -> Option<Wording> {
        match self {
            Self::Decision(wording) => reading.part("decision", wording).map(Wording::Decision),
            Self::Title(TitleInput { reallocation, title }) => {
                let reallocation = reallocation.0.into();
                let title = reading.take("title.title", name(title))?;
                Some(Wording::Title { reallocation, title })
            }
            Self::Document(DocumentInput { reallocation, precondition, document }) => {
                let (reallocation, precondition) = (reallocation.0.into(), precondition.0.into());
                let document = reading.take("document.document", name(document))?;
                Some(Wording::Document { reallocation, precondition, document })
            }
        }
    }
}

impl Part for DecisionWordingInput {
    type Value = DecisionWording;

    fn read(self, reading: &mut Reading) -> Option<DecisionWording> {
        let case_number = kept(self.case_number, parsed);
        let case_number = reading.take("caseNumber", case_number);
        let body = reading.take("body", kept(self.body, name));
        let decided_on =
            reading.take("decidedOn", kept(self.decided_on, |on| Ok(schema::Date::from(on))));
        let reported_on =
            reading.take("reportedOn", change(self.reported_on, |on| Ok(schema::Date::from(on))));
        Some(DecisionWording {
            organisation: self.organisation.0.into(),
            case_number: case_number?,
            body: body?,
            decided_on: decided_on?,
            reported_on: reported_on?,
        })
    }
}

impl Act for CorrectClericallyInput {
    type Thing = ();
    type Command = schema::CorrectClerically;
    type Payload = CorrectClericallyPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let correction = reading.part("correction", self.correction);
        let reason = reading.take("reason", note(self.reason))?;
        let (corrects, correction) = (self.corrects.0, correction?);
        Some(((), schema::CorrectClerically { corrects, correction, reason }))
    }
}

/// Decisions on one correction, at most.
const CORRECTING_DECISIONS_MAX: usize = 8;

/// Events that one correction takes along, at most.
const TAKEN_ALONG_MAX: usize = 200;

impl Act for CorrectFactInput {
    type Thing = ();
    type Command = schema::CorrectFact;
    type Payload = CorrectFactPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let fact = reading.part("fact", self.fact);
        let what = "events that one correction takes along";
        let given = self.take_along.len();
        let few_enough = reading.at_most("takeAlong", what, given, TAKEN_ALONG_MAX);
        let what = "decisions on one correction";
        let decisions = reading.parts("decisions", what, self.decisions, CORRECTING_DECISIONS_MAX);
        let reason = reading.take("reason", note(self.reason))?;
        few_enough?;
        let take_along = self.take_along.into_iter().map(|revision| revision.0).collect();
        let (fact, decisions) = (fact?, decisions?);
        Some(((), schema::CorrectFact { fact, take_along, decisions, reason }))
    }
}

/// Mutations that correct.
#[derive(Debug, Default)]
pub(super) struct CorrectionMutations;

#[Object]
impl CorrectionMutations {
    /// Corrects how something was written: a case number, a date of a decision, a title, a document.
    /// It changes neither allocations nor money, and takes no decision. What was known before reads
    /// as it did at its revision.
    async fn correct_clerically(
        &self,
        context: &Context<'_>,
        input: CorrectClericallyInput,
    ) -> Result<CorrectClericallyPayload> {
        perform(context, input).await
    }

    /// Corrects what was recorded wrongly: it is void, as if it had never been, and what is true holds
    /// from its date, never later than today; the end of a lease or of a cost may be still to come. It is
    /// decided as the original was. What was recorded later and cannot stay as it is with what is true is
    /// named (`CorrectionRestsOn`), or taken along; what is only planned is put in doubt. What was known
    /// before reads as it did at its revision.
    async fn correct_fact(
        &self,
        context: &Context<'_>,
        input: CorrectFactInput,
    ) -> Result<CorrectFactPayload> {
        perform(context, input).await
    }
}
