//! An invoice of a list.

use schema::{AccountCode, Date, Money, Month, OrganisationNumber, Text, Voucher};

/// What an invoice is for, by its reference or its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InvoiceOf {
    /// A lease.
    Lease(Text),
    /// A recorded cost.
    Cost(Text),
    /// A building, and nothing closer.
    Building(Text),
    /// A hub, and nothing closer.
    Hub(Text),
}

/// An invoice as a row of a list gives it. Every value is one that the ledger accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceRow {
    /// The row, as the spreadsheet shows it.
    pub row: u32,
    /// The name of the organisation in whose books it is; absent where the list names none.
    pub organisation: Option<Text>,
    /// That organisation's number, its check digit right.
    pub organisation_number: Option<OrganisationNumber>,
    /// Its voucher, once for each organisation.
    pub voucher: Voucher,
    /// Who sent it.
    pub supplier: Text,
    /// What it is for; absent where the list does not say.
    pub subject: Option<InvoiceOf>,
    /// When it is dated.
    pub issued_on: Date,
    /// When it was paid; absent where it is not yet.
    pub paid_on: Option<Date>,
    /// The first month that it is for.
    pub from: Month,
    /// The last month that it is for, never before the first.
    pub through: Month,
    /// How much without VAT; negative for a credit.
    pub net: Money,
    /// Its VAT, of the same sign or 0.
    pub vat: Money,
    /// The account.
    pub account: Option<AccountCode>,
}
