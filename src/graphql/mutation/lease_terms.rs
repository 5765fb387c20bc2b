//! The terms of a lease, as mutations take them.

use async_graphql::{InputObject, OneofObject};
use schema::{
    BreakClause, Discount, FitOut, IndexClause, Invalid, Invoicing, LeaseTerms, MonthOfYear,
    NamedLandlord, NoticeTerm, Rent, Supplement,
    limits::{BREAK_SPACES_MAX, BREAKS_MAX, LEASE_ITEMS_MAX, LEASE_SPACES_MAX},
};

use super::{
    Ref, enums,
    parts::AreaInput,
    reading::{Part, Reading, any, count, name, parsed},
    scalars,
};

/// Notices that can be agreed: of two parties for two purposes.
const NOTICES_MAX: usize = 4;

/// Who lets.
#[derive(OneofObject, Debug)]
pub(super) enum LandlordInput {
    /// An organisation of the portfolio.
    Organisation(Ref),
    /// Somebody outside the portfolio, by name: at most 200 characters on one line.
    Outside(String),
}

impl Part for LandlordInput {
    type Value = NamedLandlord;

    fn read(self, reading: &mut Reading) -> Option<NamedLandlord> {
        match self {
            Self::Organisation(organisation) => {
                Some(NamedLandlord::Organisation(organisation.0.into()))
            }
            Self::Outside(given) => {
                reading.take("outside", name(given)).map(NamedLandlord::Outside)
            }
        }
    }
}

/// The terms of a lease, all of them.
#[derive(InputObject, Debug)]
pub(super) struct LeaseTermsInput {
    /// Under which law or arrangement.
    regime: enums::LeaseRegime,
    /// The building.
    building: Ref,
    /// The spaces of the building that are let, at most 500. Left out: the whole building.
    #[graphql(default)]
    spaces: Vec<Ref>,
    /// The area of the contract. Left out: it states none. It does not say which spaces are let: an area
    /// without `spaces` is one of the whole building, whose costs fall on all of its spaces, and which the
    /// tenant cannot rent a second time.
    area: Option<AreaInput>,
    /// The rent per year, net of VAT: an exact decimal from 0 to 999,999,999,999 with a point and at
    /// most two decimals, such as `"180000.5"`.
    rent_per_year: String,
    /// How it follows an index. Left out: it does not.
    index: Option<IndexClauseInput>,
    /// What is paid beside the rent: at most one of each kind.
    #[graphql(default)]
    supplements: Vec<SupplementInput>,
    /// What the landlord spent on fitting out, and is paid back: at most 12.
    #[graphql(default)]
    fit_outs: Vec<FitOutInput>,
    /// When the rent is lower: at most 12.
    #[graphql(default)]
    discounts: Vec<DiscountInput>,
    /// How it is invoiced. Left out: each month, after it, to the hundredth, without VAT.
    invoicing: Option<InvoicingInput>,
    /// What putting the premises back is agreed to cost at the end, net of VAT: see `rentPerYear`.
    /// Left out: nothing is agreed.
    restoration: Option<String>,
    /// The first date after the agreed term. Left out: it runs until further notice.
    to: Option<scalars::Date>,
    /// By how many months it is prolonged each time that no notice is given, 1 to 600. Left out: it
    /// ends with the term.
    prolongation_months: Option<i32>,
    /// How long before an end notice is given: one for each party and purpose.
    #[graphql(default)]
    notices: Vec<NoticeTermInput>,
    /// What may be given up earlier: at most 8, one for each party and date.
    #[graphql(default)]
    breaks: Vec<BreakClauseInput>,
}

impl Part for LeaseTermsInput {
    type Value = LeaseTerms;

    fn read(self, reading: &mut Reading) -> Option<LeaseTerms> {
        let spaces = references(reading, "spaces of one lease", self.spaces, LEASE_SPACES_MAX);
        let area = reading.any_part("area", self.area);
        let rent_per_year = reading.take("rentPerYear", parsed(self.rent_per_year));
        let index = reading.any_part("index", self.index);
        let what = "supplements of one lease";
        let supplements = reading.parts("supplements", what, self.supplements, LEASE_ITEMS_MAX);
        let what = "fit-outs of one lease";
        let fit_outs = reading.parts("fitOuts", what, self.fit_outs, LEASE_ITEMS_MAX);
        let what = "discounts of one lease";
        let discounts = reading.parts("discounts", what, self.discounts, LEASE_ITEMS_MAX);
        let invoicing = reading.any_part("invoicing", self.invoicing);
        let restoration = reading.take("restoration", any(self.restoration, cost("restoration")));
        let months = |given| count("prolongation", given);
        let prolongation =
            reading.take("prolongationMonths", any(self.prolongation_months, months));
        let what = "notices of one lease";
        let notices = reading.parts("notices", what, self.notices, NOTICES_MAX);
        let what = "break clauses of one lease";
        let breaks = reading.parts("breaks", what, self.breaks, BREAKS_MAX);
        Some(LeaseTerms {
            regime: self.regime.into(),
            building: self.building.0.into(),
            spaces: spaces?,
            area: area?,
            rent_per_year: rent_per_year?,
            index: index?,
            supplements: supplements?,
            fit_outs: fit_outs?,
            discounts: discounts?,
            invoicing: invoicing?.unwrap_or_default(),
            restoration: restoration?,
            to: self.to.map(Into::into),
            prolongation_months: prolongation?,
            notices: notices?,
            breaks: breaks?,
        })
    }
}

/// What is paid to the landlord beside the rent.
#[derive(InputObject, Debug)]
pub(super) struct SupplementInput {
    /// For what.
    kind: enums::SupplementKind,
    /// How much per year, net of VAT: see `LeaseTermsInput.rentPerYear`.
    per_year: String,
    /// Whether all of it follows the index of the lease.
    #[graphql(default)]
    follows_index: bool,
}

impl Part for SupplementInput {
    type Value = Supplement;

    fn read(self, reading: &mut Reading) -> Option<Supplement> {
        let per_year = reading.take("perYear", cost("supplement per year")(self.per_year));
        let (kind, follows_index) = (self.kind.into(), self.follows_index);
        Some(Supplement { kind, per_year: per_year?, follows_index })
    }
}

/// What the landlord spent on fitting out, paid back in equal parts by month; what is left at the end
/// of the lease is due then.
#[derive(InputObject, Debug)]
pub(super) struct FitOutInput {
    /// How much was spent, net of VAT: see `LeaseTermsInput.rentPerYear`.
    amount: String,
    /// The first month for which it is paid back, written YYYY-MM.
    from: String,
    /// Over how many months: 1 to 600.
    months: i32,
    /// Interest per year on what is left, in hundredths of a per cent: 0 to 5,000.
    #[graphql(default)]
    interest: i32,
}

impl Part for FitOutInput {
    type Value = FitOut;

    fn read(self, reading: &mut Reading) -> Option<FitOut> {
        let amount = reading.take("amount", cost("amount of a fit-out")(self.amount));
        let from = reading.take("from", parsed(self.from));
        let months = reading.take("months", count("months of a fit-out", self.months));
        let interest = reading.take("interest", count("interest", self.interest));
        Some(FitOut { amount: amount?, from: from?, months: months?, interest: interest? })
    }
}

/// A rent that is lower for a time.
#[derive(InputObject, Debug)]
pub(super) struct DiscountInput {
    /// From when.
    from: scalars::Date,
    /// The first date after it.
    to: scalars::Date,
    /// By how much per year: see `LeaseTermsInput.rentPerYear`.
    per_year: String,
}

impl Part for DiscountInput {
    type Value = Discount;

    fn read(self, reading: &mut Reading) -> Option<Discount> {
        let per_year = reading.take("perYear", cost("discount per year")(self.per_year));
        Some(Discount { from: self.from.into(), to: self.to.into(), per_year: per_year? })
    }
}

/// How a lease is invoiced.
#[derive(InputObject, Debug)]
pub(super) struct InvoicingInput {
    /// For how many months at a time.
    paid: enums::Paid,
    /// Whether it is paid in the month before the first of them; in the last of them where not.
    #[graphql(default)]
    in_advance: bool,
    /// To what each line of an invoice is rounded, half away from zero: its months come to it. Left out:
    /// the hundredth.
    rounding: Option<enums::Rounding>,
    /// VAT in thousandths of the net amount, 0 to 1,000: 250 is 25 per cent.
    #[graphql(default)]
    vat_thousandths: i32,
    /// The account on which the tenant keeps it: 1 to 16 letters, digits, hyphens and points.
    account: Option<String>,
}

impl Part for InvoicingInput {
    type Value = Invoicing;

    fn read(self, reading: &mut Reading) -> Option<Invoicing> {
        let vat = reading.take("vatThousandths", count("VAT", self.vat_thousandths));
        let account = reading.take("account", any(self.account, parsed));
        Some(Invoicing {
            paid: self.paid.into(),
            in_advance: self.in_advance,
            rounding: self.rounding.map(Into::into).unwrap_or_default(),
            vat_thousandths: vat?,
            account: account?,
        })
    }
}

/// How a rent follows an index.
#[derive(InputObject, Debug)]
pub(super) struct IndexClauseInput {
    /// Which index: the name under which its figures are published (indexPublish), 1 to 32 letters,
    /// digits and hyphens, such as `KPI-1980`.
    series: String,
    /// The rent per year at the level of the base month: see `LeaseTermsInput.rentPerYear`.
    base_amount: String,
    /// How much of it follows the index, in thousandths: 1 to 1,000.
    share_thousandths: i32,
    /// The month whose index is the base, written YYYY-MM.
    base_month: String,
    /// The month of the year before each step whose index is compared with it: 1 to 12.
    compare_month: i32,
    /// The month on whose first day the rent steps, every year: 1 to 12.
    step_month: i32,
    /// The rent per year below which it does not fall. Left out: it may.
    floor: Option<String>,
}

impl Part for IndexClauseInput {
    type Value = IndexClause;

    fn read(self, reading: &mut Reading) -> Option<IndexClause> {
        let series = reading.take("series", parsed(self.series));
        let base_amount = reading.take("baseAmount", parsed(self.base_amount));
        let share = count("share that follows the index", self.share_thousandths);
        let share = reading.take("shareThousandths", share);
        let base_month = reading.take("baseMonth", parsed(self.base_month));
        let compare = reading.take("compareMonth", MonthOfYear::new(self.compare_month));
        let step = reading.take("stepMonth", MonthOfYear::new(self.step_month));
        let floor = reading.take("floor", any(self.floor, parsed));
        Some(IndexClause {
            series: series?,
            base_amount: base_amount?,
            share_thousandths: share?,
            base_month: base_month?,
            compare_month: compare?,
            step_month: step?,
            floor: floor?,
        })
    }
}

/// How long before an end a party gives notice.
#[derive(InputObject, Debug)]
pub(super) struct NoticeTermInput {
    /// Which party.
    party: enums::LeaseParty,
    /// For what.
    purpose: enums::NoticePurpose,
    /// Whole months before the end, at most 600.
    months: i32,
}

impl Part for NoticeTermInput {
    type Value = NoticeTerm;

    fn read(self, reading: &mut Reading) -> Option<NoticeTerm> {
        let months = reading.take("months", count("notice", self.months))?;
        Some(NoticeTerm { party: self.party.into(), purpose: self.purpose.into(), months })
    }
}

/// The right of a party to give up all, or a part, before the term ends.
#[derive(InputObject, Debug)]
pub(super) struct BreakClauseInput {
    /// Whose right it is.
    party: enums::LeaseParty,
    /// The first date on which it is given up.
    on: scalars::Date,
    /// Whole months of notice before, at most 600.
    notice_months: i32,
    /// The spaces that are given up, at most 100.
    #[graphql(default)]
    spaces: Vec<Ref>,
    /// The area that is given up. Left out, and without spaces: all.
    area: Option<AreaInput>,
}

impl Part for BreakClauseInput {
    type Value = BreakClause;

    fn read(self, reading: &mut Reading) -> Option<BreakClause> {
        let months = reading.take("noticeMonths", count("notice", self.notice_months));
        let what = "spaces of one break clause";
        let spaces = references(reading, what, self.spaces, BREAK_SPACES_MAX);
        let area = reading.any_part("area", self.area);
        Some(BreakClause {
            party: self.party.into(),
            on: self.on.into(),
            notice_months: months?,
            spaces: spaces?,
            area: area?,
        })
    }
}

/// An amount that is written as a rent is, and told of by its own name.
fn cost(what: &'static str) -> impl Fn(String) -> Result<Rent, Invalid> {
    move |given| parsed(given).map_err(|refused: Invalid| Invalid { what, ..refused })
}

fn references(
    reading: &mut Reading,
    what: &str,
    given: Vec<Ref>,
    most: usize,
) -> Option<Vec<schema::SpaceId>> {
    reading.at_most("spaces", what, given.len(), most)?;
    Some(given.into_iter().map(|space| space.0.into()).collect())
}
