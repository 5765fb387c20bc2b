//! Desks as workstations: each stands in the smallest space that holds its middle.

use ::schema::Point;

use super::apart;
use super::budget::Budget;
use super::error::MapError;
use super::left_out::{Kept, Reason};
use super::level::{DrawnSpace, Report};
use super::model::Workstation;
use super::overlap::box_holds;
use super::ring;
use super::source::Title;

/// A desk that is drawn already.
#[derive(Debug)]
pub(crate) struct Desk {
    pub(crate) title: Title,
    pub(crate) workstation: Workstation,
}

/// How many desks became workstations, and how many stand in no space.
#[derive(Debug, Default)]
pub(crate) struct Placed {
    pub(crate) standing: usize,
    pub(crate) outside: usize,
}

/// Puts desks into spaces, in the order of the file.
pub(crate) fn place(
    desks: Vec<Desk>,
    spaces: &mut [DrawnSpace],
    report: &mut Report<'_>,
    budget: &Budget<'_>,
) -> Result<Placed, MapError> {
    let order = apart::by_area(spaces);
    let mut placed = Placed::default();
    for Desk { title, workstation } in desks {
        if let Some(index) = holder(spaces, &order, &title, workstation.position, budget)? {
            placed.standing += 1;
            spaces[index].space.workstations.push(workstation);
        } else {
            placed.outside += 1;
            report.say(&title, Kept::Drawing, Reason::StandsInNoSpace);
        }
    }
    Ok(placed)
}

/// The smallest space that holds a point.
fn holder(
    spaces: &[DrawnSpace],
    order: &[(usize, [Point; 2])],
    title: &Title,
    position: Point,
    budget: &Budget<'_>,
) -> Result<Option<usize>, MapError> {
    budget.work(order.len(), &title.place())?;
    for &(index, _) in order.iter().filter(|(_, bounds)| box_holds(bounds, position)) {
        let Ok(shape) = &spaces[index].space.shape else { continue };
        let corners = ring::rings(&shape.polygon).map(<[_]>::len).sum();
        budget.work(corners, &title.place())?;
        if ring::holds(&shape.polygon, position) {
            return Ok(Some(index));
        }
    }
    Ok(None)
}
