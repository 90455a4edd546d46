//! Drives turns: runs the effects of the pure machine against transport, store and outbox.
//!
//! The only place that spawns tasks. Whatever it waits for, it waits for Stop as well.

mod finishing;
mod job;
mod mending;
mod recording;
mod renewing;
mod said;
mod saving;

pub(crate) use finishing::give_cached;
pub(crate) use job::{Job, Leg, Prepare};
pub(crate) use recording::Tape;

use crate::answer::{Answer, is_answer};
use crate::books::Said;
use crate::clock::Clock;
use crate::live::LiveTurn;
use crate::outbox::Outbox;
use crate::signin::Token;
use crate::store::{Piece, Served, StoreError, Ticket};
use crate::transport::{Response, Transport};
use crate::unsaved::{Ended, Unsaved};
use bytes::Bytes;
use chat_core::failure::Failure;
use chat_core::turn::{Effect, Input, Outcome, Output, Turn, What};
use chat_core::wire::WaitReason;
use futures::FutureExt;
use futures::future::{BoxFuture, Fuse};
use futures::stream::{BoxStream, StreamExt};
use said::{Refused, read_refused};
use secrecy::SecretString;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// What a face sees of a turn, in order.
#[derive(Debug, Clone)]
pub enum TurnEvent {
    /// Text of the answer.
    Text(String),
    /// The model's reasoning.
    Reasoning(String),
    /// A whole tool call.
    ToolCall {
        /// The provider's id.
        id: String,
        /// The tool.
        name: String,
        /// JSON text.
        arguments: String,
    },
    /// The turn waits.
    Waiting {
        /// For what.
        reason: WaitReason,
        /// Until when, milliseconds since 1970; none when unknown.
        until_ms: Option<i64>,
    },
    /// Something else is asked than what was asked for, and why.
    Note(String),
    /// It is over; the last event.
    Ended(Arc<Outcome>),
}

/// What all turns share.
#[derive(Debug, Clone)]
pub(crate) struct Surroundings {
    pub(crate) transport: Arc<Transport>,
    pub(crate) outbox: Arc<Outbox>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) tasks: tokio_util::task::TaskTracker,
    /// Ends that could not be written.
    pub(crate) unsaved: Arc<Unsaved>,
}

impl Surroundings {
    /// Runs a future until it ends or the program does.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.tasks.spawn(task);
    }
}

enum Http {
    Idle,
    Renewing(BoxFuture<'static, Result<Token, Option<Failure>>>),
    /// Another way to ask is made ready.
    Preparing(BoxFuture<'static, Result<Box<Leg>, Failure>>),
    /// Our own limits are asked.
    Admitting(BoxFuture<'static, (What, Option<Ticket>)>),
    Opening(BoxFuture<'static, Result<Response, Failure>>),
    /// Reading the body of a response that is no answer.
    Failing(BoxFuture<'static, Refused>),
    Reading(BoxStream<'static, Result<Bytes, Failure>>),
}

enum Happened {
    Stop,
    Saved(Result<(), StoreError>),
    Renewed(Result<Token, Option<Failure>>),
    Prepared(Result<Box<Leg>, Failure>),
    Admitted(What, Option<Ticket>),
    Opened(Result<Response, Failure>),
    Refused(Refused),
    Chunk(Option<Result<Bytes, Failure>>),
    Tick,
}

struct Run {
    around: Surroundings,
    live: Arc<LiveTurn>,
    job: Job,
    turn: Turn,
    http: Http,
    answer: Answer,
    save: Fuse<BoxFuture<'static, Result<(), StoreError>>>,
    saving: Option<Piece>,
    unsaved: Piece,
    /// Who answers, as the store was told last.
    served: Option<Served>,
    /// Whether the last save failed, where it is tried again.
    unsaveable: bool,
    /// The end does not wait for a save that is only due later.
    hurry: CancellationToken,
    outcome: Option<Outcome>,
    /// The place in line, while one is waited for.
    ticket: Option<Ticket>,
    /// What earlier ways to ask carried: a server's words may repeat it.
    secrets: Vec<SecretString>,
    /// Whether the budget was asked.
    admitted: bool,
    /// Our own limits were being asked when the turn was stopped.
    leaving: Option<BoxFuture<'static, (What, Option<Ticket>)>>,
    journal: recording::Journal,
}

/// Runs a turn from its first request to its end on disk. An end that could not be put there is to
/// be tried again.
pub(crate) async fn run(around: Surroundings, live: Arc<LiveTurn>, job: Job) -> Ended {
    let turn = Turn::new(job.leg.plan.clone());
    let answer = Answer::new(job.leg.dialect, job.leg.plan.upstream.clone());
    let mut run = Run {
        around,
        live,
        job,
        turn,
        http: Http::Idle,
        answer,
        save: Fuse::terminated(),
        saving: None,
        unsaved: Piece::default(),
        served: None,
        unsaveable: false,
        hurry: CancellationToken::new(),
        outcome: None,
        ticket: None,
        secrets: Vec::new(),
        admitted: false,
        leaving: None,
        journal: recording::Journal::default(),
    };
    let first = if run.live.stop.is_cancelled() {
        What::Stop
    } else {
        What::Start
    };
    run.tell(vec![first]);
    while !run.turn.is_over() {
        let happened = run.next().await;
        run.took_place(happened);
    }
    Box::pin(run.end()).await
}

impl Run {
    async fn next(&mut self) -> Happened {
        let now = self.around.clock.monotonic_ms();
        let deadline = self
            .turn
            .deadline()
            .map(|at| Duration::from_millis(at.saturating_sub(now)));
        let tick = async {
            match deadline {
                Some(wait) => tokio::time::sleep(wait).await,
                None => std::future::pending().await,
            }
        };
        let http = &mut self.http;
        let news = async {
            match http {
                Http::Idle => std::future::pending().await,
                Http::Renewing(renewing) => Happened::Renewed(renewing.await),
                Http::Preparing(preparing) => Happened::Prepared(preparing.await),
                Http::Admitting(asking) => {
                    let (what, ticket) = asking.await;
                    Happened::Admitted(what, ticket)
                }
                Http::Opening(opening) => Happened::Opened(opening.await),
                Http::Failing(failing) => Happened::Refused(failing.await),
                Http::Reading(body) => Happened::Chunk(body.next().await),
            }
        };
        tokio::select! {
            biased;
            () = self.live.stop.cancelled() => Happened::Stop,
            saved = &mut self.save => Happened::Saved(saved),
            () = tick => Happened::Tick,
            news = news => news,
        }
    }

    fn took_place(&mut self, happened: Happened) {
        match happened {
            Happened::Stop => self.tell(vec![What::Stop]),
            Happened::Tick => self.tell(vec![What::Tick]),
            Happened::Saved(saved) => {
                let what = self.saved(saved);
                self.tell(vec![what]);
            }
            Happened::Renewed(ended) => {
                self.http = Http::Idle;
                let news = self.job.leg.renewed(ended, self.around.clock.now_ms());
                self.tell(vec![news]);
            }
            Happened::Prepared(Ok(leg)) => self.goes_on_with(*leg),
            Happened::Prepared(Err(why)) => {
                self.http = Http::Idle;
                self.tell(vec![What::NotPrepared(why)]);
            }
            Happened::Admitted(what, ticket) => {
                self.http = Http::Idle;
                self.ticket = ticket;
                self.tell(vec![what]);
            }
            Happened::Opened(Err(failure)) => {
                self.http = Http::Idle;
                self.tell(vec![What::Failed(failure)]);
            }
            Happened::Refused(refused) => {
                self.http = Http::Idle;
                self.record_refused(&refused);
                self.tell(vec![What::Failed(refused.failure)]);
            }
            Happened::Opened(Ok(response)) => self.opened(response),
            Happened::Chunk(Some(Ok(bytes))) => {
                self.journal.push(self.around.clock.monotonic_ms(), &bytes);
                let mut news = Vec::new();
                self.answer.push(&bytes, &mut news);
                self.tell(news);
            }
            Happened::Chunk(None) => {
                self.journal.finish(true);
                self.conclude(true);
            }
            Happened::Chunk(Some(Err(_broken))) => self.conclude(false),
        }
    }

    fn opened(&mut self, response: Response) {
        let status = response.status;
        if is_answer(status, response.header("content-type")) {
            self.record(&response);
            self.http = Http::Reading(response.body);
            self.tell(vec![What::Opened { status }]);
            return;
        }
        let upstream = self.job.leg.plan.upstream.clone();
        let model = self.job.leg.plan.target.model.clone();
        let now_ms = self.around.clock.now_ms();
        self.http = Http::Failing(read_refused(response, upstream, model, now_ms).boxed());
    }

    fn conclude(&mut self, whole: bool) {
        let mut news = Vec::new();
        self.answer.finish(whole, &mut news);
        self.http = Http::Idle;
        self.tell(news);
    }

    /// Puts what happened to the machine and does what it asks for.
    fn tell(&mut self, news: Vec<What>) {
        for what in news {
            let at = self.around.clock.monotonic_ms();
            let effects = self.turn.handle(Input::new(at, what));
            for effect in effects {
                self.perform(effect);
            }
        }
        self.around.outbox.touch(&self.live);
    }

    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Admit => {
                let first = !std::mem::replace(&mut self.admitted, true);
                let books = self.job.leg.books.clone();
                self.http = Http::Admitting(books.admit(first, self.ticket).boxed());
            }
            Effect::Renew { rejected } => {
                let now_ms = self.around.clock.now_ms();
                self.http = Http::Renewing(self.job.leg.renew(rejected, now_ms));
            }
            Effect::LeaveOut(param) => self.job.leg.leave_out(param),
            Effect::Prepare(next) => {
                self.http = Http::Preparing(self.job.alternatives.prepare(next));
            }
            Effect::Open { repeat } => {
                tracing::debug!(turn = %self.live.started.turn_id, repeat, host = self.job.leg.plan.upstream.host, "request");
                self.journal.next();
                let leg = &self.job.leg;
                self.answer = Answer::new(leg.dialect, leg.plan.upstream.clone());
                let transport = Arc::clone(&self.around.transport);
                let request = leg.request.clone();
                self.http = Http::Opening(async move { transport.send(request).await }.boxed());
            }
            Effect::Close => {
                // A place in line that is being asked for is given up once it is known.
                if let Http::Admitting(asking) = std::mem::replace(&mut self.http, Http::Idle) {
                    self.leaving = Some(asking);
                }
            }
            Effect::Conclude => self.conclude(true),
            Effect::Show(output) => {
                match &output {
                    Output::Text(text) => self.unsaved.text.push_str(text),
                    Output::Reasoning(text) => self.unsaved.reasoning.push_str(text),
                    Output::ToolCall { .. }
                    | Output::Waiting { .. }
                    | Output::Note(_)
                    | Output::Usage { .. } => {}
                }
                self.live.show(output, self.around.clock.now_ms());
            }
            Effect::Save { sync } => self.save(sync),
            Effect::Finish(outcome) => self.outcome = Some(*outcome),
        }
    }

    async fn end(mut self) -> Ended {
        self.http = Http::Idle;
        if let Some(asking) = self.leaving.take() {
            self.ticket = asking.await.1;
        }
        if self.saving.is_some() {
            self.hurry.cancel();
            let saved = (&mut self.save).await;
            self.saved(saved);
        }
        let Some(mut outcome) = self.outcome.take() else {
            return Ended::Written;
        };
        let leg = &self.job.leg;
        let secrets = leg.request.secrets().chain(&self.secrets);
        leg.beforehand.complete(&mut outcome, secrets);
        outcome.cost = leg.books.cost(&outcome);
        let books = leg.books.clone();
        let recorded = books
            .close(&outcome, self.job.started_at_ms, self.ticket.take())
            .await;
        if books.keep.is_some() {
            books.keep(&outcome, self.said()).await;
        }
        let tail = std::mem::take(&mut self.unsaved);
        let tape = self.tape(&outcome);
        let end = finishing::End {
            outcome,
            tail,
            recorded,
            tape: tape.clone(),
        };
        let ended = finishing::finish(&self.around, &self.live, &self.job, end).await;
        match ended {
            // Its answer has been shown and told: nobody waits for the journal.
            Ended::Written => {
                if let Some(tape) = tape {
                    tape.keep(&self.job.store, self.around.clock.now_ms()).await;
                }
            }
            // Its conversation may be gone for good, and the answer must not outlive it.
            Ended::Waits(_) | Ended::NoRoom if books.keep.is_some() => books.forget().await,
            Ended::Waits(_) | Ended::NoRoom => {}
        }
        ended
    }

    fn said(&self) -> Said {
        let progress = self.live.lock();
        Said {
            text: progress.text().to_owned(),
            reasoning: progress.reasoning().to_owned(),
            tool_call: progress.has_tool_call(),
        }
    }
}
