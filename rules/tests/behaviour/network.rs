//! The network: hubs by municipality, with the people at home there.

use crate::common::*;
use projections::{Basis, Network, NetworkPlace};
use schema::{Change, HubRevise, UnitRevise, Weekday};

/// The Node lies in 2380 and serves the Schools, who are at home in 2326: of their 20 people 30, as the
/// terms have it. A desk of theirs moves into it in July. The Annex and the other units are nowhere.
fn network() -> Ledger {
    let municipality = |code: &str| Change::Set(code.parse().unwrap());
    let node = HubRevise { municipality: municipality("2380"), ..revise_hub("Node", "2026-03-01") };
    let schools =
        UnitRevise { municipality: municipality("2326"), ..revise_unit("Schools", "2026-01-01") };
    occupied()
        .with(add_municipality("2380"))
        .with(add_municipality("2326"))
        .with(node)
        .with(schools)
        .with(grant("M", "Node", "Schools", "2026-03-01", shared(2)))
        .approved("R", &[relocate(1, "W1", "Node", "Lounge", "2026-07-01")], &[])
}

fn places(ledger: &Ledger, on: &str, basis: Basis) -> Vec<NetworkPlace> {
    Network::of(&ledger.state, date(on), basis).places
}

fn code(place: &NetworkPlace) -> Option<&str> {
    place.municipality.as_ref().map(schema::MunicipalityCode::as_str)
}

#[test]
fn every_municipality_is_told_with_its_hubs_people_and_how_many_are_served() {
    let ledger = network();
    let places = places(&ledger, "2026-06-15", Basis::Actual);
    let told: Vec<_> = places
        .iter()
        .map(|place| (code(place), place.hubs.len(), place.people, place.people_served))
        .collect();
    // Nobody is served who is not there: 20 of the 30.
    assert_eq!(told, [(None, 1, 40, 0), (Some("2326"), 0, 20, 20), (Some("2380"), 1, 0, 0)]);
    let node = &places[2].hubs[0];
    assert_eq!((node.id, node.open, node.members), (hub("Node"), true, 1));
    assert_eq!(node.seats.capacity.unwrap().people, 10);
    assert_eq!((node.seats.people_served, node.seats.promised.on(Weekday::Monday)), (30, 2));
    assert_eq!((node.seats.counted_workstations, node.seats.promised.on(Weekday::Sunday)), (0, 0));
    assert_eq!(node.seats.promise_ratio_thousandths(Weekday::Monday), None);
    let annex = &places[0].hubs[0];
    assert_eq!((annex.id, annex.open, annex.members), (hub("Annex"), false, 0));
}

#[test]
fn what_is_planned_is_available_as_planned() {
    let ledger = network();
    let node = |basis| places(&ledger, "2026-07-01", basis)[2].hubs[0].clone();
    assert_eq!(node(Basis::Actual).seats.counted_workstations, 0);
    let planned = node(Basis::Planned);
    assert_eq!(planned.seats.counted_workstations, 1);
    assert_eq!(planned.seats.promise_ratio_thousandths(Weekday::Monday), Some(2000));
    let annex = |on, basis| places(&ledger, on, basis)[0].hubs[0].open;
    assert!(annex("2026-09-01", Basis::Planned) && !annex("2026-09-01", Basis::Actual));
}

#[test]
fn a_closed_hub_is_no_longer_in_the_network() {
    let ledger = network().with(close_hub("Annex", "2026-10-01"));
    let hubs = |on| places(&ledger, on, Basis::Planned)[0].hubs.len();
    assert_eq!((hubs("2026-09-30"), hubs("2026-10-01")), (1, 0));
}
