//! Numbers as people type them: with comma or point, spaces between thousands, a unit behind. What
//! can be read in two ways is decided by the rest of the file, or not at all.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// What stands before the decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DecimalSign {
    /// `12,5`
    #[serde(rename = ",")]
    Comma,
    /// `12.5`
    #[serde(rename = ".")]
    Point,
}

/// Why a text is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotANumber {
    /// `1,234`: a thousand and more, or one and a bit.
    Ambiguous,
    Other,
}

/// Digits with their signs, units and spaces between thousands taken away.
struct Digits {
    negative: bool,
    text: String,
    /// Spaces stood between thousands, so that no other sign does.
    spaced: bool,
}

const UNITS: [&str; 14] = [
    "m²",
    "m2",
    "m^2",
    "kvm",
    "sqm",
    "st.",
    "st",
    "personer",
    "pers.",
    "pers",
    "people",
    "platser",
    "seats",
    "kvadratmeter",
];

/// Reads a number; `sign` is what the file's other numbers show.
pub(crate) fn parse(text: &str, sign: Option<DecimalSign>) -> Result<Decimal, NotANumber> {
    let digits = digits(text).ok_or(NotANumber::Other)?;
    let plain = match Form::of(&digits).ok_or(NotANumber::Other)? {
        Form::Whole(plain) | Form::Clear(plain, _) => plain,
        Form::Either { decimal, thousands, as_decimal } => match sign {
            None => return Err(NotANumber::Ambiguous),
            Some(sign) if sign == as_decimal => decimal,
            Some(_) => thousands,
        },
    };
    let number = Decimal::from_str_exact(&plain).map_err(|_| NotANumber::Other)?;
    Ok(if digits.negative { -number } else { number }.normalize())
}

/// The decimal sign that a number shows beyond doubt.
pub(crate) fn evidence(text: &str) -> Option<DecimalSign> {
    match Form::of(&digits(text)?)? {
        Form::Clear(_, sign) => Some(sign),
        Form::Whole(_) | Form::Either { .. } => None,
    }
}

/// What digits and signs can mean.
enum Form {
    Whole(String),
    Clear(String, DecimalSign),
    Either { decimal: String, thousands: String, as_decimal: DecimalSign },
}

impl Form {
    fn of(digits: &Digits) -> Option<Self> {
        let text = digits.text.as_str();
        let commas = text.matches(',').count();
        let points = text.matches('.').count();
        match (commas, points) {
            (0, 0) => Some(Self::Whole(text.to_owned())),
            (1, 0) => Self::one(text, DecimalSign::Comma, digits.spaced),
            (0, 1) => Self::one(text, DecimalSign::Point, digits.spaced),
            (_, 0) => Self::thousands(text, ',', DecimalSign::Point),
            (0, _) => Self::thousands(text, '.', DecimalSign::Comma),
            (_, 1) if text.rfind('.') > text.rfind(',') => Self::both(text, ',', '.'),
            (1, _) if text.rfind(',') > text.rfind('.') => Self::both(text, '.', ','),
            _ => None,
        }
    }

    fn one(text: &str, sign: DecimalSign, spaced: bool) -> Option<Self> {
        let (whole, part) = text.split_once([',', '.'])?;
        if whole.is_empty() || part.is_empty() {
            return None;
        }
        let decimal = format!("{whole}.{part}");
        let could_be_thousands = part.len() == 3 && whole.len() <= 3 && !whole.starts_with('0');
        Some(if could_be_thousands && !spaced {
            Self::Either { decimal, thousands: format!("{whole}{part}"), as_decimal: sign }
        } else {
            Self::Clear(decimal, sign)
        })
    }

    fn thousands(text: &str, between: char, decimal: DecimalSign) -> Option<Self> {
        grouped(text, between).map(|plain| Self::Clear(plain, decimal))
    }

    fn both(text: &str, between: char, before_decimals: char) -> Option<Self> {
        let (whole, part) = text.split_once(before_decimals)?;
        let sign = if before_decimals == ',' { DecimalSign::Comma } else { DecimalSign::Point };
        let whole = grouped(whole, between)?;
        (!part.is_empty()).then(|| Self::Clear(format!("{whole}.{part}"), sign))
    }
}

/// Groups of three digits after a first of one to three, without what stands between them.
fn grouped(text: &str, between: char) -> Option<String> {
    let groups: Vec<&str> = text.split(between).collect();
    let (first, rest) = groups.split_first()?;
    let fits = (1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3);
    fits.then(|| groups.concat())
}

fn digits(text: &str) -> Option<Digits> {
    let text = text.trim();
    if text.len() > 80 {
        return None;
    }
    let lower = text.to_lowercase();
    let bare = UNITS.iter().find_map(|unit| lower.strip_suffix(unit)).unwrap_or(&lower).trim_end();
    let (negative, bare) = match bare.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, bare),
    };
    let groups: Vec<&str> =
        bare.split(|c: char| c.is_whitespace() || matches!(c, '\'' | '’')).collect();
    let whole_only = |group: &str| group.chars().all(|c| c.is_ascii_digit());
    let (last, before) = groups.split_last()?;
    let last_whole = last.split([',', '.']).next().unwrap_or_default();
    let spaced = !before.is_empty();
    if spaced {
        let mut whole: Vec<&str> = before.to_vec();
        whole.push(last_whole);
        grouped(&whole.join(" "), ' ').filter(|_| before.iter().all(|group| whole_only(group)))?;
    }
    let text = groups.concat();
    let only_digits = text.chars().all(|c| c.is_ascii_digit() || c == ',' || c == '.');
    (only_digits && text.contains(|c: char| c.is_ascii_digit())).then_some(Digits {
        negative,
        text,
        spaced,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, sign: Option<DecimalSign>, expected: Result<&str, NotANumber>) {
        let expected = expected.map(|number| number.parse::<Decimal>().unwrap());
        assert_eq!(parse(text, sign), expected, "{text}");
    }

    #[test]
    fn numbers_are_read_as_people_type_them() {
        for (text, number) in [
            ("12,5", "12.5"),
            ("12.50", "12.5"),
            ("12,5 m²", "12.5"),
            ("12,5m2", "12.5"),
            ("8 st", "8"),
            ("1 234,5", "1234.5"),
            ("1\u{a0}234,567", "1234.567"),
            ("1\u{2009}234\u{202f}567", "1234567"),
            ("1.234,5", "1234.5"),
            ("1,234.5", "1234.5"),
            ("1,234,567", "1234567"),
            ("1'234.5", "1234.5"),
            ("0,125", "0.125"),
            ("-3", "-3"),
            ("007", "7"),
        ] {
            check(text, None, Ok(number));
        }
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_decided_by_the_file() {
        check("1,234", None, Err(NotANumber::Ambiguous));
        check("1,234", Some(DecimalSign::Comma), Ok("1.234"));
        check("1,234", Some(DecimalSign::Point), Ok("1234"));
        check("1.234", Some(DecimalSign::Comma), Ok("1234"));
        assert_eq!(evidence("12,5"), Some(DecimalSign::Comma));
        assert_eq!(evidence("1,234,567"), Some(DecimalSign::Point));
        assert_eq!(evidence("1,234"), None);
        assert_eq!(evidence("12"), None);
    }

    #[test]
    fn other_texts_are_no_numbers() {
        for text in
            ["", "ca 12", "12 34", "1 2345", "4-6", "12,", ",5", "1,2,3", "1..2", "m²", "1e5", "٣"]
        {
            check(text, None, Err(NotANumber::Other));
        }
    }
}
