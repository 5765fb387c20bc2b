//! A cluster: one or several nodes over the same streams, of which one leads.

use std::{
    net::{SocketAddr, TcpListener},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use crate::{Fault, On, kept::Kept, node::Node, secure::Secured};

/// How a cluster is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Nodes.
    pub nodes: usize,
    /// Whether what arrives is acknowledged at once. Without that each request of the client takes
    /// some 40 ms more.
    pub is_quick: bool,
    /// Whether it speaks TLS, with certificates of an authority of its own.
    pub is_secure: bool,
    /// The user and password that are demanded of whoever reads, appends or deletes.
    pub user: Option<(&'static str, &'static str)>,
}

impl Default for Options {
    fn default() -> Self {
        Self { nodes: 1, is_quick: true, is_secure: false, user: None }
    }
}

/// What the nodes know of each other.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) kept: Kept,
    pub(crate) addresses: Vec<SocketAddr>,
    pub(crate) leader: AtomicUsize,
    /// Connections that were made so far.
    pub(crate) connections: AtomicUsize,
    /// Held once by each connection that is open, and once here.
    pub(crate) open: Arc<()>,
    /// Which nodes run.
    pub(crate) alive: Mutex<Vec<bool>>,
    pub(crate) is_quick: bool,
    pub(crate) secured: Option<Secured>,
    pub(crate) user: Option<(&'static str, &'static str)>,
}

impl Shared {
    pub(crate) fn leader(&self) -> usize {
        self.leader.load(Ordering::SeqCst)
    }

    pub(crate) fn alive(&self) -> MutexGuard<'_, Vec<bool>> {
        self.alive.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A running cluster. It ends when it is dropped.
#[derive(Debug)]
pub struct Cluster {
    shared: Arc<Shared>,
    nodes: Mutex<Vec<Option<Node>>>,
}

impl Default for Cluster {
    fn default() -> Self {
        Self::start(Options::default())
    }
}

impl Cluster {
    /// Starts all nodes; the first leads.
    ///
    /// # Panics
    ///
    /// Where the machine has no free port.
    pub fn start(options: Options) -> Self {
        let listeners: Vec<TcpListener> = (0..options.nodes)
            .map(|_| TcpListener::bind("127.0.0.1:0").expect("a port is free"))
            .collect();
        let addresses = listeners
            .iter()
            .map(|listener| listener.local_addr().expect("a bound listener has an address"));
        let shared = Arc::new(Shared {
            kept: Kept::default(),
            addresses: addresses.collect(),
            leader: AtomicUsize::new(0),
            connections: AtomicUsize::new(0),
            open: Arc::default(),
            alive: Mutex::new(vec![true; options.nodes]),
            is_quick: options.is_quick,
            secured: options.is_secure.then(Secured::new),
            user: options.user,
        });
        let nodes = (0..)
            .zip(listeners)
            .map(|(number, listener)| Some(Node::start(number, Arc::clone(&shared), listener)));
        let nodes = Mutex::new(nodes.collect());
        Self { shared, nodes }
    }

    /// The connection string of all nodes, where they demand neither TLS nor a user.
    pub fn connection_string(&self) -> String {
        format!("esdb://{}?tls=false", self.hosts())
    }

    /// The addresses of all nodes, as a connection string has them.
    pub fn hosts(&self) -> String {
        let hosts: Vec<String> = self.shared.addresses.iter().map(ToString::to_string).collect();
        hosts.join(",")
    }

    /// The certificate of the authority that the nodes' own is of, as PEM; empty without TLS.
    pub fn authority(&self) -> &str {
        self.shared.secured.as_ref().map_or("", |secured| &secured.authority)
    }

    /// The address of a node.
    pub fn address(&self, node: usize) -> SocketAddr {
        self.shared.addresses[node]
    }

    /// Lets the next requests of a kind go wrong, one for each fault.
    pub fn plant(&self, on: On, faults: impl IntoIterator<Item = Fault>) {
        self.shared.kept.plant(on, faults);
    }

    /// Takes back every fault that has not happened yet.
    pub fn heal(&self) {
        self.shared.kept.heal();
    }

    /// Requests of a kind so far.
    pub fn count(&self, on: On) -> u64 {
        self.shared.kept.count(on)
    }

    /// Connections that were made to any node so far.
    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }

    /// Connections that are open.
    pub fn open_connections(&self) -> usize {
        Arc::strong_count(&self.shared.open) - 1
    }

    /// Which node leads.
    pub fn leader(&self) -> usize {
        self.shared.leader()
    }

    /// Lets another node lead.
    pub fn elect(&self, node: usize) {
        self.shared.leader.store(node, Ordering::SeqCst);
    }

    /// Ends a node at once: its connections are cut in the middle of whatever they carry.
    pub fn kill(&self, node: usize) {
        self.shared.alive()[node] = false;
        drop(self.nodes()[node].take());
    }

    /// Starts a node again at its address.
    ///
    /// # Panics
    ///
    /// Where another program has taken its port.
    pub fn revive(&self, node: usize) {
        let listener = TcpListener::bind(self.shared.addresses[node])
            .expect("the port of a node that was killed is free");
        let started = Node::start(node, Arc::clone(&self.shared), listener);
        self.nodes()[node] = Some(started);
        self.shared.alive()[node] = true;
    }

    /// Forgets everything that was appended: a server that was started with an empty disk.
    pub fn empty(&self) {
        self.shared.kept.empty();
    }

    /// Deletes a stream as any user of the real one may: its readers are told that there is none, and what
    /// is appended to it goes on after its last revision.
    ///
    /// # Panics
    ///
    /// Where there is no such stream.
    pub fn delete(&self, stream: &str) {
        self.shared.kept.delete(stream, false).expect("a stream that is there can be deleted");
    }

    /// The names of all streams.
    pub fn streams(&self) -> Vec<String> {
        self.shared.kept.names()
    }

    /// What a stream holds: each event's type, data and metadata.
    pub fn stream(&self, name: &str) -> Vec<(String, Vec<u8>, Vec<u8>)> {
        let events = self.shared.kept.forwards(name, 0, usize::MAX).unwrap_or_default();
        let event = |event: crate::kept::KeptEvent| {
            let name = event.proposed.metadata.get("type").cloned().unwrap_or_default();
            (name, event.proposed.data.clone(), event.proposed.custom_metadata.clone())
        };
        events.into_iter().map(event).collect()
    }

    fn nodes(&self) -> MutexGuard<'_, Vec<Option<Node>>> {
        self.nodes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
