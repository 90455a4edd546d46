//! The smallest possible look at a server of ours on loopback: is it up yet?

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use crate::failure::Failure;

const ONE_LOOK: Duration = Duration::from_secs(2);

/// A port that was free a moment ago.
///
/// # Errors
/// When loopback gives none.
pub(crate) fn free_port() -> Result<u16, Failure> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|error| {
            Failure::new(
                format!("No free port on loopback: {error}."),
                "Close some programs, then start this again.",
            )
        })
}

/// The status of `GET path`, or nothing when no answer came.
pub(crate) fn status(port: u16, path: &str) -> Option<u16> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, ONE_LOOK).ok()?;
    stream.set_read_timeout(Some(ONE_LOOK)).ok()?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).ok()?;
    let mut head = [0_u8; 12];
    stream.read_exact(&mut head).ok()?;
    read_status(&head)
}

/// The number out of `HTTP/1.1 200`.
fn read_status(head: &[u8]) -> Option<u16> {
    std::str::from_utf8(head)
        .ok()?
        .strip_prefix("HTTP/1.")?
        .get(2..5)?
        .parse()
        .ok()
}

/// Looks until the server answers `path` with 200, the time is over, or `gone` says so.
pub(crate) fn wait(port: u16, path: &str, limit: Duration, mut gone: impl FnMut() -> bool) -> bool {
    let start = Instant::now();
    while start.elapsed() < limit && !gone() {
        if status(port, path) == Some(200) {
            return true;
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_is_read_and_nonsense_is_not() {
        for (head, status) in [
            ("HTTP/1.1 200", Some(200)),
            ("HTTP/1.0 503", Some(503)),
            ("HTTP/2 200 OK", None),
            ("HTTP/1.1", None),
            ("garbage here", None),
        ] {
            assert_eq!(read_status(head.as_bytes()), status, "{head}");
        }
    }

    #[test]
    fn a_closed_port_is_not_waited_for_once_the_program_is_gone() {
        let port = free_port().unwrap();
        let start = Instant::now();
        assert!(!wait(port, "/", Duration::from_secs(30), || true));
        assert!(start.elapsed() < Duration::from_secs(5));
    }
}
