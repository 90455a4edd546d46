//! A linked project, a stand-in for the Vercel CLI, and tokens that end when they should.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chat_engine::signin::{ChildVariables, InstalledCli, Place, SignIn, SignInError, Token};
use secrecy::SecretString;
use tempfile::TempDir;

/// 2026-11-22T12:00:00Z.
pub(crate) const NOW_MS: i64 = 1_795_348_800_000;
pub(crate) const HOUR_MS: i64 = 3_600_000;
pub(crate) const ORIGIN: &str = "https://ai-gateway.vercel.sh";

/// What stands in the person's own files, and has to stay.
const ENV_LOCAL: &str = "# mine\nANTHROPIC_API_KEY=\"sk-ant-mine\"\r\nexport X=1";
const GITIGNORE: &str = "node_modules\n.vercel";

/// A token that ends then.
pub(crate) fn token(exp_ms: i64) -> String {
    jwt(&format!(
        r#"{{"project_id":"prj_1","owner_id":"team_1","environment":"development","exp":{}}}"#,
        exp_ms / 1_000
    ))
}

fn jwt(claims: &str) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in claims.as_bytes().chunks(3) {
        let word = chunk
            .iter()
            .fold(0_u32, |word, byte| (word << 8) | u32::from(*byte));
        let word = word << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            let index = (word >> (18 - 6 * place)) as usize & 63;
            text.push(char::from(ALPHABET[index]));
        }
    }
    format!("eyJhbGciOiJSUzI1NiJ9.{text}.c2ln")
}

/// All of it in a folder of its own.
pub(crate) struct Stage {
    root: TempDir,
}

impl Stage {
    /// The CLI plays `mode` (see the script `vercel`), and gives `token`.
    pub(crate) fn new(mode: &str, token: &str) -> Self {
        let root = tempfile::tempdir().unwrap();
        let stage = Self { root };
        for folder in ["project/.vercel", "project/.git", "bin"] {
            std::fs::create_dir_all(stage.at(folder)).unwrap();
        }
        let link = r#"{"projectId":"prj_1","orgId":"team_1"}"#;
        for (path, text) in [
            ("project/.vercel/project.json", link),
            ("project/.env.local", ENV_LOCAL),
            ("project/.gitignore", GITIGNORE),
            ("bin/token", token),
        ] {
            std::fs::write(stage.at(path), text).unwrap();
        }
        // A link and no copy: a program that was just written may be busy.
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/signin/vercel");
        std::os::unix::fs::symlink(script, stage.cli()).unwrap();
        stage.plays(mode);
        stage
    }

    pub(crate) fn plays(&self, mode: &str) {
        std::fs::write(self.at("bin/mode"), mode).unwrap();
    }

    pub(crate) fn at(&self, path: &str) -> PathBuf {
        self.root.path().join(path)
    }

    pub(crate) fn cli(&self) -> PathBuf {
        self.at("bin/vercel")
    }

    pub(crate) fn place(&self) -> Place {
        Place {
            folder: Some(self.at("project")),
            origin: Some(ORIGIN.to_owned()),
            cli: Some(self.cli()),
        }
    }

    /// The environment of a person who has keys in it.
    pub(crate) fn variables() -> ChildVariables {
        let own = [
            ("PATH", "/usr/bin:/bin"),
            ("HOME", "/nowhere"),
            ("AI_GATEWAY_API_KEY", "planted-1"),
            ("VERCEL_OIDC_TOKEN", "planted-2"),
            ("OPENAI_API_KEY", "planted-3"),
            ("MISTRAL_API_KEY", "planted-4"),
            ("HTTPS_PROXY", "http://proxy:8080"),
        ];
        ChildVariables::from_pairs(own.map(|(name, value)| (name.into(), value.into())))
    }

    pub(crate) fn installed() -> InstalledCli {
        InstalledCli::new(Self::variables())
    }

    pub(crate) fn sign_in(environment: Option<&str>) -> SignIn {
        SignIn::new(
            Arc::new(Self::installed()),
            environment.map(SecretString::from),
        )
    }

    /// One renewal, by somebody who has no token yet.
    pub(crate) async fn renews(&self) -> Result<Token, SignInError> {
        let sign_in = Self::sign_in(None);
        sign_in.renew(&self.place(), None, NOW_MS).await
    }

    /// A file beside the CLI; empty where there is none.
    pub(crate) fn noted(&self, name: &str) -> String {
        std::fs::read_to_string(self.at("bin").join(name)).unwrap_or_default()
    }

    /// The calls of the CLI, one a line.
    pub(crate) fn calls(&self) -> Vec<String> {
        self.noted("calls").lines().map(str::to_owned).collect()
    }

    /// That the person's files are as they were.
    pub(crate) fn has_its_files_untouched(&self) {
        for (path, text) in [(".env.local", ENV_LOCAL), (".gitignore", GITIGNORE)] {
            let now = std::fs::read(self.at("project").join(path)).unwrap();
            assert_eq!(now, text.as_bytes(), "{path}");
        }
        let mut names: Vec<_> = std::fs::read_dir(self.at("project"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        names.sort();
        assert_eq!(names, [".env.local", ".git", ".gitignore", ".vercel"]);
    }
}
