//! The words of Thirdplace: ids, values, commands, events and their canonical bytes.
//!
//! A value that exists is valid: everything is parsed where it enters, and trusted afterwards.
//! This crate does no I/O, reads no clock and draws no randomness; time, ids and salts come in
//! as data.

#[macro_use]
mod written_as_text;

mod area;
mod basis;
mod canonical;
mod category;
mod category_words;
mod code;
mod command;
mod correction;
mod cost;
mod date;
mod decimal;
mod decision;
mod digest;
mod drawing;
mod envelope;
mod erasure;
mod event;
pub mod example;
mod former;
mod geometry;
mod hub;
mod id;
mod json_schema;
mod lease;
pub mod limits;
mod membership;
mod organisation_number;
mod portfolio;
mod precondition;
mod reallocation;
mod resource;
mod text;
mod transition;
mod week;

pub use area::{Area, Areas, Measure};
pub use basis::{
    BasisAlternative, BasisFigures, BasisProposal, DecisionBasis, HubFigures, Objection,
};
pub use canonical::{CanonicalError, canonical_bytes};
pub use category::{AllocatedAs, Category};
pub use category_words::category_by_word;
pub use code::*;
pub use command::*;
pub use correction::{
    ClericalCorrection, DecisionWording, TrueAllocation, TrueCapacity, TrueFact, TrueHubSpace,
    TrueMembership, TrueNotice, Voided, VoidedEntry, Wording,
};
pub use cost::{
    CommonKey, CostAmount, CostDescription, CostKind, CostObject, HubTariff, IndexFigure,
    InvoiceDescription, InvoiceSubject, VatTreatment, Year,
};
pub use date::{Date, Instant};
pub use decimal::{Amount, Degrees, IndexValue, Money, Rent, SquareMetres};
pub use decision::{Decision, DecisionKind, DecisionTaken, Delegation, Matter, Verdict};
pub use digest::Digest;
pub use drawing::{Plane, Stroke, StrokeKind};
pub use envelope::{CommandMark, CommitPart, Envelope, EnvelopeError, Identity, Issuer, Role};
pub use erasure::{ErasedText, ErasureDecision, ErasureGround, TextPlace};
pub use event::*;
pub use geometry::{GeoPosition, Point, Polygon};
pub use hub::{CapacitySource, HubCapacity, OpeningHours, Service};
pub use id::*;
pub use lease::{
    BreakClause, Discount, FitOut, IndexClause, Invoicing, Landlord, LeaseParty, LeaseRegime,
    LeaseTerms, Month, MonthOfYear, NamedLandlord, NoticePurpose, NoticeService, NoticeTerm, Paid,
    Rounding, Supplement, SupplementKind,
};
pub use membership::{MembershipTerms, Price, PriceBasis, SeatKind, SeatPromise};
pub use organisation_number::OrganisationNumber;
pub use portfolio::{Currency, TimeZone};
pub use precondition::{PreconditionAnswer, PreconditionKind};
pub use reallocation::{Fate, Move, Proposal, ProposedMembership, Subject};
pub use resource::{Grade, ResourceKind};
pub use text::{Commitment, Salt, Text, TextKind, VaultEntry};
pub use transition::{Milestone, Target, TransitionDescription};
pub use week::{WeekCount, Weekday};

/// Why a value was not accepted: what it is, what is wrong with it, what would be accepted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} {given:?} is not accepted: {accepted}")]
pub struct Invalid {
    /// The field's word for the value, such as `organisation number`.
    pub what: &'static str,
    /// The value as given, cut to 80 characters.
    pub given: String,
    /// What would be accepted, in words.
    pub accepted: String,
}

impl Invalid {
    /// A refusal of `given`, cut so that a message can never be flooded by its cause.
    pub fn new(
        what: &'static str,
        given: impl std::fmt::Display,
        accepted: impl Into<String>,
    ) -> Self {
        Self {
            what,
            given: given.to_string().chars().take(80).collect(),
            accepted: accepted.into(),
        }
    }
}
