//! OmniClass Table 13, spaces by function: recognising its codes, and what
//! category a class belongs to.
//!
//! The classes are those of the edition of 2006, which Revit and COBie write
//! and whose codes have no `00`. Later editions number other things with the
//! same codes and pad with `00`; such a code is left to the words of its title.
//! Source of the class list: `SpaceTypeCategoryEnumerationType` of the COBieLite
//! schema (National BIM Standard, United States).

use super::model::Code;
use ::schema::Category;

/// What the system is called where a file only writes its codes.
const SYSTEM: &str = "OmniClass";

/// The class in a text such as `13-15 11 34 17: Open Office Space` or `13-85`.
pub(super) fn code_in(text: &str) -> Option<Code> {
    let (code, title) = match text.split_once(':') {
        Some((code, title)) => (code.trim(), title.trim()),
        None => (text.trim(), ""),
    };
    is_code(code).then(|| Code {
        system: Some(SYSTEM.to_owned()),
        edition: None,
        code: code.to_owned(),
        title: (!title.is_empty()).then(|| title.to_owned()),
    })
}

/// Two digits, a hyphen, and pairs of digits with single blanks between.
fn is_code(text: &str) -> bool {
    let pair = |pair: &str| pair.len() == 2 && pair.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once('-').is_some_and(|(table, class)| pair(table) && class.split(' ').all(pair))
}

/// Prefixes of codes, and what the classes below them are. The longest prefix
/// that fits decides. Classes that are not here (a whole table, work spaces as
/// such) say too little.
const CLASSES: [(&str, Category); 51] = [
    // Interaction: gathering, performing, food, meeting.
    ("13-11 11", Category::Meeting),
    ("13-11 11 24", Category::PublicFacing),
    ("13-11 11 27", Category::Social),
    ("13-11 11 31", Category::PublicFacing),
    ("13-11 17", Category::PublicFacing),
    ("13-11 19", Category::Social),
    ("13-11 21", Category::Meeting),
    ("13-11 21 37", Category::Secure),
    // Work: studios, study, administration, justice, production, control.
    ("13-15 11 11", Category::Technical),
    ("13-15 11 24", Category::Quiet),
    ("13-15 11 24 11", Category::Technical),
    ("13-15 11 34", Category::Cell),
    ("13-15 11 34 17", Category::OpenWorkplace),
    ("13-15 11 34 21", Category::Technical),
    ("13-15 11 34 24", Category::Technical),
    ("13-15 11 34 27", Category::Technical),
    ("13-15 11 34 41", Category::PublicFacing),
    ("13-15 11 34 41 19", Category::Meeting),
    ("13-15 11 34 41 23", Category::Cell),
    ("13-15 21", Category::Technical),
    ("13-15 31", Category::Technical),
    // Commerce and recreation.
    ("13-25", Category::PublicFacing),
    ("13-25 31 17", Category::Secure),
    ("13-31", Category::Social),
    // Care: grooming (with cleaning), children, convalescence, healing.
    ("13-41 11", Category::Hygiene),
    ("13-41 21", Category::PublicFacing),
    ("13-41 31", Category::Quiet),
    ("13-41 31 17", Category::Hygiene),
    ("13-41 31 21", Category::Hygiene),
    ("13-41 31 24", Category::Hygiene),
    ("13-41 41", Category::PublicFacing),
    // Rest: breaks, sleep, waiting.
    ("13-51 11", Category::Social),
    ("13-51 21", Category::Quiet),
    ("13-51 24", Category::Social),
    ("13-51 31", Category::PublicFacing),
    // Culture.
    ("13-61 11", Category::Quiet),
    ("13-61 41", Category::PublicFacing),
    // Protection and detention.
    ("13-65 11", Category::Circulation),
    ("13-65 11 21", Category::Secure),
    ("13-65 21", Category::Secure),
    ("13-71", Category::Secure),
    // Storage: archive is the category of what is kept.
    ("13-75", Category::Archive),
    ("13-75 11 17", Category::Circulation),
    ("13-75 11 24", Category::Hygiene),
    ("13-75 11 41", Category::Technical),
    ("13-75 11 44", Category::Technical),
    ("13-75 41 24", Category::Technical),
    ("13-75 41 41", Category::Secure),
    // Services of the building, ways through it, ways to it.
    ("13-81", Category::Technical),
    ("13-85", Category::Circulation),
    ("13-91", Category::Circulation),
];

/// The category of a class of Table 13; `None` for other systems and classes.
pub(super) fn category(code: &Code) -> Option<Category> {
    let other_system = |system: &String| !system.to_ascii_uppercase().contains("OMNICLASS");
    if code.system.as_ref().is_some_and(other_system) || !is_code(&code.code) {
        return None;
    }
    if code.code.split(' ').any(|pair| pair == "00") {
        return None;
    }
    let below = |prefix: &str| {
        let rest = code.code.strip_prefix(prefix);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    let fitting = CLASSES.iter().filter(|(prefix, _)| below(prefix));
    fitting.max_by_key(|(prefix, _)| prefix.len()).map(|(_, category)| *category)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn category_of(text: &str) -> Option<Category> {
        code_in(text).and_then(|code| category(&code))
    }

    #[test]
    fn codes_are_recognised_with_and_without_title() {
        let code = code_in("13-15 11 34 17: Open Office Space").unwrap();
        assert_eq!(code.code, "13-15 11 34 17");
        assert_eq!(code.title.as_deref(), Some("Open Office Space"));
        assert_eq!(code_in(" 13-85 ").unwrap().title, None);
        for text in ["", "Floor", "23.30.10.00", "13-1", "13-15  11", "1315 11", "Doors: 13-15"] {
            assert_eq!(code_in(text), None, "{text}");
        }
    }

    #[test]
    fn the_longest_prefix_decides() {
        assert_eq!(category_of("13-15 11 34"), Some(Category::Cell));
        assert_eq!(category_of("13-15 11 34 11"), Some(Category::Cell));
        assert_eq!(category_of("13-15 11 34 17"), Some(Category::OpenWorkplace));
        assert_eq!(category_of("13-75 11 44: Recycling"), Some(Category::Technical));
        assert_eq!(category_of("13-75 11 11"), Some(Category::Archive));
    }

    #[test]
    fn other_tables_editions_and_half_prefixes_say_nothing() {
        assert_eq!(category_of("11-13 24 11"), None);
        assert_eq!(category_of("13-15"), None);
        assert_eq!(category_of("13-55 11 00"), None);
        let foreign = Code {
            system: Some("CoClass".to_owned()),
            edition: None,
            code: "13-85".to_owned(),
            title: None,
        };
        assert_eq!(category(&foreign), None);
    }

    #[test]
    fn every_prefix_of_the_table_is_a_code_and_stands_once() {
        let prefixes: std::collections::BTreeSet<_> =
            CLASSES.iter().map(|(code, _)| code).collect();
        assert_eq!(prefixes.len(), CLASSES.len());
        assert!(prefixes.iter().all(|prefix| is_code(prefix)));
    }
}
