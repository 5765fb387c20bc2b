//! What a decision needs to know besides the state.

use schema::{CommandId, Commitment, CorrelationId, Date, Instant, Issuer, PortfolioId, Salt};

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
    /// The commitment of the text that stands where the command says; none where the command names
    /// no place of a text, and where none stands there. The ledger looks it up, because the state
    /// does not keep what every event said.
    pub named_text: Option<Commitment>,
    /// 256 random bits, from which each text's salt is derived.
    pub seed: Salt,
}
