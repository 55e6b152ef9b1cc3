//! The one file of data that the page fetches: what `src/data` lists, without the blanks, and without the notes of the catalogue, which are for
//! those who keep it.

use crate::{fault::Fault, project::Project};
use std::path::Path;

/// Where the shipped files are listed, in the order in which they are read.
const LISTS: [&str; 3] = ["mod.rs", "catalogue/mod.rs", "texts.rs"];

/// What `built.mjs` writes into the element's script, for when nothing else arrives.
const IN_THE_ELEMENT: &str = "texts/element.json";

/// The file: on each line a path in `src/data`, a space and its JSON; then `end`.
///
/// # Errors
/// When a listed file cannot be read, or a file is not listed.
pub fn bundle(project: &Project) -> Result<String, Fault> {
    let mut paths: Vec<String> = Vec::new();
    for list in LISTS {
        let folder = list.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        for named in listed(&project.read(&format!("src/data/{list}"))?) {
            let path = format!("{folder}{named}");
            if !paths.contains(&path) {
                paths.push(path);
            }
        }
    }
    let unlisted: Vec<String> =
        json_files(project, "")?.into_iter().filter(|path| !paths.contains(path) && path != IN_THE_ELEMENT).collect();
    if !unlisted.is_empty() {
        return Err(Fault::new(format!("no list of src/data names {}", unlisted.join(", "))));
    }
    let mut out = String::new();
    for path in paths {
        let json = without_blanks(&project.read(&format!("src/data/{path}"))?);
        let json = if path.starts_with("catalogue/") { without_notes(&json) } else { json };
        out.push_str(&format!("{path} {json}\n"));
    }
    Ok(out + "end\n")
}

/// The files that a source embeds.
fn listed(source: &str) -> Vec<&str> {
    source.split("include_str!(\"").skip(1).filter_map(|rest| rest.split_once('"')).map(|(path, _)| path).collect()
}

fn json_files(project: &Project, folder: &str) -> Result<Vec<String>, Fault> {
    let path = project.path("src/data").join(folder);
    let entries = std::fs::read_dir(&path).map_err(|fault| Fault::new(format!("{} cannot be read: {fault}", path.display())))?;
    let mut found = Vec::new();
    for entry in entries.flatten() {
        let name = Path::new(folder).join(entry.file_name()).to_string_lossy().replace('\\', "/");
        if entry.path().is_dir() {
            found.extend(json_files(project, &name)?);
        } else if name.ends_with(".json") {
            found.push(name);
        }
    }
    Ok(found)
}

/// JSON without the blanks between its values.
fn without_blanks(json: &str) -> String {
    let (mut out, mut in_text, mut escaped) = (String::with_capacity(json.len()), false, false);
    for character in json.chars() {
        if in_text || !character.is_whitespace() {
            out.push(character);
        }
        if escaped {
            escaped = false;
        } else if character == '"' {
            in_text = !in_text;
        } else {
            escaped = in_text && character == '\\';
        }
    }
    out
}

/// JSON without blanks, without the members `note` that hold a text. No text holds this key as it stands here: its quotes would be escaped.
fn without_notes(json: &str) -> String {
    const KEY: &str = "\"note\":\"";
    let (mut out, mut rest) = (String::with_capacity(json.len()), json);
    while let Some(at) = rest.find(KEY) {
        out.push_str(&rest[..at]);
        rest = &rest[at + KEY.len()..];
        let mut escaped = false;
        let end = rest.find(|character| {
            let ends = character == '"' && !escaped;
            escaped = character == '\\' && !escaped;
            ends
        });
        rest = end.map_or("", |end| &rest[end + 1..]);
        if out.ends_with(',') {
            out.pop();
        } else {
            rest = rest.strip_prefix(',').unwrap_or(rest);
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_go_wherever_they_stand() {
        assert_eq!(
            without_notes(r#"{"note":"a","b":[{"c":1,"note":"say \"no\" \\"},{"note":""}],"note":null}"#),
            r#"{"b":[{"c":1},{}],"note":null}"#
        );
    }

    #[test]
    fn blanks_go_and_texts_stay() {
        assert_eq!(without_blanks("{ \"a b\" :\n [ 1 , \"c \\\" d\\\\\" , 2 ] }"), "{\"a b\":[1,\"c \\\" d\\\\\",2]}");
    }

    #[test]
    fn the_lists_are_read_from_their_sources() {
        assert_eq!(listed("(\"a\", include_str!(\"rules/a.json\")), (\"b\", include_str!(\"b.json\"))"), ["rules/a.json", "b.json"]);
    }
}
