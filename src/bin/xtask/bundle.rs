//! The one file of data that the page fetches: what `src/data` lists, without the blanks.

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
        let text = project.read(&format!("src/data/{path}"))?;
        out.push_str(&format!("{path} {}\n", without_blanks(&text)));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_go_and_texts_stay() {
        assert_eq!(without_blanks("{ \"a b\" :\n [ 1 , \"c \\\" d\\\\\" , 2 ] }"), "{\"a b\":[1,\"c \\\" d\\\\\",2]}");
    }

    #[test]
    fn the_lists_are_read_from_their_sources() {
        assert_eq!(listed("(\"a\", include_str!(\"rules/a.json\")), (\"b\", include_str!(\"b.json\"))"), ["rules/a.json", "b.json"]);
    }
}
