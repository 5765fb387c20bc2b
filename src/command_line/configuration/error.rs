//! What is wrong with a configuration, and where.

use std::{io, path::PathBuf};

/// Why a configuration is not taken.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConfigurationError {
    /// The file cannot be read.
    #[error("the configuration {} cannot be read: {error}", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// The system's words.
        error: io::Error,
    },
    /// The file is no configuration.
    #[error("the configuration {} is longer than {most} bytes", file.display())]
    TooLong {
        /// The file.
        file: PathBuf,
        /// Bytes that are accepted.
        most: u64,
    },
    /// A line of the file is wrong.
    #[error("{}, line {line}: {what}", file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
    /// A value is wrong.
    #[error("{origin}: {key} is {value}; {what}")]
    Value {
        /// Where it was given.
        origin: String,
        /// The setting.
        key: &'static str,
        /// As given, quoted.
        value: String,
        /// What is wrong, or what is accepted.
        what: String,
    },
    /// A variable of the environment is no text.
    #[error("the variable {0} is not UTF-8")]
    Variable(String),
}
