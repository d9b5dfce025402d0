#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    countersign_fuzz::let_faults_end_where_they_are_caught();
    countersign_fuzz::request::enter(bytes);
});
