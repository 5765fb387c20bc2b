//! A list of index figures as a plan, each tried out by itself against the rules.

use lists::{FigureList, FigureRow, Problem};
use schema::{Date, IndexFigure, IndexPublish, IndexSeries, Month};
use std::collections::BTreeMap;

use super::super::{
    ImportError,
    plan::{Plan, Subject},
    trial::Trial,
};

/// Plans a list of figures, whose rows without an index are those of the one given. Rows that cannot be
/// recorded are rejected in the list.
pub(in crate::import) async fn of_figures(
    list: &mut FigureList,
    from: Date,
    series: Option<&IndexSeries>,
    trial: &mut Trial<'_>,
) -> Result<Plan, ImportError> {
    let format =
        if list.report.format.starts_with("CSV") { "CSV figures 1" } else { "XLSX figures 1" };
    let mut plan = Plan::new(Subject::Books, format.parse()?, from);
    let mut refused = BTreeMap::new();
    let mut rows: BTreeMap<(IndexSeries, Month), u32> = BTreeMap::new();
    for row in &list.rows {
        match figure(list, row, series, &mut rows, trial).await? {
            Ok(series) => {
                plan.figures.entry(series).or_default().insert(row.month, row.value);
            }
            Err(problem) => {
                refused.insert(row.row, problem);
            }
        }
    }
    list.reject(refused);
    plan.incomplete = !list.report.rejected.is_empty();
    Ok(plan)
}

/// The index of which a row is a figure, or what is wrong with it.
async fn figure(
    list: &FigureList,
    row: &FigureRow,
    series: Option<&IndexSeries>,
    rows: &mut BTreeMap<(IndexSeries, Month), u32>,
    trial: &mut Trial<'_>,
) -> Result<Result<IndexSeries, Problem>, ImportError> {
    let month = row.month.to_string();
    let wrong = |fields: &[&str], value: &str, why: String| {
        Ok(Err(list.report.problem(fields, value, why)))
    };
    let Some(series) = row.series.as_ref().or(series).cloned() else {
        let why =
            "is blank; accepted is the name of an index, here or for the whole list (--series)";
        return wrong(&["series"], "", why.to_owned());
    };
    let first = *rows.entry((series.clone(), row.month)).or_insert(row.row);
    if first != row.row {
        let why = format!("stands in row {first} already; accepted is each month once");
        return wrong(&["month"], &month, why);
    }
    let figures = vec![IndexFigure { month: row.month, value: row.value }];
    let publish = IndexPublish { series: series.clone(), figures, source: None };
    match trial.would(publish).await? {
        Ok(()) => Ok(Ok(series)),
        Err(refusal) => wrong(&["month"], &month, refusal.why),
    }
}
