//! The two languages of history, and what the sentences of either are made of.
//!
//! English and Swedish stand side by side wherever something is said: [`told!`] takes both, and a
//! `match` on [`Language`] is exhaustive, so that neither can be forgotten.

use schema::{Category, DecisionKind, ErasureGround, Measure, ResourceKind};
use std::fmt::Display;

use super::words::Noun;
use crate::{ERASED, Language};

/// A sentence in the language that is asked for: the English one, then the Swedish one, with what
/// stands in both named in braces.
macro_rules! told {
    ($language:expr, $english:literal, $swedish:literal $(,)?) => {
        match $language {
            $crate::Language::English => format!($english),
            $crate::Language::Swedish => format!($swedish),
        }
    };
}

pub(super) use told;

impl Language {
    /// Words that need nothing filled in: the English ones or the Swedish ones.
    pub(super) const fn word(self, english: &'static str, swedish: &'static str) -> &'static str {
        self.of(english, swedish)
    }

    /// How an erased text is shown.
    pub(super) const fn erased(self) -> &'static str {
        self.word(ERASED, "[raderat]")
    }

    /// How a thing is shown that the portfolio does not know.
    pub(super) const fn unknown(self) -> &'static str {
        self.word("[not in this portfolio]", "[finns inte i beståndet]")
    }

    /// How many there are, in digits, of what.
    pub(super) fn counted(self, count: impl TryInto<usize>, noun: &Noun) -> String {
        // A count beyond the machine's own numbers is many.
        let count = count.try_into().unwrap_or(usize::MAX);
        let [one, many] = match self {
            Self::English => noun.english,
            Self::Swedish => noun.swedish,
        };
        format!("{count} {}", if count == 1 { one } else { many })
    }

    /// A decimal number, with the point or the comma of the language.
    pub(super) fn decimal(self, number: impl Display) -> String {
        match self {
            Self::English => number.to_string(),
            Self::Swedish => number.to_string().replace('.', ","),
        }
    }

    /// Names one after the other, the last after an "and".
    pub(super) fn listed(self, names: &[String]) -> String {
        match names {
            [] => self.word("nothing", "ingenting").to_owned(),
            [only] => only.clone(),
            [first @ .., last] => {
                let first = first.join(", ");
                told!(self, "{first} and {last}", "{first} och {last}")
            }
        }
    }

    /// What a space is for.
    pub(super) fn category(self, category: Category) -> String {
        match self {
            Self::English => category.to_string(),
            Self::Swedish => in_swedish(category).to_owned(),
        }
    }

    /// By whom a decision was taken, up to the name that follows.
    pub(super) fn decided_by(self, kind: DecisionKind) -> &'static str {
        match kind {
            DecisionKind::Board => self.word("board decision", "nämndbeslut av"),
            DecisionKind::Delegated => self.word("delegated decision", "delegationsbeslut av"),
            DecisionKind::Execution => self.word("mere execution", "ren verkställighet genom"),
        }
    }

    /// On which legal ground a text was erased.
    pub(super) fn ground(self, ground: ErasureGround) -> String {
        match self {
            Self::English => ground.to_string(),
            Self::Swedish => match ground {
                ErasureGround::DataSubject => {
                    "den registrerades rätt till radering, artikel 17 GDPR"
                }
                ErasureGround::Disposal => "gallringsbeslut enligt arkivlagstiftningen",
                ErasureGround::Order => "föreläggande av domstol eller tillsynsmyndighet",
                ErasureGround::RecordedInError => "registrerat av misstag",
            }
            .to_owned(),
        }
    }

    /// What an area measures.
    pub(super) fn measure(self, measure: &Measure) -> String {
        match (self, measure) {
            (Self::Swedish, Measure::AsModelled) => "enligt modellen".to_owned(),
            (Self::Swedish, Measure::Quantity(name)) => format!("mängd: {name}"),
            (Self::English | Self::Swedish, named) => named.to_string(),
        }
    }

    /// What a resource is, without its number.
    pub(super) const fn resource(self, kind: ResourceKind) -> &'static str {
        match kind {
            ResourceKind::Workstation => self.word("workstation", "arbetsplats"),
            ResourceKind::Room => self.word("the room as a whole", "rummet som helhet"),
            ResourceKind::Equipment => self.word("equipment", "utrustning"),
        }
    }

    /// How surely a resource is known. In Swedish the word follows the gender of what it is.
    pub(super) const fn graded(self, kind: ResourceKind, is_counted: bool) -> &'static str {
        match (kind, is_counted) {
            (ResourceKind::Room, true) => self.word("counted", "räknat"),
            (ResourceKind::Room, false) => self.word("assumed", "antaget"),
            (ResourceKind::Workstation | ResourceKind::Equipment, true) => {
                self.word("counted", "räknad")
            }
            (ResourceKind::Workstation | ResourceKind::Equipment, false) => {
                self.word("assumed", "antagen")
            }
        }
    }
}

const fn in_swedish(category: Category) -> &'static str {
    match category {
        Category::OpenWorkplace => "kontorslandskap",
        Category::Cell => "cellkontor",
        Category::Meeting => "mötesrum",
        Category::Quiet => "tyst rum",
        Category::Secure => "säkerhetsrum",
        Category::PublicFacing => "besöksyta",
        Category::Archive => "arkiv",
        Category::Social => "social yta",
        Category::Hygiene => "hygienutrymme",
        Category::Circulation => "kommunikationsyta",
        Category::Technical => "teknikutrymme",
    }
}

/// An English noun after its article.
pub(super) fn with_article(what: &str) -> String {
    let article = if what.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {what}")
}

/// A sentence as it begins.
pub(super) fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
