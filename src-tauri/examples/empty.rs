//! A window with an empty page: what `cargo xtask bench start` measures the program beside. It is the
//! same Tauri with the same features, and nothing of ours: no engine, no tray, no script. Not shipped.

use std::io::Write;
use std::process::ExitCode;

use tauri::http::Response;
use tauri::http::header::{CONTENT_TYPE, HeaderValue};
use tauri::webview::PageLoadEvent;
use tauri::{Url, WebviewUrl, WebviewWindowBuilder, Wry};

const PAGE: &str = "<!doctype html><html lang=\"en\"><title>Empty</title></html>";

fn main() -> ExitCode {
    let context: tauri::Context<Wry> = tauri::generate_context!();
    let started = tauri::Builder::default()
        .register_uri_scheme_protocol("empty", |_, _| {
            let mut response = Response::new(PAGE.as_bytes());
            let html = HeaderValue::from_static("text/html");
            response.headers_mut().insert(CONTENT_TYPE, html);
            response
        })
        .setup(|app| {
            // A page of its own: for `about:blank` no process that draws would start at all.
            let page = WebviewUrl::CustomProtocol(Url::parse("empty://localhost/")?);
            WebviewWindowBuilder::new(app, "empty", page)
                // As large as ours: pixels cost memory.
                .inner_size(1100.0, 760.0)
                .center()
                .on_page_load(|_, load| {
                    if load.event() == PageLoadEvent::Finished {
                        // Nobody may listen.
                        let _ = writeln!(std::io::stderr(), "page ready");
                    }
                })
                .build()?;
            Ok(())
        })
        .run(context);
    match started {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
