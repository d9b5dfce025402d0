//! The TypeScript side of the table of operations, made from the Rust types.

use std::any::TypeId;
use std::collections::{BTreeMap, HashSet};

use ts_rs::{Config, TS, TypeVisitor};

use crate::desk::Event;
use crate::{OperationKind, Problem, operations};

/// Types met so far, by name, with their declarations.
pub struct Types {
    config: Config,
    seen: HashSet<TypeId>,
    declarations: BTreeMap<String, String>,
}

impl Types {
    fn new() -> Self {
        Self {
            config: Config::new().with_large_int("number"),
            seen: HashSet::new(),
            declarations: BTreeMap::new(),
        }
    }

    /// How TypeScript names a type; declares it and everything it is made of.
    pub fn name_of<T: TS + 'static + ?Sized>(&mut self) -> String {
        self.visit::<T>();
        T::name(&self.config)
    }
}

impl TypeVisitor for Types {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        // Types that have no file of their own (numbers, lists, options) are written where they are used.
        if T::output_path().is_some() {
            let declaration = T::decl(&self.config);
            let name = T::ident(&self.config);
            let before = self.declarations.insert(name.clone(), format!("export {declaration}"));
            assert!(before.is_none(), "two types are called {name}");
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

/// The text of `ui/src/api/operations.ts`.
pub fn operations_file() -> String {
    let mut types = Types::new();
    let mut lines = String::new();
    for operation in operations() {
        let input = (operation.input)(&mut types);
        let output = (operation.output)(&mut types);
        let kind = match operation.kind {
            OperationKind::Desk => "desk",
            OperationKind::Read => "read",
            OperationKind::Write => "write",
            OperationKind::Job => "job",
        };
        lines.push_str(&format!(
            "  {:?}: {{ kind: {kind:?}; input: {input}; output: {output} }};\n",
            operation.name
        ));
    }
    types.name_of::<Problem>();
    types.name_of::<Event>();
    // The results of jobs, which the table does not name.
    types.name_of::<crate::review::Simulation>();
    types.name_of::<crate::directory::foresee::SyncForeseen>();
    types.name_of::<crate::directory::import::Offered>();
    types.name_of::<crate::directory::import::TakenIn>();
    let mut text = String::from(
        "// Generated from the table of operations in countersign-app. Do not edit; a test compares it.\n\n",
    );
    for declaration in types.declarations.values() {
        text.push_str(declaration);
        text.push('\n');
    }
    text.push_str("\nexport interface Operations {\n");
    text.push_str(&lines);
    text.push_str("}\n");
    text
}
