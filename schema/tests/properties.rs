//! Whatever values there are: one spelling each, read back to themselves, and nothing else read.

#![allow(clippy::unwrap_used, reason = "tests, in functions of their own too")]

mod values;

use proptest::prelude::*;
use schema::{
    Amount, CanonicalError, Date, Degrees, Designation, Digest, Envelope, EnvelopeError, Instant,
    Polygon, SquareMetres, Text, canonical_bytes, limits::EVENT_BYTES_MAX,
};
use serde_json::Value;

/// That the canonical bytes hold no float, no null, no blank and no key twice.
fn strictly_canonical(bytes: &[u8]) {
    fn numbers_are_integers(value: &Value) {
        match value {
            Value::Null => panic!("null in canonical bytes"),
            Value::Number(number) => assert!(number.is_i64() || number.is_u64(), "{number}"),
            Value::Array(items) => items.iter().for_each(numbers_are_integers),
            Value::Object(fields) => fields.values().for_each(numbers_are_integers),
            Value::Bool(_) | Value::String(_) => {}
        }
    }
    let value: Value = serde_json::from_slice(bytes).unwrap();
    numbers_are_integers(&value);
    assert_eq!(serde_json_canonicalizer::to_vec(&value).unwrap(), bytes);
}

/// The text is accepted only in the spelling in which the value writes itself.
fn one_spelling<T>(text: &str)
where
    T: std::str::FromStr + std::fmt::Display + PartialEq + std::fmt::Debug,
    T::Err: std::fmt::Debug,
{
    if let Ok(value) = text.parse::<T>() {
        let written = value.to_string();
        assert_eq!(written.parse::<T>().unwrap(), value);
    }
}

proptest! {
    #[test]
    fn an_envelope_is_read_back_from_its_bytes(envelope in values::envelope()) {
        let bytes = envelope.to_bytes().unwrap();
        prop_assert!(bytes.len() <= EVENT_BYTES_MAX);
        strictly_canonical(&bytes);
        prop_assert_eq!(Envelope::from_canonical_bytes(&bytes).unwrap(), envelope.clone());
        prop_assert_eq!(Envelope::from_bytes(&bytes).unwrap(), envelope);
    }

    #[test]
    fn equal_bytes_are_equal_envelopes(a in values::envelope(), b in values::envelope()) {
        let same_bytes = a.to_bytes().unwrap() == b.to_bytes().unwrap();
        prop_assert_eq!(same_bytes, a == b);
    }

    #[test]
    fn no_other_integer_has_canonical_bytes(integer in any::<i64>(), bits in 0_u32..63) {
        let integer = integer >> bits;
        let exact = integer.unsigned_abs() < 1 << 53;
        prop_assert_eq!(canonical_bytes(&integer).is_ok(), exact);
    }

    #[test]
    fn no_float_has_canonical_bytes(float in any::<f64>()) {
        // serde_json writes what is no number as null.
        prop_assert!(matches!(
            canonical_bytes(&vec![float]),
            Err(CanonicalError::Number(_) | CanonicalError::Null)
        ));
    }

    #[test]
    fn a_date_has_one_spelling(date in values::date(), typed in "[ +-]?[0-9]{1,5}-[ 0-9]{1,2}-[ 0-9]{1,2}") {
        let written = date.to_string();
        prop_assert_eq!(written.len(), 10);
        prop_assert_eq!(written.parse::<Date>().unwrap(), date);
        if let Ok(accepted) = typed.parse::<Date>() {
            prop_assert_eq!(accepted.to_string(), typed);
        }
    }

    #[test]
    fn an_instant_has_one_spelling(
        instant in values::instant(),
        typed in "2026-[ 01][0-9]-[0-3][0-9]T[ 012][0-9]:[0-6 ][0-9]:[0-6][0-9]\\.[0-9]{5,7}Z",
    ) {
        let written = instant.to_string();
        prop_assert_eq!(written.parse::<Instant>().unwrap(), instant);
        prop_assert_eq!(Instant::parse_rfc3339(&written).unwrap(), instant);
        if let Ok(accepted) = typed.parse::<Instant>() {
            prop_assert_eq!(accepted.to_string(), typed);
        }
    }

    #[test]
    fn instants_are_ordered_as_they_are_written(a in values::instant(), b in values::instant()) {
        prop_assert_eq!(a.cmp(&b), a.to_string().cmp(&b.to_string()));
    }

    #[test]
    fn a_decimal_writes_itself_without_trailing_zeros(
        amount in values::amount(),
        typed in "-?0{0,2}[0-9]{1,9}(\\.[0-9]{1,6}0{0,3})?",
    ) {
        let written = amount.to_string();
        prop_assert_eq!(written.parse::<Amount>().unwrap(), amount);
        let longer = if written.contains('.') { "0" } else { ".0" };
        prop_assert_eq!(format!("{written}{longer}").parse::<Amount>().unwrap(), amount);
        if let Ok(accepted) = typed.parse::<SquareMetres>() {
            let plain = accepted.to_string();
            prop_assert!(!plain.contains('.') || !plain.ends_with('0'), "{}", plain);
            prop_assert!(plain != "-0" && !plain.contains('e'));
            prop_assert_eq!(plain.parse::<SquareMetres>().unwrap(), accepted);
        }
        one_spelling::<Degrees>(&typed);
    }

    #[test]
    fn nothing_else_is_a_value(typed in any::<String>()) {
        one_spelling::<Date>(&typed);
        one_spelling::<Instant>(&typed);
        one_spelling::<Amount>(&typed);
        one_spelling::<Designation>(&typed);
        one_spelling::<schema::CaseNumber>(&typed);
        one_spelling::<schema::Measure>(&format!("quantity: {typed}"));
        one_spelling::<schema::OrganisationNumber>(&typed);
        one_spelling::<schema::Currency>(&typed);
        one_spelling::<schema::TimeZone>(&typed);
        one_spelling::<Digest>(&typed);
    }

    #[test]
    fn a_text_typed_again_is_the_same_text(typed in "\\PC{0,40}", blanks in "[ \u{a0}\t]{0,3}") {
        if let Ok(text) = Text::name(&format!("{blanks}{typed}{blanks}")) {
            let again = Text::name(text.as_str());
            prop_assert_eq!(again.as_ref().map(Text::as_str), Ok(text.as_str()));
            prop_assert_eq!(text.as_str().trim(), text.as_str());
            prop_assert!(unicode_normalization::is_nfc(text.as_str()));
        }
    }

    #[test]
    fn a_designation_typed_again_is_the_same(typed in "[A-Za-zÅÄÖåäö0-9 \u{308}/.-]{1,12}") {
        if let Ok(designation) = typed.parse::<Designation>() {
            let again = designation.as_str().parse::<Designation>();
            prop_assert_eq!(again.as_ref(), Ok(&designation));
            prop_assert!(unicode_normalization::is_nfc(designation.as_str()));
        }
    }

    #[test]
    fn a_ring_has_one_spelling(ring in values::ring(), start in any::<prop::sample::Index>(), turned in any::<bool>()) {
        let polygon = Polygon::new(ring.clone(), Vec::new()).unwrap();
        let mut same = ring.clone();
        same.rotate_left(start.index(ring.len()));
        if turned {
            same.reverse();
        }
        prop_assert_eq!(&Polygon::new(same, Vec::new()).unwrap(), &polygon);
        prop_assert_eq!(polygon.outer()[0], *ring.iter().min().unwrap());
        prop_assert_eq!(polygon.outer().len(), ring.len());
        prop_assert!(values::doubled_area(polygon.outer()) > 0);
        prop_assert_eq!(polygon.square_millimetres(), values::doubled_area(&ring).abs() / 2);
    }

    #[test]
    fn areas_are_net_and_holes_run_clockwise(ring in values::ring(), shift in any::<[bool; 2]>()) {
        // A frame around the ring, and the ring as a hole, either way round.
        let frame = 2_000_000;
        let outer = vec![[-frame, -frame], [frame, -frame], [frame, frame], [-frame, frame]];
        let mut hole = ring;
        if shift[0] {
            hole.reverse();
        }
        let polygon = Polygon::new(outer, vec![hole.clone()]).unwrap();
        prop_assert!(values::doubled_area(&polygon.holes()[0]) < 0);
        let whole = i128::from(frame) * i128::from(frame) * 4;
        let doubled = whole * 2 - values::doubled_area(&hole).abs();
        prop_assert_eq!(polygon.square_millimetres(), doubled / 2);
        let read: Polygon = serde_json::from_value(serde_json::to_value(&polygon).unwrap()).unwrap();
        prop_assert_eq!(read, polygon);
    }

    #[test]
    fn any_corners_are_a_polygon_or_are_refused(corners in prop::collection::vec([-9_i64..9, -9..9], 0..9)) {
        if let Ok(polygon) = Polygon::new(corners, Vec::new()) {
            prop_assert!(values::doubled_area(polygon.outer()) > 0);
            let again = Polygon::new(polygon.outer().to_vec(), Vec::new());
            prop_assert_eq!(again, Ok(polygon));
        }
    }

    #[test]
    fn nothing_read_panics(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = Envelope::from_bytes(&bytes);
        prop_assert!(Envelope::from_canonical_bytes(&bytes).is_err());
    }

    #[test]
    fn a_damaged_envelope_is_never_read_as_the_same(
        envelope in values::envelope(),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let bytes = envelope.to_bytes().unwrap();
        let mut damaged = bytes.clone();
        damaged[at.index(bytes.len())] = byte;
        let _ = Envelope::from_bytes(&damaged);
        if let Ok(read) = Envelope::from_canonical_bytes(&damaged) {
            prop_assert_eq!(damaged == bytes, read == envelope);
        }
        let cut = at.index(bytes.len());
        prop_assert!(Envelope::from_bytes(&bytes[..cut]).is_err());
    }

    #[test]
    fn json_of_any_depth_is_refused_without_a_panic(depth in 1_usize..30_000, kind in 0_usize..3) {
        let (open, close) = [("[", "]"), ("{\"data\":", "}"), ("{\"data\":[", "]}")][kind];
        let deep = format!("{}1{}", open.repeat(depth), close.repeat(depth));
        prop_assert!(Envelope::from_bytes(deep.as_bytes()).is_err());
        prop_assert!(Envelope::from_canonical_bytes(deep.as_bytes()).is_err());
    }
}

#[test]
fn an_event_beyond_its_size_is_refused_on_both_sides() {
    let bytes = vec![b' '; EVENT_BYTES_MAX + 1];
    let refusal = Envelope::from_canonical_bytes(&bytes);
    assert_eq!(refusal, Err(EnvelopeError::TooLarge(EVENT_BYTES_MAX + 1)));

    let mut large = schema::example::ledger().remove(0);
    large.event = values::space_with_codes(2_000);
    assert!(matches!(large.to_bytes(), Err(CanonicalError::TooLarge(_))));
}
