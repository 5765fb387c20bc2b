//! Which media type answers: the negotiation of the GraphQL-over-HTTP draft, over RFC 9110 section
//! 12.5.1.
//!
//! Only the media types that a GraphQL answer can have are weighed; it never looks at the answer
//! itself.

use axum::http::{HeaderMap, HeaderValue, header};

/// A media type in which a GraphQL answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Media {
    /// `application/graphql-response+json`: the status code says whether the operation was
    /// executed.
    GraphqlResponse,
    /// `application/json`: every well-formed request is answered 200.
    Json,
}

impl Media {
    /// The essence that is compared with what the caller accepts.
    pub(super) fn essence(self) -> &'static str {
        match self {
            Self::GraphqlResponse => "application/graphql-response+json",
            Self::Json => "application/json",
        }
    }

    /// The value of `Content-Type`.
    pub(super) fn content_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        })
    }
}

/// How well a media range fits: the weight in thousandths, then how exactly the range names the
/// type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    weight_thousandths: u16,
    exactness: u8,
}

/// The media type to answer in, or `None` where the caller accepts neither.
pub(super) fn negotiate(headers: &HeaderMap) -> Option<Media> {
    if !headers.contains_key(header::ACCEPT) {
        // The draft lets a server choose before its watershed; older clients that say nothing
        // expect this one.
        return Some(Media::Json);
    }
    let ranges = ranges(headers);
    let exact = fit(&ranges, Media::GraphqlResponse.essence());
    let plain = fit(&ranges, Media::Json.essence());
    match (exact, plain) {
        (None, None) => None,
        // Wildcards alone say nothing about GraphQL, and get what such callers can read.
        (Some(exact), Some(plain)) if exact == plain && exact.exactness < EXACT => {
            Some(Media::Json)
        }
        (exact, plain) if exact >= plain => Some(Media::GraphqlResponse),
        _ => Some(Media::Json),
    }
}

/// Whether the caller names `text/html` itself, as a browser does, not merely by a wildcard.
pub(super) fn names_html(headers: &HeaderMap) -> bool {
    fit(&ranges(headers), "text/html").is_some_and(|fit| fit.exactness == EXACT)
}

const EXACT: u8 = 2;

fn ranges(headers: &HeaderMap) -> Vec<String> {
    headers
        .get_all(header::ACCEPT)
        .iter()
        .flat_map(|value| value.to_str().unwrap_or_default().split(','))
        .map(|range| range.trim().to_ascii_lowercase())
        .collect()
}

/// The fit of the range that names the type most exactly: RFC 9110 lets that one decide, whatever a
/// wildcard says.
fn fit(ranges: &[String], essence: &str) -> Option<Fit> {
    ranges
        .iter()
        .filter_map(|range| range_fit(range, essence))
        .max_by_key(|fit| (fit.exactness, fit.weight_thousandths))
        .filter(|fit| fit.weight_thousandths > 0)
}

fn range_fit(range: &str, essence: &str) -> Option<Fit> {
    let mut parts = range.split(';').map(str::trim);
    let exactness = exactness(parts.next()?, essence)?;
    let mut weight_thousandths = 1000;
    for parameter in parts {
        match parameter.split_once('=') {
            Some(("q", weight)) => weight_thousandths = parse_weight(weight)?,
            Some(("charset", charset)) if charset.trim_matches('"') != "utf-8" => return None,
            _ => {}
        }
    }
    Some(Fit { weight_thousandths, exactness })
}

fn exactness(range: &str, essence: &str) -> Option<u8> {
    if range == essence {
        return Some(EXACT);
    }
    let of_type =
        range.strip_suffix("/*").is_some_and(|wanted| essence.split('/').next() == Some(wanted));
    match range {
        "*/*" => Some(0),
        _ if of_type => Some(1),
        _ => None,
    }
}

/// A weight of RFC 9110, section 12.4.2: from 0 to 1 with at most three decimals.
fn parse_weight(weight: &str) -> Option<u16> {
    let (whole, decimals) = weight.split_once('.').unwrap_or((weight, ""));
    let digits = decimals.bytes().all(|byte| byte.is_ascii_digit());
    let thousandths: u16 = format!("{decimals:0<3}").parse().ok()?;
    match whole {
        "0" if digits && decimals.len() <= 3 => Some(thousandths),
        "1" if digits && decimals.len() <= 3 && thousandths == 0 => Some(1000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(accept: &str) -> Option<Media> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, accept.parse().expect("a header value"));
        negotiate(&headers)
    }

    #[test]
    fn a_named_type_is_given() {
        assert_eq!(answer("application/graphql-response+json"), Some(Media::GraphqlResponse));
        assert_eq!(answer("application/json"), Some(Media::Json));
        assert_eq!(answer("Application/JSON; charset=UTF-8"), Some(Media::Json));
    }

    #[test]
    fn weights_decide_and_the_newer_type_wins_a_tie() {
        assert_eq!(
            answer("application/json, application/graphql-response+json"),
            Some(Media::GraphqlResponse)
        );
        assert_eq!(
            answer("application/json, application/graphql-response+json;q=0.9"),
            Some(Media::Json)
        );
        assert_eq!(
            answer("application/graphql-response+json, */*;q=0.1"),
            Some(Media::GraphqlResponse)
        );
    }

    #[test]
    fn wildcards_get_plain_json() {
        assert_eq!(answer("*/*"), Some(Media::Json));
        assert_eq!(answer("application/*"), Some(Media::Json));
        assert_eq!(answer("text/html, */*;q=0.8"), Some(Media::Json));
    }

    #[test]
    fn what_is_refused_is_not_given() {
        assert_eq!(answer("text/html"), None);
        assert_eq!(answer("application/json;q=0"), None);
        assert_eq!(answer("application/json;q=0.000"), None);
        assert_eq!(answer("application/json;q=2"), None);
        assert_eq!(answer("application/json;q=1.5"), None);
        assert_eq!(answer("application/json; charset=iso-8859-1"), None);
        assert_eq!(answer("*/*, application/json;q=0"), Some(Media::GraphqlResponse));
    }
}
