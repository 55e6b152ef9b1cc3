//! Serves the page on this machine and rebuilds it on each change.

use crate::{fault::Fault, page, project::Project, run, setup};
use std::net::{Ipv4Addr, TcpListener};

const USUAL_PORT: u16 = 8080;

/// Sets up, then serves until interrupted. `dist/` keeps the last published build: served pages hold a script that reloads them.
///
/// # Errors
/// When a tool is missing, no port is free, or trunk ends badly.
pub fn run(project: &Project) -> Result<(), Fault> {
    setup::run(project)?;
    let port = free_port()?;
    println!("serve: http://127.0.0.1:{port}/ once it is built (the first build takes some minutes; Ctrl+C ends)");
    run::aloud(page::trunk(project).args(["serve", "--dist", "target/served", "--address", "127.0.0.1", "--port", &port.to_string()]))
}

/// The usual port, or another when it is taken.
fn free_port() -> Result<u16, Fault> {
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, USUAL_PORT)).or_else(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)));
    free.and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|fault| Fault::new(format!("no port is free: {fault}")))
}
