//! The demo gateway: inside this process when nothing is configured, or as a server of its own.

use crate::args::DemoArgs;
use crate::output;
use crate::report::{self, Ended};
use crate::stop::Stop;
use chat_core::failure::{Code, Failure};
use chat_engine::{DemoAddress, StartDemo};
use demo_gateway::{Gateway, Options, Scenario};
use futures::FutureExt;
use std::sync::{Arc, Mutex, PoisonError};

/// Starts the demo gateway of this process at most once, and keeps it for the process's life.
pub(crate) fn start_demo() -> StartDemo {
    let kept: Arc<Mutex<Option<Gateway>>> = Arc::default();
    Arc::new(move || {
        let kept = Arc::clone(&kept);
        async move {
            let gateway = demo_gateway::start(Options::default())
                .await
                .map_err(|_| no_port())?;
            let address = DemoAddress {
                url: gateway.url(),
                key: None,
            };
            *kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(gateway);
            Ok(address)
        }
        .boxed()
    })
}

/// `gatehouse demo-gateway`: runs until Ctrl-C.
pub(crate) async fn serve(args: DemoArgs, json: bool) -> Ended {
    let mut stop = Stop::listen();
    let Ok(scenario) = args.scenario.parse::<Scenario>() else {
        let names: Vec<_> = Scenario::ALL.iter().map(ToString::to_string).collect();
        let unknown = Failure::new(Code::ConfigInvalid, "There is no such scenario.")
            .with_action(format!("Choose one of {}.", names.join(", ")));
        return report::failure(&unknown, json);
    };
    let key = chat_engine::new_demo_key();
    let options = Options {
        port: args.port,
        key: Some(key.clone()),
        scenario,
        ..Options::default()
    };
    let Ok(gateway) = demo_gateway::start(options).await else {
        return report::failure(&no_port(), json);
    };
    let printed = if json {
        output::json(&serde_json::json!({"url": gateway.url(), "key": key}))
    } else {
        output::text(&format!(
            "Demo gateway at {}\n  AI_GATEWAY_URL={}\n  AI_GATEWAY_API_KEY={key}\nCtrl-C ends it.\n",
            gateway.url(),
            gateway.chat_url(),
        ))
    };
    if printed.is_err() {
        return Ended::Closed;
    }
    stop.requested().await;
    gateway.shutdown().await;
    Ended::Done
}

fn no_port() -> Failure {
    Failure::new(
        Code::Connect,
        "The demo gateway cannot listen on that port.",
    )
    .with_action("Choose another port, or none for a free one.")
}
