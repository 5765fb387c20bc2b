//! What the columns of a list of invoices give.

use std::fmt;

use crate::{header::Field, heading::Heading};

/// What one column gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum InvoiceField {
    Organisation,
    OrganisationNumber,
    Voucher,
    Supplier,
    IssuedOn,
    PaidOn,
    Period,
    From,
    Through,
    Net,
    Vat,
    Account,
    Lease,
    Cost,
    Building,
    Hub,
}

use InvoiceField::{
    Account, Building, Cost, From, Hub, IssuedOn, Lease, Net, Organisation, OrganisationNumber,
    PaidOn, Period, Supplier, Through, Vat, Voucher,
};

/// Field, its name in a mapping, and headings in their plain form.
const KNOWN: [(InvoiceField, &str, &[&str]); 16] = [
    (
        Organisation,
        "organisation",
        &["organisation", "organisationsnamn", "myndighet", "bolag", "organization", "company"],
    ),
    (
        OrganisationNumber,
        "organisation number",
        &[
            "organisationsnummer",
            "organisationsnr",
            "orgnr",
            "org nr",
            "organisation number",
            "organization number",
        ],
    ),
    (
        Voucher,
        "voucher",
        &[
            "verifikation",
            "verifikationsnummer",
            "verifikationsnr",
            "verifikat",
            "ver nr",
            "vernr",
            "voucher",
            "voucher number",
            "voucher no",
        ],
    ),
    (
        Supplier,
        "supplier",
        &["leverantor", "leverantorsnamn", "supplier", "supplier name", "vendor"],
    ),
    (
        IssuedOn,
        "issued",
        &["fakturadatum", "datum", "utfardad", "invoice date", "issued", "issued on", "date"],
    ),
    (
        PaidOn,
        "paid",
        &[
            "betald",
            "betald den",
            "betaldatum",
            "betalningsdatum",
            "paid",
            "paid on",
            "payment date",
        ],
    ),
    (Period, "period", &["period", "avser", "avser period", "perioden", "months", "for months"]),
    (
        From,
        "from",
        &["fran", "fran och med", "fr o m", "from", "from month", "first month", "period from"],
    ),
    (
        Through,
        "through",
        &["till", "till och med", "t o m", "tom", "through", "last month", "period through", "to"],
    ),
    (
        Net,
        "net",
        &[
            "netto",
            "nettobelopp",
            "belopp",
            "belopp exkl moms",
            "exkl moms",
            "net",
            "net amount",
            "amount",
        ],
    ),
    (Vat, "vat", &["moms", "momsbelopp", "vat", "vat amount"]),
    (Account, "account", &["konto", "kontonummer", "account", "account number"]),
    (Lease, "lease", &["hyresavtal", "hyreskontrakt", "avtal", "kontrakt", "lease"]),
    (Cost, "cost", &["kostnad", "kostnadspost", "cost"]),
    (Building, "building", &["byggnad", "fastighet", "hus", "building"]),
    (Hub, "hub", &["nod", "hub"]),
];

/// The headings by which a field is known, for messages.
pub(crate) const fn accepted(field: InvoiceField) -> &'static str {
    match field {
        Supplier => "Leverantör or Supplier",
        IssuedOn => "Fakturadatum or Invoice date",
        Vat => "Moms or VAT",
        _ => "Period, or Från and Till (From and Through)",
    }
}

impl Field for InvoiceField {
    fn of_heading(heading: &Heading) -> Option<Self> {
        let known = KNOWN.iter().find(|(_, _, headings)| heading.is_any(headings));
        known.map(|(field, ..)| *field)
    }

    fn named(name: &str) -> Option<Self> {
        KNOWN.iter().find(|(_, known, _)| *known == name).map(|(field, ..)| *field)
    }

    fn names() -> String {
        let names: Vec<&str> = KNOWN.iter().map(|(_, name, _)| *name).collect();
        format!("{}, ignore", names.join(", "))
    }

    fn make_a_header(fields: &[&Self]) -> bool {
        fields.len() >= 3 && fields.contains(&&Voucher) && fields.contains(&&Net)
    }

    fn header_needs() -> &'static str {
        "headings for the voucher (Verifikation, Voucher), the net amount (Netto, Belopp, Net) and at least \
         one other (Leverantör, Fakturadatum, Period, Moms)"
    }

    fn is_area(&self) -> bool {
        false
    }
}

impl fmt::Display for InvoiceField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = KNOWN.iter().find(|(field, ..)| field == self).map(|(_, name, _)| *name);
        // `KNOWN` lists every field.
        f.write_str(name.expect("every field has a name"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::heading::plain;

    #[test]
    fn no_heading_is_known_for_two_things() {
        for (field, name, headings) in &KNOWN {
            for heading in *headings {
                assert_eq!(InvoiceField::of_heading(&Heading::new(heading)), Some(*field));
                assert_eq!(*heading, plain(heading), "{heading}");
            }
            assert_eq!(InvoiceField::named(name), Some(*field));
            assert_eq!(field.to_string(), *name);
        }
    }
}
