//! The category of a room: by the mapping's words, by the list's own word for it, else by the room's
//! function or name where these tell it. A room of which nothing tells is refused rather than given
//! a category by guess, because the category decides how the room can be allocated.

use schema::{Category, Text, category_by_word};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use crate::{
    heading::plain,
    mapping::{category_named, category_names},
};

/// What told a room's category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CategoryFrom {
    /// The mapping file, by the word in the list.
    Mapping,
    /// The list's word for the category.
    Category,
    /// The room's function.
    Function,
    /// The room's name.
    Name,
}

/// Words that lists use for categories, and that would say too little within a name.
const CATEGORY_WORDS: [(&str, Category); 34] = [
    ("oppen arbetsplats", Category::OpenWorkplace),
    ("oppen yta", Category::OpenWorkplace),
    ("oppet", Category::OpenWorkplace),
    ("flerplats", Category::OpenWorkplace),
    ("flerpersonsrum", Category::OpenWorkplace),
    ("storrum", Category::OpenWorkplace),
    ("teamyta", Category::OpenWorkplace),
    ("open", Category::OpenWorkplace),
    ("cell", Category::Cell),
    ("enkelrum", Category::Cell),
    ("arbetsrum", Category::Cell),
    ("cellrum", Category::Cell),
    ("enskilt rum", Category::Cell),
    ("konf", Category::Meeting),
    ("motesyta", Category::Meeting),
    ("sammantr rum", Category::Meeting),
    ("samtal", Category::Quiet),
    ("tyst", Category::Quiet),
    ("saker zon", Category::Secure),
    ("sakert rum", Category::Secure),
    ("publik", Category::PublicFacing),
    ("publikt", Category::PublicFacing),
    ("public", Category::PublicFacing),
    ("forrad", Category::Archive),
    ("store", Category::Archive),
    ("social", Category::Social),
    ("sociala ytor", Category::Social),
    ("personalutrymme", Category::Social),
    ("paus", Category::Social),
    ("hygien", Category::Hygiene),
    ("sanitet", Category::Hygiene),
    ("kommunikation", Category::Circulation),
    ("kommunikationsyta", Category::Circulation),
    ("drift", Category::Technical),
];

/// What the list says of a room that can tell its category.
pub(crate) struct Told<'r> {
    pub(crate) category: Option<&'r Text>,
    pub(crate) function: Option<&'r Text>,
    pub(crate) name: Option<&'r Text>,
}

/// The category and what told it.
pub(crate) fn of(
    told: &Told<'_>,
    mapping: &BTreeMap<String, Category>,
) -> Option<(Category, CategoryFrom)> {
    let mapped = |text: &Text| mapping.get(&plain(text.as_str())).copied();
    let texts = [told.category, told.function, told.name].into_iter().flatten();
    if let Some(category) = texts.into_iter().find_map(mapped) {
        return Some((category, CategoryFrom::Mapping));
    }
    if let Some(category) = told.category.and_then(|word| by_category_word(word.as_str())) {
        return Some((category, CategoryFrom::Category));
    }
    let by_word = |text: Option<&Text>, from| {
        category_by_word(text?.as_str()).map(|(_, category)| (category, from))
    };
    by_word(told.function, CategoryFrom::Function)
        .or_else(|| by_word(told.name, CategoryFrom::Name))
}

fn by_category_word(word: &str) -> Option<Category> {
    let asked = plain(word);
    let known =
        CATEGORY_WORDS.iter().find(|(known, _)| *known == asked).map(|(_, category)| *category);
    category_named(word).or(known).or_else(|| category_by_word(word).map(|(_, category)| category))
}

/// Why a room whose category nothing tells is refused; `worded` where the list has a word for it.
pub(crate) fn unknown(worded: bool) -> String {
    let found = if worded {
        "is no known category, and the room's function and name tell none"
    } else {
        "nothing tells the room's category, neither its function nor its name"
    };
    format!(
        "{found}; accepted are words such as kontor, mötesrum, förråd, WC, korridor, or \"categories\" \
         in a mapping file that gives a word one of {}",
        category_names()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(texts: [&str; 3], expected: Option<(Category, CategoryFrom)>) {
        let [category, function, name] = texts.map(|text| Text::name(text).ok());
        let told =
            Told { category: category.as_ref(), function: function.as_ref(), name: name.as_ref() };
        let mapping = BTreeMap::from([(plain("Typ 7"), Category::Secure)]);
        assert_eq!(of(&told, &mapping), expected, "{texts:?}");
    }

    #[test]
    fn the_lists_own_word_goes_before_function_and_name() {
        check(["Mötesrum", "Kontor", "WC"], Some((Category::Meeting, CategoryFrom::Category)));
        check(["", "Kontor", "WC"], Some((Category::Cell, CategoryFrom::Function)));
        check(["Övrigt", "", "WC dam"], Some((Category::Hygiene, CategoryFrom::Name)));
        check(["openWorkplace", "", ""], Some((Category::OpenWorkplace, CategoryFrom::Category)));
        check(["HYGIEN", "", ""], Some((Category::Hygiene, CategoryFrom::Category)));
    }

    #[test]
    fn the_mapping_goes_before_all() {
        check(["TYP 7", "Kontor", ""], Some((Category::Secure, CategoryFrom::Mapping)));
        check(["Kontor", "", "Typ 7"], Some((Category::Secure, CategoryFrom::Mapping)));
    }

    #[test]
    fn where_nothing_tells_nothing_is_guessed() {
        check(["Övrigt", "", "Åreskutan"], None);
        check(["", "", ""], None);
    }

    #[test]
    fn every_word_is_plain() {
        for (word, category) in CATEGORY_WORDS {
            assert_eq!(plain(word), word);
            assert_eq!(by_category_word(word), Some(category), "{word}");
        }
    }
}
