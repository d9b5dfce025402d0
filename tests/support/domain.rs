//! What the domain of the tests holds: a small office, with everything that is particular to Active
//! Directory in it.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::samba::{DOMAIN, PASSWORD};

pub const STAFF: &str = "OU=Staff,DC=lab,DC=test";
pub const GROUPS: &str = "OU=Access,DC=lab,DC=test";
pub const GUESTS: &str = "OU=Guests,DC=lab,DC=test";
/// So many people stand in the group “everybody”.
pub const CROWD: usize = 60;

/// A person of the staff.
pub fn person(name: &str) -> String {
    match name {
        "zoe" => format!("CN={name},OU=Branch,{STAFF}"),
        _ => format!("CN={name},{STAFF}"),
    }
}

pub fn group(name: &str) -> String {
    format!("CN={name},{GROUPS}")
}

/// An account with the password of the tests.
pub fn account(name: &str, place: &str, more: &str) -> String {
    format!(
        "dn: CN={name},{place}\nchangetype: add\nobjectClass: user\n{}{more}\n",
        signs_in(name)
    )
}

/// The value of `unicodePwd`, in Base64 (MS-ADTS §3.1.1.3.1.5.1).
pub fn password(text: &str) -> String {
    let quoted = format!("\"{text}\"");
    let bytes: Vec<u8> = quoted.encode_utf16().flat_map(u16::to_le_bytes).collect();
    STANDARD.encode(bytes)
}

fn signs_in(name: &str) -> String {
    let password = password(PASSWORD);
    let control = if name == "dora" { 514 } else { 512 };
    format!(
        "sAMAccountName: {name}\nuserPrincipalName: {name}@lab.test\nunicodePwd:: {password}\nuserAccountControl: {control}\n"
    )
}

fn access(name: &str, kind: &str, lines: &[String]) -> String {
    let lines: String = lines.iter().map(|line| format!("{line}\n")).collect();
    format!(
        "dn: {}\nchangetype: add\nobjectClass: group\nsAMAccountName: {name}\ngroupType: {kind}\n{lines}\n",
        group(name)
    )
}

/// A global security group.
const SECURITY: &str = "-2147483646";
/// A domain local security group: it may hold people of other domains.
const LOCAL: &str = "-2147483644";
/// A global distribution group.
const DISTRIBUTION: &str = "2";

fn member(dn: &str) -> String {
    format!("member: {dn}")
}

/// All entries, as an LDIF of changes.
pub fn ldif() -> String {
    let mut out = String::new();
    for place in [STAFF, GROUPS, GUESTS, &format!("OU=Branch,{STAFF}")] {
        let _ = write!(out, "dn: {place}\nchangetype: add\nobjectClass: organizationalUnit\n\n");
    }
    let boss = format!("manager: {}\n", person("mona"));
    let users = format!("CN=Users,{DOMAIN}");
    out += &account("reader", &users, "");
    out += &account("writer", &users, "");
    out += &account("mona", STAFF, "displayName: Mona Ness\nemployeeID: 100\n");
    out += &account("olga", STAFF, &boss);
    out += &account("fred", STAFF, &boss);
    out += &account(
        "ivan",
        STAFF,
        &format!("{boss}displayName: Иван Петров\ndepartment: Sales\ntitle: Clerk\n"),
    );
    out += &account("zoe", &format!("OU=Branch,{STAFF}"), "mail: zoe@lab.test\n");
    // Disabled.
    out += &account("dora", STAFF, "");
    // 2001-01-01, long ago.
    out += &account("eva", STAFF, "accountExpires: 126227808000000000\n");
    out += &account("svc-backup", STAFF, "servicePrincipalName: backup/server.lab.test\n");
    out += &account("gina", GUESTS, "displayName: Gina from outside\n");
    let _ = write!(
        out,
        "dn: CN=PC7,CN=Computers,{DOMAIN}\nchangetype: add\nobjectClass: computer\nsAMAccountName: PC7$\nuserAccountControl: 4096\n\n\
         dn: CN=Carl Contact,{STAFF}\nchangetype: add\nobjectClass: contact\nmail: carl@elsewhere.test\n\n"
    );
    for n in 0..CROWD {
        let _ = write!(
            out,
            "dn: CN=crowd{n:03},{STAFF}\nchangetype: add\nobjectClass: user\nsAMAccountName: crowd{n:03}\nuserAccountControl: 544\n\n"
        );
    }
    let owner = format!("managedBy: {}", person("olga"));
    out += &access(
        "payroll-team",
        SECURITY,
        &[member(&person("zoe")), member(&person("ivan"))],
    );
    out += &access(
        "payroll",
        SECURITY,
        &[
            owner.clone(),
            member(&person("ivan")),
            member(&person("dora")),
            member(&person("eva")),
            member(&person("svc-backup")),
            member(&format!("CN=gina,{GUESTS}")),
            member(&format!("CN=PC7,CN=Computers,{DOMAIN}")),
            member(&group("payroll-team")),
        ],
    );
    out += &access(
        "vault",
        SECURITY,
        &[owner.clone(), member(&person("fred")), member(&person("ivan"))],
    );
    let contact = member(&format!("CN=Carl Contact,{STAFF}"));
    out += &access("news", DISTRIBUTION, &[contact, member(&person("fred"))]);
    out += &access(
        "partners",
        LOCAL,
        &[
            owner,
            member(&person("fred")),
            member(&format!("CN=S-1-5-11,CN=ForeignSecurityPrincipals,{DOMAIN}")),
        ],
    );
    let crowd: Vec<_> = (0..CROWD).map(|n| member(&person(&format!("crowd{n:03}")))).collect();
    out += &access("everybody", SECURITY, &crowd);
    // Ten levels, the innermost of which holds the outermost.
    for level in (0..10).rev() {
        let inner = if level == 9 {
            person("mona")
        } else {
            group(&format!("level{}", level + 1))
        };
        out += &access(&format!("level{level}"), SECURITY, &[member(&inner)]);
    }
    let modify = |dn: &str, lines: &str| format!("dn: {dn}\nchangetype: modify\n{lines}\n");
    out += &modify(&group("level9"), &format!("add: member\nmember: {}\n", group("level0")));
    // Somebody of another domain.
    out += &modify(
        &group("partners"),
        "add: member\nmember: <SID=S-1-5-21-11-22-33-1105>\n",
    );
    // A primary group must list the account before it is named as such.
    out += &modify(&group("vault"), &format!("add: member\nmember: {}\n", person("olga")));
    out += &modify(
        &format!("CN=Account Operators,CN=Builtin,{DOMAIN}"),
        &format!("add: member\nmember: CN=writer,CN=Users,{DOMAIN}\n"),
    );
    out
}
