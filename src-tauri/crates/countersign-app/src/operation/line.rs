//! What is made of a line of the table: the way in, with permission and parsing.

use serde_json::Value;
use ts_rs::TS;

use crate::Problem;

/// An absent input is an empty one.
pub(super) fn parse<T: serde::de::DeserializeOwned + TS>(input: Value) -> Result<T, Problem> {
    let input = if input.is_null() {
        Value::Object(serde_json::Map::new())
    } else {
        input
    };
    serde_json::from_value(input)
        .map_err(|error| Problem::new(format!("The input is not understood: {error}.")).code("input"))
}

macro_rules! operations {
    ($( $kind:ident $name:literal $permission:ident $function:path : $input:ty => $output:ty $(, sees $sees:expr)? $(, touches $touches:expr)? ; )+) => {
        static TABLE: &[Operation] = &[$(
            Operation {
                name: $name,
                kind: operations!(@kind $kind),
                permission: Permission::$permission,
                sees: { #[allow(unused_mut, unused_assignments)] const T: &[&str] = { let mut t: &[&str] = &[]; $( t = &$sees; )? t }; T },
                touches: { #[allow(unused_mut, unused_assignments)] const T: &[&str] = { let mut t: &[&str] = &[]; $( t = &$touches; )? t }; T },
                run: |desk, operation, input| {
                    let _ = operation;
                    let output: $output = operations!(@run $kind, desk, operation, $function, input, $input)?;
                    Ok(serde_json::to_value(output)?)
                },
                input: |types| types.name_of::<$input>(),
                output: |types| types.name_of::<$output>(),
            },
        )+];
    };
    (@kind desk) => { OperationKind::Desk };
    (@kind read) => { OperationKind::Read };
    (@kind write) => { OperationKind::Write };
    (@kind job) => { OperationKind::Job };
    // Who may not is told so before what they sent is looked at.
    (@run desk, $desk:ident, $operation:ident, $function:path, $input:ident, $type:ty) => {
        parse::<$type>($input).and_then(|input| $function($desk, input))
    };
    (@run read, $desk:ident, $operation:ident, $function:path, $input:ident, $type:ty) => {{
        let open = $desk.opened()?;
        let actor = $desk.admit(&open, $operation)?;
        let $input: $type = parse($input)?;
        $desk.read(&open, &actor, |read: &Read<'_>| $function(read, $input))
    }};
    (@run write, $desk:ident, $operation:ident, $function:path, $input:ident, $type:ty) => {{
        let open = $desk.opened()?;
        let actor = $desk.admit(&open, $operation)?;
        crate::answer::guard(&open, $operation.name, &$input)?;
        let $input: $type = parse($input)?;
        $desk.write(&open, &actor, $operation.name, |write: &Write<'_>| $function(write, $input))
    }};
    (@run job, $desk:ident, $operation:ident, $function:path, $input:ident, $type:ty) => {{
        let open = $desk.opened()?;
        let actor = $desk.admit(&open, $operation)?;
        crate::answer::guard(&open, $operation.name, &$input)?;
        let $input: $type = parse($input)?;
        $function(Start { desk: $desk.clone(), open, actor }, $input)
    }};
}
