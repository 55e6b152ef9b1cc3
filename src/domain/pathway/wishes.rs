//! What a request asks of a plan, with every code looked up.

use crate::domain::sorted::{Map, Set};
use crate::domain::{
    catalogue::{Catalogue, format::Confidence},
    date::{Date, Season, Term},
    error::InputError,
    request::Request,
};

/// The codes of a request in the spelling of the catalogue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    /// Units held when the plan starts.
    pub held: Set<String>,
    /// Units that will be held without being taken: in progress, or granted at a later date. With the first term that may build on them.
    pub granted: Map<String, Term>,
    /// What they also count as: see [`crate::domain::catalogue::format::Equivalence`].
    pub counts_as: Map<String, Vec<String>>,
    /// Units that must be taken in a term.
    pub pins: Map<String, Term>,
    /// Units that must not be taken.
    pub excluded: Set<String>,
    /// Units that must be taken.
    pub chosen: Set<String>,
    /// Where units stood in the plan before.
    pub near: Map<String, Term>,
}

impl Wishes {
    /// Looks every code of `request` up, for a plan that starts with `start`.
    ///
    /// # Errors
    /// `unknown_unit` with the path of the first code that the catalogue does not have.
    pub fn of(catalogue: &Catalogue, request: &Request, start: Term) -> Result<Self, InputError> {
        let known = |code: &str, path: String| catalogue.expect_unit(code, &path).map(|unit| unit.code.clone());
        let mut wishes = Self::default();
        for (i, code) in request.target.ue.iter().enumerate() {
            wishes.chosen.insert(known(code, format!("target.ue[{i}]"))?);
        }
        for (i, acquired) in request.acquired.iter().enumerate() {
            let code = known(&acquired.ue, format!("acquired[{i}].ue"))?;
            match acquired.on.filter(|on| *on > request.today).and_then(|on| first_after(on, start)) {
                Some(term) => _ = wishes.granted.insert(code, term),
                None => _ = wishes.held.insert(code),
            }
        }
        for code in &wishes.held {
            wishes.granted.remove(code);
        }
        for (code, term) in &request.pins {
            wishes.pins.insert(known(code, format!("pins.{code}"))?, *term);
        }
        for (i, code) in request.excluded.iter().enumerate() {
            wishes.excluded.insert(known(code, format!("excluded[{i}]"))?);
        }
        for (i, code) in request.chosen.iter().enumerate() {
            wishes.chosen.insert(known(code, format!("chosen[{i}]"))?);
        }
        for (code, term) in &request.near {
            wishes.near.insert(known(code, format!("near.{code}"))?, *term);
        }
        for equivalence in catalogue.equivalences().iter().filter(|one| one.confidence == Confidence::High) {
            wishes.stand_in(&equivalence.held, &equivalence.counts_as);
            if equivalence.both_ways {
                wishes.stand_in(&equivalence.counts_as, &equivalence.held);
            }
        }
        Ok(wishes)
    }

    fn stand_in(&mut self, held: &[String], counts_as: &[String]) {
        // What a unit granted later counts as is granted with it.
        let when = |code: &String| if self.held.contains(code) { None } else { self.granted.get(code).copied() };
        if held.iter().all(|code| self.held.contains(code) || self.granted.contains_key(code))
            && let Some(term) = held.iter().filter_map(when).max()
        {
            for code in counts_as.iter().filter(|code| !self.held.contains(*code)) {
                self.granted.entry(code.clone()).or_insert(term);
            }
            return;
        }
        if held.iter().all(|code| self.held.contains(code)) {
            for code in counts_as.iter().filter(|code| !self.held.contains(*code)) {
                self.counts_as.entry(code.clone()).or_default().extend(held.iter().cloned());
            }
        }
    }

    /// The same request with its wishes in the spelling of the catalogue.
    #[must_use]
    pub fn written_in(&self, request: &Request) -> Request {
        let mut request = request.clone();
        request.pins = self.pins.clone();
        request.excluded = self.excluded.iter().cloned().collect();
        request.chosen = self.chosen.iter().cloned().collect();
        request.near = self.near.clone();
        request.target.ue.clear();
        request
    }

    /// Whether `code` is held, or will be without being taken.
    #[must_use]
    pub fn will_have(&self, code: &str) -> bool {
        self.held.contains(code) || self.granted.contains_key(code)
    }

    /// Whether `code` is held, or something that counts as it.
    #[must_use]
    pub fn has(&self, code: &str) -> bool {
        self.held.contains(code) || self.counts_as.contains_key(code)
    }

    /// Whether `code` has to be taken.
    #[must_use]
    pub fn wants(&self, code: &str) -> bool {
        self.chosen.contains(code) || self.pins.contains_key(code)
    }
}

/// The first term from `start` on that begins on `day` or later; `None` when `start` itself does, so that nothing has to be waited for.
///
/// Spring courses begin in February and autumn courses in September or October; no source dates a summer term, which is read as from June.
fn first_after(day: Date, start: Term) -> Option<Term> {
    let begins = |term: Term| {
        let month = match term.season {
            Season::Autumn => 9,
            Season::Spring => 2,
            Season::Summer => 6,
        };
        Date::new(term.year, month, 1)
    };
    let mut term = start;
    while begins(term).is_some_and(|first| first < day) {
        term = term.next(true);
    }
    (term != start).then_some(term)
}
