//! How events change transitions.

use schema::{MilestoneReached, TransitionEnded, TransitionRevised, TransitionStarted};
use std::{collections::BTreeMap, sync::Arc};

use super::{Cause, Evolved, Inconsistent, bring, change, describe, described, retire};
use crate::{Dated, Portfolio, Transition};

impl Portfolio {
    pub(super) fn transition_started(
        &mut self,
        cause: &Cause,
        event: &TransitionStarted,
    ) -> Evolved {
        let transition = Transition {
            id: event.transition,
            descriptions: described(cause, event.from, &event.description),
            reached: BTreeMap::new(),
            retired: None,
        };
        bring!(self, transitions, cause, event.transition, transition);
        Ok(())
    }

    pub(super) fn transition_revised(
        &mut self,
        cause: &Cause,
        event: &TransitionRevised,
    ) -> Evolved {
        let transition = change!(self, transitions, cause, event.transition);
        describe(&mut transition.descriptions, cause, event.from, &event.description)
    }

    pub(super) fn transition_ended(&mut self, cause: &Cause, event: &TransitionEnded) -> Evolved {
        let transition = change!(self, transitions, cause, event.transition);
        retire(&mut transition.retired, cause, event.from, event.reason)
    }

    pub(super) fn milestone_reached(&mut self, cause: &Cause, event: &MilestoneReached) -> Evolved {
        let reached = Dated { from: event.on, revision: cause.revision };
        let transition = change!(self, transitions, cause, event.transition);
        transition.reached.insert(event.milestone, reached);
        Ok(())
    }
}
