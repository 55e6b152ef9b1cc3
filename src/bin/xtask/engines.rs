//! The checks of embedding in all three engines (Chromium, Firefox, and WebKitGTK in Safari's stead), and those of every state in the last two.

use crate::{fault::Fault, project::Project, run, setup};

/// What a Debian-like system calls them.
const PACKAGES: [&str; 4] = ["firefox-esr", "webkit2gtk-driver", "xvfb", "xauth"];

/// Installs what is missing, and runs the checks on the page in `dist/` in all three.
///
/// # Errors
/// When a browser cannot be installed or a check fails.
pub fn run(project: &Project) -> Result<(), Fault> {
    setup::run(project)?;
    if run::answer(project.command("dpkg").arg("-s").args(PACKAGES)).is_none() {
        println!("engines: installing {}", PACKAGES.join(", "));
        run::quietly(project, "apt-update", project.command("apt-get").arg("update"))?;
        let mut apt = project.command("apt-get");
        apt.args(["install", "-y", "--no-install-recommends"]).args(PACKAGES).env("DEBIAN_FRONTEND", "noninteractive");
        run::quietly(project, "apt-install", &mut apt).map_err(|fault| {
            fault.remedy("Install Firefox, WebKitGTK with MiniBrowser, and xvfb by hand; then: node tests/web/engines.mjs")
        })?;
    }
    if !project.has("dist/cnam-parcours.js") {
        return Err(Fault::new("there is no page to check in dist/").remedy("Run: cargo xtask build --release"));
    }
    run::aloud(project.command("node").arg("tests/web/engines.mjs"))
}
