//! Who says they are acting, until access control comes.
//!
//! Headers `x-actor` and `x-role` (or the members of the same names in the payload of a WebSocket's
//! `connection_init`) become [`Asserted`] in the request's data. It is what the caller *asserts*;
//! nothing here authenticates, and nothing here decides what a role may do.

use async_graphql::Context;
use axum::http::HeaderMap;
use schema::Role;
use serde_json::Value;
use uuid::Uuid;

use super::problem::quoted;

/// The header, and the member of a `connection_init` payload, that names the acting person.
pub const ACTOR: &str = "x-actor";
/// The header, and the member of a `connection_init` payload, that names the role they act in.
pub const ROLE: &str = "x-role";

const ACTOR_ACCEPTED: &str = "a UUID such as 0191f3c8-5b1e-7a52-9c39-0f6d2a4b8e71";
const ROLE_ACCEPTED: &str = "one of manager, strategist, auditor, administrator";

/// Who the caller says is acting, as far as they said it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Asserted {
    pub actor: Option<Uuid>,
    pub role: Option<Role>,
}

/// A whole assertion: what a mutation needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    pub actor: Uuid,
    pub role: Role,
}

/// Why an assertion cannot be used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdentityError {
    #[error("{name} is {value}; accepted: {accepted}")]
    Malformed { name: &'static str, value: String, accepted: &'static str },
    #[error("{name} is given more than once; accepted: {accepted}, once")]
    Repeated { name: &'static str, accepted: &'static str },
    #[error(
        "{name} of connection_init differs from the header of the upgrade request; accepted: the same, or one only"
    )]
    Contradicted { name: &'static str },
    #[error("a mutation names who acts: {name} is missing; accepted: {accepted}")]
    Missing { name: &'static str, accepted: &'static str },
}

impl Asserted {
    /// Reads the headers of a request. Absent is fine, malformed is not.
    pub fn from_headers(headers: &HeaderMap) -> Result<Self, IdentityError> {
        let actor = single_header(headers, ACTOR, ACTOR_ACCEPTED)?;
        let role = single_header(headers, ROLE, ROLE_ACCEPTED)?;
        Self::parsed(actor.as_deref(), role.as_deref())
    }

    /// Adds what the payload of `connection_init` says to what the upgrade request said: a
    /// browser's WebSocket can set no headers. The payload never overrides a header.
    pub fn with_init_payload(self, payload: &Value) -> Result<Self, IdentityError> {
        let actor = payload_text(payload, ACTOR, ACTOR_ACCEPTED)?;
        let role = payload_text(payload, ROLE, ROLE_ACCEPTED)?;
        let said = Self::parsed(actor, role)?;
        Ok(Self {
            actor: agreed(self.actor, said.actor, ACTOR)?,
            role: agreed(self.role, said.role, ROLE)?,
        })
    }

    /// The whole identity, or which part of it is missing.
    pub fn identity(self) -> Result<Identity, IdentityError> {
        let actor =
            self.actor.ok_or(IdentityError::Missing { name: ACTOR, accepted: ACTOR_ACCEPTED })?;
        let role =
            self.role.ok_or(IdentityError::Missing { name: ROLE, accepted: ROLE_ACCEPTED })?;
        Ok(Identity { actor, role })
    }

    fn parsed(actor: Option<&str>, role: Option<&str>) -> Result<Self, IdentityError> {
        Ok(Self {
            actor: actor.map(parse_actor).transpose()?,
            role: role.map(parse_role).transpose()?,
        })
    }
}

/// The identity behind a mutation, from the request's data; for resolvers. A request that came
/// without one is refused.
pub fn acting(context: &Context<'_>) -> Result<Identity, IdentityError> {
    context.data_opt::<Asserted>().copied().unwrap_or_default().identity()
}

fn parse_actor(value: &str) -> Result<Uuid, IdentityError> {
    // The hyphenated form only: a log or a ledger is searched for one spelling.
    const HYPHENATED_CHARACTERS: usize = 36;
    Uuid::parse_str(value)
        .ok()
        .filter(|_| value.len() == HYPHENATED_CHARACTERS)
        .ok_or_else(|| malformed(ACTOR, value, ACTOR_ACCEPTED))
}

fn parse_role(value: &str) -> Result<Role, IdentityError> {
    value.parse().map_err(|_| malformed(ROLE, value, ROLE_ACCEPTED))
}

fn malformed(name: &'static str, value: &str, accepted: &'static str) -> IdentityError {
    IdentityError::Malformed { name, value: quoted(value), accepted }
}

fn single_header(
    headers: &HeaderMap,
    name: &'static str,
    accepted: &'static str,
) -> Result<Option<String>, IdentityError> {
    let mut values = headers.get_all(name).iter();
    let first = values.next();
    if values.next().is_some() {
        return Err(IdentityError::Repeated { name, accepted });
    }
    Ok(first.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()))
}

fn payload_text<'a>(
    payload: &'a Value,
    name: &'static str,
    accepted: &'static str,
) -> Result<Option<&'a str>, IdentityError> {
    match payload.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(other) => Err(malformed(name, &other.to_string(), accepted)),
    }
}

fn agreed<T: PartialEq>(
    header: Option<T>,
    payload: Option<T>,
    name: &'static str,
) -> Result<Option<T>, IdentityError> {
    match (header, payload) {
        (Some(header), Some(payload)) if header != payload => {
            Err(IdentityError::Contradicted { name })
        }
        (header, payload) => Ok(header.or(payload)),
    }
}
