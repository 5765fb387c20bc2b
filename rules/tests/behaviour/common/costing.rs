//! Commands about costs, indices, budgets, invoices and closed books.

use schema::{
    BudgetDecide, CommonKey, CommonKeyChoose, CostAmount, CostEnd, CostKind, CostObject,
    CostRecord, CostRevise, HubTariff, HubTariffAgree, IndexFigure, IndexPublish, InvoiceCancel,
    InvoiceRecord, Money, Month, PeriodClose, VatTreat, VatTreatment, Year,
};

use super::{TODAY, building, cost, date, decision, hub, invoice, organisation, text};

pub(crate) fn money(amount: &str) -> Money {
    amount.parse().unwrap()
}

pub(crate) fn month(month: &str) -> Month {
    month.parse().unwrap()
}

pub(crate) fn publish(figures: &[(&str, &str)]) -> IndexPublish {
    let figure = |(month_of, value): &(&str, &str)| IndexFigure {
        month: month(month_of),
        value: value.parse().unwrap(),
    };
    IndexPublish {
        series: "KPI-1980".parse().unwrap(),
        figures: figures.iter().map(figure).collect(),
        source: Some(text("Statistics office")),
    }
}

pub(crate) const fn per_year(amount: Money) -> CostAmount {
    CostAmount::PerYear { amount }
}

/// What the Region pays for cleaning the House.
pub(crate) fn record_cost(name: &str, from: &str) -> CostRecord {
    CostRecord {
        cost: cost(name),
        from: date(from),
        currency: "SEK".parse().unwrap(),
        name: text(name),
        kind: CostKind::Cleaning,
        object: CostObject::Building(building("House")),
        organisation: organisation("Region"),
        amount: per_year(money("48000")),
        vat_thousandths: 250,
        account: Some("6071".parse().unwrap()),
    }
}

/// A revision that leaves everything as it is.
pub(crate) fn revise_cost(name: &str, from: &str) -> CostRevise {
    CostRevise {
        cost: cost(name),
        from: date(from),
        currency: "SEK".parse().unwrap(),
        name: None,
        kind: None,
        object: None,
        organisation: None,
        amount: None,
        vat_thousandths: None,
        account: schema::Change::Keep,
    }
}

pub(crate) fn end_cost(name: &str, from: &str) -> CostEnd {
    CostEnd { cost: cost(name), from: date(from), reason: None }
}

pub(crate) fn treat_vat(of: &str, from: &str, treatment: VatTreatment) -> VatTreat {
    VatTreat { organisation: organisation(of), from: date(from), treatment }
}

pub(crate) fn choose_key(of: &str, from: &str, key: CommonKey) -> CommonKeyChoose {
    CommonKeyChoose { building: building(of), from: date(from), key }
}

/// The Region agrees what the members of its hub pay.
pub(crate) fn agree_tariff(of: &str, from: &str, tariff: Option<HubTariff>) -> HubTariffAgree {
    HubTariffAgree {
        hub: hub(of),
        from: date(from),
        currency: "SEK".parse().unwrap(),
        tariff,
        decision: decision("Region", TODAY),
    }
}

/// The organisation's budget of 2026.
pub(crate) fn decide_budget(of: &str, running: &str) -> BudgetDecide {
    BudgetDecide {
        organisation: organisation(of),
        year: Year::new(2026).unwrap(),
        transition: None,
        currency: "SEK".parse().unwrap(),
        running: money(running),
        one_off: money("0"),
        decision: decision(of, TODAY),
    }
}

/// An invoice of a quarter's rent in the books of the Town.
pub(crate) fn record_invoice(name: &str, voucher: &str) -> InvoiceRecord {
    InvoiceRecord {
        invoice: invoice(name),
        currency: "SEK".parse().unwrap(),
        organisation: organisation("Town"),
        voucher: voucher.parse().unwrap(),
        supplier: text("Storgatan AB"),
        subject: None,
        issued_on: date("2026-03-01"),
        paid_on: Some(date("2026-03-31")),
        from: month("2026-04"),
        through: month("2026-06"),
        net: money("45000"),
        vat: money("11250"),
        account: None,
    }
}

pub(crate) fn cancel_invoice(name: &str) -> InvoiceCancel {
    InvoiceCancel { invoice: invoice(name), reason: text("Entered twice") }
}

pub(crate) fn close_period(of: &str, through: &str) -> PeriodClose {
    PeriodClose { organisation: organisation(of), through: month(through) }
}
