//! The release: a folder that any static host can serve.

use crate::{
    fault::Fault,
    finish, package,
    page::{Profile, trunk_build},
    project::Project,
    run, setup,
    test::counted,
};
use std::fs;

const SITE: &str = "target/release-site";

/// Hashes, links, headers, and page, tag, frame, gallery and package at work.
const CHECKS: &str = "tests/web/release/checks.mjs";

/// Builds page and package as published, and the site around them; then has the site check itself.
///
/// # Errors
/// When a tool fails, a file cannot be written, or a check fails.
pub fn run(project: &Project) -> Result<(), Fault> {
    setup::run(project)?;
    let version = package::version(project)?;
    println!("release: building the page");
    run::quietly(project, "trunk-release", &mut trunk_build(project, Profile::Release))?;
    println!("release: building the package");
    package::check(project)?;

    let site = project.path(SITE);
    if site.exists() {
        fs::remove_dir_all(&site).map_err(|fault| Fault::new(format!("{SITE} cannot be emptied: {fault}")))?;
    }
    let folder = site.join(&version);
    package::copy(&project.path("dist"), &folder)?;
    // Links lead to the page at the root, whose address no version changes.
    finish::tell_element(project, &folder, "../", true)?;
    let mut npm = project.command("npm");
    npm.args(["pack", "--silent", "--pack-destination"]).arg(&folder).arg(project.path(package::FOLDER));
    run::quietly(project, "npm-pack", &mut npm)?;
    let said = run::quietly(project, "release", project.command("node").args(["src/bin/xtask/release.mjs", SITE, &version]))?;
    println!("{SITE}: version {version}, {said}");
    println!("release: checking it in a browser");
    let checks = run::quietly(project, "release-checks", project.command("node").args(["--test", CHECKS]))?;
    let (passed, _) = counted(&checks);
    if passed == 0 {
        return Err(Fault::new("no check of the release was run").details(checks));
    }
    println!("{SITE}: {passed} checks passed");
    Ok(())
}
