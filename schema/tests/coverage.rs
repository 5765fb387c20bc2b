//! The examples leave nothing out: every field that a schema knows is there, and every field that
//! may be absent is absent once.

#![allow(clippy::unwrap_used, reason = "tests, in functions of their own too")]

use std::collections::{BTreeMap, BTreeSet};

use schema::{Event, example};
use serde_json::{Map, Value};

/// The fields of a schema by path, and whether each may be left out.
fn fields(schema: &Value, root: &Value, path: &str, found: &mut BTreeMap<String, bool>) {
    let Some(schema) = schema.as_object() else { return };
    if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
        let target = root.pointer(name.trim_start_matches('#')).unwrap();
        fields(target, root, path, found);
    }
    for choices in ["oneOf", "anyOf", "allOf"].iter().filter_map(|key| schema.get(*key)) {
        for choice in choices.as_array().unwrap() {
            fields(choice, root, path, found);
        }
    }
    if let Some(items) = schema.get("items") {
        fields(items, root, path, found);
    }
    let required = schema.get("required").and_then(Value::as_array);
    for (key, field) in schema.get("properties").and_then(Value::as_object).unwrap_or(&Map::new()) {
        let may_be_absent = !required.is_some_and(|keys| keys.contains(&Value::from(key.as_str())));
        let path = format!("{path}.{key}");
        fields(field, root, &path, found);
        found.insert(path, may_be_absent);
    }
}

/// The paths that are there, and those of optional fields that an object lacks.
#[derive(Default)]
struct Seen {
    present: BTreeSet<String>,
    absent: BTreeSet<String>,
}

fn see(value: &Value, path: &str, known: &BTreeMap<String, bool>, seen: &mut Seen) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| see(item, path, known, seen)),
        Value::Object(object) => {
            for (key, field) in object {
                let path = format!("{path}.{key}");
                see(field, &path, known, seen);
                seen.present.insert(path);
            }
            let lacking = known.keys().filter(|field| {
                let key = field.strip_prefix(path).and_then(|rest| rest.strip_prefix('.'));
                key.is_some_and(|key| !key.contains('.') && !object.contains_key(key))
            });
            seen.absent.extend(lacking.cloned());
        }
        _ => {}
    }
}

#[test]
fn every_field_is_shown_and_every_optional_one_is_left_out_once() {
    let mut missing = Vec::new();
    for (type_name, version, schema) in Event::json_schemas() {
        let schema = schema.to_value();
        let mut known = BTreeMap::new();
        fields(&schema, &schema, "data", &mut known);
        let mut seen = Seen::default();
        for example in example::all() {
            if (example.type_name, example.version) == (type_name, version) {
                let data = serde_json::to_value(&example.envelope.event).unwrap();
                see(&data, "data", &known, &mut seen);
            }
        }
        for (path, may_be_absent) in known {
            if !seen.present.contains(&path) {
                missing.push(format!("{type_name}: no example has {path}"));
            }
            // Or what it stands in is left out.
            let left_out = |absent: &String| {
                path.strip_prefix(absent)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            };
            if may_be_absent && !seen.absent.iter().any(left_out) {
                missing.push(format!("{type_name}: no example lacks {path}"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}
