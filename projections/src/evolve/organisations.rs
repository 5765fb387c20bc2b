//! How events change organisations and units: ends, successions, and what goes over with them.

use schema::{AllocationsTransferred, OrganisationEnded, UnitsReorganised};
use std::sync::Arc;

use super::{Cause, Evolved, Inconsistent, change, retire};
use crate::{Allocation, Portfolio, Succession};

impl Portfolio {
    pub(super) fn organisation_ended(
        &mut self,
        cause: &Cause,
        event: &OrganisationEnded,
    ) -> Evolved {
        let organisation = change!(self, organisations, cause, event.organisation);
        organisation.successor = event.successor;
        retire(&mut organisation.retired, cause, event.from, event.reason)
    }

    pub(super) fn units_reorganised(&mut self, cause: &Cause, event: &UnitsReorganised) -> Evolved {
        let succession = |others: &[_]| Succession {
            from: event.from,
            revision: cause.revision,
            others: others.to_vec(),
        };
        for &former in &event.units {
            let unit = change!(self, units, cause, former);
            unit.became.push(succession(&event.into));
            if !event.into.contains(&former) {
                retire(&mut unit.retired, cause, event.from, event.reason)?;
            }
        }
        for &successor in &event.into {
            change!(self, units, cause, successor).formed.push(succession(&event.units));
        }
        Ok(())
    }

    pub(super) fn allocations_transferred(
        &mut self,
        cause: &Cause,
        event: &AllocationsTransferred,
    ) -> Evolved {
        let (given, to) = (Allocation::Fixed(event.unit), Allocation::Fixed(event.to));
        for &resource in &event.resources {
            let resource = change!(self, resources, cause, resource);
            resource.allocation.hand_over(event.from, cause.revision, &given, &to);
        }
        Ok(())
    }
}
