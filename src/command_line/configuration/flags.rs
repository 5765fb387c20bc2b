//! The settings as flags of a command.

use anyhow::Result;
use clap::{Arg, ArgMatches, Args, Command, FromArgMatches, value_parser};
use std::{path::PathBuf, sync::Arc};
use thirdplace::store::EventStore;

use super::{
    super::StoreSpec,
    effective::Configuration,
    settings::{SETTINGS, STORE, Setting},
};

const FILE: &str = "config";

/// What was given on the command line.
#[derive(Clone, Debug, Default)]
pub(crate) struct Given {
    pub(super) file: Option<PathBuf>,
    pub(super) flags: Vec<(Setting, String)>,
}

impl Given {
    fn read(matches: &ArgMatches, settings: &[Setting]) -> Self {
        let flags = settings.iter().filter_map(|setting| {
            let text = matches.get_one::<String>(setting.key)?;
            Some((*setting, text.clone()))
        });
        Self { file: matches.get_one::<PathBuf>(FILE).cloned(), flags: flags.collect() }
    }
}

fn augmented(command: Command, settings: &'static [Setting]) -> Command {
    let file = Arg::new(FILE)
        .long(FILE)
        .value_name("FILE")
        .value_parser(value_parser!(PathBuf))
        .help("The configuration's file [variable: THIRDPLACE_CONFIG]");
    settings.iter().fold(command.arg(file), |command, setting| {
        let default = if setting.default.is_empty() { "none" } else { setting.default };
        let help = format!("{} [{}] [default: {default}]", setting.help, setting.kind.accepted());
        let flag = Arg::new(setting.key).long(setting.flag()).value_name("VALUE").help(help);
        command.arg(match setting.table() {
            "" => flag,
            table => flag.help_heading(table),
        })
    })
}

/// A type of flags that are settings.
macro_rules! flags {
    ($(#[$doc:meta])* $name:ident, $settings:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default)]
        pub(crate) struct $name(Given);

        impl FromArgMatches for $name {
            fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
                Ok(Self(Given::read(matches, $settings)))
            }

            fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
                *self = Self::from_arg_matches(matches)?;
                Ok(())
            }
        }

        impl Args for $name {
            fn augment_args(command: Command) -> Command {
                augmented(command, $settings)
            }

            fn augment_args_for_update(command: Command) -> Command {
                Self::augment_args(command)
            }
        }

        impl $name {
            /// The configuration under these flags.
            pub(crate) fn configuration(&self) -> Result<Configuration> {
                Ok(Configuration::effective(&self.0, &|name| std::env::var_os(name))?)
            }
        }
    };
}

flags! {
    /// Every setting, for what serves.
    ServiceFlags, SETTINGS
}

flags! {
    /// The store, for what opens one that no service holds.
    StoreFlags, &[STORE]
}

impl StoreFlags {
    /// The store that is meant.
    pub(crate) fn store(&self) -> Result<StoreSpec> {
        Ok(self.configuration()?.store())
    }

    /// Opens the store that is meant, which must be there.
    pub(crate) async fn open_existing(&self) -> Result<Arc<dyn EventStore>> {
        self.store()?.open_existing().await
    }
}
