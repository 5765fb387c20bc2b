//! Parts of inputs that several mutations take: places, outlines, areas, weeks.

use async_graphql::InputObject;
use schema::{Areas, Classification, GeoPosition, Invalid, Point, Polygon, WeekCount};

use super::{
    reading::{Part, Reading, count, parsed},
    scalars,
};
use schema::limits::{AREAS_MAX, CODES_MAX, CORNERS_MAX, HOLES_MAX, RING_CORNERS_MAX};

/// Classification codes in one input, at most: one may stand in it twice.
const CODES_GIVEN_MAX: usize = 2 * CODES_MAX;

/// A place on the earth (WGS 84).
#[derive(InputObject, Debug)]
pub(super) struct GeoPositionInput {
    /// Degrees north, from -90 to 90.
    latitude: scalars::Degrees,
    /// Degrees east, from -180 to 180.
    longitude: scalars::Degrees,
}

impl Part for GeoPositionInput {
    type Value = GeoPosition;

    fn read(self, reading: &mut Reading) -> Option<GeoPosition> {
        let position = GeoPosition::new(self.latitude.into(), self.longitude.into());
        // Degrees from -180 to 180 are a longitude, so that only the latitude can be at fault.
        reading.take("latitude", position)
    }
}

/// An area of a level in its plane. Corners are [x, y] in whole millimetres in the level's frame,
/// the closing corner left out; rings may run either way round.
#[derive(InputObject, Debug)]
pub(super) struct PolygonInput {
    /// The outer ring: 3 to 1,000 corners.
    outer: Vec<Vec<i32>>,
    /// The holes, within the outer ring and apart from each other: at most 50, and 2,500 corners in
    /// all rings together.
    #[graphql(default)]
    holes: Vec<Vec<Vec<i32>>>,
}

impl Part for PolygonInput {
    type Value = Polygon;

    fn read(self, reading: &mut Reading) -> Option<Polygon> {
        let corners = self.outer.len() + self.holes.iter().map(Vec::len).sum::<usize>();
        reading.at_most("", "corners of one polygon", corners, CORNERS_MAX)?;
        let outer = reading.part("outer", Ring(self.outer));
        let holes = self.holes.into_iter().map(Ring).collect();
        let holes = reading.parts("holes", "holes of one polygon", holes, HOLES_MAX);
        let polygon = Polygon::new(outer?, holes?);
        reading.take("", polygon)
    }
}

struct Ring(Vec<Vec<i32>>);

impl Part for Ring {
    type Value = Vec<Point>;

    fn read(self, reading: &mut Reading) -> Option<Vec<Point>> {
        let corners = self.0.into_iter().map(PointInput).collect();
        reading.parts("", "corners of one ring", corners, RING_CORNERS_MAX)
    }
}

/// A corner or a place: [x, y].
pub(super) struct PointInput(pub(super) Vec<i32>);

impl Part for PointInput {
    type Value = Point;

    fn read(self, reading: &mut Reading) -> Option<Point> {
        reading.take("", point(&self.0))
    }
}

fn point(coordinates: &[i32]) -> Result<Point, Invalid> {
    match *coordinates {
        [x, y] => Ok([x.into(), y.into()]),
        _ => {
            let given = format!("{coordinates:?}");
            Err(Invalid::new("point", given, "[x, y] in millimetres"))
        }
    }
}

/// An area under its measure. Areas of different measures are never added.
#[derive(InputObject, Debug)]
pub(super) struct AreaInput {
    /// What it measures: `LOA`, `BRA`, `BTA` (SS 21054), `IPMS 1`, `IPMS 2`, `IPMS 3`, `BOMA`,
    /// `as modelled`, or `quantity: NAME` for what a file states under a name.
    measure: String,
    /// How much.
    square_metres: scalars::SquareMetres,
}

impl Part for AreaInput {
    type Value = schema::Area;

    fn read(self, reading: &mut Reading) -> Option<schema::Area> {
        let measure = reading.take("measure", parsed(self.measure));
        let square_metres = reading.take("squareMetres", self.square_metres.read());
        Some(schema::Area { measure: measure?, square_metres: square_metres? })
    }
}

/// The areas of a space, at most one for each measure.
pub(super) fn areas(reading: &mut Reading, given: Vec<AreaInput>) -> Option<Areas> {
    let areas = reading.parts("areas", "areas of one space", given, AREAS_MAX)?;
    reading.take("areas", Areas::new(areas))
}

/// A code of a classification, such as OmniClass 13-15 11 34 11.
#[derive(InputObject, Debug)]
pub(super) struct ClassificationInput {
    /// Which classification: 1 to 64 letters, digits, spaces and -_./():
    system: String,
    /// The code within it: 1 to 64 letters, digits, spaces and -_./:
    code: String,
}

impl Part for ClassificationInput {
    type Value = Classification;

    fn read(self, reading: &mut Reading) -> Option<Classification> {
        let system = reading.take("system", parsed(self.system));
        let code = reading.take("code", parsed(self.code));
        Some(Classification { system: system?, code: code? })
    }
}

/// The codes of a space.
pub(super) fn codes(
    reading: &mut Reading,
    given: Vec<ClassificationInput>,
) -> Option<Vec<Classification>> {
    reading.parts("codes", "classification codes of one space", given, CODES_GIVEN_MAX)
}

/// A number for each weekday.
#[derive(InputObject, Debug)]
pub(super) struct WeekCountInput {
    /// On Mondays.
    #[graphql(default)]
    monday: i32,
    /// On Tuesdays.
    #[graphql(default)]
    tuesday: i32,
    /// On Wednesdays.
    #[graphql(default)]
    wednesday: i32,
    /// On Thursdays.
    #[graphql(default)]
    thursday: i32,
    /// On Fridays.
    #[graphql(default)]
    friday: i32,
    /// On Saturdays.
    #[graphql(default)]
    saturday: i32,
    /// On Sundays.
    #[graphql(default)]
    sunday: i32,
}

impl Part for WeekCountInput {
    type Value = WeekCount;

    fn read(self, reading: &mut Reading) -> Option<WeekCount> {
        let mut day = |field, number| reading.take(field, on_a_weekday(number));
        let days = [
            day("monday", self.monday),
            day("tuesday", self.tuesday),
            day("wednesday", self.wednesday),
            day("thursday", self.thursday),
            day("friday", self.friday),
            day("saturday", self.saturday),
            day("sunday", self.sunday),
        ];
        let [monday, tuesday, wednesday, thursday, friday, saturday, sunday] = days;
        let days = [monday?, tuesday?, wednesday?, thursday?, friday?, saturday?, sunday?];
        reading.take("", WeekCount::new(days))
    }
}

/// A number for one weekday, within the bounds of the week's.
fn on_a_weekday(number: i32) -> Result<u32, Invalid> {
    let number = count("number for a weekday", number)?;
    WeekCount::new([number; 7]).map(|_| number)
}

/// A clear height in millimetres.
pub(super) fn height_mm(given: i32) -> Result<u32, Invalid> {
    count("height in millimetres", given)
}

/// People that a space is made for.
pub(super) fn seats(given: i32) -> Result<u32, Invalid> {
    count("seats", given)
}
