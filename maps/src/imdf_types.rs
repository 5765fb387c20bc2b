//! What the categories of IMDF features are to a level: spaces, workstations or drawing. The
//! categories are those of OGC 20-094, "Categories".

use ::schema::Category;

use super::category::{Says, category};
use super::feature::Properties;
use super::model::StrokeKind;
use super::source::Part;

/// What a feature of a file is to its level.
pub(crate) fn part(file: &str, category: &str, properties: &Properties) -> Part {
    match (file, category) {
        ("unit.geojson", _) => unit(category, properties.name.0.as_deref()),
        ("fixture.geojson", "desk") => Part::Desk,
        ("fixture.geojson", "wall" | "obstruction") => Part::Drawn(StrokeKind::Wall, None),
        ("fixture.geojson" | "kiosk.geojson", _) => Part::Drawn(StrokeKind::Furniture, None),
        ("opening.geojson", _) if properties.door.is_some() => Part::Drawn(StrokeKind::Door, None),
        ("opening.geojson", _) => Part::Drawn(StrokeKind::Opening, None),
        ("section.geojson", _) => Part::Drawn(StrokeKind::Area, None),
        (_, _) => Part::Drawn(StrokeKind::Other, None),
    }
}

/// Units are spaces, but for those that are the building itself, ways between levels, holes and
/// what lies outdoors.
fn unit(function: &str, name: Option<&str>) -> Part {
    let kind = match function {
        "brick" | "column" | "concrete" | "drywall" | "glass" | "structure" | "wood" => {
            StrokeKind::Wall
        }
        "escalator" | "movingwalkway" | "ramp" | "stairs" | "steps" => StrokeKind::Stairs,
        "elevator" => StrokeKind::Elevator,
        "opentobelow" => StrokeKind::FloorOpening,
        "fieldofplay" | "parking" | "platform" | "road" | "vegetation" | "walkway.island" => {
            StrokeKind::Area
        }
        _ => {
            let category = category(says(function), name);
            return Part::Space { function: function.to_owned(), category };
        }
    };
    Part::Drawn(kind, None)
}

fn says(function: &str) -> Says {
    match function.split('.').next().unwrap_or(function) {
        "office" => Says::Unless(Category::Cell),
        "auditorium" | "classroom" | "conferenceroom" | "huddleroom" => {
            Says::Surely(Category::Meeting)
        }
        "firstaid" | "library" | "mothersroom" | "phoneroom" => Says::Surely(Category::Quiet),
        "movietheater" | "theater" | "waitingroom" => Says::Surely(Category::PublicFacing),
        "storage" => Says::Unless(Category::Archive),
        "fitnessroom" | "foodservice" | "kitchen" | "lounge" | "privatelounge" | "recreation"
        | "smokingarea" => Says::Surely(Category::Social),
        "restroom" | "shower" => Says::Surely(Category::Hygiene),
        "footbridge" | "walkway" => Says::Surely(Category::Circulation),
        "lobby" => Says::Unless(Category::Circulation),
        "laboratory" | "mailroom" | "serverroom" => Says::Surely(Category::Technical),
        // `room`, `nonpublic`, `unspecified`, `unenclosedarea`, `terrace` and what is not in the
        // list say that people can be there, not what for.
        _ => Says::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(function: &str, name: Option<&str>, expected: Option<Category>) {
        let space = Part::Space { function: function.to_owned(), category: expected };
        assert_eq!(unit(function, name), space, "{function} {name:?}");
    }

    #[test]
    fn units_are_spaces_of_what_they_are_for() {
        check("office", None, Some(Category::Cell));
        check("office", Some("Kontorslandskap"), Some(Category::OpenWorkplace));
        check("conferenceroom", Some("Kontor"), Some(Category::Meeting));
        check("restroom.female.wheelchair", None, Some(Category::Hygiene));
        check("foodservice.coffee", None, Some(Category::Social));
        check("nonpublic", Some("Teknikrum"), Some(Category::Technical));
        check("nonpublic", None, None);
        check("something of its own", None, None);
    }

    #[test]
    fn the_building_itself_and_ways_between_levels_are_drawn() {
        for (function, kind) in [
            ("column", StrokeKind::Wall),
            ("stairs", StrokeKind::Stairs),
            ("elevator", StrokeKind::Elevator),
            ("opentobelow", StrokeKind::FloorOpening),
            ("parking", StrokeKind::Area),
        ] {
            assert_eq!(unit(function, Some("Mötesrum")), Part::Drawn(kind, None), "{function}");
        }
    }
}
