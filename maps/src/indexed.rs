//! Levels as GeoJSON files: those that a `main.json` lists, or a single one. The types of features
//! are those of the WRLD Indoor Map Format 1.0.0, in which everything is a polygon
//! (<https://github.com/wrld3d/wrld-indoor-maps-api/blob/master/FORMAT.md>).
//!
//! # What is a space here
//!
//! `room`, `unit`, `bathroom`, `hallway`, and `no_geometry` that has a name. The format uses
//! `no_geometry` for areas that only carry a label; in Westport House those with a name (Unit 1, 3
//! and 4, Balcony) overlap no room, while the one without a name (302 on floor 2, 425 m²) holds five
//! rooms and the balcony. So the named ones are spaces, and the unnamed one is drawn and reported.
//! `inaccessible_space` is what the format calls not mapped or not accessible (shafts, 0.6 to 23 m²):
//! nobody can be placed there, so it is drawn, as are stairs and lifts. That makes 2 spaces on the
//! ground floor, 13 on floor 2, and none on the others, whose rooms the file shows by walls only.

use std::sync::Arc;

use ::schema::Category;
use serde::Deserialize;

use super::Options;
use super::budget::{Budget, exceeded};
use super::category::{Says, category};
use super::error::{MapError, shortened};
use super::feature::{Feature, PointGeometry};
use super::files::Files;
use super::geojson;
use super::label::{Label, Scalar};
use super::left_out::Reason;
use super::model::{Format, StrokeKind};
use super::source::{
    Once, Part, Source, SourceBuilding, SourceFeature, SourceLevel, Title, file_left_out,
};

/// What the index is called.
pub(crate) const INDEX: &str = "main.json";
/// An index of a few hundred levels is a few ten thousand bytes.
const INDEX_BYTES_MAX: usize = 1024 * 1024;

#[derive(Deserialize)]
struct Index {
    #[serde(default)]
    id: Scalar,
    #[serde(default)]
    name: Label,
    location: Option<PointGeometry>,
    levels: Vec<IndexedLevel>,
}

#[derive(Deserialize)]
struct IndexedLevel {
    id: Scalar,
    #[serde(default)]
    name: Label,
    #[serde(default)]
    readable_name: Label,
    z_order: i32,
    filename: String,
}

/// Reads the levels that the index lists.
pub(crate) fn indexed(files: &Files, budget: &Budget<'_>) -> Result<Source, MapError> {
    let index = index(files, budget)?;
    let mut keys = Once::default();
    let mut filenames = Once::default();
    let mut levels = Vec::new();
    for level in index.levels {
        let key = level.id.0.ok_or_else(|| MapError::Value {
            place: INDEX.to_owned(),
            what: "the id of a level",
            found: "missing".to_owned(),
            accepted: "a text or a number",
        })?;
        keys.note(INDEX, Some(&key))?;
        filenames.note(INDEX, Some(&level.filename))?;
        levels.push(SourceLevel {
            features: features(files, &level.filename, budget)?,
            key,
            name: level.readable_name.0.or_else(|| level.name.0.clone()),
            short_name: level.name.0,
            ordinal: level.z_order,
            elevation_mm: None,
        });
    }
    let other = |name: &&str| *name != INDEX && !filenames.holds(name);
    let left_out = files.names().filter(other).chain(files.passed_over()).map(file_left_out);
    let position = index.location.map(|location| location.coordinates.0);
    let building = SourceBuilding { key: index.id.0, name: index.name.0, position };
    Ok(Source { format: Format::IndexedLevels, building, left_out: left_out.collect(), levels })
}

fn index(files: &Files, budget: &Budget<'_>) -> Result<Index, MapError> {
    let bytes = required(files, INDEX)?;
    exceeded(bytes.len(), INDEX_BYTES_MAX, INDEX, "bytes")?;
    let index: Index =
        serde_json::from_slice(bytes).map_err(|error| geojson::refusal(INDEX, budget, &error))?;
    exceeded(index.levels.len(), budget.limits().levels, INDEX, "levels")?;
    let names =
        index.levels.iter().flat_map(|level| [&level.id.0, &level.name.0, &level.readable_name.0]);
    for name in names.chain([&index.id.0, &index.name.0]).flatten() {
        let most = budget.limits().name_characters;
        exceeded(name.chars().count(), most, INDEX, "characters of an id or name")?;
    }
    Ok(index)
}

/// The bytes of a file that must be there.
pub(crate) fn required<'f>(files: &'f Files, name: &str) -> Result<&'f [u8], MapError> {
    files.bytes(name).ok_or_else(|| MapError::File {
        name: shortened(name),
        found: "is missing from the package".to_owned(),
        accepted: "every file that the format or the index names",
    })
}

/// Reads the one file that there is as one level, named as the options say.
pub(crate) fn single(
    files: &Files,
    file: &str,
    options: &Options,
    budget: &Budget<'_>,
) -> Result<Source, MapError> {
    let stem = file.rsplit('/').next().unwrap_or(file).split('.').next().unwrap_or(file);
    let named = options.level.clone().unwrap_or_default();
    let level = SourceLevel {
        key: named.key.unwrap_or_else(|| stem.to_owned()),
        name: named.name,
        short_name: None,
        ordinal: named.ordinal,
        elevation_mm: named.elevation_mm,
        features: features(files, file, budget)?,
    };
    Ok(Source {
        format: Format::SingleLevel,
        building: SourceBuilding::default(),
        levels: vec![level],
        left_out: files.passed_over().map(file_left_out).collect(),
    })
}

fn features(
    files: &Files,
    file: &str,
    budget: &Budget<'_>,
) -> Result<Vec<SourceFeature>, MapError> {
    let read = geojson::features(file, required(files, file)?, budget)?;
    let file = Arc::from(file);
    let mut keys = Once::default();
    let mut features = Vec::with_capacity(read.len());
    for (index, feature) in read.into_iter().enumerate() {
        keys.note(&file, feature.key.as_deref())?;
        features.push(source_feature(&file, index, feature));
    }
    Ok(features)
}

fn source_feature(file: &Arc<str>, index: usize, feature: Feature) -> SourceFeature {
    let Feature { key, properties, geometry } = feature;
    let kind = properties.kind.0.unwrap_or_else(|| "feature".to_owned());
    SourceFeature {
        title: Title::new(file, &kind, key.as_deref(), index),
        part: part(&kind, properties.name.0.as_deref()),
        key,
        name: properties.name.0,
        number: properties.roomnumber.0,
        geometry,
    }
}

/// What a type of feature is to its level. `no_geometry` marks an area for its label only: with a
/// name it is a space, without one it is drawn, because it may hold other spaces.
fn part(kind: &str, name: Option<&str>) -> Part {
    let space = |says| Part::Space { function: kind.to_owned(), category: category(says, name) };
    let drawn = |kind| Part::Drawn(kind, None);
    match kind {
        "building_outline" => Part::Outline,
        "room" | "unit" => space(Says::Nothing),
        "bathroom" => space(Says::Surely(Category::Hygiene)),
        "hallway" => space(Says::Surely(Category::Circulation)),
        "no_geometry" if name.is_some() => space(Says::Nothing),
        "no_geometry" => Part::Drawn(StrokeKind::Area, Some(Reason::Unnamed)),
        "wall" => drawn(StrokeKind::Wall),
        "door" => drawn(StrokeKind::Door),
        "window" => drawn(StrokeKind::Window),
        "stairs" | "escalator" => drawn(StrokeKind::Stairs),
        "elevator" => drawn(StrokeKind::Elevator),
        "floor_opening" => drawn(StrokeKind::FloorOpening),
        "inaccessible_space" => drawn(StrokeKind::Inaccessible),
        "garden" | "highlight" => drawn(StrokeKind::Area),
        _ => drawn(StrokeKind::Other),
    }
}
