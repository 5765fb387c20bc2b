//! Preconditions: what is to be settled before reallocations are approved.

use async_graphql::{Object, Result};
use schema::PreconditionId;

use super::{Organisation, any, values::Retirement};
use crate::graphql::{enums, scalars};

thing! {
    /// Something that is to be settled before reallocations are approved.
    Precondition(PreconditionId) in precondition
}

/// Something that is to be settled before reallocations are approved. How it is settled for one of
/// them stands in `Reallocation.preconditions`.
#[Object]
impl Precondition {
    /// The lasting reference, as mutations take it.
    #[graphql(name = "ref")]
    async fn reference(&self) -> scalars::Ref {
        self.known.id.uuid().into()
    }

    /// What it is.
    async fn kind(&self) -> enums::PreconditionKind {
        self.known.kind.into()
    }

    /// Its name, as typed; `[erased]` once the text was erased.
    async fn name(&self) -> String {
        self.pin.text(self.known.name)
    }

    /// The organisation that requires it of its own decisions; absent where it is required of all.
    async fn required_by(&self) -> Result<Option<Organisation>> {
        any(self.known.organisation, |by| Organisation::named(&self.pin, by))
    }

    /// The first date on which it is required.
    async fn from(&self) -> scalars::Date {
        self.known.from.into()
    }

    /// Whether it is required on the date.
    async fn required(&self) -> bool {
        self.known.is_required(self.pin.on)
    }

    /// Its end, whether past or to come; absent where none is recorded.
    async fn dropped(&self) -> Option<Retirement> {
        Retirement::of(&self.pin, self.known.dropped.as_ref())
    }

    /// The event that requires it.
    async fn revision(&self) -> scalars::Revision {
        scalars::Revision(self.known.revision)
    }
}
