//! Decisions, as several mutations take them.

use async_graphql::InputObject;
use schema::Decision;

use super::{
    enums,
    reading::{Part, Reading, any, name, parsed},
    scalars::{self, Ref},
};

/// On which mandate something was decided. Who records it is who sends the mutation.
#[derive(InputObject, Debug)]
pub(super) struct DecisionInput {
    /// The deciding organisation.
    organisation: Ref,
    /// Its case number (diarienummer): 1 to 64 letters, digits, spaces and -_./:, with a digit.
    case_number: String,
    /// By whom.
    kind: enums::DecisionKind,
    /// The body or the delegate's function, never a person's name.
    body: String,
    /// The point of the delegation order: 1 to 32 letters, digits, spaces and -_./§
    delegation_point: Option<String>,
    /// When it was decided, never later than today.
    decided_on: scalars::Date,
    /// When it was reported to the body that delegated, never later than today.
    reported_on: Option<scalars::Date>,
    /// The sealed basis on which it was taken.
    basis: Option<Ref>,
}

impl Part for DecisionInput {
    type Value = Decision;

    fn read(self, reading: &mut Reading) -> Option<Decision> {
        let case_number = reading.take("caseNumber", parsed(self.case_number));
        let body = reading.take("body", name(self.body));
        let delegation_point = reading.take("delegationPoint", any(self.delegation_point, parsed));
        Some(Decision {
            organisation: self.organisation.0.into(),
            case_number: case_number?,
            kind: self.kind.into(),
            body: body?,
            delegation_point: delegation_point?,
            decided_on: self.decided_on.into(),
            reported_on: self.reported_on.map(Into::into),
            basis: self.basis.map(|basis| basis.0.into()),
        })
    }
}
