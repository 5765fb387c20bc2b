//! Things that are recorded, by what a list may call them: by reference, or by the name that people write.

use projections::{Portfolio, Texts};
use schema::{BuildingId, CostId, Date, HubId, LeaseId, OrganisationId};
use std::{collections::BTreeMap, fmt::Display, sync::Arc};

use super::folded;

/// Things that an error lists, at most.
const LISTED_MAX: usize = 6;

/// Things of one kind.
pub(super) struct Named<Id> {
    /// What one of them is.
    what: &'static str,
    /// By reference, and by name written as [`folded`] writes it.
    things: BTreeMap<String, Vec<Id>>,
    /// What would be accepted, in words.
    accepted: String,
}

impl<Id: Copy + Display> Named<Id> {
    fn new(what: &'static str, all: impl Iterator<Item = (Id, Option<Arc<str>>)>) -> Self {
        let mut things: BTreeMap<String, Vec<Id>> = BTreeMap::new();
        let (mut names, mut more) = (Vec::new(), 0_usize);
        for (id, name) in all {
            things.entry(id.to_string()).or_default().push(id);
            let Some(name) = name else { continue };
            things.entry(folded(&name)).or_default().push(id);
            if names.len() < LISTED_MAX {
                names.push(name);
            } else {
                more += 1;
            }
        }
        let accepted = if names.is_empty() {
            format!("the reference of a {what}")
        } else {
            let (listed, more) = (names.join(", "), if more > 0 { " and others" } else { "" });
            format!("the reference or the name of a {what}: {listed}{more}")
        };
        Self { what, things, accepted }
    }

    /// The one that is called so; else why there is none, and what would be accepted.
    pub(super) fn find(&self, called: &str) -> Result<Id, String> {
        let Self { what, accepted, .. } = self;
        match self.things.get(&folded(called)).map_or(&[][..], Vec::as_slice) {
            [one] => Ok(*one),
            [] => Err(format!("is no {what} of the portfolio; accepted is {accepted}")),
            _ => Err(format!(
                "is what several are called; accepted is the reference of a {what}, which only one has"
            )),
        }
    }
}

/// Everything that a row of a list of invoices may name, with the names that hold on a date.
pub(super) struct Nameable {
    pub(super) organisations: Named<OrganisationId>,
    pub(super) buildings: Named<BuildingId>,
    pub(super) hubs: Named<HubId>,
    pub(super) leases: Named<LeaseId>,
    pub(super) costs: Named<CostId>,
    numbers: BTreeMap<String, OrganisationId>,
}

impl Nameable {
    pub(super) fn on(date: Date, state: &Portfolio, texts: &dyn Texts) -> Self {
        let organisations = state.organisations().values().map(|known| {
            let name = known.descriptions.nearest(date).and_then(|of| texts.text(of.name));
            (known.id, name)
        });
        let buildings = state.buildings().values().map(|known| {
            let name = known.descriptions.nearest(date).and_then(|of| texts.text(of.name));
            (known.id, name)
        });
        let hubs =
            state.hubs().values().map(|hub| (hub.id, texts.text(hub.description(date).name)));
        let costs = state.costs().values().map(|known| {
            let name = known.descriptions.nearest(date).and_then(|of| texts.text(of.name));
            (known.id, name)
        });
        let numbered = state.organisations().values().filter_map(|known| {
            let number = known.descriptions.nearest(date)?.number.as_ref()?;
            Some((number.to_string(), known))
        });
        let mut numbers = BTreeMap::new();
        for (number, known) in numbered {
            // A number is that of one at a time: who has it on the date, else anybody.
            if known.exists(date) || !numbers.contains_key(&number) {
                numbers.insert(number, known.id);
            }
        }
        Self {
            organisations: Named::new("organisation", organisations),
            buildings: Named::new("building", buildings),
            hubs: Named::new("hub", hubs),
            leases: Named::new("lease", state.leases().keys().map(|id| (*id, None))),
            costs: Named::new("cost", costs),
            numbers,
        }
    }

    /// The organisation of a number.
    pub(super) fn numbered(&self, number: &str) -> Result<OrganisationId, String> {
        self.numbers.get(number).copied().ok_or_else(|| {
            "is the number of no organisation of the portfolio; accepted is one that an organisation of it \
             has (organisationRevise)"
                .to_owned()
        })
    }
}
