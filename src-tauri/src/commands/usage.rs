//! What was used and what it cost, for the usage page and the settings; its requests as a file.

use std::path::PathBuf;

use chat_core::failure::{Code, Failure};
use chat_core::ledger::{By, Report};
use chat_core::wire::{UsageReport, UsageSpan, UsageWanted};
use tauri::{State, WebviewWindow};

use super::transfer::name_of;
use crate::dialog::{self, Wanted};
use crate::shell::{Answer, Shell, told};
use crate::texts::{Text, said};

/// What was used since the beginning, summed by `day`, `month`, `model` or `connection`.
#[tauri::command]
pub(crate) async fn usage_summary(shell: State<'_, Shell>, by: String) -> Answer<Report> {
    let by = By::parse(&by).ok_or_else(|| {
        told(
            Failure::new(Code::ConfigInvalid, "Usage is not summed by that.")
                .with_action("Choose one of day, month, model, connection."),
        )
    })?;
    shell.engine()?.usage(by).await.map_err(told)
}

/// What was used within some days, and how the month's budget stands.
#[tauri::command]
pub(crate) async fn usage_report(
    shell: State<'_, Shell>,
    params: UsageWanted,
) -> Answer<UsageReport> {
    shell.engine()?.usage_report(params).await.map_err(told)
}

/// Writes every request of some days to a file as CSV. None where no file was chosen or it was
/// stopped, else the file's name.
#[tauri::command]
pub(crate) async fn export_usage(
    shell: State<'_, Shell>,
    window: WebviewWindow,
    params: UsageSpan,
) -> Answer<Option<String>> {
    export(&shell, params, |wanted| dialog::ask(window, wanted)).await
}

async fn export<C: Future<Output = Option<PathBuf>>>(
    shell: &Shell,
    span: UsageSpan,
    choose: impl FnOnce(Wanted) -> C,
) -> Answer<Option<String>> {
    let begun = shell.work.begin().map_err(told)?;
    let engine = shell.engine()?;
    let ending = "csv";
    let title = said(Text::Usage, shell.language());
    let days = [span.from.as_deref(), span.until.as_deref()];
    let named: Vec<_> = std::iter::once(title)
        .chain(days.into_iter().flatten())
        .collect();
    let name = dialog::proposed(&named.join(" "), title, ending);
    let Some(chosen) = choose(Wanted::Place { name, ending }).await else {
        return Ok(None);
    };
    let (path, replace) = dialog::place(chosen, ending);
    let written = engine.export_usage_to(&span, path.clone(), replace, &begun.stop);
    let written = written.await.map_err(told)?;
    Ok(written.then(|| name_of(&path)))
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::future::ready;

    use super::*;
    use crate::shell::tests::shell;

    #[tokio::test]
    async fn the_requests_of_some_days_go_to_the_file_that_the_person_names() {
        let folder = tempfile::tempdir().unwrap();
        let shell = shell(folder.path());
        let span = UsageSpan {
            from: Some("2026-11-01".to_owned()),
            until: Some("2026-11-30".to_owned()),
        };
        let proposals = RefCell::new(Vec::new());
        let name = export(&shell, span.clone(), |wanted| {
            proposals.borrow_mut().push(wanted);
            ready(Some(folder.path().join("mine")))
        });
        assert_eq!(name.await.unwrap().as_deref(), Some("mine.csv"));
        let name = "Gatehouse usage 2026-11-01 2026-11-30.csv".to_owned();
        let ending = "csv";
        assert_eq!(*proposals.borrow(), [Wanted::Place { name, ending }]);
        let written = std::fs::read_to_string(folder.path().join("mine.csv")).unwrap();
        assert_eq!(written, chat_core::ledger::CSV_HEADER);

        let nothing = export(&shell, span, |_| ready(None)).await;
        assert_eq!(nothing.unwrap(), None);
        let wrong = UsageSpan {
            from: Some("2026-02-30".to_owned()),
            until: None,
        };
        let refused = export(&shell, wrong, |_| ready(Some(folder.path().join("b.csv")))).await;
        assert_eq!(refused.unwrap_err().code, Code::ConfigInvalid);
        assert!(!folder.path().join("b.csv").exists());
    }
}
