//! The Vercel sign-in as a person meets it: a stand-in for the Vercel CLI, and a gateway that
//! takes only the newest token.
#![cfg(unix)]

use demo_gateway::{Gateway, Options, Pace};
use gatehouse_tests::cli::{Cli, Run};
use gatehouse_tests::world::KEY;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

const HOUR_MS: i64 = 3_600_000;
/// The guide's sentence.
const EXPIRED: &str = "Token expired. Run: vercel env pull";

fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    i64::try_from(since.as_millis()).unwrap()
}

/// A token that ends so long from now.
fn token(left_ms: i64) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let exp = (now_ms() + left_ms) / 1_000;
    let claims = format!(r#"{{"project_id":"prj_1","owner_id":"team_1","exp":{exp}}}"#);
    let mut text = String::new();
    for chunk in claims.as_bytes().chunks(3) {
        let word = chunk
            .iter()
            .fold(0_u32, |word, byte| (word << 8) | u32::from(*byte));
        let word = word << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            text.push(char::from(
                ALPHABET[(word >> (18 - 6 * place)) as usize & 63],
            ));
        }
    }
    format!("eyJhbGciOiJSUzI1NiJ9.{text}.c2ln")
}

/// A linked project, the stand-in, and a gateway that takes what the stand-in gives.
struct Stage {
    cli: Cli,
    gateway: Gateway,
    fresh: String,
    /// What stands in the project's `.env.local`.
    file: String,
}

impl Stage {
    /// The project's file holds `held`; the stand-in plays `mode`.
    async fn new(mode: &str, held: Option<&str>) -> Self {
        let fresh = token(12 * HOUR_MS);
        let gateway = demo_gateway::start(Options {
            key: Some(fresh.clone()),
            pace: Pace::None,
            ..Options::default()
        })
        .await
        .unwrap();
        let file = match held {
            Some(held) => format!("# mine\r\nX=1\nVERCEL_OIDC_TOKEN=\"{held}\""),
            None => "# mine\r\nX=1".to_owned(),
        };
        let cli = Cli::new().with("AI_GATEWAY_URL", gateway.chat_url());
        let stage = Self {
            cli,
            gateway,
            fresh,
            file,
        };
        for folder in ["project/.vercel", "project/.git", "bin"] {
            std::fs::create_dir_all(stage.at(folder)).unwrap();
        }
        for (path, text) in [
            (
                "project/.vercel/project.json",
                r#"{"projectId":"prj_1","orgId":"team_1"}"#,
            ),
            ("project/.env.local", &stage.file),
            ("bin/mode", mode),
            ("bin/token", &stage.fresh),
        ] {
            std::fs::write(stage.at(path), text).unwrap();
        }
        let script = gatehouse_tests::sources::root()
            .join("src-tauri/crates/chat-engine/tests/signin/vercel");
        std::os::unix::fs::symlink(script, stage.at("bin/vercel")).unwrap();
        stage.set("signin.cli", "bin/vercel").await;
        stage
    }

    /// The same with the project as the sign-in's folder.
    async fn linked(mode: &str, held: Option<&str>) -> Self {
        let stage = Self::new(mode, held).await;
        stage.set("signin.folder", "project").await;
        stage
    }

    fn at(&self, path: &str) -> PathBuf {
        self.cli.folder().join(path)
    }

    async fn set(&self, name: &str, path: &str) {
        let path = self.at(path);
        let run = self
            .cli
            .run(&["settings", "set", name, path.to_str().unwrap()])
            .await;
        assert_eq!(run.code(), 0, "{}", run.stderr);
    }

    async fn ask(&self) -> Run {
        self.cli
            .run(&["ask", "--json", "-m", "scenario:echo", "?"])
            .await
    }

    /// How often the stand-in ran.
    fn calls(&self) -> usize {
        let calls = std::fs::read_to_string(self.at("bin/calls"));
        calls.unwrap_or_default().lines().count()
    }

    /// What the gateway was shown, request by request.
    fn shown(&self) -> Vec<String> {
        let requests = self.gateway.requests();
        let header = |request: &demo_gateway::Recorded| {
            request
                .header("authorization")
                .unwrap_or_default()
                .to_owned()
        };
        requests.iter().map(header).collect()
    }

    fn has_its_file_untouched(&self) {
        let now = std::fs::read(self.at("project/.env.local")).unwrap();
        assert_eq!(now, self.file.as_bytes());
    }
}

fn bearer(token: &str) -> String {
    format!("Bearer {token}")
}

fn statuses(end: &serde_json::Value) -> Vec<i64> {
    let attempts = end["attempts"].as_array().unwrap();
    attempts
        .iter()
        .map(|row| row["status"].as_i64().unwrap_or(0))
        .collect()
}

/// Mutation seen to fail: `Renewal::WhenRejected` for a token that is past.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_is_past_or_not_there_yet_is_renewed_before_anything_is_sent() {
    let past = token(-HOUR_MS);
    for (mode, held) in [("new", Some(&*past)), ("pull", Some(&past)), ("new", None)] {
        let stage = Stage::linked(mode, held).await;
        let run = stage.ask().await;
        assert_eq!(run.code(), 0, "{mode} {}", run.text());
        assert_eq!(run.of_type("waiting")[0]["reason"], "signin", "{mode}");
        assert_eq!(stage.shown(), [bearer(&stage.fresh)], "{mode}");
        assert_eq!(statuses(&run.end()), [200]);
        stage.has_its_file_untouched();
        assert!(!run.text().contains(&stage.fresh));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rejected_token_is_renewed_once_without_a_word() {
    let held = token(HOUR_MS);
    let stage = Stage::linked("new", Some(&held)).await;
    let run = stage.ask().await;
    assert_eq!(run.code(), 0, "{}", run.text());
    assert!(run.of_type("waiting").is_empty());
    assert_eq!(stage.shown(), [bearer(&held), bearer(&stage.fresh)]);
    assert_eq!(statuses(&run.end()), [401, 200]);
    assert_eq!(stage.calls(), 1);
    stage.has_its_file_untouched();

    // What is renewed and rejected all the same is told, not renewed again.
    std::fs::write(stage.at("bin/token"), token(2 * HOUR_MS)).unwrap();
    let run = stage.ask().await;
    assert_eq!(run.code(), 3, "{}", run.text());
    assert_eq!(statuses(&run.end()), [401, 401]);
    assert_eq!(stage.calls(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_it_cannot_be_renewed_the_guides_sentence_stands_with_the_reason() {
    let past = token(-HOUR_MS);
    for (mode, reason) in [
        ("logged-out", "vercel login"),
        ("unlinked", "vercel link"),
        ("offline", "could not reach Vercel"),
    ] {
        let stage = Stage::linked(mode, Some(&past)).await;
        let run = stage.ask().await;
        let end = run.end();
        assert_eq!(
            (run.code(), &*end["code"].to_string()),
            (3, "\"key_expired\""),
            "{mode}"
        );
        assert_eq!(end["message"], EXPIRED, "{mode}");
        let action = end["action"].as_str().unwrap();
        assert!(action.contains(reason), "{mode}: {action}");
        // Clocks differ: it was sent once all the same.
        assert_eq!(stage.shown(), [bearer(&past)], "{mode}");
        stage.has_its_file_untouched();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_any_token_nothing_is_sent() {
    let stage = Stage::linked("logged-out", None).await;
    let run = stage.ask().await;
    assert_eq!(run.end()["code"], "key_missing", "{}", run.text());
    assert!(
        run.end()["action"]
            .as_str()
            .unwrap()
            .contains("vercel login")
    );
    let run = stage.cli.run(&["ask", "--json", "--no-wait", "?"]).await;
    assert_eq!(run.end()["code"], "key_missing", "{}", run.text());
    assert_eq!(run.lines().len(), 1);
    assert_eq!(stage.shown().len(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_renewed_without_waiting() {
    let past = token(-HOUR_MS);
    let stage = Stage::linked("new", Some(&past)).await;
    let run = stage.cli.run(&["ask", "--json", "--no-wait", "?"]).await;
    assert_eq!(run.end()["message"], EXPIRED, "{}", run.text());
    assert_eq!(stage.shown(), [bearer(&past)]);
    assert_eq!(stage.calls(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_api_key_comes_first_and_another_origin_gets_no_token() {
    let stage = Stage::linked("new", Some(&token(HOUR_MS))).await;
    let with_key = stage.cli.with("AI_GATEWAY_API_KEY", KEY);
    let run = with_key.run(&["ask", "--json", "?"]).await;
    assert_eq!(run.end()["code"], "key_rejected", "{}", run.text());
    assert_eq!(stage.shown(), [bearer(KEY)]);

    let other = Stage::new("new", None).await;
    let elsewhere = stage.cli.with("AI_GATEWAY_URL", other.gateway.chat_url());
    let run = elsewhere.run(&["ask", "--json", "?"]).await;
    assert_eq!(run.end()["code"], "key_missing", "{}", run.text());
    assert_eq!(other.shown().len(), 0);
    assert_eq!(stage.calls(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_in_the_environment_follows_the_address_and_says_its_project() {
    let past = token(-HOUR_MS);
    let stage = Stage::new("new", None).await;
    let cli = stage.cli.with("VERCEL_OIDC_TOKEN", &past);
    let run = cli
        .run(&["ask", "--json", "-m", "scenario:echo", "?"])
        .await;
    assert_eq!(run.code(), 0, "{}", run.text());
    assert_eq!(stage.shown(), [bearer(&stage.fresh)]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_state_of_the_sign_in_is_told_and_renewed_on_request() {
    let held = token(HOUR_MS);
    let stage = Stage::linked("new", Some(&held)).await;
    let gateway_row = |run: &Run| {
        let rows = run.json();
        let row = rows
            .as_array()
            .unwrap()
            .iter()
            .find(|row| row["connection"] == "gateway");
        row.unwrap().clone()
    };
    let run = stage.cli.run(&["keys", "status", "--json"]).await;
    let row = gateway_row(&run);
    assert_eq!(
        (&row["source"], &row["state"]),
        (&"session".into(), &"present".into())
    );
    let left = row["expiresAtMs"].as_i64().unwrap() - now_ms();
    assert!((0..=HOUR_MS).contains(&left), "{left}");

    let run = stage.cli.run(&["keys", "renew", "--json"]).await;
    assert_eq!(run.code(), 0, "{}", run.text());
    let left = gateway_row(&run)["expiresAtMs"].as_i64().unwrap() - now_ms();
    assert!(left > 11 * HOUR_MS, "{left}");
    assert_eq!(stage.calls(), 1);

    std::fs::write(stage.at("bin/mode"), "logged-out").unwrap();
    let run = stage.cli.run(&["keys", "renew", "--json"]).await;
    assert_eq!((run.code(), run.lines().len()), (3, 1), "{}", run.text());
    assert_eq!(run.end()["code"], "key_missing");
    stage.has_its_file_untouched();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn importing_a_linked_folders_file_uses_its_sign_in() {
    let held = token(HOUR_MS);
    let stage = Stage::new("new", Some(&held)).await;
    let run = stage
        .cli
        .run(&["keys", "import", "project/.env.local", "--json"])
        .await;
    assert_eq!(run.code(), 0, "{}", run.text());
    let folder = std::fs::canonicalize(stage.at("project")).unwrap();
    assert_eq!(run.json()["signinFolder"], folder.to_str().unwrap());
    assert!(!run.text().contains(&held));
    assert_eq!(stage.ask().await.code(), 0);
    assert_eq!(stage.shown(), [bearer(&held), bearer(&stage.fresh)]);
    stage.has_its_file_untouched();
}
