//! Memberships.

use async_graphql::{ID, Object, Result, SimpleObject};
use schema::MembershipId;

use super::{Decision, Hub, Reallocation, Unit, any, terms::MembershipTerms};
use crate::graphql::{
    connection::{PageAsked, complexity, list},
    global_id::GlobalId,
    history::{self, History},
    pin::Pin,
    scalars,
};

thing! {
    /// A unit's right to a hub.
    Membership(MembershipId) in membership
}

/// Whether a membership holds on the date and basis of a pin.
pub(super) fn holds(pin: &Pin, membership: &projections::Membership) -> bool {
    matches!(membership.terms.at(pin.on, pin.basis), Some(Some(_)))
}

/// The terms of a membership from a date.
#[derive(SimpleObject, Debug)]
pub struct TermsFrom {
    /// From when.
    from: scalars::Date,
    /// The event that records it.
    revision: scalars::Revision,
    /// The terms; absent where the membership ended.
    terms: Option<MembershipTerms>,
}

impl TermsFrom {
    fn new(entry: &projections::Entry<Option<std::sync::Arc<schema::MembershipTerms>>>) -> Self {
        Self {
            from: entry.from.into(),
            revision: scalars::Revision(entry.revision),
            terms: entry.value.as_deref().map(Into::into),
        }
    }
}

/// Whose a membership is, from a date.
#[derive(SimpleObject, Debug)]
pub struct MembershipHeld {
    /// From when.
    from: scalars::Date,
    /// The event that records it.
    revision: scalars::Revision,
    /// The unit.
    unit: Unit,
}

/// A doubt about a membership: its hub is not open to it, or no longer holds what is promised.
#[derive(SimpleObject, Debug)]
pub struct MembershipDoubt {
    /// From when; absent for a membership that is still to begin with its reallocation.
    from: Option<scalars::Date>,
    /// The event that put it in doubt.
    revision: scalars::Revision,
}

/// A unit's right to a hub (medlemskap).
#[Object]
impl Membership {
    /// Opaque; contains the clocks that were named. See `Query.node`.
    pub(in crate::graphql) async fn id(&self) -> ID {
        GlobalId::of("Membership", &self.pin, self.known.id)
    }

    /// The lasting reference, as mutations take it.
    #[graphql(name = "ref")]
    async fn reference(&self) -> scalars::Ref {
        self.known.id.uuid().into()
    }

    /// The hub.
    async fn hub(&self) -> Result<Hub> {
        Hub::named(&self.pin, self.known.hub)
    }

    /// The unit whose it is on the date or, before it begins, is to be.
    async fn unit(&self) -> Result<Unit> {
        Unit::named(&self.pin, self.known.unit(self.pin.on))
    }

    /// The units whose it was, is and will be, in the order of the dates. What a later recording
    /// superseded is not among them: it is in `history`.
    #[graphql(complexity = "list(3, child_complexity)")]
    async fn unit_history(&self) -> Result<Vec<MembershipHeld>> {
        let Membership { known, .. } = self;
        // Whose it is to be is known before it begins.
        let pending = known.terms.pending().first().map(|pending| pending.entry.from);
        let begins = known.terms.actual().begins().or(pending);
        let entries = known.units.entries().iter();
        let held = entries.map(|entry| {
            Ok(MembershipHeld {
                from: begins.map_or(entry.from, |begins| entry.from.max(begins)).into(),
                revision: scalars::Revision(entry.revision),
                unit: Unit::named(&self.pin, entry.value)?,
            })
        });
        held.collect()
    }

    /// The reallocation that brings it; absent where it was granted by itself.
    async fn reallocation(&self) -> Result<Option<Reallocation>> {
        any(self.known.reallocation, |id| Reallocation::named(&self.pin, id))
    }

    /// The decisions behind its latest change, at most one of each organisation; none where those on
    /// the reallocation grant it.
    #[graphql(complexity = "list(2, child_complexity)")]
    async fn decisions(&self) -> Vec<Decision> {
        let recorded = self.known.decided.into_iter();
        let recorded = recorded.flat_map(|decided| self.pin.state.decisions_at(decided));
        recorded.map(|recorded| Decision::new(&self.pin, &recorded.decision)).collect()
    }

    /// Whether it holds on the date and basis. Its hub may not be open then: see `usable`.
    async fn holds(&self) -> bool {
        holds(&self.pin, &self.known)
    }

    /// Whether somebody can sit there on the date and basis: it holds, and its hub is open.
    async fn usable(&self) -> bool {
        let hub = self.pin.state.hub(&self.known.hub);
        holds(&self.pin, &self.known)
            && hub.is_some_and(|hub| hub.is_open(self.pin.on, self.pin.basis))
    }

    /// Its terms on the date and basis; absent where it does not hold.
    async fn terms(&self) -> Option<MembershipTerms> {
        let terms = self.known.terms.at(self.pin.on, self.pin.basis)?;
        terms.as_deref().map(Into::into)
    }

    /// All terms that were granted, changed or ended, in the order of the dates. Of two entries
    /// for one date the one with the larger revision holds. What a later recording superseded is
    /// not among them: it is in `history`, and at the revisions before.
    #[graphql(complexity = "list(10, child_complexity)")]
    async fn terms_history(&self) -> Vec<TermsFrom> {
        self.known.terms.actual().entries().iter().map(TermsFrom::new).collect()
    }

    /// The terms that are approved with its reallocation and not yet granted, which comes about
    /// with the first move that is done.
    #[graphql(complexity = "list(1, child_complexity)")]
    async fn planned_terms(&self) -> Vec<TermsFrom> {
        let pending = self.known.terms.pending().iter();
        pending.map(|pending| TermsFrom::new(&pending.entry)).collect()
    }

    /// What put it in doubt since its latest change, in the order of recording.
    #[graphql(complexity = "list(3, child_complexity)")]
    async fn doubts(&self) -> Vec<MembershipDoubt> {
        let brought_by = self
            .known
            .reallocation
            .and_then(|id| self.pin.state.reallocation(&id))
            .filter(|_| !self.known.terms.pending().is_empty());
        let to_begin = brought_by.into_iter().flat_map(|known| &known.doubts);
        let to_begin =
            to_begin.filter(|doubt| doubt.memberships.contains(&self.known.id)).map(|doubt| {
                MembershipDoubt { from: None, revision: scalars::Revision(doubt.because) }
            });
        let single = self.known.doubts.iter().map(|doubt| MembershipDoubt {
            from: Some(doubt.from.into()),
            revision: scalars::Revision(doubt.because),
        });
        to_begin.chain(single).collect()
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
