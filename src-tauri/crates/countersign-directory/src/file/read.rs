//! A whole read of the files: people first, then LDIF's groups among them, then what the grants came to.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use chrono::Utc;
use countersign_domain::snapshot::{Entry, Exclusion, FileRead, Mark, ReadMode, ReadReport, Record, Target};

use super::grant::Grants;
use super::heading::TableKind;
use super::person::{self, People};
use super::setting::Format;
use super::source::{How, Source, Table};
use super::{Files, Place, csvde, ldif};
use crate::connector::Sink;
use crate::ldap::decode::Decoder;
use crate::ldap::note::Notes;
use crate::ldap::setting::GuestRule;
use crate::{Control, DirectoryProblem};

const RECORDS: usize = 512;
// A resource with very many holders is a batch of its own.
const REFERENCES: usize = 50_000;

enum Opened {
    Table(Source),
    /// LDIF, or a table of csvde's.
    Entries {
        path: PathBuf,
        name: String,
        table: Option<How>,
    },
}

impl Opened {
    /// Whether a problem in it is told by its row, and not by its line.
    fn word(&self) -> &'static str {
        match self {
            Opened::Entries { table: None, .. } => "line",
            _ => "row",
        }
    }
}

/// Hands the entries of a file to `visit`.
fn entries(
    table: Option<&How>,
    path: &Path,
    place: &Place<'_>,
    visit: &mut dyn FnMut(u64, String, ldif::Values) -> Result<(), DirectoryProblem>,
) -> Result<(u64, String), DirectoryProblem> {
    match table {
        None => ldif::records(path, place, visit),
        Some(how) => csvde::records(how, path, place, visit),
    }
}

fn open(files: &Files, control: &Control) -> Result<Vec<Opened>, DirectoryProblem> {
    let mut all = Vec::new();
    for setting in &files.setting.files {
        go_on(control)?;
        let path = files.folder.join(&setting.path);
        let name = setting.name();
        all.push(match setting.format(&path, &Place(&name))? {
            Format::Ldif => Opened::Entries {
                path,
                name,
                table: None,
            },
            _ => match Source::open(setting, &files.folder)? {
                Table::Rows(source) => Opened::Table(*source),
                Table::Entries(how) => Opened::Entries {
                    path,
                    name,
                    table: Some(how),
                },
            },
        });
    }
    Ok(all)
}

/// The files with the columns that are understood; no columns for LDIF, which is looked through here.
pub(super) fn open_all(files: &Files, control: &Control) -> Result<Vec<(String, Vec<String>)>, DirectoryProblem> {
    let mut all = Vec::new();
    for one in open(files, control)? {
        all.push(match one {
            Opened::Table(source) => (source.name.clone(), source.columns.list()),
            Opened::Entries { path, name, table } => {
                entries(table.as_ref(), &path, &Place(&name), &mut |_, _, _| go_on(control))?;
                (name, Vec::new())
            }
        });
    }
    Ok(all)
}

fn go_on(control: &Control) -> Result<(), DirectoryProblem> {
    match control.cancel.is_cancelled() {
        true => Err(DirectoryProblem::Cancelled("The sync")),
        false => Ok(()),
    }
}

type Give<'g> = dyn FnMut(Entry) -> Result<(), DirectoryProblem> + 'g;

/// Reads everything and hands it on in batches.
pub(super) fn read(files: &Files, sink: Sink, control: &Control) -> Result<ReadReport, DirectoryProblem> {
    let started_at = Utc::now();
    let (mut records, mut references, mut entries) = (Vec::new(), 0, 0_u64);
    let send = |records: &mut Vec<Record>, entries: u64| {
        go_on(control)?;
        let batch = std::mem::take(records);
        sink.blocking_send(batch).map_err(|_| DirectoryProblem::SinkClosed)?;
        control.report("read", entries, None);
        Ok(())
    };
    let import = import(files, control, &mut |entry| {
        references += entry.members.len() + entry.holdings.len();
        entries += 1;
        records.push(Record::Entry(Box::new(entry)));
        if records.len() >= RECORDS || references >= REFERENCES {
            references = 0;
            return send(&mut records, entries);
        }
        Ok(())
    })?;
    if !records.is_empty() {
        send(&mut records, entries)?;
    }
    let files = import.files;
    let total = |of: fn(&FileRead) -> u64| files.iter().map(of).sum();
    let name = |one: &FileRead| one.name.clone();
    Ok(ReadReport {
        server: "Files".into(),
        url: files.iter().map(name).collect::<Vec<_>>().join(", "),
        account: "the account of this program".into(),
        // The files with their hashes, as every evidence prints it.
        base: files
            .iter()
            .map(|one| format!("{} ({} bytes, SHA-256 {})", one.name, one.size, one.sha256))
            .collect::<Vec<_>>()
            .join("; "),
        filter: "every row".into(),
        attributes: files
            .iter()
            .flat_map(|one| one.columns.iter().map(|column| format!("{}: {column}", one.name)))
            .collect(),
        mode: ReadMode::Full,
        full_because: None,
        started_at,
        ended_at: Utc::now(),
        pages: files.len() as u64,
        entries_returned: total(|one| one.rows),
        entries_loaded: total(|one| one.loaded),
        excluded: import.excluded,
        adjusted: import.adjusted,
        server_reported_count: None,
        watermark_before: None,
        watermark_after: None,
        cursor: None,
        names_all_present: true,
        files,
    })
}

/// Whether the group is there, and for each member whether it names it, in files read afresh.
pub(super) fn confirm(
    files: &Files,
    group: &Target,
    members: &[Target],
    control: &Control,
) -> Result<(bool, Vec<bool>), DirectoryProblem> {
    let mut marks: Vec<Vec<Mark>> = vec![Vec::new(); members.len()];
    let mut listed: Option<HashSet<Mark>> = None;
    import(files, control, &mut |entry| {
        for (member, marks) in members.iter().zip(&mut marks) {
            if member.key == entry.key {
                marks.clone_from(&entry.marks);
            }
        }
        if entry.key == group.key {
            let held = entry.holdings.iter().map(|holding| &holding.principal);
            listed = Some(entry.members.iter().chain(held).map(|one| one.mark).collect());
        }
        Ok(())
    })?;
    let listed_one = |marks: Vec<Mark>| {
        listed
            .as_ref()
            .is_some_and(|all| marks.iter().any(|mark| all.contains(mark)))
    };
    Ok((listed.is_some(), marks.into_iter().map(listed_one).collect()))
}

struct Import {
    files: Vec<FileRead>,
    excluded: Vec<Exclusion>,
    adjusted: Vec<Exclusion>,
}

fn import(files: &Files, control: &Control, give: &mut Give<'_>) -> Result<Import, DirectoryProblem> {
    let opened = open(files, control)?;
    let mut people = People::default();
    let mut first = Vec::new();
    for (n, one) in opened.iter().enumerate() {
        first.push(learn(n as u16, one, &opened, &mut people, control)?);
    }
    let mut reads = Vec::new();
    let (mut excluded, mut adjusted) = (Notes::default(), Notes::default());
    let mut decoder = new_decoder();
    let mut grants = Grants::default();
    for (one, before) in opened.iter().zip(first) {
        let mut read = match one {
            Opened::Table(source) if source.kind == TableKind::People => {
                give_people(source, &people, give, (&mut excluded, &mut adjusted), control)?
            }
            Opened::Table(source) => gather(source, &people, &mut grants, (&mut excluded, &mut adjusted), control)?,
            Opened::Entries { path, name, table } => {
                give_entries((path, name, table.as_ref()), &mut decoder, give, control)?
            }
        };
        if before.is_some_and(|sha256| sha256 != read.sha256) {
            return Err(Place(&read.name).wrong("changed while it was read; read it again"));
        }
        read.loaded = read.loaded.min(read.rows);
        reads.push(read);
    }
    let mut again = 0;
    for (entry, twice) in grants.into_entries() {
        again += twice;
        give(entry)?;
    }
    let mut excluded = excluded.to_exclusions();
    let mut adjusted = adjusted.to_exclusions();
    excluded.extend(decoder.excluded.to_exclusions());
    adjusted.extend(decoder.adjusted.to_exclusions());
    if again > 0 {
        adjusted.push(Exclusion {
            reason: "a row says the same as another and counts once".into(),
            count: again,
            examples: Vec::new(),
        });
    }
    Ok(Import {
        files: reads,
        excluded,
        adjusted,
    })
}

fn new_decoder() -> Decoder {
    Decoder::new(GuestRule::default(), Vec::new())
}

/// Learns the names in a file of people, and that no identity stands twice. Answers its hash.
fn learn(
    n: u16,
    one: &Opened,
    all: &[Opened],
    people: &mut People,
    control: &Control,
) -> Result<Option<String>, DirectoryProblem> {
    let twice = |place: &Place<'_>, row: u64, key: &str, (file, before): (u16, u64)| {
        let other = &all[usize::from(file)];
        let other = match other {
            _ if file == n => format!("{} {before}", other.word()),
            Opened::Table(source) => format!("row {before} of {}", source.name),
            Opened::Entries { name, .. } => format!("{} {before} of {name}", other.word()),
        };
        let key = super::clean(key).0;
        place.row(row, &format!("has the id “{key}”, which {other} has already"))
    };
    match one {
        Opened::Table(source) if source.kind == TableKind::People => {
            let place = Place(&source.name);
            let read = source.rows(&mut |row, cells| {
                go_on(control)?;
                let Some(key) = person::key_of(&source.columns, cells, row, &place)? else {
                    return Ok(());
                };
                match people.add(&key, &person::names_of(&source.columns, cells), (n, row)) {
                    Some(before) => Err(twice(&place, row, &key, before)),
                    None => Ok(()),
                }
            })?;
            Ok(Some(read.sha256))
        }
        Opened::Table(_) => Ok(None),
        Opened::Entries { path, name, table } => {
            let place = Place(name);
            let mut decoder = new_decoder();
            let (_, sha256) = entries(table.as_ref(), path, &place, &mut |line, dn, values| {
                go_on(control)?;
                let Some(entry) = ldif::to_entry(&mut decoder, dn, values) else {
                    return Ok(());
                };
                let names = [
                    ("id", Some(entry.key.as_str())),
                    ("id", entry.employee_id.as_deref()),
                    ("user", entry.user_name.as_deref()),
                    ("mail", entry.mail.as_deref()),
                    ("dn", Some(entry.dn.as_str())),
                ];
                match people.add(&entry.key, &names, (n, line)) {
                    Some(before) => Err(twice(&place, line, &entry.key, before)),
                    None => Ok(()),
                }
            })?;
            Ok(Some(sha256))
        }
    }
}

fn give_people(
    source: &Source,
    people: &People,
    give: &mut Give<'_>,
    (excluded, adjusted): (&mut Notes, &mut Notes),
    control: &Control,
) -> Result<FileRead, DirectoryProblem> {
    let place = Place(&source.name);
    let mut left_out = 0;
    let mut read = source.rows(&mut |row, cells| {
        go_on(control)?;
        let at = place.at(row);
        match person::key_of(&source.columns, cells, row, &place)? {
            Some(key) => give(person::to_entry(&source.columns, cells, key, people, &at, adjusted)),
            None => {
                left_out += 1;
                excluded.add("a row of people has no id, mail address or user name", &at);
                Ok(())
            }
        }
    })?;
    read.loaded -= left_out;
    Ok(read)
}

fn gather(
    source: &Source,
    people: &People,
    grants: &mut Grants,
    (excluded, adjusted): (&mut Notes, &mut Notes),
    control: &Control,
) -> Result<FileRead, DirectoryProblem> {
    let place = Place(&source.name);
    let mut left_out = 0;
    let mut read = source.rows(&mut |row, cells| {
        go_on(control)?;
        let constant = (source.resource.as_deref(), source.resource_kind);
        if let Err(reason) = grants.take(&source.columns, cells, constant, people, (row, &place), adjusted)? {
            left_out += 1;
            excluded.add(reason, &place.at(row));
        }
        Ok(())
    })?;
    read.loaded -= left_out;
    Ok(read)
}

fn give_entries(
    (path, name, table): (&Path, &str, Option<&How>),
    decoder: &mut Decoder,
    give: &mut Give<'_>,
    control: &Control,
) -> Result<FileRead, DirectoryProblem> {
    let (mut rows, mut loaded) = (0, 0);
    let (size, sha256) = entries(table, path, &Place(name), &mut |_, dn, values| {
        go_on(control)?;
        rows += 1;
        let Some(mut entry) = ldif::to_entry(decoder, dn, values) else {
            return Ok(());
        };
        loaded += 1;
        // A grant of a table means an entry of LDIF by its key.
        entry.marks.push(person::key_mark(&entry.key));
        give(entry)
    })?;
    if rows == 0 {
        return Err(Place(name).wrong("holds no entries"));
    }
    Ok(FileRead {
        name: name.to_owned(),
        size,
        sha256,
        rows,
        loaded,
        columns: Vec::new(),
    })
}
