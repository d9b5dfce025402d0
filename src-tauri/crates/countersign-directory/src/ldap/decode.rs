//! From the bytes of an LDAP entry to an [`Entry`], with a note of everything put right on the way.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use countersign_domain::snapshot::{Entry, Kind, Mark, Reference, UserType, attribute};

use super::ber::BerProblem;
use super::note::Notes;
use super::search::RawEntry;
use super::setting::GuestRule;
use super::text::{clean, parse_time, without_uid};
use crate::dn;

/// Asked for in every read. Never `memberOf`: it is every membership a second time.
pub(crate) const ATTRIBUTES: &[&str] = &[
    "objectClass",
    "entryUUID",
    "nsUniqueId",
    "cn",
    "displayName",
    "givenName",
    "sn",
    "uid",
    "mail",
    "employeeNumber",
    "employeeType",
    "departmentNumber",
    "department",
    "title",
    "manager",
    "owner",
    "description",
    "member",
    "uniqueMember",
    "memberUid",
    "gidNumber",
    "createTimestamp",
    "authTimestamp",
    "pwdLastSuccess",
    "pwdAccountLockedTime",
    "nsAccountLock",
    "inetUserStatus",
    "accountStatus",
    "employeeStatus",
];

/// Turns entries into principals by the rules of one directory.
pub(crate) struct Decoder {
    guest: GuestRule,
    more: Vec<String>,
    pub excluded: Notes,
    pub adjusted: Notes,
}

#[derive(Default)]
struct Draft {
    classes: Vec<String>,
    identity: Vec<String>,
    names: BTreeMap<&'static str, Vec<String>>,
    references: BTreeMap<&'static str, Vec<Reference>>,
    attributes: Vec<(String, Vec<String>)>,
    disabled: bool,
    guest: bool,
    sign_in: Option<(DateTime<Utc>, &'static str)>,
    created_at: Option<DateTime<Utc>>,
    broken_text: bool,
}

impl Decoder {
    pub(crate) fn new(guest: GuestRule, more: Vec<String>) -> Decoder {
        Decoder {
            guest,
            more,
            excluded: Notes::default(),
            adjusted: Notes::default(),
        }
    }

    /// The entry, or `None` when it was left out (which is noted).
    pub(crate) fn decode(&mut self, mut raw: RawEntry<'_>) -> Result<Option<Entry>, BerProblem> {
        let dn_text = String::from_utf8_lossy(raw.dn).into_owned();
        let mut draft = Draft::default();
        while let Some((name, mut values)) = raw.next_attribute()? {
            let name = String::from_utf8_lossy(name);
            let known = ATTRIBUTES
                .iter()
                .copied()
                .find(|known| known.eq_ignore_ascii_case(&name));
            while let Some(bytes) = values.next()? {
                draft.take(known, &name, bytes, &self.guest, &self.more);
            }
        }
        self.finish(dn_text, draft)
    }

    /// The entry with these attributes, in whatever way they were read; `None` when it was left out.
    pub(crate) fn decode_values(&mut self, dn: String, values: Vec<(String, Vec<u8>)>) -> Option<Entry> {
        let mut draft = Draft::default();
        for (name, bytes) in &values {
            let known = ATTRIBUTES
                .iter()
                .copied()
                .find(|known| known.eq_ignore_ascii_case(name));
            draft.take(known, name, bytes, &self.guest, &self.more);
        }
        self.finish(dn, draft).ok().flatten()
    }

    fn finish(&mut self, dn_text: String, mut draft: Draft) -> Result<Option<Entry>, BerProblem> {
        let Some(normalised) = dn::normalise(&dn_text) else {
            self.excluded.add("its distinguished name is not readable", &dn_text);
            return Ok(None);
        };
        let key = match draft.identity.as_slice() {
            [one] => one.to_ascii_lowercase(),
            [] => {
                self.excluded.add("it has no lasting identity (entryUUID)", &dn_text);
                return Ok(None);
            }
            _ => {
                self.excluded.add("it has several identities", &dn_text);
                return Ok(None);
            }
        };
        let kind = kind_of(&draft.classes);
        if draft.broken_text {
            self.adjusted.add("text that is not UTF-8 was replaced", &dn_text);
        }
        let mut one = |name: &'static str, notes: &mut Notes| {
            let mut values = draft.names.remove(name).unwrap_or_default();
            // A directory has no order of values; the least one is the same in every read.
            values.sort();
            if values.len() > 1 && matches!(name, "displayName" | "mail" | "uid" | "title") {
                notes.add(
                    "it has several values where one is needed; the first in order was taken",
                    &dn_text,
                );
            }
            let (text, changed) = clean(values.first()?);
            if changed {
                notes.add("control characters in a name were replaced", &dn_text);
            }
            Some(text).filter(|text| !text.trim().is_empty())
        };
        let notes = &mut self.adjusted;
        let rdn = dn::first_value(&dn_text).map(|value| clean(&value).0);
        let common = one("cn", notes);
        let by_cn = dn_text.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("cn="));
        // Of several common names the one in the distinguished name is the one people use.
        let common = if by_cn { rdn.clone().or(common) } else { common };
        let (given, family) = (one("givenName", notes), one("sn", notes));
        let user_name = one("uid", notes);
        let full = match (given, family) {
            (Some(given), Some(family)) => Some(format!("{given} {family}")),
            (given, family) => given.or(family),
        };
        let display_name = one("displayName", notes).or(common).or(full).or(user_name.clone());
        let display_name = display_name.unwrap_or_else(|| {
            if kind != Kind::Container {
                notes.add("it has no name; its place in the tree is shown", &dn_text);
            }
            rdn.clone().unwrap_or_else(|| clean(&dn_text).0)
        });
        let (mail, title, employee_id) = (one("mail", notes), one("title", notes), one("employeeNumber", notes));
        let department = one("departmentNumber", notes).or_else(|| one("department", notes));
        let posix = draft.classes.iter().any(|class| class == "posixaccount");
        let gid = one("gidNumber", notes);
        let mut marks = vec![Mark::of(&normalised)];
        let mut member_of = Vec::new();
        match (kind, gid) {
            (Kind::Group, Some(gid)) => marks.push(Mark::of(&format!("gid:{gid}"))),
            (Kind::User, Some(gid)) if posix => member_of.push(Reference {
                mark: Mark::of(&format!("gid:{gid}")),
                text: format!("gidNumber={gid}"),
            }),
            _ => {}
        }
        if let (Kind::User, true, Some(uid)) = (kind, posix, &user_name) {
            marks.push(Mark::of(&format!("uid:{uid}")));
        }
        let under = self
            .guest
            .under
            .as_deref()
            .is_some_and(|place| dn::is_under(&normalised, place));
        let guest = draft.guest || under;
        let mut references = |name| draft.references.remove(name).unwrap_or_default();
        let user = kind == Kind::User;
        if kind == Kind::Group {
            // Which list a person must change; `member` where nothing is said.
            let is = |class: &str| draft.classes.iter().any(|one| one == class);
            let list = match () {
                () if is("groupofuniquenames") => Some("uniqueMember"),
                () if is("posixgroup") && !is("groupofnames") && !is("groupofmembers") => Some("memberUid"),
                () => None,
            };
            let said = list.map(|list| (attribute::MEMBER_LIST.to_owned(), vec![list.to_owned()]));
            draft.attributes.extend(said);
        }
        draft.attributes.sort();
        Ok(Some(Entry {
            key,
            marks,
            parent: dn::parent(&normalised).map(Mark::of),
            kind,
            display_name,
            user_name,
            mail,
            user_type: user.then_some(if guest { UserType::Guest } else { UserType::Member }),
            enabled: (user || kind == Kind::ServicePrincipal).then_some(!draft.disabled),
            department,
            title,
            employee_id,
            manager: references("manager").into_iter().min_by(|a, b| a.text.cmp(&b.text)),
            owners: references("owner"),
            members: references("member"),
            holdings: Vec::new(),
            member_of,
            created_at: draft.created_at,
            last_sign_in_at: draft.sign_in.map(|(at, _)| at),
            last_sign_in_field: draft.sign_in.map(|(_, field)| field.to_owned()),
            attributes: draft.attributes,
            dn: dn_text,
        }))
    }
}

impl Draft {
    fn take(&mut self, known: Option<&'static str>, name: &str, bytes: &[u8], guest: &GuestRule, more: &[String]) {
        let text = String::from_utf8_lossy(bytes);
        self.broken_text |= matches!(text, std::borrow::Cow::Owned(_));
        let is_guest_attribute = guest
            .attribute
            .as_deref()
            .is_some_and(|one| one.eq_ignore_ascii_case(name));
        if is_guest_attribute && guest.values.iter().any(|value| value.eq_ignore_ascii_case(&text)) {
            self.guest = true;
        }
        match known {
            Some("objectClass") => self.classes.push(text.to_ascii_lowercase()),
            Some("entryUUID" | "nsUniqueId") => self.identify(&text),
            Some("member") => self.refer("member", dn::to_reference(&text)),
            Some("uniqueMember") => self.refer("member", dn::to_reference(without_uid(&text))),
            Some("memberUid") => self.refer(
                "member",
                Reference {
                    mark: Mark::of(&format!("uid:{text}")),
                    text: format!("memberUid={text}"),
                },
            ),
            Some("owner") => self.refer("owner", dn::to_reference(&text)),
            Some("manager") => self.refer("manager", dn::to_reference(&text)),
            Some(field @ ("authTimestamp" | "pwdLastSuccess")) => {
                let at = parse_time(&text).map(|at| (at, field));
                if at.is_some_and(|(at, _)| self.sign_in.is_none_or(|(best, _)| at > best)) {
                    self.sign_in = at;
                }
            }
            Some("createTimestamp") => self.created_at = parse_time(&text),
            // This one value means locked for good; any other is a lock that ends by itself.
            Some("pwdAccountLockedTime") => self.disabled |= text.starts_with("000001010000"),
            Some("nsAccountLock") => self.disabled |= text.eq_ignore_ascii_case("true"),
            Some("inetUserStatus" | "accountStatus" | "employeeStatus") => {
                const OFF: [&str; 7] = [
                    "inactive",
                    "disabled",
                    "deleted",
                    "terminated",
                    "suspended",
                    "locked",
                    "left",
                ];
                self.disabled |= OFF.iter().any(|off| text.eq_ignore_ascii_case(off));
            }
            Some(field @ ("description" | "employeeType")) => self.keep(field, &text),
            Some(field) => self.names.entry(field).or_default().push(text.to_string()),
            None => {}
        }
        if more.iter().any(|one| one.eq_ignore_ascii_case(name)) {
            self.keep(name, &text);
        }
    }

    /// A server may give the same identity under two attribute names.
    fn identify(&mut self, text: &str) {
        if self.identity.first().is_none_or(|one| !one.eq_ignore_ascii_case(text)) {
            self.identity.push(text.to_owned());
        }
    }

    fn refer(&mut self, name: &'static str, reference: Reference) {
        self.references.entry(name).or_default().push(reference);
    }

    fn keep(&mut self, name: &str, text: &str) {
        let text = clean(text).0;
        match self.attributes.iter_mut().find(|(found, _)| found == name) {
            Some((_, values)) => {
                values.push(text);
                values.sort();
                values.dedup();
            }
            None => self.attributes.push((name.to_owned(), vec![text])),
        }
    }
}

fn kind_of(classes: &[String]) -> Kind {
    let has = |names: &[&str]| classes.iter().any(|class| names.contains(&class.as_str()));
    if has(&[
        "groupofnames",
        "groupofuniquenames",
        "posixgroup",
        "groupofmembers",
        "groupofentries",
        "group",
    ]) {
        Kind::Group
    } else if has(&[
        "person",
        "organizationalperson",
        "inetorgperson",
        "account",
        "posixaccount",
        "shadowaccount",
    ]) {
        Kind::User
    } else if has(&["simplesecurityobject"]) {
        Kind::ServicePrincipal
    } else {
        Kind::Container
    }
}
