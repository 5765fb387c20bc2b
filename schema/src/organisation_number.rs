//! Swedish organisation numbers.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

use crate::Invalid;

/// An organisationsnummer, written NNNNNN-NNNN: its last digit is a Luhn check digit, and its third
/// digit is at least 2, which tells it from a personal identity number (Skatteverket, SKV 709).
/// A sole trader's number is a personal identity number and is refused: it would put a person into
/// the ledger.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct OrganisationNumber(String);

impl FromStr for OrganisationNumber {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let compact = text.trim().replacen('-', "", 1);
        let digits: Vec<u32> = compact.chars().filter_map(|c| c.to_digit(10)).collect();
        let ten_digits = digits.len() == 10 && compact.len() == 10;
        if ten_digits && digits[2] >= 2 && luhn(&digits) {
            return Ok(Self(format!("{}-{}", &compact[..6], &compact[6..])));
        }
        let accepted = "ten digits NNNNNN-NNNN with a valid check digit, the third at least 2 \
                        (a sole trader's number is a personal one and cannot be recorded)";
        Err(Invalid::new("organisation number", text, accepted))
    }
}

fn luhn(digits: &[u32]) -> bool {
    let weighed = digits.iter().rev().enumerate().map(|(place, digit)| {
        let doubled = digit * if place % 2 == 1 { 2 } else { 1 };
        doubled / 10 + doubled % 10
    });
    weighed.sum::<u32>() % 10 == 0
}

impl fmt::Display for OrganisationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for OrganisationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

written_as_text!(OrganisationNumber, { "type": "string", "pattern": "^[0-9]{2}[2-9][0-9]{3}-[0-9]{4}$" });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digit_and_the_third_digit_decide() {
        // Östersunds kommun and Region Jämtland Härjedalen.
        for right in ["212000-2528", "2321000214"] {
            assert!(right.parse::<OrganisationNumber>().is_ok(), "{right}");
        }
        for wrong in
            ["212000-2529", "811218-9876", "21200-2528", "", "212000--2528", "２12000-2528"]
        {
            assert!(wrong.parse::<OrganisationNumber>().is_err(), "{wrong}");
        }
    }
}
