//! A sample in words: what its lines and its sheets hold.

use projections::{
    CaseSubject, DecidedOn, ERASED, Language, RecordedDecision, SampledCase, SampledPrecondition,
    Texts, sentence,
};
use schema::{
    Commitment, Date, DecisionKind, Digest, Envelope, Instant, OrganisationId, PersonId,
    PortfolioId, PreconditionAnswer, PreconditionId, PreconditionKind, ReallocationId, Revision,
};
use serde::Serialize;
use std::collections::BTreeMap;
use uuid::Uuid;

use super::{Drawn, SampleError};
use crate::store::StoredEvent;

/// How the cases are drawn, in one sentence that stands with every sample.
const METHOD: &str = "The rank of a case is SHA-256 over the UTF-8 bytes of the seed, one zero byte and \
                      the bytes of its id; the cases with the smallest ranks are drawn.";

/// What stands at the top of a sample.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Head {
    /// The version of this form.
    pub(super) form: u32,
    pub(super) portfolio: PortfolioId,
    pub(super) portfolio_name: String,
    /// As known at this revision: the end of a commit.
    pub(super) revision: Revision,
    pub(super) recorded_at: Instant,
    /// The day of that revision, whose names are told.
    pub(super) on: Date,
    pub(super) seed: String,
    /// How many were asked for.
    pub(super) size: u16,
    /// Of what, and how it was narrowed.
    pub(super) population: BTreeMap<&'static str, String>,
    /// How many cases the population has.
    pub(super) population_count: usize,
    /// SHA-256 over its ids.
    pub(super) population_digest: Digest,
    /// How many were drawn.
    pub(super) cases: usize,
    pub(super) language: String,
    pub(super) method: &'static str,
}

/// A case.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Case {
    /// From 1, in the order of the ranks.
    pub(super) place: usize,
    pub(super) id: String,
    pub(super) rank: Digest,
    pub(super) kind: String,
    /// What people call it.
    pub(super) called: String,
    /// Where a reallocation stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) status: Option<String>,
    pub(super) decisions: Vec<Decided>,
    pub(super) preconditions: Vec<Condition>,
    pub(super) events: Vec<Told>,
}

/// A decision on a case.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Decided {
    /// The event that records it.
    pub(super) revision: Revision,
    pub(super) organisation: OrganisationId,
    pub(super) organisation_name: String,
    pub(super) case_number: String,
    pub(super) kind: DecisionKind,
    pub(super) body: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) delegation_point: Option<String>,
    pub(super) decided_on: Date,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reported_on: Option<Date>,
    /// On what: a word, and the reference of the thing where it is one.
    pub(super) matter: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) thing: Option<Uuid>,
    pub(super) recorded_by: PersonId,
    /// Whether it can be built upon.
    pub(super) counts: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) confirmed_by: Option<PersonId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) confirmed_revision: Option<Revision>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) corrected_revision: Option<Revision>,
}

/// A precondition of a case.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Condition {
    pub(super) precondition: PreconditionId,
    pub(super) reallocation: ReallocationId,
    pub(super) kind: PreconditionKind,
    pub(super) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) required_by: Option<OrganisationId>,
    /// `met`, `notApplicable` or `missing`.
    pub(super) settled: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) on: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) document: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) because: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) recorded_by: Option<PersonId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) revision: Option<Revision>,
    /// Whether it was settled for the proposal as it stands.
    pub(super) as_it_stands: bool,
}

/// An event of a case.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Told {
    pub(super) revision: Revision,
    #[serde(rename = "type")]
    pub(super) type_name: &'static str,
    pub(super) recorded: Instant,
    pub(super) actor: PersonId,
    pub(super) role: String,
    pub(super) sentence: String,
    /// SHA-256 of the stored bytes.
    pub(super) hash: Digest,
}

impl Drawn {
    /// What stands at the top.
    pub(super) fn head(&self) -> Head {
        let kind = [("kind", self.asked.kind.to_string())];
        let opening = self.state.opening();
        Head {
            form: 1,
            portfolio: self.portfolio(),
            portfolio_name: opening.map(|opening| self.shown(opening.name)).unwrap_or_default(),
            revision: self.head.revision,
            recorded_at: self.head.recorded,
            on: self.on,
            seed: self.asked.seed.as_str().to_owned(),
            size: self.asked.size.number(),
            population: kind.into_iter().chain(self.asked.narrowed()).collect(),
            population_count: self.sample.count,
            population_digest: self.sample.digest,
            cases: self.sample.cases.len(),
            language: self.asked.language.to_string(),
            method: METHOD,
        }
    }

    /// How many cases were drawn.
    pub(super) fn cases(&self) -> usize {
        self.sample.cases.len()
    }

    /// The case at a place from 0, with its events; none beyond the last.
    pub(super) async fn case(&self, index: usize) -> Result<Option<Case>, SampleError> {
        let Some(case) = self.sample.cases.get(index) else { return Ok(None) };
        let events = self.events(&case.events).await?;
        let SampledCase { id, rank, subject, decisions, preconditions, .. } = case;
        Ok(Some(Case {
            place: index + 1,
            id: id.clone(),
            rank: *rank,
            kind: self.asked.kind.to_string(),
            called: self.called(subject),
            status: match subject {
                CaseSubject::Reallocation(known) => Some(known.status.to_string()),
                CaseSubject::Membership(_) | CaseSubject::Decision(_) => None,
            },
            decisions: decisions.iter().map(|known| self.decided(known)).collect(),
            preconditions: preconditions.iter().map(|known| self.condition(known)).collect(),
            events: events.iter().map(|(envelope, stored)| self.told(envelope, stored)).collect(),
        }))
    }

    fn called(&self, subject: &CaseSubject) -> String {
        match subject {
            CaseSubject::Reallocation(known) => self.shown(known.proposal.title),
            CaseSubject::Membership(known) => {
                let unit = self.state.unit(&known.unit(self.on));
                let unit = unit.and_then(|unit| unit.descriptions.nearest(self.on));
                let hub = self.state.hub(&known.hub);
                let names = [
                    unit.map(|described| described.name),
                    hub.map(|hub| hub.description(self.on).name),
                ];
                let names = names.into_iter().flatten().map(|name| self.shown(name));
                names.collect::<Vec<_>>().join(" · ")
            }
            CaseSubject::Decision(known) => known.decision.case_number.to_string(),
        }
    }

    fn decided(&self, known: &RecordedDecision) -> Decided {
        let decision = &known.decision;
        Decided {
            revision: known.revision,
            organisation: decision.organisation,
            organisation_name: self.organisation(decision.organisation),
            case_number: decision.case_number.to_string(),
            kind: decision.kind,
            body: self.shown(decision.body),
            delegation_point: decision.delegation_point.as_ref().map(ToString::to_string),
            decided_on: decision.decided_on,
            reported_on: decision.reported_on,
            matter: matter(&known.on),
            thing: known.on.thing(),
            recorded_by: known.recorded_by,
            counts: known.counts(),
            confirmed_by: known.confirmed.map(|confirmed| confirmed.by),
            confirmed_revision: known.confirmed.map(|confirmed| confirmed.revision),
            corrected_revision: known.corrected,
        }
    }

    fn condition(&self, known: &SampledPrecondition) -> Condition {
        let answer = known.settled.map(|settled| settled.answer);
        let (settled, document, because) = match answer {
            None => ("missing", None, None),
            Some(PreconditionAnswer::Met { document, .. }) => ("met", Some(document), None),
            Some(PreconditionAnswer::NotApplicable { document, because, .. }) => {
                ("notApplicable", Some(document), Some(because))
            }
        };
        Condition {
            precondition: known.precondition.id,
            reallocation: known.reallocation,
            kind: known.precondition.kind,
            name: self.shown(known.precondition.name),
            required_by: known.precondition.organisation,
            settled,
            on: answer.map(|answer| answer.on()),
            document: document.map(|text| self.shown(text)),
            because: because.map(|text| self.shown(text)),
            recorded_by: known.settled.map(|settled| settled.recorded_by),
            revision: known.settled.map(|settled| settled.revision),
            as_it_stands: known.as_it_stands,
        }
    }

    fn told(&self, envelope: &Envelope, stored: &StoredEvent) -> Told {
        let (language, texts) = (self.asked.language, self.ledger.shelf());
        let (event, at) = (&envelope.event, envelope.revision);
        Told {
            revision: at,
            type_name: event.type_name(),
            recorded: envelope.recorded,
            actor: envelope.actor.person,
            role: envelope.actor.role.to_string(),
            sentence: sentence(language, event, at, self.on, &self.state, texts),
            hash: stored.digest(),
        }
    }

    fn organisation(&self, id: OrganisationId) -> String {
        let known = self.state.organisation(&id);
        let described = known.and_then(|known| known.descriptions.nearest(self.on));
        described.map(|described| self.shown(described.name)).unwrap_or_default()
    }

    /// The text, or the mark of an erased one in the language asked for.
    fn shown(&self, text: Commitment) -> String {
        let erased = || match self.asked.language {
            Language::English => ERASED.to_owned(),
            Language::Swedish => "[raderat]".to_owned(),
        };
        self.ledger.shelf().text(text).map_or_else(erased, |text| text.to_string())
    }
}

const fn matter(on: &DecidedOn) -> &'static str {
    match on {
        DecidedOn::Reallocation(_) => "reallocation",
        DecidedOn::Revocation(_) => "revocation",
        DecidedOn::Membership(_) => "membership",
        DecidedOn::Import(_) => "import",
        DecidedOn::Correction(_) => "correction",
        DecidedOn::Delegation(_) => "delegation",
        DecidedOn::OpeningBalance => "openingBalance",
        DecidedOn::Lease(_) => "lease",
        DecidedOn::HubTariff(_) => "hubTariff",
        DecidedOn::Budget(_) => "budget",
    }
}
