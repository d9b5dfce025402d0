//! Records whose counts do not add up, under a seal and a root that are right.

use countersign_evidence::{LogSource, Record, RecordSource, Step, export_package};

use crate::forge::{Forged, RECORD};
use crate::support::Sample;
use crate::support::package::PackageSample;
use crate::{Folder, names};

/// The sample in memory.
fn record(rows: u64) -> Record {
    let sample = Sample::new(rows);
    let mut record = Record {
        head: sample.head.clone(),
        ..Record::default()
    };
    macro_rules! take {
        ($walk:ident, $list:ident) => {
            sample
                .$walk(&mut |row| {
                    record.$list.push(row.clone());
                    Ok(())
                })
                .expect("rows")
        };
    }
    take!(for_each_item, items);
    take!(for_each_change, changes);
    take!(for_each_entry, entries);
    record
}

#[test]
fn a_population_that_does_not_add_up_is_named_with_its_numbers() {
    let folder = Folder::fresh();
    type Change = fn(&mut Record);
    let cases: [(&str, &str, Change); 5] = [
        (
            "reconciliation",
            "29 items are recorded, 30 are said to be in scope.",
            |record| {
                record.items.pop();
            },
        ),
        (
            "reconciliation",
            "38 at the source, 37 loaded, 30 in scope, 7 left out",
            |record| {
                record.head.reconciliation.source += 1;
            },
        ),
        (
            "reconciliation",
            "37 at the source, 37 loaded, 30 in scope, 8 left out",
            |record| {
                record.head.reconciliation.excluded[0].count += 1;
            },
        ),
        ("plan", "another number of changes than the record has", |record| {
            record.changes.pop();
        }),
        // Sums that run over come back to where they should be in other arithmetic.
        ("reconciliation", "does not add up", |record| {
            record.head.reconciliation.excluded[0].count = u64::MAX - 22;
        }),
    ];
    for (place, words, change) in cases {
        let mut record = record(30);
        change(&mut record);
        let (_, bytes) = folder.export("forged.pdf", &record, None);
        names(&folder.verdict(&bytes), Step::Record, place, words);
    }
}

#[test]
fn totals_that_are_not_the_sum_of_the_rows_are_named() {
    let folder = Folder::fresh();
    let (_, whole) = folder.export("whole.pdf", &Sample::new(30), None);
    for name in ["items", "deny", "events", "entries"] {
        let mut forged = Forged::of(&whole);
        forged.edit(RECORD, |text| {
            let (rows, totals) = text.rsplit_once("\"totals\":").expect("totals");
            format!(
                "{rows}\"totals\":{}",
                totals.replacen(&format!("\"{name}\":"), &format!("\"{name}\":1"), 1)
            )
        });
        let report = folder.verdict(&forged.bytes());
        names(
            &report,
            Step::Record,
            "totals",
            "are not what the rows of the record add up to",
        );
    }
}

#[test]
fn a_package_whose_ledger_does_not_add_up_is_named() {
    let folder = Folder::fresh();
    let path = folder.at("package.pdf");
    let mut sample = PackageSample::new(30);
    sample.head.reconciliation.assignments.stored += 1;
    sample.head.reconciliation.held += 1;
    export_package(&sample, &path, &mut |_| true).expect("exports");
    let report = folder.verdict(&std::fs::read(&path).expect("reads"));
    names(&report, Step::Record, "reconciliation", "The assignments do not add up");
    names(
        &report,
        Step::Record,
        "reconciliation",
        "recorded assignments are held, the ledger has",
    );
}
