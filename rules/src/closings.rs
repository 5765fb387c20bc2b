//! Closing books: what was known of their months then stands, and what is known later is adjusted.
//!
//! Nothing is refused because of it afterwards: late costs, invoices and corrections are recorded as
//! ever.

use schema::{Month, PeriodClose, PeriodClosed};

use crate::{PeriodClosedAlready, Rejection, amounts::refused, find, recording::Recording};

/// Months are closed once they are over, each once.
pub(crate) fn close(recording: &mut Recording<'_>, close: &PeriodClose) -> Result<(), Rejection> {
    let PeriodClose { organisation, through } = *close;
    let state = recording.before;
    let (first, last) = (through.first_day(), through.end().previous_day());
    find::organisation_within(state, "organisation", organisation, first, last)?;
    let current = Month::of(recording.context.today);
    if through >= current {
        let accepted = format!("a month before {current}, the current one");
        return Err(refused("through", "last month that is closed", through, accepted));
    }
    if let Some(closed) = state.closed_through(organisation).filter(|closed| through <= *closed) {
        let (through, closed) = (through.to_string(), closed.to_string());
        let organisation = organisation.to_string();
        let reason = PeriodClosedAlready { organisation, through, closed };
        return Err(Rejection::new("through", reason));
    }
    recording.push(PeriodClosed { organisation, through });
    Ok(())
}
