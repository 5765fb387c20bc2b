//! What the columns of a list of index figures give.

use std::fmt;

use crate::{header::Field, heading::Heading};

/// What one column gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FigureField {
    Series,
    Month,
    Value,
}

use FigureField::{Month, Series, Value};

/// Field, its name in a mapping, and headings in their plain form.
const KNOWN: [(FigureField, &str, &[&str]); 3] = [
    (Series, "series", &["serie", "indexserie", "series", "index series"]),
    (Month, "month", &["manad", "period", "month"]),
    (Value, "value", &["index", "indextal", "varde", "tal", "kpi", "value", "figure"]),
];

impl Field for FigureField {
    fn of_heading(heading: &Heading) -> Option<Self> {
        let known = KNOWN.iter().find(|(_, _, headings)| heading.is_any(headings));
        known.map(|(field, ..)| *field)
    }

    fn named(name: &str) -> Option<Self> {
        KNOWN.iter().find(|(_, known, _)| *known == name).map(|(field, ..)| *field)
    }

    fn names() -> String {
        let names: Vec<&str> = KNOWN.iter().map(|(_, name, _)| *name).collect();
        format!("{}, ignore", names.join(", "))
    }

    fn make_a_header(fields: &[&Self]) -> bool {
        fields.contains(&&Month) && fields.contains(&&Value)
    }

    fn header_needs() -> &'static str {
        "headings for the month (Månad, Month) and the index (Index, Indextal, Value)"
    }

    fn is_area(&self) -> bool {
        false
    }
}

impl fmt::Display for FigureField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = KNOWN.iter().find(|(field, ..)| field == self).map(|(_, name, _)| *name);
        // `KNOWN` lists every field.
        f.write_str(name.expect("every field has a name"))
    }
}
