//! Why what is invoiced is not what is computed, in words with figures.

use rust_decimal::Decimal;

use super::{Compared, Difference};
use crate::Language;

impl Difference {
    /// What differs, and what may have brought it about. Amounts have two decimals.
    pub fn explained(self, of: &Compared, language: Language) -> String {
        let amount = |amount: Decimal| in_words(amount, language);
        let computed = amount(of.computed_net);
        let invoiced = amount(of.invoiced_net);
        let (english, swedish) = match self {
            Self::NotInvoiced => (
                format!("{computed} without VAT is computed, and no invoice is recorded for it"),
                format!("{computed} utan moms är beräknat, och ingen faktura är registrerad"),
            ),
            Self::PerhapsInvoicedTwice => {
                let invoices = of.invoices.len();
                (
                    format!(
                        "{invoices} invoices together come to a multiple of the {computed} that is \
                         computed: the same may be invoiced more than once"
                    ),
                    format!(
                        "{invoices} fakturor är tillsammans en multipel av de {computed} som är \
                         beräknade: samma sak kan vara fakturerad mer än en gång"
                    ),
                )
            }
            Self::AmountDiffers { by } => {
                let (more, mer) = more_or_less(by);
                let by = amount(by.abs());
                (
                    format!(
                        "{invoiced} without VAT is invoiced, {by} {more} than the {computed} that is \
                         computed"
                    ),
                    format!(
                        "{invoiced} utan moms är fakturerat, {by} {mer} än de {computed} som är \
                         beräknade"
                    ),
                )
            }
            Self::VatDiffers { by } => {
                let (more, mer) = more_or_less(by);
                let by = amount(by.abs());
                let (computed, invoiced) = (amount(of.computed_vat), amount(of.invoiced_vat));
                (
                    format!(
                        "{invoiced} of VAT is invoiced, {by} {more} than the {computed} that is computed"
                    ),
                    format!(
                        "{invoiced} i moms är fakturerat, {by} {mer} än de {computed} som är beräknade"
                    ),
                )
            }
            Self::NotComputed => (
                format!(
                    "{invoiced} without VAT is invoiced, and nothing is computed: no lease, recorded \
                     cost, membership or charge of what the invoice is for gives an amount for these \
                     months"
                ),
                format!(
                    "{invoiced} utan moms är fakturerat, och inget är beräknat: inget hyresavtal, ingen \
                     registrerad kostnad, inget medlemskap och ingen debitering av det som fakturan \
                     avser ger ett belopp för dessa månader"
                ),
            ),
            Self::Forecast => (
                format!(
                    "an index that is not published yet, or what is due only as planned, is in the \
                     {computed} that is computed: it may become another amount"
                ),
                format!(
                    "ett index som ännu inte är publicerat, eller något som bara är planerat, ingår \
                     i de {computed} som är beräknade: beloppet kan bli ett annat"
                ),
            ),
            Self::Credited => (
                "a credit is among the invoices".to_owned(),
                "en kreditfaktura finns bland fakturorna".to_owned(),
            ),
            Self::AfterClosing => {
                let [computed, invoiced] = [of.computed_later, of.invoiced_later].map(amount);
                (
                    format!(
                        "of this, {computed} computed and {invoiced} invoiced became known after the \
                         books were closed: it counts in the first month that was open"
                    ),
                    format!(
                        "av detta blev {computed} beräknat och {invoiced} fakturerat känt efter att \
                         perioden stängdes: det räknas i den första månaden som var öppen"
                    ),
                )
            }
        };
        match language {
            Language::English => english,
            Language::Swedish => swedish,
        }
    }
}

const fn more_or_less(by: Decimal) -> (&'static str, &'static str) {
    if by.is_sign_negative() { ("less", "mindre") } else { ("more", "mer") }
}

fn in_words(mut amount: Decimal, language: Language) -> String {
    amount.rescale(2);
    match language {
        Language::English => amount.to_string(),
        Language::Swedish => amount.to_string().replace('.', ","),
    }
}
