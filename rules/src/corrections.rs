//! Corrections: of how something was written, and of what was wrong. What was known before never
//! changes: a correction is an event of its own, and earlier revisions read as they did.

mod apply;
mod broken;
mod clerical;
mod costs;
mod entries;
mod facts;
mod leases;
mod mandate;
mod rests;
mod scope;

pub(crate) use clerical::correct as correct_clerically;
pub(crate) use facts::correct as correct_fact;

use crate::{NothingToCorrect, Rejection};
use schema::Revision;

/// A rejection of what a revision does not record, or records no longer.
fn nothing(path: &str, thing: impl Into<String>, revision: Revision) -> Rejection {
    let (thing, revision) = (thing.into(), revision.to_string());
    Rejection::new(path, NothingToCorrect { thing, revision })
}
