//! Which key of the keyboard bears a sign, and which modifiers are what, as X11 tells it.

use chat_core::combination::{Combination, Key};
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{ConnectionExt, ModMask};
use x11rb::rust_connection::RustConnection;

use super::x11::Outcome;

/// The sign of Num Lock (X11 protocol, appendix A).
const NUM_LOCK: u32 = 0xff7f;

/// The key of the combination, and the modifier that Num Lock is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Keys {
    pub(super) code: Option<u8>,
    /// Most keyboards have it on while one types.
    pub(super) num_lock: ModMask,
}

impl Keys {
    /// As the keyboard is now.
    pub(super) fn of_now(x: &RustConnection, combination: Option<Combination>) -> Outcome<Self> {
        let setup = x.setup();
        let (first, last) = (setup.min_keycode, setup.max_keycode);
        let count = last.saturating_sub(first).saturating_add(1);
        let map = x.get_keyboard_mapping(first, count)?.reply()?;
        let width = usize::from(map.keysyms_per_keycode.max(1));
        let find = |is: &dyn Fn(&[u32]) -> bool| {
            let mut rows = map.keysyms.chunks(width).zip(first..=last);
            rows.find(|(row, _)| is(row)).map(|(_, code)| code)
        };
        let wanted = combination.map(|wanted| sign(wanted.key));
        let num_lock = find(&|row| row.contains(&NUM_LOCK));
        Ok(Self {
            code: wanted.and_then(|wanted| find(&|row| row.first() == Some(&wanted))),
            num_lock: num_lock.map_or(Ok(ModMask::default()), |code| modifier(x, code))?,
        })
    }
}

/// Which modifier a key is.
fn modifier(x: &RustConnection, code: u8) -> Outcome<ModMask> {
    let modifiers = x.get_modifier_mapping()?.reply()?;
    let each = usize::from(modifiers.keycodes_per_modifier()).max(1);
    let mut rows = modifiers.keycodes.chunks(each);
    let at = rows.position(|codes| codes.contains(&code));
    Ok(at.map_or(ModMask::default(), |at| ModMask::from(1_u16 << at)))
}

/// The modifiers that are held.
pub(super) fn held(combination: Combination) -> ModMask {
    let held = combination.held;
    [
        (held.ctrl, ModMask::CONTROL),
        (held.alt, ModMask::M1),
        (held.shift, ModMask::SHIFT),
        (held.meta, ModMask::M4),
    ]
    .into_iter()
    .filter(|(is_held, _)| *is_held)
    .fold(ModMask::default(), |all, (_, one)| all | one)
}

/// The sign that stands on a key, as X counts them (X11 protocol, appendix A): Latin-1 as itself.
fn sign(key: Key) -> u32 {
    match key {
        Key::Space => 0x20,
        Key::Char(c) => u32::from(c.to_ascii_lowercase()),
        Key::Function(number) => 0xffbd + u32::from(number),
        Key::Home => 0xff50,
        Key::Left => 0xff51,
        Key::Up => 0xff52,
        Key::Right => 0xff53,
        Key::Down => 0xff54,
        Key::PageUp => 0xff55,
        Key::PageDown => 0xff56,
        Key::End => 0xff57,
        Key::Insert => 0xff63,
    }
}
