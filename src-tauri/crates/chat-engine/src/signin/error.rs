//! Why there is no new sign-in token: each cause with its own words.

use chat_core::failure::{Code, Failure};

/// What went wrong. No variant holds a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignInError {
    /// No Vercel CLI on `PATH` or in the usual places.
    #[error("The Vercel CLI was not found.")]
    CliMissing,
    /// What the person set as the CLI is no program, or did not start.
    #[error("The Vercel CLI could not be started.")]
    CliUnusable,
    /// It knows no `project token`, and there is no linked folder for the older way.
    #[error("This Vercel CLI is too old to renew a token without a linked folder.")]
    CliTooOld,
    /// Neither a folder was chosen nor does a token say whose it is.
    #[error("Gatehouse knows no Vercel project to sign in for.")]
    NoProject,
    /// The chosen folder is gone, or none above it is linked.
    #[error("The chosen folder is not linked to a Vercel project.")]
    NotLinked,
    /// `.vercel` holds something else than a project link.
    #[error("The folder's link to its Vercel project cannot be read.")]
    BadLink,
    /// Nobody is logged in, or the login is over.
    #[error("The Vercel CLI is not logged in.")]
    NotLoggedIn,
    /// The login does not reach the team or the project.
    #[error("Your Vercel login has no access to this project or its team.")]
    NoAccess,
    /// The project hands out no tokens.
    #[error("This Vercel project hands out no sign-in tokens.")]
    OidcOff,
    /// Vercel could not be reached.
    #[error("The Vercel CLI could not reach Vercel.")]
    Offline,
    /// No end within the limit.
    #[error("The Vercel CLI did not finish within a minute.")]
    TimedOut,
    /// More text than a token can be.
    #[error("The Vercel CLI printed more than 64 KiB.")]
    TooMuchOutput,
    /// It succeeded, but what it gave is no token.
    #[error("The Vercel CLI gave something that is no sign-in token.")]
    Unreadable,
    /// The new token's time is over already.
    #[error("The new sign-in token is already past its time.")]
    AlreadyExpired,
    /// No private folder for the pulled file.
    #[error("No private temporary folder could be made.")]
    NoFolder,
    /// Anything else that it said, masked and cut.
    #[error("The Vercel CLI failed{}.", quoted(.said.as_deref()))]
    Failed {
        /// Its first error line, if there was one.
        said: Option<String>,
    },
}

fn quoted(said: Option<&str>) -> String {
    said.map_or_else(String::new, |said| format!(": “{said}”"))
}

impl SignInError {
    /// The failure for a person.
    pub fn failure(&self) -> Failure {
        let (code, action) = match self {
            Self::CliMissing => (
                Code::ConfigInvalid,
                "Install it with: npm install -g vercel. If it is elsewhere, set its path.",
            ),
            Self::CliUnusable => (
                Code::ConfigInvalid,
                "Correct its path in the settings, or clear it.",
            ),
            Self::CliTooOld => (Code::ConfigInvalid, "Update it with: npm install -g vercel"),
            Self::NoProject => (
                Code::ConfigInvalid,
                "Choose the folder of a project that was linked with: vercel link",
            ),
            Self::NotLinked | Self::BadLink => {
                (Code::ConfigInvalid, "Run in that folder: vercel link")
            }
            Self::NotLoggedIn => (Code::KeyMissing, "Run: vercel login"),
            Self::NoAccess => (
                Code::Forbidden,
                "Run: vercel login with the right account, or in the folder: vercel link",
            ),
            Self::OidcOff => (
                Code::KeyMissing,
                "Turn on OIDC in the project's security settings, or use an API key.",
            ),
            Self::Offline => (
                Code::Offline,
                "Check the network and try again. The token you have is kept.",
            ),
            Self::TimedOut => (
                Code::IdleTimeout,
                "Try again, or run in the folder: vercel env pull",
            ),
            Self::TooMuchOutput | Self::Unreadable => (
                Code::BadResponse,
                "Run in the folder: vercel env pull. If that fails, update the CLI.",
            ),
            Self::AlreadyExpired => (Code::KeyExpired, "Check this machine's clock."),
            Self::NoFolder => (Code::Storage, "Make room in the temporary folder."),
            Self::Failed { .. } => (
                Code::BadResponse,
                "Run in the folder to see more: vercel env pull",
            ),
        };
        Failure::new(code, self.to_string()).with_action(action)
    }
}
