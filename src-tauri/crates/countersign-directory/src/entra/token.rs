//! The pass that an application gets for its secret (client credentials), or for what a person's sign-in left behind;
//! kept in memory alone.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use zeroize::Zeroizing;

use super::assertion::Credential;
use super::exchange::{Answer, Asked};
use super::setting::{Audience, Setting, SignIn};
use crate::DirectoryProblem;

/// A pass is renewed this long before its end, so that none ends on the way.
const BEFORE_END: Duration = Duration::from_secs(300);
const LONGEST: u64 = 86_400;

/// A pass, and until when it is used.
pub(super) struct Token {
    pub bearer: Zeroizing<String>,
    until: Instant,
}

impl Token {
    pub(super) fn is_good(&self) -> bool {
        Instant::now() < self.until
    }

    /// The permissions as the pass names them.
    pub(super) fn roles(&self) -> Option<Vec<String>> {
        let said = claims(&self.bearer)?;
        let mut roles = said.roles;
        roles.extend(said.scp.split_whitespace().map(str::to_owned));
        roles.retain(|role| role.len() <= 100 && role.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.'));
        roles.sort();
        Some(roles).filter(|roles| !roles.is_empty())
    }
}

#[derive(Default, Deserialize)]
struct Claims {
    /// Of an application.
    #[serde(default)]
    roles: Vec<String>,
    /// Of a person, with blanks between them.
    #[serde(default)]
    scp: String,
    #[serde(default)]
    preferred_username: Option<String>,
}

fn claims(token: &str) -> Option<Claims> {
    let claims = token.split('.').nth(1)?;
    let claims = Zeroizing::new(URL_SAFE_NO_PAD.decode(claims).ok()?);
    serde_json::from_slice(&claims).ok()
}

#[derive(Deserialize)]
struct Body {
    #[serde(deserialize_with = "kept_apart")]
    access_token: Zeroizing<String>,
    #[serde(default)]
    token_type: String,
    expires_in: u64,
    #[serde(default, deserialize_with = "perhaps_kept_apart")]
    refresh_token: Option<Zeroizing<String>>,
    #[serde(default, deserialize_with = "perhaps_kept_apart")]
    id_token: Option<Zeroizing<String>>,
}

fn kept_apart<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Zeroizing<String>, D::Error> {
    String::deserialize(from).map(Zeroizing::new)
}

fn perhaps_kept_apart<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Zeroizing<String>>, D::Error> {
    Ok(Option::<String>::deserialize(from)?.map(Zeroizing::new))
}

#[derive(Deserialize)]
struct Denied {
    #[serde(default)]
    error: String,
    #[serde(default)]
    error_description: String,
}

/// A refusal of the sign-in, in its own words.
pub(super) struct Refusal {
    /// As RFC 6749 and RFC 8628 call it.
    pub error: String,
    /// As Entra ID numbers it.
    pub code: Option<String>,
}

/// What a sign-in gives.
pub(super) struct Granted {
    pub token: Token,
    /// What renews it, where a person signed in.
    pub refresh: Option<Zeroizing<String>>,
    /// Who signed in.
    pub account: Option<String>,
}

/// By what the program is known, or the person who uses it.
pub(super) enum Proof {
    Secret(Zeroizing<String>),
    Certificate(Box<Credential>),
    /// What the last sign-in or renewal left behind.
    Person(Mutex<Zeroizing<String>>),
    /// A person signs in, and none has.
    Nobody,
}

impl Proof {
    /// # Errors
    /// A secret that is missing, a certificate or a key that cannot be used.
    pub(super) fn new(setting: &Setting, secret: Option<Zeroizing<String>>) -> Result<Proof, DirectoryProblem> {
        match (setting.sign_in, &setting.certificate_file, secret) {
            (SignIn::DeviceCode, _, None) => Ok(Proof::Nobody),
            (SignIn::DeviceCode, _, Some(secret)) => Ok(Proof::Person(Mutex::new(secret))),
            (SignIn::Application, Some(file), secret) => {
                let pem = std::fs::read(file).map(Zeroizing::new).map_err(|error| {
                    DirectoryProblem::Setting(format!("the certificate {} cannot be read ({error})", file.display()))
                })?;
                let secret = secret.as_ref().map(|secret| secret.as_str());
                Ok(Proof::Certificate(Box::new(Credential::new(&pem, secret)?)))
            }
            (SignIn::Application, None, Some(secret)) => Ok(Proof::Secret(secret)),
            (SignIn::Application, None, None) => Err(DirectoryProblem::Setting(
                "the client secret of the application is missing".into(),
            )),
        }
    }

    /// What a person's sign-in left behind is another one now: answers what it was, where it changed.
    pub(super) fn renewed(&self, refresh: &Zeroizing<String>) -> Option<Zeroizing<String>> {
        let Proof::Person(kept) = self else { return None };
        let mut kept = kept.lock().unwrap_or_else(|broken| broken.into_inner());
        (*kept != *refresh).then(|| std::mem::replace(&mut *kept, refresh.clone()))
    }
}

/// The address of a sign-in's question.
pub(super) fn place(setting: &Setting, last: &str) -> String {
    format!("{}/{}/oauth2/v2.0/{last}", setting.login(), setting.tenant)
}

/// What a person is asked to consent to: what the application was given, and that it goes on without them.
pub(super) fn scope_of_person(setting: &Setting, audience: Audience) -> String {
    format!("{} openid profile offline_access", setting.scope(audience))
}

/// The question for a pass. The secret stands in its body alone.
///
/// # Errors
/// A statement that cannot be signed; nobody has signed in.
pub(super) fn question(setting: &Setting, proof: &Proof, audience: Audience) -> Result<Asked, DirectoryProblem> {
    let url = place(setting, "token");
    let client = ("client_id", setting.client_id.as_str());
    let (scope, own) = (scope_of_person(setting, audience), setting.scope(audience));
    let application = [("scope", own.as_str()), ("grant_type", "client_credentials")];
    Ok(match proof {
        Proof::Nobody => {
            return Err(DirectoryProblem::SignInNeeded {
                tenant: setting.tenant.clone(),
                reason: "nobody has signed in yet".into(),
            });
        }
        Proof::Person(refresh) => {
            let refresh = refresh.lock().unwrap_or_else(|broken| broken.into_inner()).clone();
            let fields = [
                ("scope", scope.as_str()),
                ("grant_type", "refresh_token"),
                ("refresh_token", refresh.as_str()),
            ];
            form(url, &[&[client], &fields[..]].concat())
        }
        Proof::Secret(secret) => {
            let shown = [("client_secret", secret.as_str())];
            form(url, &[&[client], &application[..], &shown].concat())
        }
        Proof::Certificate(credential) => {
            let signed = credential.statement(&setting.client_id, &url)?;
            let kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
            let shown = [("client_assertion_type", kind), ("client_assertion", signed.as_str())];
            form(url, &[&[client], &application[..], &shown].concat())
        }
    })
}

/// A question with these fields in its body.
pub(super) fn form(url: String, fields: &[(&str, &str)]) -> Asked {
    // With room for all of it: a text that grows leaves its earlier places behind as they are.
    let room = fields
        .iter()
        .map(|(name, value)| name.len() + 3 * value.len() + 2)
        .sum();
    let mut form = Zeroizing::new(Vec::with_capacity(room));
    for (name, value) in fields {
        if !form.is_empty() {
            form.push(b'&');
        }
        form.extend_from_slice(name.as_bytes());
        form.push(b'=');
        escape(value, &mut form);
    }
    Asked {
        verb: "POST",
        url,
        bearer: None,
        body: Some(("application/x-www-form-urlencoded", form)),
    }
}

/// A refusal, where the answer is one.
pub(super) fn refusal(answer: &Answer) -> Option<Refusal> {
    let denied = serde_json::from_slice::<Denied>(&answer.body).ok()?;
    let said = denied.error_description.lines().next().unwrap_or_default();
    let code = said.split(':').next().filter(|code| {
        let number = code.strip_prefix("AADSTS");
        number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
    });
    Some(Refusal {
        code: code.map(str::to_owned),
        error: denied.error,
    })
}

/// What the answer gives: a pass, or the reason why not.
pub(super) fn granted(setting: &Setting, answer: &Answer) -> Result<Granted, DirectoryProblem> {
    if answer.status == 200 {
        let body: Body = serde_json::from_slice(&answer.body).map_err(|_| unclear(setting))?;
        let plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
        if !plain(&body.access_token) || !body.token_type.eq_ignore_ascii_case("bearer") {
            return Err(unclear(setting));
        }
        let whole = Duration::from_secs(body.expires_in.min(LONGEST));
        // A pass of a few minutes is used for half of them.
        let used = whole.saturating_sub(BEFORE_END).max(whole / 2);
        let account = body
            .id_token
            .as_ref()
            .and_then(|token| claims(token)?.preferred_username);
        return Ok(Granted {
            token: Token {
                bearer: body.access_token,
                until: Instant::now() + used,
            },
            refresh: body.refresh_token.filter(|text| plain(text)),
            account: account.map(|name| crate::ldap::text::clean(&name).0),
        });
    }
    let refusal = refusal(answer).ok_or_else(|| unclear(setting))?;
    Err(match setting.sign_in {
        SignIn::DeviceCode => ended(setting, &refusal),
        SignIn::Application => denied(setting, &refusal),
    })
}

/// The tenant does not let the program in.
pub(super) fn denied(setting: &Setting, refusal: &Refusal) -> DirectoryProblem {
    let reason = match (refusal.code.as_deref(), refusal.error.as_str()) {
        (Some("AADSTS7000222"), _) => "its secret has expired".to_owned(),
        (Some("AADSTS7000218"), _) if setting.sign_in == SignIn::DeviceCode => {
            "its registration does not allow public client flows".to_owned()
        }
        (Some("AADSTS7000215" | "AADSTS7000218"), _) => "this is not its secret".to_owned(),
        (Some("AADSTS700027"), _) => "this is not the key of a certificate that it has".to_owned(),
        (Some("AADSTS700016"), _) => "the tenant does not know it".to_owned(),
        (Some("AADSTS90002"), _) => "there is no such tenant".to_owned(),
        (Some("AADSTS65001"), _) => "nobody has consented to its permissions".to_owned(),
        (Some("AADSTS53003"), _) => "a rule of conditional access forbids it".to_owned(),
        (Some(code), _) => format!("the sign-in answers {code}"),
        (None, "invalid_client" | "unauthorized_client") => "it or its secret is not accepted".to_owned(),
        (None, error) => format!("the sign-in answers {}", crate::ldap::text::clean(error).0),
    };
    DirectoryProblem::SignIn {
        client: setting.client_id.clone(),
        tenant: setting.tenant.clone(),
        reason,
    }
}

/// What a person's sign-in left behind is not taken any more.
fn ended(setting: &Setting, refusal: &Refusal) -> DirectoryProblem {
    let reason = match refusal.code.as_deref() {
        Some("AADSTS700082" | "AADSTS70043" | "AADSTS70008") => "the last sign-in has expired",
        Some("AADSTS50173" | "AADSTS50078") => "the last sign-in was ended, or the password is another one since",
        Some("AADSTS50057") => "the account is disabled",
        Some("AADSTS50076" | "AADSTS50079" | "AADSTS50158") => "the tenant asks for a further proof",
        _ if matches!(
            refusal.error.as_str(),
            "invalid_grant" | "interaction_required" | "login_required"
        ) =>
        {
            "the last sign-in is no longer accepted"
        }
        _ => return denied(setting, refusal),
    };
    DirectoryProblem::SignInNeeded {
        tenant: setting.tenant.clone(),
        reason: reason.to_owned(),
    }
}

pub(super) fn unclear(setting: &Setting) -> DirectoryProblem {
    DirectoryProblem::Unclear {
        url: place(setting, "token"),
        reason: "it is no answer to a sign-in".into(),
    }
}

// As a form writes it (RFC 3986 §2.3 for what may stand as it is).
fn escape(text: &str, out: &mut Vec<u8>) {
    let digit = |half: u8| b"0123456789ABCDEF"[usize::from(half)];
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(byte),
            _ => out.extend([b'%', digit(byte >> 4), digit(byte & 15)]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_written_as_a_form_writes_it() {
        let mut out = Vec::new();
        escape("a~B.1&=+ ä", &mut out);
        assert_eq!(out, b"a~B.1%26%3D%2B%20%C3%A4");
    }
}
