//! Leases.

use async_graphql::{Enum, ID, Object, Result, SimpleObject};
use projections::{EndsBecause, LeaseAgreement};
use schema::LeaseId;
use std::sync::Arc;

use super::{Building, Decision, Organisation, Space, any, values::Area};
use crate::graphql::{
    connection::{Page, PageAsked, complexity, list, page},
    enums,
    global_id::GlobalId,
    history::{self, History},
    pin::{Pin, SharedPin},
    scalars,
};

thing! {
    /// A lease.
    Lease(LeaseId) in lease
}

/// Whether a lease runs on the date of a pin.
pub(super) fn runs(pin: &Pin, lease: &projections::Lease) -> bool {
    lease.runs(pin.on)
}

/// How a rent follows an index.
#[derive(SimpleObject, Debug)]
pub struct IndexClause {
    /// Which index.
    series: String,
    /// The rent per year at the level of the base month.
    base_amount: scalars::Amount,
    /// How much of it follows the index, in thousandths.
    share_thousandths: u16,
    /// The month whose index is the base, written YYYY-MM.
    base_month: String,
    /// The month of the year before each step whose index is compared with it: 1 to 12.
    compare_month: u8,
    /// The month on whose first day the rent steps, every year: 1 to 12.
    step_month: u8,
    /// The rent per year below which it does not fall; absent where it may.
    floor: Option<scalars::Amount>,
}

/// What is paid to the landlord beside the rent.
#[derive(SimpleObject, Debug)]
pub struct Supplement {
    /// For what.
    kind: enums::SupplementKind,
    /// How much per year, net of VAT.
    per_year: scalars::Amount,
    /// Whether all of it follows the index of the lease.
    follows_index: bool,
}

/// What the landlord spent on fitting out, paid back in equal parts by month; what is left at the end
/// of the lease is due then.
#[derive(SimpleObject, Debug)]
pub struct FitOut {
    /// How much was spent, net of VAT.
    amount: scalars::Amount,
    /// The first month for which it is paid back, written YYYY-MM.
    from: String,
    /// Over how many months.
    months: u16,
    /// Interest per year on what is left, in hundredths of a per cent.
    interest: u16,
}

/// A rent that is lower for a time.
#[derive(SimpleObject, Debug)]
pub struct Discount {
    /// From when.
    from: scalars::Date,
    /// The first date after it.
    to: scalars::Date,
    /// By how much per year.
    per_year: scalars::Amount,
}

/// How a lease is invoiced.
#[derive(SimpleObject, Debug)]
pub struct Invoicing {
    /// For how many months at a time.
    paid: enums::Paid,
    /// Whether it is paid in the month before the first of them; in the last of them where not.
    in_advance: bool,
    /// To what each line of an invoice is rounded, half away from zero: its months come to it.
    rounding: enums::Rounding,
    /// VAT in thousandths of the net amount.
    vat_thousandths: u16,
    /// The account on which the tenant keeps it; absent where none is stated.
    account: Option<String>,
}

/// How long before an end a party gives notice.
#[derive(SimpleObject, Debug)]
pub struct NoticeTerm {
    /// Which party.
    party: enums::LeaseParty,
    /// For what.
    purpose: enums::NoticePurpose,
    /// Whole months before the end.
    months: u16,
}

/// The right of a party to give up all, or a part, before the term ends.
#[derive(Clone, Debug)]
pub struct BreakClause {
    pin: SharedPin,
    agreed: schema::BreakClause,
}

/// The right of a party to give up all, or a part, before the term ends.
#[Object]
impl BreakClause {
    /// Whose right it is.
    async fn party(&self) -> enums::LeaseParty {
        self.agreed.party.into()
    }

    /// The first date on which it is given up.
    async fn on(&self) -> scalars::Date {
        self.agreed.on.into()
    }

    /// Whole months of notice before.
    async fn notice_months(&self) -> u16 {
        self.agreed.notice_months
    }

    /// Whether all is given up.
    async fn whole(&self) -> bool {
        self.agreed.is_whole()
    }

    /// The spaces that are given up, at most 100.
    #[graphql(complexity = "list(10, child_complexity)")]
    async fn spaces(&self) -> Result<Vec<Space>> {
        self.agreed.spaces.iter().map(|space| Space::named(&self.pin, *space)).collect()
    }

    /// The area that is given up; absent where it is all, or given by the spaces.
    async fn area(&self) -> Option<Area> {
        self.agreed.area.as_ref().map(Area::from)
    }
}

/// What the parties of a lease agreed, from a date.
#[derive(Clone, Debug)]
pub struct LeaseTerms {
    pin: SharedPin,
    agreed: Arc<LeaseAgreement>,
}

/// What the parties of a lease agreed.
#[Object]
impl LeaseTerms {
    /// Who lets; absent where it is somebody outside the portfolio.
    async fn landlord(&self) -> Result<Option<Organisation>> {
        any(self.agreed.landlord.organisation(), |id| Organisation::named(&self.pin, id))
    }

    /// The landlord outside the portfolio, as typed; `[erased]` once the text was erased.
    async fn outside_landlord(&self) -> Option<String> {
        match self.agreed.landlord {
            schema::Landlord::Outside { name } => Some(self.pin.text(name)),
            schema::Landlord::Organisation { .. } => None,
        }
    }

    /// Under which law or arrangement.
    async fn regime(&self) -> enums::LeaseRegime {
        self.agreed.terms.regime.into()
    }

    /// The building.
    async fn building(&self) -> Result<Building> {
        Building::named(&self.pin, self.agreed.terms.building)
    }

    /// Whether the whole building is let.
    async fn whole_building(&self) -> bool {
        self.agreed.terms.spaces.is_empty()
    }

    /// The spaces that are let, as they were agreed, at most 500; none where it is the whole building. See
    /// `Lease.premises` for what became of them.
    #[graphql(complexity = "list(20, child_complexity)")]
    async fn spaces(&self) -> Result<Vec<Space>> {
        self.agreed.terms.spaces.iter().map(|space| Space::named(&self.pin, *space)).collect()
    }

    /// The area of the contract; absent where it states none.
    async fn area(&self) -> Option<Area> {
        self.agreed.terms.area.as_ref().map(Area::from)
    }

    /// The rent per year, net of VAT, in the portfolio's currency, without index.
    async fn rent_per_year(&self) -> Result<scalars::Amount> {
        amount(self.agreed.terms.rent_per_year)
    }

    /// How it follows an index; absent where it does not.
    async fn index(&self) -> Result<Option<IndexClause>> {
        any(self.agreed.terms.index.as_ref(), |index| {
            Ok(IndexClause {
                series: index.series.to_string(),
                base_amount: amount(index.base_amount)?,
                share_thousandths: index.share_thousandths,
                base_month: index.base_month.to_string(),
                compare_month: index.compare_month.number(),
                step_month: index.step_month.number(),
                floor: any(index.floor, amount)?,
            })
        })
    }

    /// What is paid beside the rent, at most one of each kind.
    #[graphql(complexity = "list(10, child_complexity)")]
    async fn supplements(&self) -> Result<Vec<Supplement>> {
        let supplements = self.agreed.terms.supplements.iter();
        let shown = supplements.map(|supplement| {
            Ok(Supplement {
                kind: supplement.kind.into(),
                per_year: amount(supplement.per_year)?,
                follows_index: supplement.follows_index,
            })
        });
        shown.collect()
    }

    /// What the landlord spent on fitting out, and is paid back.
    #[graphql(complexity = "list(12, child_complexity)")]
    async fn fit_outs(&self) -> Result<Vec<FitOut>> {
        let fit_outs = self.agreed.terms.fit_outs.iter();
        let shown = fit_outs.map(|fit_out| {
            Ok(FitOut {
                amount: amount(fit_out.amount)?,
                from: fit_out.from.to_string(),
                months: fit_out.months,
                interest: fit_out.interest,
            })
        });
        shown.collect()
    }

    /// When the rent is lower.
    #[graphql(complexity = "list(12, child_complexity)")]
    async fn discounts(&self) -> Result<Vec<Discount>> {
        let discounts = self.agreed.terms.discounts.iter();
        let shown = discounts.map(|discount| {
            let per_year = amount(discount.per_year)?;
            Ok(Discount { from: discount.from.into(), to: discount.to.into(), per_year })
        });
        shown.collect()
    }

    /// How it is invoiced.
    async fn invoicing(&self) -> Invoicing {
        let invoicing = &self.agreed.terms.invoicing;
        Invoicing {
            paid: invoicing.paid.into(),
            in_advance: invoicing.in_advance,
            rounding: invoicing.rounding.into(),
            vat_thousandths: invoicing.vat_thousandths,
            account: invoicing.account.as_ref().map(ToString::to_string),
        }
    }

    /// What putting the premises back is agreed to cost at the end, net of VAT; absent where nothing is
    /// agreed. It is due once, as planned when rent is to end for the last of its spaces that are
    /// released. For a part that is given up nothing is agreed in a lease: that is a recorded cost.
    async fn restoration(&self) -> Result<Option<scalars::Amount>> {
        any(self.agreed.terms.restoration, amount)
    }

    /// The first date after the agreed term; absent where it runs until further notice.
    async fn to(&self) -> Option<scalars::Date> {
        self.agreed.terms.to.map(Into::into)
    }

    /// By how many months it is prolonged each time that no notice is given; absent where it ends with
    /// the term.
    async fn prolongation_months(&self) -> Option<u16> {
        self.agreed.terms.prolongation_months
    }

    /// How long before an end notice is given, by party and purpose.
    #[graphql(complexity = "list(4, child_complexity)")]
    async fn notices(&self) -> Vec<NoticeTerm> {
        let notices = self.agreed.terms.notices.iter();
        let shown = notices.map(|agreed| NoticeTerm {
            party: agreed.party.into(),
            purpose: agreed.purpose.into(),
            months: agreed.months,
        });
        shown.collect()
    }

    /// What may be given up earlier, in the order of the dates.
    #[graphql(complexity = "list(8, child_complexity)")]
    async fn breaks(&self) -> Vec<BreakClause> {
        let breaks = self.agreed.terms.breaks.iter();
        breaks.map(|agreed| BreakClause { pin: self.pin.clone(), agreed: agreed.clone() }).collect()
    }
}

/// A rent as an amount of money: of at most 12 digits, so that it is one.
pub(super) fn amount(rent: schema::Rent) -> Result<scalars::Amount> {
    Ok(schema::Amount::new(rent.decimal())?.into())
}

/// What the parties of a lease agreed, from a date.
#[derive(SimpleObject, Debug)]
pub struct LeaseTermsFrom {
    /// From when.
    from: scalars::Date,
    /// The event that records it. Of two entries for one date the one with the larger revision holds.
    revision: scalars::Revision,
    /// What was agreed.
    terms: LeaseTerms,
}

/// A notice that was served.
#[derive(SimpleObject, Debug)]
pub struct LeaseNotice {
    /// Who gave it.
    party: enums::LeaseParty,
    /// What for.
    purpose: enums::NoticePurpose,
    /// When it was served.
    served_on: scalars::Date,
    /// How.
    how: enums::NoticeService,
    /// For which end: the first date after it.
    takes_effect: scalars::Date,
    /// Whether it was served too late for that end. It then counts for the next for which it is in time.
    late: bool,
    /// The first date on which the lease is over by it; absent where it ends nothing by itself.
    ends_on: Option<scalars::Date>,
    /// The event that records it.
    revision: scalars::Revision,
    /// The event by which the sides went on all the same, so that it counts no more; absent where it
    /// counts.
    withdrawn_by: Option<scalars::Revision>,
}

/// Why a lease is over.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeaseEndKind {
    /// Its term runs out, and no prolongation is agreed.
    Term,
    /// By a notice.
    Notice,
    /// By an agreement.
    Agreement,
    /// It was never signed, as a correction says (`correctFact`): it ends as it begins.
    NeverSigned,
}

/// The end of a lease, as it follows from all that is recorded.
#[derive(SimpleObject, Debug)]
pub struct LeaseOver {
    /// The first date on which it is over.
    on: scalars::Date,
    /// Why.
    because: LeaseEndKind,
    /// The event with the notice, the agreement or the correction; absent where the term runs out.
    revision: Option<scalars::Revision>,
}

impl From<projections::LeaseEnd> for LeaseOver {
    fn from(end: projections::LeaseEnd) -> Self {
        let (because, revision) = match end.because {
            EndsBecause::Term => (LeaseEndKind::Term, None),
            EndsBecause::Notice(revision) => (LeaseEndKind::Notice, Some(revision)),
            EndsBecause::Agreement(revision) => (LeaseEndKind::Agreement, Some(revision)),
            EndsBecause::NeverSigned(revision) => (LeaseEndKind::NeverSigned, Some(revision)),
        };
        Self { on: end.on.into(), because, revision: revision.map(scalars::Revision) }
    }
}

/// A lease (hyresavtal).
#[Object]
impl Lease {
    /// Opaque; contains the clocks that were named. See `Query.node`.
    pub(in crate::graphql) async fn id(&self) -> ID {
        GlobalId::of("Lease", &self.pin, self.known.id)
    }

    /// The lasting reference, as mutations take it.
    #[graphql(name = "ref")]
    async fn reference(&self) -> scalars::Ref {
        self.known.id.uuid().into()
    }

    /// Who rents on the date: the organisation that signed it, or its successor.
    async fn tenant(&self) -> Result<Organisation> {
        let tenant = self.pin.state.lease_tenant(&self.known, self.pin.on);
        Organisation::named(&self.pin, tenant)
    }

    /// The lease of which it is a sublease; absent where it is none.
    async fn parent(&self) -> Result<Option<Lease>> {
        any(self.known.parent, |id| Lease::named(&self.pin, id))
    }

    /// From when it runs.
    async fn from(&self) -> Option<scalars::Date> {
        self.known.begins().map(Into::into)
    }

    /// Whether it runs on the date, prolonged where nobody gave notice.
    async fn runs(&self) -> bool {
        runs(&self.pin, &self.known)
    }

    /// Its end; absent where it goes on until somebody acts.
    async fn ends(&self) -> Option<LeaseOver> {
        self.known.ends().map(Into::into)
    }

    /// What is agreed for the date; absent where it does not run on it.
    async fn terms(&self) -> Option<LeaseTerms> {
        let agreed = self.known.agreed_for(self.pin.on).filter(|_| runs(&self.pin, &self.known));
        agreed.map(|agreed| LeaseTerms { pin: self.pin.clone(), agreed: Arc::clone(agreed) })
    }

    /// The spaces that are let on the date, in the order of their references: of a whole building all that
    /// are there, else those that the terms name or, where these were split, merged or redrawn since, what
    /// took their place. None where it does not run on the date.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn premises(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<Space>> {
        let asked = PageAsked::new(first, after, last, before);
        let state = &self.pin.state;
        let leased = if runs(&self.pin, &self.known) {
            state.leased_spaces(&self.known, self.pin.on)
        } else {
            Vec::new()
        };
        let items = leased.iter().filter_map(|space| state.space(space)).collect();
        page(items, &asked, |item| item.id, |item| Space::out_of(&self.pin, item))
    }

    /// All that was agreed, in the order of the dates.
    #[graphql(complexity = "list(10, child_complexity)")]
    async fn terms_history(&self) -> Vec<LeaseTermsFrom> {
        let entries = self.known.agreed.entries().iter();
        let shown = entries.map(|entry| LeaseTermsFrom {
            from: entry.from.into(),
            revision: scalars::Revision(entry.revision),
            terms: LeaseTerms { pin: self.pin.clone(), agreed: Arc::clone(&entry.value) },
        });
        shown.collect()
    }

    /// The notices that were served, in the order of recording.
    #[graphql(complexity = "list(3, child_complexity)")]
    async fn notices(&self) -> Vec<LeaseNotice> {
        let shown = self.known.notices.iter().map(|notice| LeaseNotice {
            party: notice.party.into(),
            purpose: notice.purpose.into(),
            served_on: notice.served_on.into(),
            how: notice.how.into(),
            takes_effect: notice.takes_effect.into(),
            late: notice.late,
            ends_on: self.known.ended_by(notice).map(Into::into),
            revision: scalars::Revision(notice.revision),
            withdrawn_by: notice.withdrawn.map(scalars::Revision),
        });
        shown.collect()
    }

    /// The latest decisions on it, at most one of each side and of a landlord that went out.
    #[graphql(complexity = "list(3, child_complexity)")]
    async fn decisions(&self) -> Vec<Decision> {
        let recorded = self.pin.state.decisions_at(self.known.decided);
        recorded.map(|recorded| Decision::new(&self.pin, &recorded.decision)).collect()
    }

    /// The events about it.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn history(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<History> {
        let asked = PageAsked::new(first, after, last, before);
        history::touching(&self.pin, self.known.id.uuid(), &asked).await
    }
}
