#!/bin/sh
# Type-checks the key stores and the start with the session of Windows and macOS, and the notifications of
# Windows, on Debian, where neither can be built for.
#
# Run by hand when `keys`, `autostart`, `notices/system` or the version of `keyring` changes. It unpacks Debian's newest compiler
# with the standard library's source into a temporary folder; nothing is installed. Only these
# modules are checked: SQLite and ring need a C compiler for those systems.
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/../.." && pwd)
crates="$root/src-tauri/crates"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
# The name of the library's package has the version in it.
apt-get download -qq rustc-web rust-web-src libstd-rust-web-dev binutils-mingw-w64-x86-64
library=$(dpkg -f libstd-rust-web-dev_*.deb Depends | sed 's/ .*//')
apt-get download -qq "$library"
llvm=$(dpkg -f "$library"_*.deb Depends | tr ',' '\n' | sed -n 's/^ *\(libllvm[0-9]*\).*/\1/p')
apt-get download -qq "$llvm"
for package in ./*.deb; do
    dpkg -x "$package" unpacked
done
tools="$work/unpacked/usr"
# The source's links point to where the packages would install it.
source="$tools/lib/rustlib/src/rust"
mkdir -p "$(dirname "$source")"
rm -rf "$source"
ln -s "$tools/src/$(ls "$tools/src" | grep '^rustc-' | head -1)" "$source"

mkdir -p keys/src
cat > keys/Cargo.toml <<TOML
[package]
name = "keys"
version = "0.0.0"
edition = "2024"

[workspace]

[dependencies]
chat-core = { path = "$crates/chat-core" }
keyring = "$(sed -n 's/^keyring = "\(.*\)"/\1/p' "$root/Cargo.toml")"
directories = "6"
secrecy = "0.10"
tempfile = "3"
thiserror = "2"
tokio = { version = "1", features = ["sync", "time", "rt"] }
tracing = "0.1"

[target.'cfg(windows)'.dependencies]
$(grep '^notify-rust = ' "$root/Cargo.toml")
windows-registry = "$(sed -n 's/^windows-registry = "\(.*\)"/\1/p' "$root/Cargo.toml")"
TOML
ln -s "$crates/chat-engine/src/keys.rs" "$crates/chat-engine/src/keys" keys/src/
ln -s "$crates/chat-engine/src/autostart.rs" "$crates/chat-engine/src/autostart" keys/src/
mkdir keys/src/notices
for file in notice system; do
    ln -s "$root/src-tauri/src/notices/$file.rs" keys/src/notices/
done
cat > keys/src/lib.rs <<RUST
pub mod autostart;
pub mod keys;
#[cfg(windows)]
pub mod notices {
    use crate::paths::IDENTIFIER;
    pub mod notice;
    pub mod system;
}
/// What \`autostart\` knows of the program.
pub mod environment {
    pub fn lasting_program() -> std::io::Result<std::path::PathBuf> { std::env::current_exe() }
}
/// What it knows of the folders.
pub mod paths {
    pub const IDENTIFIER: &str = "x";
    pub struct Paths { pub data: std::path::PathBuf }
    impl Paths {
        pub fn is_the_systems(&self) -> bool { true }
        pub fn instance(&self) -> String { String::new() }
    }
}
RUST
library_path="$tools/lib/x86_64-linux-gnu:$tools/lib"
printf "#!/bin/sh\nLD_LIBRARY_PATH=%s exec %s \"\$@\"\n" "$library_path" "$tools/bin/rustc" > rustc
chmod +x rustc
export PATH="$tools/bin:$PATH" RUSTC="$work/rustc" RUSTC_BOOTSTRAP=1
for target in x86_64-pc-windows-gnu aarch64-apple-darwin; do
    cargo check --quiet --manifest-path keys/Cargo.toml -Z build-std=std,panic_abort \
        --target "$target"
    echo "$target: the key store and the start with the session type-check"
done
