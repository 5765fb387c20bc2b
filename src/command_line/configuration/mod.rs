//! How the service is configured: flags over variables of the environment over a file over
//! defaults, setting by setting.

mod effective;
mod error;
mod file;
mod flags;
mod kind;
mod reference;
mod settings;

pub(crate) use effective::Configuration;
pub(crate) use flags::{ServiceFlags, StoreFlags};
pub(crate) use reference::reference;
