//! Indoor Mapping Data Format 1.0.0 (OGC 20-094, <https://docs.ogc.org/cs/20-094/>): one building of
//! a venue, its levels by ordinal, units as spaces, desks among the fixtures as workstations.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use super::Options;
use super::budget::{Budget, exceeded};
use super::error::{MapError, shortened};
use super::feature::Feature;
use super::files::Files;
use super::geojson;
use super::imdf_types;
use super::indexed::required;
use super::left_out::{Kept, LeftOut, Reason};
use super::model::Format;
use super::plane::Position;
use super::source::{
    Once, Part, Source, SourceBuilding, SourceFeature, SourceLevel, Title, file_left_out,
};

/// What says that a package is of this format.
pub(crate) const MANIFEST: &str = "manifest.json";
/// What else says so.
pub(crate) const LEVELS: &str = "level.geojson";
const VENUE: &str = "venue.geojson";
const BUILDINGS: &str = "building.geojson";
const MANIFEST_BYTES_MAX: usize = 1024 * 1024;

/// Files of features on levels, in the order in which a level holds them.
const ON_LEVELS: [&str; 6] = [
    "unit.geojson",
    "fixture.geojson",
    "kiosk.geojson",
    "opening.geojson",
    "section.geojson",
    "detail.geojson",
];

/// Files whose features say nothing of a level's plan: addresses, tenants, points of interest,
/// areas that nobody built, what leads from where to where.
const NOT_OF_A_PLAN: [&str; 7] = [
    "address.geojson",
    "amenity.geojson",
    "anchor.geojson",
    "footprint.geojson",
    "geofence.geojson",
    "occupant.geojson",
    "relationship.geojson",
];

#[derive(Deserialize)]
struct Manifest {
    version: String,
}

/// Reads one building.
pub(crate) fn imdf(
    files: &Files,
    options: &Options,
    budget: &Budget<'_>,
) -> Result<Source, MapError> {
    manifest(files, budget)?;
    let mut reading = Reading {
        files,
        budget,
        keys: Once::default(),
        several_buildings: false,
        left_out: Vec::new(),
    };
    let building = reading.building(options)?;
    let mut levels = reading.levels(&building)?;
    required(files, ON_LEVELS[0])?;
    for file in ON_LEVELS {
        reading.features_of(file, &mut levels)?;
    }
    for file in NOT_OF_A_PLAN {
        reading.leave_out(file)?;
    }
    let known = |name: &&str| {
        [MANIFEST, LEVELS, VENUE, BUILDINGS].contains(name)
            || ON_LEVELS.contains(name)
            || NOT_OF_A_PLAN.contains(name)
    };
    let others = files.names().filter(|name| !known(name)).chain(files.passed_over());
    reading.left_out.extend(others.map(file_left_out));
    let levels = levels.into_values().collect();
    let left_out = reading.left_out;
    Ok(Source { format: Format::Imdf, building, levels, left_out })
}

fn manifest(files: &Files, budget: &Budget<'_>) -> Result<(), MapError> {
    let bytes = required(files, MANIFEST)?;
    exceeded(bytes.len(), MANIFEST_BYTES_MAX, MANIFEST, "bytes")?;
    let manifest: Manifest = serde_json::from_slice(bytes)
        .map_err(|error| geojson::refusal(MANIFEST, budget, &error))?;
    if manifest.version == "1" || manifest.version.starts_with("1.") {
        return Ok(());
    }
    Err(MapError::Value {
        place: MANIFEST.to_owned(),
        what: "its version",
        found: shortened(&manifest.version),
        accepted: "IMDF 1.0.0",
    })
}

type Levels = BTreeMap<String, SourceLevel>;

struct Reading<'a> {
    files: &'a Files,
    budget: &'a Budget<'a>,
    keys: Once,
    several_buildings: bool,
    left_out: Vec<LeftOut>,
}

impl Reading<'_> {
    /// The features of a file, none where it is absent. Ids are unique in the whole package.
    fn read(&mut self, file: &str) -> Result<Vec<(Title, Feature)>, MapError> {
        let Some(bytes) = self.files.bytes(file) else {
            return Ok(Vec::new());
        };
        let features = geojson::features(file, bytes, self.budget)?;
        let kind = file.strip_suffix(".geojson").unwrap_or(file);
        let file = Arc::from(file);
        let mut titled = Vec::with_capacity(features.len());
        for (index, feature) in features.into_iter().enumerate() {
            let key = feature.key.as_deref();
            self.keys.note(&file, key)?;
            titled.push((Title::new(&file, kind, key, index), feature));
        }
        Ok(titled)
    }

    /// The building to read: the one, else the one that the options name; the venue where there is
    /// none. The position is the building's, else the venue's.
    fn building(&mut self, options: &Options) -> Result<SourceBuilding, MapError> {
        let venues = self.read(VENUE)?;
        let buildings = self.read(BUILDINGS)?;
        self.several_buildings = buildings.len() > 1;
        let position = |feature: &Feature| -> Option<Position> {
            feature.properties.display_point.as_ref().map(|point| point.coordinates.0)
        };
        let venue = venues.into_iter().next().map(|(_, venue)| venue);
        let of_venue = venue.as_ref().and_then(position);
        let Some(building) = chosen(buildings, options)?.or(venue) else {
            return Ok(SourceBuilding::default());
        };
        let position = position(&building).or(of_venue);
        Ok(SourceBuilding { key: building.key, name: building.properties.name.0, position })
    }

    /// The levels of the building by id, each with its outline as its first feature. A level that
    /// names no building is of the only one.
    fn levels(&mut self, building: &SourceBuilding) -> Result<Levels, MapError> {
        required(self.files, LEVELS)?;
        let mut levels = Levels::new();
        for (title, feature) in self.read(LEVELS)? {
            let of = &feature.properties.building_ids.0;
            let named = of.iter().any(|key| Some(key) == building.key.as_ref());
            if !named && (self.several_buildings || !of.is_empty()) {
                let why = Reason::OutsideBuilding;
                self.left_out.push(title.left_out(feature.key.map(Arc::from), Kept::Nothing, why));
                continue;
            }
            let level = source_level(title, feature)?;
            levels.insert(level.key.clone(), level);
        }
        exceeded(levels.len(), self.budget.limits().levels, LEVELS, "levels")?;
        Ok(levels)
    }

    /// Puts the features of a file on their levels.
    fn features_of(&mut self, file: &str, levels: &mut Levels) -> Result<(), MapError> {
        for (title, feature) in self.read(file)? {
            let level = feature.properties.level_id.0.clone();
            match level.as_ref().and_then(|level| levels.get_mut(level)) {
                Some(level) => level.features.push(source_feature(file, title, feature)),
                None => {
                    let why = Reason::OutsideBuilding;
                    self.left_out.push(title.left_out(level.map(Arc::from), Kept::Nothing, why));
                }
            }
        }
        Ok(())
    }

    fn leave_out(&mut self, file: &str) -> Result<(), MapError> {
        for (title, _) in self.read(file)? {
            self.left_out.push(title.left_out(None, Kept::Nothing, Reason::TypeNotRead));
        }
        Ok(())
    }
}

fn chosen(
    buildings: Vec<(Title, Feature)>,
    options: &Options,
) -> Result<Option<Feature>, MapError> {
    let mut buildings: Vec<Feature> = buildings.into_iter().map(|(_, feature)| feature).collect();
    let listed = |buildings: &[Feature]| {
        let one = |feature: &Feature| {
            (feature.key.clone().unwrap_or_default(), feature.properties.name.0.clone())
        };
        buildings.iter().map(one).collect::<Vec<_>>()
    };
    let Some(wanted) = &options.building else {
        if buildings.len() > 1 {
            return Err(MapError::SeveralBuildings { buildings: listed(&buildings) });
        }
        return Ok(buildings.pop());
    };
    let all = listed(&buildings);
    buildings.retain(|feature| {
        [&feature.key, &feature.properties.name.0].iter().any(|said| said.as_ref() == Some(wanted))
    });
    match (buildings.pop(), buildings.is_empty()) {
        (Some(building), true) => Ok(Some(building)),
        (Some(_) | None, _) => {
            Err(MapError::UnknownBuilding { wanted: shortened(wanted), buildings: all })
        }
    }
}

fn source_level(title: Title, feature: Feature) -> Result<SourceLevel, MapError> {
    let missing = |what, accepted| MapError::Value {
        place: title.place(),
        what,
        found: "missing".to_owned(),
        accepted,
    };
    let key = feature.key.ok_or_else(|| missing("its id", "an id, which is a text"))?;
    let ordinal = feature.properties.ordinal;
    let ordinal =
        ordinal.ok_or_else(|| missing("its ordinal", "a whole number, 0 at the entrance"))?;
    let outline = SourceFeature {
        title,
        key: None,
        name: None,
        number: None,
        part: Part::Outline,
        geometry: feature.geometry,
    };
    Ok(SourceLevel {
        key,
        name: feature.properties.name.0,
        short_name: feature.properties.short_name.0,
        ordinal,
        elevation_mm: None,
        features: vec![outline],
    })
}

fn source_feature(file: &str, title: Title, feature: Feature) -> SourceFeature {
    let Feature { key, properties, geometry } = feature;
    let category = properties.category.0.as_deref().unwrap_or("unspecified");
    let part = imdf_types::part(file, category, &properties);
    // Units have no number of their own: what stands on the door is their name.
    SourceFeature { title, key, name: properties.name.0, number: None, part, geometry }
}
