//! Files as plans: one module for each kind.

mod figures;
mod invoices;
mod map;
mod model;
mod named;
mod organisations;
mod recorded;
mod room_buildings;
mod rooms;
mod storeys;
mod unit_identities;
mod units;

pub(super) use figures::of_figures;
pub(super) use invoices::of_invoices;
pub(super) use map::{of_map, recorded_plane};
pub use model::WORKSTATIONS_BY_AREA;
pub(super) use model::of_model;
pub(super) use rooms::{RoomsTarget, of_rooms};
pub(super) use units::of_units;

/// Between levels whose heights a file does not state.
const STOREY_MM: i64 = 3_500;

/// Names that people write alike are the same.
fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
