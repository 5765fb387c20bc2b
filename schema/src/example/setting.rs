//! The county: who is there, and where.

use super::story::{STORY, Story, administrator, the};
use crate::{
    GeoPosition, MunicipalityAdded, OrganisationDescription, OrganisationId,
    OrganisationRegistered, OrganisationRevised, PersonId, PersonRegistered, Population,
    PortfolioOpened, UnitDescription, UnitId, UnitRegistered, UnitRevised, WeekCount,
};

/// The municipality, which owns the building and hosts the hub.
pub(super) fn municipality() -> OrganisationId {
    OrganisationId::derived(STORY, "municipality")
}

/// The region, a tenant.
pub(super) fn region() -> OrganisationId {
    OrganisationId::derived(STORY, "region")
}

/// The unit that the planning unit is part of.
pub(super) fn directorate() -> UnitId {
    UnitId::derived(STORY, "directorate")
}

/// The unit that gives up desks.
pub(super) fn planning() -> UnitId {
    UnitId::derived(STORY, "planning")
}

/// The region's unit that becomes a member.
pub(super) fn public_transport() -> UnitId {
    UnitId::derived(STORY, "public-transport")
}

pub(super) fn position(latitude: &str, longitude: &str) -> GeoPosition {
    GeoPosition::new(the(latitude), the(longitude)).expect("the story's places are on the earth")
}

pub(super) fn week(days: [u32; 7]) -> WeekCount {
    WeekCount::new(days).expect("the story's numbers are small")
}

pub(super) fn tell(story: &mut Story) {
    people(story);
    organisations(story);
    municipalities(story);
    units(story);
}

fn people(story: &mut Story) {
    story.command("2026-09-01T07:00:00.000000Z", administrator(), |act| {
        act.complete(PortfolioOpened {
            name: act.text("name", "Jämtlands län"),
            currency: the("SEK"),
            time_zone: the("Europe/Stockholm"),
        });
        act.complete(PersonRegistered {
            person: administrator().person,
            name: act.text("name", "Nils Persson Holm"),
        });
    });
    for (key, name) in [("ebba", "Ebba Lindqvist Åsen"), ("sara", "Sára Jåma")] {
        story.command("2026-09-01T07:05:00.000000Z", administrator(), |act| {
            act.also(PersonRegistered {
                person: PersonId::derived(STORY, key),
                name: act.text("name", name),
            });
        });
    }
}

fn organisations(story: &mut Story) {
    story.command("2026-09-01T07:10:00.000000Z", administrator(), |act| {
        act.complete(OrganisationRegistered {
            organisation: municipality(),
            from: the("2020-01-01"),
            description: OrganisationDescription {
                name: act.text("description.name", "Östersunds kommun"),
                number: Some(the("212000-2528")),
            },
        });
    });
    let name = story.command("2026-09-01T07:11:00.000000Z", administrator(), |act| {
        let name = act.text("description.name", "Regionförbundet");
        act.minimal(OrganisationRegistered {
            organisation: region(),
            from: the("2020-01-01"),
            description: OrganisationDescription { name, number: None },
        });
        name
    });
    story.command("2026-09-01T07:12:00.000000Z", administrator(), |act| {
        // The name stays: its commitment is that of the registration.
        act.minimal(OrganisationRevised {
            organisation: region(),
            from: the("2020-07-01"),
            description: OrganisationDescription { name, number: None },
        });
    });
    story.command("2026-09-01T07:13:00.000000Z", administrator(), |act| {
        act.complete(OrganisationRevised {
            organisation: region(),
            from: the("2021-01-01"),
            description: OrganisationDescription {
                name: act.text("description.name", "Region Jämtland Härjedalen"),
                number: Some(the("232100-0214")),
            },
        });
    });
}

fn municipalities(story: &mut Story) {
    story.command("2026-09-01T07:20:00.000000Z", administrator(), |act| {
        act.complete(MunicipalityAdded {
            municipality: the("2380"),
            name: act.text("name", "Östersund"),
            seat: Some(position("63.1767", "14.6361")),
            population: Some(Population { people: 64_800, on: the("2025-12-31") }),
        });
    });
    story.command("2026-09-01T07:21:00.000000Z", administrator(), |act| {
        act.minimal(MunicipalityAdded {
            municipality: the("2309"),
            name: act.text("name", "Krokom"),
            seat: None,
            population: None,
        });
    });
}

fn units(story: &mut Story) {
    let unit = |name, organisation, headcount| UnitDescription {
        name,
        organisation,
        parent: None,
        headcount,
        attendance: None,
        municipality: None,
    };
    let name = story.command("2026-09-01T07:30:00.000000Z", administrator(), |act| {
        let name = act.text("description.name", "Samhällsbyggnad");
        act.minimal(UnitRegistered {
            unit: directorate(),
            from: the("2026-01-01"),
            description: unit(name, municipality(), 0),
        });
        name
    });
    let within = |name, headcount| UnitDescription {
        parent: Some(directorate()),
        attendance: Some(week([14, 17, 16, 15, 6, 0, 0])),
        municipality: Some(the("2380")),
        ..unit(name, municipality(), headcount)
    };
    story.command("2026-09-01T07:31:00.000000Z", administrator(), |act| {
        act.complete(UnitRegistered {
            unit: planning(),
            from: the("2026-01-01"),
            description: within(act.text("description.name", "Plan och bygg"), 24),
        });
        act.also(UnitRegistered {
            unit: public_transport(),
            from: the("2026-01-01"),
            description: unit(act.text("description.name", "Länstrafiken"), region(), 31),
        });
    });
    story.command("2026-09-01T07:32:00.000000Z", administrator(), |act| {
        act.complete(UnitRevised {
            unit: planning(),
            from: the("2026-09-01"),
            description: within(act.text("description.name", "Plan, bygg och miljö"), 38),
        });
        act.minimal(UnitRevised {
            unit: directorate(),
            from: the("2026-09-01"),
            description: unit(name, municipality(), 2),
        });
    });
}
