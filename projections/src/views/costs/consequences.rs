//! What changes in money between two states: with a command and without it, with a proposal approved
//! and without it.

use std::collections::BTreeMap;

use super::{CostKey, CostRow, CostTotals};
/// What costs with the same values in every group are before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CostChange {
    /// The values, one for each group asked for, in that order.
    pub keys: Vec<CostKey>,
    /// Without what is asked about.
    pub before: CostTotals,
    /// With it.
    pub after: CostTotals,
}

/// The rows that differ, in the order of their keys.
pub fn cost_changes(before: &[CostRow], after: &[CostRow]) -> Vec<CostChange> {
    let mut all: BTreeMap<&[CostKey], [CostTotals; 2]> = BTreeMap::new();
    for (place, rows) in [before, after].into_iter().enumerate() {
        for row in rows {
            all.entry(&row.keys).or_default()[place] = row.totals();
        }
    }
    let differing = all.into_iter().filter(|(_, [before, after])| before != after);
    let changes =
        differing.map(|(keys, [before, after])| CostChange { keys: keys.to_vec(), before, after });
    changes.collect()
}

impl CostRow {
    /// Its sums.
    pub const fn totals(&self) -> CostTotals {
        let Self { net, vat, vat_borne, cost, forecast, .. } = *self;
        CostTotals { net, vat, vat_borne, cost, forecast }
    }
}
