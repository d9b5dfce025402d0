//! Where the exchange happens: the settings of a place, without its secret.

use std::net::IpAddr;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ExchangeProblem;

/// A place that every side reaches at times.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(optional_fields)]
pub enum Place {
    /// A folder: on a stick, a file server, or kept in step by a program of the machine's.
    Folder { path: PathBuf },
    /// A folder of a WebDAV server; the secret is the user's password.
    WebDav {
        url: String,
        user: Option<String>,
        ca_file: Option<PathBuf>,
    },
    /// A bucket, of Amazon or of whoever speaks like it; the secret is the key's other half.
    S3 {
        bucket: String,
        region: String,
        access_key_id: String,
        /// The server, where it is not Amazon's.
        endpoint: Option<String>,
        /// A folder in the bucket.
        prefix: Option<String>,
        ca_file: Option<PathBuf>,
    },
    /// A container of Azure Blob Storage; the secret is the account's key or a shared access signature.
    AzureBlob {
        account: String,
        container: String,
        /// The server, where it is not Azure's public cloud.
        endpoint: Option<String>,
        /// A folder in the container.
        prefix: Option<String>,
        ca_file: Option<PathBuf>,
    },
}

const LONGEST: usize = 1_024;

impl Place {
    /// What a person calls it.
    pub fn shown(&self) -> String {
        match self {
            Self::Folder { path } => format!("The folder {}", path.display()),
            Self::WebDav { url, .. } => format!("The WebDAV folder {url}"),
            Self::S3 { bucket, endpoint, .. } => match endpoint {
                Some(endpoint) => format!("The bucket {bucket} at {endpoint}"),
                None => format!("The bucket {bucket} of Amazon S3"),
            },
            Self::AzureBlob { account, container, .. } => format!("The container {container} of {account}"),
        }
    }

    /// Whether it cannot be reached without a secret.
    pub fn needs_secret(&self) -> bool {
        match self {
            Self::Folder { .. } => false,
            Self::WebDav { user, .. } => user.is_some(),
            Self::S3 { .. } | Self::AzureBlob { .. } => true,
        }
    }

    /// Whether a secret that was given for the other opens this one.
    pub fn signs_in_like(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::WebDav { url, user, ca_file },
                Self::WebDav {
                    url: one,
                    user: two,
                    ca_file: three,
                },
            ) => url == one && user == two && ca_file == three,
            (
                Self::S3 {
                    access_key_id,
                    endpoint,
                    ..
                },
                Self::S3 {
                    access_key_id: one,
                    endpoint: two,
                    ..
                },
            ) => access_key_id == one && endpoint == two,
            (
                Self::AzureBlob { account, endpoint, .. },
                Self::AzureBlob {
                    account: one,
                    endpoint: two,
                    ..
                },
            ) => account == one && endpoint == two,
            _ => false,
        }
    }

    pub(crate) fn ca_file(&self) -> Option<&PathBuf> {
        match self {
            Self::Folder { .. } => None,
            Self::WebDav { ca_file, .. } | Self::S3 { ca_file, .. } | Self::AzureBlob { ca_file, .. } => {
                ca_file.as_ref()
            }
        }
    }

    /// The server that the settings name, where they name one.
    pub(crate) fn server(&self) -> Option<&str> {
        match self {
            Self::Folder { .. } => None,
            Self::WebDav { url, .. } => Some(url),
            Self::S3 { endpoint, .. } | Self::AzureBlob { endpoint, .. } => endpoint.as_deref(),
        }
    }

    /// Refuses settings that cannot be right, before they are kept.
    ///
    /// # Errors
    /// [`ExchangeProblem::Setting`] with what is wrong.
    pub fn check(&self) -> Result<(), ExchangeProblem> {
        let wrong = |why: &str| Err(ExchangeProblem::Setting(why.to_owned()));
        let plain = |text: &str, what: &str| {
            let spoilt = text.is_empty()
                || text.len() > LONGEST
                || text
                    .chars()
                    .any(|one| one.is_control() || one.is_whitespace() || one == '\\')
                || text.split('/').any(|word| word == ".." || word == ".");
            if spoilt {
                Err(ExchangeProblem::Setting(format!(
                    "“{}” is no {what}",
                    text.escape_debug()
                )))
            } else {
                Ok(())
            }
        };
        if let Some(file) = self.ca_file()
            && !file.is_absolute()
        {
            return wrong("the certificates need the whole path of their file");
        }
        if let Some(url) = self.server() {
            plain(url, "address")?;
            is_guarded(url)?;
        }
        match self {
            Self::Folder { path } if !path.is_absolute() => wrong("the folder needs its whole path"),
            Self::Folder { .. } => Ok(()),
            Self::WebDav { user, .. } => match user {
                Some(user) if user.is_empty() || user.contains(':') || user.chars().any(char::is_control) => {
                    wrong("a user's name is not empty and holds no colon")
                }
                _ => Ok(()),
            },
            Self::S3 {
                bucket,
                region,
                access_key_id,
                prefix,
                ..
            } => {
                plain(bucket, "name of a bucket")?;
                plain(region, "region")?;
                plain(access_key_id, "key id")?;
                prefix
                    .as_deref()
                    .map_or(Ok(()), |prefix| plain(prefix, "folder of a bucket"))
            }
            Self::AzureBlob {
                account,
                container,
                prefix,
                ..
            } => {
                plain(account, "name of an account")?;
                plain(container, "name of a container")?;
                prefix
                    .as_deref()
                    .map_or(Ok(()), |prefix| plain(prefix, "folder of a container"))
            }
        }
    }
}

/// Secrets go over TLS; in clear only to this machine itself.
fn is_guarded(url: &str) -> Result<(), ExchangeProblem> {
    let wrong = |why: String| ExchangeProblem::Setting(why);
    let uri: ureq::http::Uri = url.parse().map_err(|_| wrong(format!("“{url}” is no address")))?;
    let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
    if uri
        .authority()
        .is_some_and(|authority| authority.as_str().contains('@'))
        || uri.query().is_some()
    {
        return Err(wrong("the address holds no user, password or question".into()));
    }
    match uri.scheme_str() {
        Some("https") if !host.is_empty() => Ok(()),
        Some("http") if host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback()) => Ok(()),
        Some("http") => Err(wrong(format!("{url} is not encrypted; an address begins with https"))),
        _ => Err(wrong(format!("“{url}” is no address that begins with https"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dav(url: &str) -> Place {
        Place::WebDav {
            url: url.into(),
            user: None,
            ca_file: None,
        }
    }

    #[test]
    fn nothing_is_carried_in_clear_over_a_network() {
        assert!(dav("https://files.example.org/dav").check().is_ok());
        assert!(dav("http://127.0.0.1:8080/dav").check().is_ok());
        assert!(dav("http://[::1]:8080/dav").check().is_ok());
        for url in [
            "http://files.example.org/dav",
            "http://127.0.0.1.example.org/",
            "ftp://files.example.org/",
            "https://user:secret@files.example.org/",
            "https://files.example.org/../x",
            "/dav",
            "",
        ] {
            assert!(dav(url).check().is_err(), "{url}");
        }
        let folder = Place::Folder {
            path: "relative".into(),
        };
        assert!(folder.check().is_err());
    }
}
