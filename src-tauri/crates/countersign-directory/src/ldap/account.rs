//! Blocks and deletes the accounts of guests, and of nobody else.
//!
//! Who is a guest is looked at in the directory itself, at the moment of the change.

use countersign_domain::snapshot::{ApplyOutcome, Change};

use super::Ldap;
use super::apply::outcome;
use super::read_some::by_key;
use super::search::{Found, Modification};
use super::session::Session;
use super::setting::GuestRule;
use crate::{DirectoryProblem, dn};

const NO_SUCH_ENTRY: u32 = 32;
const UNWILLING: u32 = 53;

impl Ldap {
    pub(super) async fn change_account(
        &self,
        session: &mut Session,
        change: &Change,
    ) -> Result<ApplyOutcome, DirectoryProblem> {
        let account = change.member();
        let (attribute, value) = self.setting.block();
        let rule = self.setting.guest_rule.clone().unwrap_or_default();
        let mut asked = vec!["objectClass", attribute];
        asked.extend(rule.attribute.as_deref());
        let filter = by_key([account.key.as_str()].into_iter());
        let found = self.identified(session, &filter, &asked).await?;
        let Some(entry) = found.first() else {
            return Ok(match change {
                Change::DeleteAccount { .. } => ApplyOutcome::AlreadySo,
                _ => ApplyOutcome::Refused {
                    code: NO_SUCH_ENTRY,
                    reason: format!("{} is no longer in the directory", account.dn),
                },
            });
        };
        if !self.is_guest(entry) {
            return Ok(ApplyOutcome::Refused {
                code: UNWILLING,
                reason: format!("{} is not a guest by the rule of this directory", entry.dn),
            });
        }
        let ending = match change {
            Change::DeleteAccount { .. } => session.delete(&entry.dn).await?,
            _ if entry.all(attribute).iter().any(|now| now.eq_ignore_ascii_case(value)) => {
                return Ok(ApplyOutcome::AlreadySo);
            }
            _ => {
                let part = |delete, values| Modification {
                    delete,
                    attribute,
                    values,
                };
                let mut parts = Vec::new();
                if !entry.all(attribute).is_empty() {
                    parts.push(part(true, entry.all(attribute).to_vec()));
                }
                parts.push(part(false, vec![value.to_owned()]));
                session.modify(&entry.dn, &parts).await?
            }
        };
        Ok(match (change, ending.code) {
            (Change::DeleteAccount { .. }, NO_SUCH_ENTRY) => ApplyOutcome::AlreadySo,
            _ => outcome(&ending),
        })
    }

    /// Without a rule nobody is known to be a guest.
    fn is_guest(&self, entry: &Found) -> bool {
        let rule = self.setting.guest_rule.as_ref();
        rule.is_some_and(|rule| rule.takes(entry))
    }
}

impl GuestRule {
    /// Whether the entry is a guest by this rule.
    pub(crate) fn takes(&self, entry: &Found) -> bool {
        let by_value = self.attribute.as_deref().is_some_and(|name| {
            let has = |wanted: &String| entry.all(name).iter().any(|value| value.eq_ignore_ascii_case(wanted));
            self.values.iter().any(has)
        });
        let by_place = self.under.as_deref().is_some_and(|place| {
            let name = dn::normalise(&entry.dn);
            name.is_some_and(|name| dn::is_under(&name, place))
        });
        by_value || by_place
    }
}
