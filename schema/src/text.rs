//! Text that people type, and names. It never enters the ledger's bytes: an event carries a
//! salted commitment, and the value lies with its salt in the vault, where it can be erased.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize, ser::SerializeStruct};
use std::fmt;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::{Digest, EventId, Invalid, canonical_bytes, digest::parse_hex, limits};

/// How long a text may be and whether it may have several lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextKind {
    /// One line, at most 200 characters.
    Name,
    /// Several lines, at most 4,000 characters.
    Note,
}

/// A text as typed: NFC, trimmed, not empty, without control characters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Text(String);

/// The key under which a text stands in a command's JSON. A command whose JSON holds this key
/// gets a salted digest, so that its digest says nothing about the text.
pub(crate) const TEXT_KEY: &str = "$text";

impl Text {
    /// A name: one line of at most 200 characters.
    pub fn name(typed: &str) -> Result<Self, Invalid> {
        Self::parse(TextKind::Name, typed)
    }

    /// A note: lines of at most 4,000 characters together.
    pub fn note(typed: &str) -> Result<Self, Invalid> {
        Self::parse(TextKind::Note, typed)
    }

    fn parse(kind: TextKind, typed: &str) -> Result<Self, Invalid> {
        let (what, characters_max, lines) = match kind {
            TextKind::Name => ("name", limits::NAME_CHARACTERS_MAX, "one line"),
            TextKind::Note => ("text", limits::NOTE_CHARACTERS_MAX, "lines"),
        };
        let refused = || {
            let accepted =
                format!("{lines} of 1 to {characters_max} characters, without control characters");
            Invalid::new(what, typed, accepted)
        };
        // Before normalising: it may lengthen a text, at most eighteenfold.
        if typed.len() > characters_max * 8 {
            return Err(refused());
        }
        let text: String =
            if is_nfc(typed) { typed.trim().to_owned() } else { typed.trim().nfc().collect() };
        let forbidden = |c: char| {
            turns_direction(c)
                || (c.is_control() && !(kind == TextKind::Note && matches!(c, '\n' | '\t')))
        };
        let characters = text.chars().count();
        if characters == 0 || characters > characters_max || text.contains(forbidden) {
            return Err(refused());
        }
        Ok(Self(text))
    }

    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a character turns the direction of what follows (Unicode Standard Annex 9: embeddings,
/// overrides, isolates): a sentence of the history could be made to read otherwise.
const fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl fmt::Debug for Text {
    /// Shows the length only: what people type does not belong in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({} characters)", self.0.chars().count())
    }
}

impl Serialize for Text {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Text", 1)?;
        object.serialize_field(TEXT_KEY, &self.0)?;
        object.end()
    }
}

/// 256 random bits that make a commitment say nothing about its value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Salt([u8; 32]);

impl Salt {
    /// A salt of these bits; the service draws them.
    pub const fn new(bits: [u8; 32]) -> Self {
        Self(bits)
    }

    /// The salt for one field of one event, derived from a command's seed: who has this salt
    /// learns nothing of the seed or of another field's salt.
    pub fn derive(seed: &Self, event: EventId, field: &str) -> Self {
        let event = event.to_string();
        let domain: &[u8] = b"thirdplace/salt/1";
        let digest = Digest::of_parts([domain, &seed.0, event.as_bytes(), b"/", field.as_bytes()]);
        Self(*digest.bytes())
    }

    /// The 32 bytes.
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    fn hex(&self) -> String {
        Digest::from_bytes(self.0).to_string()
    }
}

impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Salt(..)")
    }
}

/// What an event carries in place of a text: SHA-256 over the canonical JSON object of `eventId`,
/// `field`, `salt` (hexadecimal) and `value`. The vault is keyed by it.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct Commitment {
    /// The digest that seals the text.
    sealed: Digest,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Preimage<'a> {
    event_id: EventId,
    field: &'a str,
    salt: String,
    value: &'a str,
}

impl Commitment {
    /// Seals `value` as `field` of `event`.
    pub fn seal(event: EventId, field: &str, salt: &Salt, value: &str) -> Self {
        let preimage = Preimage { event_id: event, field, salt: salt.hex(), value };
        let bytes = canonical_bytes(&preimage)
            // Strings only: nothing in it can be a float, an integer or null.
            .expect("an object of strings has canonical bytes");
        Self { sealed: Digest::of(&bytes) }
    }

    /// The digest.
    pub const fn digest(self) -> Digest {
        self.sealed
    }

    /// The commitment with this digest.
    pub const fn from_digest(digest: Digest) -> Self {
        Self { sealed: digest }
    }

    /// Every commitment in an event's data, wherever it stands.
    pub fn all_in(data: &serde_json::Value) -> Vec<Self> {
        let mut found = Vec::new();
        visit(data, &mut Vec::new(), &mut |_, commitment| found.push(commitment));
        found
    }

    /// Every commitment in an event's data with where it stands: the names of fields and the places
    /// in lists, from 0, with points between.
    pub fn placed_in(data: &serde_json::Value) -> Vec<(String, Self)> {
        let mut found = Vec::new();
        visit(data, &mut Vec::new(), &mut |path, commitment| {
            let steps: Vec<String> = path.iter().map(ToString::to_string).collect();
            found.push((steps.join("."), commitment));
        });
        found
    }

    /// The commitment in this form, where it is one.
    fn read(value: &serde_json::Map<String, serde_json::Value>) -> Option<Self> {
        let sealed = value.get("sealed").filter(|_| value.len() == 1)?;
        sealed.as_str().and_then(parse_hex).map(|bytes| Self { sealed: Digest::from_bytes(bytes) })
    }
}

/// One step from a value to what is in it.
#[derive(Clone, Copy)]
enum Step<'a> {
    Field(&'a str),
    Place(usize),
}

impl fmt::Display for Step<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(name) => f.write_str(name),
            Self::Place(place) => place.fmt(f),
        }
    }
}

fn visit<'a>(
    value: &'a serde_json::Value,
    path: &mut Vec<Step<'a>>,
    found: &mut impl FnMut(&[Step<'_>], Commitment),
) {
    let mut inside = |step, inner, found: &mut _| {
        path.push(step);
        visit(inner, path, found);
        path.pop();
    };
    match value {
        serde_json::Value::Object(object) => match Commitment::read(object) {
            Some(commitment) => found(path, commitment),
            None => object
                .iter()
                .for_each(|(name, inner)| inside(Step::Field(name), inner, &mut *found)),
        },
        serde_json::Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(place, inner)| inside(Step::Place(place), inner, &mut *found)),
        _ => {}
    }
}

/// What the vault keeps for one commitment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VaultEntry {
    /// The key.
    pub commitment: Commitment,
    /// The event in which the text was first recorded.
    pub event: EventId,
    /// Where in that event.
    pub field: String,
    /// The salt.
    pub salt: Salt,
    /// The text; absent where only the salt is kept (a command's digest).
    pub value: Option<String>,
}

impl VaultEntry {
    /// Seals a text and keeps what opens it.
    pub fn seal(event: EventId, field: &str, salt: Salt, value: &str) -> Self {
        Self {
            commitment: Commitment::seal(event, field, &salt, value),
            event,
            field: field.to_owned(),
            salt,
            value: Some(value.to_owned()),
        }
    }

    /// Whether the value is what was sealed.
    pub fn holds(&self) -> bool {
        self.value.as_ref().is_none_or(|value| {
            Commitment::seal(self.event, &self.field, &self.salt, value) == self.commitment
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_normalised_trimmed_and_bounded() {
        assert_eq!(Text::name(" O\u{308}stersund ").unwrap().as_str(), "Östersund");
        assert!(Text::name("").is_err());
        assert!(Text::name("two\nlines").is_err());
        assert!(Text::name("a\u{202e}b").is_err());
        assert!(Text::note("two\nlines").is_ok());
        assert!(Text::name(&"x".repeat(201)).is_err());
    }

    #[test]
    fn a_commitment_depends_on_event_field_salt_and_value() {
        let event = |n: u128| EventId::from(uuid::Uuid::from_u128(n));
        let seal = |n, field, salt, value| {
            Commitment::seal(event(n), field, &Salt::new([salt; 32]), value)
        };
        let base = seal(1, "name", 1, "Jamtli");
        assert_eq!(base, seal(1, "name", 1, "Jamtli"));
        for other in [
            seal(2, "name", 1, "Jamtli"),
            seal(1, "title", 1, "Jamtli"),
            seal(1, "name", 2, "Jamtli"),
            seal(1, "name", 1, "Fornby"),
        ] {
            assert_ne!(base, other);
        }
    }

    #[test]
    fn commitments_are_found_at_any_depth() {
        let sealed = Commitment::from_digest(Digest::of(b"x"));
        let data = serde_json::json!({ "a": [{ "name": sealed }], "sealed": 3, "b": sealed });
        assert_eq!(Commitment::all_in(&data), vec![sealed, sealed]);
        let places = [("a.0.name".to_owned(), sealed), ("b".to_owned(), sealed)];
        assert_eq!(Commitment::placed_in(&data), places);
    }
}
