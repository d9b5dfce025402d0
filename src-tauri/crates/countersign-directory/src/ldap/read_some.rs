//! Reads a few entries again, by their lasting identity.

use super::Ldap;
use super::ber::Reader;
use super::filter;
use super::search::{RawEntry, Scope, Search};
use super::session::Ending;
use super::sink::Batch;
use crate::connector::Sink;
use crate::{Control, DirectoryProblem};

/// So many identities go into one search.
pub(super) const AT_ONCE: usize = 100;

/// A filter that finds exactly the entries with these keys.
pub(super) fn by_key<'a>(keys: impl Iterator<Item = &'a str>) -> String {
    let one = |key: &str| {
        let uuid = key.len() == 36 && key.split('-').map(str::len).eq([8, 4, 4, 4, 12]);
        let attribute = if uuid { "entryUUID" } else { "nsUniqueId" };
        format!("({attribute}={})", filter::escape(key))
    };
    format!("(|{})", keys.map(one).collect::<String>())
}

impl Ldap {
    pub(super) async fn read_some_now(
        &self,
        keys: &[String],
        sink: Sink,
        control: &Control,
    ) -> Result<u64, DirectoryProblem> {
        if keys.is_empty() {
            return Ok(0);
        }
        let mut session = self.open(control).await?;
        let attributes = self.attributes();
        let mut decoder = self.decoder();
        let mut batch = Batch::new(sink, control, "read again");
        for keys in keys.chunks(AT_ONCE) {
            // Only what a full read would return: an entry that left the filter is not taken in again.
            let filter = format!(
                "(&{}{})",
                by_key(keys.iter().map(String::as_str)),
                self.setting.filter()
            );
            let search = Search::new(&self.setting.base, Scope::Subtree, &filter, &attributes)?;
            let id = session.send(&search.to_bytes(), None).await?;
            loop {
                let message = session.receive().await?;
                match (message.id == id, message.tag) {
                    (true, 0x64) => {
                        let entry = RawEntry::parse(message.content).and_then(|raw| decoder.decode(raw));
                        if let Some(entry) = entry.map_err(|problem| session.malformed(problem.0))? {
                            batch.entry(entry);
                        }
                        batch.flush(false).await?;
                    }
                    (true, 0x65) => {
                        let ending = Ending::parse(&mut Reader(message.content));
                        match ending.map_err(|problem| session.malformed(problem.0))? {
                            Ending { code: 0, .. } => break,
                            ending => return Err(session.refused("read entries again", &ending)),
                        }
                    }
                    _ => {}
                }
            }
        }
        batch.flush(true).await?;
        Ok(batch.entries)
    }
}
