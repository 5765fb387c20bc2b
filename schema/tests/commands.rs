//! A command's digest: the same for the same command, and silent about the text in it.

#![allow(clippy::unwrap_used, reason = "tests, in functions of their own too")]

use schema::{
    AllocationAssign, COMMAND_DIGEST_FIELD, Category, Change, Command, CommandId, Digest, PersonId,
    PersonRegister, PortfolioId, ResourceId, Salt, SpaceId, SpaceRevise, Text, UnitId,
};
use uuid::Uuid;

fn salt(bits: u8) -> Salt {
    Salt::new([bits; 32])
}

fn digest(command: &Command, bits: u8) -> Digest {
    command.digest(&salt(bits)).unwrap().digest
}

fn assign(from: &str) -> Command {
    let resource = ResourceId::from(Uuid::from_u128(1));
    let unit = UnitId::from(Uuid::from_u128(2));
    AllocationAssign { resource, unit, from: from.parse().unwrap() }.into()
}

fn register(name: &str) -> Command {
    let person = PersonId::from(Uuid::from_u128(3));
    PersonRegister { person, name: Text::name(name).unwrap() }.into()
}

fn revise(name: Change<Text>) -> Command {
    SpaceRevise {
        space: SpaceId::from(Uuid::from_u128(4)),
        from: "2026-01-01".parse().unwrap(),
        number: Change::Keep,
        name,
        function: Change::Keep,
        category: Some(Category::Cell),
        polygon: Change::Remove,
        height_mm: Change::Set(2_700),
        areas: None,
        seats: Change::Keep,
        codes: None,
    }
    .into()
}

#[test]
fn text_makes_the_digest_depend_on_the_salt() {
    for command in [register("Ebba"), revise(Change::Set(Text::name("Storrummet").unwrap()))] {
        assert!(command.digest(&salt(1)).unwrap().salted);
        assert_ne!(digest(&command, 1), digest(&command, 2));
        assert_eq!(digest(&command, 1), digest(&command, 1));
    }
    assert_ne!(digest(&register("Ebba"), 1), digest(&register("Nils"), 1));
}

#[test]
fn without_text_the_salt_does_not_matter() {
    for command in [assign("2026-01-01"), revise(Change::Keep), revise(Change::Remove)] {
        assert!(!command.digest(&salt(1)).unwrap().salted);
        assert_eq!(digest(&command, 1), digest(&command, 2));
    }
    assert_ne!(digest(&assign("2026-01-01"), 1), digest(&assign("2026-01-02"), 1));
}

#[test]
fn keeping_removing_and_setting_differ() {
    let [keep, remove] = [Change::Keep, Change::Remove].map(|name| digest(&revise(name), 1));
    let set = digest(&revise(Change::Set(Text::name("x").unwrap())), 1);
    assert!(keep != remove && remove != set && keep != set);
}

#[test]
fn what_is_left_out_is_not_in_the_digest() {
    // A field that a command gains later, and that a caller leaves out, changes no digest.
    let written = concat!(
        r#"{"spaceRevise":{"category":"cell","from":"2026-01-01","heightMm":{"set":2700},"#,
        r#""polygon":"remove","space":"00000000-0000-0000-0000-000000000004"}}"#,
    );
    assert_eq!(digest(&revise(Change::Keep), 1), Digest::of(written.as_bytes()));
}

#[test]
fn the_salt_goes_before_the_canonical_json() {
    let written = concat!(
        r#"{"personRegister":{"name":{"$text":"Ebba"},"#,
        r#""person":"00000000-0000-0000-0000-000000000003"}}"#,
    );
    let salted = Digest::of_parts([[7_u8; 32].as_slice(), written.as_bytes()]);
    assert_eq!(digest(&register("Ebba"), 7), salted);
}

#[test]
fn the_salt_of_the_digest_is_one_of_its_own() {
    let portfolio = PortfolioId::from(Uuid::from_u128(5));
    let event = Command::digest_event(portfolio, CommandId::from(Uuid::from_u128(6)));
    let seed = salt(9);
    let salts =
        [COMMAND_DIGEST_FIELD, "name", ""].map(|field| *Salt::derive(&seed, event, field).bytes());
    assert!(salts[0] != salts[1] && salts[1] != salts[2] && salts[0] != *seed.bytes());
}
