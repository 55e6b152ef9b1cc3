//! Papers, and where and how exams are held.

use super::{case::Case, decision::PaperRule};
use crate::domain::sorted::Set;
use crate::domain::{
    answer::{Because, Document, Exam, Judgement, Verdict},
    truth::Truth,
};

/// The papers to hand in, and the facts that would tell whether there are more.
pub(super) fn documents(case: &Case<'_>) -> (Vec<Document>, Set<String>) {
    match case.pack {
        Some(pack) => judge(case, &pack.papers),
        None if case.request.centre_region.is_none() => (Vec::new(), Set::from(["centre_region".to_owned()])),
        None => (Vec::new(), Set::new()),
    }
}

/// A paper is listed when it is known to be asked for, or when no fact would tell; its verdict says what the facts say of it.
fn judge(case: &Case<'_>, papers: &[PaperRule]) -> (Vec<Document>, Set<String>) {
    let mut out = Vec::new();
    let mut missing = Set::new();
    for paper in papers {
        let asked = paper.when.as_ref().map(|when| case.finding(when));
        let truth = asked.as_ref().map_or(Truth::Yes, |finding| finding.truth);
        let open = asked.map(|finding| finding.missing).unwrap_or_default();
        if truth == Truth::No {
            continue;
        }
        if truth == Truth::Unknown && !open.is_empty() {
            missing.extend(open);
            continue;
        }
        let mut because: Vec<Because> = paper.by.iter().map(|rule| Because::rule(rule.clone(), truth.known())).collect();
        let verdict = match (&paper.accepted, truth) {
            (_, Truth::Unknown) => Some(Verdict::Ask),
            (None, _) => None,
            (Some(accepted), _) => {
                let finding = case.finding(accepted);
                if finding.truth == Truth::Unknown {
                    missing.extend(finding.missing);
                }
                because.extend(finding.reasons.into_iter().map(|reason| reason.because));
                Some(match finding.truth {
                    Truth::Yes => Verdict::Yes,
                    Truth::No => Verdict::No,
                    Truth::Unknown => Verdict::Ask,
                })
            }
        };
        out.push(Document { id: paper.id.clone(), verdict, because });
    }
    (out, missing)
}

/// What the exam rules of the centre say.
pub(super) fn exam(case: &Case<'_>, leave: Judgement) -> Exam {
    let papers = case.pack.and_then(|pack| pack.exam_papers.as_ref()).unwrap_or(&case.book.exam_papers);
    let cited = case.pack.and_then(|pack| pack.exam_sessions.as_ref());
    let sessions = cited.and_then(|cited| case.book.parameter_in(case.pack, &cited.parameter)?.value.as_ref()?.as_u64());
    let place = place(case);
    let rules = place.iter().flat_map(|(_, rules)| *rules).chain(cited.iter().flat_map(|cited| &cited.by));
    Exam {
        papers: judge(case, papers).0,
        because: rules.map(|rule| Because::rule(rule.clone(), Some(true))).collect(),
        place: place.map(|(place, _)| place.to_owned()),
        sessions: sessions.and_then(|number| u32::try_from(number).ok()),
        leave,
    }
}

/// The place with the rules that give it, when it is the same for every way of attending that the person accepts.
fn place<'a>(case: &Case<'a>) -> Option<(&'a str, &'a Vec<String>)> {
    let rules = &case.pack?.exam_places;
    let of = |modality| rules.iter().find(|rule| rule.modalities.contains(modality)).map(|rule| (rule.place.as_str(), &rule.by));
    let modalities = case.request.modalities.as_ref()?;
    let first = of(modalities.first()?)?;
    modalities.iter().all(|modality| of(modality).is_some_and(|(place, _)| place == first.0)).then_some(first)
}
