//! The services as gRPC sees them: a path, and what answers it.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use std::{
    convert::Infallible,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};
use tonic::{
    Request, Response, Status, Streaming,
    body::BoxBody,
    codec::ProstCodec,
    codegen::http,
    server::{Grpc, NamedService},
};
use tower::{Service, service_fn};

use crate::{
    cluster::Shared,
    streams,
    wire::{
        AppendRequest, ClusterInfo, DeleteRequest, Empty, EndPoint, Member, ReadRequest,
        SupportedMethods,
    },
};

/// A node's number, and what it shares.
pub(crate) type Me = (usize, Arc<Shared>);

type Answering = Pin<Box<dyn Future<Output = Result<http::Response<BoxBody>, Infallible>> + Send>>;

macro_rules! service {
    ($name:ident, $path:literal, $answer:path) => {
        #[derive(Clone, Debug)]
        pub(crate) struct $name(Me);

        impl $name {
            pub(crate) fn of(me: &Me) -> Self {
                Self(me.clone())
            }
        }

        impl NamedService for $name {
            const NAME: &'static str = $path;
        }

        impl Service<http::Request<BoxBody>> for $name {
            type Response = http::Response<BoxBody>;
            type Error = Infallible;
            type Future = Answering;

            fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
                Poll::Ready(Ok(()))
            }

            fn call(&mut self, request: http::Request<BoxBody>) -> Answering {
                let me = self.0.clone();
                Box::pin(async move { Ok($answer(me, request).await) })
            }
        }
    };
}

service!(Streams, "event_store.client.streams.Streams", answer_streams);
service!(Gossip, "event_store.client.gossip.Gossip", answer_gossip);
service!(Features, "event_store.client.server_features.ServerFeatures", answer_features);

fn method(request: &http::Request<BoxBody>) -> String {
    request.uri().path().rsplit('/').next().unwrap_or_default().to_owned()
}

/// That whoever asks is who may.
fn check_user((_, shared): &Me, request: &http::Request<BoxBody>) -> Result<(), Status> {
    let Some((user, password)) = shared.user else { return Ok(()) };
    let expected = format!("Basic {}", STANDARD.encode(format!("{user}:{password}")));
    match request.headers().get("authorization") {
        // Nobody in particular, who may do nothing.
        None => Err(streams::forbidden()),
        Some(given) if given.as_bytes() == expected.as_bytes() => Ok(()),
        Some(_) => Err(Status::unauthenticated("Not Authenticated")),
    }
}

async fn answer_streams(me: Me, request: http::Request<BoxBody>) -> http::Response<BoxBody> {
    if let Err(refused) = check_user(&me, &request) {
        return refused.into_http();
    }
    match method(&request).as_str() {
        "Read" => {
            let read = service_fn(move |request: Request<ReadRequest>| {
                let me = me.clone();
                async move { streams::read(&me, request).await }
            });
            Grpc::new(ProstCodec::default()).server_streaming(read, request).await
        }
        "Append" => {
            let append = service_fn(move |request: Request<Streaming<AppendRequest>>| {
                let me = me.clone();
                async move { streams::append(&me, request).await }
            });
            Grpc::new(ProstCodec::default()).client_streaming(append, request).await
        }
        deleting @ ("Delete" | "Tombstone") => {
            let for_good = deleting == "Tombstone";
            let delete = service_fn(move |request: Request<DeleteRequest>| {
                let me = me.clone();
                async move { streams::delete(&me, request, for_good).await }
            });
            Grpc::new(ProstCodec::default()).unary(delete, request).await
        }
        other => Status::unimplemented(other.to_owned()).into_http(),
    }
}

async fn answer_gossip(me: Me, request: http::Request<BoxBody>) -> http::Response<BoxBody> {
    let gossip = service_fn(move |_: Request<Empty>| {
        let (_, shared) = me.clone();
        async move { Ok::<_, Status>(Response::new(members(&shared))) }
    });
    Grpc::new(ProstCodec::default()).unary(gossip, request).await
}

fn members(shared: &Shared) -> ClusterInfo {
    const FOLLOWER: i32 = 6;
    const LEADER: i32 = 8;
    let alive = shared.alive();
    let members = shared.addresses.iter().enumerate().map(|(number, address)| Member {
        instance: None,
        state: if number == shared.leader() { LEADER } else { FOLLOWER },
        is_alive: alive[number],
        end_point: Some(EndPoint {
            address: address.ip().to_string(),
            port: address.port().into(),
        }),
    });
    ClusterInfo { members: members.collect() }
}

async fn answer_features(me: Me, request: http::Request<BoxBody>) -> http::Response<BoxBody> {
    let features = service_fn(move |_: Request<Empty>| {
        let me = me.clone();
        async move {
            streams::misbehave_at_features(&me).await?;
            let version = "25.0.0".to_owned();
            Ok::<_, Status>(Response::new(SupportedMethods { version }))
        }
    });
    Grpc::new(ProstCodec::default()).unary(features, request).await
}
