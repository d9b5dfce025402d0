//! Asks a server who it is, who we are, and what we may see.

use super::Ldap;
use super::ber::Reader;
use super::read_changes::SYNC_REQUEST;
use super::search::{RawEntry, Scope, Search, page_control};
use super::session::{Ending, Session};
use crate::connector::{ProbeReport, Readable};
use crate::{Control, DirectoryProblem};

/// What the root of the server says.
pub(super) struct Root {
    pub product: String,
    pub contexts: Vec<String>,
    pub controls: Vec<String>,
    pub incremental: bool,
}

pub(super) async fn root(session: &mut Session) -> Result<Root, DirectoryProblem> {
    let asked = [
        "objectClass",
        "vendorName",
        "vendorVersion",
        "namingContexts",
        "supportedControl",
    ];
    let found = session
        .find(&Search::new("", Scope::Base, "(objectClass=*)", &asked)?)
        .await?;
    let found = found.unwrap_or_default().into_iter().next().unwrap_or_default();
    let open_ldap = found.all("objectClass").iter().any(|class| class == "OpenLDAProotDSE");
    let vendor = match (found.first("vendorName"), found.first("vendorVersion")) {
        (Some(name), Some(version)) => format!("{name} {version}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) if open_ldap => "OpenLDAP".into(),
        (None, None) => "unnamed LDAP server".into(),
    };
    Ok(Root {
        product: super::text::clean(&vendor).0,
        contexts: found.all("namingContexts").to_vec(),
        controls: found.all("supportedControl").to_vec(),
        incremental: found
            .all("supportedControl")
            .iter()
            .any(|control| control == SYNC_REQUEST),
    })
}

// What a review is poorer without, and the sentence that says so.
const WANTED: [(&str, &str, &str); 5] = [
    (
        "entryUUID",
        "",
        "No lasting identity (entryUUID) is readable: without it nothing can be loaded.",
    ),
    (
        "member",
        "group",
        "No members of groups are readable among the first entries.",
    ),
    (
        "owner",
        "group",
        "No owners of groups are readable: reviews by owners will go to the fallback reviewers.",
    ),
    (
        "manager",
        "user",
        "No managers are readable: reviews by managers will go to the fallback reviewers.",
    ),
    (
        "authTimestamp",
        "user",
        "No last sign-in is readable: recommendations cannot use it.",
    ),
];

impl Ldap {
    pub(super) async fn probe_now(&self, control: &Control) -> Result<ProbeReport, DirectoryProblem> {
        control.report("connect", 0, None);
        let mut session = self.open(control).await?;
        let server = root(&mut session).await?;
        let account = session.who_am_i().await?;
        let mut remarks = Vec::new();
        if self.watermark(&mut session, &server).await?.is_none() || !server.incremental {
            remarks.push("The server does not say what changed: every sync will be a full one.".to_owned());
        }
        let mut seen = [0u64; WANTED.len()];
        let mut of = [0u64; WANTED.len()];
        for (kind, filter) in [
            ("group", "(|(member=*)(uniqueMember=*)(memberUid=*))"),
            ("user", "(objectClass=person)"),
        ] {
            for entry in self.first_entries(&mut session, filter).await? {
                for (n, (attribute, about, _)) in WANTED.iter().enumerate() {
                    if !about.is_empty() && *about != kind {
                        continue;
                    }
                    let has = |name: &str| entry.iter().any(|found| found.eq_ignore_ascii_case(name));
                    let found = match *attribute {
                        "member" => has("member") || has("uniqueMember") || has("memberUid"),
                        "authTimestamp" => has("authTimestamp") || has("pwdLastSuccess"),
                        "entryUUID" => has("entryUUID") || has("nsUniqueId"),
                        name => has(name),
                    };
                    of[n] += 1;
                    seen[n] += u64::from(found);
                }
            }
        }
        let rows = || WANTED.iter().zip(seen.iter().zip(of));
        remarks.extend(
            rows()
                .filter(|(_, (seen, _))| **seen == 0)
                .map(|((_, _, sentence), _)| (*sentence).to_owned()),
        );
        Ok(ProbeReport {
            server: server.product,
            account: account.unwrap_or_else(|| self.setting.bind_dn.clone()),
            naming_contexts: server.contexts,
            controls: server.controls,
            incremental: server.incremental,
            readable: rows()
                .map(|((attribute, _, _), (seen, of))| Readable {
                    attribute: (*attribute).to_owned(),
                    seen: *seen,
                    of,
                })
                .collect(),
            writable: Vec::new(),
            missing: Vec::new(),
            remarks,
        })
    }

    // The names of the attributes of a page of entries; values stay in the buffer.
    async fn first_entries(&self, session: &mut Session, filter: &str) -> Result<Vec<Vec<String>>, DirectoryProblem> {
        let attributes = self.attributes();
        let search = Search::new(&self.setting.base, Scope::Subtree, filter, &attributes)?;
        let id = session.send(&search.to_bytes(), Some(&page_control(50, &[]))).await?;
        let mut entries = Vec::new();
        loop {
            let message = session.receive().await?;
            match (message.id == id, message.tag) {
                (true, 0x64) => {
                    let names = RawEntry::parse(message.content).and_then(|mut raw| {
                        let mut names = Vec::new();
                        while let Some((name, _)) = raw.next_attribute()? {
                            names.push(String::from_utf8_lossy(name).into_owned());
                        }
                        Ok(names)
                    });
                    entries.push(names.map_err(|problem| session.malformed(problem.0))?);
                }
                (true, 0x65) => {
                    let ending = Ending::parse(&mut Reader(message.content));
                    return match ending.map_err(|problem| session.malformed(problem.0))? {
                        Ending { code: 0, .. } => Ok(entries),
                        Ending { code: 32, .. } => Err(DirectoryProblem::WrongBase {
                            base: self.setting.base.clone(),
                        }),
                        ending => Err(session.refused("show its first entries", &ending)),
                    };
                }
                _ => {}
            }
        }
    }
}
