//! Faults put into a real run of the command line: `strace` fails or kills it at its nth write, sync,
//! truncation or opening of a file of the history; then everything that must hold is looked at.
//!
//! It states what is looked at; which points are tried is said in `tests/durable`.

mod after;
mod power;
mod run;

pub use after::{Broken, check, independent, left};
pub use power::{Left, losses};
pub use run::{Ran, Sandbox, Script, counts, counts_of, killed, random_kill, run};

use std::fmt;

/// What is done to the system call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The process is killed when it makes the call.
    Kill,
    /// The call fails once.
    Once(&'static str),
    /// The call fails from then on.
    From(&'static str),
}

/// One fault at one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// What is run.
    pub script: Script,
    /// The system call.
    pub call: &'static str,
    /// Which of its calls, counted from 1 in each thread.
    pub nth: usize,
    /// What happens there.
    pub fault: Fault,
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            script,
            call,
            nth,
            fault,
        } = self;
        write!(f, "{script:?}: {fault:?} at {call} {nth}")
    }
}

impl Point {
    /// As `strace` is told.
    pub(crate) fn inject(&self) -> String {
        self.fault.inject(self.call, self.nth)
    }
}

impl Fault {
    fn inject(self, call: &str, nth: usize) -> String {
        match self {
            Self::Kill => format!("inject={call}:signal=SIGKILL:when={nth}"),
            Self::Once(error) => format!("inject={call}:error={error}:when={nth}"),
            Self::From(error) => format!("inject={call}:error={error}:when={nth}+"),
        }
    }
}

/// The calls that change what is on disk, and what may befall each.
const CALLS: &[(&str, &[Fault])] = &[
    (
        "pwrite64",
        &[
            Fault::Kill,
            Fault::Once("ENOSPC"),
            Fault::Once("EIO"),
            Fault::From("ENOSPC"),
            Fault::From("EIO"),
        ],
    ),
    (
        "fsync",
        &[
            Fault::Kill,
            Fault::Once("EIO"),
            Fault::Once("ENOSPC"),
            Fault::From("EIO"),
        ],
    ),
    (
        "fdatasync",
        &[Fault::Kill, Fault::Once("EIO"), Fault::From("EIO")],
    ),
    (
        "ftruncate",
        &[
            Fault::Kill,
            Fault::Once("ENOSPC"),
            Fault::Once("EIO"),
            Fault::From("ENOSPC"),
        ],
    ),
    (
        "openat",
        &[
            Fault::Kill,
            Fault::Once("ENOSPC"),
            Fault::Once("EIO"),
            Fault::Once("EMFILE"),
        ],
    ),
    ("unlink", &[Fault::Kill, Fault::Once("EIO")]),
    ("rename", &[Fault::Kill, Fault::Once("ENOSPC")]),
    ("mkdir", &[Fault::Kill, Fault::Once("ENOSPC")]),
    // Not a write: what cannot be read must not be taken for lost either.
    ("pread64", &[Fault::Once("EIO"), Fault::From("EIO")]),
];

/// Every point of a script, by how often each call is made in it.
pub fn points(script: Script, counted: &[(String, usize)]) -> Vec<Point> {
    let mut points = Vec::new();
    for (call, faults) in CALLS {
        let times = counted
            .iter()
            .find(|(name, _)| name == call)
            .map_or(0, |(_, times)| *times);
        for nth in 1..=times {
            points.extend(faults.iter().map(|&fault| Point {
                script,
                call,
                nth,
                fault,
            }));
        }
    }
    points
}

/// The names of the calls.
pub(crate) fn names() -> String {
    let names: Vec<&str> = CALLS.iter().map(|(name, _)| *name).collect();
    names.join(",")
}
