//! What each key figure with money means, and in what it is measured, in English and Swedish.

use super::CostPer;
use crate::Language;

impl CostPer {
    /// What stands over what, and what counts.
    pub const fn definition(&self, language: Language) -> &'static str {
        match self {
            Self::Employee => language.of(
                "Cost of the year over employees on its last day. The cost is that of the months of the \
                 year (accrual), without VAT and with the VAT that is a cost: of an organisation what it \
                 bears, of a building or municipality what is of it, whoever bears it, less what is \
                 received for it. Employees are those of square metres per employee.",
                "Årets kostnad delat med anställda på årets sista dag. Kostnaden är den som hör till \
                 årets månader (periodiserad), utan moms och med den moms som är kostnad: för en \
                 organisation vad den bär, för en byggnad eller kommun vad som hör till den, vem som än \
                 bär det, minus vad som tas in för den. Anställda är desamma som i kvadratmeter per \
                 anställd.",
            ),
            Self::Workstation => language.of(
                "Cost of the year over workstations on its last day, counted and assumed. The cost is \
                 that of cost per employee. Of an organisation the workstations that it owns count.",
                "Årets kostnad delat med arbetsplatser på årets sista dag, räknade och antagna. Kostnaden \
                 är densamma som i kostnad per anställd. För en organisation räknas de arbetsplatser som \
                 den äger.",
            ),
            Self::SquareMetre(_) => language.of(
                "Cost of the year over square metres under the named measure on its last day. The cost is \
                 that of cost per employee, and the spaces are those of square metres per employee. \
                 Spaces without an area under the measure are left out of the area, not of the cost, and \
                 their number is shown.",
                "Årets kostnad delat med kvadratmeter enligt det angivna måttet på årets sista dag. \
                 Kostnaden är densamma som i kostnad per anställd, och utrymmena är desamma som i \
                 kvadratmeter per anställd. Utrymmen utan area enligt måttet är utelämnade ur arean, inte \
                 ur kostnaden, och deras antal visas.",
            ),
        }
    }

    /// In what it is measured: the portfolio's currency over what.
    pub const fn unit(&self, language: Language) -> &'static str {
        match self {
            Self::Employee => language.of(
                "the portfolio's currency per employee and year",
                "beståndets valuta per anställd och år",
            ),
            Self::Workstation => language.of(
                "the portfolio's currency per workstation and year",
                "beståndets valuta per arbetsplats och år",
            ),
            Self::SquareMetre(_) => language
                .of("the portfolio's currency per m² and year", "beståndets valuta per m² och år"),
        }
    }
}
