//! `cargo xtask test`: picks the stages, sets up what they lack, runs them, tells the times.
//!
//! What a stage does is in `stages.rs`.

use std::time::{Duration, Instant};

use crate::failure::Failure;
use crate::install::{self, Consent};
use crate::packages::Need;
use crate::report;
use crate::stages::{ALL, Context, Stage};
use crate::workspace::Workspace;

/// How one stage ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Passed,
    Failed,
    /// An earlier stage failed.
    NotRun,
}

impl Outcome {
    fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "FAILED",
            Self::NotRun => "not run",
        }
    }
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Options {
    yes: bool,
    full: bool,
    list: bool,
    names: Vec<String>,
}

fn options(arguments: &[String]) -> Result<Options, Failure> {
    let mut options = Options::default();
    for argument in arguments {
        match argument.as_str() {
            "--yes" | "-y" => options.yes = true,
            "--full" => options.full = true,
            "--list" => options.list = true,
            flag if flag.starts_with('-') => {
                return Err(Failure::usage(
                    &format!("`cargo xtask test` has no flag {flag}."),
                    "It has --yes, --full and --list.",
                ));
            }
            name => options.names.push(name.to_owned()),
        }
    }
    Ok(options)
}

/// The stages to run, always in the order of their cost.
fn select<'a>(all: &'a [Stage], options: &Options) -> Result<Vec<&'a Stage>, Failure> {
    if let Some(unknown) = options
        .names
        .iter()
        .find(|name| all.iter().all(|s| s.name != **name))
    {
        let names: Vec<&str> = all.iter().map(|stage| stage.name).collect();
        return Err(Failure::usage(
            &format!("There is no stage `{unknown}`."),
            &format!("The stages are: {}.", names.join(", ")),
        ));
    }
    Ok(all
        .iter()
        .filter(|stage| {
            if options.names.is_empty() {
                options.full || !stage.only_full
            } else {
                options.names.iter().any(|name| name == stage.name)
            }
        })
        .collect())
}

/// The command.
///
/// # Errors
/// When a stage fails, after the table was printed.
pub(crate) fn test(workspace: &Workspace, arguments: &[String]) -> Result<(), Failure> {
    let options = options(arguments)?;
    if options.list {
        report::result(&list(ALL));
        return Ok(());
    }
    let stages = select(ALL, &options)?;
    let start = Instant::now();
    let mut rows: Vec<(&str, Outcome, Duration)> = Vec::new();

    report::heading("setup");
    let mut failure = set_up(workspace, &stages, options.yes).err();
    let outcome = if failure.is_some() {
        Outcome::Failed
    } else {
        Outcome::Passed
    };
    rows.push(("setup", outcome, start.elapsed()));

    let mut context = Context::new(workspace);
    for stage in stages {
        let begun = Instant::now();
        let outcome = if failure.is_some() {
            Outcome::NotRun
        } else {
            report::heading(&format!("{}: {}", stage.name, stage.about));
            match one(workspace, stage, &mut context) {
                Ok(outcome) => outcome,
                Err(mut error) => {
                    error.action = error.action.replace("STAGE", stage.name);
                    failure = Some(error);
                    Outcome::Failed
                }
            }
        };
        rows.push((stage.name, outcome, begun.elapsed()));
        if outcome != Outcome::NotRun {
            let time = report::duration(begun.elapsed());
            report::say(&format!("-- {}: {}, {time}", stage.name, outcome.word()));
        }
    }
    report::result(&summary(&rows, start.elapsed()));
    failure.map_or(Ok(()), Err)
}

fn set_up(workspace: &Workspace, stages: &[&Stage], yes: bool) -> Result<(), Failure> {
    let needs: Vec<Need> = stages
        .iter()
        .filter(|stage| stage.missing(workspace).is_empty())
        .flat_map(|stage| stage.needs.iter().copied())
        .collect();
    install::ensure(&needs, Consent::from_flag(yes))?;
    install::rust_components()
}

fn one(workspace: &Workspace, stage: &Stage, context: &mut Context) -> Result<Outcome, Failure> {
    let missing = stage.missing(workspace);
    if missing.is_empty() {
        return (stage.run)(context).map(|()| Outcome::Passed);
    }
    let missing = missing.join(", ");
    Err(Failure::new(
        format!("The stage {} has lost its files: {missing}.", stage.name),
        "Bring them back, or take the stage out of xtask/src/stages.rs.",
    ))
}

fn list(all: &[Stage]) -> String {
    let rows: Vec<[String; 3]> = all
        .iter()
        .map(|stage| {
            let when = if stage.only_full {
                "with --full"
            } else {
                "always"
            };
            [
                stage.name.to_owned(),
                when.to_owned(),
                stage.about.to_owned(),
            ]
        })
        .collect();
    report::table(&rows)
}

fn summary(rows: &[(&str, Outcome, Duration)], total: Duration) -> String {
    let cells: Vec<[String; 3]> = rows
        .iter()
        .map(|(name, outcome, time)| {
            let time = match outcome {
                Outcome::Passed | Outcome::Failed => report::duration(*time),
                Outcome::NotRun => String::new(),
            };
            [(*name).to_owned(), outcome.word().to_owned(), time]
        })
        .collect();
    let count = |wanted: Outcome| {
        rows.iter()
            .filter(|(_, outcome, _)| *outcome == wanted)
            .count()
    };
    format!(
        "\n{}\n\ntotal {}\nstages: {} passed, {} failed",
        report::table(&cells),
        report::duration(total),
        count(Outcome::Passed),
        count(Outcome::Failed),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    fn chosen(text: &str) -> Vec<&'static str> {
        select(ALL, &options(&words(text)).unwrap())
            .unwrap()
            .iter()
            .map(|s| s.name)
            .collect()
    }

    #[test]
    fn without_names_every_stage_runs_and_the_long_ones_only_with_full() {
        let (usual, full) = (chosen("--yes"), chosen("--full"));
        assert_eq!(full.len(), ALL.len());
        assert!(usual.contains(&"e2e") && !usual.contains(&"bundle") && full.contains(&"bundle"));
    }

    #[test]
    fn named_stages_keep_the_order_of_cost() {
        assert_eq!(chosen("e2e fmt unit"), ["fmt", "unit", "e2e"]);
        assert_eq!(chosen("bundle"), ["bundle"]);
    }

    #[test]
    fn an_unknown_stage_or_flag_is_wrong_usage() {
        let unknown = select(ALL, &options(&words("fmt nonsense")).unwrap())
            .err()
            .unwrap();
        assert_eq!(unknown.exit, 2);
        assert!(unknown.what.contains("nonsense") && unknown.action.contains("clippy"));
        assert_eq!(options(&words("--fast")).unwrap_err().exit, 2);
    }

    #[test]
    fn stage_names_are_unique() {
        for stage in ALL {
            assert_eq!(
                ALL.iter().filter(|other| other.name == stage.name).count(),
                1
            );
        }
    }

    #[test]
    fn a_stage_without_its_files_fails() {
        let workspace = Workspace::find().unwrap();
        let stage = Stage {
            name: "x",
            about: "",
            needs: &[],
            files: &["no/such/*.test.js"],
            only_full: false,
            run: |_| Ok(()),
        };
        let mut context = Context::new(&workspace);
        let failure = one(&workspace, &stage, &mut context).unwrap_err();
        assert!(failure.what.contains("no/such/*.test.js"), "{failure}");
    }

    #[test]
    fn the_summary_counts_and_shows_times_only_of_what_ran() {
        let second = Duration::from_secs(1);
        let text = summary(
            &[
                ("fmt", Outcome::Passed, second),
                ("unit", Outcome::Failed, second),
                ("e2e", Outcome::NotRun, second),
            ],
            second * 65,
        );
        assert!(text.contains("e2e   not run\n"), "{text}");
        assert!(
            text.ends_with("total 1 min 05 s\nstages: 1 passed, 1 failed"),
            "{text}"
        );
    }
}
