//! Packs the page, and lists the commands for Tauri: only what is named here can be granted to a
//! window.

#[path = "src/commands/names.rs"]
mod names;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

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
fn packed() -> Result<(), Box<dyn Error>> {
    let out = env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?;
    let out = PathBuf::from(out);
    let page = out.join("page");
    if page.is_dir() {
        fs::remove_dir_all(&page)?;
    }
    let moved = page_pack::pack(Path::new("../ui"), &page)?;
    // What the modules were called, for whoever reads an error of the page.
    let lines = moved.iter().map(|(to, from)| format!("{to} {from}\n"));
    fs::write(out.join("modules.txt"), lines.collect::<String>())?;
    println!("cargo::rerun-if-changed=../ui");
    // What is merged over `tauri.conf.json` when the program is compiled.
    let change = serde_json::json!({"build": {"frontendDist": page}});
    println!("cargo::rustc-env=TAURI_CONFIG={change}");
    Ok(())
}
