//! JSON Schema for editors, from the same tables that the reader checks by.

use serde_json::{Map, Value, json};

use crate::kinds::{EXERCISE_PARAMS, EXERCISES, ExerciseKind, FIELD_PARAMS, FieldKindRef, Fields, Kinds};
use crate::tree::{Param, Ty};

/// The schema of all exercises, of one kind of exercise, or of one kind of field.
///
/// # Errors
/// A line that says there is no such kind, and which are near.
pub fn schema(kinds: &Kinds, kind: Option<&str>) -> Result<Value, String> {
    let fields: Vec<FieldKindRef> = kinds.fields().collect();
    let names: Vec<&str> = fields.iter().map(|k| k.name()).collect();
    let of_exercise = kind.and_then(|name| EXERCISES.iter().find(|k| k.name() == name));
    let of_field = kind.and_then(|name| fields.iter().find(|k| k.name() == name));
    let mut root = match (kind, of_exercise, of_field) {
        (None, ..) => json!({ "oneOf": EXERCISES.iter().map(|k| exercise(*k, &names)).collect::<Vec<_>>() }),
        (_, Some(kind), _) => exercise(*kind, &names),
        (_, _, Some(kind)) => field(kind, &names),
        (Some(name), ..) => {
            let known: Vec<&str> = EXERCISES.iter().map(|k| k.name()).chain(names).collect();
            let near = crate::diag::nearest(name, &known).map(|n| format!("; did you mean `{n}`?"));
            return Err(format!(
                "there is no kind `{name}`{}",
                near.unwrap_or_else(|| format!("; use one of: {}", known.join(", ")))
            ));
        }
    };
    if let Some(map) = root.as_object_mut() {
        let fields: Map<String, Value> = fields.iter().map(|k| (k.name().to_owned(), field(k, &names))).collect();
        map.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
        map.insert("title".to_owned(), json!("stepbook exercise"));
        map.insert("$defs".to_owned(), Value::Object(fields));
    }
    Ok(root)
}

fn exercise(kind: &dyn ExerciseKind, names: &[&str]) -> Value {
    let fields = crate::tree::need("fields", Ty::Fields, "its questions");
    let own = (kind.fields() == Fields::Needed).then_some(&fields);
    let mut out = block(EXERCISE_PARAMS.iter().chain(kind.params()).chain(own), names);
    fix(&mut out, "kind", kind.name(), kind.about());
    out
}

fn field(kind: &FieldKindRef, names: &[&str]) -> Value {
    let mut out = block(FIELD_PARAMS.iter().chain(kind.params()), names);
    fix(&mut out, "type", kind.name(), kind.about());
    out
}

fn fix(schema: &mut Value, key: &str, name: &str, about: &str) {
    if let Some(map) = schema.as_object_mut() {
        map.insert("description".to_owned(), json!(about));
        if let Some(properties) = map.get_mut("properties").and_then(Value::as_object_mut) {
            properties.insert(key.to_owned(), json!({ "const": name, "description": about }));
        }
    }
}

fn block<'p>(params: impl Iterator<Item = &'p Param>, fields: &[&str]) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for param in params {
        let mut value = of(&param.ty, fields);
        if let Some(map) = value.as_object_mut() {
            map.insert("description".to_owned(), json!(param.doc));
        }
        properties.insert(param.key.to_string(), value);
        if param.required {
            required.push(&*param.key);
        }
    }
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

fn of(ty: &Ty, fields: &[&str]) -> Value {
    let inner = json!({ "type": "string", "pattern": "^[a-z][a-z0-9_-]*$" });
    match ty {
        Ty::Text | Ty::TextOrId | Ty::Markdown | Ty::Name => json!({ "type": ["string", "number", "boolean"] }),
        Ty::Id => inner,
        Ty::Number(least, most) => json!({ "type": "number", "minimum": least, "maximum": most }),
        Ty::Bool => json!({ "type": "boolean" }),
        Ty::Duration => json!({ "type": "string", "pattern": "^([0-9]+h)?([0-9]+m)?$" }),
        Ty::Date => json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" }),
        Ty::Time => json!({ "type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$" }),
        Ty::OneOf(words) => json!({ "enum": words }),
        Ty::OneOfNamed(words) => json!({ "enum": words }),
        Ty::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        Ty::Ids => json!({ "type": "array", "items": inner }),
        Ty::TextOrTexts => {
            json!({ "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] })
        }
        Ty::Labels(params) => {
            json!({ "type": "object", "additionalProperties": { "anyOf": [{ "type": ["string", "number"] }, block(params.iter(), fields)] } })
        }
        Ty::Block(params) => block(params.iter(), fields),
        Ty::Blocks(params) => json!({ "type": "array", "items": block(params.iter(), fields) }),
        Ty::BlockMap(params) => json!({ "type": "object", "additionalProperties": block(params.iter(), fields) }),
        Ty::Fields => {
            json!({ "type": "array", "minItems": 1, "items": { "oneOf": fields.iter().map(|k| json!({ "$ref": format!("#/$defs/{k}") })).collect::<Vec<_>>() } })
        }
    }
}
