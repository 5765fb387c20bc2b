//! A GeoJSON FeatureCollection (RFC 7946) as typed features. Members that nobody reads are passed over without being
//! kept, counts are checked while reading, and coordinates nest no deeper than GeoJSON's own.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::budget::Budget;
use super::error::{MapError, shortened};
use super::feature::{Feature, OneFeature};

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
        while let Some(feature) = sequence.next_element_seed(OneFeature { file, budget })? {
            let counted = budget.feature(file).and_then(|()| feature.names_are_short(file, budget));
            counted.map_err(|refusal| S::Error::custom(budget.keep(refusal)))?;
            features.push(feature);
        }
        Ok(features)
    }
}
