//! Reads entries page by page, and long lists of members to their end. Full reads, incremental ones
//! and second looks differ in their filter alone.

use chrono::{DateTime, Utc};
use countersign_domain::snapshot::{ReadMode, ReadReport, Record};

use super::ActiveDirectory;
use super::controller::Controller;
use super::decode::{ATTRIBUTES, Decoder};
use super::name::{Name, by_key, extended_names};
use super::range::first_range;
use crate::connector::Sink;
use crate::ldap::ber::{self, BerProblem, Reader};
use crate::ldap::search::{RawEntry, Scope, Search, page_answer, page_control};
use crate::ldap::session::Ending;
use crate::ldap::sink::Batch;
use crate::{Control, DirectoryProblem};

/// So many identities go into one search.
pub(super) const AT_ONCE: usize = 100;

/// A read under way.
pub(super) struct Reading<'a> {
    pub controller: Controller,
    pub directory: &'a ActiveDirectory,
    pub decoder: Decoder,
    pub batch: Batch<'a>,
    pages: u64,
    returned: u64,
    hidden: Vec<String>,
    started_at: DateTime<Utc>,
    base: String,
}

impl<'a> Reading<'a> {
    pub(super) fn begin(
        directory: &'a ActiveDirectory,
        controller: Controller,
        sink: Sink,
        control: &'a Control,
        phase: &'static str,
    ) -> Reading<'a> {
        Reading {
            base: directory.base(&controller).to_owned(),
            decoder: directory.decoder(),
            batch: Batch::new(sink, control, phase),
            controller,
            directory,
            pages: 0,
            returned: 0,
            hidden: Vec::new(),
            started_at: Utc::now(),
        }
    }

    /// Reads what the filter finds below the base, and hands it on.
    pub(super) async fn take(&mut self, filter: &str) -> Result<(), DirectoryProblem> {
        let range = first_range(self.directory);
        self.pages(filter, &self.directory.attributes(&range), What::Entries)
            .await
    }

    /// Names everything that is still there, so that what is not named is gone.
    ///
    /// Deleted objects would say it in fewer words, but only an account with the right to replicate the
    /// domain sees all of them, and what was hidden from the account or moved away leaves none.
    pub(super) async fn name_all(&mut self) -> Result<(), DirectoryProblem> {
        let filter = self.directory.setting.filter();
        self.pages(&filter, &["uSNChanged"], What::Names).await?;
        // What hides its count of changes is found by no search for it.
        for keys in std::mem::take(&mut self.hidden).chunks(AT_ONCE) {
            let keys = by_key(keys.iter().map(String::as_str));
            self.take(&format!("(&{keys}{filter})")).await?;
        }
        Ok(())
    }

    async fn pages(&mut self, filter: &str, attributes: &[&str], what: What) -> Result<(), DirectoryProblem> {
        let base = self.base.clone();
        let search = Search::new(&base, Scope::Subtree, filter, attributes)?;
        let size = self.directory.setting.page_size;
        let mut cookie = Vec::new();
        loop {
            let controls = [page_control(size, &cookie), extended_names()].concat();
            let id = self
                .controller
                .session
                .send(&search.to_bytes(), Some(&controls))
                .await?;
            self.pages += 1;
            let mut long = Vec::new();
            cookie = loop {
                let message = self.controller.session.receive().await?;
                if message.id != id {
                    continue;
                }
                match (message.tag, what) {
                    (0x64, What::Entries) => {
                        let entry = RawEntry::parse(message.content).and_then(|raw| self.decoder.decode(raw));
                        let entry = entry.map_err(|problem| self.controller.session.malformed(problem.0))?;
                        self.returned += 1;
                        self.controller.session.entries = self.returned;
                        match entry {
                            // Read again from its beginning: so a page never holds many long lists.
                            Some(entry) if entry.upto.is_some() => long.push(entry.entry.key),
                            Some(entry) => self.batch.entry(entry.entry),
                            None => {}
                        }
                    }
                    (0x64, What::Names) => {
                        let named = RawEntry::parse(message.content).and_then(named);
                        let (name, counted) = named.map_err(|problem| self.controller.session.malformed(problem.0))?;
                        if let Some(key) = name.guid {
                            self.hidden.extend((!counted).then(|| key.clone()));
                            self.batch.record(Record::Present(key));
                        }
                    }
                    (0x65, _) => {
                        let ending = Ending::parse(&mut Reader(message.content));
                        let page = page_answer(message.controls);
                        let ending = ending.map_err(|problem| self.controller.session.malformed(problem.0))?;
                        self.check(&ending)?;
                        let page = page.map_err(|problem| self.controller.session.malformed(problem.0))?;
                        break page.unwrap_or_default().1;
                    }
                    (0x73, What::Entries) => {
                        let address = Reader(message.content).expect(ber::OCTET_STRING);
                        let address = String::from_utf8_lossy(address.unwrap_or_default()).into_owned();
                        self.pointed_elsewhere(&address);
                    }
                    _ => {}
                }
                self.batch.flush(false).await?;
            };
            for key in long {
                self.take_long(&key).await?;
                self.batch.flush(false).await?;
            }
            if cookie.is_empty() {
                return Ok(());
            }
        }
    }

    fn check(&self, ending: &Ending) -> Result<(), DirectoryProblem> {
        match ending.code {
            0 => Ok(()),
            32 => Err(DirectoryProblem::WrongBase {
                base: self.base.clone(),
            }),
            _ => Err(self.controller.session.refused("answer the whole read", ending)),
        }
    }

    // A controller always points to its own further parts, which hold no people; another domain is
    // worth a note.
    fn pointed_elsewhere(&mut self, address: &str) {
        let own = ["CN=Configuration,", "DC=DomainDnsZones,", "DC=ForestDnsZones,"];
        if !own.iter().any(|part| address.contains(part)) {
            self.decoder
                .adjusted
                .add("the controller pointed to another domain, which was not read", address);
        }
    }

    /// The report of a read that came to its end.
    pub(super) async fn end(
        mut self,
        mode: ReadMode,
        before: String,
        cursor: Option<String>,
    ) -> Result<ReadReport, DirectoryProblem> {
        self.batch.flush(true).await?;
        let newest = self.controller.newest_now().await?;
        let account = self.controller.session.who_am_i().await?;
        Ok(ReadReport {
            server: self.controller.root.product,
            url: self.controller.url,
            account: account.unwrap_or_else(|| self.directory.setting.bind_dn.clone()),
            base: self.base,
            filter: self.directory.setting.filter(),
            attributes: self
                .directory
                .attributes("member")
                .into_iter()
                .map(str::to_owned)
                .collect(),
            mode,
            full_because: None,
            started_at: self.started_at,
            ended_at: Utc::now(),
            pages: self.pages,
            entries_returned: self.returned,
            entries_loaded: self.batch.entries,
            excluded: self.decoder.excluded.to_exclusions(),
            adjusted: self.decoder.adjusted.to_exclusions(),
            server_reported_count: None,
            watermark_before: Some(before),
            watermark_after: Some(format!("uSN {newest}")),
            cursor,
            names_all_present: true,
            files: Vec::new(),
        })
    }
}

/// The name of an entry, and whether it shows its count of changes.
fn named(mut raw: RawEntry<'_>) -> Result<(Name, bool), BerProblem> {
    let name = Name::parse(&String::from_utf8_lossy(raw.dn));
    Ok((name, raw.next_attribute()?.is_some()))
}

/// Whole entries, or only which there are.
#[derive(Clone, Copy)]
enum What {
    Entries,
    Names,
}

impl ActiveDirectory {
    /// What is asked for of every entry; `member` is how the list of members is asked for.
    pub(super) fn attributes<'b>(&'b self, member: &'b str) -> Vec<&'b str> {
        let guest = self.setting.guest_rule.as_ref();
        let mut all = ATTRIBUTES.to_vec();
        all.extend(self.setting.more_attributes.iter().map(String::as_str));
        all.extend(guest.and_then(|rule| rule.attribute.as_deref()));
        all.push(member);
        all
    }

    pub(super) fn decoder(&self) -> Decoder {
        let guest = self.setting.guest_rule.clone().unwrap_or_default();
        Decoder::new(guest, self.setting.more_attributes.clone())
    }

    pub(super) async fn read_some_now(
        &self,
        keys: &[String],
        sink: Sink,
        control: &Control,
    ) -> Result<u64, DirectoryProblem> {
        if keys.is_empty() {
            return Ok(0);
        }
        let controller = self.open_same(control).await?;
        let mut reading = Reading::begin(self, controller, sink, control, "read again");
        for keys in keys.chunks(AT_ONCE) {
            // Only what a full read would return: an entry that left the filter is not taken in again.
            let keys = by_key(keys.iter().map(String::as_str));
            reading.take(&format!("(&{keys}{})", self.setting.filter())).await?;
        }
        reading.batch.flush(true).await?;
        Ok(reading.batch.entries)
    }
}
