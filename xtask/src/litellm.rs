//! `LiteLLM`'s proxy in front of the local model: a gateway that is not ours, with faults.

use crate::failure::Failure;
use crate::http;
use crate::peers::{self, Peer, peer_file};
use crate::python;
use crate::workspace::Workspace;
use std::process::Command;

/// The proxy, and the model behind it, as long as this value lives.
#[derive(Debug)]
pub(crate) struct LiteLlm {
    /// What is talked to.
    pub(crate) proxy: Peer,
    /// What it talks to.
    _model: Peer,
}

/// Fetches both, once, and starts them.
///
/// # Errors
/// When one cannot be fetched or does not come up.
pub(crate) fn litellm(workspace: &Workspace) -> Result<LiteLlm, Failure> {
    let pins: Vec<&str> = include_str!("../peers/litellm.txt").lines().collect();
    let packages = python::unpack(workspace, "litellm", &pins)?;
    let model = peers::local_model(workspace)?;
    let port = http::free_port()?;
    let mut command = Command::new(python::program()?);
    command
        .arg(peer_file(workspace, "litellm_serve.py"))
        .arg(port.to_string())
        .arg(peer_file(workspace, "litellm.yaml"))
        .env("PYTHONPATH", packages)
        .env("GATEHOUSE_PEER_UPSTREAM", model.url())
        .env("GATEHOUSE_PEER_UPSTREAM_KEY", model.key());
    let proxy = Peer::start(
        command,
        "GATEHOUSE_PEER_KEY",
        "via-llama",
        port,
        "/health/liveliness",
    )?;
    Ok(LiteLlm {
        proxy,
        _model: model,
    })
}
