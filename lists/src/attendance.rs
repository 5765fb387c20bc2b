//! How many of a unit are present by weekday: people, or percentages of its headcount.

use rust_decimal::{Decimal, RoundingStrategy::MidpointAwayFromZero};
use schema::{WeekCount, Weekday, limits::COUNT_MAX};

use crate::{
    cells::{Cells, Problems},
    header::Field,
    table::{Row, Value},
    unit_field::UnitField,
};

/// A number of people present, or a part of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Present {
    People(Decimal),
    Share(Decimal),
}

/// Attendance of one row.
pub(crate) struct Attendance {
    pub(crate) week: Option<WeekCount>,
    /// Some numbers had decimals and were rounded to whole people.
    pub(crate) rounded: bool,
}

/// Reads the weekdays, or the mean for every working day; nothing where all of them are blank.
pub(crate) fn read(
    cells: &Cells<'_, UnitField>,
    row: &Row,
    headcount: u32,
    problems: &mut Problems,
) -> Attendance {
    let mut reading = Reading { cells, row, headcount, rounded: false };
    let by_day: Vec<(Weekday, UnitField)> = Weekday::ALL
        .into_iter()
        .map(|day| (day, UnitField::Attendance(day)))
        .filter(|(_, field)| cells.has(field))
        .collect();
    let days =
        if by_day.is_empty() { reading.mean(problems) } else { reading.days(&by_day, problems) };
    Attendance { week: days.and_then(|days| WeekCount::new(days).ok()), rounded: reading.rounded }
}

struct Reading<'c, 't> {
    cells: &'c Cells<'t, UnitField>,
    row: &'c Row,
    headcount: u32,
    rounded: bool,
}

impl Reading<'_, '_> {
    fn days(
        &mut self,
        by_day: &[(Weekday, UnitField)],
        problems: &mut Problems,
    ) -> Option<[u32; 7]> {
        let blank = |field: &UnitField| self.cells.own(self.row, field).is_none();
        if by_day.iter().all(|(_, field)| blank(field)) {
            return None;
        }
        let mut days = [0; 7];
        for (day, field) in by_day {
            if self.cells.own(self.row, field).is_none() {
                let reason = "is blank, and other days are not; accepted is a number, 0 where nobody is present";
                problems.add(self.cells.problem(field, None, reason));
                continue;
            }
            days[Weekday::ALL.iter().position(|other| other == day)?] =
                self.people(field, problems)?;
        }
        Some(days)
    }

    /// Monday to Friday alike, and nobody at the weekend.
    fn mean(&mut self, problems: &mut Problems) -> Option<[u32; 7]> {
        self.cells.own(self.row, &UnitField::MeanAttendance)?;
        let people = self.people(&UnitField::MeanAttendance, problems)?;
        Some([people, people, people, people, people, 0, 0])
    }

    fn people(&mut self, field: &UnitField, problems: &mut Problems) -> Option<u32> {
        let value = self.cells.own(self.row, field)?;
        let present = present(self.cells, field, value);
        let people = present.and_then(|present| self.whole_people(present));
        problems.take(people.map_err(|reason| self.cells.problem(field, Some(value), reason)))
    }

    fn whole_people(&mut self, present: Present) -> Result<u32, String> {
        let accepted = || {
            format!(
                "accepted is a number of people from 0 to {COUNT_MAX}, or a percentage from 0 % to 100 %"
            )
        };
        let people = match present {
            Present::Share(share) if (Decimal::ZERO..=Decimal::ONE).contains(&share) => {
                share * Decimal::from(self.headcount)
            }
            Present::Share(_) => return Err(accepted()),
            // Whether 0.8 is a part of all or not even one person, nobody can tell.
            Present::People(people) if people > Decimal::ZERO && people < Decimal::ONE => {
                return Err(
                    "can be a part of the headcount or a number of people; accepted is 80 % or 12"
                        .to_owned(),
                );
            }
            Present::People(people) => {
                self.rounded |= !people.is_integer();
                people
            }
        };
        let whole = people.round_dp_with_strategy(0, MidpointAwayFromZero);
        u32::try_from(whole).ok().filter(|count| *count <= COUNT_MAX).ok_or_else(accepted)
    }
}

fn present<F: Field>(cells: &Cells<'_, F>, field: &F, value: &Value) -> Result<Present, String> {
    let hundredth = |number: Decimal| Present::Share(number / Decimal::ONE_HUNDRED);
    match value {
        Value::Share(share) => Ok(Present::Share(*share)),
        Value::Text(text) => match text.trim().strip_suffix('%') {
            Some(number) => cells.as_number(&Value::Text(number.into())).map(hundredth),
            None if cells.heading_says_percent(field) => cells.as_number(value).map(hundredth),
            None => cells.as_number(value).map(Present::People),
        },
        Value::Number(..) if cells.heading_says_percent(field) => {
            cells.as_number(value).map(hundredth)
        }
        Value::Number(..)
        | Value::Truth(_)
        | Value::Date(_)
        | Value::Fault(_)
        | Value::NotComputed => cells.as_number(value).map(Present::People),
    }
}
