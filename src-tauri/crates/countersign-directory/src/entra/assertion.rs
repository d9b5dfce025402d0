//! The statement an application signs with the key of its certificate, instead of showing a secret (RFC 7523 §3).

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chrono::Utc;
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::{RSA_PSS_SHA256, RsaKeyPair};
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer, pem::PemObject};
use serde_json::json;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::DirectoryProblem;

/// Seconds a statement is good for, and those a clock may go wrong.
const GOOD_FOR: i64 = 300;
const SKEW: i64 = 60;

/// A certificate that Entra ID knows, and its key.
pub(super) struct Credential {
    thumbprint: String,
    key: RsaKeyPair,
}

impl Credential {
    /// `pem` is the certificate, `secret` its RSA key as PKCS#8: base64 of the bytes, or PEM. Without one, the key stands
    /// in `pem` too.
    ///
    /// # Errors
    /// What cannot be read, named without showing it.
    pub(super) fn new(pem: &[u8], secret: Option<&str>) -> Result<Credential, DirectoryProblem> {
        let wrong = |why: &str| DirectoryProblem::Setting(why.to_owned());
        let certificate =
            CertificateDer::from_pem_slice(pem).map_err(|_| wrong("certificateFile holds no certificate in PEM"))?;
        let der = match secret {
            Some(secret) => {
                let bare: Zeroizing<String> = Zeroizing::new(
                    secret
                        .lines()
                        .filter(|line| !line.starts_with("-----"))
                        .flat_map(|line| line.chars().filter(|c| !c.is_whitespace()))
                        .collect(),
                );
                let der = STANDARD.decode(bare.as_bytes()).map(Zeroizing::new);
                der.map_err(|_| wrong("the secret is not the key of the certificate (PKCS#8, unencrypted, in base64)"))?
            }
            None => {
                let der = PrivatePkcs8KeyDer::from_pem_slice(pem);
                let der =
                    der.map_err(|_| wrong("the key of the certificate is neither kept nor in certificateFile"))?;
                Zeroizing::new(der.secret_pkcs8_der().to_vec())
            }
        };
        let key = RsaKeyPair::from_pkcs8(&der)
            .map_err(|_| wrong("the key of the certificate is not an RSA key of 2048 bits or more in PKCS#8"))?;
        Ok(Credential {
            thumbprint: URL_SAFE_NO_PAD.encode(Sha256::digest(&certificate)),
            key,
        })
    }

    /// The signed statement for one sign-in at `audience`.
    ///
    /// # Errors
    /// No random numbers.
    pub(super) fn statement(&self, client: &str, audience: &str) -> Result<Zeroizing<String>, DirectoryProblem> {
        let random = SystemRandom::new();
        let none = |_| DirectoryProblem::Setting("this machine gives no random numbers".to_owned());
        let mut number = [0; 16];
        random.fill(&mut number).map_err(none)?;
        let now = Utc::now().timestamp();
        let head = json!({ "alg": "PS256", "typ": "JWT", "x5t#S256": self.thumbprint });
        let claims = json!({
            "aud": audience, "iss": client, "sub": client, "jti": URL_SAFE_NO_PAD.encode(number),
            "nbf": now - SKEW, "iat": now, "exp": now + GOOD_FOR,
        });
        let part = |value: serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(head), part(claims));
        let mut signature = vec![0; self.key.public().modulus_len()];
        self.key
            .sign(&RSA_PSS_SHA256, &random, signed.as_bytes(), &mut signature)
            .map_err(none)?;
        Ok(Zeroizing::new(format!(
            "{signed}.{}",
            URL_SAFE_NO_PAD.encode(signature)
        )))
    }
}
