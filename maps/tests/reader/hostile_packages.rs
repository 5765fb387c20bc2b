//! Zips and folders that are broken, lying or lead elsewhere.

use maps::{Files, Limits, MapError, Options, read};

use super::support::{bjorkviken, collection, feature, rectangle};

fn limits() -> Limits {
    Limits::default()
}

fn packed(files: Vec<(String, Vec<u8>)>) -> Vec<u8> {
    Files::of_folder(files, &limits()).unwrap().pack().unwrap()
}

fn one(name: &str, bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    vec![(name.to_owned(), bytes.to_vec())]
}

#[test]
fn a_folder_and_its_zip_give_one_model() {
    let folder = Files::of_folder(bjorkviken(), &limits()).unwrap();
    let zip = folder.pack().unwrap();
    let unpacked = Files::of_body("anything", &zip, &limits()).unwrap();
    assert_eq!(folder, unpacked);
    let options = Options::default();
    assert_eq!(read(&folder, &options).unwrap(), read(&unpacked, &options).unwrap());
}

#[test]
fn the_same_files_always_give_the_same_bytes() {
    let mut turned = bjorkviken();
    turned.reverse();
    assert_eq!(packed(bjorkviken()), packed(turned));
    let within = bjorkviken().into_iter().map(|(name, bytes)| (format!("a/b/{name}"), bytes));
    assert_eq!(packed(bjorkviken()), packed(within.collect()));
    // Stored, so that this never changes with a library: the digest of a body identifies it.
    let zip = packed(one("main.json", b"{}"));
    assert_eq!(&zip[..10], b"PK\x03\x04\x14\x00\x00\x08\x00\x00");
    assert_eq!(zip.len(), 30 + 9 + 2 + 46 + 9 + 22);
}

#[test]
fn names_that_lead_elsewhere_are_refused() {
    for name in [
        "../main.json",
        "/main.json",
        "a/../../main.json",
        "a\\main.json",
        "C:main.json",
        "a//b.json",
        "a\u{0}.json",
    ] {
        let refusal = Files::of_folder(one(name, b"{}"), &limits()).unwrap_err();
        assert!(refusal.to_string().contains("leads out of the package"), "{name}: {refusal}");
    }
    let twice = [one("a.json", b"{}"), one("A.json", b"{}")].concat();
    assert!(Files::of_folder(twice, &limits()).unwrap_err().to_string().contains("comes twice"));
    let long = format!("{}.json", "n".repeat(300));
    assert!(matches!(Files::of_folder(one(&long, b"{}"), &limits()), Err(MapError::Limit { .. })));
}

#[test]
fn a_zip_whose_name_leads_elsewhere_is_refused() {
    let zip = packed(one("main.json", b"{}"));
    // Packing checks names, so the bad one is put in afterwards, of the same length.
    let zip = replaced(&zip, b"main.json", b"../x.json");
    let refusal = Files::of_body("x", &zip, &limits()).unwrap_err();
    assert!(refusal.to_string().contains("leads out of the package"), "{refusal}");
}

fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut replaced = bytes.to_vec();
    let places = (0..=bytes.len() - from.len()).filter(|&at| bytes[at..].starts_with(from));
    for at in places {
        replaced[at..at + to.len()].copy_from_slice(to);
    }
    replaced
}

#[test]
fn a_zip_within_a_zip_is_refused() {
    let inner = packed(one("main.json", b"{}"));
    for name in ["inner.zip", "inner.json"] {
        let refusal = Files::of_folder(one(name, &inner), &limits()).unwrap_err();
        assert!(refusal.to_string().contains("zip within the package"), "{refusal}");
    }
}

#[test]
fn a_zip_cut_anywhere_is_refused() {
    let zip = packed(bjorkviken());
    for end in (4..zip.len()).step_by(61) {
        assert!(Files::of_body("x", &zip[..end], &limits()).is_err(), "{end}");
    }
}

#[test]
fn a_zip_with_any_byte_flipped_never_panics_nor_changes_a_file() {
    let zip = packed(one("main.json", br#"{"levels":[]}"#));
    let whole = Files::of_body("x", &zip, &limits()).unwrap();
    // Without its first four bytes it is no zip, and taken for JSON, which is refused later.
    for at in 4..zip.len() {
        for bit in [1, 128] {
            let mut flipped = zip.clone();
            flipped[at] ^= bit;
            if let Ok(files) = Files::of_body("x", &flipped, &limits()) {
                let same = |name: &str| files.bytes(name) == whole.bytes("main.json");
                assert!(files.names().all(same), "byte {at}");
            }
        }
    }
}

#[test]
fn headers_that_lie_about_sizes_are_refused() {
    let zip = packed(one("main.json", br#"{"levels":[]}"#));
    let central = zip.len() - 22 - 46 - 9;
    // The inflated size in the directory, then the packed one.
    for (at, size, says) in [
        (central + 24, 12u32, "not as long"),
        (central + 24, u32::MAX - 1, "not as long"),
        (central + 20, 4_000_000, "not where"),
        (central + 42, 3, "not where"),
    ] {
        let mut lying = zip.clone();
        lying[at..at + 4].copy_from_slice(&size.to_le_bytes());
        let refusal = Files::of_body("x", &lying, &limits()).unwrap_err().to_string();
        assert!(refusal.contains(says), "{refusal}");
    }
}

/// A zip of one deflated file, with the headers told what to say.
fn deflated(name: &str, content: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content).unwrap();
    let packed_bytes = encoder.finish().unwrap();
    let mut crc = flate2::Crc::new();
    crc.update(content);
    let length = |bytes: &[u8]| u32::try_from(bytes.len()).unwrap().to_le_bytes();
    let mut common = vec![20, 0, 0, 8, 8, 0, 0, 0, 33, 0];
    common.extend(crc.sum().to_le_bytes());
    common.extend(length(&packed_bytes));
    common.extend(length(content));
    common.extend([u8::try_from(name.len()).unwrap(), 0, 0, 0]);
    let mut zip = b"PK\x03\x04".to_vec();
    zip.extend(&common);
    zip.extend(name.as_bytes());
    zip.extend(&packed_bytes);
    let place = length(&zip);
    let directory = [b"PK\x01\x02\x14\x00", &common[..], &[0; 14], name.as_bytes()].concat();
    zip.extend(&directory);
    zip.extend(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
    zip.extend(length(&directory));
    zip.extend(place);
    zip.extend([0, 0]);
    zip
}

#[test]
fn files_that_share_bytes_are_refused() {
    let zip = packed(one("main.json", br#"{"levels":[]}"#));
    let (end, entry) = (zip.len() - 22, zip.len() - 22 - 46 - 9);
    let mut doubled = [&zip[..end], &zip[entry..end], &zip[end..]].concat();
    let end = doubled.len() - 22;
    doubled[end + 8] = 2;
    doubled[end + 10] = 2;
    let refusal = Files::of_body("x", &doubled, &limits()).unwrap_err().to_string();
    assert!(refusal.contains("lies over another one"), "{refusal}");
}

#[test]
fn deflated_files_are_read_within_the_limit() {
    let text = collection(&[feature("room", "1", "Kök", &[&rectangle(0.0, 0.0, 4.0, 3.0)])]);
    let zip = deflated("plan.geojson", text.as_bytes());
    let files = Files::of_body("x", &zip, &limits()).unwrap();
    assert_eq!(files.bytes("plan.geojson"), Some(text.as_bytes()));
    let bomb = deflated("plan.geojson", &vec![b' '; 20_000_000]);
    assert!(bomb.len() < 50_000);
    let limits = Limits { file_bytes: 1_000_000, ..limits() };
    let refusal = Files::of_body("x", &bomb, &limits).unwrap_err();
    assert!(matches!(refusal, MapError::Limit { limit: 1_000_000, .. }), "{refusal}");
}

#[test]
fn too_many_or_too_large_files_are_refused() {
    let many: Vec<_> = (0..12).map(|number| (format!("{number}.json"), vec![b' '; 100])).collect();
    let few = Limits { files: 10, ..limits() };
    assert!(matches!(Files::of_folder(many.clone(), &few), Err(MapError::Limit { .. })));
    assert!(matches!(
        Files::of_body("x", &packed(many.clone()), &few),
        Err(MapError::Limit { .. })
    ));
    let small = Limits { inflated_bytes: 1_000, ..limits() };
    assert!(matches!(Files::of_folder(many.clone(), &small), Err(MapError::Limit { .. })));
    let zip = packed(many);
    assert!(matches!(Files::of_body("x", &zip, &small), Err(MapError::Limit { .. })));
    let body = Limits { package_bytes: 1_000, ..limits() };
    assert!(matches!(Files::of_body("x", &zip, &body), Err(MapError::Limit { .. })));
}

#[test]
fn what_is_not_json_is_named_and_not_kept() {
    let mut files = bjorkviken();
    files.push(("photo.jpg".to_owned(), vec![1, 2, 3]));
    files.push(("__MACOSX/._unit.geojson".to_owned(), vec![1, 2, 3]));
    let files = Files::of_folder(files, &limits()).unwrap();
    assert_eq!(files.passed_over().collect::<Vec<_>>(), ["__MACOSX/._unit.geojson", "photo.jpg"]);
    let model = read(&files, &Options::default()).unwrap();
    assert!(model.left_out.iter().any(|line| &*line.file == "photo.jpg"));
}

#[test]
fn a_package_without_a_map_says_what_is_accepted() {
    let files = [one("a.json", b"{}"), one("b.json", b"{}")].concat();
    let files = Files::of_folder(files, &limits()).unwrap();
    let refusal = read(&files, &Options::default()).unwrap_err().to_string();
    assert!(refusal.contains("a.json, b.json") && refusal.contains("main.json"), "{refusal}");
    let empty = Files::of_folder([], &limits()).unwrap();
    assert!(matches!(read(&empty, &Options::default()), Err(MapError::NoMap { .. })));
    let missing =
        one("main.json", br#"{"levels":[{"id":"1","z_order":0,"filename":"1.geojson"}]}"#);
    let files = Files::of_folder(missing, &limits()).unwrap();
    let refusal = read(&files, &Options::default()).unwrap_err().to_string();
    assert!(refusal.contains(r#""1.geojson" is missing"#), "{refusal}");
    let none = Files::of_folder(one("main.json", br#"{"levels":[]}"#), &limits()).unwrap();
    assert_eq!(read(&none, &Options::default()).unwrap_err(), MapError::NoLevel);
}
