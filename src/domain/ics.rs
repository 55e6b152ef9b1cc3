//! Dated steps as a calendar file (iCalendar, RFC 5545), which every calendar program imports.

use super::date::Date;

/// A calendar file to be.
#[derive(Clone, Copy, Debug)]
pub struct Calendar<'a> {
    /// The name a calendar program may show.
    pub name: &'a str,
    /// Tells this plan from others, so that importing it again replaces its events and no others: the code of the diploma, say.
    /// It must stay the same while the plan changes, so the code of the share link will not do.
    pub plan: &'a str,
    /// The day on which the file is written, midnight in universal time.
    pub stamp: Date,
    /// Its events.
    pub events: &'a [Event<'a>],
}

/// A step that lasts the whole of a day.
#[derive(Clone, Copy, Debug)]
pub struct Event<'a> {
    /// Its name within the plan. With [`Calendar::plan`] it makes the UID: an event that moves keeps its identity.
    pub id: &'a str,
    /// The day.
    pub on: Date,
    /// A line.
    pub summary: &'a str,
    /// More; may have several lines, may be empty.
    pub description: &'a str,
    /// Reminders: so many days before, at nine in the morning.
    pub alarms: &'a [u16],
}

/// The hour of the reminders.
const ALARM_HOUR: u16 = 9;

/// The text of the file, to be saved as `.ics` in UTF-8 with the type `text/calendar`.
#[must_use]
pub fn write(calendar: &Calendar) -> String {
    let mut file = File(String::new());
    file.line("BEGIN:VCALENDAR");
    file.line("VERSION:2.0");
    file.line("PRODID:-//Parcours//Parcours 1//FR");
    file.line("CALSCALE:GREGORIAN");
    // NAME is RFC 7986; the older X-WR-CALNAME is what most programs read.
    file.text("NAME", calendar.name);
    file.text("X-WR-CALNAME", calendar.name);
    let stamp = format!("DTSTAMP:{}T000000Z", compact(calendar.stamp));
    for event in calendar.events {
        file.line("BEGIN:VEVENT");
        file.text("UID", &format!("{}.{}@parcours", event.id, calendar.plan));
        file.line(&stamp);
        file.line(&format!("DTSTART;VALUE=DATE:{}", compact(event.on)));
        // The end is the first day that no longer belongs to the event.
        file.line(&format!("DTEND;VALUE=DATE:{}", compact(event.on.plus_days(1))));
        file.text("SUMMARY", event.summary);
        if !event.description.is_empty() {
            file.text("DESCRIPTION", event.description);
        }
        // A deadline does not make the person busy.
        file.line("TRANSP:TRANSPARENT");
        for days in event.alarms {
            file.line("BEGIN:VALARM");
            file.line("ACTION:DISPLAY");
            file.text("DESCRIPTION", event.summary);
            file.line(&trigger(*days));
            file.line("END:VALARM");
        }
        file.line("END:VEVENT");
    }
    file.line("END:VCALENDAR");
    file.0
}

/// Counted from midnight, the start of the event.
fn trigger(days: u16) -> String {
    match days.checked_sub(1) {
        None => format!("TRIGGER:PT{ALARM_HOUR}H"),
        Some(0) => format!("TRIGGER:-PT{}H", 24 - ALARM_HOUR),
        Some(whole) => format!("TRIGGER:-P{whole}DT{}H", 24 - ALARM_HOUR),
    }
}

fn compact(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

/// Content lines: at most 75 octets and CR LF; longer ones go on after a space on the next.
struct File(String);

impl File {
    fn line(&mut self, line: &str) {
        let mut octets = 0;
        for character in line.chars() {
            if octets + character.len_utf8() > 75 {
                self.0.push_str("\r\n ");
                octets = 1;
            }
            self.0.push(character);
            octets += character.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    /// A property whose value is a text: `\`, `;`, `,` and ends of lines are escaped, other control characters left out.
    fn text(&mut self, name: &str, value: &str) {
        let mut line = format!("{name}:");
        for character in value.chars() {
            match character {
                '\n' => line.push_str("\\n"),
                '\\' | ';' | ',' => line.extend(['\\', character]),
                other if other.is_control() => {}
                other => line.push(other),
            }
        }
        self.line(&line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn written(events: &[Event]) -> String {
        write(&Calendar { name: "Mon parcours", plan: "LG02501A", stamp: day("2026-11-21"), events })
    }

    fn event() -> Event<'static> {
        Event { on: day("2027-01-15"), id: "enrolment_opens", summary: "Inscriptions", description: "", alarms: &[] }
    }

    #[test]
    fn a_file_is_what_rfc_5545_says() {
        let event = Event { on: day("2028-12-31"), description: "Voir ; puis\nappeler, \\ ou écrire\r\n", alarms: &[0, 1, 7], ..event() };
        let expected = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Parcours//Parcours 1//FR",
            "CALSCALE:GREGORIAN",
            "NAME:Mon parcours",
            "X-WR-CALNAME:Mon parcours",
            "BEGIN:VEVENT",
            "UID:enrolment_opens.LG02501A@parcours",
            "DTSTAMP:20261121T000000Z",
            "DTSTART;VALUE=DATE:20281231",
            "DTEND;VALUE=DATE:20290101",
            "SUMMARY:Inscriptions",
            "DESCRIPTION:Voir \\; puis\\nappeler\\, \\\\ ou écrire\\n",
            "TRANSP:TRANSPARENT",
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            "DESCRIPTION:Inscriptions",
            "TRIGGER:PT9H",
            "END:VALARM",
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            "DESCRIPTION:Inscriptions",
            "TRIGGER:-PT15H",
            "END:VALARM",
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            "DESCRIPTION:Inscriptions",
            "TRIGGER:-P6DT15H",
            "END:VALARM",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ];
        assert_eq!(written(&[event]), expected.join("\r\n"));
    }

    #[test]
    fn lines_are_folded_at_75_octets_between_characters_and_unfold_to_the_text() {
        for shift in 0..4 {
            let description = format!("{}{}", "x".repeat(shift), "é€🎓a".repeat(60));
            let file = written(&[Event { description: &description, ..event() }]);
            assert!(file.split("\r\n").all(|line| line.len() <= 75), "{file}");
            assert!(file.split("\r\n").any(|line| line.len() > 71), "lines are filled");
            assert!(!file.replace("\r\n", "").contains(['\r', '\n']), "no end of line without its other half");
            assert!(file.replace("\r\n ", "").contains(&format!("DESCRIPTION:{description}\r\n")));
        }
    }

    #[test]
    fn text_cannot_add_properties_or_events() {
        let evil = "x\r\nEND:VEVENT\r\nBEGIN:VALARM\u{85}\u{0}";
        let file = written(&[Event { id: evil, summary: evil, description: evil, ..event() }]);
        assert_eq!(file.matches("\r\nEND:VEVENT\r\n").count(), 1);
        assert!(!file.contains("\r\nBEGIN:VALARM") && !file.contains(['\u{85}', '\u{0}']));
    }

    #[test]
    fn a_moved_event_keeps_its_identity() {
        let uid = |file: String| file.split("\r\n").find(|line| line.starts_with("UID:")).unwrap().to_owned();
        assert_eq!(uid(written(&[event()])), uid(written(&[Event { on: day("2030-01-01"), ..event() }])));
        assert_ne!(uid(written(&[event()])), uid(written(&[Event { id: "next_intake", ..event() }])));
    }
}
