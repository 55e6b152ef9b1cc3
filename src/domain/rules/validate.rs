//! The faults of a book as a whole: what is named and does not exist, what the documents cannot say, what turns in circles.

use super::{
    book::{IN_PACK, RuleBook},
    case::is_input,
    decision::Modes,
    pack::RegionPack,
    record::RuleOrigin,
};
use crate::domain::{date::Date, error::InputError, request::RuleSet, sorted::Set};

mod condition;
mod pack;
mod parts;

impl RuleBook {
    /// Every fault, with the path of the part that has it: its path in the file, behind its region and a mark inside a pack.
    pub(super) fn faults(&self) -> Vec<InputError> {
        let mut check = Check { book: self, pack: None, faults: Vec::new(), path: Vec::new(), documents_only: false };
        let of_packs: Set<&str> = self.packs.values().flat_map(|pack| &pack.rules).map(|rule| rule.id.as_str()).collect();
        check.path.push(Step::Key("rules"));
        for (id, rule) in self.rules.iter().filter(|(id, _)| !of_packs.contains(id.as_str())) {
            check.keyed(id, rule, Check::record);
        }
        check.path.pop();
        check.map("definitions", self.definitions.iter(), Check::definition);
        check.map("decisions", self.decisions.iter(), Check::branches);
        check.keyed("cpf", &self.cpf, |check, cpf| check.sides(cpf, Check::cpf));
        check.list("exam_papers", &self.exam_papers, Check::paper);
        check.map("milestones", self.milestones.iter(), Check::milestones);
        check.map("warnings", self.warnings.iter(), Check::notes);
        check.map("advice", self.advice.iter(), Check::advice);
        check.path.push(Step::Key("not_before_today"));
        self.not_before_today.iter().for_each(|name| check.fact(name));
        check.path.pop();
        check.map("implied", self.implied.iter(), |check, rule| check.keyed("when", &rule.when, Check::definition));
        for (fact, rule) in &self.implied {
            check.path.extend([Step::Key("implied"), Step::Key(fact)]);
            check.fact(fact);
            if rule.value(fact, Date::EPOCH).is_none() {
                check.fault("impossible_value", format!("{fact} is never `{}`: write a value that it can have", rule.is));
            }
            check.path.truncate(0);
        }
        self.packs.values().for_each(|pack| check.whole_pack(pack));
        check.faults
    }
}

/// A step of a path.
#[derive(Clone, Copy)]
enum Step<'a> {
    /// The pack of a region.
    Pack(&'a str),
    /// A key of an object.
    Key(&'a str),
    /// A place in a list.
    At(usize),
}

/// Where the check stands.
struct Check<'a> {
    book: &'a RuleBook,
    /// The pack that is checked.
    pack: Option<&'a RegionPack>,
    path: Vec<Step<'a>>,
    faults: Vec<InputError>,
    /// The part is read in the rule set `documents` too, which no rule of the law enters.
    documents_only: bool,
}

impl<'a> Check<'a> {
    /// Checks `value`, which stands under `key`.
    fn keyed<T>(&mut self, key: &'a str, value: &'a T, each: fn(&mut Self, &'a T)) {
        self.path.push(Step::Key(key));
        each(self, value);
        self.path.pop();
    }

    /// Checks every item of the list under `key`.
    fn list<T>(&mut self, key: &'a str, items: &'a [T], each: fn(&mut Self, &'a T)) {
        self.path.push(Step::Key(key));
        self.items(items, each);
        self.path.pop();
    }

    fn items<T>(&mut self, items: &'a [T], each: fn(&mut Self, &'a T)) {
        for (at, item) in items.iter().enumerate() {
            self.path.push(Step::At(at));
            each(self, item);
            self.path.pop();
        }
    }

    /// Checks every entry of the object under `key`.
    fn map<T: 'a>(&mut self, key: &'a str, entries: impl Iterator<Item = (&'a String, &'a T)>, each: fn(&mut Self, &'a T)) {
        self.path.push(Step::Key(key));
        entries.for_each(|(id, value)| self.keyed(id, value, each));
        self.path.pop();
    }

    /// Checks every side of a part.
    fn sides<T>(&mut self, modes: &'a Modes<T>, each: fn(&mut Self, &'a T)) {
        for (sets, side) in modes.sides() {
            let name = match sets {
                [RuleSet::Law] => "law",
                [RuleSet::Documents] => "documents",
                _ => "both",
            };
            self.documents_only = sets.contains(&RuleSet::Documents);
            self.keyed(name, side, each);
        }
        self.documents_only = false;
    }

    fn fault(&mut self, code: &'static str, message: String) {
        let mut path = String::new();
        for step in &self.path {
            match step {
                Step::Pack(region) => {
                    path.push_str(region);
                    path.push(IN_PACK);
                }
                Step::Key(key) => {
                    if !path.is_empty() && !path.ends_with(IN_PACK) {
                        path.push('.');
                    }
                    path.push_str(key);
                }
                Step::At(at) => path.push_str(&format!("[{at}]")),
            }
        }
        self.faults.push(InputError::new(code, path, message));
    }

    fn dangling(&mut self, what: &str, id: &str) {
        self.fault("dangling_reference", format!("there is no {what} `{id}`: add it or mend its name"));
    }

    /// The rules that a part quotes.
    fn by(&mut self, ids: &'a [String]) {
        self.list("by", ids, |check, id| check.rule(id));
    }

    fn rule(&mut self, id: &str) {
        let Some(rule) = self.book.rules.get(id) else { return self.dangling("rule", id) };
        if self.documents_only && rule.book == RuleOrigin::Law {
            let message = format!("`{id}` is a rule of the law, and this part is read by the documents alone: move it to the side `law`");
            self.fault("law_among_documents", message);
        }
        if rule.scope != "national" && self.pack.map(|pack| &pack.region) != Some(&rule.scope) {
            let message = format!("`{id}` is a rule of {}: a region's rule is never lent to another, add a rule of this one", rule.scope);
            self.fault("rule_of_another_region", message);
        }
    }

    fn parameter(&mut self, id: &str) {
        if self.book.parameter_in(self.pack, id).is_none() {
            self.dangling("parameter", id);
        }
    }

    fn fact(&mut self, key: &str) {
        if !is_input(key) {
            self.dangling("fact", key);
        }
    }
}
