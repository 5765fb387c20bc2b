//! What a decision needs to know besides the state.

use schema::{CommandId, CorrelationId, Date, Instant, Issuer, PortfolioId, Salt};

/// Everything that would otherwise be read from a clock, drawn at random or looked up.
#[derive(Clone, Copy, Debug)]
pub struct Context {
    /// The portfolio.
    pub portfolio: PortfolioId,
    /// The command's id.
    pub command: CommandId,
    /// What belongs together across commands.
    pub correlation: CorrelationId,
    /// Who issues the command.
    pub issuer: Issuer,
    /// The instant that will be recorded.
    pub now: Instant,
    /// The civil date at that instant in the portfolio's time zone.
    pub today: Date,
    /// 256 random bits, from which each text's salt is derived.
    pub seed: Salt,
}
