//! What one file may cost. Everything that a file can make large has a bound
//! here, so that a hostile file is refused instead of filling the machine.

/// The bounds under which a file is read. Exceeding one is an
/// [`IfcError::Limit`](super::IfcError::Limit) that names it.
///
/// The defaults admit every model of one building that the project has seen,
/// with a wide margin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Size of the file.
    pub file_bytes: usize,
    /// Entities (`#1=...;`) in the file.
    pub entities: usize,
    /// Parentheses inside each other within one entity.
    pub nesting_depth: usize,
    /// Items of one list.
    pub list_items: usize,
    /// Bytes of one string as written in the file.
    pub string_bytes: usize,
    /// Entities that follow from each other: placements on placements, mapped
    /// items in mapped items, units of units, wholes of parts.
    pub chain_links: usize,
    /// Attachments of property sets, quantities and classifications to spaces.
    pub attachments: usize,
    /// Storeys in the file.
    pub storeys: usize,
    /// Spaces in the file.
    pub spaces: usize,
    /// Points of one space's polygon, its holes included.
    pub polygon_points: usize,
    /// Characters of one decoded name, number, function, code or title.
    pub name_characters: usize,
    /// What the finished model may hold: texts, areas, codes and polygons.
    pub model_bytes: usize,
    /// Bytes parsed again by following references, plus pairs of edges
    /// compared: what keeps a small file from taking for ever.
    pub work_steps: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 256 * 1024 * 1024,
            entities: 8_000_000,
            nesting_depth: 32,
            list_items: 1_000_000,
            string_bytes: 1024 * 1024,
            chain_links: 64,
            attachments: 2_000_000,
            storeys: 500,
            spaces: 50_000,
            polygon_points: 10_000,
            name_characters: 1_000,
            model_bytes: 128 * 1024 * 1024,
            work_steps: 1 << 30,
        }
    }
}

/// An index entry is 16 bytes; a growing vector may for a moment hold its old
/// and its doubled storage.
const BYTES_PER_ENTITY: usize = 48;
/// Likewise for a pair of entity ids.
const BYTES_PER_ATTACHMENT: usize = 48;
/// Where a space, a storey and a building hang in the tree of wholes and parts.
const BYTES_PER_PLACE_IN_THE_TREE: usize = 256;
/// A point on its way to a polygon: as metres, as millimetres, as an edge in
/// the check for crossings, each in a vector that may just be doubling.
const BYTES_PER_POLYGON_POINT: usize = 384;
/// Error texts, the table of line numbers' fixed part and the like.
const BYTES_FIXED: usize = 256 * 1024;

impl Limits {
    /// The most that [`read`](super::read) allocates, beside the file's own
    /// bytes, for a file with this many bytes and entities.
    ///
    /// ```text
    /// 48 per entity + 48 per attachment + 256 per storey and space
    /// + 384 per point of one polygon + file / 8192 (line numbers)
    /// + 4 x model_bytes + 4 x string_bytes + 256 KiB
    /// ```
    ///
    /// Attachments, storeys, spaces and points count with what the file can
    /// hold at most, which is its number of entities, where that is lower.
    /// `read_from` holds the file besides, in a buffer of at most twice its
    /// size, and three times while that grows. A test with a counting allocator keeps this honest.
    #[must_use]
    pub fn memory_bytes_max(&self, file_bytes: usize, entities: usize) -> usize {
        let references_max = file_bytes / 3;
        BYTES_PER_ENTITY
            .saturating_mul(entities)
            .saturating_add(BYTES_PER_ATTACHMENT * self.attachments.min(references_max))
            .saturating_add(
                BYTES_PER_PLACE_IN_THE_TREE * (self.storeys + self.spaces).min(entities),
            )
            .saturating_add(BYTES_PER_POLYGON_POINT * self.polygon_points.min(references_max))
            .saturating_add(file_bytes / 8192)
            .saturating_add(self.model_bytes.saturating_mul(4))
            .saturating_add(self.string_bytes.min(file_bytes).saturating_mul(4))
            .saturating_add(BYTES_FIXED)
    }
}
