//! One feature of a map: the properties that are read of it, and its geometry.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

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

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
enum FeatureMember {
    Id,
    Properties,
    Geometry,
    #[serde(other)]
    Other,
}

/// Reads one feature.
#[derive(Clone, Copy)]
pub(crate) struct OneFeature<'a> {
    pub(crate) file: &'a str,
    pub(crate) budget: &'a Budget<'a>,
}

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
                FeatureMember::Geometry => geometry = map.next_value_seed(OneGeometry(self))?,
                FeatureMember::Other => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        let mut properties: Properties = properties.unwrap_or_default();
        let inner = std::mem::take(&mut properties.id).0;
        Ok(Feature { key: key.0.or(inner), properties, geometry })
    }
}

impl Feature {
    /// Refuses texts beyond the limit.
    pub(crate) fn names_are_short(&self, file: &str, budget: &Budget<'_>) -> Result<(), MapError> {
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

struct OneGeometry<'a>(OneFeature<'a>);

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
        let OneFeature { file, budget } = self.0;
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
