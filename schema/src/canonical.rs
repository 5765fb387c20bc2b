//! Canonical bytes: RFC 8785 (JSON Canonicalization Scheme) over a stricter JSON, without floats,
//! nulls and integers that a reader could round.

use serde::Serialize;
use serde_json::Value;

use crate::limits::INTEGER_MAX;

/// Why a value has no canonical bytes. But for its size, seeing one means a defect in this crate's
/// types.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CanonicalError {
    /// A number that is no integer from -(2^53-1) to 2^53-1.
    #[error("{0} is not an integer from -(2^53-1) to 2^53-1; write decimals as strings")]
    Number(String),
    /// A null: absent fields are left out.
    #[error("null has no canonical form here: leave the field out")]
    Null,
    /// More bytes than one event may have.
    #[error("{0} bytes, and an event has at most {max}", max = crate::limits::EVENT_BYTES_MAX)]
    TooLarge(usize),
    /// The value does not serialise at all.
    #[error("not serialisable: {0}")]
    Unserialisable(String),
}

/// The canonical bytes of `value`.
pub fn canonical_bytes(value: &impl Serialize) -> Result<Vec<u8>, CanonicalError> {
    let value = serde_json::to_value(value).map_err(|error| unserialisable(&error))?;
    canonical_bytes_of(&value)
}

/// The canonical bytes of what is JSON already.
pub(crate) fn canonical_bytes_of(value: &Value) -> Result<Vec<u8>, CanonicalError> {
    guard(value)?;
    serde_json_canonicalizer::to_vec(value).map_err(|error| unserialisable(&error))
}

fn unserialisable(error: &serde_json::Error) -> CanonicalError {
    CanonicalError::Unserialisable(error.to_string())
}

fn guard(value: &Value) -> Result<(), CanonicalError> {
    match value {
        Value::Null => Err(CanonicalError::Null),
        Value::Bool(_) | Value::String(_) => Ok(()),
        Value::Number(number) => {
            let exact = number.as_u64().is_some_and(|n| n <= INTEGER_MAX)
                || number.as_i64().is_some_and(|n| n.unsigned_abs() <= INTEGER_MAX);
            if exact { Ok(()) } else { Err(CanonicalError::Number(number.to_string())) }
        }
        Value::Array(items) => items.iter().try_for_each(guard),
        Value::Object(fields) => fields.values().try_for_each(guard),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn keys_are_sorted_by_utf16_units_and_nothing_is_spaced() {
        let bytes =
            canonical_bytes(&json!({ "b": 1, "a": [true, "ö\n"], "\u{20ac}": -3 })).unwrap();
        assert_eq!(String::from_utf8(bytes).unwrap(), "{\"a\":[true,\"ö\\n\"],\"b\":1,\"€\":-3}");
    }

    #[test]
    fn what_a_reader_could_round_is_refused() {
        assert!(canonical_bytes(&json!(9_007_199_254_740_991_u64)).is_ok());
        assert!(canonical_bytes(&json!(9_007_199_254_740_992_u64)).is_err());
        assert!(canonical_bytes(&json!(-9_007_199_254_740_992_i64)).is_err());
        assert!(canonical_bytes(&json!(0.5)).is_err());
        assert_eq!(canonical_bytes(&json!({ "a": null })), Err(CanonicalError::Null));
    }
}
