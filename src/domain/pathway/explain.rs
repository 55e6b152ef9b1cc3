//! Why there is no plan, and what would help.

use super::{
    bonds::Bond,
    compile::{Variation, compile, vary},
    giving_up::{Wish, wider, wishes},
    planning::Planning,
    scene::Scene,
    slots::DEFAULT_UNITS_A_TERM,
    verify::verify,
    wishes::Wishes,
};
use crate::domain::sorted::Sorting;
use crate::domain::{
    answer::{Clash, Plan, Relaxation},
    error::InputError,
    planner::{Budget, Progress, Search, Status},
    request::{Request, TermPace},
};

/// More rules than that explain nothing.
const MOST_BONDS: usize = 4;

/// How far one question of an explanation may go, in conflicts.
const BUDGET: Budget = Budget { question: 5_000, total: 10_000 };

/// An explanation in the making: a search for each question, one after the other.
///
/// The conflict it finds is minimal: without any one of its wishes there is a plan, or at least no proof that there is none. When the diploma
/// cannot be planned whatever the wishes, it is `requirement`. Where a few rules of order, openings and credits are enough for the wishes to
/// clash, they are part of it: were these the only such rules, there would be no plan, and without any one of them there would.
pub(super) struct Explanation {
    /// Codes in the spelling of the catalogue, so that dropping one drops it.
    request: Request,
    wishes: Vec<Wish>,
    question: Question,
    asked: Asked,
    /// The request without the wishes that do not matter.
    slim: Request,
    needed: Vec<Wish>,
    /// The rules of the catalogue that may matter, and those of them that are left out.
    bonds: Vec<Bond>,
    waived: Vec<Bond>,
    /// Those that are needed for the conflict.
    binding: Vec<Bond>,
    /// Which of the needed wishes a way out is looked for, and what it gives up as far as is known.
    way: usize,
    dropped: Vec<Wish>,
    /// The pace to go at where the pace is given up: a wider one, then that of who says none.
    instead: Option<TermPace>,
    conflict: Vec<Clash>,
    relaxations: Vec<Relaxation>,
}

/// What is to be known next.
#[derive(Clone, Copy)]
enum Question {
    /// Is there a plan without any wish?
    Bare,
    /// Without this one of those that are left? What is still infeasible without it does not matter.
    Slim(usize),
    /// With the needed wishes alone, and no rule of the catalogue that can be told?
    Unbound,
    /// Without so many of those rules from this one on, and without those left out before?
    Unbind(usize, usize),
    /// With all wishes but the needed one?
    Alone,
    /// When this wish is kept after all, of those that are dropped with the needed one?
    Kept(usize),
    /// At this wider pace?
    Wider(usize),
    /// Which plan is the best without what is dropped?
    Best,
    /// Nothing.
    Done,
}

/// What is being searched for it.
enum Asked {
    Nothing,
    Feasible(Box<Search>),
    Best(Box<(Request, Planning)>),
}

impl Explanation {
    /// Starts on why `request` has no plan.
    pub fn new(scene: &Scene<'_>, request: &Request) -> Result<Self, InputError> {
        let wishes = wishes(scene, request)?;
        let request = Wishes::of(scene.catalogue, request, scene.start(request))?.written_in(request);
        Ok(Self {
            slim: request.clone(),
            request,
            wishes,
            question: Question::Bare,
            asked: Asked::Nothing,
            needed: Vec::new(),
            bonds: Vec::new(),
            waived: Vec::new(),
            binding: Vec::new(),
            way: 0,
            dropped: Vec::new(),
            instead: None,
            conflict: Vec::new(),
            relaxations: Vec::new(),
        })
    }

    /// Goes on for about `work` conflicts of the search; says whether everything is known.
    pub fn step(&mut self, scene: &Scene<'_>, work: u64) -> Result<bool, InputError> {
        match &mut self.asked {
            Asked::Nothing => self.ask(scene)?,
            Asked::Feasible(search) => {
                if let Progress::Done(solution) = search.step(work) {
                    // No proof that there is none is as good as a plan.
                    self.answered(solution.status != Status::Infeasible);
                }
            }
            Asked::Best(best) => {
                let (request, planning) = best.as_mut();
                if let Some(plan) = planning.step(work) {
                    debug_assert_eq!(verify(scene.catalogue, request, plan), Vec::<String>::new());
                    let plan = plan.clone();
                    self.way_out(plan);
                }
            }
        }
        Ok(matches!(self.question, Question::Done))
    }

    /// Hands what is found over to the plan.
    pub fn write(&mut self, scene: &Scene<'_>, plan: &mut Plan) {
        let few = Some(std::mem::take(&mut self.binding)).filter(|binding| binding.len() <= MOST_BONDS);
        self.conflict.extend(few.into_iter().flatten().map(|bond| bond.clash(scene.catalogue)));
        (plan.conflict, plan.relaxations) = (std::mem::take(&mut self.conflict), std::mem::take(&mut self.relaxations));
    }

    /// Opens the search for the question.
    fn ask(&mut self, scene: &Scene<'_>) -> Result<(), InputError> {
        let mut variation = Variation::default();
        let request = match self.question {
            Question::Bare => without(&self.request, &self.wishes),
            Question::Slim(wish) => without(&self.slim, self.wishes.get(wish).map(std::slice::from_ref).unwrap_or_default()),
            Question::Unbound => {
                self.bonds = compile(scene, &self.slim)?.map(|compiled| Bond::all(&compiled)).unwrap_or_default();
                variation.waived.clone_from(&self.bonds);
                self.slim.clone()
            }
            Question::Unbind(from, count) => {
                variation.waived = self.waived.iter().chain(self.bonds.iter().skip(from).take(count)).cloned().collect();
                self.slim.clone()
            }
            Question::Alone => without(&self.request, &self.dropped),
            Question::Wider(_) | Question::Best => {
                if let Question::Wider(place) = self.question {
                    let short = self.binding.iter().any(|bond| matches!(bond, Bond::Weight { .. }));
                    self.instead = wider(&self.request.pace, short).into_iter().nth(place);
                    if self.instead.is_none() {
                        // None of them would do: perhaps the pace of who says none.
                        self.instead = Some(TermPace::default());
                        self.question = Question::Best;
                    }
                }
                let mut request = without(&self.request, &self.dropped);
                if let Some(pace) = &self.instead {
                    request.pace.set(pace);
                }
                request
            }
            Question::Kept(wish) => without(&self.request, &self.dropped_but(wish)),
            Question::Done => return Ok(()),
        };
        let compiled = vary(scene, &request, &variation)?;
        if let Question::Best = self.question {
            match compiled {
                Some(compiled) => self.asked = Asked::Best(Box::new((request, Planning::plain(compiled, scene.budget)?))),
                None => self.next_way(),
            }
            return Ok(());
        }
        match compiled {
            None => self.answered(true),
            Some(compiled) if compiled.contradiction => self.answered(false),
            Some(mut compiled) => {
                compiled.problem.objective = Vec::new();
                self.asked = Asked::Feasible(Box::new(Search::new(&compiled.problem, BUDGET)?));
            }
        }
        Ok(())
    }

    /// Takes the answer to the question, and puts the next one.
    fn answered(&mut self, feasible: bool) {
        self.asked = Asked::Nothing;
        match self.question {
            Question::Bare if feasible => self.slim_from(0),
            Question::Bare => {
                self.conflict = vec![Clash::of("requirement", self.request.target.diploma.clone())];
                self.slim = without(&self.request, &self.wishes);
                self.question = Question::Unbound;
            }
            Question::Unbound if feasible => self.unbind(0, 1),
            // It takes none of these rules.
            Question::Unbound => self.find_way(),
            Question::Unbind(from, count) if !feasible => {
                self.waived.extend(self.bonds.iter().skip(from).take(count).cloned());
                self.unbind(from + count, count * 2);
            }
            Question::Unbind(from, 1) => {
                self.binding.extend(self.bonds.get(from).cloned());
                self.unbind(from + 1, 1);
            }
            Question::Unbind(from, count) => self.unbind(from, count / 2),
            Question::Slim(wish) => {
                match self.wishes.get(wish) {
                    Some(needed) if feasible => self.needed.push(needed.clone()),
                    Some(other) => other.drop_from(&mut self.slim),
                    None => {}
                }
                self.slim_from(wish + 1);
            }
            Question::Alone if feasible => self.best(),
            Question::Alone => {
                // More must go: all, and then one after the other is kept where that leaves a plan.
                self.dropped.clone_from(&self.wishes);
                self.keep_from(0);
            }
            Question::Kept(wish) => {
                if feasible {
                    self.dropped = self.dropped_but(wish);
                }
                self.keep_from(wish + 1);
            }
            Question::Wider(_) if feasible => self.question = Question::Best,
            Question::Wider(place) => self.question = Question::Wider(place + 1),
            Question::Best | Question::Done => {}
        }
    }

    fn slim_from(&mut self, wish: usize) {
        if wish < self.wishes.len() {
            self.question = Question::Slim(wish);
        } else {
            self.question = Question::Unbound;
        }
    }

    /// Looks whether the conflict stays without `count` rules from `from` on.
    fn unbind(&mut self, from: usize, count: usize) {
        let left = self.bonds.len().saturating_sub(from);
        if left > 0 && self.binding.len() <= MOST_BONDS {
            self.question = Question::Unbind(from, count.min(left));
        } else {
            self.find_way();
        }
    }

    /// Looks for the way out that gives up the needed wish whose turn it is.
    fn find_way(&mut self) {
        let Some(wish) = self.needed.get(self.way) else {
            // The cheapest first: what gives up least, then what finishes first.
            self.relaxations.order_by_key(|way| (way.also.len(), way.finish));
            self.question = Question::Done;
            return;
        };
        self.conflict.push(wish.clash());
        self.dropped = vec![wish.clone()];
        self.question = Question::Alone;
    }

    fn next_way(&mut self) {
        self.way += 1;
        self.find_way();
    }

    /// On to the next wish from `from` on that may be kept beside the needed one.
    fn keep_from(&mut self, from: usize) {
        let needed = self.needed.get(self.way);
        match (from..self.wishes.len()).find(|wish| self.wishes.get(*wish) != needed) {
            Some(wish) => self.question = Question::Kept(wish),
            None => self.best(),
        }
    }

    /// What is dropped, but for one.
    fn dropped_but(&self, wish: usize) -> Vec<Wish> {
        let kept = self.wishes.get(wish);
        self.dropped.iter().filter(|one| Some(*one) != kept).cloned().collect()
    }

    /// The wish to give up, and what goes with it.
    fn given_up(&self) -> Option<(Clash, Vec<Clash>)> {
        let wish = self.needed.get(self.way)?;
        Some((wish.clash(), self.dropped.iter().filter(|other| *other != wish).map(Wish::clash).collect()))
    }

    /// It is known what has to go: looks for the best plan without it, unless the same way out is there already.
    fn best(&mut self) {
        let known = self.given_up().is_none_or(|(drop, also)| {
            let same = |way: &Relaxation| also.contains(&way.drop) && way.also.len() == also.len() && way.also.contains(&drop);
            self.relaxations.iter().any(same)
        });
        self.instead = None;
        if known {
            self.next_way();
        } else if self.dropped.contains(&Wish::Pace) {
            self.question = Question::Wider(0);
        } else {
            self.question = Question::Best;
        }
    }

    fn way_out(&mut self, plan: Plan) {
        self.asked = Asked::Nothing;
        let pace = self.instead.take();
        if let Some((drop, also)) = self.given_up().filter(|_| plan.finish.is_some()) {
            let pace = pace.clone().filter(|pace| *pace != TermPace::default());
            self.relaxations.push(Relaxation { drop, also, pace, finish: plan.finish, plan: Some(Box::new(plan)) });
        }
        // Beside the least that is enough, the usual pace; with other wishes given up, one of them will do.
        let usual = TermPace { max_ue: Some(DEFAULT_UNITS_A_TERM), ..TermPace::default() };
        let other = pace.is_some_and(|pace| pace != TermPace::default() && pace != usual) && self.request.pace.says_one();
        if other && self.dropped.len() == 1 {
            self.instead = Some(TermPace::default());
            self.question = Question::Best;
        } else {
            self.next_way();
        }
    }
}

fn without(request: &Request, wishes: &[Wish]) -> Request {
    let mut request = request.clone();
    wishes.iter().for_each(|wish| wish.drop_from(&mut request));
    request
}
