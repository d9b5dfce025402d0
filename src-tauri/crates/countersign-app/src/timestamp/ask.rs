//! The question to a time-stamping authority over HTTP (RFC 3161 §3.4): bounded in time and in bytes.

use std::time::Duration;

use countersign_evidence::time_stamp::LONGEST;

use crate::Problem;

const PATIENCE: Duration = Duration::from_secs(20);
const QUESTION: &str = "application/timestamp-query";
const ANSWER: &str = "application/timestamp-reply";

/// # Errors
/// It is no address of http or https, or one of this machine while the store is not for practice.
pub(super) fn check_address(url: &str, practice: bool) -> Result<(), Problem> {
    let refuse = |message: &str| Err(Problem::new(message).field("url"));
    let Ok(address) = url.parse::<ureq::http::Uri>() else {
        return refuse("This is no address.");
    };
    let host = match (address.scheme_str(), address.host()) {
        (Some("http" | "https"), Some(host)) if url.len() <= 1_000 && !url.contains('@') => host,
        _ => return refuse("An address begins with http:// or https:// and names a host; no password stands in it."),
    };
    let plain = host.trim_matches(['[', ']']);
    let own = plain.eq_ignore_ascii_case("localhost")
        || plain
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback());
    if own && !practice {
        return refuse("An authority on this machine proves nothing; only a practice store may use one.");
    }
    Ok(())
}

/// Sends the question and answers what came back, not yet checked.
pub(super) fn ask(url: &str, question: &[u8], practice: bool) -> Result<Vec<u8>, Problem> {
    check_address(url, practice)?;
    let problem = |message: String| {
        Problem::new(message)
            .code("timeStamp")
            .hint("The checkpoint stands without a time stamp, and can be stamped later.")
    };
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .max_redirects(0)
        .http_status_as_error(false)
        .build()
        .into();
    let mut response = agent
        .post(url)
        .header("Content-Type", QUESTION)
        .header("Accept", ANSWER)
        .send(question)
        .map_err(|error| {
            problem(format!(
                "The time-stamping authority at {url} does not answer: {error}."
            ))
        })?;
    let status = response.status();
    if !status.is_success() {
        return Err(problem(format!(
            "The time-stamping authority at {url} answered {status}."
        )));
    }
    response
        .body_mut()
        .with_config()
        .limit(LONGEST as u64)
        .read_to_vec()
        .map_err(|error| {
            problem(format!(
                "The answer of the time-stamping authority cannot be read: {error}."
            ))
        })
}
