//! Costs before and after a correction of what was recorded of leases and costs.

use projections::{
    Basis, Bookkeeping, CostGroup, CostKey, CostRow, CostScope, CostSource, Months, atoms,
    cost_rows,
};
use proptest::prelude::*;
use rust_decimal::Decimal;
use schema::{
    Category, CostAmount, CostEnded, CostKind, CostObject, FactuallyCorrected, FitOut, HubTariff,
    Landlord, LeaseAmended, LeaseEnded, LeaseNoticeServed, LeaseParty, LeaseTerms, NoticePurpose,
    NoticeService, Paid, Revision, Rounding, Voided, VoidedEntry,
};
use std::collections::BTreeMap;

use crate::{
    closed::{Closings, books, close},
    estate::{Estate, id, sealed, terms, the},
};

fn years() -> Months {
    Months { from: the("2029-06"), through: the("2031-12") }
}

fn amend(estate: &mut Estate, lease: &str, from: &str, terms: LeaseTerms) -> Revision {
    let known = estate.state.lease(&id(lease)).unwrap();
    let landlord: Landlord = known.agreed.entries()[0].value.landlord;
    estate.record(LeaseAmended {
        lease: id(lease),
        from: the(from),
        landlord,
        terms,
        decisions: Vec::new(),
        reason: None,
    })
}

fn notice(estate: &mut Estate, lease: &str, takes_effect: &str) -> Revision {
    estate.record(LeaseNoticeServed {
        lease: id(lease),
        party: LeaseParty::Tenant,
        purpose: NoticePurpose::Termination,
        served_on: the("2029-01-02"),
        how: NoticeService::Served,
        takes_effect: the(takes_effect),
        late: false,
        decisions: Vec::new(),
        reason: None,
    })
}

fn end(estate: &mut Estate, lease: &str, from: &str) -> Revision {
    let (lease, from) = (id(lease), the(from));
    estate.record(LeaseEnded { lease, from, decisions: Vec::new(), reason: None })
}

fn end_cost(estate: &mut Estate, cost: &str, from: &str) -> Revision {
    estate.record(CostEnded { cost: id(cost), from: the(from), reason: None })
}

/// Voids entries, of which the first was wrong.
fn void(estate: &mut Estate, voided: &[Voided]) -> Revision {
    let (corrects, voided) = (voided[0].revision, voided.to_vec());
    estate.record(FactuallyCorrected { corrects, voided, decisions: Vec::new(), reason: sealed() })
}

fn rows(estate: &Estate, bookkeeping: Bookkeeping, groups: &[CostGroup]) -> Vec<CostRow> {
    let all = atoms(&estate.state, Basis::Actual, years());
    cost_rows(&estate.state, &all, bookkeeping, years(), groups, &CostScope::default())
}

/// What each month costs, as far as it costs anything.
fn by_month(estate: &Estate) -> BTreeMap<String, (String, Vec<Revision>)> {
    let rows = rows(estate, Bookkeeping::Accrual, &[CostGroup::Month]);
    let told = rows.into_iter().map(|row| {
        let CostKey::Month(month) = row.keys[0] else { panic!("grouped by month") };
        (month.to_string(), (format!("{:.2}", row.net), row.because.into_iter().collect()))
    });
    told.collect()
}

/// 1,200 a month, with 9,000 for putting the premises back at the end.
fn let_house() -> Estate {
    let mut estate = Estate::new();
    let terms =
        LeaseTerms { restoration: Some(the("9000")), ..terms("house", &["office"], "14400") };
    estate.sign("lease", ("county", None), None, "2030-01-01", terms);
    estate
}

#[test]
fn without_an_end_that_was_wrong_the_rent_goes_on_and_names_the_correction() {
    let mut estate = let_house();
    let revision = end(&mut estate, "lease", "2030-07-01");
    let before = by_month(&estate);
    assert_eq!(before["2030-05"].0, "1200.00");
    assert_eq!(before["2030-06"].0, "10200.00");
    assert!(!before.contains_key("2030-07"));
    let wrong = Voided { revision, entry: VoidedEntry::LeaseEnd { lease: id("lease") } };
    let by = void(&mut estate, &[wrong]);
    let after = by_month(&estate);
    assert_eq!(after["2030-05"], before["2030-05"]);
    for month in ["2030-06", "2030-07", "2031-12"] {
        assert_eq!(after[month].0, "1200.00");
        assert!(after[month].1.contains(&by), "{month}");
    }
}

#[test]
fn without_an_amendment_that_was_wrong_the_former_rent_holds_until_the_next() {
    let mut estate = let_house();
    let dearer = |rent| terms("house", &["office"], rent);
    let revision = amend(&mut estate, "lease", "2030-03-01", dearer("24000"));
    amend(&mut estate, "lease", "2030-09-01", dearer("36000"));
    let before = by_month(&estate);
    let wrong = Voided { revision, entry: VoidedEntry::LeaseAmendment { lease: id("lease") } };
    let by = void(&mut estate, &[wrong]);
    let after = by_month(&estate);
    for (month, was, is) in [("2030-03", "2000.00", "1200.00"), ("2030-08", "2000.00", "1200.00")] {
        assert_eq!((&*before[month].0, &*after[month].0), (was, is));
        assert!(after[month].1.contains(&by));
    }
    for month in ["2030-01", "2030-10"] {
        assert_eq!(after[month], before[month]);
    }
}

#[test]
fn what_never_was_costs_nothing() {
    let mut estate = let_house();
    let signed = estate.state.lease(&id("lease")).unwrap().agreed.entries()[0].revision;
    let object = CostObject::Building(id("house"));
    let amount = CostAmount::PerYear { amount: the("12000") };
    let recorded = estate.record_cost("cost", object, amount, 0);
    let lease = VoidedEntry::LeaseSigning { lease: id("lease") };
    void(&mut estate, &[Voided { revision: signed, entry: lease }]);
    assert_eq!(by_month(&estate)["2030-04"].0, "1000.00");
    let cost = VoidedEntry::Cost { cost: id("cost") };
    void(&mut estate, &[Voided { revision: recorded, entry: cost }]);
    assert!(by_month(&estate).is_empty());
}

#[test]
fn closed_books_name_the_correction_that_adjusts_them() {
    let mut estate = let_house();
    estate.desk("desk 1", "office");
    estate.give("desk 1", "social", "2029-01-01");
    let dearer = terms("house", &["office"], "24000");
    let amended = amend(&mut estate, "lease", "2030-02-01", dearer);
    let ended = end(&mut estate, "lease", "2030-03-01");
    let mut closings = Closings::new();
    close(&mut estate, &mut closings, "2030-03");
    let lease = id("lease");
    let entry = VoidedEntry::LeaseEnd { lease };
    let first = void(&mut estate, &[Voided { revision: ended, entry }]);
    let adjusted = |estate: &Estate| {
        let books = books(estate, &closings);
        let adjustments = books.into_iter().filter(|atom| atom.adjusts.is_some());
        let told = adjustments.map(|atom| {
            (atom.adjusts.unwrap().to_string(), format!("{:.2}", atom.net), atom.because.to_vec())
        });
        told.collect::<Vec<_>>()
    };
    assert_eq!(
        adjusted(&estate),
        [("2030-03".to_owned(), "2000.00".to_owned(), vec![first])],
        "the terms of the amendment put nothing back"
    );
    let entry = VoidedEntry::LeaseAmendment { lease };
    let second = void(&mut estate, &[Voided { revision: amended, entry }]);
    let adjusted = adjusted(&estate);
    let of = |month: &str| adjusted.iter().find(|(adjusts, ..)| adjusts == month).unwrap();
    assert_eq!((&*of("2030-02").1, &*of("2030-03").1), ("-800.00", "1200.00"));
    assert!(of("2030-02").2.contains(&second) && of("2030-03").2.contains(&second));
}

/// Something of a lease or of a cost.
#[derive(Clone, Copy, Debug)]
enum Money {
    Amend { lease: usize, from: u32, rent: u32, all: bool },
    Notice { lease: usize, on: u32 },
    End { lease: usize, on: u32 },
    Cost { object: usize, from: u32, amount: u32, once: bool },
    EndCost { object: usize, on: u32 },
    Give { desk: usize, unit: usize },
}

const LEASES: [&str; 3] = ["lease", "sublease", "shed lease"];
const UNITS: [&str; 2] = ["social", "health"];

fn money() -> impl Strategy<Value = Money> {
    let day = || 0_u32..700;
    prop_oneof![
        3 => (0_usize..3, day(), 1_u32..300_000, any::<bool>())
            .prop_map(|(lease, from, rent, all)| Money::Amend { lease, from, rent, all }),
        2 => (0_usize..3, 30_u32..700).prop_map(|(lease, on)| Money::Notice { lease, on }),
        2 => (0_usize..3, 30_u32..700).prop_map(|(lease, on)| Money::End { lease, on }),
        3 => (0_usize..4, day(), 1_u32..300_000, any::<bool>())
            .prop_map(|(object, from, amount, once)| Money::Cost { object, from, amount, once }),
        2 => (0_usize..4, 30_u32..700).prop_map(|(object, on)| Money::EndCost { object, on }),
        1 => (0_usize..3, 0_usize..2).prop_map(|(desk, unit)| Money::Give { desk, unit }),
    ]
}

fn day(days: u32) -> String {
    let first: schema::Date = the("2030-01-01");
    (0..days).fold(first, |day, _| day.next_day()).to_string()
}

fn terms_of(lease: &str, rent: &str, all: bool) -> LeaseTerms {
    let mut agreed = match lease {
        "lease" => terms("house", &[], rent),
        "sublease" => terms("house", if all { &["office", "meeting"] } else { &["meeting"] }, rent),
        _ => terms("shed", &[], rent),
    };
    agreed.restoration = Some(the("5000"));
    if lease != "sublease" {
        agreed.invoicing.paid = Paid::Quarterly;
        agreed.invoicing.in_advance = true;
        agreed.invoicing.rounding = Rounding::Unit;
    }
    if lease == "lease" && all {
        let (amount, from) = (the("60000"), the("2030-02"));
        agreed.fit_outs = vec![FitOut { amount, from, months: 18, interest: 400 }];
    }
    agreed
}

/// An estate of two buildings, with what can be void, each with what rests on it.
struct Told {
    estate: Estate,
    entries: Vec<Voided>,
}

impl Told {
    fn of(acts: &[Money]) -> Self {
        let mut estate = Estate::new();
        estate.building("shed");
        estate.space("shop", "shed", Category::OpenWorkplace, "50");
        for (desk, space) in [("desk 0", "office"), ("desk 1", "meeting"), ("desk 2", "shop")] {
            estate.desk(desk, space);
        }
        estate.hub_space("office", "2030-06-11");
        estate.open("2030-03-10");
        estate.tariff(HubTariff::ShareOfCost { denominator: 7 });
        estate.member("social", 3, None, "2030-04-05");
        let mut told = Self { estate, entries: Vec::new() };
        for (name, parties, parent) in [
            ("lease", ("county", None), None),
            ("sublease", ("region", Some("county")), Some("lease")),
            ("shed lease", ("region", Some("county")), None),
        ] {
            let agreed = terms_of(name, "123456.78", false);
            let revision = told.estate.sign(name, parties, parent, "2030-01-01", agreed);
            let lease = id(name);
            told.entries.push(Voided { revision, entry: VoidedEntry::LeaseSigning { lease } });
        }
        acts.iter().for_each(|act| told.act(*act));
        told
    }

    fn act(&mut self, act: Money) {
        let objects = [
            CostObject::Building(id("house")),
            CostObject::Hub(id("hub")),
            CostObject::Building(id("shed")),
            CostObject::Space(id("office")),
        ];
        let cost = |object: usize| format!("cost {object}");
        let estate = &mut self.estate;
        let (revision, entry) = match act {
            Money::Amend { lease, from, rent, all } => {
                let (name, rent) = (LEASES[lease], rent.to_string());
                let revision = amend(estate, name, &day(from), terms_of(name, &rent, all));
                (revision, VoidedEntry::LeaseAmendment { lease: id(name) })
            }
            Money::Notice { lease, on } => {
                let revision = notice(estate, LEASES[lease], &day(on));
                (revision, VoidedEntry::LeaseNotice { lease: id(LEASES[lease]) })
            }
            Money::End { lease, on } => {
                let id = id(LEASES[lease]);
                if estate.state.lease(&id).unwrap().ended.is_some() {
                    return;
                }
                let revision = end(estate, LEASES[lease], &day(on));
                (revision, VoidedEntry::LeaseEnd { lease: id })
            }
            Money::Cost { object, from, amount, once } => {
                let (name, amount) = (cost(object), the(&amount.to_string()));
                if estate.state.cost(&id(&name)).is_some() {
                    return;
                }
                let written_off_months = Some(9);
                let amount = if once {
                    CostAmount::Once { amount, written_off_months, interest: Some(300) }
                } else {
                    CostAmount::PerYear { amount }
                };
                let from = day(from);
                let revision = estate.cost(
                    (name.as_str(), from.as_str()),
                    CostKind::Cleaning,
                    objects[object],
                    amount,
                    250,
                );
                (revision, VoidedEntry::Cost { cost: id(&name) })
            }
            Money::EndCost { object, on } => {
                let (name, on) = (cost(object), day(on));
                let known = estate.state.cost(&id(&name));
                let begun = known.is_some_and(|known| {
                    known.ended.is_none() && known.descriptions.begins() < Some(the(&on))
                });
                if !begun {
                    return;
                }
                (end_cost(estate, &name, &on), VoidedEntry::CostEnd { cost: id(&name) })
            }
            Money::Give { desk, unit } => {
                estate.give(&format!("desk {desk}"), UNITS[unit], "2030-01-01");
                return;
            }
        };
        self.entries.push(Voided { revision, entry });
    }

    /// An entry with those that rest on it.
    fn voided(&self, wrong: Voided) -> Vec<Voided> {
        let whole =
            matches!(wrong.entry, VoidedEntry::LeaseSigning { .. } | VoidedEntry::Cost { .. });
        let later = self.entries.iter().filter(|other| {
            whole && other.revision > wrong.revision && source(other) == source(&wrong)
        });
        std::iter::once(wrong).chain(later.copied()).collect()
    }

    fn sums(&self, bookkeeping: Bookkeeping) -> BTreeMap<Vec<CostKey>, CostRow> {
        let groups = [CostGroup::Month, CostGroup::Source, CostGroup::Organisation];
        let rows = rows(&self.estate, bookkeeping, &groups);
        rows.into_iter().map(|row| (row.keys.clone(), row)).collect()
    }
}

/// Of what source an entry is.
fn source(voided: &Voided) -> CostSource {
    match voided.entry {
        VoidedEntry::LeaseSigning { lease }
        | VoidedEntry::LeaseAmendment { lease }
        | VoidedEntry::LeaseNotice { lease }
        | VoidedEntry::LeaseEnd { lease } => CostSource::Lease(lease),
        VoidedEntry::Cost { cost }
        | VoidedEntry::CostRevision { cost }
        | VoidedEntry::CostEnd { cost } => CostSource::Cost(cost),
        _ => panic!("no source"),
    }
}

fn amounts(row: Option<&CostRow>) -> [Decimal; 3] {
    row.map_or([Decimal::ZERO; 3], |row| [row.net, row.vat, row.vat_borne])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_correction_changes_only_what_its_cause_explains(
        acts in prop::collection::vec(money(), 0..12), which in any::<prop::sample::Index>(),
    ) {
        let mut told = Told::of(&acts);
        let wrong = *which.get(&told.entries);
        let both = [Bookkeeping::Accrual, Bookkeeping::Cash];
        let before = both.map(|bookkeeping| told.sums(bookkeeping));
        let voided = told.voided(wrong);
        let by = void(&mut told.estate, &voided);
        let after = both.map(|bookkeeping| told.sums(bookkeeping));
        for (was, is) in before.iter().zip(&after) {
            let keys = was.keys().chain(is.keys());
            for key in keys.filter(|key| amounts(was.get(*key)) != amounts(is.get(*key))) {
                let explained = match is.get(key) {
                    Some(row) => row.because.contains(&by),
                    // A row that is gone names nothing. It is of what was corrected, a charge of
                    // that, or falls on somebody else, where the correction is named.
                    None => match key[1] {
                        CostKey::Source(CostSource::Membership(_)) => true,
                        CostKey::Source(of) if of == source(&wrong) => true,
                        _ => {
                            let mut others = is.iter().filter(|(other, _)| other[..2] == key[..2]);
                            others.any(|(_, row)| row.because.contains(&by))
                        }
                    },
                };
                prop_assert!(explained, "{key:?} {:?} {:?}", was.get(key), is.get(key));
            }
        }
    }

    #[test]
    fn what_is_void_costs_as_if_it_had_never_been_recorded(
        acts in prop::collection::vec(money(), 0..10), which in any::<prop::sample::Index>(),
    ) {
        let mut told = Told::of(&acts);
        let later = &told.entries[LEASES.len()..];
        prop_assume!(!later.is_empty());
        let voided = told.voided(*which.get(later));
        let places: Vec<usize> = (0..told.entries.len())
            .filter(|place| voided.contains(&told.entries[*place]))
            .collect();
        void(&mut told.estate, &voided);
        let without = told_without(&acts, &places);
        for bookkeeping in [Bookkeeping::Accrual, Bookkeeping::Cash] {
            let (is, would) = (told.sums(bookkeeping), without.sums(bookkeeping));
            let keys = is.keys().chain(would.keys());
            for key in keys {
                prop_assert_eq!(amounts(is.get(key)), amounts(would.get(key)), "{:?}", key);
            }
        }
    }
}

/// The acts without those whose entries are at these places among all.
fn told_without(acts: &[Money], places: &[usize]) -> Told {
    let (mut all, mut without) = (Told::of(&[]), Told::of(&[]));
    for act in acts {
        let place = all.entries.len();
        all.act(*act);
        let left_out = all.entries.len() > place && places.contains(&place);
        // What was refused because of what is left out is refused still.
        let told = all.entries.len() > place || matches!(act, Money::Give { .. });
        if told && !left_out {
            without.act(*act);
        }
    }
    without
}
