//! What things are called on a date, in either language.

use schema::{
    BasisId, BuildingId, Commitment, CostId, HubId, InvoiceId, LeaseId, LevelId, MembershipId,
    OrganisationId, PreconditionId, ReallocationId, ResourceId, ResourceKind, SpaceId,
    TransitionId, UnitId,
};

use super::{Thing, Viewpoint};
use crate::{Language, Texts};

/// Names things as a viewpoint has them.
pub(super) struct Namer<'a> {
    pub(super) viewpoint: Viewpoint<'a>,
    pub(super) texts: &'a dyn Texts,
    pub(super) language: Language,
}

impl Namer<'_> {
    /// The one of two words that is in the language.
    pub(super) fn word<'w>(&self, english: &'w str, swedish: &'w str) -> &'w str {
        self.language.of(english, swedish)
    }

    pub(super) fn thing(&self, thing: Thing) -> String {
        match thing {
            Thing::Organisation(id) => {
                let word = self.word("the organisation", "organisationen");
                format!("{word} {}", self.organisation(id))
            }
            Thing::Unit(id) => {
                format!("{} {}", self.word("the unit", "enheten"), self.unit(id))
            }
            Thing::Building(id) => {
                format!("{} {}", self.word("the building", "byggnaden"), self.building(id))
            }
            Thing::Level(id) => {
                format!("{} {}", self.word("the level", "planet"), self.level(id))
            }
            Thing::Space(id) => self.space(id),
            Thing::Resource(id) => self.resource(id),
            Thing::Hub(id) => self.the_hub(id),
            Thing::Membership(id) => self.membership(id),
            Thing::Reallocation(id) => self.title(id),
            Thing::Transition(id) => self.transition(id),
            Thing::Precondition(id) => {
                let word = self.word("the precondition", "förutsättningen");
                format!("{word} {}", self.precondition(id))
            }
            Thing::DecisionBasis(id) => self.basis(id),
            Thing::Lease(id) => self.lease(id),
            Thing::Cost(id) => self.cost(id),
            Thing::Invoice(id) => self.invoice(id),
        }
    }

    pub(super) fn text(&self, commitment: Commitment) -> String {
        self.texts.shown(commitment).to_string()
    }

    fn unknown(&self) -> String {
        self.word("[not in this portfolio]", "[inte i detta bestånd]").to_owned()
    }

    pub(super) fn organisation(&self, id: OrganisationId) -> String {
        let known = self
            .viewpoint
            .state
            .organisation(&id)
            .and_then(|known| known.descriptions.nearest(self.viewpoint.on));
        known.map_or_else(|| self.unknown(), |known| self.text(known.name))
    }

    pub(super) fn unit(&self, id: UnitId) -> String {
        let known = self
            .viewpoint
            .state
            .unit(&id)
            .and_then(|known| known.descriptions.nearest(self.viewpoint.on));
        known.map_or_else(|| self.unknown(), |known| self.text(known.name))
    }

    fn building(&self, id: BuildingId) -> String {
        let known = self
            .viewpoint
            .state
            .building(&id)
            .and_then(|known| known.descriptions.nearest(self.viewpoint.on));
        known.map_or_else(|| self.unknown(), |known| self.text(known.name))
    }

    /// A level, with its building where there are several.
    fn level(&self, id: LevelId) -> String {
        let Some(level) = self.viewpoint.state.level(&id) else { return self.unknown() };
        let name = level.descriptions.nearest(self.viewpoint.on);
        let name = name.map_or_else(|| self.unknown(), |known| self.text(known.name));
        if self.viewpoint.state.buildings().len() == 1 {
            return name;
        }
        format!("{name} {} {}", self.word("in", "i"), self.building(level.building))
    }

    pub(super) fn space(&self, id: SpaceId) -> String {
        let Some(space) = self.viewpoint.state.space(&id) else { return self.unknown() };
        let described = space.descriptions.nearest(self.viewpoint.on);
        let number = described.and_then(|known| known.number.as_ref());
        let name = described.and_then(|known| known.name.or(known.function));
        let called = match (number, name.map(|name| self.text(name))) {
            (Some(number), Some(name)) => {
                format!("{} {number} ({name})", self.word("space", "utrymme"))
            }
            (Some(number), None) => format!("{} {number}", self.word("space", "utrymme")),
            (None, Some(name)) => format!("{} {name}", self.word("the space", "utrymmet")),
            (None, None) => {
                self.word("a space without number", "ett utrymme utan nummer").to_owned()
            }
        };
        format!("{called}, {}", self.level(space.level))
    }

    fn resource(&self, id: ResourceId) -> String {
        let Some(resource) = self.viewpoint.state.resource(&id) else { return self.unknown() };
        let described = resource.descriptions.nearest(self.viewpoint.on);
        let what = described.map_or_else(|| self.unknown(), |known| self.kind(known.kind).into());
        let number = described.and_then(|known| known.number.as_ref());
        let called = number.map_or_else(|| what.clone(), |number| format!("{what} {number}"));
        let Viewpoint { on, basis, .. } = self.viewpoint;
        let place = resource.place.at(on, basis).or_else(|| resource.place.actual().nearest(on));
        let Some(place) = place else { return called };
        format!("{called} {} {}", self.word("in", "i"), self.space(*place))
    }

    pub(super) fn kind(&self, kind: ResourceKind) -> &'static str {
        match (kind, self.language) {
            (ResourceKind::Workstation, Language::English) => "workstation",
            (ResourceKind::Workstation, Language::Swedish) => "arbetsplats",
            (ResourceKind::Room, Language::English) => "the room as a whole",
            (ResourceKind::Room, Language::Swedish) => "rummet som helhet",
            (ResourceKind::Equipment, Language::English) => "equipment",
            (ResourceKind::Equipment, Language::Swedish) => "utrustning",
        }
    }

    fn hub(&self, id: HubId) -> String {
        let hub = self.viewpoint.state.hub(&id);
        hub.map_or_else(|| self.unknown(), |hub| self.text(hub.description(self.viewpoint.on).name))
    }

    pub(super) fn the_hub(&self, id: HubId) -> String {
        format!("{} {}", self.word("the hub", "noden"), self.hub(id))
    }

    fn membership(&self, id: MembershipId) -> String {
        let Some(known) = self.viewpoint.state.membership(&id) else { return self.unknown() };
        let unit = self.unit(known.unit(self.viewpoint.on));
        let hub = self.the_hub(known.hub);
        match self.language {
            Language::English => format!("the membership of {unit} in {hub}"),
            Language::Swedish => format!("medlemskapet för {unit} i {hub}"),
        }
    }

    fn lease(&self, id: LeaseId) -> String {
        let Some(known) = self.viewpoint.state.lease(&id) else { return self.unknown() };
        let tenant = self.organisation(known.tenant);
        let agreed = known.agreed.nearest(self.viewpoint.on);
        let building =
            agreed.map_or_else(|| self.unknown(), |agreed| self.building(agreed.terms.building));
        match self.language {
            Language::English => format!("the lease of {tenant} in {building}"),
            Language::Swedish => format!("hyresavtalet för {tenant} i {building}"),
        }
    }

    fn cost(&self, id: CostId) -> String {
        let known = self.viewpoint.state.cost(&id);
        let described = known.and_then(|known| known.descriptions.nearest(self.viewpoint.on));
        let name = described.map_or_else(|| self.unknown(), |known| self.text(known.name));
        format!("{} “{name}”", self.word("the cost", "kostnaden"))
    }

    fn invoice(&self, id: InvoiceId) -> String {
        let Some(known) = self.viewpoint.state.invoice(&id) else { return self.unknown() };
        let whose = self.organisation(known.description.organisation);
        let voucher = &known.description.voucher;
        match self.language {
            Language::English => format!("invoice {voucher} of {whose}"),
            Language::Swedish => format!("fakturan {voucher} hos {whose}"),
        }
    }

    pub(super) fn transition(&self, id: TransitionId) -> String {
        let known = self.viewpoint.state.transition(&id);
        let described = known.and_then(|known| known.descriptions.nearest(self.viewpoint.on));
        let name = described.map_or_else(|| self.unknown(), |known| self.text(known.name));
        format!("{} “{name}”", self.word("the transition", "omställningen"))
    }

    /// A milestone by its name.
    pub(super) fn milestone(&self, of: Thing, number: u64) -> String {
        let Thing::Transition(id) = of else { return self.unknown() };
        let known = self.viewpoint.state.transition(&id);
        let described = known.and_then(|known| known.descriptions.nearest(self.viewpoint.on));
        let mut milestones = described.into_iter().flat_map(|known| &known.milestones);
        let named = milestones.find(|milestone| u64::from(milestone.number) == number);
        let name = named.map_or_else(|| self.unknown(), |known| self.text(known.name));
        format!("“{name}”")
    }

    pub(super) fn precondition(&self, id: PreconditionId) -> String {
        let known = self.viewpoint.state.precondition(&id);
        let name = known.map_or_else(|| self.unknown(), |known| self.text(known.name));
        format!("“{name}”")
    }

    fn basis(&self, id: BasisId) -> String {
        let known = self.viewpoint.state.basis(&id);
        let title = known.map_or_else(|| self.unknown(), |known| self.text(known.basis.title));
        format!("{} “{title}”", self.word("the basis for decisions", "beslutsunderlaget"))
    }

    fn title(&self, id: ReallocationId) -> String {
        let known = self.viewpoint.state.reallocation(&id);
        let title = known.map_or_else(|| self.unknown(), |known| self.text(known.proposal.title));
        format!("{} “{title}”", self.word("the reallocation", "omfördelningen"))
    }
}
