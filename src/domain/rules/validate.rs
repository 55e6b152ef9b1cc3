//! The faults of a book as a whole: what is named and does not exist, what the documents cannot say, what turns in circles.

use super::{
    book::RuleBook,
    case::is_input,
    condition::{Condition, Day, Move, Operand, Test},
    decision::{AmountRule, Branch, CpfTerms, Dated, Modes, NoteRule, PaperRule},
    pack::RegionPack,
    plan_dates::{CALENDAR, PLAN_DAYS},
    record::{Rule, RuleOrigin},
};
use crate::domain::sorted::Set;
use crate::domain::{
    date::Date,
    error::InputError,
    facts::{FactKind, fact_spec},
    request::RuleSet,
};

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
pub(super) enum Step<'a> {
    /// The pack of a region.
    Pack(&'a str),
    /// A key of an object.
    Key(&'a str),
    /// A place in a list.
    At(usize),
}

/// Where the check stands.
pub(super) struct Check<'a> {
    pub(super) book: &'a RuleBook,
    /// The pack that is checked.
    pub(super) pack: Option<&'a RegionPack>,
    pub(super) path: Vec<Step<'a>>,
    faults: Vec<InputError>,
    /// The part is read in the rule set `documents` too, which no rule of the law enters.
    documents_only: bool,
}

impl<'a> Check<'a> {
    /// Checks `value`, which stands under `key`.
    pub(super) fn keyed<T>(&mut self, key: &'a str, value: &'a T, each: fn(&mut Self, &'a T)) {
        self.path.push(Step::Key(key));
        each(self, value);
        self.path.pop();
    }

    /// Checks every item of the list under `key`.
    pub(super) fn list<T>(&mut self, key: &'a str, items: &'a [T], each: fn(&mut Self, &'a T)) {
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
    pub(super) fn map<T: 'a>(&mut self, key: &'a str, entries: impl Iterator<Item = (&'a String, &'a T)>, each: fn(&mut Self, &'a T)) {
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

    pub(super) fn fault(&mut self, code: &'static str, message: String) {
        let mut path = String::new();
        for step in &self.path {
            match step {
                Step::Pack(region) => {
                    path.push_str(region);
                    path.push(super::book::IN_PACK);
                }
                Step::Key(key) => {
                    if !path.is_empty() && !path.ends_with(super::book::IN_PACK) {
                        path.push('.');
                    }
                    path.push_str(key);
                }
                Step::At(at) => path.push_str(&format!("[{at}]")),
            }
        }
        self.faults.push(InputError::new(code, path, message));
    }

    pub(super) fn dangling(&mut self, what: &str, id: &str) {
        self.fault("dangling_reference", format!("there is no {what} `{id}`: add it or mend its name"));
    }

    pub(super) fn record(&mut self, rule: &'a Rule) {
        if let Some(document) = rule.document.as_ref().filter(|id| !self.book.documents.contains_key(*id)) {
            self.dangling("document", document);
        }
        if rule.document.is_none() && rule.source.is_none() {
            self.fault("no_source", "a rule names the document or the source it comes from: add `document` or `source`".to_owned());
        }
    }

    /// The rules that a part quotes.
    pub(super) fn by(&mut self, ids: &'a [String]) {
        self.list("by", ids, |check, id| check.rule(id));
    }

    pub(super) fn rule(&mut self, id: &str) {
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

    pub(super) fn parameter(&mut self, id: &str) {
        if self.book.parameter_in(self.pack, id).is_none() {
            self.dangling("parameter", id);
        }
    }

    fn fact(&mut self, key: &str) {
        if !is_input(key) {
            self.dangling("fact", key);
        }
    }

    pub(super) fn definition(&mut self, condition: &'a Condition) {
        self.condition(condition, 0);
    }

    pub(super) fn branches(&mut self, modes: &'a Modes<Branch>) {
        self.sides(modes, Self::branch);
    }

    fn branch(&mut self, branch: &'a Branch) {
        self.list("options", &branch.options, |check, option| check.keyed("needs", &option.needs, Self::definition));
        if let Some(day) = &branch.on {
            self.keyed("on", day, Self::day);
        }
        self.list("quotes", &branch.quotes, |check, id| check.rule(id));
        self.list("deadlines", &branch.deadlines, Self::one_dated);
        if let Some(amounts) = &branch.amounts {
            self.path.push(Step::Key("amounts"));
            for (key, amount) in [("pays", &amounts.pays), ("out_of_pocket", &amounts.out_of_pocket)] {
                if let Some(amount) = amount {
                    self.keyed(key, amount, Self::amount);
                }
            }
            self.path.pop();
        }
    }

    fn amount(&mut self, amount: &'a AmountRule) {
        match amount {
            AmountRule::Exactly(_) => {}
            AmountRule::Parameter(id) => self.parameter(id),
            AmountRule::Fact(fact) => self.fact(fact),
            AmountRule::Rate { parameter, times } => {
                self.parameter(parameter);
                self.fact(times);
            }
        }
    }

    fn cpf(&mut self, terms: &'a CpfTerms) {
        self.keyed("participation", &terms.participation, |check, participation| {
            check.keyed("exempt", &participation.exempt, Self::definition);
            check.by(&participation.by);
            check.list("values", &participation.values, |check, id| check.parameter(id));
        });
        self.list("arithmetic", &terms.arithmetic, |check, id| check.rule(id));
        terms.half_time.iter().for_each(|id| self.parameter(id));
        self.list("credits", &terms.credits, |check, credit| {
            check.keyed("when", &credit.when, Self::definition);
            credit.credit.iter().chain(&credit.ceiling).for_each(|id| check.parameter(id));
        });
        self.list("use_ceilings", &terms.use_ceilings, |check, ceiling| {
            check.keyed("when", &ceiling.when, Self::definition);
            check.parameter(&ceiling.parameter);
        });
    }

    pub(super) fn paper(&mut self, paper: &'a PaperRule) {
        self.conditions([("when", &paper.when), ("accepted", &paper.accepted)]);
        // A paper is asked for whatever the rule set, and lists the rules of every region.
        self.list("by", &paper.by, |check, id| {
            if !check.book.rules.contains_key(id) {
                check.dangling("rule", id);
            }
        });
    }

    pub(super) fn milestones(&mut self, modes: &'a Modes<Vec<Dated>>) {
        self.sides(modes, |check, list| check.items(list, Self::one_dated));
    }

    fn one_dated(&mut self, dated: &'a Dated) {
        self.keyed("on", &dated.on, Self::day);
        self.conditions([("when", &dated.when), ("unless", &dated.unless)]);
        self.by(&dated.by);
    }

    pub(super) fn notes(&mut self, modes: &'a Modes<Vec<NoteRule>>) {
        self.sides(modes, |check, list| {
            check.items(list, |check, note| {
                check.conditions([("when", &note.when), ("unless", &note.unless)]);
                check.by(&note.by);
            });
        });
    }

    /// Notes by topic. The words of a topic are among the texts, so that data cannot add one.
    pub(super) fn advice(&mut self, modes: &'a Modes<Vec<NoteRule>>) {
        self.notes(modes);
        self.sides(modes, |check, list| {
            check.items(list, |check, note| {
                if !check.book.topics.contains(&note.id) {
                    let topics = check.book.topics.join(", ");
                    check.fault("dangling_reference", format!("there is no topic `{}`: write one of {topics}", note.id));
                }
            });
        });
    }

    fn conditions<const N: usize>(&mut self, all: [(&'a str, &'a Option<Condition>); N]) {
        for (key, condition) in all {
            if let Some(condition) = condition {
                self.keyed(key, condition, Self::definition);
            }
        }
    }

    /// `depth` counts the definitions and decisions gone through: more than there are means a circle. What is wrong inside one of them is told
    /// at the condition that names it.
    fn condition(&mut self, condition: &'a Condition, depth: usize) {
        for id in &condition.rules {
            self.rule(id);
        }
        let own = self.pack.map_or(0, |pack| pack.definitions.len() + pack.decisions.len());
        if depth > self.book.definitions.len() + self.book.decisions.len() + own {
            return self.fault("circular", "a definition or decision refers to itself: cut the circle".to_owned());
        }
        match &condition.test {
            Test::All(parts) => self.parts("all", parts, depth),
            Test::Any(parts) => self.parts("any", parts, depth),
            Test::Not(part) => {
                let here = self.path.len();
                self.path.extend((depth == 0).then_some(Step::Key("not")));
                self.condition(part, depth);
                self.path.truncate(here);
            }
            Test::Definition(name) => match self.book.definition_in(self.pack, name) {
                None => self.dangling("definition", name),
                Some(definition) => self.condition(definition, depth + 1),
            },
            Test::Decision(id) => match self.pack.and_then(|pack| pack.decisions.get(id)).or_else(|| self.book.decisions.get(id)) {
                None => self.dangling("decision", id),
                Some(modes) => {
                    let set = if self.documents_only { RuleSet::Documents } else { RuleSet::Law };
                    for option in modes.get(set).iter().flat_map(|branch| &branch.options) {
                        self.condition(&option.needs, depth + 1);
                    }
                }
            },
            Test::InForce(id) => self.rule(id),
            Test::Unsettled => {}
            Test::Fact(key, _, operand) => {
                self.fact(key);
                self.operand(operand);
                self.literal(key, operand);
            }
            Test::Age(day, _, operand) => {
                self.day(day);
                self.operand(operand);
            }
            Test::Day(day, _, other) => {
                self.day(day);
                self.day(other);
            }
        }
    }

    fn parts(&mut self, key: &'a str, parts: &'a [Condition], depth: usize) {
        let here = self.path.len();
        for (at, part) in parts.iter().enumerate() {
            // Inside of what a condition names, the path stays at the condition.
            self.path.extend([Step::Key(key), Step::At(at)].into_iter().filter(|_| depth == 0));
            self.condition(part, depth);
            self.path.truncate(here);
        }
    }

    /// A word that the fact can never be is a fault of spelling.
    fn literal(&mut self, key: &str, operand: &Operand) {
        let allowed = match fact_spec(key).map(|spec| spec.kind) {
            Some(FactKind::Choice(allowed) | FactKind::Choices(allowed)) => allowed,
            _ => return,
        };
        let Operand::Literal(value) = operand else { return };
        let words = value.as_array().map_or_else(|| vec![value], |items| items.iter().collect());
        for word in words.into_iter().filter_map(|word| word.as_str()) {
            if !allowed.contains(&word) {
                self.fault("impossible_value", format!("{key} is never `{word}`: write one of {}", allowed.join(", ")));
            }
        }
    }

    fn operand(&mut self, operand: &Operand) {
        match operand {
            Operand::Literal(_) => {}
            Operand::Parameters(ids) => ids.iter().for_each(|id| self.parameter(id)),
            Operand::Input(key) => self.fact(key),
        }
    }

    fn day(&mut self, day: &'a Day) {
        let is_date = fact_spec(&day.of).is_some_and(|spec| spec.kind == FactKind::Date);
        let planned = match day.of.strip_prefix(CALENDAR) {
            // National rules may count from a day that only some centres have.
            Some(id) => self.pack.is_none_or(|pack| pack.dates.iter().any(|date| date.id == id)),
            None => PLAN_DAYS.contains(&day.of.as_str()),
        };
        if !is_date && !planned && day.of != "today" && day.of != "contract_day" {
            self.dangling("day", &day.of);
        }
        for Move::Months(operand) | Move::Years(operand) | Move::Days(operand) | Move::DaysBack(operand) in &day.moves {
            self.operand(operand);
        }
    }
}
