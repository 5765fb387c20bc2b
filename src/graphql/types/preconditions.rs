//! Preconditions of a proposal.

use async_graphql::{Object, Result};
use projections::{Precondition, Reallocation, Settled, touched_organisations};
use schema::PreconditionAnswer;
use std::sync::Arc;

use super::{Organisation, Person};
use crate::graphql::{enums, pin::SharedPin, scalars};

/// A precondition of a proposal.
#[derive(Debug)]
pub struct PreconditionOfProposal {
    pin: SharedPin,
    precondition: Arc<Precondition>,
    settled: Option<Settled>,
}

impl PreconditionOfProposal {
    /// All that are required today of a proposal, in the order of their ids.
    pub(super) fn all(pin: &SharedPin, known: &Reallocation) -> Vec<Self> {
        let touched = touched_organisations(&pin.state, known);
        let required = pin.state.preconditions().values().filter(|precondition| {
            let of = precondition.organisation;
            precondition.is_required(pin.today) && of.is_none_or(|of| touched.contains_key(&of))
        });
        let settled = |id| known.settled.get(id).filter(|by| by.digest == known.digest).copied();
        required
            .map(|precondition| Self::new(pin, precondition, settled(&precondition.id)))
            .collect()
    }

    /// One of a proposal, with how it is settled for that as it stands.
    pub(super) fn new(
        pin: &SharedPin,
        precondition: &Arc<Precondition>,
        settled: Option<Settled>,
    ) -> Self {
        Self { pin: pin.clone(), precondition: Arc::clone(precondition), settled }
    }

    fn answer(&self) -> Option<PreconditionAnswer> {
        self.settled.map(|settled| settled.answer)
    }
}

/// What is to be settled for a proposal before it is approved.
#[Object]
impl PreconditionOfProposal {
    /// The lasting reference, as mutations take it.
    #[graphql(name = "ref")]
    async fn reference(&self) -> scalars::Ref {
        self.precondition.id.uuid().into()
    }

    /// What it is.
    async fn kind(&self) -> enums::PreconditionKind {
        self.precondition.kind.into()
    }

    /// Its name, as typed; `[erased]` once the text was erased.
    async fn name(&self) -> String {
        self.pin.text(self.precondition.name)
    }

    /// The organisation that requires it of its own decisions; absent where it is required of all.
    async fn required_by(&self) -> Result<Option<Organisation>> {
        let by = self.precondition.organisation;
        by.map(|by| Organisation::named(&self.pin, by)).transpose()
    }

    /// When it was met for the proposal as it stands, or found not to apply; absent where it is
    /// missing.
    async fn settled_on(&self) -> Option<scalars::Date> {
        self.answer().map(|answer| answer.on().into())
    }

    /// The document that shows it, as typed; `[erased]` once the text was erased.
    async fn document(&self) -> Option<String> {
        self.answer().map(|answer| match answer {
            PreconditionAnswer::Met { document, .. }
            | PreconditionAnswer::NotApplicable { document, .. } => self.pin.text(document),
        })
    }

    /// Why it does not apply, as typed; absent where it is met or missing.
    async fn not_applicable_because(&self) -> Option<String> {
        match self.answer()? {
            PreconditionAnswer::Met { .. } => None,
            PreconditionAnswer::NotApplicable { because, .. } => Some(self.pin.text(because)),
        }
    }

    /// Who recorded that.
    async fn recorded_by(&self) -> Result<Option<Person>> {
        let by = self.settled.map(|settled| settled.recorded_by);
        by.map(|by| Person::named(&self.pin, by)).transpose()
    }
}
