//! The pass an application gets for its secret (client credentials), kept in memory alone.

use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use zeroize::Zeroizing;

use super::assertion::Credential;
use super::exchange::{Answer, Asked};
use super::setting::Setting;
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

    /// The application's permissions as the pass names them.
    pub(super) fn roles(&self) -> Option<Vec<String>> {
        let claims = self.bearer.split('.').nth(1)?;
        let claims = Zeroizing::new(URL_SAFE_NO_PAD.decode(claims).ok()?);
        let mut roles = serde_json::from_slice::<Claims>(&claims).ok()?.roles;
        roles.retain(|role| role.len() <= 100 && role.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.'));
        roles.sort();
        Some(roles).filter(|roles| !roles.is_empty())
    }
}

#[derive(Deserialize)]
struct Claims {
    #[serde(default)]
    roles: Vec<String>,
}

#[derive(Deserialize)]
struct Granted {
    #[serde(deserialize_with = "kept_apart")]
    access_token: Zeroizing<String>,
    #[serde(default)]
    token_type: String,
    expires_in: u64,
}

fn kept_apart<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Zeroizing<String>, D::Error> {
    String::deserialize(from).map(Zeroizing::new)
}

#[derive(Deserialize)]
struct Denied {
    #[serde(default)]
    error: String,
    #[serde(default)]
    error_description: String,
}

/// What an application shows to be known by.
pub(super) enum Proof {
    Secret(Zeroizing<String>),
    Certificate(Box<Credential>),
}

impl Proof {
    /// # Errors
    /// A certificate or a key that cannot be used.
    pub(super) fn new(setting: &Setting, secret: Zeroizing<String>) -> Result<Proof, DirectoryProblem> {
        let Some(file) = &setting.certificate_file else {
            return Ok(Proof::Secret(secret));
        };
        let pem = std::fs::read(file).map_err(|error| {
            DirectoryProblem::Setting(format!("the certificate {} cannot be read ({error})", file.display()))
        })?;
        Ok(Proof::Certificate(Box::new(Credential::new(&pem, &secret)?)))
    }
}

/// The question for a pass. The secret stands in its body alone.
///
/// # Errors
/// A statement that cannot be signed.
pub(super) fn question(setting: &Setting, proof: &Proof) -> Result<Asked, DirectoryProblem> {
    let url = format!("{}/{}/oauth2/v2.0/token", setting.login(), setting.tenant);
    let mut form = Zeroizing::new(String::new());
    let fields = [
        ("client_id", setting.client_id.as_str()),
        ("scope", &format!("{}/.default", setting.graph())),
        ("grant_type", "client_credentials"),
    ];
    let signed;
    let shown = match proof {
        Proof::Secret(secret) => [("client_secret", secret.as_str()), ("", "")],
        Proof::Certificate(credential) => {
            signed = credential.statement(&setting.client_id, &url)?;
            let kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
            [("client_assertion_type", kind), ("client_assertion", signed.as_str())]
        }
    };
    for (name, value) in fields.into_iter().chain(shown).filter(|(name, _)| !name.is_empty()) {
        if !form.is_empty() {
            form.push('&');
        }
        form.push_str(name);
        form.push('=');
        escape(value, &mut form);
    }
    Ok(Asked {
        verb: "POST",
        url,
        bearer: None,
        body: Some((
            "application/x-www-form-urlencoded",
            Zeroizing::new(form.as_bytes().to_vec()),
        )),
    })
}

/// What the answer gives: a pass, or the reason why not.
pub(super) fn granted(setting: &Setting, answer: &Answer) -> Result<Token, DirectoryProblem> {
    if answer.status == 200 {
        let granted: Granted = serde_json::from_slice(&answer.body).map_err(|_| unclear(setting))?;
        if granted.access_token.is_empty()
            || !granted.token_type.eq_ignore_ascii_case("bearer")
            || !granted.access_token.bytes().all(|byte| byte.is_ascii_graphic())
        {
            return Err(unclear(setting));
        }
        let whole = Duration::from_secs(granted.expires_in.min(LONGEST));
        // A pass of a few minutes is used for half of them.
        let used = whole.saturating_sub(BEFORE_END).max(whole / 2);
        return Ok(Token {
            bearer: granted.access_token,
            until: Instant::now() + used,
        });
    }
    let denied = serde_json::from_slice::<Denied>(&answer.body).map_err(|_| unclear(setting))?;
    let said = denied.error_description.lines().next().unwrap_or_default();
    let code = said.split(':').next().filter(|code| code.starts_with("AADSTS"));
    let reason = match (code, denied.error.as_str()) {
        (Some("AADSTS7000222"), _) => "its secret has expired".to_owned(),
        (Some("AADSTS7000215" | "AADSTS7000218"), _) => "this is not its secret".to_owned(),
        (Some("AADSTS700027"), _) => "this is not the key of a certificate that it has".to_owned(),
        (Some("AADSTS700016"), _) => "the tenant does not know it".to_owned(),
        (Some("AADSTS90002"), _) => "there is no such tenant".to_owned(),
        (Some(code), _) => format!("the sign-in answers {code}"),
        (None, "invalid_client" | "unauthorized_client") => "it or its secret is not accepted".to_owned(),
        (None, error) => format!("the sign-in answers {}", crate::ldap::text::clean(error).0),
    };
    Err(DirectoryProblem::SignIn {
        client: setting.client_id.clone(),
        tenant: setting.tenant.clone(),
        reason,
    })
}

fn unclear(setting: &Setting) -> DirectoryProblem {
    DirectoryProblem::Unclear {
        url: format!("{}/{}/oauth2/v2.0/token", setting.login(), setting.tenant),
        reason: "it is no answer to a sign-in".into(),
    }
}

// As a form writes it (RFC 3986 §2.3 for what may stand as it is).
fn escape(text: &str, out: &mut String) {
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_written_as_a_form_writes_it() {
        let mut out = String::new();
        escape("a~B.1&=+ ä", &mut out);
        assert_eq!(out, "a~B.1%26%3D%2B%20%C3%A4");
    }
}
