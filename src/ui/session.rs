//! The state of a planner: one request, from which everything shown is derived.

pub use super::arrival::engine;

use super::{
    answering::answer,
    arrival::{Arrival, arrival, find, is_here, texts},
    link::Advice,
    share::Draft,
    whatif::Kept,
};
use crate::{
    data::{
        format,
        texts::{Lang, fill},
    },
    domain::{
        answer::{Answer, Milestone, Plan, Span},
        catalogue::format::Diploma,
        date::{Date, Term},
        error::InputError,
        letters::lower,
        money::Money,
        questionnaire::{Progress, Skipped, Step, first_step},
        request::Request,
    },
};
use gloo::timers::callback::Timeout;
use leptos::{prelude::*, web_sys};
use std::{iter, sync::Arc};

/// What the host page asked for.
#[derive(Clone, Debug)]
pub struct Options {
    /// The language to start in.
    pub lang: Lang,
    /// The day on which everything dated is evaluated.
    pub today: Date,
    /// The region of the centre, when the host is a regional site.
    pub centre: Option<String>,
    /// A diploma to start with.
    pub diploma: Option<String>,
    /// How to reach the centre of the host's region, until the packs are there: its name, telephone, e-mail and site, empty where unknown.
    pub contact: Vec<String>,
    /// The address of the region pack that was asked for, whether it could be used or not.
    pub pack: Option<String>,
    /// What is wrong with that pack: the planner works without it, or without the lines of its schedule named.
    pub pack_faults: Vec<InputError>,
    /// The level of the planner's own headings.
    pub heading_level: u8,
    /// Whether the page is ours: only then is the state written into its URL.
    pub own_page: bool,
    /// The address of our own page, which links are for.
    pub page: String,
    /// A fragment to start from.
    pub fragment: Option<String>,
}

impl Options {
    fn blank(&self) -> Request {
        let mut request = Request::blank(self.today);
        request.centre_region.clone_from(&self.centre);
        request.target.diploma.clone_from(&self.diploma);
        request
    }
}

/// What is on screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// One question.
    Question(Step),
    /// The result so far.
    Result,
}

impl Screen {
    /// Its name in the URL.
    pub fn key(self) -> &'static str {
        match self {
            Self::Question(step) => step.key(),
            Self::Result => "resultat",
        }
    }

    /// The screen of that name.
    pub fn from_key(key: &str) -> Option<Self> {
        if key == "resultat" { Some(Self::Result) } else { Step::from_key(key).map(Self::Question) }
    }
}

/// An answer, and what it answers.
#[derive(Clone)]
pub struct Answered {
    /// The request.
    pub request: Arc<Request>,
    /// The answer, or the fault of the request.
    pub outcome: Result<Arc<Answer>, InputError>,
}

impl Answered {
    /// Whether both are one and the same answer.
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.request, &other.request)
    }

    fn of(answered: &Option<Self>) -> Option<Arc<Answer>> {
        answered.as_ref()?.outcome.as_ref().ok().cloned()
    }
}

/// Changes of the plan whose outcome is still to be told.
pub struct Untold {
    /// The answer before them.
    pub before: Option<Arc<Answer>>,
    /// What each of them was, in words.
    pub said: String,
}

/// The signals of one planner. Copying it copies handles, not state.
#[derive(Clone, Copy)]
pub struct Session {
    /// What the person said.
    pub request: RwSignal<Request>,
    /// The questions answered with "I do not know".
    pub skipped: RwSignal<Skipped>,
    /// The language.
    pub lang: RwSignal<Lang>,
    /// What is on screen.
    pub screen: RwSignal<Screen>,
    /// Where "Continue" leads when one answer is being changed.
    pub return_to: RwSignal<Option<Screen>>,
    /// The engine's last answer: to what the person said a moment ago, as long as the next one is being worked out.
    pub answered: RwSignal<Option<Answered>>,
    /// Whether the next answer lets the person wait long enough to be told.
    pub slow: RwSignal<bool>,
    /// What tells so.
    pub patience: StoredValue<Option<Timeout>, LocalStorage>,
    /// How many answers were begun.
    pub begun: StoredValue<u32>,
    /// How many parts of the screen are still to take over the last answer.
    pub awaited_turns: StoredValue<u32>,
    /// The changes of the plan whose outcome is still to be told.
    pub untold: StoredValue<Option<Untold>>,
    /// The frame that holds the current screen.
    pub frame: StoredValue<Option<web_sys::Element>, LocalStorage>,
    /// What the live region says.
    pub announcement: RwSignal<String>,
    /// What a link held that could not be kept.
    pub dropped: RwSignal<Vec<String>>,
    /// What the last change of the plan moved: one sentence, then each unit that moved and why.
    pub moved: RwSignal<Vec<String>>,
    /// The plans set aside to compare others with.
    pub kept: RwSignal<Vec<Kept>>,
    /// The disclosures of the plan that are open: they stay so when the plan is drawn anew.
    pub open: RwSignal<Vec<String>>,
    /// Whether the heading of the next screen takes the focus: only after an action of the person.
    pub focus_heading: RwSignal<bool>,
    /// The question that was answered before what comes after it was known.
    held: RwSignal<Option<Step>>,
    /// How the next link is to be.
    pub draft: RwSignal<Draft>,
    /// What the link that was opened said in the name of an adviser.
    pub advice: RwSignal<Advice>,
    /// The address of a region pack that the link asks for, and that is not [`Options::pack`].
    pub pack_asked: RwSignal<Option<String>>,
    /// What is kept on this device: the day, and the state as a fragment.
    pub saved: RwSignal<Option<(Date, String)>>,
    past: RwSignal<Vec<Request>>,
    future: RwSignal<Vec<Request>>,
    options: StoredValue<Options>,
}

impl Session {
    /// A planner with nothing answered but what the host set.
    pub fn new(options: Options) -> Self {
        let request = RwSignal::new(options.blank());
        let session = Self {
            request,
            skipped: RwSignal::new(Skipped::new()),
            lang: RwSignal::new(options.lang),
            screen: RwSignal::new(Screen::Question(first_step())),
            return_to: RwSignal::new(None),
            answered: RwSignal::new(None),
            slow: RwSignal::new(false),
            patience: StoredValue::new_local(None),
            begun: StoredValue::new(0),
            awaited_turns: StoredValue::new(0),
            untold: StoredValue::new(None),
            frame: StoredValue::new_local(None),
            announcement: RwSignal::new(String::new()),
            dropped: RwSignal::new(Vec::new()),
            held: RwSignal::new(None),
            moved: RwSignal::new(Vec::new()),
            kept: RwSignal::new(Vec::new()),
            open: RwSignal::new(Vec::new()),
            focus_heading: RwSignal::new(false),
            draft: RwSignal::new(Draft::default()),
            advice: RwSignal::new(Advice::default()),
            pack_asked: RwSignal::new(None),
            saved: RwSignal::new(None),
            past: RwSignal::new(Vec::new()),
            future: RwSignal::new(Vec::new()),
            options: StoredValue::new(options),
        };
        Effect::new(move |_| {
            request.track();
            if arrival() == Arrival::Here {
                untrack(|| answer(session));
            }
        });
        session
    }

    /// The same planner for a part of a screen, which shows another answer and another language for a while: see [`super::answering::follow`].
    pub fn part(&self, answered: Option<Answered>) -> Self {
        Self { answered: RwSignal::new(answered), lang: RwSignal::new(self.lang.get_untracked()), ..*self }
    }

    /// The engine's last answer; `None` before the first one, and where the request has a fault.
    pub fn answer(&self) -> Option<Arc<Answer>> {
        self.answered.with(Answered::of)
    }

    /// The same, without being told of the next one.
    pub fn answer_now(&self) -> Option<Arc<Answer>> {
        self.answered.with_untracked(Answered::of)
    }

    /// What the last answer answers: the request a moment ago, as long as the next answer is being worked out.
    pub fn asked(&self) -> Arc<Request> {
        let asked = self.answered.with(|answered| answered.as_ref().map(|answered| Arc::clone(&answered.request)));
        asked.unwrap_or_else(|| Arc::new(self.request.get()))
    }

    /// Whether the last answer is that to the request as it is now.
    pub fn is_answered(&self) -> bool {
        self.answered.with_untracked(|answered| {
            answered.as_ref().is_some_and(|answered| self.request.with_untracked(|request| *request == *answered.request))
        })
    }

    /// What the host asked for.
    pub fn options(&self) -> Options {
        self.options.get_value()
    }

    /// The text of `key` in the current language.
    pub fn t(&self, key: &str) -> &'static str {
        self.find(key).unwrap_or("\u{2047}")
    }

    /// The text of `key`, if there is one.
    pub fn find(&self, key: &str) -> Option<&'static str> {
        find(self.lang.get(), key)
    }

    /// The text of `key` with its placeholders filled.
    pub fn tf(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.t(key), values)
    }

    /// The text of `key` for a count.
    pub fn plural(&self, key: &str, count: impl TryInto<u64>) -> String {
        format::plural(texts(), self.lang.get(), key, count.try_into().unwrap_or(0))
    }

    /// An amount in the current language.
    pub fn money(&self, amount: Money) -> String {
        format::money(self.lang.get(), amount)
    }

    /// An amount or a range in the current language.
    pub fn span(&self, span: Span) -> String {
        format::span(texts(), self.lang.get(), span)
    }

    /// A day in the current language.
    pub fn date(&self, date: Date) -> String {
        format::date(texts(), self.lang.get(), date)
    }

    /// A term in the current language.
    pub fn term(&self, term: Term) -> String {
        format::term(texts(), self.lang.get(), term)
    }

    /// What a dated step is about, in the current language.
    pub fn milestone(&self, milestone: &Milestone) -> String {
        format::milestone(texts(), self.lang.get(), milestone)
    }

    /// A term inside a sentence: `automne 2026`.
    pub fn term_in(&self, term: Term) -> String {
        let name = self.term(term);
        let mut letters = name.chars();
        letters.next().map_or_else(String::new, |first| iter::once(lower(first)).chain(letters).collect())
    }

    /// The month of a year in the current language.
    pub fn year_month(&self, text: &str) -> String {
        format::year_month(texts(), self.lang.get(), text)
    }

    /// Where the person stands in the questionnaire.
    pub fn progress(&self) -> Progress {
        let (Some(answer), asked) = (self.answer(), self.asked()) else { return Progress::default() };
        self.skipped.with(|skipped| Progress::read(&asked, &answer, skipped, has_units(&asked)))
    }

    /// The title of the diploma `id`, or the id when the catalogue has none.
    pub fn diploma_title(&self, id: &str) -> String {
        let diploma = engine().ok().and_then(|engine| engine.catalogue().diploma(id));
        diploma.map_or_else(|| id.to_owned(), |diploma| super::picker::diploma_title(*self, diploma))
    }

    /// Changes the request; the change can be undone.
    pub fn edit(&self, change: impl FnOnce(&mut Request)) {
        let before = self.request.get_untracked();
        let mut after = before.clone();
        change(&mut after);
        if after != before {
            self.past.update(|past| past.push(before));
            self.future.update(Vec::clear);
            self.request.set(after);
        }
    }

    /// Changes the request as [`Session::edit`] does; once the plan was seen, the new one moves as few of its units as it can.
    pub fn adjust(&self, change: impl FnOnce(&mut Request)) {
        let seen = self.screen.get_untracked() == Screen::Result || self.return_to.get_untracked() == Some(Screen::Result);
        let answer = self.answer_now().filter(|_| seen);
        // Where there is no plan, the last one that there was is still the one to stay near.
        let places = answer.as_ref().and_then(|answer| answer.plan.as_ref()).map(Plan::places).filter(|places| !places.is_empty());
        self.edit(|request| {
            let diploma = request.target.diploma.clone();
            let before = request.clone();
            change(request);
            if request.target.diploma != diploma {
                request.near.clear();
            } else if let Some(places) = places
                && *request != before
            {
                request.near = places;
            }
        });
    }

    /// Whether there is something to undo.
    pub fn can_undo(&self) -> bool {
        self.past.with(|past| !past.is_empty())
    }

    /// Whether there is something to redo.
    pub fn can_redo(&self) -> bool {
        self.future.with(|future| !future.is_empty())
    }

    /// Takes the last change back.
    pub fn undo(&self) {
        if let Some(before) = self.past.try_update(Vec::pop).flatten() {
            let now = self.request.get_untracked();
            self.future.update(|future| future.push(now));
            self.request.set(before);
        }
    }

    /// Makes the last undone change again.
    pub fn redo(&self) {
        if let Some(after) = self.future.try_update(Vec::pop).flatten() {
            let now = self.request.get_untracked();
            self.past.update(|past| past.push(now));
            self.request.set(after);
        }
    }

    /// A request that holds only what the host set.
    pub fn blank(&self) -> Request {
        self.options.with_value(Options::blank)
    }

    /// Forgets every answer.
    pub fn restart(&self) {
        let blank = self.blank();
        self.edit(|request| *request = blank);
        self.skipped.set(Skipped::new());
        self.dropped.set(Vec::new());
        self.draft.set(Draft::default());
        self.advice.set(Advice::default());
        self.moved.set(Vec::new());
        self.go(Screen::Question(first_step()));
    }

    /// Shows `screen`, and moves the focus to its heading.
    pub fn go(&self, screen: Screen) {
        self.focus_heading.set(true);
        self.return_to.set(None);
        self.held.set(None);
        self.screen.set(screen);
    }

    /// Takes over what a link or the browser's history holds.
    pub fn restore(&self, request: Request, screen: Screen) {
        self.held.set(None);
        self.request.set(request);
        self.screen.set(screen);
    }

    /// Shows the question `step`; its answer leads back to the screen shown now.
    pub fn change(&self, step: Step) {
        let here = self.screen.get_untracked();
        self.go(Screen::Question(step));
        self.return_to.set(Some(here));
    }

    /// Leaves out, and names on the page, a diploma or a centre of the host that does not exist. For when the catalogue is there.
    pub fn check_options(&self) {
        let Ok(engine) = engine() else { return };
        let mut unknown = Vec::new();
        self.options.update_value(|options| {
            unknown.extend(options.diploma.take_if(|id| engine.catalogue().diploma(id).is_none()));
            unknown.extend(options.centre.take_if(|slug| !engine.book().knows_region(slug)));
        });
        for value in unknown {
            let named = self.tf("dropped.not_in_catalogue", &[("what", &value)]);
            self.dropped.update(|dropped| dropped.push(named));
            self.request.update(|request| {
                request.target.diploma.take_if(|id| *id == value);
                request.centre_region.take_if(|slug| *slug == value);
            });
        }
    }

    /// Whether a question was answered before what comes after it was known.
    pub fn holds(&self) -> bool {
        self.held.with(Option::is_some)
    }

    /// Goes on where [`Session::proceed`] had to wait.
    pub fn resume(&self) {
        if let Some(step) = self.held.try_update(Option::take).flatten() {
            self.proceed(step);
        }
    }

    /// Goes on after the answer to `step`.
    pub fn proceed(&self, step: Step) {
        if !is_here() {
            self.announce(self.t("arrival.awaited"));
        }
        if !self.is_answered() {
            return self.held.set(Some(step));
        }
        let next = match self.return_to.get_untracked() {
            Some(screen) => screen,
            None => self.progress().after(step).map_or(Screen::Result, Screen::Question),
        };
        self.go(next);
    }

    /// Has the live region say `text`.
    pub fn announce(&self, text: impl Into<String>) {
        self.announcement.set(text.into());
    }
}

/// Whether the units of the target diploma are published.
fn has_units(request: &Request) -> bool {
    let diploma = request.target.diploma.as_deref().and_then(|id| engine().ok()?.catalogue().diploma(id));
    diploma.is_some_and(Diploma::plannable)
}
