//! What a column of a list of rooms can give, and the headings by which it is known.

use schema::Measure;
use std::fmt;

use crate::{area_heading, header::Field, heading::Heading};

/// What a column gives.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RoomField {
    Building,
    Level,
    Number,
    Name,
    Function,
    Category,
    Area(Measure),
    Capacity,
    Workstations,
    Unit,
    Organisation,
    Owner,
}

use RoomField::{
    Area, Building, Capacity, Category, Function, Level, Name, Number, Organisation, Owner, Unit,
    Workstations,
};

/// Field, its name in a mapping, and headings in the form of [`crate::heading::plain`].
const KNOWN: [(RoomField, &str, &[&str]); 11] = [
    (
        Building,
        "building",
        &[
            "byggnad",
            "byggnadsnamn",
            "hus",
            "husnamn",
            "fastighet",
            "fastighetsnamn",
            "building",
            "building name",
            "house",
            "property",
            "byggn",
            "bygg",
        ],
    ),
    (
        Level,
        "level",
        &[
            "plan",
            "vaning",
            "vaningsplan",
            "plan nr",
            "plannr",
            "plannummer",
            "van",
            "etage",
            "level",
            "floor",
            "storey",
            "story",
            "floor no",
            "level no",
            "plan vaning",
            "vaning plan",
        ],
    ),
    (
        Number,
        "number",
        &[
            "rumsnr",
            "rumsnummer",
            "rum nr",
            "rum nummer",
            "rumnr",
            "rumsid",
            "rums id",
            "rum id",
            "rum",
            "nr",
            "nummer",
            "lokalnr",
            "lokalnummer",
            "utrymmesnr",
            "utrymmesnummer",
            "rumskod",
            "room",
            "room no",
            "room nr",
            "room number",
            "roomno",
            "room id",
            "number",
            "no",
            "space no",
            "space number",
            "rum nr id",
        ],
    ),
    (
        Name,
        "name",
        &[
            "rumsnamn",
            "rum namn",
            "benamning",
            "rumsbenamning",
            "namn",
            "rumsnamn benamning",
            "name",
            "room name",
            "space name",
            "lokalnamn",
            "lokalbenamning",
        ],
    ),
    (
        Function,
        "function",
        &[
            "funktion",
            "rumsfunktion",
            "anvandning",
            "rumsanvandning",
            "function",
            "room function",
            "use",
            "usage",
            "room use",
        ],
    ),
    (
        Category,
        "category",
        &[
            "kategori",
            "rumskategori",
            "rumstyp",
            "typ",
            "typ av rum",
            "lokaltyp",
            "utrymmestyp",
            "category",
            "room category",
            "room type",
            "type",
            "space type",
        ],
    ),
    (
        Capacity,
        "capacity",
        &[
            "kapacitet",
            "platser",
            "sittplatser",
            "personer",
            "max personer",
            "personantal",
            "capacity",
            "seats",
            "people",
            "persons",
            "occupancy",
            "max occupancy",
            "rumskapacitet",
        ],
    ),
    (
        Workstations,
        "workstations",
        &[
            "arbetsplatser",
            "arbplatser",
            "arb platser",
            "arbetspl",
            "skrivbord",
            "ap",
            "workstations",
            "desks",
            "workplaces",
            "work stations",
            "workspaces",
        ],
    ),
    (
        Unit,
        "unit",
        &[
            "enhet",
            "avdelning",
            "hyresgast",
            "nyttjare",
            "brukare",
            "disponeras av",
            "hyrs av",
            "unit",
            "department",
            "tenant",
            "occupant",
            "occupied by",
            "occupying unit",
            "enhet avdelning",
            "avdelning enhet",
        ],
    ),
    (
        Organisation,
        "organisation",
        &[
            "organisation",
            "forvaltning",
            "myndighet",
            "bolag",
            "organization",
            "authority",
            "company",
        ],
    ),
    (
        Owner,
        "owner",
        &["agare", "fastighetsagare", "agd av", "owner", "owned by", "property owner"],
    ),
];

impl Field for RoomField {
    fn of_heading(heading: &Heading) -> Option<Self> {
        let known = KNOWN.iter().find(|(_, _, headings)| heading.is_any(headings));
        known
            .map(|(field, _, _)| field.clone())
            .or_else(|| area_heading::measure(heading).map(Area))
    }

    fn named(name: &str) -> Option<Self> {
        if let Some(measure) = name.strip_prefix("area:") {
            return area_heading::named(measure.trim()).map(Area);
        }
        KNOWN.iter().find(|(_, known, _)| *known == name).map(|(field, _, _)| field.clone())
    }

    fn names() -> String {
        let names: Vec<&str> = KNOWN.iter().map(|(_, name, _)| *name).collect();
        format!(
            "{}, \"area: MEASURE\" (LOA, BRA, BTA, IPMS 1 to 3, BOMA or a name of your own), ignore",
            names.join(", ")
        )
    }

    fn make_a_header(fields: &[&Self]) -> bool {
        fields.len() >= 2 && fields.iter().any(|field| matches!(field, Number | Name))
    }

    fn header_needs() -> &'static str {
        "a heading for the rooms' numbers or names (Rumsnr, Room no, Rumsnamn, Name) and at least one \
         other (Byggnad, Plan, Rumstyp, LOA, Arbetsplatser, Enhet)"
    }

    fn is_area(&self) -> bool {
        matches!(self, Area(_))
    }
}

impl fmt::Display for RoomField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Area(measure) = self {
            return write!(f, "area, {measure}");
        }
        let name = KNOWN.iter().find(|(field, _, _)| field == self).map(|(_, name, _)| *name);
        // `KNOWN` lists every field but areas.
        f.write_str(name.expect("a field that is no area has a name"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_heading_is_known_for_two_things() {
        for (field, name, headings) in &KNOWN {
            for heading in *headings {
                assert_eq!(
                    RoomField::of_heading(&Heading::new(heading)).as_ref(),
                    Some(field),
                    "{heading}"
                );
                assert_eq!(*heading, crate::heading::plain(heading), "{heading}");
            }
            assert_eq!(RoomField::named(name).as_ref(), Some(field));
        }
    }

    #[test]
    fn a_mapping_names_areas_by_their_measures() {
        assert_eq!(RoomField::named("area: bra"), Some(Area(Measure::Bra)));
        assert_eq!(RoomField::named("area: Golv"), Some(Area(Measure::quantity("Golv").unwrap())));
        assert_eq!(RoomField::named("Nummer"), None);
    }
}
