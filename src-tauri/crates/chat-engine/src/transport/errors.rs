//! From an HTTP client's error to a failure, by its types and never by its text.

use chat_core::failure::{Code, Failure};
use std::error::Error;
use std::io;
use url::Url;

/// Where a request went, for the words of its failure.
#[derive(Debug, Clone)]
pub(super) struct Place {
    host: String,
    local: bool,
    proxied: bool,
}

impl Place {
    pub(super) fn new(url: &Url, proxied: bool) -> Self {
        let name = url.host_str().unwrap_or_default();
        let host = match url.port() {
            Some(port) => format!("{name}:{port}"),
            None => name.to_owned(),
        };
        Self {
            host,
            local: super::is_loopback(url),
            proxied,
        }
    }
}

/// Whether the system's settings send this address through a proxy.
pub fn is_proxied(url: &Url) -> bool {
    let Ok(uri) = url.as_str().parse() else {
        return false;
    };
    hyper_util::client::proxy::matcher::Matcher::from_system()
        .intercept(&uri)
        .is_some()
}

/// The failure of a request that got no response.
pub(super) fn before_response(error: &reqwest::Error, place: &Place) -> Failure {
    let host = &place.host;
    if let Some(fault) = find::<rustls::Error>(error) {
        let (why, action) = distrust(fault);
        return Failure::new(
            Code::Tls,
            format!("No trusted secure connection to {host}{why}."),
        )
        .with_action(action)
        .with_command(match fault {
            rustls::Error::InvalidCertificate(rustls::CertificateError::UnknownIssuer) => {
                format!("{action} Do so with: gatehouse connections set CONNECTION --ca FILE")
            }
            _ => action.to_owned(),
        });
    }
    if place.proxied && error.is_connect() {
        return Failure::new(Code::Proxy, format!("The proxy gives no way to {host}."))
            .with_action("Check HTTPS_PROXY and NO_PROXY, the proxy in the system's settings, or the connection's own.");
    }
    if error.is_dns() {
        return Failure::new(Code::Dns, format!("No address is known for {host}."))
            .with_action("Check the address and this machine's network.");
    }
    if let Some(io) = find::<io::Error>(error)
        && matches!(
            io.kind(),
            io::ErrorKind::NetworkUnreachable | io::ErrorKind::NetworkDown
        )
    {
        return Failure::new(
            Code::Offline,
            format!("There is no network to reach {host}."),
        )
        .with_action("Connect to a network, then try again.");
    }
    if error.is_connect() && error.is_timeout() {
        return Failure::new(
            Code::Connect,
            format!("{host} did not take the connection in time."),
        )
        .with_action("Check the address and this machine's network.");
    }
    if error.is_connect() && place.local {
        return Failure::new(Code::Connect, format!("Nothing answers at {host}."))
            .with_action("Start the server there, or correct the address.");
    }
    if error.is_connect() {
        return Failure::new(Code::Connect, format!("{host} refuses connections."))
            .with_action("Check the address, or try again later.");
    }
    if error.is_builder() {
        return Failure::new(
            Code::ConfigInvalid,
            format!("No request can be made for {host}."),
        )
        .with_action("Check the address.");
    }
    // What answers is no HTTP server, or its head cannot be read. It is not asked again: behind
    // that head may be an answer that was paid for.
    if find::<hyper::Error>(error).is_some_and(hyper::Error::is_parse) {
        return Failure::new(
            Code::BadResponse,
            format!("What {host} answers is not HTTP that can be read."),
        )
        .with_action("Check that the address and its scheme are those of an AI gateway.");
    }
    Failure::new(
        Code::Connect,
        format!("{host} closed the connection without an answer."),
    )
    .with_action("Try again.")
}

/// Why a server is not trusted, where it is known, and what to do. There is no way around it.
fn distrust(fault: &rustls::Error) -> (&'static str, &'static str) {
    use rustls::CertificateError as Bad;
    let rustls::Error::InvalidCertificate(bad) = fault else {
        return ("", "Check the address, and whether a proxy is in between.");
    };
    match bad {
        Bad::Expired
        | Bad::ExpiredContext { .. }
        | Bad::NotValidYet
        | Bad::NotValidYetContext { .. } => (
            ": its certificate is not valid at this time",
            "Check the date of this machine, or have the certificate renewed.",
        ),
        Bad::NotValidForName | Bad::NotValidForNameContext { .. } => (
            ": its certificate is for another name",
            "Use a name that the certificate is for, and check whether a proxy is in between.",
        ),
        Bad::UnknownIssuer => (
            ": nobody who is trusted has signed its certificate",
            "Check whether a proxy inspects the traffic. To trust who signed it, give the connection their certificate.",
        ),
        // Such as that of a certificate authority itself.
        _ => (
            ": its certificate cannot be a server's",
            "Give the server one of its own, signed by a certificate authority that is trusted.",
        ),
    }
}

/// The failure of a body that broke off.
pub(super) fn in_body(place: &Place) -> Failure {
    Failure::new(
        Code::Interrupted,
        format!("The connection to {} broke off.", place.host),
    )
    .with_action("Continue, or retry.")
}

/// A body in a compression that was not asked for.
pub(super) fn compressed(place: &Place, status: u16) -> Failure {
    let mut failure = Failure::new(
        Code::BadResponse,
        format!(
            "{} sent a compressed answer that was not asked for.",
            place.host
        ),
    )
    .with_action("Check whether a proxy changes the traffic.");
    failure.status = Some(status);
    failure
}

fn find<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref::<T>() {
            return Some(found);
        }
        // An io::Error hides the error it carries from `source`, and may carry another such.
        let carried = error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        next = match carried {
            Some(inner) => Some(inner as &(dyn Error + 'static)),
            None => error.source(),
        };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::distrust;
    use rustls::{CertificateError as Bad, Error};

    #[test]
    fn a_certificate_that_is_not_trusted_is_told_with_its_own_way_on() {
        for (bad, why, action) in [
            (Bad::Expired, "at this time", "date"),
            (Bad::NotValidYet, "at this time", "date"),
            (Bad::NotValidForName, "another name", "name"),
            (
                Bad::UnknownIssuer,
                "trusted has signed",
                "their certificate",
            ),
            (Bad::BadEncoding, "cannot be a server's", "signed by"),
        ] {
            let (told, advice) = distrust(&Error::InvalidCertificate(bad.clone()));
            assert!(told.contains(why), "{bad:?}: {told}");
            assert!(advice.contains(action), "{bad:?}: {advice}");
        }
        assert_eq!(distrust(&Error::DecryptError).0, "");
    }
}
