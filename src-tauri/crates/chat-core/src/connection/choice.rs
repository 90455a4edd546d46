//! Which connection a question goes to (DESIGN §5.1), one step at a time.
//!
//! The keyring is slow and may ask the person for a password, so the choice asks for it only when
//! the answer matters: `choose` either is done or names the one entry it needs to know about.

use std::collections::BTreeMap;

use super::{Address, Builtin, KeyPlace, Resolved, Variable, account};
use crate::base_url::BaseUrl;
use crate::failure::{Code, Failure};

/// What the choice is made from. Blank variables are already left out.
#[derive(Clone, Default)]
pub struct Facts {
    /// Addresses from the environment.
    pub addresses: BTreeMap<Builtin, String>,
    /// Variables that hold a key.
    pub keys: Vec<Variable>,
    /// The `default.connection` setting.
    pub stored_default: Option<String>,
}

impl std::fmt::Debug for Facts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Which addresses, never what they say: a person may have put a password into one.
        f.debug_struct("Facts")
            .field("addresses", &self.addresses.keys())
            .field("keys", &self.keys)
            .field("stored_default", &self.stored_default)
            .finish()
    }
}

/// What the key store said about one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stored {
    /// It holds a key.
    Present,
    /// It is there and holds none.
    Empty,
    /// There is no keyring: no bus, no service, no collection.
    NoKeyring,
    /// It is there and cannot be read now: locked, denied, silent, a damaged entry.
    Failed(Failure),
}

/// What the choice came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Done.
    Ready(Resolved),
    /// Ask the key store about this account, add the answer, and choose again.
    AskKeyStore {
        /// The connection in question.
        connection: Builtin,
        /// `CONNECTION@ORIGIN`.
        account: String,
    },
}

/// Makes the choice as far as it can be made with the `answers` so far.
///
/// `named` is what `-c` said. The loop around it ends after at most one question a connection.
pub fn choose(
    named: Option<&str>,
    facts: &Facts,
    answers: &BTreeMap<Builtin, Stored>,
) -> Result<Step, Failure> {
    if let Some(name) = named {
        let connection = Builtin::from_name(name)
            .ok_or_else(|| unknown(format!("There is no connection \"{}\".", shown(name))))?;
        return choose_named(connection, facts, answers);
    }
    if let Some(name) = facts
        .stored_default
        .as_deref()
        .filter(|name| !name.trim().is_empty())
    {
        let connection = Builtin::from_name(name).ok_or_else(|| {
            unknown(format!(
                "The setting default.connection names \"{}\", which does not exist.",
                shown(name)
            ))
        })?;
        return choose_named(connection, facts, answers);
    }
    choose_first_with_key(facts, answers)
}

/// The address in effect for a connection: environment, else its own default.
pub fn place(connection: Builtin, facts: &Facts) -> Result<Address, Failure> {
    if connection == Builtin::Demo {
        return Ok(Address::OwnDemo);
    }
    let variable = connection.address_variable().unwrap_or("its address");
    let text = facts
        .addresses
        .get(&connection)
        .map(String::as_str)
        .or_else(|| connection.default_address())
        .ok_or_else(|| {
            Failure::new(
                Code::ConfigInvalid,
                format!("The connection \"{}\" has no address.", connection.name()),
            )
            .with_action(format!(
                "Set {variable}, for example to http://127.0.0.1:11434."
            ))
        })?;
    BaseUrl::parse(text, connection.dialect())
        .map(Address::At)
        .map_err(|error| error.failure(variable))
}

fn choose_named(
    connection: Builtin,
    facts: &Facts,
    answers: &BTreeMap<Builtin, Stored>,
) -> Result<Step, Failure> {
    let base = match place(connection, facts)? {
        Address::At(base) if connection.needs_key() => base,
        address => return Ok(without_key(connection, address)),
    };
    if let Some(variable) = env_key(connection, facts) {
        return with_key(connection, base, KeyPlace::Env(variable));
    }
    let account = account(connection, &base);
    match answers.get(&connection) {
        None => Ok(Step::AskKeyStore {
            connection,
            account,
        }),
        Some(Stored::Present) => with_key(connection, base, KeyPlace::Stored { account }),
        Some(Stored::Empty) => Err(key_missing(connection, &base)),
        Some(Stored::NoKeyring) => Err(no_keyring(connection)),
        Some(Stored::Failed(failure)) => Err(failure.clone()),
    }
}

fn choose_first_with_key(
    facts: &Facts,
    answers: &BTreeMap<Builtin, Stored>,
) -> Result<Step, Failure> {
    for connection in Builtin::ALL.iter().copied().filter(|c| c.needs_key()) {
        let Address::At(base) = place(connection, facts)? else {
            continue;
        };
        if let Some(variable) = env_key(connection, facts) {
            return with_key(connection, base, KeyPlace::Env(variable));
        }
        let account = account(connection, &base);
        match answers.get(&connection) {
            None => {
                return Ok(Step::AskKeyStore {
                    connection,
                    account,
                });
            }
            Some(Stored::Present) => {
                return with_key(connection, base, KeyPlace::Stored { account });
            }
            Some(Stored::Empty | Stored::NoKeyring) => {}
            Some(Stored::Failed(failure)) => return Err(failure.clone()),
        }
    }
    choose_without_key(facts)
}

/// Nobody has a key: the local server, the demo, or the truth that a key is missing.
fn choose_without_key(facts: &Facts) -> Result<Step, Failure> {
    let configured = Builtin::ALL
        .iter()
        .copied()
        .find(|c| c.needs_key() && facts.addresses.contains_key(c));
    if let Some(connection) = configured {
        return match place(connection, facts)? {
            Address::At(base) => Err(key_missing(connection, &base)),
            address @ Address::OwnDemo => Ok(without_key(connection, address)),
        };
    }
    let connection = if facts.addresses.contains_key(&Builtin::Local) {
        Builtin::Local
    } else {
        Builtin::Demo
    };
    Ok(without_key(connection, place(connection, facts)?))
}

fn env_key(connection: Builtin, facts: &Facts) -> Option<Variable> {
    connection
        .key_variables()
        .iter()
        .copied()
        .find(|variable| facts.keys.contains(variable))
}

fn with_key(connection: Builtin, base: BaseUrl, key: KeyPlace) -> Result<Step, Failure> {
    base.check_key_allowed()
        .map_err(|error| error.failure(connection.address_variable().unwrap_or("its address")))?;
    let address = Address::At(base);
    Ok(Step::Ready(Resolved {
        connection,
        address,
        key,
    }))
}

fn without_key(connection: Builtin, address: Address) -> Step {
    Step::Ready(Resolved {
        connection,
        address,
        key: KeyPlace::NotNeeded,
    })
}

fn unknown(message: String) -> Failure {
    let names: Vec<_> = Builtin::ALL.iter().map(|builtin| builtin.name()).collect();
    Failure::new(Code::ConfigInvalid, message)
        .with_action(format!("Use one of: {}.", names.join(", ")))
}

/// A name that a person typed, short and on one line.
fn shown(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(40).collect()
}

fn key_missing(connection: Builtin, base: &BaseUrl) -> Failure {
    Failure::new(
        Code::KeyMissing,
        format!(
            "There is no key for {} at {}.",
            connection.name(),
            base.origin()
        ),
    )
    .with_action(set_key(connection))
}

fn no_keyring(connection: Builtin) -> Failure {
    Failure::new(
        Code::KeyringUnavailable,
        format!(
            "There is no keyring here that could hold the key for {}.",
            connection.name()
        ),
    )
    .with_action(match connection.key_variables().first() {
        Some(variable) => format!("Start a keyring, or set {}.", variable.name()),
        None => "Start a keyring.".to_owned(),
    })
}

fn set_key(connection: Builtin) -> String {
    match connection.key_variables().first() {
        Some(variable) => format!(
            "Set {}, or run: gatehouse keys set {}",
            variable.name(),
            connection.name()
        ),
        None => format!("Run: gatehouse keys set {}", connection.name()),
    }
}
