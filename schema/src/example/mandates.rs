//! On which mandates is decided: delegations, confirmations, preconditions, a sealed basis, the
//! opening balance.

use super::{
    network::{basis, by_board, delegated, town_hall_hub},
    reallocations::to_the_hub,
    setting::{municipality, week},
    story::{Act, STORY, Story, administrator, manager, strategist, the},
};
use crate::{
    BasisAlternative, BasisFigures, BasisProposal, BasisSealed, DecisionBasis, DecisionConfirmed,
    DecisionReported, Delegation, DelegationGiven, DelegationWithdrawn, Digest, HubFigures, Matter,
    Objection, OpeningBalanceSigned, PreconditionAnswer, PreconditionAnswered, PreconditionDropped,
    PreconditionId, PreconditionKind, PreconditionRequired, Revision,
};

/// The negotiation with the unions that the municipality requires.
pub(super) fn negotiation() -> PreconditionId {
    PreconditionId::derived(STORY, "negotiation")
}

fn consent() -> PreconditionId {
    PreconditionId::derived(STORY, "consent")
}

fn digest_of(word: &str) -> Digest {
    Digest::of(word.as_bytes())
}

pub(super) fn tell(story: &mut Story) {
    delegations(story);
    confirmed_and_reported(story);
    preconditions(story);
    sealed(story);
}

fn delegations(story: &mut Story) {
    let organisation = municipality();
    story.command("2029-02-01T08:00:00.000000Z", administrator(), |act| {
        act.complete(DelegationGiven {
            organisation,
            point: the("4.2 b §"),
            from: the("2028-02-01"),
            to: Some(the("2030-01-01")),
            delegation: Delegation {
                delegate: act.text("delegation.delegate", "Fastighetschefen"),
                matters: vec![Matter::Reallocation, Matter::Membership, Matter::Import],
                resources_max: Some(40),
                seats_max: Some(25),
            },
            decision: delegated(act, "KS 2028/00014"),
        });
    });
    story.command("2029-02-01T08:01:00.000000Z", administrator(), |act| {
        act.minimal(DelegationGiven {
            organisation,
            point: the("4.3 §"),
            from: the("2028-02-01"),
            to: None,
            delegation: Delegation {
                delegate: act.text("delegation.delegate", "Lokalstrategen"),
                matters: vec![Matter::Import],
                resources_max: None,
                seats_max: None,
            },
            decision: by_board(act, "KS 2028/00014"),
        });
    });
    story.command("2029-02-02T08:00:00.000000Z", administrator(), |act| {
        act.complete(DelegationWithdrawn {
            organisation,
            point: the("4.3 §"),
            from: the("2028-03-01"),
            decision: delegated(act, "KS 2028/00021"),
        });
    });
    story.command("2029-02-02T08:01:00.000000Z", administrator(), |act| {
        act.minimal(DelegationWithdrawn {
            organisation,
            point: the("4.2 b §"),
            from: the("2029-01-01"),
            decision: by_board(act, "KS 2028/00022"),
        });
    });
    story.command("2029-02-03T08:00:00.000000Z", administrator(), |act| {
        act.complete(OpeningBalanceSigned {
            on: the("2028-01-01"),
            decision: delegated(act, "KS 2028/00030"),
        });
        act.minimal(OpeningBalanceSigned {
            on: the("2028-01-01"),
            decision: by_board(act, "RS 2028/0031"),
        });
    });
}

/// Of the decision in favour of the reallocation that is carried out, which stands at this revision.
const DECIDED: Revision = Revision::FIRST.plus(62);

fn confirmed_and_reported(story: &mut Story) {
    let (recorded, organisation) = (DECIDED, municipality());
    story.command("2029-02-04T08:00:00.000000Z", manager(), |act| {
        act.complete(DecisionConfirmed { recorded, organisation });
    });
    story.command("2029-02-04T08:01:00.000000Z", administrator(), |act| {
        act.complete(DecisionReported { recorded, organisation, on: the("2028-02-03") });
    });
}

fn preconditions(story: &mut Story) {
    story.command("2029-02-05T08:00:00.000000Z", administrator(), |act| {
        act.complete(PreconditionRequired {
            precondition: negotiation(),
            organisation: Some(municipality()),
            from: the("2028-02-01"),
            kind: PreconditionKind::UnionNegotiation,
            name: act.text("name", "Förhandling enligt 11 § MBL"),
        });
        act.minimal(PreconditionRequired {
            precondition: consent(),
            organisation: None,
            from: the("2028-02-01"),
            kind: PreconditionKind::LandlordConsent,
            name: act.text("name", "Hyresvärdens medgivande"),
        });
    });
    let (reallocation, digest) = (to_the_hub(), digest_of("a proposal"));
    let document = |act: &Act| act.text("answer.document", "KS 2028/00041, protokoll 3");
    story.command("2029-02-06T08:00:00.000000Z", manager(), |act| {
        act.minimal(PreconditionAnswered {
            reallocation,
            digest,
            precondition: negotiation(),
            answer: PreconditionAnswer::Met { on: the("2028-02-05"), document: document(act) },
        });
    });
    story.command("2029-02-06T08:01:00.000000Z", manager(), |act| {
        act.complete(PreconditionAnswered {
            reallocation,
            digest,
            precondition: consent(),
            answer: PreconditionAnswer::NotApplicable {
                on: the("2028-02-05"),
                document: document(act),
                because: act.text("answer.because", "Huset är kommunens eget."),
            },
        });
    });
    story.command("2029-02-07T08:00:00.000000Z", administrator(), |act| {
        act.complete(PreconditionDropped {
            precondition: consent(),
            from: the("2028-03-01"),
            reason: Some(act.text("reason", "Prövas i varje hyresavtal.")),
        });
    });
    story.command("2029-02-07T08:01:00.000000Z", administrator(), |act| {
        act.minimal(PreconditionDropped {
            precondition: negotiation(),
            from: the("2030-01-01"),
            reason: None,
        });
    });
}

fn figures(capacity: Option<u32>) -> BasisFigures {
    let promised = week([6, 8, 8, 6, 4, 0, 0]);
    let hub = HubFigures { hub: town_hall_hub(), capacity, workstations: 12, promised };
    BasisFigures { fixed: 30, flexible: 14, vacant: 6, released: 2, hubs: vec![hub] }
}

fn sealed(story: &mut Story) {
    let proposal = BasisProposal { reallocation: to_the_hub(), digest: digest_of("a proposal") };
    let seal = |basis: DecisionBasis| BasisSealed {
        digest: basis.digest().expect("the story's bases have canonical bytes"),
        basis,
    };
    story.command("2029-02-08T08:00:00.000000Z", strategist(), |act| {
        let alternative = |title, figures, objections| BasisAlternative {
            title,
            proposals: vec![proposal],
            figures,
            objections,
        };
        let objection =
            Objection { reallocation: to_the_hub(), code: "HubLimitExceeded".to_owned() };
        act.complete(seal(DecisionBasis {
            basis: basis(),
            title: act.text("basis.title", "Tre sätt att lämna plan 2"),
            known: DECIDED,
            on: the("2029-01-01"),
            assumptions: vec![act.text("basis.assumptions.0", "Lika många anställda som i dag.")],
            nothing: figures(Some(40)),
            alternatives: vec![
                alternative(
                    act.text("basis.alternatives.0.title", "Till noden"),
                    Some(figures(Some(40))),
                    Vec::new(),
                ),
                alternative(
                    act.text("basis.alternatives.1.title", "Allt på en gång"),
                    None,
                    vec![objection],
                ),
            ],
        }));
    });
    story.command("2029-02-08T08:01:00.000000Z", strategist(), |act| {
        act.minimal(seal(DecisionBasis {
            basis: crate::BasisId::derived(STORY, "short basis"),
            title: act.text("basis.title", "Ett enda sätt"),
            known: DECIDED,
            on: the("2029-01-01"),
            assumptions: Vec::new(),
            nothing: figures(None),
            alternatives: Vec::new(),
        }));
    });
}
