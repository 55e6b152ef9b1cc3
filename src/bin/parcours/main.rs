//! The command line: the same engine as the page, natively.
//!
//! Every command reads standard input and writes JSON. Bad input is one JSON object on standard error and exit code 2.

mod check;
mod evaluate;
mod ics;
mod link;
mod options;
mod packs;
mod schema;
mod search;
mod solve;

use parcours::domain::error::InputError;
use std::process::ExitCode;

const USAGE: &str = "\
parcours: the Cnam planner's engine

  parcours evaluate           a request on standard input, the answer on standard output
  parcours solve [--brief]    pathway/1 instances, one JSON a line, one solution a line: proven, or with the gap, which --brief gives
                              after about a second of work
  parcours search             a request without a diploma: every diploma with its earliest finish
  parcours ics [--lang en]    a request on standard input, the calendar file (.ics) of its dated steps
  parcours check FILE...      the faults of catalogues, rule books, region packs and opening schedules (CSV)
  parcours link [--base URL]  a request on standard input, its share link on standard output
  parcours unlink LINK        the request of a share link
  parcours schema NAME        a JSON Schema: request, answer, outlook, link, catalogue, rules, pack, tariff

evaluate, search and ics take --pack FILE (a region pack) and --schedule FILE.csv (its opening schedule).";

/// How a command ended, when it did not end well.
pub enum Failure {
    /// The input is at fault: exit code 2.
    Input(InputError),
    /// A file has these faults: exit code 2. The first stands for all where only one is read.
    File(Vec<InputError>),
    /// Faults were found and printed: exit code 1.
    Found,
}

impl From<InputError> for Failure {
    fn from(fault: InputError) -> Self {
        Self::Input(fault)
    }
}

impl From<Vec<InputError>> for Failure {
    fn from(faults: Vec<InputError>) -> Self {
        Self::File(faults)
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let result = match arguments.split_first() {
        Some((command, rest)) => match command.as_str() {
            "evaluate" => evaluate::run(rest),
            "solve" => solve::run(rest),
            "ics" => ics::run(rest),
            "search" => search::run(rest),
            "check" => check::run(rest),
            "link" => link::link(rest),
            "unlink" => link::unlink(rest),
            "schema" => schema::run(rest),
            "help" | "--help" | "-h" => {
                say(USAGE);
                Ok(())
            }
            other => Err(InputError::new("unknown_command", "", format!("there is no command `{other}`\n\n{USAGE}")).into()),
        },
        None => Err(InputError::new("unknown_command", "", format!("no command given\n\n{USAGE}")).into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Found) => ExitCode::from(1),
        Err(Failure::File(faults)) => {
            eprintln!("{}", serde_json::json!({ "error": faults.first(), "errors": faults }));
            ExitCode::from(2)
        }
        Err(Failure::Input(fault)) => {
            eprintln!("{}", serde_json::json!({ "error": fault }));
            ExitCode::from(2)
        }
    }
}

/// Writes a line to standard output. A reader that has gone away, such as `head`, is no fault.
fn say(line: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

/// Writes a value to standard output as one line of JSON.
fn say_json(value: &impl serde::Serialize) -> Result<(), Failure> {
    say(&serde_json::to_string(value).map_err(|fault| InputError::malformed(&fault.to_string(), ""))?);
    Ok(())
}

/// All of standard input, as text.
fn read_stdin() -> Result<String, InputError> {
    let text = std::io::read_to_string(std::io::stdin())
        .map_err(|fault| InputError::new("unreadable_input", "", format!("standard input cannot be read: {fault}")))?;
    // The mark that some editors put first is no part of the text.
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}
