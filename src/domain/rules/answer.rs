//! Everything of the answer that rules decide: all but the plan and the cost.

use super::{
    book::RuleBook,
    calendar,
    case::{Case, Ruling, TargetInfo, Value},
    cpf,
    decision::{AmountRule, BranchAmounts, Dated},
    notes, papers,
    questions::Questions,
};
use crate::domain::sorted::Set;
use crate::domain::{
    answer::{
        Admission, Amounts, Answer, Because, Deadline, Document, Entry, Exam, Experience, Individual, Judgement, Milestone,
        ModalityVerdict, Question, Scheme, Verdict, Warning,
    },
    date::Date,
    facts::FactValue,
    milestones,
    request::{Modality, Request},
    truth::Truth,
};
use rust_decimal::Decimal;

/// The schemes of the contract, in its order.
pub const SCHEMES: [&str; 16] = [
    "cpf",
    "ptp",
    "plan_developpement",
    "pro_a",
    "periode_reconversion",
    "apprentissage",
    "contrat_professionnalisation",
    "aif",
    "aide_region",
    "ag2r",
    "employeur",
    "autofinancement",
    "conge_examen",
    "vae",
    "vapp",
    "ves",
];

/// The ways around an entry level that is not held.
const BYPASS: [&str; 3] = ["vapp", "ves", "vae"];

/// The parts of the answer that rules decide.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verdicts {
    /// May the person enrol, and when?
    pub admission: Admission,
    /// May the person enter the diploma?
    pub entry: Entry,
    /// Every scheme.
    pub schemes: Vec<Scheme>,
    /// The papers to hand in.
    pub documents: Vec<Document>,
    /// Every way of attending.
    pub modalities: Vec<ModalityVerdict>,
    /// The experience rules.
    pub experience: Experience,
    /// The exam rules.
    pub exam: Exam,
    /// The dated steps.
    pub milestones: Vec<Milestone>,
    /// What to ask next.
    pub questions: Vec<Question>,
    /// What a reader must know.
    pub warnings: Vec<Warning>,
    /// What else the rules say to this person, by topic.
    pub advice: Vec<Warning>,
}

impl Verdicts {
    /// Puts these parts into `answer`, keeping the warnings that it already has.
    pub fn fill(self, answer: &mut Answer) {
        answer.admission = self.admission;
        answer.entry = self.entry;
        answer.schemes = self.schemes;
        answer.documents = self.documents;
        answer.modalities = self.modalities;
        answer.experience = self.experience;
        answer.exam = self.exam;
        answer.milestones = self.milestones;
        answer.questions = self.questions;
        answer.warnings.extend(self.warnings);
        answer.advice = self.advice;
    }
}

/// Judges a request by a book.
#[must_use]
pub fn evaluate(book: &RuleBook, request: &Request, target: &TargetInfo) -> Verdicts {
    let case = Case::new(book, request, target);
    let mut questions = Questions::default();
    let window = calendar::window(&case);
    if request.centre_region.is_none() {
        let region = ["centre_region".to_owned()];
        ["window", "exam"].iter().for_each(|what| questions.add(&region, what, None));
    }
    let individual = individual(&case, &mut questions);
    let entry = entry(&case, &mut questions);
    let own = case.pack.iter().flat_map(|pack| pack.schemes.iter().map(String::as_str));
    let schemes: Vec<Scheme> = SCHEMES.into_iter().chain(own).map(|id| scheme(&case, id, &mut questions)).collect();
    let (documents, open) = papers::documents(&case);
    questions.add(&open, "documents", None);
    let modalities = Modality::ALL.iter().map(|modality| attending(&case, *modality, &mut questions)).collect();
    let early_review = judgement(&case, "early_review", &mut questions);
    let leave = schemes.iter().find(|scheme| scheme.id == "conge_examen").map(|scheme| Judgement {
        verdict: scheme.verdict,
        missing: scheme.missing.clone(),
        because: scheme.because.clone(),
    });
    let exam = papers::exam(&case, leave.unwrap_or_default());
    let mut dated: Vec<Milestone> = milestones::enrolment_opens(&window).into_iter().collect();
    dated.extend(calendar::next_intake(&case).map(|(on, by)| milestones::quoting("next_intake", on, true, by)));
    dated.extend(dated_rules(&case));
    let (warnings, advice) = (notes::warnings(&case, &schemes), notes::advice(&case, &schemes));
    Verdicts {
        admission: Admission { individual, window },
        entry,
        schemes,
        documents,
        modalities,
        experience: Experience { early_review },
        exam,
        milestones: milestones::in_order(dated),
        questions: questions.into_sorted(),
        warnings,
        advice,
    }
}

fn individual(case: &Case<'_>, questions: &mut Questions) -> Individual {
    let ruling = case.decide("admission");
    questions.add(&ruling.missing, "admission", None);
    let from = (ruling.verdict == Verdict::No).then(|| admitted_from(case, &ruling)).flatten();
    Individual { verdict: ruling.verdict, from, because: ruling.because(), missing: ruling.missing() }
}

/// The birthday from which admission is no longer refused, when age is what refuses it.
fn admitted_from(case: &Case<'_>, ruling: &Ruling) -> Option<Date> {
    let birth = case.request.facts.date("birth_date")?;
    let age = ruling.reasons.iter().filter_map(|reason| reason.least_age).max()?;
    let birthday = birth.plus_months(i32::try_from(age).ok()?.checked_mul(12)?);
    // Born on 29 February: a year older on 1 March of a common year.
    let birthday = if i64::from(birth.completed_years_until(birthday)) < age { birthday.plus_days(1) } else { birthday };
    (case.as_of(birthday).decide("admission").verdict == Verdict::Yes).then_some(birthday)
}

fn entry(case: &Case<'_>, questions: &mut Questions) -> Entry {
    let ruling = case.decide("entry");
    questions.add(&ruling.missing, "entry", None);
    let around = matches!(case.value("target.diploma"), Value::Known(_)) && ruling.verdict != Verdict::Yes;
    let bypass = if around { BYPASS.map(str::to_owned).to_vec() } else { Vec::new() };
    Entry { verdict: ruling.verdict, missing: ruling.missing(), bypass, because: ruling.because() }
}

fn judgement(case: &Case<'_>, id: &str, questions: &mut Questions) -> Judgement {
    let ruling = case.decide(id);
    questions.add(&ruling.missing, id, None);
    Judgement { verdict: ruling.verdict, missing: ruling.missing(), because: ruling.because() }
}

fn attending(case: &Case<'_>, modality: Modality, questions: &mut Questions) -> ModalityVerdict {
    let Judgement { verdict, missing, because } = judgement(case, &format!("modality.{}", modality.id()), questions);
    ModalityVerdict { id: modality.id().to_owned(), verdict, because, missing }
}

fn scheme(case: &Case<'_>, id: &str, questions: &mut Questions) -> Scheme {
    let ruling = case.decide(id);
    let branch = case.branch(id);
    let mut told = Vec::new();
    let (amounts, open) = match (case.book.cpf.get(case.request.rules), branch.and_then(|branch| branch.amounts.as_ref())) {
        (Some(terms), _) if id == "cpf" => {
            let (amounts, notes) = cpf::amounts(case, terms);
            told = notes.because;
            (Some(amounts), notes.missing)
        }
        (_, Some(rules)) => {
            let (amounts, open) = amounts(case, rules);
            (Some(amounts), open)
        }
        _ => (None, Set::new()),
    };
    let at_stake = amounts.as_ref().and_then(|amounts| amounts.pays);
    questions.add(&ruling.missing, id, at_stake);
    let refused = ruling.verdict == Verdict::No;
    if !refused {
        questions.add(&open, id, None);
    }
    // A scheme that is refused pays nothing and leaves nothing in particular to the learner.
    let amounts = match amounts {
        Some(amounts) if refused => {
            let left = Amounts { pays: None, out_of_pocket: None, ..amounts };
            (left != Amounts::default()).then_some(left)
        }
        amounts => amounts,
    };
    let deadlines = match branch {
        Some(branch) if !refused => deadlines(case, &branch.deadlines),
        _ => Vec::new(),
    };
    let steps = branch.filter(|_| !refused).map(|branch| branch.steps.clone()).unwrap_or_default();
    let mut because = ruling.because();
    for reason in told {
        if !because.contains(&reason) {
            because.push(reason);
        }
    }
    Scheme { id: id.to_owned(), verdict: ruling.verdict, because, missing: ruling.missing(), amounts, steps, deadlines }
}

fn amounts(case: &Case<'_>, rules: &BranchAmounts) -> (Amounts, Set<String>) {
    let mut open = Set::new();
    let mut amount = |rule: &Option<AmountRule>| match rule.as_ref()? {
        AmountRule::Exactly(amount) => Some(*amount),
        AmountRule::Parameter(id) => case.amount(id),
        AmountRule::Fact(fact) => case.request.facts.money(fact).or_else(|| {
            open.insert(fact.clone());
            None
        }),
        AmountRule::Rate { parameter, times } => match case.request.facts.get(times) {
            Some(FactValue::Integer(count)) => case.amount(parameter)?.times(Decimal::from(*count)),
            _ => {
                open.insert(times.clone());
                None
            }
        },
    };
    let amounts = Amounts { pays: amount(&rules.pays), out_of_pocket: amount(&rules.out_of_pocket), ..Amounts::default() };
    (amounts, open)
}

/// Whether a dated rule applies: its condition is known to hold, and its exception is not.
pub(super) fn applies(case: &Case<'_>, rule: &Dated) -> bool {
    let asked = rule.when.as_ref().is_none_or(|when| case.finding(when).truth == Truth::Yes);
    asked && !rule.unless.as_ref().is_some_and(|unless| case.excepted(unless))
}

pub(super) fn day(case: &Case<'_>, rule: &Dated) -> Option<Date> {
    let day = case.day_of(&rule.on).ok()?;
    Some(if rule.next_working_day { calendar::next_working_day(day) } else { day })
}

fn deadlines(case: &Case<'_>, rules: &[Dated]) -> Vec<Deadline> {
    let mut out: Vec<Deadline> = Vec::new();
    for rule in rules.iter().filter(|rule| applies(case, rule)) {
        if let Some(on) = day(case, rule).filter(|_| !out.iter().any(|known| known.id == rule.id)) {
            let because = rule.by.iter().map(|rule| Because::rule(rule.clone(), Some(true))).collect();
            out.push(Deadline { id: rule.id.clone(), on, because });
        }
    }
    out
}

fn dated_rules(case: &Case<'_>) -> Vec<Milestone> {
    let rules = case.request.rules;
    let national = case.book.milestones.values().filter_map(|modes| modes.get(rules));
    let regional = case.pack.and_then(|pack| pack.milestones.get(rules));
    let all =
        national.flatten().filter(|rule| !case.left_out(&rule.id)).chain(regional.into_iter().flatten()).filter(|rule| applies(case, rule));
    all.filter_map(|rule| Some(milestones::quoting(&rule.id, day(case, rule)?, false, &rule.by))).collect()
}
