//! Connections that acknowledge at once what they receive.
//!
//! The client sends a request in several small pieces, and with Nagle's algorithm on it holds each
//! back until the one before it is acknowledged. Linux delays acknowledgements by 40 ms; the option
//! that turns that off has to be set anew after each piece.

use socket2::SockRef;
use std::{
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
};
use tonic::transport::server::{Connected, TcpConnectInfo};

#[derive(Debug)]
pub(crate) struct Quick {
    stream: TcpStream,
    is_quick: bool,
    /// Counts it as open.
    _open: Arc<()>,
}

impl Quick {
    pub(crate) fn new(stream: TcpStream, is_quick: bool, open: Arc<()>) -> Self {
        let quick = Self { stream, is_quick, _open: open };
        quick.acknowledge();
        quick
    }

    /// Only quicker where the system has the option.
    fn acknowledge(&self) {
        if self.is_quick {
            let _ = SockRef::from(&self.stream).set_tcp_quickack(true);
        }
    }
}

impl AsyncRead for Quick {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        self.acknowledge();
        read
    }
}

impl AsyncWrite for Quick {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

impl Connected for Quick {
    type ConnectInfo = TcpConnectInfo;

    fn connect_info(&self) -> TcpConnectInfo {
        self.stream.connect_info()
    }
}
