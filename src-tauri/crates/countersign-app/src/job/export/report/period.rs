//! The evidence of a period: what was reviewed in it and whether in time, what was taken away and seen gone, what was
//! let stand and by whom, and the documents that prove each of it, by their roots.

use chrono::{DateTime, NaiveDate, SecondsFormat, TimeDelta, Utc};
use countersign_evidence::Kind;
use countersign_evidence::report::Report;
use countersign_store::StoreError;
use countersign_store::rusqlite::{Connection, params};

use super::{Column, Draft, Wanted, spoken};
use crate::call::{Read, Start};
use crate::evidence::ExportPeriodInput;
use crate::job::JobStarted;
use crate::{Desk, Problem};

/// A table as the ledger answers it: its query yields one text for each column, and a number behind them.
struct Part {
    title: &'static str,
    about: &'static str,
    columns: &'static [Column],
    sql: &'static str,
    /// The number behind the texts is that of an entry of the log.
    entry: bool,
}

const PARTS: &[Part] = &[
    Part {
        title: "Reviews",
        about: "Every run of a review that was open in the period, or was due in it and never started. A run ends \
                with the first look after its due moment; late is one in which somebody decided after that moment, \
                or that a person ended after it.",
        columns: &[
            ("Review", 8, false),
            ("Run", 2, false),
            ("Started (UTC)", 5, false),
            ("Due (UTC)", 5, false),
            ("Ended (UTC)", 5, false),
            ("In time", 4, false),
            ("Items", 3, false),
            ("Approve", 3, false),
            ("Deny", 3, false),
            ("Don\u{2019}t know", 3, false),
            ("Not reviewed", 3, false),
        ],
        sql: include_str!("period/review.sql"),
        entry: false,
    },
    Part {
        title: "What became of the denials",
        about: "Changes of the plans of these runs, what the directory answered, and what a later read saw.",
        columns: &[
            ("Review", 8, false),
            ("Run", 2, false),
            ("Changes", 3, false),
            ("Applied", 3, false),
            ("Refused", 3, false),
            ("Seen gone", 3, false),
            ("Still there", 3, false),
            ("Came back", 3, false),
            ("Tasks", 3, false),
            ("Of these open", 3, false),
        ],
        sql: include_str!("period/removal.sql"),
        entry: false,
    },
    Part {
        title: "Access packages",
        about: "Assignments that were delivered and that ended in the period, and those held at its end.",
        columns: &[
            ("Access package", 6, false),
            ("Catalog", 5, false),
            ("Delivered", 2, false),
            ("Ended", 2, false),
            ("Held at the end", 2, false),
        ],
        sql: include_str!("period/package.sql"),
        entry: false,
    },
    Part {
        title: "Policy exceptions",
        about: "Exceptions that had been asked for by the end of the period and had not ended before it.",
        columns: &[
            ("No.", 1, false),
            ("Who", 4, true),
            ("Access", 4, false),
            ("Policy", 5, false),
            ("Until", 2, false),
            ("State now", 2, false),
            ("Approved by", 3, true),
        ],
        sql: include_str!("period/exception.sql"),
        entry: false,
    },
    Part {
        title: "Remediation tasks",
        about: "Work for people that was opened in the period, or stood open at its beginning; a read alone closes it.",
        columns: &[
            ("Task", 1, false),
            ("Whose access", 4, true),
            ("To what", 4, false),
            ("Why by hand", 4, false),
            ("Owner", 3, true),
            ("Due", 2, false),
            ("State now", 2, false),
            ("Closed (UTC)", 3, false),
        ],
        sql: include_str!("period/task.sql"),
        entry: false,
    },
    Part {
        title: "Acknowledgements and sign-offs",
        about: "Signed acts of the period, withdrawn ones too.",
        columns: &[
            ("When (UTC)", 3, false),
            ("What", 3, false),
            ("Of", 5, false),
            ("Who", 4, true),
            ("In the role", 3, false),
            ("Shown by", 2, false),
            ("Withdrawn", 3, true),
        ],
        sql: include_str!("period/sign_off.sql"),
        entry: true,
    },
    Part {
        title: "Roles over the store",
        about: "Who was administrator or compliance officer on any day of the period.",
        columns: &[
            ("Role", 3, false),
            ("Who", 4, true),
            ("Given (UTC)", 3, false),
            ("By", 4, true),
            ("Ended (UTC)", 3, false),
            ("By", 4, true),
        ],
        sql: include_str!("period/role.sql"),
        entry: false,
    },
    Part {
        title: "Documents",
        about: "Evidence that was written of these reviews, and other evidence of the period. Each stands by its own root; \
                this document binds them together.",
        columns: &[
            ("Document", 5, false),
            ("Of", 5, false),
            ("Written (UTC)", 4, false),
            ("By", 4, true),
            ("Root", 6, false),
            ("SHA-256 of the file", 6, false),
        ],
        sql: include_str!("period/document.sql"),
        entry: false,
    },
];

pub(crate) fn start(start: Start, input: ExportPeriodInput) -> Result<JobStarted, Problem> {
    let (from, to) = (input.from, input.to);
    if from >= to {
        return Err(Problem::new("The period ends before it begins.").field("to"));
    }
    let last = last_day(to);
    let wanted = Wanted {
        operation: "evidence.exportPeriod",
        kind: Kind::Period,
        subject: format!("period:{}/{last}", from.date_naive()),
        name: format!("{} to {last}", from.date_naive()),
        path: input.path,
        replace: input.replace,
    };
    super::spawn(start, wanted, move |read, desk| gather(read, desk, from, to))
}

/// The last day of a period; what it is given is the first moment after it.
fn last_day(to: DateTime<Utc>) -> NaiveDate {
    (to - TimeDelta::milliseconds(1)).date_naive()
}

fn gather(read: &Read<'_>, desk: &Desk, from: DateTime<Utc>, to: DateTime<Utc>) -> Result<Draft, Problem> {
    let report = Report {
        name: format!("From {} to {}", from.date_naive(), last_day(to)),
        subject: format!("period:{}/{}", from.date_naive(), last_day(to)),
        about: "What was reviewed in the period, what came of it, and the documents that prove it.".into(),
        period_start: Some(from),
        period_end: Some(to),
    };
    let of = format!("{}-{}", from.format("%Y%m%d"), last_day(to).format("%Y%m%d"));
    let mut draft = Draft::begin((desk, read.open, &read.actor), read.connection, &of, report)?;
    // Of what has not come yet nothing can be said, least of all that it was missed. The end is not within.
    let bounds =
        [from, to.min(read.now + TimeDelta::milliseconds(1))].map(|at| at.to_rfc3339_opts(SecondsFormat::Millis, true));
    for part in PARTS {
        let rows = part.count(read.connection, &bounds)?;
        draft.table(part.title, part.about, part.columns, rows);
        part.walk(read.connection, &bounds, &mut draft)?;
    }
    answer(read.connection, &bounds, &mut draft)?;
    Ok(draft)
}

impl Part {
    fn count(&self, connection: &Connection, [from, to]: &[String; 2]) -> Result<u64, Problem> {
        let sql = format!("SELECT count(*) FROM ({})", self.sql);
        Ok(connection
            .query_row(&sql, params![from, to], |row| row.get(0))
            .map_err(StoreError::from)?)
    }

    fn walk(&self, connection: &Connection, [from, to]: &[String; 2], draft: &mut Draft) -> Result<(), Problem> {
        let mut statement = connection.prepare_cached(self.sql).map_err(StoreError::from)?;
        let mut rows = statement.query(params![from, to]).map_err(StoreError::from)?;
        let width = self.columns.len();
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            let cells: Result<Vec<String>, _> = (0..width).map(|column| row.get::<_, String>(column)).collect();
            let number: i64 = row.get(width).map_err(StoreError::from)?;
            let cells = cells.map_err(StoreError::from)?;
            draft.row(
                cells.iter().map(|cell| spoken(cell)).collect(),
                self.entry.then_some(number),
            );
        }
        Ok(())
    }
}

/// The figures of the first page.
fn answer(connection: &Connection, [from, to]: &[String; 2], draft: &mut Draft) -> Result<(), Problem> {
    let reviews = PARTS[0].sql;
    let figures: &[(&str, String)] = &[
        (
            "Runs of reviews in the period",
            format!("SELECT count(*) FROM ({reviews})"),
        ),
        (
            "Of these ended in time",
            format!("SELECT count(*) FROM ({reviews}) WHERE in_time = 'yes'"),
        ),
        (
            "Ended late, overdue, or never started",
            format!("SELECT count(*) FROM ({reviews}) WHERE in_time LIKE 'NO: %'"),
        ),
        (
            "Open, and not yet due at the end of the period",
            format!("SELECT count(*) FROM ({reviews}) WHERE in_time = 'open'"),
        ),
        ("Items", format!("SELECT ifnull(sum(items), 0) FROM ({reviews})")),
        (
            "Items nobody decided",
            format!("SELECT ifnull(sum(undecided), 0) FROM ({reviews})"),
        ),
        (
            "Tasks open now",
            format!("SELECT count(*) FROM ({}) WHERE status <> 'closed'", PARTS[4].sql),
        ),
        ("Exceptions", format!("SELECT count(*) FROM ({})", PARTS[3].sql)),
        ("Sign-offs", format!("SELECT count(*) FROM ({})", PARTS[5].sql)),
        ("Documents", format!("SELECT count(*) FROM ({})", PARTS[7].sql)),
    ];
    for (name, sql) in figures {
        let number: i64 = connection
            .query_row(sql, params![from, to], |row| row.get(0))
            .map_err(StoreError::from)?;
        draft.answer(name, number.to_string());
    }
    Ok(())
}
