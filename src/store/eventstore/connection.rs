//! The connection string: which cluster, and as whom.
//!
//! What it holds of secrets never leaves this module but towards the client: everything that is shown
//! or logged is [`Connection`]'s `Display`.

use axum::http::Uri;
use eventstore::{ClientSettings, Credentials};
use std::{fmt, ops::RangeInclusive, str::FromStr};

use super::{super::StoreError, tls::Tls};

/// The schemes, and what the client calls each.
const SCHEMES: [(&str, &str); 4] = [
    ("esdb", "esdb"),
    ("esdb+discover", "esdb+discover"),
    ("kurrentdb", "esdb"),
    ("kurrentdb+discover", "esdb+discover"),
];

/// Every option, as the database's own documentation spells it, and what it may be here.
static OPTIONS: [(&str, Kind); 14] = [
    ("connectionName", Kind::Name),
    // gRPC cannot say longer ones: the client panics over them at every request.
    ("defaultDeadline", Kind::Deadline(1..=86_400_000)),
    // It is waited for before each first connection, which has its deadline.
    ("discoveryInterval", Kind::Milliseconds { within: 0..=2_000, may_be_off: false }),
    ("gossipTimeout", Kind::Milliseconds { within: 1..=86_400_000, may_be_off: false }),
    ("keepAliveInterval", Kind::Milliseconds { within: 0..=86_400_000, may_be_off: true }),
    ("keepAliveTimeout", Kind::Milliseconds { within: 0..=86_400_000, may_be_off: true }),
    // The client counts before its first attempt.
    ("maxDiscoverAttempts", Kind::Count(2..=1_000)),
    ("nodePreference", Kind::OneOf(&["leader", "follower", "random", "readOnlyReplica"])),
    ("throwOnAppendFailure", Kind::OneOf(&["true", "false"])),
    ("tls", Kind::OneOf(&["true", "false"])),
    ("tlsCaFile", Kind::File),
    ("tlsVerifyCert", Kind::OneOf(&["true", "false"])),
    ("userCertFile", Kind::File),
    ("userKeyFile", Kind::File),
];

/// What the value of an option is.
enum Kind {
    Name,
    File,
    OneOf(&'static [&'static str]),
    Count(RangeInclusive<i64>),
    Milliseconds {
        within: RangeInclusive<i64>,
        may_be_off: bool,
    },
    /// In milliseconds; may be off.
    Deadline(RangeInclusive<i64>),
}

impl Kind {
    /// What would be accepted, where a value is not.
    fn refuses(&self, value: &str) -> Option<String> {
        let number = value.parse::<i64>().ok();
        match self {
            // The client puts it into a header.
            Self::Name if value.bytes().all(|b| (b' '..=b'~').contains(&b)) => None,
            Self::Name => Some("letters, digits and signs of ASCII".to_owned()),
            Self::File if !value.is_empty() => None,
            Self::File => Some("a file".to_owned()),
            Self::OneOf(known) if known.iter().any(|one| one.eq_ignore_ascii_case(value)) => None,
            Self::OneOf(known) => Some(known.join(", ")),
            Self::Count(within) if number.is_some_and(|number| within.contains(&number)) => None,
            Self::Count(within) => Some(format!("{} to {}", within.start(), within.end())),
            Self::Milliseconds { within, may_be_off } => no_time(number, within, *may_be_off),
            Self::Deadline(within) => no_time(number, within, true),
        }
    }

    /// The value as the client reads it; nothing where it has to be left out.
    fn for_client(&self, value: &str) -> Option<String> {
        match self {
            // It reads these in small letters only.
            Self::OneOf(_) => Some(value.to_ascii_lowercase()),
            // It has none by itself. Of -1 it makes one that is so long that it panics at every request.
            Self::Deadline(_) if value.parse() == Ok(OFF) => None,
            _ => Some(value.to_owned()),
        }
    }
}

/// By which a time is turned off.
const OFF: i64 = -1;

/// What would be accepted as a time, where a number is not.
fn no_time(number: Option<i64>, within: &RangeInclusive<i64>, may_be_off: bool) -> Option<String> {
    if number.is_some_and(|number| within.contains(&number) || (may_be_off && number == OFF)) {
        return None;
    }
    let off = if may_be_off { ", or -1 for none" } else { "" };
    Some(format!("{} to {} milliseconds{off}", within.start(), within.end()))
}

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
    /// As they are written, percent-encoded.
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
        let refuse = |what: String| Err(ConnectionError(what));
        for (name, value) in &self.options {
            let Some((name, kind)) = known(name) else {
                let known: Vec<&str> = OPTIONS.iter().map(|(name, _)| *name).collect();
                let known = known.join(", ");
                let name: String =
                    name.chars().filter(char::is_ascii_alphanumeric).take(40).collect();
                return refuse(format!("{name} is no option; there are {known}"));
            };
            let Some(value) = decoded(value) else {
                return refuse(format!("{name} is not percent-encoded UTF-8"));
            };
            if let Some(accepted) = kind.refuses(&value) {
                return refuse(format!("{name} is not what it may be here: {accepted}"));
            }
        }
        if self.option("userCertFile").is_some() != self.option("userKeyFile").is_some() {
            return refuse("userCertFile and userKeyFile go together".to_owned());
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
        let given = OPTIONS.iter().filter_map(|(name, kind)| {
            let value = match (*name, preference) {
                ("nodePreference", Some(preference)) => preference,
                (name, _) => self.option(name)?,
            };
            let value = kind.for_client(&decoded(value)?)?;
            Some(format!("{name}={}", encoded(&value)))
        });
        let options: Vec<String> = given.collect();
        let whole = format!("{scheme}://{user}{}?{}", self.hosts, options.join("&"));
        // The client's message quotes the whole.
        let settings: ClientSettings = whole
            .parse()
            .map_err(|_| ConnectionError("a host or a port is not what it should be".to_owned()))?;
        // What the client makes of each host it expects to be an address.
        let is_address = |host: &str, port: u32| {
            port != 0 && format!("http://{host}:{port}").parse::<Uri>().is_ok()
        };
        match settings.hosts().iter().find(|host| !is_address(&host.host, host.port)) {
            Some(host) => {
                let what = format!("{}:{} is no host and port", host.host, host.port);
                Err(ConnectionError(what))
            }
            None => Ok(settings),
        }
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

/// An option that there is, in whichever letters.
fn known(name: &str) -> Option<(&'static str, &'static Kind)> {
    let known = OPTIONS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    known.map(|(known, kind)| (*known, kind))
}

/// Percent-encoded, so that the client reads it as it is.
fn encoded(text: &str) -> String {
    let one = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
            char::from(byte).to_string()
        }
        other => format!("%{other:02X}"),
    };
    text.bytes().map(one).collect()
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
        Ok(Self {
            shown: parts.shown(),
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

    /// How TLS is spoken, where it is; an error where a file that is named for it is not there, or not
    /// what it should be.
    pub(super) fn tls(&self) -> Result<Option<Tls>, StoreError> {
        Tls::of(&self.leading).map_err(|what| {
            let what = format!("{self} is not usable: {what}");
            StoreError::Unavailable { what }
        })
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

    #[test]
    fn an_option_that_could_never_work_is_refused_and_named() {
        for (option, value) in [
            ("connectionName", "k%C3%A5re"),
            ("connectionName", "two%0Alines"),
            ("defaultDeadline", "0"),
            ("defaultDeadline", "-2"),
            ("defaultDeadline", "400000000000000"),
            ("discoveryInterval", "-1"),
            ("discoveryInterval", "60000"),
            ("gossipTimeout", "0"),
            ("keepAliveInterval", "-2"),
            ("keepAliveTimeout", "soon"),
            ("maxDiscoverAttempts", "1"),
            ("maxDiscoverAttempts", "-1"),
            ("nodePreference", "next"),
            ("throwOnAppendFailure", "perhaps"),
            ("tls", "yes"),
            ("tlsCaFile", ""),
            ("tlsCaFile", "%ZZ"),
            ("tlsVerifyCert", "0"),
            ("userCertFile", "a.pem"),
            ("userKeyFile", "a.pem"),
        ] {
            let text = format!("esdb://db?{option}={value}");
            let error = text.parse::<Connection>().expect_err(&text).to_string();
            assert!(error.contains(option), "{text}: {error}");
        }
        for host in ["one:2113,two:0", "one:1,[:2", "one:99999,two:1"] {
            let text = format!("esdb://{host}");
            text.parse::<Connection>().expect_err(&text);
        }
    }

    #[test]
    fn the_client_is_given_each_option_as_it_is_meant() {
        let text = "esdb://db?tls=True&tlsCaFile=/a/c+a%20%231.pem&nodePreference=READONLYREPLICA\
                    &maxDiscoverAttempts=2&discoveryInterval=7&gossipTimeout=8&tlsVerifyCert=false";
        let given = connection(text);
        let settings = given.preferred();
        assert_eq!(settings.tls_ca_file().map(String::as_str), Some("/a/c+a #1.pem"));
        assert_eq!(settings.node_preference(), eventstore::NodePreference::ReadOnlyReplica);
        assert!(settings.is_secure_mode_enabled());
        assert!(!settings.is_tls_certificate_verification_enabled());
        assert_eq!(settings.max_discover_attempts(), 2);
        let (discovery, gossip) = (settings.discovery_interval(), settings.gossip_timeout());
        assert_eq!((discovery.as_millis(), gossip.as_millis()), (7, 8));
        assert!(!connection("esdb://db?tls=false").leading().is_secure_mode_enabled());
        // No deadline is what the client has by itself: it panics over one without end.
        let never = connection("esdb://db?defaultDeadline=-1");
        assert_eq!(never.leading(), connection("esdb://db").leading());
        let never = connection("esdb://db?keepAliveInterval=-1");
        assert_ne!(never.leading(), connection("esdb://db").leading());
    }
}
