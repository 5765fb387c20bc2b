//! What a column of a list of units can give, and the headings by which it is known.

use schema::Weekday;
use std::fmt;

use crate::{
    header::Field,
    heading::{Heading, plain},
};

/// What a column gives.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum UnitField {
    Organisation,
    OrganisationNumber,
    Code,
    Unit,
    Parent,
    Headcount,
    /// People present on a weekday.
    Attendance(Weekday),
    /// People present on a working day, as a mean.
    MeanAttendance,
    Municipality,
}

use UnitField::{
    Attendance, Code, Headcount, MeanAttendance, Municipality, Organisation, OrganisationNumber,
    Parent, Unit,
};

/// Field, its name in a mapping, and headings in the form of [`plain`].
const KNOWN: [(UnitField, &str, &[&str]); 8] = [
    (
        Organisation,
        "organisation",
        &[
            "organisation",
            "organisationsnamn",
            "myndighet",
            "bolag",
            "forvaltning",
            "huvudman",
            "organization",
            "organisation name",
            "organization name",
            "authority",
            "company",
            "employer",
        ],
    ),
    (
        OrganisationNumber,
        "organisation number",
        &[
            "organisationsnummer",
            "organisationsnr",
            "orgnr",
            "org nr",
            "org nummer",
            "orgnummer",
            "organisation number",
            "organization number",
            "organisation no",
            "org no",
            "registration number",
        ],
    ),
    (
        Code,
        "code",
        &[
            "kod",
            "enhetskod",
            "kostnadsstalle",
            "kst",
            "ansvar",
            "ansvarskod",
            "enhetsnr",
            "enhetsnummer",
            "enhets id",
            "enhetsid",
            "code",
            "unit code",
            "unit id",
            "unit no",
            "cost centre",
            "cost center",
        ],
    ),
    (
        Unit,
        "unit",
        &[
            "enhet",
            "enhetsnamn",
            "avdelning",
            "namn",
            "benamning",
            "enhet avdelning",
            "unit",
            "unit name",
            "department",
            "name",
            "team",
        ],
    ),
    (
        Parent,
        "parent",
        &[
            "overordnad",
            "overordnad enhet",
            "tillhor",
            "tillhor enhet",
            "ingar i",
            "moderenhet",
            "foralder",
            "parent",
            "parent unit",
            "part of",
            "belongs to",
            "reports to",
        ],
    ),
    (
        Headcount,
        "headcount",
        &[
            "anstallda",
            "medarbetare",
            "personal",
            "bemanning",
            "personer",
            "headcount",
            "employees",
            "staff",
            "people",
            "antal anst",
            "anst",
        ],
    ),
    (
        MeanAttendance,
        "attendance",
        &[
            "narvaro",
            "narvaro snitt",
            "snittnarvaro",
            "medelnarvaro",
            "genomsnittlig narvaro",
            "narvarograd",
            "narvarande",
            "attendance",
            "mean attendance",
            "average attendance",
        ],
    ),
    (
        Municipality,
        "municipality",
        &[
            "kommun",
            "kommunkod",
            "hemkommun",
            "ort",
            "placeringskommun",
            "stationeringskommun",
            "municipality",
            "municipality code",
            "home municipality",
        ],
    ),
];

const DAYS: [(Weekday, &[&str]); 7] = [
    (Weekday::Monday, &["man", "mandag", "mon", "monday"]),
    (Weekday::Tuesday, &["tis", "tisdag", "tue", "tues", "tuesday"]),
    (Weekday::Wednesday, &["ons", "onsdag", "wed", "wednesday"]),
    (Weekday::Thursday, &["tor", "tors", "torsdag", "thu", "thur", "thurs", "thursday"]),
    (Weekday::Friday, &["fre", "fredag", "fri", "friday"]),
    (Weekday::Saturday, &["lor", "lordag", "sat", "saturday"]),
    (Weekday::Sunday, &["son", "sondag", "sun", "sunday"]),
];

/// Words beside a weekday that say no more than that it is about attendance.
const BESIDE_A_DAY: [&str; 10] = [
    "narvaro",
    "narvarande",
    "attendance",
    "present",
    "personer",
    "andel",
    "antal",
    "people",
    "pa",
    "on",
];

/// The weekday of a heading such as `Närvaro mån (%)`.
fn weekday(heading: &Heading) -> Option<Weekday> {
    let mut words = heading.plain().split(' ').filter(|word| !BESIDE_A_DAY.contains(word));
    let word = words.next().filter(|_| words.next().is_none())?;
    DAYS.iter().find(|(_, names)| names.contains(&word)).map(|(day, _)| *day)
}

fn day_name(day: Weekday) -> String {
    day.to_string().to_lowercase()
}

impl Field for UnitField {
    fn of_heading(heading: &Heading) -> Option<Self> {
        let known = KNOWN.iter().find(|(_, _, headings)| heading.is_any(headings));
        known.map(|(field, _, _)| field.clone()).or_else(|| weekday(heading).map(Attendance))
    }

    fn named(name: &str) -> Option<Self> {
        if let Some(asked) = name.strip_prefix("attendance:") {
            let asked = plain(asked);
            let found = DAYS.iter().find(|(day, _)| day_name(*day) == asked);
            return found.map(|(day, _)| Attendance(*day));
        }
        KNOWN.iter().find(|(_, known, _)| *known == name).map(|(field, _, _)| field.clone())
    }

    fn names() -> String {
        let names: Vec<&str> = KNOWN.iter().map(|(_, name, _)| *name).collect();
        format!("{}, \"attendance: monday\" to \"attendance: sunday\", ignore", names.join(", "))
    }

    fn make_a_header(fields: &[&Self]) -> bool {
        fields.len() >= 2 && fields.contains(&&Unit)
    }

    fn header_needs() -> &'static str {
        "a heading for the units' names (Enhet, Avdelning, Unit) and at least one other (Organisation, \
         Anställda, Headcount, Överordnad enhet, Måndag)"
    }

    fn is_area(&self) -> bool {
        false
    }
}

impl fmt::Display for UnitField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Attendance(day) = self {
            return write!(f, "attendance, {}", day_name(*day));
        }
        let name = KNOWN.iter().find(|(field, _, _)| field == self).map(|(_, name, _)| *name);
        // `KNOWN` lists every field but the weekdays.
        f.write_str(name.expect("a field that is no weekday has a name"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_heading_is_known_for_two_things() {
        for (field, name, headings) in &KNOWN {
            for heading in *headings {
                let known = UnitField::of_heading(&Heading::new(heading));
                assert_eq!(known.as_ref(), Some(field), "{heading}");
                assert_eq!(*heading, plain(heading), "{heading}");
            }
            assert_eq!(UnitField::named(name).as_ref(), Some(field));
        }
    }

    #[test]
    fn weekdays_are_known_with_what_stands_beside_them() {
        for monday in ["Mån", "måndag", "MON", "Närvaro mån (%)", "Antal närvarande på måndag"]
        {
            let known = UnitField::of_heading(&Heading::new(monday));
            assert_eq!(known, Some(Attendance(Weekday::Monday)), "{monday}");
        }
        assert_eq!(UnitField::of_heading(&Heading::new("Mån och tis")), None);
        assert_eq!(UnitField::named("attendance: friday"), Some(Attendance(Weekday::Friday)));
    }
}
