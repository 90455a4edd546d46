//! Performs a play on the wire: when each piece leaves, in which chunks, and how it ends.

use std::io;
use std::time::Duration;

use tokio::time::{Instant, sleep, sleep_until};

use crate::frames::Frames;
use crate::gzip;
use crate::options::Pace;
use crate::play::{Container, Ending, Framing, Piece, Play, Split, Tempo, Then};
use crate::reply::{self, Reply};
use crate::wire::{Body, End, Wire};

const HEARTBEAT: Duration = Duration::from_millis(100);
/// How long the line of `endless-line` gets at most, so that a bad client does not run forever.
const ENDLESS: usize = 256 << 20;

/// Sends the answer and says what becomes of the connection.
pub(crate) async fn perform(
    play: &Play,
    frames: &Frames,
    stream: bool,
    pace: Pace,
    wire: &mut Wire<'_, '_>,
) -> io::Result<End> {
    let mut clock = Clock::new(play.tempo, pace);
    if !stream || play.container == Container::Json {
        return complete(play, frames, &clock, wire).await;
    }
    let json_type = play.container == Container::SseAsJson;
    let kind = if json_type {
        "application/json"
    } else {
        "text/event-stream; charset=utf-8"
    };
    let mut headers = vec![("content-type", kind), ("cache-control", "no-cache")];
    let body = match play.container {
        Container::SseUntilClose => Body::UntilClose,
        Container::Sse | Container::SseAsJson | Container::SseGzip | Container::Json => {
            Body::Chunked
        }
    };
    if play.container == Container::SseGzip {
        headers.push(("content-encoding", "gzip"));
        wire.head(200, &headers, body).await?;
        wire.piece(&gzip::wrap(&whole(play, frames))).await?;
        return wire.finish().await;
    }
    wire.head(200, &headers, body).await?;
    if play.framing.bom {
        wire.piece(b"\xef\xbb").await?;
        wire.piece(b"\xbf").await?;
    }
    for (number, piece) in play.pieces.iter().enumerate() {
        clock.before(piece).await;
        send(
            &frames.piece(piece, play.framing, number),
            play.framing,
            wire,
        )
        .await?;
    }
    for event in frames.ending(play, play.pieces.len()) {
        send(&event, play.framing, wire).await?;
    }
    match play.ending {
        Ending::Finish(_, Then::DoneThenSilence) | Ending::Silence => {
            std::future::pending::<()>().await;
            Ok(End::Close)
        }
        Ending::Finish(..) | Ending::End | Ending::Failed => wire.finish().await,
        Ending::Heartbeats => loop {
            sleep(HEARTBEAT).await;
            wire.piece(b": keep-alive\n\n").await?;
        },
        Ending::Reset => Ok(End::Reset),
        Ending::Cut => Ok(End::Close),
        Ending::EndlessLine => {
            wire.piece(&frames.endless_start()).await?;
            let block = vec![b'a'; 64 << 10];
            for _ in 0..ENDLESS / block.len() {
                wire.piece(&block).await?;
            }
            Ok(End::Close)
        }
    }
}

async fn send(event: &[u8], framing: Framing, wire: &mut Wire<'_, '_>) -> io::Result<()> {
    match framing.split {
        Split::Event => wire.piece(event).await,
        Split::Byte => {
            for byte in event {
                wire.piece(std::slice::from_ref(byte)).await?;
            }
            Ok(())
        }
        Split::LastByte => {
            let (most, last) = event.split_at(event.len().saturating_sub(1));
            wire.piece(most).await?;
            wire.piece(last).await
        }
    }
}

fn whole(play: &Play, frames: &Frames) -> Vec<u8> {
    let pieces = play.pieces.iter().enumerate();
    let mut bytes: Vec<u8> = pieces
        .flat_map(|(number, piece)| frames.piece(piece, play.framing, number))
        .collect();
    bytes.extend(frames.ending(play, play.pieces.len()).into_iter().flatten());
    bytes
}

/// The same play for a peer that asked for a complete answer: faults strike inside the JSON.
async fn complete(
    play: &Play,
    frames: &Frames,
    clock: &Clock,
    wire: &mut Wire<'_, '_>,
) -> io::Result<End> {
    let mut reply = Reply::json(200, &frames.complete(play));
    match play.container {
        Container::SseGzip => {
            reply.body = gzip::wrap(&reply.body);
            reply = reply.with("content-encoding", "gzip");
        }
        Container::Sse | Container::SseAsJson | Container::SseUntilClose | Container::Json => {}
    }
    clock.whole(play).await;
    let end = match play.ending {
        Ending::Finish(..) => return reply.send(wire).await,
        Ending::Failed => return reply::server_error().send(wire).await,
        Ending::Silence | Ending::Heartbeats => None,
        Ending::Reset => Some(End::Reset),
        Ending::End | Ending::Cut | Ending::EndlessLine => Some(End::Close),
    };
    let headers = [("content-type", "application/json")];
    wire.head(200, &headers, Body::Length(reply.body.len()))
        .await?;
    let (half, _) = reply.body.split_at(reply.body.len() / 2);
    wire.piece(half).await?;
    if end.is_none() {
        std::future::pending::<()>().await;
    }
    Ok(end.unwrap_or(End::Close))
}

/// Says when the next piece is due.
struct Clock {
    pace: Pace,
    start: Instant,
    bytes: u64,
    /// Whether a complete answer takes as long as the stream would have.
    waits_for_complete: bool,
}

impl Clock {
    fn new(tempo: Tempo, pace: Pace) -> Self {
        let pace = match (tempo, pace) {
            (Tempo::OneDeltaASecond, _) => Pace::PerDelta(Duration::from_secs(1)),
            (Tempo::Volume, Pace::PerDelta(_)) => Pace::None,
            (Tempo::Given | Tempo::Volume, pace) => pace,
        };
        let waits_for_complete = tempo == Tempo::OneDeltaASecond;
        Self {
            pace,
            start: Instant::now(),
            bytes: 0,
            waits_for_complete,
        }
    }

    async fn before(&mut self, piece: &Piece) {
        let length = match piece {
            Piece::Text(text) | Piece::Reasoning(text) => text.len(),
            Piece::Delta(_) | Piece::Fields(_) | Piece::Half(_) | Piece::HalfCharacter(_) => 1,
            Piece::Raw(_) => 0,
        };
        match self.pace {
            Pace::None => {}
            Pace::PerDelta(pause) if pause.is_zero() => {}
            Pace::PerDelta(pause) => sleep(pause).await,
            Pace::BytesPerSecond(rate) => {
                self.bytes += length as u64;
                let due = self.bytes.saturating_mul(1_000_000) / rate.max(1);
                sleep_until(self.start + Duration::from_micros(due)).await;
            }
        }
    }

    async fn whole(&self, play: &Play) {
        if let (true, Pace::PerDelta(pause)) = (self.waits_for_complete, self.pace) {
            let pieces = u32::try_from(play.pieces.len()).unwrap_or(u32::MAX);
            sleep(pause.saturating_mul(pieces)).await;
        }
    }
}
