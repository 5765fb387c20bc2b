//! The languages in which views put things into words.

use schema::Invalid;
use std::{fmt, str::FromStr};

/// A language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Swedish.
    Swedish,
}

impl Language {
    /// The one of two renderings that is in this language.
    pub const fn of<'a>(self, english: &'a str, swedish: &'a str) -> &'a str {
        match self {
            Self::English => english,
            Self::Swedish => swedish,
        }
    }
}

impl fmt::Display for Language {
    /// As a question names it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::English => "english",
            Self::Swedish => "swedish",
        })
    }
}

impl FromStr for Language {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let named = [Self::English, Self::Swedish].into_iter().find(|one| one.to_string() == text);
        named.ok_or_else(|| Invalid::new("language", text, "english or swedish"))
    }
}
