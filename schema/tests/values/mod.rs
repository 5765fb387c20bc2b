//! Arbitrary values of the contract.

#![allow(clippy::unwrap_used, reason = "the strategies make only what is accepted")]

use chrono::NaiveDate;
use proptest::{collection::vec, option, prelude::*};
use rust_decimal::Decimal;
use schema::*;
use uuid::Uuid;

pub(crate) fn date() -> impl Strategy<Value = Date> {
    let first = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap();
    (0_u64..109_573).prop_map(move |days| Date::new(first + chrono::Days::new(days)).unwrap())
}

pub(crate) fn instant() -> impl Strategy<Value = Instant> {
    let range = -2_208_988_800_000_000_i64..7_258_118_400_000_000;
    range.prop_map(|microseconds| Instant::from_microseconds(microseconds).unwrap())
}

pub(crate) fn amount() -> impl Strategy<Value = Amount> {
    (-1_000_000_000_000_i64..=1_000_000_000_000, 0_u32..5)
        .prop_map(|(number, scale)| Amount::new(Decimal::new(number, scale)).unwrap())
}

fn square_metres() -> impl Strategy<Value = SquareMetres> {
    (0_i64..10_000_000_000_000).prop_map(|n| SquareMetres::new(Decimal::new(n, 6)).unwrap())
}

fn degrees(most: i64) -> impl Strategy<Value = Degrees> {
    let ten_millionths = most * 10_000_000;
    (-ten_millionths..=ten_millionths).prop_map(|n| Degrees::new(Decimal::new(n, 7)).unwrap())
}

fn position() -> impl Strategy<Value = GeoPosition> {
    (degrees(90), degrees(180))
        .prop_map(|(latitude, longitude)| GeoPosition::new(latitude, longitude).unwrap())
}

fn id<Id: From<Uuid> + std::fmt::Debug>() -> impl Strategy<Value = Id> {
    any::<u128>().prop_map(|bits| Id::from(Uuid::from_u128(bits)))
}

fn commitment() -> impl Strategy<Value = Commitment> {
    any::<[u8; 32]>().prop_map(|bytes| Commitment::from_digest(Digest::from_bytes(bytes)))
}

fn designation() -> impl Strategy<Value = Designation> {
    "[0-9][A-Za-zÅÄÖåäö0-9 +#:/._-]{0,30}[A-ZÅ0-9]".prop_map(|text| text.parse().unwrap())
}

/// A simple ring around the origin: one corner in each direction, anywhere on its ray.
pub(crate) fn ring() -> impl Strategy<Value = Vec<Point>> {
    // Directions in order of their angle, so that the corners go once round.
    const DIRECTIONS: [Point; 8] =
        [[1, 0], [1, 1], [0, 1], [-1, 1], [-1, 0], [-1, -1], [0, -1], [1, -1]];
    let distances = prop::array::uniform8(1_i64..1_000_000);
    (distances, 3_usize..=8).prop_map(|(distances, corners)| {
        // The first three of every other direction enclose the origin's neighbourhood.
        let order = [0, 3, 6, 1, 2, 4, 5, 7];
        let mut chosen: Vec<usize> = order[..corners].to_vec();
        chosen.sort_unstable();
        let corner = |place: usize| DIRECTIONS[place].map(|axis| axis * distances[place]);
        chosen.into_iter().map(corner).collect()
    })
}

pub(crate) fn doubled_area(ring: &[Point]) -> i128 {
    let next = ring.iter().cycle().skip(1);
    let cross = |(a, b): (&Point, &Point)| {
        i128::from(a[0]) * i128::from(b[1]) - i128::from(b[0]) * i128::from(a[1])
    };
    ring.iter().zip(next).map(cross).sum()
}

fn polygon() -> impl Strategy<Value = Polygon> {
    ring().prop_filter_map("a straight corner", |ring| Polygon::new(ring, Vec::new()).ok())
}

fn measure() -> impl Strategy<Value = Measure> {
    prop_oneof![
        Just(Measure::Loa),
        Just(Measure::Ipms2),
        Just(Measure::AsModelled),
        "[A-Z][A-Za-zåäö ]{0,20}[a-z%]".prop_map(|name| Measure::quantity(&name).unwrap()),
    ]
}

fn areas() -> impl Strategy<Value = Areas> {
    let area = (measure(), square_metres())
        .prop_map(|(measure, square_metres)| Area { measure, square_metres });
    vec(area, 0..5).prop_filter_map("a measure twice", |areas| Areas::new(areas).ok())
}

fn space_description() -> impl Strategy<Value = SpaceDescription> {
    (
        option::of(designation()),
        option::of(commitment()),
        prop::sample::select(Category::ALL.to_vec()),
        option::of(polygon()),
        option::of(any::<u32>()),
        areas(),
        option::of(any::<u32>()),
    )
        .prop_map(|(number, name, category, polygon, height_mm, areas, seats)| {
            SpaceDescription {
                number,
                name,
                function: name,
                category,
                polygon,
                height_mm,
                areas,
                seats,
                codes: Vec::new(),
            }
        })
}

/// A space with so many codes that its event is large.
pub(crate) fn space_with_codes(count: usize) -> Event {
    let code = Classification {
        system: "A".repeat(64).parse().unwrap(),
        code: "1".repeat(64).parse().unwrap(),
    };
    let description = SpaceDescription {
        number: None,
        name: None,
        function: None,
        category: Category::Cell,
        polygon: None,
        height_mm: None,
        areas: Areas::default(),
        seats: None,
        codes: vec![code; count],
    };
    let space = SpaceId::from(Uuid::nil());
    SpaceRevised { space, from: "2026-01-01".parse().unwrap(), description }.into()
}

fn week() -> impl Strategy<Value = WeekCount> {
    prop::array::uniform7(0_u32..=1_000_000).prop_map(|days| WeekCount::new(days).unwrap())
}

fn terms() -> impl Strategy<Value = MembershipTerms> {
    let kind =
        prop::sample::select(vec![SeatKind::Workstation, SeatKind::Quiet, SeatKind::Project]);
    let seat = (kind, any::<bool>(), week()).prop_map(|(kind, guaranteed, week)| SeatPromise {
        kind,
        guaranteed,
        week,
    });
    let price = amount().prop_map(|amount| Price { amount, per: PriceBasis::Month });
    (1_u32..1_000_000, vec(seat, 1..4), option::of(price), option::of(0_u16..=120))
        .prop_filter_map("terms that are refused", |(people, seats, price, notice)| {
            MembershipTerms::new(people, seats, price, notice).ok()
        })
}

fn a_move() -> impl Strategy<Value = Move> {
    let subject = prop_oneof![id().prop_map(Subject::Resource), id().prop_map(Subject::Space),];
    let fate = prop_oneof![
        id().prop_map(|hub| Fate::Converted { hub }),
        (id(), id()).prop_map(|(hub, space)| Fate::Relocated { hub, space }),
        (date(), date()).prop_map(|(handed_over_on, rent_ends_on)| Fate::Released {
            handed_over_on,
            rent_ends_on
        }),
        (id(), option::of(id())).prop_map(|(unit, space)| Fate::Returned { unit, space }),
    ];
    (1_u16.., subject, fate, date()).prop_map(|(number, subject, fate, planned_on)| Move {
        number,
        subject,
        fate,
        planned_on,
    })
}

fn proposed_membership() -> impl Strategy<Value = ProposedMembership> {
    (id(), id(), id(), date(), terms()).prop_map(|(membership, hub, unit, from, terms)| {
        ProposedMembership { membership, hub, unit, from, terms }
    })
}

fn proposal() -> impl Strategy<Value = Proposal> {
    (commitment(), option::of(commitment()), vec(a_move(), 0..9), vec(proposed_membership(), 0..3))
        .prop_map(|(title, reason, moves, memberships)| Proposal {
            title,
            reason,
            moves,
            memberships,
            transition: None,
            reverses: None,
        })
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        (id(), id(), date(), space_description()).prop_map(|(space, level, from, description)| {
            SpaceAdded { space, level, from, global_id: None, description }.into()
        }),
        (id(), date(), commitment(), id(), option::of(position())).prop_map(
            |(building, from, name, owner, position)| {
                let (municipality, address) = (Some("2380".parse().unwrap()), Some(name));
                let description =
                    BuildingDescription { name, owner, municipality, address, position };
                BuildingRevised { building, from, description }.into()
            }
        ),
        (id(), id(), id(), date(), terms()).prop_map(|(membership, hub, unit, from, terms)| {
            let (reallocation, decision) = (None, None);
            MembershipGranted {
                membership,
                hub,
                unit,
                from,
                terms,
                reallocation,
                decisions: decision.into_iter().collect(),
            }
            .into()
        }),
        (id(), proposal()).prop_map(|(reallocation, proposal)| {
            let digest = proposal.digest().unwrap();
            ReallocationProposed { reallocation, digest, proposal }.into()
        }),
        (id(), a_move(), date()).prop_map(|(reallocation, carried_out, on)| MoveDone {
            reallocation,
            carried_out,
            on
        }
        .into()),
        (id(), id(), date()).prop_map(|(resource, unit, from)| AllocationAssigned {
            resource,
            unit,
            from
        }
        .into()),
    ]
}

fn issuer() -> impl Strategy<Value = Issuer> {
    let role = prop::sample::select(Role::ALL.to_vec());
    let identity = prop::sample::select(vec![Identity::Asserted, Identity::Authenticated]);
    (id(), role, identity).prop_map(|(person, role, identity)| Issuer { person, role, identity })
}

/// An envelope whose parts agree with each other.
pub(crate) fn envelope() -> impl Strategy<Value = Envelope> {
    let commit = (0_u32..2_000, 0_u32..2_000)
        .prop_map(|(index, after)| CommitPart { index, count: index + 1 + after });
    let revision = 2_000_u64..(1 << 53);
    let command = (id(), any::<[u8; 32]>())
        .prop_map(|(id, digest)| CommandMark { id, digest: Digest::from_bytes(digest) });
    (id(), revision, commit, instant(), issuer(), command, id(), event()).prop_map(
        |(portfolio, revision, commit, recorded, actor, command, correlation, event)| Envelope {
            portfolio,
            revision: Revision::new(revision).unwrap(),
            event_id: EventId::of(portfolio, command.id, commit.index as usize),
            commit,
            recorded,
            actor,
            command,
            correlation,
            event,
        },
    )
}
