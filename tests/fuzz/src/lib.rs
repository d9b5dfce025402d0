//! The doors through which bytes come in that somebody else wrote. A fuzzer knocks at each with `cargo fuzz`, and an
//! ordinary test (`acceptance/strange.rs`) with everything that the fuzzer found worth keeping.
//!
//! Whatever comes in is refused or opened: no door panics, hangs, or takes memory without a bound.
#![forbid(unsafe_code)]

pub mod answer;
pub mod body;
pub mod envelope;
pub mod exchange;
pub mod greeting;
pub mod packet;
pub mod request;
pub mod sealed;
pub mod table;
pub mod workbook;

/// The fuzzer ends the program at a panic before anybody can catch it. Where the product catches faults of a library
/// on purpose that is wrong; what nobody catches still ends the program.
pub fn let_faults_end_where_they_are_caught() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let told = std::env::var_os("FUZZ_TELL").is_some();
        std::panic::set_hook(Box::new(move |fault| {
            if told {
                eprintln!("{fault}");
            }
        }));
    });
}

/// What is done with untrusted bytes.
pub type Door = fn(&[u8]);

/// The doors, by the name of their corpus.
pub const DOORS: [(&str, Door); 9] = [
    ("sealed", sealed::enter),
    ("envelope", envelope::enter),
    ("packet", packet::enter),
    ("answer", answer::enter),
    ("greeting", greeting::enter),
    ("request", request::enter),
    ("workbook", workbook::enter),
    ("exchange", exchange::enter),
    ("table", table::enter),
];
