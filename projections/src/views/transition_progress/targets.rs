//! What a transition is to reach, and what is.

use rust_decimal::Decimal;
use schema::{Date, OrganisationId, Target};
use std::collections::BTreeSet;

use super::area_in_use::{AreaInUse, area_in_use};
use crate::{Allocation, Basis, Headcounts, Portfolio};

/// Decimals of a value, which is rounded half to even.
const DECIMALS: u32 = 4;
/// Grams of a kilogram, and thousandths of a whole.
const THOUSAND: Decimal = Decimal::ONE_THOUSAND;

/// A target, and what is on a date and basis.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetProgress {
    /// The target.
    pub target: Target,
    /// What stands over the line: flexible resources; square metres; square metres times kilowatt-hours
    /// times grams. None where it is too large to be real, or no space has an area under the measure.
    pub numerator: Option<Decimal>,
    /// What stands under the line: all resources; employees; the thousand grams of a kilogram.
    pub denominator: Decimal,
    /// How many spaces are left out because they have no area under the measure.
    pub left_out: usize,
}

impl TargetProgress {
    /// What is, with at most four decimals: a share from 0 to 1, square metres for each person
    /// employed, or kilograms a year. None where nothing stands under the line.
    pub fn value(&self) -> Option<Decimal> {
        let value = self.numerator?.checked_div(self.denominator)?;
        Some(value.round_dp(DECIMALS).normalize())
    }

    /// What is to be, in the same unit.
    pub fn wanted(&self) -> Decimal {
        match &self.target {
            Target::FlexibleShare { thousandths, .. } => Decimal::from(*thousandths) / THOUSAND,
            Target::AreaPerEmployee { square_metres, .. } => square_metres.decimal(),
            Target::Carbon { kilograms_per_year, .. } => (*kilograms_per_year).into(),
        }
    }

    /// Whether it is reached; none where that is not known. An area of which spaces are left out is
    /// larger than what is known of it, so that it can be found too large and not small enough.
    pub fn is_reached(&self) -> Option<bool> {
        let numerator = self.numerator.filter(|_| !self.denominator.is_zero())?;
        let wanted = self.wanted().checked_mul(self.denominator)?;
        match &self.target {
            Target::FlexibleShare { .. } => Some(numerator >= wanted),
            Target::AreaPerEmployee { .. } | Target::Carbon { .. } => match numerator <= wanted {
                true if self.left_out > 0 => None,
                within => Some(within),
            },
        }
    }
}

/// Measures the targets of organisations.
pub(super) fn all(
    state: &Portfolio,
    targets: &[Target],
    organisations: &BTreeSet<OrganisationId>,
    on: Date,
    basis: Basis,
) -> Vec<TargetProgress> {
    let measured = targets.iter().map(|target| {
        let (numerator, denominator, left_out) = match target {
            Target::FlexibleShare { .. } => {
                let (flexible, all) = flexible_share(state, organisations, on, basis);
                (Some(flexible), all, 0)
            }
            Target::AreaPerEmployee { measure, .. } => {
                let area = area_in_use(state, organisations, measure, on, basis);
                (area.square_metres, employees(state, organisations, on), area.left_out)
            }
            Target::Carbon {
                measure,
                kilowatt_hours_per_square_metre,
                grams_per_kilowatt_hour,
                ..
            } => {
                let area = area_in_use(state, organisations, measure, on, basis);
                let assumed = [*kilowatt_hours_per_square_metre, *grams_per_kilowatt_hour];
                (grams(&area, assumed), THOUSAND, area.left_out)
            }
        };
        TargetProgress { target: target.clone(), numerator, denominator, left_out }
    });
    measured.collect()
}

fn grams(area: &AreaInUse, assumed: [u32; 2]) -> Option<Decimal> {
    let mut factors = assumed.into_iter();
    factors.try_fold(area.square_metres?, |product, factor| product.checked_mul(factor.into()))
}

/// The resources that organisations own, of any kind: those that are flexible, and all.
fn flexible_share(
    state: &Portfolio,
    organisations: &BTreeSet<OrganisationId>,
    on: Date,
    basis: Basis,
) -> (Decimal, Decimal) {
    let (mut flexible, mut all) = (0_u64, 0_u64);
    for resource in state.resources().values().filter(|resource| resource.exists(on)) {
        let owner = state.resource_owner(resource, on);
        if owner.is_some_and(|owner| organisations.contains(&owner)) {
            let given = resource.allocation.at(on, basis);
            flexible += u64::from(matches!(given, Some(Allocation::Flexible(_))));
            all += 1;
        }
    }
    (flexible.into(), all.into())
}

fn employees(state: &Portfolio, organisations: &BTreeSet<OrganisationId>, on: Date) -> Decimal {
    let headcounts = Headcounts::of(state, on);
    let theirs = |unit| headcounts.organisation(unit).is_some_and(|of| organisations.contains(&of));
    headcounts.people(|unit, people| if theirs(unit) { people } else { 0 }).into()
}
