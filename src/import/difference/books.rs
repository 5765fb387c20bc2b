//! Invoices and figures of a list beside those recorded. An invoice that is recorded otherwise never gets
//! here: its row was rejected. A figure may be revised.

use schema::{IndexFigure, IndexPublish, IndexSeries, limits::INDEX_FIGURES_MAX};

use super::{Act, Change, ChangeKind, Compare, Difference};

impl Compare<'_> {
    pub(super) fn invoices(&self, difference: &mut Difference) {
        for record in &self.plan.invoices {
            if self.state.invoice_with(record.organisation, &record.voucher).is_some() {
                difference.same += 1;
                continue;
            }
            let called = format!("{} of {}", record.voucher, record.supplier.as_str());
            let mut change = Change::plain("invoice", ChangeKind::Added, record.invoice, &called);
            change.details.push(format!("{} net, {} VAT", record.net, record.vat));
            difference.push(change, Act::Add(vec![record.clone().into()]));
        }
    }

    pub(super) fn figures(&self, difference: &mut Difference) {
        for (series, figures) in &self.plan.figures {
            let known = self.state.index(series);
            let mut new = Vec::new();
            for (&month, &value) in figures {
                let figure = IndexFigure { month, value };
                match known.and_then(|known| known.figures.get(&month)) {
                    None => new.push(figure),
                    Some(known) if known.value == value => difference.same += 1,
                    Some(known) => {
                        let called = format!("{series} {month}");
                        let mut change =
                            Change::plain("figure", ChangeKind::Changed, &called, &called);
                        change.details.push(format!("{} becomes {value}", known.value));
                        difference.push(change, published(series, &[figure]));
                    }
                }
            }
            let (Some(first), Some(last)) = (new.first(), new.last()) else { continue };
            let mut change = Change::plain("figures", ChangeKind::Added, series, series.as_str());
            let (first, last) = (first.month, last.month);
            change.details.push(format!("{} months, {first} to {last}", new.len()));
            difference.push(change, published(series, &new));
        }
    }
}

/// Figures in the order of their months, as many at a time as one publication has.
fn published(series: &IndexSeries, figures: &[IndexFigure]) -> Act {
    let publish = |figures: &[IndexFigure]| {
        let (series, figures) = (series.clone(), figures.to_vec());
        IndexPublish { series, figures, source: None }.into()
    };
    Act::Add(figures.chunks(INDEX_FIGURES_MAX).map(publish).collect())
}
