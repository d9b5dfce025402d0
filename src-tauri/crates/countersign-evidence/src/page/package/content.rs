//! The package and its catalog: what it gives, every change of that, and who has a say (E01–E04).

use crate::EvidenceError;
use crate::layout::canvas::{AMBER, GREY};
use crate::layout::press::Press;
use crate::layout::table::{Table, part};
use crate::page::{moment, yes_no};
use crate::record::package::PackageHead;

pub(super) fn print(press: &mut Press<'_>, head: &PackageHead) -> Result<(), EvidenceError> {
    press.heading(1, "1  Package and catalog")?;
    let (document, package, catalog) = (&head.document, &head.package, &head.catalog);
    press.field("Access package", &package.name)?;
    press.field("Description", &package.description)?;
    press.field("Identity in files", &package.key)?;
    press.field(
        "Made",
        &format!("{} by {}", moment(package.created_at), package.created_by),
    )?;
    if let Some(at) = package.deleted_at {
        press.field("Deleted", &moment(at))?;
    }
    press.field("Listed for people", yes_no(!package.hidden))?;
    let adopts = if package.adopts {
        "becomes the package\u{2019}s, and is removed with it"
    } else {
        "is kept when the package goes"
    };
    press.field("What a holder had before", adopts)?;
    press.field("Organization", &document.organization)?;
    press.field("Store", &document.store_id)?;
    press.field("Machine and account", &document.machine_account)?;
    press.field("Time source", &document.time_source)?;
    for setting in &document.further {
        press.field(&setting.name, &setting.value)?;
    }
    roles(press, head)?;
    press.heading(2, "Catalog")?;
    press.field("Catalog", &format!("{} ({})", catalog.name, catalog.key))?;
    press.field("Description", &catalog.description)?;
    press.field("Directory", &catalog.directory)?;
    press.field("Packages can be asked for", yes_no(catalog.published))?;
    press.field("Open to people from outside", yes_no(catalog.external))?;
    delegations(press, head)
}

fn roles(press: &mut Press<'_>, head: &PackageHead) -> Result<(), EvidenceError> {
    press.heading(2, "What it gives, and every change of that")?;
    if head.roles.is_empty() {
        return press.paragraph("The package never gave anything.");
    }
    let mut table = Table::new(&[
        ("Resource", 2400),
        ("Entitlement", 1219),
        ("Put in", 1900),
        ("Taken out", 2100),
    ]);
    for role in &head.roles {
        let mut resource = vec![
            part(role.resource.as_str()),
            part(format!("{}, {}", role.resource_kind, role.resource_id)).ink(GREY),
        ];
        if role.gone {
            resource.push(part("NOT IN THE DIRECTORY ANY MORE").bold().ink(AMBER));
        }
        let removed = match role.removed_at {
            None => vec![part("still in it")],
            Some(at) => {
                let mut cell = vec![part(moment(at))];
                cell.extend(role.removed_by.as_ref().map(|by| part(by.as_str()).ink(GREY)));
                cell
            }
        };
        table.row(
            press,
            &[
                resource,
                vec![part(role.entitlement.as_str())],
                vec![part(moment(role.added_at)), part(role.added_by.as_str()).ink(GREY)],
                removed,
            ],
        )?;
    }
    press.y += 100;
    Ok(())
}

fn delegations(press: &mut Press<'_>, head: &PackageHead) -> Result<(), EvidenceError> {
    press.heading(2, "Roles over the catalog")?;
    if head.catalog.delegations.is_empty() {
        return press.paragraph("None was given; administrators of the store govern it.");
    }
    let mut table = Table::new(&[("Person", 2400), ("Role", 1619), ("Given", 1800), ("Ended", 1800)]);
    for one in &head.catalog.delegations {
        let ended = match one.ended_at {
            None => vec![part("still in it")],
            Some(at) => {
                let mut cell = vec![part(moment(at))];
                cell.extend(one.ended_by.as_ref().map(|by| part(by.as_str()).ink(GREY)));
                cell
            }
        };
        table.row(
            press,
            &[
                vec![part(one.person.as_str()), part(one.user_name.as_str()).ink(GREY)],
                vec![part(role_words(&one.role))],
                vec![part(moment(one.given_at)), part(one.given_by.as_str()).ink(GREY)],
                ended,
            ],
        )?;
    }
    press.y += 100;
    Ok(())
}

fn role_words(role: &str) -> &str {
    match role {
        "catalogOwner" => "Owner",
        "catalogReader" => "Reader",
        "accessPackageManager" => "Access package manager",
        "accessPackageAssignmentManager" => "Assignment manager",
        other => other,
    }
}
