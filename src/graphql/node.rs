//! `node(id)`: every thing, by the id under which it was read, on the clocks in that id.

use async_graphql::{Context, Error, Interface, Result};
use projections::Thing;
use schema::MunicipalityCode;
use uuid::Uuid;

use super::{
    global_id::GlobalId,
    pin::{self, SharedPin},
    types::{
        Building, Cost, Hub, Import, Invoice, Lease, Level, Membership, Municipality, Organisation,
        Person, Portfolio, Reallocation, Resource, SealedBasis, Space, Transition, Unit,
    },
};

/// A thing with an id.
#[derive(Interface, Debug)]
#[graphql(field(
    name = "id",
    ty = "async_graphql::ID",
    desc = "Opaque. Contains the clocks that were named when it was read, and gives the same again: \
            see `Query.node`."
))]
pub enum Node {
    /// An estate with one ledger.
    Portfolio(Portfolio),
    /// A person.
    Person(Person),
    /// An authority or company.
    Organisation(Organisation),
    /// A part of an organisation that occupies.
    Unit(Unit),
    /// A municipality or place.
    Municipality(Municipality),
    /// A building.
    Building(Building),
    /// A level of a building.
    Level(Level),
    /// A room or an open area.
    Space(Space),
    /// What can be allocated.
    Resource(Resource),
    /// A flexible network workplace.
    Hub(Hub),
    /// A unit's right to a hub.
    Membership(Membership),
    /// Moves that are decided together.
    Reallocation(Reallocation),
    /// The reading-in of a file.
    Import(Import),
    /// A programme of reallocations.
    Transition(Transition),
    /// A sealed basis for decisions.
    DecisionBasis(SealedBasis),
    /// A lease.
    Lease(Lease),
    /// A cost beside rent.
    Cost(Cost),
    /// An invoice.
    Invoice(Invoice),
}

/// The thing with an id; nothing where there is none.
pub async fn node(context: &Context<'_>, id: &str) -> Result<Option<Node>> {
    let Some(wanted) = GlobalId::decode(id) else {
        let given: String = id.chars().take(80).collect();
        return Err(Error::new(format!("{given:?} is not an id that this service gave")));
    };
    let pin = pin::pin(context, wanted.portfolio, wanted.clocks.into()).await?;
    Ok(pin.and_then(|pin| thing(pin, &wanted)))
}

/// A thing of which a change tells; nothing where the pinned state does not know it, and for a
/// precondition.
pub fn named(pin: &SharedPin, thing: Thing) -> Option<Node> {
    let pin = pin.clone();
    match thing {
        Thing::Organisation(id) => Organisation::of(pin, id).map(Node::Organisation),
        Thing::Unit(id) => Unit::of(pin, id).map(Node::Unit),
        Thing::Building(id) => Building::of(pin, id).map(Node::Building),
        Thing::Level(id) => Level::of(pin, id).map(Node::Level),
        Thing::Space(id) => Space::of(pin, id).map(Node::Space),
        Thing::Resource(id) => Resource::of(pin, id).map(Node::Resource),
        Thing::Hub(id) => Hub::of(pin, id).map(Node::Hub),
        Thing::Membership(id) => Membership::of(pin, id).map(Node::Membership),
        Thing::Reallocation(id) => Reallocation::of(pin, id).map(Node::Reallocation),
        Thing::Transition(id) => Transition::of(pin, id).map(Node::Transition),
        Thing::DecisionBasis(id) => SealedBasis::of(pin, id).map(Node::DecisionBasis),
        Thing::Lease(id) => Lease::of(pin, id).map(Node::Lease),
        Thing::Cost(id) => Cost::of(pin, id).map(Node::Cost),
        Thing::Invoice(id) => Invoice::of(pin, id).map(Node::Invoice),
        // It is read among those of the portfolio, and is no node.
        Thing::Precondition(_) => None,
    }
}

fn thing(pin: SharedPin, wanted: &GlobalId) -> Option<Node> {
    let reference = wanted.reference.as_str();
    if wanted.type_name == "Municipality" {
        let code = reference.parse::<MunicipalityCode>().ok()?;
        return Municipality::of(pin, code).map(Node::Municipality);
    }
    let id: Uuid = reference.parse().ok()?;
    match wanted.type_name.as_str() {
        "Portfolio" => (pin.portfolio.uuid() == id).then(|| Node::Portfolio(Portfolio::at(pin))),
        "Person" => Person::of(pin, id.into()).map(Node::Person),
        "Organisation" => Organisation::of(pin, id.into()).map(Node::Organisation),
        "Unit" => Unit::of(pin, id.into()).map(Node::Unit),
        "Building" => Building::of(pin, id.into()).map(Node::Building),
        "Level" => Level::of(pin, id.into()).map(Node::Level),
        "Space" => Space::of(pin, id.into()).map(Node::Space),
        "Resource" => Resource::of(pin, id.into()).map(Node::Resource),
        "Hub" => Hub::of(pin, id.into()).map(Node::Hub),
        "Membership" => Membership::of(pin, id.into()).map(Node::Membership),
        "Reallocation" => Reallocation::of(pin, id.into()).map(Node::Reallocation),
        "Import" => Import::of(pin, id.into()).map(Node::Import),
        "Transition" => Transition::of(pin, id.into()).map(Node::Transition),
        "DecisionBasis" => SealedBasis::of(pin, id.into()).map(Node::DecisionBasis),
        "Lease" => Lease::of(pin, id.into()).map(Node::Lease),
        "Cost" => Cost::of(pin, id.into()).map(Node::Cost),
        "Invoice" => Invoice::of(pin, id.into()).map(Node::Invoice),
        _ => None,
    }
}
