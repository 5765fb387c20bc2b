//! `thirdplace copy`.

use anyhow::{Result, bail};
use clap::Args;

use std::{io::Write, time::Duration};
use thirdplace::copy::{self, Progress};
use tokio::time::Instant;

use super::{StoreSpec, block_on, check::show, print};

/// Between two lines of progress.
const TOLD_EVERY: Duration = Duration::from_secs(1);

#[derive(Args, Debug)]
pub(crate) struct Copy {
    /// The store whose ledgers are copied, which no service holds unless it is a cluster
    #[arg(long, value_name = "STORE")]
    from: StoreSpec,
    /// The store that they are copied into: empty, or with an earlier copy that is gone on with
    #[arg(long, value_name = "STORE")]
    to: StoreSpec,
}

impl Copy {
    pub(crate) fn run(self) -> Result<()> {
        if self.from == self.to {
            bail!("a store is not copied into itself; name another with --to");
        }
        let copied = block_on(async {
            let from = self.from.open_existing().await?;
            let to = self.to.open().await?;
            let mut telling = Telling { last: Instant::now(), begun: Instant::now() };
            let copied = copy::copy(&from, &to, |progress| telling.tell(progress)).await;
            // Whatever went wrong, what was appended is kept.
            from.close().await?;
            to.close().await?;
            Ok(copied?)
        })?;
        if copied.is_empty() {
            bail!("{} has no portfolio", self.from);
        }
        for report in &copied {
            show(report);
        }
        print(&format_args!("the same in {} and {}", self.from, self.to));
        Ok(())
    }
}

/// Tells how far it is, now and then.
struct Telling {
    begun: Instant,
    last: Instant,
}

impl Telling {
    fn tell(&mut self, progress: Progress) {
        let Progress { portfolio, events, of, is_checking } = progress;
        if self.last.elapsed() < TOLD_EVERY && events < of {
            return;
        }
        self.last = Instant::now();
        let doing = if is_checking { "compared" } else { "copied" };
        let seconds = self.begun.elapsed().as_secs();
        // A reader who has gone away is no error of ours.
        let _ = writeln!(
            std::io::stderr(),
            "{portfolio}: {events} of {of} events {doing}, {seconds} s"
        );
    }
}
