//! History in words: one sentence for each event, in English or Swedish. A rendering: the event
//! stands beside it.
//!
//! Each event has a line in the one exhaustive `match` and a function in the file of its area,
//! where both languages stand side by side.

use schema::{Commitment, Date, Event, PersonId, Revision};
use std::sync::Arc;

use crate::{CostKey, Language, Portfolio, Texts};

mod buildings;
mod circumstances;
mod cost_keys;
mod costs;
mod imports;
mod language;
mod lease_days;
mod leases;
mod mandates;
mod names;
mod network;
mod organisations;
mod references;
mod resources;
mod revised;
mod setting;
mod spaces;
mod transition;
mod words;

pub use lease_days::{LeaseDayInWords, lease_calendar_in_words, lease_day_in_words};
pub use references::with_names;

/// Says what the event at a revision records, with the names of its time and, where they differ,
/// those of `today` beside them. `state` is any state that knows the event.
pub fn sentence(
    language: Language,
    event: &Event,
    at: Revision,
    today: Date,
    state: &Portfolio,
    texts: &dyn Texts,
) -> String {
    let say = Narrator { language, at, today, state, texts };
    language::capital(&say.told(event))
}

/// What the value of a group of costs is called today, in a language.
pub fn cost_key_name(
    language: Language,
    key: &CostKey,
    today: Date,
    state: &Portfolio,
    texts: &dyn Texts,
) -> String {
    let at = state.next_revision();
    Narrator { language, at, today, state, texts }.cost_key(key)
}

/// The name of a person, as the vault has it.
pub fn person(id: PersonId, state: &Portfolio, texts: &dyn Texts) -> Arc<str> {
    let known = state.person(&id);
    known.map_or_else(|| Language::English.unknown().into(), |person| texts.shown(person.name))
}

/// Names things as they were called on a date.
struct Narrator<'a> {
    language: Language,
    /// The event's revision.
    at: Revision,
    /// The date whose names stand beside those of the time.
    today: Date,
    state: &'a Portfolio,
    texts: &'a dyn Texts,
}

impl Narrator<'_> {
    fn told(&self, event: &Event) -> String {
        match event {
            Event::PortfolioOpened(e) => self.portfolio_opened(e),
            Event::PersonRegistered(e) => self.person_registered(e),
            Event::OrganisationRegistered(e) => self.organisation_registered(e),
            Event::OrganisationRevised(e) => self.organisation_revised(e),
            Event::OrganisationEnded(e) => self.organisation_ended(e),
            Event::UnitRegistered(e) => self.unit_registered(e),
            Event::UnitRevised(e) => self.unit_revised(e),
            Event::UnitMoved(e) => self.unit_moved(e),
            Event::UnitsReorganised(e) => self.units_reorganised(e),
            Event::MunicipalityAdded(e) => self.municipality_added(e),
            Event::BuildingAdded(e) => self.building_added(e),
            Event::BuildingRevised(e) => self.building_revised(e),
            Event::BuildingRetired(e) => self.building_retired(e),
            Event::BuildingPlaneSet(e) => self.building_plane_set(e),
            Event::LevelAdded(e) => self.level_added(e),
            Event::LevelRevised(e) => self.level_revised(e),
            Event::LevelRetired(e) => self.level_retired(e),
            Event::LevelDrawn(e) => self.level_drawn(e),
            Event::SpaceAdded(e) => self.space_added(e),
            Event::SpaceRevised(e) => self.space_revised(e),
            Event::SpaceRetired(e) => self.space_retired(e),
            Event::SpacesReshaped(e) => self.spaces_reshaped(e),
            Event::SpaceIdentified(e) => self.space_identified(e),
            Event::ResourceAdded(e) => self.resource_added(e),
            Event::ResourceRevised(e) => self.resource_revised(e),
            Event::ResourceRetired(e) => self.resource_retired(e),
            Event::ResourcesMoved(e) => self.resources_moved(e),
            Event::ResourcesCounted(e) => self.resources_counted(e),
            Event::AllocationAssigned(e) => self.allocation_assigned(e),
            Event::AllocationEnded(e) => self.allocation_ended(e),
            Event::AllocationsTransferred(e) => self.allocations_transferred(e),
            Event::HubPlanned(e) => self.hub_planned(e),
            Event::HubOpened(e) => self.hub_opened(e),
            Event::HubSpaceAdded(e) => self.hub_space_added(e),
            Event::HubSpaceRemoved(e) => self.hub_space_removed(e),
            Event::HubCapacitySet(e) => self.hub_capacity_set(e),
            Event::HubClosed(e) => self.hub_closed(e),
            Event::HubRevised(e) => self.hub_revised(e),
            Event::MembershipGranted(e) => self.membership_granted(e),
            Event::MembershipChanged(e) => self.membership_changed(e),
            Event::MembershipEnded(e) => self.membership_ended(e),
            Event::MembershipDoubted(e) => self.membership_doubted(e),
            Event::MembershipTransferred(e) => self.membership_transferred(e),
            Event::ReallocationProposed(e) => self.reallocation_proposed(e),
            Event::ReallocationAmended(e) => self.reallocation_amended(e),
            Event::ReallocationDecided(e) => self.reallocation_decided(e),
            Event::ReallocationApproved(e) => self.reallocation_approved(e),
            Event::ReallocationRejected(e) => self.reallocation_rejected(e),
            Event::ReallocationWithdrawn(e) => self.reallocation_withdrawn(e),
            Event::ReallocationRevoked(e) => self.reallocation_revoked(e),
            Event::ReallocationDoubted(e) => self.reallocation_doubted(e),
            Event::MoveDone(e) => self.move_done(e),
            Event::ReallocationCompleted(e) => self.reallocation_completed(e),
            Event::ImportStarted(e) => self.import_started(e),
            Event::ImportProgressed(e) => self.import_progressed(e),
            Event::ImportCompleted(e) => self.import_completed(e),
            Event::ImportAbandoned(e) => self.import_abandoned(e),
            Event::TextsErased(e) => self.texts_erased(e),
            Event::DelegationGiven(e) => self.delegation_given(e),
            Event::DelegationWithdrawn(e) => self.delegation_withdrawn(e),
            Event::DecisionConfirmed(e) => self.decision_confirmed(e),
            Event::DecisionReported(e) => self.decision_reported(e),
            Event::OpeningBalanceSigned(e) => self.opening_balance_signed(e),
            Event::PreconditionRequired(e) => self.precondition_required(e),
            Event::PreconditionDropped(e) => self.precondition_dropped(e),
            Event::PreconditionAnswered(e) => self.precondition_answered(e),
            Event::HubOpeningMoved(e) => self.hub_opening_moved(e),
            Event::SpaceLost(e) => self.space_lost(e),
            Event::SpaceRestored(e) => self.space_restored(e),
            Event::ClericallyCorrected(e) => self.clerically_corrected(e),
            Event::FactuallyCorrected(e) => self.factually_corrected(e),
            Event::TransitionStarted(e) => self.transition_started(e),
            Event::TransitionRevised(e) => self.transition_revised(e),
            Event::TransitionEnded(e) => self.transition_ended(e),
            Event::MilestoneReached(e) => self.milestone_reached(e),
            Event::BasisSealed(e) => self.basis_sealed(e),
            Event::LeaseSigned(e) => self.lease_signed(e),
            Event::LeaseAmended(e) => self.lease_amended(e),
            Event::LeaseNoticeServed(e) => self.lease_notice_served(e),
            Event::LeaseEnded(e) => self.lease_ended(e),
            Event::LeaseContinued(e) => self.lease_continued(e),
            Event::IndexPublished(e) => self.index_published(e),
            Event::CostRecorded(e) => self.cost_recorded(e),
            Event::CostRevised(e) => self.cost_revised(e),
            Event::CostEnded(e) => self.cost_ended(e),
            Event::VatTreatmentSet(e) => self.vat_treatment_set(e),
            Event::CommonKeySet(e) => self.common_key_set(e),
            Event::HubTariffSet(e) => self.hub_tariff_set(e),
            Event::BudgetDecided(e) => self.budget_decided(e),
            Event::InvoiceRecorded(e) => self.invoice_recorded(e),
            Event::InvoiceCancelled(e) => self.invoice_cancelled(e),
            Event::PeriodClosed(e) => self.period_closed(e),
        }
    }

    /// The text, or the language's mark in its place.
    fn shown(&self, text: Commitment) -> String {
        let text = self.texts.text(text);
        text.map_or_else(|| self.language.erased().to_owned(), |text| text.to_string())
    }

    fn unknown(&self) -> String {
        self.language.unknown().to_owned()
    }

    fn word(&self, english: &'static str, swedish: &'static str) -> &'static str {
        self.language.word(english, swedish)
    }
}
