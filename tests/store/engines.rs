//! The engines that keep the suite.

use async_trait::async_trait;
use std::{path::PathBuf, sync::Arc};
use tempfile::TempDir;
use thirdplace::store::{EventStore, MemoryStore, SqliteStore};
#[cfg(feature = "eventstore")]
pub(crate) use with_feature::{Cluster, RealCluster, SecureCluster};

/// An engine with a place of its own, empty at first.
#[async_trait]
pub(crate) trait Engine: Send + Sync {
    /// Opens the store, also anew after it was closed.
    async fn open(&self) -> Arc<dyn EventStore>;

    /// Whether what is stored outlives closing.
    fn outlives_closing(&self) -> bool;

    /// Why there is nothing to try, where that is so.
    fn absent(&self) -> Option<String> {
        None
    }
}

#[derive(Default)]
pub(crate) struct Memory;

#[async_trait]
impl Engine for Memory {
    async fn open(&self) -> Arc<dyn EventStore> {
        Arc::new(MemoryStore::default())
    }

    fn outlives_closing(&self) -> bool {
        false
    }
}

pub(crate) struct Sqlite {
    folder: TempDir,
}

impl Default for Sqlite {
    fn default() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }
}

impl Sqlite {
    pub(crate) fn file(&self) -> PathBuf {
        self.folder.path().join("store.db")
    }
}

#[async_trait]
impl Engine for Sqlite {
    async fn open(&self) -> Arc<dyn EventStore> {
        Arc::new(SqliteStore::open(self.file()).await.unwrap())
    }

    fn outlives_closing(&self) -> bool {
        true
    }
}

#[cfg(feature = "eventstore")]
mod with_feature {
    use super::Engine;
    use async_trait::async_trait;
    use std::{env, fs, sync::Arc};
    use tempfile::TempDir;
    use thirdplace::store::{Connection, EventStore, EventStoreDb, Patience};
    use thirdplace_test_engine::Options;
    use uuid::Uuid;

    /// The server that stands in for the real one.
    #[derive(Default)]
    pub(crate) struct Cluster(pub(crate) thirdplace_test_engine::Cluster);

    #[async_trait]
    impl Engine for Cluster {
        async fn open(&self) -> Arc<dyn EventStore> {
            let connection = self.0.connection_string().parse().unwrap();
            Arc::new(EventStoreDb::open(&connection).unwrap())
        }

        fn outlives_closing(&self) -> bool {
            true
        }
    }

    /// The same with TLS, and with a user whom it demands.
    pub(crate) struct SecureCluster {
        pub(crate) cluster: thirdplace_test_engine::Cluster,
        folder: TempDir,
    }

    pub(crate) const USER: &str = "måns";
    pub(crate) const PASSWORD: &str = "ytterst hemligt: 1%";
    /// Both as a connection string has them.
    const AS_USER: &str = "m%C3%A5ns:ytterst%20hemligt%3A%201%25";

    impl Default for SecureCluster {
        fn default() -> Self {
            let cluster = thirdplace_test_engine::Cluster::start(Options {
                is_secure: true,
                user: Some((USER, PASSWORD)),
                ..Options::default()
            });
            let folder = TempDir::new().unwrap();
            fs::write(folder.path().join("c+a 1.pem"), cluster.authority()).unwrap();
            Self { cluster, folder }
        }
    }

    impl SecureCluster {
        /// A connection string, as somebody or nobody, with further options.
        pub(crate) fn connection_as(&self, user: &str, options: &str) -> String {
            let at = if user.is_empty() { "" } else { "@" };
            format!("esdb://{user}{at}{}?tls=true{options}", self.cluster.hosts())
        }

        /// The option that names the authority.
        pub(crate) fn trusting(&self) -> String {
            format!("&tlsCaFile={}/c+a%201.pem", self.folder.path().display())
        }

        pub(crate) fn connection_string(&self) -> String {
            self.connection_as(AS_USER, &self.trusting())
        }
    }

    #[async_trait]
    impl Engine for SecureCluster {
        async fn open(&self) -> Arc<dyn EventStore> {
            let connection = self.connection_string().parse().unwrap();
            Arc::new(EventStoreDb::open(&connection).unwrap())
        }

        fn outlives_closing(&self) -> bool {
            true
        }
    }

    const VARIABLE: &str = "THIRDPLACE_TEST_EVENTSTORE";

    /// A real server, where one is named. Each case has streams of its own, which stay there.
    pub(crate) struct RealCluster {
        connection: Option<Connection>,
        prefix: String,
    }

    impl Default for RealCluster {
        fn default() -> Self {
            let connection = env::var(VARIABLE).ok().map(|text| text.parse().unwrap());
            Self { connection, prefix: format!("conformance-{}-", Uuid::new_v4()) }
        }
    }

    #[async_trait]
    impl Engine for RealCluster {
        async fn open(&self) -> Arc<dyn EventStore> {
            let connection = self.connection.as_ref().unwrap();
            let store = EventStoreDb::open_as(connection, Patience::default(), &self.prefix);
            Arc::new(store.unwrap())
        }

        fn outlives_closing(&self) -> bool {
            true
        }

        fn absent(&self) -> Option<String> {
            let why = || format!("{VARIABLE} names no EventStoreDB or KurrentDB to try");
            self.connection.is_none().then(why)
        }
    }
}
