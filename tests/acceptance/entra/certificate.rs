//! Signing in with a certificate: the statement is checked by openssl, as the other side would.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use countersign_directory::{Control, connect};
use countersign_tests::graph::{CLIENT, Graph};
use countersign_tests::slapd::run;
use countersign_tests::tool;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::tenant;

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_signs_in_with_a_statement_that_openssl_verifies() {
    let Some(program) = tool("/usr/bin/openssl") else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let openssl = |words: &[&str]| {
        run(std::process::Command::new(&program)
            .current_dir(folder.path())
            .args(words))
    };
    openssl(&[
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "key.pem",
        "-out",
        "cert.pem",
        "-subj",
        "/CN=Countersign",
        "-days",
        "2",
    ]);
    openssl(&[
        "pkcs8", "-topk8", "-nocrypt", "-in", "key.pem", "-outform", "DER", "-out", "key.der",
    ]);
    openssl(&["x509", "-in", "cert.pem", "-pubkey", "-noout", "-out", "public.pem"]);
    openssl(&["x509", "-in", "cert.pem", "-outform", "DER", "-out", "cert.der"]);
    let key = STANDARD.encode(std::fs::read(folder.path().join("key.der")).expect("the key"));
    let graph = Graph::start(tenant(20, 9, 10));
    let mut settings = graph.settings();
    settings["certificateFile"] = json!("cert.pem");
    let connected = |secret: &str| {
        connect(
            "entra",
            &settings,
            Some(Zeroizing::new(secret.to_owned())),
            folder.path(),
        )
    };
    let connector = connected(&key).expect("a connector");
    connector.probe(&Control::default()).await.expect("it is let in");

    let statement = graph.statement();
    let parts: Vec<&str> = statement.split('.').collect();
    let part = |n: usize| URL_SAFE_NO_PAD.decode(parts[n]).expect("base64");
    let value = |n: usize| serde_json::from_slice::<Value>(&part(n)).expect("JSON");
    let audience = format!(
        "{}/example.onmicrosoft.com/oauth2/v2.0/token",
        settings["baseUrl"].as_str().unwrap_or_default()
    );
    assert_eq!(
        (&value(1)["iss"], &value(1)["sub"], &value(1)["aud"]),
        (&json!(CLIENT), &json!(CLIENT), &json!(audience))
    );
    assert_eq!(value(0)["alg"], "PS256");
    let print =
        <sha2::Sha256 as sha2::Digest>::digest(std::fs::read(folder.path().join("cert.der")).expect("the certificate"));
    assert_eq!(value(0)["x5t#S256"], URL_SAFE_NO_PAD.encode(print));
    std::fs::write(folder.path().join("signed"), format!("{}.{}", parts[0], parts[1])).expect("a file");
    std::fs::write(folder.path().join("signature"), part(2)).expect("a file");
    let pss = [
        "-sigopt",
        "rsa_padding_mode:pss",
        "-sigopt",
        "rsa_pss_saltlen:32",
        "-verify",
        "public.pem",
        "-signature",
        "signature",
        "signed",
    ];
    openssl(&[&["dgst", "-sha256"], &pss[..]].concat());

    for (secret, said) in [
        ("not base64", "is not the key of the certificate"),
        ("AAAA", "is not an RSA key"),
    ] {
        let problem = connected(secret).err().expect("no connector").to_string();
        assert!(problem.contains(said) && !problem.contains(secret), "{problem}");
    }
    settings["certificateFile"] = json!("key.der");
    let problem = connect("entra", &settings, Some(Zeroizing::new(key)), Path::new(folder.path())).err();
    assert!(
        problem
            .expect("no connector")
            .to_string()
            .contains("holds no certificate")
    );
}
