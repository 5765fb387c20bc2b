//! What a unit has in hubs, against the people whom it has.

use async_graphql::{Object, SimpleObject};
use projections::Served;
use schema::Weekday;

use crate::graphql::{connection::list, enums};

/// What a unit has in hubs on the date and basis, over all its memberships.
#[derive(Debug)]
pub struct UnitServed(pub(super) Served);

/// What is promised to a unit on one weekday, against those of its people who are present.
#[derive(SimpleObject, Debug)]
pub struct UnitOnWeekday {
    /// The weekday.
    weekday: enums::Weekday,
    /// Seats promised to it in all hubs: of every kind, guaranteed and shared.
    promised: u32,
    /// Its people present as a rule, with those of its parts; absent where that is recorded of none of
    /// them.
    attending: Option<u64>,
    /// Whether more seats are promised than people are present; absent where that is not known.
    more_than_attending: Option<bool>,
}

/// What a unit has in hubs on the date and basis, over all its memberships. More than its people need is
/// told and not refused: a unit that is spread over several hubs may have the same people served in each.
#[Object]
impl UnitServed {
    /// How many memberships of it hold.
    async fn memberships(&self) -> usize {
        self.0.memberships
    }

    /// In how many hubs.
    async fn hubs(&self) -> usize {
        self.0.hubs
    }

    /// People served by these memberships, added up.
    async fn people_served(&self) -> u64 {
        self.0.people_served
    }

    /// Its people, with those of all its parts: a unit that states exactly as many as its direct parts
    /// together has none of its own.
    async fn people(&self) -> u64 {
        self.0.people
    }

    /// Whether more people are served than there are.
    async fn more_than_people(&self) -> bool {
        self.0.serves_more_than_there_are()
    }

    /// Of how many of the unit and its parts that have people it is not recorded who is present when.
    async fn attendance_unknown(&self) -> usize {
        self.0.attendance_unknown
    }

    /// What is promised to it against its people present, Monday first.
    #[graphql(complexity = "list(7, child_complexity)")]
    async fn week(&self) -> Vec<UnitOnWeekday> {
        let days = Weekday::ALL.map(|weekday| {
            let (promised, attending) = (self.0.promised.on(weekday), self.0.attending_on(weekday));
            let more_than_attending = attending.map(|attending| u64::from(promised) > attending);
            UnitOnWeekday { weekday: weekday.into(), promised, attending, more_than_attending }
        });
        days.into()
    }
}
