//! What can go wrong between this machine and a directory.

use thiserror::Error;

/// A problem with a directory. Each is one sentence that says what is wrong and where.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum DirectoryProblem {
    #[error("The settings of the directory are not usable: {0}.")]
    Setting(String),
    #[error("No directory answers at {url}.")]
    Unreachable {
        url: String,
        #[source]
        source: std::io::Error,
    },
    #[error("{url} did not answer within {seconds} seconds.")]
    TimedOut { url: String, seconds: u64 },
    #[error("The certificate of {url} is not trusted: {reason}.")]
    Untrusted { url: String, reason: String },
    #[error("The directory at {url} does not accept the account {account} with this password.")]
    WrongPassword { url: String, account: String },
    #[error("A password cannot be checked here: {0}.")]
    NoPassword(&'static str),
    #[error("The base {base} does not exist in the directory, or the account may not see it.")]
    WrongBase { base: String },
    #[error(
        "The directory ends a read after {entries} entries because of a size limit; give the account {account} a higher one."
    )]
    SizeLimit { entries: u64, account: String },
    #[error("The connection to {url} broke off after {entries} entries.")]
    BrokenOff { url: String, entries: u64 },
    #[error("The members of {group} changed each time while they were read; read the directory again.")]
    Moving { group: String },
    #[error("{url} sent something that is not LDAP: {reason}.")]
    Malformed { url: String, reason: String },
    #[error("The directory at {url} refused to {what}: {reason} (LDAP result {code}).")]
    Refused {
        url: String,
        what: String,
        code: u32,
        reason: String,
    },
    #[error("Entra ID does not let the application {client} into the tenant {tenant}: {reason}.")]
    SignIn {
        client: String,
        tenant: String,
        reason: String,
    },
    /// What a person's sign-in left behind is not there, or not accepted any more.
    #[error("Somebody must sign in to the tenant {tenant}: {reason}.")]
    SignInNeeded { tenant: String, reason: String },
    /// A code that was shown came to nothing.
    #[error("Nobody signed in: {0}.")]
    NotSignedIn(&'static str),
    #[error("{who} may not {what}: the permission {permission} is needed, with an administrator's consent.")]
    Permission {
        /// The application; with a person's sign-in the person and through what they come.
        who: String,
        what: String,
        permission: String,
    },
    #[error("{who} may not {what}: {role} is needed.")]
    AzureRight { who: String, what: String, role: String },
    #[error("{url} refused to {what}: {reason} (HTTP {status}).")]
    Answered {
        url: String,
        what: String,
        reason: String,
        status: u16,
    },
    #[error("{url} is too busy to answer, and was asked as often as is polite.")]
    Busy { url: String },
    #[error("{url} sent something that cannot be used: {reason}.")]
    Unclear { url: String, reason: String },
    /// Something panicked; the log says where.
    #[error("A fault of this program ended the work with {0}; the log says where.")]
    Fault(&'static str),
    #[error("{0} was cancelled.")]
    Cancelled(&'static str),
    #[error("The entries that were read could not be taken in.")]
    SinkClosed,
    /// `place` names the file, and the row or line where there is one.
    #[error("{place} {reason}.")]
    File { place: String, reason: String },
    #[error("The sample directory {path} cannot be used: {reason}.")]
    Sample { path: String, reason: String },
}

impl DirectoryProblem {
    /// A word for callers that branch on the problem; `None` where nobody does.
    pub fn code(&self) -> Option<&'static str> {
        Some(match self {
            DirectoryProblem::Unreachable { .. } | DirectoryProblem::TimedOut { .. } => "directory.unreachable",
            DirectoryProblem::Untrusted { .. } => "directory.untrusted",
            DirectoryProblem::WrongPassword { .. } => "directory.wrongPassword",
            DirectoryProblem::NoPassword(_) => "directory.noPassword",
            DirectoryProblem::WrongBase { .. } => "directory.wrongBase",
            DirectoryProblem::SizeLimit { .. } => "directory.sizeLimit",
            DirectoryProblem::BrokenOff { .. } => "directory.brokenOff",
            DirectoryProblem::File { .. } => "directory.file",
            DirectoryProblem::SignIn { .. } => "directory.signIn",
            DirectoryProblem::SignInNeeded { .. } => "directory.signInNeeded",
            DirectoryProblem::NotSignedIn(_) => "directory.notSignedIn",
            DirectoryProblem::Permission { .. } => "directory.permission",
            DirectoryProblem::AzureRight { .. } => "directory.azureRight",
            DirectoryProblem::Busy { .. } => "directory.busy",
            DirectoryProblem::Cancelled(_) => "cancelled",
            _ => return None,
        })
    }
}
