//! Indices, costs beside rent, and who pays them.

use crate::common::*;
use schema::{
    CommonKey, CostAmount, CostKind, CostObject, CostRecord, CostRevise, DecisionKind, HubTariff,
    HubTariffAgree, IndexValue, Month, VatTreatment,
    limits::{COUNT_MAX, INDEX_FIGURES_MAX, INTEREST_MAX, TERM_MONTHS_MAX, VAT_THOUSANDTHS_MAX},
};

fn figure(ledger: &Ledger, of: &str) -> String {
    let index = ledger.state.index(&"KPI-1980".parse().unwrap()).unwrap();
    index.figures[&month(of)].value.to_string()
}

#[test]
fn an_index_is_published_month_by_month_and_a_figure_is_revised() {
    let ledger = estate().with(publish(&[("2026-03", "411.2"), ("2026-05", "412.06")]));
    ledger.when(publish(&[("2026-03", "411.2")])).changes_nothing();
    let revised = publish(&[("2026-03", "411.2"), ("2026-04", "411.9"), ("2026-05", "412.1")]);
    let revised = ledger.when(revised).gives(&["IndexPublished"]);
    assert_eq!(["2026-03", "2026-05"].map(|of| figure(&revised, of)), ["411.2", "412.1"]);
    // Only what is new is recorded: the figure of March keeps the event that published it.
    let of_march = |ledger: &Ledger| {
        let index = ledger.state.index(&"KPI-1980".parse().unwrap()).unwrap();
        index.figures[&month("2026-03")].revision
    };
    assert_eq!(of_march(&ledger), of_march(&revised));
    let schema::Event::IndexPublished(event) = &revised.events.last().unwrap().1 else {
        panic!("the index is published")
    };
    assert_eq!(event.figures.len(), 2);
}

#[test]
fn figures_are_of_past_months_in_their_order_one_for_each() {
    let rejects = |figures: &[(&str, &str)], path| {
        estate().when(publish(figures)).rejects("InvalidValue", path);
    };
    estate().when(publish(&[("2026-06", "412")])).gives(&["IndexPublished"]);
    rejects(&[("2026-07", "412")], "figures.0.month");
    rejects(&[("2026-05", "412"), ("2026-05", "413")], "figures.1.month");
    rejects(&[("2026-05", "412"), ("2026-04", "413")], "figures.1.month");
    rejects(&[], "figures");
    let first: Month = month("1976-01");
    let value: IndexValue = "100".parse().unwrap();
    let figures = |count: usize| {
        let months = (0..count).map(|place| first.plus(u32::try_from(place).unwrap()));
        let figures = months.map(|month| schema::IndexFigure { month, value }).collect();
        schema::IndexPublish { figures, ..publish(&[]) }
    };
    estate().when(figures(INDEX_FIGURES_MAX)).gives(&["IndexPublished"]);
    estate().when(figures(INDEX_FIGURES_MAX + 1)).rejects("TooMuch", "figures");
}

fn amount(ledger: &Ledger, on: &str) -> String {
    let known = ledger.state.cost(&cost("Cleaning")).unwrap();
    known.descriptions.at(date(on)).unwrap().amount.amount().to_string()
}

fn cleaned() -> Ledger {
    estate().with(record_cost("Cleaning", "2026-01-01"))
}

fn dearer(from: &str, per_year_now: &str) -> CostRevise {
    let amount = Some(per_year(money(per_year_now)));
    CostRevise { amount, ..revise_cost("Cleaning", from) }
}

#[test]
fn a_cost_holds_from_its_date_is_described_anew_and_ends() {
    let ledger = cleaned().with(dearer("2027-01-01", "50000.5"));
    assert_eq!(["2026-12-31", "2027-01-01"].map(|on| amount(&ledger, on)), ["48000", "50000.5"]);
    ledger.when(dearer("2028-01-01", "50000.5")).changes_nothing();
    // What a later description left as it was changes with it.
    let billed = CostRevise {
        organisation: Some(organisation("Town")),
        ..revise_cost("Cleaning", "2026-07-01")
    };
    let billed = ledger.when(billed).gives(&["CostRevised", "CostRevised"]);
    let known = billed.state.cost(&cost("Cleaning")).unwrap();
    assert_eq!(
        known.descriptions.at(date("2027-01-01")).unwrap().organisation,
        organisation("Town")
    );
    assert_eq!(amount(&billed, "2027-01-01"), "50000.5");
    let ended = ledger.when(end_cost("Cleaning", "2027-07-01")).gives(&["CostEnded"]);
    ended.when(dearer("2027-07-01", "1")).rejects("CostNotRunning", "from");
    ended.when(end_cost("Cleaning", "2027-06-01")).rejects("RetiredAlready", "cost");
    ended.when(dearer("2027-06-30", "1")).gives(&["CostRevised"]);
}

#[test]
fn a_cost_is_described_anew_and_ended_only_while_it_runs() {
    cleaned().when(dearer("2025-12-31", "1")).rejects("CostNotRunning", "from");
    cleaned().when(end_cost("Cleaning", "2026-01-01")).rejects("CostNotRunning", "from");
    cleaned().when(end_cost("Cleaning", "2026-01-02")).gives(&["CostEnded"]);
    estate().when(dearer("2026-01-01", "1")).rejects("NotFound", "cost");
    cleaned().when(record_cost("Cleaning", "2026-01-01")).rejects("ExistsAlready", "cost");
}

fn described(change: impl Fn(&mut CostRecord)) -> CostRecord {
    let mut record = record_cost("Cleaning", "2026-02-01");
    change(&mut record);
    record
}

#[test]
fn what_a_cost_is_of_is_there_when_it_begins() {
    let given = estate().approved("R", &[relocate(1, "W1", "Node", "Lounge", "2026-09-01")], &[]);
    for object in [
        CostObject::Building(building("House")),
        CostObject::Space(space("Open")),
        CostObject::Hub(hub("Annex")),
        CostObject::Reallocation(reallocation("R")),
        CostObject::Unit(unit("Schools")),
    ] {
        given.when(described(|cost| cost.object = object)).gives(&["CostRecorded"]);
    }
    for object in [
        CostObject::Building(building("Nowhere")),
        CostObject::Space(space("Nowhere")),
        CostObject::Hub(hub("Nowhere")),
        CostObject::Reallocation(reallocation("Nothing")),
        CostObject::Unit(unit("Nobody")),
    ] {
        let record = described(|cost| cost.object = object);
        given.when(record).rejects("NotFound", "object");
    }
    let before = record_cost("Cleaning", "2025-12-31");
    given.when(before).rejects("NotThere", "organisation");
    let closed = estate().with(hub_loses("Node", "Lounge", "2026-07-01"));
    let closed = closed.with(close_hub("Node", "2026-07-01"));
    let of_node = |from: &str| CostRecord {
        from: date(from),
        ..described(|cost| cost.object = CostObject::Hub(hub("Node")))
    };
    closed.when(of_node("2026-06-30")).gives(&["CostRecorded"]);
    closed.when(of_node("2026-07-01")).rejects("HubNotOpen", "object");
    let elsewhere = CostObject::Space(space("Nowhere"));
    let revise = CostRevise { object: Some(elsewhere), ..revise_cost("Cleaning", "2026-07-01") };
    cleaned().when(revise).rejects("NotFound", "object");
    let nobody = Some(organisation("Nobody"));
    let revise = CostRevise { organisation: nobody, ..revise_cost("Cleaning", "2026-07-01") };
    cleaned().when(revise).rejects("NotFound", "organisation");
}

#[test]
fn some_kinds_of_cost_are_of_some_things_only() {
    let given = estate();
    let of = |kind, object| described(|cost| (cost.kind, cost.object) = (kind, object));
    let (house, node) = (CostObject::Building(building("House")), CostObject::Hub(hub("Node")));
    let (schools, lounge) = (CostObject::Unit(unit("Schools")), CostObject::Space(space("Lounge")));
    given.when(of(CostKind::OutsideMembers, node)).gives(&["CostRecorded"]);
    for object in [house, schools, lounge] {
        given.when(of(CostKind::OutsideMembers, object)).rejects("InvalidValue", "object");
    }
    for object in [house, lounge] {
        given.when(of(CostKind::PropertyTax, object)).gives(&["CostRecorded"]);
    }
    for object in [node, schools] {
        given.when(of(CostKind::PropertyTax, object)).rejects("InvalidValue", "object");
    }
    let income = CostRevise {
        kind: Some(CostKind::OutsideMembers),
        ..revise_cost("Cleaning", "2026-07-01")
    };
    cleaned().when(income.clone()).rejects("InvalidValue", "object");
    cleaned().when(CostRevise { object: Some(node), ..income }).gives(&["CostRevised"]);
}

fn once(written_off_months: Option<u16>, interest: Option<u16>) -> CostAmount {
    CostAmount::Once { amount: money("120000"), written_off_months, interest }
}

#[test]
fn amounts_of_costs_have_bounds_and_each_fault_is_told_of_its_field() {
    let rejects = |amount, path: &str| {
        let record = described(|cost| cost.amount = amount);
        estate().when(record).rejects("InvalidValue", path);
        let recurs = !matches!(amount, CostAmount::Once { .. });
        if recurs {
            let revise = revise_cost("Cleaning", "2026-02-01");
            let revise = CostRevise { amount: Some(amount), ..revise };
            cleaned().when(revise).rejects("InvalidValue", path);
        }
    };
    let takes = |amount| {
        estate().when(described(|cost| cost.amount = amount)).gives(&["CostRecorded"]);
    };
    let seats = |seats| CostAmount::PerSeatAndYear { amount: money("9000"), seats };
    rejects(per_year(money("-0.01")), "amount.perYear.amount");
    takes(per_year(money("0")));
    rejects(seats(0), "amount.perSeatAndYear.seats");
    rejects(seats(COUNT_MAX + 1), "amount.perSeatAndYear.seats");
    takes(seats(COUNT_MAX));
    rejects(once(Some(0), None), "amount.once.writtenOffMonths");
    rejects(once(Some(TERM_MONTHS_MAX + 1), None), "amount.once.writtenOffMonths");
    rejects(once(Some(60), Some(INTEREST_MAX + 1)), "amount.once.interest");
    rejects(once(None, Some(175)), "amount.once.interest");
    takes(once(Some(TERM_MONTHS_MAX), Some(INTEREST_MAX)));
    takes(once(None, None));
    let vat = |thousandths| described(|cost| cost.vat_thousandths = thousandths);
    let too_much = vat(VAT_THOUSANDTHS_MAX + 1);
    estate().when(too_much).rejects("InvalidValue", "vatThousandths");
    estate().when(vat(VAT_THOUSANDTHS_MAX)).gives(&["CostRecorded"]);
}

#[test]
fn what_comes_once_keeps_its_date_and_what_recurs_goes_on_recurring() {
    let given = estate().with(described(|cost| {
        cost.kind = CostKind::FitOut;
        cost.amount = once(Some(60), Some(175));
    }));
    let revise =
        |from, amount| CostRevise { amount: Some(amount), ..revise_cost("Cleaning", from) };
    given.when(revise("2026-02-01", once(Some(72), None))).gives(&["CostRevised"]);
    given.when(revise("2026-03-01", once(Some(72), None))).rejects("InvalidValue", "from");
    given.when(revise("2026-02-01", per_year(money("1")))).rejects("InvalidValue", "amount");
    cleaned().when(revise("2026-03-01", once(None, None))).rejects("InvalidValue", "amount");
    given.when(end_cost("Cleaning", "2028-01-01")).gives(&["CostEnded"]);
}

#[test]
fn vat_is_treated_by_an_organisation_from_a_date() {
    let ledger = estate().with(treat_vat("Town", "2026-01-01", VatTreatment::Compensated));
    let treated = |on: &str| ledger.state.vat_treatment(organisation("Town"), date(on));
    assert_eq!(treated("2025-12-31"), (VatTreatment::Cost, None));
    assert_eq!(treated("2026-01-01").0, VatTreatment::Compensated);
    ledger.when(treat_vat("Town", "2026-06-01", VatTreatment::Compensated)).changes_nothing();
    ledger.when(treat_vat("Town", "2026-06-01", VatTreatment::Cost)).gives(&["VatTreatmentSet"]);
    // That it is a cost is assumed until somebody says so.
    estate().when(treat_vat("Town", "2026-06-01", VatTreatment::Cost)).gives(&["VatTreatmentSet"]);
    let early = treat_vat("Town", "2025-12-31", VatTreatment::Deducted);
    ledger.when(early).rejects("NotThere", "organisation");
}

#[test]
fn the_common_areas_of_a_building_have_a_key_from_a_date() {
    let ledger = estate().with(choose_key("House", "2026-02-01", CommonKey::Workstations));
    let key = |on: &str| ledger.state.common_key(building("House"), date(on)).0;
    assert_eq!(["2026-01-31", "2026-02-01"].map(key), [CommonKey::Area, CommonKey::Workstations]);
    ledger.when(choose_key("House", "2026-03-01", CommonKey::Workstations)).changes_nothing();
    ledger.when(choose_key("House", "2026-03-01", CommonKey::Spaces)).gives(&["CommonKeySet"]);
    let early = choose_key("House", "2025-12-31", CommonKey::Spaces);
    ledger.when(early).rejects("NotThere", "building");
}

fn per_seat(amount: &str) -> Option<HubTariff> {
    Some(HubTariff::PerSeatAndMonth { amount: money(amount) })
}

#[test]
fn the_host_agrees_what_the_members_of_a_hub_pay() {
    let ledger = estate().when_only(agree_tariff("Node", "2026-03-01", per_seat("1200")));
    let ledger = ledger.gives(&["HubTariffSet"]);
    let tariff = |on: &str| ledger.state.hub_tariff(hub("Node")).unwrap().at(date(on)).copied();
    assert_eq!(tariff("2026-02-28"), None);
    assert_eq!(tariff("2026-03-01"), Some(per_seat("1200")));
    ledger.when(agree_tariff("Node", "2026-04-01", per_seat("1200"))).changes_nothing();
    ledger.when(agree_tariff("Node", "2026-04-01", None)).gives(&["HubTariffSet"]);
    estate().when(agree_tariff("Node", "2026-04-01", None)).changes_nothing();
    let by = |of| HubTariffAgree {
        decision: decision(of, TODAY),
        ..agree_tariff("Node", "2026-03-01", per_seat("1200"))
    };
    estate().when_only(by("Town")).rejects("NotConcerned", "decision.organisation");
    let mut executed = by("Region");
    executed.decision.kind = DecisionKind::Execution;
    estate().when_only(executed).rejects("KindNotEnough", "decision.kind");
}

#[test]
fn a_tariff_has_bounds_and_a_hub() {
    let rejects = |tariff, path| {
        estate().when(agree_tariff("Node", "2026-03-01", tariff)).rejects("InvalidValue", path);
    };
    rejects(per_seat("-1"), "tariff.perSeatAndMonth.amount");
    let share = |denominator| Some(HubTariff::ShareOfCost { denominator });
    rejects(share(0), "tariff.shareOfCost.denominator");
    rejects(share(COUNT_MAX + 1), "tariff.shareOfCost.denominator");
    estate().when(agree_tariff("Node", "2026-03-01", share(10))).gives(&["HubTariffSet"]);
    let nowhere = agree_tariff("Nowhere", "2026-03-01", share(10));
    estate().when(nowhere).rejects("NotFound", "hub");
    let closed = estate().with(hub_loses("Node", "Lounge", "2026-07-01"));
    let closed = closed.with(close_hub("Node", "2026-07-01"));
    closed.when(agree_tariff("Node", "2026-07-01", share(10))).rejects("HubNotOpen", "hub");
}

#[test]
fn costs_and_tariffs_are_in_the_currency_of_their_portfolio() {
    let euro = "EUR".parse().unwrap();
    let record = CostRecord { currency: euro, ..record_cost("Cleaning", "2026-01-01") };
    estate().when(record).rejects("CurrencyDiffers", "currency");
    let revise = CostRevise { currency: euro, ..dearer("2026-02-01", "1") };
    cleaned().when(revise).rejects("CurrencyDiffers", "currency");
    let agree = agree_tariff("Node", "2026-03-01", per_seat("1"));
    let agree = HubTariffAgree { currency: euro, ..agree };
    estate().when(agree).rejects("CurrencyDiffers", "currency");
}
