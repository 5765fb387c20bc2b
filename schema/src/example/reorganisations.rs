//! The authorities change: units move, are merged and dissolved, organisations end, and a hub gets
//! another host.

use super::{
    network::short_terms,
    reshaping::new_workstation,
    setting::{directorate, municipality, planning, public_transport, region, week},
    story::{Act, STORY, Story, administrator, manager, the},
};
use crate::{
    AllocationAssigned, AllocationsTransferred, HubDescription, HubId, HubPlanned, HubRevised,
    MembershipGranted, MembershipId, MembershipTransferred, OpeningHours, OrganisationDescription,
    OrganisationEnded, OrganisationId, OrganisationRegistered, Service, UnitDescription, UnitId,
    UnitMoved, UnitRegistered, UnitsReorganised, Weekday,
};

/// The unit that takes over all planning.
fn county_planning() -> UnitId {
    UnitId::derived(STORY, "county-planning")
}

/// The hub at the station, which the planners are members of.
fn station_hub() -> HubId {
    HubId::derived(STORY, "station-hub")
}

fn station_membership() -> MembershipId {
    MembershipId::derived(STORY, "station-membership")
}

pub(super) fn tell(story: &mut Story) {
    units_moved(story);
    planning_settles(story);
    units_reorganised(story);
    hub_revised(story);
    organisations_ended(story);
}

fn described(act: &Act, name: &str, headcount: u32) -> UnitDescription {
    UnitDescription {
        name: act.text("description.name", name),
        organisation: region(),
        parent: None,
        headcount,
        attendance: None,
        municipality: None,
    }
}

fn units_moved(story: &mut Story) {
    story.command("2027-10-01T08:00:00.000000Z", administrator(), |act| {
        act.also(UnitRegistered {
            unit: county_planning(),
            from: the("2027-10-01"),
            description: described(act, "Länets planering", 9),
        });
    });
    story.command("2027-10-02T08:00:00.000000Z", administrator(), |act| {
        act.complete(UnitMoved {
            unit: planning(),
            from: the("2027-11-01"),
            description: UnitDescription {
                parent: Some(county_planning()),
                attendance: Some(week([14, 17, 16, 15, 6, 0, 0])),
                municipality: Some(the("2380")),
                ..described(act, "Plan, bygg och miljö", 38)
            },
            reason: Some(act.text("reason", "Regionen tar över den fysiska planeringen.")),
        });
        act.minimal(UnitMoved {
            unit: directorate(),
            from: the("2027-11-01"),
            description: described(act, "Samhällsbyggnad", 2),
            reason: None,
        });
    });
}

/// The planners get a desk and become members of a hub.
fn planning_settles(story: &mut Story) {
    story.command("2027-10-03T08:00:00.000000Z", manager(), |act| {
        act.also(AllocationAssigned {
            resource: new_workstation(1),
            unit: planning(),
            from: the("2027-10-03"),
        });
        act.also(HubPlanned {
            hub: station_hub(),
            opens_on: the("2027-11-01"),
            description: HubDescription {
                name: act.text("description.name", "Noden på stationen"),
                host: municipality(),
                municipality: None,
                services: Vec::new(),
                opening_hours: Vec::new(),
            },
        });
        act.also(MembershipGranted {
            membership: station_membership(),
            hub: station_hub(),
            unit: planning(),
            from: the("2027-11-01"),
            terms: short_terms(3),
            reallocation: None,
            decisions: Vec::new(),
        });
    });
}

fn units_reorganised(story: &mut Story) {
    let from = the("2028-01-01");
    story.command("2027-10-04T08:00:00.000000Z", administrator(), |act| {
        act.complete(UnitsReorganised {
            units: vec![planning()],
            into: vec![county_planning()],
            from,
            reason: Some(act.text("reason", "Två planeringsenheter blir en.")),
        });
        act.complete(AllocationsTransferred {
            unit: planning(),
            to: county_planning(),
            from,
            resources: vec![new_workstation(1)],
        });
        act.complete(MembershipTransferred {
            membership: station_membership(),
            unit: county_planning(),
            from,
        });
    });
    story.command("2027-10-05T08:00:00.000000Z", administrator(), |act| {
        let (units, into) = (vec![public_transport()], Vec::new());
        act.minimal(UnitsReorganised { units, into, from, reason: None });
    });
}

fn hub_revised(story: &mut Story) {
    let from = the("2028-02-01");
    let name = story.command("2027-10-06T08:00:00.000000Z", manager(), |act| {
        let name = act.text("description.name", "Stationsnoden");
        let hours = OpeningHours::new(Weekday::Tuesday, 420, 1_080);
        act.complete(HubRevised {
            hub: station_hub(),
            from,
            description: HubDescription {
                name,
                host: region(),
                municipality: Some(the("2380")),
                services: vec![Service::CoWorking, Service::Video],
                opening_hours: vec![hours.expect("it opens before it closes")],
            },
        });
        name
    });
    story.command("2027-10-07T08:00:00.000000Z", manager(), |act| {
        act.minimal(HubRevised {
            hub: station_hub(),
            from: the("2028-03-01"),
            description: HubDescription {
                name,
                host: region(),
                municipality: None,
                services: Vec::new(),
                opening_hours: Vec::new(),
            },
        });
    });
}

fn organisations_ended(story: &mut Story) {
    let registered = |act: &Act, organisation, name| OrganisationRegistered {
        organisation,
        from: the("2027-10-01"),
        description: OrganisationDescription {
            name: act.text("description.name", name),
            number: None,
        },
    };
    let company = OrganisationId::derived(STORY, "transport-company");
    let guest = OrganisationId::derived(STORY, "guest");
    let from = the("2028-01-01");
    story.command("2027-10-08T08:00:00.000000Z", administrator(), |act| {
        act.also(registered(act, company, "Länets busstrafik"));
        act.also(registered(act, guest, "Den tillfälliga gästen"));
    });
    story.command("2027-10-09T08:00:00.000000Z", administrator(), |act| {
        act.complete(OrganisationEnded {
            organisation: company,
            from,
            successor: Some(region()),
            reason: Some(act.text("reason", "Bolaget går upp i regionen.")),
        });
    });
    story.command("2027-10-09T08:01:00.000000Z", administrator(), |act| {
        act.minimal(OrganisationEnded { organisation: guest, from, successor: None, reason: None });
    });
}
