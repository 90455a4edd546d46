//! Which connection a question goes to (DESIGN §5.1), one step at a time.
//!
//! The keyring is slow and may ask the person for a password, so the choice asks for it only when
//! the answer matters: `choose` either is done or names the one entry it needs to know about.

use std::collections::BTreeMap;

use super::guide_hosts::{guide_question, is_guide_address};
use super::{Address, Builtin, Connection, ConnectionConfig, KeyPlace, Resolved, Variable};
use crate::base_url::BaseUrl;
use crate::failure::{Code, Failure};

/// What the choice is made from. Blank variables are already left out.
#[derive(Clone, Default)]
pub struct Facts {
    /// Addresses from the environment, under the connection that keeps them
    /// ([`Builtin::keeper`]).
    pub addresses: BTreeMap<Builtin, String>,
    /// Variables that hold a key.
    pub keys: Vec<Variable>,
    /// Whether a Vercel sign-in was set up for the gateway's address in effect. A key comes first.
    pub signed_in: bool,
    /// The `default.connection` setting.
    pub stored_default: Option<String>,
    /// Stored connections by name: the person's own, and changes of built-in ones.
    pub stored: BTreeMap<String, ConnectionConfig>,
}

impl Facts {
    /// The connection of that exact name.
    pub fn connection(&self, name: &str) -> Option<Connection> {
        let config = self.stored.get(name).cloned();
        match Builtin::from_name(name) {
            Some(builtin) => Some(Connection::builtin_with(
                builtin,
                config.unwrap_or_default(),
            )),
            None => Connection::own(name, config?),
        }
    }

    /// Every connection: the built-in ones in their order, then the person's own by name.
    pub fn connections(&self) -> Vec<Connection> {
        let own = self
            .stored
            .keys()
            .filter(|name| Builtin::from_name(name).is_none());
        Builtin::ALL
            .iter()
            .map(|builtin| builtin.name())
            .chain(own.map(String::as_str))
            .filter_map(|name| self.connection(name))
            .collect()
    }

    /// The address that was set for a connection, by the environment or stored; none where only
    /// its own default is left.
    pub fn set_address(&self, connection: &Connection) -> Option<&str> {
        let variable = connection
            .builtin()
            .and_then(|builtin| self.addresses.get(&builtin.keeper()))
            .map(String::as_str);
        let stored = self.stored_address(connection);
        match (variable, stored) {
            // A stored address is the person's choice between the guide's address and the others.
            (Some(variable), Some(stored)) if is_guide_address(variable) => Some(stored),
            (Some(variable), _) => Some(variable),
            (None, stored) => stored,
        }
    }

    fn stored_address(&self, connection: &Connection) -> Option<&str> {
        let of = |name: &str| self.stored.get(name)?.base_url.as_deref();
        of(connection.name()).or_else(|| connection.builtin().and_then(|b| of(b.keeper().name())))
    }
}

impl std::fmt::Debug for Facts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Which addresses, never what they say: a person may have put a password into one.
        f.debug_struct("Facts")
            .field("addresses", &self.addresses.keys())
            .field("keys", &self.keys)
            .field("signed_in", &self.signed_in)
            .field("stored_default", &self.stored_default)
            .field("stored", &self.stored.keys())
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
    Ready(Box<Resolved>),
    /// Ask the key store about this account, add the answer under it, and choose again.
    AskKeyStore {
        /// `CONNECTION@ORIGIN`.
        account: String,
    },
}

/// Makes the choice as far as it can be made with the `answers` so far, by account.
///
/// The connection of that name.
///
/// # Errors
/// `config_invalid` where there is none.
pub fn find(name: &str, facts: &Facts) -> Result<Connection, Failure> {
    facts.connection(name).ok_or_else(|| {
        unknown(
            format!("There is no connection \"{}\".", shown(name)),
            facts,
        )
    })
}

/// `named` is what `-c` said. The loop around it ends after at most one question a connection.
pub fn choose(
    named: Option<&str>,
    facts: &Facts,
    answers: &BTreeMap<String, Stored>,
) -> Result<Step, Failure> {
    if let Some(name) = named {
        return choose_named(find(name, facts)?, facts, answers);
    }
    if let Some(name) = facts
        .stored_default
        .as_deref()
        .filter(|name| !name.trim().is_empty())
    {
        let connection = facts.connection(name).ok_or_else(|| {
            let said = format!(
                "The setting default.connection names \"{}\", which does not exist.",
                shown(name)
            );
            unknown(said, facts)
        })?;
        return choose_named(connection, facts, answers);
    }
    choose_first_with_key(facts, answers)
}

/// The address in effect for a connection: environment, else stored, else its own default.
pub fn place(connection: &Connection, facts: &Facts) -> Result<Address, Failure> {
    if connection.is_demo() {
        return Ok(Address::OwnDemo);
    }
    let source = connection.address_source();
    let default = connection.builtin().and_then(Builtin::default_address);
    let text = facts.set_address(connection).or(default).ok_or_else(|| {
        Failure::new(
            Code::ConfigInvalid,
            format!("The connection \"{}\" has no address.", connection.name()),
        )
        .with_action(format!(
            "Set {source}, for example to http://127.0.0.1:11434."
        ))
    })?;
    if let Some(builtin) = connection.builtin()
        && is_guide_address(text)
        && facts.stored_address(connection) != Some(text)
    {
        return Err(guide_question(builtin, &source, text));
    }
    BaseUrl::parse(text, connection.dialect())
        .map(Address::At)
        .map_err(|error| error.failure(&source))
}

fn choose_named(
    connection: Connection,
    facts: &Facts,
    answers: &BTreeMap<String, Stored>,
) -> Result<Step, Failure> {
    let base = match place(&connection, facts)? {
        Address::At(base) if connection.needs_key() => base,
        address => return Ok(without_key(connection, address)),
    };
    if let Some(variable) = env_key(&connection, facts) {
        return with_key(connection, base, KeyPlace::Env(variable));
    }
    let account = connection.account(&base);
    match answers.get(&account) {
        None => Ok(Step::AskKeyStore { account }),
        Some(Stored::Present) => with_key(connection, base, KeyPlace::Stored { account }),
        Some(Stored::Empty | Stored::NoKeyring) if signs_in(&connection, facts) => {
            with_key(connection, base, KeyPlace::SignIn)
        }
        Some(Stored::Empty) => Err(key_missing(&connection, &base)),
        Some(Stored::NoKeyring) => Err(no_keyring(&connection)),
        Some(Stored::Failed(failure)) => Err(failure.clone()),
    }
}

fn choose_first_with_key(
    facts: &Facts,
    answers: &BTreeMap<String, Stored>,
) -> Result<Step, Failure> {
    for connection in by_key(facts) {
        let Address::At(base) = place(&connection, facts)? else {
            continue;
        };
        if let Some(variable) = env_key(&connection, facts) {
            return with_key(connection, base, KeyPlace::Env(variable));
        }
        let account = connection.account(&base);
        match answers.get(&account) {
            None => return Ok(Step::AskKeyStore { account }),
            Some(Stored::Present) => {
                return with_key(connection, base, KeyPlace::Stored { account });
            }
            Some(Stored::Empty | Stored::NoKeyring) if signs_in(&connection, facts) => {
                return with_key(connection, base, KeyPlace::SignIn);
            }
            Some(Stored::Empty | Stored::NoKeyring) => {}
            Some(Stored::Failed(failure)) => return Err(failure.clone()),
        }
    }
    choose_without_key(facts)
}

/// Nobody has a key: the local server, the demo, or the truth that a key is missing.
fn choose_without_key(facts: &Facts) -> Result<Step, Failure> {
    let configured = by_key(facts).find(|c| facts.set_address(c).is_some());
    if let Some(connection) = configured {
        return match place(&connection, facts)? {
            Address::At(base) => Err(key_missing(&connection, &base)),
            address @ Address::OwnDemo => Ok(without_key(connection, address)),
        };
    }
    let local = Connection::builtin_with(
        Builtin::Local,
        facts
            .stored
            .get(Builtin::Local.name())
            .cloned()
            .unwrap_or_default(),
    );
    if facts.set_address(&local).is_some() {
        let address = place(&local, facts)?;
        return Ok(without_key(local, address));
    }
    if facts.stored.is_empty() {
        let demo = Connection::builtin_with(Builtin::Demo, ConnectionConfig::default());
        return Ok(without_key(demo, Address::OwnDemo));
    }
    Err(none_chosen(facts))
}

fn by_key(facts: &Facts) -> impl Iterator<Item = Connection> {
    Builtin::BY_KEY
        .iter()
        .filter_map(|builtin| facts.connection(builtin.name()))
}

fn env_key(connection: &Connection, facts: &Facts) -> Option<Variable> {
    connection
        .key_variables()
        .iter()
        .copied()
        .find(|variable| facts.keys.contains(variable))
}

/// Whether the sign-in is this connection's.
fn signs_in(connection: &Connection, facts: &Facts) -> bool {
    facts.signed_in
        && connection
            .key_variables()
            .contains(&Variable::VercelOidcToken)
}

fn with_key(connection: Connection, base: BaseUrl, key: KeyPlace) -> Result<Step, Failure> {
    base.check_key_allowed()
        .map_err(|error| error.failure(&connection.address_source()))?;
    Ok(Step::Ready(Box::new(Resolved {
        connection,
        address: Address::At(base),
        key,
    })))
}

fn without_key(connection: Connection, address: Address) -> Step {
    Step::Ready(Box::new(Resolved {
        connection,
        address,
        key: KeyPlace::NotNeeded,
    }))
}

fn unknown(message: String, facts: &Facts) -> Failure {
    Failure::new(Code::ConfigInvalid, message)
        .with_action(format!("Use one of: {}.", names(&facts.connections())))
}

fn names(connections: &[Connection]) -> String {
    let names: Vec<_> = connections.iter().map(Connection::name).collect();
    names.join(", ")
}

/// A name that a person typed, short and on one line.
fn shown(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(40).collect()
}

/// There are connections of one's own, but none was named and no built-in one has a key.
fn none_chosen(facts: &Facts) -> Failure {
    let own: Vec<_> = facts
        .connections()
        .into_iter()
        .filter(|c| c.builtin().is_none())
        .collect();
    let (action, command) = match own.first() {
        Some(_) => (
            "Choose one of your own as the default.".to_owned(),
            format!(
                "Name one with -c ({}), or run: gatehouse settings set default.connection NAME",
                names(&own)
            ),
        ),
        None => (
            "Enter a key.".to_owned(),
            "Run: gatehouse keys set gateway".to_owned(),
        ),
    };
    Failure::new(
        Code::KeyMissing,
        "There is no key for any built-in connection.",
    )
    .with_action(action)
    .with_command(command)
}

fn key_missing(connection: &Connection, base: &BaseUrl) -> Failure {
    Failure::new(
        Code::KeyMissing,
        format!(
            "There is no key for {} at {}.",
            connection.name(),
            base.origin()
        ),
    )
    .with_action(format!("Enter a key for {}.", connection.name()))
    .with_command(set_key(connection))
}

fn no_keyring(connection: &Connection) -> Failure {
    let failure = Failure::new(
        Code::KeyringUnavailable,
        format!(
            "There is no keyring here that could hold the key for {}.",
            connection.name()
        ),
    );
    match connection.key_variables().first() {
        Some(variable) => {
            failure.with_action(format!("Start a keyring, or set {}.", variable.name()))
        }
        None => failure
            .with_action("Start a keyring, or let the connection go without a key.")
            .with_command(format!(
                "Start a keyring, or, if the server takes no key, run: gatehouse connections set {} --no-key",
                connection.name()
            )),
    }
}

fn set_key(connection: &Connection) -> String {
    match connection.key_variables().first() {
        Some(variable) => format!(
            "Set {}, or run: gatehouse keys set {}",
            variable.name(),
            connection.name()
        ),
        None => format!("Run: gatehouse keys set {}", connection.name()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A connection of one's own has no variable for a key.
    #[test]
    fn without_a_keyring_there_is_another_way_to_name() {
        for (connection, way) in [
            (
                Connection::builtin_with(Builtin::OpenAi, ConnectionConfig::default()),
                "OPENAI_API_KEY",
            ),
            (
                Connection::own(
                    "lab",
                    ConnectionConfig {
                        dialect: Some("openai-chat".to_owned()),
                        base_url: Some("https://h".to_owned()),
                        ..ConnectionConfig::default()
                    },
                )
                .unwrap(),
                "connections set lab --no-key",
            ),
        ] {
            let failure = no_keyring(&connection);
            let typed = failure.typed_action().unwrap();
            assert!(typed.contains(way), "{typed}");
            assert!(!failure.action.unwrap().contains("gatehouse "));
        }
    }
}
