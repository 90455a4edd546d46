//! Packs the page, and lists the commands for Tauri: only what is named here can be granted to a
//! window.

#[path = "src/commands/names.rs"]
mod names;
#[path = "build/page.rs"]
mod page;

use std::path::{Path, PathBuf};
use std::{env, io};

fn main() {
    let manifest = tauri_build::AppManifest::new().commands(names::ALL);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo::error={error:#}");
    }
    if let Err(error) = packed() {
        println!("cargo::error=The page could not be packed: {error}.");
    }
}

/// Packs the page into the folder of this build, and tells Tauri to take it from there.
fn packed() -> io::Result<()> {
    let out = env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?;
    let page = PathBuf::from(out).join("page");
    if page.is_dir() {
        std::fs::remove_dir_all(&page)?;
    }
    page::pack(Path::new("../ui"), &page)?;
    println!("cargo::rerun-if-changed=../ui");
    println!("cargo::rerun-if-changed=build");
    // What is merged over `tauri.conf.json` when the program is compiled.
    let change = serde_json::json!({"build": {"frontendDist": page}});
    println!("cargo::rustc-env=TAURI_CONFIG={change}");
    Ok(())
}
