//! What can be wrong with the published contract, and the way out.

use std::fmt;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fault {
    /// The code stands for a file that was never published.
    New(String),
    /// A file was published and is gone.
    Removed(String),
    /// A file's bytes are not those that were published.
    Changed(String),
    /// The code no longer writes what was published.
    CodeDiffers(String),
    /// A file has no line in the lock.
    NotLocked(String),
    /// A file belongs to no type, version and variant.
    Foreign(String),
    /// The code no longer reads a golden example of a former version.
    Unreadable {
        /// The file.
        file: String,
        /// Why.
        error: String,
    },
    /// The lock has a line that is none, or two lines for a file.
    Lock {
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        problem: &'static str,
    },
}

impl Fault {
    /// The file that it concerns.
    pub(crate) fn into_file(self) -> String {
        match self {
            Self::New(file)
            | Self::Removed(file)
            | Self::Changed(file)
            | Self::CodeDiffers(file)
            | Self::NotLocked(file)
            | Self::Foreign(file)
            | Self::Unreadable { file, .. } => file,
            Self::Lock { .. } => super::LOCK.to_owned(),
        }
    }
}

const WAY_OUT: &str = "a changed event takes a new version with an upcaster in Event::read";

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::New(file) => write!(
                f,
                "{file} is not published yet: `cargo run -p thirdplace-schema --example \
                 publish-events` adds it"
            ),
            Self::Removed(file) => write!(
                f,
                "{file} was published and is gone: restore it, as stored events are read for ever"
            ),
            Self::Changed(file) => write!(
                f,
                "{file} is not what was published under its line in {}: restore it; {WAY_OUT}",
                super::LOCK
            ),
            Self::CodeDiffers(file) => {
                write!(f, "{file} was published, and the code would write it otherwise: {WAY_OUT}")
            }
            Self::NotLocked(file) => write!(
                f,
                "{file} has no line in {}: restore the line; lines are only added, by publishing",
                super::LOCK
            ),
            Self::Foreign(file) => {
                write!(f, "{file} belongs to no type and version of event that the code knows")
            }
            Self::Unreadable { file, error } => {
                write!(f, "{file} was published, and the code no longer reads it: {error}")
            }
            Self::Lock { line, problem } => write!(f, "{}, line {line}: {problem}", super::LOCK),
        }
    }
}
