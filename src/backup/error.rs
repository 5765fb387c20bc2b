//! Why there is no backup, or no store out of one.

use std::{io, path::PathBuf};

use crate::{
    audit::WholeReport,
    store::{PlaceError, StoreError},
};

/// Why there is no backup, or no store out of one.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// Something stands where the backup should be written.
    #[error("{} is there already; a backup overwrites nothing: name a new file", .0.display())]
    Taken(PathBuf),
    /// A file could not be read or written.
    #[error("{}: {error}", file.display())]
    Io {
        /// The file.
        file: PathBuf,
        /// The system's words.
        error: io::Error,
    },
    /// It ended before its end.
    #[error("{arrived} bytes arrived of the {announced} that were announced; nothing was kept")]
    Cut {
        /// Bytes that arrived.
        arrived: u64,
        /// Bytes that were announced.
        announced: u64,
    },
    /// What arrived, or what is to be restored, is not sound.
    #[error("{}", told(.0))]
    Unsound(Box<WholeReport>),
    /// The place of the store cannot be used.
    #[error(transparent)]
    Place(#[from] PlaceError),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Findings that a message names; `thirdplace check` names them all.
const SHOWN_MAX: usize = 5;

fn told(report: &WholeReport) -> String {
    let of_ledgers = report.portfolios.iter().flat_map(|ledger| {
        ledger.findings.iter().map(|finding| {
            format!(
                "portfolio {}, revision {}: {}",
                ledger.portfolio, finding.revision, finding.what
            )
        })
    });
    let all: Vec<String> = report.store.iter().cloned().chain(of_ledgers).collect();
    let shown = all.iter().take(SHOWN_MAX).map(String::as_str).collect::<Vec<_>>().join("\n  ");
    format!("the backup is not sound, and nothing was kept; {} findings:\n  {shown}", all.len())
}
