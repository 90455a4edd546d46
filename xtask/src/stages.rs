//! The stages of `cargo xtask test`, cheapest first, with what each needs.
//!
//! What they run is in `steps.rs`.

use std::process::Command;

use crate::bench;
use crate::bundle;
use crate::failure::Failure;
use crate::home;
use crate::node::Node;
use crate::packages::Need;
use crate::process;
use crate::steps;
use crate::workspace::Workspace;

/// One step of the test run.
#[derive(Debug)]
pub(crate) struct Stage {
    /// What it is called on the command line.
    pub(crate) name: &'static str,
    /// One line about it.
    pub(crate) about: &'static str,
    /// Packages it needs.
    pub(crate) needs: &'static [Need],
    /// Files without which there is nothing to run, as [`Workspace::has`] reads them: a stage never
    /// disappears silently.
    pub(crate) files: &'static [&'static str],
    /// Whether only `--full` runs it.
    pub(crate) only_full: bool,
    /// What it does.
    pub(crate) run: fn(&mut Context) -> Result<(), Failure>,
}

impl Stage {
    /// Its files that are not there.
    pub(crate) fn missing(&self, workspace: &Workspace) -> Vec<&'static str> {
        self.files
            .iter()
            .copied()
            .filter(|pattern| !workspace.has(pattern))
            .collect()
    }
}

/// A stage that always runs and needs nothing beside Rust and a C compiler.
const PLAIN: Stage = Stage {
    name: "",
    about: "",
    needs: &[Need::Cli],
    files: &[],
    only_full: false,
    run: |_| Ok(()),
};

/// All stages in the order in which they run.
pub(crate) const ALL: &[Stage] = &[
    Stage {
        name: "fmt",
        about: "the code is formatted",
        run: steps::fmt,
        ..PLAIN
    },
    Stage {
        name: "deny",
        about: "licences, sources and banned crates",
        needs: &[Need::Python],
        files: &["deny.toml"],
        run: steps::deny,
        ..PLAIN
    },
    Stage {
        name: "workflows",
        about: "the workflows ask for no more than they need",
        needs: &[Need::Python],
        files: &[".github/workflows/*.yml"],
        run: steps::workflows,
        ..PLAIN
    },
    Stage {
        name: "page",
        about: "the page: types, lints, pure modules",
        needs: &[Need::Python],
        files: &[
            "ui/jsconfig.json",
            "eslint.config.js",
            "tests/ui/node/*.test.js",
        ],
        run: steps::page,
        ..PLAIN
    },
    Stage {
        name: "clippy",
        about: "lints of the whole workspace",
        needs: &[Need::Window],
        run: steps::clippy,
        ..PLAIN
    },
    Stage {
        name: "unit",
        about: "unit, property and doc tests",
        needs: &[Need::Cli, Need::Keyring, Need::Journeys],
        run: steps::unit,
        ..PLAIN
    },
    Stage {
        name: "doc",
        about: "the documentation builds without warnings",
        run: steps::doc,
        ..PLAIN
    },
    Stage {
        name: "journeys",
        about: "journeys, contracts and architecture over the whole",
        needs: &[Need::Cli, Need::Keyring, Need::Journeys],
        files: &["tests/tests"],
        run: steps::journeys,
        ..PLAIN
    },
    Stage {
        name: "browser",
        about: "the page's elements in Chromium",
        needs: &[Need::Python, Need::Browser],
        files: &["tests/ui/browser/*.test.js"],
        run: steps::browser,
        ..PLAIN
    },
    Stage {
        name: "aimock",
        about: "a conversation with a server that is not ours",
        needs: &[Need::Cli, Need::Python],
        files: &["tests/tests/aimock*"],
        run: steps::aimock,
        ..PLAIN
    },
    Stage {
        name: "shell",
        about: "the window's crate",
        needs: &[Need::Window],
        files: &["src-tauri/tauri.conf.json"],
        run: steps::shell,
        ..PLAIN
    },
    Stage {
        name: "e2e",
        about: "the real window, tray and keyring",
        needs: &[Need::Window, Need::Python, Need::Keyring, Need::RealWindow],
        files: &["tests/e2e/*.test.js"],
        run: steps::e2e,
        ..PLAIN
    },
    Stage {
        name: "hostile",
        about: "hostile texts in the real window, in a network that ends here",
        needs: &[
            Need::Window,
            Need::Python,
            Need::Keyring,
            Need::RealWindow,
            Need::ClosedNetwork,
        ],
        files: &["tests/e2e/hostile/*.test.js", "tests/payloads/*.json"],
        run: steps::hostile,
        ..PLAIN
    },
    Stage {
        name: "search",
        about: "2,000 random searches over 20,000 messages, against a reading of the rules",
        files: &["src-tauri/crates/chat-engine/tests/store/search/asks.rs"],
        only_full: true,
        run: steps::search,
        ..PLAIN
    },
    Stage {
        name: "hostile-everywhere",
        about: "the same, each text in each place",
        needs: &[
            Need::Window,
            Need::Python,
            Need::Keyring,
            Need::RealWindow,
            Need::ClosedNetwork,
        ],
        files: &["tests/e2e/hostile/*.test.js", "tests/payloads/*.json"],
        only_full: true,
        run: steps::hostile_everywhere,
    },
    Stage {
        name: "growth",
        about: "100,000 random answers, however they arrive, settle as the whole text says",
        files: &["src-tauri/crates/chat-render/tests/growth.rs"],
        only_full: true,
        run: steps::growth,
        ..PLAIN
    },
    Stage {
        name: "local-model",
        about: "a conversation with a real small model, about 200 MB to fetch",
        needs: &[Need::Cli, Need::Python],
        files: &["tests/tests/local_model*"],
        only_full: true,
        run: steps::local_model,
    },
    Stage {
        name: "litellm",
        about: "a gateway that is not ours, in front of that model, about 350 MB to fetch",
        needs: &[Need::Cli, Need::Python],
        files: &["tests/tests/litellm*"],
        only_full: true,
        run: steps::litellm,
    },
    Stage {
        name: "vercel-cli",
        about: "a sign-in renewed by the real Vercel CLI, about 360 MB to fetch",
        needs: &[Need::Cli, Need::Python],
        files: &["tests/tests/vercel_cli*"],
        only_full: true,
        run: steps::vercel_cli,
    },
    Stage {
        name: "benches",
        about: "every goal in milliseconds or ratios, side by side with others",
        needs: &[
            Need::Cli,
            Need::Window,
            Need::Python,
            Need::Browser,
            Need::Keyring,
            Need::RealWindow,
        ],
        files: &[
            "tests/benches/*.rs",
            "tests/benches/render/main.js",
            "tests/benches/start/main.js",
            "tests/wire-bench/Cargo.toml",
            "tests/code-bench/Cargo.toml",
        ],
        only_full: true,
        run: |context| bench::all(context.workspace),
    },
    Stage {
        name: "bundle",
        about: "release build, packages, installed, upgraded, started and removed in a clean root",
        needs: &[
            Need::Window,
            Need::Python,
            Need::Keyring,
            Need::RealWindow,
            Need::CleanRoot,
        ],
        files: &["src-tauri/tauri.conf.json", "packaging/*.hbs"],
        only_full: true,
        run: |context| bundle::stage(context.workspace),
    },
];

/// What the stages share.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    pub(crate) workspace: &'a Workspace,
    node: Option<Node>,
}

impl<'a> Context<'a> {
    pub(crate) fn new(workspace: &'a Workspace) -> Self {
        Self {
            workspace,
            node: None,
        }
    }

    /// Node and its tools, set up by the first stage that asks.
    ///
    /// # Errors
    /// When there is no Node to be had.
    pub(crate) fn node(&mut self) -> Result<Node, Failure> {
        if let Some(node) = &self.node {
            return Ok(node.clone());
        }
        let node = Node::ready(self.workspace)?;
        self.node = Some(node.clone());
        Ok(node)
    }

    /// `cargo ARGUMENTS` in the root.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = process::cargo(arguments);
        command.current_dir(&self.workspace.root);
        command
    }

    /// Tells the tests where our programs are and where to leave what they want to show.
    pub(crate) fn name_programs(&self, command: &mut Command) {
        command
            .env("GATEHOUSE_TEST_CLI", self.workspace.cli())
            .env("GATEHOUSE_TEST_APP", self.workspace.app())
            .env("GATEHOUSE_TEST_ARTIFACTS", &self.workspace.artifacts);
    }

    /// A script of `package.json`.
    ///
    /// # Errors
    /// When there is no Node to be had.
    pub(crate) fn npm_script(&mut self, script: &str) -> Result<Command, Failure> {
        let node = self.node()?;
        let mut command = node.npm(&["run", "--silent", script]);
        home::without_configuration(command.current_dir(&self.workspace.root));
        self.name_programs(&mut command);
        Ok(command)
    }
}
