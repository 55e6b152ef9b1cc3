//! The faults of the parts of a book: rules, decisions, papers, days and notes.

use super::{Check, Step};
use crate::domain::rules::{
    decision::{AmountRule, Branch, CpfTerms, Dated, Modes, NoteRule, PaperRule},
    record::Rule,
};

impl<'a> Check<'a> {
    pub(super) fn record(&mut self, rule: &'a Rule) {
        if let Some(document) = rule.document.as_ref().filter(|id| !self.book.documents.contains_key(*id)) {
            self.dangling("document", document);
        }
        if rule.document.is_none() && rule.source.is_none() {
            self.fault("no_source", "a rule names the document or the source it comes from: add `document` or `source`".to_owned());
        }
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

    pub(super) fn cpf(&mut self, terms: &'a CpfTerms) {
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
}
