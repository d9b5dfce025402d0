//! Drawing a sample.

use chrono::{DateTime, Duration, Utc};
use countersign_store::history;
use countersign_store::sample::{self, NewSample, Population, PopulationFilter, SampleRow, SampleView};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use super::PopulationInput;
use super::method::{Drawing, METHOD};
use crate::Problem;
use crate::audit::hex;
use crate::call::{Entry, Stop, Write};

/// More than that is no sample.
const MOST: i64 = 10_000;
const LONGEST_SEED: usize = 200;
const LONGEST_NOTE: usize = 2_000;

/// What no part of the population is to be missed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Stratify {
    Resource,
    /// Of decisions and answers alone.
    Reviewer,
    /// What is privileged comes first.
    Privileged,
}

impl Stratify {
    fn word(self) -> &'static str {
        match self {
            Self::Resource => "resource",
            Self::Reviewer => "reviewer",
            Self::Privileged => "privileged",
        }
    }
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct SampleDrawInput {
    pub population: Population,
    pub from: Option<DateTime<Utc>>,
    /// The first moment after.
    pub to: Option<DateTime<Utc>>,
    #[serde(default)]
    #[ts(optional, as = "Option<PopulationFilter>")]
    pub filter: PopulationFilter,
    /// How many; the whole population where it holds fewer.
    pub size: i64,
    /// The auditor's own; without one, sixteen bytes of chance in hexadecimal.
    pub seed: Option<String>,
    pub stratify: Option<Stratify>,
    /// What the sample is for.
    pub note: Option<String>,
}

pub(crate) fn draw(write: &Write<'_>, mut input: SampleDrawInput) -> Result<(SampleView, Entry), Problem> {
    // What comes later is not part of the population, so that it can be shown again as it was.
    let next = write.now + Duration::milliseconds(1);
    input.to = Some(input.to.map_or(next, |to| to.min(next)));
    let asked = PopulationInput {
        population: input.population,
        from: input.from,
        to: input.to,
        filter: input.filter.clone(),
    };
    asked.check()?;
    if !(1..=MOST).contains(&input.size) {
        return Err(Problem::new(format!("A sample has from 1 to {MOST} rows.")).field("size"));
    }
    if input.stratify == Some(Stratify::Reviewer) && !input.population.is_history() {
        return Err(Problem::new("Only decisions and answers of approvers have a reviewer.").field("stratify"));
    }
    let note = input.note.as_deref().unwrap_or_default().trim();
    if note.chars().count() > LONGEST_NOTE {
        return Err(Problem::new(format!("A note has at most {LONGEST_NOTE} characters.")).field("note"));
    }
    let given = input.seed.as_deref().map(str::trim).filter(|seed| !seed.is_empty());
    let seed = match given {
        Some(seed) if seed.chars().count() > LONGEST_SEED || seed.chars().any(char::is_control) => {
            return Err(
                Problem::new(format!("A seed is one line of at most {LONGEST_SEED} characters.")).field("seed"),
            );
        }
        Some(seed) => seed.to_owned(),
        None => countersign_store::random_hex(16)?,
    };
    history::gather_within(write.transaction)?;
    let mut drawing = Drawing::new(&seed, usize::try_from(input.size).unwrap_or(0));
    let walked: Result<(), Stop> = sample::each(
        write.transaction,
        input.population,
        &input.filter,
        input.from,
        input.to,
        |member| {
            let (stratum, class) = match input.stratify {
                None => (None, 0),
                Some(Stratify::Resource) => (Some(member.resource.unwrap_or(0)), 0),
                Some(Stratify::Reviewer) => (Some(member.reviewer.unwrap_or(0)), 0),
                Some(Stratify::Privileged) => (None, u8::from(!member.privileged)),
            };
            drawing.add(&member.subject, stratum, class);
            Ok(())
        },
    );
    walked.map_err(|stop| stop.0)?;
    let (chosen, count, sha256) = drawing.finish();
    if count == 0 {
        return Err(
            Problem::new("The population is empty, so there is nothing to draw from.")
                .code("empty")
                .hint("Choose a longer period, or ask for less."),
        );
    }
    let mut rows = Vec::with_capacity(chosen.len());
    for (position, (stratum, one)) in (1..).zip(chosen) {
        let about = sample::about(write.transaction, &one.subject)?
            .ok_or_else(|| Problem::missing("row", &one.subject).code("damaged"))?;
        rows.push(SampleRow {
            position,
            digest: hex(&one.digest),
            stratum: match input.stratify {
                Some(Stratify::Privileged) => Some(if one.class == 0 { "privileged" } else { "other" }.to_owned()),
                _ => stratum.map(|stratum| stratum.to_string()),
            },
            subject: one.subject,
            about: about.0.to_owned(),
            about_id: about.1,
        });
    }
    keep(write, &input, (&seed, given.is_some()), note, (count, &sha256), &rows)
}

fn keep(
    write: &Write<'_>,
    input: &SampleDrawInput,
    (seed, seed_given): (&str, bool),
    note: &str,
    (count, sha256): (i64, &str),
    rows: &[SampleRow],
) -> Result<(SampleView, Entry), Problem> {
    let filter = serde_json::to_value(&input.filter)?;
    let by = write.actor.label();
    let new = NewSample {
        at: write.now,
        by: &by,
        method: METHOD,
        population: input.population.word(),
        from: input.from,
        to: input.to,
        filter: &filter,
        stratify: input.stratify.map(Stratify::word),
        seed,
        seed_given,
        size: input.size,
        note,
        population_count: count,
        population_sha256: sha256,
        audit_seq: write.audit_seq,
    };
    let id = sample::put(write.transaction, &new, rows)?;
    let drawn: Vec<&str> = rows.iter().map(|row| row.subject.as_str()).collect();
    let detail = json!({
        "population": new.population, "from": input.from, "to": input.to, "filter": filter,
        "stratify": new.stratify, "method": METHOD, "seed": seed, "seedGiven": seed_given, "size": input.size,
        "populationCount": count, "populationSha256": sha256, "rows": rows.len(),
        "rowsSha256": hex(&<sha2::Sha256 as sha2::Digest>::digest(drawn.join("\n").as_bytes())),
    });
    let view = sample::show(write.transaction, id)?.ok_or_else(|| Problem::missing("sample", id))?;
    Ok((view, Entry::new(format!("sample:{id}"), detail)))
}
