//! `thirdplace config`.

use anyhow::Result;
use clap::Args;

use super::{
    configuration::{self, Configuration, ServiceFlags},
    print,
};

#[derive(Args, Debug)]
pub(crate) struct Config {
    /// Prints the reference page of all settings
    #[arg(long)]
    reference: bool,
    #[command(flatten)]
    flags: ServiceFlags,
}

impl Config {
    pub(crate) fn run(self) -> Result<()> {
        if self.reference {
            print(&configuration::reference().trim_end());
            return Ok(());
        }
        print(&self.flags.configuration()?.shown().trim_end());
        for variable in Configuration::unread_variables() {
            print(&format_args!("# {variable} is no setting, and was not read"));
        }
        Ok(())
    }
}
