//! The estate in which most tests play.

use schema::Category;

use super::{
    Ledger, add_assumed, add_building, add_level, add_room, add_space, add_workstation, approve,
    assign, hub_gains, open_hub, open_portfolio, plan_hub, propose, register_organisation,
    register_person, register_unit, revoke, set_capacity,
};
use schema::{Move, ProposedMembership};

/// An open portfolio with three registered persons: the proposer, the decider and a third.
pub(crate) fn opened() -> Ledger {
    Ledger::empty()
        .with(open_portfolio())
        .with(register_person("Decider"))
        .with(register_person("Third"))
}

/// Two organisations, the Region and the Town, with their units.
pub(crate) fn organisations() -> Ledger {
    opened()
        .with(register_organisation("Region", "2026-01-01"))
        .with(register_organisation("Town", "2026-01-01"))
        .with(register_organisation("Stranger", "2026-01-01"))
        .with(register_unit("Clinic", "Region", "2026-01-01"))
        .with(register_unit("Schools", "Town", "2026-01-01"))
        .with(register_unit("Library", "Town", "2026-01-01"))
}

/// The Region's house with one level: an open workplace with the workstations W1 to W3, counted, and
/// A1, assumed; a cell office with a room and a desk; a lounge; a corridor. No hub yet.
pub(crate) fn house() -> Ledger {
    organisations()
        .with(add_building("House", "Region", "2026-01-01"))
        .with(add_level("Ground", "House", "2026-01-01"))
        .with(add_space("Open", "Ground", Category::OpenWorkplace, "2026-01-01"))
        .with(add_space("Cell", "Ground", Category::Cell, "2026-01-01"))
        .with(add_space("Lounge", "Ground", Category::OpenWorkplace, "2026-01-01"))
        .with(add_space("Corridor", "Ground", Category::Circulation, "2026-01-01"))
        .with(add_workstation("W1", "Open", "2026-01-01"))
        .with(add_workstation("W2", "Open", "2026-01-01"))
        .with(add_workstation("W3", "Open", "2026-01-01"))
        .with(add_assumed("A1", "Open", "2026-01-01"))
        .with(add_room("Room", "Cell", "2026-01-01"))
        .with(add_workstation("Desk", "Cell", "2026-01-01"))
}

/// The house with two hubs: the Node, open since March, holding ten people, served by the lounge;
/// and the Annex, planned for September.
pub(crate) fn estate() -> Ledger {
    house()
        .with(plan_hub("Node", "Region", "2026-03-01"))
        .with(open_hub("Node", "2026-03-01"))
        .with(set_capacity("Node", "2026-03-01", 10))
        .with(hub_gains("Node", "Lounge", "2026-03-01"))
        .with(plan_hub("Annex", "Town", "2026-09-01"))
        .with(set_capacity("Annex", "2026-09-01", 4))
}

/// The estate with the Schools at W1 and W2 since the first day.
pub(crate) fn occupied() -> Ledger {
    estate().with(assign("W1", "Schools", "2026-01-01")).with(assign("W2", "Schools", "2026-01-01"))
}

impl Ledger {
    /// Given a reallocation that the proposer proposed and the decider approved; the proposer goes on.
    pub(crate) fn approved(
        self,
        name: &str,
        moves: &[Move],
        memberships: &[ProposedMembership],
    ) -> Self {
        let proposed = self.by("Proposer").with(propose(name, moves, memberships));
        proposed.with_approval_of(name)
    }

    /// Given a reallocation that the Region revoked, as the decider recorded; the proposer goes on.
    pub(crate) fn revoked(self, name: &str) -> Self {
        self.by("Decider").with(revoke(name, &["Region"])).by("Proposer")
    }

    /// Given the decider's approval of a reallocation as it stands; the proposer goes on.
    pub(crate) fn with_approval_of(self, name: &str) -> Self {
        let digest = self.digest_of(name);
        self.by("Decider").with(approve(name, digest)).by("Proposer")
    }
}
