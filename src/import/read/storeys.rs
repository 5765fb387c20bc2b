//! The order in which people climb levels, told by their names: a list states no heights. It changes
//! nothing but heights.

use schema::{BuildingId, LevelAdd};
use std::collections::BTreeMap;

use super::{STOREY_MM, folded};

/// Puts the levels of each building above one another, in the order of their names.
pub(super) fn stack(levels: &mut [LevelAdd]) {
    let mut stacks: BTreeMap<BuildingId, Vec<usize>> = BTreeMap::new();
    for (index, level) in levels.iter().enumerate() {
        stacks.entry(level.building).or_default().push(index);
    }
    for indices in stacks.values_mut() {
        indices.sort_by_key(|index| storey(levels[*index].name.as_str()));
        let ground = indices
            .iter()
            .position(|index| storey(levels[*index].name.as_str()).0 >= 0)
            .unwrap_or(0);
        for (place, index) in indices.iter().enumerate() {
            // A building has few levels.
            #[allow(clippy::cast_possible_wrap)]
            let place = place as i64 - ground as i64;
            levels[*index].elevation_mm = place.saturating_mul(STOREY_MM);
        }
    }
}

/// The place of a level among others by its name: cellars below, the entrance at 0, then by number.
fn storey(name: &str) -> (i64, String) {
    let folded = folded(name);
    let figures: String = folded
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .take(3)
        .collect();
    let number: i64 = figures.parse().unwrap_or(0);
    let below = ["källare", "kallare", "cellar", "basement", "souterräng", "suterräng", "-"];
    let cellar = below.iter().any(|word| folded.starts_with(word))
        || (folded.starts_with('k') && folded.len() <= 3 && !figures.is_empty());
    let attic = ["vind", "attic", "tak", "roof"].iter().any(|word| folded.starts_with(word));
    let place = match (cellar, attic) {
        (true, _) => -number.max(1),
        (false, true) => 900 + number,
        (false, false) => number,
    };
    (place, folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_put_in_the_order_in_which_people_climb_them() {
        let mut names = ["Vind", "Plan 10", "Entréplan", "Plan 2", "Källare", "K2", "Våning 1"];
        names.sort_by_key(|name| storey(name));
        let climbed = ["K2", "Källare", "Entréplan", "Våning 1", "Plan 2", "Plan 10", "Vind"];
        assert_eq!(names, climbed);
    }
}
