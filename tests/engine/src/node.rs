//! One node: a listener and its connections on a runtime of their own, so that it can end at once.

use std::{net::TcpListener, sync::Arc, time::Duration};
use tokio::runtime::{Builder, Runtime};
use tonic::transport::Server;

use crate::{
    cluster::Shared,
    quick::Quick,
    service::{Features, Gossip, Streams},
};

/// For a node's threads to end.
const ENDING_MAX: Duration = Duration::from_secs(10);

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
        let is_quick = shared.is_quick;
        runtime.spawn(async move {
            let listener = tokio::net::TcpListener::from_std(listener)
                .expect("a listener that does not block is one of the runtime's");
            let incoming = async_stream::stream! {
                loop {
                    match listener.accept().await {
                        Ok((stream, _)) => {
                            // What is answered is not held back either.
                            let _ = stream.set_nodelay(true);
                            yield Ok::<_, std::io::Error>(Quick::new(stream, is_quick));
                        }
                        Err(error) => yield Err(error),
                    }
                }
            };
            let me = (number, shared);
            let served = Server::builder()
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

impl Drop for Node {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // Waited for, so that its port is free; on a thread that may wait.
            let ending = std::thread::spawn(move || runtime.shutdown_timeout(ENDING_MAX));
            let _ = ending.join();
        }
    }
}
