//! Model servers on this machine: their usual loopback ports are asked, only when a person asks.

use super::Engine;
use crate::transport::{Request, Via};
use chat_core::wire::FoundServer;
use serde_json::Value;
use std::time::Duration;
use url::Url;

/// What listens where by default (GATEWAY §3.5).
const USUAL: [(&str, u16); 4] = [
    ("Ollama", 11_434),
    ("LM Studio", 1_234),
    ("llama.cpp", 8_080),
    ("vLLM", 8_000),
];
/// How long one port may take.
const PORT_WITHIN: Duration = Duration::from_secs(2);
/// Largest list that is read, in bytes.
const MAX_LIST: usize = 256 * 1024;
/// Most models that are named.
const MAX_MODELS: usize = 20;

impl Engine {
    /// Asks the usual ports of local model servers on 127.0.0.1 and then `::1`, all at once.
    /// Nothing leaves the machine.
    pub async fn probe_local(&self) -> Vec<FoundServer> {
        let asked = USUAL.map(|(kind, port)| async move {
            for host in ["127.0.0.1", "[::1]"] {
                let base = format!("http://{host}:{port}");
                let found = tokio::time::timeout(PORT_WITHIN, self.ask_port(kind, &base)).await;
                if let Ok(Some(server)) = found {
                    return Some(server);
                }
            }
            None
        });
        futures::future::join_all(asked)
            .await
            .into_iter()
            .flatten()
            .collect()
    }

    async fn ask_port(&self, usual: &str, base: &str) -> Option<FoundServer> {
        let request = Request {
            url: Url::parse(&format!("{base}/v1/models")).ok()?,
            key: None,
            headers: Vec::new(),
            body: None,
            provider_keys: Vec::new(),
            via: Via {
                connect_ms: 1_000,
                ..Via::default()
            },
        };
        let response = self.inner.around.transport.send(request).await.ok()?;
        if response.status != 200 {
            // It asks for a key: a server all the same.
            return matches!(response.status, 401 | 403).then(|| FoundServer {
                kind: usual.to_owned(),
                base_url: base.to_owned(),
                models: Vec::new(),
            });
        }
        let body = response.read_small(MAX_LIST).await;
        let list: Value = serde_json::from_slice(&body.bytes).ok()?;
        let rows = list.get("data")?.as_array()?;
        Some(FoundServer {
            kind: kind_of(rows).unwrap_or(usual).to_owned(),
            base_url: base.to_owned(),
            models: rows.iter().filter_map(id).take(MAX_MODELS).collect(),
        })
    }
}

/// What the list itself says: people move servers to other ports.
fn kind_of(rows: &[Value]) -> Option<&'static str> {
    match rows.first()?.get("owned_by")?.as_str()? {
        "library" => Some("Ollama"),
        "llamacpp" => Some("llama.cpp"),
        "vllm" => Some("vLLM"),
        "organization_owner" => Some("LM Studio"),
        _ => None,
    }
}

fn id(row: &Value) -> Option<String> {
    let id = row.get("id")?.as_str()?;
    let clean = !id.is_empty() && id.len() <= 256 && !id.chars().any(char::is_control);
    clean.then(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_list_tells_what_kind_of_server_gave_it() {
        for (owner, kind) in [
            (json!("library"), Some("Ollama")),
            (json!("vllm"), Some("vLLM")),
            (json!("me"), None),
            (json!(7), None),
        ] {
            assert_eq!(kind_of(&[json!({"id": "m", "owned_by": owner})]), kind);
        }
        assert_eq!(kind_of(&[]), None);
        assert_eq!(id(&json!({"id": "a\nb"})), None);
        assert_eq!(id(&json!({"id": "a"})).as_deref(), Some("a"));
    }
}
