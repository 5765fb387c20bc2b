//! One node: a listener and its connections on a runtime of their own, so that it can end at once.

use std::{
    net::TcpListener,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};
use tokio::{
    runtime::{Builder, Runtime},
    sync::mpsc,
};
use tokio_rustls::TlsAcceptor;
use tokio_stream::wrappers::ReceiverStream;
use tonic::transport::Server;

use crate::{
    cluster::Shared,
    quick::Quick,
    secure::Secured,
    service::{Features, Gossip, Streams},
    wired::Wired,
};

/// For a node's threads to end.
const ENDING_MAX: Duration = Duration::from_secs(10);

/// Streams of one connection: as many as the real server lets one have.
const STREAMS_MAX: u32 = 100;

#[derive(Debug)]
pub(crate) struct Node {
    runtime: Option<Runtime>,
}

impl Node {
    pub(crate) fn start(number: usize, shared: Arc<Shared>, listener: TcpListener) -> Self {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name(format!("engine-{number}"))
            .enable_all()
            .build()
            .expect("the system has threads for a test");
        listener.set_nonblocking(true).expect("a listener can be told not to block");
        runtime.spawn(async move {
            let listener = tokio::net::TcpListener::from_std(listener)
                .expect("a listener that does not block is one of the runtime's");
            let (connected, connections) = mpsc::channel(1);
            let (is_quick, secured) = (shared.is_quick, shared.secured.clone());
            let of = Arc::clone(&shared);
            tokio::spawn(async move {
                while let Ok((stream, _)) = listener.accept().await {
                    of.connections.fetch_add(1, Ordering::SeqCst);
                    // What is answered is not held back either.
                    let _ = stream.set_nodelay(true);
                    let stream = Quick::new(stream, is_quick, Arc::clone(&of.open));
                    // One that does not get on with its handshake hinders no other.
                    tokio::spawn(wire(stream, secured.clone(), connected.clone()));
                }
            });
            let incoming = ReceiverStream::new(connections);
            let me = (number, shared);
            let served = Server::builder()
                .max_concurrent_streams(STREAMS_MAX)
                .add_service(Streams::of(&me))
                .add_service(Gossip::of(&me))
                .add_service(Features::of(&me))
                .serve_with_incoming(incoming);
            // It ends with the runtime.
            let _ = served.await;
        });
        Self { runtime: Some(runtime) }
    }
}

/// Takes a connection in, once it has TLS where there is TLS.
async fn wire(
    stream: Quick,
    secured: Option<Secured>,
    connected: mpsc::Sender<std::io::Result<Wired>>,
) {
    let wired = match secured {
        None => Wired(Box::new(stream)),
        Some(secured) => match TlsAcceptor::from(secured.config).accept(stream).await {
            Ok(stream) => Wired(Box::new(stream)),
            // The other side does not trust this one, and was told all that there is.
            Err(_) => return,
        },
    };
    // Nobody serves any more where it is not taken.
    let _ = connected.send(Ok(wired)).await;
}

impl Drop for Node {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // Waited for, so that its port is free; on a thread that may wait.
            let ending = std::thread::spawn(move || runtime.shutdown_timeout(ENDING_MAX));
            let _ = ending.join();
        }
    }
}
