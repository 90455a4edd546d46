//! Gatehouse's window: a thin shell around the engine. It knows Tauri and nothing of HTTP,
//! storage or keys; every command is one call of `chat_engine::Engine`.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod app;
mod arguments;
#[cfg(target_os = "linux")]
mod blank;
mod closing;
mod commands;
mod deaths;
mod deep_links;
mod demo;
mod dialog;
#[cfg(target_os = "linux")]
mod drawing;
mod geometry;
mod instance;
mod links;
mod logging;
#[cfg(target_os = "linux")]
mod missing;
mod news;
mod notices;
#[cfg(target_os = "linux")]
mod painting;
mod platform;
mod quick;
mod selection;
mod shell;
mod shortcut;
mod standing;
mod texts;
mod tray;
mod wanted;
mod windows;
mod work;

fn main() -> std::process::ExitCode {
    app::run()
}
