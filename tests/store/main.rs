//! The store: every engine keeps the same suite, and the suite catches an engine that does not.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed, and says where")]
#![allow(clippy::disallowed_methods, reason = "tests look into the files that the engine made")]

mod broken;
#[cfg(feature = "eventstore")]
mod deleted;
mod engines;
#[cfg(feature = "eventstore")]
mod faults;
mod groups;
#[cfg(feature = "eventstore")]
mod secure;
mod snapshots;
mod sqlite;
mod suite;
mod suite_racing;
mod suite_vault;

/// The suite for one engine, each case as a test of its own.
macro_rules! conformance {
    ($name:ident, $engine:ty) => {
        conformance! {
            $name, $engine,
            suite::an_empty_store_says_so,
            suite::events_are_read_as_they_were_appended,
            suite::only_the_exact_head_is_accepted,
            suite::the_same_group_again_is_answered_as_the_first_time,
            suite::the_same_ids_with_other_bytes_are_refused,
            suite::groups_that_no_engine_takes_are_refused,
            suite::pages_keep_their_limits_and_miss_nothing,
            suite::a_scan_gives_all_portfolios_in_the_order_appended,
            suite::portfolios_are_listed_in_pages,
            suite::what_was_acknowledged_is_there_after_reopening,
            suite_racing::racing_writers_lose_and_double_nothing,
            suite_racing::subscribers_miss_and_repeat_nothing_while_ten_thousand_events_are_appended,
            suite_racing::a_subscription_waits_for_a_ledger_that_is_yet_to_begin,
            suite_racing::a_subscriber_that_fell_behind_goes_on_without_a_gap,
            suite_racing::closing_ends_subscriptions_and_refuses_what_comes_after,
            suite_vault::the_vault_gives_back_what_was_put,
            suite_vault::what_is_erased_is_gone_and_stays_gone,
            suite_vault::one_commitment_has_one_entry,
        }
    };
    ($name:ident, $engine:ty, $($part:ident::$case:ident,)+) => {
        mod $name {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
                async fn $case() {
                    let engine = <$engine>::default();
                    if let Some(why) = crate::engines::Engine::absent(&engine) {
                        eprintln!("skipped: {why}");
                        return;
                    }
                    if let Err(broken) = crate::$part::$case(&engine).await {
                        panic!("{broken}");
                    }
                }
            )+
        }
    };
}

conformance!(memory, crate::engines::Memory);
conformance!(sqlite_engine, crate::engines::Sqlite);
#[cfg(feature = "eventstore")]
conformance!(cluster, crate::engines::Cluster);
#[cfg(feature = "eventstore")]
conformance!(secure_cluster, crate::engines::SecureCluster);
#[cfg(feature = "eventstore")]
conformance!(real_cluster, crate::engines::RealCluster);
