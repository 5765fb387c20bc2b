//! The state at a revision is what a replay of the stored bytes up to it gives.

use projections::{Cause, Portfolio};
use schema::{CommandMark, CommitPart, Digest, Envelope};

use super::world::World;

/// Every event as it comes out of the store: written as canonical bytes, and read again.
fn stored(world: &World) -> impl Iterator<Item = Envelope> + '_ {
    let portfolio = world.ledger.context().portfolio;
    world.commits.iter().flat_map(move |(id, range)| {
        let count = u32::try_from(range.len()).unwrap();
        world.ledger.events[range.clone()].iter().enumerate().map(move |(nth, (cause, event))| {
            let written = Envelope {
                portfolio,
                revision: cause.revision,
                event_id: schema::EventId::of(portfolio, *id, nth),
                commit: CommitPart { index: u32::try_from(nth).unwrap(), count },
                recorded: cause.recorded,
                actor: cause.actor,
                command: CommandMark { id: *id, digest: Digest::of(b"") },
                correlation: id.uuid().into(),
                event: event.clone(),
            };
            let read = Envelope::from_canonical_bytes(&written.to_bytes().unwrap()).unwrap();
            assert_eq!(read, written, "what is read is not what was written");
            read
        })
    })
}

/// Whether two states are the same, and say so by their digests.
fn same(one: &Portfolio, other: &Portfolio) {
    let at = one.head().unwrap().revision;
    assert!(one == other, "the state at revision {at} is not that of a replay");
    assert_eq!(one.digest(), other.digest(), "the digest at revision {at}");
}

/// The events of a history, replayed from their bytes, pass through the states that it had.
pub(super) fn gives_the_same(world: &World, states: &[Portfolio]) {
    let last = &world.ledger.state;
    let mut passed = states.iter().peekable();
    let mut state = Portfolio::default();
    for envelope in stored(world) {
        let Envelope { revision, recorded, actor, .. } = envelope;
        state.evolve(&Cause { revision, recorded, actor }, &envelope.event).unwrap();
        if let Some(kept) = passed.next_if(|kept| kept.head() == state.head()) {
            same(kept, &state);
        }
    }
    assert!(passed.next().is_none(), "a state was not passed through");
    same(last, &state);
}
