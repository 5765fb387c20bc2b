//! Former versions of events: read as strictly as when they were written, and brought to the present.

#![cfg(test)]
#![allow(clippy::disallowed_methods, reason = "not part of the pure crate: it reads files")]

use std::{fs, path::Path};

use schema::{Envelope, Event, ImportCounts, UnreadableEvent};
use serde_json::{Value, json};

const FORMER: [(&str, u32); 12] = [
    ("FactuallyCorrected", 2),
    ("ImportCompleted", 2),
    ("ImportStarted", 3),
    ("MembershipChanged", 2),
    ("MembershipEnded", 2),
    ("MembershipGranted", 2),
    ("MoveDone", 2),
    ("ReallocationAmended", 2),
    ("ReallocationDecided", 2),
    ("ReallocationProposed", 2),
    ("SpaceAdded", 2),
    ("SpaceRevised", 2),
];

fn golden(type_name: &str) -> Vec<u8> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("events");
    fs::read(directory.join(format!("{type_name}.v1.json"))).unwrap()
}

fn stored(type_name: &str) -> Value {
    let envelope: Value = serde_json::from_slice(&golden(type_name)).unwrap();
    assert_eq!(envelope["version"], 1);
    envelope["data"].clone()
}

/// Why the first version of a type does not take this data.
fn refused(type_name: &str, data: Value) -> String {
    match Event::read(type_name, 1, data) {
        Err(UnreadableEvent::Malformed { version: 1, error, .. }) => error,
        other => panic!("{type_name}: {other:?}"),
    }
}

#[test]
fn a_former_version_is_read_as_an_event_of_the_present_one() {
    for (type_name, present) in FORMER {
        let event = Envelope::from_canonical_bytes(&golden(type_name)).unwrap().event;
        assert_eq!((event.type_name(), event.version()), (type_name, present));
    }
}

#[test]
fn what_a_former_version_did_not_say_is_absent() {
    let read = |type_name| Event::read(type_name, 1, stored(type_name)).unwrap();
    match read("SpaceAdded") {
        Event::SpaceAdded(added) => {
            assert_eq!(added.description.seats, None);
            assert_eq!(added.description.codes.len(), 2);
        }
        other => panic!("{other:?}"),
    }
    let counts =
        ImportCounts { levels: 3, spaces: 4, resources: 4, left_out: 1, ..ImportCounts::NONE };
    match read("ImportStarted") {
        Event::ImportStarted(started) => {
            assert!(started.building.is_some());
            assert_eq!(started.expected, counts);
        }
        other => panic!("{other:?}"),
    }
    match read("ImportCompleted") {
        Event::ImportCompleted(completed) => assert_eq!(completed.recorded, counts),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_field_that_came_later_is_refused_in_a_former_version() {
    for type_name in ["SpaceAdded", "SpaceRevised"] {
        let mut data = stored(type_name);
        data["description"]["seats"] = json!(4);
        assert!(Event::read(type_name, 2, data.clone()).is_ok());
        assert_eq!(refused(type_name, data), "unknown field `seats`");
    }
    for (type_name, counts) in [("ImportStarted", "expected"), ("ImportCompleted", "recorded")] {
        for later in ["organisations", "units", "buildings", "drawings", "allocations", "gone"] {
            let mut data = stored(type_name);
            data[counts][later] = json!(1);
            assert!(Event::read(type_name, 2, data.clone()).is_ok());
            assert_eq!(refused(type_name, data), format!("unknown field `{later}`"));
        }
    }
}

#[test]
fn one_decision_of_a_membership_is_a_list_of_one() {
    match Event::read("MembershipGranted", 1, stored("MembershipGranted")).unwrap() {
        Event::MembershipGranted(granted) => assert_eq!(granted.decisions.len(), 1),
        other => panic!("{other:?}"),
    }
    let mut data = stored("MembershipGranted");
    data.as_object_mut().unwrap().remove("decision");
    match Event::read("MembershipGranted", 1, data).unwrap() {
        Event::MembershipGranted(granted) => assert!(granted.decisions.is_empty()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_decisions_and_moves_could_not_say_is_refused_in_a_former_version() {
    let basis = json!("00000000-0000-4000-8000-000000000001");
    let with = |type_name: &str, path: &str, key: &str, value: Value| {
        let mut data = stored(type_name);
        data.pointer_mut(path).unwrap()[key] = value;
        refused(type_name, data)
    };
    for (type_name, path, key, value) in [
        ("ReallocationDecided", "", "awaitsConfirmation", json!(true)),
        ("ReallocationDecided", "/decision", "basis", basis.clone()),
        ("MembershipEnded", "/decision", "basis", basis.clone()),
        ("MembershipChanged", "", "decisions", json!([])),
        ("ReallocationProposed", "/proposal", "transition", basis.clone()),
        ("ReallocationAmended", "/proposal", "reverses", basis.clone()),
        ("ImportStarted", "", "decision", json!({})),
    ] {
        assert_eq!(with(type_name, path, key, value), format!("unknown field `{key}`"));
    }
    let returned = json!({ "returned": { "unit": basis } });
    for (type_name, path) in
        [("MoveDone", "/carriedOut"), ("ReallocationProposed", "/proposal/moves/0")]
    {
        assert_eq!(with(type_name, path, "fate", returned.clone()), "unknown variant `returned`");
    }
    let ended = json!({ "leaseEnd": { "lease": basis } });
    let told = with("FactuallyCorrected", "/voided/0", "entry", ended);
    assert_eq!(told, "unknown variant `leaseEnd`");
}

#[test]
fn a_field_that_may_be_absent_now_is_not_absent_in_a_former_version() {
    for (type_name, counts) in [("ImportStarted", "expected"), ("ImportCompleted", "recorded")] {
        for always in ["levels", "spaces", "resources", "leftOut"] {
            let mut data = stored(type_name);
            data[counts].as_object_mut().unwrap().remove(always);
            assert!(Event::read(type_name, 2, data.clone()).is_ok());
            assert_eq!(refused(type_name, data), format!("missing field `{always}`"));
        }
    }
    let mut data = stored("ImportStarted");
    data.as_object_mut().unwrap().remove("building");
    assert!(Event::read("ImportStarted", 2, data.clone()).is_ok());
    assert_eq!(refused("ImportStarted", data), "missing field `building`");
}

#[test]
fn data_of_another_shape_is_refused_without_harm() {
    for (type_name, _) in FORMER {
        for data in
            [json!(null), json!([]), json!("x"), json!({ "description": 1, "expected": [] })]
        {
            assert!(!refused(type_name, data).is_empty());
        }
    }
}
