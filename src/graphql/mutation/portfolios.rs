//! Opening a portfolio.

use async_graphql::{Context, InputObject, Object, Result};
use schema::PortfolioId;

use super::{
    Ref,
    act::{Act, Head, answers, perform},
    reading::{Reading, name, parsed},
    types,
};

/// What `portfolioOpen` takes.
#[derive(InputObject, Debug)]
pub(super) struct PortfolioOpenInput {
    /// The command's id, chosen by the client. The portfolio's reference follows from it: the same
    /// command again under the same id opens nothing more.
    command_id: Ref,
    /// What belongs together across commands. Left out: the command's own id.
    correlation: Option<Ref>,
    /// Whether to record nothing and only answer what would come of it: see `Preview`. The command's
    /// id is then not used up.
    #[graphql(default)]
    preview: bool,
    /// Its name: one line of at most 200 characters.
    name: String,
    /// The currency of every amount: three capital letters of ISO 4217, such as SEK.
    currency: String,
    /// The time zone of every date: a name of the IANA database, such as Europe/Stockholm.
    time_zone: String,
    /// The name of the person who opens it, whom `x-actor` names and who is registered thereby.
    opened_by: String,
}

answers! {
    "portfolioOpen": PortfolioOpenPayload {
        /// The portfolio.
        portfolio: types::Portfolio
    }
}

impl Act for PortfolioOpenInput {
    type Thing = ();
    type Command = schema::PortfolioOpen;
    type Payload = PortfolioOpenPayload;

    fn head(&self) -> Head {
        let command = self.command_id.0.into();
        let correlation = self.correlation.as_ref().unwrap_or(&self.command_id).0.into();
        let portfolio = PortfolioId::opened_by(command);
        Head { command, correlation, portfolio, preview: self.preview }
    }

    fn read(self, reading: &mut Reading) -> Option<((), schema::PortfolioOpen)> {
        let of_portfolio = reading.take("name", name(self.name));
        let currency = reading.take("currency", parsed(self.currency));
        let time_zone = reading.take("timeZone", parsed(self.time_zone));
        let opened_by = reading.take("openedBy", name(self.opened_by));
        let command = schema::PortfolioOpen {
            name: of_portfolio?,
            currency: currency?,
            time_zone: time_zone?,
            opened_by: opened_by?,
        };
        Some(((), command))
    }
}

/// Mutations of portfolios.
#[derive(Debug, Default)]
pub(super) struct PortfolioMutations;

#[Object]
impl PortfolioMutations {
    /// Opens a portfolio, and registers the person who opens it.
    async fn portfolio_open(
        &self,
        context: &Context<'_>,
        input: PortfolioOpenInput,
    ) -> Result<PortfolioOpenPayload> {
        perform(context, input).await
    }
}
