//! Makes a certificate that nobody stands behind but the organization itself.

use chrono::{DateTime, Datelike, Months, Utc};
use countersign_evidence::Credential;
use rcgen::{CertificateParams, DistinguishedName, DnType, IsCa, KeyPair, KeyUsagePurpose};
use zeroize::Zeroizing;

use super::{Origin, SigningView, keep};
use crate::Problem;
use crate::call::{Entry, Write};
use crate::store::Nothing;

/// Ten years: longer than evidence is kept.
const MONTHS: Months = Months::new(120);

pub(crate) fn create(write: &Write<'_>, _: Nothing) -> Result<(Option<SigningView>, Entry), Problem> {
    let made = made(&write.open.store.header().organization, write.now)
        .map_err(|problem| Problem::new(format!("The certificate could not be made: {problem}.")))?;
    keep(write, Origin::Created, &made)
}

fn made(organization: &str, now: DateTime<Utc>) -> Result<Credential, rcgen::Error> {
    let key = KeyPair::generate()?;
    let mut wanted = CertificateParams::default();
    wanted.distinguished_name = DistinguishedName::new();
    wanted.distinguished_name.push(DnType::OrganizationName, organization);
    wanted
        .distinguished_name
        .push(DnType::CommonName, format!("{organization}: access evidence"));
    wanted.is_ca = IsCa::ExplicitNoCa;
    wanted.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::ContentCommitment];
    // From the beginning of the day, so that no clock that is a little slow finds it too new.
    let until = now.checked_add_months(MONTHS).unwrap_or(now);
    wanted.not_before = rcgen::date_time_ymd(now.year(), now.month() as u8, now.day() as u8);
    wanted.not_after = rcgen::date_time_ymd(until.year(), until.month() as u8, until.day() as u8);
    let certificate = wanted.self_signed(&key)?;
    Ok(Credential {
        chain: vec![certificate.der().to_vec()],
        key: Zeroizing::new(key.serialize_der()),
    })
}
