//! Everything of the made-up record but its rows.

use chrono::Duration;
use countersign_evidence::root::to_hex;
use countersign_evidence::*;
use sha2::{Digest, Sha256};

use super::{day0, further, remediation, uuid};

pub fn head(rows: u64) -> RecordHead {
    let setting = |name: &str, value: &str| Setting {
        name: name.into(),
        value: value.into(),
    };
    RecordHead {
        document: Document {
            document_id: "CSE-2026-0917-4F2A".into(),
            organization: "Nordhafen Bank AG".into(),
            store_id: uuid(1),
            practice: false,
            product_version: "0.1.0".into(),
            generated_at: day0() + Duration::days(21),
            generated_by: "Emma Clarke (compliance officer)".into(),
            assurance: "directoryBind".into(),
            machine_account: "eclarke".into(),
            device: "NHB-WS-0412".into(),
            local_offset: "+02:00".into(),
            environment: "production".into(),
            language: "en".into(),
            paper: "A4".into(),
            profile: "full".into(),
            time_source: "System clock of the workstation, not signed".into(),
            further: vec![
                setting("Control", "IAM-07 Periodic access review"),
                setting("Framework", "ISO/IEC 27001 A.5.18; SOX ITGC AC-2"),
            ],
            document_key: "c5".repeat(32),
        },
        review: Review {
            name: "Quarterly review of privileged and finance groups, Q3 2026".into(),
            review_id: "17".into(),
            instance_id: "42".into(),
            description: "All members of the groups that approve or release payments.".into(),
            period_start: Some(day0() - Duration::days(62)),
            period_end: Some(day0() + Duration::days(29)),
            definition: serde_json::json!({"displayName": "Quarterly review", "settings": {"instanceDurationInDays": 14, "threshold": 0.1}}),
            changes: vec![DefinitionChange {
                at: day0() - Duration::days(2),
                by: "Emma Clarke".into(),
                setting: "Reminder".into(),
                before: "none".into(),
                after: "half-way".into(),
            }],
        },
        configuration: Configuration {
            scope: "Members, direct and through nested groups, of 8 groups".into(),
            reviewer_rule: "Owners of each group".into(),
            fallback: "Emma Clarke".into(),
            duration_days: 14,
            default_on_silence: "No change".into(),
            auto_apply: false,
            justification_required: true,
            recommendation_rule: Some("Deny if there was no sign-in in the look-back".into()),
            look_back_days: Some(30),
            threshold: Some("More than 10 % denied needs a second person".into()),
            further: Vec::new(),
        },
        population: Population {
            connector: "LDAP (OpenLDAP)".into(),
            server: "ldaps://ldap.nordhafen.example:636".into(),
            account: "cn=reader,ou=service,dc=nordhafen,dc=example".into(),
            base: "dc=nordhafen,dc=example".into(),
            filter: "(|(objectClass=inetOrgPerson)(objectClass=groupOfNames))".into(),
            pages: rows / 500 + 1,
            returned: rows + 2,
            server_reported: None,
            loaded: rows,
            excluded: vec![
                Excluded {
                    subject: "cn=broken,ou=people,dc=nordhafen,dc=example".into(),
                    reason: "It has no user name".into(),
                },
                Excluded {
                    subject: "cn=\u{202E}gpj.exe,ou=people".into(),
                    reason: "Its name holds a control character".into(),
                },
            ],
            orphaned: vec!["uid=gone,ou=people,dc=nordhafen,dc=example".into()],
            watermarks: vec![setting("contextCSN", "20260901075959.123456Z#000000#001#000000")],
            digest: to_hex(&Sha256::digest(b"snapshot")),
            started_at: day0() - Duration::minutes(12),
            ended_at: day0() - Duration::minutes(9),
            certificate: serde_json::json!({"kind": "populationCertificate", "share": 0.1, "pages": rows / 500 + 1}),
        },
        reconciliation: Reconciliation::default(),
        timeliness: Timeliness {
            planned_start: Some(day0()),
            started_at: Some(day0()),
            planned_end: Some(day0() + Duration::days(14)),
            ended_at: Some(day0() + Duration::days(14)),
            apply_due_on: chrono::NaiveDate::from_ymd_opt(2026, 9, 22),
            applied_at: Some(day0() + Duration::days(15)),
            late_because: None,
        },
        controls: vec![ControlRecord {
            control_id: "IAM-07".into(),
            name: "Periodic access review".into(),
            framework_references: vec!["ISO/IEC 27001:2022 A.5.18".into(), "SOX ITGC access review".into()],
            period_start: Some(day0() - Duration::days(62)),
            period_end: Some(day0() + Duration::days(29)),
            in_period: Some(true),
        }],
        age: DataAge {
            read_at: Some(day0() - Duration::minutes(9)),
            first_decision_at: Some(day0() + Duration::hours(2)),
            last_decision_at: Some(day0() + Duration::days(9)),
            offline: vec![OfflineSpan {
                from: day0() + Duration::days(3),
                until: day0() + Duration::days(4),
                because: "no read of the directory and no mail between these moments".into(),
            }],
        },
        releases: (0..rows.min(2)).map(further::release).collect(),
        acknowledgements: vec![AcknowledgementRecord {
            kind: "managementAcknowledgement".into(),
            by: "Ingrid Falk".into(),
            by_id: uuid(77),
            role: "Chief Information Security Officer".into(),
            statement: "I have read the result of this review and acknowledge it.".into(),
            at: day0() + Duration::days(20),
            assurance: "directoryBind".into(),
            device: "NHB-WS-0007".into(),
            digest: "5f".repeat(32),
            entry: None,
        }]
        .into_iter()
        .chain((0..rows.min(3)).map(further::sign_off))
        .collect(),
        retention: Some(RetentionRecord {
            class: "Financial control".into(),
            years: 7,
            from_on: (day0() + Duration::days(21)).date_naive(),
            destroy_after_on: (day0() + Duration::days(21 + 2557)).date_naive(),
            legal_hold: None,
        }),
        plan: Some(Plan {
            plan_id: "P-42-1".into(),
            hash: to_hex(&Sha256::digest(b"plan")),
            changes: 0,
            drawn_at: day0() + Duration::days(14),
            drawn_by: "Emma Clarke".into(),
            countersigned_at: Some(day0() + Duration::days(15)),
            countersigned_by: Some("Thomas Müller".into()),
            carried_out_at: Some(day0() + Duration::days(15)),
            carried_out_by: Some("Emma Clarke".into()),
        }),
        verification: Some(Verification {
            read_at: day0() + Duration::days(15) + Duration::hours(1),
            digest: to_hex(&Sha256::digest(b"later")),
            by: "Countersign, by reading the groups again".into(),
        }),
        exceptions: (0..rows.min(2)).map(remediation::exception).collect(),
        guests: (0..rows.min(3)).map(remediation::guest).collect(),
        log: LogHead::default(),
    }
}
