//! Which question to ask next: only those whose answer can still change the result.
//!
//! The questions have a fixed order, so that related ones stand together and a person never jumps about.
//! Whether a question is asked at all comes from the engine: a fact is asked only while some verdict is open for want of it.

use super::{
    answer::Answer,
    facts::{FactSpec, FactValue, fact_spec},
    request::Request,
};
use crate::domain::sorted::Set;

/// A question of the questionnaire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// The region of the centre.
    Centre,
    /// The diploma aimed at.
    Diploma,
    /// What is already validated.
    Acquired,
    /// Units a term.
    Pace,
    /// Ways of attending.
    Modalities,
    /// A fact, by its key.
    Fact(&'static str),
}

impl Step {
    /// Its name in texts and URLs.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Centre => "centre_region",
            Self::Diploma => "diploma",
            Self::Acquired => "acquired",
            Self::Pace => "pace",
            Self::Modalities => "modalities",
            Self::Fact(key) => key,
        }
    }

    /// The question of that name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        match key {
            "centre_region" => Some(Self::Centre),
            // The engine names a missing diploma by its place in the request.
            "diploma" | "target.diploma" => Some(Self::Diploma),
            "acquired" => Some(Self::Acquired),
            "pace" => Some(Self::Pace),
            "modalities" => Some(Self::Modalities),
            _ => fact_spec(key).map(|spec| Self::Fact(spec.key)),
        }
    }

    /// The fact it asks for, where it asks for one.
    #[must_use]
    pub fn fact(self) -> Option<&'static FactSpec> {
        if let Self::Fact(key) = self { fact_spec(key) } else { None }
    }
}

/// A part of the questionnaire: what the progress indicator counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Status, contract, age.
    Situation,
    /// Where the person lives and would enrol.
    Place,
    /// Diploma, qualification, experience, units held.
    Diploma,
    /// Pace and ways of attending.
    Pace,
    /// What opens rights.
    Rights,
}

impl Part {
    /// All of them, in order.
    pub const ALL: [Self; 5] = [Self::Situation, Self::Place, Self::Diploma, Self::Pace, Self::Rights];

    /// Its name in texts.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Situation => "situation",
            Self::Place => "place",
            Self::Diploma => "diploma",
            Self::Pace => "pace",
            Self::Rights => "rights",
        }
    }

    /// Its place, from 1.
    #[must_use]
    pub fn number(self) -> usize {
        Self::ALL.iter().position(|part| *part == self).map_or(1, |index| index + 1)
    }
}

/// The first questions, in order, each with its part.
const FLOW: &[(Step, Part)] = &[
    (Step::Fact("status"), Part::Situation),
    (Step::Fact("seeking_work"), Part::Situation),
    (Step::Fact("registered_france_travail"), Part::Situation),
    (Step::Fact("contract_kind"), Part::Situation),
    (Step::Fact("employer_sector"), Part::Situation),
    (Step::Fact("months_in_company"), Part::Situation),
    (Step::Fact("months_employed_total"), Part::Situation),
    (Step::Fact("birth_date"), Part::Situation),
    (Step::Centre, Part::Place),
    (Step::Fact("residence_region"), Part::Place),
    (Step::Diploma, Part::Diploma),
    (Step::Fact("qualification_level"), Part::Diploma),
    (Step::Fact("months_experience_in_speciality"), Part::Diploma),
    (Step::Acquired, Part::Diploma),
    (Step::Pace, Part::Pace),
    (Step::Modalities, Part::Pace),
    (Step::Fact("wants_to_change_job"), Part::Rights),
    (Step::Fact("rqth"), Part::Rights),
    (Step::Fact("cpf_balance"), Part::Rights),
];

/// The questions answered with "I do not know": unknown to the engine, and not asked again.
pub type Skipped = Set<String>;

/// Where a person stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// The questions that matter, in order: those answered, and those that can still change the result.
    pub steps: Vec<Step>,
    /// Those of them without an answer, in order.
    pub open: Vec<Step>,
    /// Facts beyond the first questions that would still settle something, the most useful first.
    pub further: Vec<Step>,
}

impl Progress {
    /// Reads the progress off a request, its answer, and the questions skipped.
    ///
    /// `has_units` tells whether the units of the target diploma are published: otherwise there is nothing to tick.
    #[must_use]
    pub fn read(request: &Request, answer: &Answer, skipped: &Skipped, has_units: bool) -> Self {
        let asked = |step: Step| match step {
            Step::Centre | Step::Diploma => true,
            Step::Acquired | Step::Pace | Step::Modalities => has_units,
            // The status opens most verdicts: it is asked whatever the engine misses first.
            Step::Fact("status") => true,
            Step::Fact(key) => answer.questions.iter().any(|question| question.fact == key),
        };
        let answered = |step: Step| is_answered(request, step) || skipped.contains(step.key());
        let mut progress = Self::default();
        for (step, _) in FLOW {
            if asked(*step) || answered(*step) {
                progress.steps.push(*step);
                if !answered(*step) {
                    progress.open.push(*step);
                }
            }
        }
        progress.further = answer
            .questions
            .iter()
            .filter_map(|question| Step::from_key(&question.fact))
            .filter(|step| !skipped.contains(step.key()) && FLOW.iter().all(|(first, _)| first != step))
            .collect();
        progress
    }

    /// The next open question after `step`, or the first open one when none follows.
    #[must_use]
    pub fn after(&self, step: Step) -> Option<Step> {
        let place = |step: Step| FLOW.iter().position(|(other, _)| *other == step);
        match place(step) {
            Some(here) => self
                .open
                .iter()
                .copied()
                .find(|next| place(*next) > Some(here))
                .or_else(|| self.open.first().copied().filter(|next| *next != step)),
            None => self.further.iter().copied().find(|next| *next != step),
        }
    }

    /// The question before `step` among those that matter.
    #[must_use]
    pub fn before(&self, step: Step) -> Option<Step> {
        let here = self.steps.iter().position(|other| *other == step)?;
        here.checked_sub(1).and_then(|index| self.steps.get(index)).copied()
    }
}

/// The part that a question belongs to.
#[must_use]
pub fn part_of(step: Step) -> Part {
    FLOW.iter().find(|(other, _)| *other == step).map_or(Part::Rights, |(_, part)| *part)
}

/// The question that a person sees first.
#[must_use]
pub fn first_step() -> Step {
    Step::Fact("status")
}

/// Whether the request holds an answer to `step`.
#[must_use]
pub fn is_answered(request: &Request, step: Step) -> bool {
    match step {
        Step::Centre => request.centre_region.is_some(),
        Step::Diploma => request.target.diploma.is_some(),
        Step::Acquired => !request.acquired.is_empty(),
        Step::Pace => request.pace.max_ue.is_some() || request.pace.max_ects.is_some(),
        Step::Modalities => request.modalities.is_some(),
        Step::Fact("birth_date") => request.facts.get("birth_date").is_some() || request.facts.get("age").is_some(),
        Step::Fact(key) => request.facts.get(key).is_some(),
    }
}

/// Records an answer, or forgets it with `None`, and forgets what it makes meaningless: without a job there is no contract.
///
/// # Errors
/// A sentence that says what the value must be; nothing is changed then.
pub fn answer_fact(request: &mut Request, key: &'static str, value: Option<FactValue>) -> Result<(), String> {
    let Some(spec) = fact_spec(key) else { return Ok(()) };
    let before = request.facts.word("status").map(str::to_owned);
    request.facts.set(spec, value)?;
    let after = request.facts.word("status");
    if key == "status" && before.as_deref() != after {
        for dependent in [
            "contract_kind",
            "contract_start",
            "contract_end",
            "employer_sector",
            "months_in_company",
            "seeking_work",
            "registered_france_travail",
        ] {
            if let Some(spec) = fact_spec(dependent) {
                request.facts.set(spec, None)?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{answer::Question, date::Date};

    fn blank() -> Request {
        Request::blank(Date::new(2026, 11, 21).unwrap())
    }

    fn asking(facts: &[&str]) -> Answer {
        let question = |fact: &&str| Question { fact: (*fact).to_owned(), settles: vec!["ptp".to_owned()], at_stake: None };
        Answer { questions: facts.iter().map(question).collect(), ..Answer::default() }
    }

    #[test]
    fn a_fact_is_asked_only_while_it_can_change_the_result() {
        let progress = Progress::read(&blank(), &asking(&["rqth"]), &Skipped::new(), false);
        assert_eq!(progress.open, [Step::Fact("status"), Step::Centre, Step::Diploma, Step::Fact("rqth")]);
        let settled = Progress::read(&blank(), &asking(&[]), &Skipped::new(), false);
        assert!(!settled.open.contains(&Step::Fact("rqth")));
    }

    #[test]
    fn pace_is_asked_only_when_the_units_of_the_diploma_are_published() {
        assert!(!Progress::read(&blank(), &asking(&[]), &Skipped::new(), false).open.contains(&Step::Pace));
        assert!(Progress::read(&blank(), &asking(&[]), &Skipped::new(), true).open.contains(&Step::Pace));
    }

    #[test]
    fn a_question_answered_with_i_do_not_know_is_not_asked_again_but_stays_in_the_list() {
        let skipped = Skipped::from(["rqth".to_owned()]);
        let progress = Progress::read(&blank(), &asking(&["rqth"]), &skipped, false);
        assert!(!progress.open.contains(&Step::Fact("rqth")) && progress.steps.contains(&Step::Fact("rqth")));
    }

    #[test]
    fn an_age_answers_the_question_about_the_birth_date() {
        let mut request = blank();
        answer_fact(&mut request, "age", Some(FactValue::Integer(36))).unwrap();
        assert!(is_answered(&request, Step::Fact("birth_date")));
    }

    #[test]
    fn changing_the_status_forgets_the_contract_and_nothing_else() {
        let mut request = blank();
        answer_fact(&mut request, "status", Some(FactValue::Word("salarie".to_owned()))).unwrap();
        answer_fact(&mut request, "contract_kind", Some(FactValue::Word("cdi".to_owned()))).unwrap();
        answer_fact(&mut request, "age", Some(FactValue::Integer(36))).unwrap();
        answer_fact(&mut request, "status", Some(FactValue::Word("demandeur_emploi".to_owned()))).unwrap();
        assert_eq!(request.facts.get("contract_kind"), None);
        assert_eq!(request.facts.integer("age"), Some(36));
    }

    #[test]
    fn next_and_previous_walk_the_questions_that_matter() {
        let progress = Progress::read(&blank(), &asking(&["rqth", "exam_date"]), &Skipped::new(), false);
        assert_eq!(progress.after(Step::Fact("status")), Some(Step::Centre));
        assert_eq!(progress.before(Step::Diploma), Some(Step::Centre));
        assert_eq!(progress.before(Step::Fact("status")), None);
        assert_eq!(progress.further, [Step::Fact("exam_date")]);
    }

    #[test]
    fn every_question_has_a_key_that_leads_back_to_it() {
        for (step, _) in FLOW {
            assert_eq!(Step::from_key(step.key()), Some(*step));
        }
    }
}
