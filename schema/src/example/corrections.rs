//! What was written or recorded wrongly, and is corrected.

use super::{
    mandates::negotiation,
    network::{delegated, planning_membership, town_hall_hub},
    reallocations::to_the_hub,
    spaces::{open_workplace, workstation},
    story::{Story, administrator, manager},
};
use crate::{
    ClericalCorrection, ClericallyCorrected, DecisionTaken, FactuallyCorrected, Revision, Voided,
    VoidedEntry,
};

pub(super) fn tell(story: &mut Story) {
    clerical(story);
    factual(story);
}

fn clerical(story: &mut Story) {
    let corrects = Revision::FIRST.plus(62);
    story.command("2029-07-01T08:00:00.000000Z", administrator(), |act| {
        act.complete(ClericallyCorrected {
            corrects,
            correction: ClericalCorrection::Decision {
                decision: Box::new(delegated(act, "FN 2026/00326")),
            },
            reason: act.text("reason", "Fel diarienummer."),
        });
    });
    story.command("2029-07-01T08:01:00.000000Z", administrator(), |act| {
        let decision = delegated(act, "FN 2026/00327");
        act.minimal(ClericallyCorrected {
            corrects,
            correction: ClericalCorrection::Decision {
                decision: Box::new(DecisionTaken {
                    delegation_point: None,
                    reported_on: None,
                    basis: None,
                    ..decision
                }),
            },
            reason: act.text("reason", "Punkten gäller inte här."),
        });
    });
    story.command("2029-07-01T08:02:00.000000Z", administrator(), |act| {
        act.named(
            "title",
            ClericallyCorrected {
                corrects,
                correction: ClericalCorrection::Title {
                    reallocation: to_the_hub(),
                    title: act
                        .text("correction.title", "Plan, bygg och miljö till noden på Rådhusgatan"),
                },
                reason: act.text("reason", "Noden ska framgå."),
            },
        );
    });
    story.command("2029-07-01T08:03:00.000000Z", administrator(), |act| {
        act.named(
            "document",
            ClericallyCorrected {
                corrects,
                correction: ClericalCorrection::Document {
                    reallocation: to_the_hub(),
                    precondition: negotiation(),
                    document: act.text("correction.document", "KS 2028/00041, protokoll 4"),
                },
                reason: act.text("reason", "Fel protokoll."),
            },
        );
    });
}

fn factual(story: &mut Story) {
    let corrects = Revision::FIRST.plus(68);
    let resource = workstation(1);
    let entries = [
        VoidedEntry::Allocation { resource },
        VoidedEntry::Place { resource },
        VoidedEntry::HubOpening { hub: town_hall_hub() },
        VoidedEntry::HubSpace { space: open_workplace() },
        VoidedEntry::HubCapacity { hub: town_hall_hub() },
        VoidedEntry::Membership { membership: planning_membership() },
    ];
    // At a revision at which none of them has an entry: nothing of the story is undone.
    let voided = |entry| Voided { revision: Revision::FIRST, entry };
    story.command("2029-07-02T08:00:00.000000Z", manager(), |act| {
        let a_move = VoidedEntry::Move { reallocation: to_the_hub(), number: 3 };
        act.complete(FactuallyCorrected {
            corrects,
            voided: [Voided { revision: corrects, entry: a_move }]
                .into_iter()
                .chain(entries.map(voided))
                .collect(),
            decisions: vec![delegated(act, "FN 2028/00061")],
            reason: act.text("reason", "Skrivbordet flyttades aldrig."),
        });
    });
    story.command("2029-07-02T08:01:00.000000Z", manager(), |act| {
        act.minimal(FactuallyCorrected {
            corrects,
            voided: vec![voided(VoidedEntry::Allocation { resource })],
            decisions: Vec::new(),
            reason: act.text("reason", "Det var en annan plats."),
        });
    });
}
