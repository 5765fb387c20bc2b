//! Reallocations: proposed, amended, decided on, withdrawn, reported done.

use async_graphql::{Context, Object, Result};
use schema::{ReallocationId, limits::MOVES_MAX};
use std::collections::BTreeMap;

use super::{
    Ref,
    act::{Act, Head, acts, perform},
    decisions::DecisionInput,
    proposals::ProposalInput,
    reading::{Part, Reading, any, count, note},
    scalars, types,
};

acts! {
    "reallocationPropose": ReallocationProposeInput {
        /// Its lasting reference. Left out: derived from the command's id.
        r#ref: Option<Ref>,
        /// What is proposed.
        proposal: ProposalInput,
    } => ReallocationProposePayload {
        /// The reallocation, with the digest that a decision on it names.
        reallocation: types::Reallocation
    }

    "reallocationAmend": ReallocationAmendInput {
        /// The reallocation.
        reallocation: Ref,
        /// What is proposed instead. Moves that have been carried out stay in it as they were.
        proposal: ProposalInput,
    } => ReallocationAmendPayload {
        /// The reallocation, with its new digest: former decisions do not hold for it.
        reallocation: types::Reallocation
    }

    "reallocationApprove": ReallocationApproveInput {
        /// The reallocation.
        reallocation: Ref,
        /// The digest of the proposal that was decided on.
        digest: scalars::Digest,
        /// The decision of an organisation that is concerned.
        decision: DecisionInput,
        /// Why: at most 4,000 characters.
        reason: Option<String>,
        /// Whether it counts only once another person confirms it (`decisionConfirm`). So can one of
        /// the proposal's authors record it.
        #[graphql(default)]
        to_be_confirmed: bool,
    } => ReallocationApprovePayload {
        /// The reallocation.
        reallocation: types::Reallocation
    }

    "reallocationReject": ReallocationRejectInput {
        /// The reallocation.
        reallocation: Ref,
        /// The digest of the proposal that was decided on.
        digest: scalars::Digest,
        /// The decision of an organisation that is concerned.
        decision: DecisionInput,
        /// Why: at most 4,000 characters.
        reason: Option<String>,
    } => ReallocationRejectPayload {
        /// The reallocation.
        reallocation: types::Reallocation
    }

    "reallocationWithdraw": ReallocationWithdrawInput {
        /// The reallocation.
        reallocation: Ref,
        /// Why: at most 4,000 characters.
        reason: Option<String>,
    } => ReallocationWithdrawPayload {
        /// The reallocation.
        reallocation: types::Reallocation
    }

    "reallocationRevoke": ReallocationRevokeInput {
        /// The reallocation.
        reallocation: Ref,
        /// The decisions of organisations that are concerned: 1 to 8, at most one of each.
        decisions: Vec<DecisionInput>,
        /// Why: at most 4,000 characters.
        reason: Option<String>,
    } => ReallocationRevokePayload {
        /// The reallocation.
        reallocation: types::Reallocation
    }

    "reallocationReport": ReallocationReportInput {
        /// The reallocation.
        reallocation: Ref,
        /// When the moves were carried out, never later than today.
        on: scalars::Date,
        /// The numbers of the moves.
        moves: Vec<i32>,
    } => ReallocationReportPayload {
        /// The reallocation.
        reallocation: types::Reallocation
    }
}

impl Act for ReallocationProposeInput {
    type Thing = ReallocationId;
    type Command = schema::ReallocationPropose;
    type Payload = ReallocationProposePayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let word = ReallocationId::WORD;
        let reallocation = reading.new_thing(word, self.r#ref, ReallocationId::derived);
        let proposal = reading.part("proposal", self.proposal)?;
        Some((reallocation, schema::ReallocationPropose { reallocation, proposal }))
    }
}

impl Act for ReallocationAmendInput {
    type Thing = ReallocationId;
    type Command = schema::ReallocationAmend;
    type Payload = ReallocationAmendPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let reallocation = self.reallocation.0.into();
        let proposal = reading.part("proposal", self.proposal)?;
        Some((reallocation, schema::ReallocationAmend { reallocation, proposal }))
    }
}

impl Act for ReallocationApproveInput {
    type Thing = ReallocationId;
    type Command = schema::ReallocationApprove;
    type Payload = ReallocationApprovePayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        // What stands in the way lies in the proposal, which is not in this input.
        reading.rename("proposal", "reallocation");
        let (reallocation, digest) = (self.reallocation.0.into(), self.digest.into());
        let decision = reading.part("decision", self.decision);
        let reason = reading.take("reason", any(self.reason, note));
        let (decision, reason) = (decision?, reason?);
        let command = schema::ReallocationApprove {
            reallocation,
            digest,
            decision,
            reason,
            to_be_confirmed: self.to_be_confirmed,
        };
        Some((reallocation, command))
    }
}

impl Act for ReallocationRejectInput {
    type Thing = ReallocationId;
    type Command = schema::ReallocationReject;
    type Payload = ReallocationRejectPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let (reallocation, digest) = (self.reallocation.0.into(), self.digest.into());
        let decision = reading.part("decision", self.decision);
        let reason = reading.take("reason", any(self.reason, note));
        let (decision, reason) = (decision?, reason?);
        let command = schema::ReallocationReject { reallocation, digest, decision, reason };
        Some((reallocation, command))
    }
}

impl Act for ReallocationWithdrawInput {
    type Thing = ReallocationId;
    type Command = schema::ReallocationWithdraw;
    type Payload = ReallocationWithdrawPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let reallocation = self.reallocation.0.into();
        let reason = reading.take("reason", any(self.reason, note))?;
        Some((reallocation, schema::ReallocationWithdraw { reallocation, reason }))
    }
}

/// Decisions that revoke a reallocation, at most.
const REVOKING_DECISIONS_MAX: usize = 8;

impl Act for ReallocationRevokeInput {
    type Thing = ReallocationId;
    type Command = schema::ReallocationRevoke;
    type Payload = ReallocationRevokePayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let reallocation = self.reallocation.0.into();
        let what = "decisions that revoke one reallocation";
        let decisions = reading.parts("decisions", what, self.decisions, REVOKING_DECISIONS_MAX);
        let reason = reading.take("reason", any(self.reason, note))?;
        let decisions = decisions?;
        Some((reallocation, schema::ReallocationRevoke { reallocation, decisions, reason }))
    }
}

impl Act for ReallocationReportInput {
    type Thing = ReallocationId;
    type Command = schema::ReallocationReport;
    type Payload = ReallocationReportPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let (reallocation, on) = (self.reallocation.0.into(), self.on.into());
        let numbers = self.moves.into_iter().map(MoveNumber).collect();
        let moves = reading.parts("moves", "moves in one report", numbers, MOVES_MAX)?;
        let moves = in_order(reading, &moves);
        Some((reallocation, schema::ReallocationReport { reallocation, on, moves }))
    }
}

/// The number of a move.
struct MoveNumber(i32);

impl Part for MoveNumber {
    type Value = u16;

    fn read(self, reading: &mut Reading) -> Option<u16> {
        reading.take("", count("number of a move", self.0))
    }
}

/// The moves of a report, each once and in the order of the proposal, in which the rules name them;
/// and where each stands in the input.
fn in_order(reading: &mut Reading, moves: &[u16]) -> Vec<u16> {
    let mut places = BTreeMap::new();
    for (place, number) in moves.iter().enumerate() {
        places.entry(*number).or_insert(place);
    }
    for (index, place) in places.values().enumerate() {
        reading.rename(&format!("moves.{index}"), &format!("moves.{place}"));
    }
    places.into_keys().collect()
}

/// Mutations of reallocations.
#[derive(Debug, Default)]
pub(super) struct ReallocationMutations;

#[Object]
impl ReallocationMutations {
    /// Proposes a reallocation. Proposals may compete; conflicts are decided at approval.
    async fn reallocation_propose(
        &self,
        context: &Context<'_>,
        input: ReallocationProposeInput,
    ) -> Result<ReallocationProposePayload> {
        perform(context, input).await
    }

    /// Replaces the proposal of a reallocation, which voids an approval of the former one.
    async fn reallocation_amend(
        &self,
        context: &Context<'_>,
        input: ReallocationAmendInput,
    ) -> Result<ReallocationAmendPayload> {
        perform(context, input).await
    }

    /// Records an organisation's decision in favour. The proposal is approved when every organisation
    /// that it touches has decided so (`Reallocation.touched`). Whoever wrote the proposal does not
    /// record the decision on it, unless another confirms it.
    async fn reallocation_approve(
        &self,
        context: &Context<'_>,
        input: ReallocationApproveInput,
    ) -> Result<ReallocationApprovePayload> {
        perform(context, input).await
    }

    /// Records an organisation's decision against, which rejects the proposal.
    async fn reallocation_reject(
        &self,
        context: &Context<'_>,
        input: ReallocationRejectInput,
    ) -> Result<ReallocationRejectPayload> {
        perform(context, input).await
    }

    /// Withdraws a reallocation that is proposed and of which nothing has been carried out. One that is
    /// approved is taken back by decision (`reallocationRevoke`).
    async fn reallocation_withdraw(
        &self,
        context: &Context<'_>,
        input: ReallocationWithdrawInput,
    ) -> Result<ReallocationWithdrawPayload> {
        perform(context, input).await
    }

    /// Revokes an approved reallocation, begun or not, by decision of an organisation that is
    /// concerned. What was carried out stays; nothing more of it is planned, reported or amended.
    async fn reallocation_revoke(
        &self,
        context: &Context<'_>,
        input: ReallocationRevokeInput,
    ) -> Result<ReallocationRevokePayload> {
        perform(context, input).await
    }

    /// Reports moves as carried out, on their actual date. What is so changes only then.
    async fn reallocation_report(
        &self,
        context: &Context<'_>,
        input: ReallocationReportInput,
    ) -> Result<ReallocationReportPayload> {
        perform(context, input).await
    }
}
