//! Decisions: confirmed by another person, reported to who delegated them; opening balances.

use async_graphql::{Context, Object, Result};

use super::{
    Ref,
    act::{Act, Head, acts, perform},
    decisions::DecisionInput,
    reading::Reading,
    scalars, types,
};

acts! {
    "decisionConfirm": DecisionConfirmInput {
        /// The event that records the decision.
        recorded: scalars::Revision,
        /// The deciding organisation.
        organisation: Ref,
    } => DecisionConfirmPayload {
        /// The portfolio.
        portfolio: types::Portfolio
    }

    "decisionReport": DecisionReportInput {
        /// The event that records the decision.
        recorded: scalars::Revision,
        /// The deciding organisation.
        organisation: Ref,
        /// When it was reported, never later than today.
        on: scalars::Date,
    } => DecisionReportPayload {
        /// The portfolio.
        portfolio: types::Portfolio
    }

    "openingBalanceSign": OpeningBalanceSignInput {
        /// As of which date, never later than today.
        on: scalars::Date,
        /// The decision of the organisation's board.
        decision: DecisionInput,
    } => OpeningBalanceSignPayload {
        /// The portfolio.
        portfolio: types::Portfolio
    }
}

impl Act for DecisionConfirmInput {
    type Thing = ();
    type Command = schema::DecisionConfirm;
    type Payload = DecisionConfirmPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, _: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let (recorded, organisation) = (self.recorded.0, self.organisation.0.into());
        Some(((), schema::DecisionConfirm { recorded, organisation }))
    }
}

impl Act for DecisionReportInput {
    type Thing = ();
    type Command = schema::DecisionReport;
    type Payload = DecisionReportPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, _: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let (recorded, organisation) = (self.recorded.0, self.organisation.0.into());
        Some(((), schema::DecisionReport { recorded, organisation, on: self.on.into() }))
    }
}

impl Act for OpeningBalanceSignInput {
    type Thing = ();
    type Command = schema::OpeningBalanceSign;
    type Payload = OpeningBalanceSignPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let decision = reading.part("decision", self.decision)?;
        Some(((), schema::OpeningBalanceSign { on: self.on.into(), decision }))
    }
}

/// Mutations of decisions.
#[derive(Debug, Default)]
pub(super) struct MandateMutations;

#[Object]
impl MandateMutations {
    /// Confirms a decision that another person recorded: who recorded it does not, nor who wrote the
    /// proposal. A decision that awaited this counts from then.
    async fn decision_confirm(
        &self,
        context: &Context<'_>,
        input: DecisionConfirmInput,
    ) -> Result<DecisionConfirmPayload> {
        perform(context, input).await
    }

    /// Records that a delegated decision was reported to the body that delegated it.
    async fn decision_report(
        &self,
        context: &Context<'_>,
        input: DecisionReportInput,
    ) -> Result<DecisionReportPayload> {
        perform(context, input).await
    }

    /// Signs off what is recorded of an organisation's estate as the opening balance: files that change
    /// it are read in by decision afterwards. Only an administrator records it.
    async fn opening_balance_sign(
        &self,
        context: &Context<'_>,
        input: OpeningBalanceSignInput,
    ) -> Result<OpeningBalanceSignPayload> {
        perform(context, input).await
    }
}
