//! An orderly stop.

use std::time::Duration;

use thirdplace::http::{Drained, Limits};
use tokio::net::TcpStream;

use crate::client::Running;
use crate::over_socket::Socket;

#[tokio::test]
async fn requests_under_way_are_answered_and_no_new_connection_is_taken() {
    let service = Running::start().await;
    let (address, held) = (service.address, service.small.held.clone());
    let under_way = tokio::spawn(service.ask("{ held }").send());
    held.entered.notified().await;
    let stopped = service.stop();
    // The listener is closed before anything else is waited for.
    while TcpStream::connect(address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    held.released.notify_one();
    assert_eq!(under_way.await.unwrap().status, 200);
    assert_eq!(stopped.await.unwrap(), Drained { connections_cut: 0, sockets_closed: true });
}

#[tokio::test]
async fn what_does_not_end_in_time_is_cut_off_and_counted() {
    let service =
        Running::with(Limits { drain_timeout: Duration::from_millis(50), ..Limits::default() })
            .await;
    let held = service.small.held.clone();
    let _under_way = tokio::spawn(service.ask("{ held }").send());
    held.entered.notified().await;
    let drained = service.stop().await.unwrap();
    assert_eq!(drained, Drained { connections_cut: 1, sockets_closed: true });
}

#[tokio::test]
async fn sockets_are_closed_with_a_frame_that_says_why() {
    let service = Running::start().await;
    let mut socket = Socket::ready(&service).await;
    socket.subscribe("1", "subscription { never }").await;
    let stopped = service.stop();
    assert_eq!(socket.closed().await, (1001, "the service is stopping".to_owned()));
    socket.finish().await;
    assert_eq!(stopped.await.unwrap(), Drained { connections_cut: 0, sockets_closed: true });
}

#[tokio::test]
async fn a_socket_whose_peer_does_not_answer_the_close_is_let_go() {
    let limits = Limits {
        socket_close_timeout: Duration::from_millis(50),
        drain_timeout: Duration::from_secs(60),
        ..Limits::default()
    };
    let service = Running::with(limits).await;
    let _deaf = Socket::ready(&service).await;
    let drained = service.stop().await.unwrap();
    assert_eq!(drained, Drained { connections_cut: 0, sockets_closed: true });
}

#[tokio::test]
async fn an_idle_connection_does_not_hold_up_the_stop() {
    let service = Running::start().await;
    let _idle = TcpStream::connect(service.address).await.unwrap();
    // Accepted in order: once this one is answered, the idle one was accepted too.
    assert_eq!(service.get("/livez").send().await.status, 200);
    let drained = service.stop().await.unwrap();
    assert_eq!(drained, Drained { connections_cut: 0, sockets_closed: true });
}
