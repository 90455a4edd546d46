//! What the shell says itself: the tray's menu, titles of windows and dialogs, proposed names of
//! files. The page says which language it speaks. Must not know who shows a text.

use chat_core::wire::Language;

/// Each text of the shell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Text {
    /// The tray's entry that opens quick-ask.
    Ask,
    /// The tray's entry that opens the window.
    Open,
    /// The tray's entry that ends the program.
    Quit,
    /// The title of the quick-ask window.
    Quick,
    /// The title of the dialog for a new file.
    Export,
    /// The title of the dialog for an archive.
    Import,
    /// Which archives can be read.
    Archives,
    /// The name of a file where the conversation has no title.
    Conversation,
    /// The name of a file with the whole history.
    History,
    /// The name of a file with one answer.
    Answer,
    /// The name of a file with presets.
    Presets,
    /// What a person is asked where the page dies again and again.
    PageDies,
    /// The button that loads it once more.
    LoadAgain,
    /// The name of a file with the requests of the ledger.
    Usage,
    /// What is told of an answer that must not be told itself.
    Answered,
    /// What is told where an answer failed.
    NoAnswer,
    /// The tray's entry that begins a conversation.
    NewChat,
    /// What stands in the tray's menu where there are no conversations.
    NoChats,
    /// The tray's entry that lets the shortcut of quick-ask rest.
    PauseShortcut,
    /// The tray's entry that opens the settings.
    Settings,
    /// What a person is asked who closes the window where nothing shows the tray.
    CloseAsks,
    /// The same while an answer is coming: what leaving means then.
    CloseStops,
    /// The button that keeps the program running.
    KeepRunning,
    /// The button that changes nothing.
    Cancel,
    /// What makes an answer count from now on.
    NotAgain,
}

/// A text in a language; English where none is known yet.
pub(crate) fn said(text: Text, language: Language) -> &'static str {
    match language {
        Language::Auto | Language::En => english(text),
        Language::De => german(text),
        Language::Ja => japanese(text),
        Language::Ar => arabic(text),
    }
}

fn english(text: Text) -> &'static str {
    match text {
        Text::Ask => "Ask",
        Text::Open => "Open",
        Text::Quit => "Quit",
        Text::Quick => "Quick ask",
        Text::Export => "Export",
        Text::Import => "Import",
        Text::Archives => "Archives of ChatGPT, Claude and Gatehouse",
        Text::Conversation => "Conversation",
        Text::History => "Gatehouse history",
        Text::Answer => "Gatehouse answer",
        Text::Presets => "Gatehouse presets",
        Text::PageDies => {
            "The window's page has stopped several times within a minute. Your chats are safe, and a running answer goes on."
        }
        Text::LoadAgain => "Load it again",
        Text::Usage => "Gatehouse usage",
        Text::Answered => "An answer has come",
        Text::NoAnswer => "The answer failed.",
        Text::NewChat => "New chat",
        Text::NoChats => "No chats yet",
        Text::PauseShortcut => "Pause shortcut",
        Text::Settings => "Settings",
        Text::CloseAsks => {
            "No panel shows Gatehouse's icon here. If it keeps running, quick-ask's shortcut or starting Gatehouse again brings it back."
        }
        Text::CloseStops => "An answer is still coming; quitting stops it.",
        Text::KeepRunning => "Keep running",
        Text::Cancel => "Cancel",
        Text::NotAgain => "Do this from now on, until the settings say otherwise",
    }
}

fn german(text: Text) -> &'static str {
    match text {
        Text::Ask => "Fragen",
        Text::Open => "Öffnen",
        Text::Quit => "Beenden",
        Text::Quick => "Schnellfrage",
        Text::Export => "Exportieren",
        Text::Import => "Importieren",
        Text::Archives => "Archive von ChatGPT, Claude und Gatehouse",
        Text::Conversation => "Unterhaltung",
        Text::History => "Gatehouse-Verlauf",
        Text::Answer => "Gatehouse-Antwort",
        Text::Presets => "Gatehouse-Vorlagen",
        Text::PageDies => {
            "Die Seite des Fensters ist mehrmals in einer Minute stehen geblieben. Ihre Chats sind sicher, und eine laufende Antwort geht weiter."
        }
        Text::LoadAgain => "Neu laden",
        Text::Usage => "Gatehouse-Verbrauch",
        Text::Answered => "Eine Antwort ist da",
        Text::NoAnswer => "Die Antwort ist fehlgeschlagen.",
        Text::NewChat => "Neuer Chat",
        Text::NoChats => "Noch keine Chats",
        Text::PauseShortcut => "Kürzel aussetzen",
        Text::Settings => "Einstellungen",
        Text::CloseAsks => {
            "Hier zeigt keine Leiste das Symbol von Gatehouse. Läuft es weiter, bringt das Kürzel der Schnellfrage oder ein neuer Start von Gatehouse es zurück."
        }
        Text::CloseStops => "Eine Antwort kommt noch; Beenden hält sie an.",
        Text::KeepRunning => "Weiterlaufen lassen",
        Text::Cancel => "Abbrechen",
        Text::NotAgain => "Von nun an so, bis die Einstellungen es anders sagen",
    }
}

fn japanese(text: Text) -> &'static str {
    match text {
        Text::Ask => "質問",
        Text::Open => "開く",
        Text::Quit => "終了",
        Text::Quick => "クイック質問",
        Text::Export => "書き出す",
        Text::Import => "読み込む",
        Text::Archives => "ChatGPT、Claude、Gatehouseのアーカイブ",
        Text::Conversation => "会話",
        Text::History => "Gatehouseの履歴",
        Text::Answer => "Gatehouseの回答",
        Text::Presets => "Gatehouseのプリセット",
        Text::PageDies => {
            "ウィンドウの表示が1分以内に何度も停止しました。チャットは無事です。進行中の回答も続いています。"
        }
        Text::LoadAgain => "再読み込み",
        Text::Usage => "Gatehouseの使用状況",
        Text::Answered => "回答が届きました",
        Text::NoAnswer => "回答に失敗しました。",
        Text::NewChat => "新しいチャット",
        Text::NoChats => "チャットはまだありません",
        Text::PauseShortcut => "ショートカットを一時停止",
        Text::Settings => "設定",
        Text::CloseAsks => {
            "この環境にはGatehouseのアイコンを表示するパネルがありません。実行を続ける場合は、クイック質問のショートカットか、Gatehouseをもう一度起動すると戻せます。"
        }
        Text::CloseStops => "回答がまだ届いています。終了すると中断されます。",
        Text::KeepRunning => "実行を続ける",
        Text::Cancel => "キャンセル",
        Text::NotAgain => "今後もこのようにする（設定で変更できます）",
    }
}

fn arabic(text: Text) -> &'static str {
    match text {
        Text::Ask => "سؤال",
        Text::Open => "فتح",
        Text::Quit => "إنهاء",
        Text::Quick => "سؤال سريع",
        Text::Export => "تصدير",
        Text::Import => "استيراد",
        Text::Archives => "أرشيفات ChatGPT وClaude وGatehouse",
        Text::Conversation => "محادثة",
        Text::History => "سجل Gatehouse",
        Text::Answer => "إجابة Gatehouse",
        Text::Presets => "مجموعات Gatehouse المحفوظة",
        Text::PageDies => {
            "توقفت صفحة النافذة عدة مرات خلال دقيقة. محادثاتك بأمان، والإجابة الجارية مستمرة."
        }
        Text::LoadAgain => "إعادة التحميل",
        Text::Usage => "استخدام Gatehouse",
        Text::Answered => "وصلت إجابة",
        Text::NoAnswer => "فشلت الإجابة.",
        Text::NewChat => "محادثة جديدة",
        Text::NoChats => "لا محادثات بعد",
        Text::PauseShortcut => "إيقاف الاختصار مؤقتًا",
        Text::Settings => "الإعدادات",
        Text::CloseAsks => {
            "لا يوجد هنا شريط يعرض أيقونة Gatehouse. إذا استمر في العمل فسيعيده اختصار السؤال السريع أو تشغيل Gatehouse مرة أخرى."
        }
        Text::CloseStops => "ما زالت هناك إجابة قيد الوصول، والإنهاء يوقفها.",
        Text::KeepRunning => "مواصلة التشغيل",
        Text::Cancel => "إلغاء",
        Text::NotAgain => "افعل هذا من الآن فصاعدًا حتى تغيّره الإعدادات",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const ALL: [Text; 25] = [
        Text::Ask,
        Text::Open,
        Text::Quit,
        Text::Quick,
        Text::Export,
        Text::Import,
        Text::Archives,
        Text::Conversation,
        Text::History,
        Text::Answer,
        Text::Presets,
        Text::PageDies,
        Text::LoadAgain,
        Text::Usage,
        Text::Answered,
        Text::NoAnswer,
        Text::NewChat,
        Text::NoChats,
        Text::PauseShortcut,
        Text::Settings,
        Text::CloseAsks,
        Text::CloseStops,
        Text::KeepRunning,
        Text::Cancel,
        Text::NotAgain,
    ];

    #[test]
    fn every_text_is_said_in_its_own_words_in_each_language() {
        let languages = [Language::En, Language::De, Language::Ja, Language::Ar];
        for text in ALL {
            let own = BTreeSet::from(languages.map(|language| said(text, language)));
            assert_eq!(own.len(), languages.len(), "{text:?}");
            assert!(!own.contains(""), "{text:?}");
            assert_eq!(said(text, Language::Auto), said(text, Language::En));
        }
    }
}
