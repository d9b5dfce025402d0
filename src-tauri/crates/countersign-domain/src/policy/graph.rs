//! From a [`Policy`] back to Graph's JSON.

use serde_json::Value;

use super::Policy;

impl Policy {
    /// Graph's JSON. A policy that was read and not changed gives back what it was read from.
    pub fn to_graph(&self) -> Value {
        self.source.clone()
    }
}
