//! Disables and deletes the accounts of guests, and of nobody else.
//!
//! Who is a guest is looked at in the directory itself, at the moment of the change.

use countersign_domain::snapshot::{ApplyOutcome, Change};

use super::ActiveDirectory;
use super::apply::no_longer_here;
use super::controller::Controller;
use super::name::{Name, by_key};
use crate::DirectoryProblem;
use crate::ldap::search::{Modification, Scope, Search};

const NO_SUCH_ENTRY: u32 = 32;
const UNWILLING: u32 = 53;
const FLAGS: &str = "userAccountControl";
const DISABLED: i64 = 0x2;

impl ActiveDirectory {
    pub(super) async fn change_account(
        &self,
        controller: &mut Controller,
        change: &Change,
    ) -> Result<ApplyOutcome, DirectoryProblem> {
        let account = change.member();
        let delete = matches!(change, Change::DeleteAccount { .. });
        let base = ActiveDirectory::everywhere(controller).to_owned();
        let rule = self.setting.guest_rule.clone().unwrap_or_default();
        let mut asked = vec!["objectClass", FLAGS];
        asked.extend(rule.attribute.as_deref());
        let filter = by_key([account.key.as_str()].into_iter());
        let search = Search::new(&base, Scope::Subtree, &filter, &asked)?;
        let found = controller.find(&search).await?;
        let found = found.ok_or_else(|| DirectoryProblem::WrongBase { base: base.clone() })?;
        let Some(mut entry) = found.into_iter().next() else {
            return Ok(match delete {
                true => ApplyOutcome::AlreadySo,
                false => no_longer_here(&account.dn),
            });
        };
        entry.dn = Name::parse(&entry.dn).dn;
        let is = |class: &str| {
            entry
                .all("objectClass")
                .iter()
                .any(|one| one.eq_ignore_ascii_case(class))
        };
        if is("foreignSecurityPrincipal") || is("contact") {
            return Ok(ApplyOutcome::ByHand {
                reason: format!("{} has its account elsewhere, and is blocked there.", entry.dn),
            });
        }
        if !rule.takes(&entry) {
            return Ok(ApplyOutcome::Refused {
                code: UNWILLING,
                reason: format!("{} is not a guest by the rule of this directory", entry.dn),
            });
        }
        if delete {
            let ending = controller.session.delete(&entry.dn).await?;
            return Ok(match ending.code {
                0 => ApplyOutcome::Applied,
                NO_SUCH_ENTRY => ApplyOutcome::AlreadySo,
                code => ApplyOutcome::Refused {
                    code,
                    reason: ending.reason,
                },
            });
        }
        let before = entry.first(FLAGS).unwrap_or_default().to_owned();
        let Ok(flags) = before.parse::<i64>() else {
            return Ok(ApplyOutcome::ByHand {
                reason: format!(
                    "The account that is used here may not read whether {} is enabled.",
                    entry.dn
                ),
            });
        };
        if flags & DISABLED != 0 {
            return Ok(ApplyOutcome::AlreadySo);
        }
        // The old value goes out in the same Modify: if somebody else changed it meanwhile, nothing happens.
        let part = |delete, value: String| Modification {
            delete,
            attribute: FLAGS,
            values: vec![value],
        };
        let parts = [part(true, before), part(false, (flags | DISABLED).to_string())];
        let ending = controller.session.modify(&entry.dn, &parts).await?;
        let after = controller.find(&search).await?.unwrap_or_default();
        let after = after
            .first()
            .and_then(|entry| entry.first(FLAGS))
            .and_then(|text| text.parse::<i64>().ok());
        Ok(match (ending.code, after.is_some_and(|flags| flags & DISABLED != 0)) {
            (0, true) => ApplyOutcome::Applied,
            (_, true) => ApplyOutcome::AlreadySo,
            (code, false) => ApplyOutcome::Refused {
                code,
                reason: ending.reason,
            },
        })
    }
}
