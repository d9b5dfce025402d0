//! Exports that come the same way every time: what Entra ID's portal and Active Directory's tools write.

use super::heading::{TableKind, plain};

/// A table that is recognized by its headings.
#[derive(Debug)]
pub(super) struct Known {
    /// What a person calls it.
    pub name: &'static str,
    pub kind: TableKind,
    /// All of these stand in it …
    has: &'static [&'static str],
    /// … and none of these.
    lacks: &'static [&'static str],
    /// Field and heading, as letters and digits.
    fields: &'static [(&'static str, &'static str)],
    /// What the one resource of all rows is, where the table names none.
    pub resource_kind: Option<&'static str>,
}

const KNOWN: &[Known] = &[
    Known {
        name: "members of a group, downloaded from Entra ID",
        kind: TableKind::Grants,
        has: &["id", "userprincipalname", "isuser", "isgroup"],
        lacks: &["groupname", "resource"],
        fields: &[
            ("personId", "id"),
            ("personUserName", "userprincipalname"),
            ("personMail", "mail"),
            ("personName", "displayname"),
        ],
        resource_kind: Some("group"),
    },
    Known {
        name: "assignments to applications of Entra ID (Get-MgServicePrincipalAppRoleAssignedTo)",
        kind: TableKind::Grants,
        has: &["principalid", "resourceid", "resourcedisplayname", "approleid"],
        lacks: &[],
        fields: &[
            ("resource", "resourcedisplayname"),
            ("resourceId", "resourceid"),
            ("entitlement", "approleid"),
            ("personId", "principalid"),
            ("personName", "principaldisplayname"),
        ],
        resource_kind: None,
    },
    Known {
        name: "users, downloaded from Entra ID",
        kind: TableKind::People,
        has: &["userprincipalname", "id", "usertype", "accountenabled"],
        lacks: &["isgroup"],
        fields: &[
            ("id", "id"),
            ("name", "displayname"),
            ("userName", "userprincipalname"),
            ("mail", "mail"),
        ],
        resource_kind: None,
    },
    Known {
        name: "members of a group of Active Directory (Get-ADGroupMember)",
        kind: TableKind::Grants,
        has: &[
            "distinguishedname",
            "name",
            "objectclass",
            "objectguid",
            "samaccountname",
            "sid",
        ],
        lacks: &["enabled", "userprincipalname", "groupscope", "surname"],
        fields: &[
            ("personId", "objectguid"),
            ("personUserName", "samaccountname"),
            ("person", "distinguishedname"),
            ("personName", "name"),
        ],
        resource_kind: Some("group"),
    },
    Known {
        name: "users of Active Directory (Get-ADUser)",
        kind: TableKind::People,
        has: &[
            "distinguishedname",
            "enabled",
            "objectguid",
            "samaccountname",
            "userprincipalname",
        ],
        lacks: &[],
        fields: &[
            ("id", "objectguid"),
            ("userName", "samaccountname"),
            ("dn", "distinguishedname"),
            ("mail", "emailaddress"),
        ],
        resource_kind: None,
    },
];

/// The export that these headings belong to.
pub(super) fn find(headings: &[String]) -> Option<&'static Known> {
    let named: Vec<String> = headings.iter().map(|heading| plain(heading)).collect();
    let has = |name: &&str| named.iter().any(|heading| heading == name);
    KNOWN
        .iter()
        .find(|known| known.has.iter().all(&has) && !known.lacks.iter().any(&has))
}

impl Known {
    /// The headings that this export's fields are taken from.
    pub(super) fn mapping<'h>(&self, headings: &'h [String]) -> Vec<(&'static str, &'h String)> {
        let of = |(field, name): &(&'static str, &str)| {
            let heading = headings.iter().find(|heading| plain(heading) == *name)?;
            Some((*field, heading))
        };
        self.fields.iter().filter_map(of).collect()
    }
}
