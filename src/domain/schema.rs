//! JSON Schemas of the values that have a JSON form of their own. The schemas of all other types are derived where the types are defined.
//!
//! Compiled for the command line only: the page has no use for them.

use super::{
    date::{Date, Term},
    facts::{FACTS, FactKind, FactValue, Facts},
    money::Money,
    read,
    region::REGIONS,
    request::Version,
    sorted,
};
use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings, json_schema};
use serde_json::{Map, Value, json};
use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

/// The schema of what is read as `T`: requests, catalogues, rule books, region packs.
#[must_use]
pub fn of_input<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>()
}

/// The schema of what is written from `T`: answers.
#[must_use]
pub fn of_output<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>()
}

macro_rules! schema_of {
    ($type:ty, $name:literal, $schema:expr) => {
        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    };
}

schema_of!(
    Version,
    "Version",
    json_schema!({ "type": "integer", "const": 1, "description": "The only version of the request and of the answer." })
);
schema_of!(read::Value<'static>, "AnyValue", Schema::from(true));
schema_of!(
    Date,
    "Date",
    json_schema!({
        "type": "string",
        "format": "date",
        "pattern": DATE,
        "description": "A day of the Gregorian calendar between the years 1900 and 2999, as in 2026-11-21."
    })
);
schema_of!(
    Term,
    "Term",
    json_schema!({
        "type": "string",
        "pattern": "^(19[0-9]{2}|2[01][0-9]{2}|2200)-S[123]$",
        "description": "A teaching term: the calendar year in which it starts, 1900 to 2200, and S1 (autumn), S2 (spring) or S3 (summer)."
    })
);
schema_of!(
    Money,
    "Money",
    json_schema!({
        "type": "string",
        "pattern": "^-?[0-9]{1,12}(\\.[0-9]{0,2})?$",
        "description": "An amount in euros, written with a point and two decimals, as in \"102.23\"."
    })
);
schema_of!(
    FactValue,
    "FactValue",
    json_schema!({
        "description": "The value of a fact: yes or no, a number, an amount, a day, a word or several.",
        "type": ["boolean", "number", "string", "array"],
        "items": { "type": "string" }
    })
);
schema_of!(Facts, "Facts", {
    let properties: Map<String, Value> = FACTS.iter().map(|spec| (spec.key.to_owned(), fact(spec.kind))).collect();
    json_schema!({
        "type": "object",
        "description": "What is known of the person. A fact that is absent or null is unknown, never \"no\".",
        "properties": properties,
        "additionalProperties": false
    })
});

impl<K: JsonSchema, V: JsonSchema> JsonSchema for sorted::Map<K, V> {
    fn schema_name() -> Cow<'static, str> {
        BTreeMap::<K, V>::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        BTreeMap::<K, V>::json_schema(generator)
    }

    fn inline_schema() -> bool {
        BTreeMap::<K, V>::inline_schema()
    }
}

impl<K: JsonSchema> JsonSchema for sorted::Set<K> {
    fn schema_name() -> Cow<'static, str> {
        BTreeSet::<K>::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        BTreeSet::<K>::json_schema(generator)
    }

    fn inline_schema() -> bool {
        BTreeSet::<K>::inline_schema()
    }
}

const DATE: &str = "^(19|2[0-9])[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";

/// The schema of a fact; each may also be null.
fn fact(kind: FactKind) -> Value {
    match kind {
        FactKind::Bool => json!({ "type": ["boolean", "null"] }),
        FactKind::Integer(least, most) => json!({ "type": ["integer", "null"], "minimum": least, "maximum": most }),
        FactKind::Ratio => json!({ "type": ["number", "null"], "minimum": 0, "maximum": 1 }),
        FactKind::Money => json!({ "type": ["string", "null"], "pattern": "^[0-9]{1,12}(\\.[0-9]{0,2})?$" }),
        FactKind::Date => json!({ "type": ["string", "null"], "format": "date", "pattern": DATE }),
        FactKind::Choice(words) => json!({ "enum": words.iter().map(|word| json!(word)).chain([Value::Null]).collect::<Vec<_>>() }),
        FactKind::Choices(words) => json!({ "type": ["array", "null"], "items": { "enum": words } }),
        FactKind::Region => json!({ "type": ["string", "null"], "pattern": "^[a-z0-9-]+$", "examples": REGIONS }),
        FactKind::Country => json!({ "type": ["string", "null"], "pattern": "^[A-Z]{2}$" }),
        FactKind::Codes => json!({ "type": ["array", "null"], "items": { "type": "string" } }),
    }
}
