//! Which language a word after a fence names, and who scans it.

use super::frame::Stack;
use super::pen::Pen;
use super::shell::Dialect;
use super::words::Syntax;
use super::{
    css, diff, docker, ini, json, make, markdown, markup, shell, tables, tex, words, yaml,
};

/// Who scans a language.
#[derive(Debug, Clone, Copy)]
pub(super) enum Grammar {
    /// Nobody: it is plain.
    Plain,
    /// The scanner of words, by a table.
    Words(&'static Syntax),
    /// Shell commands.
    Shell,
    /// A session: prompts with commands, and their output.
    Session,
    /// JSON.
    Json,
    /// YAML.
    Yaml,
    /// TOML and what resembles it.
    Ini,
    /// HTML, XML.
    Markup,
    /// Style sheets.
    Css,
    /// Differences.
    Diff,
    /// Markdown.
    Markdown,
    /// Dockerfiles.
    Docker,
    /// Makefiles.
    Make,
    /// LaTeX.
    Tex,
}

impl Grammar {
    /// Colours a line.
    pub(super) fn line(self, stack: &mut Stack, pen: &mut Pen<'_>) {
        match self {
            Self::Plain => pen.rest(None),
            Self::Words(syntax) => words::line(syntax, stack, pen),
            Self::Shell => shell::line(Dialect::Shell, stack, pen),
            Self::Session => shell::session(stack, pen),
            Self::Json => json::line(stack, pen),
            Self::Yaml => yaml::line(stack, pen),
            Self::Ini => ini::line(stack, pen),
            Self::Markup => markup::line(stack, pen),
            Self::Css => css::line(stack, pen),
            Self::Diff => diff::line(pen),
            Self::Markdown => markdown::line(stack, pen),
            Self::Docker => docker::line(stack, pen),
            Self::Make => make::line(stack, pen),
            Self::Tex => tex::line(pen),
        }
    }
}

/// Longest name that is looked up.
const MAX_NAME: usize = 20;

/// The grammar of a language, by any of its names in any case.
pub(super) fn find(name: &str) -> Grammar {
    if name.len() > MAX_NAME {
        return Grammar::Plain;
    }
    let name = name.to_ascii_lowercase();
    let found = NAMES.binary_search_by_key(&name.as_str(), |(known, _)| known);
    found
        .ok()
        .and_then(|at| NAMES.get(at))
        .map_or(Grammar::Plain, |(_, grammar)| *grammar)
}

/// Every name that is known, sorted.
pub(super) const NAMES: &[(&str, Grammar)] = &[
    ("arduino", Grammar::Words(&tables::CPP)),
    ("ash", Grammar::Shell),
    ("astro", Grammar::Markup),
    ("atom", Grammar::Markup),
    ("bash", Grammar::Shell),
    ("bzl", Grammar::Words(&tables::PYTHON)),
    ("c", Grammar::Words(&tables::C)),
    ("c#", Grammar::Words(&tables::CSHARP)),
    ("c++", Grammar::Words(&tables::CPP)),
    ("cc", Grammar::Words(&tables::CPP)),
    ("cfg", Grammar::Ini),
    ("cjs", Grammar::Words(&tables::JAVASCRIPT)),
    ("clj", Grammar::Words(&tables::LISP)),
    ("cljs", Grammar::Words(&tables::LISP)),
    ("clojure", Grammar::Words(&tables::LISP)),
    ("cmake", Grammar::Words(&tables::CMAKE)),
    ("common-lisp", Grammar::Words(&tables::LISP)),
    ("conf", Grammar::Ini),
    ("console", Grammar::Session),
    ("containerfile", Grammar::Docker),
    ("cpp", Grammar::Words(&tables::CPP)),
    ("cs", Grammar::Words(&tables::CSHARP)),
    ("csharp", Grammar::Words(&tables::CSHARP)),
    ("css", Grammar::Css),
    ("cts", Grammar::Words(&tables::TYPESCRIPT)),
    ("cu", Grammar::Words(&tables::CPP)),
    ("cuda", Grammar::Words(&tables::CPP)),
    ("cxx", Grammar::Words(&tables::CPP)),
    ("dart", Grammar::Words(&tables::DART)),
    ("diff", Grammar::Diff),
    ("docker", Grammar::Docker),
    ("dockerfile", Grammar::Docker),
    ("dotenv", Grammar::Ini),
    ("editorconfig", Grammar::Ini),
    ("elisp", Grammar::Words(&tables::LISP)),
    ("elixir", Grammar::Words(&tables::ELIXIR)),
    ("elm", Grammar::Words(&tables::HASKELL)),
    ("emacs-lisp", Grammar::Words(&tables::LISP)),
    ("env", Grammar::Ini),
    ("ex", Grammar::Words(&tables::ELIXIR)),
    ("exs", Grammar::Words(&tables::ELIXIR)),
    ("f#", Grammar::Words(&tables::OCAML)),
    ("fish", Grammar::Shell),
    ("fs", Grammar::Words(&tables::OCAML)),
    ("fsharp", Grammar::Words(&tables::OCAML)),
    ("geojson", Grammar::Json),
    ("gnumakefile", Grammar::Make),
    ("go", Grammar::Words(&tables::GO)),
    ("golang", Grammar::Words(&tables::GO)),
    ("gql", Grammar::Words(&tables::GRAPHQL)),
    ("gradle", Grammar::Words(&tables::GROOVY)),
    ("graphql", Grammar::Words(&tables::GRAPHQL)),
    ("groovy", Grammar::Words(&tables::GROOVY)),
    ("h", Grammar::Words(&tables::C)),
    ("haskell", Grammar::Words(&tables::HASKELL)),
    ("hcl", Grammar::Words(&tables::HCL)),
    ("hpp", Grammar::Words(&tables::CPP)),
    ("hs", Grammar::Words(&tables::HASKELL)),
    ("htm", Grammar::Markup),
    ("html", Grammar::Markup),
    ("hxx", Grammar::Words(&tables::CPP)),
    ("ini", Grammar::Ini),
    ("ino", Grammar::Words(&tables::CPP)),
    ("java", Grammar::Words(&tables::JAVA)),
    ("javascript", Grammar::Words(&tables::JAVASCRIPT)),
    ("jenkinsfile", Grammar::Words(&tables::GROOVY)),
    ("jl", Grammar::Words(&tables::JULIA)),
    ("js", Grammar::Words(&tables::JAVASCRIPT)),
    ("json", Grammar::Json),
    ("json5", Grammar::Json),
    ("jsonc", Grammar::Json),
    ("jsonl", Grammar::Json),
    ("jsonlines", Grammar::Json),
    ("jsx", Grammar::Words(&tables::JAVASCRIPT)),
    ("julia", Grammar::Words(&tables::JULIA)),
    ("kotlin", Grammar::Words(&tables::KOTLIN)),
    ("ksh", Grammar::Shell),
    ("kt", Grammar::Words(&tables::KOTLIN)),
    ("kts", Grammar::Words(&tables::KOTLIN)),
    ("latex", Grammar::Tex),
    ("less", Grammar::Css),
    ("lisp", Grammar::Words(&tables::LISP)),
    ("lua", Grammar::Words(&tables::LUA)),
    ("luau", Grammar::Words(&tables::LUA)),
    ("m", Grammar::Words(&tables::OBJECTIVE_C)),
    ("make", Grammar::Make),
    ("makefile", Grammar::Make),
    ("mariadb", Grammar::Words(&tables::SQL)),
    ("markdown", Grammar::Markdown),
    ("md", Grammar::Markdown),
    ("mdx", Grammar::Markdown),
    ("mjs", Grammar::Words(&tables::JAVASCRIPT)),
    ("mk", Grammar::Make),
    ("ml", Grammar::Words(&tables::OCAML)),
    ("mm", Grammar::Words(&tables::OBJECTIVE_C)),
    ("mts", Grammar::Words(&tables::TYPESCRIPT)),
    ("mysql", Grammar::Words(&tables::SQL)),
    ("ndjson", Grammar::Json),
    ("nginx", Grammar::Words(&tables::NGINX)),
    ("nix", Grammar::Words(&tables::NIX)),
    ("node", Grammar::Words(&tables::JAVASCRIPT)),
    ("objc", Grammar::Words(&tables::OBJECTIVE_C)),
    ("objective-c", Grammar::Words(&tables::OBJECTIVE_C)),
    ("objectivec", Grammar::Words(&tables::OBJECTIVE_C)),
    ("ocaml", Grammar::Words(&tables::OCAML)),
    ("patch", Grammar::Diff),
    ("perl", Grammar::Words(&tables::PERL)),
    ("pgsql", Grammar::Words(&tables::SQL)),
    ("php", Grammar::Words(&tables::PHP)),
    ("pl", Grammar::Words(&tables::PERL)),
    ("plist", Grammar::Markup),
    ("plpgsql", Grammar::Words(&tables::SQL)),
    ("plsql", Grammar::Words(&tables::SQL)),
    ("pm", Grammar::Words(&tables::PERL)),
    ("posh", Grammar::Words(&tables::POWERSHELL)),
    ("postgres", Grammar::Words(&tables::SQL)),
    ("postgresql", Grammar::Words(&tables::SQL)),
    ("powershell", Grammar::Words(&tables::POWERSHELL)),
    ("properties", Grammar::Ini),
    ("proto", Grammar::Words(&tables::PROTOBUF)),
    ("proto3", Grammar::Words(&tables::PROTOBUF)),
    ("protobuf", Grammar::Words(&tables::PROTOBUF)),
    ("ps1", Grammar::Words(&tables::POWERSHELL)),
    ("psql", Grammar::Words(&tables::SQL)),
    ("purescript", Grammar::Words(&tables::HASKELL)),
    ("pwsh", Grammar::Words(&tables::POWERSHELL)),
    ("py", Grammar::Words(&tables::PYTHON)),
    ("py3", Grammar::Words(&tables::PYTHON)),
    ("pyi", Grammar::Words(&tables::PYTHON)),
    ("python", Grammar::Words(&tables::PYTHON)),
    ("python3", Grammar::Words(&tables::PYTHON)),
    ("r", Grammar::Words(&tables::R)),
    ("racket", Grammar::Words(&tables::LISP)),
    ("rake", Grammar::Words(&tables::RUBY)),
    ("rb", Grammar::Words(&tables::RUBY)),
    ("rs", Grammar::Words(&tables::RUST)),
    ("rss", Grammar::Markup),
    ("ruby", Grammar::Words(&tables::RUBY)),
    ("rust", Grammar::Words(&tables::RUST)),
    ("sass", Grammar::Css),
    ("sbt", Grammar::Words(&tables::SCALA)),
    ("sc", Grammar::Words(&tables::SCALA)),
    ("scala", Grammar::Words(&tables::SCALA)),
    ("scheme", Grammar::Words(&tables::LISP)),
    ("scm", Grammar::Words(&tables::LISP)),
    ("scss", Grammar::Css),
    ("sh", Grammar::Shell),
    ("sh-session", Grammar::Session),
    ("shell", Grammar::Shell),
    ("shell-session", Grammar::Session),
    ("shellsession", Grammar::Session),
    ("sol", Grammar::Words(&tables::SOLIDITY)),
    ("solidity", Grammar::Words(&tables::SOLIDITY)),
    ("sql", Grammar::Words(&tables::SQL)),
    ("sqlite", Grammar::Words(&tables::SQL)),
    ("starlark", Grammar::Words(&tables::PYTHON)),
    ("svelte", Grammar::Markup),
    ("svg", Grammar::Markup),
    ("swift", Grammar::Words(&tables::SWIFT)),
    ("t-sql", Grammar::Words(&tables::SQL)),
    ("terminal", Grammar::Session),
    ("terraform", Grammar::Words(&tables::HCL)),
    ("tex", Grammar::Tex),
    ("tf", Grammar::Words(&tables::HCL)),
    ("tfvars", Grammar::Words(&tables::HCL)),
    ("toml", Grammar::Ini),
    ("ts", Grammar::Words(&tables::TYPESCRIPT)),
    ("tsql", Grammar::Words(&tables::SQL)),
    ("tsx", Grammar::Words(&tables::TYPESCRIPT)),
    ("typescript", Grammar::Words(&tables::TYPESCRIPT)),
    ("udiff", Grammar::Diff),
    ("vue", Grammar::Markup),
    ("xaml", Grammar::Markup),
    ("xhtml", Grammar::Markup),
    ("xml", Grammar::Markup),
    ("yaml", Grammar::Yaml),
    ("yml", Grammar::Yaml),
    ("zig", Grammar::Words(&tables::ZIG)),
    ("zsh", Grammar::Shell),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_sorted_and_found_in_any_case() {
        assert!(NAMES.is_sorted_by(|(a, _), (b, _)| a < b));
        for (name, _) in NAMES {
            assert!(
                !matches!(find(&name.to_uppercase()), Grammar::Plain),
                "{name}"
            );
        }
        for name in ["", "text", "plaintext", "nothing-known", "\u{130}"] {
            assert!(matches!(find(name), Grammar::Plain), "{name}");
        }
    }

    #[test]
    fn the_lists_of_every_language_are_sorted() {
        for (name, grammar) in NAMES {
            if let Grammar::Words(syntax) = grammar {
                for words in [&syntax.keywords, &syntax.types, &syntax.constants] {
                    let sorted = words.list().is_sorted_by(|a, b| a < b);
                    assert!(sorted, "{name}: {words:?}");
                }
                assert!(u8::try_from(syntax.quotes.len()).is_ok(), "{name}");
            }
        }
    }
}
