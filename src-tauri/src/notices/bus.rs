//! Notifications on Linux, by the service of freedesktop.org. Where there is none nothing is told,
//! and that is no error. One task asks it and is told of presses.

use std::collections::HashMap;
use std::time::Duration;

use chat_core::ids::ConversationId;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use zbus::export::ordered_stream::OrderedStreamExt;
use zbus::proxy::SignalStream;
use zbus::zvariant::Value;
use zbus::{Connection, Proxy};

use super::notice::Notice;

const SERVICE: &str = "org.freedesktop.Notifications";
const PLACE: &str = "/org/freedesktop/Notifications";
/// What a press on the notification itself is called.
const PRESS: &str = "default";
const WITHIN: Duration = Duration::from_secs(5);

/// The asking task. It ends when this is dropped.
#[derive(Debug)]
pub(super) struct Bus(UnboundedSender<Order>);

#[derive(Debug)]
enum Order {
    Show(Notice),
    Seen,
}

impl Bus {
    /// Asks nothing before the first notice. `open` is the name of what a press does.
    pub(super) fn start(
        open: &'static str,
        pressed: impl Fn(ConversationId) + Send + 'static,
    ) -> Self {
        let (orders, received) = unbounded_channel();
        tauri::async_runtime::spawn(run(received, open, pressed));
        Self(orders)
    }

    /// Shows it, in place of what was told of the same chat.
    pub(super) fn show(&self, notice: Notice) {
        self.send(Order::Show(notice));
    }

    /// Takes away what is shown.
    pub(super) fn seen(&self) {
        self.send(Order::Seen);
    }

    fn send(&self, order: Order) {
        if self.0.send(order).is_err() {
            tracing::debug!("nobody shows notices any more");
        }
    }
}

async fn run(
    mut orders: UnboundedReceiver<Order>,
    open: &'static str,
    pressed: impl Fn(ConversationId) + Send + 'static,
) {
    let mut service: Option<Desktop> = None;
    let mut missed = false;
    loop {
        let heard = match &mut service {
            Some(service) => tokio::select! {
                order = orders.recv() => Err(order),
                chat = service.heard() => Ok(chat),
            },
            None => Err(orders.recv().await),
        };
        match heard {
            Ok(Some(chat)) => pressed(chat),
            Ok(None) => {}
            Err(None) => return,
            Err(Some(Order::Seen)) => {
                if let Some(service) = &mut service {
                    service.close_all().await;
                }
            }
            Err(Some(Order::Show(notice))) => {
                let shown = show(&mut service, &notice, open);
                let fault = match tokio::time::timeout(WITHIN, shown).await {
                    Ok(Ok(())) => continue,
                    Ok(Err(error)) => error.to_string(),
                    Err(_) => "it did not answer".to_owned(),
                };
                // It may be another one the next time.
                service = None;
                if !std::mem::replace(&mut missed, true) {
                    tracing::warn!(error = fault, "nothing here shows notifications");
                }
            }
        }
    }
}

async fn show(service: &mut Option<Desktop>, notice: &Notice, open: &str) -> zbus::Result<()> {
    let service = match service {
        Some(service) => service,
        None => service.insert(Desktop::find().await?),
    };
    service.show(notice, open).await
}

/// The service, what it can do, and what of ours it shows.
struct Desktop {
    proxy: Proxy<'static>,
    pressed: SignalStream<'static>,
    closed: SignalStream<'static>,
    /// Whether it reads a text as markup.
    markup: bool,
    /// Whether it tells of presses.
    actions: bool,
    shown: HashMap<u32, ConversationId>,
}

impl Desktop {
    async fn find() -> zbus::Result<Self> {
        let bus = Connection::session().await?;
        let proxy = Proxy::new(&bus, SERVICE, PLACE, SERVICE).await?;
        let can: Vec<String> = proxy.call("GetCapabilities", &()).await?;
        let has = |name: &str| can.iter().any(|one| one == name);
        Ok(Self {
            pressed: proxy.receive_signal("ActionInvoked").await?,
            closed: proxy.receive_signal("NotificationClosed").await?,
            markup: has("body-markup"),
            actions: has("actions"),
            shown: HashMap::new(),
            proxy,
        })
    }

    async fn show(&mut self, notice: &Notice, open: &str) -> zbus::Result<()> {
        let before = self.shown.iter().find(|(_, chat)| **chat == notice.chat);
        let replaces = before.map_or(0, |(id, _)| *id);
        let body = if self.markup {
            escaped(&notice.body)
        } else {
            notice.body.clone()
        };
        let actions: &[&str] = if self.actions { &[PRESS, open] } else { &[] };
        let hints = HashMap::from([("desktop-entry", Value::from(chat_engine::paths::IDENTIFIER))]);
        let words = (
            "Gatehouse",
            replaces,
            "gatehouse-desktop",
            &notice.title,
            body,
            actions,
            hints,
            -1_i32,
        );
        let id: u32 = self.proxy.call("Notify", &words).await?;
        self.shown.insert(id, notice.chat.clone());
        Ok(())
    }

    /// What was pressed, if it is one of ours. None where something else happened.
    async fn heard(&mut self) -> Option<ConversationId> {
        tokio::select! {
            Some(signal) = self.pressed.next() => {
                let body = signal.body();
                let (id, action): (u32, &str) = body.deserialize().ok()?;
                if action == PRESS { self.shown.remove(&id) } else { None }
            }
            Some(signal) = self.closed.next() => {
                let (id, _why): (u32, u32) = signal.body().deserialize().ok()?;
                self.shown.remove(&id);
                None
            }
            else => std::future::pending().await,
        }
    }

    async fn close_all(&mut self) {
        for (id, _) in self.shown.drain() {
            let words = (id,);
            let closed = self.proxy.call_noreply("CloseNotification", &words);
            if let Err(error) = closed.await {
                tracing::debug!(%error, "a notification stays");
            }
        }
    }
}

/// A text where signs of markup mean themselves.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_an_answer_is_shown_as_it_is_written() {
        assert_eq!(
            escaped("<b>&amp;</b> <a href='x'>"),
            "&lt;b&gt;&amp;amp;&lt;/b&gt; &lt;a href='x'&gt;"
        );
    }
}
