//! How a condition came out, with the reasons, and which facts can still change it.

use crate::domain::sorted::Set;
use crate::domain::{answer::Because, facts::FactValue, truth::Truth};

/// How a condition came out.
#[derive(Clone, Debug)]
pub(super) struct Finding {
    pub truth: Truth,
    pub reasons: Vec<Reason>,
    /// The facts that could still settle it; none when it is settled, or when no fact can.
    pub missing: Set<String>,
    /// While it is unknown: whether facts could still make it hold.
    may_hold: bool,
    /// While it is unknown: whether facts could still make it fail.
    may_fail: bool,
}

/// A rule to quote, with what the answer does not show of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reason {
    pub because: Because,
    /// It would hold if its source were certain.
    pub doubtful: bool,
    /// The age that is not reached.
    pub least_age: Option<i64>,
}

impl Finding {
    /// A settled condition, or one that no fact can settle.
    pub fn of(truth: Truth) -> Self {
        Self { truth, reasons: Vec::new(), missing: Set::new(), may_hold: false, may_fail: false }
    }

    /// Unknown for want of these facts.
    pub fn missing(facts: impl IntoIterator<Item = String>) -> Self {
        let missing: Set<String> = facts.into_iter().collect();
        let open = !missing.is_empty();
        Self { missing, may_hold: open, may_fail: open, ..Self::of(Truth::Unknown) }
    }

    /// Conjunction: the parts that count are the failing ones for a no, all of them for a yes, the undecided ones and those that hold otherwise.
    ///
    /// Facts are missing only where they can still settle the whole: beside a part that no fact can make hold, only those that can make it fail.
    pub fn all(parts: impl Iterator<Item = Self>) -> Self {
        let parts: Vec<Self> = parts.collect();
        let truth = parts.iter().fold(Truth::Yes, |truth, part| truth.and(part.truth));
        let mut out = Self::of(truth);
        if truth == Truth::Unknown {
            out.may_hold = parts.iter().all(|part| part.truth == Truth::Yes || part.may_hold);
            out.may_fail = parts.iter().any(|part| part.may_fail);
        }
        for mut part in parts {
            if truth == Truth::No && part.truth != Truth::No {
                part.reasons.retain(|reason| reason.doubtful);
            }
            if out.may_hold || part.may_fail && truth == Truth::Unknown {
                out.missing.extend(part.missing);
            }
            out.reasons.extend(part.reasons);
        }
        out
    }

    /// The opposite truth, with the same reasons.
    pub fn flipped(mut self) -> Self {
        self.truth = self.truth.negate();
        (self.may_hold, self.may_fail) = (self.may_fail, self.may_hold);
        self
    }

    /// The opposite of a condition, told as such in its reasons.
    pub fn negated(self) -> Self {
        let mut finding = self.flipped();
        for reason in &mut finding.reasons {
            reason.because.holds = reason.because.holds.map(|holds| !holds);
            reason.because.needs = reason.because.needs.take().map(|needs| format!("not {needs}"));
            reason.least_age = None;
        }
        finding
    }

    /// No fact can settle it: its source does not tell. `doubtful` when it would hold if the source were certain.
    pub fn unsettle(&mut self, doubtful: bool) {
        self.missing.clear();
        (self.may_hold, self.may_fail) = (false, false);
        if self.truth != Truth::Unknown {
            self.truth = Truth::Unknown;
            for reason in &mut self.reasons {
                reason.because.holds = None;
                reason.doubtful = doubtful;
            }
        }
    }

    /// It can never come out as `never`: a source in doubt does not tell so.
    pub fn rule_out(&mut self, never: Truth) {
        if self.truth == never {
            return self.unsettle(true);
        }
        match never {
            Truth::Yes => self.may_hold = false,
            Truth::No => self.may_fail = false,
            Truth::Unknown => {}
        }
        if !self.may_hold && !self.may_fail {
            self.missing.clear();
        }
    }
}

/// Adds a reason for each rule: what it looked at, what it found, what it needs.
pub(super) fn quoting(mut finding: Finding, rules: &[String], fact: Option<(&str, Option<FactValue>)>, needs: Option<String>) -> Finding {
    let (fact, value) = fact.map_or((None, None), |(fact, value)| (Some(fact.to_owned()), value));
    finding.reasons.extend(rules.iter().map(|rule| Reason {
        because: Because {
            rule: rule.clone(),
            holds: finding.truth.known(),
            fact: fact.clone(),
            value: value.clone(),
            needs: needs.clone(),
        },
        doubtful: false,
        least_age: None,
    }));
    finding
}
