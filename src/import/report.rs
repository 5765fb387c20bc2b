//! Reports of imports, kept for a while so that a long one can be read page by page.

use schema::PortfolioId;
use serde::Serialize;
use serde_json::{Value, json};
use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};
use uuid::Uuid;

use super::Summary;

/// Reports kept, at most; the oldest goes first.
const KEPT_MAX: usize = 16;
/// Items of all kept reports together, at most.
const ITEMS_MAX: usize = 400_000;
/// Items on one page, at most.
pub(super) const PAGE_MAX: usize = 1_000;

/// One line of a report.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    /// `change`, `rejected`, `leftOut` or `note`: what the other fields are of.
    item: &'static str,
    #[serde(flatten)]
    of: Value,
}

/// The report of one import, whether or not it was recorded.
#[derive(Debug)]
struct Kept {
    id: Uuid,
    portfolio: PortfolioId,
    items: Vec<Item>,
}

/// The reports of the last imports.
#[derive(Debug, Default)]
pub(super) struct Reports(Mutex<VecDeque<Kept>>);

/// A page of a report.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Page {
    /// Items of the report in all.
    all: usize,
    /// What to give as `after` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<usize>,
    items: Vec<Item>,
}

impl Reports {
    /// Keeps what became of a file, and gives the report's id.
    pub(super) fn keep(&self, portfolio: PortfolioId, summary: &Summary) -> Uuid {
        let id = crate::chance::uuid();
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_back(Kept { id, portfolio, items: items(summary) });
        let together = |kept: &VecDeque<Kept>| kept.iter().map(|k| k.items.len()).sum::<usize>();
        while kept.len() > KEPT_MAX || (kept.len() > 1 && together(&kept) > ITEMS_MAX) {
            kept.pop_front();
        }
        id
    }

    /// A page of a report; none where it is not, or no longer, kept.
    pub(super) fn page(
        &self,
        portfolio: PortfolioId,
        id: Uuid,
        after: usize,
        first: usize,
    ) -> Option<Page> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let report = kept.iter().find(|kept| kept.id == id && kept.portfolio == portfolio)?;
        let all = report.items.len();
        let end = after.saturating_add(first.min(PAGE_MAX)).min(all);
        let items = report.items.get(after..end).unwrap_or_default().to_vec();
        Some(Page { all, next: (end < all).then_some(end), items })
    }
}

fn items(summary: &Summary) -> Vec<Item> {
    let item = |item, of: Value| Item { item, of };
    let mut items: Vec<Item> =
        summary.changes.iter().map(|change| item("change", written(change))).collect();
    if let Some(list) = &summary.list {
        items.extend(list.report.rejected.iter().map(|row| item("rejected", written(row))));
        items.extend(list.report.left_out.iter().map(|row| item("leftOut", written(row))));
        items.extend(list.report.notes.iter().map(|note| item("note", json!({ "why": note }))));
    }
    items.extend(summary.left_out.iter().map(|why| item("leftOut", json!({ "why": why }))));
    items.extend(summary.notes.iter().map(|note| item("note", json!({ "why": note }))));
    items
}

/// An item as JSON.
fn written(item: &impl Serialize) -> Value {
    // Strings, integers and lists of them.
    serde_json::to_value(item).expect("an item of a report serialises")
}
