//! The faults of a region pack, beyond its shape.

use super::{Check, Step};
use crate::domain::{
    costs::Tariff,
    read::Value,
    request::Modality,
    rules::{
        answer::SCHEMES,
        calendar::span_of_year,
        pack::{EnrolmentWindows, ExamPeriod, Intake, RegionPack, TermName, WindowRule},
        record::{Parameter, Rule},
    },
};

/// What an answer decides beside the schemes and the ways of attending.
const DECISIONS: [&str; 3] = ["admission", "entry", "early_review"];

/// What exams may be held in.
const PLACES: [&str; 2] = ["teaching_centre", "centre_region_or_organiser"];

impl<'a> Check<'a> {
    /// Checks a pack against the book that it is a part of.
    pub(super) fn whole_pack(&mut self, pack: &'a RegionPack) {
        self.pack = Some(pack);
        self.path.push(Step::Pack(&pack.region));
        self.list("rules", &pack.rules, Self::own_rule);
        self.list("parameters", &pack.parameters, Self::own_parameter);
        self.map("definitions", pack.definitions.iter(), Self::definition);
        self.list("schemes", &pack.schemes, Self::own_scheme);
        self.list("leaves_out", &pack.leaves_out, Self::left_out);
        if let Some(contacts) = &pack.contacts {
            self.keyed("contacts", contacts, |check, contacts| check.by(&contacts.by));
        }
        self.list("links", &pack.links, |check, link| check.by(&link.by));
        match &pack.enrolment {
            Some(EnrolmentWindows::Always { by }) => {
                self.path.extend([Step::Key("enrolment"), Step::Key("always")]);
                self.by(by);
                self.path.truncate(self.path.len().saturating_sub(2));
            }
            Some(EnrolmentWindows::Windows(windows)) => {
                self.path.push(Step::Key("enrolment"));
                self.list("windows", windows, Self::window);
                self.path.pop();
            }
            None => {}
        }
        self.list("intakes", &pack.intakes, Self::intake);
        for (part, windows) in [("terms", &pack.terms), ("juries", &pack.juries)] {
            self.path.push(Step::Key(part));
            for (term, window) in windows {
                self.keyed(name(*term), window, Self::window);
            }
            self.path.pop();
        }
        self.list("exam_periods", &pack.exam_periods, Self::exam_period);
        self.list("dates", &pack.dates, |check, date| {
            check.days(&date.parameter);
            check.by(&date.by);
        });
        if let Some(hours) = &pack.hours {
            self.keyed("hours", hours, |check, cited| {
                let sizes = |value: &Value| matches!(value, Value::Map(table) if table.iter().all(|(ects, _)| ects.parse::<u32>().is_ok()));
                check.value(&cited.parameter, sizes, "hours by credits, as in {\"6\": 50}");
                check.by(&cited.by);
            });
        }
        if let Some(sessions) = &pack.exam_sessions {
            self.keyed("exam_sessions", sessions, |check, cited| {
                check.value(&cited.parameter, |value| value.as_u64().is_some(), "a whole number");
                check.by(&cited.by);
            });
        }
        if let Some(tariff) = &pack.tariff {
            self.path.push(Step::Key("tariff"));
            rules_of(tariff).into_iter().for_each(|rule| self.rule(rule));
            self.path.pop();
        }
        self.list("papers", &pack.papers, Self::paper);
        self.list("exam_papers", pack.exam_papers.as_deref().unwrap_or_default(), Self::paper);
        self.list("exam_places", &pack.exam_places, |check, place| {
            if !PLACES.contains(&place.place.as_str()) {
                check.fault("invalid_value", format!("`{}` is no place: write one of {}", place.place, PLACES.join(", ")));
            }
            check.by(&place.by);
        });
        self.keyed("milestones", &pack.milestones, Self::milestones);
        self.keyed("warnings", &pack.warnings, Self::notes);
        self.keyed("advice", &pack.advice, Self::advice);
        self.path.push(Step::Key("decisions"));
        for (id, modes) in &pack.decisions {
            self.path.push(Step::Key(id));
            self.decided(id);
            self.branches(modes);
            self.path.pop();
        }
        self.path.pop();
        self.path.pop();
        self.pack = None;
    }

    fn region(&self) -> &'a str {
        self.pack.map_or("", |pack| &pack.region)
    }

    fn own_rule(&mut self, rule: &'a Rule) {
        if rule.scope != self.region() {
            let message =
                format!("`{}` has the scope `{}`: the rules of this pack have the scope `{}`", rule.id, rule.scope, self.region());
            self.fault("rule_of_another_region", message);
        }
        self.record(rule);
        self.sentences(&rule.id);
    }

    fn own_parameter(&mut self, parameter: &'a Parameter) {
        let same = self.pack.iter().flat_map(|pack| &pack.parameters).filter(|other| other.id == parameter.id);
        if same.count() > 1 {
            self.fault("defined_twice", format!("`{}` is defined twice in this pack: keep one", parameter.id));
        }
    }

    fn own_scheme(&mut self, id: &'a String) {
        if SCHEMES.contains(&id.as_str()) {
            self.fault("defined_twice", format!("`{id}` is a national scheme: leave it out here, its decision alone overrides it"));
        }
        if !self.pack.is_some_and(|pack| pack.decisions.contains_key(id)) {
            self.fault("dangling_reference", format!("nothing decides `{id}`: add it under `decisions`"));
        }
        self.sentences(&format!("scheme.{id}.name"));
        self.sentences(&format!("scheme.{id}.what"));
    }

    /// What a pack adds is told in its own texts.
    fn sentences(&mut self, key: &str) {
        if !self.pack.is_some_and(|pack| pack.texts.contains_key(key)) {
            self.fault("missing_text", format!("there is no text `{key}`: add it under `texts`, in `fr` and in `en`"));
        }
    }

    fn left_out(&mut self, id: &'a String) {
        let milestones = self.book.milestones.values().flat_map(|modes| modes.sides()).flat_map(|(_, side)| side).map(|dated| &dated.id);
        let warnings = self.book.warnings.values().flat_map(|modes| modes.sides()).flat_map(|(_, side)| side).map(|warning| &warning.id);
        if !milestones.chain(warnings).any(|known| known == id) {
            self.dangling("national milestone or warning", id);
        }
    }

    fn window(&mut self, window: &'a WindowRule) {
        self.days(&window.parameter);
        self.by(&window.by);
    }

    fn exam_period(&mut self, period: &'a ExamPeriod) {
        if !(1..=2).contains(&period.session) {
            self.fault("invalid_value", format!("there is no session {}: write 1 or 2", period.session));
        }
        self.days(&period.parameter);
        self.by(&period.by);
    }

    fn intake(&mut self, intake: &'a Intake) {
        let fits = |value: &Value| {
            let month = |month: &Value| month.as_u64().is_some_and(|month| (1..=12).contains(&month));
            span_of_year(value).is_some() || value.as_array().is_some_and(|months| !months.is_empty() && months.iter().all(month))
        };
        self.value(&intake.parameter, fits, "months, as in [9, 2], or two days of the year, as in [\"10-15\", \"01-15\"]");
        self.by(&intake.by);
    }

    fn days(&mut self, parameter: &'a str) {
        self.value(parameter, |value| span_of_year(value).is_some(), "two days of the year, as in [\"01-15\", \"02-28\"]");
    }

    /// The parameter is there, and its value, if it has one, is of the right kind.
    fn value(&mut self, id: &'a str, fits: fn(&Value) -> bool, kind: &str) {
        self.path.push(Step::Key("parameter"));
        match self.book.parameter_in(self.pack, id).map(|parameter| &parameter.value) {
            None => self.dangling("parameter", id),
            Some(Some(value)) if !fits(value) => {
                self.fault("invalid_value", format!("the value of `{id}` is of another kind: write {kind}"))
            }
            Some(_) => {}
        }
        self.path.pop();
    }

    /// A decision that no answer shows is a fault of spelling.
    fn decided(&mut self, id: &str) {
        let known = DECISIONS.contains(&id)
            || SCHEMES.contains(&id)
            || id.strip_prefix("modality.").is_some_and(|way| Modality::ALL.iter().any(|modality| modality.id() == way))
            || self.pack.is_some_and(|pack| pack.schemes.iter().any(|scheme| scheme == id))
            || self.book.decisions.contains_key(id);
        if !known {
            self.fault("dangling_reference", format!("no answer asks for `{id}`: mend its name, or list it under `schemes`"));
        }
    }
}

/// The rules that a tariff names.
fn rules_of(tariff: &Tariff) -> Vec<&String> {
    let cells =
        tariff.units.iter().map(|row| &row.columns).chain(tariff.items.iter().map(|item| &item.columns)).flat_map(|row| row.values());
    let mut rules: Vec<&String> = cells.map(|cell| &cell.rule).collect();
    rules.extend(tariff.unpublished.iter().chain(tariff.hours.iter().map(|hours| &hours.rule)));
    rules.extend(tariff.columns.iter().flat_map(|column| column.rule.iter().chain(column.requires.iter().map(|needs| &needs.rule))));
    rules.extend(tariff.items.iter().flat_map(|item| &item.withdrawn));
    if let Some(fee) = &tariff.annual_fee {
        rules.push(&fee.rule);
        rules.extend(fee.waiver.iter().map(|waiver| &waiver.rule).chain(fee.still_asked.iter().map(|still| &still.rule)));
    }
    rules.extend(tariff.limits.iter().map(|limit| &limit.rule).chain(tariff.exclusions.iter().map(|exclusion| &exclusion.rule)));
    rules
}

fn name(term: TermName) -> &'static str {
    match term {
        TermName::S1 => "S1",
        TermName::S2 => "S2",
        TermName::S3 => "S3",
    }
}
