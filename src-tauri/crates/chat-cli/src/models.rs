//! `gatehouse models`: what a connection offers, with the date of the list.

use crate::args::ModelsArgs;
use crate::output;
use crate::report::Ended;
use crate::words::counted;
use chat_core::calendar::Day;
use chat_core::failure::Failure;
use chat_core::wire::ModelView;
use chat_engine::{Engine, ListSource};

pub(crate) async fn run(engine: &Engine, args: ModelsArgs, json: bool) -> Result<Ended, Failure> {
    let mut stop = crate::stop::Stop::listen();
    let list = tokio::select! {
        () = stop.requested() => return Ok(Ended::Stopped),
        list = engine.models(args.connection, args.refresh) => list?,
    };
    if json {
        return Ok(output::json(&list.models).into());
    }
    match list.source {
        ListSource::Live => {}
        ListSource::Saved(at_ms) => output::note(&format!(
            "As fetched on {}; --refresh asks again.",
            Day::at(at_ms)
        )),
        ListSource::Shipped(day) => output::note(&format!(
            "As shipped, listed {day}; --refresh asks the connection."
        )),
    }
    for model in &list.models {
        if output::text(&output::for_terminal(&line(model))).is_err() {
            return Ok(Ended::Closed);
        }
    }
    Ok(Ended::Done)
}

fn line(model: &ModelView) -> String {
    let context = model
        .context_window
        .map(|tokens| counted(tokens, "token"))
        .unwrap_or_default();
    let price = match (&model.input_usd_per_million, &model.output_usd_per_million) {
        (Some(input), Some(output)) => format!("${input} in, ${output} out per million"),
        (Some(_) | None, _) => String::new(),
    };
    let line = format!("{:<44} {context:>16}  {price}", model.id);
    format!("{}\n", line.trim_end())
}
