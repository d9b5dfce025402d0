//! Keys in words, for two people to compare over the telephone.

use sha2::{Digest, Sha256};

/// How many words: 8 of 2 048 each, so 88 bits. Who wants another key with the same words has to try 2^88.
pub const COUNT: usize = 8;

/// Eight words of the English list of BIP-39, from the first 88 bits of these bytes.
pub(crate) fn of_bits(bits: &[u8; 32]) -> String {
    let list = bip39::Language::English.word_list();
    let mut words = Vec::with_capacity(COUNT);
    let (mut have, mut held, mut at) = (0u32, 0u32, 0usize);
    while words.len() < COUNT {
        while held < 11 {
            have = have << 8 | u32::from(bits[at]);
            (held, at) = (held + 8, at + 1);
        }
        let index = have >> (held - 11) & 2047;
        held -= 11;
        have &= (1 << held) - 1;
        words.push(list[index as usize]);
    }
    words.join(" ")
}

/// The words of public keys: over all that whoever holds them would answer to.
pub fn of_keys(domain: &str, parts: &[&[u8]]) -> String {
    let mut sha = Sha256::new();
    sha.update(domain.as_bytes());
    for part in parts {
        sha.update([0]);
        sha.update(part);
    }
    of_bits(&sha.finalize().into())
}

/// What a person typed or read out, in one spelling: lower case, one space between words.
pub fn normal(words: &str) -> String {
    words
        .split(|one: char| one.is_whitespace() || one == '-' || one == ',')
        .filter(|one| !one.is_empty())
        .map(str::to_lowercase)
        .collect::<Vec<_>>()
        .join(" ")
}
