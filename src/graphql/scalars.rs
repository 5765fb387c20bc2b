//! The scalars of the published schema, each around the value of the `schema` crate that it writes.
//!
//! Their parsers decide whether an input is one: [`checked`] tells the HTTP edge, which asks them
//! before anything is executed.

use async_graphql::{InputValueError, InputValueResult, Number, Scalar, ScalarType, Value};
use rust_decimal::Decimal;
use std::str::FromStr;
use uuid::Uuid;

use crate::http::Scalars;

/// The scalars that the edge checks with their parsers before execution.
pub fn checked() -> Scalars {
    Scalars::new()
        .parsed_by::<Ref>()
        .parsed_by::<Date>()
        .parsed_by::<DateTime>()
        .parsed_by::<SquareMetres>()
        .parsed_by::<Amount>()
        .parsed_by::<Degrees>()
        .parsed_by::<Digest>()
        .parsed_by::<Revision>()
        // The library takes any 64-bit number for an `Int` and finds out only when a resolver asks.
        .parsed_by::<i32>()
}

/// Declares a scalar that is written as the value's one spelling.
macro_rules! text_scalars {
    ($($(#[$doc:meta])* $name:ident($inner:ty), $scalar:literal $(, $specified_by:literal)?;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name(pub $inner);

        $(#[$doc])*
        #[Scalar(name = $scalar $(, specified_by_url = $specified_by)?)]
        impl ScalarType for $name {
            fn parse(value: Value) -> InputValueResult<Self> {
                match &value {
                    Value::String(text) => <$inner>::from_str(text)
                        .map(Self)
                        .map_err(|error| InputValueError::custom(error.to_string())),
                    _ => Err(InputValueError::expected_type(value)),
                }
            }

            fn to_value(&self) -> Value {
                Value::String(self.0.to_string())
            }
        }

        impl From<$inner> for $name {
            fn from(value: $inner) -> Self {
                Self(value)
            }
        }

        impl From<$name> for $inner {
            fn from(scalar: $name) -> Self {
                scalar.0
            }
        }
    )+};
}

/// A lasting reference, as mutations take it: a UUID of 36 characters, written in lower case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ref(pub Uuid);

/// A lasting reference, as mutations take it: a UUID of 36 characters, written in lower case.
#[Scalar(name = "UUID", specified_by_url = "https://www.rfc-editor.org/rfc/rfc9562")]
impl ScalarType for Ref {
    fn parse(value: Value) -> InputValueResult<Self> {
        const HYPHENATED_CHARACTERS: usize = 36;
        match &value {
            Value::String(text) => Uuid::parse_str(text)
                .ok()
                .filter(|_| text.len() == HYPHENATED_CHARACTERS)
                .map(Self)
                .ok_or_else(|| {
                    refused("UUID", text, "such as 1c1f9a3e-5f0e-5c1b-9a52-7e1fc04d2b68")
                }),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

impl From<Uuid> for Ref {
    fn from(uuid: Uuid) -> Self {
        Self(uuid)
    }
}

impl From<Ref> for Uuid {
    fn from(reference: Ref) -> Self {
        reference.0
    }
}

fn refused<T: async_graphql::InputType>(
    what: &'static str,
    given: &str,
    accepted: &str,
) -> InputValueError<T> {
    InputValueError::custom(schema::Invalid::new(what, given, accepted))
}

text_scalars! {
    /// A civil date in the portfolio's time zone, written YYYY-MM-DD.
    Date(schema::Date), "Date", "https://scalars.graphql.org/andimarek/local-date";
    /// An amount of money in the portfolio's currency: an exact decimal with a point and at most
    /// four decimals, written as a string such as `"-1250.5"`.
    Amount(schema::Amount), "Amount";
    /// Degrees of latitude (north positive) or longitude (east positive) in WGS 84: an exact decimal
    /// with a point and at most seven decimals, written as a string such as `"63.1766"`.
    Degrees(schema::Degrees), "Degrees";
    /// SHA-256 as 64 lower-case hexadecimal digits.
    Digest(schema::Digest), "SHA256", "https://www.rfc-editor.org/rfc/rfc6234";
}

/// An area in square metres: an exact decimal from 0 to 10,000,000 with a point and at most six
/// decimals, written as a string such as `"12.5"`.
///
/// As typed until the input in which it stands is read: one that cannot be is told there, of its field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SquareMetres(String);

/// An area in square metres: an exact decimal from 0 to 10,000,000 with a point and at most six
/// decimals, written as a string such as `"12.5"`.
#[Scalar(name = "SquareMetres")]
impl ScalarType for SquareMetres {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) => Ok(Self(text)),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

impl SquareMetres {
    /// The area, where it is one.
    pub fn read(&self) -> Result<schema::SquareMetres, schema::Invalid> {
        self.0.parse()
    }
}

impl From<schema::SquareMetres> for SquareMetres {
    fn from(value: schema::SquareMetres) -> Self {
        Self(value.to_string())
    }
}

/// An instant in UTC with six fractional digits; any offset is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateTime(pub schema::Instant);

/// An instant in UTC with six fractional digits; any offset is accepted.
#[Scalar(name = "DateTime", specified_by_url = "https://www.rfc-editor.org/rfc/rfc3339")]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::String(text) => schema::Instant::parse_rfc3339(text)
                .map(Self)
                .map_err(|error| InputValueError::custom(error.to_string())),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// An event's position in its portfolio's ledger: an integer from 0 to 2^53-1, gapless.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revision(pub schema::Revision);

/// An event's position in its portfolio's ledger: an integer from 0 to 2^53-1, gapless.
#[Scalar(name = "Revision")]
impl ScalarType for Revision {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::Number(number) => {
                let number = number.as_u64().ok_or_else(|| {
                    InputValueError::custom("a revision is an integer from 0 to 2^53-1")
                })?;
                schema::Revision::new(number)
                    .map(Self)
                    .map_err(|error| InputValueError::custom(error.to_string()))
            }
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::Number(Number::from(self.0.number()))
    }
}

/// The geometry of a level as a GeoJSON FeatureCollection, in metres in the level's own frame
/// (not in WGS 84).
#[derive(Clone, Debug, PartialEq)]
pub struct GeoJson(pub Value);

/// The geometry of a level as a GeoJSON FeatureCollection, in metres in the level's own frame
/// (not in WGS 84).
#[Scalar(name = "GeoJSON", specified_by_url = "https://www.rfc-editor.org/rfc/rfc7946")]
impl ScalarType for GeoJson {
    fn parse(value: Value) -> InputValueResult<Self> {
        Ok(Self(value))
    }

    fn to_value(&self) -> Value {
        self.0.clone()
    }
}

/// What an event records, as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct EventData(pub Value);

/// What an event records, as it is stored: the object that its JSON Schema in `schema/events`
/// describes.
#[Scalar(name = "EventData", specified_by_url = "https://www.rfc-editor.org/rfc/rfc8259")]
impl ScalarType for EventData {
    fn parse(value: Value) -> InputValueResult<Self> {
        Ok(Self(value))
    }

    fn to_value(&self) -> Value {
        self.0.clone()
    }
}

/// A number of bytes: an integer from 0 to 2^53-1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ByteCount(pub u64);

/// A number of bytes: an integer from 0 to 2^53-1.
#[Scalar(name = "ByteCount")]
impl ScalarType for ByteCount {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::Number(number) => number
                .as_u64()
                .filter(|bytes| *bytes <= schema::limits::INTEGER_MAX)
                .map(Self)
                .ok_or_else(|| InputValueError::custom("a byte count is 0 to 2^53-1")),
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::Number(Number::from(self.0))
    }
}

/// Areas added up, in square metres: an exact decimal with a point and at most six decimals, written
/// as a string such as `"1012.5"`. One area is at most 10,000,000; a sum of them has no such bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SquareMetresSum(pub Decimal);

/// Areas added up, in square metres: an exact decimal with a point and at most six decimals, written
/// as a string such as `"1012.5"`. One area is at most 10,000,000; a sum of them has no such bound.
#[Scalar(name = "SquareMetresSum")]
impl ScalarType for SquareMetresSum {
    fn parse(value: Value) -> InputValueResult<Self> {
        // The schema has no input of this type.
        Err(InputValueError::expected_type(value))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.normalize().to_string())
    }
}

/// What a fact says, as JSON.
#[derive(Clone, Debug, PartialEq)]
pub struct FactData(pub Value);

/// What a fact says, as JSON: an object with one member, named after what it is, such as
/// `{"given": {"fixed": "1c1f9a3e-5f0e-5c1b-9a52-7e1fc04d2b68"}}`, or that name alone, such as
/// `"open"`. Texts are sealed: `{"sealed": SHA-256}` stands in their place.
#[Scalar(name = "FactData", specified_by_url = "https://www.rfc-editor.org/rfc/rfc8259")]
impl ScalarType for FactData {
    fn parse(value: Value) -> InputValueResult<Self> {
        // The schema has no input of this type.
        Err(InputValueError::expected_type(value))
    }

    fn to_value(&self) -> Value {
        self.0.clone()
    }
}

/// An exact decimal with a point, written as a string such as `"12.5"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExactDecimal(pub Decimal);

/// An exact decimal with a point, written as a string such as `"12.5"`.
#[Scalar(name = "ExactDecimal")]
impl ScalarType for ExactDecimal {
    fn parse(value: Value) -> InputValueResult<Self> {
        // The schema has no input of this type.
        Err(InputValueError::expected_type(value))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.normalize().to_string())
    }
}

/// A ratio as a decimal with a point and at most three decimals, the rest cut off, written as a
/// string such as `"1.25"`. The field says what stands over what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratio {
    /// The ratio in thousandths.
    pub thousandths: u64,
}

/// A ratio as a decimal with a point and at most three decimals, the rest cut off, written as a
/// string such as `"1.25"`. The field says what stands over what.
#[Scalar(name = "Ratio")]
impl ScalarType for Ratio {
    fn parse(value: Value) -> InputValueResult<Self> {
        // The schema has no input of this type.
        Err(InputValueError::expected_type(value))
    }

    fn to_value(&self) -> Value {
        let (whole, rest) = (self.thousandths / 1000, self.thousandths % 1000);
        let written = format!("{whole}.{rest:03}");
        Value::String(written.trim_end_matches('0').trim_end_matches('.').to_owned())
    }
}
