//! The published contract on disk: what the code says that `schema/events/` holds, and how the two
//! are compared. The tests compare and never write; `examples/publish-events.rs` only adds.

#![allow(dead_code, reason = "the tests and the writer each use a part")]
#![allow(clippy::disallowed_methods, reason = "not part of the pure crate: it reads files")]

mod fault;
mod lock;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
};

use schema::{
    Digest, Envelope, Event,
    example::{self, Variant},
};
use serde_json::Value;

pub(crate) use fault::Fault;
pub(crate) use lock::LOCK;

/// The schema of the object around every event's data.
pub(crate) const ENVELOPE_SCHEMA: &str = "Envelope.schema.json";

/// Where the contract is published.
pub(crate) fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("events")
}

/// The name of a type's file.
pub(crate) fn schema_file(type_name: &str, version: u32) -> String {
    format!("{type_name}.v{version}.schema.json")
}

/// The name of an example's file.
pub(crate) fn golden_file(type_name: &str, version: u32, variant: Variant) -> String {
    match variant {
        Variant::Complete => format!("{type_name}.v{version}.json"),
        Variant::Minimal => format!("{type_name}.v{version}.minimal.json"),
        Variant::Named(name) => format!("{type_name}.v{version}.{name}.json"),
    }
}

/// What a program stands for.
#[derive(Clone, Debug)]
pub(crate) struct Contract {
    /// Every type with its current version.
    pub types: Vec<(&'static str, u32)>,
    /// The files of the current versions, with their bytes.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Contract {
    /// What this program stands for.
    pub(crate) fn of_the_code() -> Self {
        Self { types: Event::TYPES.to_vec(), files: files_of_the_code() }
    }

    /// Every version below the current one, of every type.
    fn former_versions(&self) -> Vec<(&'static str, u32)> {
        let below = |&(type_name, version): &(&'static str, u32)| {
            (1..version).map(move |former| (type_name, former))
        };
        self.types.iter().flat_map(below).collect()
    }
}

fn files_of_the_code() -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::from([(ENVELOPE_SCHEMA.to_owned(), text(Envelope::json_schema()))]);
    for (type_name, version, schema) in Event::json_schemas() {
        files.insert(schema_file(type_name, version), text(schema));
    }
    for example in example::all() {
        let name = golden_file(example.type_name, example.version, example.variant);
        let bytes = example.envelope.to_bytes().expect("an example has canonical bytes");
        let twice = files.insert(name, bytes).is_some();
        assert!(!twice, "{} {:?} has two examples", example.type_name, example.variant);
    }
    files
}

/// A schema as text: keys in alphabetical order, whatever features serde_json is built with.
fn text(schema: schemars::Schema) -> Vec<u8> {
    let sorted = in_key_order(schema.to_value());
    let mut text = serde_json::to_vec_pretty(&sorted).expect("a JSON value can be written");
    text.push(b'\n');
    text
}

fn in_key_order(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let sorted: BTreeMap<String, Value> = fields.into_iter().collect();
            sorted.into_iter().map(|(key, field)| (key, in_key_order(field))).collect()
        }
        Value::Array(items) => items.into_iter().map(in_key_order).collect(),
        plain => plain,
    }
}

/// Everything in which `directory` differs from the code and from its own lock.
pub(crate) fn compare(contract: &Contract, directory: &Path) -> io::Result<Vec<Fault>> {
    let present = files_in(directory)?;
    let (locked, mut faults) = lock::read(directory)?;
    let former_versions = contract.former_versions();
    for (name, bytes) in &present {
        match locked.get(name) {
            Some(digest) if *digest != Digest::of(bytes) => {
                faults.push(Fault::Changed(name.clone()));
            }
            Some(_) => {}
            None => faults.push(Fault::NotLocked(name.clone())),
        }
        match contract.files.get(name) {
            Some(code) if code != bytes => faults.push(Fault::CodeDiffers(name.clone())),
            Some(_) => {}
            None => faults.extend(former(&former_versions, name, bytes)),
        }
    }
    let former_files = former_versions.iter().flat_map(|&(type_name, version)| {
        [schema_file(type_name, version), golden_file(type_name, version, Variant::Complete)]
    });
    let named: BTreeSet<String> =
        contract.files.keys().chain(locked.keys()).cloned().chain(former_files).collect();
    for name in named.into_iter().filter(|name| !present.contains_key(name)) {
        let was_published = locked.contains_key(&name);
        faults.push(if was_published { Fault::Removed(name) } else { Fault::New(name) });
    }
    Ok(faults)
}

/// What is wrong with a file that the code does not write: nothing, if it is of a former version
/// that the code still reads.
fn former(versions: &[(&str, u32)], name: &str, bytes: &[u8]) -> Option<Fault> {
    let of_version = |(type_name, version): &&(&str, u32)| {
        name.starts_with(&format!("{type_name}.v{version}.")) && name.ends_with(".json")
    };
    if versions.iter().any(|(type_name, version)| name == schema_file(type_name, *version)) {
        return None;
    }
    let Some(&(type_name, version)) = versions.iter().find(of_version) else {
        return Some(Fault::Foreign(name.to_owned()));
    };
    match Envelope::from_canonical_bytes(bytes) {
        Ok(envelope) if envelope.event.type_name() == type_name => None,
        Ok(_) => Some(Fault::Unreadable {
            file: name.to_owned(),
            error: format!("it is read as no {type_name} any more"),
        }),
        Err(error) => Some(Fault::Unreadable {
            file: name.to_owned(),
            error: format!("version {version} has no upcaster that reads it: {error}"),
        }),
    }
}

/// The files of the directory but for the lock, with their bytes.
pub(crate) fn files_in(directory: &Path) -> io::Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    if !directory.exists() {
        return Ok(files);
    }
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() {
            // Belongs to no type, which the comparison says.
            files.insert(name + "/", Vec::new());
        } else if name != LOCK {
            files.insert(name, fs::read(entry.path())?);
        }
    }
    Ok(files)
}

/// Why nothing was written.
#[derive(Debug)]
pub(crate) enum PublishError {
    /// The files could not be read or written.
    Io(io::Error),
    /// What was published differs from what the code would publish.
    Refused(Vec<Fault>),
}

impl From<io::Error> for PublishError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Adds the files that are new, and their lines to the lock. Writes nothing at all where anything
/// that was published would change or is gone.
pub(crate) fn publish(contract: &Contract, directory: &Path) -> Result<Vec<String>, PublishError> {
    let (new, other): (Vec<_>, Vec<_>) =
        compare(contract, directory)?.into_iter().partition(|fault| matches!(fault, Fault::New(_)));
    if !other.is_empty() {
        return Err(PublishError::Refused(other));
    }
    fs::create_dir_all(directory)?;
    let mut added = Vec::new();
    for name in new.into_iter().map(Fault::into_file) {
        let Some(bytes) = contract.files.get(&name) else {
            // A former version that was never published: there is nothing to write it from.
            return Err(PublishError::Refused(vec![Fault::New(name)]));
        };
        added.push((name, bytes));
    }
    for (name, bytes) in &added {
        fs::write(directory.join(name), bytes)?;
    }
    lock::append(directory, &added)?;
    Ok(added.into_iter().map(|(name, _)| name).collect())
}
