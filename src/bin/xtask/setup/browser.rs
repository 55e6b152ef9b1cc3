//! A Chromium for the tests, and a font for it.

use super::install;
use crate::{
    fault::Fault,
    project::{Project, holds_something},
    run,
};
use std::path::Path;

const PACKAGES: [&str; 3] = ["chromium", "fonts-liberation", "fonts-dejavu-core"];

/// Installs Chromium and fonts with apt when there is no Chrome or Chromium and this user may install.
///
/// # Errors
/// When there is no browser and none can be installed.
pub fn ensure(project: &Project) -> Result<(), Fault> {
    let found = has_browser(project);
    let fonts = !cfg!(target_os = "linux") || holds_something(Path::new("/usr/share/fonts"));
    if found && fonts {
        return Ok(());
    }
    let by_hand = format!("apt-get update && apt-get install --no-install-recommends {}", PACKAGES.join(" "));
    let is_root = run::answer(project.command("id").arg("-u")).as_deref() == Some("0");
    let has_apt = run::answer(project.command("apt-get").arg("--version")).is_some();
    if is_root && has_apt {
        install("Chromium and fonts with apt-get", "1 to 2 min", || apt(project).map_err(|fault| fault.remedy(hint(&by_hand))))?;
    } else if found {
        println!("setup: no font in /usr/share/fonts: texts may show as boxes. By hand, as root: {by_hand}");
        return Ok(());
    }
    if has_browser(project) { Ok(()) } else { Err(Fault::new("no Chrome or Chromium is found").remedy(hint(&by_hand))) }
}

/// The places are listed once, where the tests use them.
fn has_browser(project: &Project) -> bool {
    run::answer(project.command("node").arg("tests/web/lib/chromium.mjs")).is_some()
}

fn apt(project: &Project) -> Result<(), Fault> {
    run::quietly(project, "setup-apt-update", project.command("apt-get").arg("update"))?;
    let mut apt = project.command("apt-get");
    apt.env("DEBIAN_FRONTEND", "noninteractive").args(["install", "-y", "--no-install-recommends"]).args(PACKAGES);
    run::quietly(project, "setup-apt", &mut apt).map(drop)
}

fn hint(by_hand: &str) -> String {
    format!("A Chrome or Chromium is needed. By hand, as root: {by_hand}\nOne elsewhere is used when CHROMIUM holds its path.")
}
