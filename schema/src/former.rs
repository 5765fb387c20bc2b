//! Former versions of events, brought to the present one. A former version is read as strictly as
//! when it was written: a field that came later is refused in it.

use serde_json::Value;

type Upcast = Result<Value, String>;

/// `SpaceAdded` and `SpaceRevised` 1, in which a space has no seats.
pub(crate) fn space(data: Value) -> Upcast {
    without(&data["description"], &["seats"])?;
    Ok(data)
}

/// `ImportStarted` 1, which always names a building and counts levels, spaces and resources only.
pub(crate) fn import_started(data: Value) -> Upcast {
    if data.get("building").is_none() {
        return Err("missing field `building`".to_owned());
    }
    counts(&data["expected"])?;
    Ok(data)
}

/// `ImportCompleted` 1, which counts levels, spaces and resources only.
pub(crate) fn import_completed(data: Value) -> Upcast {
    counts(&data["recorded"])?;
    Ok(data)
}

fn counts(counts: &Value) -> Result<(), String> {
    let later =
        ["organisations", "units", "buildings", "drawings", "allocations", "changed", "gone"];
    without(counts, &later)?;
    let always = ["levels", "spaces", "resources", "leftOut"];
    match always.iter().find(|field| counts.get(field).is_none()) {
        None => Ok(()),
        Some(field) => Err(format!("missing field `{field}`")),
    }
}

fn without(value: &Value, later: &[&str]) -> Result<(), String> {
    match later.iter().find(|field| value.get(field).is_some()) {
        None => Ok(()),
        Some(field) => Err(format!("unknown field `{field}`")),
    }
}
