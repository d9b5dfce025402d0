//! A record whose entries are some of a longer log, which a key has signed.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use countersign_domain::checkpoint::{Checkpoint, SigningKey};
use countersign_domain::merkle::{Gaps, leaf, subtree};
use countersign_evidence::root::{Hash, to_hex};
use countersign_evidence::*;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::Sample;

/// A record in memory with the proof of its entries.
pub struct Signed {
    pub record: Record,
    pub nodes: Vec<Hash>,
}

/// Others' entries stand between those of the record: every third is.
const EVERY: u64 = 3;

fn text(seq: u64, at: DateTime<Utc>, operation: &str) -> String {
    format!(
        "{{\"seq\":{seq},\"at\":\"{}\",\"actor\":\"Emma Clarke\",\"operation\":\"{operation}\",\"subject\":\"s{seq}\"}}",
        at.to_rfc3339()
    )
}

pub fn key() -> SigningKey {
    SigningKey::new("nordhafen.example/log", &Zeroizing::new([9; 32])).expect("a key")
}

/// The sample of so many rows, over a log of three times as many entries.
pub fn signed(rows: u64) -> Signed {
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
    let size = record.entries.len() as u64 * EVERY;
    for item in &mut record.items {
        for event in &mut item.events {
            event.entry = event.entry.map(|seq| seq * EVERY);
        }
    }
    let (mut prev, mut own) = ([0_u8; 32], std::mem::take(&mut record.entries).into_iter());
    let mut leaves = Vec::new();
    for seq in 1..=size {
        let mut entry = (seq % EVERY == 0).then(|| own.next()).flatten();
        let at = record.head.document.generated_at;
        let text = match &mut entry {
            Some(entry) => text(seq, entry.at, &entry.operation),
            None => text(seq, at, "other.act"),
        };
        let hash: Hash = Sha256::new().chain_update(prev).chain_update(&text).finalize().into();
        leaves.push(leaf(text.as_bytes()));
        if let Some(mut entry) = entry {
            (entry.seq, entry.prev, entry.hash, entry.entry) = (seq, to_hex(&prev), to_hex(&hash), text);
            record.entries.push(entry);
        }
        prev = hash;
    }
    let mut node = |level: u32, index: u64| -> Result<Hash, ()> {
        let mut row = leaves[(index << level) as usize..((index + 1) << level) as usize].to_vec();
        while row.len() > 1 {
            row = row
                .chunks(2)
                .map(|two| countersign_evidence::root::node(&two[0], &two[1]))
                .collect();
        }
        Ok(row[0])
    };
    let root = subtree(0, size, &mut node).expect("a root");
    let seqs: Vec<u64> = record.entries.iter().map(|entry| entry.seq - 1).collect();
    let nodes = Gaps::new(size, seqs)
        .map(|gap| gap.expect("in order").hash(&mut node).expect("a hash"))
        .collect();
    let key = key();
    let checkpoint = Checkpoint {
        origin: "nordhafen.example/log".into(),
        size,
        root,
        extensions: Vec::new(),
    };
    let public_key = STANDARD.encode(key.verifying_key().to_bytes());
    record.head.log = LogHead {
        count: size,
        seq: size,
        hash: to_hex(&prev),
        checkpoint: Some(CheckpointRecord {
            note: checkpoint.sign(&key).expect("signs"),
            size,
            root: to_hex(&root),
            key_name: key.name().into(),
            public_key: public_key.clone(),
            keys: vec![KeyRecord {
                name: key.name().into(),
                public_key,
                from_entry: 1,
                retired_at: None,
            }],
            ..CheckpointRecord::default()
        }),
    };
    Signed { record, nodes }
}

impl RecordSource for Signed {
    fn head(&self) -> &RecordHead {
        self.record.head()
    }
    fn for_each_item(&self, visit: Visit<'_, ItemRecord>) -> Result<(), EvidenceError> {
        self.record.for_each_item(visit)
    }
    fn for_each_change(&self, visit: Visit<'_, ChangeRecord>) -> Result<(), EvidenceError> {
        self.record.for_each_change(visit)
    }
    fn for_each_task(&self, visit: Visit<'_, TaskRecord>) -> Result<(), EvidenceError> {
        self.record.for_each_task(visit)
    }
    fn for_each_reviewer(&self, visit: Visit<'_, ReviewerRecord>) -> Result<(), EvidenceError> {
        self.record.for_each_reviewer(visit)
    }
    fn for_each_finding(&self, visit: Visit<'_, FindingRecord>) -> Result<(), EvidenceError> {
        self.record.for_each_finding(visit)
    }
    fn for_each_resource(&self, visit: Visit<'_, ResourceRecord>) -> Result<(), EvidenceError> {
        self.record.for_each_resource(visit)
    }
    fn for_each_reassignment(&self, visit: Visit<'_, ReassignmentRecord>) -> Result<(), EvidenceError> {
        self.record.for_each_reassignment(visit)
    }
    fn for_each_notice(&self, visit: Visit<'_, NoticeRecord>) -> Result<(), EvidenceError> {
        self.record.for_each_notice(visit)
    }
}

impl LogSource for Signed {
    fn for_each_entry(&self, visit: Visit<'_, LogEntry>) -> Result<(), EvidenceError> {
        self.record.for_each_entry(visit)
    }

    fn for_each_proof_node(&self, visit: Visit<'_, Hash>) -> Result<(), EvidenceError> {
        self.nodes.iter().try_for_each(visit)
    }
}
