//! What premises cost: an index, costs beside rent, who pays them, budgets and invoices.

use super::{
    buildings::town_hall,
    circumstances::lighter_offices,
    leases::of_two_rooms,
    network::{by_board, delegated, town_hall_hub},
    reallocations::to_the_hub,
    setting::{directorate, municipality, region},
    spaces::open_workplace,
    story::{Act, STORY, Story, administrator, manager, the},
};
use crate::{
    BudgetDecided, CommonKey, CommonKeySet, CostAmount, CostDescription, CostEnded, CostId,
    CostKind, CostObject, CostRecorded, CostRevised, HubTariff, HubTariffSet, ImportId,
    IndexFigure, IndexPublished, InvoiceCancelled, InvoiceDescription, InvoiceId, InvoiceRecorded,
    InvoiceSubject, PeriodClosed, VatTreatment, VatTreatmentSet, Year,
};

fn fitting_out() -> CostId {
    CostId::derived(STORY, "fitting out")
}

pub(super) fn cleaning() -> CostId {
    CostId::derived(STORY, "cleaning")
}

fn moving() -> CostId {
    CostId::derived(STORY, "moving")
}

fn of_the_lease() -> InvoiceId {
    InvoiceId::derived(STORY, "of the lease")
}

fn of_something() -> InvoiceId {
    InvoiceId::derived(STORY, "of something")
}

fn year(number: u16) -> Year {
    Year::new(number).expect("the story's years are years")
}

pub(super) fn tell(story: &mut Story) {
    index(story);
    costs(story);
    who_pays(story);
    budgets(story);
    invoices(story);
    of_other_things(story);
}

fn index(story: &mut Story) {
    let figure = |month, value| IndexFigure { month: the(month), value: the(value) };
    story.command("2029-10-01T08:00:00.000000Z", administrator(), |act| {
        act.complete(IndexPublished {
            series: the("KPI-1980"),
            figures: vec![figure("2028-10", "421.52"), figure("2029-08", "428.1")],
            source: Some(act.text("source", "Statistikdatabasen, tabell över indextal")),
        });
    });
    story.command("2029-11-15T08:00:00.000000Z", administrator(), |act| {
        act.minimal(IndexPublished {
            series: the("KPI-1980"),
            figures: vec![figure("2029-10", "430.25")],
            source: None,
        });
    });
}

fn of_fitting_out(act: &Act) -> CostDescription {
    CostDescription {
        name: act.text("description.name", "Ombyggnad till nod"),
        kind: CostKind::FitOut,
        object: CostObject::Hub(town_hall_hub()),
        organisation: municipality(),
        amount: CostAmount::Once {
            amount: the("480000"),
            written_off_months: Some(60),
            interest: Some(225),
        },
        vat_thousandths: 250,
        account: Some(the("1180")),
    }
}

fn of_cleaning(act: &Act, amount: &str) -> CostDescription {
    CostDescription {
        name: act.text("description.name", "Städning"),
        kind: CostKind::Cleaning,
        object: CostObject::Space(open_workplace()),
        organisation: region(),
        amount: CostAmount::PerYear { amount: the(amount) },
        vat_thousandths: 0,
        account: None,
    }
}

fn costs(story: &mut Story) {
    story.command("2029-11-16T08:00:00.000000Z", manager(), |act| {
        act.complete(CostRecorded {
            cost: fitting_out(),
            from: the("2029-12-01"),
            description: of_fitting_out(act),
        });
    });
    story.command("2029-11-16T08:01:00.000000Z", manager(), |act| {
        act.minimal(CostRecorded {
            cost: cleaning(),
            from: the("2030-01-01"),
            description: of_cleaning(act, "18000"),
        });
    });
    story.command("2029-11-16T08:02:00.000000Z", manager(), |act| {
        act.named(
            "once",
            CostRecorded {
                cost: moving(),
                from: the("2030-01-15"),
                description: CostDescription {
                    name: act.text("description.name", "Flytt"),
                    kind: CostKind::Moving,
                    object: CostObject::Reallocation(to_the_hub()),
                    organisation: municipality(),
                    amount: CostAmount::Once {
                        amount: the("12500"),
                        written_off_months: None,
                        interest: None,
                    },
                    vat_thousandths: 250,
                    account: None,
                },
            },
        );
    });
    story.command("2029-11-17T08:00:00.000000Z", manager(), |act| {
        act.complete(CostRevised {
            cost: fitting_out(),
            from: the("2030-06-01"),
            description: of_fitting_out(act),
        });
    });
    story.command("2029-11-17T08:01:00.000000Z", manager(), |act| {
        act.minimal(CostRevised {
            cost: cleaning(),
            from: the("2031-01-01"),
            description: of_cleaning(act, "18500"),
        });
    });
    story.command("2029-11-17T08:02:00.000000Z", manager(), |act| {
        act.named(
            "seats",
            CostRevised {
                cost: cleaning(),
                from: the("2032-01-01"),
                description: CostDescription {
                    object: CostObject::Building(town_hall()),
                    amount: CostAmount::PerSeatAndYear { amount: the("900.5"), seats: 20 },
                    ..of_cleaning(act, "0")
                },
            },
        );
    });
    story.command("2029-11-17T08:03:00.000000Z", manager(), |act| {
        act.named(
            "unit",
            CostRecorded {
                cost: CostId::derived(STORY, "seats elsewhere"),
                from: the("2030-01-01"),
                description: CostDescription {
                    name: act.text("description.name", "Platser på kontorshotell"),
                    kind: CostKind::Coworking,
                    object: CostObject::Unit(directorate()),
                    organisation: municipality(),
                    amount: CostAmount::PerSeatAndYear { amount: the("38400"), seats: 4 },
                    vat_thousandths: 250,
                    account: None,
                },
            },
        );
    });
    story.command("2029-11-18T08:00:00.000000Z", manager(), |act| {
        act.complete(CostEnded {
            cost: fitting_out(),
            from: the("2033-01-01"),
            reason: Some(act.text("reason", "Noden stänger.")),
        });
    });
    story.command("2029-11-18T08:01:00.000000Z", manager(), |act| {
        act.minimal(CostEnded { cost: cleaning(), from: the("2033-01-01"), reason: None });
    });
}

fn who_pays(story: &mut Story) {
    story.command("2029-11-19T08:00:00.000000Z", administrator(), |act| {
        act.complete(VatTreatmentSet {
            organisation: municipality(),
            from: the("2029-01-01"),
            treatment: VatTreatment::Compensated,
        });
    });
    story.command("2029-11-19T08:01:00.000000Z", manager(), |act| {
        act.complete(CommonKeySet {
            building: town_hall(),
            from: the("2029-01-01"),
            key: CommonKey::Workstations,
        });
    });
    story.command("2029-11-19T08:02:00.000000Z", manager(), |act| {
        act.complete(HubTariffSet {
            hub: town_hall_hub(),
            from: the("2030-01-01"),
            tariff: Some(HubTariff::ShareOfCost { denominator: 24 }),
            decision: delegated(act, "KS 2029/00211"),
        });
    });
    story.command("2029-11-19T08:03:00.000000Z", manager(), |act| {
        act.minimal(HubTariffSet {
            hub: town_hall_hub(),
            from: the("2031-01-01"),
            tariff: None,
            decision: by_board(act, "KS 2029/00212"),
        });
    });
    story.command("2029-11-19T08:04:00.000000Z", manager(), |act| {
        act.named(
            "priced",
            HubTariffSet {
                hub: town_hall_hub(),
                from: the("2032-01-01"),
                tariff: Some(HubTariff::PerSeatAndMonth { amount: the("1450") }),
                decision: by_board(act, "KS 2029/00213"),
            },
        );
    });
}

fn budgets(story: &mut Story) {
    story.command("2029-11-20T08:00:00.000000Z", administrator(), |act| {
        act.complete(BudgetDecided {
            organisation: municipality(),
            year: year(2030),
            transition: Some(lighter_offices()),
            running: the("0"),
            one_off: the("650000"),
            decision: delegated(act, "KF 2029/00031"),
        });
    });
    story.command("2029-11-20T08:01:00.000000Z", administrator(), |act| {
        act.minimal(BudgetDecided {
            organisation: region(),
            year: year(2030),
            transition: None,
            running: the("1250000.5"),
            one_off: the("90000"),
            decision: by_board(act, "RF 2029/0032"),
        });
    });
}

fn invoices(story: &mut Story) {
    story.command("2029-12-28T08:00:00.000000Z", manager(), |act| {
        act.complete(InvoiceRecorded {
            invoice: of_the_lease(),
            description: InvoiceDescription {
                organisation: municipality(),
                voucher: the("L 2029-00417"),
                supplier: act.text("description.supplier", "Storgatan AB"),
                subject: Some(InvoiceSubject::Lease(of_two_rooms())),
                issued_on: the("2029-12-01"),
                paid_on: Some(the("2029-12-28")),
                from: the("2030-01"),
                through: the("2030-03"),
                net: the("81350"),
                vat: the("20337.5"),
                account: Some(the("6011")),
                import: Some(ImportId::derived(STORY, "invoices")),
            },
        });
    });
    story.command("2029-12-28T08:01:00.000000Z", manager(), |act| {
        act.minimal(InvoiceRecorded {
            invoice: of_something(),
            description: InvoiceDescription {
                organisation: region(),
                voucher: the("4711"),
                supplier: act.text("description.supplier", "Flyttfirman"),
                subject: None,
                issued_on: the("2029-12-05"),
                paid_on: None,
                from: the("2029-12"),
                through: the("2029-12"),
                net: the("-1200"),
                vat: the("-300"),
                account: None,
                import: None,
            },
        });
    });
    let subjects = [
        ("cost", InvoiceSubject::Cost(cleaning())),
        ("building", InvoiceSubject::Building(town_hall())),
        ("hub", InvoiceSubject::Hub(town_hall_hub())),
    ];
    for (number, (name, subject)) in subjects.into_iter().enumerate() {
        story.command("2029-12-28T08:02:00.000000Z", manager(), |act| {
            act.named(
                name,
                InvoiceRecorded {
                    invoice: InvoiceId::derived(STORY, name),
                    description: InvoiceDescription {
                        organisation: region(),
                        voucher: the(&format!("481{number}")),
                        supplier: act.text("description.supplier", "Fastighetsservice"),
                        subject: Some(subject),
                        issued_on: the("2029-12-06"),
                        paid_on: None,
                        from: the("2029-12"),
                        through: the("2029-12"),
                        net: the("1500"),
                        vat: the("375"),
                        account: None,
                        import: None,
                    },
                },
            );
        });
    }
    story.command("2029-12-29T08:00:00.000000Z", manager(), |act| {
        act.complete(InvoiceCancelled {
            invoice: of_something(),
            reason: act.text("reason", "Hörde till en annan myndighet."),
        });
    });
    story.command("2029-12-30T08:00:00.000000Z", administrator(), |act| {
        act.complete(PeriodClosed { organisation: municipality(), through: the("2029-12") });
    });
}

/// What costs can be of as well.
fn of_other_things(story: &mut Story) {
    story.command("2029-12-30T09:00:00.000000Z", manager(), |act| {
        act.named(
            "building",
            CostRecorded {
                cost: CostId::derived(STORY, "insurance"),
                from: the("2030-01-01"),
                description: CostDescription {
                    name: act.text("description.name", "Fastighetsförsäkring"),
                    kind: CostKind::Insurance,
                    object: CostObject::Building(town_hall()),
                    organisation: municipality(),
                    amount: CostAmount::PerYear { amount: the("42000") },
                    vat_thousandths: 0,
                    account: None,
                },
            },
        );
    });
    story.command("2029-12-30T09:01:00.000000Z", manager(), |act| {
        act.named(
            "reallocation",
            CostRevised {
                cost: moving(),
                from: the("2030-01-15"),
                description: CostDescription {
                    name: act.text("description.name", "Flytt och packning"),
                    kind: CostKind::Moving,
                    object: CostObject::Reallocation(to_the_hub()),
                    organisation: municipality(),
                    amount: CostAmount::Once {
                        amount: the("14200"),
                        written_off_months: None,
                        interest: None,
                    },
                    vat_thousandths: 250,
                    account: None,
                },
            },
        );
    });
    story.command("2029-12-30T09:02:00.000000Z", manager(), |act| {
        act.named(
            "unit",
            CostRevised {
                cost: CostId::derived(STORY, "seats elsewhere"),
                from: the("2031-01-01"),
                description: CostDescription {
                    name: act.text("description.name", "Platser på kontorshotell"),
                    kind: CostKind::Coworking,
                    object: CostObject::Unit(directorate()),
                    organisation: municipality(),
                    amount: CostAmount::PerSeatAndYear { amount: the("39600"), seats: 3 },
                    vat_thousandths: 250,
                    account: None,
                },
            },
        );
    });
}
