//! Which Vercel project a folder belongs to, as `vercel link` wrote it down.
//!
//! A link is a file in somebody's project: ids are checked before they become arguments.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::SignInError;

/// Largest link file, in bytes.
const MAX_LINK: u64 = 64 * 1024;
/// Longest id, in bytes.
const MAX_ID: usize = 128;
/// How many folders upwards are looked into.
const MAX_DEPTH: usize = 32;

/// A project and the team that owns it, with ids that can be arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    id: String,
    team: Option<String>,
}

impl Project {
    /// Checks the ids. An owner that is no team is a person's own account, which needs no scope.
    pub fn new(id: &str, owner: Option<&str>) -> Option<Self> {
        let team = owner.filter(|owner| owner.starts_with("team_"));
        let fits = is_id(id) && team.is_none_or(is_id);
        fits.then(|| Self {
            id: id.to_owned(),
            team: team.map(str::to_owned),
        })
    }

    /// Its id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The id of its team.
    pub fn team(&self) -> Option<&str> {
        self.team.as_deref()
    }
}

/// `^[A-Za-z0-9][A-Za-z0-9._-]*$`, the rule of Vercel's own package: never an option, never a path.
fn is_id(text: &str) -> bool {
    text.len() <= MAX_ID
        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ProjectFile {
    project_id: String,
    org_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RepoFile {
    org_id: Option<String>,
    projects: Vec<RepoProject>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RepoProject {
    id: String,
    directory: String,
    org_id: Option<String>,
}

/// The project of a folder: its own link, or that of the repository around it. Blocks.
pub(super) fn find(folder: &Path) -> Result<Project, SignInError> {
    for above in folder.ancestors().take(MAX_DEPTH) {
        if let Some(text) = read(&above.join(".vercel/project.json"))? {
            let link: ProjectFile =
                serde_json::from_str(&text).map_err(|_| SignInError::BadLink)?;
            return Project::new(&link.project_id, link.org_id.as_deref())
                .ok_or(SignInError::BadLink);
        }
        if let Some(text) = read(&above.join(".vercel/repo.json"))? {
            let repo: RepoFile = serde_json::from_str(&text).map_err(|_| SignInError::BadLink)?;
            return in_repo(&repo, folder.strip_prefix(above).unwrap_or(folder));
        }
        // A link above the repository is somebody else's.
        if above.join(".git").exists() {
            break;
        }
    }
    Err(SignInError::NotLinked)
}

/// The project whose folder lies closest around `inside`.
fn in_repo(repo: &RepoFile, inside: &Path) -> Result<Project, SignInError> {
    let closest = repo
        .projects
        .iter()
        .filter_map(|project| {
            let place: PathBuf = Path::new(&project.directory)
                .components()
                .filter(|part| !matches!(part, std::path::Component::CurDir))
                .collect();
            inside
                .starts_with(&place)
                .then(|| (place.components().count(), project))
        })
        .max_by_key(|(depth, _)| *depth);
    let (_, project) = closest.ok_or(SignInError::NotLinked)?;
    let owner = project.org_id.as_deref().or(repo.org_id.as_deref());
    Project::new(&project.id, owner).ok_or(SignInError::BadLink)
}

/// A file's text; none where there is no file.
fn read(path: &Path) -> Result<Option<String>, SignInError> {
    // Opening a pipe would wait for a writer.
    if !path.is_file() {
        return Ok(None);
    }
    let file = std::fs::File::open(path).map_err(|_| SignInError::BadLink)?;
    let mut text = String::new();
    let read = file.take(MAX_LINK + 1).read_to_string(&mut text);
    match read {
        Ok(length) if length as u64 <= MAX_LINK => Ok(Some(text)),
        Ok(_) | Err(_) => Err(SignInError::BadLink),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = root.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        // Nothing above a test's folder counts.
        std::fs::create_dir_all(root.path().join(".git")).unwrap();
        root
    }

    fn said(files: &[(&str, &str)], at: &str) -> String {
        let root = folder(files);
        let at = root.path().join(at);
        std::fs::create_dir_all(&at).unwrap();
        match find(&at) {
            Ok(project) => format!("{} {}", project.id(), project.team().unwrap_or("-")),
            Err(error) => format!("{error:?}"),
        }
    }

    const LINK: (&str, &str) = (
        ".vercel/project.json",
        r#"{"projectId":"prj_1","orgId":"team_1","projectName":"x"}"#,
    );

    #[test]
    fn a_folder_is_linked_by_itself_or_by_one_above() {
        for (files, at, expected) in [
            (vec![LINK], "", "prj_1 team_1"),
            (vec![LINK], "src/app", "prj_1 team_1"),
            (vec![LINK, ("sub/.git/x", "")], "sub", "NotLinked"),
            (vec![], "", "NotLinked"),
            (
                vec![(
                    ".vercel/project.json",
                    r#"{"projectId":"prj_1","orgId":"Ab9"}"#,
                )],
                "",
                "prj_1 -",
            ),
            (
                vec![(".vercel/project.json", r#"{"projectId":"p"}"#)],
                "",
                "p -",
            ),
        ] {
            assert_eq!(said(&files, at), expected, "{files:?} {at}");
        }
    }

    #[test]
    fn in_a_repository_the_closest_project_counts() {
        let repo = r#"{"orgId":"team_1","remoteName":"origin","projects":[
            {"id":"prj_root","name":"r","directory":"."},
            {"id":"prj_web","name":"w","directory":"apps/web","orgId":"team_2"},
            {"id":"prj_webs","name":"s","directory":"./apps/webs/"}]}"#;
        let files = [(".vercel/repo.json", repo)];
        for (at, expected) in [
            ("", "prj_root team_1"),
            ("apps", "prj_root team_1"),
            ("apps/web/src", "prj_web team_2"),
            ("apps/webs", "prj_webs team_1"),
        ] {
            assert_eq!(said(&files, at), expected, "{at}");
        }
        let elsewhere = r#"{"projects":[{"id":"prj_1","directory":"a"}]}"#;
        assert_eq!(said(&[(".vercel/repo.json", elsewhere)], "b"), "NotLinked");
    }

    #[test]
    fn a_link_that_is_none_is_never_used() {
        let long = format!(r#"{{"projectId":"{}"}}"#, "p".repeat(129));
        let huge = format!(r#"{{"projectId":"p","x":"{}"}}"#, "x".repeat(70_000));
        for text in [
            "",
            "[]",
            "{}",
            r#"{"projectId":7}"#,
            r#"{"projectId":""}"#,
            r#"{"projectId":"--token=x"}"#,
            r#"{"projectId":"../../etc"}"#,
            r#"{"projectId":"a b"}"#,
            r#"{"projectId":"a;b"}"#,
            r#"{"projectId":"a\u0000"}"#,
            r#"{"projectId":"ä"}"#,
            r#"{"projectId":"p","orgId":"team_1 --debug"}"#,
            &long,
            &huge,
        ] {
            assert_eq!(
                said(&[(".vercel/project.json", text)], ""),
                "BadLink",
                "{text}"
            );
        }
    }
}
