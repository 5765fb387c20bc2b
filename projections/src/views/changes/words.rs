//! A change in words, English and Swedish side by side: short, and a rendering only.

use schema::{Category, Date, MembershipTerms, Verdict};

use super::{ChangeLine, FactKey, FactKind, FactValue, Viewpoint, names::Namer};
use crate::{Allocation, Language, ReallocationStatus, Texts};

mod fields;

impl ChangeLine {
    /// Says what changes between two viewpoints, those of this line. What was is named as it was
    /// called then, what is as it is called then.
    pub fn sentence(
        &self,
        from: &Viewpoint<'_>,
        to: &Viewpoint<'_>,
        language: Language,
        texts: &dyn Texts,
    ) -> String {
        let revision = |viewpoint: &Viewpoint<'_>| viewpoint.state.head().map(|head| head.revision);
        // The state that knows more names what the other knows, too; but not what was only planned and
        // is forgotten.
        let mut state = if revision(from) > revision(to) { from.state } else { to.state };
        if let super::Thing::Membership(id) = self.key.thing
            && state.membership(&id).is_none()
        {
            state = if self.to.is_some() { to.state } else { from.state };
        }
        let say = Namer { state, texts, language };
        let named = if self.from.is_some() { from } else { to };
        let thing = say.thing(self.key.thing, named.on, named.basis);
        capital(&say.change(self, &thing, from.on, to.on))
    }
}

impl Namer<'_> {
    fn change(&self, line: &ChangeLine, thing: &str, then: Date, now: Date) -> String {
        let described = line.key.kind == FactKind::Description;
        match (&line.from, &line.to) {
            (None, None) => thing.to_owned(),
            (None, Some(_)) if described => {
                format!("{thing} {}", self.word("is added", "tillkommer"))
            }
            (Some(_), None) if described => format!("{thing} {}", self.word("is gone", "utgår")),
            (Some(was), Some(is)) if described => {
                let fields = self.fields(was, is, then, now);
                format!("{thing}: {}", fields.join(", "))
            }
            (None, Some(is)) => format!("{thing}: {}", self.value(&line.key, is, now)),
            (Some(was), None) => {
                let no_longer = self.word("no longer", "inte längre");
                format!("{thing}: {no_longer} {}", self.value(&line.key, was, then))
            }
            (Some(was), Some(is)) => {
                let (was, is) = (self.value(&line.key, was, then), self.value(&line.key, is, now));
                let becomes = self.word("becomes", "blir");
                if was == is {
                    format!("{thing}: {is}, {}", self.word("otherwise than before", "ändrat"))
                } else {
                    format!("{thing}: {was} {becomes} {is}")
                }
            }
        }
    }

    fn value(&self, key: &FactKey, value: &FactValue, on: Date) -> String {
        match value {
            FactValue::Category(category) => self.category(*category),
            FactValue::Serves(hub) => {
                format!("{} {}", self.word("serving", "i"), self.the_hub(*hub, on))
            }
            FactValue::StandsIn(space) => {
                format!("{} {}", self.word("in", "i"), self.space(*space, on))
            }
            FactValue::Given(allocation) => self.given(*allocation, on),
            FactValue::Drawn(_) => self.word("drawn", "ritat").to_owned(),
            FactValue::On(date) if key.kind == FactKind::PlannedOpening => {
                format!("{} {date}", self.word("planned to open on", "planerad att öppna"))
            }
            FactValue::On(date) => format!("{} {date}", self.word("opened on", "öppnad")),
            FactValue::Open => self.word("open", "öppen").to_owned(),
            FactValue::Holds(capacity) => {
                let (people, persons) = (capacity.people, self.persons(capacity.people));
                format!("{} {people} {persons}", self.word("room for", "plats för"))
            }
            FactValue::HeldBy(unit) => {
                format!("{} {}", self.word("held by", "innehas av"), self.unit(*unit, on))
            }
            FactValue::Terms(terms) => self.terms(terms),
            FactValue::Proposed { moves, memberships, .. } => self.proposed(*moves, *memberships),
            FactValue::Stands(status) => self.status(*status).to_owned(),
            FactValue::Decided { organisation, verdict, .. } => {
                let how = match verdict {
                    Verdict::Approved => self.word("approved by", "godkänd av"),
                    Verdict::Rejected => self.word("rejected by", "avslagen av"),
                };
                format!("{how} {}", self.organisation(*organisation, on))
            }
            FactValue::Done(date) => match self.language {
                Language::English => format!("move {} done on {date}", key.part),
                Language::Swedish => format!("flytt {} genomförd {date}", key.part),
            },
            FactValue::Ends { from, successor } => {
                let ends = format!("{} {from}", self.word("ending on", "upphör"));
                let Some(successor) = successor else { return ends };
                let by = self.word("succeeded by", "efterträds av");
                format!("{ends}, {by} {}", self.organisation(*successor, *from))
            }
            // Told field by field.
            FactValue::Organisation(_)
            | FactValue::Unit(_)
            | FactValue::Building(_)
            | FactValue::Level(_)
            | FactValue::Space(_)
            | FactValue::Resource(_)
            | FactValue::Hub(_) => self.word("described", "beskrivet").to_owned(),
        }
    }

    fn given(&self, allocation: Allocation, on: Date) -> String {
        match allocation {
            Allocation::Vacant => self.word("vacant", "ledig").to_owned(),
            Allocation::Fixed(unit) => {
                format!("{} {}", self.word("fixed to", "fast för"), self.unit(unit, on))
            }
            Allocation::Flexible(hub) => {
                format!("{} {}", self.word("flexible in", "flexibel i"), self.the_hub(hub, on))
            }
        }
    }

    fn category(&self, category: Category) -> String {
        if self.language == Language::English {
            return category.to_string();
        }
        let swedish = match category {
            Category::OpenWorkplace => "öppen arbetsplats",
            Category::Cell => "cellkontor",
            Category::Meeting => "mötesrum",
            Category::Quiet => "tyst rum",
            Category::Secure => "skyddat rum",
            Category::PublicFacing => "besöksyta",
            Category::Archive => "arkiv",
            Category::Social => "socialt utrymme",
            Category::Hygiene => "hygienutrymme",
            Category::Circulation => "kommunikationsyta",
            Category::Technical => "teknikutrymme",
        };
        swedish.to_owned()
    }

    fn status(&self, status: ReallocationStatus) -> &'static str {
        match status {
            ReallocationStatus::Proposed => self.word("proposed", "föreslagen"),
            ReallocationStatus::Approved => self.word("approved", "godkänd"),
            ReallocationStatus::Rejected => self.word("rejected", "avslagen"),
            ReallocationStatus::Withdrawn => self.word("withdrawn", "återtagen"),
            ReallocationStatus::Completed => self.word("completed", "genomförd"),
        }
    }

    fn terms(&self, terms: &MembershipTerms) -> String {
        let (people, seats) = (terms.people_served, terms.promised().peak());
        let persons = self.persons(people);
        match (self.language, seats) {
            (Language::English, 1) => format!("{people} {persons} served, 1 seat at most"),
            (Language::English, _) => format!("{people} {persons} served, {seats} seats at most"),
            (Language::Swedish, 1) => format!("{people} {persons}, som mest 1 plats"),
            (Language::Swedish, _) => format!("{people} {persons}, som mest {seats} platser"),
        }
    }

    fn persons(&self, count: u32) -> &'static str {
        if count == 1 { self.word("person", "person") } else { self.word("people", "personer") }
    }

    fn proposed(&self, moves: usize, memberships: usize) -> String {
        let move_word =
            if moves == 1 { self.word("move", "flytt") } else { self.word("moves", "flyttar") };
        let membership_word = if memberships == 1 {
            self.word("membership", "medlemskap")
        } else {
            self.word("memberships", "medlemskap")
        };
        let and = self.word("and", "och");
        format!("{moves} {move_word} {and} {memberships} {membership_word}")
    }
}

fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
