//! What holds of all estates: generated ones, with desks that are given and taken, a hub, a sublease,
//! memberships and late knowledge.

use projections::{
    Basis, Bearing, Bookkeeping, CostAtom, CostGroup, CostLine, CostScope, CostSource, CostTotals,
    MonthCost, Months, atoms, charges, cost_rows, month_costs,
};
use proptest::prelude::*;
use rust_decimal::Decimal;
use schema::{
    Category, CommonKey, CostAmount, CostObject, Date, HubTariff, Month, OrganisationId, Price,
    PriceBasis, SpaceId, VatTreatment,
};
use std::collections::{BTreeMap, BTreeSet};

use crate::{
    closed::{Closings, books, close},
    estate::{Estate, id, terms, the},
};

/// Something that changes who bears what.
#[derive(Clone, Debug)]
enum Act {
    Give { desk: usize, unit: usize, from: u32 },
    Hub { space: usize, from: u32 },
    Area { space: usize, area: u32, from: u32 },
    Key(CommonKey),
    Member { seats: u32, own: bool, from: u32 },
    Cost { object: usize, amount: u32, vat: u16 },
    Sublet { from: u32 },
    Vat(VatTreatment),
    Release { from: u32 },
    Split { space: usize, from: u32 },
    Merge { first: usize, second: usize, kept: bool, from: u32 },
}

const SPACES: [(&str, Category, &str); 5] = [
    ("office", Category::OpenWorkplace, "60"),
    ("meeting", Category::Meeting, "20"),
    ("corridor", Category::Circulation, "20"),
    ("studio", Category::OpenWorkplace, "33.3"),
    ("pantry", Category::Social, "7.77"),
];
/// What the second lease is of.
const ROOMS: [&str; 3] = ["office", "meeting", "studio"];
/// In which space each desk stands at first.
const DESKS: [&str; 5] = ["office", "office", "office", "studio", "studio"];
const UNITS: [&str; 2] = ["social", "health"];

fn act() -> impl Strategy<Value = Act> {
    let from = || 0_u32..365;
    prop_oneof![
        4 => (0_usize..5, 0_usize..2, from()).prop_map(|(desk, unit, from)| Act::Give { desk, unit, from }),
        2 => (0_usize..5, from()).prop_map(|(space, from)| Act::Hub { space, from }),
        1 => (0_usize..5, 0_u32..100, from()).prop_map(|(space, area, from)| Act::Area { space, area, from }),
        1 => prop_oneof![Just(CommonKey::Area), Just(CommonKey::Spaces), Just(CommonKey::Workstations)]
            .prop_map(Act::Key),
        2 => (1_u32..9, any::<bool>(), from()).prop_map(|(seats, own, from)| Act::Member { seats, own, from }),
        3 => (0_usize..4, 1_u32..1_000_000, 0_u16..300).prop_map(|(object, amount, vat)| Act::Cost { object, amount, vat }),
        1 => from().prop_map(|from| Act::Sublet { from }),
        1 => prop_oneof![Just(VatTreatment::Cost), Just(VatTreatment::Deducted)].prop_map(Act::Vat),
        1 => from().prop_map(|from| Act::Release { from }),
        2 => (0_usize..5, from()).prop_map(|(space, from)| Act::Split { space, from }),
        2 => (0_usize..5, 0_usize..5, any::<bool>(), from())
            .prop_map(|(first, second, kept, from)| Act::Merge { first, second, kept, from }),
    ]
}

/// The desks that stand in a space at first.
fn desks_of(space: &str) -> Vec<String> {
    let desks = DESKS.iter().enumerate().filter(|(_, stands_in)| **stands_in == space);
    desks.map(|(number, _)| format!("desk {number}")).collect()
}

fn day(days: u32) -> Date {
    (0..days).fold(the("2030-01-01"), |day: Date, _| day.next_day())
}

/// An estate in which things happen at most once each, so that every event can be recorded.
struct Told {
    estate: Estate,
    once: BTreeSet<String>,
}

impl Told {
    fn new() -> Self {
        let mut estate = Estate::new();
        for (name, category, area) in &SPACES[3..] {
            estate.space(name, "house", *category, area);
        }
        for (number, space) in DESKS.iter().enumerate() {
            estate.desk(&format!("desk {number}"), space);
        }
        estate.open("2030-03-10");
        estate.tariff(HubTariff::ShareOfCost { denominator: 7 });
        let mut rented = terms("house", &[], "123456.78");
        rented.invoicing.vat_thousandths = 250;
        estate.sign("lease", ("county", None), None, "2030-01-05", rented);
        let rooms = terms("house", &ROOMS, "54321.98");
        estate.sign("rooms", ("region", None), None, "2030-02-11", rooms);
        Self { estate, once: BTreeSet::new() }
    }

    fn first(&mut self, what: &str) -> bool {
        self.once.insert(what.to_owned())
    }

    fn act(&mut self, act: &Act) {
        match *act {
            Act::Give { desk, unit, from } => {
                let from = day(from).to_string();
                self.estate.give(&format!("desk {desk}"), UNITS[unit], &from);
            }
            Act::Hub { space, from } => {
                self.estate.hub_space(SPACES[space].0, &day(from).to_string());
            }
            Act::Area { space, area, from } => {
                let (name, category, _) = SPACES[space];
                self.estate.revise(name, category, &area.to_string(), &day(from).to_string());
            }
            Act::Key(key) => self.estate.key(key),
            Act::Member { seats, own, from } if self.first("member") => {
                let amount = the("1234.56");
                let price = Price { amount, per: PriceBasis::SeatAndMonth };
                let from = day(from).to_string();
                self.estate.member("social", seats, own.then_some(price), &from);
            }
            Act::Cost { object, amount, vat } if self.first(&format!("cost {object}")) => {
                let of = [
                    CostObject::Building(id("house")),
                    CostObject::Space(id("corridor")),
                    CostObject::Hub(id("hub")),
                    CostObject::Unit(id("health")),
                ][object];
                let amount = CostAmount::PerYear { amount: the(&amount.to_string()) };
                self.estate.record_cost(&format!("cost {object}"), of, amount, vat);
            }
            Act::Sublet { from } if self.first("sublet") => {
                let (parties, from) = (("region", Some("county")), day(from).to_string());
                let terms = terms("house", &["studio"], "9999.99");
                self.estate.sign("sublease", parties, Some("lease"), &from, terms);
            }
            Act::Vat(treatment) => drop(self.estate.vat("region", treatment)),
            Act::Release { from } if self.first("release") => {
                self.estate.release("meeting", &day(from).to_string());
            }
            Act::Split { space, from } => self.split(space, &day(from).to_string()),
            Act::Merge { first, second, kept, from } if first != second => {
                self.merge([first, second], kept, &day(from).to_string());
            }
            Act::Merge { .. }
            | Act::Member { .. }
            | Act::Cost { .. }
            | Act::Sublet { .. }
            | Act::Release { .. } => {}
        }
    }

    /// A space becomes two, once, with its first desk in the one and the others in the other.
    fn split(&mut self, space: usize, from: &str) {
        let (name, category, _) = SPACES[space];
        if !self.first(&format!("reshaped {name}")) {
            return;
        }
        let (one, other) = (format!("{name} 1"), format!("{name} 2"));
        let into = [(one.as_str(), category, "15"), (other.as_str(), category, "12.5")];
        self.estate.reshape(&[name], from, &into);
        let desks = desks_of(name);
        if let Some((first, others)) = desks.split_first() {
            self.estate.moved(&[first], &one, from);
            let others: Vec<&str> = others.iter().map(String::as_str).collect();
            self.estate.moved(&others, &other, from);
        }
    }

    /// Two spaces become one, once: the first of them, or a new one.
    fn merge(&mut self, both: [usize; 2], kept: bool, from: &str) {
        let [(first, category, _), (second, ..)] = both.map(|space| SPACES[space]);
        let reshaped = both.map(|space| format!("reshaped {}", SPACES[space].0));
        if reshaped.iter().any(|reshaped| self.once.contains(reshaped)) {
            return;
        }
        self.once.extend(reshaped);
        let new = format!("{first} and {second}");
        let into = if kept { first } else { new.as_str() };
        self.estate.reshape(&[first, second], from, &[(into, category, "44.4")]);
        let desks = [desks_of(first), desks_of(second)].concat();
        let desks: Vec<&str> = desks.iter().map(String::as_str).collect();
        self.estate.moved(&desks, into, from);
    }

    fn of(acts: &[Act]) -> Self {
        let mut told = Self::new();
        acts.iter().for_each(|act| told.act(act));
        told
    }

    fn costs(&self) -> Vec<MonthCost> {
        month_costs(&self.estate.state, Basis::Actual, year())
    }

    fn atoms(&self) -> Vec<CostAtom> {
        atoms(&self.estate.state, Basis::Actual, year())
    }
}

fn year() -> Months {
    Months { from: the("2030-01"), through: the("2030-12") }
}

const GROUPS: [CostGroup; 15] = [
    CostGroup::Month,
    CostGroup::Year,
    CostGroup::Municipality,
    CostGroup::Building,
    CostGroup::Level,
    CostGroup::Space,
    CostGroup::SpaceCategory,
    CostGroup::Hub,
    CostGroup::Organisation,
    CostGroup::Unit,
    CostGroup::Line,
    CostGroup::Account,
    CostGroup::Source,
    CostGroup::Bearing,
    CostGroup::Adjusts,
];

fn totals(told: &Told, atoms: &[CostAtom], months: Months, groups: &[CostGroup]) -> CostTotals {
    let (all, accrual) = (CostScope::default(), Bookkeeping::Accrual);
    let rows = cost_rows(&told.estate.state, atoms, accrual, months, groups, &all);
    rows.iter().fold(CostTotals::default(), |sum, row| CostTotals {
        net: sum.net + row.net,
        vat: sum.vat + row.vat,
        vat_borne: sum.vat_borne + row.vat_borne,
        cost: sum.cost + row.cost,
        forecast: sum.forecast + row.forecast,
    })
}

/// What makes the part of one source and month.
fn key(atom: &CostAtom) -> (CostSource, CostLine, Option<Month>) {
    (atom.source, atom.line, atom.month)
}

/// Rent that is freed is apart: it takes away again what is borne, and is received no longer.
fn borne_is_what_it_costs(told: &Told, basis: Basis) -> Result<(), TestCaseError> {
    let (mut borne, mut pairs) = (BTreeMap::new(), BTreeMap::new());
    let all = atoms(&told.estate.state, basis, year());
    let (freed, charged): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|atom| atom.line == CostLine::RentFreed);
    for atom in &freed {
        let pair =
            freed.iter().filter(|other| key(other) == key(atom) && other.space == atom.space);
        let received = told
            .estate
            .state
            .leases()
            .values()
            .any(|lease| CostSource::Lease(lease.id) == atom.source && lease.parent.is_some());
        let left: Decimal = pair.map(|atom| atom.net).sum();
        prop_assert!(left.is_zero() == received, "{:?}", atom);
    }
    let mut by_space: BTreeMap<_, (Decimal, Decimal)> = BTreeMap::new();
    for atom in charged {
        let sum = match (atom.source, atom.borne.why) {
            (CostSource::Membership(_), _) => pairs.entry((key(&atom), None)),
            (_, Bearing::Receives) => pairs.entry((key(&atom), atom.space)),
            _ => {
                let (net, vat): &mut (Decimal, Decimal) = borne.entry(key(&atom)).or_default();
                *net += atom.net;
                *vat += atom.vat;
                let here = by_space.entry((key(&atom), atom.space)).or_default();
                here.0 += atom.net;
                here.1 += atom.vat;
                prop_assert!(atom.vat_borne.is_zero() || atom.vat_borne == atom.vat);
                continue;
            }
        };
        let (net, vat): &mut (Decimal, Decimal) = sum.or_default();
        *net += atom.net;
        *vat += atom.vat;
    }
    let mut received = BTreeMap::new();
    for cost in month_costs(&told.estate.state, basis, year()) {
        let key = (cost.source, cost.line, cost.month);
        let (net, vat): &mut (Decimal, Decimal) = received.entry(key).or_default();
        *net += cost.net;
        *vat += cost.vat;
    }
    prop_assert_eq!(&borne, &received);
    for (place, sum) in pairs {
        match place.0.0 {
            CostSource::Membership(_) => prop_assert_eq!(sum, (Decimal::ZERO, Decimal::ZERO)),
            _ => prop_assert_eq!(sum, (-by_space[&place].0, -by_space[&place].1)),
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn all_groupings_have_one_total_and_months_add_up(
        acts in prop::collection::vec(act(), 0..24), planned in any::<bool>(),
    ) {
        let told = Told::of(&acts);
        let mut atoms = told.atoms();
        if planned {
            atoms = projections::atoms(&told.estate.state, Basis::Planned, year());
        }
        let one = totals(&told, &atoms, year(), &[]);
        prop_assert_eq!(one, CostTotals::of(&atoms));
        for (place, group) in GROUPS.iter().enumerate() {
            prop_assert_eq!(one, totals(&told, &atoms, year(), &[*group]));
            prop_assert_eq!(one, totals(&told, &atoms, year(), &GROUPS[place..]));
        }
        let (spring, rest) = (
            Months { from: the("2030-01"), through: the("2030-04") },
            Months { from: the("2030-05"), through: the("2030-12") },
        );
        let (spring, rest) = (totals(&told, &atoms, spring, &[]), totals(&told, &atoms, rest, &[]));
        prop_assert_eq!(spring.cost + rest.cost, one.cost);
    }

    #[test]
    fn atoms_of_a_month_are_the_same_whatever_months_are_asked(
        acts in prop::collection::vec(act(), 0..24), month in 0_u32..12, planned in any::<bool>(),
    ) {
        let basis = if planned { Basis::Planned } else { Basis::Actual };
        let told = Told::of(&acts);
        let month = year().from.plus(month);
        let of = |months| -> Vec<CostAtom> {
            let all = atoms(&told.estate.state, basis, months);
            all.into_iter().filter(|atom| atom.month == Some(month)).collect()
        };
        prop_assert_eq!(of(Months { from: month, through: month }), of(year()));
    }

    #[test]
    fn rent_falls_on_what_a_lease_lets_on_the_days_of_the_month_and_on_nothing_else(
        acts in prop::collection::vec(act(), 0..24),
    ) {
        let told = Told::of(&acts);
        let (state, lease) = (&told.estate.state, id("rooms"));
        let signed = state.lease(&lease).unwrap();
        let mut borne: BTreeMap<Option<Month>, BTreeSet<SpaceId>> = BTreeMap::new();
        for atom in told.atoms().iter().filter(|atom| atom.source == CostSource::Lease(lease)) {
            prop_assert!(atom.borne.why != Bearing::Undivided, "{:?}", atom);
            borne.entry(atom.month).or_default().extend(atom.space);
        }
        for month in year().each().skip(1) {
            let days = (0..365).map(day).filter(|day| Month::of(*day) == month);
            let let_on: BTreeSet<SpaceId> = days
                .filter(|day| signed.runs(*day))
                .flat_map(|day| state.leased_spaces(signed, day))
                .collect();
            let borne = &borne[&Some(month)];
            prop_assert!(borne.is_subset(&let_on), "{}", month);
            // Only those that were there from the beginning may be without area.
            let mut formed = let_on.iter().filter(|space| SPACES.iter().all(|(name, ..)| **space != id(name)));
            prop_assert!(formed.all(|space| borne.contains(space)), "{}", month);
        }
    }

    #[test]
    fn what_is_borne_of_a_source_is_what_it_costs_and_pairs_cancel(
        acts in prop::collection::vec(act(), 0..24),
    ) {
        let told = Told::of(&acts);
        borne_is_what_it_costs(&told, Basis::Actual)?;
        borne_is_what_it_costs(&told, Basis::Planned)?;
    }

    #[test]
    fn no_more_is_freed_than_the_rent_and_only_once_that_is_to_end(
        acts in prop::collection::vec(act(), 0..24),
    ) {
        let told = Told::of(&acts);
        prop_assert!(told.atoms().iter().all(|atom| atom.line != CostLine::RentFreed));
        let meeting = told.estate.state.space(&id("meeting")).expect("the room");
        let release = meeting.released.actual().entries().first();
        let free_from = release.map(|release| Month::of(release.value.rent_ends_on.next_day()));
        let (mut rent, mut freed) = (BTreeMap::new(), BTreeMap::new());
        for atom in atoms(&told.estate.state, Basis::Planned, year()) {
            let of = (atom.source, atom.borne, atom.space, atom.month);
            let sums = if atom.line == CostLine::RentFreed { &mut freed } else { &mut rent };
            if atom.line == CostLine::RentFreed || atom.line.is_rent() {
                *sums.entry(of).or_insert(Decimal::ZERO) += atom.net;
            }
        }
        for (of, less) in freed {
            let (whole, month) = (rent[&of], of.3);
            prop_assert!((whole + less).abs() < whole.abs(), "{:?}: {} of {}", of, less, whole);
            prop_assert!(month >= free_from);
            prop_assert!(month == free_from || less == -whole);
            prop_assert_eq!(of.2, Some(id("meeting")));
        }
    }

    #[test]
    fn what_is_charged_and_what_is_left_is_what_is_invoiced(
        acts in prop::collection::vec(act(), 0..24),
    ) {
        let told = Told::of(&acts);
        let (atoms, accrual) = (told.atoms(), Bookkeeping::Accrual);
        let mut paid: BTreeMap<OrganisationId, Decimal> = BTreeMap::new();
        for cost in told.costs() {
            *paid.entry(cost.organisation).or_default() += cost.net;
            if let Some(receiver) = cost.receiver.filter(|receiver| *receiver != cost.organisation) {
                // The rent of the sublease is among the charges.
                *paid.entry(cost.organisation).or_default() -= cost.net;
                paid.entry(receiver).or_default();
            }
        }
        for charge in charges(&atoms, accrual, year()) {
            *paid.entry(charge.payer).or_default() += charge.net;
            *paid.entry(charge.payee).or_default() -= charge.net;
        }
        let mut borne: BTreeMap<OrganisationId, Decimal> = BTreeMap::new();
        for atom in &atoms {
            *borne.entry(atom.borne.organisation).or_default() += atom.net;
        }
        paid.retain(|_, sum| !sum.is_zero());
        borne.retain(|_, sum| !sum.is_zero());
        prop_assert_eq!(paid, borne);
    }

    #[test]
    fn closings_lose_nothing_and_every_adjustment_names_a_later_event(
        acts in prop::collection::vec(act(), 3..30), gaps in prop::collection::vec(0_usize..12, 3),
    ) {
        let (mut told, mut closings) = (Told::new(), Closings::new());
        let mut due: Vec<usize> = gaps.iter().scan(0, |at, gap| { *at += gap; Some(*at) }).collect();
        let mut months = ["2030-02", "2030-05", "2030-08"].into_iter();
        for (place, act) in acts.iter().enumerate() {
            while due.first() == Some(&place) {
                due.remove(0);
                close(&mut told.estate, &mut closings, months.next().unwrap());
            }
            told.act(act);
        }
        let books = books(&told.estate, &closings);
        let own = told.atoms();
        let own = own.iter().filter(|atom| atom.borne.organisation == id("county"));
        let of_year = own.filter(|atom| atom.month.is_some_and(|month| year().contains(month)));
        let now = CostTotals::of(of_year);
        let booked = CostTotals::of(&books);
        prop_assert_eq!(booked.net, now.net);
        prop_assert_eq!(booked.vat, now.vat);
        prop_assert_eq!(booked.cost, now.cost);
        let first = closings.keys().next().copied();
        for atom in books.iter().filter(|atom| atom.adjusts.is_some()) {
            prop_assert!(!atom.because.is_empty());
            prop_assert!(atom.because.iter().all(|because| Some(*because) > first), "{:?}", atom);
        }
    }

    #[test]
    fn what_happens_in_one_building_changes_nothing_of_another_and_is_behind_what_it_changes(
        acts in prop::collection::vec(act(), 0..16), desk in 0_usize..5, from in 0_u32..365,
    ) {
        let mut told = Told::of(&acts);
        told.estate.building("shed");
        told.estate.space("shop", "shed", Category::OpenWorkplace, "50");
        told.estate.sign("other", ("region", None), None, "2030-01-01", terms("shed", &[], "5000"));
        let before = told.atoms();
        let late = told.estate.give(&format!("desk {desk}"), "health", &day(from).to_string());
        let after = told.atoms();
        let shed = |atoms: &[CostAtom]| -> Vec<CostAtom> {
            atoms.iter().filter(|atom| atom.building == Some(id("shed"))).cloned().collect()
        };
        prop_assert_eq!(shed(&before), shed(&after));
        let sums = |atoms: &[CostAtom]| {
            let mut sums: BTreeMap<_, Vec<_>> = BTreeMap::new();
            for atom in atoms {
                sums.entry((atom.source, atom.month)).or_default().push((atom.borne, atom.space, atom.net));
            }
            sums
        };
        let (was, is) = (sums(&before), sums(&after));
        for (key, _) in is.iter().filter(|(key, parts)| was.get(key) != Some(parts)) {
            let behind = after.iter().filter(|atom| (atom.source, atom.month) == *key);
            let mut behind = behind.flat_map(|atom| atom.because.iter());
            prop_assert!(behind.any(|revision| *revision == late), "{:?}", key);
        }
    }
}
