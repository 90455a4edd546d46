//! `cargo xtask bench`: lists the benches, or runs one.

mod render;
mod start;

use crate::failure::Failure;
use crate::process;
use crate::report;
use crate::workspace::Workspace;

/// One measurement of its own program.
#[derive(Debug)]
struct Bench {
    name: &'static str,
    about: &'static str,
    what: What,
}

/// What is run.
#[derive(Debug)]
enum What {
    /// One program.
    Cargo {
        /// Arguments to cargo.
        bench: &'static [&'static str],
        /// Arguments to cargo for the programs that it starts, if any.
        needs: Option<&'static [&'static str]>,
    },
    /// Several, in browsers too.
    Render,
    /// The window itself.
    Start,
}

/// Each comes with the feature that it measures.
const ALL: &[Bench] = &[
    Bench {
        name: "stop",
        about: "how soon the server sees the connection close after Stop",
        what: What::Cargo {
            bench: &[
                "bench",
                "--locked",
                "-p",
                "gatehouse-tests",
                "--bench",
                "stop",
                "--profile",
                "dev",
            ],
            needs: Some(&["build", "--locked", "-p", "chat-cli"]),
        },
    },
    Bench {
        name: "checkpoints",
        about: "what keeping a streaming answer on disk writes, beside rewriting its text",
        what: What::Cargo {
            bench: &[
                "bench",
                "--locked",
                "-p",
                "chat-engine",
                "--bench",
                "checkpoints",
                "--profile",
                "dev",
            ],
            needs: None,
        },
    },
    Bench {
        name: "history",
        about: "how soon a search of a million messages has its first hits, and what its index costs",
        what: What::Cargo {
            bench: &[
                "bench",
                "--locked",
                "-p",
                "chat-engine",
                "--bench",
                "history",
            ],
            needs: None,
        },
    },
    Bench {
        name: "wire",
        about: "how fast a stream is read, beside eventsource-stream, async-openai and a raw socket",
        what: What::Cargo {
            bench: &[
                "run",
                "--locked",
                "--release",
                "--manifest-path",
                "tests/wire-bench/Cargo.toml",
                "--target-dir",
                "target/wire-bench",
            ],
            needs: None,
        },
    },
    Bench {
        name: "render",
        about: "what a growing answer costs to draw, beside what others use, in both engines",
        what: What::Render,
    },
    Bench {
        name: "start",
        about: "what starting the window and leaving it alone cost, beside an empty one",
        what: What::Start,
    },
    Bench {
        name: "highlight",
        about: "how fast code is coloured, beside tree-sitter, and what it adds to opening a chat",
        what: What::Cargo {
            bench: &[
                "run",
                "--locked",
                "--release",
                "--manifest-path",
                "tests/code-bench/Cargo.toml",
                "--target-dir",
                "target/code-bench",
            ],
            needs: None,
        },
    },
];

/// The command.
///
/// # Errors
/// For an unknown name, or when the bench fails.
pub(crate) fn bench(workspace: &Workspace, arguments: &[String]) -> Result<(), Failure> {
    let Some(name) = arguments.first() else {
        report::result(&list());
        return Ok(());
    };
    let Some(bench) = ALL.iter().find(|bench| bench.name == name) else {
        return Err(Failure::usage(
            &format!("There is no bench `{name}`."),
            &list(),
        ));
    };
    run(workspace, bench, arguments.get(1..).unwrap_or_default())
}

/// Every bench, one after the other. A goal that is missed is told at the end, and fails nothing:
/// it is a figure to improve, not a fault.
///
/// # Errors
/// When one cannot be built or measured.
pub(crate) fn all(workspace: &Workspace) -> Result<(), Failure> {
    let mut missed = Vec::new();
    for bench in ALL {
        if let Err(failure) = run(workspace, bench, &[]) {
            // What a bench ends with on a miss, and on nothing else.
            if failure.status != Some(1) {
                return Err(failure);
            }
            missed.push(bench.name);
        }
    }
    if !missed.is_empty() {
        report::say(&format!("Goals were missed in: {}", missed.join(", ")));
    }
    Ok(())
}

fn run(workspace: &Workspace, bench: &Bench, more: &[String]) -> Result<(), Failure> {
    match bench.what {
        What::Cargo { bench, needs } => {
            if let Some(needs) = needs {
                process::run(
                    process::cargo(needs).current_dir(&workspace.root),
                    "Read the lines above.",
                )?;
            }
            process::run(
                process::cargo(bench)
                    .args(more)
                    .current_dir(&workspace.root),
                "Read the lines above.",
            )
        }
        What::Render => render::render(workspace, more),
        What::Start => start::start(workspace, more),
    }
}

fn list() -> String {
    let lines = ALL
        .iter()
        .map(|bench| format!("  {}  {}", bench.name, bench.about));
    std::iter::once("The benches are:".to_owned())
        .chain(lines)
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_bench_is_wrong_usage_and_none_lists_them() {
        let workspace = Workspace::find().unwrap();
        assert_eq!(
            bench(&workspace, &["nonsense".to_owned()])
                .unwrap_err()
                .exit,
            2
        );
        assert!(bench(&workspace, &[]).is_ok());
    }
}
