//! Exports as Entra ID's portal and Active Directory's tools write them: recognized, and read without a word said.

use serde_json::json;

use super::{Folder, NO_STRINGS, read, row, workbook};
use crate::file::{TableKind, guess, guess_as};

const GROUP: &str = "id,userPrincipalName,displayName,objectType,userType,isUser,isGroup,isGuest\n\
    6f1a3b52-0a0e-4a57-9b1f-0d6c1d6f1a01,ada@example.org,Ada Adler,user,Member,True,False,False\n\
    6f1a3b52-0a0e-4a57-9b1f-0d6c1d6f1a02,gus_x#EXT#@example.org,Gus,user,Guest,True,False,True\n";
const USERS: &str = "userPrincipalName,displayName,surname,mail,givenName,id,userType,jobTitle,department,accountEnabled,createdDateTime\n\
    ada@example.org,Ada Adler,Adler,ada@example.org,Ada,6f1a3b52-0a0e-4a57-9b1f-0d6c1d6f1a01,Member,Clerk,Finance,True,2024-01-02T03:04:05Z\n";

#[test]
fn the_members_of_a_group_from_entra_ask_for_the_name_of_the_group_and_are_matched() {
    let folder = Folder::new("known-entra");
    let path = folder.put("exportGroupMembers_2026-5-1.csv", GROUP);
    folder.put("users.csv", USERS);
    let found = guess(&path).expect("a guess");
    assert_eq!(
        found.known.as_deref(),
        Some("members of a group, downloaded from Entra ID")
    );
    assert_eq!((found.table, found.needs_resource), (Some(TableKind::Grants), true));
    assert_eq!(
        found.problem.as_deref(),
        Some(
            "exportGroupMembers_2026-5-1.csv, row 1, begins a list of the members of a group, downloaded from Entra ID: name that group as its resource."
        )
    );
    let id = &found.columns[0];
    assert_eq!(
        (id.fields.as_slice(), id.because.as_str()),
        (&["personId".to_owned()][..], "a known export")
    );
    assert_eq!(id.samples.len(), 2);
    let file = json!({ "path": "exportGroupMembers_2026-5-1.csv", "resource": "Payroll" });
    assert_eq!(guess_as(&file, &folder.0).expect("a look").problem, None);
    let (report, entries) = read(&folder.0, json!([file, { "path": "users.csv" }])).expect("a read");
    let group = entries
        .iter()
        .find(|entry| entry.display_name == "Payroll")
        .expect("the group");
    assert_eq!(group.kind, countersign_domain::snapshot::Kind::Group);
    assert_eq!(group.members.len(), 2, "members, not holders of a role");
    let ada = entries
        .iter()
        .find(|entry| entry.display_name == "Ada Adler")
        .expect("Ada");
    assert!(group.members.iter().any(|member| ada.marks.contains(&member.mark)));
    assert_eq!(report.entries_loaded, 3);
    let gus = entries
        .iter()
        .find(|entry| entry.display_name == "Gus")
        .expect("listed");
    assert!(gus.key.starts_with("unmatched:"), "the guest is not among the users");
}

#[test]
fn what_powershell_writes_is_read_with_its_line_of_types() {
    let folder = Folder::new("known-powershell");
    folder.put(
        "users.csv",
        "#TYPE Microsoft.ActiveDirectory.Management.ADUser\r\n\
         \"DistinguishedName\",\"Enabled\",\"GivenName\",\"Name\",\"ObjectClass\",\"ObjectGUID\",\"SamAccountName\",\"SID\",\"Surname\",\"UserPrincipalName\"\r\n\
         \"CN=Adler\\, Ada,OU=People,DC=example,DC=org\",\"True\",\"Ada\",\"Adler, Ada\",\"user\",\"013d2a8d-05f1-4b9d-b161-4f6532a3cf9d\",\"ada\",\"S-1-5-21-1-2-3-1104\",\"Adler\",\"ada@example.org\"\r\n",
    );
    folder.put(
        "members.csv",
        "#TYPE Microsoft.ActiveDirectory.Management.ADPrincipal\r\n\
         \"distinguishedName\",\"name\",\"objectClass\",\"objectGUID\",\"SamAccountName\",\"SID\"\r\n\
         \"CN=Adler\\, Ada,OU=People,DC=example,DC=org\",\"Adler, Ada\",\"user\",\"013d2a8d-05f1-4b9d-b161-4f6532a3cf9d\",\"ada\",\"S-1-5-21-1-2-3-1104\"\r\n",
    );
    let files = json!([{ "path": "users.csv" }, { "path": "members.csv", "resource": "GG-Payroll" }]);
    let (_, entries) = read(&folder.0, files).expect("a read");
    assert_eq!(entries.len(), 2, "one person, one group, nobody unmatched");
    let (ada, group) = (&entries[0], &entries[1]);
    assert_eq!(
        (ada.key.as_str(), ada.user_name.as_deref()),
        ("013d2a8d-05f1-4b9d-b161-4f6532a3cf9d", Some("ada"))
    );
    assert!(ada.marks.contains(&group.members[0].mark));
}

#[test]
fn assignments_of_entra_name_their_application_and_the_role_of_nobody_is_the_default_one() {
    let folder = Folder::new("known-roles");
    folder.put("users.csv", USERS);
    folder.put(
        "assigned.csv",
        "AppRoleId,CreatedDateTime,Id,PrincipalDisplayName,PrincipalId,PrincipalType,ResourceDisplayName,ResourceId\n\
         00000000-0000-0000-0000-000000000000,1/2/2026,x1,Ada Adler,6f1a3b52-0a0e-4a57-9b1f-0d6c1d6f1a01,User,Invoices,9b1f-1\n",
    );
    let (_, entries) = read(&folder.0, json!([{ "path": "users.csv" }, { "path": "assigned.csv" }])).expect("a read");
    let app = entries
        .iter()
        .find(|entry| entry.display_name == "Invoices")
        .expect("the application");
    assert_eq!(app.holdings[0].entitlement, "default access");
    assert!(entries[0].marks.contains(&app.holdings[0].principal.mark));
}

#[test]
fn a_table_of_csvde_is_people_and_groups_as_an_ldif_would_be() {
    let folder = Folder::new("known-csvde");
    folder.put(
        "ad.csv",
        "DN,objectClass,cn,member,sAMAccountName,userAccountControl,objectGUID,displayName\n\
         \"CN=Ada,OU=People,DC=example,DC=org\",top;person;organizationalPerson;user,Ada,,ada,514,X'8d2a3d01f1059d4bb1614f6532a3cf9d',Ada Adler\n\
         \"CN=Payroll,OU=Groups,DC=example,DC=org\",top;group,Payroll,\"CN=Ada,OU=People,DC=example,DC=org;CN=Gone\\;x,DC=example,DC=org\",,,,\n",
    );
    let (report, entries) = folder.read(json!([{ "path": "ad.csv" }])).expect("a read");
    assert_eq!((report.entries_returned, report.entries_loaded), (2, 2));
    let by = |name: &str| entries.iter().find(|entry| entry.display_name == name).expect(name);
    let (ada, group) = (by("Ada Adler"), by("Payroll"));
    assert_eq!(
        (ada.key.as_str(), ada.enabled),
        ("013d2a8d-05f1-4b9d-b161-4f6532a3cf9d", Some(false))
    );
    assert_eq!(group.members.len(), 2);
    assert!(ada.marks.contains(&group.members[0].mark));
    // A list of which a part was written alone is not taken for the whole.
    folder.put(
        "part.csv",
        "DN,objectClass,cn,member,member;range=0-1499\n\
         \"CN=Small,DC=x\",top;group,Small,\"CN=Ada,DC=x\",\n\"CN=Large,DC=x\",top;group,Large,,\"CN=Ada,DC=x\"\n",
    );
    assert_eq!(
        folder.refused("part.csv"),
        "part.csv, row 3, holds a part of a list alone (“range=”): export the whole list."
    );
    // Saved as a workbook, its rows end at their last filled cell.
    let rows = [
        row(
            1,
            &["DN", "objectClass", "cn", "member", "sAMAccountName", "displayName"],
        ),
        row(
            2,
            &[
                "CN=Ada,DC=example,DC=org",
                "top;person;user",
                "Ada",
                "",
                "ada",
                "Ada Adler",
            ],
        ),
        row(
            3,
            &[
                "CN=Payroll,DC=example,DC=org",
                "top;group",
                "Payroll",
                "CN=Ada,DC=example,DC=org",
            ],
        ),
    ];
    folder.put("ad.xlsx", workbook(&rows.concat(), NO_STRINGS));
    let (report, _) = folder.read(json!([{ "path": "ad.xlsx" }])).expect("a read");
    assert_eq!((report.entries_returned, report.entries_loaded), (2, 2));
    folder.put("bad.csv", "DN,objectClass,objectGUID\n\"CN=a,DC=x\",user,X'0z'\n");
    assert_eq!(
        folder.refused("bad.csv"),
        "bad.csv, row 2, has bytes in the column “objectGUID” that are not written in pairs of hex digits."
    );
}
