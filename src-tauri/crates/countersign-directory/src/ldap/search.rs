//! Searches: the request, its controls, and what comes back.

use super::ber::{self, BerProblem, Reader};
use super::filter;
use super::session::{Ending, Session};
use crate::DirectoryProblem;

const PAGED: &str = "1.2.840.113556.1.4.319";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    Base = 0,
    Subtree = 2,
}

/// What to look for. The filter must have been encoded before.
pub(crate) struct Search<'a> {
    pub base: &'a str,
    pub scope: Scope,
    pub filter: Vec<u8>,
    pub attributes: &'a [&'a str],
}

impl<'a> Search<'a> {
    pub(crate) fn new(
        base: &'a str,
        scope: Scope,
        filter: &str,
        attributes: &'a [&'a str],
    ) -> Result<Self, DirectoryProblem> {
        let filter = filter::encode(filter).map_err(DirectoryProblem::Setting)?;
        Ok(Search {
            base,
            scope,
            filter,
            attributes,
        })
    }

    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let attributes: Vec<_> = self.attributes.iter().map(ber::text).collect();
        ber::group(
            0x63,
            &[
                ber::text(self.base),
                ber::integer(ber::ENUMERATED, self.scope as i64),
                ber::integer(ber::ENUMERATED, 0),
                ber::integer(ber::INTEGER, 0),
                ber::integer(ber::INTEGER, 0),
                ber::boolean(false),
                self.filter.clone(),
                ber::group(ber::SEQUENCE, &attributes),
            ],
        )
    }
}

/// A control by its number; what it means is in `value`.
pub(crate) fn control(oid: &str, critical: bool, value: &[u8]) -> Vec<u8> {
    ber::group(
        ber::SEQUENCE,
        &[ber::text(oid), ber::boolean(critical), ber::text(value)],
    )
}

/// The control that asks for one page (RFC 2696).
pub(crate) fn page_control(size: u32, cookie: &[u8]) -> Vec<u8> {
    let value = ber::group(
        ber::SEQUENCE,
        &[ber::integer(ber::INTEGER, i64::from(size)), ber::text(cookie)],
    );
    control(PAGED, true, &value)
}

/// The value of a control among those of a message.
pub(crate) fn find_control<'a>(controls: Option<&'a [u8]>, oid: &str) -> Result<Option<&'a [u8]>, BerProblem> {
    let mut controls = Reader(controls.unwrap_or_default());
    while !controls.is_empty() {
        let mut one = Reader(controls.expect(ber::SEQUENCE)?);
        let name = one.expect(ber::OCTET_STRING)?;
        one.optional(ber::BOOLEAN)?;
        let value = one.optional(ber::OCTET_STRING)?;
        if name == oid.as_bytes() {
            return Ok(Some(value.unwrap_or_default()));
        }
    }
    Ok(None)
}

/// The server's count (0 where it has none) and the cookie for the next page; empty after the last.
pub(crate) fn page_answer(controls: Option<&[u8]>) -> Result<Option<(u64, Vec<u8>)>, BerProblem> {
    let Some(value) = find_control(controls, PAGED)? else {
        return Ok(None);
    };
    let mut reader = Reader(Reader(value).expect(ber::SEQUENCE)?);
    let count = reader.integer(ber::INTEGER)?.max(0) as u64;
    Ok(Some((count, reader.expect(ber::OCTET_STRING)?.to_vec())))
}

/// An entry as bytes of the connection's buffer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RawEntry<'a> {
    pub dn: &'a [u8],
    attributes: Reader<'a>,
}

impl<'a> RawEntry<'a> {
    pub(crate) fn parse(content: &'a [u8]) -> Result<Self, BerProblem> {
        let mut reader = Reader(content);
        let dn = reader.expect(ber::OCTET_STRING)?;
        Ok(RawEntry {
            dn,
            attributes: Reader(reader.expect(ber::SEQUENCE)?),
        })
    }

    /// The next attribute: its name without options, and its values.
    pub(crate) fn next_attribute(&mut self) -> Result<Option<(&'a [u8], Values<'a>)>, BerProblem> {
        let bare = |name: &'a [u8]| name.split(|byte| *byte == b';').next().unwrap_or(name);
        Ok(self.next_described()?.map(|(name, values)| (bare(name), values)))
    }

    /// The next attribute: its name with the options after it, and its values.
    pub(crate) fn next_described(&mut self) -> Result<Option<(&'a [u8], Values<'a>)>, BerProblem> {
        if self.attributes.is_empty() {
            return Ok(None);
        }
        let mut one = Reader(self.attributes.expect(ber::SEQUENCE)?);
        let name = one.expect(ber::OCTET_STRING)?;
        Ok(Some((name, Values(Reader(one.expect(ber::SET)?)))))
    }
}

/// The values of one attribute.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Values<'a>(Reader<'a>);

impl<'a> Values<'a> {
    pub(crate) fn next(&mut self) -> Result<Option<&'a [u8]>, BerProblem> {
        match self.0.is_empty() {
            true => Ok(None),
            false => self.0.expect(ber::OCTET_STRING).map(Some),
        }
    }
}

/// A small entry, owned: its name and its attributes under lower-case names.
#[derive(Debug, Clone, Default)]
pub(crate) struct Found {
    pub dn: String,
    pub attributes: Vec<(String, Vec<String>)>,
}

impl Found {
    pub(crate) fn all(&self, name: &str) -> &[String] {
        let one = self
            .attributes
            .iter()
            .find(|(found, _)| found.eq_ignore_ascii_case(name));
        one.map_or(&[], |(_, values)| values)
    }

    pub(crate) fn first(&self, name: &str) -> Option<&str> {
        self.all(name).first().map(String::as_str)
    }

    pub(crate) fn from_raw(mut raw: RawEntry<'_>) -> Result<Found, BerProblem> {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let mut found = Found {
            dn: text(raw.dn),
            attributes: Vec::new(),
        };
        while let Some((name, mut values)) = raw.next_attribute()? {
            let mut all = Vec::new();
            while let Some(value) = values.next()? {
                all.push(text(value));
            }
            found.attributes.push((text(name).to_ascii_lowercase(), all));
        }
        Ok(found)
    }
}

impl Session {
    /// A search with a small answer, whole in memory. `None` when the base does not exist.
    pub(crate) async fn find(&mut self, search: &Search<'_>) -> Result<Option<Vec<Found>>, DirectoryProblem> {
        let mut all = Vec::new();
        let take = |raw: RawEntry<'_>| Found::from_raw(raw).map(|found| all.push(found));
        match self.each(search, None, take).await? {
            Ending { code: 0, .. } => Ok(Some(all)),
            Ending { code: 32, .. } => Ok(None),
            ending => Err(self.refused("answer a search", &ending)),
        }
    }

    /// A search in one piece; `take` is given every entry. Answers how it ended.
    pub(crate) async fn each(
        &mut self,
        search: &Search<'_>,
        controls: Option<&[u8]>,
        mut take: impl FnMut(RawEntry<'_>) -> Result<(), BerProblem>,
    ) -> Result<Ending, DirectoryProblem> {
        let id = self.send(&search.to_bytes(), controls).await?;
        loop {
            let message = self.receive().await?;
            let step = match (message.id == id, message.tag) {
                (true, 0x64) => RawEntry::parse(message.content).and_then(&mut take),
                (true, 0x65) => {
                    let ending = Ending::parse(&mut Reader(message.content));
                    return ending.map_err(|problem| self.malformed(problem.0));
                }
                _ => Ok(()),
            };
            step.map_err(|problem| self.malformed(problem.0))?;
        }
    }

    /// Changes one entry with one Modify; answers how it ended.
    pub(crate) async fn modify(&mut self, dn: &str, parts: &[Modification<'_>]) -> Result<Ending, DirectoryProblem> {
        let parts: Vec<_> = parts
            .iter()
            .map(|part| {
                let values: Vec<_> = part.values.iter().map(ber::text).collect();
                let change = ber::group(
                    ber::SEQUENCE,
                    &[ber::text(part.attribute), ber::group(ber::SET, &values)],
                );
                ber::group(
                    ber::SEQUENCE,
                    &[ber::integer(ber::ENUMERATED, i64::from(part.delete)), change],
                )
            })
            .collect();
        let request = ber::group(0x66, &[ber::text(dn), ber::group(ber::SEQUENCE, &parts)]);
        self.ask(&request, 0x67).await
    }

    /// Adds one entry; answers how it ended.
    pub(crate) async fn add(&mut self, dn: &str, entry: &[(String, Vec<String>)]) -> Result<Ending, DirectoryProblem> {
        let attributes: Vec<_> = entry
            .iter()
            .map(|(name, values)| {
                let values: Vec<_> = values.iter().map(ber::text).collect();
                ber::group(ber::SEQUENCE, &[ber::text(name), ber::group(ber::SET, &values)])
            })
            .collect();
        let request = ber::group(0x68, &[ber::text(dn), ber::group(ber::SEQUENCE, &attributes)]);
        self.ask(&request, 0x69).await
    }

    /// Deletes one entry; answers how it ended.
    pub(crate) async fn delete(&mut self, dn: &str) -> Result<Ending, DirectoryProblem> {
        self.ask(&ber::element(0x4a, dn.as_bytes()), 0x6b).await
    }

    async fn ask(&mut self, request: &[u8], answer: u8) -> Result<Ending, DirectoryProblem> {
        let id = self.send(request, None).await?;
        loop {
            let message = self.receive().await?;
            if message.id == id && message.tag == answer {
                let ending = Ending::parse(&mut Reader(message.content));
                return ending.map_err(|problem| self.malformed(problem.0));
            }
        }
    }
}

/// Values to add to an attribute, or to delete from it.
#[derive(Debug, Clone)]
pub(crate) struct Modification<'a> {
    pub delete: bool,
    pub attribute: &'a str,
    pub values: Vec<String>,
}
