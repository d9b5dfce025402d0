//! The real window, driven as a person drives it: by role and name, by keys, and looked at in pictures.

mod asking;
mod carrying;
mod entitlement;
mod first_review;
mod first_start;
mod following;
#[allow(
    dead_code,
    reason = "the words of the harness are there before the test that needs them"
)]
mod harness;
mod office;
mod practice;
mod reviewer_day;
mod saved;
mod screen;
mod three_stages;
mod travelling;
mod trouble;
mod two_stage;
mod two_windows;
mod workbook;
