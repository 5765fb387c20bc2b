//! Giving up imports. They begin, go on and end with their file: see `POST /imports`.

use async_graphql::{Context, Object, Result};
use schema::ImportId;

use super::{
    Ref,
    act::{Act, Head, acts, perform},
    reading::{Reading, any, note},
    types,
};

acts! {
    "importAbandon": ImportAbandonInput {
        /// The import.
        import: Ref,
        /// Why: at most 4,000 characters.
        reason: Option<String>,
    } => ImportAbandonPayload {
        /// The import.
        import: types::Import
    }
}

impl Act for ImportAbandonInput {
    type Thing = ImportId;
    type Command = schema::ImportAbandon;
    type Payload = ImportAbandonPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let import = self.import.0.into();
        let reason = reading.take("reason", any(self.reason, note))?;
        Some((import, schema::ImportAbandon { import, reason }))
    }
}

/// Mutations of imports.
#[derive(Debug, Default)]
pub(super) struct ImportMutations;

#[Object]
impl ImportMutations {
    /// Gives up the recording of a file that is unfinished. What was recorded stays; the next file
    /// of the building can be read.
    async fn import_abandon(
        &self,
        context: &Context<'_>,
        input: ImportAbandonInput,
    ) -> Result<ImportAbandonPayload> {
        perform(context, input).await
    }
}
