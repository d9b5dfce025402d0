//! Random lives of packages against a plain reference: whatever is asked for, approved, given, extended, ended, moved
//! by a rule, taken away by others or left half done, access in the directory is what the reference says.
//!
//! `COUNTERSIGN_MODEL` says how many lives.

#[path = "entitlement_model/office.rs"]
mod office;
#[path = "entitlement_model/play.rs"]
mod play;
#[path = "entitlement_model/reference.rs"]
mod reference;

#[test]
fn access_in_the_directory_is_always_what_the_reference_says() {
    let lives: u64 = std::env::var("COUNTERSIGN_MODEL")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(8);
    let mut done = play::Count::default();
    // `COUNTERSIGN_LIFE` plays one of them alone.
    let only = std::env::var("COUNTERSIGN_LIFE")
        .ok()
        .and_then(|text| text.parse::<u64>().ok());
    for seed in (1..=lives).filter(|seed| only.is_none_or(|only| only == *seed)) {
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
