//! `thirdplace schema`.

use anyhow::{Result, bail};
use clap::{Args, Subcommand};
use schema::Event;
use thirdplace::graphql;

use super::print;

#[derive(Args, Debug)]
pub(crate) struct SchemaFiles {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// The GraphQL schema in SDL
    Graphql,
    /// The types of event, or the JSON Schema of one
    Event {
        /// The type, such as MoveDone
        name: Option<String>,
    },
}

impl SchemaFiles {
    pub(crate) fn run(self) -> Result<()> {
        match self.what {
            What::Graphql => print(&graphql::sdl().trim_end()),
            What::Event { name: None } => {
                for (name, version) in Event::TYPES {
                    print(&format_args!("{name} {version}"));
                }
            }
            What::Event { name: Some(wanted) } => {
                let schemas = Event::json_schemas();
                let found = schemas.iter().find(|(name, _, _)| *name == wanted);
                let Some((_, _, schema)) = found else {
                    bail!("{wanted:?} is no type of event; `thirdplace schema event` lists them");
                };
                print(&serde_json::to_string_pretty(schema)?);
            }
        }
        Ok(())
    }
}
