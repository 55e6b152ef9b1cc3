//! What is known of a person, answer by answer.
//!
//! Facts are *data*: one table, [`FACTS`], says which facts exist, what kind of value each takes and its bounds.
//! Rules, the questionnaire, share links and the JSON Schema are all written against that table, so that a new fact is one new row.

mod known;
mod table;
mod value;

pub use known::Facts;
pub use table::{FACTS, FactKind, FactSpec, PAYERS, fact_spec};
pub use value::{FactValue, is_slug};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::error::InputError;

    #[test]
    fn absent_and_null_are_unknown_and_an_empty_list_is_known() {
        let facts: Facts = InputError::read_json(r#"{"rqth":null,"benefits":[]}"#).unwrap();
        assert_eq!(facts.bool("rqth"), None);
        assert_eq!(facts.words("benefits"), Some(&[][..]));
    }

    #[test]
    fn values_survive_json_and_text() {
        let json = r#"{"age":36,"benefits":["rsa","aah"],"birth_date":"1990-01-15","cpf_balance":"102.23","nationality":"FR","rqth":false,"status":"salarie","worked_time_ratio":0.8}"#;
        let facts: Facts = InputError::read_json(json).unwrap();
        assert_eq!(serde_json::to_string(&facts).unwrap(), json);
        for (key, value) in facts.iter() {
            let spec = fact_spec(key).unwrap();
            assert_eq!(FactValue::parse(spec.kind, &value.to_text()).as_ref(), Ok(value), "{key}");
        }
    }

    #[test]
    fn what_a_fact_may_not_be_is_refused() {
        for json in [
            r#"{"favourite_colour":"blue"}"#,
            r#"{"age":-1}"#,
            r#"{"age":12.5}"#,
            r#"{"status":"astronaute"}"#,
            r#"{"benefits":["apl"]}"#,
            r#"{"worked_time_ratio":1.5}"#,
            r#"{"cpf_balance":100}"#,
            r#"{"cpf_balance":"1e3"}"#,
            r#"{"cpf_balance":"-1.00"}"#,
            r#"{"nationality":"fr"}"#,
            r#"{"residence_region":"Grand Est"}"#,
            r#"{"birth_date":"1990-02-30"}"#,
        ] {
            assert!(InputError::read_json::<Facts>(json).is_err(), "{json}");
        }
    }
}
