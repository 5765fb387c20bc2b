//! A ledger in words: for each event a line with its revision, when it was recorded, by whom, and
//! its sentence, parted by tabs. It asks the service, or the same schema over a store that no
//! service holds, so that both say the same.

use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use schema::PortfolioId;
use serde::Deserialize;
use serde_json::{Value, json};
use std::{io::Write, sync::Arc};
use thirdplace::{
    graphql::{self, Schema},
    http::Limits,
    store::EventStore,
};

use super::{client::Client, offline};

/// In which language a person reads.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Language {
    English,
    Swedish,
}

const PAGE: &str = "query ($portfolio: UUID!, $language: Language!, $after: String) {
    portfolio(ref: $portfolio) { history(first: 500, after: $after) {
        edges { node { revision recordedAt actor { name } sentence(language: $language) } }
        pageInfo { hasNextPage endCursor }
    } }
}";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    edges: Vec<Edge>,
    page_info: PageInfo,
}

#[derive(Deserialize)]
struct Edge {
    node: Entry,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    revision: u64,
    recorded_at: String,
    actor: Actor,
    sentence: String,
}

#[derive(Deserialize)]
struct Actor {
    name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
}

/// Who answers.
pub(crate) enum Source {
    Service(Client),
    Store(Schema),
}

impl Source {
    /// A store that no service holds, with the portfolio in it that is meant.
    pub(crate) async fn offline(
        store: Arc<dyn EventStore>,
        portfolio: Option<PortfolioId>,
    ) -> Result<(Self, PortfolioId)> {
        let portfolio = offline::only_portfolio(&store, portfolio).await?;
        let ledgers = offline::ledgers(store).await?;
        Ok((Self::Store(graphql::schema(ledgers, &Limits::default())), portfolio))
    }

    /// Writes the events from a revision on.
    pub(crate) async fn write(
        &self,
        out: &mut impl Write,
        portfolio: PortfolioId,
        from: u64,
        language: Language,
    ) -> Result<()> {
        let language = match language {
            Language::English => "ENGLISH",
            Language::Swedish => "SWEDISH",
        };
        let mut after = None;
        loop {
            let variables = json!({ "portfolio": portfolio, "language": language, "after": after });
            let page = self.page(variables).await?;
            let entries = page.edges.into_iter().map(|edge| edge.node);
            for entry in entries.filter(|entry| entry.revision >= from) {
                writeln!(out, "{}", line(&entry))?;
            }
            after = page.page_info.end_cursor;
            if !page.page_info.has_next_page {
                return Ok(out.flush()?);
            }
        }
    }

    async fn page(&self, variables: Value) -> Result<Page> {
        let mut answer: Value = match self {
            Self::Service(client) => {
                let asked = json!({ "query": PAGE, "variables": variables });
                client.post_json("/graphql", &asked)?.body_mut().read_json()?
            }
            Self::Store(schema) => {
                let request = async_graphql::Request::new(PAGE);
                let request = request.variables(async_graphql::Variables::from_json(variables));
                serde_json::to_value(schema.execute(request).await)?
            }
        };
        if let Some(message) = answer["errors"][0]["message"].as_str() {
            bail!("{message}");
        }
        let portfolio = answer["data"]["portfolio"].take();
        if portfolio.is_null() {
            bail!("there is no such portfolio; without --portfolio those that there are are named");
        }
        serde_json::from_value(portfolio["history"].clone()).context("the answer is no history")
    }
}

/// One line, whatever a typed text in it holds.
fn line(entry: &Entry) -> String {
    let Entry { revision, recorded_at, actor: Actor { name }, sentence } = entry;
    let on_one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{revision}\t{recorded_at}\t{}\t{}", on_one_line(name), on_one_line(sentence))
}
