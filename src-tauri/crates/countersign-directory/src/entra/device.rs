//! Signing in as a person, by a code that they type at another place (RFC 8628). What the sign-in leaves behind renews
//! itself from then on.

use std::path::Path;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use serde::Deserialize;
use zeroize::Zeroizing;

use super::exchange::{self, Answer};
use super::session::{Session, wait_for};
use super::setting::{Audience, Setting, SignIn};
use super::token::{self, Proof};
use crate::{Control, DirectoryProblem};

/// Seconds between two questions where the server does not say (§3.2), what is added when it asks for less (§3.5), and
/// what a server may ask for at most.
const USUAL: u64 = 5;
const MORE: u64 = 5;
const SELDOMEST: u64 = 60;
/// A code is good for so many seconds at most; Entra ID says 900.
const LONGEST: u64 = 3_600;

/// What is shown to the person who signs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeToType {
    pub code: String,
    /// Where it is typed.
    pub address: String,
    /// Until when.
    pub until: DateTime<Utc>,
}

/// A sign-in that came about.
pub struct SignedIn {
    /// What is kept as the directory's secret.
    pub secret: Zeroizing<String>,
    /// Who signed in, as the tenant names them.
    pub account: Option<String>,
}

#[derive(Deserialize)]
struct Begun {
    device_code: String,
    user_code: String,
    verification_uri: String,
    expires_in: u64,
    interval: Option<u64>,
}

/// Shows a code and waits until somebody has typed it, and proved who they are, at Microsoft's own page.
///
/// # Errors
/// Settings for another kind of sign-in; a tenant that does not have it; a code that was declined or not typed in time.
pub async fn sign_in(
    settings: &serde_json::Value,
    folder: &Path,
    control: &Control,
    show: impl FnOnce(CodeToType),
) -> Result<SignedIn, DirectoryProblem> {
    let setting = Setting::parse(settings, folder)?;
    if setting.sign_in != SignIn::DeviceCode {
        return Err(DirectoryProblem::Setting(
            "the application signs in by itself; with \"signIn\": \"deviceCode\" a person does".into(),
        ));
    }
    let session = Session::new(setting, Proof::Nobody, None)?;
    control.report("ask for a code", 0, None);
    let scope = token::scope_of_person(session.setting(), Audience::Graph);
    let ask = || {
        let fields = [("client_id", session.setting().client_id.as_str()), ("scope", &scope)];
        Ok(token::form(token::place(session.setting(), "devicecode"), &fields))
    };
    let begun = begun(session.setting(), &session.signed(ask, &control.cancel).await?)?;
    let good_for = Duration::from_secs(begun.expires_in.min(LONGEST));
    let until = Instant::now() + good_for;
    show(CodeToType {
        code: begun.user_code.clone(),
        address: begun.verification_uri.clone(),
        until: Utc::now() + good_for,
    });
    control.report("wait for somebody to sign in", 0, None);
    let device_code = Zeroizing::new(begun.device_code);
    let mut interval = Duration::from_secs(begun.interval.unwrap_or(USUAL).clamp(1, SELDOMEST));
    loop {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(DirectoryProblem::NotSignedIn("the code was not typed in time"));
        }
        wait_for(interval.min(left), &control.cancel).await?;
        let fields = [
            ("client_id", session.setting().client_id.as_str()),
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
            ("device_code", device_code.as_str()),
        ];
        let asked = token::form(token::place(session.setting(), "token"), &fields);
        let url = asked.url.clone();
        let answer = match session.ask(asked, &control.cancel).await? {
            Ok(answer) if matches!(answer.status, 429 | 500..=599) => None,
            Ok(answer) => Some(answer),
            Err(error) => match exchange::problem(&url, session.setting(), error) {
                (true, _) => None,
                (false, problem) => return Err(problem),
            },
        };
        match answer.map(|answer| outcome(session.setting(), &answer)).transpose()? {
            Some(Outcome::SignedIn(signed)) => return Ok(signed),
            Some(Outcome::Pending) => {}
            Some(Outcome::TooOften) => interval += Duration::from_secs(MORE),
            // Nothing answers, or it is busy: asked less and less often (§3.5).
            None => interval = (interval * 2).min(Duration::from_secs(SELDOMEST)),
        }
    }
}

fn begun(setting: &Setting, answer: &Answer) -> Result<Begun, DirectoryProblem> {
    if answer.status != 200 {
        return Err(match token::refusal(answer) {
            Some(refusal) => token::denied(setting, &refusal),
            None => token::unclear(setting),
        });
    }
    let begun: Begun = serde_json::from_slice(&answer.body).map_err(|_| token::unclear(setting))?;
    // It is shown to a person, who goes there: plain signs, and Microsoft's page or this machine.
    let plain = |text: &str, most: usize| {
        !text.is_empty() && text.len() <= most && text.bytes().all(|byte| byte.is_ascii_graphic())
    };
    let address = begun.verification_uri.as_str();
    let is_safe = address.starts_with("https://") || setting.base_url.is_some() && address.starts_with("http://");
    let fits = plain(&begun.user_code, 32) && plain(&begun.device_code, 8_192) && plain(address, 200) && is_safe;
    fits.then_some(begun).ok_or_else(|| token::unclear(setting))
}

enum Outcome {
    SignedIn(SignedIn),
    Pending,
    TooOften,
}

/// What an answer to a question in between means (§3.5, with the words that Entra ID uses instead).
fn outcome(setting: &Setting, answer: &Answer) -> Result<Outcome, DirectoryProblem> {
    if answer.status == 200 {
        let granted = token::granted(setting, answer)?;
        let secret = granted.refresh.ok_or(DirectoryProblem::NotSignedIn(
            "the tenant let the person in for an hour alone, and gave nothing that renews it",
        ))?;
        return Ok(Outcome::SignedIn(SignedIn {
            secret,
            account: granted.account,
        }));
    }
    let refusal = token::refusal(answer).ok_or_else(|| token::unclear(setting))?;
    match refusal.error.as_str() {
        "authorization_pending" => Ok(Outcome::Pending),
        "slow_down" => Ok(Outcome::TooOften),
        "authorization_declined" | "access_denied" => {
            Err(DirectoryProblem::NotSignedIn("whoever typed the code declined"))
        }
        "expired_token" | "code_expired" => Err(DirectoryProblem::NotSignedIn("the code was not typed in time")),
        _ => Err(token::denied(setting, &refusal)),
    }
}
