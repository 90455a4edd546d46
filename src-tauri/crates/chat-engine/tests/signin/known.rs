//! Which token counts, when it is renewed by itself, and what a failure changes: nothing.

use std::sync::Arc;
use std::sync::Mutex;

use chat_engine::signin::{
    AHEAD_MS, LIMIT, Place, REST_MS, Ran, Run, RunCli, SignIn, SignInError, TokenSource,
};
use futures::future::BoxFuture;
use secrecy::{ExposeSecret as _, SecretString};

use crate::stage::{HOUR_MS, NOW_MS, ORIGIN, Stage, token};

/// A CLI that does what it was told to, and notes how it was called.
#[derive(Debug, Default)]
struct Told {
    next: Mutex<Vec<Result<String, SignInError>>>,
    runs: Mutex<Vec<Run>>,
}

impl Told {
    /// It gives these tokens, one a run; the first one first.
    fn gives(next: impl IntoIterator<Item = Result<String, SignInError>>) -> Arc<Self> {
        let mut next: Vec<_> = next.into_iter().collect();
        next.reverse();
        Arc::new(Self {
            next: Mutex::new(next),
            ..Self::default()
        })
    }

    fn runs(&self) -> usize {
        self.runs.lock().unwrap().len()
    }
}

impl RunCli for Told {
    fn run(&self, run: Run) -> BoxFuture<'_, Result<Ran, SignInError>> {
        self.runs.lock().unwrap().push(run);
        let next = self.next.lock().unwrap().pop().unwrap();
        Box::pin(async move {
            tokio::task::yield_now().await;
            next.map(|token| Ran {
                code: Some(0),
                stdout: format!(r#"{{"token":"{token}"}}"#).into(),
                stderr: Vec::new(),
            })
        })
    }
}

fn sign_in(cli: &Arc<Told>, environment: Option<&str>) -> SignIn {
    SignIn::new(
        Arc::clone(cli) as Arc<dyn RunCli>,
        environment.map(SecretString::from),
    )
}

/// Sixty expiries on a clock of our own: nobody ever holds a token that is over, and the CLI is
/// asked once for each.
#[tokio::test]
async fn a_token_is_renewed_ahead_of_each_of_its_ends() {
    let life = 12 * HOUR_MS;
    let issued: Vec<i64> = (0..=60).map(|n| NOW_MS + n * (life - AHEAD_MS)).collect();
    let cli = Told::gives(issued.iter().map(|at| Ok(token(at + life))));
    let sign_in = sign_in(&cli, Some(&token(NOW_MS)));
    let place = Place::default();
    for (n, at) in issued.iter().enumerate() {
        for now_ms in [*at, *at + 1_000, at + life - AHEAD_MS - 1_000] {
            let (token, error) = sign_in.ahead(&place, ORIGIN, now_ms).await;
            let left = token.unwrap().expiry.exp_ms().unwrap() - now_ms;
            assert!(left > AHEAD_MS && error.is_none(), "{n}: {left} {error:?}");
            assert_eq!(cli.runs(), n + 1);
        }
    }
    let run = cli.runs.lock().unwrap()[0].clone();
    assert_eq!(
        run.arguments,
        [
            "project",
            "token",
            "prj_1",
            "--format=json",
            "--scope",
            "team_1"
        ]
    );
    assert!(run.limit <= LIMIT && run.limit > LIMIT / 2);
}

#[tokio::test]
async fn a_failed_renewal_takes_nothing_away_and_rests_a_minute() {
    let (old, new) = (token(NOW_MS + 60_000), token(NOW_MS + HOUR_MS));
    let failed = || Err(SignInError::Offline);
    let cli = Told::gives([failed(), failed(), Ok(new.clone())]);
    let sign_in = sign_in(&cli, Some(&old));
    let place = Place::default();
    for (after_ms, expected, error, runs) in [
        (0, &old, Some(SignInError::Offline), 1),
        (1, &old, None, 1),
        (REST_MS - 1, &old, None, 1),
        // The token is over by now, and still nothing better is known.
        (REST_MS, &old, Some(SignInError::Offline), 2),
        (2 * REST_MS, &new, None, 3),
        (2 * REST_MS + 1, &new, None, 3),
    ] {
        let (token, failed) = sign_in.ahead(&place, ORIGIN, NOW_MS + after_ms).await;
        assert_eq!(token.unwrap().text.expose_secret(), expected, "{after_ms}");
        assert_eq!((failed, cli.runs()), (error, runs), "{after_ms}");
    }
}

#[tokio::test]
async fn after_a_rejection_one_renewal_serves_all() {
    let (old, new) = (token(NOW_MS + HOUR_MS), token(NOW_MS + 2 * HOUR_MS));
    let cli = Told::gives([Ok(new.clone()), Err(SignInError::Offline)]);
    let sign_in = sign_in(&cli, Some(&old));
    let (place, old) = (Place::default(), SecretString::from(old));
    for _ in 0..3 {
        let token = sign_in.renew(&place, Some(&old), NOW_MS).await.unwrap();
        assert_eq!(token.text.expose_secret(), new);
    }
    assert_eq!(cli.runs(), 1);
    // The new one was rejected as well.
    let new = SecretString::from(new);
    let failed = sign_in.renew(&place, Some(&new), NOW_MS).await;
    assert_eq!(failed.unwrap_err(), SignInError::Offline);
}

#[tokio::test]
async fn the_guides_command_by_hand_is_noticed() {
    let stage = Stage::new("new", "");
    let cli = Told::gives([]);
    let sign_in = sign_in(&cli, Some(&token(NOW_MS)));
    let place = stage.place();
    let before = sign_in.token_now(&place, ORIGIN).await.unwrap();
    assert_eq!(before.source, TokenSource::Environment);
    let file = stage.at("project/.env.local");
    for hours in 1..4 {
        let by_hand = token(NOW_MS + hours * HOUR_MS);
        // Of another length each time: a file system may count time in coarse steps.
        let rest = "#".repeat(usize::try_from(hours).unwrap());
        std::fs::write(&file, format!("VERCEL_OIDC_TOKEN=\"{by_hand}\"\n{rest}")).unwrap();
        let (token, error) = sign_in.ahead(&place, ORIGIN, NOW_MS).await;
        let token = token.unwrap();
        assert_eq!(
            (token.text.expose_secret(), token.source, error),
            (by_hand.as_str(), TokenSource::LinkedFile, None)
        );
        // A rejected token is not renewed where a newer one stands in the file.
        let rejected = before.text.clone();
        let token = sign_in.renew(&place, Some(&rejected), NOW_MS).await;
        assert_eq!(token.unwrap().text.expose_secret(), by_hand);
    }
    for gone in ["VERCEL_OIDC_TOKEN=\"[from vercel env pull]\"", "\0"] {
        std::fs::write(&file, gone).unwrap();
        let now = sign_in.token_now(&place, ORIGIN).await.unwrap();
        assert_eq!(now.source, TokenSource::Environment, "{gone:?}");
    }
    std::fs::remove_file(&file).unwrap();
    let now = sign_in.token_now(&place, ORIGIN).await.unwrap();
    assert_eq!((now.source, cli.runs()), (TokenSource::Environment, 0));
}

#[tokio::test]
async fn a_folder_signs_in_for_the_origin_that_it_was_chosen_for_only() {
    let stage = Stage::new("new", "");
    let fresh = token(NOW_MS + HOUR_MS);
    let cli = Told::gives([Ok(fresh.clone())]);
    let sign_in_alone = sign_in(&cli, None);
    let place = stage.place();
    for elsewhere in ["https://ai-gateway.vercel.sh.example", "http://127.0.0.1:9"] {
        let (token, error) = sign_in_alone.ahead(&place, elsewhere, NOW_MS).await;
        assert!(token.is_none() && error.is_none() && cli.runs() == 0);
    }
    let (token, _) = sign_in_alone.ahead(&place, ORIGIN, NOW_MS).await;
    assert_eq!(token.unwrap().text.expose_secret(), fresh);
    let elsewhere = sign_in_alone.token_now(&place, "http://127.0.0.1:9").await;
    assert!(elsewhere.is_none());
    // Another folder is another project.
    let other = Place {
        folder: Some(stage.at("bin")),
        ..place
    };
    assert!(sign_in_alone.token_now(&other, ORIGIN).await.is_none());
    assert!(
        sign_in(&cli, None)
            .token_now(&Place::default(), ORIGIN)
            .await
            .is_none()
    );
}

#[tokio::test]
async fn one_whose_end_is_unreadable_counts_only_alone() {
    let stage = Stage::new("new", "");
    let cli = Told::gives([]);
    let sign_in = sign_in(&cli, Some("a.b.c"));
    let place = stage.place();
    let (alone, error) = sign_in.ahead(&place, ORIGIN, NOW_MS).await;
    assert_eq!(alone.unwrap().text.expose_secret(), "a.b.c");
    assert_eq!((error, cli.runs()), (None, 0));
    let file = format!("VERCEL_OIDC_TOKEN={}", token(NOW_MS + HOUR_MS));
    std::fs::write(stage.at("project/.env.local"), file).unwrap();
    let now = sign_in.token_now(&place, ORIGIN).await.unwrap();
    assert_eq!(now.source, TokenSource::LinkedFile);
}

#[tokio::test]
async fn nothing_shows_a_token() {
    let fresh = token(NOW_MS + HOUR_MS);
    let cli = Told::gives([Ok(fresh.clone())]);
    let sign_in = sign_in(&cli, Some(&fresh));
    let renewed = sign_in.renew(&Place::default(), None, NOW_MS).await;
    let shown = format!("{sign_in:?} {renewed:?}");
    assert!(
        !shown.contains("c2ln") && !shown.contains("eyJhbGci"),
        "{shown}"
    );
}
