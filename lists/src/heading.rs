//! The heading of a column, prepared for comparison: without case, accents, punctuation and units.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::error::shortened;

/// Lower case without accents, everything but letters and digits as single spaces; `m²` is `m2`.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::new();
    // No heading or category is as long; it keeps a flood of text from being decomposed.
    let letters = text.chars().take(400).nfkd().filter(|c| !is_combining_mark(*c));
    for character in letters.flat_map(char::to_lowercase) {
        if character.is_alphanumeric() {
            plain.push(character);
        } else if !plain.is_empty() && !plain.ends_with(' ') {
            plain.push(' ');
        }
    }
    plain.truncate(plain.trim_end().len());
    plain
}

/// A heading as written and in the forms that are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Heading {
    /// As written, on one line.
    pub(crate) shown: String,
    plain: String,
    outside_brackets: String,
}

/// What may stand around a heading's words without changing its meaning.
const BEFORE: [&str; 5] = ["antal ", "number of ", "no of ", "max ", "total "];
const AFTER: [&str; 8] = [" st", " antal", " pers", " personer", " m2", " kvm", " sqm", " people"];

impl Heading {
    pub(crate) fn new(written: &str) -> Self {
        let words: Vec<&str> = written.split_whitespace().collect();
        let shown = shortened(&words.join(" "));
        let outside = match (shown.find('('), shown.rfind(')')) {
            (Some(from), Some(to)) if from < to => {
                format!("{} {}", &shown[..from], &shown[to + 1..])
            }
            _ => shown.clone(),
        };
        Self { plain: plain(&shown), outside_brackets: plain(&outside), shown }
    }

    /// The heading in lower case without accents and punctuation.
    pub(crate) fn plain(&self) -> &str {
        &self.plain
    }

    /// Whether the heading is one of these words, units and counts aside.
    pub(crate) fn is_any(&self, words: &[&str]) -> bool {
        [self.plain.as_str(), self.outside_brackets.as_str()]
            .into_iter()
            .any(|form| forms(form).any(|form| words.contains(&form)))
    }
}

/// A heading, and what is left of it without counts before and units behind.
fn forms(heading: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(heading), |form| without_count(form))
        .flat_map(|form| [Some(form), without_unit(form)])
        .flatten()
}

fn without_count(form: &str) -> Option<&str> {
    BEFORE.iter().find_map(|before| form.strip_prefix(before))
}

fn without_unit(form: &str) -> Option<&str> {
    AFTER.iter().find_map(|after| form.strip_suffix(after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_punctuation_and_units_do_not_matter() {
        for written in ["Våning", "VÅNING:", " vaning ", "Va\u{30a}ning (nr)", "vån\u{ad}ing"] {
            let known = Heading::new(written).is_any(&["vaning", "van ing"]);
            assert!(known, "{written}");
        }
        for written in ["Antal platser", "Platser (st)", "PLATSER, st", "antal platser (max)"] {
            assert!(Heading::new(written).is_any(&["platser"]), "{written}");
        }
        assert!(Heading::new("Max. number of people").is_any(&["people"]));
        assert!(!Heading::new("Parkeringsplatser").is_any(&["platser"]));
        assert_eq!(plain("Yta [m²]"), "yta m2");
    }
}
