//! What a reallocation proposes, as mutations take it.

use async_graphql::{InputObject, OneofObject};
use schema::{
    Fate, MembershipId, Move, ProposalDraft, ProposedMembership, Subject,
    limits::{MOVES_MAX, PROPOSED_MEMBERSHIPS_MAX},
};

use super::{
    Ref,
    reading::{Part, Reading, any, name, note},
    scalars,
    terms::MembershipTermsInput,
};

/// What is proposed.
#[derive(InputObject, Debug)]
pub(super) struct ProposalInput {
    /// What it is called: one line of at most 200 characters.
    title: String,
    /// Why: at most 4,000 characters.
    reason: Option<String>,
    /// The moves, at most 200. Their places give their numbers, from 1.
    moves: Vec<MoveInput>,
    /// The memberships that replace what is given up, at most 10.
    #[graphql(default)]
    memberships: Vec<ProposedMembershipInput>,
    /// The transition that it is part of.
    transition: Option<Ref>,
    /// The reallocation whose effect it reverses, wholly or in part.
    reverses: Option<Ref>,
}

impl Part for ProposalInput {
    type Value = ProposalDraft;

    fn read(self, reading: &mut Reading) -> Option<ProposalDraft> {
        let title = reading.take("title", name(self.title));
        let reason = reading.take("reason", any(self.reason, note));
        let moves = "moves of one reallocation";
        let moves = reading.parts("moves", moves, self.moves, MOVES_MAX);
        let memberships = "memberships of one reallocation";
        let (given, most) = (self.memberships, PROPOSED_MEMBERSHIPS_MAX);
        let memberships = reading.parts("memberships", memberships, given, most);
        let mut moves = moves?;
        // Bounded above, so that every number is one.
        (1..).zip(&mut moves).for_each(|(number, planned)| planned.number = number);
        Some(ProposalDraft {
            title: title?,
            reason: reason?,
            moves,
            memberships: memberships?,
            transition: self.transition.map(|transition| transition.0.into()),
            reverses: self.reverses.map(|reversed| reversed.0.into()),
        })
    }
}

/// One move: what becomes of one resource or space.
#[derive(InputObject, Debug)]
pub(super) struct MoveInput {
    /// What is moved.
    subject: SubjectInput,
    /// What becomes of it.
    fate: FateInput,
    /// When it is planned.
    planned_on: scalars::Date,
}

/// What is moved.
#[derive(OneofObject, Debug)]
pub(super) enum SubjectInput {
    /// A workstation, a room as a whole, equipment.
    Resource(Ref),
    /// A space, with nothing said of the desks in it.
    Space(Ref),
}

/// What becomes of what is moved.
#[derive(OneofObject, Debug)]
pub(super) enum FateInput {
    /// Joins a hub where it stands.
    Converted(ConvertedInput),
    /// Moves into a space of a hub. Walls stay where they are: no room, and no space.
    Relocated(RelocatedInput),
    /// Is given up: a space that nobody in the portfolio uses any longer.
    Released(ReleasedInput),
    /// Is fixed again: a resource that is given to a unit.
    Returned(ReturnedInput),
}

/// Joins a hub where it stands.
#[derive(InputObject, Debug)]
pub(super) struct ConvertedInput {
    /// The hub.
    hub: Ref,
}

/// Moves into a space of a hub.
#[derive(InputObject, Debug)]
pub(super) struct RelocatedInput {
    /// The hub.
    hub: Ref,
    /// The hub's space in which it stands afterwards.
    space: Ref,
}

/// Is given up. It is vacated when the move is carried out; between that and the last day of rent it
/// is paid for.
#[derive(InputObject, Debug)]
pub(super) struct ReleasedInput {
    /// When it is handed over, not before it is vacated.
    handed_over_on: scalars::Date,
    /// The last day for which rent is due, not before it is vacated.
    rent_ends_on: scalars::Date,
}

/// Is fixed again.
#[derive(InputObject, Debug)]
pub(super) struct ReturnedInput {
    /// The unit to which it is given.
    unit: Ref,
    /// The space in which it stands afterwards; left out where it stays.
    space: Option<Ref>,
}

impl Part for MoveInput {
    type Value = Move;

    fn read(self, reading: &mut Reading) -> Option<Move> {
        let subject = match self.subject {
            SubjectInput::Resource(resource) => Subject::Resource(resource.0.into()),
            SubjectInput::Space(space) => Subject::Space(space.0.into()),
        };
        let fate = self.fate.read(reading)?;
        // The proposal gives the number: it is the place.
        Some(Move { number: 0, subject, fate, planned_on: self.planned_on.into() })
    }
}

impl FateInput {
    fn read(self, reading: &mut Reading) -> Option<Fate> {
        Some(match self {
            Self::Converted(ConvertedInput { hub }) => {
                reading.rename("hub", "fate.converted.hub");
                Fate::Converted { hub: hub.0.into() }
            }
            Self::Relocated(RelocatedInput { hub, space }) => {
                reading.rename("hub", "fate.relocated.hub");
                reading.rename("space", "fate.relocated.space");
                Fate::Relocated { hub: hub.0.into(), space: space.0.into() }
            }
            Self::Released(ReleasedInput { handed_over_on, rent_ends_on }) => {
                reading.rename("fate.handedOverOn", "fate.released.handedOverOn");
                reading.rename("fate.rentEndsOn", "fate.released.rentEndsOn");
                Fate::Released {
                    handed_over_on: handed_over_on.into(),
                    rent_ends_on: rent_ends_on.into(),
                }
            }
            Self::Returned(ReturnedInput { unit, space }) => {
                reading.rename("unit", "fate.returned.unit");
                reading.rename("space", "fate.returned.space");
                Fate::Returned { unit: unit.0.into(), space: space.map(|space| space.0.into()) }
            }
        })
    }
}

/// A membership that a reallocation brings with it.
#[derive(InputObject, Debug)]
pub(super) struct ProposedMembershipInput {
    /// Its lasting reference once granted. Left out: derived from the command's id and its place;
    /// an amendment names the former one to keep it.
    r#ref: Option<Ref>,
    /// The hub.
    hub: Ref,
    /// The unit that becomes a member.
    unit: Ref,
    /// From when: it begins when the first move is done, not before this date.
    from: scalars::Date,
    /// On which terms.
    terms: MembershipTermsInput,
}

impl Part for ProposedMembershipInput {
    type Value = ProposedMembership;

    fn read(self, reading: &mut Reading) -> Option<ProposedMembership> {
        let membership = reading.new_thing(MembershipId::WORD, self.r#ref, MembershipId::derived);
        let terms = reading.part("terms", self.terms)?;
        Some(ProposedMembership {
            membership,
            hub: self.hub.0.into(),
            unit: self.unit.0.into(),
            from: self.from.into(),
            terms,
        })
    }
}
