//! Reads what changed, as RFC 4533 (refreshOnly) tells it.

use chrono::Utc;
use countersign_domain::snapshot::{ReadMode, ReadReport, Record};

use super::ber::{self, BerProblem, Reader};
use super::search::{RawEntry, Scope, Search, control, find_control};
use super::session::Ending;
use super::sink::Batch;
use super::{Ldap, probe};
use crate::connector::{Changes, Sink};
use crate::{Control, DirectoryProblem};

pub(super) const SYNC_REQUEST: &str = "1.3.6.1.4.1.4203.1.9.1.1";
const SYNC_STATE: &str = "1.3.6.1.4.1.4203.1.9.1.2";
const SYNC_DONE: &str = "1.3.6.1.4.1.4203.1.9.1.3";
const SYNC_MESSAGE: &str = "1.3.6.1.4.1.4203.1.9.1.4";
const REFRESH_REQUIRED: u32 = 4096;

impl Ldap {
    pub(super) async fn read_changes_now(
        &self,
        cursor: &str,
        sink: Sink,
        watch: &Control,
    ) -> Result<Changes, DirectoryProblem> {
        let started_at = Utc::now();
        watch.report("connect", 0, None);
        let mut session = self.open(watch).await?;
        let server = probe::root(&mut session).await?;
        if !server.incremental {
            let because = "the server does not offer incremental reads any more".into();
            return Ok(Changes::FullNeeded { because });
        }
        let account = session
            .who_am_i()
            .await?
            .unwrap_or_else(|| self.setting.bind_dn.clone());
        let attributes = self.attributes();
        let filter = self.setting.filter();
        let search = Search::new(&self.setting.base, Scope::Subtree, &filter, &attributes)?;
        let value = ber::group(
            ber::SEQUENCE,
            &[ber::integer(ber::ENUMERATED, 1), ber::text(cursor), ber::boolean(false)],
        );
        let id = session
            .send(&search.to_bytes(), Some(&control(SYNC_REQUEST, true, &value)))
            .await?;
        let mut decoder = self.decoder();
        let mut batch = Batch::new(sink, watch, "read changes");
        let mut told = Told {
            cookie: cursor.to_owned(),
            ..Told::default()
        };
        let mut returned = 0;
        loop {
            let message = session.receive().await?;
            if message.id != id {
                continue;
            }
            match message.tag {
                0x64 => {
                    let record = find_control(message.controls, SYNC_STATE)
                        .and_then(|value| parse_state(value.ok_or(BerProblem("a changed entry has no state"))?))
                        .and_then(|(state, key)| match state {
                            State::Present => Ok(Record::Present(key)),
                            State::Gone => Ok(Record::Gone(key)),
                            State::Changed => {
                                returned += 1;
                                let entry = decoder.decode(RawEntry::parse(message.content)?)?;
                                // What was readable before and is not now, a full read would leave out.
                                Ok(entry.map_or(Record::Gone(key), |entry| Record::Entry(Box::new(entry))))
                            }
                        });
                    batch.record(record.map_err(|problem| session.malformed(problem.0))?);
                    session.entries = returned;
                }
                0x79 => {
                    let records = told
                        .message(message.content)
                        .map_err(|problem| session.malformed(problem.0))?;
                    records.into_iter().for_each(|record| batch.record(record));
                }
                0x65 => {
                    let ending = Ending::parse(&mut Reader(message.content));
                    let done = find_control(message.controls, SYNC_DONE).and_then(|value| told.done(value));
                    let ending = ending.map_err(|problem| session.malformed(problem.0))?;
                    match ending.code {
                        0 => {}
                        REFRESH_REQUIRED => {
                            let because = "the server no longer knows what changed since the last read".into();
                            return Ok(Changes::FullNeeded { because });
                        }
                        // Changes come in one piece; a full read comes in pages.
                        4 | 11 => {
                            let because = "more changed than the account may read in one piece".into();
                            return Ok(Changes::FullNeeded { because });
                        }
                        12 | 53 => {
                            let because = format!("the server does not tell what changed: {}", ending.reason);
                            return Ok(Changes::FullNeeded { because });
                        }
                        32 => {
                            return Err(DirectoryProblem::WrongBase {
                                base: self.setting.base.clone(),
                            });
                        }
                        _ => return Err(session.refused("tell what changed", &ending)),
                    }
                    done.map_err(|problem| session.malformed(problem.0))?;
                    break;
                }
                _ => {}
            }
            batch.flush(false).await?;
        }
        batch.flush(true).await?;
        Ok(Changes::Read(Box::new(ReadReport {
            server: server.product,
            url: self.setting.url.clone(),
            account,
            base: self.setting.base.clone(),
            filter,
            attributes: attributes.iter().map(|&name| name.to_owned()).collect(),
            mode: ReadMode::Incremental,
            full_because: None,
            started_at,
            ended_at: Utc::now(),
            pages: 1,
            entries_returned: returned,
            entries_loaded: batch.entries,
            excluded: decoder.excluded.to_exclusions(),
            adjusted: decoder.adjusted.to_exclusions(),
            server_reported_count: None,
            watermark_before: Some(cursor.to_owned()),
            watermark_after: Some(told.cookie.clone()),
            cursor: Some(told.cookie),
            names_all_present: told.names_all_present,
            files: Vec::new(),
        })))
    }
}

enum State {
    Present,
    Changed,
    Gone,
}

fn parse_state(value: &[u8]) -> Result<(State, String), BerProblem> {
    let mut reader = Reader(Reader(value).expect(ber::SEQUENCE)?);
    let state = match reader.integer(ber::ENUMERATED)? {
        0 => State::Present,
        1 | 2 => State::Changed,
        3 => State::Gone,
        _ => return Err(BerProblem("a changed entry has an unknown state")),
    };
    Ok((state, to_key(reader.expect(ber::OCTET_STRING)?)?))
}

/// The text form of an entryUUID, as it stands in the attribute.
fn to_key(uuid: &[u8]) -> Result<String, BerProblem> {
    if uuid.len() != 16 {
        return Err(BerProblem("an identity does not have 16 bytes"));
    }
    let mut key = String::with_capacity(36);
    for (at, byte) in uuid.iter().enumerate() {
        key.push_str(if matches!(at, 4 | 6 | 8 | 10) { "-" } else { "" });
        key.push_str(&format!("{byte:02x}"));
    }
    Ok(key)
}

/// What the messages between and after the entries say about the whole.
#[derive(Default)]
struct Told {
    cookie: String,
    names_all_present: bool,
}

impl Told {
    fn cookie(&mut self, bytes: Option<&[u8]>) {
        if let Some(bytes) = bytes.filter(|bytes| !bytes.is_empty()) {
            self.cookie = String::from_utf8_lossy(bytes).into_owned();
        }
    }

    // IntermediateResponse with a Sync Info Message (RFC 4533 §2.5).
    fn message(&mut self, content: &[u8]) -> Result<Vec<Record>, BerProblem> {
        let mut reader = Reader(content);
        let name = reader.optional(0x80)?;
        let Some(value) = reader.optional(0x81)?.filter(|_| name == Some(SYNC_MESSAGE.as_bytes())) else {
            return Ok(Vec::new());
        };
        let (tag, content) = Reader(value).next()?;
        let mut reader = Reader(content);
        match tag {
            0x80 => self.cookie(Some(content)),
            0xa1 => self.cookie(reader.optional(ber::OCTET_STRING)?),
            // The end of a present phase: whatever was not named is gone.
            0xa2 => {
                self.cookie(reader.optional(ber::OCTET_STRING)?);
                self.names_all_present = true;
            }
            0xa3 => {
                self.cookie(reader.optional(ber::OCTET_STRING)?);
                let gone = is_true(reader.optional(ber::BOOLEAN)?);
                let mut keys = Reader(reader.expect(ber::SET)?);
                let mut records = Vec::new();
                while !keys.is_empty() {
                    let key = to_key(keys.expect(ber::OCTET_STRING)?)?;
                    records.push(if gone { Record::Gone(key) } else { Record::Present(key) });
                }
                return Ok(records);
            }
            _ => {}
        }
        Ok(Vec::new())
    }

    // The Sync Done Control (RFC 4533 §2.4). Without refreshDeletes the phase that ends was a
    // present phase.
    fn done(&mut self, value: Option<&[u8]>) -> Result<(), BerProblem> {
        let value = value.ok_or(BerProblem("the end of the changes has no state"))?;
        let mut reader = Reader(Reader(value).expect(ber::SEQUENCE)?);
        self.cookie(reader.optional(ber::OCTET_STRING)?);
        if !is_true(reader.optional(ber::BOOLEAN)?) {
            self.names_all_present = true;
        }
        Ok(())
    }
}

fn is_true(content: Option<&[u8]>) -> bool {
    content.is_some_and(|content| content.iter().any(|byte| *byte != 0))
}
