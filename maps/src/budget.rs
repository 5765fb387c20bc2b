//! What a package has used up of its limits, counted in one place for all its files.

use std::cell::{Cell, RefCell};

use super::error::MapError;
use super::limits::Limits;

/// Counts against the limits of one reading.
#[derive(Debug)]
pub(crate) struct Budget<'l> {
    limits: &'l Limits,
    features: Cell<usize>,
    positions: Cell<usize>,
    work_steps: Cell<u64>,
    refusal: RefCell<Option<MapError>>,
}

impl<'l> Budget<'l> {
    pub(crate) fn new(limits: &'l Limits) -> Self {
        Self {
            limits,
            features: Cell::new(0),
            positions: Cell::new(0),
            work_steps: Cell::new(0),
            refusal: RefCell::new(None),
        }
    }

    pub(crate) fn limits(&self) -> &Limits {
        self.limits
    }

    /// One more feature.
    pub(crate) fn feature(&self, file: &str) -> Result<(), MapError> {
        self.features.set(self.features.get() + 1);
        exceeded(self.features.get(), self.limits.features, file, "features")
    }

    /// One more array within coordinates.
    pub(crate) fn position(&self, file: &str) -> Result<(), MapError> {
        self.positions.set(self.positions.get() + 1);
        exceeded(self.positions.get(), self.limits.positions, file, "positions")
    }

    /// So many pairs of edges compared.
    pub(crate) fn work(&self, steps: usize, place: &str) -> Result<(), MapError> {
        let used = self.work_steps.get().saturating_add(steps as u64);
        self.work_steps.set(used);
        if used <= self.limits.work_steps {
            return Ok(());
        }
        let (place, limit) = (place.to_owned(), self.limits.work_steps);
        Err(MapError::Limit { place, what: "steps of comparing outlines", limit })
    }

    /// Keeps a refusal that has to travel through the JSON parser, which knows only texts.
    pub(crate) fn keep(&self, refusal: MapError) -> String {
        let message = refusal.to_string();
        self.refusal.replace(Some(refusal));
        message
    }

    /// The refusal kept, if any.
    pub(crate) fn kept(&self) -> Option<MapError> {
        self.refusal.take()
    }
}

/// A limit that is passed, said of a place.
pub(crate) fn exceeded(
    used: usize,
    limit: usize,
    place: &str,
    what: &'static str,
) -> Result<(), MapError> {
    if used <= limit {
        return Ok(());
    }
    Err(MapError::Limit { place: place.to_owned(), what, limit: limit as u64 })
}
