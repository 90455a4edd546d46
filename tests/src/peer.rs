//! A server that is not ours, started by `cargo xtask test`: where it is, and how to ask it.

use crate::cli::Cli;

/// A running peer, named by `GATEHOUSE_TEST_PEER_URL`, `…_KEY` and `…_MODEL`.
#[derive(Debug)]
pub struct Peer {
    /// The command line, with the peer as its gateway.
    pub cli: Cli,
    /// The model that it serves.
    pub model: String,
}

impl Peer {
    /// The peer that the variables name.
    pub fn from_environment() -> Self {
        let variable = |name: &str| {
            let name = format!("GATEHOUSE_TEST_PEER_{name}");
            std::env::var(&name).unwrap_or_else(|_| panic!("{name} is not set: no peer is up"))
        };
        let cli = Cli::new()
            .with("AI_GATEWAY_URL", variable("URL"))
            .with("AI_GATEWAY_API_KEY", variable("KEY"));
        let model = variable("MODEL");
        Self { cli, model }
    }

    /// `ask --json -m MODEL` with these arguments behind it.
    pub fn ask<'a>(&'a self, arguments: &[&'a str]) -> Vec<&'a str> {
        [&["ask", "--json", "-m", &self.model], arguments].concat()
    }
}
