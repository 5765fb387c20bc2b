//! Leases that go on after a notice or an end, and those of which a part is given up.

use schema::{
    Area, BreakClause, LeaseContinued, LeaseNoticeServed, LeaseParty, LeaseTerms, Measure,
    NoticePurpose, NoticeService, NoticeTerm,
};

use crate::ledger::{Ledger, lease, terms, the};

/// Of three years from 2028 that are prolonged by three, with nine months of notice, and of which either
/// side may give up a part.
fn prolonged() -> Ledger {
    let notice = |party| NoticeTerm { party, purpose: NoticePurpose::Termination, months: 9 };
    let area = || Area { measure: Measure::Loa, square_metres: the("40") };
    let given_up = |party| BreakClause {
        party,
        on: the("2029-03-01"),
        notice_months: 6,
        spaces: Vec::new(),
        area: Some(area()),
    };
    let parties = [LeaseParty::Landlord, LeaseParty::Tenant];
    let mut ledger = Ledger::default();
    ledger.sign(
        "2028-01-01",
        LeaseTerms {
            to: Some(the("2031-01-01")),
            prolongation_months: Some(36),
            notices: parties.map(notice).to_vec(),
            breaks: parties.map(given_up).to_vec(),
            ..terms("12000")
        },
    );
    ledger
}

fn notice(party: LeaseParty, takes_effect: &str, late: bool) -> LeaseNoticeServed {
    LeaseNoticeServed {
        lease: lease(),
        party,
        purpose: NoticePurpose::Termination,
        served_on: the("2028-12-01"),
        how: NoticeService::Acknowledged,
        takes_effect: the(takes_effect),
        late,
        decisions: Vec::new(),
        reason: None,
    }
}

#[test]
fn notice_of_a_part_leaves_the_rent_whoever_gives_it_and_when() {
    for party in [LeaseParty::Landlord, LeaseParty::Tenant] {
        for late in [false, true] {
            let mut ledger = prolonged();
            ledger.record(notice(party, "2029-03-01", late));
            let rent = ledger.of_line("Rent", "2031-01", "2031-01");
            assert_eq!(rent, ["2031-01 1000.00"], "{party}, late: {late}");
        }
    }
}

#[test]
fn rent_goes_on_from_the_end_that_is_withdrawn_and_names_the_event() {
    let mut ledger = prolonged();
    let signed = ledger.costs("2030-12", "2030-12")[0].because[0];
    let noticed = ledger.record(notice(LeaseParty::Tenant, "2031-01-01", false));
    let ended = ledger.end("2029-06-16");
    // 1000 x 15/30.
    assert_eq!(ledger.of_line("Rent", "2029-06", "2031-02"), ["2029-06 500.00"]);
    let go_on = |withdraws| LeaseContinued {
        lease: lease(),
        withdraws,
        decisions: Vec::new(),
        reason: None,
    };
    let first = ledger.record(go_on(ended));
    let rent = ledger.of_line("Rent", "2029-06", "2031-02");
    assert_eq!((rent.len(), rent[0].as_str()), (19, "2029-06 1000.00"));
    let second = ledger.record(go_on(noticed));
    assert_eq!(ledger.of_line("Rent", "2031-01", "2031-01"), ["2031-01 1000.00"]);
    let behind = |month| ledger.costs(month, month)[0].because.to_vec();
    assert_eq!(behind("2029-05"), [signed]);
    assert_eq!(behind("2029-06"), [signed, first]);
    assert_eq!(behind("2031-01"), [signed, first, second]);
}
