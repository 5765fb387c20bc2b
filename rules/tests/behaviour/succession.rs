//! Organisations that end, with a successor and without, and hubs described anew.

use crate::common::*;
use projections::Basis::Actual;
use schema::{Change, HubRevise, OpeningHours, Service, Weekday};

const MAY: &str = "2026-05-01";

fn organisation_of(ledger: &Ledger, name: &str, on: &str) -> schema::OrganisationId {
    ledger.state.unit(&unit(name)).unwrap().descriptions.at(date(on)).unwrap().organisation
}

#[test]
fn a_successor_takes_over_units_buildings_resources_and_hubs() {
    let given = occupied().with(place_unit("Library", "2026-01-01", "Schools"));
    let ledger = given
        .with(end_organisation("Region", MAY, Some("Stranger")))
        .with(end_organisation("Town", "2026-07-01", Some("Stranger")));
    let state = &ledger.state;
    let house = state.building(&building("House")).unwrap();
    let w1 = state.resource(&resource("W1")).unwrap();
    let node = state.hub(&hub("Node")).unwrap();
    for (on, owner) in [("2026-04-30", "Region"), (MAY, "Stranger"), ("2030-01-01", "Stranger")] {
        assert_eq!(state.building_owner(house, date(on)), Some(organisation(owner)));
        assert_eq!(state.resource_owner(w1, date(on)), Some(organisation(owner)));
        assert_eq!(state.hub_host(node, date(on)), organisation(owner));
        assert_eq!(organisation_of(&ledger, "Clinic", on), organisation(owner));
    }
    assert_eq!(organisation_of(&ledger, "Library", "2026-06-30"), organisation("Town"));
    assert_eq!(organisation_of(&ledger, "Library", "2026-07-01"), organisation("Stranger"));
    let library = ledger.state.unit(&unit("Library")).unwrap();
    let library = library.descriptions.at(date("2026-07-01")).unwrap();
    assert_eq!(library.parent, Some(unit("Schools")), "as they stood to each other");
}

#[test]
fn what_an_ended_organisation_owned_can_still_be_described() {
    let ledger = estate().with(grade("A1", "2026-01-15", assumed())).with(end_organisation(
        "Region",
        MAY,
        Some("Town"),
    ));
    let name = Some(text("The house"));
    ledger
        .when(schema::BuildingRevise { name, ..revise_building("House", "2026-06-01") })
        .gives(&["BuildingRevised"]);
    ledger.when(grade("A1", "2026-06-01", counted())).gives(&["ResourceRevised"]);
    let name = Some(text("The node"));
    ledger.when(HubRevise { name, ..revise_hub("Node", "2026-06-01") }).gives(&["HubRevised"]);
    let owner = Some(organisation("Region"));
    ledger
        .when(schema::BuildingRevise { owner, ..revise_building("House", "2026-06-01") })
        .rejects("NotThere", "owner");
    ledger
        .when(count_workstations("Open", "2026-06-01", 5))
        .gives(&["ResourceAdded", "ResourcesCounted"]);
}

#[test]
fn the_successor_is_concerned_by_what_is_planned_after_the_end() {
    let moves = [relocate(1, "W1", "Node", "Lounge", "2026-09-01")];
    let given = occupied()
        .with(end_organisation("Town", MAY, Some("Stranger")))
        .with(propose("R", &moves, &[]))
        .by("Decider");
    let approval = |of: &str, on: &str| schema::ReallocationApprove {
        decision: decision(of, on),
        ..approve("R", given.digest_of("R"))
    };
    given.when(approval("Town", "2026-04-01")).rejects("NotConcerned", "decision.organisation");
    given
        .when(approval("Stranger", "2026-06-01"))
        .gives(&["ReallocationDecided", "ReallocationApproved"]);
    let earlier = [relocate(1, "W1", "Node", "Lounge", "2026-04-01")];
    let given = occupied()
        .with(end_organisation("Town", MAY, Some("Stranger")))
        .with(propose("R", &earlier, &[]))
        .by("Decider");
    let decided = decision("Town", "2026-04-01");
    let digest = given.digest_of("R");
    given
        .when(schema::ReallocationApprove { decision: decided, ..approve("R", digest) })
        .gives(&["ReallocationDecided", "ReallocationApproved"]);
}

#[test]
fn a_chain_of_successors_is_followed_whatever_the_order_of_recording() {
    let ends = [("Region", MAY, "Town"), ("Town", "2026-09-01", "Stranger")];
    let end = |(name, from, to): (&str, &str, &str)| end_organisation(name, from, Some(to));
    let one = occupied().with(end(ends[0])).with(end(ends[1]));
    let other = occupied().with(end(ends[1])).with(end(ends[0]));
    for ledger in [one, other] {
        let node = ledger.state.hub(&hub("Node")).unwrap();
        for (on, owner) in [("2026-04-30", "Region"), (MAY, "Town"), ("2026-09-01", "Stranger")] {
            assert_eq!(ledger.state.hub_host(node, date(on)), organisation(owner));
            assert_eq!(organisation_of(&ledger, "Clinic", on), organisation(owner));
        }
    }
}

#[test]
fn a_unit_that_comes_before_the_end_goes_over_with_the_others() {
    let given = organisations().with(end_organisation("Town", "2026-09-01", Some("Stranger")));
    let ledger = given.with(register_unit("Parks", "Town", MAY)).with(move_unit(
        "Clinic",
        "Town",
        Some("Schools"),
        MAY,
    ));
    for name in ["Parks", "Clinic", "Schools"] {
        assert_eq!(organisation_of(&ledger, name, MAY), organisation("Town"));
        assert_eq!(organisation_of(&ledger, name, "2026-09-01"), organisation("Stranger"));
    }
    let away = ledger.with(move_unit("Library", "Region", None, MAY));
    assert_eq!(organisation_of(&away, "Library", "2026-09-01"), organisation("Region"));
}

#[test]
fn an_organisation_that_leaves_leaves_nothing_behind() {
    let end = |name| end_organisation(name, MAY, None);
    organisations().when(end("Stranger")).gives(&["OrganisationEnded"]);
    organisations().when(end("Town")).rejects("InUse", "from");
    let gone = organisations().with(reorganise(&["Clinic"], &[], MAY));
    gone.when(end("Region")).gives(&["OrganisationEnded"]);
    gone.clone()
        .with(add_building("Barn", "Region", "2026-09-01"))
        .when(end("Region"))
        .rejects("InUse", "from");
    gone.clone()
        .with(plan_hub("Bare", "Region", "2026-09-01"))
        .when(end("Region"))
        .rejects("InUse", "from");
    let owner = Some(organisation("Stranger"));
    let owned = schema::ResourceRevise { owner, ..revise_resource("W1", "2026-09-01") };
    house().with(owned).when(end("Stranger")).rejects("InUse", "from");
    let later = organisations().with(move_unit("Schools", "Stranger", None, "2026-09-01"));
    later.when(end("Stranger")).rejects("InUse", "from");
    let closed = gone.with(plan_hub("Bare", "Region", "2026-03-01")).with(close_hub("Bare", MAY));
    closed.when(end("Region")).gives(&["OrganisationEnded"]);
}

#[test]
fn a_successor_is_there_and_goes_on_until_it_succeeds() {
    let end = |name, from, to| end_organisation(name, from, Some(to));
    let given = organisations();
    given.when(end("Town", MAY, "Town")).rejects("InvalidValue", "successor");
    given.when(end("Town", MAY, "Nobody")).rejects("NotFound", "successor");
    given.when(end("Town", "2025-12-31", "Region")).rejects("NotThere", "organisation");
    let ended = given.with(end("Town", "2026-09-01", "Region"));
    ended.when(end("Town", MAY, "Stranger")).rejects("RetiredAlready", "organisation");
    // It would not be there to succeed, and neither could succeed the other.
    ended.when(end("Region", MAY, "Stranger")).rejects("InUse", "from");
    ended.when(end("Region", MAY, "Town")).rejects("InUse", "from");
    ended.when(end("Region", "2026-10-01", "Town")).rejects("NotThere", "successor");
    let gone = ended.with(end_organisation("Stranger", MAY, None));
    gone.when(end("Region", "2026-10-01", "Stranger")).rejects("NotThere", "successor");
}

#[test]
fn nothing_new_comes_to_what_has_ended_or_leaves_without_successor() {
    let given = organisations().with(end_organisation("Stranger", "2026-09-01", None));
    given.when(register_unit("Parks", "Stranger", MAY)).rejects("NotThere", "organisation");
    given.when(add_building("Barn", "Stranger", MAY)).rejects("NotThere", "owner");
    given.when(plan_hub("Bare", "Stranger", MAY)).rejects("NotThere", "host");
    let succeeded = organisations().with(end_organisation("Town", "2026-09-01", Some("Stranger")));
    let chain = succeeded.clone().when(add_building("Barn", "Town", MAY)).gives(&["BuildingAdded"]);
    let barn = chain.state.building(&building("Barn")).unwrap();
    let owner = |on| chain.state.building_owner(barn, date(on));
    assert_eq!(owner("2026-08-31"), Some(organisation("Town")));
    assert_eq!(owner("2026-09-01"), Some(organisation("Stranger")));
    succeeded.when(add_building("Barn", "Town", "2026-09-01")).rejects("NotThere", "owner");
}

#[test]
fn a_hub_is_described_anew_from_a_date() {
    let hours = vec![OpeningHours::new(Weekday::Monday, 420, 1_080).unwrap()];
    let revise = HubRevise {
        name: Some(text("The square")),
        host: Some(organisation("Town")),
        municipality: Change::Set("2380".parse().unwrap()),
        services: Some(vec![Service::Video, Service::Video]),
        opening_hours: Some(hours.clone()),
        ..revise_hub("Node", MAY)
    };
    let given = estate().with(add_municipality("2380"));
    let ledger = given.when(revise.clone()).gives(&["HubRevised"]);
    let node = ledger.state.hub(&hub("Node")).unwrap();
    assert_eq!(node.description(date(MAY)).services, [Service::Video]);
    assert_eq!(node.description(date(MAY)).opening_hours, hours);
    assert_eq!(node.description(date("2026-04-30")).services.len(), 2);
    assert_eq!(ledger.state.hub_host(node, date("2026-04-30")), organisation("Region"));
    assert_eq!(ledger.state.hub_host(node, date(MAY)), organisation("Town"));
    assert_eq!(ledger.hub_of("Lounge", MAY, Actual), Some(hub("Node")));
    given.when(revise_hub("Node", MAY)).changes_nothing();
    estate().when(revise.clone()).rejects("NotFound", "municipality");
    let nobody = HubRevise { host: Some(organisation("Nobody")), ..revise };
    given.when(nobody).rejects("NotFound", "host");
    let minute = |opens| OpeningHours::new(Weekday::Monday, opens, opens + 1).unwrap();
    let many = Some((0..22).map(minute).collect());
    given
        .when(HubRevise { opening_hours: many, ..revise_hub("Node", MAY) })
        .rejects("TooMuch", "openingHours");
    let closed = estate().with(close_hub("Annex", MAY));
    closed.when(revise_hub("Annex", MAY)).rejects("HubNotOpen", "hub");
    closed.when(revise_hub("Inn", MAY)).rejects("NotFound", "hub");
}
