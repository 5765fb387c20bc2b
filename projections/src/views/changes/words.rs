//! A change in words, English and Swedish side by side: short, and a rendering only.

use schema::{Category, Date, MembershipTerms, PreconditionAnswer, Revision, Verdict};

use super::{ChangeLine, FactKey, FactKind, FactValue, Thing, Viewpoint, names::Namer};
use crate::{Allocation, Language, ReallocationStatus, Texts};

mod fields;
mod money;

impl ChangeLine {
    /// Says what changes between two viewpoints, those of this line: what was by the names of the one,
    /// what is by those of the other.
    pub fn sentence(
        &self,
        from: &Viewpoint<'_>,
        to: &Viewpoint<'_>,
        language: Language,
        texts: &dyn Texts,
    ) -> String {
        let then = Namer { viewpoint: *from, texts, language };
        let now = Namer { viewpoint: *to, texts, language };
        capital(&Teller { then, now }.told(self))
    }
}

/// Tells a change by the names of both viewpoints.
struct Teller<'a> {
    then: Namer<'a>,
    now: Namer<'a>,
}

impl Teller<'_> {
    fn told(&self, line: &ChangeLine) -> String {
        let named = if line.from.is_some() { &self.then } else { &self.now };
        let thing = named.thing(line.key.thing);
        let described = line.key.kind == FactKind::Description;
        match (&line.from, &line.to) {
            (None, None) => thing,
            (None, Some(_)) if described => {
                format!("{thing} {}", self.word("is added", "tillkommer"))
            }
            (Some(_), None) if described => format!("{thing} {}", self.word("is gone", "utgår")),
            (Some(was), Some(is)) if described => {
                format!("{thing}: {}", self.fields(was, is).join(", "))
            }
            (None, Some(is)) => format!("{thing}: {}", self.now.value(&line.key, is)),
            (Some(was), None) => {
                let no_longer = self.word("no longer", "inte längre");
                format!("{thing}: {no_longer} {}", self.then.value(&line.key, was))
            }
            (Some(was), Some(is)) => {
                let (was, is) = (self.then.value(&line.key, was), self.now.value(&line.key, is));
                if was == is {
                    format!("{thing}: {is}, {}", self.word("otherwise than before", "ändrat"))
                } else {
                    format!("{thing}: {was} {} {is}", self.word("becomes", "blir"))
                }
            }
        }
    }

    fn word<'w>(&self, english: &'w str, swedish: &'w str) -> &'w str {
        self.now.word(english, swedish)
    }
}

impl Namer<'_> {
    fn value(&self, key: &FactKey, value: &FactValue) -> String {
        match value {
            FactValue::Category(category) => self.category(*category),
            FactValue::Serves(hub) => {
                format!("{} {}", self.word("serving", "i"), self.the_hub(*hub))
            }
            FactValue::StandsIn(space) => {
                format!("{} {}", self.word("in", "i"), self.space(*space))
            }
            FactValue::Given(allocation) => self.given(*allocation),
            FactValue::Drawn(_) => self.word("drawn", "ritat").to_owned(),
            FactValue::On(date) if key.kind == FactKind::PlannedOpening => {
                format!("{} {date}", self.word("planned to open on", "planerad att öppna"))
            }
            FactValue::On(date) => format!("{} {date}", self.word("opened on", "öppnad")),
            FactValue::Open => self.word("open", "öppen").to_owned(),
            FactValue::Released => self.word("released", "lämnat").to_owned(),
            FactValue::Lost => self.word("unusable", "obrukbart").to_owned(),
            FactValue::Holds(capacity) => {
                let (people, persons) = (capacity.people, self.persons(capacity.people));
                format!("{} {people} {persons}", self.word("room for", "plats för"))
            }
            FactValue::HeldBy(unit) => {
                format!("{} {}", self.word("held by", "innehas av"), self.unit(*unit))
            }
            FactValue::Terms(terms) => self.terms(terms),
            FactValue::Proposed { moves, memberships, .. } => self.proposed(*moves, *memberships),
            FactValue::Stands(status) => self.status(*status).to_owned(),
            FactValue::Decided { organisation, verdict, .. } => {
                let how = match verdict {
                    Verdict::Approved => self.word("approved by", "godkänd av"),
                    Verdict::Rejected => self.word("rejected by", "avslagen av"),
                };
                format!("{how} {}", self.organisation(*organisation))
            }
            FactValue::Done(date) => match self.language {
                Language::English => format!("move {} done on {date}", key.part),
                Language::Swedish => format!("flytt {} genomförd {date}", key.part),
            },
            FactValue::Ends { from, successor } => {
                let ends = format!("{} {from}", self.word("ending on", "upphör"));
                let Some(successor) = successor else { return ends };
                let by = self.word("succeeded by", "efterträds av");
                format!("{ends}, {by} {}", self.organisation(*successor))
            }
            FactValue::Doubted { from, because } => self.doubted(key, *from, *because),
            FactValue::Delegated { point, delegation } => {
                let delegate = self.text(delegation.delegate);
                match self.language {
                    Language::English => format!("point {point} delegated to {delegate}"),
                    Language::Swedish => format!("punkt {point} delegerad till {delegate}"),
                }
            }
            FactValue::Settled { precondition, answer, .. } => {
                let how = match answer {
                    PreconditionAnswer::Met { .. } => self.word("met on", "uppfylld"),
                    PreconditionAnswer::NotApplicable { .. } => {
                        self.word("found not to apply on", "bedömd som ej tillämplig")
                    }
                };
                format!("{} {how} {}", self.precondition(*precondition), answer.on())
            }
            FactValue::Reached(date) => {
                let milestone = self.milestone(key.thing, key.part);
                format!("{milestone} {} {date}", self.word("reached on", "nådd"))
            }
            FactValue::Sealed(_) => self.word("sealed", "förseglat").to_owned(),
            FactValue::Noticed { party, purpose, served_on, takes_effect, .. } => {
                self.noticed(*party, *purpose, *served_on, *takes_effect)
            }
            FactValue::Pays(tariff) => self.tariff(tariff),
            FactValue::Vat(treatment) => self.vat(*treatment),
            FactValue::Borne(common) => self.borne(*common),
            FactValue::Budget { year, transition, running, one_off } => {
                self.budget(*year, *transition, *running, *one_off)
            }
            FactValue::Closed(month) => {
                format!("{} {month}", self.word("closed through", "stängt till och med"))
            }
            // Told field by field.
            FactValue::Organisation(_)
            | FactValue::Unit(_)
            | FactValue::Building(_)
            | FactValue::Level(_)
            | FactValue::Space(_)
            | FactValue::Resource(_)
            | FactValue::Hub(_)
            | FactValue::Transition(_)
            | FactValue::Lease { .. }
            | FactValue::Cost(_)
            | FactValue::Invoice(_)
            | FactValue::Precondition { .. } => self.word("described", "beskrivet").to_owned(),
        }
    }

    fn doubted(&self, key: &FactKey, from: Option<Date>, because: Revision) -> String {
        let what = match (key.thing, self.language) {
            (Thing::Reallocation(_), Language::English) => format!("move {} in doubt", key.part),
            (Thing::Reallocation(_), Language::Swedish) => format!("flytt {} osäker", key.part),
            (_, Language::English) => "in doubt".to_owned(),
            (_, Language::Swedish) => "osäkert".to_owned(),
        };
        let from = from.map(|from| format!(" {} {from}", self.word("from", "från och med")));
        let from = from.unwrap_or_default();
        let because_of = self.word("because of revision", "på grund av händelse");
        format!("{what}{from} {because_of} {because}")
    }

    fn given(&self, allocation: Allocation) -> String {
        match allocation {
            Allocation::Vacant => self.word("vacant", "ledig").to_owned(),
            Allocation::Fixed(unit) => {
                format!("{} {}", self.word("fixed to", "fast för"), self.unit(unit))
            }
            Allocation::Flexible(hub) => {
                format!("{} {}", self.word("flexible in", "flexibel i"), self.the_hub(hub))
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
            ReallocationStatus::Revoked => self.word("revoked", "återkallad"),
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
