use super::*;

fn preset(name: &str) -> Preset {
    Preset {
        name: name.to_owned(),
        ..Preset::default()
    }
}

fn full() -> Preset {
    Preset {
        name: "Terse".to_owned(),
        connection: Some("gateway".to_owned()),
        model: Some("openai/gpt-4o-mini".to_owned()),
        instructions: Some("  Be terse.\n".to_owned()),
        parameters: Parameters {
            max_tokens: Some(200),
            temperature: Some(0.3),
            seed: Some(-7),
            stop: vec!["END".to_owned()],
            reasoning: Some("low".to_owned()),
        },
    }
}

fn template(name: &str, text: &str) -> PromptTemplate {
    PromptTemplate {
        name: name.to_owned(),
        text: text.to_owned(),
    }
}

#[test]
fn a_preset_stays_as_it_was_said() {
    assert_eq!(checked(full()).unwrap(), full());
    let blank = Preset {
        connection: Some(" ".to_owned()),
        instructions: Some("\n".to_owned()),
        ..preset(" A name ")
    };
    assert_eq!(checked(blank).unwrap(), preset("A name"));
}

#[test]
fn a_preset_that_no_question_could_be_asked_with_is_refused() {
    let with = |parameters| Preset {
        parameters,
        ..preset("p")
    };
    for bad in [
        preset(""),
        preset("two\nlines"),
        Preset {
            connection: Some("No such".to_owned()),
            ..preset("p")
        },
        Preset {
            model: Some("two\nlines".to_owned()),
            ..preset("p")
        },
        with(Parameters {
            temperature: Some(2.1),
            ..Parameters::default()
        }),
        with(Parameters {
            temperature: Some(f64::NAN),
            ..Parameters::default()
        }),
        with(Parameters {
            max_tokens: Some(0),
            ..Parameters::default()
        }),
        with(Parameters {
            reasoning: Some("much".to_owned()),
            ..Parameters::default()
        }),
        with(Parameters {
            stop: vec![String::new()],
            ..Parameters::default()
        }),
    ] {
        let failure = checked(bad.clone()).unwrap_err();
        assert_eq!(failure.code, Code::ConfigInvalid, "{bad:?}");
        assert!(failure.action.is_some());
    }
    let long = Preset {
        instructions: Some("x".repeat(MAX_INSTRUCTIONS + 1)),
        ..preset("p")
    };
    assert_eq!(checked(long).unwrap_err().code, Code::TooLarge);
}

#[test]
fn a_template_is_typed_as_one_word() {
    let kept = checked_template(template("/Übersetze-2", "Ins Deutsche:\n{{input}}")).unwrap();
    assert_eq!(kept.name, "Übersetze-2");
    for (name, text) in [
        ("", "x"),
        ("/", "x"),
        ("two words", "x"),
        ("a/b", "x"),
        (&*"x".repeat(41), "x"),
        ("empty", " \n"),
    ] {
        let failure = checked_template(template(name, text)).unwrap_err();
        assert_eq!(failure.code, Code::ConfigInvalid, "{name:?}");
    }
}

#[test]
fn parameters_that_are_not_said_come_from_the_next() {
    let said = Parameters {
        temperature: Some(0.0),
        ..Parameters::default()
    };
    let others = full().parameters;
    assert_eq!(
        said.clone().or(&others),
        Parameters {
            temperature: Some(0.0),
            ..others.clone()
        }
    );
    assert_eq!(others.clone().or(&said), others);
}

#[test]
fn the_nearest_name_is_named() {
    let names = ["Terse", "Translate to German", "Code review"];
    for (typed, expected) in [
        ("terse", Some("Terse")),
        ("tesre", Some("Terse")),
        ("code", Some("Code review")),
        ("Translate to Germann", Some("Translate to German")),
        ("poem", None),
        ("", None),
    ] {
        assert_eq!(nearest(typed, names.into_iter()), expected, "{typed}");
    }
    let there: Vec<_> = names.into_iter().map(preset).collect();
    let failure = unknown("tesre", &there);
    assert_eq!(failure.code, Code::ConfigInvalid);
    assert_eq!(failure.action.as_deref(), Some("Did you mean \"Terse\"?"));
    assert!(
        unknown("poem", &there)
            .typed_action()
            .unwrap()
            .contains("list")
    );
    assert!(unknown("poem", &[]).typed_action().unwrap().contains("set"));
}

#[test]
fn a_file_gives_back_what_was_written() {
    let file = PresetFile::new(
        vec![preset("Bare"), full()],
        vec![template("sum", "Sum up: {{input}}")],
    );
    let text = file.write();
    assert!(!text.contains("null"), "{text}");
    assert_eq!(PresetFile::read(text.as_bytes()).unwrap(), file);
    let none = PresetFile::new(Vec::new(), Vec::new());
    assert_eq!(PresetFile::read(none.write().as_bytes()).unwrap(), none);
}

#[test]
fn a_file_is_read_whole_or_not_at_all() {
    let ours = |rest: &str| format!(r#"{{"format":"gatehouse-presets","version":1{rest}}}"#);
    for (text, says) in [
        (String::new(), "no file of presets"),
        ("[]".to_owned(), "no file of presets"),
        (r#"{"presets":[]}"#.to_owned(), "no file of presets"),
        (
            r#"{"format":"gatehouse-presets","version":2,"more":1}"#.to_owned(),
            "newer",
        ),
        (ours(r#","presets":[{"name":"a","key":"x"}]"#), "line 1"),
        (
            ours(r#","presets":[{"name":"a","parameters":{"temprature":1}}]"#),
            "line 1",
        ),
        (ours(r#","presets":[{"name":"a"},{"name":" a "}]"#), "twice"),
        (
            ours(r#","presets":[{"name":"a","parameters":{"temperature":9}}]"#),
            "\"a\" cannot be imported",
        ),
        (
            ours(r#","templates":[{"name":"a b","text":"x"}]"#),
            "\"a b\"",
        ),
    ] {
        let failure = PresetFile::read(text.as_bytes()).unwrap_err();
        assert_eq!(failure.code, Code::ConfigInvalid, "{text}");
        assert!(failure.message.contains(says), "{}", failure.message);
    }
    let whole = PresetFile::new(vec![full()], Vec::new()).write();
    for end in 0..whole.trim_end().len() {
        assert!(PresetFile::read(&whole.as_bytes()[..end]).is_err(), "{end}");
    }
}

#[test]
fn what_a_chat_is_asked_with_reads_back_or_counts_as_nothing() {
    use crate::wire::InstructionsFrom;
    let asking = Asking {
        preset: Some("Terse".to_owned()),
        parameters: full().parameters,
        no_default_instructions: true,
        instructions_from: InstructionsFrom::Preset,
    };
    let json = asking.to_json().unwrap();
    assert_eq!(Asking::from_json(Some(&json)), asking);
    assert_eq!(Asking::default().to_json(), None);
    for odd in [
        "",
        "[",
        "7",
        r#"{"parameters":{"temperature":9}}"#,
        r#"{"instructionsFrom":"elsewhere"}"#,
    ] {
        assert_eq!(Asking::from_json(Some(odd)), Asking::default(), "{odd}");
    }
    assert_eq!(Asking::from_json(None), Asking::default());
}
