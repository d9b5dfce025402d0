//! What can be done to a catalog.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

use super::Page;

/// Catalogs: resources, the access packages made of them, and who governs both. A catalog is said by its number,
/// its id in files, or its name.
#[derive(Subcommand)]
pub enum CatalogVerb {
    /// Whoever makes a catalog becomes its first owner.
    Create {
        name: String,
        #[arg(long, default_value = "")]
        description: String,
        /// The directory all its resources are of, by name; not needed where there is only one.
        #[arg(long)]
        directory: Option<String>,
        /// Nothing in it can be asked for yet.
        #[arg(long)]
        unpublished: bool,
        /// Not for people of connected organizations.
        #[arg(long)]
        internal: bool,
    },
    Edit {
        catalog: String,
        #[arg(long)]
        name: Option<String>,
        #[arg(long)]
        description: Option<String>,
        #[arg(long, value_name = "true|false")]
        published: Option<bool>,
        /// People of connected organizations may ask, too.
        #[arg(long, value_name = "true|false")]
        external: Option<bool>,
    },
    /// Refused while it holds access packages.
    Delete {
        catalog: String,
    },
    /// Those you govern or read; an administrator sees all.
    List {
        #[arg(long)]
        search: Option<String>,
        #[command(flatten)]
        page: Page,
    },
    Show {
        catalog: String,
    },
    Resources {
        catalog: String,
        #[arg(long)]
        search: Option<String>,
        #[command(flatten)]
        page: Page,
    },
    /// The roles of one resource and the packages that give them.
    Resource {
        catalog: String,
        resource: String,
    },
    /// Takes an owner of the resource, or an administrator.
    AddResource {
        catalog: String,
        resource: String,
    },
    /// Refused while a package gives something on it.
    RemoveResource {
        catalog: String,
        resource: String,
    },
    /// Gives somebody a role: over a catalog, or (creator) over none.
    Give {
        role: RoleWord,
        /// A person, a group or an application.
        principal: String,
        #[arg(long)]
        catalog: Option<String>,
    },
    /// Ends a role that was given, by its number in the list.
    End {
        delegation: i64,
    },
    Delegations {
        #[arg(long)]
        catalog: Option<String>,
        /// Those that were ended, too.
        #[arg(long)]
        ended: bool,
        #[command(flatten)]
        page: Page,
    },
    /// As Microsoft Graph's accessPackageCatalog, with resources and packages.
    Export {
        catalog: String,
        /// Into this file instead of on standard output.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// The catalog and its resources alone.
        #[arg(long)]
        without_packages: bool,
    },
    /// From a file in that shape; changes nothing if anything in it is not right.
    Import {
        #[arg(long)]
        file: PathBuf,
        #[arg(long)]
        directory: Option<String>,
        /// Writes over what has the same ids.
        #[arg(long)]
        replace: bool,
    },
}

/// A role over catalogs.
#[derive(Clone, Copy, ValueEnum)]
pub enum RoleWord {
    Creator,
    Owner,
    Reader,
    PackageManager,
    AssignmentManager,
}

impl RoleWord {
    /// As the desk names it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Creator => "creator",
            Self::Owner => "owner",
            Self::Reader => "reader",
            Self::PackageManager => "accessPackageManager",
            Self::AssignmentManager => "accessPackageAssignmentManager",
        }
    }
}
