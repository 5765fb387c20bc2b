//! The days of the lease calendar in words.

use schema::{Date, LeaseParty, NoticePurpose, Revision};

use super::{Narrator, language::told, words};
use crate::{Language, LeaseAct, LeaseDay, Otherwise, Portfolio, RentOf, Texts, rests_on};

/// A day of the lease calendar in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeaseDayInWords {
    /// What can be done until then, by which lease.
    pub summary: String,
    /// What follows, what it is worth and what rests on it: a line each.
    pub description: String,
}

/// Says what a day of the lease calendar is about, by the names of the last day before it takes effect.
pub fn lease_day_in_words(
    language: Language,
    day: &LeaseDay,
    today: Date,
    state: &Portfolio,
    texts: &dyn Texts,
) -> LeaseDayInWords {
    let at = state.head().map_or(Revision::FIRST, |head| head.revision);
    let say = Narrator { language, at, today, state, texts };
    let description = [say.effect(day), say.otherwise(day), say.worth(day), say.rests(day)];
    LeaseDayInWords { summary: say.last_day(day), description: description.join("\n") }
}

/// What the lease calendar of a portfolio is called.
pub fn lease_calendar_in_words(language: Language, state: &Portfolio, texts: &dyn Texts) -> String {
    let name = state.opening().map(|opening| texts.shown(opening.name)).unwrap_or_default();
    told!(language, "Leases, {name}", "Hyresavtal, {name}")
}

impl Narrator<'_> {
    fn last_day(&self, day: &LeaseDay) -> String {
        let lease = self.lease(day.lease, day.takes_effect.previous_day());
        let act = self.to_act(day);
        if matches!(day.act, LeaseAct::AnyDay(..)) {
            return told!(
                self.language,
                "Any day for {act}: {lease}",
                "Vilken dag som helst för {act}: {lease}"
            );
        }
        told!(self.language, "Last day for {act}: {lease}", "Sista dag för {act}: {lease}")
    }

    fn to_act(&self, day: &LeaseDay) -> String {
        let party = |party| match party {
            LeaseParty::Landlord => self.word("the landlord", "hyresvärden"),
            LeaseParty::Tenant => self.word("the tenant", "hyresgästen"),
        };
        let (who, what) = match day.act {
            LeaseAct::Notice(by, NoticePurpose::Termination)
            | LeaseAct::AnyDay(by, NoticePurpose::Termination) => {
                (party(by), self.word("to give notice to leave", "att säga upp för avflyttning"))
            }
            LeaseAct::Notice(by, NoticePurpose::ChangedTerms)
            | LeaseAct::AnyDay(by, NoticePurpose::ChangedTerms) => (
                party(by),
                self.word("to give notice to change the terms", "att säga upp för villkorsändring"),
            ),
            LeaseAct::Break(by) if self.gives_up_all(by, day) => {
                (party(by), self.word("to give up all early", "att lämna allt i förtid"))
            }
            LeaseAct::Break(by) => {
                (party(by), self.word("to give up a part early", "att lämna en del i förtid"))
            }
            LeaseAct::Agree => (
                self.word("the parties", "parterna"),
                self.word("to agree to go on", "att komma överens om fortsättning"),
            ),
        };
        format!("{who} {what}")
    }

    fn gives_up_all(&self, party: LeaseParty, day: &LeaseDay) -> bool {
        let known = self.state.lease(&day.lease);
        let agreed = known.and_then(|known| known.agreed_for(day.takes_effect.previous_day()));
        let clause = agreed.and_then(|agreed| agreed.terms.break_on(party, day.takes_effect));
        clause.is_none_or(schema::BreakClause::is_whole)
    }

    fn effect(&self, day: &LeaseDay) -> String {
        let (on, given) = (day.takes_effect, day.act_by);
        match day.act {
            LeaseAct::Agree => told!(
                self.language,
                "The lease would go on from {on}.",
                "Avtalet skulle fortsätta från och med den {on}."
            ),
            LeaseAct::AnyDay(..) => told!(
                self.language,
                "Served on {given}, it would take effect on {on} at the earliest.",
                "Delgiven den {given} får den verkan tidigast den {on}."
            ),
            LeaseAct::Notice(..) | LeaseAct::Break(_) => {
                told!(self.language, "It would take effect on {on}.", "Det får verkan den {on}.")
            }
        }
    }

    fn otherwise(&self, day: &LeaseDay) -> String {
        let on = day.takes_effect;
        match day.otherwise {
            Otherwise::Prolonged { to: Some(to) } => told!(
                self.language,
                "If nobody acts, the lease is prolonged to {to}.",
                "Om ingen gör något förlängs avtalet till den {to}."
            ),
            Otherwise::Prolonged { to: None } => told!(
                self.language,
                "If nobody acts, the lease goes on until further notice.",
                "Om ingen gör något löper avtalet vidare tills vidare."
            ),
            Otherwise::Ends { by: None } => told!(
                self.language,
                "If nobody acts, the lease ends on {on}: its term runs out.",
                "Om ingen gör något upphör avtalet den {on}: avtalstiden löper ut."
            ),
            Otherwise::Ends { by: Some(by) } => told!(
                self.language,
                "The lease ends on {on} by what revision {by} records.",
                "Avtalet upphör den {on} enligt händelse {by}."
            ),
            Otherwise::GivenUp { by, amended: None } => told!(
                self.language,
                "Revision {by} records notice: the part is given up on {on}, and the lease must be amended for the rest.",
                "Händelse {by} visar uppsägningen: delen lämnas den {on}, och avtalet måste ändras för resten."
            ),
            Otherwise::GivenUp { by, amended: Some(amended) } => told!(
                self.language,
                "Revision {by} records notice: the part is given up on {on}, and revision {amended} has the terms from then.",
                "Händelse {by} visar uppsägningen: delen lämnas den {on}, och händelse {amended} har villkoren därefter."
            ),
            Otherwise::GoesOn => told!(
                self.language,
                "If nobody acts, the lease goes on as agreed.",
                "Om ingen gör något fortsätter avtalet som överenskommet."
            ),
        }
    }

    fn worth(&self, day: &LeaseDay) -> String {
        let rent = self.money(day.rent_per_year);
        match day.rent_of {
            RentOf::All => told!(
                self.language,
                "The rent agreed is {rent} a year, without VAT and index.",
                "Den avtalade hyran är {rent} per år, utan moms och index."
            ),
            RentOf::Part => told!(
                self.language,
                "The part's share by area of the rent agreed is {rent} a year, without VAT and index.",
                "Delens andel efter area av den avtalade hyran är {rent} per år, utan moms och index."
            ),
            RentOf::AllForUnknownPart => told!(
                self.language,
                "The rent agreed is {rent} a year for all that is let, without VAT and index; areas that would tell the part's share are missing.",
                "Den avtalade hyran är {rent} per år för allt som hyrs, utan moms och index; de areor som skulle visa delens andel saknas."
            ),
        }
    }

    fn rests(&self, day: &LeaseDay) -> String {
        let rests = rests_on(self.state, day);
        let counted = [
            (rests.spaces.len(), &words::SPACE),
            (rests.units.len(), &words::UNIT),
            (rests.hubs.len(), &words::HUB),
        ];
        let counted = counted.map(|(count, noun)| self.language.counted(count, noun));
        let all = self.language.listed(&counted);
        told!(self.language, "As planned, {all} rest on it.", "Enligt plan berörs {all}.")
    }
}
