//! What an answer was billed, asked for once the gateway knows it (GATEWAY §1.5).
//!
//! Only where the answer itself did not say so, as after a stream that broke. While the program
//! runs, the turn's own answer is asked for some seconds after its end; a command line ends before
//! that, so each turn also asks, beside its answer, for one earlier bill of its connection. Nobody
//! waits for either. What is found goes to the ledger and to the answer's receipt.

use super::Engine;
use super::resolve::Ready;
use crate::store::{Settlement, Store};
use crate::transport::MAX_ERROR_BODY_BYTES;
use chat_core::connection::Kind;
use chat_core::gateway_api::{GENERATION_POLLS_MS, generation};
use chat_core::ids::TurnId;
use chat_core::ledger::Entry;
use chat_core::usage::CostBasis;
use std::sync::Arc;
use std::time::Duration;

/// How long a bill that is missing is asked for: a day.
const ASK_FOR_MS: i64 = 86_400_000;

/// What the gateway's ids of answers begin with; others have no bill there.
const PREFIX: &str = "gen_";

/// Which bills are asked for.
pub(super) enum Bills {
    /// The newest one of this connection that is missing; one request at most.
    Earlier,
    /// That of a turn that has just ended.
    Of(TurnId),
}

impl Engine {
    /// Asks for bills in a task of its own, which ends with the engine.
    pub(super) fn settle_soon(&self, ready: &Arc<Ready>, store: &Store, bills: Bills) {
        let bills_there = match ready.connection.kind() {
            Kind::Gateway => !ready.connection.is_demo(),
            Kind::Direct { .. } | Kind::Own => false,
        };
        if !bills_there {
            return;
        }
        let (engine, ready, store) = (self.clone(), Arc::clone(ready), store.clone());
        self.inner.around.spawn(async move {
            tokio::select! {
                () = engine.inner.closing.cancelled() => {}
                () = engine.ask_for_bills(&ready, &store, bills) => {}
            }
        });
    }

    async fn ask_for_bills(&self, ready: &Ready, store: &Store, bills: Bills) {
        match bills {
            Bills::Earlier => {
                let now_ms = self.inner.config.clock.now_ms();
                let first = GENERATION_POLLS_MS.first().copied().unwrap_or(0);
                let known_by = now_ms.saturating_sub(i64::try_from(first).unwrap_or(0));
                let within = now_ms.saturating_sub(ASK_FOR_MS)..known_by;
                let name = ready.connection.name().to_owned();
                if let Ok(Some(id)) = store.unsettled(name, PREFIX, within).await {
                    self.settle_one(ready, store, id).await;
                }
            }
            Bills::Of(turn) => {
                let Ok(entries) = store.entries_of(turn).await else {
                    return;
                };
                let Some(id) = entries.into_iter().find_map(missing_bill) else {
                    return;
                };
                let mut waited_ms = 0;
                for at_ms in GENERATION_POLLS_MS {
                    tokio::time::sleep(Duration::from_millis(at_ms - waited_ms)).await;
                    waited_ms = at_ms;
                    if self.settle_one(ready, store, id.clone()).await {
                        return;
                    }
                }
            }
        }
    }

    /// Whether the bill was there.
    async fn settle_one(&self, ready: &Ready, store: &Store, id: String) -> bool {
        let request = ready.request(ready.base.generation(&id), None);
        let Ok(response) = self.get(request, ready).await else {
            return false;
        };
        let body = response.read_small(MAX_ERROR_BODY_BYTES).await;
        let Ok(found) = generation(&body.bytes) else {
            return false;
        };
        let Some(usd) = found.cost.filter(|_| found.id == id) else {
            return false;
        };
        let settlement = Settlement {
            usd,
            usage: found.usage,
            at_ms: self.inner.config.clock.now_ms(),
        };
        let settled = store.settle(id, settlement).await;
        if settled.is_err() {
            tracing::warn!("a bill could not be written to the ledger");
        }
        true
    }
}

fn missing_bill(entry: Entry) -> Option<String> {
    let billed = entry
        .cost
        .is_some_and(|cost| cost.basis == CostBasis::Billed);
    entry
        .generation_id
        .filter(|id| !entry.cached && !billed && id.starts_with(PREFIX))
}
