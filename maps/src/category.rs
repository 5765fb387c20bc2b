//! What a space is for: by the map's own type first, then by words of its name.
//!
//! Names are matched as the reader of IFC files matches functions, by the words that maps of
//! offices use; where a type only says that it is a room, the name decides.

use ::schema::Category;

/// What a type says of a space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Says {
    /// This category, whatever the name.
    Surely(Category),
    /// This category, unless the name says another.
    Unless(Category),
    /// Nothing: the name decides.
    Nothing,
}

/// The category of a space, `None` where neither type nor name tells.
pub(crate) fn category(says: Says, name: Option<&str>) -> Option<Category> {
    let named = || name.and_then(by_name);
    match says {
        Says::Surely(category) => Some(category),
        Says::Unless(category) => named().or(Some(category)),
        Says::Nothing => named(),
    }
}

/// In the order in which they are tried: what says more stands before what it contains. A word
/// counts where a word of the name begins with it; with `-` before it, within a word too, as
/// Swedish compounds need.
const WORDS: [(&str, Category); 62] = [
    ("-kontorslandskap", Category::OpenWorkplace),
    ("landskap", Category::OpenWorkplace),
    ("öppet kontor", Category::OpenWorkplace),
    ("öppna arbetsplatser", Category::OpenWorkplace),
    ("open office", Category::OpenWorkplace),
    ("open plan", Category::OpenWorkplace),
    ("open workspace", Category::OpenWorkplace),
    ("coworking", Category::OpenWorkplace),
    ("workstations", Category::OpenWorkplace),
    ("-säkerhet", Category::Secure),
    ("-skyddsrum", Category::Secure),
    ("secure", Category::Secure),
    ("vault", Category::Secure),
    ("-reception", Category::PublicFacing),
    ("-besök", Category::PublicFacing),
    ("-medborgar", Category::PublicFacing),
    ("-väntrum", Category::PublicFacing),
    ("waiting", Category::PublicFacing),
    ("-toalett", Category::Hygiene),
    ("wc", Category::Hygiene),
    ("rwc", Category::Hygiene),
    ("-dusch", Category::Hygiene),
    ("-omklädning", Category::Hygiene),
    ("städ", Category::Hygiene),
    ("toilet", Category::Hygiene),
    ("restroom", Category::Hygiene),
    ("bathroom", Category::Hygiene),
    ("shower", Category::Hygiene),
    ("cleaning", Category::Hygiene),
    ("-teknik", Category::Technical),
    ("server", Category::Technical),
    ("-fläkt", Category::Technical),
    ("-schakt", Category::Technical),
    ("-skrivarrum", Category::Technical),
    ("mechanical", Category::Technical),
    ("electrical", Category::Technical),
    ("plant room", Category::Technical),
    ("printer", Category::Technical),
    ("copy room", Category::Technical),
    ("-arkiv", Category::Archive),
    ("-förråd", Category::Archive),
    ("archive", Category::Archive),
    ("storage", Category::Archive),
    ("tyst", Category::Quiet),
    ("-vilrum", Category::Quiet),
    ("-telefonrum", Category::Quiet),
    ("-bibliotek", Category::Quiet),
    ("quiet", Category::Quiet),
    ("phone booth", Category::Quiet),
    ("library", Category::Quiet),
    ("-pentry", Category::Social),
    ("kök", Category::Social),
    ("-lunch", Category::Social),
    ("-personalrum", Category::Social),
    ("kitchen", Category::Social),
    ("lounge", Category::Social),
    ("canteen", Category::Social),
    ("-möte", Category::Meeting),
    ("-konferens", Category::Meeting),
    ("-sammanträde", Category::Meeting),
    ("meeting", Category::Meeting),
    ("conference", Category::Meeting),
];

/// Words that stand in the names of other rooms as well, and are tried after all others.
const LAST_WORDS: [(&str, Category); 9] = [
    ("-kontor", Category::Cell),
    ("office", Category::Cell),
    ("-korridor", Category::Circulation),
    ("entré", Category::Circulation),
    ("foajé", Category::Circulation),
    ("corridor", Category::Circulation),
    ("hallway", Category::Circulation),
    ("lobby", Category::Circulation),
    ("entrance", Category::Circulation),
];

fn by_name(name: &str) -> Option<Category> {
    let name = name.to_lowercase();
    let holds = |(word, _): &&(&str, Category)| holds(&name, word);
    WORDS.iter().chain(&LAST_WORDS).find(holds).map(|(_, category)| *category)
}

fn holds(name: &str, word: &str) -> bool {
    if let Some(within) = word.strip_prefix('-') {
        return name.contains(within);
    }
    let begins =
        |start: usize| !name[..start].chars().next_back().is_some_and(char::is_alphanumeric);
    name.match_indices(word).any(|(start, _)| begins(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expected: Option<Category>) {
        assert_eq!(category(Says::Nothing, Some(name)), expected, "{name}");
    }

    #[test]
    fn names_tell_in_both_languages() {
        check("Meeting Room Large", Some(Category::Meeting));
        check("Server room", Some(Category::Technical));
        check("Kitchen", Some(Category::Social));
        check("Storage Cupboard", Some(Category::Archive));
        check("Women's Bathroom", Some(Category::Hygiene));
        check("Kontorslandskap norr", Some(Category::OpenWorkplace));
        check("Gruppkontor", Some(Category::Cell));
        check("Närarkiv", Some(Category::Archive));
        check("Mötesrum Storsjön", Some(Category::Meeting));
        check("Unit 1", None);
        check("Swc", None);
    }

    #[test]
    fn a_type_goes_before_the_name_as_far_as_it_says() {
        let named = |says| category(says, Some("Mötesrum"));
        assert_eq!(named(Says::Surely(Category::Hygiene)), Some(Category::Hygiene));
        assert_eq!(named(Says::Unless(Category::Cell)), Some(Category::Meeting));
        assert_eq!(category(Says::Unless(Category::Cell), Some("12")), Some(Category::Cell));
        assert_eq!(category(Says::Nothing, None), None);
    }

    #[test]
    fn every_word_is_reached() {
        for (word, expected) in WORDS.iter().chain(&LAST_WORDS) {
            assert_eq!(by_name(word.trim_start_matches('-')), Some(*expected), "{word}");
        }
    }
}
