//! History in words: one English sentence for each event. A rendering: the event stands beside it.

use schema::{
    Date, DecisionTaken, ErasedText, Event, Fate, ImportCounts, MembershipTerms, Move, PersonId,
    Proposal, Revision, Subject, TextsErased, Verdict,
};
use std::sync::Arc;

use crate::{Portfolio, Texts};

mod names;
mod organisations;
mod revised;

/// Says what the event at a revision records, with the names of its time and, where they differ,
/// those of `today` beside them. `state` is any state that knows the event.
pub fn sentence(
    event: &Event,
    at: Revision,
    today: Date,
    state: &Portfolio,
    texts: &dyn Texts,
) -> String {
    let say = Narrator { at, today, state, texts };
    match event {
        Event::PortfolioOpened(e) => {
            let name = texts.shown(e.name);
            format!(
                "Opened the portfolio {name}, in {} and the time of {}",
                e.currency, e.time_zone
            )
        }
        Event::PersonRegistered(e) => format!("Registered {}", texts.shown(e.name)),
        Event::OrganisationRegistered(_)
        | Event::OrganisationRevised(_)
        | Event::OrganisationEnded(_)
        | Event::UnitRegistered(_)
        | Event::UnitRevised(_)
        | Event::UnitMoved(_)
        | Event::UnitsReorganised(_)
        | Event::AllocationsTransferred(_)
        | Event::MembershipTransferred(_) => say.organisational(event),
        Event::MunicipalityAdded(e) => {
            format!("Added the municipality {} ({})", texts.shown(e.name), e.municipality)
        }
        Event::HubPlanned(e) => {
            let name = texts.shown(e.description.name);
            let host = say.organisation(e.description.host, e.opens_on);
            format!("Planned the hub {name}, run by {host}, to open on {}", e.opens_on)
        }
        Event::HubOpened(e) => format!("The hub {} opened on {}", say.hub(e.hub, e.on), e.on),
        Event::HubSpaceAdded(e) => {
            let space = say.space(e.space, e.from);
            capital(&format!("{space} serves the hub {} from {}", say.hub(e.hub, e.from), e.from))
        }
        Event::HubSpaceRemoved(e) => {
            let space = say.space(e.space, e.from);
            capital(&format!(
                "{space} no longer serves the hub {} from {}",
                say.hub(e.hub, e.from),
                e.from
            ))
        }
        Event::HubCapacitySet(e) => {
            let people = e.capacity.people;
            format!("The hub {} holds {people} people from {}", say.hub(e.hub, e.from), e.from)
        }
        Event::HubRevised(e) => say.hub_revised(e),
        Event::HubClosed(e) => format!("The hub {} closes on {}", say.hub(e.hub, e.from), e.from),
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
        Event::ImportProgressed(e) => {
            let file = say.file(e.import);
            format!("Recorded {} of the file {file}", plural(e.things as usize, "thing"))
        }
        Event::ImportCompleted(e) => format!("Read in {}", counts(&e.recorded)),
        Event::ImportAbandoned(e) => {
            format!("Gave up reading in the file {}", say.file(e.import))
        }
        Event::TextsErased(e) => say.erased(e),
        Event::BuildingAdded(_)
        | Event::BuildingRevised(_)
        | Event::BuildingRetired(_)
        | Event::BuildingPlaneSet(_)
        | Event::LevelAdded(_)
        | Event::LevelRevised(_)
        | Event::LevelRetired(_)
        | Event::LevelDrawn(_)
        | Event::SpaceAdded(_)
        | Event::SpaceRevised(_)
        | Event::SpaceRetired(_)
        | Event::SpacesReshaped(_)
        | Event::SpaceIdentified(_)
        | Event::ResourceAdded(_)
        | Event::ResourceRevised(_)
        | Event::ResourceRetired(_)
        | Event::ResourcesMoved(_)
        | Event::ResourcesCounted(_) => say.estate(event),
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
    /// The date whose names stand beside those of the time.
    today: Date,
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
            Event::BuildingRevised(e) => self.building_revised(e),
            Event::BuildingPlaneSet(e) => {
                let plane = &e.plane;
                format!(
                    "The levels of {} lie on the plane {} around {}° north, {}° east",
                    self.building(e.building, self.today),
                    plane.projection,
                    plane.origin.latitude,
                    plane.origin.longitude
                )
            }
            Event::BuildingRetired(e) => {
                let building = self.building(e.building, e.from);
                capital(&format!("{building} leaves the portfolio on {}", e.from))
            }
            Event::LevelAdded(e) => {
                format!("Added the level {} from {}", self.level(e.level, e.from), e.from)
            }
            Event::LevelRevised(e) => self.level_revised(e),
            Event::LevelRetired(e) => {
                format!("The level {} is gone from {}", self.level(e.level, e.from), e.from)
            }
            Event::LevelDrawn(e) => {
                let (level, part) = (self.level(e.level, e.from), e.part + 1);
                let strokes = plural(e.strokes.len(), "stroke");
                format!(
                    "Drew the level {level} from {}, part {part} of {}, {strokes}",
                    e.from, e.parts
                )
            }
            Event::SpaceAdded(e) => {
                let space = self.space(e.space, e.from);
                let category = with_article(&e.description.category.to_string());
                format!("Added {space}, {category}, from {}", e.from)
            }
            Event::SpaceRevised(e) => self.space_revised(e),
            Event::SpacesReshaped(e) => self.spaces_reshaped(e),
            Event::SpaceIdentified(e) => {
                let space = self.space(e.space, self.today);
                capital(&format!("{space} is the one that the model calls {}", e.global_id))
            }
            Event::SpaceRetired(e) => {
                capital(&format!("{} is gone from {}", self.space(e.space, e.from), e.from))
            }
            Event::ResourceAdded(e) => {
                let grade = if e.description.grade.is_counted() { "counted" } else { "assumed" };
                let resource = self.resource(e.resource, e.from);
                format!("Added {resource} ({grade}) from {}", e.from)
            }
            Event::ResourceRevised(e) => self.resource_revised(e),
            Event::ResourcesMoved(e) => {
                let (moved, to) = (self.resources(&e.resources, e.from), self.space(e.to, e.from));
                capital(&format!("{moved} moved into {to} on {}", e.from))
            }
            Event::ResourcesCounted(e) => {
                let counted = self.several(&e.resources, e.on);
                let (space, source) = (self.space(e.space, e.on), texts.shown(e.source));
                format!("Counted {counted} in {space} on {} ({source})", e.on)
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
                let (unit, hub) = (self.unit(e.unit, e.from), self.hub(e.hub, e.from));
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
            Fate::Converted { hub } => format!("{subject} joined the hub {}", self.hub(hub, on)),
            Fate::Relocated { hub, space } => {
                let space = self.space(space, on);
                format!("{subject} moved into {space} of the hub {}", self.hub(hub, on))
            }
        }
    }

    /// The ground and the case, and never the text.
    fn erased(&self, event: &TextsErased) -> String {
        let what = match &event.erased {
            ErasedText::NameOf(person) => format!("the name of person {person}"),
            ErasedText::StoodAt(place) => {
                format!("the text {} of revision {}", place.field, place.revision)
            }
        };
        let decided = event.decision.as_ref().map_or_else(String::new, |decision| {
            let by = self.organisation(decision.organisation, decision.decided_on);
            format!("; {} of {}, {by}", decision.case_number, decision.decided_on)
        });
        format!("Erased {what} ({}{decided})", event.ground)
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
}

/// The name of a person, as the vault has it.
pub fn person(id: PersonId, state: &Portfolio, texts: &dyn Texts) -> Arc<str> {
    state.person(&id).map_or_else(unknown, |person| texts.shown(person.name))
}

fn unknown() -> Arc<str> {
    "[not in this portfolio]".into()
}

fn counts(counts: &ImportCounts) -> String {
    let told = [
        (counts.organisations, "organisation"),
        (counts.units, "unit"),
        (counts.buildings, "building"),
        (counts.levels, "level"),
        (counts.spaces, "space"),
        (counts.resources, "resource"),
        (counts.drawings, "part of drawings"),
        (counts.allocations, "allocation"),
        (counts.changed, "change"),
        (counts.gone, "thing that is gone"),
    ];
    let told = told.into_iter().filter(|(count, _)| *count > 0);
    let mut told: Vec<String> = told.map(|(count, what)| several(count, what)).collect();
    if told.is_empty() {
        told.push("nothing".to_owned());
    }
    format!("{}; {} left out", told.join(", "), counts.left_out)
}

fn several(count: u32, what: &str) -> String {
    match what {
        _ if count == 1 => format!("1 {what}"),
        "part of drawings" => format!("{count} parts of drawings"),
        "thing that is gone" => format!("{count} things that are gone"),
        _ => format!("{count} {what}s"),
    }
}

fn terms(terms: &MembershipTerms) -> String {
    let seats = terms.promised().peak();
    let (people, seats) = (people_in_words(terms.people_served), plural(seats as usize, "seat"));
    format!("{people} served, {seats} on the busiest day")
}

fn people_in_words(count: u32) -> String {
    if count == 1 { "1 person".to_owned() } else { format!("{count} people") }
}

fn plural(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

fn with_article(what: &str) -> String {
    let article = if what.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {what}")
}

fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
