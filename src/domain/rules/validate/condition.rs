//! The faults of conditions: names without a meaning, words that a fact never is, circles.

use super::{Check, Step};
use crate::domain::{
    facts::{FactKind, fact_spec},
    request::RuleSet,
    rules::{
        condition::{Condition, Day, Move, Operand, Test},
        plan_dates::{CALENDAR, PLAN_DAYS},
    },
};

impl<'a> Check<'a> {
    pub(super) fn definition(&mut self, condition: &'a Condition) {
        self.condition(condition, 0);
    }

    pub(super) fn conditions<const N: usize>(&mut self, all: [(&'a str, &'a Option<Condition>); N]) {
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

    pub(super) fn operand(&mut self, operand: &Operand) {
        match operand {
            Operand::Literal(_) => {}
            Operand::Parameters(ids) => ids.iter().for_each(|id| self.parameter(id)),
            Operand::Input(key) => self.fact(key),
        }
    }

    pub(super) fn day(&mut self, day: &'a Day) {
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
