//! The combination on Wayland, by the desktop's portal for global shortcuts. The desktop asks the
//! person, may give other keys, and is the only one who knows which; it may do so late, or never, or
//! end while the program runs. One task asks it and is told.

use std::collections::HashMap;
use std::time::Duration;

use chat_core::combination::{Combination, Key};
use chat_core::visible;
use chat_core::wire::{HotkeyState, HotkeyView};
use chat_engine::paths::IDENTIFIER;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::oneshot;
use zbus::export::ordered_stream::OrderedStreamExt;
use zbus::proxy::SignalStream;
use zbus::zvariant::{
    DeserializeDict, DynamicType, ObjectPath, OwnedObjectPath, OwnedValue, Type, Value,
};
use zbus::{Connection, Proxy};

use super::Wish;

const PORTAL: &str = "org.freedesktop.portal.Desktop";
const PLACE: &str = "/org/freedesktop/portal/desktop";
const SHORTCUTS: &str = "org.freedesktop.portal.GlobalShortcuts";
const REGISTRY: &str = "org.freedesktop.host.portal.Registry";
const REQUEST: &str = "org.freedesktop.portal.Request";
const SESSION: &str = "org.freedesktop.portal.Session";
/// The name of the one shortcut, which the desktop remembers.
const ASK: &str = "ask";
/// For what asks nobody. Consent takes as long as the person takes.
const AT_ONCE: Duration = Duration::from_secs(5);
/// So long a caller waits for the answer: mostly no person is asked.
const SOON: Duration = Duration::from_secs(1);

/// Who is told what the desktop says.
pub(super) trait Ear: Send + Sync + 'static {
    /// The combination was pressed.
    fn pressed(&self);
    /// It stands otherwise.
    fn told(&self, now: HotkeyView);
    /// What it does, for the person who is asked.
    fn described(&self) -> &'static str;
}

/// The asking task. It ends when this is dropped.
#[derive(Debug)]
pub(super) struct Portal(UnboundedSender<Order>);

#[derive(Debug)]
struct Order {
    wish: Wish,
    done: oneshot::Sender<()>,
}

impl Portal {
    /// Begins to listen, for nothing at first.
    pub(super) fn start(ear: impl Ear) -> Self {
        let (orders, received) = unbounded_channel();
        tauri::async_runtime::spawn(run(received, ear));
        Self(orders)
    }

    /// Asks for this instead of what was asked for before. Waits a moment for the answer; a later
    /// one is told.
    pub(super) async fn ask(&self, wish: Wish) {
        let (done, answered) = oneshot::channel();
        if self.0.send(Order { wish, done }).is_ok() {
            let _ = tokio::time::timeout(SOON, answered).await;
        }
    }
}

/// Why the desktop gives nothing.
#[derive(Debug, thiserror::Error)]
enum Fault {
    #[error("the person or the desktop refused")]
    Refused,
    #[error("the portal did not answer")]
    Silent,
    #[error(transparent)]
    Bus(#[from] zbus::Error),
    #[error("the portal's answer cannot be read")]
    Unreadable(#[from] zbus::zvariant::Error),
}

impl Fault {
    fn state(&self) -> HotkeyState {
        match self {
            Self::Refused => HotkeyState::Refused,
            Self::Silent | Self::Bus(_) | Self::Unreadable(_) => HotkeyState::Unsupported,
        }
    }
}

/// What an answer may hold of what we read.
#[derive(Debug, DeserializeDict, Type)]
#[zvariant(signature = "dict")]
struct Answer {
    session_handle: Option<OwnedValue>,
    shortcuts: Option<Vec<Shortcut>>,
}

/// A shortcut's name, and what is said of it.
type Shortcut = (String, Given);

#[derive(Debug, DeserializeDict, Type)]
#[zvariant(signature = "dict")]
struct Given {
    trigger_description: Option<String>,
}

type Options<'a> = HashMap<&'a str, Value<'a>>;

fn view(state: HotkeyState, wish: Wish) -> HotkeyView {
    HotkeyView {
        by_desktop: true,
        ..super::told(state, wish.named())
    }
}

async fn run(mut orders: UnboundedReceiver<Order>, ear: impl Ear) {
    let mut waits = orders.recv().await;
    while let Some(order) = waits {
        waits = match order.wish.to_bind() {
            None => {
                let state = match order.wish {
                    Wish::Nothing => HotkeyState::Off,
                    Wish::Rest(_) | Wish::Keys(_) => HotkeyState::Paused,
                };
                ear.told(view(state, order.wish));
                // Whoever waited may have gone.
                let _ = order.done.send(());
                orders.recv().await
            }
            Some(keys) => {
                ear.told(view(HotkeyState::Waiting, order.wish));
                let Order { wish, done } = order;
                tokio::select! {
                    next = orders.recv() => next,
                    never = listen(keys, wish, done, &ear) => match never {},
                }
            }
        };
    }
}

/// Listens until another order comes; then all of this is dropped, and the desktop told.
async fn listen(
    keys: Combination,
    wish: Wish,
    done: oneshot::Sender<()>,
    ear: &impl Ear,
) -> std::convert::Infallible {
    let mut done = Some(done);
    let mut tell = |now: HotkeyView| {
        ear.told(now);
        if let Some(done) = done.take() {
            let _ = done.send(());
        }
    };
    let bus = match Connection::session().await {
        Ok(bus) => bus,
        Err(error) => {
            tracing::warn!(%error, "there is no session bus for a shortcut");
            tell(view(HotkeyState::Unsupported, wish));
            return std::future::pending().await;
        }
    };
    loop {
        let heard = async {
            let mut listening = Listening::open(&bus, keys, ear.described()).await?;
            tell(HotkeyView {
                keys: Some(listening.trigger.clone()),
                ..view(HotkeyState::Bound, wish)
            });
            while let Some(event) = listening.next().await? {
                match event {
                    Event::Pressed => ear.pressed(),
                    Event::Changed(trigger) => tell(HotkeyView {
                        keys: Some(trigger),
                        ..view(HotkeyState::Bound, wish)
                    }),
                }
            }
            Ok::<_, Fault>(())
        };
        let state = match heard.await {
            Ok(()) => HotkeyState::Unsupported,
            Err(fault) => {
                tracing::warn!(error = %fault, "the desktop gives no shortcut");
                fault.state()
            }
        };
        tell(view(state, wish));
        // A person who refused is not asked again unasked.
        if state == HotkeyState::Refused || comes_back(&bus).await.is_err() {
            return std::future::pending().await;
        }
    }
}

/// Waits until the portal has been started anew.
async fn comes_back(bus: &Connection) -> zbus::Result<()> {
    let names = zbus::fdo::DBusProxy::new(bus).await?;
    let mut changes = names
        .receive_name_owner_changed_with_args(&[(0, PORTAL)])
        .await?;
    while let Some(change) = changes.next().await {
        if change.args()?.new_owner().is_some() {
            return Ok(());
        }
    }
    std::future::pending().await
}

enum Event {
    Pressed,
    /// By another trigger from now on.
    Changed(String),
}

/// A session of the portal. The desktop lets go of the keys when it is dropped.
struct Listening {
    bus: Connection,
    session: OwnedObjectPath,
    /// How the desktop calls the keys that it gave.
    trigger: String,
    activated: SignalStream<'static>,
    changed: SignalStream<'static>,
    closed: SignalStream<'static>,
    owner: zbus::fdo::NameOwnerChangedStream,
}

impl Drop for Listening {
    fn drop(&mut self) {
        let (bus, session) = (self.bus.clone(), self.session.clone());
        tauri::async_runtime::spawn(async move {
            let closed = bus
                .call_method(Some(PORTAL), &session, Some(SESSION), "Close", &())
                .await;
            if let Err(error) = closed {
                tracing::debug!(%error, "the portal's session had ended");
            }
        });
    }
}

impl Listening {
    async fn open(bus: &Connection, keys: Combination, does: &str) -> Result<Self, Fault> {
        register(bus).await;
        let portal = Proxy::new(bus, PORTAL, PLACE, SHORTCUTS).await?;
        let names = zbus::fdo::DBusProxy::new(bus).await?;
        let owner = names
            .receive_name_owner_changed_with_args(&[(0, PORTAL)])
            .await?;
        let body = (Options::from([
            ("handle_token", Value::from("gatehouse_session")),
            ("session_handle_token", Value::from("gatehouse")),
        ]),);
        let made = asked(bus, &portal, "CreateSession", "gatehouse_session", &body);
        let made = tokio::time::timeout(AT_ONCE, made)
            .await
            .map_err(|_| Fault::Silent)??;
        let session = session_of(made)?;
        let (activated, changed) = (
            portal.receive_signal("Activated").await?,
            portal.receive_signal("ShortcutsChanged").await?,
        );
        let closed = Proxy::new(bus, PORTAL, session.clone(), SESSION)
            .await?
            .receive_signal("Closed")
            .await?;
        let mut listening = Self {
            bus: bus.clone(),
            session,
            trigger: String::new(),
            activated,
            changed,
            closed,
            owner,
        };
        let wanted = [(
            ASK,
            Options::from([
                ("description", Value::from(does)),
                ("preferred_trigger", Value::from(trigger(keys))),
            ]),
        )];
        let body = (
            &listening.session,
            wanted.as_slice(),
            "",
            Options::from([("handle_token", Value::from("gatehouse_bind"))]),
        );
        let given = asked(bus, &portal, "BindShortcuts", "gatehouse_bind", &body);
        // The person may take their time; a portal that has gone answers nobody.
        let given = tokio::select! {
            given = given => given?,
            () = gone(&mut listening.owner) => return Err(Fault::Silent),
        };
        let shortcuts = given.shortcuts.unwrap_or_default();
        // One that is left out was refused.
        listening.trigger = trigger_of(&shortcuts).ok_or(Fault::Refused)?;
        Ok(listening)
    }

    /// What happens next; none when the session has ended.
    async fn next(&mut self) -> Result<Option<Event>, Fault> {
        loop {
            tokio::select! {
                Some(signal) = self.activated.next() => {
                    let body = signal.body();
                    let (session, id, _, _): (ObjectPath<'_>, &str, u64, Options<'_>) = body.deserialize()?;
                    if session == *self.session && id == ASK {
                        return Ok(Some(Event::Pressed));
                    }
                }
                Some(signal) = self.changed.next() => {
                    let (session, shortcuts): (OwnedObjectPath, Vec<Shortcut>) = signal.body().deserialize()?;
                    if session == self.session {
                        let trigger = trigger_of(&shortcuts).ok_or(Fault::Refused)?;
                        return Ok(Some(Event::Changed(trigger)));
                    }
                }
                Some(_) = self.closed.next() => return Ok(None),
                () = gone(&mut self.owner) => return Ok(None),
                else => return Ok(None),
            }
        }
    }
}

/// Waits until the portal has ended.
async fn gone(owner: &mut zbus::fdo::NameOwnerChangedStream) {
    while let Some(change) = owner.next().await {
        if change
            .args()
            .is_ok_and(|args| args.old_owner().is_some() && args.new_owner().is_none())
        {
            return;
        }
    }
    std::future::pending::<()>().await;
}

/// Says who we are, by the name of the menu entry: newer portals want to know it. Older ones do not
/// know the question.
async fn register(bus: &Connection) {
    let body = (IDENTIFIER, Options::new());
    let said = bus.call_method(Some(PORTAL), PLACE, Some(REGISTRY), "Register", &body);
    match tokio::time::timeout(AT_ONCE, said).await {
        Ok(Ok(_)) => {}
        Ok(Err(error)) => tracing::debug!(%error, "the portal knows us by no name"),
        Err(_) => tracing::debug!("the portal does not answer"),
    }
}

/// Calls a method whose answer is a signal of a request, which stands where the token says.
async fn asked(
    bus: &Connection,
    portal: &Proxy<'_>,
    method: &'static str,
    token: &str,
    body: &(impl serde::Serialize + DynamicType),
) -> Result<Answer, Fault> {
    let own = bus
        .unique_name()
        .map(|name| name.trim_start_matches(':').replace('.', "_"));
    let request = format!("{PLACE}/request/{}/{token}", own.unwrap_or_default());
    // Before the call: the answer may come before the call returns.
    let mut answers = Proxy::new(bus, PORTAL, request, REQUEST)
        .await?
        .receive_signal("Response")
        .await?;
    portal.call_method(method, body).await?;
    let answer = answers.next().await.ok_or(Fault::Silent)?;
    let (response, results): (u32, Answer) = answer.body().deserialize()?;
    if response == 0 {
        Ok(results)
    } else {
        Err(Fault::Refused)
    }
}

/// Portals give it as a text, and some as a path.
fn session_of(made: Answer) -> Result<OwnedObjectPath, Fault> {
    let handle = made.session_handle.ok_or(Fault::Silent)?;
    Ok(match handle.downcast_ref::<String>() {
        Ok(text) => OwnedObjectPath::try_from(text)?,
        Err(_) => OwnedObjectPath::try_from(handle)?,
    })
}

/// How the desktop calls the keys of our shortcut; none where it gave none.
fn trigger_of(shortcuts: &[Shortcut]) -> Option<String> {
    let (_, given) = shortcuts.iter().find(|(id, _)| id == ASK)?;
    let said = given.trigger_description.as_deref();
    Some(visible::name(said.unwrap_or_default()))
}

/// A combination as the freedesktop specification of shortcuts writes it.
fn trigger(keys: Combination) -> String {
    let held = [
        (keys.held.ctrl, "CTRL+"),
        (keys.held.alt, "ALT+"),
        (keys.held.shift, "SHIFT+"),
        (keys.held.meta, "LOGO+"),
    ];
    let mut written: String = held
        .iter()
        .filter(|(is_held, _)| *is_held)
        .map(|(_, name)| *name)
        .collect();
    let key = match keys.key {
        Key::Space => "space",
        Key::Up => "Up",
        Key::Down => "Down",
        Key::Left => "Left",
        Key::Right => "Right",
        Key::Home => "Home",
        Key::End => "End",
        Key::PageUp => "Page_Up",
        Key::PageDown => "Page_Down",
        Key::Insert => "Insert",
        Key::Function(number) => return format!("{written}F{number}"),
        Key::Char(sign) => match named(sign) {
            Some(name) => name,
            None => return format!("{written}{}", sign.to_ascii_lowercase()),
        },
    };
    written.push_str(key);
    written
}

/// What a key with a sign is called; letters and digits are called by themselves.
fn named(sign: char) -> Option<&'static str> {
    Some(match sign {
        ',' => "comma",
        '-' => "minus",
        '.' => "period",
        '/' => "slash",
        ';' => "semicolon",
        '=' => "equal",
        '[' => "bracketleft",
        '\\' => "backslash",
        ']' => "bracketright",
        '\'' => "apostrophe",
        '`' => "grave",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_combination_is_written_as_the_desktops_agreed() {
        for (ours, theirs) in [
            ("Ctrl+Shift+Space", "CTRL+SHIFT+space"),
            ("Super+Alt+A", "ALT+LOGO+a"),
            ("Ctrl+7", "CTRL+7"),
            ("Ctrl+;", "CTRL+semicolon"),
            ("Shift+F12", "SHIFT+F12"),
            ("Ctrl+PageUp", "CTRL+Page_Up"),
        ] {
            assert_eq!(trigger(Combination::parse(ours).unwrap()), theirs);
        }
    }

    #[test]
    fn the_keys_are_called_as_the_desktop_calls_them_and_a_shortcut_left_out_was_refused() {
        let said = |id: &str, text: &str| {
            let trigger_description = Some(text.to_owned());
            (
                id.to_owned(),
                Given {
                    trigger_description,
                },
            )
        };
        let given = [
            said("other", "F1"),
            said("ask", "Press \u{202e}<Control>\nj"),
        ];
        assert_eq!(trigger_of(&given).as_deref(), Some("Press <Control> j"));
        assert_eq!(trigger_of(&given[..1]), None);
    }
}
