//! Sentences of the ledger within those of the pages.

/// A sentence within another one.
pub(super) fn within(sentence: &str) -> &str {
    let bare = sentence.trim_end();
    bare.strip_suffix('.')
        .filter(|rest| !rest.ends_with('.'))
        .unwrap_or(bare)
}
