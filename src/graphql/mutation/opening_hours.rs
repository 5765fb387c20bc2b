//! When a hub is open, as mutations take it.

use async_graphql::InputObject;
use schema::{Invalid, OpeningHours};

use super::{
    enums,
    reading::{Part, Reading},
};

/// An interval of a weekday in which a hub is open.
#[derive(InputObject, Debug)]
pub(super) struct OpeningHoursInput {
    /// The weekday.
    weekday: enums::Weekday,
    /// When it opens, HH:MM, such as 08:00.
    opens: String,
    /// When it closes, HH:MM, later than it opens; 24:00 is the end of the day.
    closes: String,
}

impl Part for OpeningHoursInput {
    type Value = OpeningHours;

    fn read(self, reading: &mut Reading) -> Option<OpeningHours> {
        let opens = reading.take("opens", minute(&self.opens));
        let closes = reading.take("closes", minute(&self.closes));
        reading.take("", OpeningHours::new(self.weekday.into(), opens?, closes?))
    }
}

/// Minutes after midnight, from HH:MM.
fn minute(text: &str) -> Result<u16, Invalid> {
    let refused = || Invalid::new("time of day", text, "HH:MM from 00:00 to 24:00");
    let two_digits = |digits: &str| {
        let plain = digits.len() == 2 && digits.bytes().all(|digit| digit.is_ascii_digit());
        plain.then(|| digits.parse::<u16>().ok()).flatten()
    };
    let (hours, minutes) = text.split_once(':').ok_or_else(refused)?;
    match (two_digits(hours), two_digits(minutes)) {
        (Some(hours @ 0..=23), Some(minutes @ 0..=59)) => Ok(hours * 60 + minutes),
        (Some(24), Some(0)) => Ok(24 * 60),
        _ => Err(refused()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_day_has_two_digits_on_either_side() {
        let read = |text| minute(text).ok();
        assert_eq!(read("00:00"), Some(0));
        assert_eq!(read("08:30"), Some(510));
        assert_eq!(read("24:00"), Some(1440));
        for wrong in ["8:30", "08:60", "24:01", "25:00", "0830", "", "+8:30", "08:30:00"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
