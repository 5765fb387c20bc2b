//! Imports: the reading-in of files.

use async_graphql::{ID, Object, Result, SimpleObject};
use schema::ImportId;

use super::{Building, Decision};
use crate::graphql::{
    connection::{PageAsked, complexity},
    global_id::GlobalId,
    history::{self, History},
    scalars,
};

thing! {
    /// The reading-in of one file.
    Import(ImportId) in import
}

/// How many of each an import is to record.
#[derive(SimpleObject, Debug)]
pub struct ImportCounts {
    /// Organisations.
    organisations: u32,
    /// Units.
    units: u32,
    /// Buildings.
    buildings: u32,
    /// Levels.
    levels: u32,
    /// Spaces.
    spaces: u32,
    /// Resources.
    resources: u32,
    /// Parts of drawings, and planes of buildings.
    drawings: u32,
    /// Allocations.
    allocations: u32,
    /// Things that were recorded before and are changed.
    changed: u32,
    /// Things that were recorded before and are gone.
    gone: u32,
    /// All of the above together.
    things: u32,
    /// Things of the file that were left out, and reported.
    left_out: u32,
}

impl From<&schema::ImportCounts> for ImportCounts {
    fn from(counts: &schema::ImportCounts) -> Self {
        // Every field is named, so that one that comes later is not forgotten.
        let schema::ImportCounts {
            organisations,
            units,
            buildings,
            levels,
            spaces,
            resources,
            drawings,
            allocations,
            changed,
            gone,
            left_out,
        } = *counts;
        Self {
            organisations,
            units,
            buildings,
            levels,
            spaces,
            resources,
            drawings,
            allocations,
            changed,
            gone,
            things: counts.things(),
            left_out,
        }
    }
}

/// The reading-in of one file.
#[Object]
impl Import {
    /// Opaque; contains the clocks that were named. See `Query.node`.
    pub(in crate::graphql) async fn id(&self) -> ID {
        GlobalId::of("Import", &self.pin, self.known.id)
    }

    /// The lasting reference, as mutations take it.
    #[graphql(name = "ref")]
    async fn reference(&self) -> scalars::Ref {
        self.known.id.uuid().into()
    }

    /// The building that the file describes; absent for a list of several or of units.
    async fn building(&self) -> Result<Option<Building>> {
        self.known.building.map(|building| Building::named(&self.pin, building)).transpose()
    }

    /// From when what it says holds.
    async fn from(&self) -> scalars::Date {
        self.known.from.into()
    }

    /// The format, such as `IFC2X3`.
    async fn format(&self) -> &str {
        &self.known.format
    }

    /// The file's name; `[erased]` once it was erased.
    async fn file_name(&self) -> String {
        self.pin.text(self.known.file.name)
    }

    /// The file's SHA-256, in hexadecimal; `[erased]` once it was erased.
    async fn file_digest(&self) -> String {
        self.pin.text(self.known.file.digest)
    }

    /// The file's size.
    async fn file_size(&self) -> scalars::ByteCount {
        scalars::ByteCount(self.known.file.bytes)
    }

    /// What is to be recorded.
    async fn expected(&self) -> ImportCounts {
        (&self.known.expected).into()
    }

    /// How many things have been recorded so far, of `expected.things`.
    async fn recorded(&self) -> u32 {
        self.known.recorded
    }

    /// Whether more of its file is to be recorded: it is neither complete nor given up.
    async fn open(&self) -> bool {
        self.known.is_open()
    }

    /// The event that began it.
    async fn started_revision(&self) -> scalars::Revision {
        scalars::Revision(self.known.started)
    }

    /// The event that completed it; absent where it is not complete. The same file resumes it.
    async fn completed_revision(&self) -> Option<scalars::Revision> {
        self.known.completed.map(scalars::Revision)
    }

    /// The event that gave it up; absent where none did. What was recorded stays.
    async fn abandoned_revision(&self) -> Option<scalars::Revision> {
        self.known.abandoned.map(scalars::Revision)
    }

    /// The decision on which it is read in; absent where the opening balance was not signed off before.
    async fn decision(&self) -> Option<Decision> {
        let mut recorded = self.pin.state.decisions_at(self.known.started);
        recorded.next().map(|known| Decision::new(&self.pin, &known.decision))
    }

    /// The events about it: its beginning, how far it got, and its end. What it brought is in the histories of the
    /// things.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn history(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<History> {
        let asked = PageAsked::new(first, after, last, before);
        history::touching(&self.pin, self.known.id.uuid(), &asked).await
    }
}
