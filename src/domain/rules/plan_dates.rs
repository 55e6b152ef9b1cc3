//! The dated steps that a plan implies, beside those that follow from the facts alone.
//!
//! The calendar of the centre gives the days of each term of the plan; the rules say what falls on them, or so long before. A day that a fact
//! would give, such as the start of the training, is taken from the plan where the fact is not known, and is then approximate.

use super::{
    answer::{applies, day},
    book::RuleBook,
    case::{Case, TargetInfo},
    decision::Dated,
    term_days::{Centre, Dating},
};
use crate::domain::{
    answer::{Because, Milestone, Scheme, Verdict},
    catalogue::format::ExamSession,
    date::Term,
    request::Request,
};

/// The days of a plan that rules may count from, beside the facts.
pub(super) const PLAN_DAYS: [&str; 7] =
    ["plan.start", "plan.end", "term.start", "term.end", "term.results", "term.exam", "term.second_session"];

/// What a day of the centre's calendar is named by: this, and the id of the date in the pack.
pub(super) const CALENDAR: &str = "calendar.";

/// Facts that a plan gives roughly.
const STAND_INS: [(&str, &str); 3] = [("training_start", "plan.start"), ("training_end", "plan.end"), ("exam_date", "term.exam")];

/// A term of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TermOfPlan {
    /// Which.
    pub term: Term,
    /// The courses (UE) taken in it.
    pub courses: u32,
}

/// The days of a plan, seen from one of its terms.
pub(super) struct PlanDays<'a> {
    /// The courses passed by the end of the term.
    pub courses: i64,
    days: Vec<(String, Dating<'a>)>,
}

impl<'a> PlanDays<'a> {
    /// The day of that name; a stand-in for a fact is approximate.
    pub fn day(&self, name: &str) -> Option<Dating<'a>> {
        let found = |name: &str| self.days.iter().find(|(known, _)| known == name).map(|(_, dating)| *dating);
        let stand_in = || STAND_INS.iter().find(|(fact, _)| *fact == name).and_then(|(_, day)| found(day));
        found(name).or_else(|| stand_in().map(|dating| Dating { approximate: true, ..dating }))
    }
}

/// The milestones of a plan with these terms, for a request that was answered with these schemes.
#[must_use]
pub fn plan_milestones(
    book: &RuleBook,
    sessions: &[ExamSession],
    request: &Request,
    target: &TargetInfo,
    schemes: &[Scheme],
    terms: &[TermOfPlan],
) -> Vec<Milestone> {
    let case = Case::new(book, request, target);
    let centre = Centre { book, region: request.centre_region.as_deref(), sessions };
    let mut found = Finder { case, centre, found: Vec::new() };
    let open: Vec<&str> =
        schemes.iter().filter(|scheme| matches!(scheme.verdict, Verdict::Yes | Verdict::Maybe)).map(|scheme| scheme.id.as_str()).collect();
    let mut courses = 0;
    let start = terms.first().and_then(|first| centre.courses(first.term));
    let end = terms.last().and_then(|last| centre.results(last.term));
    let mut before = PlanDays { courses, days: Vec::new() };
    for TermOfPlan { term, courses: more } in terms.iter().filter(|term| term.courses > 0) {
        courses += i64::from(*more);
        found.calendar(*term);
        let mut days = PlanDays { courses, days: Vec::new() };
        let of_term = centre.courses(*term);
        let last_day = of_term.and_then(|courses| courses.last.map(|last| Dating { first: last, ..courses }));
        for (name, dating) in PLAN_DAYS.into_iter().zip([
            start,
            end,
            of_term,
            last_day,
            centre.results(*term),
            centre.exams(*term, 1),
            centre.exams(*term, 2),
        ]) {
            days.days.extend(dating.map(|dating| (name.to_owned(), dating)));
        }
        days.days.extend(found.dates());
        found.rules(*term, &days, &before, &open);
        before = days;
    }
    found.found.retain(|milestone| milestone.on >= request.today);
    found.found
}

struct Finder<'a> {
    case: Case<'a>,
    centre: Centre<'a>,
    found: Vec<Milestone>,
}

impl<'a> Finder<'a> {
    /// What the calendar itself says of a term.
    fn calendar(&mut self, term: Term) {
        for window in self.centre.enrolment(term) {
            self.add("enrolment_opens", window, Some(term));
            // The end of a window is exact even where its beginning is not.
            let closes = window.last.map(|last| Dating { first: last, approximate: false, ..window });
            closes.into_iter().for_each(|closes| self.add("enrolment_closes", closes, Some(term)));
        }
        for (id, dating) in [
            ("courses_start", self.centre.courses(term)),
            ("exam_session", self.centre.exams(term, 1)),
            ("second_session", self.centre.exams(term, 2)),
            ("term_jury", self.centre.jury(term)),
        ] {
            dating.into_iter().for_each(|dating| self.add(id, dating, Some(term)));
        }
    }

    /// The next occurrences of the yearly dates of the centre.
    fn dates(&self) -> Vec<(String, Dating<'a>)> {
        let dates = self.centre.pack().into_iter().flat_map(|pack| &pack.dates);
        let next = dates.filter_map(|date| {
            let day = self.centre.next(&date.parameter, self.case.today, date.approximate, &date.by)?;
            Some((format!("{CALENDAR}{}", date.id), day))
        });
        next.collect()
    }

    /// What the rules count from the days of a term, and what they count from a fact that the plan stands in for.
    fn rules(&mut self, term: Term, days: &PlanDays<'a>, before: &PlanDays<'a>, open: &[&str]) {
        let case = self.case;
        let national = case.book.milestones.values().filter_map(|modes| modes.get(case.request.rules)).flatten();
        let regional = case.pack.and_then(|pack| pack.milestones.get(case.request.rules)).into_iter().flatten();
        let milestones = national.filter(|rule| !case.left_out(&rule.id)).chain(regional);
        let deadlines = open.iter().filter_map(|id| case.branch(id)).flat_map(|branch| &branch.deadlines);
        let mut seen: Vec<&str> = Vec::new();
        for (rule, deadline) in milestones.map(|rule| (rule, false)).chain(deadlines.map(|rule| (rule, true))) {
            if let Some(milestone) = self.judge(rule, term, days, before) {
                // Of several deadlines with one id the first that applies counts.
                if deadline && seen.contains(&rule.id.as_str()) {
                    continue;
                }
                seen.push(&rule.id);
                self.push(milestone);
            }
        }
    }

    /// A rule whose day the facts do not give, and the plan does.
    fn judge(&self, rule: &'a Dated, term: Term, days: &PlanDays<'a>, before: &PlanDays<'a>) -> Option<Milestone> {
        if self.case.day_of(&rule.on).is_ok() {
            return None;
        }
        let planned = self.case.with_plan(days);
        let on = day(&planned, rule).filter(|_| applies(&planned, rule))?;
        let earlier = self.case.with_plan(before);
        if rule.once && applies(&earlier, rule) {
            return None;
        }
        let from = days.day(&rule.on.of)?;
        let of_term = rule.on.of.starts_with("term.") || rule.on.of == "exam_date";
        Some(Milestone {
            id: rule.id.clone(),
            on,
            approximate: from.approximate,
            term: of_term.then_some(term),
            because: quotes(rule.by.iter().chain(from.by)),
        })
    }

    fn add(&mut self, id: &str, dating: Dating<'_>, term: Option<Term>) {
        let Dating { first, approximate, by, .. } = dating;
        self.push(Milestone { id: id.to_owned(), on: first, approximate, term, because: quotes(by.iter()) });
    }

    fn push(&mut self, milestone: Milestone) {
        let known = self.found.iter().any(|known| known.id == milestone.id && known.on == milestone.on);
        if !known {
            self.found.push(milestone);
        }
    }
}

fn quotes<'q>(rules: impl Iterator<Item = &'q String>) -> Vec<Because> {
    let mut out: Vec<Because> = Vec::new();
    for rule in rules {
        if !out.iter().any(|known| known.rule == *rule) {
            out.push(Because::rule(rule.clone(), Some(true)));
        }
    }
    out
}
