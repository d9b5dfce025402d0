//! From the bytes of an entry to an [`Entry`], with a note of everything put right on the way.

mod draft;

use countersign_domain::snapshot::{Entry, Kind, Mark, UserType, attribute};

use super::name::{Name, guid_mark};
use super::sid;
use crate::dn;
use crate::ldap::GuestRule;
use crate::ldap::ber::BerProblem;
use crate::ldap::note::Notes;
use crate::ldap::search::RawEntry;
use crate::ldap::text::clean;
use draft::Draft;

/// Asked for in every read, beside the first values of `member`. Never `memberOf`: it is every
/// membership a second time. Never `lastLogon`: each controller has its own, and tells nobody.
pub(super) const ATTRIBUTES: &[&str] = &[
    "objectClass",
    "cn",
    "displayName",
    "givenName",
    "sn",
    "sAMAccountName",
    "userPrincipalName",
    "mail",
    "employeeID",
    "employeeNumber",
    "employeeType",
    "department",
    "title",
    "manager",
    "managedBy",
    "description",
    "groupType",
    "userAccountControl",
    "accountExpires",
    "lastLogonTimestamp",
    "primaryGroupID",
    "servicePrincipalName",
    "whenCreated",
    "uSNChanged",
];

/// As reviewers and evidence read it: the domain moves the stamp on only when it is older than 9 to 14
/// days (MS-ADA1, msDS-LogonTimeSyncInterval).
pub(super) const SIGN_IN_FIELD: &str = "lastLogonTimestamp, up to 14 days behind";

const DISABLED: i64 = 0x2;
const TRUST: i64 = 0x800;
const PASSWORD_STAYS: i64 = 0x1_0000;

/// An entry, and how far its list of members came.
pub(super) struct Decoded {
    pub entry: Entry,
    /// The number of the last member that came, where there are more.
    pub upto: Option<u64>,
    pub changed: String,
}

/// Turns entries into principals by the rules of one domain.
pub(super) struct Decoder {
    guest: GuestRule,
    more: Vec<String>,
    pub excluded: Notes,
    pub adjusted: Notes,
}

impl Decoder {
    pub(super) fn new(guest: GuestRule, more: Vec<String>) -> Decoder {
        Decoder {
            guest,
            more,
            excluded: Notes::default(),
            adjusted: Notes::default(),
        }
    }

    /// The entry, or `None` when it was left out (which is noted).
    pub(super) fn decode(&mut self, mut raw: RawEntry<'_>) -> Result<Option<Decoded>, BerProblem> {
        let name = Name::parse(&String::from_utf8_lossy(raw.dn));
        let mut draft = Draft::default();
        while let Some((described, mut values)) = raw.next_described()? {
            let described = String::from_utf8_lossy(described);
            let (attribute, options) = described.split_once(';').unwrap_or((&described, ""));
            draft.range(attribute, options);
            while let Some(bytes) = values.next()? {
                draft.take(attribute, bytes, &self.guest, &self.more);
            }
        }
        Ok(self.finish(&name, draft))
    }

    fn finish(&mut self, name: &Name, mut draft: Draft) -> Option<Decoded> {
        let Some(place) = dn::normalise(&name.dn) else {
            self.excluded.add("its distinguished name is not readable", &name.dn);
            return None;
        };
        let Some(key) = name.guid.clone() else {
            self.excluded.add("it has no lasting identity (objectGUID)", &name.dn);
            return None;
        };
        let foreign = name.sid.as_deref().filter(|_| draft.is("foreignsecurityprincipal"));
        let kind = kind_of(&draft, foreign);
        self.note(&draft, &name.dn);
        let notes = &mut self.adjusted;
        let mut one = |attribute: &'static str| {
            let (text, changed) = clean(draft.one(attribute)?);
            if changed {
                notes.add("control characters in a name were replaced", &name.dn);
            }
            Some(text).filter(|text| !text.trim().is_empty())
        };
        let user_name = one("sAMAccountName");
        let full = match (one("givenName"), one("sn")) {
            (Some(given), Some(family)) => Some(format!("{given} {family}")),
            (given, family) => given.or(family),
        };
        let known = foreign.and_then(sid::well_known).map(str::to_owned);
        let in_place = || dn::first_value(&name.dn).map(|value| clean(&value).0);
        let display_name = known.or_else(|| one("displayName")).or_else(|| one("cn")).or(full);
        let display_name = display_name.or_else(in_place).or_else(|| user_name.clone());
        let (mail, title, department) = (one("mail"), one("title"), one("department"));
        let employee_id = one("employeeID").or_else(|| one("employeeNumber"));

        let mut marks = vec![Mark::of(&place), guid_mark(&key)];
        marks.extend(name.sid.as_deref().map(sid_mark));
        let user = kind == Kind::User;
        let account = user || kind == Kind::ServicePrincipal;
        let primary = name.sid.as_deref().filter(|_| account).zip(draft.one("primaryGroupID"));
        let primary = primary.and_then(|(sid, number)| {
            Some(countersign_domain::snapshot::Reference {
                mark: sid_mark(&sid::primary_group(sid, number)?),
                text: format!("primaryGroupID={number}"),
            })
        });
        let outside = foreign.is_some() || draft.is("contact");
        let under = self.guest.under.as_deref();
        let guest = outside || draft.guest || under.is_some_and(|under| dn::is_under(&place, under));
        let enabled = draft.flags.filter(|_| account).map(|flags| flags & DISABLED == 0);
        let mut attributes = std::mem::take(&mut draft.kept);
        attributes.extend(facts(&draft, kind, name.sid.as_deref(), foreign));
        attributes.sort();
        let owned = matches!(kind, Kind::Group | Kind::ServicePrincipal);
        Some(Decoded {
            upto: draft.upto,
            changed: draft.one("uSNChanged").unwrap_or_default().to_owned(),
            entry: Entry {
                key,
                marks,
                parent: dn::parent(&place).map(Mark::of),
                kind,
                display_name: display_name.unwrap_or_else(|| clean(&name.dn).0),
                user_name,
                mail,
                user_type: user.then_some(if guest { UserType::Guest } else { UserType::Member }),
                enabled,
                department,
                title,
                employee_id,
                manager: draft.manager.into_iter().min_by(|a, b| a.text.cmp(&b.text)),
                owners: if owned { draft.owners } else { Vec::new() },
                members: if kind == Kind::Group { draft.members } else { Vec::new() },
                holdings: Vec::new(),
                member_of: primary.into_iter().collect(),
                created_at: draft.created_at,
                last_sign_in_at: draft.sign_in,
                last_sign_in_field: draft.sign_in.map(|_| SIGN_IN_FIELD.to_owned()),
                attributes,
                dn: name.dn.clone(),
            },
        })
    }

    fn note(&mut self, draft: &Draft, dn: &str) {
        if draft.broken_text {
            self.adjusted.add("text that is not UTF-8 was replaced", dn);
        }
        if draft.cut {
            self.adjusted.add(
                "only the first values of a long attribute that is no list of members were kept",
                dn,
            );
        }
        if draft.sign_in.is_some() {
            self.adjusted.add(
                "its last sign-in is lastLogonTimestamp, which the domain keeps up to 14 days behind",
                dn,
            );
        }
    }
}

fn sid_mark(sid: &str) -> Mark {
    Mark::of_sid(sid)
}

/// An account whose password the domain chooses for a program; each of these classes is a kind of computer, too.
fn is_managed(draft: &Draft) -> bool {
    const MANAGED: [&str; 3] = [
        "msds-managedserviceaccount",
        "msds-groupmanagedserviceaccount",
        "msds-delegatedmanagedserviceaccount",
    ];
    MANAGED.iter().any(|class| draft.is(class))
}

fn kind_of(draft: &Draft, foreign: Option<&str>) -> Kind {
    let machine = draft.is("computer") || is_managed(draft);
    match () {
        () if draft.is("group") => Kind::Group,
        // Whoever Windows counts in at sign-in is a group, though its members are listed nowhere.
        () if foreign.is_some_and(|sid| sid::well_known(sid).is_some()) => Kind::Group,
        () if machine || draft.flags.is_some_and(|flags| flags & TRUST != 0) => Kind::ServicePrincipal,
        () if foreign.is_some() || ["user", "inetorgperson", "contact"].iter().any(|class| draft.is(class)) => {
            Kind::User
        }
        () => Kind::Container,
    }
}

/// What a reviewer or a plan must know beside the fields.
fn facts(draft: &Draft, kind: Kind, sid: Option<&str>, foreign: Option<&str>) -> Vec<(String, Vec<String>)> {
    let mut facts = Vec::new();
    let mut say = |name: &str, value: &str| facts.push((name.to_owned(), vec![value.to_owned()]));
    let flags = draft.flags.unwrap_or(0);
    match kind {
        Kind::Group if foreign.is_some() => say(attribute::DYNAMIC, "Windows counts its members in at sign-in."),
        Kind::Group => {
            // A group without the bit 0x80000000 receives mail and grants nothing (MS-ADTS §2.2.12).
            let kind = draft.one("groupType").and_then(|text| text.parse::<i64>().ok());
            match kind {
                Some(kind) if kind & 0x8000_0000 != 0 => say(attribute::GROUP_TYPE, attribute::SECURITY),
                Some(_) => say(attribute::GROUP_TYPE, attribute::DISTRIBUTION),
                None => {}
            }
            if draft.one("mail").is_some() {
                say(attribute::MAIL_ENABLED, attribute::TRUE);
            }
            if sid.is_some_and(sid::is_privileged) {
                say(attribute::PRIVILEGED, attribute::TRUE);
            }
        }
        Kind::User => {
            // A name for programs to sign in to is given to accounts that run one.
            if draft.one("servicePrincipalName").is_some() {
                say(attribute::SERVICE_ACCOUNT, attribute::TRUE);
            }
            if flags & PASSWORD_STAYS != 0 {
                say("passwordNeverExpires", attribute::TRUE);
            }
        }
        Kind::ServicePrincipal if is_managed(draft) => say(attribute::SERVICE_ACCOUNT, attribute::TRUE),
        Kind::ServicePrincipal => say(attribute::COMPUTER, attribute::TRUE),
        _ => {}
    }
    let account = matches!(kind, Kind::User | Kind::ServicePrincipal);
    if let Some(at) = draft.expires_at.filter(|_| account) {
        say("accountExpires", &at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true));
    }
    if let Some(name) = draft.one("userPrincipalName").filter(|_| account) {
        say("userPrincipalName", &clean(name).0);
    }
    facts
}
