//! Short names for words and pairs in the index.
//!
//! Part of what is on disk: a change here needs a rebuilt index. Two words with one name only
//! give a candidate too many.

/// The letters of a name, 5 bits each.
const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// The 64-bit FNV-1a of the parts with a border between them, stirred so that its low bits are as
/// good as the others.
pub(super) fn hash(parts: &[&str]) -> u64 {
    let mut state = 0xcbf2_9ce4_8422_2325_u64;
    let mut eat = |byte: u8| state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    for part in parts {
        part.bytes().for_each(&mut eat);
        eat(0xFF);
    }
    state ^= state >> 32;
    state = state.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    state ^ (state >> 29)
}

/// Writes the lowest `bits` of a hash.
pub(super) fn name(hash: u64, bits: u32, out: &mut String) {
    let mut left = hash & ((1 << bits) - 1);
    for _ in 0..bits.div_ceil(5) {
        let letter = usize::try_from(left & 31).unwrap_or(0);
        out.push(char::from(*LETTERS.get(letter).unwrap_or(&b'a')));
        left >>= 5;
    }
}
