//! Why a person should look twice before an address is opened.

use serde::{Deserialize, Serialize};
use url::Host;

use super::{Link, said};

/// Longest text of a link that is looked at, in characters.
const MAX_TEXT: usize = 1_000;

/// Longest address that is opened without asking, in bytes: nobody reads more of one, and what an
/// answer knows can be written into it.
const LONG: usize = 300;

/// A reason to ask before an address is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum Doubt {
    /// The link's text looks like an address of another host.
    OtherText,
    /// The host stands for letters of other scripts, which can look like another name.
    Disguised,
    /// A user name stands before the host and can be taken for it.
    Userinfo,
    /// The host is a number or a machine of the network around, not a name of the web.
    Address,
    /// A port that is not the usual one.
    Port,
    /// It is longer than anybody reads.
    Long,
    /// It prepares a letter with more than whom it goes to.
    Mail,
}

impl Link {
    /// Why a person should be asked before it is opened; empty where there is nothing to ask.
    /// `text` is what the link stands behind.
    pub fn doubts(&self, text: &str) -> Vec<Doubt> {
        let text: String = text.chars().take(MAX_TEXT).collect();
        let checks = [
            (Doubt::OtherText, said::claims_another(self, &text)),
            (Doubt::Disguised, self.is_disguised()),
            (Doubt::Userinfo, self.has_userinfo()),
            (Doubt::Address, self.is_local()),
            (Doubt::Port, self.url.port().is_some()),
            (Doubt::Long, self.href().len() > LONG),
            (Doubt::Mail, self.is_prepared_mail()),
        ];
        checks
            .into_iter()
            .filter_map(|(doubt, there)| there.then_some(doubt))
            .collect()
    }

    fn is_local(&self) -> bool {
        match self.url.host() {
            Some(Host::Ipv4(_) | Host::Ipv6(_)) => true,
            Some(Host::Domain(name)) => {
                let name = name.trim_end_matches('.');
                let end = name.rsplit('.').next().unwrap_or_default();
                !name.contains('.') || matches!(end, "localhost" | "local" | "internal" | "lan")
            }
            None => false,
        }
    }

    /// Whether a letter would have more than one plain address.
    fn is_prepared_mail(&self) -> bool {
        let path = self.url.path();
        let several = path.contains([',', ';', '%']) || path.matches('@').count() != 1;
        self.url.scheme() == "mailto" && (several || self.url.query().is_some())
    }
}
