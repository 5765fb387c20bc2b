//! A whole ledger taken in event by event: the golden one, which holds every type of event.

#![cfg(test)]

use projections::{
    Basis, Cause, Changes, ERASED, FactKind, Inconsistent, Language, Portfolio, Texts, ThingKind,
    Viewpoint, sentence, with_names,
};
use schema::{Commitment, Envelope, Event, Revision, VaultEntry, example};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

fn cause(envelope: &Envelope) -> Cause {
    let Envelope { revision, recorded, actor, .. } = *envelope;
    Cause { revision, recorded, actor }
}

fn evolved(ledger: &[Envelope]) -> Portfolio {
    let mut state = Portfolio::default();
    for envelope in ledger {
        state.evolve(&cause(envelope), &envelope.event).unwrap();
    }
    state
}

struct Vault(BTreeMap<Commitment, Arc<str>>);

impl Vault {
    fn full() -> Self {
        let open = |entry: VaultEntry| entry.value.map(|value| (entry.commitment, value.into()));
        Self(example::vault().into_iter().filter_map(open).collect())
    }
}

impl Texts for Vault {
    fn text(&self, commitment: Commitment) -> Option<Arc<str>> {
        self.0.get(&commitment).cloned()
    }
}

#[test]
fn equal_events_give_an_equal_state_and_an_equal_digest() {
    let ledger = example::ledger();
    let (one, other) = (evolved(&ledger), evolved(&ledger));
    assert!(one == other);
    assert_eq!(one.digest(), other.digest());
    assert_ne!(one.digest(), evolved(&ledger[..ledger.len() - 1]).digest());
    assert_eq!(one.head().unwrap().revision, ledger.last().unwrap().revision);
}

#[test]
fn organisations_that_succeed_each_other_in_a_circle_do_not_hold_up_an_answer() {
    // No rule lets this happen; a ledger from elsewhere may say it all the same.
    let ledger = example::ledger();
    let mut state = evolved(&ledger);
    let of = |place: usize| state.organisations().values().nth(place).unwrap().id;
    let (one, other) = (of(0), of(1));
    let from = "2030-01-01".parse().unwrap();
    for (organisation, successor) in [(one, other), (other, one)] {
        let revision = state.next_revision();
        let next = Cause { revision, ..cause(ledger.last().unwrap()) };
        let successor = Some(successor);
        let ended = schema::OrganisationEnded { organisation, from, successor, reason: None };
        state.evolve(&next, &ended.into()).unwrap();
    }
    let answer = state.organisation_on(one, "2031-01-01".parse().unwrap());
    assert!([one, other].contains(&answer));
}

#[test]
fn a_copy_is_not_changed_by_what_comes_later() {
    let ledger = example::ledger();
    let half = evolved(&ledger[..ledger.len() / 2]);
    let (copy, digest) = (half.clone(), half.digest());
    let mut whole = half;
    for envelope in &ledger[ledger.len() / 2..] {
        whole.evolve(&cause(envelope), &envelope.event).unwrap();
    }
    assert_eq!(copy.digest(), digest);
    assert_ne!(whole.digest(), digest);
}

#[test]
fn an_event_that_does_not_follow_the_last_is_refused() {
    let ledger = example::ledger();
    let mut state = evolved(&ledger[..3]);
    let (gap, repeat) = (&ledger[4], &ledger[2]);
    let expected = ledger[3].revision;
    for out_of_order in [gap, repeat] {
        let refused = state.evolve(&cause(out_of_order), &out_of_order.event);
        let revision = out_of_order.revision;
        assert_eq!(refused, Err(Inconsistent::OutOfOrder { revision, expected }));
    }
}

/// The event of a type, as it comes after the first few others.
fn misplaced(type_name: &str) -> (Portfolio, Cause, Event) {
    let ledger = example::ledger();
    let event = ledger.iter().find(|envelope| envelope.event.type_name() == type_name).unwrap();
    (evolved(&ledger[..2]), cause(&ledger[2]), event.event.clone())
}

#[test]
fn an_event_of_a_thing_that_no_event_brought_is_refused() {
    for type_name in ["BuildingRevised", "AllocationAssigned", "HubOpened", "MoveDone"] {
        let (mut state, cause, event) = misplaced(type_name);
        let refused = state.evolve(&cause, &event);
        assert!(matches!(refused, Err(Inconsistent::Unknown { .. })), "{type_name}: {refused:?}");
        assert_eq!(state.next_revision(), cause.revision);
    }
}

#[test]
fn a_thing_that_is_there_is_not_brought_again() {
    let ledger = example::ledger();
    let state = evolved(&ledger);
    let brings = |event: &Event| {
        let name = event.type_name();
        name.ends_with("Added") && name != "HubSpaceAdded" || name.ends_with("Registered")
    };
    for envelope in ledger.iter().filter(|envelope| brings(&envelope.event)) {
        let next = Cause { revision: state.next_revision(), ..cause(envelope) };
        let refused = state.clone().evolve(&next, &envelope.event);
        let name = envelope.event.type_name();
        assert!(matches!(refused, Err(Inconsistent::Twice { .. })), "{name}: {refused:?}");
    }
}

/// The date of the golden ledger's history.
const TODAY: &str = "2027-12-31";

/// The golden ledger as it is told: for each event its revision and type, and both sentences.
fn history_in_words() -> String {
    let (ledger, vault) = (example::ledger(), Vault::full());
    let (state, today) = (evolved(&ledger), TODAY.parse().unwrap());
    let entries = ledger.iter().map(|Envelope { event, revision, .. }| {
        let told = |language| sentence(language, event, *revision, today, &state, &vault);
        let (english, swedish) = (told(Language::English), told(Language::Swedish));
        format!("{revision} {}\n    {english}\n    {swedish}\n", event.type_name())
    });
    entries.collect::<Vec<_>>().join("\n")
}

#[test]
fn history_is_told_in_english_and_swedish_as_it_was_read_and_found_right() {
    let (told, read) = (history_in_words(), include_str!("history_in_words.txt"));
    for (name, _) in Event::TYPES {
        let heading = |line: &str| line.split_once(' ').is_some_and(|(_, told)| told == *name);
        assert!(told.lines().any(heading), "the golden ledger has no {name}");
    }
    if told != read {
        let written = concat!(env!("CARGO_TARGET_TMPDIR"), "/history_in_words.txt");
        std::fs::write(written, &told).unwrap();
        let differs = told.lines().zip(read.lines()).find(|(told, read)| told != read);
        panic!(
            "history is told otherwise, first in {differs:?}: read {written}, and copy it to \
             projections/tests/history_in_words.txt where it is right"
        );
    }
}

#[test]
fn every_event_is_told_in_words_and_an_erased_text_as_erased() {
    let (ledger, vault) = (example::ledger(), Vault::full());
    let (state, today) = (evolved(&ledger), TODAY.parse().unwrap());
    let marks = [ERASED, "[raderat]", "[not in this portfolio]", "[finns inte i beståndet]"];
    for Envelope { event, revision, .. } in &ledger {
        let told = [Language::English, Language::Swedish].map(|language| {
            let told = sentence(language, event, *revision, today, &state, &vault);
            assert!(told.len() > 12 && !marks.iter().any(|mark| told.contains(mark)), "{told}");
            told
        });
        assert_ne!(told[0], told[1]);
        let erased = Vault(BTreeMap::new());
        let told = sentence(Language::Swedish, event, *revision, today, &state, &erased);
        assert!(!told.is_empty() && !told.contains(ERASED), "{told}");
    }
}

/// The first key of a map.
fn first<K, V>(things: impl IntoIterator<Item = (K, V)>) -> K {
    things.into_iter().next().unwrap().0
}

#[test]
fn a_message_has_the_name_beside_each_reference_that_is_known() {
    let (vault, today) = (Vault::full(), TODAY.parse().unwrap());
    let state = evolved(&example::ledger());
    let told = |message: &str| with_names(message, &state, today, &vault);
    let numbered = state.spaces().iter().filter(|(_, space)| {
        let described = space.descriptions.nearest(today);
        described.is_some_and(|described| described.number.is_some())
    });
    let known = [
        first(state.persons()).uuid(),
        first(state.organisations()).uuid(),
        first(state.units()).uuid(),
        first(state.buildings()).uuid(),
        first(state.levels()).uuid(),
        first(numbered).uuid(),
        first(state.resources()).uuid(),
        first(state.hubs()).uuid(),
        first(state.memberships()).uuid(),
        first(state.reallocations()).uuid(),
        first(state.transitions()).uuid(),
        first(state.preconditions()).uuid(),
        first(state.bases()).uuid(),
    ];
    for id in known {
        let message = told(&format!("thing {id}; see ({id})"));
        let name = message.strip_prefix("thing ").and_then(|rest| rest.split_once(" ("));
        let name = name.map_or("", |(name, _)| name);
        assert!(!name.is_empty() && !name.contains('['), "{message}");
        assert_eq!(message, format!("thing {name} ({id}); see ({name}, {id})"));
        for key in [format!("12/{id}"), format!("{id}/3"), format!("{id}-2"), format!("\"{id}\"")] {
            assert_eq!(told(&key), key);
        }
        let many = vec![id.to_string(); 20].join(" ");
        assert_eq!(told(&many).matches(&format!("({id})")).count(), 16);
    }
    let unknown = "hub 00000000-0000-4000-8000-00000000ffff, not two  spaces: “å”, and (";
    assert_eq!(told(unknown), unknown);
}

#[test]
fn no_text_is_in_the_state() {
    let state = serde_json::to_string(&evolved(&example::ledger())).unwrap();
    for text in Vault::full().0.values().filter(|text| text.len() > 8) {
        assert!(!state.contains(text.as_ref()), "{text}");
    }
}

#[test]
fn the_history_of_a_thing_goes_on_where_it_was_left() {
    let state = evolved(&example::ledger());
    let (building, _) = state.buildings().iter().next().unwrap();
    let all: Vec<Revision> = state.touching(building.uuid(), None).collect();
    assert!(all.len() > 1 && all.is_sorted());
    let rest: Vec<Revision> = state.touching(building.uuid(), Some(all[0])).collect();
    assert_eq!(rest, all[1..]);
    let backwards: Vec<Revision> = state.touching(building.uuid(), None).rev().collect();
    assert!(backwards.iter().rev().eq(&all));
    assert!(state.touching(building.uuid(), all.last().copied()).next().is_none());
}

#[test]
fn changes_lead_from_one_point_of_the_golden_ledger_to_another_and_cite_events() {
    let (ledger, texts) = (example::ledger(), Vault::full());
    // Leases and money come last in it.
    let first = ledger.len() / 2;
    let mut states = vec![evolved(&ledger[..first])];
    for envelope in &ledger[first..] {
        let mut state = states[states.len() - 1].clone();
        state.evolve(&cause(envelope), &envelope.event).unwrap();
        states.push(state);
    }
    let last = states.len() - 1;
    let dates = ["2025-12-31", "2026-06-30", "2027-03-01", "2029-07-01", "2033-01-01"];
    let at = |place: usize, on: usize| Viewpoint {
        state: &states[place],
        on: dates[on % dates.len()].parse().unwrap(),
        basis: Basis::Planned,
    };
    let mut kinds = BTreeSet::new();
    for place in 0..last {
        let pairs = [
            (at(place, 4), at(place + 1, 4)),
            (at(place, place), at((place + 7).min(last), place + 1)),
            (at(last, place + 2), at(place, place)),
        ];
        for (from, to) in pairs {
            let changes = Changes::between(&from, &to);
            let mut facts = from.facts();
            changes.apply(&mut facts);
            assert!(facts == to.facts(), "{from:?} to {to:?}");
            for line in &changes.lines {
                assert!(!line.because.is_empty(), "{from:?} to {to:?}: {line:?}");
                if kinds.insert((line.key.thing.kind(), line.key.kind)) {
                    let [english, swedish] = [Language::English, Language::Swedish]
                        .map(|language| line.sentence(&from, &to, language, &texts));
                    assert_ne!(english, swedish);
                }
            }
        }
    }
    let things: BTreeSet<ThingKind> = kinds.iter().map(|(thing, _)| *thing).collect();
    for kind in [ThingKind::Lease, ThingKind::Cost, ThingKind::Invoice] {
        assert!(things.contains(&kind), "{kind:?}");
    }
    let facts: BTreeSet<FactKind> = kinds.into_iter().map(|(_, fact)| fact).collect();
    for kind in [
        FactKind::Notice,
        FactKind::Tariff,
        FactKind::VatTreatment,
        FactKind::CommonKey,
        FactKind::Budget,
        FactKind::ClosedThrough,
    ] {
        assert!(facts.contains(&kind), "{kind:?}");
    }
}
