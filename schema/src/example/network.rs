//! The hubs and who is a member of them.

use super::{
    setting::{municipality, public_transport, region, week},
    spaces::{open_workplace, studio},
    story::{Act, STORY, Story, administrator, manager, the},
};
use crate::{
    BasisId, CapacitySource, DecisionKind, DecisionTaken, HubCapacity, HubCapacitySet, HubClosed,
    HubDescription, HubId, HubOpened, HubPlanned, HubSpaceAdded, HubSpaceRemoved,
    MembershipChanged, MembershipEnded, MembershipGranted, MembershipId, MembershipTerms,
    OpeningHours, Price, PriceBasis, SeatKind, SeatPromise, Service, Weekday,
};

/// The hub in the town hall.
pub(super) fn town_hall_hub() -> HubId {
    HubId::derived(STORY, "town-hall-hub")
}

/// A hub in Krokom that never opens.
fn krokom_hub() -> HubId {
    HubId::derived(STORY, "krokom-hub")
}

fn transport_membership() -> MembershipId {
    MembershipId::derived(STORY, "transport-membership")
}

/// The memberships that the reallocation brings.
pub(super) fn planning_membership() -> MembershipId {
    MembershipId::derived(STORY, "planning-membership")
}

pub(super) fn directorate_membership() -> MembershipId {
    MembershipId::derived(STORY, "directorate-membership")
}

/// Terms that promise every kind of seat, guaranteed and not.
pub(super) fn full_terms(people_served: u32) -> MembershipTerms {
    let kinds = [SeatKind::Workstation, SeatKind::Quiet, SeatKind::Meeting, SeatKind::Project];
    let promise =
        |kind, guaranteed| SeatPromise { kind, guaranteed, week: week([2, 3, 3, 2, 1, 0, 0]) };
    let seats = kinds.into_iter().flat_map(|kind| [promise(kind, false), promise(kind, true)]);
    let price = Price { amount: the("3450.5"), per: PriceBasis::SeatAndMonth };
    terms(people_served, seats.collect(), Some(price), Some(3))
}

/// Terms that promise one seat, free of charge.
pub(super) fn short_terms(people_served: u32) -> MembershipTerms {
    let week = week([1; 7]);
    let seat = SeatPromise { kind: SeatKind::Workstation, guaranteed: true, week };
    terms(people_served, vec![seat], None, None)
}

fn terms(
    people_served: u32,
    seats: Vec<SeatPromise>,
    price: Option<Price>,
    notice_months: Option<u16>,
) -> MembershipTerms {
    MembershipTerms::new(people_served, seats, price, notice_months)
        .expect("the story's terms are valid")
}

/// The sealed basis that the delegate's decisions cite.
pub(super) fn basis() -> BasisId {
    BasisId::derived(STORY, "basis")
}

/// A decision by a delegate, with everything that can be said of it.
pub(super) fn delegated(act: &Act, case_number: &str) -> DecisionTaken {
    DecisionTaken {
        organisation: municipality(),
        case_number: the(case_number),
        kind: DecisionKind::Delegated,
        body: act.text("decision.body", "Fastighetschefen"),
        delegation_point: Some(the("4.2 b §")),
        decided_on: the("2026-10-12"),
        reported_on: Some(the("2026-10-28")),
        basis: Some(basis()),
    }
}

/// A decision by a board.
pub(super) fn by_board(act: &Act, case_number: &str) -> DecisionTaken {
    DecisionTaken {
        organisation: region(),
        case_number: the(case_number),
        kind: DecisionKind::Board,
        body: act.text("decision.body", "Regionstyrelsen"),
        delegation_point: None,
        decided_on: the("2026-10-14"),
        reported_on: None,
        basis: None,
    }
}

pub(super) fn tell(story: &mut Story) {
    planned(story);
    spaces_and_capacity(story);
    memberships(story);
}

fn planned(story: &mut Story) {
    let hours = |weekday, opens, closes| {
        OpeningHours::new(weekday, opens, closes).expect("it opens before it closes")
    };
    story.command("2026-09-10T08:00:00.000000Z", manager(), |act| {
        act.complete(HubPlanned {
            hub: town_hall_hub(),
            opens_on: the("2026-11-02"),
            description: HubDescription {
                name: act.text("description.name", "Noden på Rådhusgatan"),
                host: municipality(),
                municipality: Some(the("2380")),
                services: vec![
                    Service::CoWorking,
                    Service::Reception,
                    Service::Video,
                    Service::ProjectStudio,
                ],
                opening_hours: vec![
                    hours(Weekday::Monday, 420, 720),
                    hours(Weekday::Monday, 780, 1_080),
                    hours(Weekday::Sunday, 0, 1_440),
                ],
            },
        });
    });
    story.command("2026-09-10T08:01:00.000000Z", manager(), |act| {
        act.minimal(HubPlanned {
            hub: krokom_hub(),
            opens_on: the("2027-01-01"),
            description: HubDescription {
                name: act.text("description.name", "Noden i Krokom"),
                host: region(),
                municipality: None,
                services: Vec::new(),
                opening_hours: Vec::new(),
            },
        });
    });
}

fn spaces_and_capacity(story: &mut Story) {
    let hub = town_hall_hub();
    story.command("2026-09-11T08:00:00.000000Z", manager(), |act| {
        act.complete(HubSpaceAdded { hub, space: studio(), from: the("2026-11-02") });
    });
    story.command("2026-09-11T08:01:00.000000Z", manager(), |act| {
        let capacity = HubCapacity::new(40, CapacitySource::Fire, the("2026-09-08"));
        act.complete(HubCapacitySet {
            hub,
            from: the("2026-11-02"),
            capacity: capacity.expect("forty people are not too many"),
        });
    });
    story.command("2026-11-02T09:30:00.000001Z", manager(), |act| {
        act.complete(HubOpened { hub, on: the("2026-11-02") });
    });
}

fn memberships(story: &mut Story) {
    story.command("2026-11-03T08:00:00.000000Z", administrator(), |act| {
        act.complete(MembershipGranted {
            membership: transport_membership(),
            hub: town_hall_hub(),
            unit: public_transport(),
            from: the("2026-12-01"),
            terms: full_terms(12),
            reallocation: None,
            decisions: vec![delegated(act, "FN 2026/00311")],
        });
    });
    story.command("2026-11-04T08:00:00.000000Z", administrator(), |act| {
        act.complete(MembershipChanged {
            membership: transport_membership(),
            from: the("2027-01-01"),
            terms: full_terms(14),
            decisions: vec![delegated(act, "FN 2026/00318")],
        });
        act.minimal(MembershipChanged {
            membership: transport_membership(),
            from: the("2027-03-01"),
            terms: short_terms(6),
            decisions: Vec::new(),
        });
    });
}

pub(super) fn tell_the_end(story: &mut Story) {
    story.command("2027-06-30T12:00:00.000000Z", administrator(), |act| {
        act.complete(MembershipEnded {
            membership: transport_membership(),
            from: the("2027-07-01"),
            reason: Some(act.text("reason", "Länstrafiken flyttar hem.")),
            decisions: vec![delegated(act, "FN 2027/00102")],
        });
    });
    story.command("2027-06-30T12:01:00.000000Z", administrator(), |act| {
        let ended = |membership| MembershipEnded {
            membership,
            from: the("2027-07-01"),
            reason: None,
            decisions: Vec::new(),
        };
        act.minimal(ended(planning_membership()));
        act.also(ended(directorate_membership()));
    });
    story.command("2027-06-30T12:02:00.000000Z", manager(), |act| {
        let hub = town_hall_hub();
        act.complete(HubSpaceRemoved { hub, space: open_workplace(), from: the("2027-07-01") });
    });
    story.command("2027-06-30T12:03:00.000000Z", manager(), |act| {
        act.complete(HubClosed {
            hub: town_hall_hub(),
            from: the("2027-07-01"),
            reason: Some(act.text("reason", "Rådhuset byggs om; noden flyttar.")),
        });
        act.minimal(HubClosed { hub: krokom_hub(), from: the("2027-07-01"), reason: None });
    });
}
