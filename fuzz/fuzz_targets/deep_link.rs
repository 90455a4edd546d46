//! See `deep_link` in `src/lib.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| gatehouse_fuzz::deep_link(bytes));
