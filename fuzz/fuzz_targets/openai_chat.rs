//! See `openai_chat` in `src/lib.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| gatehouse_fuzz::openai_chat(bytes));
