//! A backup on its way into its file: written under another name, made durable, checked, and only
//! then given its name.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Arc,
};

use super::BackupError;
use crate::{
    audit::{WholeReport, check_whole},
    store::{EventStore, SqliteStore},
};

/// A sound backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    /// Its length.
    pub bytes: u64,
    /// Every ledger in it.
    pub report: WholeReport,
}

/// Writes what comes into `file`, which must not be there, and checks it. `announced` is its
/// length, as its sender said. On any error nothing is left.
pub async fn receive(
    mut coming: impl Read,
    announced: u64,
    file: &Path,
) -> Result<Contents, BackupError> {
    if file.exists() {
        return Err(BackupError::Taken(file.to_owned()));
    }
    let part = Part::new(file)?;
    part.write(&mut coming, announced)?;
    let contents = verify(&part.path).await?;
    part.settle(file)?;
    Ok(contents)
}

/// Checks a backup: the file, every event's bytes and hash, every commit, every text. It is read
/// only, and nothing is left beside it.
pub async fn verify(file: &Path) -> Result<Contents, BackupError> {
    let failed = |error| BackupError::Io { file: file.to_owned(), error };
    let bytes = fs::metadata(file).map_err(failed)?.len();
    let store: Arc<dyn EventStore> = Arc::new(SqliteStore::open_at_rest(file).await?);
    let checked = check_whole(&store).await;
    store.close().await?;
    let report = checked?;
    if report.is_sound() {
        Ok(Contents { bytes, report })
    } else {
        Err(BackupError::Unsound(Box::new(report)))
    }
}

/// A backup that is not yet one. Dropping it removes it.
struct Part {
    path: PathBuf,
}

impl Part {
    fn new(file: &Path) -> Result<Self, BackupError> {
        let mut path = file.as_os_str().to_owned();
        path.push(".part");
        let part = Self { path: path.into() };
        part.create().map_err(|error| part.failed(error))?;
        Ok(part)
    }

    /// What an earlier attempt left is replaced: it never became a backup.
    fn create(&self) -> io::Result<File> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        // Readable for its owner only: it holds names.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&self.path)
    }

    fn failed(&self, error: io::Error) -> BackupError {
        BackupError::Io { file: self.path.clone(), error }
    }

    fn write(&self, coming: &mut impl Read, announced: u64) -> Result<(), BackupError> {
        let mut write = || -> io::Result<u64> {
            let mut file = self.create()?;
            // One byte more than announced, so that too much is told from enough.
            let arrived = io::copy(&mut coming.take(announced.saturating_add(1)), &mut file)?;
            file.sync_all()?;
            Ok(arrived)
        };
        let arrived = write().map_err(|error| self.failed(error))?;
        if arrived == announced { Ok(()) } else { Err(BackupError::Cut { arrived, announced }) }
    }

    /// Gives it its name, durably.
    fn settle(self, file: &Path) -> Result<(), BackupError> {
        if file.exists() {
            return Err(BackupError::Taken(file.to_owned()));
        }
        let folder = match file.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        fs::rename(&self.path, file)
            .and_then(|()| File::open(folder)?.sync_all())
            .map_err(|error| self.failed(error))
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // Already gone once it has its name.
        let _ = fs::remove_file(&self.path);
    }
}
