//! What is read from a person: the question, which is the argument and standard input joined
//! (DESIGN §5.2), and whether something is to be done.

use crate::output;
use chat_core::failure::{Code, Failure};
use std::io::{IsTerminal, Read};

/// Largest question, in bytes.
const MAX_BYTES: usize = 16 * 1024 * 1024;

/// Reads standard input to its end unless it is a terminal, and joins it with the argument.
pub(crate) async fn read(argument: Option<String>) -> Result<String, Failure> {
    asked(read_any(argument).await?)
}

/// The same where nothing needs to be asked: an empty text then.
pub(crate) async fn read_any(argument: Option<String>) -> Result<String, Failure> {
    let piped = tokio::task::spawn_blocking(read_stdin)
        .await
        .map_err(|_| crate::report::internal("Standard input could not be read."))??;
    join(argument.as_deref(), piped.as_deref())
}

/// Whether a person can be asked.
pub(crate) fn is_somebody_there() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Asks a person at the terminal, and takes nothing but a yes for one. Where nobody is there to be
/// asked, as below a script, what the command line says holds.
pub(crate) async fn agreed(question: &str) -> Result<bool, Failure> {
    if !is_somebody_there() {
        return Ok(true);
    }
    output::ask(&format!("{question} [y/N] "));
    let reading = tokio::task::spawn_blocking(|| {
        let mut said = String::new();
        std::io::stdin().read_line(&mut said).map(|_| said)
    });
    let said = reading
        .await
        .map_err(|_| crate::report::internal("The answer could not be read."))?;
    let said = said.unwrap_or_default();
    Ok(["y", "yes"].contains(&said.trim().to_lowercase().as_str()))
}

fn read_stdin() -> Result<Option<Vec<u8>>, Failure> {
    let stdin = std::io::stdin();
    if stdin.is_terminal() {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    // A line break that is dropped, and one byte more that tells what fits from what does not.
    let limit = u64::try_from(MAX_BYTES)
        .unwrap_or(u64::MAX)
        .saturating_add(3);
    match stdin.lock().take(limit).read_to_end(&mut bytes) {
        Ok(_) => Ok(Some(bytes)),
        // A closed standard input says nothing, like an empty one.
        Err(_) if bytes.is_empty() => Ok(None),
        Err(_) => Err(
            Failure::new(Code::ConfigInvalid, "Standard input broke off.")
                .with_action("Nothing was sent; try again."),
        ),
    }
}

fn join(argument: Option<&str>, piped: Option<&[u8]>) -> Result<String, Failure> {
    let piped = match piped {
        None => "",
        Some(bytes) if bytes.len() > MAX_BYTES + 2 => return Err(too_large()),
        Some(bytes) => std::str::from_utf8(bytes).map_err(|_| {
            Failure::new(Code::ConfigInvalid, "Standard input is not UTF-8 text.")
                .with_action("Convert it first; nothing was sent.")
        })?,
    };
    let piped = piped
        .strip_suffix('\n')
        .map_or(piped, |line| line.strip_suffix('\r').unwrap_or(line));
    let parts: Vec<&str> = [argument.unwrap_or_default(), piped]
        .into_iter()
        .filter(|part| !part.trim().is_empty())
        .collect();
    let question = parts.join("\n\n");
    if question.len() > MAX_BYTES {
        return Err(too_large());
    }
    Ok(question)
}

fn asked(question: String) -> Result<String, Failure> {
    if question.is_empty() {
        return Err(Failure::new(Code::ConfigInvalid, "The question is empty.")
            .with_action("Type it after gatehouse ask, or pipe it in."));
    }
    Ok(question)
}

fn too_large() -> Failure {
    Failure::new(
        Code::TooLarge,
        "The question is over 16 MiB; nothing was sent.",
    )
    .with_action("Send a shorter one.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn argument_and_input_are_joined_by_a_blank_line() {
        for (argument, piped, expected) in [
            (Some("Explain:"), Some("code\n"), "Explain:\n\ncode"),
            (Some("Explain:"), None, "Explain:"),
            (None, Some("code\r\n"), "code"),
            (None, Some("code\n\n"), "code\n"),
            (Some(" x "), Some(" \n"), " x "),
            (Some("  "), Some("  code  "), "  code  "),
            (Some("a"), Some("\n"), "a"),
        ] {
            assert_eq!(join(argument, piped.map(str::as_bytes)).unwrap(), expected);
        }
    }

    #[test]
    fn what_is_no_question_is_said() {
        for (argument, piped, code) in [
            (None, None, Code::ConfigInvalid),
            (Some(""), Some(&b" \n\t"[..]), Code::ConfigInvalid),
            (Some("x"), Some(&b"\xff\xfe"[..]), Code::ConfigInvalid),
        ] {
            let joined = join(argument, piped).and_then(asked);
            assert_eq!(joined.unwrap_err().code, code);
        }
        let exact = vec![b'x'; MAX_BYTES];
        for line_break in ["", "\n", "\r\n"] {
            let piped = [&exact, line_break.as_bytes()].concat();
            assert_eq!(join(None, Some(&piped)).unwrap().len(), MAX_BYTES);
        }
        assert_eq!(
            join(Some("y"), Some(&exact)).unwrap_err().code,
            Code::TooLarge
        );
        assert_eq!(
            join(None, Some(&vec![b'x'; MAX_BYTES + 1]))
                .unwrap_err()
                .code,
            Code::TooLarge
        );
    }
}
