//! What a tenant holds of a domain that is synced to it: copies of people and groups, with the anchors by which Entra
//! ID remembers where they came from. Nothing is copied until somebody says so, as the real sync takes its time.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::tenant::{Of, Tenant, id};
use crate::samba::Samba;

/// Copies have numbers from here on.
const FIRST: usize = 5_000;

/// The people and groups that are copied, by their common names in the domain, with their identities in the tenant.
pub struct Copy {
    people: BTreeMap<String, String>,
    groups: BTreeMap<String, String>,
}

/// An entry of the domain by its common name: source anchor and security identity.
fn entries(server: &Samba, filter: &str) -> BTreeMap<String, (String, String)> {
    let found = server.search(filter, &["cn", "objectGUID", "objectSid"]);
    let mut entries = BTreeMap::new();
    for entry in found.split("\n\n") {
        let value = |name: &str| {
            let mut lines = entry.lines();
            lines.find_map(|line| line.strip_prefix(name)).map(str::to_owned)
        };
        if let (Some(name), Some(guid), Some(sid)) = (value("cn: "), value("objectGUID:: "), value("objectSid:: ")) {
            entries.insert(name, (guid, sid_text(&sid)));
        }
    }
    entries
}

/// `S-1-5-21-…` (MS-DTYP §2.4.2.2).
fn sid_text(base64: &str) -> String {
    let bytes = STANDARD.decode(base64).expect("Base64");
    let authority = bytes[2..8].iter().fold(0u64, |sum, byte| sum << 8 | u64::from(*byte));
    let mut text = format!("S-{}-{authority}", bytes[0]);
    for part in bytes[8..].chunks_exact(4) {
        text += &format!("-{}", u32::from_le_bytes(part.try_into().expect("four bytes")));
    }
    text
}

impl Copy {
    /// Copies all people of the staff and these groups into the tenant.
    pub fn of(server: &Samba, groups: &[&str], tenant: &mut Tenant) -> Copy {
        let mut copy = Copy {
            people: BTreeMap::new(),
            groups: BTreeMap::new(),
        };
        let people = entries(server, "(&(objectClass=user)(!(objectClass=computer)))");
        for (n, (name, (guid, sid))) in people.into_iter().enumerate() {
            tenant.add_user(FIRST + n, false, None);
            let key = id(Of::User, FIRST + n);
            tenant.edit(Of::User, &key, |one| {
                one.properties.extend([
                    ("displayName".into(), json!(name)),
                    ("userPrincipalName".into(), json!(format!("{name}@contoso.example"))),
                    ("onPremisesSyncEnabled".into(), json!(true)),
                    ("onPremisesImmutableId".into(), json!(guid)),
                    ("onPremisesSecurityIdentifier".into(), json!(sid)),
                ]);
            });
            copy.people.insert(name, key);
        }
        let all = entries(server, "(objectClass=group)");
        for (n, name) in groups.iter().enumerate() {
            tenant.add_group(FIRST + n, name);
            let key = id(Of::Group, FIRST + n);
            tenant.edit(Of::Group, &key, |one| {
                one.properties.extend([
                    ("onPremisesSyncEnabled".into(), json!(true)),
                    ("onPremisesSecurityIdentifier".into(), json!(all[*name].1)),
                ]);
            });
            copy.groups.insert((*name).to_owned(), key);
        }
        copy.follow(server, tenant);
        copy
    }

    /// The sync runs: the copied groups list whom the domain's list, as far as they are copied.
    pub fn follow(&self, server: &Samba, tenant: &mut Tenant) {
        for (name, key) in &self.groups {
            let names = server.members(name);
            let members = names
                .iter()
                .filter_map(|name| self.people.get(name).or_else(|| self.groups.get(name)));
            let members = members.cloned().collect();
            tenant.edit(Of::Group, key, |one| one.members = members);
        }
    }

    /// The identity of a copied person in the tenant.
    pub fn person(&self, name: &str) -> &str {
        &self.people[name]
    }

    /// The identity of a copied group in the tenant.
    pub fn group(&self, name: &str) -> &str {
        &self.groups[name]
    }
}
