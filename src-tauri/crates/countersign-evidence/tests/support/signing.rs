//! Certificates to sign with.

use std::path::Path;
use std::process::Command;

use countersign_evidence::KeySigner;

/// A certificate over a new P-256 key, signed by itself.
#[allow(dead_code)] // as below
pub fn generated() -> KeySigner {
    let (certificate, key) = parts();
    KeySigner::new(vec![certificate], &key).expect("a signer")
}

/// The same in parts: the certificate and its key, both DER.
pub fn parts() -> (Vec<u8>, Vec<u8>) {
    let key = rcgen::KeyPair::generate().expect("a key");
    let mut wanted = rcgen::CertificateParams::default();
    wanted
        .distinguished_name
        .push(rcgen::DnType::CommonName, "Contoso Bank (evidence)");
    wanted.key_usages = vec![
        rcgen::KeyUsagePurpose::DigitalSignature,
        rcgen::KeyUsagePurpose::ContentCommitment,
    ];
    let certificate = wanted.self_signed(&key).expect("a certificate");
    (certificate.der().to_vec(), key.serialize_der())
}

/// An RSA certificate issued by an authority, both made by openssl; none where there is no openssl.
#[allow(dead_code)] // not every test that shares this file asks for RSA
pub fn issued(folder: &Path) -> Option<KeySigner> {
    let script = r#"set -e; cd "$1"
openssl req -x509 -newkey rsa:3072 -nodes -keyout ca.key -out ca.pem -days 3650 -subj "/O=Contoso/CN=Contoso Root" 2>/dev/null
openssl req -newkey rsa:3072 -nodes -keyout own.key -out own.csr -subj "/O=Contoso/CN=Evidence desk" 2>/dev/null
printf 'keyUsage=critical,digitalSignature,nonRepudiation\nbasicConstraints=CA:FALSE\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n' > own.ext
openssl x509 -req -in own.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 3650 -extfile own.ext -out own.pem 2>/dev/null
openssl x509 -in own.pem -outform DER -out own.der
openssl x509 -in ca.pem -outform DER -out ca.der
openssl pkcs8 -topk8 -nocrypt -in own.key -outform DER -out own.p8"#;
    let done = Command::new("sh").args(["-c", script, "sh"]).arg(folder).status();
    if !done.is_ok_and(|status| status.success()) {
        assert_ne!(std::env::var("REQUIRE_TOOLS").as_deref(), Ok("1"), "openssl is missing");
        return None;
    }
    let read = |name: &str| std::fs::read(folder.join(name)).expect("made by openssl");
    Some(KeySigner::new(vec![read("own.der"), read("ca.der")], &read("own.p8")).expect("a signer"))
}
