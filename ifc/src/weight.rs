//! What a model weighs while it is put together, so that a small file in which
//! much refers to the same few texts cannot unfold into a large model.

use super::error::IfcError;
use super::model::{Code, LeftOut, Shape, Space};
use super::step::Record;

/// What a text costs beside its bytes.
const TEXT_BYTES: usize = size_of::<String>() + 16;

/// Bytes so far.
#[derive(Debug, Default)]
pub(super) struct Weight {
    bytes: usize,
}

impl Weight {
    /// Adds, and refuses when the model grows beyond its limit.
    pub(super) fn add(&mut self, at: &Record<'_>, bytes: usize) -> Result<(), IfcError> {
        let limit = at.step().limits().model_bytes;
        self.bytes = self.bytes.saturating_add(bytes);
        if self.bytes <= limit {
            return Ok(());
        }
        Err(IfcError::Limit {
            place: at.place(),
            what: "bytes in the finished model",
            limit: limit as u64,
        })
    }
}

fn of_text(text: Option<&String>) -> usize {
    text.map_or(0, |text| text.len() + TEXT_BYTES)
}

pub(super) fn of_code(code: &Code) -> usize {
    let texts =
        [code.system.as_ref(), code.edition.as_ref(), Some(&code.code), code.title.as_ref()];
    size_of::<Code>() + texts.into_iter().map(of_text).sum::<usize>()
}

pub(super) fn of_left_out(left_out: &LeftOut) -> usize {
    size_of::<LeftOut>() + 2 * left_out.what.len() + 3 * TEXT_BYTES
}

pub(super) fn of_space(space: &Space) -> usize {
    let texts = [&space.number, &space.function, &space.object_type, &space.predefined_type];
    let texts: usize = texts.into_iter().map(|text| of_text(text.as_ref())).sum();
    let codes: usize = space.codes.iter().map(of_code).sum();
    let areas = space.areas.iter().map(|area| of_text(Some(&area.name)) + 8);
    let volumes = space.volumes.iter().map(|volume| of_text(Some(&volume.name)) + 8);
    let shape = space.shape.as_ref().map_or(0, of_shape);
    size_of::<Space>() + texts + codes + areas.sum::<usize>() + volumes.sum::<usize>() + shape
}

fn of_shape(shape: &Shape) -> usize {
    let rings = std::iter::once(&shape.polygon.outer).chain(&shape.polygon.holes);
    rings.map(|ring| size_of_val(ring.as_slice()) + size_of_val(ring)).sum()
}
