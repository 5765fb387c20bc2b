//! Leases: one of two rooms with everything that can be agreed, and one that says little.

use super::{
    buildings::town_hall,
    network::{by_board, delegated},
    setting::{municipality, region},
    spaces::{open_workplace, studio},
    story::{STORY, Story, manager, the},
};
use crate::{
    Area, BreakClause, Discount, FitOut, IndexClause, Invoicing, Landlord, LeaseAmended,
    LeaseContinued, LeaseEnded, LeaseId, LeaseNoticeServed, LeaseParty, LeaseRegime, LeaseSigned,
    LeaseTerms, MonthOfYear, NoticePurpose, NoticeService, NoticeTerm, Paid, Revision, Rounding,
    Supplement, SupplementKind,
};

pub(super) fn of_two_rooms() -> LeaseId {
    LeaseId::derived(STORY, "of two rooms")
}

fn of_one_room() -> LeaseId {
    LeaseId::derived(STORY, "of one room")
}

fn indexed_lease() -> LeaseId {
    LeaseId::derived(STORY, "indexed")
}

fn month(number: u8) -> MonthOfYear {
    MonthOfYear::new(number).expect("the story's months are months")
}

fn area(square_metres: &str) -> Area {
    Area { measure: the("LOA"), square_metres: the(square_metres) }
}

fn full_terms(rent: &str) -> LeaseTerms {
    let notice = |party, purpose| NoticeTerm { party, purpose, months: 9 };
    let given_up = |on, spaces, area| BreakClause {
        party: LeaseParty::Tenant,
        on: the(on),
        notice_months: 12,
        spaces,
        area,
    };
    let mut spaces = vec![open_workplace(), studio()];
    spaces.sort_unstable();
    LeaseTerms {
        regime: LeaseRegime::Premises,
        building: town_hall(),
        spaces,
        area: Some(area("180.5")),
        rent_per_year: the(rent),
        index: Some(IndexClause {
            series: the("KPI-1980"),
            base_amount: the(rent),
            share_thousandths: 750,
            base_month: the("2028-10"),
            compare_month: month(10),
            step_month: month(1),
            floor: Some(the("310000")),
        }),
        supplements: vec![
            Supplement { kind: SupplementKind::Heat, per_year: the("24300"), follows_index: false },
            Supplement {
                kind: SupplementKind::PropertyTax,
                per_year: the("9120.5"),
                follows_index: true,
            },
        ],
        fit_outs: vec![FitOut {
            amount: the("240000"),
            from: the("2030-01"),
            months: 60,
            interest: 425,
        }],
        discounts: vec![Discount {
            from: the("2030-01-01"),
            to: the("2030-07-01"),
            per_year: the("60000"),
        }],
        invoicing: Invoicing {
            paid: Paid::Quarterly,
            in_advance: true,
            rounding: Rounding::Unit,
            vat_thousandths: 250,
            account: Some(the("6011")),
        },
        restoration: Some(the("85000")),
        to: Some(the("2033-01-01")),
        prolongation_months: Some(36),
        notices: vec![
            notice(LeaseParty::Landlord, NoticePurpose::Termination),
            notice(LeaseParty::Tenant, NoticePurpose::Termination),
            notice(LeaseParty::Tenant, NoticePurpose::ChangedTerms),
        ],
        breaks: vec![
            given_up("2031-01-01", vec![studio()], Some(area("42"))),
            given_up("2032-01-01", Vec::new(), None),
        ],
    }
}

fn short_terms(rent: &str, index: Option<IndexClause>) -> LeaseTerms {
    LeaseTerms {
        regime: LeaseRegime::Internal,
        building: town_hall(),
        spaces: Vec::new(),
        area: None,
        rent_per_year: the(rent),
        index,
        supplements: Vec::new(),
        fit_outs: Vec::new(),
        discounts: Vec::new(),
        invoicing: Invoicing::default(),
        restoration: None,
        to: None,
        prolongation_months: None,
        notices: Vec::new(),
        breaks: Vec::new(),
    }
}

/// A clause without a floor.
fn plain_index() -> IndexClause {
    IndexClause {
        series: the("KPI-1980"),
        base_amount: the("120000"),
        share_thousandths: 1000,
        base_month: the("2028-10"),
        compare_month: month(10),
        step_month: month(1),
        floor: None,
    }
}

pub(super) fn tell(story: &mut Story) {
    signed(story);
    changed(story);
    indexed(story);
    over(story);
}

fn signed(story: &mut Story) {
    story.command("2029-09-03T08:00:00.000000Z", manager(), |act| {
        act.complete(LeaseSigned {
            lease: of_two_rooms(),
            from: the("2030-01-01"),
            landlord: Landlord::Outside { name: act.text("landlord.outside.name", "Storgatan AB") },
            tenant: municipality(),
            parent: Some(of_one_room()),
            terms: full_terms("325400.5"),
            decisions: vec![delegated(act, "FN 2029/00101")],
        });
    });
    story.command("2029-09-03T08:01:00.000000Z", manager(), |act| {
        act.minimal(LeaseSigned {
            lease: of_one_room(),
            from: the("2030-01-01"),
            landlord: Landlord::Organisation { organisation: region() },
            tenant: region(),
            parent: None,
            terms: short_terms("120000", None),
            decisions: vec![by_board(act, "RS 2029/0102")],
        });
    });
}

/// Terms that follow an index wherever it goes.
fn indexed(story: &mut Story) {
    let terms = || short_terms("120000", Some(plain_index()));
    let landlord = Landlord::Organisation { organisation: region() };
    story.command("2029-09-04T09:00:00.000000Z", manager(), |act| {
        act.named(
            "indexed",
            LeaseSigned {
                lease: indexed_lease(),
                from: the("2030-01-01"),
                landlord,
                tenant: municipality(),
                parent: None,
                terms: terms(),
                decisions: vec![delegated(act, "FN 2029/00108")],
            },
        );
    });
    story.command("2029-09-04T09:01:00.000000Z", manager(), |act| {
        act.named(
            "indexed",
            LeaseAmended {
                lease: indexed_lease(),
                from: the("2031-01-01"),
                landlord,
                terms: terms(),
                decisions: vec![delegated(act, "FN 2029/00109")],
                reason: None,
            },
        );
    });
}

fn changed(story: &mut Story) {
    story.command("2029-09-04T08:00:00.000000Z", manager(), |act| {
        act.complete(LeaseAmended {
            lease: of_two_rooms(),
            from: the("2031-01-01"),
            landlord: Landlord::Outside { name: act.text("landlord.outside.name", "Torget AB") },
            terms: full_terms("330000"),
            decisions: vec![delegated(act, "FN 2029/00103")],
            reason: Some(act.text("reason", "Lägre ventilation på kvällar.")),
        });
    });
    story.command("2029-09-04T08:01:00.000000Z", manager(), |act| {
        act.minimal(LeaseAmended {
            lease: of_one_room(),
            from: the("2031-01-01"),
            landlord: Landlord::Organisation { organisation: region() },
            terms: short_terms("118000", None),
            decisions: vec![by_board(act, "RS 2029/0104")],
            reason: None,
        });
    });
}

fn over(story: &mut Story) {
    story.command("2029-09-05T08:00:00.000000Z", manager(), |act| {
        act.complete(LeaseNoticeServed {
            lease: of_two_rooms(),
            party: LeaseParty::Tenant,
            purpose: NoticePurpose::Termination,
            served_on: the("2029-09-04"),
            how: NoticeService::RegisteredLetter,
            takes_effect: the("2033-01-01"),
            late: false,
            decisions: vec![delegated(act, "FN 2029/00105")],
            reason: Some(act.text("reason", "Arbetsplatserna flyttar till noden.")),
        });
    });
    story.command("2029-09-05T08:01:00.000000Z", manager(), |act| {
        act.minimal(LeaseNoticeServed {
            lease: of_two_rooms(),
            party: LeaseParty::Landlord,
            purpose: NoticePurpose::ChangedTerms,
            served_on: the("2029-09-04"),
            how: NoticeService::Served,
            takes_effect: the("2030-01-01"),
            late: true,
            decisions: Vec::new(),
            reason: None,
        });
    });
    story.command("2029-09-06T08:00:00.000000Z", manager(), |act| {
        act.complete(LeaseEnded {
            lease: of_two_rooms(),
            from: the("2032-07-01"),
            decisions: vec![delegated(act, "FN 2029/00106")],
            reason: Some(act.text("reason", "Parterna är överens.")),
        });
    });
    story.command("2029-09-06T08:01:00.000000Z", manager(), |act| {
        act.minimal(LeaseEnded {
            lease: of_one_room(),
            from: the("2032-07-01"),
            decisions: vec![by_board(act, "RS 2029/0107")],
            reason: None,
        });
    });
}

/// The ends by agreement of both leases, as the ledger has them.
const ENDS_AGREED: [Revision; 2] = [Revision::FIRST.plus(177), Revision::FIRST.plus(178)];

/// Both leases go on after all.
pub(super) fn tell_the_going_on(story: &mut Story) {
    story.command("2029-12-31T08:00:00.000000Z", manager(), |act| {
        act.complete(LeaseContinued {
            lease: of_two_rooms(),
            withdraws: ENDS_AGREED[0],
            decisions: vec![delegated(act, "FN 2029/00110")],
            reason: Some(act.text("reason", "Noden öppnar senare.")),
        });
    });
    story.command("2029-12-31T08:01:00.000000Z", manager(), |act| {
        act.minimal(LeaseContinued {
            lease: of_one_room(),
            withdraws: ENDS_AGREED[1],
            decisions: vec![by_board(act, "RS 2029/0111")],
            reason: None,
        });
    });
}
