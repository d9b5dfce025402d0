//! The answer of an authority, taken apart.

use chrono::{DateTime, NaiveDateTime, Utc};
use cms::content_info::ContentInfo;
use cms::signed_data::SignedData;
use der::asn1::{Int, OctetString, UintRef};
use der::oid::ObjectIdentifier;
use der::{Any, Decode, Sequence, Tag, Tagged};
use x509_cert::ext::Extensions;
use x509_cert::ext::pkix::name::GeneralName;

use super::{Imprint, LONGEST, Refusal, SHA256, TimeStamp, signer};
use crate::root::{Hash, to_hex};

const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
pub(super) const STATEMENT: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");

/// `TimeStampResp` of RFC 3161 §2.4.2.
#[derive(Debug, Sequence)]
struct Answer {
    status: Status,
    #[asn1(optional = "true")]
    token: Option<ContentInfo>,
}

#[derive(Debug, Sequence)]
struct Status {
    status: u32,
    #[asn1(optional = "true")]
    text: Option<Vec<String>>,
    #[asn1(optional = "true")]
    failure: Option<der::asn1::BitString>,
}

/// `TSTInfo` of RFC 3161 §2.4.2.
#[derive(Debug, Sequence)]
struct Statement {
    version: u8,
    policy: ObjectIdentifier,
    imprint: Imprint,
    serial: Int,
    /// Not read by the library: it may hold parts of a second.
    at: Any,
    #[asn1(optional = "true")]
    accuracy: Option<Accuracy>,
    #[asn1(default = "Default::default")]
    ordering: bool,
    #[asn1(optional = "true")]
    nonce: Option<Int>,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    authority: Option<GeneralName>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    extensions: Option<Extensions>,
}

#[derive(Debug, Sequence)]
struct Accuracy {
    #[asn1(optional = "true")]
    seconds: Option<u32>,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    milliseconds: Option<u16>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    microseconds: Option<u16>,
}

/// Checks an answer: that it is of this hash, answers the question with this nonce where one is given, and is signed by
/// the certificate within it.
///
/// # Errors
/// It is not, or is no answer at all.
pub fn check(answer: &[u8], hash: &Hash, nonce: Option<u64>) -> Result<TimeStamp, Refusal> {
    if answer.len() > LONGEST {
        return Err(Refusal::TooLong);
    }
    let Answer { status, token } = Answer::from_der(answer)?;
    if status.status > 1 {
        let said = status.text.unwrap_or_default().join(" ");
        let said = said
            .chars()
            .filter(|one| !one.is_control())
            .take(300)
            .collect::<String>();
        let failure = status.failure.map(|bits| to_hex(bits.raw_bytes())).unwrap_or_default();
        return Err(Refusal::Refused(
            format!("status {} {said} {failure}", status.status).trim().into(),
        ));
    }
    let form = |what: &str| Refusal::Form(what.to_owned());
    let token = token.ok_or_else(|| form("it holds no token"))?;
    if token.content_type != SIGNED_DATA {
        return Err(form("its token is not signed"));
    }
    let signed: SignedData = token.content.decode_as()?;
    let content = &signed.encap_content_info;
    let stated = content.econtent.as_ref().filter(|_| content.econtent_type == STATEMENT);
    let stated: OctetString = stated.ok_or_else(|| form("its token states no time"))?.decode_as()?;
    let statement = Statement::from_der(stated.as_bytes())?;
    if statement.version != 1 {
        return Err(form("its token is of a newer version"));
    }
    if statement.imprint.algorithm.oid != SHA256 || statement.imprint.hash.as_bytes() != hash {
        return Err(Refusal::Imprint);
    }
    if let Some(nonce) = nonce {
        let bytes = nonce.to_be_bytes();
        let asked = UintRef::new(&bytes)?;
        let given = statement.nonce.as_ref().map(Int::as_bytes).unwrap_or_default();
        if given.iter().skip_while(|byte| **byte == 0).ne(asked.as_bytes()) {
            return Err(Refusal::Nonce);
        }
    }
    let at = moment(&statement.at).ok_or_else(|| form("its moment cannot be read"))?;
    let (signer, certificate) = signer::check(&signed, stated.as_bytes(), at)?;
    Ok(TimeStamp {
        at,
        policy: statement.policy.to_string(),
        serial: to_hex(statement.serial.as_bytes()),
        signer,
        certificate,
    })
}

/// `20260301090000Z`, with parts of a second or without.
fn moment(value: &Any) -> Option<DateTime<Utc>> {
    if value.tag() != Tag::GeneralizedTime {
        return None;
    }
    let text = std::str::from_utf8(value.value()).ok()?.strip_suffix('Z')?;
    let at = NaiveDateTime::parse_from_str(text, "%Y%m%d%H%M%S%.f").ok()?;
    Some(at.and_utc())
}
