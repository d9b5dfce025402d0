//! Random lives of packages against a plain reference: whatever is asked for, approved, given, extended, ended, moved
//! by a rule, taken away by others or left half done, access in the directory is what the reference says.
//!
//! `COUNTERSIGN_MODEL` says how many lives.

#[path = "entitlement_model/play.rs"]
mod play;
#[path = "entitlement_model/reference.rs"]
mod reference;

#[test]
fn access_in_the_directory_is_always_what_the_reference_says() {
    let lives: u64 = std::env::var("COUNTERSIGN_MODEL")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(12);
    let mut done = play::Count::default();
    for seed in 1..=lives {
        play::play(seed, 45, &mut done);
    }
    eprintln!("{lives} lives: {done:?}");
    assert!(
        [
            done.given,
            done.ended,
            done.requested,
            done.denied,
            done.synced,
            done.unreachable,
            done.repaired
        ]
        .iter()
        .all(|count| *count > 0),
        "every kind of step was taken: {done:?}"
    );
}
