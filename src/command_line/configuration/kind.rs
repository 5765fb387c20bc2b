//! What a setting may be, in words and as a check.

use std::{net::SocketAddr, str::FromStr, time::Duration};
use tracing_subscriber::EnvFilter;

use super::super::{StoreSpec, logging::LogFormat, stored};

/// What a setting may be. Bounds are the first and the last value accepted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    /// Which store.
    Store,
    /// Where the service listens.
    Listen,
    /// How log lines are written.
    LogFormat,
    /// What is logged.
    LogFilter,
    /// On or off.
    Switch,
    /// How many.
    Count(u64, u64),
    /// How many bytes.
    Bytes(u64, u64),
    /// How long, in milliseconds.
    Duration(u64, u64),
    /// Which share.
    Ratio,
    /// To whom traces are sent; empty for nobody.
    Endpoint,
    /// Names and values; empty for none.
    Attributes,
}

const KIB: u64 = 1024;
const UNITS_OF_BYTES: [(&str, u64); 2] = [("MiB", KIB * KIB), ("KiB", KIB)];
/// `ms` before `s`, which it ends with.
const UNITS_OF_TIME: [(&str, u64); 3] = [("ms", 1), ("min", 60_000), ("s", 1_000)];

const ATTRIBUTES_MAX: usize = 16;
const ATTRIBUTE_BYTES_MAX: usize = 128;

impl Kind {
    /// What is accepted, in words.
    pub(crate) fn accepted(self) -> String {
        match self {
            Self::Store => stored::ACCEPTED.to_owned(),
            Self::Listen => "a loopback address and a port, such as 127.0.0.1:8480".to_owned(),
            Self::LogFormat => "text, or json".to_owned(),
            Self::LogFilter => {
                "a level (error, warn, info, debug, trace), or levels by module such as \
                 info,thirdplace=debug"
                    .to_owned()
            }
            Self::Switch => "true, or false".to_owned(),
            Self::Count(least, most) => format!("a whole number from {least} to {most}"),
            Self::Bytes(least, most) => {
                let (least, most) = (shown_bytes(least), shown_bytes(most));
                format!("bytes from {least} to {most}, as a number or with KiB or MiB")
            }
            Self::Duration(least, most) => {
                let (least, most) = (shown_time(least), shown_time(most));
                format!("from {least} to {most}, with its unit: ms, s or min")
            }
            Self::Ratio => "a number from 0 to 1".to_owned(),
            Self::Endpoint => "a URL such as http://127.0.0.1:4318/v1/traces, without a name or \
                               password in it; empty for none"
                .to_owned(),
            Self::Attributes => format!(
                "name=value, several separated by commas, at most {ATTRIBUTES_MAX}; empty for none"
            ),
        }
    }

    /// Whether a text is a value of this kind. The message says what is wrong beyond what
    /// [`Kind::accepted`] says, where there is more to say.
    pub(crate) fn check(self, text: &str) -> Result<(), Option<String>> {
        let fits = match self {
            Self::Store => {
                return match StoreSpec::from_str(text) {
                    Ok(_) => Ok(()),
                    Err(error) => Err(Some(error)),
                };
            }
            Self::Listen => return check_listen(text),
            Self::LogFormat => LogFormat::named(text).is_some(),
            Self::LogFilter => !text.is_empty() && EnvFilter::try_new(text).is_ok(),
            Self::Switch => text.parse::<bool>().is_ok(),
            Self::Count(least, most) => {
                text.parse().is_ok_and(|count: u64| (least..=most).contains(&count))
            }
            Self::Bytes(least, most) => {
                bytes(text).is_some_and(|bytes| (least..=most).contains(&bytes))
            }
            Self::Duration(least, most) => {
                milliseconds(text).is_some_and(|time| (least..=most).contains(&time))
            }
            Self::Ratio => text.parse().is_ok_and(|ratio: f64| (0.0..=1.0).contains(&ratio)),
            Self::Endpoint => text.is_empty() || is_endpoint(text),
            Self::Attributes => attributes(text).is_some(),
        };
        if fits { Ok(()) } else { Err(None) }
    }

    /// A refused value as a message quotes it. What may be a password is not quoted.
    pub(super) fn quoted(self, text: &str) -> String {
        match self {
            Self::Endpoint if text.contains('@') => "a URL with credentials".to_owned(),
            Self::Store => format!("{:?}", stored::without_secrets(text)),
            _ => format!("{text:?}"),
        }
    }

    /// Whether a value is written without quotes.
    pub(super) fn is_bare(self, text: &str) -> bool {
        match self {
            Self::Switch | Self::Count(..) | Self::Ratio => true,
            Self::Bytes(..) => text.parse::<u64>().is_ok(),
            Self::Store
            | Self::Listen
            | Self::LogFormat
            | Self::LogFilter
            | Self::Duration(..)
            | Self::Endpoint
            | Self::Attributes => false,
        }
    }
}

fn check_listen(text: &str) -> Result<(), Option<String>> {
    let address: SocketAddr = text.parse().map_err(|_| None)?;
    if address.ip().is_loopback() {
        return Ok(());
    }
    Err(Some(
        "it is not a loopback address; until access control comes, only 127.0.0.0/8 and [::1] are \
         served"
            .to_owned(),
    ))
}

/// Plain HTTP: the collector is beside the service, and encrypts onwards where it must.
fn is_endpoint(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("http://") else { return false };
    let host = rest.split('/').next().unwrap_or_default();
    !host.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic() && !b"@?#".contains(&byte))
}

/// A number of bytes.
pub(super) fn bytes(text: &str) -> Option<u64> {
    with_unit(text, &UNITS_OF_BYTES).or_else(|| text.parse().ok())
}

fn milliseconds(text: &str) -> Option<u64> {
    with_unit(text, &UNITS_OF_TIME)
}

/// A time.
pub(super) fn duration(text: &str) -> Option<Duration> {
    milliseconds(text).map(Duration::from_millis)
}

fn with_unit(text: &str, units: &[(&str, u64)]) -> Option<u64> {
    let (number, factor) =
        units.iter().find_map(|(unit, factor)| Some((text.strip_suffix(unit)?, factor)))?;
    number.trim_end().parse::<u64>().ok()?.checked_mul(*factor)
}

/// Names and values.
pub(super) fn attributes(text: &str) -> Option<Vec<(String, String)>> {
    let pairs = text.split(',').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=')?;
        let fits = |part: &str| !part.is_empty() && part.len() <= ATTRIBUTE_BYTES_MAX;
        (fits(name) && fits(value)).then(|| (name.to_owned(), value.to_owned()))
    });
    let pairs: Vec<_> = pairs.collect::<Option<_>>()?;
    (pairs.len() <= ATTRIBUTES_MAX).then_some(pairs)
}

fn shown_bytes(bytes: u64) -> String {
    shown(bytes, &UNITS_OF_BYTES).unwrap_or_else(|| bytes.to_string())
}

fn shown_time(milliseconds: u64) -> String {
    let units = [("min", 60_000), ("s", 1_000), ("ms", 1)];
    shown(milliseconds, &units).unwrap_or_else(|| format!("{milliseconds}ms"))
}

fn shown(number: u64, units: &[(&str, u64)]) -> Option<String> {
    let (unit, factor) =
        units.iter().find(|(_, factor)| number >= *factor && number.is_multiple_of(*factor))?;
    Some(format!("{}{unit}", number / factor))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_its_unit_and_stays_within_its_bounds() {
        let kind = Kind::Duration(100, 60_000);
        for accepted in ["100ms", "1s", "1 s", "1min", "60000ms"] {
            assert_eq!(kind.check(accepted), Ok(()), "{accepted}");
        }
        for refused in ["", "10", "99ms", "2min", "1h", "-1s", "1.5s", "18446744073709551615min"] {
            assert_eq!(kind.check(refused), Err(None), "{refused}");
        }
        assert_eq!(kind.accepted(), "from 100ms to 1min, with its unit: ms, s or min");
        assert_eq!(
            [bytes("12"), bytes("2KiB"), bytes("1 MiB")],
            [Some(12), Some(2048), Some(1 << 20)]
        );
        assert_eq!(bytes("1MB"), None);
    }

    #[test]
    fn an_endpoint_carries_no_secret() {
        for accepted in ["", "http://127.0.0.1:4318/v1/traces", "http://collector"] {
            assert_eq!(Kind::Endpoint.check(accepted), Ok(()), "{accepted}");
        }
        for refused in
            ["https://collector", "http://", "http://me:word@collector", "collector:4318"]
        {
            assert!(Kind::Endpoint.check(refused).is_err(), "{refused}");
        }
    }

    #[test]
    fn attributes_are_pairs_and_few() {
        assert_eq!(
            attributes("a=1,b=2=3").unwrap(),
            [("a".into(), "1".into()), ("b".into(), "2=3".into())]
        );
        assert_eq!(attributes("").unwrap(), []);
        for refused in ["a", "=1", "a=", &"a=1,".repeat(ATTRIBUTES_MAX + 1)] {
            assert!(attributes(refused).is_none(), "{refused}");
        }
    }
}
