//! Commands about leases.

use schema::{
    Area, BreakClause, LeaseAmend, LeaseContinue, LeaseEnd, LeaseNotice, LeaseParty, LeaseRegime,
    LeaseSign, LeaseTerms, Measure, NamedLandlord, NoticePurpose, NoticeService, NoticeTerm,
    Revision,
};

use super::{building, date, lease, organisation, space, text};

/// Three years in the House at a time, from 2026, with nine months of notice by either party.
pub(crate) fn office(spaces: &[&str]) -> LeaseTerms {
    let notice = |party, purpose| NoticeTerm { party, purpose, months: 9 };
    LeaseTerms {
        regime: LeaseRegime::Premises,
        building: building("House"),
        spaces: spaces.iter().map(|name| space(name)).collect(),
        area: Some(Area { measure: Measure::Loa, square_metres: "120".parse().unwrap() }),
        rent_per_year: "180000".parse().unwrap(),
        index: None,
        supplements: Vec::new(),
        fit_outs: Vec::new(),
        discounts: Vec::new(),
        invoicing: schema::Invoicing::default(),
        restoration: None,
        to: Some(date("2029-01-01")),
        prolongation_months: Some(36),
        notices: vec![
            notice(LeaseParty::Tenant, NoticePurpose::Termination),
            notice(LeaseParty::Landlord, NoticePurpose::Termination),
            notice(LeaseParty::Tenant, NoticePurpose::ChangedTerms),
        ],
        breaks: Vec::new(),
    }
}

/// The tenant's right to give up on a date, with six months of notice.
pub(crate) fn break_clause(on: &str, spaces: &[&str]) -> BreakClause {
    BreakClause {
        party: LeaseParty::Tenant,
        on: date(on),
        notice_months: 6,
        spaces: spaces.iter().map(|name| space(name)).collect(),
        area: None,
    }
}

/// The Region lets to the Town.
pub(crate) fn sign_lease(name: &str, from: &str, terms: LeaseTerms) -> LeaseSign {
    LeaseSign {
        lease: lease(name),
        from: date(from),
        landlord: NamedLandlord::Organisation(organisation("Region")),
        tenant: organisation("Town"),
        parent: None,
        currency: "SEK".parse().unwrap(),
        terms,
        decisions: Vec::new(),
    }
}

/// Somebody outside lets to the Town.
pub(crate) fn sign_with_outsider(name: &str, from: &str, terms: LeaseTerms) -> LeaseSign {
    let landlord = NamedLandlord::Outside(text("Storgatan AB"));
    LeaseSign { landlord, ..sign_lease(name, from, terms) }
}

/// The Town lets to the Stranger what it rents itself.
pub(crate) fn sublet(name: &str, of: &str, from: &str, terms: LeaseTerms) -> LeaseSign {
    LeaseSign {
        landlord: NamedLandlord::Organisation(organisation("Town")),
        tenant: organisation("Stranger"),
        parent: Some(lease(of)),
        ..sign_lease(name, from, terms)
    }
}

pub(crate) fn amend_lease(name: &str, from: &str, terms: LeaseTerms) -> LeaseAmend {
    LeaseAmend {
        lease: lease(name),
        from: date(from),
        landlord: None,
        currency: "SEK".parse().unwrap(),
        terms,
        decisions: Vec::new(),
        reason: None,
    }
}

/// Notice to leave.
pub(crate) fn give_notice(
    name: &str,
    party: LeaseParty,
    served_on: &str,
    takes_effect: &str,
) -> LeaseNotice {
    LeaseNotice {
        lease: lease(name),
        party,
        purpose: NoticePurpose::Termination,
        served_on: date(served_on),
        how: NoticeService::RegisteredLetter,
        takes_effect: date(takes_effect),
        decisions: Vec::new(),
        reason: None,
    }
}

pub(crate) fn end_lease(name: &str, from: &str) -> LeaseEnd {
    LeaseEnd { lease: lease(name), from: date(from), decisions: Vec::new(), reason: None }
}

pub(crate) fn continue_lease(name: &str, withdraws: Revision) -> LeaseContinue {
    LeaseContinue { lease: lease(name), withdraws, decisions: Vec::new(), reason: None }
}
