//! Asks a domain who it is, who we are, and what we may see and change.

use super::ActiveDirectory;
use super::controller::Controller;
use super::name::{Name, extended_names};
use super::range::first_range;
use crate::connector::{Missing, ProbeReport, Readable};
use crate::ldap::search::{RawEntry, Scope, Search, page_control};
use crate::{Control, DirectoryProblem};

/// The attributes of an entry that the account may change (MS-ADTS §3.1.1.4.5.19).
const MAY_CHANGE: &str = "allowedAttributesEffective";

// What a review is poorer without, of which kind of entry, and the sentence that says so.
const WANTED: [(&str, &str, &str); 7] = [
    (
        "objectGUID",
        "",
        "No lasting identity (objectGUID) is readable: without it nothing can be loaded.",
    ),
    (
        "member",
        "group",
        "No members of groups are readable among the first entries.",
    ),
    (
        "managedBy",
        "group",
        "No owners of groups (managedBy) are readable: reviews by owners will go to the fallback reviewers.",
    ),
    (
        "manager",
        "user",
        "No managers are readable: reviews by managers will go to the fallback reviewers.",
    ),
    (
        "userAccountControl",
        "user",
        "Whether accounts are disabled is not readable: everybody will be asked as if they were enabled.",
    ),
    (
        "lastLogonTimestamp",
        "user",
        "No last sign-in is readable: recommendations cannot use it.",
    ),
    (
        CHANGE_MEMBERS,
        "group",
        "The account may change the members of no group among the first: what is denied will become tasks for people.",
    ),
];
const CHANGE_MEMBERS: &str = "member, to change it";

impl ActiveDirectory {
    pub(super) async fn probe_now(&self, control: &Control) -> Result<ProbeReport, DirectoryProblem> {
        control.report("connect", 0, None);
        let mut controller = self.open(None, control).await?;
        let account = controller.session.who_am_i().await?;
        let mut remarks = vec![format!(
            "The domain is {}, read at {}.",
            controller.root.domain, controller.url
        )];
        let incremental = !controller.root.database.is_empty() && controller.root.newest > 0;
        if !incremental {
            remarks.push("The account may not see what changes are counted in: every sync will be a full one.".into());
        }
        let (mut seen, mut of) = ([0u64; WANTED.len()], [0u64; WANTED.len()]);
        for (kind, filter) in [
            ("group", "(objectClass=group)"),
            ("user", "(&(objectClass=user)(!(objectClass=computer)))"),
        ] {
            for entry in self.first_entries(&mut controller, filter).await? {
                for (n, (attribute, about, _)) in WANTED.iter().enumerate() {
                    if about.is_empty() || *about == kind {
                        of[n] += 1;
                        seen[n] += u64::from(entry.iter().any(|found| found == attribute));
                    }
                }
            }
        }
        let missing = WANTED.iter().zip(seen).filter(|(_, seen)| *seen == 0);
        remarks.extend(missing.map(|((_, _, sentence), _)| (*sentence).to_owned()));
        for url in self.setting.controllers().filter(|url| *url != controller.url) {
            remarks.push(match self.open_one(url, control).await {
                Ok(other) if other.root.domain == controller.root.domain => format!("{url} answers too."),
                Ok(other) => format!("{url} belongs to another domain: {}.", other.root.domain),
                Err(problem) => problem.to_string(),
            });
        }
        remarks.push("Last sign-ins are lastLogonTimestamp, which the domain keeps up to 14 days behind.".to_owned());
        let may_change = WANTED
            .iter()
            .zip(seen)
            .any(|((wanted, ..), seen)| *wanted == CHANGE_MEMBERS && seen > 0);
        Ok(ProbeReport {
            writable: may_change
                .then(|| "the members of groups".to_owned())
                .into_iter()
                .collect(),
            missing: WANTED
                .iter()
                .zip(seen)
                .filter(|(_, seen)| *seen == 0)
                .map(|((permission, _, without), _)| Missing {
                    permission: (*permission).to_owned(),
                    without: (*without).to_owned(),
                })
                .collect(),
            server: controller.root.product,
            account: account.unwrap_or_else(|| self.setting.bind_dn.clone()),
            naming_contexts: controller.root.contexts,
            controls: controller.root.controls,
            incremental,
            readable: WANTED
                .iter()
                .zip(seen.into_iter().zip(of))
                .map(|((attribute, _, _), (seen, of))| Readable {
                    attribute: (*attribute).to_owned(),
                    seen,
                    of,
                })
                .collect(),
            remarks,
        })
    }

    // What is there of a page of entries, in the words of `WANTED`.
    async fn first_entries(
        &self,
        controller: &mut Controller,
        filter: &str,
    ) -> Result<Vec<Vec<&'static str>>, DirectoryProblem> {
        let base = self.base(controller).to_owned();
        let range = first_range(self);
        let mut attributes = self.attributes(&range);
        attributes.push(MAY_CHANGE);
        let search = Search::new(&base, Scope::Subtree, filter, &attributes)?;
        let mut entries = Vec::new();
        let take = |mut raw: RawEntry<'_>| {
            let mut there: Vec<&'static str> = Vec::new();
            there.extend(Name::parse(&String::from_utf8_lossy(raw.dn)).guid.map(|_| "objectGUID"));
            while let Some((name, mut values)) = raw.next_attribute()? {
                let is = |wanted: &str| name.eq_ignore_ascii_case(wanted.as_bytes());
                if is(MAY_CHANGE) {
                    while let Some(value) = values.next()? {
                        there.extend(value.eq_ignore_ascii_case(b"member").then_some(CHANGE_MEMBERS));
                    }
                } else if values.next()?.is_some() {
                    there.extend(WANTED.iter().map(|(wanted, _, _)| *wanted).filter(|wanted| is(wanted)));
                }
            }
            entries.push(there);
            Ok(())
        };
        let controls = [page_control(50, &[]), extended_names()].concat();
        match controller.session.each(&search, Some(&controls), take).await? {
            ending if ending.code == 0 => Ok(entries),
            ending if ending.code == 32 => Err(DirectoryProblem::WrongBase { base }),
            ending => Err(controller.session.refused("show its first entries", &ending)),
        }
    }
}
