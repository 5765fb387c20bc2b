//! Texts as maps write them: plain, as numbers, or by language.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// An id, a number or a type: a text or a number, without blanks around it. Nothing where it is
/// absent, null or blank.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Scalar(pub(crate) Option<String>);

/// A name: a text, or an object of texts by language (IMDF `LABELS`), of which the Swedish is
/// taken, else the English, else the first.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Label(pub(crate) Option<String>);

fn stated(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

struct ScalarVisitor;

impl Visitor<'_> for ScalarVisitor {
    type Value = Option<String>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a text, a number or null")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(stated(text))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Some(number.to_string()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Some(number.to_string()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Some(number.to_string()))
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor).map(Self)
    }
}

struct LabelVisitor;

impl<'de> Visitor<'de> for LabelVisitor {
    type Value = Option<String>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a text, texts by language, or null")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(stated(text))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Some(number.to_string()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Some(number.to_string()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Some(number.to_string()))
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut best: Option<(u8, String)> = None;
        while let Some(language) = map.next_key::<String>()? {
            let rank = rank(&language);
            if best.as_ref().is_some_and(|(held, _)| *held <= rank) {
                map.next_value::<IgnoredAny>()?;
            } else if let Some(text) = map.next_value::<Scalar>()?.0 {
                best = Some((rank, text));
            }
        }
        Ok(best.map(|(_, text)| text))
    }
}

/// Swedish before English before others; the first of each.
fn rank(language: &str) -> u8 {
    match language.split(['-', '_']).next() {
        Some("sv") => 0,
        Some("en") => 1,
        Some(_) | None => 2,
    }
}

impl<'de> Deserialize<'de> for Label {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LabelVisitor).map(Self)
    }
}

/// Ids of other features; none where they are null or absent.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Keys(pub(crate) Vec<String>);

/// Ids in one list, at most: no level is shared by more buildings.
const KEYS_MAX: usize = 100;

struct KeysVisitor;

impl<'de> Visitor<'de> for KeysVisitor {
    type Value = Vec<String>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "at most {KEYS_MAX} ids, or null")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut sequence: S) -> Result<Self::Value, S::Error> {
        let mut keys = Vec::new();
        while let Some(Scalar(key)) = sequence.next_element()? {
            if keys.len() == KEYS_MAX {
                return Err(S::Error::invalid_length(KEYS_MAX + 1, &self));
            }
            keys.extend(key);
        }
        Ok(keys)
    }
}

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(KeysVisitor).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(json: &str, expected: Option<&str>) {
        let label: Label = serde_json::from_str(json).unwrap();
        assert_eq!(label.0.as_deref(), expected, "{json}");
    }

    #[test]
    fn swedish_goes_before_english_before_the_first() {
        check(r#"{"en": "Library", "sv": "Bibliotek", "de": "Bibliothek"}"#, Some("Bibliotek"));
        check(r#"{"de": "Bibliothek", "en-GB": "Library"}"#, Some("Library"));
        check(r#"{"fi": "Kirjasto", "de": "Bibliothek"}"#, Some("Kirjasto"));
        check(r#"{"sv": " ", "en": "Library"}"#, Some("Library"));
        check(r#"" Library ""#, Some("Library"));
        check("{}", None);
        check("null", None);
        check("12", Some("12"));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert!(serde_json::from_str::<Label>("[1]").is_err());
        assert!(serde_json::from_str::<Scalar>("{}").is_err());
        assert!(serde_json::from_str::<Scalar>("true").is_err());
    }
}
