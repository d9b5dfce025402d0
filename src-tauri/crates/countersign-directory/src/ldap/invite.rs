//! Makes accounts for guests below the place that the settings name.
//!
//! Whether the address is taken is asked of the directory itself, at the moment of the change; so a second
//! attempt finds the account of the first.

use countersign_domain::snapshot::ApplyOutcome;

use super::Ldap;
use super::apply::outcome;
use super::filter;
use super::search::{Scope, Search};
use super::session::Session;
use crate::{DirectoryProblem, dn};

impl Ldap {
    pub(super) async fn invite(
        &self,
        session: &mut Session,
        mail: &str,
        display_name: &str,
    ) -> Result<ApplyOutcome, DirectoryProblem> {
        let Some(container) = &self.setting.guest_container else {
            return Ok(ApplyOutcome::ByHand {
                reason: format!(
                    "The settings of this directory name no place for guests; make an account with the address {mail}."
                ),
            });
        };
        let taken = format!("(mail={})", filter::escape(mail));
        let search = Search::new(&self.setting.base, Scope::Subtree, &taken, &["mail"])?;
        if !session.find(&search).await?.unwrap_or_default().is_empty() {
            return Ok(ApplyOutcome::AlreadySo);
        }
        let ending = session
            .add(
                &format!("uid={},{container}", dn::escape(mail)),
                &self.guest_entry(mail, display_name),
            )
            .await?;
        Ok(outcome(&ending))
    }

    fn guest_entry(&self, mail: &str, display_name: &str) -> Vec<(String, Vec<String>)> {
        let family = display_name.split_whitespace().last().unwrap_or(display_name);
        let one = |name: &str, value: &str| (name.to_owned(), vec![value.to_owned()]);
        let mut entry = vec![
            one("objectClass", "inetOrgPerson"),
            one("uid", mail),
            one("cn", display_name),
            one("sn", family),
            one("displayName", display_name),
            one("mail", mail),
        ];
        let rule = self.setting.guest_rule.as_ref();
        let mark = rule.and_then(|rule| Some((rule.attribute.as_deref()?, rule.values.first()?)));
        let more = mark
            .into_iter()
            .map(|(name, value)| one(name, value))
            .chain(self.setting.guest_attributes.clone());
        for (name, values) in more {
            match entry.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(&name)) {
                Some((_, known)) => known.extend(values.into_iter().filter(|value| !value.is_empty())),
                None => entry.push((name, values)),
            }
        }
        for (_, values) in &mut entry {
            values.dedup();
        }
        entry
    }
}
