//! A row of a workbook: what it shows, and the checksum by which it is known again.

use countersign_store::item::ItemRow;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::sheet::named;

/// Titles of what is shown and locked, after the row's own name.
pub(super) const CONTEXT: [&str; 9] = [
    "Person",
    "Account",
    "Department",
    "Title",
    "Access to",
    "As",
    "How",
    "Last sign-in",
    "Recommendation",
];
pub(super) const ROW: &str = "Row";
pub(super) const DECISION: &str = "Decision";
pub(super) const REASON: &str = "Reason";
/// What may be chosen.
pub(super) const CHOICES: [&str; 3] = ["Approve", "Deny", "Don't know"];

const CHARACTERS: usize = 1_000;

/// What a row shows of an item, cell by cell.
pub(super) fn context(row: &ItemRow) -> [String; 9] {
    let how = match (row.direct, row.path.is_empty()) {
        (true, _) => "directly".to_owned(),
        (false, true) => "through another group".to_owned(),
        (false, false) => format!("through {}", row.path.join(" › ")),
    };
    let sign_in = row
        .last_sign_in_at
        .map_or_else(|| "not known".to_owned(), |at| at.format("%Y-%m-%d").to_string());
    let recommendation = match row.recommendation.as_str() {
        "approve" => "Approve",
        "deny" => "Deny",
        _ => "",
    };
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        &row.principal_name,
        &text(&row.user_name),
        &text(&row.department),
        &text(&row.title),
        &row.resource_name,
        &row.entitlement,
        &how,
        &sign_in,
        &recommendation.to_owned(),
    ]
    .map(|one| plain(one))
}

/// A text that a spreadsheet keeps as it is: one line, without blanks at its ends.
pub(super) fn plain(text: &str) -> String {
    let line: String = named(text).split_whitespace().collect::<Vec<_>>().join(" ");
    match line.chars().count() > CHARACTERS {
        true => line.chars().take(CHARACTERS - 1).chain(['…']).collect(),
        false => line,
    }
}

/// What names the rows of one workbook.
pub(super) struct Namer {
    mac: Hmac<Sha256>,
}

impl Namer {
    /// `key`: the store's own, in any spelling that stays the same.
    pub fn new(key: &str, store: &str, code: &str) -> Option<Self> {
        let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).ok()?;
        for text in [super::FORM, store, code] {
            feed(&mut mac, text);
        }
        Some(Self { mac })
    }

    fn tag(&self, item: i64, context: &[String; 9]) -> String {
        let mut mac = self.mac.clone();
        feed(&mut mac, &item.to_string());
        context.iter().for_each(|text| feed(&mut mac, text));
        digits(&mac.finalize().into_bytes()[..10])
    }

    /// The name of a row: the item, and a checksum over everything that is locked in it.
    pub fn name(&self, item: i64, context: &[String; 9]) -> String {
        format!("{item}-{}", self.tag(item, context))
    }

    /// Whether a row that came back is as it was handed out.
    pub fn is_whole(&self, item: i64, name: &str, context: &[String; 9]) -> bool {
        let given = name.split_once('-').map(|(_, tag)| tag.trim().to_ascii_uppercase());
        let right = self.tag(item, context);
        // Whoever could measure this would have the store open before them.
        given.as_deref() == Some(right.as_str())
    }
}

/// The item that a row's name says.
pub(super) fn item_of(name: &str) -> Option<i64> {
    name.trim().split_once('-')?.0.parse().ok()
}

fn feed(mac: &mut Hmac<Sha256>, text: &str) {
    mac.update(&(text.len() as u64).to_be_bytes());
    mac.update(text.as_bytes());
}

/// Eighty bits in sixteen characters that no spreadsheet takes for a number or a date.
fn digits(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    let bits = bytes
        .iter()
        .flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1));
    let bits: Vec<u8> = bits.collect();
    bits.chunks(5)
        .map(|five| five.iter().fold(0_usize, |value, bit| value << 1 | usize::from(*bit)))
        .map(|value| char::from(ALPHABET[value]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_of_a_locked_cell_is_seen() {
        let namer = Namer::new("key", "store", "code").expect("a key");
        let context: [String; 9] = std::array::from_fn(|at| format!("cell {at}"));
        let name = namer.name(17, &context);
        assert!(namer.is_whole(17, &name, &context));
        assert_eq!(item_of(&name), Some(17));
        for at in 0..9 {
            let mut other = context.clone();
            other[at].push('x');
            assert!(!namer.is_whole(17, &name, &other));
        }
        let mut moved = context.clone();
        moved.swap(0, 1);
        assert!(!namer.is_whole(17, &name, &moved));
        assert!(
            !namer.is_whole(18, &name.replace("17-", "18-"), &context),
            "another item"
        );
        let another = Namer::new("key", "store", "other").expect("a key");
        assert!(!another.is_whole(17, &name, &context), "another workbook");
    }

    #[test]
    fn texts_are_as_a_spreadsheet_keeps_them() {
        assert_eq!(plain("  two\r\n lines\t\u{7} "), "two lines ‹U+0007›");
        assert_eq!(plain("=1+1"), "=1+1");
    }
}
