//! What a reallocation is to bring about, or has brought about.

use schema::{Date, Fate, MembershipId, Move, Proposal, Subject, WeekCount};
use std::collections::BTreeSet;

use crate::{AreaTotals, Basis, Portfolio, Reallocation};

/// What comes of moves and of the memberships that come with them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    /// Resources that become flexible.
    pub flexible: u32,
    /// Resources that go back to a unit.
    pub returned: u32,
    /// Spaces that are released.
    pub released_spaces: u32,
    /// Their areas, as described when they are released.
    pub released_areas: AreaTotals,
    /// Seats by weekday.
    pub seats: WeekCount,
}

impl Effect {
    /// What a proposal promises: each move on its planned date, and the seats that it would bring.
    pub(super) fn promised(state: &Portfolio, proposal: &Proposal) -> Self {
        let moves = proposal.moves.iter().map(|planned| (planned, planned.planned_on));
        let memberships = proposal.memberships.iter();
        let seats = memberships
            .fold(WeekCount::default(), |sum, proposed| sum.plus(&proposed.terms.promised()));
        Self { seats, ..Self::of_moves(state, moves) }
    }

    /// What has been carried out of a reallocation by a date, and the seats that the memberships which
    /// came with it promise on that date.
    pub(super) fn realised(state: &Portfolio, known: &Reallocation, on: Date) -> Self {
        let moves = known.proposal.moves.iter().filter_map(|made| {
            let done = known.done.get(&made.number).filter(|done| done.on <= on)?;
            Some((made, done.on))
        });
        // Also those that an amendment took out of the proposal once they had begun.
        let proposed = known.approvals.iter().flat_map(|approval| &approval.proposal.memberships);
        let brought: BTreeSet<MembershipId> = proposed.map(|one| one.membership).collect();
        let memberships = brought.iter().filter_map(|id| state.membership(id));
        let terms = memberships.filter_map(|it| it.terms.at(on, Basis::Actual)?.as_ref());
        let seats = terms.fold(WeekCount::default(), |sum, terms| sum.plus(&terms.promised()));
        Self { seats, ..Self::of_moves(state, moves) }
    }

    fn of_moves<'a>(state: &Portfolio, moves: impl Iterator<Item = (&'a Move, Date)>) -> Self {
        let (mut flexible, mut returned, mut released) = (0, 0, Vec::new());
        for (made, on) in moves {
            match (made.subject, made.fate) {
                (Subject::Resource(_), Fate::Converted { .. } | Fate::Relocated { .. }) => {
                    flexible += 1;
                }
                (Subject::Resource(_), Fate::Returned { .. }) => returned += 1,
                (Subject::Space(space), Fate::Released { .. }) => {
                    let space = state.space(&space);
                    released.extend(space.and_then(|space| space.descriptions.nearest(on)));
                }
                // A space that joins a hub says nothing of the desks in it; the rest is not proposed.
                (Subject::Space(_) | Subject::Resource(_), _) => {}
            }
        }
        Self {
            flexible,
            returned,
            // A proposal has 200 moves at most.
            released_spaces: u32::try_from(released.len()).unwrap_or(u32::MAX),
            released_areas: AreaTotals::of(released.into_iter().map(|described| &**described)),
            seats: WeekCount::default(),
        }
    }

    /// Both together.
    #[must_use]
    pub(super) fn plus(self, other: &Self) -> Self {
        Self {
            flexible: self.flexible.saturating_add(other.flexible),
            returned: self.returned.saturating_add(other.returned),
            released_spaces: self.released_spaces.saturating_add(other.released_spaces),
            released_areas: self.released_areas.plus(&other.released_areas),
            seats: self.seats.plus(&other.seats),
        }
    }
}
