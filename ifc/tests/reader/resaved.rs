//! A file that was merely saved again, its entities renumbered and its lines
//! in another order, gives an equal model.

use std::collections::BTreeMap;

use ifc::{Options, read};

use super::support::{demonstration, shared_data, small_with};

/// Saves again: other ids, other order of lines, another time in the header.
fn saved_again(text: &str, seed: u64) -> String {
    let (head, rest) = text.split_once("DATA;").unwrap();
    let (data, tail) = rest.rsplit_once("ENDSEC;").unwrap();
    let mut entities: Vec<&str> = statements(data);
    shuffle(&mut entities, seed);
    let ids: BTreeMap<u64, usize> = entities
        .iter()
        .enumerate()
        .map(|(position, entity)| (id(entity), 7 * position + 1000))
        .collect();
    let entities: Vec<String> = entities.iter().map(|one| renumbered(one, &ids)).collect();
    let head = head.replace("T14:18:13", "T23:59:59").replace("T00:00:00", "T11:11:11");
    format!("{head}DATA;\n{}\nENDSEC;{tail}", entities.join("\r\n"))
}

/// Entities with their semicolons, whatever their strings hold; comments go.
fn statements(data: &str) -> Vec<&str> {
    let mut statements = Vec::new();
    let mut start = None;
    let mut quoted = false;
    for (at, byte) in data.bytes().enumerate() {
        match byte {
            b'\'' => quoted = !quoted,
            b'#' if start.is_none() => start = Some(at),
            b';' if !quoted => statements.extend(start.take().map(|start| &data[start..=at])),
            _ => {}
        }
    }
    statements
}

fn id(entity: &str) -> u64 {
    let digits = entity[1..].split(|c: char| !c.is_ascii_digit()).next().unwrap();
    digits.parse().unwrap()
}

fn renumbered(entity: &str, ids: &BTreeMap<u64, usize>) -> String {
    let mut out = String::new();
    for (position, part) in entity.split('\'').enumerate() {
        if position > 0 {
            out.push('\'');
        }
        // Every second part stands between apostrophes.
        if position % 2 == 1 {
            out.push_str(part);
            continue;
        }
        let mut pieces = part.split('#');
        out.push_str(pieces.next().unwrap());
        for piece in pieces {
            let digits = piece.bytes().take_while(u8::is_ascii_digit).count();
            let id: u64 = piece[..digits].parse().unwrap();
            out.push_str(&format!("#{}{}", ids[&id], &piece[digits..]));
        }
    }
    out
}

/// Fisher and Yates, drawn from a linear congruence.
fn shuffle(items: &mut [&str], seed: u64) {
    let mut state = seed;
    for last in (1..items.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let draw = usize::try_from(state >> 33).unwrap() % (last + 1);
        items.swap(last, draw);
    }
}

#[track_caller]
fn check(text: &str) {
    let model = read(text.as_bytes(), &Options::default()).unwrap();
    for seed in [1, 2, 3] {
        let again = saved_again(text, seed);
        assert_ne!(again, text);
        assert_eq!(read(again.as_bytes(), &Options::default()).unwrap(), model);
    }
}

#[test]
fn the_demonstration_saved_again_is_equal() {
    check(&String::from_utf8(demonstration("radhuset.ifc")).unwrap());
}

#[test]
fn office_a_saved_again_is_equal() {
    let Some(bytes) = shared_data("office-a/Office_A_20110811.ifc") else {
        return;
    };
    check(&String::from_utf8(bytes).unwrap());
}

#[test]
fn a_file_that_says_something_else_is_not_equal() {
    let model = |text: &str| read(text.as_bytes(), &Options::default()).unwrap();
    let before = model(&small_with(&[]));
    let moved = small_with(&[(38, "#38=IFCCARTESIANPOINT((4000.,3001.));")]);
    assert_ne!(model(&moved), before);
    let renamed = small_with(&[]).replace("'Arkiv'", "'Kontor'");
    assert_ne!(model(&renamed), before);
}
