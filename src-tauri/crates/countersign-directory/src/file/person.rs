//! People: their names, by which grants and managers mean them, and the entry of each.

use std::collections::HashMap;

use countersign_domain::snapshot::{Entry, Kind, Mark, Reference, UserType};

use super::column::Columns;
use super::value::{normalise, to_bool, to_moment};
use super::{Place, clean};
use crate::DirectoryProblem;
use crate::ldap::note::Notes;

/// Keys that begin so are given to what has no identity of its own.
pub(super) const RESOURCE: &str = "resource:";
pub(super) const UNMATCHED: &str = "unmatched:";

/// Everybody in the import, by each of their names.
#[derive(Default)]
pub(super) struct People {
    /// Where a key stands: number of the file, and row.
    keys: HashMap<Mark, (u16, u64)>,
    /// The key a name means; `None` where it means more than one person.
    names: HashMap<Mark, Option<Mark>>,
}

/// Whom a cell means.
pub(super) enum Meant {
    One(Mark),
    Several,
    Nobody,
}

/// The ways to be meant, each a space of names of its own.
const SPACES: [&str; 4] = ["id", "user", "mail", "dn"];

fn name_mark(space: &str, name: &str) -> Mark {
    Mark::of(&format!("{space}:{}", normalise(name)))
}

/// The mark under which an entry of the import refers to another.
pub(super) fn key_mark(key: &str) -> Mark {
    Mark::of(&format!("file:{key}"))
}

impl People {
    /// Takes note of a person and the names it goes by; answers the file and row of another with its key.
    pub(super) fn add(&mut self, key: &str, names: &[(&str, Option<&str>)], at: (u16, u64)) -> Option<(u16, u64)> {
        if let Some(before) = self.keys.insert(Mark::of(key), at) {
            return Some(before);
        }
        let meant = key_mark(key);
        for (space, name) in names {
            if let Some(name) = name {
                let mark = name_mark(space, name);
                let one = self.names.entry(mark).or_insert(Some(meant));
                if *one != Some(meant) {
                    *one = None;
                }
            }
        }
        None
    }

    /// Whom a name means: in the space its column speaks of first, then in the others.
    pub(super) fn find(&self, first: &str, name: &str) -> Meant {
        let others = SPACES.iter().filter(|space| **space != first);
        let mut several = false;
        for space in std::iter::once(&first).chain(others) {
            match self.names.get(&name_mark(space, name)) {
                Some(Some(mark)) => return Meant::One(*mark),
                Some(None) => several = true,
                None => {}
            }
        }
        if several { Meant::Several } else { Meant::Nobody }
    }
}

/// What identifies the person of a row: an id, else the mail address, else the user name.
pub(super) fn key_of(
    columns: &Columns,
    cells: &[String],
    row: u64,
    place: &Place<'_>,
) -> Result<Option<String>, DirectoryProblem> {
    let found = ["id", "mail", "userName"]
        .iter()
        .find_map(|field| columns.get(cells, field));
    let Some(key) = found.map(normalise) else {
        return Ok(None);
    };
    if key.len() > 512 {
        return Err(place.row(row, "has an id of more than 512 bytes"));
    }
    if key.starts_with(RESOURCE) || key.starts_with(UNMATCHED) || key.starts_with("dn:") {
        return Err(place.row(
            row,
            &format!(
                "has the id “{}”, which begins like an id of this program",
                clean(&key).0
            ),
        ));
    }
    Ok(Some(clean(&key).0))
}

/// The names a row gives a person, by space.
pub(super) fn names_of<'r>(columns: &Columns, cells: &'r [String]) -> [(&'static str, Option<&'r str>); 4] {
    [("id", "id"), ("user", "userName"), ("mail", "mail"), ("dn", "dn")]
        .map(|(space, field)| (space, columns.get(cells, field)))
}

/// An entry of which only its identity and name are known.
pub(super) fn bare(key: String, kind: Kind, display_name: String) -> Entry {
    let mark = key_mark(&key);
    Entry {
        dn: key.clone(),
        key,
        marks: vec![mark],
        parent: None,
        kind,
        display_name,
        user_name: None,
        mail: None,
        user_type: None,
        enabled: None,
        department: None,
        title: None,
        employee_id: None,
        manager: None,
        owners: Vec::new(),
        members: Vec::new(),
        holdings: Vec::new(),
        member_of: Vec::new(),
        created_at: None,
        last_sign_in_at: None,
        last_sign_in_field: None,
        attributes: Vec::new(),
    }
}

/// The person of a row.
pub(super) fn to_entry(
    columns: &Columns,
    cells: &[String],
    key: String,
    people: &People,
    at: &str,
    adjusted: &mut Notes,
) -> Entry {
    let mut text = |field: &str| {
        let (text, changed) = clean(columns.get(cells, field)?);
        if changed {
            adjusted.add("control characters in a cell were replaced", at);
        }
        Some(text)
    };
    let (user_name, mail) = (text("userName"), text("mail"));
    let full = match (text("givenName"), text("familyName")) {
        (Some(given), Some(family)) => Some(format!("{given} {family}")),
        (given, family) => given.or(family),
    };
    let name = text("name")
        .or(full)
        .or_else(|| user_name.clone())
        .or_else(|| mail.clone());
    let (department, title, employee_id) = (text("department"), text("title"), text("employeeId"));
    let dn = text("dn");
    let guest = columns.get(cells, "userType").map(|text| {
        let text = text.to_lowercase();
        match text.contains("guest") || text.contains("extern") || text == "gast" {
            true => UserType::Guest,
            false => UserType::Member,
        }
    });
    let mut moment = |field: &str| {
        let text = columns.get(cells, field)?;
        let at_moment = to_moment(text);
        if at_moment.is_none() {
            adjusted.add("a date that is not understood was left out; write it as 2026-01-31", at);
        }
        at_moment
    };
    let (created_at, last_sign_in_at) = (moment("created"), moment("lastSignIn"));
    let enabled = columns.get(cells, "enabled").and_then(|text| {
        let yes = to_bool(text);
        if yes.is_none() {
            adjusted.add("whether the account is enabled is not understood and was left out", at);
        }
        yes
    });
    let manager = columns.get(cells, "manager").map(|name| Reference {
        text: clean(name).0,
        mark: match people.find("id", name) {
            Meant::One(mark) => mark,
            // Refers to nothing, and is listed as such.
            Meant::Several | Meant::Nobody => name_mark("nobody", name),
        },
    });
    let mut entry = bare(key.clone(), Kind::User, name.unwrap_or_else(|| key.clone()));
    entry.dn = dn.or_else(|| user_name.clone()).unwrap_or(key);
    entry.user_type = Some(guest.unwrap_or(UserType::Member));
    entry.last_sign_in_field = last_sign_in_at.map(|_| "lastSignIn".to_owned());
    Entry {
        user_name,
        mail,
        enabled,
        department,
        title,
        employee_id,
        manager,
        created_at,
        last_sign_in_at,
        ..entry
    }
}
