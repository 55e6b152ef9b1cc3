//! What trunk calls after each build, on the files it is about to publish (the hook is in Trunk.toml).

use crate::{fault::Fault, project::Project, run};
use std::path::{Path, PathBuf};

const GLUE: &str = "parcours.js";

/// The policy exists once a page, however many planners it has, and is made when first needed: a partner whose policy list lacks
/// the name is told by the browser, and pages without Trusted Types notice nothing.
/// What passes through is markup written in our own `view!` macros, never a visitor's text.
const POLICY: &str = r#"
let trustedMarkupPolicy;
function trustedMarkup(text) {
    if (!trustedMarkupPolicy) {
        const rules = { createHTML: (markup) => markup };
        try {
            trustedMarkupPolicy = globalThis.trustedTypes?.createPolicy("cnam-parcours", rules) ?? rules;
        } catch {
            trustedMarkupPolicy = rules;
        }
    }
    return trustedMarkupPolicy.createHTML(text);
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
    std::fs::write(&glue, with_trusted_types(&text))
        .map_err(|fault| Fault::new(format!("{} cannot be written: {fault}", glue.display())))?;
    if std::env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release") { minify(project, &folder) } else { Ok(()) }
}

/// Passes the right-hand side of every assignment to `innerHTML` through the policy.
fn with_trusted_types(glue: &str) -> String {
    const ASSIGNMENT: &str = ".innerHTML = ";
    let mut found = false;
    let mut out = String::with_capacity(glue.len() + POLICY.len());
    for line in glue.lines() {
        match line.split_once(ASSIGNMENT).and_then(|(target, value)| Some((target, value.strip_suffix(';')?))) {
            Some((target, value)) => {
                found = true;
                out.push_str(&format!("{target}{ASSIGNMENT}trustedMarkup({value});"));
            }
            None => out.push_str(line),
        }
        out.push('\n');
    }
    if found {
        out.push_str(POLICY);
    }
    out
}

/// Takes comments and blanks out of scripts and styles. The names in them stay what they are for those who import them.
fn minify(project: &Project, folder: &Path) -> Result<(), Fault> {
    let entries = std::fs::read_dir(folder).map_err(|fault| Fault::new(format!("{} cannot be read: {fault}", folder.display())))?;
    let files = entries.flatten().map(|entry| entry.path());
    let files = files.filter(|path| path.extension().is_some_and(|end| end == "js" || end == "css"));
    let mut esbuild = project.command("esbuild");
    esbuild.args(["--minify", "--allow-overwrite", "--log-level=warning", "--charset=utf8", "--target=es2022"]);
    esbuild.arg(format!("--outdir={}", folder.display())).args(files);
    run::aloud(&mut esbuild)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_markup_line_goes_through_the_policy() {
        let glue = "a: function(arg0, arg1, arg2) {\n    arg0.innerHTML = getStringFromWasm0(arg1, arg2);\n},";
        let text = with_trusted_types(glue);
        assert!(text.contains("    arg0.innerHTML = trustedMarkup(getStringFromWasm0(arg1, arg2));\n},"), "{text}");
        assert_eq!(text.matches("createPolicy(\"cnam-parcours\"").count(), 1);
    }

    #[test]
    fn glue_without_markup_is_left_alone() {
        assert_eq!(with_trusted_types("export { init };\n"), "export { init };\n");
    }
}
