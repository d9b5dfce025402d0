//! Lists of members that come in ranges (MS-ADTS §3.1.1.3.1.3.3).
//!
//! A list may change between two ranges. So each range begins with the last member of the one before,
//! which shows a shift, and the entry's count of changes must be the same at the end; else the list is
//! read from its beginning.

use countersign_domain::snapshot::Reference;

use super::ActiveDirectory;
use super::decode::Decoded;
use super::name::extended_names;
use super::read::Reading;
use crate::DirectoryProblem;
use crate::ldap::search::{RawEntry, Scope, Search};

const TRIES: usize = 5;

/// How the first members are asked for.
pub(super) fn first_range(directory: &ActiveDirectory) -> String {
    format!("member;range=0-{}", directory.setting.range_size - 1)
}

impl Reading<'_> {
    /// Reads one entry with its whole list of members, and hands it on.
    pub(super) async fn take_long(&mut self, key: &str) -> Result<(), DirectoryProblem> {
        let mut name = key.to_owned();
        for _ in 0..TRIES {
            let range = first_range(self.directory);
            let Some(mut first) = self.one(key, &self.directory.attributes(&range)).await? else {
                self.decoder.excluded.add("it was deleted while it was read", &name);
                return Ok(());
            };
            name.clone_from(&first.entry.dn);
            if self.rest(key, &mut first).await? {
                self.batch.entry(first.entry);
                return Ok(());
            }
        }
        Err(DirectoryProblem::Moving { group: name })
    }

    /// Whether the rest of the members fits to the first ones.
    async fn rest(&mut self, key: &str, whole: &mut Decoded) -> Result<bool, DirectoryProblem> {
        let step = u64::from(self.directory.setting.range_size - 1);
        while let Some(from) = whole.upto {
            let range = format!("member;range={from}-{}", from + step);
            let Some(next) = self.one(key, &["objectClass", "uSNChanged", &range]).await? else {
                return Ok(false);
            };
            let last = |members: &[Reference]| members.last().map(|one| one.mark);
            let mut members = next.entry.members.into_iter();
            let fits =
                next.changed == whole.changed && members.next().map(|one| one.mark) == last(&whole.entry.members);
            // A controller that gives one value at a time would never come to an end.
            if !fits || next.upto.is_some_and(|upto| upto <= from) {
                return Ok(false);
            }
            whole.entry.members.extend(members);
            whole.upto = next.upto;
        }
        Ok(true)
    }

    // What was put right was noted when the entry came in its page.
    async fn one(&mut self, key: &str, attributes: &[&str]) -> Result<Option<Decoded>, DirectoryProblem> {
        let base = format!("<GUID={key}>");
        let search = Search::new(&base, Scope::Base, "(objectClass=*)", attributes)?;
        let (mut found, mut decoder) = (None, self.directory.decoder());
        let take = |raw: RawEntry<'_>| {
            found = decoder.decode(raw)?;
            Ok(())
        };
        let session = &mut self.controller.session;
        let ending = session.each(&search, Some(&extended_names()), take).await?;
        match ending.code {
            0 => Ok(found),
            32 => Ok(None),
            _ => Err(session.refused("tell the members of a group", &ending)),
        }
    }
}
