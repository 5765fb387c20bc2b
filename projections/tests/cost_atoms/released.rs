//! What a release frees, and when: rent is taken away again once it is planned to end, as long as a lease
//! charges for it.
//!
//! The county rents the office of 60 m² and the meeting room of 20 m² for 8,000 a month and 800 for heat,
//! and pays back 1,000 a month for a fit-out. The room is a quarter of each: 2,000, 200 and 250.

use projections::{
    Basis, Bookkeeping, CostAtom, CostGroup, CostKey, CostLine, CostScope, Months, Portfolio,
    atoms, charges, cost_rows, month_costs, rent_still_due,
};
use rust_decimal::Decimal;
use schema::{
    BreakClause, Digest, Fate, FitOut, LeaseAmended, LeaseEnded, LeaseParty, LeaseTerms, Move,
    MoveDone, NoticePurpose, NoticeTerm, Proposal, ReallocationApproved, ReallocationProposed,
    Revision, Subject, Supplement, SupplementKind, VatTreatment,
};

use crate::{
    closed::{Closings, books_on, close},
    estate::{Estate, id, sealed, spaces, terms, the},
};

const VACATED: &str = "2030-04-11";
const LAST_RENT: &str = "2030-06-15";

fn rented(names: &[&str], rent: &str) -> LeaseTerms {
    let mut rented = terms("house", names, rent);
    rented.invoicing.vat_thousandths = 250;
    rented
}

fn both_rooms() -> LeaseTerms {
    let heat =
        Supplement { kind: SupplementKind::Heat, per_year: the("9600"), follows_index: false };
    let fit_out = FitOut { amount: the("36000"), from: the("2030-01"), months: 36, interest: 0 };
    LeaseTerms {
        supplements: vec![heat],
        fit_outs: vec![fit_out],
        ..rented(&["office", "meeting"], "96000")
    }
}

/// The county rents both rooms, and social has a desk in the office.
fn let_by(landlord: Option<&str>, terms: LeaseTerms) -> Estate {
    let mut estate = Estate::new();
    estate.sign("lease", ("county", landlord), None, "2030-01-01", terms);
    estate.desk("desk", "office");
    estate.give("desk", "social", "2029-01-01");
    estate
}

fn moves(released: &[(&str, &str, &str)]) -> Vec<Move> {
    let moves = (1..).zip(released).map(|(number, (space, vacated, last))| Move {
        number,
        subject: Subject::Space(id(space)),
        fate: Fate::Released { handed_over_on: the(vacated), rent_ends_on: the(last) },
        planned_on: the(vacated),
    });
    moves.collect()
}

fn propose(estate: &mut Estate, released: &[(&str, &str, &str)]) {
    let (reallocation, digest) = (id("reallocation"), Digest::of(b"proposal"));
    let proposal = Proposal {
        title: sealed(),
        reason: None,
        moves: moves(released),
        memberships: Vec::new(),
        transition: None,
        reverses: None,
    };
    estate.record(ReallocationProposed { reallocation, digest, proposal });
}

fn approve(estate: &mut Estate) -> Revision {
    let (reallocation, digest) = (id("reallocation"), Digest::of(b"proposal"));
    estate.record(ReallocationApproved { reallocation, digest })
}

fn released(landlord: Option<&str>, terms: LeaseTerms) -> Estate {
    let mut estate = let_by(landlord, terms);
    propose(&mut estate, &[("meeting", VACATED, LAST_RENT)]);
    approve(&mut estate);
    estate
}

fn amend(estate: &mut Estate, from: &str, terms: LeaseTerms) -> Revision {
    estate.record(LeaseAmended {
        lease: id("lease"),
        from: the(from),
        landlord: schema::Landlord::Outside { name: sealed() },
        terms,
        decisions: Vec::new(),
        reason: None,
    })
}

fn months(from: &str, through: &str) -> Months {
    Months { from: the(from), through: the(through) }
}

fn of(state: &Portfolio, basis: Basis, month: &str) -> Vec<CostAtom> {
    let mut all = atoms(state, basis, months(month, month));
    all.retain(|atom| atom.month == Some(the(month)));
    all
}

/// What of a month is of the meeting room, without VAT.
fn room(estate: &Estate, basis: Basis, month: &str) -> Vec<String> {
    let of_room = of(&estate.state, basis, month).into_iter();
    let of_room = of_room.filter(|atom| atom.space == Some(id("meeting")));
    of_room.map(|atom| told(estate, &atom)).collect()
}

fn told(estate: &Estate, atom: &CostAtom) -> String {
    let CostAtom { line, borne, net, forecast, .. } = atom;
    let who = estate.name(borne.organisation.uuid());
    let forecast = if *forecast { " forecast" } else { "" };
    format!("{line:?}: {who} {:?} {net:.2}{forecast}", borne.why)
}

#[test]
fn rent_is_double_until_it_is_to_end_and_then_taken_away_again() {
    let estate = released(None, both_rooms());
    let planned = |month| room(&estate, Basis::Planned, month);
    let full = [
        "Rent: county Released 2000.00",
        "Supplement(Heat): county Released 200.00",
        "FitOut: county Released 250.00",
    ];
    assert_eq!(planned("2030-05"), full);
    let freed = "RentFreed: county Released";
    assert_eq!(
        planned("2030-07"),
        [
            full[0],
            &format!("{freed} -2000.00 forecast"),
            full[1],
            &format!("{freed} -200.00 forecast"),
            full[2],
        ]
    );
    // The room is free for 15 of June's 30 days.
    assert_eq!(
        planned("2030-06"),
        [
            "Rent: county Released 1000.00",
            "Rent: county Released 1000.00",
            &format!("{freed} -1000.00 forecast"),
            "Supplement(Heat): county Released 100.00",
            "Supplement(Heat): county Released 100.00",
            &format!("{freed} -100.00 forecast"),
            "FitOut: county Released 125.00",
            "FitOut: county Released 125.00",
        ]
    );
}

#[test]
fn as_it_is_rent_goes_on_until_the_lease_says_otherwise() {
    let mut estate = released(None, both_rooms());
    let month = "2030-07";
    let vacant = [
        "Rent: county Vacant 2000.00",
        "Supplement(Heat): county Vacant 200.00",
        "FitOut: county Vacant 250.00",
    ];
    assert_eq!(room(&estate, Basis::Actual, month), vacant);
    let [carried_out] = moves(&[("meeting", VACATED, LAST_RENT)])[..] else { panic!("one move") };
    let (reallocation, on) = (id("reallocation"), the(VACATED));
    estate.record(MoveDone { reallocation, carried_out, on });
    assert_eq!(
        room(&estate, Basis::Actual, month),
        vacant.map(|l| l.replace("Vacant", "Released"))
    );
    assert_eq!(room(&estate, Basis::Planned, month).len(), 5, "what is done frees as planned");
    // Once the lease has it no longer nothing is left to free.
    amend(&mut estate, "2030-07-01", rented(&["office"], "72000"));
    for basis in [Basis::Actual, Basis::Planned] {
        assert_eq!(room(&estate, basis, month), [""; 0], "{basis:?}");
        let total: Decimal = of(&estate.state, basis, month).iter().map(|atom| atom.net).sum();
        assert_eq!(total, the("6000"), "{basis:?}");
    }
}

#[test]
fn nothing_is_freed_after_a_release_that_nobody_approved_and_all_as_if_it_were() {
    let mut estate = let_by(None, both_rooms());
    let lines = |state: &Portfolio| {
        let (months, all) = (months("2030-06", "2030-08"), CostScope::default());
        let atoms = atoms(state, Basis::Planned, months);
        let groups = [CostGroup::Line, CostGroup::Month];
        let rows = cost_rows(state, &atoms, Bookkeeping::Accrual, months, &groups, &all);
        let freed =
            rows.into_iter().filter(|row| row.keys[0] == CostKey::Line(CostLine::RentFreed));
        freed.map(|row| (row.keys[1].clone(), row.net, row.vat)).collect::<Vec<_>>()
    };
    propose(&mut estate, &[("meeting", VACATED, LAST_RENT)]);
    assert_eq!(lines(&estate.state), []);
    let proposed = estate.state.as_if_approved(&[id("reallocation")]);
    let month =
        |month: &str, net: &str, vat: &str| (CostKey::Month(the(month)), the(net), the(vat));
    let expected = [
        month("2030-06", "-1100", "-275"),
        month("2030-07", "-2200", "-550"),
        month("2030-08", "-2200", "-550"),
    ];
    assert_eq!(lines(&proposed), expected);
    approve(&mut estate);
    assert_eq!(lines(&estate.state), expected);
}

#[test]
fn it_names_the_lease_and_the_release_and_has_the_vat_of_its_payer() {
    let mut estate = let_by(None, both_rooms());
    estate.vat("county", VatTreatment::Cost);
    propose(&mut estate, &[("meeting", VACATED, LAST_RENT)]);
    let approved = approve(&mut estate);
    let july = of(&estate.state, Basis::Planned, "2030-07");
    let freed: Vec<&CostAtom> =
        july.iter().filter(|atom| atom.line == CostLine::RentFreed).collect();
    let rent =
        july.iter().find(|atom| atom.line == CostLine::Rent && atom.space == Some(id("meeting")));
    let rent = rent.expect("rent of the room");
    assert!(rent.because.contains(&approved));
    let less = CostAtom {
        line: CostLine::RentFreed,
        net: -rent.net,
        vat: -rent.vat,
        vat_borne: -rent.vat_borne,
        forecast: true,
        ..rent.clone()
    };
    assert_eq!(*freed[0], less);
    assert_eq!(rent.vat_borne, the("500"));
}

#[test]
fn a_landlord_of_the_portfolio_loses_what_its_tenant_is_freed_of() {
    let estate = released(Some("region"), rented(&["office", "meeting"], "96000"));
    assert_eq!(
        room(&estate, Basis::Planned, "2030-07"),
        [
            "Rent: county Released 2000.00",
            "Rent: region Receives -2000.00",
            "RentFreed: county Released -2000.00 forecast",
            "RentFreed: region Receives 2000.00 forecast",
        ]
    );
    let july = of(&estate.state, Basis::Planned, "2030-07");
    let all = charges(&july, Bookkeeping::Accrual, months("2030-07", "2030-07"));
    assert_eq!(all.iter().map(|charge| charge.net).collect::<Vec<_>>(), [the("6000")]);
    assert_eq!(july.iter().map(|atom| atom.net).sum::<Decimal>(), Decimal::ZERO);
}

#[test]
fn a_sublease_of_what_is_released_is_freed_as_well() {
    let mut estate = let_by(None, rented(&["office", "meeting"], "96000"));
    let parties = ("region", Some("county"));
    estate.sign(
        "sublease",
        parties,
        Some("lease"),
        "2030-02-01",
        terms("house", &["meeting"], "30000"),
    );
    propose(&mut estate, &[("meeting", VACATED, LAST_RENT)]);
    approve(&mut estate);
    let mut lines = room(&estate, Basis::Planned, "2030-07");
    lines.retain(|line| line.starts_with("RentFreed"));
    lines.sort();
    assert_eq!(
        lines,
        [
            "RentFreed: county Receives 2500.00 forecast",
            "RentFreed: county Released -2000.00 forecast",
            "RentFreed: region Released -2500.00 forecast",
        ]
    );
}

#[test]
fn rent_of_what_is_common_is_not_freed_with_a_room() {
    // 10,000 a month: 6,000 of the office, 2,000 each of the room and of the corridor.
    let estate = released(None, rented(&[], "120000"));
    let freed = |space| -> Decimal {
        let july = of(&estate.state, Basis::Planned, "2030-07").into_iter();
        let freed =
            july.filter(|atom| atom.line == CostLine::RentFreed && atom.space == Some(id(space)));
        freed.map(|atom| atom.net).sum()
    };
    assert_eq!(["office", "meeting", "corridor"].map(freed), ["0", "-2000", "0"].map(the));
}

#[test]
fn what_is_paid_in_advance_is_freed_in_its_month_of_payment() {
    let mut quarterly = rented(&["office", "meeting"], "96000");
    quarterly.invoicing.paid = schema::Paid::Quarterly;
    quarterly.invoicing.in_advance = true;
    let estate = released(None, quarterly);
    let all = atoms(&estate.state, Basis::Planned, months("2030-06", "2030-06"));
    // Half of June is paid in March, and all of the third quarter in June.
    let freed = all.iter().filter(|atom| atom.line == CostLine::RentFreed);
    let freed = freed.filter(|atom| atom.paid == Some(the("2030-06")));
    assert_eq!(freed.map(|atom| atom.net).sum::<Decimal>(), the("-6000"));
}

#[test]
fn closed_months_stand_as_planned_and_an_amendment_adjusts_both_lines() {
    let mut estate = released(None, rented(&["office", "meeting"], "96000"));
    let mut closings = Closings::new();
    close(&mut estate, &mut closings, "2030-07");
    let amended = amend(&mut estate, "2030-07-01", rented(&["office"], "72000"));
    let booked = books_on(&estate, &closings, Basis::Planned);
    let adjusting: Vec<&CostAtom> = booked.iter().filter(|atom| atom.adjusts.is_some()).collect();
    let lines: Vec<_> = adjusting.iter().map(|atom| told(&estate, atom)).collect();
    assert_eq!(
        lines,
        ["Rent: county Released -2000.00", "RentFreed: county Released 2000.00 forecast"]
    );
    assert!(adjusting.iter().all(|atom| *atom.because == [amended]));
}

fn restored(estate: &Estate, basis: Basis) -> Vec<String> {
    let costs = month_costs(&estate.state, basis, months("2030-01", "2033-12"));
    let restored = costs.iter().filter(|cost| cost.line == CostLine::Restoration);
    let told = restored.map(|cost| {
        let forecast = if cost.forecast { " forecast" } else { "" };
        format!("{} {:.0}{forecast}", cost.month.expect("a month"), cost.net)
    });
    told.collect()
}

#[test]
fn restoration_is_due_when_the_last_space_is_free_of_rent_and_not_with_a_part() {
    let agreed = LeaseTerms {
        restoration: Some(the("50000")),
        to: Some(the("2032-01-01")),
        ..rented(&["office", "meeting"], "96000")
    };
    let part = released(None, agreed.clone());
    assert_eq!(restored(&part, Basis::Planned), ["2031-12 50000"]);
    let mut estate = let_by(None, agreed);
    propose(
        &mut estate,
        &[("meeting", VACATED, LAST_RENT), ("office", "2030-09-01", "2030-10-31")],
    );
    let approved = approve(&mut estate);
    assert_eq!(restored(&estate, Basis::Planned), ["2030-10 50000 forecast"]);
    assert_eq!(restored(&estate, Basis::Actual), ["2031-12 50000"]);
    let costs = month_costs(&estate.state, Basis::Planned, months("2030-10", "2030-10"));
    let restoration = costs.iter().find(|cost| cost.line == CostLine::Restoration);
    assert!(restoration.expect("restoration").because.contains(&approved));
    // Where the lease ends before, that is when it is due.
    let (lease, from) = (id("lease"), the("2030-09-01"));
    estate.record(LeaseEnded { lease, from, decisions: Vec::new(), reason: None });
    assert_eq!(restored(&estate, Basis::Planned), ["2030-08 50000"]);
}

#[test]
fn what_is_left_in_use_is_given_up_by_amendment_and_then_all_is() {
    let agreed = |names: &[&str], rent| LeaseTerms {
        restoration: Some(the("50000")),
        ..rented(names, rent)
    };
    let mut estate = released(None, agreed(&["office", "meeting"], "96000"));
    assert_eq!(restored(&estate, Basis::Planned), [""; 0]);
    amend(&mut estate, "2030-09-01", agreed(&["meeting"], "24000"));
    assert_eq!(restored(&estate, Basis::Planned), ["2030-08 50000 forecast"]);
}

/// The leases by which rent is still due after a last day, with the last day of notice for it.
fn still_due(estate: &Estate, space: &str, last_day: &str) -> Vec<Option<String>> {
    let due = rent_still_due(&estate.state, id(space), the(last_day)).into_iter();
    due.map(|due| due.notice_by.map(|day| day.to_string())).collect()
}

#[test]
fn a_lease_that_runs_on_is_named_with_the_last_day_to_end_its_rent() {
    let part = BreakClause {
        party: LeaseParty::Tenant,
        on: the("2031-07-01"),
        notice_months: 6,
        spaces: spaces(&["meeting"]),
        area: None,
    };
    let agreed = LeaseTerms {
        to: Some(the("2032-01-01")),
        prolongation_months: Some(36),
        notices: vec![NoticeTerm {
            party: LeaseParty::Tenant,
            purpose: NoticePurpose::Termination,
            months: 9,
        }],
        breaks: vec![part],
        ..rented(&["office", "meeting"], "96000")
    };
    let mut estate = let_by(None, agreed);
    assert_eq!(still_due(&estate, "meeting", "2031-06-30"), [Some("2030-12-31".to_owned())]);
    assert_eq!(still_due(&estate, "office", "2031-06-30"), [None], "the break is of the room");
    assert_eq!(still_due(&estate, "meeting", "2031-05-31"), [None]);
    assert_eq!(still_due(&estate, "meeting", "2031-12-31"), [Some("2031-03-31".to_owned())]);
    assert_eq!(still_due(&estate, "corridor", "2031-06-30"), []);
    amend(&mut estate, "2031-07-01", rented(&["office"], "72000"));
    assert_eq!(still_due(&estate, "meeting", "2031-06-30"), []);
    assert_eq!(still_due(&estate, "meeting", "2031-05-31"), [None]);
}
