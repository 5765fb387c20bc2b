//! Areas and their measures. Areas of different measures are never added.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

use crate::{Invalid, SquareMetres, code, limits::AREAS_MAX};

/// What an area measures.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Measure {
    /// Lokalarea, lettable area of premises (SS 21054).
    Loa,
    /// Bruksarea, usable area (SS 21054).
    Bra,
    /// Bruttoarea, gross area (SS 21054).
    Bta,
    /// International Property Measurement Standards, Offices 1.
    Ipms1,
    /// IPMS Offices 2.
    Ipms2,
    /// IPMS Offices 3.
    Ipms3,
    /// BOMA office standard, rentable area.
    Boma,
    /// The area of the polygon of the model, net of voids.
    AsModelled,
    /// A quantity that a file states under this name, of 1 to 64 letters, digits, spaces and
    /// -_./():%.
    Quantity(String),
}

const NAMED: [(Measure, &str); 8] = [
    (Measure::Loa, "LOA"),
    (Measure::Bra, "BRA"),
    (Measure::Bta, "BTA"),
    (Measure::Ipms1, "IPMS 1"),
    (Measure::Ipms2, "IPMS 2"),
    (Measure::Ipms3, "IPMS 3"),
    (Measure::Boma, "BOMA"),
    (Measure::AsModelled, "as modelled"),
];
const QUANTITY: &str = "quantity: ";

impl Measure {
    /// A quantity under the name that a file gives it: a code, because it is stored as it is.
    pub fn quantity(name: &str) -> Result<Self, Invalid> {
        let accepted = "1 to 64 letters, digits, spaces and -_./():%";
        code::parse(name, 64, " -_./():%")
            .map(Self::Quantity)
            .ok_or_else(|| Invalid::new("name of a quantity", name, accepted))
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Self::Quantity(name) = self {
            return write!(f, "{QUANTITY}{name}");
        }
        let name = NAMED.iter().find(|(measure, _)| measure == self).map(|(_, name)| *name);
        // `NAMED` lists every measure but `Quantity`.
        f.write_str(name.expect("a measure without a file's name has one of its own"))
    }
}

impl FromStr for Measure {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        if let Some(name) = text.strip_prefix(QUANTITY) {
            return Self::quantity(name);
        }
        NAMED.iter().find(|(_, name)| *name == text).map(|(measure, _)| measure.clone()).ok_or_else(
            || {
                let names: Vec<&str> = NAMED.iter().map(|(_, name)| *name).collect();
                let accepted = format!("{}, or {QUANTITY}NAME", names.join(", "));
                Invalid::new("measure", text, accepted)
            },
        )
    }
}

written_as_text!(Measure, {
    "type": "string",
    "pattern": "^(LOA|BRA|BTA|IPMS [123]|BOMA|as modelled|quantity: .{1,64})$",
    "description": "A measure by name: SS 21054, IPMS Offices, BOMA, the model's own polygon, or a quantity of a file"
});

/// A value under its measure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Area {
    /// What it measures.
    pub measure: Measure,
    /// How much.
    pub square_metres: SquareMetres,
}

/// The areas of one space, at most one per measure, in the order of their measures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Vec<Area>")]
pub struct Areas(Vec<Area>);

impl Areas {
    /// Areas of different measures.
    pub fn new(mut areas: Vec<Area>) -> Result<Self, Invalid> {
        areas.sort_by(|a, b| a.measure.cmp(&b.measure));
        if areas.len() > AREAS_MAX {
            let accepted = format!("at most {AREAS_MAX} areas");
            return Err(Invalid::new("number of areas", areas.len(), accepted));
        }
        match areas.windows(2).find(|pair| pair[0].measure == pair[1].measure) {
            None => Ok(Self(areas)),
            Some(pair) => {
                Err(Invalid::new("measure", &pair[0].measure, "one area for each measure"))
            }
        }
    }

    /// The area under `measure`.
    pub fn under(&self, measure: &Measure) -> Option<SquareMetres> {
        self.0.iter().find(|area| area.measure == *measure).map(|area| area.square_metres)
    }

    /// All of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Area> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a Areas {
    type Item = &'a Area;
    type IntoIter = std::slice::Iter<'a, Area>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl TryFrom<Vec<Area>> for Areas {
    type Error = Invalid;

    fn try_from(areas: Vec<Area>) -> Result<Self, Invalid> {
        Self::new(areas)
    }
}
