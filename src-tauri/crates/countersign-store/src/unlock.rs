//! What opens the locked window, and how often it was tried in vain.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::header::PassphraseRule;
use crate::review::stamp;
use crate::{StoreError, StoreKey};

/// Whether an account of the operating system has set a code.
pub fn has_code(connection: &Connection, os_account: &str) -> Result<bool, StoreError> {
    let mut statement = connection.prepare_cached("SELECT 1 FROM unlock_code WHERE os_account = ?1")?;
    Ok(statement.exists([os_account])?)
}

/// A code as it is kept: the parameters of Argon2id, and what it comes to.
#[derive(Debug)]
pub struct Sealed {
    rule: PassphraseRule,
    hash: StoreKey,
}

impl Sealed {
    /// Argon2id over the code; slow on purpose.
    ///
    /// # Errors
    /// The operating system gives no random salt, or no memory.
    pub fn of(code: &str) -> Result<Self, StoreError> {
        let rule = PassphraseRule::recommended()?;
        let hash = StoreKey::from_passphrase(code, &rule)?;
        Ok(Self { rule, hash })
    }

    /// Whether it is this code. Slow on purpose.
    ///
    /// # Errors
    /// The kept parameters are out of range.
    pub fn is(&self, code: &str) -> Result<bool, StoreError> {
        self.rule.check()?;
        Ok(StoreKey::from_passphrase(code, &self.rule)?.is_same(&self.hash))
    }
}

/// The code of an account; `None` where it has set none.
pub fn code_of(connection: &Connection, os_account: &str) -> Result<Option<Sealed>, StoreError> {
    let found: Option<(String, String)> = connection
        .query_row(
            "SELECT rule, hash FROM unlock_code WHERE os_account = ?1",
            [os_account],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    found
        .map(|(rule, hash)| {
            Ok(Sealed {
                rule: serde_json::from_str(&rule)?,
                hash: StoreKey::from_hex(&hash)?,
            })
        })
        .transpose()
}

/// Keeps the code of an account, or takes it away.
pub fn put_code(
    transaction: &Transaction<'_>,
    os_account: &str,
    code: Option<&Sealed>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    match code {
        Some(code) => transaction.execute(
            "INSERT OR REPLACE INTO unlock_code (os_account, rule, hash, set_at) VALUES (?1, ?2, ?3, ?4)",
            params![
                os_account,
                serde_json::to_string(&code.rule)?,
                code.hash.to_hex().as_str(),
                stamp(now)
            ],
        )?,
        None => transaction.execute("DELETE FROM unlock_code WHERE os_account = ?1", [os_account])?,
    };
    Ok(())
}

/// How often in a row somebody was refused, and when last.
pub fn failed(connection: &Connection, subject: &str) -> Result<(u32, Option<DateTime<Utc>>), StoreError> {
    let found = connection
        .prepare_cached("SELECT failed, last_at FROM failed_proof WHERE subject = ?1")?
        .query_row([subject], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(found.map_or((0, None), |(failed, at)| (failed, Some(at))))
}

/// One more in a row.
pub fn fail(transaction: &Transaction<'_>, subject: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    transaction.execute(
        "INSERT INTO failed_proof (subject, failed, last_at) VALUES (?1, 1, ?2)
         ON CONFLICT DO UPDATE SET failed = failed + 1, last_at = ?2",
        params![subject, stamp(now)],
    )?;
    Ok(())
}

/// The row is over.
pub fn succeed(transaction: &Transaction<'_>, subject: &str) -> Result<(), StoreError> {
    transaction.execute("DELETE FROM failed_proof WHERE subject = ?1", [subject])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_known_again_and_another_is_not() {
        let sealed = Sealed::of("four words of mine").expect("a hash");
        assert!(sealed.is("four words of mine").expect("an answer"));
        assert!(!sealed.is("four words of mine ").expect("an answer"));
        assert!(!format!("{sealed:?}").contains("words"));
    }
}
