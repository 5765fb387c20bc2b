//! Commands about leases.

use schema::{Command, LeaseParty, NamedLandlord, NoticePurpose, SpaceId};

use super::{chance::after, world::World};
use crate::common::*;

/// Terms of a building that there is, of the whole of it or of a space.
fn terms(world: &mut World) -> schema::LeaseTerms {
    let building = world.building();
    let levels = world.ledger.state.levels_of(building).map(|level| level.id);
    let spaces = levels.flat_map(|level| world.ledger.state.spaces_of(level));
    let spaces: Vec<SpaceId> = spaces.map(|space| space.id).collect();
    let some = !spaces.is_empty() && world.chance.percent(80);
    let spaces = if some { vec![world.chance.one(&spaces)] } else { Vec::new() };
    let to = Some(after(world.today(), 200 + world.chance.below(900)));
    let prolongation_months = world.chance.percent(70).then_some(12);
    schema::LeaseTerms { building, spaces, to, prolongation_months, ..office(&[]) }
}

pub(super) fn sign(world: &mut World) -> Option<Command> {
    let name = world.new_name("Lease");
    let (tenant, from, terms) = (world.organisation(), world.date(), terms(world));
    let landlord = if world.chance.percent(50) {
        NamedLandlord::Outside(text(&name))
    } else {
        NamedLandlord::Organisation(world.organisation())
    };
    let parent = world.chance.recent(&world.things.leases, |_| true);
    let parent = parent.filter(|_| world.chance.percent(15));
    let sign = sign_lease(&name, "2026-01-01", terms);
    Some(schema::LeaseSign { from, tenant, landlord, parent, ..sign }.into())
}

pub(super) fn amend(world: &mut World) -> Option<Command> {
    let lease = world.chance.recent(&world.things.leases, |_| true)?;
    let (from, terms) = (world.date(), terms(world));
    let amend = amend_lease("Lease", "2026-01-01", terms);
    Some(schema::LeaseAmend { lease, from, ..amend }.into())
}

pub(super) fn give_notice(world: &mut World) -> Option<Command> {
    let lease = world.chance.recent(&world.things.leases, |_| true)?;
    let party = world.chance.one(&[LeaseParty::Tenant, LeaseParty::Landlord]);
    let purpose = world.chance.one(&[NoticePurpose::Termination, NoticePurpose::ChangedTerms]);
    let ends = world.ledger.state.lease(&lease)?.term_ends(schema::Date::LAST);
    let (takes_effect, _) = *ends.first()?;
    let served_on = world.past();
    let notice = crate::common::give_notice("Lease", party, "2026-01-01", "2026-01-01");
    Some(schema::LeaseNotice { lease, purpose, served_on, takes_effect, ..notice }.into())
}

pub(super) fn end(world: &mut World) -> Option<Command> {
    let lease = world.chance.recent(&world.things.leases, |_| true)?;
    let from = world.date();
    Some(schema::LeaseEnd { lease, from, ..end_lease("Lease", "2026-01-01") }.into())
}

pub(super) fn go_on(world: &mut World) -> Option<Command> {
    let lease = world.chance.recent(&world.things.leases, |_| true)?;
    let known = world.ledger.state.lease(&lease)?;
    let noticed = known.notices.iter().map(|notice| notice.revision);
    let open = noticed.chain(known.ended.as_ref().map(|ended| ended.revision));
    let open: Vec<schema::Revision> = open.collect();
    let withdraws = (!open.is_empty()).then(|| world.chance.one(&open))?;
    Some(schema::LeaseContinue { lease, ..continue_lease("Lease", withdraws) }.into())
}
