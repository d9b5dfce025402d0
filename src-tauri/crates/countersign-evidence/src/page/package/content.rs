//! The package and its catalog: what it gives, every change of that, and who has a say (E01–E04).

use crate::EvidenceError;
use crate::layout::canvas::{AMBER, GREY};
use crate::layout::press::Press;
use crate::layout::table::{Table, part};
use crate::page::{chapter, control, moment, yes_no};
use crate::record::package::PackageHead;

pub(super) fn print(press: &mut Press<'_>, head: &PackageHead) -> Result<(), EvidenceError> {
    let w = press.words;
    chapter::open(press, chapter::PACKAGE, "chapter.package")?;
    let (package, catalog) = (&head.package, &head.catalog);
    press.named("package.name", &package.name)?;
    press.named("package.description", &package.description)?;
    press.named("package.key", &package.key)?;
    let made = [("at", &*moment(package.created_at)), ("who", &*package.created_by)];
    press.named("package.made", &w.fill("event.by", &made))?;
    if let Some(at) = package.deleted_at {
        press.named("package.deleted", &moment(at))?;
    }
    press.named("package.listed", yes_no(w, !package.hidden))?;
    let adopts = if package.adopts {
        "package.adopts"
    } else {
        "package.keeps"
    };
    press.named("package.before", w.text(adopts))?;
    control::controls(press, &head.controls)?;
    control::document(press, &head.document)?;
    roles(press, head)?;
    press.under("catalog.title")?;
    press.named("catalog.name", &format!("{} ({})", catalog.name, catalog.key))?;
    press.named("package.description", &catalog.description)?;
    press.named("catalog.directory", &catalog.directory)?;
    press.named("catalog.published", yes_no(w, catalog.published))?;
    press.named("catalog.external", yes_no(w, catalog.external))?;
    delegations(press, head)
}

fn roles(press: &mut Press<'_>, head: &PackageHead) -> Result<(), EvidenceError> {
    press.under("package.gives")?;
    let w = press.words;
    if head.roles.is_empty() {
        return press.say("package.nothing");
    }
    let mut table = Table::new(&[
        ("column.resource", 2400),
        ("column.entitlement", 1219),
        ("package.putIn", 1900),
        ("package.takenOut", 2100),
    ]);
    for role in &head.roles {
        let mut resource = vec![
            part(role.resource.as_str()),
            part(format!(
                "{}, {}",
                w.known("kind", &role.resource_kind),
                role.resource_id
            ))
            .ink(GREY),
        ];
        if role.gone {
            resource.push(part(w.text("package.notThere")).bold().ink(AMBER));
        }
        let removed = match role.removed_at {
            None => vec![part(w.text("package.still"))],
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
    press.under("catalog.roles")?;
    let w = press.words;
    if head.catalog.delegations.is_empty() {
        return press.say("catalog.noRoles");
    }
    let mut table = Table::new(&[
        ("column.person", 2400),
        ("catalog.role", 1619),
        ("catalog.given", 1800),
        ("catalog.ended", 1800),
    ]);
    for one in &head.catalog.delegations {
        let ended = match one.ended_at {
            None => vec![part(w.text("package.still"))],
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
                vec![part(w.known("role", &one.role))],
                vec![part(moment(one.given_at)), part(one.given_by.as_str()).ink(GREY)],
                ended,
            ],
        )?;
    }
    press.y += 100;
    Ok(())
}
