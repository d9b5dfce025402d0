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
    /// Looks for packages in what people hold already; changes nothing.
    Suggest {
        /// Not needed where a catalog is named.
        #[arg(long)]
        directory: Option<String>,
        /// On the resources of this catalog alone.
        #[arg(long)]
        catalog: Option<String>,
        /// Of the people who meet this membership rule alone.
        #[arg(long, conflicts_with = "group")]
        rule: Option<String>,
        /// Of the members of this group alone, nested ones too.
        #[arg(long)]
        group: Option<String>,
        /// On resources of this kind alone: group, servicePrincipal, directoryRole or azureRole.
        #[arg(long)]
        kind: Vec<String>,
        /// Also what packages give already.
        #[arg(long)]
        with_given: bool,
        #[arg(long, default_value_t = 3, value_name = "PEOPLE")]
        minimum_people: usize,
        #[arg(long, default_value_t = 2, value_name = "ENTITLEMENTS")]
        minimum_entitlements: usize,
        /// People may lack so many of a package's entitlements and have it suggested all the same.
        #[arg(long, default_value_t = 0, value_name = "ENTITLEMENTS")]
        tolerance: usize,
        /// So many packages at most.
        #[arg(long, default_value_t = 50)]
        limit: usize,
    },
    /// The suggested packages of the newest run, or of another one.
    Suggestions {
        #[arg(long)]
        run: Option<i64>,
        #[command(flatten)]
        page: Page,
    },
    /// A suggested package with its people, and what each of them holds of it now.
    Suggestion {
        suggestion: i64,
        #[command(flatten)]
        page: Page,
    },
    /// Makes an access package of a suggested one.
    Accept {
        suggestion: i64,
        #[arg(long)]
        catalog: String,
        /// The suggested name where nothing is said.
        #[arg(long)]
        name: Option<String>,
        #[arg(long)]
        description: Option<String>,
        #[arg(long)]
        hidden: bool,
        /// Given by the suggested rule, also to people who hold nothing of it yet.
        #[arg(long)]
        automatic: bool,
        /// Gives it to those who hold all of it now.
        #[arg(long)]
        assign: bool,
        /// What they hold is the package's from then on, and lost with it.
        #[arg(long)]
        adopts: bool,
    },
}
