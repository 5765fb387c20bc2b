//! What members pay to the hosts of hubs.

use projections::{Bookkeeping, CostGroup, CostOf, CostScope, Months, cost_rows};
use schema::{HubTariff, Price, PriceBasis};

use crate::estate::{Estate, cost, id, the};

fn price(amount: &str, per: PriceBasis) -> Option<Price> {
    Some(Price { amount: the(amount), per })
}

fn open() -> Estate {
    let mut estate = Estate::new();
    estate.open("2029-06-01");
    estate
}

#[test]
fn a_price_of_its_own_is_paid_by_the_day_in_a_broken_month() {
    let mut estate = open();
    estate.tariff(HubTariff::PerSeatAndMonth { amount: the("9999") });
    estate.member("social", 3, price("1000", PriceBasis::SeatAndMonth), "2030-04-11");
    // 3 × 1000 × 20/30.
    assert_eq!(
        estate.april(&[]),
        [
            "-: county social Pays hub 2000.00 vat 0.00 of it 0.00",
            "-: region Receives hub -2000.00 vat 0.00 of it 0.00",
        ]
    );
    let mut estate = open();
    estate.member("social", 3, price("100.01", PriceBasis::Month), "2030-04-16");
    // 100.01 × 15/30 = 50.005, half away from zero.
    assert_eq!(estate.april(&[])[0], "-: county social Pays hub 50.01 vat 0.00 of it 0.00");
}

#[test]
fn nothing_is_paid_while_the_hub_is_closed() {
    let mut estate = Estate::new();
    estate.open("2030-04-21");
    estate.member("social", 3, price("3000", PriceBasis::Month), "2030-01-01");
    // 3000 × 10/30.
    assert_eq!(estate.april(&[])[0], "-: county social Pays hub 1000.00 vat 0.00 of it 0.00");
}

#[test]
fn by_tariff_a_seat_costs_so_much_or_a_share_and_the_host_keeps_the_rest() {
    let mut estate = open();
    estate.member("social", 3, None, "2030-01-01");
    estate.tariff(HubTariff::PerSeatAndMonth { amount: the("250") });
    assert_eq!(estate.april(&[])[0], "-: county social Pays hub 750.00 vat 0.00 of it 0.00");
    estate.tariff(HubTariff::ShareOfCost { denominator: 8 });
    let costs = [cost(CostOf::Hub(id("hub")))];
    // 3/8 of 1000; the region keeps 625.
    assert_eq!(
        estate.april(&costs),
        [
            "-: county social Pays hub 375.00 vat 0.00 of it 0.00",
            "-: region Hosts hub 1000.00 vat 250.00 of it 250.00",
            "-: region Receives hub -375.00 vat 0.00 of it 0.00",
        ]
    );
    let months = Months { from: the("2030-04"), through: the("2030-04") };
    let scope = CostScope { hub: Some(id("hub")), ..CostScope::default() };
    let (atoms, groups) = (estate.april_atoms(&costs), [CostGroup::Organisation]);
    let rows = cost_rows(&estate.state, &atoms, Bookkeeping::Accrual, months, &groups, &scope);
    let mut nets: Vec<String> = rows.iter().map(|row| format!("{:.2}", row.net)).collect();
    nets.sort();
    assert_eq!(nets, ["375.00", "625.00"]);
}

#[test]
fn a_share_of_what_a_hub_costs_while_it_is_open_is_not_cut_twice() {
    let mut estate = Estate::new();
    estate.open("2030-04-21");
    estate.tariff(HubTariff::ShareOfCost { denominator: 10 });
    estate.member("social", 5, None, "2030-04-26");
    // Open for 10 days: 333.33 of 1000. A half of it for 5 of these 10 days: 83.3325.
    let lines = estate.april(&[cost(CostOf::Hub(id("hub")))]);
    assert_eq!(lines[0], "-: county social Pays hub 83.33 vat 0.00 of it 0.00");
}
