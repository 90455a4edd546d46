//! `keys import FILE`: what a `.env.local` holds of ours, taken over. All of it is checked before
//! any of it is kept; the file stays as it is.
//!
//! Keys go to the key store, bound to the address that the file gives them, or to the one in
//! effect. A sign-in token is never kept: its folder is what a new one comes from.

use super::Engine;
use super::keyring::last4;
use super::settings::Known;
use crate::keys::KeyStoreError;
use crate::live::Face;
use chat_core::base_url::BaseUrl;
use chat_core::connection::{
    Address, Builtin, Connection, Variable, foreign_key_warning, guide_question, place,
};
use chat_core::env_file::{self, EnvFile, EnvFileError, Found};
use chat_core::failure::{Code, Failure};
use chat_core::wire::{ImportView, ImportedAddress, ImportedKeyView, UnusedVariable};
use secrecy::{ExposeSecret, SecretSlice, SecretString};
use std::path::{Path, PathBuf};
use tokio::io::AsyncReadExt as _;

/// What the file of a linked folder is called.
const LINKED: &str = ".env.local";

/// What was taken over; no value of the file but the origins of its addresses.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Imported {
    /// The keys that the key store holds now.
    pub keys: Vec<ImportedKey>,
    /// Connections with a new address, and its origin.
    pub addresses: Vec<(String, String)>,
    /// The folder that the sign-in uses now.
    pub sign_in: Option<PathBuf>,
    /// Whether the file holds a sign-in token, but is no linked folder's.
    pub has_other_token: bool,
    /// Variables that were left out.
    pub unused: Vec<Unused>,
    /// How many other names the file sets.
    pub others: usize,
    /// How many of its lines set nothing.
    pub unread_lines: usize,
}

/// A key that was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedKey {
    /// The variable that it stood in.
    pub variable: &'static str,
    /// The connection that it is for.
    pub connection: String,
    /// The only origin that it goes to.
    pub origin: String,
    /// Whether another one was kept for it before, and is gone now.
    pub replaced: bool,
    /// What looks wrong with it.
    pub warning: Option<String>,
}

/// A variable that holds nothing that can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unused {
    /// Its name.
    pub variable: &'static str,
    /// Whether it is what guides print where a value belongs.
    pub is_placeholder: bool,
    /// Why it was left out.
    pub reason: String,
}

/// A key on its way into the key store.
struct Kept {
    row: ImportedKey,
    account: String,
    key: SecretString,
}

/// What a file comes to, decided before anything is kept.
struct Plan {
    imported: Imported,
    addresses: Vec<(Builtin, String, BaseUrl)>,
    kept: Vec<Kept>,
    folder: Option<PathBuf>,
}

impl Engine {
    /// Takes over what a file holds. Whatever is wrong with it is said before anything is kept.
    /// Keys that live in memory are of use only to a window, which stays.
    pub async fn import_keys(&self, face: Face, path: &Path) -> Result<Imported, Failure> {
        let bytes = read(path).await?;
        let file = env_file::read(&bytes).map_err(EnvFileError::failure)?;
        let folder = sign_in_folder(path, &file).await;
        let known = self.read_known().await?;
        let plan = self.plan(&file, folder, &known)?;
        if plan.is_empty() {
            return Err(nothing(&path.display().to_string(), &plan.imported));
        }
        let ends_now = match face {
            Face::Cli => true,
            Face::Chat | Face::Quick => false,
        };
        if !plan.kept.is_empty() && ends_now && self.keeps_keys_in_memory() {
            return Err(Failure::new(
                Code::KeyringUnavailable,
                "Keys are kept in memory only, so none was imported.",
            )
            .with_action("Unset GATEHOUSE_KEYSTORE, or put the keys into the environment."));
        }
        self.carry_out(plan).await
    }

    /// `import_keys` of a window: what was read from the file is looked into and, with `keep`,
    /// taken over. The file has no place here, so its sign-in token is only told.
    pub async fn import_text(&self, text: Vec<u8>, keep: bool) -> Result<ImportView, Failure> {
        // Wrapped first, so that it is wiped on every way out.
        let text = SecretSlice::from(text);
        let file = env_file::read(text.expose_secret()).map_err(EnvFileError::failure)?;
        let known = self.read_known().await?;
        let plan = self.plan(&file, None, &known)?;
        // A token alone is told too: the window leads to the folder that it is from.
        if plan.is_empty() && !plan.imported.has_other_token {
            return Err(nothing("The file", &plan.imported));
        }
        let view = plan.view();
        if keep {
            self.carry_out(plan).await?;
        }
        Ok(view)
    }

    fn plan(
        &self,
        file: &EnvFile,
        folder: Option<PathBuf>,
        known: &Known,
    ) -> Result<Plan, Failure> {
        let imported = Imported {
            unused: unused(file),
            others: file.others,
            unread_lines: file.unread_lines,
            has_other_token: file.key(Variable::VercelOidcToken).is_some() && folder.is_none(),
            ..Imported::default()
        };
        let addresses = self.addresses(file, known)?;
        let kept = self.kept(file, &addresses, known)?;
        Ok(Plan {
            imported,
            addresses,
            kept,
            folder,
        })
    }

    async fn carry_out(&self, plan: Plan) -> Result<Imported, Failure> {
        let Plan {
            mut imported,
            addresses,
            kept,
            folder,
        } = plan;
        for (builtin, text, base) in addresses {
            let name = builtin.name();
            self.change_connection(name, |config| config.base_url = Some(text))
                .await?;
            imported.addresses.push((name.to_owned(), base.origin()));
        }
        for mut kept in kept {
            // What cannot be read is told by what cannot be kept.
            let before = self.inner.keys.get(&kept.account).await.ok().flatten();
            kept.row.replaced =
                before.is_some_and(|before| before.expose_secret() != kept.key.expose_secret());
            let set = self.inner.keys.set(&kept.account, kept.key).await;
            set.map_err(KeyStoreError::failure)?;
            imported.keys.push(kept.row);
        }
        if let Some(folder) = folder {
            let mut settings = self.get_settings().await?;
            settings.signin_folder = Some(folder.display().to_string());
            self.set_settings(settings).await?;
            imported.sign_in = Some(folder);
        }
        self.keys_changed().await;
        Ok(imported)
    }

    /// The addresses to store: those that differ from what is in effect anyway.
    fn addresses(
        &self,
        file: &EnvFile,
        known: &Known,
    ) -> Result<Vec<(Builtin, String, BaseUrl)>, Failure> {
        let facts = self.facts(known);
        let mut addresses = Vec::new();
        for (builtin, found) in &file.addresses {
            let source = builtin.address_variable().unwrap_or_default();
            let is_chosen = known
                .connections
                .get(builtin.name())
                .is_some_and(|config| config.base_url.is_some());
            match found {
                // Nothing is decided for the person, unless they have decided already.
                Found::GuideAddress(text) if !is_chosen => {
                    return Err(guide_question(*builtin, source, text.text()));
                }
                Found::Usable(text) => {
                    let base = BaseUrl::parse(text.text(), builtin.dialect())
                        .map_err(|error| error.failure(source))?;
                    let connection = facts.connection(builtin.name());
                    let now = connection.and_then(|c| place(&c, &facts).ok());
                    if now != Some(Address::At(base.clone())) {
                        addresses.push((*builtin, text.text().to_owned(), base));
                    }
                }
                // A key that stands beside it is for that place, and for no other.
                Found::Unusable(problem) if has_key(file, *builtin, &facts.connections()) => {
                    return Err(problem.failure(source));
                }
                Found::GuideAddress(_) | Found::Placeholder | Found::Unusable(_) => {}
            }
        }
        Ok(addresses)
    }

    /// The keys to keep, each with the address that it belongs to.
    fn kept(
        &self,
        file: &EnvFile,
        addresses: &[(Builtin, String, BaseUrl)],
        known: &Known,
    ) -> Result<Vec<Kept>, Failure> {
        let facts = self.facts(known);
        let mut kept = Vec::new();
        for variable in file.keys.keys().copied() {
            // It expires; its folder gives another at any time.
            if variable == Variable::VercelOidcToken {
                continue;
            }
            let Some(key) = file.key(variable) else {
                continue;
            };
            let Some(connection) = keeper(&facts.connections(), variable) else {
                continue;
            };
            let own = addresses
                .iter()
                .find(|(builtin, ..)| connection.builtin() == Some(*builtin));
            let base = match own {
                Some((.., base)) => base.clone(),
                None => match place(&connection, &facts)? {
                    Address::At(base) => base,
                    Address::OwnDemo => continue,
                },
            };
            base.check_key_allowed()
                .map_err(|error| error.failure(&connection.address_source()))?;
            kept.push(Kept {
                account: connection.account(&base),
                row: ImportedKey {
                    variable: variable.name(),
                    connection: connection.name().to_owned(),
                    origin: base.origin(),
                    replaced: false,
                    warning: foreign_key_warning(&connection, key),
                },
                key: SecretString::from(key),
            });
        }
        Ok(kept)
    }
}

impl Plan {
    fn is_empty(&self) -> bool {
        self.kept.is_empty() && self.addresses.is_empty() && self.folder.is_none()
    }

    fn view(&self) -> ImportView {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let keys = self.kept.iter().map(|kept| ImportedKeyView {
            variable: kept.row.variable.to_owned(),
            connection: kept.row.connection.clone(),
            origin: kept.row.origin.clone(),
            last4: last4(kept.key.expose_secret()),
            warning: kept.row.warning.clone(),
        });
        let addresses = self
            .addresses
            .iter()
            .map(|(builtin, _, base)| ImportedAddress {
                connection: builtin.name().to_owned(),
                origin: base.origin(),
            });
        let unused = self.imported.unused.iter().map(|unused| UnusedVariable {
            variable: unused.variable.to_owned(),
            reason: unused.reason.clone(),
        });
        ImportView {
            keys: keys.collect(),
            addresses: addresses.collect(),
            has_token: self.imported.has_other_token,
            unused: unused.collect(),
            others: count(self.imported.others),
            unread_lines: count(self.imported.unread_lines),
        }
    }
}

/// Whether the file holds a key for that connection.
fn has_key(file: &EnvFile, builtin: Builtin, connections: &[Connection]) -> bool {
    file.keys.keys().any(|variable| {
        file.key(*variable).is_some()
            && keeper(connections, *variable).and_then(|c| c.builtin()) == Some(builtin)
    })
}

/// The connection whose key stands in that variable.
fn keeper(connections: &[Connection], variable: Variable) -> Option<Connection> {
    connections
        .iter()
        .find(|connection| connection.keeps_key() && connection.key_variables().contains(&variable))
        .cloned()
}

/// Reads a plain file. What is none may never end, or wait for a writer.
async fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let unreadable = |said: &str| {
        Failure::new(Code::ConfigInvalid, format!("{} {said}.", path.display()))
            .with_action("Give the path of a .env.local file.")
    };
    let meta = tokio::fs::metadata(path).await;
    let meta = meta.map_err(|_| unreadable("cannot be read"))?;
    if !meta.is_file() {
        return Err(unreadable("is no plain file"));
    }
    let limit = env_file::MAX_BYTES as u64;
    if meta.len() > limit {
        return Err(EnvFileError::TooLarge.failure());
    }
    let mut bytes = Vec::new();
    let file = tokio::fs::File::open(path).await;
    let mut file = file
        .map_err(|_| unreadable("cannot be read"))?
        .take(limit + 1);
    let read = file.read_to_end(&mut bytes).await;
    read.map_err(|_| unreadable("cannot be read"))?;
    Ok(bytes)
}

/// The folder whose `.env.local` this is, where it holds a token.
async fn sign_in_folder(path: &Path, file: &EnvFile) -> Option<PathBuf> {
    file.key(Variable::VercelOidcToken)?;
    if path.file_name()? != LINKED {
        return None;
    }
    let folder = path.parent()?;
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    tokio::fs::canonicalize(folder).await.ok()
}

fn unused(file: &EnvFile) -> Vec<Unused> {
    let keys = file
        .keys
        .iter()
        .map(|(variable, found)| (variable.name(), found));
    let addresses = file.addresses.iter().filter_map(|(builtin, found)| {
        let name = builtin.address_variable()?;
        Some((name, found))
    });
    keys.chain(addresses)
        .filter_map(|(variable, found)| {
            let reason = match found {
                Found::Usable(_) => return None,
                Found::GuideAddress(_) => "Another address was chosen for it.".to_owned(),
                Found::Placeholder => "It is a placeholder.".to_owned(),
                Found::Unusable(why) => format!("{why} {}", why.action()),
            };
            Some(Unused {
                variable,
                is_placeholder: matches!(found, Found::Placeholder),
                reason,
            })
        })
        .collect()
}

fn nothing(called: &str, imported: &Imported) -> Failure {
    let said: Vec<_> = imported
        .unused
        .iter()
        .map(|unused| format!("{}: {}", unused.variable, unused.reason))
        .collect();
    let action = match (said.is_empty(), imported.has_other_token) {
        (false, _) => said.join(" "),
        (true, true) => {
            "A sign-in token is not kept. Set signin.folder to the linked project's folder."
                .to_owned()
        }
        (true, false) => "Give the file that sets AI_GATEWAY_API_KEY or the like.".to_owned(),
    };
    Failure::new(
        Code::ConfigInvalid,
        format!("{called} holds nothing to import."),
    )
    .with_action(action)
}
