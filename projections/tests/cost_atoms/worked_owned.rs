//! The worked example of an owned building that becomes a hub.

use projections::{Basis, Bearing, Bookkeeping, CostLine};
use schema::{
    Category, CostAmount, CostEnded, CostKind, CostObject, Digest, Fate, HubClosed, HubTariff,
    Move, MoveDone, Price, PriceBasis, Proposal, ProposedMembership, ReallocationApproved,
    ReallocationCompleted, ReallocationProposed, Subject, VatTreatment,
};

use crate::{
    estate::{Estate, id, sealed, seated, the},
    page::{Page, comes_to},
    worked::{Example, same, years},
};

const PAGE: Page = Page(include_str!("../../../docs/worked-example-owned.md"));

fn per_year(amount: &str) -> CostAmount {
    CostAmount::PerYear { amount: the(amount) }
}

fn once(amount: &str) -> CostAmount {
    CostAmount::Once { amount: the(amount), written_off_months: None, interest: None }
}

const fn written_off(amount: schema::Money, months: u16, interest: u16) -> CostAmount {
    CostAmount::Once { amount, written_off_months: Some(months), interest: Some(interest) }
}

/// The building with its people, and what it costs its owner.
fn building() -> Estate {
    let mut estate = Estate::default();
    let treatments = [("county", VatTreatment::Compensated), ("region", VatTreatment::Cost)];
    for (organisation, treatment) in treatments {
        estate.organisation(organisation);
        estate.vat(organisation, treatment);
    }
    estate.unit("social", "county");
    estate.unit("health", "region");
    estate.building("house");
    for (space, category, area) in [
        ("hall", Category::OpenWorkplace, "150"),
        ("workshop", Category::Meeting, "60"),
        ("office", Category::OpenWorkplace, "60"),
        ("corridor", Category::Circulation, "30"),
    ] {
        estate.space(space, "house", category, area);
    }
    for (desk, space, unit) in [
        ("desk 1", "hall", "social"),
        ("desk 2", "hall", "social"),
        ("desk 3", "hall", "social"),
        ("desk 4", "office", "social"),
        ("desk 5", "office", "health"),
    ] {
        estate.desk(desk, space);
        estate.give(desk, unit, "2030-01-01");
    }
    let house = CostObject::Building(id("house"));
    for (kind, amount, vat) in [
        (CostKind::Capital, written_off(the("6000000"), 240, 275), 0),
        (CostKind::Operation, per_year("96000"), 250),
        (CostKind::Energy, per_year("54000"), 250),
        (CostKind::PropertyTax, per_year("18000"), 0),
    ] {
        estate.cost((&kind.to_string(), "2030-01-01"), kind, house, amount, vat);
    }
    estate
}

fn moves() -> Vec<Move> {
    let desks = ["desk 1", "desk 2", "desk 3"].map(|desk| Subject::Resource(id(desk)));
    let first = [Subject::Space(id("hall"))].into_iter().chain(desks);
    let all = first.map(|subject| (subject, "2031-03-01"));
    let all = all.chain([(Subject::Space(id("workshop")), "2031-05-01")]);
    let numbered = (1..).zip(all).map(|(number, (subject, planned_on))| Move {
        number,
        subject,
        fate: Fate::Converted { hub: id("hub") },
        planned_on: the(planned_on),
    });
    numbered.collect()
}

fn digest() -> Digest {
    Digest::of(b"proposal")
}

/// The reallocation is approved, with what it costs and what the hub will cost and earn.
fn approved() -> Estate {
    let mut estate = building();
    estate.hub("county", "2031-03-01");
    estate.tariff(HubTariff::PerSeatAndMonth { amount: the("1400") });
    let price = Price { amount: the("3500"), per: PriceBasis::Month };
    estate.member("social", 3, Some(price), "2031-03-01");
    let membership = ProposedMembership {
        membership: id("health"),
        hub: id("hub"),
        unit: id("health"),
        from: the("2031-03-01"),
        terms: seated(6, None),
    };
    let proposal = Proposal {
        title: sealed(),
        reason: None,
        moves: moves(),
        memberships: vec![membership],
        transition: None,
        reverses: None,
    };
    let (reallocation, digest) = (id("reallocation"), digest());
    estate.record(ReallocationProposed { reallocation, digest, proposal });
    let (hub, of) = (CostObject::Hub(id("hub")), CostObject::Reallocation(reallocation));
    let (conversion, outside) = (
        written_off(the("360000"), 36, 300),
        CostAmount::PerSeatAndYear { amount: the("21600"), seats: 5 },
    );
    estate.cost(("conversion", "2031-02-10"), CostKind::Conversion, of, conversion, 250);
    estate.cost(("moving", "2031-03-05"), CostKind::Moving, of, once("24000"), 250);
    estate.cost(("reception", "2031-03-01"), CostKind::Service, hub, per_year("120000"), 250);
    estate.cost(("outside", "2031-04-01"), CostKind::OutsideMembers, hub, outside, 250);
    estate.record(ReallocationApproved { reallocation, digest });
    estate
}

fn carried_out() -> Estate {
    let (mut estate, reallocation) = (approved(), id("reallocation"));
    estate.open("2031-03-17");
    for carried_out in moves() {
        let late = if carried_out.number <= 4 { "2031-03-17" } else { "2031-06-02" };
        estate.record(MoveDone { reallocation, carried_out, on: the(late) });
        if carried_out.number == 1 {
            estate.grant("health", seated(6, None), late, Some(reallocation));
        }
    }
    estate.record(ReallocationCompleted { reallocation });
    estate
}

fn sold() -> Estate {
    let mut estate = carried_out();
    let from = the("2033-10-01");
    estate.record(HubClosed { hub: id("hub"), from, reason: None });
    let kinds = [CostKind::Capital, CostKind::Operation, CostKind::Energy, CostKind::PropertyTax];
    let of_house = kinds.map(|kind| kind.to_string());
    let others = ["conversion", "reception", "outside"].map(str::to_owned);
    for cost in of_house.iter().chain(&others) {
        estate.record(CostEnded { cost: id(cost), from, reason: None });
    }
    estate
}

fn example() -> Example {
    Example { page: PAGE, estate: sold() }
}

#[test]
fn what_the_building_costs_is_as_the_page_says() {
    example().lines_are_as_under("What it costs");
    example().all_is_borne();
}

#[test]
fn what_falls_on_each_space_and_who_bears_it_is_as_the_page_says() {
    example().spaces_are_as_under("Among the spaces");
    example().borne_is_as_under("Who bears it");
}

#[test]
fn what_is_planned_and_what_is_differ_until_the_moves_are_done_as_the_page_says() {
    let mut computed = Vec::new();
    for (known, estate) in [("approved", approved()), ("carried out", carried_out())] {
        for (word, basis) in [("actual", Basis::Actual), ("planned", Basis::Planned)] {
            let rows = years(&estate, basis, Bookkeeping::Accrual).into_iter();
            let two = rows.filter(|[year, ..]| ["2031", "2032"].contains(&year.as_str()));
            computed.extend(two.map(|[year, organisation, amounts]| {
                format!("{year} | {known} | {word} | {organisation} | {amounts}")
            }));
        }
    }
    let rows = PAGE.rows("As planned, and as it is");
    same(computed, &rows, &[0, 1, 2, 3, 4, 5, 6, 7], "both bases");
}

#[test]
fn years_and_charges_are_as_the_page_says() {
    example().years_are_as_under("Year by year");
    example().charges_are_as_under("Between the organisations");
}

#[test]
fn the_hub_costs_its_host_what_members_inside_and_outside_leave() {
    const OUTSIDE: CostLine = CostLine::Running(CostKind::OutsideMembers);
    let (example, rows) = (example(), PAGE.rows("The hub"));
    comes_to(&rows, 5, 6);
    let computed = ["2031", "2032", "2033"].map(|year| {
        let closed = example.of_hub(year, |_, why| why == Bearing::Closed);
        let open = example.of_hub(year, |line, why| why == Bearing::Hosts && line != OUTSIDE);
        let outside = example.of_hub(year, |line, why| why == Bearing::Hosts && line == OUTSIDE);
        let members = example.of_hub(year, |_, why| why == Bearing::Receives);
        let left = example.of_hub(year, |_, why| why != Bearing::Pays);
        let (outside, members) = (-outside, -members);
        format!("{year} | {closed:.2} | {open:.2} | {outside:.2} | {members:.2} | {left:.2}")
    });
    same(computed.to_vec(), &rows, &[0, 1, 2, 3, 4, 6], "the hub");
}
