//! Budgets.

use async_graphql::{Object, Result};
use projections::BudgetKey;
use std::sync::Arc;

use super::{Decision, Organisation, Transition, any, values::money};
use crate::graphql::{pin::SharedPin, scalars};

/// What an organisation decided for its premises in a year.
#[derive(Clone, Debug)]
pub struct Budget {
    pin: SharedPin,
    key: BudgetKey,
    known: Arc<projections::Budget>,
}

impl Budget {
    /// The budget of an organisation, a year and a transition; none where none is decided.
    pub(in crate::graphql) fn of(pin: SharedPin, key: BudgetKey) -> Option<Self> {
        let known = Arc::clone(pin.state.budget(&key)?);
        Some(Self { pin, key, known })
    }

    pub(super) fn out_of(
        pin: &SharedPin,
        (key, known): (&BudgetKey, &Arc<projections::Budget>),
    ) -> Self {
        Self { pin: pin.clone(), key: *key, known: Arc::clone(known) }
    }
}

/// What tells a budget from others in a list.
pub(super) fn key((organisation, year, transition): &BudgetKey) -> String {
    let transition = transition.map_or_else(String::new, |transition| transition.to_string());
    format!("{organisation} {year} {transition}")
}

/// What an organisation decided for its premises in a year, as last decided.
#[Object]
impl Budget {
    /// The organisation that decided it.
    async fn organisation(&self) -> Result<Organisation> {
        Organisation::named(&self.pin, self.key.0)
    }

    /// The year, from 1900 to 2199.
    async fn year(&self) -> u16 {
        self.key.1.number()
    }

    /// The transition whose reallocations it is for; absent where it is for all that the organisation
    /// bears.
    async fn transition(&self) -> Result<Option<Transition>> {
        any(self.key.2, |id| Transition::named(&self.pin, id))
    }

    /// For running costs, with the VAT that is a cost.
    async fn running(&self) -> Result<scalars::Amount> {
        money(self.known.running)
    }

    /// For costs that come once, with the VAT that is a cost.
    async fn one_off(&self) -> Result<scalars::Amount> {
        money(self.known.one_off)
    }

    /// The event with the decision.
    async fn revision(&self) -> scalars::Revision {
        scalars::Revision(self.known.revision)
    }

    /// The decision; absent once it is found void.
    async fn decision(&self) -> Option<Decision> {
        let mut decisions = self.pin.state.decisions_at(self.known.revision);
        decisions.next().map(|known| Decision::new(&self.pin, &known.decision))
    }
}
