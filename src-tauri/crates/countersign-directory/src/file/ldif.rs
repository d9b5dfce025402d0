//! LDIF (RFC 2849): the entries of a directory as its tools write them, one at a time.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use countersign_domain::snapshot::{Entry, Kind, Mark, UserType, attribute as fact};

use super::text::{Text, detect, to_hex};
use super::{Place, clean};
use crate::DirectoryProblem;
use crate::dn;
use crate::ldap::decode::Decoder;

/// Bytes of one entry: a group of a million members has some 80 MB.
const MOST_ENTRY: usize = 256 * 1024 * 1024;

pub(super) type Values = Vec<(String, Vec<u8>)>;

/// Hands every entry to `visit` with the line it begins at; answers size and hash of the file.
pub(super) fn records(
    path: &Path,
    place: &Place<'_>,
    visit: &mut dyn FnMut(u64, String, Values) -> Result<(), DirectoryProblem>,
) -> Result<(u64, String), DirectoryProblem> {
    let encoding = detect(path, place, u64::MAX)?;
    let mut text = Text::open(path, encoding, place)?;
    let mut reader = Record::default();
    let (mut line, mut number, mut begun) = (String::new(), 1_u64, false);
    while let Some(piece) = text.next(place)? {
        for c in piece.chars() {
            match c {
                '\n' => {
                    reader.line(number, line.strip_suffix('\r').unwrap_or(&line), place, visit)?;
                    line.clear();
                    number += 1;
                }
                '\0' => return Err(place.line(number, "holds a NUL character")),
                c => {
                    if line.len() >= MOST_ENTRY {
                        return Err(place.line(number, "is too long for an entry"));
                    }
                    line.push(c);
                }
            }
            begun = true;
        }
    }
    if !begun {
        return Err(place.wrong("is empty"));
    }
    reader.line(number, line.strip_suffix('\r').unwrap_or(&line), place, visit)?;
    reader.end(place, visit)?;
    Ok((text.size, text.sha256()))
}

/// The entry that is being read.
#[derive(Default)]
struct Record {
    begins: u64,
    dn: Option<String>,
    values: Values,
    size: usize,
    /// A logical line and where it begins; the next physical line may continue it.
    open: Option<(u64, String)>,
}

type Give<'v> = dyn FnMut(u64, String, Values) -> Result<(), DirectoryProblem> + 'v;

impl Record {
    fn line(
        &mut self,
        number: u64,
        line: &str,
        place: &Place<'_>,
        visit: &mut Give<'_>,
    ) -> Result<(), DirectoryProblem> {
        if let Some(more) = line.strip_prefix(' ') {
            let Some((_, open)) = &mut self.open else {
                return Err(place.line(number, "continues nothing"));
            };
            open.push_str(more);
            self.size += more.len();
            return self.bound(number, place);
        }
        self.take(place)?;
        if line.is_empty() {
            return self.end(place, visit);
        }
        self.size += line.len();
        self.open = Some((number, line.to_owned()));
        self.bound(number, place)
    }

    fn bound(&self, number: u64, place: &Place<'_>) -> Result<(), DirectoryProblem> {
        if self.size > MOST_ENTRY {
            let most = MOST_ENTRY / 1024 / 1024;
            return Err(place.line(number, &format!("belongs to an entry of more than {most} MiB")));
        }
        Ok(())
    }

    /// Understands the logical line that is complete now.
    fn take(&mut self, place: &Place<'_>) -> Result<(), DirectoryProblem> {
        let Some((number, line)) = self.open.take() else {
            return Ok(());
        };
        if line.starts_with('#') || line == "-" {
            return Ok(());
        }
        let Some((name, rest)) = line.split_once(':') else {
            return Err(place.line(number, "has no colon"));
        };
        let value = match rest.as_bytes().first() {
            Some(b':') => STANDARD
                .decode(rest[1..].trim())
                .map_err(|_| place.line(number, "is not valid Base64"))?,
            Some(b'<') => return Err(place.line(number, "refers to a file of its own, which is not read")),
            _ => rest.trim_start_matches(' ').as_bytes().to_vec(),
        };
        let Some(name) = whole(name) else {
            return Err(place.line(number, PARTIAL));
        };
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        match &self.dn {
            None if is("version") && value == b"1" => {}
            None if is("version") => return Err(place.line(number, "names a version of LDIF other than 1")),
            None if is("dn") => {
                let dn = String::from_utf8(value).map_err(|_| place.line(number, "is a name that is no UTF-8"))?;
                (self.dn, self.begins) = (Some(dn), number);
            }
            // ldapsearch ends its answers so, those that were cut off as well.
            None if is("result") && !String::from_utf8_lossy(&value).trim_start().starts_with("0 ") => {
                let said = clean(&String::from_utf8_lossy(&value)).0;
                return Err(place.line(
                    number,
                    &format!("says that the export is not whole ({}): export it again", said.trim()),
                ));
            }
            None if is("search") || is("result") || is("ref") => {}
            None => return Err(place.line(number, "stands before the dn of its entry")),
            Some(_) if is("dn") => return Err(place.line(number, "is a second dn in one entry")),
            Some(_) if is("changetype") && value != b"add" => {
                return Err(place.line(number, "is a change and not an entry"));
            }
            Some(_) if is("changetype") => {}
            Some(_) => self.values.push((name.to_owned(), value)),
        }
        Ok(())
    }

    fn end(&mut self, place: &Place<'_>, visit: &mut Give<'_>) -> Result<(), DirectoryProblem> {
        self.take(place)?;
        self.size = 0;
        match self.dn.take() {
            Some(dn) => visit(self.begins, dn, std::mem::take(&mut self.values)),
            None => Ok(()),
        }
    }
}

/// What is said of values that are a part of a list: Active Directory gives 1 500 at once and names the range
/// (MS-ADTS §3.1.1.3.1.3.3).
pub(super) const PARTIAL: &str = "holds a part of a list alone (“range=”): export the whole list";

/// The name of an attribute without its options; `None` where they say that this is not the end of its values.
pub(super) fn whole(name: &str) -> Option<&str> {
    let mut parts = name.split(';').map(str::trim);
    let plain = parts.next().unwrap_or_default();
    let is_part = |option: &str| {
        let range = option.get(..6).filter(|start| start.eq_ignore_ascii_case("range="));
        range.is_some() && !(option.starts_with("range=0-") && option.ends_with("-*"))
    };
    (!parts.any(|option| is_part(&option.to_ascii_lowercase()))).then_some(plain)
}

/// The principal of an entry, `None` when it was left out (which the decoder notes). What Active Directory calls
/// otherwise is translated first.
pub(super) fn to_entry(decoder: &mut Decoder, dn: String, values: Values) -> Option<Entry> {
    let mut group_type = None;
    let mut computer = false;
    let mut values: Values = values
        .into_iter()
        .map(|(name, value)| {
            let text = String::from_utf8_lossy(&value);
            let number = || text.trim().parse::<i64>().ok();
            match name.to_ascii_lowercase().as_str() {
                "samaccountname" => ("uid".into(), value),
                "employeeid" => ("employeeNumber".into(), value),
                "managedby" => ("owner".into(), value),
                "whencreated" => ("createTimestamp".into(), value),
                "objectguid" if value.len() == 16 => ("entryUUID".into(), to_guid(&value).into_bytes()),
                "useraccountcontrol" => {
                    let off = number().is_some_and(|bits| bits & 2 != 0);
                    ("nsAccountLock".into(), off.to_string().into_bytes())
                }
                "lastlogontimestamp" => {
                    let at = number().and_then(from_filetime);
                    ("authTimestamp".into(), at.unwrap_or_default().into_bytes())
                }
                "grouptype" => {
                    group_type = number();
                    (name, value)
                }
                "objectclass" => {
                    computer |= text.eq_ignore_ascii_case("computer");
                    (name, value)
                }
                _ => (name, value),
            }
        })
        .collect();
    let identified = |(name, _): &(String, Vec<u8>)| {
        name.eq_ignore_ascii_case("entryUUID") || name.eq_ignore_ascii_case("nsUniqueId")
    };
    if !values.iter().any(identified) {
        let Mark(mark) = Mark::of(&dn::normalise(&dn).unwrap_or_else(|| dn.clone()));
        values.push(("entryUUID".into(), format!("dn:{}", to_hex(&mark)).into_bytes()));
    }
    let mut entry = decoder.decode_values(dn, values)?;
    if computer && entry.kind == Kind::User {
        (entry.kind, entry.user_type) = (Kind::ServicePrincipal, None::<UserType>);
    }
    if let (Kind::Group, Some(bits)) = (entry.kind, group_type) {
        // The highest of 32 bits says that the group grants access.
        let kind = if bits < 0 || bits & 0x8000_0000 != 0 {
            fact::SECURITY
        } else {
            fact::DISTRIBUTION
        };
        entry
            .attributes
            .push((fact::GROUP_TYPE.to_owned(), vec![kind.to_owned()]));
        entry.attributes.sort();
    }
    entry.dn = clean(&entry.dn).0;
    Some(entry)
}

/// The usual way to write the 16 bytes of an objectGUID (MS-DTYP §2.3.4).
fn to_guid(bytes: &[u8]) -> String {
    let order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
    let hex: Vec<u8> = order.iter().filter_map(|at| bytes.get(*at).copied()).collect();
    let hex = to_hex(&hex);
    [0..8, 8..12, 12..16, 16..20, 20..32]
        .map(|range| hex.get(range).unwrap_or_default().to_owned())
        .join("-")
}

/// Tenths of microseconds since 1601 (MS-DTYP §2.3.3) as a GeneralizedTime.
fn from_filetime(tenths: i64) -> Option<String> {
    let seconds = tenths.checked_div(10_000_000)?.checked_sub(11_644_473_600)?;
    let at = chrono::DateTime::from_timestamp(seconds, 0).filter(|_| tenths > 0)?;
    Some(at.format("%Y%m%d%H%M%SZ").to_string())
}
