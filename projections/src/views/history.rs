//! History in words: one English sentence for each event. A rendering: the event stands beside it.

use schema::{
    Date, DecisionTaken, Event, Fate, HubId, ImportCounts, MembershipTerms, Move, OrganisationId,
    PersonId, Proposal, ReallocationId, ResourceId, ResourceKind, Revision, SpaceId, Subject,
    UnitId, Verdict,
};
use std::sync::Arc;

use crate::{Portfolio, Texts};

/// Says what the event at a revision records, with the names of its time. `state` is any state that
/// knows the event.
pub fn sentence(event: &Event, at: Revision, state: &Portfolio, texts: &dyn Texts) -> String {
    let say = Narrator { at, state, texts };
    match event {
        Event::PortfolioOpened(e) => {
            let name = texts.shown(e.name);
            format!(
                "Opened the portfolio {name}, in {} and the time of {}",
                e.currency, e.time_zone
            )
        }
        Event::PersonRegistered(e) => format!("Registered {}", texts.shown(e.name)),
        Event::OrganisationRegistered(e) => {
            let name = texts.shown(e.description.name);
            format!("Registered the organisation {name} from {}", e.from)
        }
        Event::OrganisationRevised(e) => {
            let name = texts.shown(e.description.name);
            format!("Described the organisation {name} anew from {}", e.from)
        }
        Event::UnitRegistered(e) => {
            let (name, people) = (texts.shown(e.description.name), e.description.headcount);
            let organisation = say.organisation(e.description.organisation, e.from);
            format!("Registered the unit {name} of {organisation} from {}, {people} people", e.from)
        }
        Event::UnitRevised(e) => {
            let (name, people) = (texts.shown(e.description.name), e.description.headcount);
            format!("Described the unit {name} anew from {}, {people} people", e.from)
        }
        Event::MunicipalityAdded(e) => {
            format!("Added the municipality {} ({})", texts.shown(e.name), e.municipality)
        }
        Event::HubPlanned(e) => {
            let name = texts.shown(e.description.name);
            let host = say.organisation(e.description.host, e.opens_on);
            format!("Planned the hub {name}, run by {host}, to open on {}", e.opens_on)
        }
        Event::HubOpened(e) => format!("The hub {} opened on {}", say.hub(e.hub), e.on),
        Event::HubSpaceAdded(e) => {
            let space = say.space(e.space, e.from);
            capital(&format!("{space} serves the hub {} from {}", say.hub(e.hub), e.from))
        }
        Event::HubSpaceRemoved(e) => {
            let space = say.space(e.space, e.from);
            capital(&format!("{space} no longer serves the hub {} from {}", say.hub(e.hub), e.from))
        }
        Event::HubCapacitySet(e) => {
            let people = e.capacity.people;
            format!("The hub {} holds {people} people from {}", say.hub(e.hub), e.from)
        }
        Event::HubClosed(e) => format!("The hub {} closes on {}", say.hub(e.hub), e.from),
        Event::AllocationAssigned(e) => {
            let (resource, unit) = (say.resource(e.resource, e.from), say.unit(e.unit, e.from));
            format!("Gave {resource} to {unit} from {}", e.from)
        }
        Event::AllocationEnded(e) => {
            let resource = say.resource(e.resource, e.from);
            capital(&format!("{resource} is vacant from {}", e.from))
        }
        Event::ImportStarted(e) => {
            let file = texts.shown(e.file.name);
            format!("Began to read in the file {file} ({}), {}", e.format, counts(&e.expected))
        }
        Event::ImportCompleted(e) => format!("Read in {}", counts(&e.recorded)),
        Event::BuildingAdded(_)
        | Event::BuildingRevised(_)
        | Event::BuildingRetired(_)
        | Event::LevelAdded(_)
        | Event::LevelRevised(_)
        | Event::LevelRetired(_)
        | Event::SpaceAdded(_)
        | Event::SpaceRevised(_)
        | Event::SpaceRetired(_)
        | Event::ResourceAdded(_)
        | Event::ResourceRevised(_)
        | Event::ResourceRetired(_) => say.estate(event),
        Event::MembershipGranted(_)
        | Event::MembershipChanged(_)
        | Event::MembershipEnded(_)
        | Event::ReallocationProposed(_)
        | Event::ReallocationAmended(_)
        | Event::ReallocationDecided(_)
        | Event::ReallocationApproved(_)
        | Event::ReallocationRejected(_)
        | Event::ReallocationWithdrawn(_)
        | Event::MoveDone(_)
        | Event::ReallocationCompleted(_) => say.transition(event),
    }
}

/// Names things as they were called on a date.
struct Narrator<'a> {
    /// The event's revision.
    at: Revision,
    state: &'a Portfolio,
    texts: &'a dyn Texts,
}

impl Narrator<'_> {
    fn estate(&self, event: &Event) -> String {
        let texts = self.texts;
        match event {
            Event::BuildingAdded(e) => {
                let owner = self.organisation(e.description.owner, e.from);
                let name = texts.shown(e.description.name);
                format!("Added the building {name}, owned by {owner}, from {}", e.from)
            }
            Event::BuildingRevised(e) => {
                let name = texts.shown(e.description.name);
                format!("Described the building {name} anew from {}", e.from)
            }
            Event::BuildingRetired(e) => {
                let building = self.state.building(&e.building);
                let described = building.and_then(|building| building.descriptions.nearest(e.from));
                let name = described.map_or_else(unknown, |d| texts.shown(d.name));
                format!("The building {name} leaves the portfolio on {}", e.from)
            }
            Event::LevelAdded(e) => {
                let name = texts.shown(e.description.name);
                format!("Added the level {name} from {}", e.from)
            }
            Event::LevelRevised(e) => {
                let name = texts.shown(e.description.name);
                format!("Described the level {name} anew from {}", e.from)
            }
            Event::LevelRetired(e) => {
                let level = self.state.level(&e.level);
                let described = level.and_then(|level| level.descriptions.nearest(e.from));
                let name = described.map_or_else(unknown, |d| texts.shown(d.name));
                format!("The level {name} is gone from {}", e.from)
            }
            Event::SpaceAdded(e) => {
                let space = self.space(e.space, e.from);
                format!("Added {space}, a {}, from {}", e.description.category, e.from)
            }
            Event::SpaceRevised(e) => {
                let space = self.space(e.space, e.from);
                format!("Described {space} anew from {}, a {}", e.from, e.description.category)
            }
            Event::SpaceRetired(e) => {
                capital(&format!("{} is gone from {}", self.space(e.space, e.from), e.from))
            }
            Event::ResourceAdded(e) => {
                let grade = if e.description.grade.is_counted() { "counted" } else { "assumed" };
                let resource = self.resource(e.resource, e.from);
                format!("Added {resource} ({grade}) from {}", e.from)
            }
            Event::ResourceRevised(e) => {
                let grade = if e.description.grade.is_counted() { "counted" } else { "assumed" };
                let resource = self.resource(e.resource, e.from);
                format!("Described {resource} anew ({grade}) from {}", e.from)
            }
            Event::ResourceRetired(e) => {
                capital(&format!("{} is gone from {}", self.resource(e.resource, e.from), e.from))
            }
            other => other.type_name().to_owned(),
        }
    }

    fn transition(&self, event: &Event) -> String {
        match event {
            Event::MembershipGranted(e) => {
                let (unit, hub) = (self.unit(e.unit, e.from), self.hub(e.hub));
                let on = self.mandate(e.decision.as_ref());
                let terms = terms(&e.terms);
                capital(&format!(
                    "{unit} is a member of the hub {hub} from {}, {terms}{on}",
                    e.from
                ))
            }
            Event::MembershipChanged(e) => {
                let on = self.mandate(e.decision.as_ref());
                let member = self.member(e.membership, e.from);
                capital(&format!(
                    "{member} has other terms from {}: {}{on}",
                    e.from,
                    terms(&e.terms)
                ))
            }
            Event::MembershipEnded(e) => {
                let on = self.mandate(e.decision.as_ref());
                let member = self.member(e.membership, e.from);
                capital(&format!("{member} is no longer a member from {}{on}", e.from))
            }
            Event::ReallocationProposed(e) => self.proposed("Proposed", &e.proposal),
            Event::ReallocationAmended(e) => {
                self.proposed("Amended a reallocation, which is now", &e.proposal)
            }
            Event::ReallocationDecided(e) => {
                let how = match e.verdict {
                    Verdict::Approved => "approved",
                    Verdict::Rejected => "rejected",
                };
                let organisation =
                    self.organisation(e.decision.organisation, e.decision.decided_on);
                let title = self.title(e.reallocation);
                format!("{organisation} {how} {title}{}", self.mandate(Some(&e.decision)))
            }
            Event::ReallocationApproved(e) => {
                format!("{} is approved: its moves are planned", self.title(e.reallocation))
            }
            Event::ReallocationRejected(e) => {
                format!("{} is rejected", self.title(e.reallocation))
            }
            Event::ReallocationWithdrawn(e) => {
                format!("Withdrew {}", self.title(e.reallocation))
            }
            Event::MoveDone(e) => {
                let moved = self.moved(&e.carried_out, e.on);
                let (title, number) = (self.title(e.reallocation), e.carried_out.number);
                capital(&format!("{moved} on {} (move {number} of {title})", e.on))
            }
            Event::ReallocationCompleted(e) => {
                format!("Every move of {} has been carried out", self.title(e.reallocation))
            }
            other => other.type_name().to_owned(),
        }
    }

    fn proposed(&self, how: &str, proposal: &Proposal) -> String {
        let title = self.texts.shown(proposal.title);
        let (moves, memberships) = (proposal.moves.len(), proposal.memberships.len());
        format!("{how} “{title}”: {}, {}", plural(moves, "move"), plural(memberships, "membership"))
    }

    fn moved(&self, made: &Move, on: Date) -> String {
        let subject = match made.subject {
            Subject::Resource(resource) => self.resource(resource, on),
            Subject::Space(space) => self.space(space, on),
        };
        match made.fate {
            Fate::Converted { hub } => format!("{subject} joined the hub {}", self.hub(hub)),
            Fate::Relocated { hub, space } => {
                let space = self.space(space, on);
                format!("{subject} moved into {space} of the hub {}", self.hub(hub))
            }
        }
    }

    fn mandate(&self, decision: Option<&DecisionTaken>) -> String {
        let Some(decision) = decision else { return String::new() };
        let point = decision.delegation_point.as_ref();
        let point = point.map(|point| format!(", delegation point {point}")).unwrap_or_default();
        format!(
            " ({} {} of {} by {}{point})",
            decision.kind,
            decision.case_number,
            decision.decided_on,
            self.texts.shown(decision.body),
        )
    }

    fn organisation(&self, id: OrganisationId, on: Date) -> Arc<str> {
        let organisation = self.state.organisation(&id);
        let described = organisation.and_then(|known| known.descriptions.nearest(on));
        described.map_or_else(unknown, |description| self.texts.shown(description.name))
    }

    fn unit(&self, id: UnitId, on: Date) -> Arc<str> {
        let described = self.state.unit(&id).and_then(|known| known.descriptions.nearest(on));
        described.map_or_else(unknown, |description| self.texts.shown(description.name))
    }

    fn hub(&self, id: HubId) -> Arc<str> {
        let hub = self.state.hub(&id);
        hub.map_or_else(unknown, |hub| self.texts.shown(hub.description.name))
    }

    fn member(&self, id: schema::MembershipId, on: Date) -> String {
        let Some(membership) = self.state.membership(&id) else { return unknown().to_string() };
        let (unit, hub) = (self.unit(membership.unit, on), self.hub(membership.hub));
        format!("{unit} at the hub {hub}")
    }

    fn title(&self, id: ReallocationId) -> String {
        let known = self.state.reallocation(&id);
        let title = known.map_or_else(unknown, |known| self.texts.shown(known.title_at(self.at)));
        format!("“{title}”")
    }

    fn space(&self, id: SpaceId, on: Date) -> String {
        let Some(space) = self.state.space(&id) else { return unknown().to_string() };
        let Some(description) = space.descriptions.nearest(on) else {
            return unknown().to_string();
        };
        let name = description.name.or(description.function).map(|name| self.texts.shown(name));
        let called = match (&description.number, name) {
            (Some(number), Some(name)) => format!("space {number} ({name})"),
            (Some(number), None) => format!("space {number}"),
            (None, Some(name)) => format!("the space {name}"),
            (None, None) => "a space without number".to_owned(),
        };
        let level = self.state.level(&space.level);
        let level = level.and_then(|level| level.descriptions.nearest(on));
        let level = level.map(|description| self.texts.shown(description.name));
        level.map_or_else(|| called.clone(), |level| format!("{called}, {level}"))
    }

    fn resource(&self, id: ResourceId, on: Date) -> String {
        let Some(resource) = self.state.resource(&id) else { return unknown().to_string() };
        let described = resource.descriptions.nearest(on);
        let what = described.map_or("resource", |description| match description.kind {
            ResourceKind::Workstation => "workstation",
            ResourceKind::Room => "the room as a whole",
            ResourceKind::Equipment => "equipment",
        });
        let number = described.and_then(|description| description.number.as_ref());
        let called = number.map_or_else(|| what.to_owned(), |number| format!("{what} {number}"));
        // The day before, so that a move is told from where it began.
        let place = resource.place.actual().nearest(on.previous_day());
        place.map_or_else(
            || called.clone(),
            |place| format!("{called} in {}", self.space(*place, on)),
        )
    }
}

/// The name of a person, as the vault has it.
pub fn person(id: PersonId, state: &Portfolio, texts: &dyn Texts) -> Arc<str> {
    state.person(&id).map_or_else(unknown, |person| texts.shown(person.name))
}

fn unknown() -> Arc<str> {
    "[not in this portfolio]".into()
}

fn counts(counts: &ImportCounts) -> String {
    let ImportCounts { levels, spaces, resources, left_out } = counts;
    format!("{levels} levels, {spaces} spaces and {resources} resources; {left_out} left out")
}

fn terms(terms: &MembershipTerms) -> String {
    let seats = terms.promised().peak();
    format!("{} people served, {seats} seats on the busiest day", terms.people_served)
}

fn plural(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
