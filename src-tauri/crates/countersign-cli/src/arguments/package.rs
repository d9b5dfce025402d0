//! What can be done to an access package.

use std::path::PathBuf;

use clap::Subcommand;

use super::Page;

/// Access packages: bundles of roles on resources. A package is said by its number, its id in files, or its name.
#[derive(Subcommand)]
pub enum PackageVerb {
    Create {
        name: String,
        #[arg(long)]
        catalog: String,
        #[arg(long, default_value = "")]
        description: String,
        /// Asked for by its link only.
        #[arg(long)]
        hidden: bool,
        /// What a holder had before is lost with it.
        #[arg(long)]
        adopts: bool,
    },
    Edit {
        package: String,
        #[arg(long)]
        name: Option<String>,
        #[arg(long)]
        description: Option<String>,
        #[arg(long, value_name = "true|false")]
        adopts: Option<bool>,
    },
    Hide {
        package: String,
    },
    Unhide {
        package: String,
    },
    /// Refused while somebody holds it or asks for it.
    Delete {
        package: String,
    },
    List {
        #[arg(long)]
        catalog: Option<String>,
        #[arg(long)]
        search: Option<String>,
        /// Those that give something on this resource.
        #[arg(long)]
        resource: Option<String>,
        #[command(flatten)]
        page: Page,
    },
    Show {
        package: String,
    },
    /// Reaches everybody who holds the package.
    AddRole {
        package: String,
        resource: String,
        #[arg(long, default_value = "member")]
        entitlement: String,
    },
    /// Reaches everybody who holds the package.
    RemoveRole {
        package: String,
        resource: String,
        #[arg(long, default_value = "member")]
        entitlement: String,
    },
    /// What adding or removing roles would do to those who hold the package; changes nothing.
    Foresee {
        package: String,
        /// A resource, with “:ROLE” where it is not “member”.
        #[arg(long, value_name = "RESOURCE[:ROLE]")]
        add: Vec<String>,
        #[arg(long, value_name = "RESOURCE[:ROLE]")]
        remove: Vec<String>,
    },
    /// As Microsoft Graph's accessPackage, with its roles and policies.
    Export {
        package: String,
        /// Into this file instead of on standard output.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// From a file in that shape; changes nothing if anything in it is not right.
    Import {
        #[arg(long)]
        file: PathBuf,
        /// The catalog, where the file names none that is here.
        #[arg(long)]
        catalog: Option<String>,
        /// Writes over a package with the same id.
        #[arg(long)]
        replace: bool,
    },
}
