//! Whether a column's heading names an area, and by which measure. A heading that names no known
//! measure is a quantity of the file under that name: no measure is ever guessed.

use schema::Measure;

use crate::heading::{Heading, plain};

/// Words that say only that something is an area.
const AREA_WORDS: [&str; 12] = [
    "area",
    "areal",
    "yta",
    "ytan",
    "areas",
    "ytor",
    "m2",
    "kvm",
    "sqm",
    "kvadratmeter",
    "m",
    "room",
];
/// Of these, the ones by which a heading with other words is an area too.
const TELLING: [&str; 8] = ["area", "areal", "yta", "m2", "kvm", "sqm", "ytor", "kvadratmeter"];
/// Measures that are not Thirdplace's own, by the names that lists give them.
const OTHER_MEASURES: [&str; 17] = [
    "nta",
    "boa",
    "bia",
    "bya",
    "opa",
    "nettoarea",
    "boarea",
    "biarea",
    "byggnadsarea",
    "nia",
    "gia",
    "gea",
    "nua",
    "gfa",
    "nla",
    "nra",
    "golvyta",
];
/// Words by which a heading is about money or a rate, whatever else it says.
const NOT_AN_AREA: [&str; 13] = [
    "kr", "sek", "hyra", "pris", "kostnad", "per", "rent", "cost", "price", "eur", "andel",
    "share", "rate",
];

/// The measure of a column with this heading; nothing where it is no area.
pub(crate) fn measure(heading: &Heading) -> Option<Measure> {
    let tokens: Vec<&str> = heading.plain().split(' ').filter(|token| !token.is_empty()).collect();
    if tokens.iter().any(|token| NOT_AN_AREA.contains(token)) || is_rate(&heading.shown) {
        return None;
    }
    let others: Vec<&str> =
        tokens.iter().copied().filter(|token| !AREA_WORDS.contains(token)).collect();
    if let Some(known) = known_measure(&others) {
        return Some(known);
    }
    let says_area = tokens.iter().any(|token| TELLING.contains(token))
        || others.iter().any(|token| OTHER_MEASURES.contains(token) || token.ends_with("yta"))
        || others.iter().any(|token| known_measure(&[token]).is_some());
    says_area.then(|| quantity(&heading.shown)).flatten()
}

/// The measure of that name, however it is written.
fn known_measure(words: &[&str]) -> Option<Measure> {
    Some(match words {
        ["loa" | "lokalarea"] => Measure::Loa,
        ["bra" | "bruksarea"] => Measure::Bra,
        ["bta" | "bruttoarea"] => Measure::Bta,
        ["loa", "lokalarea"] | ["lokalarea", "loa"] => Measure::Loa,
        ["bra", "bruksarea"] | ["bruksarea", "bra"] => Measure::Bra,
        ["bta", "bruttoarea"] | ["bruttoarea", "bta"] => Measure::Bta,
        ["boma"] => Measure::Boma,
        ["ipms1"] | ["ipms", "1"] => Measure::Ipms1,
        ["ipms2"] | ["ipms", "2"] => Measure::Ipms2,
        ["ipms3"] | ["ipms", "3"] => Measure::Ipms3,
        ["as", "modelled"] => Measure::AsModelled,
        _ => return None,
    })
}

/// A measure as a mapping names it: a known one, or a quantity of the file.
pub(crate) fn named(name: &str) -> Option<Measure> {
    let plain = plain(name);
    let words: Vec<&str> = plain.split(' ').collect();
    known_measure(&words).or_else(|| quantity(name))
}

/// Square metres for each of something: `m²/person`, `kr/m²`.
fn is_rate(shown: &str) -> bool {
    let close: String = shown.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    ["m²", "m2", "kvm", "sqm"]
        .iter()
        .any(|unit| close.contains(&format!("/{unit}")) || close.contains(&format!("{unit}/")))
}

/// The heading without its unit, in the letters that the name of a quantity may have.
fn quantity(shown: &str) -> Option<Measure> {
    let mut name = shown.to_owned();
    for unit in ["(m²)", "[m²]", "(m2)", "[m2]", "(kvm)", "(sqm)", "m²", "m2", "kvm", "sqm"] {
        name = name.replace(unit, " ");
    }
    let allowed = |c: char| if c.is_alphanumeric() || " -_./():%".contains(c) { c } else { ' ' };
    let name: String = name.chars().map(allowed).take(64).collect();
    let words: Vec<&str> = name.split_whitespace().collect();
    let name = words.join(" ");
    let name = name.trim_matches([' ', ',', ':', '-', '.']);
    Measure::quantity(if name.is_empty() { "Area" } else { name }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(heading: &str, expected: Option<&str>) {
        let found = measure(&Heading::new(heading)).map(|measure| measure.to_string());
        assert_eq!(found.as_deref(), expected, "{heading}");
    }

    #[test]
    fn known_measures_are_known_with_their_units() {
        for loa in ["LOA", "loa (m²)", "LOA, kvm", "Area LOA", "Area (LOA)", "Lokalarea (LOA) m2"]
        {
            check(loa, Some("LOA"));
        }
        check("Area (BTA)", Some("BTA"));
        check("Bruksarea", Some("BRA"));
        check("IPMS 3 [m²]", Some("IPMS 3"));
    }

    #[test]
    fn other_areas_keep_their_names() {
        check("Yta", Some("quantity: Yta"));
        check("Yta (m²)", Some("quantity: Yta"));
        check("m²", Some("quantity: Area"));
        check("NTA", Some("quantity: NTA"));
        check("Area (NTA)", Some("quantity: Area (NTA)"));
        check("LOA enl. avtal", Some("quantity: LOA enl. avtal"));
        check("Golvyta", Some("quantity: Golvyta"));
    }

    #[test]
    fn money_rates_and_the_rest_are_no_areas() {
        for other in ["Hyra kr/m²", "m²/person", "Pris per kvm", "Plan", "Volym", "Rum", "Room"] {
            check(other, None);
        }
    }
}
