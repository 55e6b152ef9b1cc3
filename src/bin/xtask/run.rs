//! Running tools: quiet when all goes well, everything they said when not.

use crate::{fault::Fault, project::Project};
use std::fs::File;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Runs a tool to its end and gives what it wrote, which also stays in `target/logs/NAME.log`.
///
/// A sign of life is printed each minute, since some builds take several.
///
/// # Errors
/// When it cannot be started, or ends badly: then with its output.
pub fn quietly(project: &Project, name: &str, command: &mut Command) -> Result<String, Fault> {
    let log = format!("target/logs/{name}.log");
    project.write(&log, "")?;
    let unwritable = |fault: std::io::Error| Fault::new(format!("{log} cannot be written: {fault}"));
    let out = File::options().append(true).open(project.path(&log)).map_err(unwritable)?;
    let err = out.try_clone().map_err(unwritable)?;
    command.stdin(Stdio::null()).stdout(out).stderr(err);

    let mut child = command.spawn().map_err(|fault| not_started(command, &fault))?;
    let start = Instant::now();
    let mut minutes = 0;
    let status = loop {
        let waited = child.try_wait().map_err(|fault| Fault::new(format!("{name} is lost: {fault}")))?;
        if let Some(status) = waited {
            break status;
        }
        if start.elapsed().as_secs() / 60 > minutes {
            minutes += 1;
            println!("      … {minutes} min ({log})");
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    let written = std::fs::read(project.path(&log)).unwrap_or_default();
    let text = String::from_utf8_lossy(&written).into_owned();
    if status.success() { Ok(text) } else { Err(Fault::new(format!("`{}` failed ({status})", line(command))).details(text)) }
}

/// Runs a tool that talks to the user itself.
///
/// # Errors
/// When it cannot be started or ends badly.
pub fn aloud(command: &mut Command) -> Result<(), Fault> {
    let status = command.status().map_err(|fault| not_started(command, &fault))?;
    if status.success() { Ok(()) } else { Err(Fault::new(format!("`{}` failed ({status})", line(command)))) }
}

/// What a tool answers on standard output; `None` when it is absent or fails.
pub fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok().filter(|output| output.status.success())?;
    String::from_utf8(output.stdout).ok().map(|text| text.trim().to_owned())
}

/// A command as one would type it.
pub fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

/// A duration as one says it: `0.3 s`, `42 s`, `6 min 05 s`.
pub fn spoken(time: Duration) -> String {
    match time.as_secs() {
        0..10 => format!("{:.1} s", time.as_secs_f64()),
        seconds @ 10..60 => format!("{seconds} s"),
        seconds => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

fn not_started(command: &Command, fault: &std::io::Error) -> Fault {
    Fault::new(format!("`{}` cannot be started: {fault}", command.get_program().to_string_lossy()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_said_as_people_say_it() {
        assert_eq!(spoken(Duration::from_millis(340)), "0.3 s");
        assert_eq!(spoken(Duration::from_secs(59)), "59 s");
        assert_eq!(spoken(Duration::from_secs(365)), "6 min 05 s");
    }
}
