//! Codes: short identifiers with a narrow alphabet, kept in the ledger as they are. What is free
//! text, and could name a person, is a [`crate::Text`] instead.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use unicode_normalization::UnicodeNormalization;

use crate::Invalid;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident, $what:literal, $max:literal, $extra:literal, $accepted:literal $(, $also:ident)?;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(into = "String", try_from = "String")]
        pub struct $name(String);

        impl $name {
            /// The code itself.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = Invalid;

            fn from_str(text: &str) -> Result<Self, Invalid> {
                parse(text, $max, $extra)
                    $(.filter(|code| $also(code)))?
                    .map(Self).ok_or_else(|| Invalid::new($what, text, $accepted))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }

        written_as_text!($name, { "type": "string", "minLength": 1, "maxLength": $max, "description": $accepted });
    )+};
}

fn has_digit(code: &str) -> bool {
    code.contains(|c: char| c.is_ascii_digit())
}

fn numbers_something(code: &str) -> bool {
    has_digit(code) || (code.chars().count() <= 8 && !code.contains(' '))
}

/// Letters and digits of any script, and the characters of `extra`; NFC, trimmed, not empty.
pub(crate) fn parse(text: &str, characters_max: usize, extra: &str) -> Option<String> {
    if text.len() > characters_max * 8 {
        return None;
    }
    let code: String = text.trim().nfc().collect();
    let length = code.chars().count();
    let allowed = |c: char| c.is_alphanumeric() || extra.contains(c);
    ((1..=characters_max).contains(&length) && code.chars().all(allowed)).then_some(code)
}

codes! {
    /// The number of a room or of a workstation, as it stands on the door or the desk.
    /// A longer text is a name, and could be a person's.
    Designation, "number", 32, " -_./:#+", "1 to 32 letters, digits, spaces and -_./:#+, with a digit among them or of at most 8 characters without a space", numbers_something;
    /// A case number (diarienummer).
    CaseNumber, "case number", 64, " -_./:", "1 to 64 letters, digits, spaces and -_./:, with a digit among them", has_digit;
    /// A delegation point, such as `4.2 b`.
    DelegationPoint, "delegation point", 32, " -_./§", "1 to 32 letters, digits, spaces and -_./§";
    /// An account of a chart of accounts, such as `6011`.
    AccountCode, "account", 16, "-.", "1 to 16 letters, digits, hyphens and points";
    /// The number of a voucher in an organisation's books, such as `L 2030-00417`.
    Voucher, "voucher", 32, " -_./:", "1 to 32 letters, digits, spaces and -_./:, with a digit among them", has_digit;
    /// The name of an index series, such as `KPI-1980`.
    IndexSeries, "index series", 32, "-", "1 to 32 letters, digits and hyphens";
    /// The code of a municipality or place, such as `2380`.
    MunicipalityCode, "municipality code", 16, "-", "1 to 16 letters, digits and hyphens";
    /// The name of a classification, such as `OmniClass 13`.
    ClassificationSystem, "classification", 64, " -_./():", "1 to 64 letters, digits, spaces and -_./():";
    /// A code within a classification.
    ClassificationCode, "classification code", 64, " -_./:", "1 to 64 letters, digits, spaces and -_./:";
    /// The lasting identifier that a building model gives to a thing (IFC GlobalId).
    GlobalId, "GlobalId", 64, "_$-", "1 to 64 letters, digits and _$-";
    /// The rule by which something is assumed, such as `ifc-area-1`.
    AssumptionRule, "rule", 64, "-.", "1 to 64 letters, digits, hyphens and points";
    /// A projection of the earth onto a plane, such as `orthographic-epsg-9840`.
    Projection, "projection", 64, "-.", "1 to 64 letters, digits, hyphens and points";
    /// Where in an event's data a text stands, such as `description.name`.
    TextPath, "field", 128, ".", "1 to 128 letters, digits and points: names of fields and places in lists, such as description.name";
}

/// A code of a classification, such as OmniClass 13-15 11 34 11.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Classification {
    /// Which classification.
    pub system: ClassificationSystem,
    /// The code within it.
    pub code: ClassificationCode,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_take_their_alphabet_and_nothing_else() {
        assert_eq!("A 101".parse::<Designation>().unwrap().as_str(), "A 101");
        assert_eq!("KS 2026/00123".parse::<CaseNumber>().unwrap().as_str(), "KS 2026/00123");
        assert_eq!("WC".parse::<Designation>().unwrap().as_str(), "WC");
        for wrong in ["", "  ", "a\nb", "x@y", "Corner office", &"1".repeat(33)] {
            assert!(wrong.parse::<Designation>().is_err(), "{wrong:?}");
        }
    }
}
