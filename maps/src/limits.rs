//! What one package may cost. Everything that a file can make large has a bound here, so that a
//! hostile one is refused instead of filling the machine.

/// The bounds under which a map is read. Exceeding one is a [`MapError::Limit`](super::MapError)
/// that names it. The defaults admit large buildings with a wide margin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Size of the package as it is sent: a zip, or one file.
    pub package_bytes: usize,
    /// Files of a package, folders and files that are not read included.
    pub files: usize,
    /// Bytes of one file's name within the package.
    pub file_name_bytes: usize,
    /// Size of one file, inflated.
    pub file_bytes: usize,
    /// Size of all files that are read, inflated.
    pub inflated_bytes: usize,
    /// Features of all files together.
    pub features: usize,
    /// Arrays within coordinates, of all files together: positions, lines, rings.
    pub positions: usize,
    /// Levels of the building.
    pub levels: usize,
    /// Characters of one id, name, number or type.
    pub name_characters: usize,
    /// Pairs of edges compared: what keeps a small file from taking for ever.
    pub work_steps: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            package_bytes: 64 * 1024 * 1024,
            files: 1_000,
            file_name_bytes: 255,
            file_bytes: 64 * 1024 * 1024,
            inflated_bytes: 128 * 1024 * 1024,
            features: 200_000,
            positions: 2_000_000,
            levels: 200,
            name_characters: 1_000,
            work_steps: 1 << 28,
        }
    }
}

/// A feature as read, as a space or strokes, and in the report of what was left out; each in a
/// vector that may just be doubling.
const BYTES_PER_FEATURE: usize = 1_536;
/// A position as degrees, on the plane and as millimetres, likewise.
const BYTES_PER_POSITION: usize = 160;
/// How often a text of a file may be held: as read, in the titles of messages and the report, with
/// each area of its space, and as what is cut out of another.
const TIMES_TEXTS: usize = 16;
/// The comparison of two outlines, error texts and the like.
const BYTES_FIXED: usize = 4 * 1024 * 1024;

impl Limits {
    /// The most that [`read`](super::read) allocates beside the files' own bytes, for files of so
    /// many bytes together, so many features and so many arrays within coordinates.
    ///
    /// ```text
    /// 1,536 per feature + 160 per array within coordinates + 16 x the files' bytes + 4 MiB
    /// ```
    ///
    /// What counts is what the files hold or the limits admit, whichever is lower. The last part
    /// but one is for texts. A test with a counting allocator keeps this honest.
    #[must_use]
    pub fn memory_bytes_max(&self, file_bytes: usize, features: usize, positions: usize) -> usize {
        BYTES_PER_FEATURE
            .saturating_mul(features.min(self.features))
            .saturating_add(BYTES_PER_POSITION.saturating_mul(positions.min(self.positions)))
            .saturating_add(TIMES_TEXTS.saturating_mul(file_bytes))
            .saturating_add(BYTES_FIXED)
    }
}
