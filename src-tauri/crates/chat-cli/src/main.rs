//! `gatehouse`, the command line on the chat engine.
//!
//! Thin: it reads arguments and standard input, asks the engine, and prints. Contract: DESIGN §5.2.
#![forbid(unsafe_code)]

mod args;
mod ask;
mod connections;
mod demo;
mod doctor;
mod everything;
mod files;
mod history;
mod keys;
mod log;
mod models;
mod output;
mod presets;
mod prompt;
mod replay;
mod report;
mod settings;
mod stop;
mod usage;
mod window;
mod words;

use args::{Cli, Verb};
use chat_core::failure::Failure;
use chat_engine::paths::Paths;
use chat_engine::{Config, Engine};
use clap::Parser;
use report::Ended;
use std::process::ExitCode;

fn main() -> ExitCode {
    let wants_json = std::env::args_os().any(|arg| arg == "--json");
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return report::usage(&error, wants_json),
    };
    let mut threads = tokio::runtime::Builder::new_multi_thread();
    let Ok(runtime) = threads.worker_threads(2).enable_all().build() else {
        let failure = report::internal("No thread could be started.");
        return report::failure(&failure, cli.json).code();
    };
    let ended = runtime.block_on(run(cli));
    // A keyring call that never ends must not hold up the exit.
    runtime.shutdown_background();
    ended.code()
}

async fn run(cli: Cli) -> Ended {
    let json = cli.json;
    if let Verb::DemoGateway(args) = cli.verb {
        return demo::serve(args, json).await;
    }
    let opened = Config::from_process(demo::start_demo()).and_then(|config| {
        log::start(&config.environment);
        let paths = Paths::of(&config.environment)?;
        Ok((Engine::open(config), paths))
    });
    let (engine, paths) = match opened {
        Ok(opened) => opened,
        Err(failure) => return report::failure(&failure, json),
    };
    let ended = match cli.verb {
        Verb::Ask(args) if args.window => told(window::ask(&engine, args, json).await, json),
        Verb::Ask(args) => ask::run(&engine, args, json).await,
        Verb::Keys(args) => told(keys::run(&engine, args, json).await, json),
        Verb::Connections(args) => told(connections::run(&engine, args, json).await, json),
        Verb::Presets(args) => told(presets::run(&engine, args, json).await, json),
        Verb::Settings(args) => told(settings::run(&engine, args, json).await, json),
        Verb::History(args) => told(history::run(&engine, args, json).await, json),
        Verb::Replay(args) => told(replay::run(&engine, args, json).await, json),
        Verb::Models(args) => told(models::run(&engine, args, json).await, json),
        Verb::Usage(args) => told(usage::run(&engine, &args, json).await, json),
        Verb::Doctor(args) => told(doctor::run(&engine, args, json).await, json),
        Verb::DeleteEverything { yes } => {
            told(everything::delete(&engine, &paths, yes, json).await, json)
        }
        Verb::DemoGateway(_) => Ended::Done,
    };
    engine.close().await;
    ended
}

fn told(result: Result<Ended, Failure>, json: bool) -> Ended {
    result.unwrap_or_else(|failure| report::failure(&failure, json))
}
