//! See `env_file` in `src/lib.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| gatehouse_fuzz::env_file(bytes));
