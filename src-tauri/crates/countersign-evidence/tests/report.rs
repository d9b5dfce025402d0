//! The evidence of an exception, of a period, of a sample: one form for all three.

use std::path::Path;

use chrono::{DateTime, TimeZone, Utc};
use countersign_evidence::report::{ColumnHead, Report, ReportGroup, ReportHead, RowRecord, TableHead};
use countersign_evidence::root::to_hex;
use countersign_evidence::{
    Document, Kind, LogEntry, LogHead, ReportRecord, Setting, VerifyOptions, export_report, verify,
};
use sha2::{Digest, Sha256};

fn at() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 21, 9, 30, 0).single().expect("a moment")
}

fn setting(name: &str, value: &str) -> Setting {
    Setting {
        name: name.into(),
        value: value.into(),
    }
}

fn table(title: &str, columns: &[(&str, u32)], rows: u64) -> TableHead {
    TableHead {
        title: title.into(),
        about: "One line for each.".into(),
        columns: columns
            .iter()
            .map(|(title, share)| ColumnHead {
                title: (*title).into(),
                share: *share,
                personal: *title == "Who",
            })
            .collect(),
        rows,
    }
}

fn entries(count: u64) -> (Vec<LogEntry>, String) {
    let mut prev = [0_u8; 32];
    let all = (1..=count)
        .map(|seq| {
            let entry = format!(
                "{{\"seq\":{seq},\"at\":\"{}\",\"actor\":\"Emma Clarke\",\"operation\":\"exception.propose\"}}",
                at().to_rfc3339()
            );
            let hash: [u8; 32] = Sha256::new()
                .chain_update(prev)
                .chain_update(entry.as_bytes())
                .finalize()
                .into();
            let one = LogEntry {
                seq,
                at: at(),
                actor: "Emma Clarke".into(),
                operation: "exception.propose".into(),
                entry,
                prev: to_hex(&prev),
                hash: to_hex(&hash),
            };
            prev = hash;
            one
        })
        .collect();
    (all, to_hex(&prev))
}

fn record(kind: Kind) -> ReportRecord {
    let (entries, hash) = entries(3);
    ReportRecord {
        kind,
        head: ReportHead {
            document: Document {
                document_id: "CS-X7-1".into(),
                organization: "Nordhafen Bank AG".into(),
                product_version: "0.1.0".into(),
                generated_at: at(),
                generated_by: "Emma Clarke".into(),
                language: "en".into(),
                paper: "A4".into(),
                profile: "full".into(),
                ..Document::default()
            },
            report: Report {
                name: "Exception 7: Łukasz Wójcik keeps Payments Release".into(),
                subject: "exception:7".into(),
                about: "What is known of it, from its proposal to its end.".into(),
                ..Report::default()
            },
            answer: vec![setting("State", "In force"), setting("Until", "2027-03-31")],
            groups: vec![ReportGroup {
                title: "The exception".into(),
                fields: vec![
                    setting("Policy", "No release and entry in one hand"),
                    setting("Why", "王小明 is on leave"),
                ],
            }],
            tables: vec![
                table("What happened", &[("When", 2), ("Who", 2), ("What", 5)], 2),
                table("Reviews that met it", &[("Review", 3), ("Decision", 1)], 0),
                table("Documents", &[("Document", 1)], 1),
            ],
            log: LogHead {
                count: 3,
                seq: 3,
                hash,
                ..LogHead::default()
            },
            ..ReportHead::default()
        },
        rows: vec![
            RowRecord {
                table: 0,
                cells: vec!["2026-10-01".into(), "Anna Berger".into(), "proposed".into()],
                entry: Some(1),
            },
            RowRecord {
                table: 0,
                cells: vec!["2026-10-02".into(), "محمد عبد الله".into(), "approved".into()],
                entry: Some(2),
            },
            RowRecord {
                table: 2,
                cells: vec!["CS-42".into()],
                entry: None,
            },
        ],
        entries,
    }
}

fn findings(record: &ReportRecord, path: &Path) -> Vec<String> {
    export_report(record, path, &mut |_| true).expect("written");
    let report = verify(path, &VerifyOptions::default()).expect("readable");
    assert_eq!(report.kind, Some(record.kind));
    let errors = report
        .findings
        .iter()
        .filter(|one| one.severity == countersign_evidence::Severity::Error);
    errors.map(|one| format!("{}: {}", one.place, one.message)).collect()
}

#[test]
fn each_kind_of_report_is_written_and_verifies_down_to_its_pages() {
    let folder = tempfile::tempdir().expect("a folder");
    for kind in [Kind::Exception, Kind::Period, Kind::Sample] {
        let path = folder.path().join(format!("{}.pdf", kind.word()));
        let written = export_report(&record(kind), &path, &mut |_| true).expect("written");
        assert_eq!(written.totals.report().expect("a report").rows, 3);
        let options = VerifyOptions {
            depth: countersign_evidence::Depth::Render,
            ..VerifyOptions::default()
        };
        let report = verify(&path, &options).expect("readable");
        assert!(report.valid, "{:?}", report.findings);
        assert_eq!(report.kind, Some(kind));
        assert_eq!(report.document_id.as_deref(), Some("CS-X7-1"));
        let again = folder.path().join("again.pdf");
        let second = export_report(&record(kind), &again, &mut |_| true).expect("written");
        assert_eq!(second.sha256, written.sha256);
    }
}

#[test]
fn a_report_whose_counts_do_not_add_up_is_named_by_its_table() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("report.pdf");
    let mut lost = record(Kind::Period);
    lost.rows.remove(1);
    let found = findings(&lost, &path);
    assert_eq!(
        found,
        ["table “What happened”: 1 rows are recorded, 2 are said to be there."]
    );
    let mut wide = record(Kind::Period);
    wide.rows[2].cells.push("more".into());
    assert!(findings(&wide, &path)[0].contains("another number of cells than “Documents”"));
    let mut mixed = record(Kind::Period);
    mixed.rows.swap(1, 2);
    assert!(
        findings(&mixed, &path)
            .iter()
            .any(|one| one.contains("behind those of a later table"))
    );
    let mut unknown = record(Kind::Period);
    unknown.rows[0].entry = Some(9);
    assert!(
        findings(&unknown, &path)
            .iter()
            .any(|one| one.contains("refer to log entries that are not in the record"))
    );
}
