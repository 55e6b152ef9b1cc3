//! What trunk calls after each build, on the files it is about to publish (the hook is in Trunk.toml).

use crate::{fault::Fault, project::Project, run};
use std::path::{Path, PathBuf};

const GLUE: &str = "parcours.js";
const ELEMENT: &str = "cnam-parcours.js";

/// Builds the elements of static markup without a parser of HTML, so that pages which enforce Trusted Types have nothing to allow.
/// It reads what Leptos's `view!` writes for subtrees without values: elements, attributes in double quotes, escaped text.
const BUILDER: &str = r#"
const VOID = /^(?:area|br|col|hr|img|input|link|meta|source|track|wbr)$/;
const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"' };
function buildMarkup(parent, markup) {
    const plain = (text) => text.replace(/&(amp|lt|gt|quot);/g, (_, name) => ENTITIES[name]);
    const SVG = "http://www.w3.org/2000/svg";
    let at = parent.content ?? parent;
    at.replaceChildren();
    const open = [];
    for (const [, close, name, attributes, text] of markup.matchAll(/<(\/)?([\w-]+)((?: [\w:-]+(?:="[^"]*")?)*)>|([^<]+)/g)) {
        if (text !== undefined) at.append(plain(text));
        else if (close) at = open.pop();
        else {
            const svg = name === "svg" || at.namespaceURI === SVG;
            const element = svg ? document.createElementNS(SVG, name) : document.createElement(name);
            for (const [, key, value] of attributes.matchAll(/ ([\w:-]+)(?:="([^"]*)")?/g)) element.setAttribute(key, plain(value ?? ""));
            at.append(element);
            if (!VOID.test(name)) {
                open.push(at);
                at = element.content ?? element;
            }
        }
    }
}
"#;

/// Rewrites the files in the folder that trunk names.
///
/// # Errors
/// When trunk did not call, or a file cannot be rewritten.
pub fn run(project: &Project) -> Result<(), Fault> {
    let folder = std::env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .ok_or_else(|| Fault::new("`finish` is for trunk to call").remedy("Run: cargo xtask build"))?;
    let glue = folder.join(GLUE);
    let text = std::fs::read_to_string(&glue).map_err(|fault| Fault::new(format!("{} cannot be read: {fault}", glue.display())))?;
    std::fs::write(&glue, without_html_parser(&text))
        .map_err(|fault| Fault::new(format!("{} cannot be written: {fault}", glue.display())))?;
    let release = std::env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release");
    if release {
        minify(project, &folder)?;
    }
    tell_element(project, &folder, "./", release)
}

/// Writes the element's script with what only the build knows. `page` is where our own page is, seen from the script.
///
/// # Errors
/// When a file that the script loads is missing, or the script cannot be written.
pub fn tell_element(project: &Project, folder: &Path, page: &str, release: bool) -> Result<(), Fault> {
    let mut node = project.command("node");
    let built = run::answer(node.args(["src/bin/xtask/built.mjs", &folder.to_string_lossy(), page]));
    let built = built.ok_or_else(|| Fault::new(format!("what {ELEMENT} needs to know cannot be told: `{}` failed", run::line(&node))))?;
    let mut esbuild = project.command("esbuild");
    esbuild.args([&format!("www/{ELEMENT}"), "--log-level=warning", "--charset=utf8", "--target=es2022"]);
    esbuild.arg(format!("--define:BUILT={built}")).arg(format!("--outfile={}", folder.join(ELEMENT).display()));
    if release {
        esbuild.arg("--minify");
    }
    run::aloud(&mut esbuild)
}

/// Has every assignment to `innerHTML` build the elements itself.
fn without_html_parser(glue: &str) -> String {
    const ASSIGNMENT: &str = ".innerHTML = ";
    let mut found = false;
    let mut out = String::with_capacity(glue.len() + BUILDER.len());
    for line in glue.lines() {
        match line.split_once(ASSIGNMENT).and_then(|(target, value)| Some((target, value.strip_suffix(';')?))) {
            Some((target, value)) => {
                found = true;
                let indent = target.len() - target.trim_start().len();
                let (indent, target) = target.split_at(indent);
                out.push_str(&format!("{indent}buildMarkup({target}, {value});"));
            }
            None => out.push_str(line),
        }
        out.push('\n');
    }
    if found {
        out.push_str(BUILDER);
    }
    out
}

/// Takes comments and blanks out of scripts and styles. The names in them stay what they are for those who import them.
fn minify(project: &Project, folder: &Path) -> Result<(), Fault> {
    let entries = std::fs::read_dir(folder).map_err(|fault| Fault::new(format!("{} cannot be read: {fault}", folder.display())))?;
    let files = entries.flatten().map(|entry| entry.path());
    let files = files.filter(|path| path.extension().is_some_and(|end| end == "js" || end == "css") && !path.ends_with(ELEMENT));
    let mut esbuild = project.command("esbuild");
    esbuild.args(["--minify", "--allow-overwrite", "--log-level=warning", "--charset=utf8", "--target=es2022"]);
    esbuild.arg(format!("--outdir={}", folder.display())).args(files);
    run::aloud(&mut esbuild)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_markup_line_builds_elements() {
        let glue = "a: function(arg0, arg1, arg2) {\n    arg0.innerHTML = getStringFromWasm0(arg1, arg2);\n},";
        let text = without_html_parser(glue);
        assert!(text.contains("    buildMarkup(arg0, getStringFromWasm0(arg1, arg2));\n},"), "{text}");
        assert_eq!(text.matches("function buildMarkup(").count(), 1);
        assert!(!text.contains("innerHTML"));
    }

    #[test]
    fn glue_without_markup_is_left_alone() {
        assert_eq!(without_html_parser("export { init };\n"), "export { init };\n");
    }
}
