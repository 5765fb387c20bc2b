//! A municipality by its code, or by its name where the caller knows the names.

use schema::MunicipalityCode;
use std::collections::BTreeMap;

use crate::heading::plain;

/// The municipalities that the caller knows.
#[derive(Debug)]
pub(crate) struct Municipalities {
    by_name: BTreeMap<String, MunicipalityCode>,
    names: String,
}

impl Municipalities {
    pub(crate) fn new(known: &BTreeMap<String, MunicipalityCode>) -> Self {
        let by_name = known.iter().map(|(name, code)| (bare(name), code.clone())).collect();
        let names: Vec<String> =
            known.iter().take(30).map(|(name, code)| format!("{name} ({code})")).collect();
        Self { by_name, names: names.join(", ") }
    }

    /// The code that is meant. Where the caller knows none, any code of four digits is taken.
    pub(crate) fn code(&self, written: &str) -> Result<MunicipalityCode, String> {
        let four_digits = written.len() == 4 && written.chars().all(|c| c.is_ascii_digit());
        let by_code = || {
            let code = written.parse::<MunicipalityCode>().ok()?;
            let known = self.by_name.values().any(|known| *known == code);
            (known || (self.by_name.is_empty() && four_digits)).then_some(code)
        };
        let name = bare(written);
        // Östersunds kommun is Östersund's.
        let found = self.by_name.get(&name).or_else(|| self.by_name.get(name.strip_suffix('s')?));
        found.cloned().or_else(by_code).ok_or_else(|| {
            if self.by_name.is_empty() {
                "accepted is a municipality's code of four digits; no names are known here"
                    .to_owned()
            } else {
                format!("is no municipality that is known here; accepted are {}", self.names)
            }
        })
    }
}

fn bare(name: &str) -> String {
    let name = plain(name);
    name.strip_suffix(" kommun").map(str::to_owned).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_codes_are_known_as_people_write_them() {
        let code = |code: &str| code.parse::<MunicipalityCode>().unwrap();
        let known = BTreeMap::from([
            ("Östersund".to_owned(), code("2380")),
            ("Krokom".to_owned(), code("2309")),
        ]);
        let known = Municipalities::new(&known);
        for written in ["Östersund", "ÖSTERSUND", "Östersunds kommun", "2380"] {
            assert_eq!(known.code(written), Ok(code("2380")), "{written}");
        }
        assert!(known.code("2381").unwrap_err().contains("Krokom (2309)"));
        let none = Municipalities::new(&BTreeMap::new());
        assert_eq!(none.code("2381"), Ok(code("2381")));
        assert!(none.code("Östersund").is_err());
    }
}
