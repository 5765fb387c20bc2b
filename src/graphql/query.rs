//! The root of what is read.

use async_graphql::{Context, ID, Object, Result};

use super::{
    connection::{Page, PageAsked, complexity, page},
    node::{self, Node},
    pin::{self, AsOf},
    scalars,
    types::Portfolio,
};

/// The root of what is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Query;

/// What is read. A portfolio is asked on three clocks: what was *recorded* up to a revision or
/// instant, what is *in force* on a date, and on which *basis*. Lists are Relay connections: at most
/// 500 nodes of a page, 100 where nothing is asked.
#[Object]
impl Query {
    /// A thing by its id, on the clocks that the id contains: the same again. Clocks that were not
    /// named when the id was given are those of now: the newest revision, today, actual. Nothing
    /// where there is no such thing.
    async fn node(&self, context: &Context<'_>, id: ID) -> Result<Option<Node>> {
        node::node(context, &id).await
    }

    /// The portfolios that are served, each at its newest revision, today, actual, in the order of
    /// their references.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn portfolios(
        &self,
        context: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<Portfolio>> {
        let asked = PageAsked::new(first, after, last, before);
        let items = pin::pin_all(context)?.into_iter().map(Portfolio::at).collect();
        page(items, &asked, Portfolio::key, |item| item)
    }

    /// A portfolio by reference, and everything below it, on the clocks that are named; nothing
    /// where there is none. The answer names its revision, its date, its basis and today.
    async fn portfolio(
        &self,
        context: &Context<'_>,
        #[graphql(name = "ref")] reference: scalars::Ref,
        as_of: Option<AsOf>,
    ) -> Result<Option<Portfolio>> {
        let pin = pin::pin(context, reference.0.into(), as_of.unwrap_or_default()).await?;
        Ok(pin.map(Portfolio::at))
    }
}
