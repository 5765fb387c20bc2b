//! The published types, one file per resource.
//!
//! Each is a thing of the state with the pin under which it is read. `Type::of(pin, id)` gives it
//! for a reference that may name nothing; within the state every reference names something, because
//! no event that names an unknown thing is taken in.

use async_graphql::{Error, Result};

/// Declares the type of a thing that one of the state's maps holds.
macro_rules! thing {
    ($(#[$doc:meta])* $name:ident($id:ty) in $map:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name {
            pin: crate::graphql::pin::SharedPin,
            known: std::sync::Arc<projections::$name>,
        }

        impl $name {
            /// The thing with this reference; none where the state has none.
            pub fn of(pin: crate::graphql::pin::SharedPin, id: $id) -> Option<Self> {
                let known = std::sync::Arc::clone(pin.state.$map(&id)?);
                Some(Self { pin, known })
            }

            /// The thing that another one names.
            #[allow(dead_code, reason = "not every thing is named by another")]
            pub(in crate::graphql) fn named(
                pin: &crate::graphql::pin::SharedPin,
                id: $id,
            ) -> async_graphql::Result<Self> {
                let missing = format!("{id:?}");
                Self::of(pin.clone(), id).ok_or_else(|| super::missing(&missing))
            }

            /// A thing out of the state's map.
            #[allow(dead_code, reason = "not every thing is listed")]
            pub(in crate::graphql) fn out_of(
                pin: &crate::graphql::pin::SharedPin,
                known: &std::sync::Arc<projections::$name>,
            ) -> Self {
                Self { pin: pin.clone(), known: std::sync::Arc::clone(known) }
            }
        }
    };
}

/// Declares an entry of the history of what a thing is described as.
macro_rules! described_from {
    ($(#[$doc:meta])* $entry:ident: $description:ident) => {
        $(#[$doc])*
        #[derive(async_graphql::SimpleObject, Debug)]
        pub struct $entry {
            /// The first date on which it holds, until the next entry's.
            from: crate::graphql::scalars::Date,
            /// The event that records it. Of two entries for one date the one with the larger
            /// revision holds.
            revision: crate::graphql::scalars::Revision,
            /// What holds.
            description: $description,
        }

        impl $entry {
            fn all(
                pin: &crate::graphql::pin::SharedPin,
                descriptions: &projections::Timeline<std::sync::Arc<schema::$description>>,
            ) -> Vec<Self> {
                let entries = descriptions.entries().iter();
                entries
                    .map(|entry| Self {
                        from: entry.from.into(),
                        revision: crate::graphql::scalars::Revision(entry.revision),
                        description: $description::new(pin, &entry.value, entry.from),
                    })
                    .collect()
            }
        }
    };
}

/// Declares the published form of a description.
macro_rules! description {
    ($(#[$doc:meta])* $description:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $description {
            #[allow(dead_code, reason = "not every description names another thing")]
            pin: crate::graphql::pin::SharedPin,
            described: std::sync::Arc<schema::$description>,
            /// The date on which it is read.
            #[allow(dead_code, reason = "not every description names what a successor stands for")]
            on: schema::Date,
        }

        impl $description {
            fn new(
                pin: &crate::graphql::pin::SharedPin,
                described: &std::sync::Arc<schema::$description>,
                on: schema::Date,
            ) -> Self {
                Self { pin: pin.clone(), described: std::sync::Arc::clone(described), on }
            }

            /// What holds on the date of the pin or, before the first, first.
            fn on(
                pin: &crate::graphql::pin::SharedPin,
                descriptions: &projections::Timeline<std::sync::Arc<schema::$description>>,
            ) -> Self {
                let described = descriptions.nearest(pin.on);
                // The event that brings a thing describes it.
                let described = described.expect("a thing is described when it is brought");
                Self::new(pin, described, pin.on)
            }
        }
    };
}

pub mod areas;
pub mod basis;
pub mod budget;
pub mod building;
pub mod changes;
pub mod charges;
pub mod cost;
pub mod cost_comparison;
pub mod costs;
pub mod decision;
pub mod delegation;
pub mod drawing;
pub mod floor_plan;
mod geojson;
pub mod hub;
pub mod import;
pub mod index;
pub mod invoice;
pub mod key_figures;
pub mod lease;
pub mod lease_calendar;
pub mod level;
pub mod lineage;
pub mod membership;
pub mod money_figures;
pub mod moves;
pub mod municipality;
pub mod network;
pub mod organisation;
pub mod person;
pub mod portfolio;
pub mod precondition;
pub mod preconditions;
pub mod preview;
pub mod reallocation;
pub mod recorded_decision;
pub mod resource;
pub mod sample;
pub mod seats;
pub mod served;
pub mod space;
pub mod terms;
pub mod touched;
pub mod transition;
pub mod transition_progress;
pub mod unit;
pub mod values;

pub use basis::SealedBasis;
pub use budget::Budget;
pub use building::Building;
pub use changes::Changes;
pub use charges::Charge;
pub use cost::Cost;
pub use cost_comparison::CostComparison;
pub use costs::{CostChange, CostReport};
pub use decision::Decision;
pub use delegation::Delegation;
pub use floor_plan::FloorPlan;
pub use hub::Hub;
pub use import::Import;
pub use index::Index;
pub use invoice::Invoice;
pub use key_figures::KeyFigure;
pub use lease::Lease;
pub use level::Level;
pub use membership::Membership;
pub use money_figures::MoneyFigure;
pub use municipality::Municipality;
pub use network::NetworkPlace;
pub use organisation::Organisation;
pub use person::Person;
pub use portfolio::Portfolio;
pub use precondition::Precondition;
pub use preview::Preview;
pub use reallocation::Reallocation;
pub use recorded_decision::RecordedDecision;
pub use resource::Resource;
pub use sample::Sample;
pub use space::Space;
pub use transition::Transition;
pub use unit::Unit;

/// A defect: the state names what it does not hold.
fn missing(thing: &str) -> Error {
    tracing::error!(thing, "the state names a thing that it does not hold");
    Error::new(format!("{thing} is not in the portfolio: the service's state is inconsistent"))
}

/// The thing behind a reference that may be absent.
fn any<Id, T>(id: Option<Id>, named: impl FnOnce(Id) -> Result<T>) -> Result<Option<T>> {
    id.map(named).transpose()
}
