//! Values that several types show.

use async_graphql::{Result, SimpleObject};

use crate::graphql::{pin::Pin, scalars};

/// An area of a space.
#[derive(SimpleObject, Debug)]
pub struct Area {
    /// What it measures: `LOA`, `BRA`, `BTA` (SS 21054), `IPMS 1` to `IPMS 3`, `BOMA`,
    /// `as modelled` (the polygon of the model, net of voids), or `quantity: NAME` (a quantity that
    /// a file states under this name). Areas of different measures are never added.
    measure: String,
    /// How much.
    square_metres: scalars::SquareMetres,
}

impl Area {
    /// The areas of a space, in the order of their measures.
    pub(super) fn all(areas: &schema::Areas) -> Vec<Self> {
        areas.iter().map(Self::from).collect()
    }
}

impl From<&schema::Area> for Area {
    fn from(area: &schema::Area) -> Self {
        Self { measure: area.measure.to_string(), square_metres: area.square_metres.into() }
    }
}

/// A code of a classification, such as OmniClass 13-15 11 34 11.
#[derive(SimpleObject, Debug)]
pub struct Classification {
    /// Which classification.
    system: String,
    /// The code within it.
    code: String,
}

impl Classification {
    pub(super) fn all(codes: &[schema::Classification]) -> Vec<Self> {
        let published = |code: &schema::Classification| Self {
            system: code.system.to_string(),
            code: code.code.to_string(),
        };
        codes.iter().map(published).collect()
    }
}

/// A place on the earth (WGS 84).
#[derive(SimpleObject, Debug)]
pub struct GeoPosition {
    /// Degrees north, from -90 to 90.
    latitude: scalars::Degrees,
    /// Degrees east, from -180 to 180.
    longitude: scalars::Degrees,
}

impl From<schema::GeoPosition> for GeoPosition {
    fn from(position: schema::GeoPosition) -> Self {
        Self { latitude: position.latitude.into(), longitude: position.longitude.into() }
    }
}

/// How places on the earth become coordinates of a building's levels: x to the east and y to the
/// north of the origin.
#[derive(SimpleObject, Debug)]
pub struct Plane {
    /// Where the origin lies.
    origin: GeoPosition,
    /// By which projection, such as `orthographic-epsg-9840`.
    projection: String,
}

impl From<&schema::Plane> for Plane {
    fn from(plane: &schema::Plane) -> Self {
        Self { origin: plane.origin.into(), projection: plane.projection.to_string() }
    }
}

/// A number for each weekday.
#[derive(SimpleObject, Debug)]
pub struct Week {
    /// On Mondays.
    monday: u32,
    /// On Tuesdays.
    tuesday: u32,
    /// On Wednesdays.
    wednesday: u32,
    /// On Thursdays.
    thursday: u32,
    /// On Fridays.
    friday: u32,
    /// On Saturdays.
    saturday: u32,
    /// On Sundays.
    sunday: u32,
    /// The largest of the seven.
    peak: u32,
}

impl From<schema::WeekCount> for Week {
    fn from(week: schema::WeekCount) -> Self {
        let [monday, tuesday, wednesday, thursday, friday, saturday, sunday] = week.days();
        let peak = week.peak();
        Self { monday, tuesday, wednesday, thursday, friday, saturday, sunday, peak }
    }
}

/// The end of a thing.
#[derive(SimpleObject, Debug)]
pub struct Retirement {
    /// The first date on which it is gone.
    from: scalars::Date,
    /// The event that says so.
    revision: scalars::Revision,
    /// Why, as typed; `[erased]` once the text was erased.
    reason: Option<String>,
}

impl Retirement {
    pub(super) fn of(pin: &Pin, retired: Option<&projections::Retirement>) -> Option<Self> {
        retired.map(|retired| Self {
            from: retired.from.into(),
            revision: scalars::Revision(retired.revision),
            reason: pin.any_text(retired.reason),
        })
    }
}

/// An amount of money as it is published: what money can be, an amount can.
pub(super) fn money(amount: schema::Money) -> Result<scalars::Amount> {
    Ok(schema::Amount::new(amount.decimal())?.into())
}
