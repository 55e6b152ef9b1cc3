//! Which part of the program the wasm's code belongs to, and how large each folder of the data is: what tells, when the page grows, why.

use crate::{
    fault::Fault,
    wasm::{Module, without_hashes},
};
use std::collections::BTreeMap;

/// Where a release build leaves the areas of the page.
pub const REPORT: &str = "target/page-areas.txt";

/// Areas and their bytes.
pub type Areas = BTreeMap<String, u64>;

/// One area a line, the largest first.
pub fn table(areas: &Areas) -> String {
    let mut sorted: Vec<(&String, &u64)> = areas.iter().collect();
    sorted.sort_by_key(|(name, bytes)| (std::cmp::Reverse(**bytes), *name));
    sorted.iter().map(|(name, bytes)| format!("{name:<44} {bytes:>9}\n")).collect()
}

/// Whether a line of a table is of an area.
pub fn is_area(line: &str) -> bool {
    line.starts_with("code:") || line.starts_with("data:")
}

/// Reads a table back; other lines are left alone.
pub fn parse(text: &str) -> Areas {
    let lines = text.lines().filter(|line| is_area(line));
    lines.filter_map(|line| line.rsplit_once(' ').and_then(|(name, bytes)| Some((name.trim().to_owned(), bytes.parse().ok()?)))).collect()
}

/// What grew most, in words.
pub fn growth(before: &Areas, now: &Areas) -> Vec<String> {
    const NAMED: usize = 12;
    let old = |name: &String| before.get(name).copied().unwrap_or(0);
    let mut grown: Vec<(u64, &String)> = now.iter().filter_map(|(name, bytes)| Some((bytes.checked_sub(old(name))?, name))).collect();
    grown.retain(|(more, _)| *more > 0);
    grown.sort_by_key(|(more, name)| (std::cmp::Reverse(*more), *name));
    grown.iter().take(NAMED).map(|(more, name)| format!("{name}: {more} bytes more before compression, {} before", old(name))).collect()
}

/// Bytes of code by area, before the optimiser takes the names away. The area of a function is the module of the planner that its name
/// mentions first, which a generic function of a library works for; otherwise the crate that it stands in.
///
/// # Errors
/// When `wasm` is not a module.
pub fn code(wasm: &[u8]) -> Result<Areas, Fault> {
    let module = Module::parse(wasm)?;
    let imported = module.imported_types()?.len();
    let bodies = module.bodies()?;
    let names: BTreeMap<u32, &str> = module.names()?.into_iter().collect();
    let mut areas = BTreeMap::new();
    for (index, body) in bodies.iter().enumerate() {
        let name = names.get(&((imported + index) as u32)).copied().unwrap_or_default();
        *areas.entry(format!("code:{}", area(name))).or_default() += body.len() as u64;
    }
    Ok(areas)
}

/// Bytes of data by folder.
pub fn data(bundle: &str) -> Areas {
    let mut folders = BTreeMap::new();
    for (path, json) in bundle.lines().filter_map(|line| line.split_once(' ')) {
        let folder = path.split('/').next().unwrap_or_default();
        *folders.entry(format!("data:{folder}")).or_default() += json.len() as u64;
    }
    folders
}

fn area(name: &str) -> String {
    let name = without_hashes(name);
    if let Some(at) = name.find("parcours::") {
        let path: Vec<&str> =
            name[at..].split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).next().unwrap_or_default().split("::").collect();
        // `parcours::ui::result`, but `parcours::embed` where what follows is no module.
        return path
            .iter()
            .take(3)
            .filter(|part| part.starts_with(|c: char| c.is_ascii_lowercase()))
            .copied()
            .collect::<Vec<_>>()
            .join("::");
    }
    let word = |text: &str| text.split(|c: char| !(c.is_alphanumeric() || c == '_')).next_back().unwrap_or_default().to_owned();
    name.split_once("::").map_or_else(|| "without a name".to_owned(), |(start, _)| word(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_belongs_to_the_module_it_works_for() {
        assert_eq!(area("parcours[ffaa9ffef8a4ed05]::ui::result::sections"), "parcours::ui::result");
        assert_eq!(
            area("<alloc[3ca501edff3f0c7c]::vec::Vec<parcours[ffaa9ffef8a4ed05]::domain::answer::Step>>::push"),
            "parcours::domain::answer"
        );
        assert_eq!(area("<parcours[ffaa9ffef8a4ed05]::embed::Planner>::state"), "parcours::embed");
        assert_eq!(area("<serde_json[1413ccf423634803]::error::Error as core[c5930c85a12de822]::fmt::Debug>::fmt"), "serde_json");
        assert_eq!(area("memcpy"), "without a name");
    }

    #[test]
    fn what_grew_most_is_named_first() {
        let before = parse("total 1 2\ncode:a 100\ncode:b 100\ndata:c 5\n");
        let now = Areas::from([("code:a".to_owned(), 101), ("code:b".to_owned(), 90), ("data:d".to_owned(), 7)]);
        assert_eq!(
            growth(&before, &now),
            ["data:d: 7 bytes more before compression, 0 before", "code:a: 1 bytes more before compression, 100 before"]
        );
        assert_eq!(parse(&table(&now)), now);
    }

    #[test]
    fn data_is_counted_by_folder() {
        assert_eq!(data("rules/a.json {}\nrules/b.json [1]\nend\n"), BTreeMap::from([("data:rules".to_owned(), 5)]));
    }
}
