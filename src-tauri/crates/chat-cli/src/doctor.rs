//! `gatehouse doctor`: the guide's "test connection", layer by layer.

use crate::args::DoctorArgs;
use crate::output::{self, Closed, for_terminal};
use crate::report::Ended;
use chat_core::failure::{Code, Failure};
use chat_engine::{Diagnosis, Engine};
use serde::Serialize;

#[derive(Serialize)]
struct Row<'a> {
    connection: &'a str,
    ok: bool,
    layers: Vec<LayerRow<'a>>,
}

#[derive(Serialize)]
struct LayerRow<'a> {
    layer: &'a str,
    ok: bool,
    code: Option<Code>,
    message: &'a str,
    ms: u64,
}

pub(crate) async fn run(engine: &Engine, args: DoctorArgs, json: bool) -> Result<Ended, Failure> {
    let mut stop = crate::stop::Stop::listen();
    let checked = tokio::select! {
        () = stop.requested() => return Ok(Ended::Stopped),
        checked = engine.diagnose(!args.no_spend) => checked,
    };
    let first = checked
        .iter()
        .flat_map(|one| &one.layers)
        .find_map(|layer| layer.failure.as_ref());
    let printed = if json {
        print_json(&checked)
    } else {
        print(&checked)
    };
    Ok(match (printed, first) {
        (Err(Closed), _) => Ended::Closed,
        (Ok(()), Some(failure)) => Ended::Failed(failure.code),
        (Ok(()), None) => Ended::Done,
    })
}

fn print_json(checked: &[Diagnosis]) -> Result<(), Closed> {
    let rows: Vec<_> = checked
        .iter()
        .map(|one| Row {
            connection: &one.connection,
            ok: one.is_ok(),
            layers: one
                .layers
                .iter()
                .map(|layer| LayerRow {
                    layer: layer.name,
                    ok: layer.failure.is_none(),
                    code: layer.failure.as_ref().map(|f| f.code),
                    message: layer.failure.as_ref().map_or(&layer.note, |f| &f.message),
                    ms: layer.ms,
                })
                .collect(),
        })
        .collect();
    output::json(&rows)
}

fn print(checked: &[Diagnosis]) -> Result<(), Closed> {
    for one in checked {
        output::text(&format!("{}\n", one.connection))?;
        for layer in &one.layers {
            let (mark, said) = match &layer.failure {
                None => ("ok  ", layer.note.clone()),
                Some(failure) => {
                    let action = failure.typed_action().unwrap_or_default();
                    // The guide's own sentences have no full stop.
                    let message = failure.message.trim_end_matches('.');
                    ("FAIL", format!("{message}. {action}"))
                }
            };
            output::text(&format!(
                "  {mark} {:<7} {:>6} ms  {}\n",
                layer.name,
                layer.ms,
                for_terminal(&said)
            ))?;
        }
    }
    Ok(())
}
