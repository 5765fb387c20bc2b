//! Why a package is refused as a whole. What merely cannot be read of one feature is a
//! [`LeftOut`](super::LeftOut) in the model instead.

/// A refusal. Every message says where, what is wrong there and what would be accepted. Nothing of
/// the package has been taken in when one is returned.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MapError {
    /// The zip as such.
    #[error("the zip archive {found}; accepted is {accepted}")]
    Archive {
        /// What is wrong with it.
        found: String,
        /// What would be right.
        accepted: &'static str,
    },
    /// One file of the package.
    #[error("the file {name:?} {found}; accepted is {accepted}")]
    File {
        /// Its name, shortened.
        name: String,
        /// What is wrong with it.
        found: String,
        /// What would be right.
        accepted: &'static str,
    },
    /// More of something than [`Limits`](super::Limits) admits.
    #[error("{place}: more than {limit} {what}; accepted are packages below this limit")]
    Limit {
        /// Where the limit is passed.
        place: String,
        /// What there is too much of.
        what: &'static str,
        /// How much is accepted.
        limit: u64,
    },
    /// No file that says what the package is.
    #[error(
        "the package holds no map that is read, but {found}; accepted are an IMDF package \
         (manifest.json with venue.geojson, level.geojson and so on), a main.json that lists levels \
         with their GeoJSON files, or one GeoJSON file"
    )]
    NoMap {
        /// The names, shortened.
        found: String,
    },
    /// Not JSON, cut short, or a value of the wrong type.
    #[error(
        "{file}, line {line}, column {column}: {message}; accepted is complete JSON of this format"
    )]
    Json {
        /// The file.
        file: String,
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// What the parser says.
        message: String,
    },
    /// JSON, but not what it should be.
    #[error("{place}: {what} is {found}; accepted is {accepted}")]
    Value {
        /// The file, and the feature where there is one.
        place: String,
        /// What is wrong.
        what: &'static str,
        /// What stands there, shortened.
        found: String,
        /// What could.
        accepted: &'static str,
    },
    /// Coordinates that are not degrees.
    #[error(
        "{place}: the position {x}, {y} is not on the earth in degrees; accepted is WGS 84 as \
         longitude from -180 to 180, then latitude from -90 to 90, not metres of a projected system"
    )]
    NotDegrees {
        /// The file and the feature.
        place: String,
        /// The first coordinate as read.
        x: String,
        /// The second.
        y: String,
    },
    /// A feature that is not of this building.
    #[error(
        "{place}: it lies more than 10 km from the origin of the building's plane ({origin}); \
         accepted are features of one building near its stated position"
    )]
    TooFar {
        /// The file and the feature.
        place: String,
        /// Latitude and longitude of the origin.
        origin: String,
    },
    /// Two things that should be told apart for ever and cannot be.
    #[error("{place}: the id {key:?} is used again; accepted is one use of each id")]
    DuplicateKey {
        /// The file of the later use.
        place: String,
        /// The id, shortened.
        key: String,
    },
    /// The caller must choose.
    #[error("the package holds several buildings: {}; name one of them", list(buildings))]
    SeveralBuildings {
        /// Id and name of each.
        buildings: Vec<(String, Option<String>)>,
    },
    /// The caller chose what is not there.
    #[error("the package holds no single building {wanted:?}; it holds {}", list(buildings))]
    UnknownBuilding {
        /// What was asked for.
        wanted: String,
        /// Id and name of each.
        buildings: Vec<(String, Option<String>)>,
    },
    /// Nothing to bring in.
    #[error("the package holds no level of the building; accepted is at least one")]
    NoLevel,
}

fn list(buildings: &[(String, Option<String>)]) -> String {
    let one = |(key, name): &(String, Option<String>)| match name {
        Some(name) => format!("{} ({})", shortened(key), shortened(name)),
        None => shortened(key),
    };
    buildings.iter().take(20).map(one).collect::<Vec<_>>().join(", ")
}

/// At most 80 characters, so that a message is never flooded by its cause.
pub(crate) fn shortened(text: &str) -> String {
    text.chars().take(80).collect()
}
