//! What to ask next: every missing fact, with what it would settle.

use crate::domain::sorted::{Map, Sorting};
use crate::domain::{answer::Question, facts::FACTS, money::Money};

/// Gathers which fact would settle what.
#[derive(Default)]
pub(super) struct Questions(Map<String, (Vec<String>, Option<Money>)>);

impl Questions {
    /// `facts` would settle `what`, on which so much money depends.
    pub fn add<'a>(&mut self, facts: impl IntoIterator<Item = &'a String>, what: &str, at_stake: Option<Money>) {
        for fact in facts {
            let (settles, stake) = self.0.entry(fact.clone()).or_default();
            if !settles.iter().any(|known| known == what) {
                settles.push(what.to_owned());
            }
            *stake = (*stake).max(at_stake);
        }
    }

    /// The questions, sorted.
    pub fn into_sorted(self) -> Vec<Question> {
        let mut questions: Vec<Question> =
            self.0.into_iter().map(|(fact, (settles, at_stake))| Question { fact, settles, at_stake }).collect();
        sort_questions(&mut questions);
        questions
    }
}

/// Sorts questions: those that settle most first, then those on which most money depends, then in the order of the table of facts.
pub fn sort_questions(questions: &mut [Question]) {
    let place = |fact: &str| FACTS.iter().position(|spec| spec.key == fact);
    questions.order_by(|a, b| {
        let weight = |question: &Question| (question.settles.len(), question.at_stake);
        weight(b).cmp(&weight(a)).then_with(|| place(&a.fact).cmp(&place(&b.fact))).then_with(|| a.fact.cmp(&b.fact))
    });
}
