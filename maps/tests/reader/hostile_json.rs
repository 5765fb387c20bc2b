//! JSON that is broken, lying or endless.

use maps::{Files, Limits, MapError, Options, read};

use super::support::{
    bjorkviken, collection, feature, feature_of, nothing_is_silent, read_folder, read_text,
    rectangle, shared_data,
};

fn room_with(coordinates: &str) -> String {
    let geometry = format!(r#"{{"type":"Polygon","coordinates":{coordinates}}}"#);
    collection(&[feature_of("room", "1", "", &geometry)])
}

#[track_caller]
fn refused(text: &str, says: &str) {
    let refusal = read_text(text).unwrap_err();
    assert!(matches!(refusal, MapError::Json { .. }), "{refusal}");
    let message = refusal.to_string();
    assert!(message.starts_with("plan.geojson, line ") && message.contains(says), "{message}");
}

#[test]
fn numbers_that_are_none_are_refused_with_their_place() {
    refused(&room_with(r#"[[["14.2",63.25]]]"#), "invalid type: string");
    refused(&room_with("[[[NaN,63.25]]]"), "expected");
    refused(&room_with("[[[Infinity,63.25]]]"), "expected");
    refused(&room_with("[[[1e999,63.25]]]"), "number out of range");
    refused(&room_with("[[[14.2,null]]]"), "invalid type: null");
    refused(&room_with("[[[14.2]]]"), "without a latitude");
    refused(&room_with("[[[[[[[1]]]]]]]"), "deeper");
    refused(&room_with("[[[14.2,63.25],[[14.2,63.25]]]]"), "different depths");
    refused(&room_with("[[14.2,63.25],14.2]"), "different depths");
}

#[test]
fn values_of_the_wrong_type_are_refused() {
    refused("[]", "FeatureCollection");
    refused(r#"{"type":"FeatureCollection","features":{}}"#, "array of features");
    refused(r#"{"type":"FeatureCollection","features":[1]}"#, "a GeoJSON feature");
    refused(r#"{"type":"FeatureCollection","features":[{"geometry":[]}]}"#, "geometry");
    refused(r#"{"type":"FeatureCollection","features":[{"properties":{"name":[]}}]}"#, "a text");
    let other = read_text(r#"{"type":"Topology","features":[]}"#).unwrap_err().to_string();
    assert!(other.contains(r#""Topology"; accepted is FeatureCollection"#), "{other}");
}

#[test]
fn a_file_cut_anywhere_is_refused() {
    let whole = collection(&[feature("room", "1", "Kök", &[&rectangle(0.0, 0.0, 4.0, 3.0)])]);
    assert!(read_text(&whole).is_ok());
    for (end, _) in whole.char_indices() {
        assert!(read_text(&whole[..end]).is_err(), "{end}");
    }
}

#[test]
fn a_real_file_cut_anywhere_is_refused() {
    let Some(files) = shared_data("westport-house") else { return };
    let (_, whole) = files.iter().find(|(name, _)| name.ends_with("floor-2.geojson")).unwrap();
    for end in (0..whole.trim_ascii_end().len()).step_by(997) {
        let files = Files::of_body("cut", &whole[..end], &Limits::default()).unwrap();
        assert!(read(&files, &Options::default()).is_err(), "{end}");
    }
}

#[test]
fn endless_nesting_is_refused_or_passed_over() {
    let deep = "[".repeat(1_000_000);
    assert!(matches!(read_text(&deep), Err(MapError::Json { .. })));
    assert!(matches!(read_text(&room_with(&deep)), Err(MapError::Json { .. })));
    let passed_over = format!(
        r#"{{"type":"FeatureCollection","other":{deep}{},"features":[]}}"#,
        "]".repeat(1_000_000)
    );
    // What nobody reads is not kept, however deep; refusing it would be as right.
    if let Err(refusal) = read_text(&passed_over) {
        assert!(matches!(refusal, MapError::Json { .. }), "{refusal}");
    }
}

#[test]
fn counts_beyond_the_limits_are_refused_by_name() {
    let limits = Limits { features: 1_000, positions: 10_000, ..Limits::default() };
    let options = Options { limits, ..Options::default() };
    let read_text = |text: &str| {
        let files = Files::of_body("plan", text.as_bytes(), &options.limits).unwrap();
        read(&files, &options).unwrap_err().to_string()
    };
    let many = vec!["{}".to_owned(); 100_000];
    let refusal = read_text(&collection(&many));
    assert_eq!(
        refusal,
        "plan.geojson: more than 1000 features; accepted are packages below this limit"
    );
    let long = room_with(&format!("[[{}[0,0]]]", "[0,0],".repeat(100_000)));
    assert!(read_text(&long).contains("more than 10000 positions"));
    let name = "n".repeat(1_001);
    let named = collection(&[feature("room", "1", &name, &[&rectangle(0.0, 0.0, 4.0, 3.0)])]);
    assert!(read_text(&named).contains("more than 1000 characters"));
}

#[test]
fn ten_million_features_end_at_the_limit() {
    let text =
        format!(r#"{{"type":"FeatureCollection","features":[{}{{}}]}}"#, "{},".repeat(10_000_000));
    let refusal = read_text(&text).unwrap_err();
    assert!(matches!(refusal, MapError::Limit { what: "features", .. }), "{refusal}");
}

#[test]
fn outlines_that_take_too_long_to_compare_are_refused() {
    let saw = |from: u32| {
        let tooth = |step: u32| [f64::from(step) * 0.01, 1.0 + f64::from((step + from) % 2)];
        let teeth = (0..990).map(tooth);
        let mut ring = vec![[0.0, 0.0]];
        ring.extend(teeth);
        ring.push([9.89, 0.0]);
        ring
    };
    let rooms: Vec<String> =
        (0..2_000).map(|key| feature("room", &key.to_string(), "", &[&saw(key)])).collect();
    let refusal = read_text(&collection(&rooms)).unwrap_err();
    assert!(matches!(refusal, MapError::Limit { .. }), "{refusal}");
    assert!(refusal.to_string().contains("comparing outlines"), "{refusal}");
}

#[test]
fn combs_laid_across_each_other_are_refused_before_they_take_long() {
    let comb = |turned: bool| -> Vec<[f64; 2]> {
        let mut ring = vec![[0.0, 0.0]];
        for tooth in 0..248 {
            let x = 0.1 * f64::from(tooth);
            ring.extend([[x, 25.0], [x + 0.05, 25.0], [x + 0.05, 0.5], [x + 0.1, 0.5]]);
        }
        ring.push([24.8, 0.0]);
        let lean = |[x, y]: &[f64; 2]| if turned { [*y, *x + 0.3 * *y] } else { [*x, *y] };
        ring.iter().map(lean).collect()
    };
    let combs =
        [true, false].map(|turned| feature("room", &turned.to_string(), "", &[&comb(turned)]));
    let limits = Limits { work_steps: 1 << 26, ..Limits::default() };
    let text = collection(&combs);
    let files = Files::of_body("plan", text.as_bytes(), &limits).unwrap();
    let refusal = read(&files, &Options { limits, ..Options::default() }).err();
    let message = refusal.map(|refusal| refusal.to_string()).unwrap_or_default();
    assert!(message.starts_with("overlapping spaces: more than"), "{message}");
}

#[test]
fn a_package_with_any_byte_changed_never_panics_and_drops_nothing_silently() {
    for (file, bytes) in bjorkviken() {
        for at in (0..bytes.len()).step_by(7) {
            let mut changed = bjorkviken();
            let (_, bytes) = changed.iter_mut().find(|(name, _)| *name == file).unwrap();
            bytes[at] = b"0,[]{}\"-9e."[at % 11];
            if let Ok(model) = read_folder(changed.clone()) {
                nothing_is_silent(&changed, &model);
            }
        }
    }
}

#[test]
fn a_ring_that_begins_in_a_long_spike_does_not_take_long() {
    let out: Vec<String> = (0..200_000).map(|step| format!("[14.2{step:06},63.25]")).collect();
    let back = out.iter().rev().cloned();
    let ring: Vec<String> =
        out[100_000..].iter().cloned().chain(back).chain(out[..100_001].to_vec()).collect();
    let geometry = format!(r#"{{"type":"Polygon","coordinates":[[{}]]}}"#, ring.join(","));
    let model = read_text(&collection(&[feature_of("wall", "1", "", &geometry)])).unwrap();
    assert_eq!(model.levels[0].counts.drawn, 1);
}
