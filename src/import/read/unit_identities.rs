//! Which unit each row of a list means: a recorded one, by its code or else by its name, or a new one.
//! No two rows mean the same unit.

use lists::UnitRow;
use projections::{Portfolio, Texts, Unit};
use schema::{Date, OrganisationId, UnitId};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// A row with its organisation and what its unit's id would be.
pub(super) struct Listed<'a> {
    pub(super) row: &'a UnitRow,
    pub(super) organisation: OrganisationId,
    /// From its code, else from its name below those of the units that it is part of.
    derived: UnitId,
}

/// The rows that have an organisation, in the order given, in which each follows the one that it is
/// part of.
pub(super) fn listed<'a>(
    rows: &[&'a UnitRow],
    organisations: &BTreeMap<u32, OrganisationId>,
) -> Vec<Listed<'a>> {
    let mut paths: BTreeMap<u32, UnitId> = BTreeMap::new();
    let mut listed = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(organisation) = organisations.get(&row.row).copied() else { continue };
        let above = row.parent.and_then(|parent| paths.get(&parent));
        let above = above.map_or(organisation.uuid(), |above| above.uuid());
        // Each name within the id of the names above it: as good as the whole path, and bounded.
        let path = UnitId::derived(above, row.unit.as_str());
        paths.insert(row.row, path);
        let by_code = |code: &schema::Text| UnitId::derived(organisation.uuid(), code.as_str());
        let derived = row.code.as_ref().map_or(path, by_code);
        listed.push(Listed { row, organisation, derived });
    }
    listed
}

/// What became of rows: the unit that each means, or why none.
pub(super) type Identities = BTreeMap<u32, Result<UnitId, String>>;

/// Tells which unit each row means. `parents_stated` is whether the list says what is part of what.
pub(super) fn identify(
    listed: &[Listed<'_>],
    state: &Portfolio,
    texts: &dyn Texts,
    from: Date,
    parents_stated: bool,
) -> Identities {
    let mut matching = Matching {
        state,
        texts,
        from,
        parents_stated,
        by_name: by_name(state, texts, from),
        names: listed.iter().map(|listed| (listed.row.row, listed.row.unit.as_str())).collect(),
        taken: BTreeSet::new(),
        identities: BTreeMap::new(),
    };
    matching.by_code(listed);
    if parents_stated {
        matching.by_name_and_parent(listed);
    }
    matching.by_name_alone(listed);
    matching.rest(listed);
    matching.identities
}

type ByName = BTreeMap<(OrganisationId, Arc<str>), Vec<UnitId>>;

/// Units by organisation and name, those that have ended too.
fn by_name(state: &Portfolio, texts: &dyn Texts, from: Date) -> ByName {
    let mut units = ByName::new();
    for unit in state.units().values() {
        let Some(described) = unit.descriptions.nearest(from) else { continue };
        let Some(name) = texts.text(described.name) else { continue };
        units.entry((described.organisation, name)).or_default().push(unit.id);
    }
    units
}

struct Matching<'a> {
    state: &'a Portfolio,
    texts: &'a dyn Texts,
    from: Date,
    parents_stated: bool,
    by_name: ByName,
    /// The units' names, by row.
    names: BTreeMap<u32, &'a str>,
    taken: BTreeSet<UnitId>,
    identities: Identities,
}

impl Matching<'_> {
    /// A code names its unit whatever it is called by now.
    fn by_code(&mut self, listed: &[Listed<'_>]) {
        for listed in listed.iter().filter(|listed| listed.row.code.is_some()) {
            if self.state.unit(&listed.derived).is_some_and(|unit| unit.exists(self.from)) {
                self.take(listed.row, listed.derived);
            }
        }
    }

    fn by_name_and_parent(&mut self, listed: &[Listed<'_>]) {
        for listed in listed {
            let mut same = self.open(listed);
            same.retain(|unit| self.has_parent(unit, listed.row));
            if let [only] = same[..] {
                self.take(listed.row, only);
            }
        }
    }

    fn by_name_alone(&mut self, listed: &[Listed<'_>]) {
        for listed in listed {
            if let [only] = self.open(listed)[..] {
                self.take(listed.row, only);
            }
        }
    }

    /// What no name tells is new, unless it has ended or cannot be told.
    fn rest(&mut self, listed: &[Listed<'_>]) {
        for listed in listed {
            if self.identities.contains_key(&listed.row.row) {
                continue;
            }
            match self.untold(listed) {
                Some(why) => {
                    self.identities.insert(listed.row.row, Err(why));
                }
                None => self.take(listed.row, listed.derived),
            }
        }
    }

    /// Why the unit of a row that matches none is not a new one.
    fn untold(&self, listed: &Listed<'_>) -> Option<String> {
        let name = listed.row.unit.as_str();
        if let Some(recorded) = self.state.unit(&listed.derived) {
            return self.absent(recorded, name);
        }
        if !self.parents_stated && listed.row.code.is_none() && !self.open(listed).is_empty() {
            return Some(format!(
                "several units of the organisation are called {name}; accepted is a code, or a column \
                 that says what each is part of"
            ));
        }
        let named = self.named(listed).filter_map(|unit| self.state.unit(unit));
        let absent: Vec<Option<String>> = named.map(|unit| self.absent(unit, name)).collect();
        // Where one of the name is there, another row means it.
        absent.into_iter().collect::<Option<Vec<_>>>()?.pop()
    }

    /// Why a recorded unit is not there on the date; none where it is.
    fn absent(&self, unit: &Unit, name: &str) -> Option<String> {
        if unit.exists(self.from) {
            return None;
        }
        let ended = unit.retired.as_ref().map(|retired| retired.from);
        match (ended.filter(|ended| *ended <= self.from), unit.descriptions.begins()) {
            (Some(ended), _) => Some(format!(
                "the unit {name} has ended on {ended}; name its successor or take it out"
            )),
            (None, begins) => begins.map(|begins| {
                format!("the unit {name} begins on {begins}; accepted is that day or a later one")
            }),
        }
    }

    fn named(&self, listed: &Listed<'_>) -> impl Iterator<Item = &UnitId> {
        let key = (listed.organisation, Arc::from(listed.row.unit.as_str()));
        self.by_name.get(&key).into_iter().flatten()
    }

    /// The units of the row's name that are there and that no row means yet; none for a row whose
    /// unit is known.
    fn open(&self, listed: &Listed<'_>) -> Vec<UnitId> {
        if self.identities.contains_key(&listed.row.row) {
            return Vec::new();
        }
        let exists =
            |unit: &UnitId| self.state.unit(unit).is_some_and(|unit| unit.exists(self.from));
        let named = self.named(listed).copied();
        named.filter(|unit| exists(unit) && !self.taken.contains(unit)).collect()
    }

    /// Whether a recorded unit is part of the unit that the row says, by identity or by name.
    fn has_parent(&self, unit: &UnitId, row: &UnitRow) -> bool {
        let described = self.state.unit(unit).and_then(|unit| unit.descriptions.at(self.from));
        let recorded = described.and_then(|described| described.parent);
        let (Some(recorded), Some(stated)) = (recorded, row.parent) else {
            return recorded.is_none() && row.parent.is_none();
        };
        if let Some(Ok(meant)) = self.identities.get(&stated) {
            return *meant == recorded;
        }
        let parent = self.state.unit(&recorded);
        let parent = parent.and_then(|parent| parent.descriptions.nearest(self.from));
        let called = parent.and_then(|parent| self.texts.text(parent.name));
        called.as_deref() == self.names.get(&stated).copied()
    }

    fn take(&mut self, row: &UnitRow, unit: UnitId) {
        let identity = if self.taken.insert(unit) {
            Ok(unit)
        } else {
            let name = row.unit.as_str();
            Err(format!("the unit {name} is that of another row; accepted is each unit once"))
        };
        self.identities.insert(row.row, identity);
    }
}
