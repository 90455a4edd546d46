//! The real Vercel CLI, with a stand-in for its API on loopback.
//!
//! It is a peer of another kind than the servers of `peers.rs`: what is talked to is a program.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::failure::Failure;
use crate::http;
use crate::node::Node;
use crate::peers::{Peer, peer_file};
use crate::process;
use crate::report;
use crate::workspace::{Workspace, empty_folder, write_file};

/// The CLI, ready to be run, as long as this value lives.
#[derive(Debug)]
pub(crate) struct VercelCli {
    /// The stand-in for its API.
    pub(crate) peer: Peer,
    /// The program.
    pub(crate) program: PathBuf,
    /// A data folder for it, by `XDG_DATA_HOME`: who is logged in, and where.
    data: PathBuf,
    /// `PATH` with the Node that runs it.
    pub(crate) path: Option<OsString>,
}

/// Installs the CLI, once, and starts the stand-in.
///
/// # Errors
/// When npm fails or the stand-in does not come up.
pub(crate) fn vercel_cli(workspace: &Workspace, node: &Node) -> Result<VercelCli, Failure> {
    let program = install(workspace, node)?;
    let data = workspace.tools.join("vercel-cli-data");
    empty_folder(&data)?;
    let port = http::free_port()?;
    let mut command = node.node(&[]);
    command
        .arg(peer_file(workspace, "vercel_api.mjs"))
        .arg(port.to_string())
        .arg(&data);
    let peer = Peer::start(command, "GATEHOUSE_PEER_KEY", "", port, "/health")?;
    Ok(VercelCli {
        peer,
        program,
        data,
        path: node.path(),
    })
}

fn install(workspace: &Workspace, node: &Node) -> Result<PathBuf, Failure> {
    let wanted = include_str!("../peers/vercel_cli.json");
    let place = workspace.tools.join("vercel-cli");
    let stamp = place.join(".installed");
    let name = if cfg!(windows) {
        "vercel.cmd"
    } else {
        "vercel"
    };
    let program = place.join("node_modules").join(".bin").join(name);
    if program.is_file() && std::fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(program);
    }
    report::say("Fetching the Vercel CLI, about 360 MB.");
    empty_folder(&place)?;
    write_file(&place.join("package.json"), wanted)?;
    let mut npm = node.npm(&["install", "--ignore-scripts", "--no-audit", "--no-fund"]);
    process::prepare(
        npm.current_dir(&place),
        "Check the network, then start this again.",
    )?;
    write_file(&stamp, wanted)?;
    Ok(program)
}

impl VercelCli {
    /// How to use it by hand.
    pub(crate) fn hint(&self) -> String {
        format!(
            "\nIt is up. In another terminal, in a folder of its own:\n\
             \x20 mkdir .vercel\n\
             \x20 echo '{{\"projectId\":\"prj_new\",\"orgId\":\"team_1\"}}' > .vercel/project.json\n\
             \x20 export XDG_DATA_HOME={}\n\
             \x20 export VERCEL_TELEMETRY_DISABLED=1 NO_UPDATE_NOTIFIER=1\n\
             \x20 {} project token prj_new --format=json --scope team_1\n\
             Ctrl-C here stops it.",
            self.data.display(),
            self.program.display(),
        )
    }
}
