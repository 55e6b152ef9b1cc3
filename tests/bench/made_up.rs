//! Prints the made-up catalogue of `tests/scale`, once its real size or as many times as the first argument says: for `tests/web/scale.mjs`.

#[path = "../scale/mod.rs"]
mod made_up;

use std::{
    env,
    io::{self, Write as _},
};

fn main() -> io::Result<()> {
    let size = env::args().nth(1).map_or(Ok(1), |size| size.parse()).map_err(io::Error::other)?;
    writeln!(io::stdout().lock(), "{}", made_up::catalogue(size))
}
