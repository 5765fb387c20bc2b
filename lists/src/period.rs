//! Dates and months as ledgers of accounts write them.

use schema::{Date, Month};

use crate::table::Value;

const A_DATE: &str = "accepted is a date such as 2026-01-31 or 20260131";
const A_MONTH: &str = "accepted is a month such as 2026-01 or 202601, a date in it, or a first and a \
                       last month such as 2026-01 - 2026-03";

/// Words that stand between two months.
const BETWEEN: [&str; 7] = ["till", "to", "tom", "t.o.m", "och", "med", "through"];

/// A value as a date, or why it is none.
pub(crate) fn date(value: &Value) -> Result<Date, String> {
    let read = match value {
        Value::Date(date) => Date::new(*date).ok(),
        Value::Text(_) | Value::Number(..) => dated(value.as_shown().trim()),
        _ => None,
    };
    read.ok_or_else(|| A_DATE.to_owned())
}

/// A value as the first and the last of some months, or why it is none.
pub(crate) fn months(value: &Value) -> Result<(Month, Month), String> {
    let read = match value {
        Value::Date(date) => Date::new(*date).ok().map(|date| (Month::of(date), Month::of(date))),
        Value::Text(_) | Value::Number(..) => both(&value.as_shown()),
        _ => None,
    };
    let (from, through) = read.ok_or_else(|| A_MONTH.to_owned())?;
    if from <= through {
        return Ok((from, through));
    }
    Err(format!("ends before it begins; {A_MONTH}"))
}

fn dated(text: &str) -> Option<Date> {
    match text.len() {
        8 if text.is_ascii() => {
            format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]).parse().ok()
        }
        _ => text.parse().ok(),
    }
}

fn both(text: &str) -> Option<(Month, Month)> {
    let text = text.trim().to_lowercase().replace(['–', '—'], " - ").replace("--", " - ");
    if !text.is_ascii() {
        return None;
    }
    if text.len() == 15
        && text.as_bytes().get(7) == Some(&b'-')
        && let (Some(from), Some(through)) = (month(&text[..7]), month(&text[8..]))
    {
        return Some((from, through));
    }
    let between = |word: &&str| *word != "-" && !BETWEEN.contains(&word.trim_matches('.'));
    let words = text.split([' ', '/']).filter(|word| !word.is_empty());
    let found: Vec<Option<Month>> = words.filter(between).map(month).collect();
    match found.as_slice() {
        [Some(one)] => Some((*one, *one)),
        [Some(from), Some(through)] => Some((*from, *through)),
        _ => None,
    }
}

/// A month, or that of a date.
fn month(text: &str) -> Option<Month> {
    match text.len() {
        6 => format!("{}-{}", &text[..4], &text[4..]).parse().ok(),
        7 => text.parse().ok(),
        _ => dated(text).map(Month::of),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::rc::Rc;

    fn text(written: &str) -> Value {
        Value::Text(Rc::from(written))
    }

    #[test]
    fn months_are_read_as_they_are_written() {
        let read = |written: &str| {
            months(&text(written)).map(|(from, through)| format!("{from} {through}"))
        };
        for one in ["2026-01", "202601", "2026-01-31", "20260131", " 2026-01 "] {
            assert_eq!(read(one).unwrap(), "2026-01 2026-01", "{one}");
        }
        for two in [
            "2026-01 - 2026-03",
            "2026-01-2026-03",
            "2026-01--2026-03",
            "2026-01–2026-03",
            "202601/202603",
            "2026-01-01 till 2026-03-31",
            "2026-01 t.o.m. 2026-03",
            "2026-01 till och med 2026-03",
        ] {
            assert_eq!(read(two).unwrap(), "2026-01 2026-03", "{two}");
        }
        for wrong in ["2026-13", "2026", "januari", "2026-01 2026-02 2026-03", "2026-1", "åå26-01"]
        {
            assert!(read(wrong).unwrap_err().starts_with("accepted is a month"), "{wrong}");
        }
        assert!(read("2026-03 - 2026-01").unwrap_err().starts_with("ends before"));
    }

    #[test]
    fn dates_are_those_of_the_calendar() {
        assert_eq!(date(&text("20260228")).unwrap().to_string(), "2026-02-28");
        assert_eq!(date(&text("2026-02-28")).unwrap().to_string(), "2026-02-28");
        for wrong in ["2026-02-29", "28/2 2026", "20261301", "2026-02", "nyss", "åååå"] {
            assert!(date(&text(wrong)).is_err(), "{wrong}");
        }
    }
}
