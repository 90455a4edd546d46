//! What the Vercel CLI's output means.
//!
//! It tells a failure only in words for people, so words are looked for: first of all the
//! addresses of its help pages, which are meant to stay. The signs are what versions 39 and 64
//! said before a stand-in for Vercel's API; anything else is shown as it is.

use chat_core::connection::{Variable, check_key};
use chat_core::env_file;
use chat_core::secret_text::mask;
use secrecy::SecretString;
use serde::Deserialize;

use super::{Ran, SignInError};

/// Longest line that is quoted, in characters.
const MAX_QUOTED: usize = 200;

/// How an argument that it does not know ends a CLI.
const WRONG_USAGE: i32 = 2;

/// What stands in its output, and what that means; the first that fits counts.
const SIGNS: &[(&str, SignInError)] = &[
    (
        "err.sh/vercel/no-credentials-found",
        SignInError::NotLoggedIn,
    ),
    ("No existing credentials found", SignInError::NotLoggedIn),
    ("token is not valid", SignInError::NotLoggedIn),
    (
        "environment variable is not valid",
        SignInError::NotLoggedIn,
    ),
    ("err.sh/vercel/scope-not-accessible", SignInError::NoAccess),
    ("err.sh/vercel/scope-not-existent", SignInError::NoAccess),
    ("There is no project for", SignInError::NoAccess),
    ("No such project", SignInError::NoAccess),
    ("have access to it anymore", SignInError::NoAccess),
    ("linked to a project", SignInError::NotLinked),
    ("valid subcommand", SignInError::CliTooOld),
    ("unknown or unexpected option", SignInError::CliTooOld),
    ("fetch failed", SignInError::Offline),
    ("ENOTFOUND", SignInError::Offline),
    ("EAI_AGAIN", SignInError::Offline),
    ("ECONNREFUSED", SignInError::Offline),
    ("ECONNRESET", SignInError::Offline),
    ("ENETUNREACH", SignInError::Offline),
    ("ETIMEDOUT", SignInError::Offline),
];

#[derive(Deserialize)]
struct Printed {
    token: String,
}

/// The token that `vercel project token … --format=json` printed.
pub(super) fn project_token(ran: &Ran) -> Result<SecretString, SignInError> {
    if ran.code == Some(WRONG_USAGE) {
        return Err(SignInError::CliTooOld);
    }
    if ran.code != Some(0) {
        return Err(why(ran));
    }
    let printed: Printed =
        serde_json::from_slice(&ran.stdout).map_err(|_| SignInError::Unreadable)?;
    if printed.token.trim().is_empty() {
        return Err(SignInError::OidcOff);
    }
    check_key(&printed.token)
        .map(SecretString::from)
        .map_err(|_| SignInError::Unreadable)
}

/// Whether `vercel env pull` did its work.
pub(super) fn env_pull(ran: &Ran) -> Result<(), SignInError> {
    if ran.code == Some(0) {
        return Ok(());
    }
    Err(why(ran))
}

/// The token in a pulled file. A project with OIDC off has the variable empty or not at all.
pub(super) fn pulled(bytes: &[u8]) -> Result<SecretString, SignInError> {
    let file = env_file::read(bytes).map_err(|_| SignInError::Unreadable)?;
    match file.keys.get(&Variable::VercelOidcToken) {
        None => Err(SignInError::OidcOff),
        Some(env_file::Found::Usable(token)) => Ok(SecretString::from(token.text())),
        Some(
            env_file::Found::GuideAddress(_)
            | env_file::Found::Placeholder
            | env_file::Found::Unusable(_),
        ) => Err(SignInError::Unreadable),
    }
}

fn why(ran: &Ran) -> SignInError {
    let said = [&ran.stderr, &ran.stdout].map(|bytes| String::from_utf8_lossy(bytes));
    let sign = SIGNS
        .iter()
        .find(|(sign, _)| said.iter().any(|text| text.contains(sign)));
    if let Some((_, error)) = sign {
        return error.clone();
    }
    let line = said
        .iter()
        .flat_map(|text| text.lines())
        .find(|line| line.trim_start().starts_with("Error"));
    match line {
        Some(line) => SignInError::Failed {
            said: Some(quoted(line)),
        },
        // Without a network `env pull` gives up after 16 seconds, and says nothing of it.
        None if ran.code == Some(1) => SignInError::Offline,
        None => SignInError::Failed { said: None },
    }
}

/// A line as a sentence may show it. Colours go first: a key right behind one would not be
/// recognised.
fn quoted(line: &str) -> String {
    let line = line.trim().trim_start_matches("Error:").trim();
    let mut plain = String::with_capacity(line.len());
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        if c == '\u{1b}' {
            chars.by_ref().find(char::is_ascii_alphabetic);
        } else if !c.is_control() {
            plain.push(c);
        }
    }
    mask(&plain).chars().take(MAX_QUOTED).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret as _;

    fn ran(code: i32, stdout: &str, stderr: &str) -> Ran {
        Ran {
            code: Some(code),
            stdout: stdout.into(),
            stderr: stderr.into(),
        }
    }

    fn failed(said: &str) -> SignInError {
        SignInError::Failed {
            said: Some(said.to_owned()),
        }
    }

    #[test]
    fn a_printed_token_is_read() {
        let of = |stdout: &str| {
            project_token(&ran(0, stdout, "")).map(|token| token.expose_secret().to_owned())
        };
        assert_eq!(of("{\n  \"token\": \"a.b.c\"\n}\n"), Ok("a.b.c".to_owned()));
        assert_eq!(of(r#"{"token":"a.b.c","x":1}"#), Ok("a.b.c".to_owned()));
        assert_eq!(of(r#"{"token":""}"#), Err(SignInError::OidcOff));
        for strange in ["", "a.b.c", "{}", r#"{"token":7}"#, r#"{"token":"a b"}"#] {
            assert_eq!(of(strange), Err(SignInError::Unreadable), "{strange}");
        }
    }

    #[test]
    fn a_pulled_file_is_read() {
        let of = |text: &str| pulled(text.as_bytes()).map(|t| t.expose_secret().to_owned());
        let file = "# Created by Vercel CLI\nFOO=\"bar\\nbaz\"\nVERCEL_OIDC_TOKEN=\"a.b.c\"\n";
        assert_eq!(of(file), Ok("a.b.c".to_owned()));
        assert_eq!(of("FOO=\"bar\"\n"), Err(SignInError::OidcOff));
        assert_eq!(of("VERCEL_OIDC_TOKEN=\"\"\n"), Err(SignInError::OidcOff));
        assert_eq!(of("VERCEL_OIDC_TOKEN=a b\n"), Err(SignInError::Unreadable));
        assert_eq!(of("A=\0"), Err(SignInError::Unreadable));
    }

    /// As the real CLI printed it: exit status, stderr, meaning.
    /// Mutation seen to fail: `offline` in `xtask/scripts/mutations.py`.
    #[test]
    fn each_failure_of_the_cli_is_told_apart() {
        use SignInError::{CliTooOld, NoAccess, NotLinked, NotLoggedIn, Offline};
        let banner = "Vercel CLI 64.0.2 (Node.js 20.20.2)\nRetrieving project…\n";
        let rows = [
            (
                1,
                "Error: No existing credentials found. Please run `vercel login` or pass \"--token\"\nLearn More: https://err.sh/vercel/no-credentials-found\n",
                NotLoggedIn,
            ),
            (
                1,
                "Error: The specified token is not valid. Use `vercel login` to generate a new token.\n",
                NotLoggedIn,
            ),
            (
                1,
                "Error: The token provided via VERCEL_TOKEN environment variable is not valid. Please provide a valid token.\n",
                NotLoggedIn,
            ),
            (
                1,
                "Error: You do not have access to the specified account\nLearn More: https://err.sh/vercel/scope-not-accessible\n",
                NoAccess,
            ),
            (
                1,
                "Error: The specified scope does not exist\nLearn More: https://err.sh/vercel/scope-not-existent\n",
                NoAccess,
            ),
            (
                1,
                "Error: There is no project for \"prj_other\"\n",
                NoAccess,
            ),
            (
                1,
                "Your Project was either deleted, transferred to a new Team, or you don’t have access to it anymore.\nError: Your codebase isn’t linked to a project on Vercel. Run `vercel link` to begin.\n",
                NoAccess,
            ),
            (
                1,
                "Error: Your codebase isn’t linked to a project on Vercel. Run `vercel link` to begin.\n",
                NotLinked,
            ),
            (
                1,
                "Error: Not able to load user because of unexpected error: fetch failed\n",
                Offline,
            ),
            (1, "", Offline),
            (
                1,
                "Error: unknown or unexpected option: --format\n",
                CliTooOld,
            ),
            (
                1,
                "Error: Something new (500)\n",
                failed("Something new (500)"),
            ),
            (7, "", SignInError::Failed { said: None }),
        ];
        for (code, stderr, meaning) in rows {
            let ran = ran(code, "", &format!("{banner}{stderr}"));
            assert_eq!(env_pull(&ran), Err(meaning.clone()), "{stderr}");
            assert_eq!(project_token(&ran).unwrap_err(), meaning, "{stderr}");
        }
        let old =
            "Vercel CLI 39.3.0\nError: Please specify a valid subcommand: list | add | remove\n";
        assert_eq!(project_token(&ran(2, "", old)).unwrap_err(), CliTooOld);
        let told = "{\n  \"status\": \"error\",\n  \"reason\": \"not_linked\",\n  \"message\": \"Your codebase isn't linked to a project on Vercel.\"\n}";
        assert_eq!(env_pull(&ran(1, told, banner)), Err(NotLinked));
        let killed = Ran {
            code: None,
            ..ran(0, "", "")
        };
        assert_eq!(env_pull(&killed), Err(SignInError::Failed { said: None }));
    }

    #[test]
    fn what_is_quoted_is_short_and_holds_no_key() {
        let long = format!("Error: \u{1b}[31mvck_abcDEF123456 {}", "x".repeat(9_000));
        let SignInError::Failed { said: Some(said) } = why(&ran(1, "", &long)) else {
            panic!("not quoted");
        };
        assert!(
            said.starts_with("*** xxx") && said.chars().count() == 200,
            "{said}"
        );
    }
}
