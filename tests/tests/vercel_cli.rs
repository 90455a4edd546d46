//! A sign-in renewed by the real Vercel CLI, before a stand-in for its API on loopback.
//! `cargo xtask test vercel-cli` fetches the one and starts the other; without it nothing runs
//! here. What the CLI says where the engine's own tests have a script is held to this.
#![cfg(test)]
#![forbid(unsafe_code)]

use std::path::PathBuf;
use std::sync::Arc;

use chat_core::token;
use chat_engine::clock::{Clock as _, SystemClock};
use chat_engine::signin::{ChildVariables, InstalledCli, Place, SignIn, SignInError, Token};
use secrecy::ExposeSecret as _;

const ENV_LOCAL: &str = "# Created by Vercel CLI\nANTHROPIC_API_KEY=\"sk-ant-mine\"\r\nX=1";
const GITIGNORE: &str = "node_modules";

/// A linked project and a data folder of the CLI.
struct Project {
    root: tempfile::TempDir,
}

impl Project {
    fn linked_to(id: &str, team: &str) -> Self {
        let project = Self {
            root: tempfile::tempdir().unwrap(),
        };
        std::fs::create_dir(project.at(".vercel")).unwrap();
        std::fs::create_dir(project.at(".git")).unwrap();
        let link = format!(r#"{{"projectId":"{id}","orgId":"{team}"}}"#);
        for (path, text) in [
            (".vercel/project.json", link.as_str()),
            (".env.local", ENV_LOCAL),
            (".gitignore", GITIGNORE),
        ] {
            std::fs::write(project.at(path), text).unwrap();
        }
        project
    }

    fn at(&self, path: &str) -> PathBuf {
        self.root.path().join(path)
    }

    /// Renews with that login, and holds that nothing was written here.
    async fn renew(&self, login: Option<&str>, api: &str) -> Result<Token, SignInError> {
        let home = home(login, api);
        let variables = [
            ("PATH", std::env::var_os("PATH").unwrap()),
            ("HOME", home.path().into()),
            ("XDG_DATA_HOME", home.path().into()),
        ];
        let variables = variables.map(|(name, value)| (name.into(), value));
        let cli = InstalledCli::new(ChildVariables::from_pairs(variables));
        let place = Place {
            folder: Some(self.root.path().to_path_buf()),
            origin: None,
            cli: Some(
                std::env::var_os("GATEHOUSE_TEST_VERCEL_CLI")
                    .unwrap()
                    .into(),
            ),
        };
        let now_ms = SystemClock::new().now_ms();
        let sign_in = SignIn::new(Arc::new(cli), None);
        let outcome = sign_in.renew(&place, None, now_ms).await;
        for (path, text) in [(".env.local", ENV_LOCAL), (".gitignore", GITIGNORE)] {
            let now = std::fs::read(self.at(path)).unwrap();
            assert_eq!(now, text.as_bytes(), "{path}");
        }
        let mut names: Vec<_> = std::fs::read_dir(self.root.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        names.sort();
        assert_eq!(names, [".env.local", ".git", ".gitignore", ".vercel"]);
        outcome
    }
}

/// A home in which the CLI knows this login and this API. One for each run: it writes there.
fn home(login: Option<&str>, api: &str) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("com.vercel.cli");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("config.json"), format!(r#"{{"api":"{api}"}}"#)).unwrap();
    if let Some(login) = login {
        let text = format!(r#"{{"token":"{login}"}}"#);
        std::fs::write(folder.join("auth.json"), text).unwrap();
    }
    home
}

/// The stand-in's address, and the login that it accepts.
fn peer() -> (String, String) {
    let given = |name: &str| std::env::var(name).unwrap();
    let url = given("GATEHOUSE_TEST_PEER_URL");
    let api = url.strip_suffix("/v1").unwrap().to_owned();
    (api, given("GATEHOUSE_TEST_PEER_KEY"))
}

#[tokio::test]
#[ignore = "needs the peer that `cargo xtask test vercel-cli` starts"]
async fn both_ways_give_a_token_and_leave_the_persons_files_alone() {
    let (api, login) = peer();
    for id in ["prj_new", "prj_pull"] {
        let renewed = Project::linked_to(id, "team_1")
            .renew(Some(&login), &api)
            .await;
        let renewed = renewed.unwrap();
        let subject = token::subject(renewed.text.expose_secret()).unwrap();
        assert_eq!(subject.project, id);
        let left = renewed.expiry.exp_ms().unwrap() - SystemClock::new().now_ms();
        assert!(left > 11 * 3_600_000, "{left}");
    }
}

#[tokio::test]
#[ignore = "needs the peer that `cargo xtask test vercel-cli` starts"]
async fn each_failure_is_told_apart() {
    let (api, login) = peer();
    let nowhere = format!("http://127.0.0.1:{}", closed_port());
    for (id, team, login, api, expected) in [
        (
            "prj_off",
            "team_1",
            Some(&*login),
            &api,
            SignInError::OidcOff,
        ),
        (
            "prj_gone",
            "team_1",
            Some(&*login),
            &api,
            SignInError::NoAccess,
        ),
        (
            "prj_gone",
            "team_other",
            Some(&*login),
            &api,
            SignInError::NoAccess,
        ),
        ("prj_new", "team_1", None, &api, SignInError::NotLoggedIn),
        (
            "prj_new",
            "team_1",
            Some("bad"),
            &api,
            SignInError::NotLoggedIn,
        ),
        (
            "prj_new",
            "team_1",
            Some(&*login),
            &nowhere,
            SignInError::Offline,
        ),
    ] {
        let failed = Project::linked_to(id, team).renew(login, api).await;
        assert_eq!(failed.unwrap_err(), expected, "{id} {team} {login:?} {api}");
    }
}

/// A port on which nothing listens.
fn closed_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}
