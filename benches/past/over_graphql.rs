//! Plans over GraphQL on HTTP, as the page asks for them.

use schema::{LevelId, Revision};
use serde_json::{Value, json};

use super::{
    Added, COLD, Plans, SEEN, SEEN_REVISIONS,
    county::{self, random::Random},
    service::{Caller, Service},
    through_ledger::{any_level, drawn},
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

pub(crate) fn measure(service: &Service, levels: &[Added], events: u64) -> Plans {
    let mut asked = Asked {
        caller: Caller::new(&service.address, county::proposer().uuid()),
        portfolio: portfolio(service),
    };
    // Other revisions than those that were asked for through the ledger, in another process.
    let (mut plans, mut random) = (Plans::default(), Random::new(2));
    for _ in 0..COLD {
        let (revision, level) = drawn(levels, events, &mut random);
        plans.newest_beside_cold.time(|| asked.plan(None, level));
        plans.cold.time(|| asked.plan(Some(revision), level));
    }
    let seen: Vec<_> = (0..SEEN_REVISIONS).map(|_| drawn(levels, events, &mut random)).collect();
    for (revision, level) in &seen {
        asked.plan(Some(*revision), *level);
    }
    for number in 0..SEEN / 4 {
        let (revision, _) = seen[number % seen.len()];
        let level = any_level(levels, revision, &mut random);
        plans.newest.time(|| asked.plan(None, level));
        plans.seen.time(|| asked.plan(Some(revision), level));
    }
    plans
}

struct Asked {
    caller: Caller,
    portfolio: String,
}

impl Asked {
    fn plan(&mut self, revision: Option<Revision>, level: LevelId) {
        let mut as_of = json!({ "basis": "PLANNED" });
        if let Some(revision) = revision {
            as_of["revision"] = revision.number().into();
        }
        let variables = json!({ "portfolio": self.portfolio, "asOf": as_of, "level": level });
        let answer = self.caller.answer(PLAN, &variables);
        let answer = std::str::from_utf8(&answer).unwrap();
        assert!(answer.contains("\"mode\"") && !answer.contains("\"errors\""), "{answer}");
    }
}

fn portfolio(service: &Service) -> String {
    let mut caller = Caller::new(&service.address, county::proposer().uuid());
    let answer: Value = caller.ask("{ portfolios(first: 1) { nodes { ref } } }", &json!({}));
    let first = answer["data"]["portfolios"]["nodes"][0]["ref"].as_str();
    first.unwrap_or_else(|| panic!("{answer}")).to_owned()
}
