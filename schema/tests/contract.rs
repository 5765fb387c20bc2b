//! The stored contract: what the code writes and reads is what was published, for ever. These tests
//! compare and never write.

#![allow(clippy::unwrap_used, reason = "tests, in functions of their own too")]

mod history;
mod published;

use history::{History, history};
use published::{Contract, Fault, compare, directory, golden_file, schema_file};
use schema::{
    Commitment, Envelope, Event, EventId, Revision,
    example::{self, Variant},
};
use serde_json::Value;

fn listed(faults: &[Fault]) -> String {
    faults.iter().map(|fault| format!("\n  {fault}")).collect()
}

#[test]
fn the_code_and_the_lock_agree_with_every_published_file() {
    let faults = compare(&Contract::of_the_code(), &directory()).unwrap();
    assert!(faults.is_empty(), "{}", listed(&faults));
}

#[test]
fn no_commit_ever_changed_or_removed_a_published_file() {
    match history(&directory()) {
        History::Absent(reason) => println!("skipped: history of schema/events: {reason}"),
        History::Rewritten(files) => assert!(
            files.is_empty(),
            "changed or removed after they were published: {files:?}; restore them, and give a \
             changed event a new version with an upcaster"
        ),
    }
}

#[test]
fn every_type_has_a_complete_example() {
    let examples = example::all();
    for &(type_name, version) in Event::TYPES {
        let complete = examples.iter().any(|example| {
            (example.type_name, example.version, example.variant)
                == (type_name, version, Variant::Complete)
        });
        assert!(complete, "{type_name} version {version} has no complete example");
    }
}

#[test]
fn every_golden_reads_back_as_its_example() {
    let files = published::files_in(&directory()).unwrap();
    for example in example::all() {
        let name = golden_file(example.type_name, example.version, example.variant);
        let read = Envelope::from_canonical_bytes(&files[&name]);
        assert_eq!(read.unwrap(), example.envelope, "{name}");
    }
}

#[test]
fn every_golden_of_whatever_version_follows_its_published_schema() {
    let files = published::files_in(&directory()).unwrap();
    let json = |name: &str| -> Value { serde_json::from_slice(&files[name]).unwrap() };
    let validator = |name: &str| {
        jsonschema::options().should_validate_formats(true).build(&json(name)).unwrap()
    };
    let envelope = validator(published::ENVELOPE_SCHEMA);
    let mut goldens = 0;
    for name in files.keys().filter(|name| !name.ends_with(".schema.json")) {
        let stored = json(name);
        let version = u32::try_from(stored["version"].as_u64().unwrap()).unwrap();
        let data = validator(&schema_file(stored["type"].as_str().unwrap(), version));
        if let Some(error) = envelope.iter_errors(&stored).next() {
            panic!("{name}: {error}");
        }
        if let Some(error) = data.iter_errors(&stored["data"]).next() {
            panic!("{name}: {error}");
        }
        for wrong in misspelled(&stored["data"]) {
            assert!(!data.is_valid(&wrong), "{name}: the schema accepts {wrong}");
            let mut stored = stored.clone();
            stored["data"] = wrong;
            let bytes = serde_json_canonicalizer::to_vec(&stored).unwrap();
            assert!(Envelope::from_canonical_bytes(&bytes).is_err(), "{name}: the code reads it");
        }
        goldens += 1;
    }
    assert!(goldens >= Event::TYPES.len(), "{goldens} goldens");
}

/// The same data with an unknown field, and with each field null, in turn.
fn misspelled(data: &Value) -> Vec<Value> {
    let mut wrong = vec![data.clone()];
    wrong[0]["unknown"] = true.into();
    for key in data.as_object().unwrap().keys() {
        let mut null = data.clone();
        null[key] = Value::Null;
        wrong.push(null);
    }
    wrong
}

#[test]
fn the_examples_are_one_ledger() {
    let ledger = example::ledger();
    let mut commits = Vec::new();
    for (place, envelope) in ledger.iter().enumerate() {
        assert_eq!(envelope.revision, Revision::FIRST.plus(place as u64));
        assert_eq!(envelope.portfolio, ledger[0].portfolio);
        let index = envelope.commit.index as usize;
        let expected = EventId::of(envelope.portfolio, envelope.command.id, index);
        assert_eq!(envelope.event_id, expected);
        if index == 0 {
            assert!(!commits.contains(&envelope.command.id), "a command recorded twice");
            commits.push(envelope.command.id);
        }
        assert_eq!(Some(&envelope.command.id), commits.last());
        let before = &ledger[place.saturating_sub(1)];
        assert!(before.recorded <= envelope.recorded, "{} goes back in time", envelope.revision);
        let next = ledger.get(place + 1);
        let continues = next.is_some_and(|next| next.commit.index > 0);
        assert_eq!(envelope.commit.is_last(), !continues, "commit at {}", envelope.revision);
    }
    for example in example::all() {
        assert!(ledger.contains(&example.envelope));
    }
}

#[test]
fn the_vault_opens_every_commitment_and_nothing_else() {
    let vault = example::vault();
    let mut sealed: Vec<Commitment> = Vec::new();
    for envelope in example::ledger() {
        sealed.extend(Commitment::all_in(&serde_json::to_value(&envelope.event).unwrap()));
    }
    for commitment in &sealed {
        let entry = vault.iter().find(|entry| entry.commitment == *commitment).unwrap();
        assert!(entry.holds() && entry.value.is_some());
    }
    for entry in &vault {
        assert!(sealed.contains(&entry.commitment), "{} is sealed nowhere", entry.field);
        let salt = entry.salt;
        assert_eq!(vault.iter().filter(|other| other.salt == salt).count(), 1, "a salt used twice");
    }
}

#[test]
fn no_text_stands_in_any_stored_byte() {
    let ledger: Vec<Vec<u8>> =
        example::ledger().iter().map(|envelope| envelope.to_bytes().unwrap()).collect();
    let stands = |text: &str| {
        let written = serde_json::to_string(text).unwrap();
        let inner = written.trim_matches('"').as_bytes();
        ledger.iter().any(|event| event.windows(inner.len()).any(|bytes| bytes == inner))
    };
    assert!(stands("A 101") && stands("Rumsfunktion (BSAB 96)"), "what is no text is found");
    for entry in example::vault() {
        let value = entry.value.unwrap();
        assert!(!stands(&value), "{value:?} stands in the ledger");
        // A part of a text would betray it, too; shorter words are parts of the fields' names.
        for word in value.split_whitespace().filter(|word| word.chars().count() >= 6) {
            assert!(!stands(word), "{word:?} of {value:?} stands in the ledger");
        }
    }
}
