//! Decisions: on which mandate something was decided.

use async_graphql::{Object, Result};
use schema::DecisionTaken;

use super::{Organisation, SealedBasis, any};
use crate::graphql::{enums, pin::SharedPin, scalars};

/// A decision (beslut): who decided, on which mandate, under which case number.
#[derive(Clone, Debug)]
pub struct Decision {
    pin: SharedPin,
    taken: DecisionTaken,
}

impl Decision {
    /// A decision as recorded.
    pub fn new(pin: &SharedPin, taken: &DecisionTaken) -> Self {
        Self { pin: pin.clone(), taken: taken.clone() }
    }
}

/// A decision (beslut): who decided, on which mandate, under which case number. Who recorded it is
/// the actor of the event.
#[Object]
impl Decision {
    /// The deciding organisation.
    async fn organisation(&self) -> Result<Organisation> {
        Organisation::named(&self.pin, self.taken.organisation)
    }

    /// The organisation's case number (diarienummer).
    async fn case_number(&self) -> &str {
        self.taken.case_number.as_str()
    }

    /// By whom it was taken.
    async fn kind(&self) -> enums::DecisionKind {
        self.taken.kind.into()
    }

    /// The body or the delegate's function, as typed; `[erased]` once the text was erased.
    async fn body(&self) -> String {
        self.pin.text(self.taken.body)
    }

    /// The point of the delegation order, such as `4.2 b`; absent where a body decided itself.
    async fn delegation_point(&self) -> Option<String> {
        self.taken.delegation_point.as_ref().map(ToString::to_string)
    }

    /// When it was decided.
    async fn decided_on(&self) -> scalars::Date {
        self.taken.decided_on.into()
    }

    /// When it was reported to the body that delegated; absent where it was not yet.
    async fn reported_on(&self) -> Option<scalars::Date> {
        self.taken.reported_on.map(Into::into)
    }

    /// The sealed basis on which it was taken; absent where it cites none.
    async fn basis(&self) -> Result<Option<SealedBasis>> {
        any(self.taken.basis, |basis| SealedBasis::named(&self.pin, basis))
    }
}
