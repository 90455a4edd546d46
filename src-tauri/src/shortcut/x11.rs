//! The combination on X11, over a connection of our own, so that no key is lost.
//!
//! `XGrabKey` with a synchronous keyboard freezes it at the press: the server keeps what is typed
//! until quick-ask has the focus (`hand_over` says when), and then gives it the keys in order. The
//! usual ways of listening for a shortcut let them go to the other program for the tens of
//! milliseconds that a window takes to come up. Layouts, dead keys and input methods stay the
//! system's own affair. Source: X11 protocol, `GrabKey` and `AllowEvents`; ICCCM 4.1.7 and EWMH
//! `_NET_ACTIVE_WINDOW` for the focus.
//!
//! It knows no windows of ours but by the number of one, and of showing and hiding only that
//! somebody does it.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use chat_core::combination::Combination;
use chat_engine::clock::{Clock, SystemClock};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use x11rb::connection::Connection;
use x11rb::errors::{ConnectionError, ReplyError, ReplyOrIdError};
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    self, Allow, AtomEnum, ClientMessageEvent, ConnectionExt, EventMask, GrabMode, InputFocus,
    MapState, ModMask, Window,
};
use x11rb::rust_connection::RustConnection;

use super::hand_over::{self, Seen, Step};
use super::keymap::{self, Keys};

/// How often the focus is looked at while the keyboard is frozen.
const LOOK: Duration = Duration::from_millis(2);
/// How often it is looked whether the combination is still held down, which repeats it.
const HELD: Duration = Duration::from_millis(20);
/// No keyboard repeats a key sooner than so many milliseconds after it was pressed.
const REPEATS_FROM: u32 = 150;
/// How long a window may take to go away before its focus is given back.
const AWAY_WITHIN: Duration = Duration::from_millis(300);

/// What became of asking for a combination.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bound {
    /// It is ours.
    Ours,
    /// Another program has it.
    Taken,
    /// No key of this keyboard bears that sign.
    NoSuchKey,
    /// The server refused, or has gone.
    Refused,
}

/// Who shows and hides the window, at once or a little later; called on the listening thread.
pub(crate) trait Bar: Send {
    /// The number of its window, once it has one.
    fn window(&self) -> Option<u32>;
    /// On the screen that holds this point, in the pixels of the whole desktop.
    fn show(&self, near: Option<(i32, i32)>);
    fn hide(&self);
    /// The window has the keyboard, so long after the press.
    fn has_keyboard(&self, after: Duration);
}

enum Order {
    Bind(Option<Combination>, Sender<Bound>),
    /// Quick-ask was shown by other means: it is to have the keyboard.
    Shown,
    /// It is about to be hidden: the keyboard goes back to where it was.
    Leaving,
}

/// The listening thread. It ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Listener {
    orders: Sender<Order>,
    waker: UnixStream,
}

impl Listener {
    /// Connects to the server that `DISPLAY` names and begins to listen, for nothing at first.
    ///
    /// # Errors
    /// Where there is no X server.
    pub(crate) fn start(bar: impl Bar + 'static) -> std::io::Result<Self> {
        let (connection, screen) = x11rb::connect(None).map_err(std::io::Error::other)?;
        let root = connection
            .setup()
            .roots
            .get(screen)
            .ok_or_else(|| std::io::Error::other("no screen"))?
            .root;
        let (waker, woken) = UnixStream::pair()?;
        waker.set_nonblocking(true)?;
        woken.set_nonblocking(true)?;
        let (orders, received) = channel();
        std::thread::Builder::new()
            .name("shortcut".to_owned())
            .spawn(move || {
                let listening = Listening::new(&connection, root, bar)
                    .and_then(|mut listening| listening.run(&received, woken));
                if let Err(error) = listening {
                    tracing::warn!(%error, "the shortcut's connection has ended");
                }
            })?;
        Ok(Self { orders, waker })
    }

    /// Takes this combination instead of the one before; none lets go of it.
    pub(crate) fn bind(&self, combination: Option<Combination>) -> Bound {
        let (answer, answered) = channel();
        self.tell(Order::Bind(combination, answer));
        answered
            .recv_timeout(Duration::from_secs(5))
            .unwrap_or(Bound::Refused)
    }

    /// Quick-ask was shown: gives it the keyboard.
    pub(crate) fn shown(&self) {
        self.tell(Order::Shown);
    }

    /// Quick-ask is about to be hidden: gives the keyboard back.
    pub(crate) fn leaving(&self) {
        self.tell(Order::Leaving);
    }

    fn tell(&self, order: Order) {
        if self.orders.send(order).is_ok() {
            // A full pipe has woken it already.
            let _ = (&self.waker).write(&[1]);
        }
    }
}

pub(super) type Outcome<T> = Result<T, ReplyOrIdError>;

struct Listening<'a, B> {
    x: &'a RustConnection,
    root: Window,
    bar: B,
    clock: SystemClock,
    active: xproto::Atom,
    combination: Option<Combination>,
    /// Which keys that is, on the keyboard as it was.
    keys: Keys,
    /// Who had the keyboard before quick-ask.
    before: Option<Window>,
    /// Whether the combination is held down, as far as was seen.
    held: bool,
    /// When it was pressed last, in the server's milliseconds.
    last: u32,
}

impl<'a, B: Bar> Listening<'a, B> {
    fn new(x: &'a RustConnection, root: Window, bar: B) -> Outcome<Self> {
        let active = x.intern_atom(false, b"_NET_ACTIVE_WINDOW")?.reply()?.atom;
        Ok(Self {
            x,
            root,
            bar,
            clock: SystemClock::new(),
            active,
            combination: None,
            keys: Keys::default(),
            before: None,
            held: false,
            last: 0,
        })
    }

    /// Since the listening began.
    fn now(&self) -> Duration {
        Duration::from_millis(self.clock.monotonic_ms())
    }

    /// Until the other end of `woken` is dropped.
    fn run(&mut self, orders: &Receiver<Order>, mut woken: UnixStream) -> Outcome<()> {
        loop {
            while let Some(event) = self.x.poll_for_event()? {
                self.on(&event)?;
            }
            self.x.flush()?;
            self.held = self.held && self.is_down()?;
            let wait = self.held.then_some(HELD);
            let timeout = wait.and_then(|wait| Timespec::try_from(wait).ok());
            let mut sources = [
                PollFd::new(self.x.stream(), PollFlags::IN),
                PollFd::new(&woken, PollFlags::IN),
            ];
            match poll(&mut sources, timeout.as_ref()) {
                Ok(_) | Err(rustix::io::Errno::INTR) => {}
                Err(error) => return Err(ConnectionError::IoError(error.into()).into()),
            }
            let mut said = [0; 64];
            // Nothing to read is no end; nothing left to read is one.
            if matches!(woken.read(&mut said), Ok(0)) {
                return Ok(());
            }
            while let Ok(order) = orders.try_recv() {
                self.obey(order)?;
            }
        }
    }

    fn obey(&mut self, order: Order) -> Outcome<()> {
        match order {
            Order::Bind(combination, answer) => {
                let bound = self.bind(combination)?;
                // Nobody may wait any more.
                let _ = answer.send(bound);
            }
            Order::Shown => {
                self.remember()?;
                self.hand_over(self.now(), x11rb::CURRENT_TIME)?;
            }
            Order::Leaving => self.give_back()?,
        }
        Ok(())
    }

    fn on(&mut self, event: &Event) -> Outcome<()> {
        match event {
            Event::KeyPress(press) => {
                let pressed = self.now();
                let done = self.pressed(pressed, press.time);
                // On every way out: the keyboard of the whole desktop hangs on it.
                self.release()?;
                if done? {
                    self.bar.has_keyboard(self.now().saturating_sub(pressed));
                }
            }
            // Another layout may have the sign on another key. Taking the key again would leave a
            // gap, so it is done only then: some programs announce a mapping that did not change.
            Event::MappingNotify(_) if self.keys_of_now()? != self.keys => {
                let _ = self.bind(self.combination)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Whether quick-ask has the keyboard now, and had not.
    fn pressed(&mut self, at: Duration, time: u32) -> Outcome<bool> {
        let again = time.wrapping_sub(std::mem::replace(&mut self.last, time));
        // Pressed and let go while the keyboard was frozen, it was never seen up.
        if std::mem::replace(&mut self.held, true) && again >= REPEATS_FROM {
            return Ok(false);
        }
        if self.has_focus()? {
            // The keyboard is given back first: what hides the window may take its time.
            self.release()?;
            self.bar.hide();
            return Ok(false);
        }
        self.remember()?;
        let near = self.before.map_or(Ok(None), |window| self.middle(window))?;
        self.bar.show(near);
        self.hand_over(at, time)
    }

    fn release(&self) -> Outcome<()> {
        // Ungrabbing thaws the keyboard and lets what it kept go to the focus, not to us.
        self.x.ungrab_keyboard(x11rb::CURRENT_TIME)?;
        self.x
            .allow_events(Allow::ASYNC_KEYBOARD, x11rb::CURRENT_TIME)?;
        self.x.flush()?;
        Ok(())
    }

    fn remember(&mut self) -> Outcome<()> {
        let active = self
            .x
            .get_property(false, self.root, self.active, AtomEnum::WINDOW, 0, 1)?
            .reply()?
            .value32()
            .and_then(|mut windows| windows.next())
            .filter(|window| *window != x11rb::NONE);
        let now = active.or(self.focus()?);
        if now.is_some() && now != self.bar.window() {
            self.before = now;
        }
        Ok(())
    }

    /// The middle of a window; none where it has gone.
    fn middle(&self, window: Window) -> Outcome<Option<(i32, i32)>> {
        let Some(size) = gone(self.x.get_geometry(window)?.reply())? else {
            return Ok(None);
        };
        let half = |length: u16| i16::try_from(length / 2).unwrap_or(i16::MAX);
        let (x, y) = (half(size.width), half(size.height));
        let at = gone(
            self.x
                .translate_coordinates(window, self.root, x, y)?
                .reply(),
        )?;
        Ok(at.map(|at| (i32::from(at.dst_x), i32::from(at.dst_y))))
    }

    /// Waits until the window has the focus. Whether it has.
    fn hand_over(&self, since: Duration, time: u32) -> Outcome<bool> {
        let mut seen = Seen::default();
        loop {
            let window = self.bar.window();
            let viewable = window.map_or(Ok(false), |window| self.is_viewable(window))?;
            let focused = self.has_focus()?;
            seen.now = self.now().saturating_sub(since);
            seen.viewable = viewable;
            seen.focused = focused.then(|| seen.focused.unwrap_or(seen.now));
            match (hand_over::next(seen), window) {
                (Step::Release, _) => return Ok(focused),
                (Step::Take, Some(window)) => {
                    seen.took = Some(seen.now);
                    // It may go away meanwhile; then there is nothing to take it for.
                    self.x.set_input_focus(InputFocus::PARENT, window, time)?;
                }
                (Step::Ask, Some(window)) => {
                    seen.asked = true;
                    self.activate(window, time)?;
                }
                (Step::Ask | Step::Take, None) | (Step::Wait, _) => {}
            }
            self.x.flush()?;
            std::thread::sleep(LOOK);
        }
    }

    /// Gives the keyboard back to the window that had it, if quick-ask has it and goes.
    fn give_back(&mut self) -> Outcome<()> {
        let (Some(before), Some(bar)) = (self.before.take(), self.bar.window()) else {
            return Ok(());
        };
        if !self.has_focus()? {
            return Ok(());
        }
        let since = self.now();
        while self.is_viewable(bar)? && self.now().saturating_sub(since) < AWAY_WITHIN {
            std::thread::sleep(LOOK);
        }
        if !self.is_viewable(bar)? && self.is_viewable(before)? {
            self.activate(before, x11rb::CURRENT_TIME)?;
        }
        Ok(())
    }

    /// Asks the window manager; where there is none, takes the focus.
    fn activate(&self, window: Window, time: u32) -> Outcome<()> {
        // 2: it comes from a person's wish, not from the program's own.
        let data = [2, time, 0, 0, 0];
        let message = ClientMessageEvent::new(32, window, self.active, data);
        let to = EventMask::SUBSTRUCTURE_REDIRECT | EventMask::SUBSTRUCTURE_NOTIFY;
        self.x.send_event(false, self.root, to, message)?;
        self.x.flush()?;
        Ok(())
    }

    fn focus(&self) -> Outcome<Option<Window>> {
        let focus = self.x.get_input_focus()?.reply()?.focus;
        let is_window = focus != x11rb::NONE
            && focus != u32::from(InputFocus::POINTER_ROOT)
            && focus != self.root;
        Ok(is_window.then_some(focus))
    }

    /// Whether the focus is in the window: GTK gives it to a window of its own inside.
    fn has_focus(&self) -> Outcome<bool> {
        let (Some(bar), Some(mut at)) = (self.bar.window(), self.focus()?) else {
            return Ok(false);
        };
        // A tree that is deeper is none of ours.
        for _ in 0..16 {
            if at == bar {
                return Ok(true);
            }
            let Some(tree) = gone(self.x.query_tree(at)?.reply())? else {
                return Ok(false);
            };
            if tree.parent == self.root || tree.parent == x11rb::NONE {
                return Ok(false);
            }
            at = tree.parent;
        }
        Ok(false)
    }

    fn is_viewable(&self, window: Window) -> Outcome<bool> {
        let known = gone(self.x.get_window_attributes(window)?.reply())?;
        Ok(known.is_some_and(|known| known.map_state == MapState::VIEWABLE))
    }

    fn is_down(&self) -> Outcome<bool> {
        let Some(code) = self.keys.code else {
            return Ok(false);
        };
        let keys = self.x.query_keymap()?.reply()?.keys;
        let (byte, bit) = (usize::from(code / 8), code % 8);
        Ok(keys.get(byte).is_some_and(|byte| byte & (1 << bit) != 0))
    }

    fn bind(&mut self, combination: Option<Combination>) -> Outcome<Bound> {
        self.let_go()?;
        self.combination = combination;
        self.held = false;
        let Some(combination) = combination else {
            return Ok(Bound::Ours);
        };
        let keys = self.keys_of_now()?;
        let Some(code) = keys.code else {
            return Ok(Bound::NoSuchKey);
        };
        self.keys = keys;
        let locks = keys.num_lock;
        for also in [
            ModMask::default(),
            ModMask::LOCK,
            locks,
            ModMask::LOCK | locks,
        ] {
            let modifiers = keymap::held(combination) | also;
            let grabbed = self
                .x
                .grab_key(
                    false,
                    self.root,
                    modifiers,
                    code,
                    GrabMode::ASYNC,
                    GrabMode::SYNC,
                )?
                .check();
            match grabbed {
                Ok(()) => {}
                Err(ReplyError::X11Error(_)) => {
                    self.let_go()?;
                    return Ok(Bound::Taken);
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(Bound::Ours)
    }

    fn let_go(&mut self) -> Outcome<()> {
        if let Some(code) = std::mem::take(&mut self.keys).code {
            // All of ours on that key.
            self.x.ungrab_key(code, self.root, ModMask::ANY)?;
            self.x.flush()?;
        }
        Ok(())
    }

    fn keys_of_now(&self) -> Outcome<Keys> {
        Keys::of_now(self.x, self.combination)
    }
}

/// A window that has gone meanwhile is no fault.
fn gone<T>(reply: Result<T, ReplyError>) -> Outcome<Option<T>> {
    match reply {
        Ok(found) => Ok(Some(found)),
        Err(ReplyError::X11Error(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
