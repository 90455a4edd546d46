//! Goals, figures and ratios.

use std::process::ExitCode;
use std::time::{Duration, Instant};

/// What a piece of work took, in milliseconds.
#[derive(Clone, Copy)]
pub(crate) struct Took {
    pub(crate) wall: f64,
    /// Of all threads of this process.
    pub(crate) cpu: f64,
}

/// The beginning of a piece of work.
pub(crate) struct Begun(Instant, Duration);

impl Begun {
    pub(crate) fn now() -> Self {
        Self(Instant::now(), cpu())
    }

    pub(crate) fn took(&self) -> Took {
        let wall = self.0.elapsed();
        Took {
            wall: wall.as_secs_f64() * 1_000.0,
            cpu: cpu().saturating_sub(self.1).as_secs_f64() * 1_000.0,
        }
    }
}

/// The processor time of all threads; where the system does not tell, none.
fn cpu() -> Duration {
    let tasks = std::fs::read_dir("/proc/self/task")
        .into_iter()
        .flatten()
        .flatten();
    let nanos = tasks.filter_map(|task| {
        let text = std::fs::read_to_string(task.path().join("schedstat")).ok()?;
        text.split(' ').next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(nanos.sum())
}

/// Whether others use this machine: then the processor time is what counts.
fn is_busy() -> bool {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split(' ')
        .next()
        .and_then(|load| load.parse::<f64>().ok())
        .is_some_and(|load| load > 1.5)
}

pub(crate) struct Table {
    missed: bool,
}

impl Table {
    pub(crate) fn new() -> Self {
        println!(
            "Milliseconds. The goal is held by the wall clock, or, where others keep the machine busy (*),"
        );
        println!("by the time of the processor, without waiting for the disk.");
        println!(
            "{:<40} {:>5} {:>8} {:>8} {:>8} {:>8} {:>6}",
            "", "goal", "p50", "p99", "cpu p50", "cpu p99", "ratio"
        );
        Self { missed: false }
    }

    /// Times; the goal is for the 99th of a hundred.
    pub(crate) fn row(&mut self, name: &str, goal: f64, took: &[Took]) {
        self.at(name, goal, took, 0.99);
    }

    /// The same for another share of them.
    pub(crate) fn at(&mut self, name: &str, goal: f64, took: &[Took], share: f64) {
        let wall: Vec<f64> = took.iter().map(|took| took.wall).collect();
        let cpu: Vec<f64> = took.iter().map(|took| took.cpu).collect();
        let busy = is_busy();
        let (by_wall, by_cpu) = (percentile(&wall, share), percentile(&cpu, share));
        let held = if busy { by_cpu } else { by_wall };
        self.missed |= held > goal;
        println!(
            "{name:<40} {goal:>5} {:>8.2} {by_wall:>8.2} {:>8.2} {by_cpu:>8.2} {:>6.2}{}{}",
            percentile(&wall, 0.5),
            percentile(&cpu, 0.5),
            held / goal,
            if busy { "*" } else { "" },
            if held > goal { " MISSED" } else { "" },
        );
    }

    /// A figure without a unit.
    pub(crate) fn ratio(&mut self, name: &str, goal: f64, figure: f64) {
        self.missed |= figure > goal;
        println!(
            "{name:<40} {goal:>5} {figure:>8.4} {:>26} {:>6.2}{}",
            "",
            figure / goal,
            if figure > goal { " MISSED" } else { "" },
        );
    }

    pub(crate) fn end(self) -> ExitCode {
        if self.missed {
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        }
    }
}

/// The processor time in the middle.
pub(crate) fn median(took: &[Took]) -> f64 {
    percentile(&took.iter().map(|took| took.cpu).collect::<Vec<_>>(), 0.5)
}

fn percentile(times: &[f64], share: f64) -> f64 {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    let at = ((times.len() as f64 * share).ceil() as usize).clamp(1, times.len());
    times[at - 1]
}
