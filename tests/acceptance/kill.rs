//! To come: kill.
