//! Indices: their figures, as they are published month by month, and as they are revised.

use projections::PublishedIndex;
use schema::{IndexFigure, IndexPublish, IndexPublished, Month, limits::INDEX_FIGURES_MAX};

use crate::{Rejection, amounts::refused, drawings::at_most, recording::Recording};

/// A figure that is published so already is not recorded again.
pub(crate) fn publish(
    recording: &mut Recording<'_>,
    publish: &IndexPublish,
) -> Result<(), Rejection> {
    let given = &publish.figures;
    at_most(given.len(), INDEX_FIGURES_MAX, "figures of an index at a time", "figures")?;
    check_months(given, Month::of(recording.context.today))?;
    let known = recording.state.index(&publish.series).cloned();
    let known = known.as_deref();
    let figures: Vec<IndexFigure> =
        given.iter().copied().filter(|figure| !is_published(known, figure)).collect();
    if figures.is_empty() {
        return Ok(());
    }
    let source = recording.seal_any("source", publish.source.as_ref());
    recording.push(IndexPublished { series: publish.series.clone(), figures, source });
    Ok(())
}

fn is_published(known: Option<&PublishedIndex>, figure: &IndexFigure) -> bool {
    let published = known.and_then(|known| known.figures.get(&figure.month));
    published.is_some_and(|published| published.value == figure.value)
}

/// One figure at least, one for each month in their order, and none of a month that is still to come.
fn check_months(figures: &[IndexFigure], current: Month) -> Result<(), Rejection> {
    if figures.is_empty() {
        let accepted = "at least one figure".to_owned();
        return Err(refused("figures", "index", "no figure", accepted));
    }
    let mut last: Option<Month> = None;
    for (place, IndexFigure { month, .. }) in figures.iter().enumerate() {
        let at = format!("figures.{place}.month");
        if let Some(last) = last.filter(|last| last >= month) {
            let accepted = format!("a month after {last}, the one before it in the list");
            return Err(refused(&at, "month of a figure", month, accepted));
        }
        if *month > current {
            let accepted = format!("the current month, {current}, or one before it");
            return Err(refused(&at, "month of a figure", month, accepted));
        }
        last = Some(*month);
    }
    Ok(())
}
