//! What was recorded wrongly of leases and costs, and is void.

use super::{
    costs::cleaning,
    leases::of_two_rooms,
    network::by_board,
    story::{Story, administrator},
};
use crate::{FactuallyCorrected, Revision, Voided, VoidedEntry};

pub(super) fn tell(story: &mut Story) {
    let (lease, cost) = (of_two_rooms(), cleaning());
    let entries = [
        VoidedEntry::LeaseSigning { lease },
        VoidedEntry::LeaseAmendment { lease },
        VoidedEntry::LeaseNotice { lease },
        VoidedEntry::LeaseEnd { lease },
        VoidedEntry::Cost { cost },
        VoidedEntry::CostRevision { cost },
        VoidedEntry::CostEnd { cost },
    ];
    // At a revision at which none of them has an entry: nothing of the story is undone.
    let corrects = Revision::FIRST;
    let voided = |entry| Voided { revision: corrects, entry };
    story.command("2030-01-02T08:00:00.000000Z", administrator(), |act| {
        act.named(
            "money",
            FactuallyCorrected {
                corrects,
                voided: entries.map(voided).to_vec(),
                decisions: vec![by_board(act, "RS 2030/00002")],
                reason: act.text("reason", "Avtalet gällde en annan lokal."),
            },
        );
    });
}
