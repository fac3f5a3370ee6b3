//! Which network this computer is on, and word of it when that changes. Nothing is sent to find out.

use std::net::{IpAddr, UdpSocket};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// How often one looks where nobody tells.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// The address this computer speaks from, and every change of it; `None` without a network.
pub type Whereabouts = watch::Receiver<Option<IpAddr>>;

/// Begins to follow the network. Tests put one of their own in here.
pub type Follow = Arc<dyn Fn() -> Whereabouts + Send + Sync>;

/// The address this computer would speak from; `None` without a network. Choosing a route sends no packet.
pub fn local_address() -> Option<IpAddr> {
    // Documentation addresses (RFC 5737, RFC 3849): nobody is there, and nobody is asked.
    let from = |bind: &str, to: &str| {
        let socket = UdpSocket::bind(bind).ok()?;
        socket.connect(to).ok()?;
        Some(socket.local_addr().ok()?.ip())
    };
    from("0.0.0.0:0", "192.0.2.1:9").or_else(|| from("[::]:0", "[2001:db8::1]:9"))
}

/// Follows this computer's network for as long as somebody holds the answer.
pub fn follow() -> Whereabouts {
    let (tell, whereabouts) = watch::channel(local_address());
    tokio::spawn(async move {
        let mut stirs = Stirs::open();
        loop {
            // First a look: what changed before somebody listened is told by nobody.
            let here = local_address();
            tell.send_if_modified(|known| std::mem::replace(known, here) != here);
            tokio::select! {
                () = tell.closed() => return,
                () = stirs.next() => {}
            }
        }
    });
    whereabouts
}

/// Returns once this computer is on another network than when `whereabouts` was last marked unchanged, or never.
pub async fn moved(whereabouts: &mut Whereabouts) {
    if whereabouts.changed().await.is_err() {
        std::future::pending().await
    }
}

/// Moments at which the network may be another one.
enum Stirs {
    #[cfg(target_os = "linux")]
    Told(routes::Listener),
    Looked,
}

impl Stirs {
    fn open() -> Self {
        #[cfg(target_os = "linux")]
        match routes::Listener::open() {
            Ok(listener) => return Self::Told(listener),
            Err(error) => {
                tracing::info!(%error, "The system does not tell of another network; Carrel looks for itself.")
            }
        }
        Self::Looked
    }

    async fn next(&mut self) {
        #[cfg(target_os = "linux")]
        if let Self::Told(listener) = self {
            match listener.heard().await {
                Ok(()) => return,
                Err(error) => {
                    tracing::info!(%error, "The system stopped telling of another network; Carrel looks for itself.");
                    *self = Self::Looked;
                }
            }
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Linux tells whoever asks (rtnetlink) when a link, an address or a route comes or goes.
#[cfg(target_os = "linux")]
mod routes {
    use async_io::Async;
    use rustix::io::Errno;
    use rustix::net::netlink::SocketAddrNetlink;
    use rustix::net::{AddressFamily, RecvFlags, SocketFlags, SocketType, bind, recv, socket_with};
    use std::io;
    use std::os::fd::OwnedFd;

    /// `RTMGRP_LINK`, and of IPv4 and IPv6 `RTMGRP_…_IFADDR` and `RTMGRP_…_ROUTE`.
    const GROUPS: u32 = 0x1 | 0x10 | 0x40 | 0x100 | 0x400;

    pub struct Listener(Async<OwnedFd>);

    impl Listener {
        pub fn open() -> io::Result<Self> {
            let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
            let socket = socket_with(AddressFamily::NETLINK, SocketType::RAW, flags, None)?;
            bind(&socket, &SocketAddrNetlink::new(0, GROUPS))?;
            Ok(Self(Async::new_nonblocking(socket)?))
        }

        /// Returns when something came or went. What it was is not read: the route says it better.
        pub async fn heard(&self) -> io::Result<()> {
            self.0.read_with(read).await?;
            // Changes come in bursts: one look is enough for all of it.
            while read(self.0.get_ref()).is_ok() {}
            Ok(())
        }
    }

    fn read(socket: &OwnedFd) -> io::Result<()> {
        let mut message = [0_u8; 8192];
        match recv(socket, &mut message, RecvFlags::empty()) {
            // No buffers: more happened than the kernel keeps for us. That something did is all we want to know.
            Ok(_) | Err(Errno::NOBUFS) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[tokio::test]
        async fn the_kernel_takes_a_listener() {
            Listener::open().expect("Linux has rtnetlink");
        }
    }
}
