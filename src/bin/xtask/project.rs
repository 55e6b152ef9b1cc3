//! Where things are, which versions are wanted, and commands that see the project's own tools first.

use crate::fault::Fault;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The project on this machine.
pub struct Project {
    root: PathBuf,
}

impl Project {
    /// The project that cargo runs this chore for.
    ///
    /// # Errors
    /// When it is not run by cargo and the current folder is not the project's.
    pub fn find() -> Result<Self, Fault> {
        let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let start = package.or_else(|| std::env::current_dir().ok()).unwrap_or_default();
        let root = start.ancestors().find(|folder| folder.join("Trunk.toml").is_file());
        root.map(|root| Self { root: root.to_path_buf() })
            .ok_or_else(|| Fault::new("the project's folder is not found").remedy("Run `cargo xtask` inside the project."))
    }

    /// A path inside the project.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// Whether a path inside the project exists.
    pub fn has(&self, relative: &str) -> bool {
        self.path(relative).exists()
    }

    /// The text of a file of the project.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read(&self, relative: &str) -> Result<String, Fault> {
        std::fs::read_to_string(self.path(relative)).map_err(|fault| Fault::new(format!("{relative} cannot be read: {fault}")))
    }

    /// Writes a file of the project and the folders above it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, relative: &str, text: &str) -> Result<(), Fault> {
        let path = self.path(relative);
        path.parent()
            .map_or(Ok(()), std::fs::create_dir_all)
            .and_then(|()| std::fs::write(&path, text))
            .map_err(|fault| Fault::new(format!("{relative} cannot be written: {fault}")))
    }

    /// A command that runs in the project's folder and finds the project's tools before the machine's.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root).env("PATH", self.search_path());
        command
    }

    /// Cargo.
    pub fn cargo(&self) -> Command {
        self.without_cargo_variables("cargo")
    }

    /// A command without the variables that `cargo run` set for this chore: they would make some build scripts run again.
    pub fn without_cargo_variables(&self, program: &str) -> Command {
        let mut command = self.command(program);
        for (name, _) in std::env::vars_os() {
            if name.to_str().is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")) {
                command.env_remove(name);
            }
        }
        command
    }

    /// The version of a package in Cargo.lock.
    ///
    /// # Errors
    /// When the package is not there.
    pub fn locked_version(&self, package: &str) -> Result<String, Fault> {
        let lock = self.read("Cargo.lock")?;
        let name = format!("name = \"{package}\"");
        let mut lines = lock.lines().skip_while(|line| *line != name).skip(1);
        let version = lines.next().and_then(|line| line.strip_prefix("version = "));
        version.map(|text| text.trim_matches('"').to_owned()).ok_or_else(|| Fault::new(format!("Cargo.lock does not hold {package}")))
    }

    /// The version of trunk that Trunk.toml asks for.
    ///
    /// # Errors
    /// When Trunk.toml pins none.
    pub fn trunk_version(&self) -> Result<String, Fault> {
        let settings = self.read("Trunk.toml")?;
        let version = settings.lines().find_map(|line| line.strip_prefix("trunk-version = \"="));
        version.map(|text| text.trim_matches('"').to_owned()).ok_or_else(|| Fault::new("Trunk.toml has no line `trunk-version = \"=…\"`"))
    }

    fn search_path(&self) -> OsString {
        let own = [self.path(".tools/bin"), self.path("tests/web/node_modules/.bin")];
        let inherited = std::env::var_os("PATH").unwrap_or_default();
        let all = own.into_iter().chain(std::env::split_paths(&inherited));
        std::env::join_paths(all).unwrap_or(inherited)
    }
}

/// Whether a folder exists and holds something.
pub fn holds_something(folder: &Path) -> bool {
    std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some())
}
