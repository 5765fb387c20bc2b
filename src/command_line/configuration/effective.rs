//! The configuration that is in effect: each value, and where it came from.

use std::{
    ffi::OsString,
    fmt::{self, Write},
    net::SocketAddr,
    path::{Path, PathBuf},
    str::FromStr,
    time::Duration,
};
use thirdplace::{http::Limits, ledger::PastCopies};

use super::{
    super::{StoreSpec, logging::LogFormat, stored},
    error::ConfigurationError,
    file,
    flags::Given,
    kind::{self, Kind},
    settings::{self as of, SETTINGS, Setting},
};

/// The variable that names the file.
const FILE_VARIABLE: &str = "THIRDPLACE_CONFIG";
/// Variables of the command line's that are no settings.
const OTHER_VARIABLES: [&str; 3] = [FILE_VARIABLE, "THIRDPLACE_ACTOR", "THIRDPLACE_ROLE"];

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Origin {
    Flag(String),
    Variable(String),
    File(PathBuf, usize),
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag) => write!(f, "flag --{flag}"),
            Self::Variable(variable) => write!(f, "variable {variable}"),
            Self::File(file, line) => write!(f, "{}, line {line}", file.display()),
            Self::Default => f.write_str("default"),
        }
    }
}

#[derive(Clone, Debug)]
struct Value {
    setting: Setting,
    text: String,
    origin: Origin,
}

/// Every setting with its value, checked.
#[derive(Clone, Debug)]
pub(crate) struct Configuration(Vec<Value>);

/// Reads a variable of the environment.
type Environment<'a> = &'a dyn Fn(&str) -> Option<OsString>;

impl Configuration {
    /// Flags over the environment over the file over defaults. The file is checked whole, also
    /// where what it says is overridden.
    pub(super) fn effective(
        given: &Given,
        environment: Environment<'_>,
    ) -> Result<Self, ConfigurationError> {
        let named = environment(FILE_VARIABLE).filter(|name| !name.is_empty()).map(PathBuf::from);
        let file = given.file.clone().or(named);
        let in_file = match &file {
            Some(file) => from_file(file)?,
            None => Vec::new(),
        };
        let mut values = Vec::with_capacity(SETTINGS.len());
        for setting in SETTINGS {
            let of_file = in_file.iter().find(|value| value.setting == *setting).cloned();
            let value = match (from_flag(given, setting), from_environment(environment, setting)?) {
                (Some(flag), _) => flag,
                (None, Some(variable)) => variable,
                (None, None) => of_file.unwrap_or_else(|| default(setting)),
            };
            value.check()?;
            values.push(value);
        }
        Ok(Self(values))
    }

    fn text(&self, setting: Setting) -> &str {
        let found = self.0.iter().find(|value| value.setting == setting);
        found.map_or(setting.default, |value| &value.text)
    }

    /// The value as its kind reads it. Every value was checked when the configuration was made.
    fn read<T>(&self, setting: Setting, read: impl Fn(&str) -> Option<T>) -> T {
        read(self.text(setting)).unwrap_or_else(|| {
            read(setting.default).expect("a setting's default is of its kind, as a test holds it")
        })
    }

    fn count(&self, setting: Setting) -> usize {
        self.read(setting, |text| text.parse().ok())
    }

    fn bytes(&self, setting: Setting) -> usize {
        self.read(setting, |text| usize::try_from(kind::bytes(text)?).ok())
    }

    fn duration(&self, setting: Setting) -> Duration {
        self.read(setting, kind::duration)
    }

    /// Where events are kept.
    pub(crate) fn store(&self) -> StoreSpec {
        self.read(of::STORE, |text| StoreSpec::from_str(text).ok())
    }

    /// Where the service listens.
    pub(crate) fn listen(&self) -> SocketAddr {
        self.read(of::LISTEN, |text| text.parse().ok())
    }

    /// What is logged.
    pub(crate) fn log(&self) -> &str {
        self.text(of::LOG)
    }

    /// How log lines are written.
    pub(crate) fn log_format(&self) -> LogFormat {
        self.read(of::LOG_FORMAT, LogFormat::named)
    }

    /// Whether the service measures itself.
    pub(crate) fn metrics(&self) -> bool {
        self.read(of::METRICS, |text| text.parse().ok())
    }

    /// The bounds of the HTTP edge.
    pub(crate) fn limits(&self) -> Limits {
        Limits {
            complexity_max: self.count(of::COMPLEXITY_MAX),
            aliases_max: self.count(of::ALIASES_MAX),
            body_bytes_max: self.bytes(of::BODY_BYTES_MAX),
            header_read_timeout: self.duration(of::HEADER_READ_TIMEOUT),
            body_read_timeout: self.duration(of::BODY_READ_TIMEOUT),
            execution_timeout: self.duration(of::EXECUTION_TIMEOUT),
            requests_max: self.count(of::REQUESTS_MAX),
            connections_max: self.count(of::CONNECTIONS_MAX),
            sockets_max: self.count(of::SOCKETS_MAX),
            socket_operations_max: self.count(of::SOCKET_OPERATIONS_MAX),
            socket_message_bytes_max: self.bytes(of::SOCKET_MESSAGE_BYTES_MAX),
            socket_ping_interval: self.duration(of::SOCKET_PING_INTERVAL),
            socket_write_timeout: self.duration(of::SOCKET_WRITE_TIMEOUT),
            drain_timeout: self.duration(of::DRAIN_TIMEOUT),
            ..Limits::default()
        }
    }

    /// How many copies of former states are kept.
    pub(crate) fn past_copies(&self) -> PastCopies {
        PastCopies {
            spacing_events: self.read(of::COPY_SPACING, |text| text.parse().ok()),
            copies_max: self.count(of::COPIES_MAX),
            recalled_max: self.count(of::RECALLED_MAX),
        }
    }

    /// Where traces are sent, if anywhere.
    pub(crate) fn endpoint(&self) -> Option<&str> {
        Some(self.text(of::ENDPOINT)).filter(|endpoint| !endpoint.is_empty())
    }

    /// The file's form of the whole, each value with its origin; it can be read again.
    pub(crate) fn shown(&self) -> String {
        let mut shown = String::new();
        let mut table = "";
        for Value { setting, text, origin } in &self.0 {
            if setting.table() != table {
                table = setting.table();
                // Writing to a string does not fail.
                let _ = write!(shown, "\n[{table}]\n");
            }
            let name = setting.key.rsplit('.').next().unwrap_or(setting.key);
            let written = if setting.kind.is_bare(text) {
                text.clone()
            } else if setting.kind == Kind::Store {
                serde_json::Value::from(stored::without_secrets(text)).to_string()
            } else {
                // A string of JSON is one of TOML.
                serde_json::Value::from(text.as_str()).to_string()
            };
            let _ = writeln!(shown, "{:<42} # {origin}", format!("{name} = {written}"));
        }
        shown
    }
}

/// Traces, for a program that can send them.
#[cfg(feature = "opentelemetry")]
impl Configuration {
    /// The share of requests that is traced.
    pub(crate) fn sampling_ratio(&self) -> f64 {
        self.read(of::SAMPLING_RATIO, |text| text.parse().ok())
    }

    /// For the collector to take what is sent.
    pub(crate) fn export_timeout(&self) -> Duration {
        self.duration(of::EXPORT_TIMEOUT)
    }

    /// Further attributes of the resource.
    pub(crate) fn resource(&self) -> Vec<(String, String)> {
        self.read(of::RESOURCE, kind::attributes)
    }
}

/// Variables that look like settings and are none: a misspelt one would be missed in silence.
pub(super) fn unread_variables(names: impl Iterator<Item = OsString>) -> Vec<String> {
    let known = |name: &str| {
        OTHER_VARIABLES.contains(&name) || SETTINGS.iter().any(|setting| setting.variable() == name)
    };
    let names = names.filter_map(|name| name.into_string().ok());
    let mut unread: Vec<String> =
        names.filter(|name| name.starts_with("THIRDPLACE_") && !known(name)).collect();
    unread.sort();
    unread
}

impl Configuration {
    /// See [`unread_variables`].
    pub(crate) fn unread_variables() -> Vec<String> {
        unread_variables(std::env::vars_os().map(|(name, _)| name))
    }
}

impl Value {
    fn check(&self) -> Result<(), ConfigurationError> {
        let Setting { key, kind, .. } = self.setting;
        kind.check(&self.text).map_err(|wrong| ConfigurationError::Value {
            origin: self.origin.to_string(),
            key,
            value: kind.quoted(&self.text),
            what: wrong.unwrap_or_else(|| format!("accepted: {}", kind.accepted())),
        })
    }
}

fn default(setting: &Setting) -> Value {
    Value { setting: *setting, text: setting.default.to_owned(), origin: Origin::Default }
}

fn from_flag(given: &Given, setting: &Setting) -> Option<Value> {
    let (_, text) = given.flags.iter().find(|(of, _)| of == setting)?;
    Some(Value { setting: *setting, text: text.clone(), origin: Origin::Flag(setting.flag()) })
}

/// A variable that is set and empty is as one that is not set.
fn from_environment(
    environment: Environment<'_>,
    setting: &Setting,
) -> Result<Option<Value>, ConfigurationError> {
    let name = setting.variable();
    let Some(text) = environment(&name).filter(|text| !text.is_empty()) else { return Ok(None) };
    let text = text.into_string().map_err(|_| ConfigurationError::Variable(name.clone()))?;
    Ok(Some(Value { setting: *setting, text, origin: Origin::Variable(name) }))
}

fn from_file(file: &Path) -> Result<Vec<Value>, ConfigurationError> {
    let read = file::read(file)?.into_iter().map(|file::InFile { setting, text, line }| {
        let value = Value { setting, text, origin: Origin::File(file.to_owned(), line) };
        value.check().map(|()| value)
    });
    read.collect()
}
