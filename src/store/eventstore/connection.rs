//! The connection string: which cluster, and as whom.
//!
//! What it holds of secrets never leaves this module but towards the client: everything that is shown
//! or logged is [`Connection`]'s `Display`.

use eventstore::{ClientSettings, Credentials};
use std::{fmt, path::Path, str::FromStr};

use super::super::StoreError;

/// The schemes, and what the client calls each.
const SCHEMES: [(&str, &str); 4] = [
    ("esdb", "esdb"),
    ("esdb+discover", "esdb+discover"),
    ("kurrentdb", "esdb"),
    ("kurrentdb+discover", "esdb+discover"),
];

/// Every option, as the database's own documentation spells it.
const OPTIONS: [&str; 14] = [
    "connectionName",
    "defaultDeadline",
    "discoveryInterval",
    "gossipTimeout",
    "keepAliveInterval",
    "keepAliveTimeout",
    "maxDiscoverAttempts",
    "nodePreference",
    "throwOnAppendFailure",
    "tls",
    "tlsCaFile",
    "tlsVerifyCert",
    "userCertFile",
    "userKeyFile",
];

/// Options that name a file.
const FILES: [&str; 3] = ["tlsCaFile", "userCertFile", "userKeyFile"];

/// Why a connection string is not accepted. It quotes nothing that may be secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the connection string is not accepted: {0}; accepted: \
     esdb://[USER:PASSWORD@]HOST:PORT[,HOST:PORT][?OPTION=VALUE&…], or kurrentdb://, or either with \
     +discover"
)]
pub struct ConnectionError(String);

/// A cluster, and as whom it is spoken to.
#[derive(Clone, PartialEq, Eq)]
pub struct Connection {
    shown: String,
    files: Vec<String>,
    /// For what must be exact: at the leader.
    leading: ClientSettings,
    /// For what may be a little behind: where the connection string prefers.
    preferred: ClientSettings,
    credentials: Option<Credentials>,
}

impl fmt::Display for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Connection({})", self.shown)
    }
}

/// A connection string taken apart.
struct Parts<'a> {
    scheme: &'a str,
    /// As it is written, percent-encoded.
    user: Option<&'a str>,
    password: Option<&'a str>,
    hosts: &'a str,
    options: Vec<(&'a str, &'a str)>,
}

impl<'a> Parts<'a> {
    fn of(text: &'a str) -> Result<Self, ConnectionError> {
        let refuse = |what: &str| Err(ConnectionError(what.to_owned()));
        let Some((scheme, rest)) = text.split_once("://") else {
            return refuse("it has no scheme");
        };
        if !SCHEMES.iter().any(|(name, _)| *name == scheme) {
            return refuse("its scheme is none of those");
        }
        // A question mark in a password stands percent-encoded.
        let (authority, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (user, hosts) = match authority.rsplit_once('@') {
            Some((user, hosts)) => (Some(user), hosts),
            None => (None, authority),
        };
        let hosts = hosts.strip_suffix('/').unwrap_or(hosts);
        let is_host = |host: &str| {
            !host.is_empty()
                && host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._:[]".contains(&b))
        };
        if !hosts.split(',').all(is_host) {
            return refuse("its hosts are no names or addresses with ports");
        }
        let (user, password) = match user.map(|user| user.split_once(':')) {
            Some(Some((user, password))) => (Some(user), Some(password)),
            Some(None) => (user, None),
            None => (None, None),
        };
        if user == Some("") {
            return refuse("its user is empty");
        }
        let options = query.split('&').filter(|option| !option.is_empty());
        let options = options.map(|option| option.split_once('=').unwrap_or((option, "")));
        Ok(Self { scheme, user, password, hosts, options: options.collect() })
    }

    fn check_options(&self) -> Result<(), ConnectionError> {
        for (name, _) in &self.options {
            if !OPTIONS.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                let known = OPTIONS.join(", ");
                let name: String =
                    name.chars().filter(char::is_ascii_alphanumeric).take(40).collect();
                return Err(ConnectionError(format!("{name} is no option; there are {known}")));
            }
        }
        Ok(())
    }

    fn option(&self, asked: &str) -> Option<&'a str> {
        self.options
            .iter()
            .rev()
            .find_map(|(name, value)| name.eq_ignore_ascii_case(asked).then_some(*value))
    }

    /// The whole without what is secret.
    fn shown(&self) -> String {
        let user = match (self.user, self.password) {
            (Some(user), Some(_)) => format!("{user}:***@"),
            (Some(user), None) => format!("{user}@"),
            (None, _) => String::new(),
        };
        let options: Vec<String> =
            self.options.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let query =
            if options.is_empty() { String::new() } else { format!("?{}", options.join("&")) };
        format!("{}://{user}{}{query}", self.scheme, self.hosts)
    }

    /// The client's settings. It reads user and password without decoding them: only what stands for
    /// itself is left to it, for the gossip, which it asks without our options.
    fn settings(&self, preference: Option<&str>) -> Result<ClientSettings, ConnectionError> {
        let scheme = SCHEMES.iter().find(|(name, _)| *name == self.scheme);
        let scheme = scheme.map_or(self.scheme, |(_, client)| client);
        let plain =
            |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~".contains(&b));
        let user = match (self.user, self.password) {
            (Some(user), password) if plain(user) && password.is_none_or(plain) => {
                format!("{user}:{}@", password.unwrap_or_default())
            }
            _ => String::new(),
        };
        let preferring = |(name, _): &&(&str, &str)| !name.eq_ignore_ascii_case("nodePreference");
        let options = self.options.iter().filter(preferring);
        let mut options: Vec<String> =
            options.map(|(name, value)| format!("{name}={value}")).collect();
        options.extend(preference.map(|preference| format!("nodePreference={preference}")));
        let whole = format!("{scheme}://{user}{}?{}", self.hosts, options.join("&"));
        // The client's message quotes the whole.
        whole.parse().map_err(|_| {
            ConnectionError("a value of an option, or a port, is not what it should be".to_owned())
        })
    }

    fn credentials(&self) -> Result<Option<Credentials>, ConnectionError> {
        let Some(user) = self.user else { return Ok(None) };
        let decode = |text: &str| {
            decoded(text).ok_or_else(|| {
                ConnectionError("its user or password is not percent-encoded UTF-8".to_owned())
            })
        };
        Ok(Some(Credentials::new(decode(user)?, decode(self.password.unwrap_or_default())?)))
    }
}

/// Percent-encoding taken back.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        if *first == b'%' {
            let digits = std::str::from_utf8(after.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
}

impl FromStr for Connection {
    type Err = ConnectionError;

    fn from_str(text: &str) -> Result<Self, ConnectionError> {
        let parts = Parts::of(text)?;
        parts.check_options()?;
        let files = FILES.iter().filter_map(|file| parts.option(file));
        Ok(Self {
            shown: parts.shown(),
            files: files.map(|file| decoded(file).unwrap_or_else(|| file.to_owned())).collect(),
            leading: parts.settings(Some("leader"))?,
            preferred: parts.settings(parts.option("nodePreference").or(Some("leader")))?,
            credentials: parts.credentials()?,
        })
    }
}

impl Connection {
    /// Whether a text is meant as one.
    pub fn is_meant_by(text: &str) -> bool {
        text.split_once("://")
            .is_some_and(|(scheme, _)| SCHEMES.iter().any(|(name, _)| *name == scheme))
    }

    pub(super) fn leading(&self) -> &ClientSettings {
        &self.leading
    }

    pub(super) fn preferred(&self) -> &ClientSettings {
        &self.preferred
    }

    pub(super) fn credentials(&self) -> Option<&Credentials> {
        self.credentials.as_ref()
    }

    /// That the files which it names are there: the client panics over one that is not.
    pub(super) fn check_files(&self) -> Result<(), StoreError> {
        match self.files.iter().find(|file| !Path::new(file).is_file()) {
            Some(file) => {
                let what = format!("{self} names a file that is not there: {file}");
                Err(StoreError::Unavailable { what })
            }
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn connection(text: &str) -> Connection {
        text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn every_form_of_the_documentation_is_accepted() {
        for text in [
            "esdb://localhost:2113?tls=false",
            "kurrentdb://localhost",
            "esdb://one:2113,two:2113,three:2113?nodePreference=follower&keepAliveInterval=10000",
            "kurrentdb+discover://cluster.example.se:2113",
            "esdb://admin:changeit@localhost:2113?tls=true&tlsVerifyCert=false&tlsCaFile=ca.pem",
            "esdb://host?USERCERTFILE=a.pem&userkeyfile=b.pem&defaultDeadline=5000&connectionName=x",
        ] {
            connection(text);
        }
        let cluster = connection("kurrentdb://one:1,two:2,three");
        let ports: Vec<u32> = cluster.leading().hosts().iter().map(|host| host.port).collect();
        assert_eq!(ports, [1, 2, 2113]);
    }

    #[test]
    fn what_is_secret_is_in_nothing_that_is_shown() {
        let text = "esdb://admin:s%C3%A4kert%40@db:2113?tls=false";
        let shown = connection(text);
        assert_eq!(shown.to_string(), "esdb://admin:***@db:2113?tls=false");
        assert_eq!(format!("{shown:?}"), "Connection(esdb://admin:***@db:2113?tls=false)");
        for refused in [
            "esdb://admin:secret@db:99999",
            "esdb://admin:secret@db:2113?tls=secret",
            "esdb://admin:secret@?tls=false",
            "esdb://admin:secret@db:2113?secret=1",
            "esdb://:secret@db",
            "esdb://admin:%se%cret@db",
            "http://admin:secret@db",
        ] {
            let error = refused.parse::<Connection>().expect_err(refused);
            let told = error.to_string().replace("secret is no option", "");
            assert!(!told.contains("secret") && !told.contains("%se"), "{error}");
        }
    }

    #[test]
    fn user_and_password_are_decoded() {
        let encoded = connection("esdb://m%C3%A5ns:p%40ss%3Aword@db");
        assert_eq!(encoded.credentials(), Some(&Credentials::new("måns", "p@ss:word")));
        assert_eq!(connection("esdb://db").credentials(), None);
    }

    #[test]
    fn a_misspelt_option_is_refused_and_named() {
        let error = "esdb://db?tlsVerifyCerts=false".parse::<Connection>().unwrap_err();
        assert!(error.to_string().contains("tlsVerifyCerts is no option"), "{error}");
    }

    #[test]
    fn only_what_may_be_behind_goes_where_the_connection_string_prefers() {
        let connection = connection("esdb://one,two?nodePreference=follower");
        assert_eq!(connection.leading().node_preference(), eventstore::NodePreference::Leader);
        assert_eq!(connection.preferred().node_preference(), eventstore::NodePreference::Follower);
    }
}
