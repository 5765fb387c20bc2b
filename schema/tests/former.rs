//! Former versions of events: read as strictly as when they were written, and brought to the present.

#![cfg(test)]
#![allow(clippy::disallowed_methods, reason = "not part of the pure crate: it reads files")]

use std::{fs, path::Path};

use schema::{Envelope, Event, ImportCounts, UnreadableEvent};
use serde_json::{Value, json};

const FORMER: [&str; 4] = ["ImportCompleted", "ImportStarted", "SpaceAdded", "SpaceRevised"];

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
    for type_name in FORMER {
        let event = Envelope::from_canonical_bytes(&golden(type_name)).unwrap().event;
        assert_eq!((event.type_name(), event.version()), (type_name, 2));
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
    for type_name in FORMER {
        for data in
            [json!(null), json!([]), json!("x"), json!({ "description": 1, "expected": [] })]
        {
            assert!(!refused(type_name, data).is_empty());
        }
    }
}
