//! What an engine is made of: everything from outside, passed in.

use crate::clock::{Clock, SystemClock};
use crate::environment::{Environment, KeyStoreChoice, child_variables};
use crate::keys::{KeyStore, memory::MemoryKeys};
use crate::paths::Paths;
use crate::signin::{InstalledCli, RunCli};
use chat_core::failure::Failure;
use futures::future::BoxFuture;
use secrecy::SecretString;
use std::path::PathBuf;
use std::sync::Arc;

/// The surroundings of an engine.
#[derive(Clone)]
pub struct Config {
    /// Variables, taken once.
    pub environment: Environment,
    /// Where keys are kept.
    pub key_store: Arc<dyn KeyStore>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// The Vercel CLI, which renews a sign-in.
    pub vercel: Arc<dyn RunCli>,
    /// Starts the demo gateway in this process.
    pub start_demo: StartDemo,
    /// The folder of everything that is stored.
    pub data_dir: PathBuf,
}

/// Starts the demo gateway and says where it listens. Called at most once.
pub type StartDemo =
    Arc<dyn Fn() -> BoxFuture<'static, Result<DemoAddress, Failure>> + Send + Sync>;

/// Where the demo gateway of this process listens.
#[derive(Debug, Clone)]
pub struct DemoAddress {
    /// Its base address, on loopback.
    pub url: String,
    /// Its key, if it wants one.
    pub key: Option<SecretString>,
}

impl std::fmt::Debug for Config {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Config")
            .field("data_dir", &self.data_dir)
            .finish_non_exhaustive()
    }
}

impl Config {
    /// The surroundings that this process really has.
    pub fn from_process(start_demo: StartDemo) -> Result<Self, Failure> {
        let environment = Environment::from_process()?;
        let paths = Paths::of(&environment)?;
        let key_store: Arc<dyn KeyStore> = match environment.key_store() {
            KeyStoreChoice::Os => crate::keys::os_store(),
            KeyStoreChoice::Memory => Arc::new(MemoryKeys::default()),
        };
        Ok(Self {
            environment,
            key_store,
            clock: Arc::new(SystemClock::new()),
            vercel: Arc::new(InstalledCli::new(child_variables())),
            start_demo,
            data_dir: paths.data,
        })
    }
}
