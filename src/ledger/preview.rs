//! Previews: what a command would bring now. It goes the way of a command that is recorded, up to
//! where that one is appended, and is told the same; it takes no place in the queue, uses up no
//! command id, and leaves nothing.

use projections::Portfolio;
use schema::{Commitment, Envelope};
use std::{collections::BTreeMap, sync::Arc};

use super::{Ledger, Submission, SubmitError, draft::Draft, writer::first_answer};

/// What a command would bring.
#[derive(Clone, Debug)]
pub struct Preview {
    /// The state on which it was decided.
    pub before: Portfolio,
    /// The state that it would leave.
    pub after: Portfolio,
    /// The events that it would record, in order; none where it changes nothing.
    pub events: Vec<Envelope>,
    /// The texts that these events seal. They are in no vault.
    pub texts: BTreeMap<Commitment, Arc<str>>,
    /// Whether it is recorded already, so that it would be answered as the first time.
    pub repeated: bool,
}

impl Ledger {
    /// What a command would bring now, or why it would be refused.
    pub async fn preview(&self, submission: &Submission) -> Result<Preview, SubmitError> {
        if let Some(refusal) = self.refusal() {
            return Err((*refusal).clone().into());
        }
        let published = self.shared.published.load_full();
        let before = published.state.clone();
        if let Some(commit) = published.commits.of(submission.id) {
            let salt = self.shared.digest_salt(&commit).await?;
            first_answer(submission, &commit, &salt)?;
            return Ok(Preview::repeated(before));
        }
        let named_text = self.shared.named_text(&submission.command).await?;
        let mut draft = Draft::new(self.portfolio(), &published);
        draft.decide(submission, named_text, self.shared.clock.now())?;
        Ok(draft.into_preview(before))
    }
}

impl Preview {
    fn repeated(state: Portfolio) -> Self {
        let (events, texts) = (Vec::new(), BTreeMap::new());
        Self { before: state.clone(), after: state, events, texts, repeated: true }
    }
}
