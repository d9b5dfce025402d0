//! Who acts: proof, bindings, roles, and how much proof is asked for.

use clap::{Args, Subcommand, ValueEnum};

/// Who somebody is, shown by the directory or by the account of this computer.
#[derive(Subcommand)]
pub enum ActorVerb {
    /// Asks the directory whether the password is this person's.
    Prove {
        person: String,
        /// The directory that is asked; without it, the person's own.
        #[arg(long)]
        directory: Option<String>,
        /// The password is the first line of standard input. There is no other way to give it.
        #[arg(long, required = true)]
        secret_stdin: bool,
        /// Binds the account of this computer to the person.
        #[arg(long)]
        bind: bool,
    },
    /// Binds an account of the operating system to a person.
    Bind { os_account: String, person: String },
    /// Ends a binding, by its number in “role list”.
    Unbind { id: i64 },
}

/// Roles over the whole store, and whose account is whose.
#[derive(Subcommand)]
pub enum RoleVerb {
    List,
    /// Gives a role to a person or to an account of the operating system.
    Give {
        role: RoleWord,
        #[command(flatten)]
        to: RoleHolder,
    },
    /// Ends a role, by its number in “role list”.
    End {
        id: i64,
    },
}

#[derive(Args)]
#[group(required = true, multiple = false)]
pub struct RoleHolder {
    #[arg(long, value_name = "PRINCIPAL")]
    pub person: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub os_account: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
#[value(rename_all = "camelCase")]
pub enum RoleWord {
    Administrator,
    ComplianceOfficer,
}

impl RoleWord {
    pub fn word(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::ComplianceOfficer => "complianceOfficer",
        }
    }
}

/// How much somebody has to show for what they do.
#[derive(Subcommand)]
pub enum IdentityVerb {
    Show,
    /// Changes what is given and leaves the rest.
    Change {
        /// For deciding, asking and answering.
        #[arg(long)]
        decide: Option<AssuranceWord>,
        /// For what administrators and compliance officers do.
        #[arg(long)]
        administer: Option<AssuranceWord>,
        /// Of both people, where two sign.
        #[arg(long)]
        countersign: Option<AssuranceWord>,
        /// Minutes without a touch until the window locks; 0 never.
        #[arg(long)]
        lock_after: Option<u32>,
    },
}

#[derive(Clone, Copy, ValueEnum)]
#[value(rename_all = "camelCase")]
pub enum AssuranceWord {
    Stated,
    OsAccount,
    DirectoryBind,
    SignIn,
}

impl AssuranceWord {
    pub fn word(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::OsAccount => "osAccount",
            Self::DirectoryBind => "directoryBind",
            Self::SignIn => "signIn",
        }
    }
}
