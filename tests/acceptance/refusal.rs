//! To come: refusal.
