//! GeoJSON (RFC 7946) as typed features. Members that nobody reads are passed over without being
//! kept, counts are checked while reading, and coordinates nest no deeper than GeoJSON's own.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::budget::{Budget, exceeded};
use super::coordinates::{Coordinates, Node, SinglePosition};
use super::error::{MapError, shortened};
use super::label::{Keys, Label, Scalar};

/// One feature, in the words of both formats that are read.
#[derive(Debug)]
pub(crate) struct Feature {
    /// `id` of the feature, else of its properties.
    pub(crate) key: Option<String>,
    pub(crate) properties: Properties,
    pub(crate) geometry: Option<Geometry>,
}

/// The properties that are read: absent ones, and those that are null, are `None`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Properties {
    id: Scalar,
    #[serde(rename = "type")]
    pub(crate) kind: Scalar,
    pub(crate) category: Scalar,
    pub(crate) name: Label,
    pub(crate) short_name: Label,
    pub(crate) roomnumber: Scalar,
    pub(crate) ordinal: Option<i32>,
    pub(crate) level_id: Scalar,
    pub(crate) building_ids: Keys,
    pub(crate) door: Option<IgnoredAny>,
    pub(crate) display_point: Option<PointGeometry>,
}

/// A point as GeoJSON geometry within properties, or in an index.
#[derive(Debug, Deserialize)]
pub(crate) struct PointGeometry {
    pub(crate) coordinates: SinglePosition,
}

/// A geometry: its `type`, and its coordinates.
#[derive(Debug)]
pub(crate) struct Geometry {
    pub(crate) kind: String,
    pub(crate) coordinates: Node,
}

/// Reads a FeatureCollection whole.
pub(crate) fn features(
    file: &str,
    bytes: &[u8],
    budget: &Budget<'_>,
) -> Result<Vec<Feature>, MapError> {
    let mut parser = serde_json::Deserializer::from_slice(bytes);
    let seed = Collection { file, budget };
    let read = seed.deserialize(&mut parser).and_then(|found| parser.end().map(|()| found));
    let found = read.map_err(|error| refusal(file, budget, &error))?;
    accept(file, found)
}

/// What the parser refused, or what was kept for it.
pub(crate) fn refusal(file: &str, budget: &Budget<'_>, error: &serde_json::Error) -> MapError {
    budget.kept().unwrap_or_else(|| MapError::Json {
        file: shortened(file),
        line: error.line(),
        column: error.column(),
        message: error.to_string().chars().take(200).collect(),
    })
}

fn accept(file: &str, found: Found) -> Result<Vec<Feature>, MapError> {
    let value = |what, found: &str, accepted| MapError::Value {
        place: shortened(file),
        what,
        found: format!("{:?}", shortened(found)),
        accepted,
    };
    if found.kind != "FeatureCollection" {
        return Err(value("its type", &found.kind, "FeatureCollection"));
    }
    if let Some(crs) = found.crs {
        let known = ["CRS84", "EPSG:4326", "EPSG::4326", "WGS84", "WGS 84"];
        if !known.iter().any(|known| crs.to_uppercase().contains(known)) {
            let accepted = "WGS 84 longitude and latitude (CRS84, EPSG:4326), or none stated";
            return Err(value("its coordinate reference system", &crs, accepted));
        }
    }
    Ok(found.features)
}

struct Found {
    kind: String,
    crs: Option<String>,
    features: Vec<Feature>,
}

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
enum CollectionMember {
    Type,
    Crs,
    Features,
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct Crs {
    properties: Option<CrsName>,
}

#[derive(Deserialize)]
struct CrsName {
    name: Option<String>,
}

#[derive(Clone, Copy)]
struct Collection<'a> {
    file: &'a str,
    budget: &'a Budget<'a>,
}

impl<'de> DeserializeSeed<'de> for Collection<'_> {
    type Value = Found;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Found, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Collection<'_> {
    type Value = Found;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a GeoJSON FeatureCollection")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Found, M::Error> {
        let mut found = Found { kind: String::new(), crs: None, features: Vec::new() };
        while let Some(member) = map.next_key()? {
            match member {
                CollectionMember::Type => found.kind = map.next_value()?,
                CollectionMember::Crs => {
                    let crs: Option<Crs> = map.next_value()?;
                    found.crs = crs.and_then(|crs| crs.properties).and_then(|named| named.name);
                }
                CollectionMember::Features => {
                    found.features = map.next_value_seed(Features(self))?;
                }
                CollectionMember::Other => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(found)
    }
}

struct Features<'a>(Collection<'a>);

impl<'de> DeserializeSeed<'de> for Features<'_> {
    type Value = Vec<Feature>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<Feature>, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Features<'_> {
    type Value = Vec<Feature>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an array of features")
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut sequence: S) -> Result<Vec<Feature>, S::Error> {
        let Collection { file, budget } = self.0;
        let mut features = Vec::new();
        while let Some(feature) = sequence.next_element_seed(OneFeature(self.0))? {
            let counted = budget.feature(file).and_then(|()| feature.names_are_short(file, budget));
            counted.map_err(|refusal| S::Error::custom(budget.keep(refusal)))?;
            features.push(feature);
        }
        Ok(features)
    }
}

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
enum FeatureMember {
    Id,
    Properties,
    Geometry,
    #[serde(other)]
    Other,
}

struct OneFeature<'a>(Collection<'a>);

impl<'de> DeserializeSeed<'de> for OneFeature<'_> {
    type Value = Feature;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Feature, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for OneFeature<'_> {
    type Value = Feature;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a GeoJSON feature")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Feature, M::Error> {
        let mut key = Scalar::default();
        let mut properties = None;
        let mut geometry = None;
        while let Some(member) = map.next_key()? {
            match member {
                FeatureMember::Id => key = map.next_value()?,
                FeatureMember::Properties => properties = map.next_value()?,
                FeatureMember::Geometry => geometry = map.next_value_seed(OneGeometry(self.0))?,
                FeatureMember::Other => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        let mut properties: Properties = properties.unwrap_or_default();
        let inner = std::mem::take(&mut properties.id).0;
        Ok(Feature { key: key.0.or(inner), properties, geometry })
    }
}

impl Feature {
    fn names_are_short(&self, file: &str, budget: &Budget<'_>) -> Result<(), MapError> {
        let Properties { kind, category, name, short_name, roomnumber, level_id, .. } =
            &self.properties;
        let texts =
            [&self.key, &kind.0, &category.0, &name.0, &short_name.0, &roomnumber.0, &level_id.0];
        let buildings = &self.properties.building_ids.0;
        for text in texts.into_iter().flatten().chain(buildings) {
            let what = "characters of an id, name, number or type";
            exceeded(text.chars().count(), budget.limits().name_characters, file, what)?;
        }
        Ok(())
    }
}

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
enum GeometryMember {
    Type,
    Coordinates,
    #[serde(other)]
    Other,
}

struct OneGeometry<'a>(Collection<'a>);

impl<'de> DeserializeSeed<'de> for OneGeometry<'_> {
    type Value = Option<Geometry>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for OneGeometry<'_> {
    type Value = Option<Geometry>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a GeoJSON geometry or null")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let Collection { file, budget } = self.0;
        let (mut kind, mut coordinates) = (String::new(), Node::Empty);
        while let Some(member) = map.next_key()? {
            match member {
                GeometryMember::Type => {
                    kind = map.next_value::<String>()?;
                    kind = shortened(&kind);
                }
                GeometryMember::Coordinates => {
                    coordinates = map.next_value_seed(Coordinates::new(file, budget))?;
                }
                GeometryMember::Other => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(Some(Geometry { kind, coordinates }))
    }
}
