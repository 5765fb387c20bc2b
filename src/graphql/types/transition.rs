//! Transitions.

use async_graphql::{Error, ID, Object, Result};
use schema::TransitionId;
use std::sync::Arc;

use super::{Organisation, transition_progress::TransitionProgress, values::Retirement};
use crate::graphql::{
    connection::{PageAsked, complexity, list},
    global_id::GlobalId,
    history::{self, History},
    scalars,
};

thing! {
    /// A programme of reallocations.
    Transition(TransitionId) in transition
}

description! {
    /// What a transition is, from a date.
    TransitionDescription
}

/// What a transition is.
#[Object]
impl TransitionDescription {
    /// Its name, as typed; `[erased]` once the text was erased.
    async fn name(&self) -> String {
        self.pin.text(self.described.name)
    }

    /// What it is for, as typed; `[erased]` once the text was erased.
    async fn goal(&self) -> String {
        self.pin.text(self.described.goal)
    }

    /// The last date on which it runs, unless it is ended before.
    async fn until(&self) -> scalars::Date {
        self.described.until.into()
    }

    /// The organisations that take part, in the order of their references: at most 100.
    #[graphql(complexity = "list(10, child_complexity)")]
    async fn organisations(&self) -> Result<Vec<Organisation>> {
        let taking_part = self.described.organisations.iter();
        taking_part.map(|id| Organisation::named(&self.pin, *id)).collect()
    }
}

described_from! {
    /// What a transition is, from a date.
    TransitionDescribed: TransitionDescription
}

/// A programme of reallocations with a goal, targets and milestones (omställning).
#[Object]
impl Transition {
    /// Opaque; contains the clocks that were named. See `Query.node`.
    pub(in crate::graphql) async fn id(&self) -> ID {
        GlobalId::of("Transition", &self.pin, self.known.id)
    }

    /// The lasting reference, as mutations take it.
    #[graphql(name = "ref")]
    async fn reference(&self) -> scalars::Ref {
        self.known.id.uuid().into()
    }

    /// What it is on the date or, before it begins, is to be.
    async fn description(&self) -> TransitionDescription {
        TransitionDescription::on(&self.pin, &self.known.descriptions)
    }

    /// All that it was, is and will be described as, in the order of the dates.
    #[graphql(complexity = "list(3, child_complexity)")]
    async fn descriptions(&self) -> Vec<TransitionDescribed> {
        TransitionDescribed::all(&self.pin, &self.known.descriptions)
    }

    /// From when it runs.
    async fn from(&self) -> Option<scalars::Date> {
        self.known.descriptions.begins().map(Into::into)
    }

    /// Its end; absent where none is recorded.
    async fn ended(&self) -> Option<Retirement> {
        Retirement::of(&self.pin, self.known.retired.as_ref())
    }

    /// Whether it runs on the date.
    async fn runs(&self) -> bool {
        let on = self.pin.on;
        let described = self.known.descriptions.at(on);
        self.known.exists(on) && described.is_some_and(|described| on <= described.until)
    }

    /// How far it has come on the date and basis.
    #[graphql(complexity = "1_000 + child_complexity")]
    async fn progress(&self) -> Result<TransitionProgress> {
        let (pin, known) = (self.pin.clone(), Arc::clone(&self.known));
        let read = tokio::task::spawn_blocking(move || {
            let (state, on) = (&pin.state, pin.on);
            projections::TransitionProgress::of(state, &known, on, pin.basis, pin.today)
        });
        let read = read.await.map_err(|_| Error::new("the progress could not be computed"))?;
        Ok(TransitionProgress::new(&self.pin, read))
    }

    /// The events about it.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn history(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<History> {
        let asked = PageAsked::new(first, after, last, before);
        history::touching(&self.pin, self.known.id.uuid(), &asked).await
    }
}
