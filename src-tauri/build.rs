//! Lists the commands for Tauri: only what is named here can be granted to a window.

#[path = "src/commands/names.rs"]
mod names;

fn main() {
    let manifest = tauri_build::AppManifest::new().commands(names::ALL);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo::error={error:#}");
    }
}
