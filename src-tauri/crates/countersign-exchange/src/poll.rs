//! Looking into an inbox, a bounded page at a time.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::frame::{HEAD, read_head};
use crate::name::read_part;
use crate::{Control, Exchange, ExchangeProblem, FileId, Inbox};

/// Files of one page.
const LIMIT: usize = 1_000;
/// Files under strange names that are opened in one page, to see what they are.
const STRANGE: usize = 64;
/// Places that are remembered of one part: its own, and copies that a program left beside it.
const COPIES: usize = 4;

/// Where a look into an inbox goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor(String);

/// A file in an inbox, as far as it has arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub id: FileId,
    pub parts: u32,
    /// When its newest part came, by the clock of the place.
    pub put_at: Option<DateTime<Utc>>,
    /// Where each part may be read.
    pub(crate) at: BTreeMap<u32, Vec<String>>,
}

impl Found {
    /// Whether a part of every number is there; whether they hold what they say is seen when they are fetched.
    pub fn is_whole(&self) -> bool {
        u32::try_from(self.at.len()).is_ok_and(|have| have == self.parts)
    }

    /// Parts that are there.
    pub fn have(&self) -> usize {
        self.at.len()
    }
}

/// One page of an inbox.
#[derive(Debug, Default)]
pub struct Page {
    pub found: Vec<Found>,
    /// Things there that are none of the exchange's, or whose beginning is not there yet.
    pub strange: u64,
    /// Where the next page begins; `None` after the last.
    pub next: Option<Cursor>,
}

impl Exchange {
    /// The next page of an inbox. Over all pages every file that lies there is told at least once; one whose copies lie
    /// far apart is told in more than one.
    ///
    /// # Errors
    /// The place, or a wish to stop.
    pub async fn poll(
        &self,
        inbox: &Inbox,
        after: Option<&Cursor>,
        control: &Control,
    ) -> Result<Page, ExchangeProblem> {
        let (mut lying, more) = self
            .list(&inbox.files(), after.map(|cursor| cursor.0.as_str()), LIMIT, control)
            .await?;
        let mut page = Page::default();
        if more && let Some(last) = lying.last() {
            // A file that is cut by the end of the page is looked at whole in the next, unless it is all of this one.
            let group = group(last.name()).to_owned();
            let keep = lying.iter().position(|one| group_is(one.name(), &group)).unwrap_or(0);
            if keep > 0 {
                lying.truncate(keep);
            }
            page.next = lying.last().map(|last| Cursor(last.path.clone()));
        }
        let mut found: BTreeMap<FileId, Found> = BTreeMap::new();
        let mut opened = 0;
        for one in lying {
            let told = match read_part(one.name()) {
                Some(told) => Some(told),
                None if opened < STRANGE && one.bytes >= HEAD as u64 => {
                    opened += 1;
                    // One that this account may not read, or a sync program has not brought yet, ends nothing.
                    let bytes = match self.get(&one.path, HEAD, control).await {
                        Err(ExchangeProblem::Refused { .. }) => None,
                        read => read?,
                    };
                    let head = bytes.as_deref().and_then(read_head);
                    head.map(|head| (head.id, head.part, head.parts))
                }
                None => None,
            };
            let Some((id, part, parts)) = told else {
                page.strange += 1;
                continue;
            };
            let file = found.entry(id).or_insert_with(|| Found {
                id,
                parts,
                put_at: None,
                at: BTreeMap::new(),
            });
            if file.parts == parts {
                file.put_at = file.put_at.max(one.put_at);
                let places = file.at.entry(part).or_default();
                if places.len() < COPIES {
                    places.push(one.path);
                }
            } else {
                page.strange += 1;
            }
        }
        page.found = found.into_values().collect();
        control.report("looking", page.found.len() as u64, None);
        Ok(page)
    }
}

/// What the names of all parts of a file begin with.
fn group(name: &str) -> &str {
    name.split('-').next().unwrap_or(name)
}

fn group_is(name: &str, of: &str) -> bool {
    group(name) == of
}
