//! Costs over GraphQL on HTTP, as the page asks for them.

use schema::{LevelId, Revision};
use serde_json::{Value, json};

use super::{
    FORECASTS, Figures, PLANS, YEAR, county,
    service::{Caller, Service},
    through_views::Known,
};

/// A plan as it is drawn: outlines with their use, and what stands where.
const PLAN: &str = "query ($portfolio: UUID!, $asOf: AsOf!, $level: UUID!) {
    portfolio(ref: $portfolio, asOf: $asOf) {
        revision
        floorPlan(level: $level) {
            geometry(strokes: [])
            spaces(first: 50) { nodes { ref number mode } }
        }
    }
}";

const COSTS: &str = "query (
    $portfolio: UUID!, $asOf: AsOf!, $from: String!, $through: String!, $groupBy: [CostGroup!]!
) {
    portfolio(ref: $portfolio, asOf: $asOf) {
        costs(from: $from, through: $through, groupBy: $groupBy) {
            totals { cost }
            rows(first: 500) {
                totalCount
                nodes { of { month year building { ref } organisation { ref } } sums { net cost } }
            }
        }
    }
}";

pub(crate) fn measure(service: &Service, known: &Known) -> Figures {
    let mut caller = Caller::new(&service.address, county::proposer().uuid());
    let portfolio = portfolio(&mut caller);
    let mut asked = Asked { caller, portfolio };
    let mut figures = Figures::default();
    let newest = known.revisions[0];
    for level in known.levels.iter().cycle().take(usize::try_from(PLANS).unwrap()) {
        figures.plan.time(|| asked.plan(newest, *level));
    }
    let [from, through] = YEAR.map(str::to_owned);
    for revision in &known.revisions {
        // Only the costs are new to it.
        asked.plan(*revision, known.levels[0]);
        let mut year = || asked.costs(*revision, [&from, &through], &["BUILDING", "MONTH"]);
        figures.year_cold.time(&mut year);
        figures.year_warm.time(&mut year);
    }
    let [from, through] = [known.forecast.from, known.forecast.through].map(|m| m.to_string());
    for revision in known.revisions.iter().take(usize::try_from(FORECASTS).unwrap()) {
        let mut years = || asked.costs(*revision, [&from, &through], &["ORGANISATION", "YEAR"]);
        figures.forecast_cold.time(&mut years);
        figures.forecast_warm.time(&mut years);
    }
    figures
}

struct Asked {
    caller: Caller,
    portfolio: String,
}

impl Asked {
    fn plan(&mut self, revision: Revision, level: LevelId) {
        let as_of = as_of(revision);
        let variables = json!({ "portfolio": self.portfolio, "asOf": as_of, "level": level });
        self.answered(PLAN, &variables, "\"mode\"");
    }

    fn costs(&mut self, revision: Revision, [from, through]: [&str; 2], group_by: &[&str]) {
        let variables = json!({
            "portfolio": self.portfolio,
            "asOf": as_of(revision),
            "from": from,
            "through": through,
            "groupBy": group_by,
        });
        self.answered(COSTS, &variables, "\"sums\"");
    }

    fn answered(&mut self, query: &str, variables: &Value, with: &str) {
        let answer = self.caller.answer(query, variables);
        let answer = std::str::from_utf8(&answer).unwrap();
        assert!(answer.contains(with) && !answer.contains("\"errors\""), "{answer:.2000}");
    }
}

fn as_of(revision: Revision) -> Value {
    json!({ "basis": "PLANNED", "revision": revision.number() })
}

fn portfolio(caller: &mut Caller) -> String {
    let answer: Value = caller.ask("{ portfolios(first: 1) { nodes { ref } } }", &json!({}));
    let first = answer["data"]["portfolios"]["nodes"][0]["ref"].as_str();
    first.unwrap_or_else(|| panic!("{answer}")).to_owned()
}
