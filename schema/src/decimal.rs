//! Exact decimals, written as plain strings without trailing zeros or minus zero.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

use crate::Invalid;

macro_rules! decimals {
    ($($(#[$doc:meta])* $name:ident, $what:literal, $min:literal, $max:literal, $scale:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(into = "String", try_from = "String")]
        pub struct $name(Decimal);

        impl $name {
            /// A decimal within the type's range and scale, normalised.
            pub fn new(value: Decimal) -> Result<Self, Invalid> {
                let value = value.normalize();
                let range = Decimal::from($min as i64)..=Decimal::from($max as i64);
                if range.contains(&value) && value.scale() <= $scale {
                    Ok(Self(value))
                } else {
                    Err(Self::invalid(&value.to_string()))
                }
            }

            /// The decimal itself.
            pub const fn decimal(self) -> Decimal {
                self.0
            }

            fn invalid(given: &str) -> Invalid {
                let accepted = concat!(
                    "a decimal from ", stringify!($min), " to ", stringify!($max),
                    " with a point and at most ", stringify!($scale), " decimals"
                );
                Invalid::new($what, given, accepted)
            }
        }

        impl FromStr for $name {
            type Err = Invalid;

            fn from_str(text: &str) -> Result<Self, Invalid> {
                let plain = text.len() <= 40
                    && text.starts_with(|c: char| c == '-' || c.is_ascii_digit())
                    && text.ends_with(|c: char| c.is_ascii_digit())
                    && text.chars().all(|c| matches!(c, '-' | '.' | '0'..='9'));
                if !plain {
                    return Err(Self::invalid(text));
                }
                Decimal::from_str_exact(text)
                    .map_err(|_| Self::invalid(text))
                    .and_then(Self::new)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        written_as_text!($name, {
            "type": "string",
            "pattern": "^(0|-?[1-9][0-9]*|-?(0|[1-9][0-9]*)\\.[0-9]*[1-9])$",
            "description": concat!(
                "A decimal from ", stringify!($min), " to ", stringify!($max),
                ", at most ", stringify!($scale), " decimals, no trailing zeros"
            )
        });
    )+};
}

decimals! {
    /// An area in square metres, to the square millimetre.
    SquareMetres, "area in square metres", 0, 10000000, 6;
    /// An amount of money in the portfolio's currency.
    Amount, "amount", -1000000000000, 1000000000000, 4;
    /// A rent per year in the portfolio's currency: at most 12 digits before the point.
    Rent, "rent per year", 0, 999999999999, 2;
    /// An amount of money in the portfolio's currency, to its hundredth; negative for a credit.
    Money, "amount of money", -999999999999, 999999999999, 2;
    /// The value of an index.
    IndexValue, "index", 1, 1000000, 4;
    /// Degrees of latitude or longitude (WGS 84).
    Degrees, "degrees", -180, 180, 7;
}

impl std::iter::Sum<SquareMetres> for Decimal {
    fn sum<I: Iterator<Item = SquareMetres>>(areas: I) -> Self {
        areas.map(SquareMetres::decimal).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_have_one_spelling() {
        let spelled = |text: &str| text.parse::<Amount>().map(|amount| amount.to_string());
        assert_eq!(spelled("12.50").unwrap(), "12.5");
        assert_eq!(spelled("-0.00").unwrap(), "0");
        let nothing: Money = "-0".parse().unwrap();
        assert_eq!(
            (nothing.to_string().as_str(), nothing.decimal().is_sign_negative()),
            ("0", false)
        );
        assert_eq!(spelled("100").unwrap(), "100");
        for wrong in ["", "1e3", "1,5", ".5", "5.", "+1", "1.00001", "1000000000001", "NaN"] {
            assert!(spelled(wrong).is_err(), "{wrong}");
        }
    }
}
