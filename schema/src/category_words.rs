//! The words, Swedish and English, by which a room's function or name tells its
//! category. Readers of files share them, so that a room is of the same category
//! whichever file it comes from.

use crate::Category;

/// How a word must stand in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// Anywhere, also within a compound: `mötesrum` holds `möte`.
    Within,
    /// At the start of a word: `wc` in `WC dam`, not in `owcx`.
    First,
    /// As a whole word.
    Alone,
}

use Stands::{Alone, First, Within};

/// In the order in which they are tried: what says more comes before what it
/// contains (`kontorslandskap` before `kontor`).
const WORDS: [(&str, Stands, Category); 106] = [
    ("kontorslandskap", Within, Category::OpenWorkplace),
    ("öppet kontor", Within, Category::OpenWorkplace),
    ("öppna arbetsplatser", Within, Category::OpenWorkplace),
    ("aktivitetsbaser", Within, Category::OpenWorkplace),
    ("landskap", First, Category::OpenWorkplace),
    ("open office", Within, Category::OpenWorkplace),
    ("open plan", Within, Category::OpenWorkplace),
    ("open workspace", Within, Category::OpenWorkplace),
    ("open workplace", Within, Category::OpenWorkplace),
    ("coworking", Within, Category::OpenWorkplace),
    ("co-working", Within, Category::OpenWorkplace),
    ("workstations", Within, Category::OpenWorkplace),
    // Secure before what it guards: `säkerhetsarkiv`, `secure server`.
    ("säkerhet", Within, Category::Secure),
    ("skyddat", First, Category::Secure),
    ("skyddsrum", Within, Category::Secure),
    ("sekretess", Within, Category::Secure),
    ("kassavalv", Within, Category::Secure),
    ("valv", Alone, Category::Secure),
    ("secure", First, Category::Secure),
    ("vault", Alone, Category::Secure),
    ("safe room", Within, Category::Secure),
    // Where people from outside are met.
    ("reception", Within, Category::PublicFacing),
    ("besök", Within, Category::PublicFacing),
    ("kundmottagning", Within, Category::PublicFacing),
    ("kundtjänst", Within, Category::PublicFacing),
    ("medborgar", Within, Category::PublicFacing),
    ("väntrum", Within, Category::PublicFacing),
    ("väntplats", Within, Category::PublicFacing),
    ("utställning", Within, Category::PublicFacing),
    ("information", First, Category::PublicFacing),
    ("front desk", Within, Category::PublicFacing),
    ("waiting", First, Category::PublicFacing),
    ("service desk", Within, Category::PublicFacing),
    // Hygiene before rooms that share a word with it: `vilrum` is not `wc`.
    ("toalett", Within, Category::Hygiene),
    ("wc", First, Category::Hygiene),
    ("rwc", First, Category::Hygiene),
    ("hwc", First, Category::Hygiene),
    ("dusch", Within, Category::Hygiene),
    ("omklädning", Within, Category::Hygiene),
    ("tvättrum", Within, Category::Hygiene),
    ("städ", First, Category::Hygiene),
    ("toilet", First, Category::Hygiene),
    ("restroom", First, Category::Hygiene),
    ("bathroom", First, Category::Hygiene),
    ("washroom", First, Category::Hygiene),
    ("shower", First, Category::Hygiene),
    ("changing room", Within, Category::Hygiene),
    ("locker room", Within, Category::Hygiene),
    ("janitor", First, Category::Hygiene),
    ("cleaning", First, Category::Hygiene),
    // What the building needs to run.
    ("teknik", Within, Category::Technical),
    ("server", First, Category::Technical),
    ("fläkt", Within, Category::Technical),
    ("undercentral", Within, Category::Technical),
    ("elcentral", Within, Category::Technical),
    ("ställverk", Within, Category::Technical),
    ("korskoppling", Within, Category::Technical),
    ("schakt", Within, Category::Technical),
    ("soprum", Within, Category::Technical),
    ("miljörum", Within, Category::Technical),
    ("återvinning", Within, Category::Technical),
    ("kopiering", Within, Category::Technical),
    ("skrivarrum", Within, Category::Technical),
    ("mechanical", First, Category::Technical),
    ("electrical", First, Category::Technical),
    ("telecom", First, Category::Technical),
    ("plant room", Within, Category::Technical),
    ("copy room", Within, Category::Technical),
    ("printer", First, Category::Technical),
    ("recycling", First, Category::Technical),
    ("shaft", Alone, Category::Technical),
    // What is kept.
    ("arkiv", Within, Category::Archive),
    ("förråd", Within, Category::Archive),
    ("lager", First, Category::Archive),
    ("archive", First, Category::Archive),
    ("storage", First, Category::Archive),
    ("filing", First, Category::Archive),
    // Quiet before meetings and offices: `tyst kontor`, `samtalsrum`.
    ("tyst", First, Category::Quiet),
    ("vilrum", Within, Category::Quiet),
    ("telefonrum", Within, Category::Quiet),
    ("telefonhytt", Within, Category::Quiet),
    ("samtalsrum", Within, Category::Quiet),
    ("bibliotek", Within, Category::Quiet),
    ("quiet", First, Category::Quiet),
    ("phone booth", Within, Category::Quiet),
    ("library", First, Category::Quiet),
    // Breaks and food; `kök` alone stands in many other words.
    ("pentry", Within, Category::Social),
    ("kök", First, Category::Social),
    ("lunch", First, Category::Social),
    ("matsal", Within, Category::Social),
    ("fika", First, Category::Social),
    ("personalrum", Within, Category::Social),
    ("lounge", First, Category::Social),
    ("kitchen", First, Category::Social),
    ("break room", Within, Category::Social),
    ("canteen", First, Category::Social),
    // Meetings.
    ("möte", Within, Category::Meeting),
    ("konferens", Within, Category::Meeting),
    ("sammanträde", Within, Category::Meeting),
    ("grupprum", Within, Category::Meeting),
    ("projektrum", Within, Category::Meeting),
    ("meeting", First, Category::Meeting),
    ("conference", First, Category::Meeting),
    // Offices.
    ("kontor", Within, Category::Cell),
    ("office", First, Category::Cell),
    ("expedition", First, Category::Cell),
];

/// Ways through the building: tried after all others, because `hall` and
/// `trapp` stand in the names of rooms beside them.
const WAYS: [(&str, Stands, Category); 18] = [
    ("korridor", Within, Category::Circulation),
    ("entré", First, Category::Circulation),
    ("vindfång", Within, Category::Circulation),
    ("trapp", Within, Category::Circulation),
    ("hiss", First, Category::Circulation),
    ("passage", Within, Category::Circulation),
    ("foajé", Within, Category::Circulation),
    ("kapprum", Within, Category::Circulation),
    ("hall", Alone, Category::Circulation),
    ("gång", Alone, Category::Circulation),
    ("corridor", First, Category::Circulation),
    ("hallway", First, Category::Circulation),
    ("stair", First, Category::Circulation),
    ("lobby", First, Category::Circulation),
    ("vestibule", First, Category::Circulation),
    ("entry", First, Category::Circulation),
    ("entrance", First, Category::Circulation),
    ("elevator", First, Category::Circulation),
];

/// The first word of the table that the text holds, and its category; nothing
/// where the text holds none of them.
pub fn category_by_word(text: &str) -> Option<(&'static str, Category)> {
    let text = text.to_lowercase();
    let holds = |(word, stands, _): &&(&str, Stands, Category)| holds(&text, word, *stands);
    let found = WORDS.iter().chain(&WAYS).find(holds);
    found.map(|(word, _, category)| (*word, *category))
}

fn holds(text: &str, word: &str, stands: Stands) -> bool {
    text.match_indices(word).any(|(start, _)| {
        let letter = |c: char| c.is_alphanumeric();
        let begins = !text[..start].chars().next_back().is_some_and(letter);
        let ends = !text[start + word.len()..].chars().next().is_some_and(letter);
        match stands {
            Within => true,
            First => begins,
            Alone => begins && ends,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Category) {
        assert_eq!(category_by_word(text).map(|(_, category)| category), Some(expected), "{text}");
    }

    #[test]
    fn swedish_words() {
        check("Kontorslandskap", Category::OpenWorkplace);
        check("Kontor", Category::Cell);
        check("Chefskontor", Category::Cell);
        check("Mötesrum Storsjön", Category::Meeting);
        check("Sammanträdesrum", Category::Meeting);
        check("Tyst rum", Category::Quiet);
        check("Närarkiv", Category::Archive);
        check("Säkerhetsarkiv", Category::Secure);
        check("Reception", Category::PublicFacing);
        check("Pentry", Category::Social);
        check("Kök", Category::Social);
        check("RWC", Category::Hygiene);
        check("Städ", Category::Hygiene);
        check("Korridor", Category::Circulation);
        check("Trapphus A", Category::Circulation);
        check("TEKNIKRUM", Category::Technical);
    }

    #[test]
    fn english_words() {
        check("OPEN OFFICE", Category::OpenWorkplace);
        check("Office 12", Category::Cell);
        check("Conference Room", Category::Meeting);
        check("Entrance hall", Category::Circulation);
        check("Women's restroom", Category::Hygiene);
        check("Mechanical room", Category::Technical);
    }

    #[test]
    fn a_word_within_another_does_not_count_where_it_must_stand_first() {
        assert_eq!(category_by_word("S-7"), None);
        assert_eq!(category_by_word("Awcx"), None);
        assert_eq!(category_by_word("Chalet"), None);
        assert_eq!(category_by_word(""), None);
    }

    #[test]
    fn every_word_is_reached() {
        for (word, _, expected) in WORDS.iter().chain(&WAYS) {
            assert_eq!(category_by_word(word), Some((*word, *expected)));
        }
    }
}
