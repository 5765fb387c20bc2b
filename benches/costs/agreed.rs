//! What the county's premises cost, as it is agreed once the estate is there: leases of levels and of
//! parts of them, some let on, and recorded costs, with who pays what of them.

use schema::{
    AccountCode, Area, BuildingId, Command, CommonKey, CommonKeyChoose, CostAmount, CostId,
    CostKind, CostObject, CostRecord, Currency, Date, Discount, FitOut, HubTariff, HubTariffAgree,
    IndexClause, IndexFigure, IndexPublish, Invoicing, LeaseId, LeaseParty, LeaseRegime, LeaseSign,
    LeaseTerms, Measure, MonthOfYear, NamedLandlord, NoticePurpose, NoticeTerm, OrganisationId,
    Paid, Rent, Rounding, SpaceId, Supplement, SupplementKind, VatTreat, VatTreatment,
};
use std::collections::BTreeSet;

use crate::{
    BUILDINGS,
    county::{
        LEVELS, ORGANISATIONS, SPACES, building, decision, hub, lounge, name, owner, random::id,
        unit_of, workplace,
    },
};

/// Levels of a building that are let as a whole.
const WHOLE: u64 = 2;
/// Leases of each of the other levels.
const PARTS: u64 = 5;
/// Subleases in a building.
const SUBLEASES: u64 = 3;
/// Leases of a building.
const LEASES: u64 = WHOLE + (LEVELS - WHOLE) * PARTS + SUBLEASES;
/// Square metres of a space, as the county has them.
const SPACE_SQUARE_METRES: u64 = 48;
/// The index that rents follow.
const INDEX: &str = "KPI";

/// All that is agreed, from the date on which the estate is there.
pub(crate) fn agreed(from: Date) -> Vec<Command> {
    let mut commands = vec![index()];
    commands.extend((0..ORGANISATIONS).map(|number| vat(number, from)));
    for of in 0..BUILDINGS {
        commands.extend(common_key(of, from));
        commands.push(tariff(of, from));
        commands.extend(leases(of, from));
        commands.extend(costs(of, from));
    }
    commands
}

fn currency() -> Currency {
    "SEK".parse().unwrap()
}

fn amount<T: std::str::FromStr<Err: std::fmt::Debug>>(amount: u64) -> T {
    amount.to_string().parse().unwrap()
}

fn index() -> Command {
    let figures = (1..=12).map(|month| IndexFigure {
        month: format!("2023-{month:02}").parse().unwrap(),
        value: format!("{}.25", 390 + month).parse().unwrap(),
    });
    let figures = figures.collect();
    IndexPublish { series: INDEX.parse().unwrap(), figures, source: None }.into()
}

fn vat(number: u64, from: Date) -> Command {
    let treatment =
        if number.is_multiple_of(3) { VatTreatment::Cost } else { VatTreatment::Compensated };
    VatTreat { organisation: owner(number), from, treatment }.into()
}

/// The key of two of five buildings is another than the area.
fn common_key(of: u64, from: Date) -> Option<Command> {
    let key = match of % 5 {
        0 => CommonKey::Workstations,
        1 => CommonKey::Spaces,
        _ => return None,
    };
    Some(CommonKeyChoose { building: building(of), from, key }.into())
}

fn tariff(of: u64, from: Date) -> Command {
    let tariff = if of.is_multiple_of(2) {
        HubTariff::ShareOfCost { denominator: 120 }
    } else {
        HubTariff::PerSeatAndMonth { amount: amount(2_450) }
    };
    HubTariffAgree {
        hub: hub(of),
        from,
        currency: currency(),
        tariff: Some(tariff),
        decision: decision(owner(of), from),
    }
    .into()
}

/// A space by its level and place in a building.
fn space(of: u64, level: u64, place: u64) -> SpaceId {
    id("space", (of * LEVELS + level) * SPACES + place)
}

/// The leases of a building, those first of which others are subleases.
fn leases(of: u64, from: Date) -> Vec<Command> {
    let mut premises: Vec<Vec<SpaceId>> = (0..WHOLE)
        .map(|level| (0..SPACES).map(|place| space(of, level, place)).collect())
        .collect();
    let parts = (WHOLE..LEVELS).flat_map(|level| (0..PARTS).map(move |part| (level, part)));
    premises.extend(parts.map(|(level, part)| {
        (part..SPACES).step_by(5).map(|place| space(of, level, place)).collect()
    }));
    let mut leases: Vec<Lease> =
        (0..).zip(premises).map(|(n, spaces)| lease(of, n, spaces)).collect();
    for number in 0..SUBLEASES {
        let place = usize::try_from(WHOLE + number).unwrap();
        let parent = &leases[place];
        let spaces = vec![parent.spaces[0], parent.spaces[1]];
        let (landlord, above) = (Some(parent.tenant), Some(parent.lease));
        let number = LEASES - SUBLEASES + number;
        leases.push(Lease { landlord, parent: above, ..lease(of, number, spaces) });
    }
    leases.into_iter().map(|lease| lease.sign(of, from)).collect()
}

/// Who lets what to whom.
struct Lease {
    lease: LeaseId,
    number: u64,
    /// None where it is somebody outside.
    landlord: Option<OrganisationId>,
    tenant: OrganisationId,
    parent: Option<LeaseId>,
    spaces: Vec<SpaceId>,
}

/// In every second building the owner lets, in the others somebody outside.
fn lease(of: u64, number: u64, spaces: Vec<SpaceId>) -> Lease {
    let landlord = of.is_multiple_of(2).then(|| owner(of));
    let (lease, tenant) = (id("lease", of * LEASES + number), owner(of + number));
    Lease { lease, number: of * LEASES + number, landlord, tenant, parent: None, spaces }
}

impl Lease {
    fn sign(self, of: u64, from: Date) -> Command {
        let terms = self.terms(building(of));
        let Self { lease, landlord, tenant, parent, .. } = self;
        let parties: BTreeSet<OrganisationId> = landlord.into_iter().chain([tenant]).collect();
        LeaseSign {
            lease,
            from,
            landlord: landlord.map_or_else(
                || NamedLandlord::Outside(name("A company that lets premises")),
                NamedLandlord::Organisation,
            ),
            tenant,
            parent,
            currency: currency(),
            terms,
            decisions: parties.into_iter().map(|party| decision(party, from)).collect(),
        }
        .into()
    }

    fn terms(&self, building: BuildingId) -> LeaseTerms {
        let number = self.number;
        let square_metres = SPACE_SQUARE_METRES * self.spaces.len() as u64;
        let rent: Rent = amount(square_metres * (1_450 + number % 900));
        let internal = self.landlord == Some(self.tenant);
        // Four of five follow the index.
        let index = (!number.is_multiple_of(5)).then(|| IndexClause {
            series: INDEX.parse().unwrap(),
            base_amount: rent,
            share_thousandths: if number.is_multiple_of(2) { 1_000 } else { 800 },
            base_month: "2023-10".parse().unwrap(),
            compare_month: MonthOfYear::new(10).unwrap(),
            step_month: MonthOfYear::new(1).unwrap(),
            floor: number.is_multiple_of(3).then_some(rent),
        });
        LeaseTerms {
            regime: if internal { LeaseRegime::Internal } else { LeaseRegime::Premises },
            building,
            spaces: self.spaces.clone(),
            area: Some(Area {
                measure: Measure::Loa,
                square_metres: square_metres.to_string().parse().unwrap(),
            }),
            rent_per_year: rent,
            supplements: supplements(number, square_metres, index.is_some()),
            index,
            fit_outs: fit_outs(number, square_metres),
            discounts: discounts(number, square_metres),
            invoicing: Invoicing {
                paid: if number.is_multiple_of(4) { Paid::Monthly } else { Paid::Quarterly },
                in_advance: true,
                rounding: if number.is_multiple_of(3) {
                    Rounding::Unit
                } else {
                    Rounding::Hundredth
                },
                vat_thousandths: if internal { 0 } else { 250 },
                account: Some("6011".parse().unwrap()),
            },
            restoration: None,
            to: Some(format!("{}-01-01", 2027 + number % 4).parse().unwrap()),
            prolongation_months: Some(36),
            notices: vec![NoticeTerm {
                party: LeaseParty::Tenant,
                purpose: NoticePurpose::Termination,
                months: 9,
            }],
            breaks: Vec::new(),
        }
    }
}

fn supplements(number: u64, square_metres: u64, indexed: bool) -> Vec<Supplement> {
    let supplement = |kind, per_square_metre: u64, follows_index| Supplement {
        kind,
        per_year: amount(per_square_metre * square_metres),
        follows_index,
    };
    let mut supplements = vec![supplement(SupplementKind::PropertyTax, 131, false)];
    if !number.is_multiple_of(3) {
        supplements.push(supplement(SupplementKind::Heat, 97, indexed));
    }
    supplements
}

/// One lease in ten pays back a fit-out.
fn fit_outs(number: u64, square_metres: u64) -> Vec<FitOut> {
    let fit_out = number.is_multiple_of(10).then(|| FitOut {
        amount: amount(3_300 * square_metres),
        from: "2024-03".parse().unwrap(),
        months: 84,
        interest: 425,
    });
    fit_out.into_iter().collect()
}

/// One lease in twenty is cheaper for its first years.
fn discounts(number: u64, square_metres: u64) -> Vec<Discount> {
    let discount = number.is_multiple_of(20).then(|| Discount {
        from: "2024-02-01".parse().unwrap(),
        to: "2025-07-01".parse().unwrap(),
        per_year: amount(150 * square_metres),
    });
    discount.into_iter().collect()
}

/// The recorded costs of a building and its hub.
fn costs(of: u64, from: Date) -> Vec<Command> {
    let house = CostObject::Building(building(of));
    let per_year = |sum: u64| CostAmount::PerYear { amount: amount(sum) };
    let invested = CostAmount::Once {
        amount: amount(4_800_000 + of * 1_000),
        written_off_months: Some(240),
        interest: Some(250),
    };
    let seats = CostAmount::PerSeatAndYear { amount: amount(28_000), seats: 5 };
    let costs = [
        (CostKind::Cleaning, house, per_year(870_000)),
        (CostKind::Energy, house, per_year(1_140_000)),
        (CostKind::Insurance, house, per_year(96_000)),
        (CostKind::Capital, house, invested),
        (CostKind::Maintenance, CostObject::Space(workplace(lounge(of)).1), per_year(42_000)),
        (CostKind::Service, CostObject::Hub(hub(of)), per_year(690_000)),
        (CostKind::OutsideMembers, CostObject::Hub(hub(of)), per_year(120_000)),
        (CostKind::Coworking, CostObject::Unit(unit_of(of, 0)), seats),
    ];
    let count = costs.len() as u64;
    let costs = (0..).zip(costs).map(|(number, (kind, object, amount))| {
        let account: AccountCode = format!("{}", 5_010 + number).parse().unwrap();
        let cost: CostId = id("cost", of * count + number);
        Command::from(CostRecord {
            cost,
            from,
            currency: currency(),
            name: name("A cost of the house"),
            kind,
            object,
            organisation: owner(of),
            amount,
            vat_thousandths: 250,
            account: Some(account),
        })
    });
    costs.collect()
}
