//! The calendar as a file.

use projections::{
    LeaseAct, LeaseDay, Portfolio, lease_calendar, lease_calendar_in_words, lease_day_in_words,
};
use schema::{Date, Instant, LeaseParty, NoticePurpose, OrganisationId, PortfolioId, Revision};
use std::sync::Arc;

use super::{Asked, CalendarError, ENTRIES_MAX, asked::until, content::Content};
use crate::ledger::Ledger;

/// The file with the days that are asked for.
pub async fn file(ledger: Arc<Ledger>, asked: Asked) -> Result<String, CalendarError> {
    let state = ledger.as_known(asked.revision, asked.recorded_at).await?;
    let made = tokio::task::spawn_blocking(move || made(&ledger, &state, &asked)).await;
    made.map_err(|_| CalendarError::Failed)?
}

fn made(ledger: &Ledger, state: &Portfolio, asked: &Asked) -> Result<String, CalendarError> {
    // A ledger is served once its first commit is durable, and its first event opens it.
    let recorded = state.head().expect("a ledger that is served has an event").recorded;
    let today = match (asked.revision, asked.recorded_at) {
        (None, None) => ledger.today(),
        (_, at) => ledger.date_of(state, at.unwrap_or(recorded)),
    };
    let from = asked.from.unwrap_or(today);
    let mut days = lease_calendar(state, today.max(from), from, until(from, asked.to)?);
    if let Some(organisation) = asked.organisation {
        days.retain(|day| is_party(state, day, organisation));
    }
    if days.len() > ENTRIES_MAX {
        return Err(CalendarError::TooMany { entries: days.len() });
    }
    let entries = Entries { ledger, state, today, asked, recorded };
    Ok(entries.of(&days))
}

/// Whether an organisation rents or lets by the lease of a day.
fn is_party(state: &Portfolio, day: &LeaseDay, organisation: OrganisationId) -> bool {
    let on = day.takes_effect.previous_day();
    state.lease(&day.lease).is_some_and(|lease| {
        state.lease_tenant(lease, on) == organisation
            || state.lease_landlord(lease, on) == Some(organisation)
    })
}

struct Entries<'a> {
    ledger: &'a Ledger,
    state: &'a Portfolio,
    today: Date,
    asked: &'a Asked,
    /// When the last event that the calendar knows was recorded.
    recorded: Instant,
}

impl Entries<'_> {
    fn of(&self, days: &[LeaseDay]) -> String {
        let mut content = Content::default();
        let called = lease_calendar_in_words(self.asked.language, self.state, self.ledger.shelf());
        content.put("BEGIN", "VCALENDAR");
        content.put("VERSION", "2.0");
        content.put("PRODID", "-//Thirdplace//Lease calendar//EN");
        content.put("CALSCALE", "GREGORIAN");
        content.put("METHOD", "PUBLISH");
        content.put_text("NAME", &called);
        content.put_text("X-WR-CALNAME", &called);
        days.iter().for_each(|day| self.entry(&mut content, day));
        content.put("END", "VCALENDAR");
        content.whole()
    }

    fn entry(&self, content: &mut Content, day: &LeaseDay) {
        let modified = self.modified(day);
        let told = lease_day_in_words(
            self.asked.language,
            day,
            self.today,
            self.state,
            self.ledger.shelf(),
        );
        content.put("BEGIN", "VEVENT");
        content.put("UID", &identity(self.ledger.portfolio(), day));
        content.put("DTSTAMP", &moment(self.recorded));
        if let Some((revision, instant)) = modified {
            content.put("LAST-MODIFIED", &moment(instant));
            content.put("SEQUENCE", &revision.to_string());
        }
        content.put("DTSTART;VALUE=DATE", &of_date(day.act_by));
        content.put("DTEND;VALUE=DATE", &of_date(day.act_by.next_day()));
        content.put("TRANSP", "TRANSPARENT");
        content.put_text("SUMMARY", &told.summary);
        content.put_text("DESCRIPTION", &told.description);
        content.put("END", "VEVENT");
    }

    /// The last event about the lease of a day, and when it was recorded.
    fn modified(&self, day: &LeaseDay) -> Option<(Revision, Instant)> {
        let revision = self.state.touching(day.lease.uuid(), None).next_back()?;
        Some((revision, self.ledger.recorded(revision)?))
    }
}

/// What an entry is known by: the same however often the last day becomes another.
fn identity(portfolio: PortfolioId, day: &LeaseDay) -> String {
    let party = |party| match party {
        LeaseParty::Landlord => "landlord",
        LeaseParty::Tenant => "tenant",
    };
    let act = match day.act {
        LeaseAct::Notice(by, NoticePurpose::Termination) => format!("{}-leaves", party(by)),
        LeaseAct::Notice(by, NoticePurpose::ChangedTerms) => {
            format!("{}-changes-terms", party(by))
        }
        LeaseAct::Break(by) => format!("{}-breaks", party(by)),
        LeaseAct::Agree => "agree".to_owned(),
        // The same from day to day.
        LeaseAct::AnyDay(by, NoticePurpose::Termination) => {
            return format!("{}-{}-leaves-any-day@{portfolio}", day.lease, party(by));
        }
        LeaseAct::AnyDay(by, NoticePurpose::ChangedTerms) => {
            return format!("{}-{}-changes-terms-any-day@{portfolio}", day.lease, party(by));
        }
    };
    format!("{}-{act}-{}@{portfolio}", day.lease, day.takes_effect)
}

/// A date in basic form.
fn of_date(date: Date) -> String {
    date.to_string().replace('-', "")
}

/// An instant in basic form, in UTC, to the second.
fn moment(instant: Instant) -> String {
    let text = instant.to_string();
    let seconds = text.split('.').next().unwrap_or_default().trim_end_matches('Z');
    format!("{}Z", seconds.replace(['-', ':'], ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_instants_are_in_basic_form() {
        let instant = Instant::parse_rfc3339("2026-11-27T17:04:05.123456Z").unwrap();
        assert_eq!(moment(instant), "20261127T170405Z");
        assert_eq!(of_date("2026-01-09".parse().unwrap()), "20260109");
    }
}
