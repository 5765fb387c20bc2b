//! The languages in which views put things into words.

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
