//! A transition, a reallocation that gives up a space and takes a desk back, and what comes in its way.

use super::{
    network::{by_board, delegated, planning_membership, short_terms, town_hall_hub},
    reallocations::{digest, to_the_hub},
    setting::{municipality, planning, region},
    spaces::{open_workplace, studio, whole_meeting_room, workstation},
    story::{Act, STORY, Story, administrator, manager, strategist, the},
};
use crate::{
    Fate, HubOpeningMoved, MembershipDoubted, MembershipId, Milestone, MilestoneReached, Move,
    MoveDone, Proposal, ProposedMembership, ReallocationAmended, ReallocationDoubted,
    ReallocationId, ReallocationProposed, ReallocationRevoked, Revision, SpaceLost, SpaceRestored,
    Subject, Target, TransitionDescription, TransitionEnded, TransitionId, TransitionRevised,
    TransitionStarted,
};

pub(super) fn lighter_offices() -> TransitionId {
    TransitionId::derived(STORY, "lighter-offices")
}

fn leaving() -> ReallocationId {
    ReallocationId::derived(STORY, "leaving")
}

fn back_again() -> ReallocationId {
    ReallocationId::derived(STORY, "back-again")
}

pub(super) fn tell(story: &mut Story) {
    transition(story);
    proposals(story);
    facts(story);
    carried_out(story);
    the_end(story);
}

fn description(act: &Act) -> TransitionDescription {
    let source = act.text("description.targets.2.source", "Antagande: fjärrvärme, medelvärde.");
    TransitionDescription {
        name: act.text("description.name", "Lättare kontor 2030"),
        goal: act.text("description.goal", "Hälften så mycket yta, dubbelt så många möten."),
        until: the("2030-12-31"),
        organisations: vec![municipality(), region()],
        targets: vec![
            Target::FlexibleShare { thousandths: 400, by: the("2030-12-31") },
            Target::AreaPerEmployee {
                square_metres: the("15"),
                measure: the("LOA"),
                by: the("2030-12-31"),
            },
            Target::Carbon {
                kilograms_per_year: 90_000,
                measure: the("LOA"),
                kilowatt_hours_per_square_metre: 210,
                grams_per_kilowatt_hour: 24,
                source,
                by: the("2030-12-31"),
            },
        ],
        milestones: vec![Milestone {
            number: 1,
            name: act.text("description.milestones.0.name", "Första våningen lämnad"),
            due: the("2028-12-31"),
        }],
    }
}

fn short_description(act: &Act) -> TransitionDescription {
    TransitionDescription {
        name: act.text("description.name", "Lättare kontor"),
        goal: act.text("description.goal", "Mindre yta."),
        until: the("2029-12-31"),
        organisations: vec![municipality()],
        targets: Vec::new(),
        milestones: Vec::new(),
    }
}

fn transition(story: &mut Story) {
    let from = the("2028-03-01");
    story.command("2029-03-01T08:00:00.000000Z", strategist(), |act| {
        let description = description(act);
        act.complete(TransitionStarted { transition: lighter_offices(), from, description });
    });
    story.command("2029-03-01T08:01:00.000000Z", strategist(), |act| {
        let description = short_description(act);
        let transition = TransitionId::derived(STORY, "short-transition");
        act.minimal(TransitionStarted { transition, from, description });
    });
    let from = the("2028-04-01");
    story.command("2029-03-02T08:00:00.000000Z", strategist(), |act| {
        let description = description(act);
        act.complete(TransitionRevised { transition: lighter_offices(), from, description });
    });
    story.command("2029-03-02T08:01:00.000000Z", strategist(), |act| {
        let description = short_description(act);
        let transition = TransitionId::derived(STORY, "short-transition");
        act.minimal(TransitionRevised { transition, from, description });
    });
}

fn moves() -> Vec<Move> {
    let the_move =
        |number, subject, fate| Move { number, subject, fate, planned_on: the("2028-06-01") };
    let hub = town_hall_hub();
    vec![
        the_move(1, Subject::Space(open_workplace()), released()),
        the_move(2, Subject::Resource(workstation(1)), returned()),
        the_move(3, Subject::Space(studio()), Fate::Converted { hub }),
        the_move(4, Subject::Resource(workstation(2)), Fate::Relocated { hub, space: studio() }),
        the_move(
            5,
            Subject::Resource(whole_meeting_room()),
            Fate::Returned { unit: planning(), space: None },
        ),
    ]
}

fn released() -> Fate {
    Fate::Released { handed_over_on: the("2028-07-01"), rent_ends_on: the("2028-09-30") }
}

fn returned() -> Fate {
    Fate::Returned { unit: planning(), space: Some(studio()) }
}

fn full_proposal(act: &Act, title: &str) -> Proposal {
    Proposal {
        title: act.text("proposal.title", title),
        reason: Some(act.text("proposal.reason", "Ytan behövs inte längre.")),
        moves: moves(),
        memberships: vec![ProposedMembership {
            membership: MembershipId::derived(STORY, "leaving-membership"),
            hub: town_hall_hub(),
            unit: planning(),
            from: the("2028-06-01"),
            terms: super::network::full_terms(4),
        }],
        transition: Some(lighter_offices()),
        reverses: Some(to_the_hub()),
    }
}

fn short_proposal(act: &Act, title: &str) -> Proposal {
    Proposal {
        title: act.text("proposal.title", title),
        reason: None,
        moves: vec![Move {
            number: 1,
            subject: Subject::Resource(workstation(1)),
            fate: Fate::Returned { unit: planning(), space: None },
            planned_on: the("2028-06-01"),
        }],
        memberships: vec![ProposedMembership {
            membership: MembershipId::derived(STORY, "short-membership"),
            hub: town_hall_hub(),
            unit: planning(),
            from: the("2028-06-01"),
            terms: short_terms(1),
        }],
        transition: None,
        reverses: None,
    }
}

fn proposals(story: &mut Story) {
    story.command("2029-03-05T08:00:00.000000Z", strategist(), |act| {
        let proposal = full_proposal(act, "Lämna kontorslandskapet");
        let digest = digest(&proposal);
        act.complete(ReallocationProposed { reallocation: leaving(), digest, proposal });
    });
    story.command("2029-03-05T08:01:00.000000Z", strategist(), |act| {
        let proposal = short_proposal(act, "Tillbaka igen");
        let digest = digest(&proposal);
        act.minimal(ReallocationProposed { reallocation: back_again(), digest, proposal });
    });
    story.command("2029-03-06T08:00:00.000000Z", strategist(), |act| {
        let proposal = full_proposal(act, "Lämna hela kontorslandskapet");
        let digest = digest(&proposal);
        act.complete(ReallocationAmended { reallocation: leaving(), digest, proposal });
    });
    story.command("2029-03-06T08:01:00.000000Z", strategist(), |act| {
        let proposal = short_proposal(act, "Tillbaka igen, genast");
        let digest = digest(&proposal);
        act.minimal(ReallocationAmended { reallocation: back_again(), digest, proposal });
    });
}

fn facts(story: &mut Story) {
    let because = Revision::FIRST.plus(147);
    story.command("2029-04-01T08:00:00.000000Z", manager(), |act| {
        act.complete(HubOpeningMoved {
            hub: town_hall_hub(),
            opens_on: the("2028-09-01"),
            reason: Some(act.text("reason", "Ventilationen är försenad.")),
        });
        act.complete(ReallocationDoubted {
            reallocation: leaving(),
            moves: vec![3, 4],
            memberships: vec![MembershipId::derived(STORY, "leaving-membership")],
            because,
        });
        act.complete(MembershipDoubted {
            membership: planning_membership(),
            from: the("2028-06-01"),
            because,
        });
    });
    story.command("2029-04-02T08:00:00.000000Z", manager(), |act| {
        act.minimal(HubOpeningMoved {
            hub: town_hall_hub(),
            opens_on: the("2028-08-01"),
            reason: None,
        });
    });
    story.command("2029-04-03T08:00:00.000000Z", manager(), |act| {
        act.complete(SpaceLost {
            space: studio(),
            from: the("2028-04-02"),
            reason: Some(act.text("reason", "Vattenskada.")),
        });
        act.complete(SpaceRestored {
            space: studio(),
            from: the("2028-05-15"),
            reason: Some(act.text("reason", "Torkad och målad.")),
        });
    });
    story.command("2029-04-04T08:00:00.000000Z", manager(), |act| {
        act.minimal(SpaceLost { space: studio(), from: the("2028-06-02"), reason: None });
        act.minimal(SpaceRestored { space: studio(), from: the("2028-06-05"), reason: None });
    });
}

fn carried_out(story: &mut Story) {
    let [released, returned] = [0, 1].map(|index| moves()[index]);
    story.command("2029-06-02T08:00:00.000000Z", manager(), |act| {
        let on = the("2028-06-01");
        let reallocation = leaving();
        act.named("released", MoveDone { reallocation, carried_out: released, on });
        act.named("returned", MoveDone { reallocation, carried_out: returned, on });
    });
    let in_place = moves()[4];
    story.command("2029-06-03T08:00:00.000000Z", manager(), |act| {
        let on = the("2028-06-02");
        act.named("inplace", MoveDone { reallocation: leaving(), carried_out: in_place, on });
    });
}

fn the_end(story: &mut Story) {
    story.command("2029-06-05T08:00:00.000000Z", administrator(), |act| {
        act.complete(ReallocationRevoked {
            reallocation: leaving(),
            decisions: vec![delegated(act, "FN 2028/00055")],
            reason: Some(act.text("reason", "Noden öppnar inte i år.")),
        });
    });
    story.command("2029-06-05T08:01:00.000000Z", administrator(), |act| {
        act.minimal(ReallocationRevoked {
            reallocation: back_again(),
            decisions: vec![by_board(act, "RS 2028/0056")],
            reason: None,
        });
    });
    story.command("2029-06-06T08:00:00.000000Z", strategist(), |act| {
        let (transition, on) = (lighter_offices(), the("2028-06-01"));
        act.complete(MilestoneReached { transition, milestone: 1, on });
    });
    story.command("2029-06-07T08:00:00.000000Z", strategist(), |act| {
        act.complete(TransitionEnded {
            transition: lighter_offices(),
            from: the("2028-07-01"),
            reason: Some(act.text("reason", "Målen är nådda.")),
        });
        act.minimal(TransitionEnded {
            transition: TransitionId::derived(STORY, "short-transition"),
            from: the("2028-07-01"),
            reason: None,
        });
    });
}
