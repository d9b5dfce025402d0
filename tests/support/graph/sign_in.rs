//! How an application and a person sign in: by a secret, by a signed statement, by a code that is typed elsewhere.

use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::time::Instant;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::answer::Answered;
use super::description::decode;
use super::wire::Message;
use super::{CLIENT, Shared, locked};

/// Who types the codes.
pub const ACCOUNT: &str = "ines@example.onmicrosoft.com";

/// What becomes of a code that is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Typed {
    /// Somebody types it after so many questions.
    #[default]
    After,
    Declined,
    Never,
}

/// How people sign in.
#[derive(Debug, Default)]
pub struct People {
    pub typed: Typed,
    /// Questions that are answered with “not yet” first, …
    pub pending: u64,
    /// … and with “too often” before those.
    pub slow_down: u64,
    /// Seconds a code is good for; none: fifteen minutes.
    pub good_for: Option<u64>,
    /// What was left behind is refused, with this number.
    pub ended: Option<&'static str>,
    /// What was left behind is good once.
    pub strict: bool,
    /// Everything that a sign-in ever left behind.
    pub left_behind: Vec<String>,
    /// What is good now.
    good: Vec<String>,
    codes: Vec<(String, Instant)>,
    asked_at: Option<Instant>,
    /// Questions that came sooner than was asked for.
    pub too_soon: u64,
    interval: u64,
    /// What was sent, without its values.
    pub fields: Vec<Vec<String>>,
}

pub(super) fn answer(shared: &Shared, message: &Message) -> Answered {
    let form = message.body.split('&').filter_map(|one| one.split_once('='));
    let form: HashMap<&str, String> = form.map(|(name, value)| (name, decode(value))).collect();
    let part = |name: &str| form.get(name).cloned().unwrap_or_default();
    let mut names: Vec<String> = form.keys().map(|&name| name.to_owned()).collect();
    names.sort_unstable();
    locked(&shared.people).fields.push(names);
    if part("client_id") != CLIENT {
        return refuse("unauthorized_client", "AADSTS700016: No such application.");
    }
    if message.target.ends_with("/devicecode") {
        return begin(shared, &part("scope"));
    }
    match part("grant_type").as_str() {
        "urn:ietf:params:oauth:grant-type:device_code" => poll(shared, &part("device_code")),
        "refresh_token" => renew(shared, &part("refresh_token"), &part("scope")),
        "client_credentials" => {
            *locked(&shared.statement) = part("client_assertion");
            let shown = part("client_secret") == *locked(&shared.secret) || !part("client_assertion").is_empty();
            match shown && part("scope").ends_with("/.default") {
                true => (200, pass(shared, &part("scope"))),
                false => {
                    let said = "AADSTS7000215: Invalid client secret provided.\r\nTrace ID: 0";
                    (401, json!({ "error": "invalid_client", "error_description": said }))
                }
            }
        }
        _ => refuse("unsupported_grant_type", "AADSTS70003: Unsupported."),
    }
}

fn refuse(error: &str, said: &str) -> Answered {
    (
        400,
        json!({ "error": error, "error_description": format!("{said}\r\nTrace ID: 0") }),
    )
}

/// A pass of an application, or of a person, for the audience that the scope names.
fn pass(shared: &Shared, scope: &str) -> Value {
    let n = shared.signed_in.fetch_add(1, Ordering::Relaxed);
    let is_person = scope.contains("offline_access");
    let claims = match is_person {
        true => json!({ "scp": "GroupMember.ReadWrite.All User.Read.All" }),
        false => json!({ "roles": ["GroupMember.ReadWrite.All", "User.Read.All"] }),
    };
    let claims = URL_SAFE_NO_PAD.encode(claims.to_string());
    let azure = if scope.contains("/azure/.default") { "azure" } else { "" };
    let token = format!("head.{claims}.{azure}signature{n}");
    locked(&shared.tokens).insert(token.clone());
    let seconds = shared.lifetime.load(Ordering::Relaxed);
    json!({ "token_type": "Bearer", "expires_in": seconds, "ext_expires_in": seconds, "access_token": token })
}

fn begin(shared: &Shared, scope: &str) -> Answered {
    if !scope.contains("/.default") || !scope.contains("offline_access") {
        return refuse("invalid_scope", "AADSTS70011: The scope is not valid.");
    }
    let mut people = locked(&shared.people);
    let n = people.codes.len();
    let code = format!("device-code-{n}");
    people.codes.push((code.clone(), Instant::now()));
    (people.asked_at, people.interval) = (Some(Instant::now()), 1);
    let good_for = people.good_for.unwrap_or(900);
    let address = format!("{}/devicelogin", shared.base);
    let said = format!("To sign in, open {address} and enter the code CODE{n:05}.");
    (
        200,
        json!({ "device_code": code, "user_code": format!("CODE{n:05}"), "verification_uri": address,
                "expires_in": good_for, "interval": 1, "message": said }),
    )
}

fn poll(shared: &Shared, code: &str) -> Answered {
    let mut people = locked(&shared.people);
    let Some((_, begun)) = people.codes.iter().find(|(one, _)| one == code).cloned() else {
        return refuse("bad_verification_code", "AADSTS70016: No such code.");
    };
    // A fifth of a second for the way.
    let soon = people.asked_at.map(|at| at.elapsed().as_secs_f64() + 0.2);
    if soon.is_some_and(|soon| soon < people.interval as f64) {
        people.too_soon += 1;
    }
    people.asked_at = Some(Instant::now());
    if people.slow_down > 0 {
        people.slow_down -= 1;
        people.interval += 5;
        return refuse("slow_down", "AADSTS70019: Too often.");
    }
    if begun.elapsed().as_secs() >= people.good_for.unwrap_or(900) {
        return refuse("expired_token", "AADSTS70020: The code has expired.");
    }
    if people.pending > 0 || people.typed == Typed::Never {
        people.pending = people.pending.saturating_sub(1);
        return refuse("authorization_pending", "AADSTS70016: Pending.");
    }
    if people.typed == Typed::Declined {
        return refuse("authorization_declined", "AADSTS70018: Declined.");
    }
    people.codes.retain(|(one, _)| one != code);
    drop(people);
    (200, lasting(shared, "/.default offline_access"))
}

fn renew(shared: &Shared, shown: &str, scope: &str) -> Answered {
    let mut people = locked(&shared.people);
    if let Some(number) = people.ended {
        return refuse("invalid_grant", &format!("{number}: The refresh token has expired."));
    }
    if !people.good.iter().any(|one| one == shown) {
        return refuse("invalid_grant", "AADSTS9002313: Malformed.");
    }
    if people.strict {
        people.good.clear();
    }
    drop(people);
    (200, lasting(shared, scope))
}

/// A pass, with what renews it and who it is for.
fn lasting(shared: &Shared, scope: &str) -> Value {
    let mut answer = pass(shared, scope);
    let mut people = locked(&shared.people);
    let bytes = format!("{:?} {}", Instant::now(), people.left_behind.len());
    let refresh = format!("0.refresh.{}", URL_SAFE_NO_PAD.encode(bytes));
    people.left_behind.push(refresh.clone());
    people.good.push(refresh.clone());
    answer["refresh_token"] = json!(refresh);
    let who = URL_SAFE_NO_PAD.encode(json!({ "preferred_username": ACCOUNT, "name": "Ines" }).to_string());
    answer["id_token"] = json!(format!("head.{who}.signature"));
    answer
}
