//! The faults of a book as a whole: what is named and does not exist, what the documents cannot say, what turns in circles.

use super::{
    book::RuleBook,
    case::is_input,
    condition::{Condition, Day, Move, Operand, Test},
    decision::{AmountRule, Branch, CpfTerms, Dated, Modes, PaperRule, WarningRule},
    pack::EnrolmentWindows,
    record::RuleOrigin,
};
use crate::domain::{
    date::Date,
    error::InputError,
    facts::{FactKind, fact_spec},
    request::RuleSet,
};

impl RuleBook {
    /// Every fault, with the path of the part that has it.
    pub(super) fn faults(&self) -> Vec<InputError> {
        let mut check = Check { book: self, faults: Vec::new(), path: String::new(), documents_only: false, region: None };
        for rule in self.rules.values() {
            check.at(format!("rules.{}", rule.id));
            if let Some(document) = rule.document.as_ref().filter(|id| !self.documents.contains_key(*id)) {
                check.dangling("document", document);
            }
            if rule.document.is_none() && rule.source.is_none() {
                check.fault("no_source", "a rule names the document or the source it comes from".to_owned());
            }
        }
        for (name, definition) in &self.definitions {
            check.at(format!("definitions.{name}"));
            check.condition(definition, 0);
        }
        for (id, modes) in &self.decisions {
            check.branches(&format!("decisions.{id}"), modes);
        }
        for (sets, terms) in self.cpf.sides() {
            check.side("cpf", sets);
            check.cpf(terms);
        }
        check.documents_only = false;
        check.at("exam_papers".to_owned());
        check.papers(&self.exam_papers);
        for (name, modes) in &self.milestones {
            check.dated(&format!("milestones.{name}"), modes);
        }
        for (name, modes) in &self.warnings {
            check.warnings(&format!("warnings.{name}"), modes);
        }
        for name in &self.not_before_today {
            check.documents_only = false;
            check.at("not_before_today".to_owned());
            check.fact(name);
        }
        for (fact, rule) in &self.implied {
            check.at(format!("implied.{fact}"));
            check.fact(fact);
            check.condition(&rule.when, 0);
            if rule.value(fact, Date::EPOCH).is_none() {
                check.fault("impossible_value", format!("{fact} is never `{}`", rule.is));
            }
        }
        self.pack_faults(&mut check);
        check.faults
    }

    fn pack_faults<'a>(&'a self, check: &mut Check<'a>) {
        for (region, pack) in &self.packs {
            check.region = Some(region);
            check.documents_only = false;
            check.at(format!("{region}.contacts"));
            check.rules(pack.contacts.iter().flat_map(|contacts| &contacts.by));
            check.at(format!("{region}.links"));
            check.rules(pack.links.iter().flat_map(|link| &link.by));
            check.at(format!("{region}.enrolment"));
            match &pack.enrolment {
                Some(EnrolmentWindows::Always { by }) => check.rules(by),
                Some(EnrolmentWindows::Windows(windows)) => windows.iter().for_each(|window| check.cited(&window.parameter, &window.by)),
                None => {}
            }
            check.at(format!("{region}.intakes"));
            pack.intakes.iter().for_each(|intake| check.cited(&intake.parameter, &intake.by));
            check.at(format!("{region}.terms"));
            pack.terms.values().for_each(|term| check.cited(&term.parameter, &term.by));
            check.at(format!("{region}.hours"));
            pack.hours.iter().chain(&pack.exam_sessions).for_each(|cited| check.cited(&cited.parameter, &cited.by));
            check.at(format!("{region}.papers"));
            check.papers(&pack.papers);
            check.at(format!("{region}.exam_papers"));
            check.papers(pack.exam_papers.as_deref().unwrap_or_default());
            check.at(format!("{region}.exam_places"));
            check.rules(pack.exam_places.iter().flat_map(|place| &place.by));
            check.dated(&format!("{region}.milestones"), &pack.milestones);
            check.warnings(&format!("{region}.warnings"), &pack.warnings);
            for (id, modes) in &pack.decisions {
                check.branches(&format!("{region}.decisions.{id}"), modes);
            }
        }
    }
}

/// Where the check stands.
struct Check<'a> {
    book: &'a RuleBook,
    faults: Vec<InputError>,
    path: String,
    /// The part is read in the rule set `documents` too, which no rule of the law enters.
    documents_only: bool,
    /// The region whose pack is checked.
    region: Option<&'a str>,
}

impl<'a> Check<'a> {
    fn at(&mut self, path: String) {
        self.path = path;
    }

    fn side(&mut self, path: &str, sets: &[RuleSet]) {
        self.documents_only = sets.contains(&RuleSet::Documents);
        self.path = path.to_owned();
    }

    fn fault(&mut self, code: &'static str, message: String) {
        self.faults.push(InputError::new(code, self.path.clone(), message));
    }

    fn dangling(&mut self, what: &str, id: &str) {
        self.fault("dangling_reference", format!("there is no {what} `{id}`: add it or mend its name"));
    }

    fn rules(&mut self, ids: impl IntoIterator<Item = &'a String>) {
        for id in ids {
            self.rule(id);
        }
    }

    fn rule(&mut self, id: &str) {
        let Some(rule) = self.book.rules.get(id) else { return self.dangling("rule", id) };
        if self.documents_only && rule.book == RuleOrigin::Law {
            self.fault("law_among_documents", format!("`{id}` is a rule of the law, and this part is read by the documents alone"));
        }
        if rule.scope != "national" && self.region != Some(&rule.scope) {
            self.fault("rule_of_another_region", format!("`{id}` is a rule of {}: a region's rule is never lent to another", rule.scope));
        }
    }

    fn parameter(&mut self, id: &str) {
        if !self.book.parameters.contains_key(id) {
            self.dangling("parameter", id);
        }
    }

    fn cited(&mut self, parameter: &str, by: &'a [String]) {
        self.parameter(parameter);
        self.rules(by);
    }

    fn fact(&mut self, key: &str) {
        if !is_input(key) {
            self.dangling("fact", key);
        }
    }

    fn branches(&mut self, path: &str, modes: &'a Modes<Branch>) {
        for (sets, branch) in modes.sides() {
            self.side(path, sets);
            branch.options.iter().for_each(|option| self.condition(&option.needs, 0));
            branch.on.iter().for_each(|day| self.day(day));
            self.rules(&branch.quotes);
            branch.deadlines.iter().for_each(|dated| self.one_dated(dated));
            let amounts = branch.amounts.iter().flat_map(|amounts| [&amounts.pays, &amounts.out_of_pocket]).flatten();
            for amount in amounts {
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
        }
        self.documents_only = false;
    }

    fn cpf(&mut self, terms: &'a CpfTerms) {
        self.condition(&terms.participation.exempt, 0);
        self.rules(terms.participation.by.iter().chain(&terms.arithmetic));
        terms.participation.values.iter().chain(&terms.half_time).for_each(|id| self.parameter(id));
        for credit in &terms.credits {
            self.condition(&credit.when, 0);
            credit.credit.iter().chain(&credit.ceiling).for_each(|id| self.parameter(id));
        }
        for ceiling in &terms.use_ceilings {
            self.condition(&ceiling.when, 0);
            self.parameter(&ceiling.parameter);
        }
    }

    fn papers(&mut self, papers: &'a [PaperRule]) {
        // A paper is asked for whatever the rule set.
        for paper in papers {
            paper.when.iter().chain(&paper.accepted).for_each(|condition| self.condition(condition, 0));
            paper.by.iter().for_each(|id| {
                if !self.book.rules.contains_key(id) {
                    self.dangling("rule", id);
                }
            });
        }
    }

    fn dated(&mut self, path: &str, modes: &'a Modes<Vec<Dated>>) {
        for (sets, list) in modes.sides() {
            self.side(path, sets);
            list.iter().for_each(|dated| self.one_dated(dated));
        }
        self.documents_only = false;
    }

    fn one_dated(&mut self, dated: &'a Dated) {
        self.day(&dated.on);
        dated.when.iter().chain(&dated.unless).for_each(|condition| self.condition(condition, 0));
        self.rules(&dated.by);
    }

    fn warnings(&mut self, path: &str, modes: &'a Modes<Vec<WarningRule>>) {
        for (sets, list) in modes.sides() {
            self.side(path, sets);
            for warning in list {
                self.condition(&warning.when, 0);
                warning.unless.iter().for_each(|condition| self.condition(condition, 0));
                self.rules(&warning.by);
            }
        }
        self.documents_only = false;
    }

    /// `depth` counts the definitions and decisions gone through: more than there are means a circle.
    fn condition(&mut self, condition: &Condition, depth: usize) {
        for id in &condition.rules {
            self.rule(id);
        }
        if depth > self.book.definitions.len() + self.book.decisions.len() {
            return self.fault("circular", "a definition or decision refers to itself".to_owned());
        }
        match &condition.test {
            Test::All(parts) | Test::Any(parts) => parts.iter().for_each(|part| self.condition(part, depth)),
            Test::Not(part) => self.condition(part, depth),
            Test::Definition(name) => match self.book.definitions.get(name) {
                None => self.dangling("definition", name),
                Some(definition) => self.condition(definition, depth + 1),
            },
            Test::Decision(id) => match self.book.decisions.get(id) {
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
                self.fault("impossible_value", format!("{key} is never `{word}`: it is one of {}", allowed.join(", ")));
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

    fn day(&mut self, day: &Day) {
        let is_date = fact_spec(&day.of).is_some_and(|spec| spec.kind == FactKind::Date);
        if !is_date && day.of != "today" && day.of != "contract_day" {
            self.dangling("day", &day.of);
        }
        for Move::Months(operand) | Move::Years(operand) | Move::Days(operand) | Move::DaysBack(operand) in &day.moves {
            self.operand(operand);
        }
    }
}
