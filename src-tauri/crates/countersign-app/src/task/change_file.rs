//! A file with which a person makes the change of a task: LDIF for LDAP, PowerShell for the others.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use countersign_domain::plan::Reason;
use countersign_domain::snapshot::attribute;
use countersign_store::StoreError;
use countersign_store::plan::{self, TaskRow};
use countersign_store::rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

use super::{ldif, power_shell};
use crate::Problem;
use crate::call::{Entry, Read, Write};

/// How a change file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ChangeFileKind {
    Ldif,
    PowerShell,
}

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct ChangeFileInput {
    /// This task …
    pub task: Option<i64>,
    /// … or all unfinished tasks of this instance.
    pub instance: Option<i64>,
    /// Without it, the kind that most of the tasks need.
    pub kind: Option<ChangeFileKind>,
}

/// A file to be saved, read, and then run by the person who may.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChangeFile {
    pub name: String,
    pub media_type: String,
    pub text: String,
    /// Tasks that are in it …
    pub tasks: usize,
    /// … and unfinished ones that need a file of the other kind.
    pub elsewhere: usize,
}

#[derive(Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct SaveChangeFileInput {
    #[serde(flatten)]
    pub of: ChangeFileInput,
    /// The file to write.
    pub path: PathBuf,
    /// A file of that name may be replaced; otherwise it is left alone and named in a problem.
    #[serde(default)]
    #[ts(optional = nullable, as = "Option<bool>")]
    pub replace: bool,
}

/// A change file that was written.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SavedChangeFile {
    pub path: PathBuf,
    pub tasks: usize,
}

/// A principal as a change names it.
struct Named {
    key: String,
    dn: String,
    name: String,
    user_name: Option<String>,
    mail: Option<String>,
    kind: String,
    attributes: BTreeMap<String, Vec<String>>,
    directory: String,
    settings: Value,
}

impl Named {
    fn load(connection: &Connection, id: i64) -> Result<Self, Problem> {
        let (named, attributes, settings) = connection
            .prepare_cached(
                "SELECT p.key, p.dn, p.display_name, p.user_name, p.mail, p.kind, p.attributes, d.kind, d.settings
                 FROM principal p JOIN directory d ON d.id = p.directory_id WHERE p.id = ?1",
            )
            .and_then(|mut statement| {
                statement.query_row([id], |row| {
                    let named = Self {
                        key: row.get(0)?,
                        dn: row.get(1)?,
                        name: row.get(2)?,
                        user_name: row.get(3)?,
                        mail: row.get(4)?,
                        kind: row.get(5)?,
                        attributes: BTreeMap::new(),
                        directory: row.get(7)?,
                        settings: Value::Null,
                    };
                    Ok((named, row.get::<_, String>(6)?, row.get::<_, String>(8)?))
                })
            })
            .map_err(StoreError::from)?;
        Ok(Self {
            attributes: serde_json::from_str(&attributes)?,
            settings: serde_json::from_str(&settings)?,
            ..named
        })
    }

    fn fact(&self, name: &str) -> Option<&str> {
        self.attributes.get(name)?.first().map(String::as_str)
    }

    fn setting<'a>(&'a self, name: &str, otherwise: &'a str) -> &'a str {
        self.settings.get(name).and_then(Value::as_str).unwrap_or(otherwise)
    }

    /// The mail address or account, by which a mail system finds it.
    fn address(&self) -> &str {
        let first = self.mail.as_deref().or(self.user_name.as_deref());
        first.unwrap_or(&self.name)
    }
}

/// Text on one line: control characters and the other ends of lines become spaces.
pub(super) fn one_line(text: &str) -> String {
    let ends = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    text.chars().map(|c| if ends(c) { ' ' } else { c }).collect()
}

pub(crate) fn change_file(read: &Read<'_>, input: ChangeFileInput) -> Result<ChangeFile, Problem> {
    make(read.connection, &input)
}

/// Writes the file to where a person wants it; the log says that it left the store.
pub(crate) fn save_change_file(
    write: &Write<'_>,
    input: SaveChangeFileInput,
) -> Result<(SavedChangeFile, Entry), Problem> {
    let file = make(write.transaction, &input.of)?;
    save(&input.path, file.text.as_bytes(), input.replace)?;
    let subject = match (input.of.task, input.of.instance) {
        (Some(task), _) => format!("task:{task}"),
        (None, instance) => format!("instance:{}", instance.unwrap_or_default()),
    };
    let name = input.path.file_name().map(|name| name.to_string_lossy());
    let detail = json!({ "file": name, "tasks": file.tasks });
    let saved = SavedChangeFile {
        path: input.path,
        tasks: file.tasks,
    };
    Ok((saved, Entry::new(subject, detail)))
}

fn save(path: &Path, bytes: &[u8], replace: bool) -> Result<(), Problem> {
    let wrong = |error: std::io::Error| {
        let name = path.display();
        if error.kind() == ErrorKind::AlreadyExists {
            Problem::new(format!("{name} is there already.")).code("exists")
        } else {
            Problem::new(format!("{name} cannot be written: {error}."))
        }
        .field("path")
    };
    let mut options = OpenOptions::new();
    options.write(true).create_new(!replace).create(true).truncate(replace);
    let mut file = options.open(path).map_err(wrong)?;
    file.write_all(bytes).map_err(wrong)
}

fn make(connection: &Connection, input: &ChangeFileInput) -> Result<ChangeFile, Problem> {
    let (tasks, subject) = match (input.task, input.instance) {
        (Some(id), _) => {
            let task = plan::task(connection, id)?.ok_or_else(|| Problem::missing("task", id))?;
            (vec![task], format!("task-{id}"))
        }
        (None, Some(id)) => {
            crate::review::one(connection, id)?;
            let mut tasks = plan::tasks(connection, id)?;
            tasks.retain(|task| task.status != "closed");
            (tasks, format!("review-{id}"))
        }
        (None, None) => return Err(Problem::new("Say which task, or of which review.").field("task")),
    };
    let mut written = Vec::new();
    for task in &tasks {
        written.push(one(connection, task)?);
    }
    let of = |kind| written.iter().filter(|(found, _)| *found == kind).count();
    let most = if of(ChangeFileKind::PowerShell) > of(ChangeFileKind::Ldif) {
        ChangeFileKind::PowerShell
    } else {
        ChangeFileKind::Ldif
    };
    let kind = input.kind.unwrap_or(most);
    let (comment, head, end, media_type): (fn(&str) -> String, _, _, _) = match kind {
        ChangeFileKind::Ldif => (ldif::comment, "version: 1\n", "ldif", "text/x-ldif"),
        ChangeFileKind::PowerShell => (power_shell::comment, "", "ps1", "text/x-powershell"),
    };
    let mut text = String::from(head);
    text.push_str(&comment("Written by Countersign. Read it before you run it."));
    let elsewhere = written.len() - of(kind);
    if elsewhere > 0 {
        text.push_str(&comment(&format!(
            "{elsewhere} more tasks need a file of the other kind."
        )));
    }
    text.push('\n');
    for (task, (found, change)) in tasks.iter().zip(&written) {
        if *found != kind {
            continue;
        }
        let path: String = task.path.iter().map(|name| format!(" › {name}")).collect();
        let about = format!(
            "Task {}: {} in {}{path}",
            task.task, task.principal_name, task.resource_name
        );
        text.push_str(&comment(&about));
        text.push_str(&comment(&task.reason));
        match change {
            Some(change) => text.push_str(change),
            None => text.push_str(&format!("{}\n", comment("No command does this; it is done by hand."))),
        }
    }
    Ok(ChangeFile {
        name: format!("{subject}.{end}"),
        media_type: media_type.into(),
        text,
        tasks: of(kind),
        elsewhere,
    })
}

/// The file a task belongs in, and its commands where there are any.
fn one(connection: &Connection, task: &TaskRow) -> Result<(ChangeFileKind, Option<String>), Problem> {
    use ChangeFileKind::{Ldif, PowerShell};
    let (cut, person) = (
        Named::load(connection, task.cut)?,
        Named::load(connection, task.principal)?,
    );
    let command = power_shell::command;
    let ldap = matches!(cut.directory.as_str(), "ldap" | "sample");
    let quiet = " -Confirm:$false";
    Ok(match (Reason::from_word(&task.kind), cut.kind.as_str()) {
        (Some(Reason::Give), _) => give(connection, task, &cut, &person)?,
        (Some(Reason::GuestKept | Reason::GuestByHand), _) if ldap => {
            let attribute = person.setting("blockAttribute", "pwdAccountLockedTime");
            let value = person.setting("blockValue", "000001010000Z");
            let keep = task.kind == Reason::GuestKept.word();
            let change = ldif::modify(&person.dn, attribute, None, (!keep).then_some(value));
            (Ldif, Some(change))
        }
        (Some(reason @ (Reason::GuestKept | Reason::GuestByHand)), _) if cut.directory == "entra" => {
            let rest = format!(" -AccountEnabled:${}", reason == Reason::GuestKept);
            (
                PowerShell,
                Some(command("Update-MgUser", &[("UserId", &person.key)], &rest)),
            )
        }
        (Some(Reason::GuestKept), _) => {
            let change = command("Enable-ADAccount", &[("Identity", &person.key)], quiet);
            (PowerShell, Some(change))
        }
        (Some(Reason::GuestByHand), _) => {
            let change = command("Disable-ADAccount", &[("Identity", &person.key)], quiet);
            (PowerShell, Some(change))
        }
        (Some(Reason::MailEnabled), _) => {
            let names = [("Identity", cut.address()), ("Member", person.address())];
            let change = command("Remove-DistributionGroupMember", &names, quiet);
            (PowerShell, Some(change))
        }
        (Some(Reason::Synced), _) => {
            let member = person.user_name.as_deref().unwrap_or(&person.name);
            let names = [("Identity", cut.name.as_str()), ("Members", member)];
            (PowerShell, Some(command("Remove-ADGroupMember", &names, quiet)))
        }
        (Some(Reason::Dynamic | Reason::TooManyWays | Reason::Disconnected), _) => {
            (if ldap { Ldif } else { PowerShell }, None)
        }
        (_, "group") if ldap => (Ldif, Some(member_out(&cut, &person))),
        (_, "group") if cut.directory == "ad" => {
            let names = [("Identity", cut.key.as_str()), ("Members", person.key.as_str())];
            (PowerShell, Some(command("Remove-ADGroupMember", &names, quiet)))
        }
        (_, "group") if cut.directory == "entra" => {
            let names = [
                ("GroupId", cut.key.as_str()),
                ("DirectoryObjectId", person.key.as_str()),
            ];
            (PowerShell, Some(command("Remove-MgGroupMemberByRef", &names, "")))
        }
        (_, "azureRole") if cut.directory == "entra" => {
            let scope = cut.fact(attribute::SCOPE).unwrap_or("/");
            let role = cut.name.strip_suffix(&format!(" at {scope}")).unwrap_or(&cut.name);
            let names = [
                ("ObjectId", person.key.as_str()),
                ("RoleDefinitionName", role),
                ("Scope", scope),
            ];
            (PowerShell, Some(command("Remove-AzRoleAssignment", &names, "")))
        }
        _ => (PowerShell, None),
    })
}

/// The commands that give what an access package gives.
fn give(
    connection: &Connection,
    task: &TaskRow,
    cut: &Named,
    person: &Named,
) -> Result<(ChangeFileKind, Option<String>), Problem> {
    use ChangeFileKind::{Ldif, PowerShell};
    let command = power_shell::command;
    let ldap = matches!(cut.directory.as_str(), "ldap" | "sample");
    let quiet = " -Confirm:$false";
    let member = task.entitlement == "member" && cut.kind == "group";
    let change = match (plan::place(connection, task.cut)?.barrier, cut.directory.as_str()) {
        (Some(Reason::Dynamic | Reason::Disconnected), _) => None,
        (Some(Reason::MailEnabled), _) if member => {
            let names = [("Identity", cut.address()), ("Member", person.address())];
            Some(command("Add-DistributionGroupMember", &names, quiet))
        }
        (Some(Reason::Synced), _) if member => {
            let account = person.user_name.as_deref().unwrap_or(&person.name);
            let names = [("Identity", cut.name.as_str()), ("Members", account)];
            Some(command("Add-ADGroupMember", &names, quiet))
        }
        _ if ldap && member => return Ok((Ldif, Some(member_in(cut, person)))),
        (_, "ad") if member => {
            let names = [("Identity", cut.key.as_str()), ("Members", person.key.as_str())];
            Some(command("Add-ADGroupMember", &names, quiet))
        }
        (_, "entra") if member => {
            let names = [
                ("GroupId", cut.key.as_str()),
                ("DirectoryObjectId", person.key.as_str()),
            ];
            Some(command("New-MgGroupMember", &names, ""))
        }
        _ => None,
    };
    let kind = if change.is_none() && ldap { Ldif } else { PowerShell };
    Ok((kind, change))
}

/// Into the list that the group keeps.
fn member_in(group: &Named, person: &Named) -> String {
    let (list, value) = listed(group, person);
    ldif::add(&group.dn, list, value)
}

/// Out of the list that the group keeps: by name, or by account.
fn member_out(group: &Named, person: &Named) -> String {
    let (list, value) = listed(group, person);
    ldif::modify(&group.dn, list, Some(value), None)
}

/// The list of a group, and what it says of a person.
fn listed<'a>(group: &'a Named, person: &'a Named) -> (&'a str, &'a str) {
    // No other word of a directory gets into a change file.
    let list = group
        .fact(attribute::MEMBER_LIST)
        .filter(|list| matches!(*list, "uniqueMember" | "memberUid"))
        .unwrap_or("member");
    let value = match (list, person.user_name.as_deref()) {
        ("memberUid", Some(account)) => account,
        _ => &person.dn,
    };
    (list, value)
}
