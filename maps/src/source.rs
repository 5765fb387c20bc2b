//! What both formats are turned into before geometry begins: levels of features, each with the part
//! that it plays.

use std::collections::BTreeSet;
use std::sync::Arc;

use ::schema::Category;

use super::error::{MapError, shortened};
use super::feature::Geometry;
use super::left_out::{Kept, LeftOut, Reason};
use super::model::{Format, StrokeKind};
use super::plane::Position;

/// One building as its files describe it.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) format: Format,
    pub(crate) building: SourceBuilding,
    pub(crate) levels: Vec<SourceLevel>,
    pub(crate) left_out: Vec<LeftOut>,
}

/// The building, with the position that its files state.
#[derive(Debug, Default)]
pub(crate) struct SourceBuilding {
    pub(crate) key: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) position: Option<Position>,
}

/// A level with its features in the order of its files.
#[derive(Debug)]
pub(crate) struct SourceLevel {
    pub(crate) key: String,
    pub(crate) name: Option<String>,
    pub(crate) short_name: Option<String>,
    pub(crate) ordinal: i32,
    pub(crate) elevation_mm: Option<i64>,
    pub(crate) features: Vec<SourceFeature>,
}

/// A feature on its way.
#[derive(Debug)]
pub(crate) struct SourceFeature {
    pub(crate) title: Title,
    pub(crate) key: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) number: Option<String>,
    pub(crate) part: Part,
    pub(crate) geometry: Option<Geometry>,
}

/// What a feature is to its level.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Part {
    Outline,
    Space { function: String, category: Option<Category> },
    Desk,
    Drawn(StrokeKind, Option<Reason>),
}

/// How messages name a feature: its file, and its type with its id, else its place in the file.
#[derive(Debug, Clone)]
pub(crate) struct Title {
    pub(crate) file: Arc<str>,
    feature: String,
}

impl Title {
    pub(crate) fn new(file: &Arc<str>, kind: &str, key: Option<&str>, index: usize) -> Self {
        let feature = match key {
            Some(key) => format!("{} {}", shortened(kind), shortened(key)),
            None => format!("{} without id (feature {})", shortened(kind), index + 1),
        };
        Self { file: Arc::clone(file), feature }
    }

    /// For refusals.
    pub(crate) fn place(&self) -> String {
        format!("{}, {}", shortened(&self.file), self.feature)
    }

    /// For the report of what was left out.
    pub(crate) fn left_out(&self, level: Option<Arc<str>>, kept: Kept, why: Reason) -> LeftOut {
        LeftOut {
            file: Arc::clone(&self.file),
            level,
            feature: Some(self.feature.clone()),
            kept,
            why,
        }
    }
}

/// A file that is not read.
pub(crate) fn file_left_out(file: &str) -> LeftOut {
    LeftOut {
        file: file.into(),
        level: None,
        feature: None,
        kept: Kept::Nothing,
        why: Reason::FileNotRead,
    }
}

/// Ids that may be used once.
#[derive(Debug, Default)]
pub(crate) struct Once(BTreeSet<String>);

impl Once {
    /// Notes an id.
    pub(crate) fn note(&mut self, file: &str, key: Option<&str>) -> Result<(), MapError> {
        match key {
            Some(key) if !self.0.insert(key.to_owned()) => {
                Err(MapError::DuplicateKey { place: shortened(file), key: shortened(key) })
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Whether an id was noted.
    pub(crate) fn holds(&self, key: &str) -> bool {
        self.0.contains(key)
    }
}
