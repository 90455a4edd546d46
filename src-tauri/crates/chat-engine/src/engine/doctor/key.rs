//! What a server says before it is asked for an answer: of the key, the credit, the model.

use crate::engine::Engine;
use crate::engine::resolve::Ready;
use crate::engine::settings::Known;
use crate::transport::{MAX_CATALOGUE_BYTES, MAX_ERROR_BODY_BYTES};
use chat_core::catalogue::{self, Page};
use chat_core::connection::Kind;
use chat_core::failure::{Code, Failure, not_an_answer};
use chat_core::gateway_api::{self, Credits};
use chat_core::money::Usd;
use chat_core::wire::CreditView;

/// What the request for the list of models brought.
#[derive(Default)]
pub(super) struct Heard {
    page: Option<Page>,
    /// The server wants a key for it, another one, or money.
    refused: Option<Failure>,
}

impl Heard {
    /// Whether there is a list to look the model up in.
    pub(super) fn lists_models(&self) -> bool {
        self.page
            .as_ref()
            .is_some_and(|page| !page.catalogue.is_empty())
    }
}

/// The model that would be asked.
pub(super) struct Asked {
    pub(super) model: String,
    /// The listed one that is nearest to it.
    pub(super) nearest: Option<String>,
}

impl Engine {
    /// Whether an HTTP server answers at all. The list of models is public on gateways; a server
    /// that refuses it without a key has answered, too.
    pub(super) async fn hear(&self, ready: &Ready) -> Result<(String, Heard), Failure> {
        let request = ready.request(ready.base.models(), None);
        match self.get(request, ready).await {
            Ok(response) => {
                let status = response.status;
                let body = response.read_small(MAX_CATALOGUE_BYTES).await;
                let first = body.bytes.iter().find(|b| !b.is_ascii_whitespace());
                match first {
                    Some(b'{' | b'[') => Ok((
                        format!("HTTP {status}"),
                        Heard {
                            page: catalogue::parse(&body.bytes).ok(),
                            refused: None,
                        },
                    )),
                    _ => Err(not_an_answer(&ready.upstream)),
                }
            }
            Err(failure) => match failure.code {
                Code::KeyRejected | Code::KeyExpired | Code::Forbidden | Code::PaymentRequired => {
                    let said = format!("HTTP {}", failure.status.unwrap_or(0));
                    let refused = Some(failure);
                    Ok((
                        said,
                        Heard {
                            page: None,
                            refused,
                        },
                    ))
                }
                // No list of models is no fault of a chat server.
                _ if matches!(failure.status, Some(404 | 405)) => {
                    Ok(("HTTP, without a model list".to_owned(), Heard::default()))
                }
                _ => Err(failure),
            },
        }
    }

    /// Whether the key is accepted, as far as that can be told for free, and what credit is left.
    /// Gateways tell both by `/credits`; providers have none, but want a key for their list.
    pub(super) async fn try_key(
        &self,
        ready: &Ready,
        heard: &Heard,
    ) -> Result<(String, Option<Credits>), Failure> {
        let refused = || heard.refused.clone().map_or(Ok(()), Err);
        if ready.key.is_none() {
            refused()?;
            return Ok(("none is needed".to_owned(), None));
        }
        match ready.connection.kind() {
            Kind::Direct { .. } => {
                refused()?;
                return Ok(match &heard.page {
                    Some(_) => ("the key is accepted".to_owned(), None),
                    None => untested(),
                });
            }
            Kind::Gateway | Kind::Own => {}
        }
        let request = ready.request(ready.base.credits(), None);
        match self.get(request, ready).await {
            // Some servers answer any address with 200: only a balance shows that the key was read.
            Ok(response) => {
                let body = response.read_small(MAX_ERROR_BODY_BYTES).await.bytes;
                Ok(if is_balance(&body) {
                    let credits = gateway_api::credits(&body).ok();
                    ("the key is accepted".to_owned(), credits)
                } else {
                    untested()
                })
            }
            Err(failure) if matches!(failure.status, Some(404 | 405)) => {
                refused()?;
                Ok(untested())
            }
            Err(failure) => Err(failure),
        }
    }

    /// The model that a question would go to, and what the list says of it. That it is not listed
    /// is no failure: a server may know more names than it lists.
    pub(super) async fn model_to_test(
        &self,
        ready: &Ready,
        known: &Known,
        heard: &Heard,
    ) -> Result<(String, Asked), Failure> {
        let model = self.resolve_model(None, ready, known).await?;
        let listed = |list: &catalogue::Catalogue| list.find(&model).is_some();
        let list = match &heard.page {
            // A long list is read on only where its first page does not hold the model.
            Some(page) if page.next.is_some() && !listed(&page.catalogue) => {
                self.catalogue(ready).await?
            }
            Some(page) => page.catalogue.clone(),
            None => catalogue::Catalogue::default(),
        };
        if listed(&list) {
            let note = format!("{model} is listed");
            return Ok((
                note,
                Asked {
                    model,
                    nearest: None,
                },
            ));
        }
        let now_ms = self.inner.config.clock.now_ms();
        let nearest = catalogue::nearest(&model, &list, now_ms).map(str::to_owned);
        let note = match &nearest {
            Some(nearest) => format!("{model} is not listed; the nearest that is: {nearest}"),
            None => format!("{model} is not listed"),
        };
        Ok((note, Asked { model, nearest }))
    }
}

impl Engine {
    /// What credit is left where a connection leads, asked once because a person wants to know.
    /// The key goes where questions go, and nothing is billed.
    pub async fn credit_left(&self, connection: Option<&str>) -> Result<CreditView, Failure> {
        let known = self.known().await;
        let ready = self.resolve(connection, &known).await?;
        let ready = self.renewed(ready).await;
        let host = ready.upstream.host.clone();
        let untold = || {
            Failure::new(
                Code::BadResponse,
                format!("{host} does not tell what credit is left."),
            )
            .with_action("Look it up there.")
        };
        if matches!(ready.connection.kind(), Kind::Direct { .. }) {
            // Providers have no address for it.
            return Err(untold());
        }
        let request = ready.request(ready.base.credits(), None);
        let response = match self.get(request, &ready).await {
            Ok(response) => response,
            Err(failure) if matches!(failure.status, Some(404 | 405)) => return Err(untold()),
            Err(failure) => return Err(ready.masked(failure)),
        };
        let body = response.read_small(MAX_ERROR_BODY_BYTES).await.bytes;
        let credits = gateway_api::credits(&body).map_err(|_| untold())?;
        Ok(CreditView {
            balance_usd: credits.balance.to_string(),
            used_usd: credits.total_used.to_string(),
            host,
        })
    }
}

/// The balance in words; none left is a failure.
pub(super) fn credit(ready: &Ready, credits: &Credits) -> Result<(String, ()), Failure> {
    let Credits {
        balance,
        total_used,
    } = credits;
    if *balance <= Usd::default() {
        let host = &ready.upstream.host;
        return Err(Failure::new(
            Code::PaymentRequired,
            format!("There is no credit left at {host}: the balance is ${balance}."),
        )
        .with_action("Add credit there; free credit wants a card on file."));
    }
    Ok((format!("${balance} left, ${total_used} used so far"), ()))
}

fn untested() -> (String, Option<Credits>) {
    let said = "no free way to test it; an answer may cost a fraction of a cent";
    (said.to_owned(), None)
}

fn is_balance(body: &[u8]) -> bool {
    let read: Result<serde_json::Value, _> = serde_json::from_slice(body);
    read.is_ok_and(|said| {
        said.get("balance").is_some() && said.get("error").is_none_or(serde_json::Value::is_null)
    })
}
