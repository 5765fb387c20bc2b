//! Other spellings of a stored event are refused: each fact has its one sequence of bytes.

#![allow(clippy::unwrap_used, reason = "tests, in functions of their own too")]

use schema::{
    Envelope, EnvelopeError, EventId, UnreadableEvent,
    example::{self, Variant},
};

/// The complete example of a type, as text.
fn golden(type_name: &str) -> String {
    let example = example::all()
        .into_iter()
        .find(|example| example.type_name == type_name && example.variant == Variant::Complete)
        .unwrap();
    String::from_utf8(example.envelope.to_bytes().unwrap()).unwrap()
}

fn refusal(bytes: &str) -> EnvelopeError {
    Envelope::from_canonical_bytes(bytes.as_bytes()).unwrap_err()
}

/// The golden with one part replaced, which must be there.
fn forged(type_name: &str, old: &str, new: &str) -> String {
    let golden = golden(type_name);
    assert!(golden.contains(old), "{old} is not in {golden}");
    golden.replacen(old, new, 1)
}

/// That the forgery says the same as the golden, and is refused for its spelling alone.
fn refused_for_its_spelling(type_name: &str, forgery: &str) {
    let said = Envelope::from_bytes(forgery.as_bytes());
    assert_eq!(said, Envelope::from_bytes(golden(type_name).as_bytes()), "{forgery}");
    assert_eq!(refusal(forgery), EnvelopeError::NotCanonical, "{forgery}");
}

#[test]
fn a_key_twice_in_the_data() {
    // The readers of JSON differ on which of the two holds.
    let name = "\"currency\":\"SEK\"";
    let twice = forged("PortfolioOpened", name, "\"currency\":\"EUR\",\"currency\":\"SEK\"");
    assert!(matches!(refusal(&twice), EnvelopeError::Event(UnreadableEvent::Malformed { .. })));
}

#[test]
fn a_key_twice_in_the_envelope() {
    let twice = forged("MoveDone", "\"version\":2", "\"version\":2,\"version\":2");
    assert!(matches!(refusal(&twice), EnvelopeError::Malformed(_)));
}

#[test]
fn keys_in_another_order() {
    let swapped = forged(
        "AllocationEnded",
        "\"type\":\"AllocationEnded\",\"version\":1",
        "\"version\":1,\"type\":\"AllocationEnded\"",
    );
    refused_for_its_spelling("AllocationEnded", &swapped);
}

#[test]
fn blanks_and_line_ends() {
    for (old, new) in [("\"version\":1", "\"version\": 1"), ("\"version\":1}", "\"version\":1}\n")]
    {
        refused_for_its_spelling("HubOpened", &forged("HubOpened", old, new));
    }
}

#[test]
fn a_uuid_in_upper_case() {
    let golden = golden("HubOpened");
    let portfolio = golden.split("\"portfolio\":\"").nth(1).unwrap().split('"').next().unwrap();
    assert_ne!(portfolio, portfolio.to_uppercase());
    let upper = golden.replacen(portfolio, &portfolio.to_uppercase(), 1);
    refused_for_its_spelling("HubOpened", &upper);
    let hub = golden.split("\"hub\":\"").nth(1).unwrap().split('"').next().unwrap();
    for other in [hub.replace('-', ""), format!("{{{hub}}}"), format!("urn:uuid:{hub}")] {
        refused_for_its_spelling("HubOpened", &golden.replacen(hub, &other, 1));
    }
}

#[test]
fn escaped_characters() {
    for (old, new) in [("SEK", "\\u0053EK"), ("Europe/Stockholm", "Europe\\/Stockholm")] {
        refused_for_its_spelling("PortfolioOpened", &forged("PortfolioOpened", old, new));
    }
}

#[test]
fn a_decimal_with_a_trailing_zero() {
    for (old, new) in [("\"3450.5\"", "\"3450.50\""), ("\"3450.5\"", "\"03450.5\"")] {
        refused_for_its_spelling("MembershipGranted", &forged("MembershipGranted", old, new));
    }
}

#[test]
fn an_integer_in_another_notation() {
    let exponent = forged("LevelAdded", "\"elevationMm\":1250", "\"elevationMm\":1250.0");
    assert!(matches!(refusal(&exponent), EnvelopeError::Event(_)));
    let beyond = forged("LevelAdded", "\"elevationMm\":1250", "\"elevationMm\":9007199254740993");
    assert_eq!(refusal(&beyond), EnvelopeError::NotCanonical);
}

#[test]
fn a_polygon_that_begins_elsewhere() {
    let moved = forged("SpaceAdded", "[[0,0],[20000,0],", "[[20000,0],");
    let moved = moved.replacen("[0,10800]]", "[0,10800],[0,0]]", 1);
    refused_for_its_spelling("SpaceAdded", &moved);
}

#[test]
fn areas_in_another_order() {
    let first = "{\"measure\":\"LOA\",\"squareMetres\":\"187.4\"}";
    let second = "{\"measure\":\"BRA\",\"squareMetres\":\"190.25\"}";
    let swapped = forged("SpaceAdded", &format!("{first},{second}"), &format!("{second},{first}"));
    refused_for_its_spelling("SpaceAdded", &swapped);
}

#[test]
fn null_for_what_is_absent() {
    let null = forged("AllocationEnded", "\"data\":{", "\"data\":{\"unit\":null,");
    assert!(matches!(refusal(&null), EnvelopeError::Event(_)), "no such field");
    let null = forged("HubClosed", "\"reason\":", "\"reason\":null,\"x\":");
    assert!(matches!(refusal(&null), EnvelopeError::Event(_)));
    let empty =
        forged("SpaceAdded", "\"holes\":[[[2000,2000]", "\"holes\":null,\"x\":[[[2000,2000]");
    assert!(matches!(refusal(&empty), EnvelopeError::Event(_)));
}

#[test]
fn an_unknown_field_type_or_version() {
    let field = forged("HubOpened", "{\"actor\"", "{\"a\":1,\"actor\"");
    assert!(matches!(refusal(&field), EnvelopeError::Malformed(_)));
    for (old, new) in [
        ("\"type\":\"HubOpened\"", "\"type\":\"HubOpenedAgain\""),
        ("\"version\":1}", "\"version\":2}"),
        ("\"version\":1}", "\"version\":0}"),
    ] {
        let error = refusal(&forged("HubOpened", old, new));
        assert!(error.to_string().contains("is not known to this program"), "{error}");
    }
}

#[test]
fn an_envelope_that_contradicts_itself() {
    let mut envelope = example::ledger().remove(1);
    assert_eq!((envelope.commit.index, envelope.commit.count), (1, 2));
    let mut read = |change: &dyn Fn(&mut Envelope)| {
        let former = envelope.clone();
        change(&mut envelope);
        let bytes = envelope.to_bytes().unwrap();
        envelope = former;
        Envelope::from_canonical_bytes(&bytes)
    };
    assert!(read(&|_| {}).is_ok());
    let contradictions: [&dyn Fn(&mut Envelope); 4] = [
        &|envelope| envelope.commit.count = 1,
        &|envelope| envelope.commit.index = u32::MAX,
        &|envelope| envelope.revision = schema::Revision::FIRST,
        &|envelope| envelope.event_id = EventId::of(envelope.portfolio, envelope.command.id, 0),
    ];
    for change in contradictions {
        assert!(matches!(read(change), Err(EnvelopeError::Inconsistent(_))));
    }
}

#[test]
fn the_last_of_a_commit_is_told_for_any_numbers() {
    for (index, count, last) in
        [(0, 1, true), (0, 2, false), (u32::MAX, 0, false), (u32::MAX, u32::MAX, false)]
    {
        assert_eq!(schema::CommitPart { index, count }.is_last(), last, "{index} of {count}");
    }
}
