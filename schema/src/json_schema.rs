//! The published JSON Schemas: what schemars derives, made as strict as the canonical bytes are.

use schemars::{
    JsonSchema, Schema, SchemaGenerator,
    transform::{RecursiveTransform, Transform},
};
use serde_json::{Value, json};

use crate::limits::INTEGER_MAX;

/// The schema of `T` as it is published: no null, integers within their bounds, UUIDs in lower case,
/// and descriptions that do not depend on where the lines of a comment break.
pub(crate) fn published_schema<T: JsonSchema>() -> Schema {
    let mut schema = SchemaGenerator::default().into_root_schema_for::<T>();
    RecursiveTransform(as_strict_as_the_bytes).transform(&mut schema);
    schema
}

fn as_strict_as_the_bytes(schema: &mut Schema) {
    without_null(schema);
    // A field that may be left out is absent; it has no other value by default.
    schema.remove("default");
    if let Some(description) = schema.get("description").and_then(Value::as_str) {
        let one_line = description.split_whitespace().collect::<Vec<_>>().join(" ");
        schema.insert("description".to_owned(), one_line.into());
    }
    if let Some(pattern) = schema.get("format").and_then(Value::as_str).and_then(pattern_of) {
        schema.insert("pattern".to_owned(), json!(pattern));
    }
    if let Some((least, most)) = schema.get("format").and_then(Value::as_str).and_then(bounds_of) {
        schema.insert("minimum".to_owned(), json!(least));
        schema.insert("maximum".to_owned(), json!(most));
        // `uint32` and the like are no formats of JSON Schema.
        schema.remove("format");
    }
}

/// schemars lets an optional field be null; here it is absent.
fn without_null(schema: &mut Schema) {
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            schema.insert("type".to_owned(), only);
        }
    }
    if let Some(Value::Array(choices)) = schema.get_mut("anyOf") {
        choices.retain(|choice| choice != &json!({ "type": "null" }));
        if let [Value::Object(only)] = choices.as_slice() {
            let only = only.clone();
            schema.remove("anyOf");
            for (key, value) in only {
                schema.insert(key, value);
            }
        }
    }
}

fn pattern_of(format: &str) -> Option<&'static str> {
    match format {
        "uuid" => Some("^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"),
        "date" => Some("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
        _ => None,
    }
}

fn bounds_of(format: &str) -> Option<(i64, u64)> {
    match format {
        "uint8" => Some((0, u8::MAX.into())),
        "uint16" => Some((0, u16::MAX.into())),
        "uint32" => Some((0, u32::MAX.into())),
        "uint64" => Some((0, INTEGER_MAX)),
        "int64" => Some((1 - (1 << 53), INTEGER_MAX)),
        _ => None,
    }
}
