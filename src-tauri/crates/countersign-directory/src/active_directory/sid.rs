//! Security identities that mean the same in every domain (MS-DTYP §2.4.2.4).

/// Who a foreign security principal of Windows itself stands for; `None` for a person or group of
/// another domain.
pub(super) fn well_known(sid: &str) -> Option<&'static str> {
    Some(match sid {
        "S-1-1-0" => "Everyone",
        "S-1-5-1" => "Dialup",
        "S-1-5-2" => "Network",
        "S-1-5-3" => "Batch",
        "S-1-5-4" => "Interactive",
        "S-1-5-6" => "Service",
        "S-1-5-7" => "Anonymous Logon",
        "S-1-5-8" => "Proxy",
        "S-1-5-9" => "Enterprise Domain Controllers",
        "S-1-5-10" => "Self",
        "S-1-5-11" => "Authenticated Users",
        "S-1-5-12" => "Restricted",
        "S-1-5-13" => "Terminal Server User",
        "S-1-5-14" => "Remote Interactive Logon",
        "S-1-5-15" => "This Organization",
        "S-1-5-17" => "IUSR",
        "S-1-5-18" => "System",
        "S-1-5-19" => "Local Service",
        "S-1-5-20" => "Network Service",
        _ => return None,
    })
}

/// Whether the members of the group with this identity can change the rights of others.
pub(super) fn is_privileged(sid: &str) -> bool {
    match sid.strip_prefix("S-1-5-") {
        Some("32-544" | "32-548" | "32-549" | "32-550" | "32-551") => true,
        Some(rest) => matches!(
            rest.strip_prefix("21-").and_then(|rest| rest.rsplit_once('-')),
            Some((_, "512" | "518" | "519" | "520" | "526" | "527"))
        ),
        None => false,
    }
}

/// The identity of a principal's primary group: of the same domain, with this number.
pub(super) fn primary_group(sid: &str, number: &str) -> Option<String> {
    let (domain, _) = sid.rsplit_once('-')?;
    let usable = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    usable.then(|| format!("{domain}-{number}"))
}
