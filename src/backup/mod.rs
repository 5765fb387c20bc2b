//! Backups: a whole store in one file, taken while the service serves, checked before it counts as
//! a backup, and put back where no store is.
//!
//! A backup holds the vault: whoever can read it reads names and notes. It is readable for its
//! owner only, and nothing here encrypts it.

mod arrival;
mod error;
mod restore;
mod route;

pub use arrival::{Contents, receive, verify};
pub use error::BackupError;
pub use restore::{Restored, restore};
pub use route::routes;
