//! The reallocations: one carried out to its last move, one rejected, two withdrawn.

use super::{
    network::{
        by_board, delegated, directorate_membership, full_terms, planning_membership, short_terms,
        town_hall_hub,
    },
    setting::{directorate, planning},
    spaces::{open_workplace, studio, whole_meeting_room, workstation},
    story::{Act, STORY, Story, administrator, manager, strategist, the},
};
use crate::{
    Digest, Fate, Issuer, MembershipGranted, Move, MoveDone, Proposal, ProposedMembership,
    ReallocationAmended, ReallocationApproved, ReallocationCompleted, ReallocationDecided,
    ReallocationId, ReallocationProposed, ReallocationRejected, ReallocationWithdrawn, Subject,
    Verdict,
};

/// The reallocation that is carried out.
pub(super) fn to_the_hub() -> ReallocationId {
    ReallocationId::derived(STORY, "to-the-hub")
}

fn desk_now() -> ReallocationId {
    ReallocationId::derived(STORY, "desk-now")
}

fn everything() -> ReallocationId {
    ReallocationId::derived(STORY, "everything")
}

pub(super) fn digest(proposal: &Proposal) -> Digest {
    proposal.digest().expect("the story's proposals have canonical bytes")
}

fn converted(number: u16, subject: Subject) -> Move {
    let fate = Fate::Converted { hub: town_hall_hub() };
    Move { number, subject, fate, planned_on: the("2026-12-01") }
}

fn relocated(number: u16, subject: Subject) -> Move {
    let fate = Fate::Relocated { hub: town_hall_hub(), space: studio() };
    Move { number, subject, fate, planned_on: the("2026-12-15") }
}

fn memberships() -> [ProposedMembership; 2] {
    let membership = |membership, unit, terms| ProposedMembership {
        membership,
        hub: town_hall_hub(),
        unit,
        from: the("2026-12-01"),
        terms,
    };
    [
        membership(planning_membership(), planning(), short_terms(18)),
        membership(directorate_membership(), directorate(), full_terms(2)),
    ]
}

fn granted(proposed: ProposedMembership) -> MembershipGranted {
    let ProposedMembership { membership, hub, unit, from, terms } = proposed;
    let reallocation = Some(to_the_hub());
    MembershipGranted { membership, hub, unit, from, terms, reallocation, decisions: Vec::new() }
}

/// A proposal with everything that a proposal can say.
fn full_proposal(act: &Act, title: &str) -> Proposal {
    Proposal {
        title: act.text("proposal.title", title),
        reason: Some(act.text("proposal.reason", "Halva planet står tomt.\nVi delar hellre.")),
        moves: vec![
            converted(1, Subject::Space(open_workplace())),
            converted(2, Subject::Resource(whole_meeting_room())),
            relocated(3, Subject::Resource(workstation(1))),
        ],
        memberships: memberships().into(),
        transition: None,
        reverses: None,
    }
}

fn short_proposal(act: &Act, title: &str) -> Proposal {
    Proposal {
        title: act.text("proposal.title", title),
        reason: None,
        moves: vec![relocated(1, Subject::Resource(workstation(1)))],
        memberships: Vec::new(),
        transition: None,
        reverses: None,
    }
}

pub(super) fn tell(story: &mut Story) {
    let approved = proposed(story);
    rejected(story);
    withdrawn(story);
    carried_out(story, approved);
}

fn propose(
    story: &mut Story,
    recorded: &str,
    actor: Issuer,
    reallocation: ReallocationId,
    title: &str,
) -> Digest {
    story.command(recorded, actor, |act| {
        let proposal = short_proposal(act, title);
        let digest = digest(&proposal);
        act.also(ReallocationProposed { reallocation, digest, proposal });
        digest
    })
}

/// Proposes the reallocation that is carried out, amends it twice and returns its last digest.
fn proposed(story: &mut Story) -> Digest {
    let reallocation = to_the_hub();
    story.command("2026-11-05T08:00:00.000000Z", strategist(), |act| {
        let proposal = full_proposal(act, "Plan och bygg till noden");
        act.also(ReallocationProposed { reallocation, digest: digest(&proposal), proposal });
    });
    story.command("2026-11-05T08:30:00.000000Z", strategist(), |act| {
        let proposal = short_proposal(act, "Fönsterplatsen genast");
        act.also(ReallocationProposed {
            reallocation: desk_now(),
            digest: digest(&proposal),
            proposal,
        });
    });
    story.command("2026-11-06T08:00:00.000000Z", strategist(), |act| {
        let proposal = short_proposal(act, "Bara ett skrivbord till noden");
        act.also(ReallocationAmended { reallocation, digest: digest(&proposal), proposal });
    });
    story.command("2026-11-07T08:00:00.000000Z", strategist(), |act| {
        let proposal = full_proposal(act, "Plan, bygg och miljö till noden");
        let digest = digest(&proposal);
        act.also(ReallocationAmended { reallocation, digest, proposal });
        digest
    })
}

fn rejected(story: &mut Story) {
    let reallocation = everything();
    let title = "Allt till noden";
    let digest = propose(story, "2026-11-08T08:00:00.000000Z", strategist(), reallocation, title);
    story.command("2026-11-09T08:00:00.000000Z", administrator(), |act| {
        act.minimal(ReallocationDecided {
            reallocation,
            digest,
            verdict: Verdict::Rejected,
            decision: by_board(act, "RS 2026/1187"),
            reason: None,
            awaits_confirmation: false,
        });
        act.complete(ReallocationRejected { reallocation, digest });
    });
}

fn withdrawn(story: &mut Story) {
    story.command("2026-11-10T08:00:00.000000Z", strategist(), |act| {
        act.complete(ReallocationWithdrawn {
            reallocation: desk_now(),
            reason: Some(act.text("reason", "Fönsterplatsen ingår i det större förslaget.")),
        });
    });
    let reallocation = ReallocationId::derived(STORY, "second-thoughts");
    let title = "En plats till";
    propose(story, "2026-11-10T09:00:00.000000Z", strategist(), reallocation, title);
    story.command("2026-11-10T09:01:00.000000Z", strategist(), |act| {
        act.minimal(ReallocationWithdrawn { reallocation, reason: None });
    });
}

fn carried_out(story: &mut Story, digest: Digest) {
    let reallocation = to_the_hub();
    story.command("2026-11-11T08:00:00.000000Z", administrator(), |act| {
        act.complete(ReallocationDecided {
            reallocation,
            digest,
            verdict: Verdict::Approved,
            decision: delegated(act, "FN 2026/00325"),
            reason: Some(act.text("reason", "Planet används till hälften.")),
            awaits_confirmation: true,
        });
        act.complete(ReallocationApproved { reallocation, digest });
        let [planning, directorate] = memberships();
        act.minimal(granted(planning));
        act.also(granted(directorate));
    });
    story.command("2026-12-02T15:00:00.000000Z", manager(), |act| {
        act.minimal(MoveDone {
            reallocation,
            carried_out: converted(1, Subject::Space(open_workplace())),
            on: the("2026-12-01"),
        });
        act.also(MoveDone {
            reallocation,
            carried_out: converted(2, Subject::Resource(whole_meeting_room())),
            on: the("2026-12-01"),
        });
    });
    story.command("2026-12-17T15:00:00.000000Z", manager(), |act| {
        act.complete(MoveDone {
            reallocation,
            carried_out: relocated(3, Subject::Resource(workstation(1))),
            on: the("2026-12-16"),
        });
        act.complete(ReallocationCompleted { reallocation });
    });
}
