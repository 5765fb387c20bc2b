//! The mapping file: what a list's columns and words mean where they do not say so themselves.

use schema::Category;
use serde::Deserialize;
use std::collections::BTreeMap;

use crate::{ListError, heading::plain, number::DecimalSign};

/// What a mapping file says. All of it is optional.
///
/// ```json
/// { "columns": { "Rumsnr.": "number", "Yta golv": "area: BRA", "Anm": "ignore" },
///   "categories": { "Kontor enkel": "cell" },
///   "sheet": "Rum", "headerRow": 3, "decimal": "," }
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Mapping {
    /// By heading: what the column gives, or `ignore`.
    #[serde(default)]
    columns: BTreeMap<String, String>,
    /// By word in the list: the category.
    #[serde(default)]
    categories: BTreeMap<String, String>,
    /// The sheet to read.
    sheet: Option<String>,
    /// The row of the headings, as the spreadsheet shows it.
    header_row: Option<u32>,
    /// The decimal sign of numbers that are written as text.
    decimal: Option<DecimalSign>,
}

const KEYS: &str = "a JSON object with any of \"columns\" (heading to field), \"categories\" (word to \
    category), \"sheet\" (a name), \"headerRow\" (a row's number) and \"decimal\" (\",\" or \".\")";
const BYTES_MAX: usize = 256 * 1024;

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    ///
    /// [`ListError::Mapping`] names what is not known and what would be accepted. Which fields there
    /// are is checked when a list is read, as lists of rooms and of units have different ones.
    pub fn parse(json: &[u8]) -> Result<Self, ListError> {
        let refused = |found: String| ListError::Mapping { found, accepted: KEYS.to_owned() };
        if json.len() > BYTES_MAX {
            return Err(refused(format!("it is larger than {BYTES_MAX} bytes")));
        }
        let json = json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json);
        let mapping: Self =
            serde_json::from_slice(json).map_err(|error| refused(error.to_string()))?;
        mapping.category_words()?;
        Ok(mapping)
    }

    pub(crate) fn sheet(&self) -> Option<&str> {
        self.sheet.as_deref()
    }

    pub(crate) const fn header_row(&self) -> Option<u32> {
        self.header_row
    }

    pub(crate) const fn decimal(&self) -> Option<DecimalSign> {
        self.decimal
    }

    /// Headings as written, each with what it is said to give.
    pub(crate) const fn columns(&self) -> &BTreeMap<String, String> {
        &self.columns
    }

    /// The categories by their words, these in plain form.
    pub(crate) fn category_words(&self) -> Result<BTreeMap<String, Category>, ListError> {
        let read = |(word, name): (&String, &String)| match category_named(name) {
            Some(category) => Ok((plain(word), category)),
            None => Err(ListError::Mapping {
                found: format!("{word:?} is said to be of the category {name:?}"),
                accepted: category_names(),
            }),
        };
        self.categories.iter().map(read).collect()
    }
}

/// A category by the name that the contract writes (`openWorkplace`) or shows (`open workplace`).
pub(crate) fn category_named(name: &str) -> Option<Category> {
    let asked = plain(name);
    let is_named = |category: &Category| {
        plain(&category.to_string()) == asked || plain(&contract_name(*category)) == asked
    };
    Category::ALL.into_iter().find(is_named)
}

fn contract_name(category: Category) -> String {
    let written = serde_json::to_value(category).ok();
    written.and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The categories as the contract writes them.
pub(crate) fn category_names() -> String {
    Category::ALL.map(contract_name).join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_refused_with_what_would_be_accepted() {
        for (json, named) in [
            (r#"{"colums": {}}"#, "headerRow"),
            (r#"{"categories": {"Kontor": "office"}}"#, "openWorkplace, cell, meeting"),
            (r#"{"decimal": ";"}"#, "decimal"),
            ("[", "columns"),
        ] {
            let error = Mapping::parse(json.as_bytes()).unwrap_err().to_string();
            assert!(error.contains(named), "{error}");
        }
    }

    #[test]
    fn categories_have_the_names_of_the_contract_and_of_the_page() {
        assert_eq!(category_named("openWorkplace"), Some(Category::OpenWorkplace));
        assert_eq!(category_named("Open workplace"), Some(Category::OpenWorkplace));
        assert_eq!(category_named("cell"), Some(Category::Cell));
        assert_eq!(category_named("office"), None);
    }
}
