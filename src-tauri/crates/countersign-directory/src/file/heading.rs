//! What the columns of a table mean: guessed from usual headings, put right by the settings.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::known;

/// What the rows of a table are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum TableKind {
    /// A person each.
    People,
    /// Somebody's access to something each.
    Grants,
}

type Field = (&'static str, &'static str);

// Each field with the headings that mean it, best first, as letters and digits only. Among them are the
// names used by the exports of Entra ID and of Active Directory's tools.
const PEOPLE: &[Field] = &[
    (
        "id",
        "id objectid userid personid employeeid employeenumber objectguid guid personalnummer matricule",
    ),
    ("name", "displayname fullname name employeename anzeigename nomcomplet"),
    ("givenName", "givenname firstname vorname prenom prénom"),
    ("familyName", "surname sn lastname familyname nachname nom"),
    (
        "mail",
        "mail email emailaddress primarysmtpaddress mailadresse courriel",
    ),
    (
        "userName",
        "samaccountname userprincipalname upn username login loginname logon account accountname uid \
         benutzername anmeldename identifiant",
    ),
    ("dn", "distinguishedname dn"),
    (
        "department",
        "department departmentname abteilung service costcenter orgunit",
    ),
    ("title", "jobtitle title position funktion fonction"),
    ("employeeId", "employeeid employeenumber personalnummer matricule"),
    (
        "manager",
        "manager managerid managermail manageremail managerupn manageruserprincipalname supervisor \
         reportsto vorgesetzter responsable",
    ),
    (
        "enabled",
        "accountenabled enabled active isactive status accountstatus aktiv actif",
    ),
    ("userType", "usertype persontype employeetype benutzertyp"),
    (
        "lastSignIn",
        "lastsignindatetime lastsignin lastsigninat lastlogondate lastlogon lastlogin lastlogindate \
         letzteanmeldung",
    ),
    (
        "created",
        "createddatetime created createdat createdon creationdate whencreated startdate hiredate erstellt",
    ),
];

const GRANTS: &[Field] = &[
    (
        "resource",
        "resource resourcename application applicationname app appdisplayname system group groupname \
         resourcedisplayname anwendung gruppe systeme système",
    ),
    ("resourceId", "resourceid applicationid appid groupid systemid"),
    ("resourceKind", "resourcekind resourcetype kind art"),
    (
        "entitlement",
        "entitlement role rolename approle approlename permission access accesslevel profile rolle \
         berechtigung rôle",
    ),
    (
        "person",
        "person user member holder assignee principal assignedto benutzer utilisateur",
    ),
    (
        "personId",
        "personid userid principalid memberid employeeid employeenumber personalnummer objectid",
    ),
    (
        "personUserName",
        "username userprincipalname upn login loginname account accountname samaccountname uid \
         benutzername identifiant",
    ),
    ("personMail", "mail email emailaddress useremail usermail courriel"),
    (
        "personName",
        "personname userdisplayname displayname fullname name principaldisplayname anzeigename",
    ),
    ("description", "description resourcedescription beschreibung"),
    ("privileged", "privileged isprivileged critical privilegiert"),
    (
        "owner",
        "owner resourceowner applicationowner eigentümer verantwortlicher",
    ),
    ("scope", "scope"),
];

/// The fields a kind of table may have.
pub(super) fn fields(kind: TableKind) -> impl Iterator<Item = &'static str> {
    of(kind).iter().map(|(field, _)| *field)
}

fn of(kind: TableKind) -> &'static [Field] {
    match kind {
        TableKind::People => PEOPLE,
        TableKind::Grants => GRANTS,
    }
}

/// A heading as compared: its letters and digits.
pub(super) fn plain(heading: &str) -> String {
    heading
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// What a table with these headings seems to be: grants where one of them names a resource.
pub(super) fn guess_kind(headings: &[String]) -> TableKind {
    if let Some(known) = known::find(headings) {
        return known.kind;
    }
    let resource = &GRANTS[0].1;
    let person = |field: &&Field| field.0.starts_with("person");
    let has = |names: &str| {
        let is = |heading: &String| names.split_whitespace().any(|name| name == plain(heading));
        headings.iter().any(is)
    };
    match has(resource) && GRANTS.iter().filter(person).any(|(_, names)| has(names)) {
        true => TableKind::Grants,
        false => TableKind::People,
    }
}

/// For each field the heading that seems to mean it. No heading is taken for two fields, except an employee
/// number, which is also an identity. Of an export that is known, its own meaning comes first.
pub(super) fn guess(kind: TableKind, headings: &[String]) -> BTreeMap<&'static str, String> {
    let mut found: BTreeMap<&'static str, String> = BTreeMap::new();
    if let Some(known) = known::find(headings).filter(|known| known.kind == kind) {
        let mapping = known.mapping(headings).into_iter();
        found.extend(mapping.map(|(field, heading)| (field, heading.clone())));
    }
    for (field, names) in of(kind) {
        if found.contains_key(field) {
            continue;
        }
        let free = |heading: &&String| *field == "employeeId" || !found.values().any(|taken| taken == *heading);
        let named = |name: &str| headings.iter().filter(free).find(|heading| plain(heading) == name);
        let best = names.split_whitespace().find_map(named);
        if let Some(heading) = best {
            found.insert(field, heading.clone());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(headings: &str) -> Vec<String> {
        headings.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn the_headings_of_an_entra_export_are_understood() {
        let headings = list(
            "userPrincipalName,displayName,surname,mail,givenName,id,userType,jobTitle,department,accountEnabled,createdDateTime",
        );
        assert_eq!(guess_kind(&headings), TableKind::People);
        let found = guess(TableKind::People, &headings);
        for (field, heading) in [
            ("id", "id"),
            ("name", "displayName"),
            ("userName", "userPrincipalName"),
            ("enabled", "accountEnabled"),
            ("created", "createdDateTime"),
            ("title", "jobTitle"),
        ] {
            assert_eq!(found.get(field).map(String::as_str), Some(heading), "{field}");
        }
    }

    #[test]
    fn the_headings_of_an_active_directory_export_are_understood() {
        let headings = list(
            "DistinguishedName,Enabled,GivenName,Name,ObjectGUID,SamAccountName,Surname,UserPrincipalName,EmailAddress,Department,Title,Manager,LastLogonDate,whenCreated",
        );
        let found = guess(TableKind::People, &headings);
        for (field, heading) in [
            ("id", "ObjectGUID"),
            ("userName", "SamAccountName"),
            ("mail", "EmailAddress"),
            ("dn", "DistinguishedName"),
            ("manager", "Manager"),
            ("lastSignIn", "LastLogonDate"),
        ] {
            assert_eq!(found.get(field).map(String::as_str), Some(heading), "{field}");
        }
    }

    #[test]
    fn a_table_that_names_a_resource_and_a_person_is_one_of_grants() {
        let headings = list("Anwendung,Rolle,Benutzername,E-Mail");
        assert_eq!(guess_kind(&headings), TableKind::Grants);
        let found = guess(TableKind::Grants, &headings);
        assert_eq!(found["resource"], "Anwendung");
        assert_eq!(found["entitlement"], "Rolle");
        assert_eq!(found["personUserName"], "Benutzername");
        assert_eq!(found["personMail"], "E-Mail");
    }
}
