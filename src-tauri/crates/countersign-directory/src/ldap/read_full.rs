//! Reads everything, page by page.

use chrono::Utc;
use countersign_domain::snapshot::{ReadMode, ReadReport};

use super::ber::Reader;
use super::search::{RawEntry, Scope, Search, page_answer, page_control};
use super::session::{Ending, Session};
use super::sink::Batch;
use super::{Ldap, probe};
use crate::connector::Sink;
use crate::{Control, DirectoryProblem, dn};

impl Ldap {
    pub(super) async fn read_full_now(&self, sink: Sink, control: &Control) -> Result<ReadReport, DirectoryProblem> {
        let started_at = Utc::now();
        control.report("connect", 0, None);
        let mut session = self.open(control).await?;
        let server = probe::root(&mut session).await?;
        let account = session
            .who_am_i()
            .await?
            .unwrap_or_else(|| self.setting.bind_dn.clone());
        // The watermark is read first: what changes while we read is told again by the next
        // incremental read, which is harmless; the other way round it would be lost.
        let before = self.watermark(&mut session, &server).await?;
        let attributes = self.attributes();
        let filter = self.setting.filter();
        let search = Search::new(&self.setting.base, Scope::Subtree, &filter, &attributes)?;
        let mut decoder = self.decoder();
        let mut batch = Batch::new(sink, control, "read");
        let (mut pages, mut returned, mut reported) = (0, 0, None);
        let mut cookie = Vec::new();
        loop {
            let controls = page_control(self.setting.page_size, &cookie);
            let id = session.send(&search.to_bytes(), Some(&controls)).await?;
            pages += 1;
            cookie = loop {
                let message = session.receive().await?;
                if message.id != id {
                    continue;
                }
                match message.tag {
                    0x64 => {
                        let entry = RawEntry::parse(message.content).and_then(|raw| decoder.decode(raw));
                        if let Some(entry) = entry.map_err(|problem| session.malformed(problem.0))? {
                            batch.entry(entry);
                        }
                        returned += 1;
                        session.entries = returned;
                        batch.flush(false).await?;
                    }
                    0x65 => {
                        let ending = Ending::parse(&mut Reader(message.content));
                        let page = page_answer(message.controls);
                        let ending = ending.map_err(|problem| session.malformed(problem.0))?;
                        match ending.code {
                            0 => {}
                            32 => {
                                return Err(DirectoryProblem::WrongBase {
                                    base: self.setting.base.clone(),
                                });
                            }
                            _ => return Err(session.refused("answer the whole read", &ending)),
                        }
                        let page = page.map_err(|problem| session.malformed(problem.0))?;
                        let (count, cookie) = page.unwrap_or_default();
                        reported = (count > 0).then_some(count).or(reported);
                        break cookie;
                    }
                    0x73 => decoder
                        .adjusted
                        .add("the server pointed to another server, which was not followed", ""),
                    _ => {}
                }
            };
            if cookie.is_empty() {
                break;
            }
        }
        batch.flush(true).await?;
        let after = self.watermark(&mut session, &server).await?;
        Ok(ReadReport {
            server: server.product,
            url: self.setting.url.clone(),
            account,
            base: self.setting.base.clone(),
            filter,
            attributes: attributes.iter().map(|&name| name.to_owned()).collect(),
            mode: ReadMode::Full,
            full_because: None,
            started_at,
            ended_at: Utc::now(),
            pages,
            entries_returned: returned,
            entries_loaded: batch.entries,
            excluded: decoder.excluded.to_exclusions(),
            adjusted: decoder.adjusted.to_exclusions(),
            server_reported_count: reported,
            cursor: before
                .as_ref()
                .filter(|_| server.incremental)
                .map(|csn| format!("rid=000,csn={csn}")),
            watermark_before: before,
            watermark_after: after,
            names_all_present: true,
            files: Vec::new(),
        })
    }

    /// The server's state as its `contextCSN`, several joined as in a cookie of RFC 4533 by OpenLDAP.
    pub(super) async fn watermark(
        &self,
        session: &mut Session,
        server: &probe::Root,
    ) -> Result<Option<String>, DirectoryProblem> {
        let base = dn::normalise(&self.setting.base).unwrap_or_default();
        let holds = |context: &&String| dn::normalise(context).is_some_and(|place| dn::is_under(&base, &place));
        let Some(context) = server.contexts.iter().filter(holds).max_by_key(|context| context.len()) else {
            return Ok(None);
        };
        let search = Search::new(context, Scope::Base, "(objectClass=*)", &["contextCSN"])?;
        let found = session.find(&search).await?.unwrap_or_default();
        let mut all: Vec<_> = found
            .iter()
            .flat_map(|entry| entry.all("contextCSN"))
            .cloned()
            .collect();
        all.sort();
        Ok((!all.is_empty()).then(|| all.join(";")))
    }
}
