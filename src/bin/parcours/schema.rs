//! `parcours schema`: JSON Schemas (draft 2020-12).

use crate::{Failure, say};
use parcours::domain::{
    answer::Answer,
    catalogue::format::CatalogueFile,
    costs::Tariff,
    error::InputError,
    pathway::Outlook,
    request::Request,
    rules::{RegionPack, RuleFile},
    schema,
    share::Decoded,
};

/// The schemas there are.
const NAMES: &str = "request, answer, outlook, link, catalogue, rules, pack, tariff";

/// Prints the schema of the given name.
pub fn run(arguments: &[String]) -> Result<(), Failure> {
    let name = match arguments {
        [name] => name.as_str(),
        _ => return Err(InputError::new("bad_argument", "", format!("schema takes one name: {NAMES}")).into()),
    };
    let mut schema = match name {
        "request" => schema::of_input::<Request>(),
        "answer" => schema::of_output::<Answer>(),
        "outlook" => schema::of_output::<Outlook>(),
        "link" => schema::of_output::<Decoded>(),
        "catalogue" => schema::of_input::<CatalogueFile>(),
        "rules" => schema::of_input::<RuleFile>(),
        "pack" => schema::of_input::<RegionPack>(),
        "tariff" => schema::of_input::<Tariff>(),
        _ => return Err(InputError::new("unknown_schema", "", format!("there is no schema `{name}`; there are: {NAMES}")).into()),
    };
    schema.insert("title".to_owned(), format!("Parcours: {name}, version 1").into());
    say(&serde_json::to_string_pretty(&schema).map_err(|fault| InputError::malformed(&fault.to_string(), ""))?);
    Ok(())
}
