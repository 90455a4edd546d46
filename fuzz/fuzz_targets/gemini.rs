//! See `gemini` in `src/lib.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| gatehouse_fuzz::gemini(bytes));
