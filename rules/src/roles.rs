//! Which role may do what, until access control comes: the role is asserted by the caller.

use schema::{Command, Role};

use crate::{Rejection, RoleNotAllowed};

/// Rejects a command that the role does not allow. Auditors change nothing; strategists turn
/// scenarios into proposals, lead transitions and draw up what is decided on; only an administrator erases, or says on which
/// mandates others decide.
pub(crate) fn check(role: Role, command: &Command) -> Result<(), Rejection> {
    let proposes = matches!(
        command,
        Command::ReallocationPropose(_)
            | Command::ReallocationAmend(_)
            | Command::ReallocationWithdraw(_)
            | Command::TransitionStart(_)
            | Command::TransitionRevise(_)
            | Command::TransitionEnd(_)
            | Command::MilestoneReach(_)
            | Command::BasisSeal(_)
    );
    let administers = matches!(
        command,
        Command::PersonErase(_)
            | Command::TextErase(_)
            | Command::DelegationGive(_)
            | Command::DelegationWithdraw(_)
            | Command::PreconditionRequire(_)
            | Command::PreconditionDrop(_)
            | Command::OpeningBalanceSign(_)
    );
    let allowed: &[Role] = if proposes {
        &[Role::Manager, Role::Strategist, Role::Administrator]
    } else if administers {
        &[Role::Administrator]
    } else {
        &[Role::Manager, Role::Administrator]
    };
    if allowed.contains(&role) {
        return Ok(());
    }
    let names: Vec<String> = allowed.iter().map(ToString::to_string).collect();
    Err(Rejection::new(
        "",
        RoleNotAllowed {
            role: role.to_string(),
            act: command.name().to_owned(),
            allowed: names.join(" or "),
        },
    ))
}
