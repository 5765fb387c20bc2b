//! The network: hubs by municipality.

use async_graphql::{Object, Result, SimpleObject};

use super::{Hub, Municipality, any, seats::HubSeats};
use crate::graphql::{connection::list, pin::SharedPin};

/// A hub of the network on the date and basis.
#[derive(SimpleObject, Debug)]
pub struct NetworkHub {
    /// The hub.
    hub: Hub,
    /// Whether it is open; one that is not is still to open.
    open: bool,
    /// How many people it holds at a time; absent where not recorded.
    capacity: Option<u32>,
    /// How many memberships hold.
    members: usize,
    /// What it has to offer and has promised: available and promised seats, the promise ratio by
    /// weekday, people served.
    seats: HubSeats,
}

/// The network in one municipality on the date and basis.
#[derive(Clone, Debug)]
pub struct NetworkPlace {
    pin: SharedPin,
    place: projections::NetworkPlace,
}

impl NetworkPlace {
    /// A place of the network.
    pub(super) fn new(pin: &SharedPin, place: projections::NetworkPlace) -> Self {
        Self { pin: pin.clone(), place }
    }
}

/// The network in one municipality on the date and basis.
#[Object]
impl NetworkPlace {
    /// The municipality, with its population; absent for what has none recorded.
    async fn municipality(&self) -> Result<Option<Municipality>> {
        any(self.place.municipality.clone(), |code| Municipality::named(&self.pin, code))
    }

    /// Its hubs that are open or to be opened, in the order of their references; empty where it has
    /// none.
    #[graphql(complexity = "list(3, child_complexity)")]
    async fn hubs(&self) -> Result<Vec<NetworkHub>> {
        let hubs = self.place.hubs.iter().map(|drawn| {
            Ok(NetworkHub {
                hub: Hub::named(&self.pin, drawn.id)?,
                open: drawn.open,
                capacity: drawn.seats.capacity.map(|capacity| capacity.people),
                members: drawn.members,
                seats: (&drawn.seats).into(),
            })
        });
        hubs.collect()
    }

    /// People of the units at home there: their headcounts added up, a unit that states exactly as many
    /// as its direct parts together having none of its own.
    async fn people(&self) -> u64 {
        self.place.people
    }

    /// People of the units at home there whom memberships serve, wherever the hub is. A unit that is
    /// a member of several hubs counts in each, and for no more than it has people, its parts included.
    async fn people_served(&self) -> u64 {
        self.place.people_served
    }
}
