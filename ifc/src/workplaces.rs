//! What a space is for, in the project's categories, and how many workstations
//! are assumed in it: a stated rule, the same for every file.

use ::schema::{Category, category_by_word};

use super::model::Space;
use super::omniclass;

/// How the category was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Grounds {
    /// By this class of OmniClass Table 13.
    Code(String),
    /// By this word in the space's function, its class's title or its type.
    Word(&'static str),
    /// Neither said anything: see [`LAST_RESORT`].
    LastResort,
}

/// What a room is taken for when nothing tells. It carries no seats and cannot
/// be allocated, so that nothing is given away on a guess.
pub const LAST_RESORT: Category = Category::Technical;

/// The rule of categories in words, to stand beside its results.
pub const CATEGORY_RULE: &str = "The category is that of the space's class in OmniClass Table 13 \
    (edition 2006; the longest code that fits); else of the first known word, Swedish or English, \
    in its function, its class's title or its type; else technical, as a last resort that is \
    marked as such.";

/// The rule of workstations in words, to stand beside its results.
pub const WORKSTATION_RULE: &str = "Assumed, not counted: an open workplace has one workstation \
    per 10 m² of its polygon net of holes, rounded down; an office or administrative room \
    (category cell) has one per 12 m², rounded down, and at least one, also where it has no \
    polygon; every other room has none.";

/// A space's category, why, and what it is assumed to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workplaces {
    /// What the space is for.
    pub category: Category,
    /// How that was found.
    pub grounds: Grounds,
    /// Assumed workstations, by [`WORKSTATION_RULE`].
    pub workstations: u32,
}

/// Applies [`CATEGORY_RULE`] and [`WORKSTATION_RULE`] to one space.
#[must_use]
pub fn of_space(space: &Space) -> Workplaces {
    let (category, grounds) = category(space);
    let area = space.shape.as_ref().map_or(0, |shape| shape.polygon.area().0);
    Workplaces { category, grounds, workstations: workstations(category, area) }
}

fn category(space: &Space) -> (Category, Grounds) {
    for code in &space.codes {
        if let Some(category) = omniclass::category(code) {
            return (category, Grounds::Code(code.code.clone()));
        }
    }
    let titles = space.codes.iter().map(|code| &code.title);
    let texts = std::iter::once(&space.function).chain(titles).chain([&space.object_type]);
    for text in texts.flatten() {
        if let Some((word, category)) = category_by_word(text) {
            return (category, Grounds::Word(word));
        }
    }
    (LAST_RESORT, Grounds::LastResort)
}

/// Applies [`WORKSTATION_RULE`] to a category and the area of a polygon net of holes, in square
/// millimetres; 0 where there is no polygon.
#[must_use]
pub fn workstations(category: Category, square_millimetres: i64) -> u32 {
    let one_per = |square_metres: i64| {
        u32::try_from(square_millimetres / (square_metres * 1_000_000)).unwrap_or(0)
    };
    match category {
        Category::OpenWorkplace => one_per(10),
        Category::Cell => one_per(12).max(1),
        Category::Meeting
        | Category::Quiet
        | Category::Secure
        | Category::PublicFacing
        | Category::Archive
        | Category::Social
        | Category::Hygiene
        | Category::Circulation
        | Category::Technical => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::{Code, GlobalId, Polygon, Reason, Shape};
    use super::*;

    fn space(function: &str, code: Option<(&str, &str)>, millimetres: Option<[i64; 2]>) -> Space {
        let square = |[x, y]: [i64; 2]| Shape {
            polygon: Polygon { outer: vec![[0, 0], [x, 0], [x, y], [0, y]], holes: Vec::new() },
            exact_area_m2: 0.0,
            depth_mm: 2500.0,
        };
        Space {
            global_id: GlobalId::new("0000000000000000000000").unwrap(),
            number: None,
            function: Some(function.to_owned()),
            object_type: None,
            predefined_type: None,
            codes: code
                .map(|(code, title)| Code {
                    system: Some("OmniClass Table 13".to_owned()),
                    edition: None,
                    code: code.to_owned(),
                    title: Some(title.to_owned()),
                })
                .into_iter()
                .collect(),
            areas: Vec::new(),
            volumes: Vec::new(),
            shape: millimetres.map(square).ok_or(Reason::NoBody),
        }
    }

    #[track_caller]
    fn check(space: &Space, category: Category, grounds: Grounds, workstations: u32) {
        assert_eq!(of_space(space), Workplaces { category, grounds, workstations });
    }

    #[test]
    fn the_class_goes_before_the_function() {
        let space = space("OPEN OFFICE", Some(("13-15 11 34 11", "Office")), Some([9000, 8000]));
        check(&space, Category::Cell, Grounds::Code("13-15 11 34 11".to_owned()), 6);
    }

    #[test]
    fn then_the_function_and_then_the_title() {
        let by_function = space("Mötesrum", Some(("13-15", "Work Spaces")), None);
        check(&by_function, Category::Meeting, Grounds::Word("möte"), 0);
        let by_title = space("S-7", Some(("13-55 11 00", "Office Spaces")), None);
        check(&by_title, Category::Cell, Grounds::Word("office"), 1);
    }

    #[test]
    fn the_last_resort_is_named() {
        check(&space("S-7", None, Some([9000, 9000])), LAST_RESORT, Grounds::LastResort, 0);
    }

    #[test]
    fn open_workplaces_have_one_per_ten_square_metres_rounded_down() {
        let seats = |side| of_space(&space("Kontorslandskap", None, side)).workstations;
        assert_eq!(seats(Some([10_000, 10_000])), 10);
        assert_eq!(seats(Some([10_000, 9_999])), 9);
        assert_eq!(seats(Some([3_000, 3_000])), 0);
        assert_eq!(seats(None), 0);
    }

    #[test]
    fn offices_have_one_per_twelve_square_metres_and_at_least_one() {
        let seats = |side| of_space(&space("Kontor", None, side)).workstations;
        assert_eq!(seats(Some([6_000, 4_000])), 2);
        assert_eq!(seats(Some([6_000, 3_999])), 1);
        assert_eq!(seats(Some([2_000, 3_000])), 1);
        assert_eq!(seats(None), 1);
    }
}
