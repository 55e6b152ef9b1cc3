//! The state of a planner: one request, from which everything shown is derived.

use super::{link::Advice, share::Draft, whatif::Kept};
use crate::{
    data::{
        self, format,
        packs::LoadedPack,
        texts::{Lang, Texts, fill},
    },
    domain::{
        answer::{Answer, Milestone, Span},
        date::{Date, Term},
        engine::{Engine, ScheduleFile},
        error::InputError,
        money::Money,
        questionnaire::{Progress, Skipped, Step, first_step},
        request::Request,
    },
};
use leptos::prelude::*;
use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock, RwLock},
};

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
    /// What is wrong with the region pack that the host asked for: the planner works without it, or without the lines of its schedule named.
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
    /// The engine's answer.
    pub answer: Memo<Result<Arc<Answer>, InputError>>,
    /// What the live region says.
    pub announcement: RwSignal<String>,
    /// What a link held that could not be kept.
    pub dropped: RwSignal<Vec<String>>,
    /// What the last change of the plan moved.
    pub moved: RwSignal<String>,
    /// The plans set aside to compare others with.
    pub kept: RwSignal<Vec<Kept>>,
    /// The disclosures of the plan that are open: they stay so when the plan is drawn anew.
    pub open: RwSignal<Vec<String>>,
    /// Whether the heading of the next screen takes the focus: only after an action of the person.
    pub focus_heading: RwSignal<bool>,
    /// How the next link is to be.
    pub draft: RwSignal<Draft>,
    /// What the link that was opened said in the name of an adviser.
    pub advice: RwSignal<Advice>,
    past: RwSignal<Vec<Request>>,
    future: RwSignal<Vec<Request>>,
    options: StoredValue<Options>,
}

/// What a region pack loaded by the page has put in the place of the shipped texts and engine.
static PACKED: RwLock<Option<&'static LoadedPack>> = RwLock::new(None);

fn packed() -> Option<&'static LoadedPack> {
    PACKED.read().ok().and_then(|packed| *packed)
}

/// The texts, read once for all planners of the page.
pub fn texts() -> &'static Texts {
    static TEXTS: OnceLock<Texts> = OnceLock::new();
    // The shipped texts are checked by the tests; without them the page would show keys, and still work.
    packed().map_or_else(|| TEXTS.get_or_init(|| Texts::read().unwrap_or_default()), |packed| &packed.texts)
}

/// The engine with the shipped data, read once for all planners of the page, and with the region packs that they loaded.
pub fn engine() -> Result<&'static Engine, InputError> {
    static ENGINE: OnceLock<Result<Engine, InputError>> = OnceLock::new();
    match packed() {
        Some(packed) => Ok(&packed.loaded.engine),
        None => ENGINE.get_or_init(data::engine).as_ref().map_err(Clone::clone),
    }
}

/// What was wrong with each pack that the page asked for, by its name.
static FAULTS: RwLock<BTreeMap<String, Vec<InputError>>> = RwLock::new(BTreeMap::new());

/// What was wrong with the pack `name`.
pub fn pack_faults_of(name: &str) -> Vec<InputError> {
    FAULTS.read().ok().and_then(|faults| faults.get(name).cloned()).unwrap_or_default()
}

/// Gives the region pack `text`, which could not be fetched if it is absent, to the planners that are mounted from now on; and tells what is wrong:
/// its faults, the lines of its schedule that were refused, and the file `lost` that could not be fetched either.
pub fn load_pack(name: &str, text: Option<&str>, schedule: Option<ScheduleFile<'_>>, lost: Option<&str>) -> Vec<InputError> {
    let unreachable =
        |name: &str| InputError::new("unreachable", name, "this file cannot be fetched: check its address, and that it allows this page");
    let mut faults = match text.map(|text| take_pack(name, text, schedule)) {
        None => vec![unreachable(name)],
        Some(Ok(refused)) => refused.to_vec(),
        Some(Err(faults)) => faults,
    };
    faults.extend(lost.map(unreachable));
    if let Ok(mut known) = FAULTS.write() {
        known.insert(name.to_owned(), faults.clone());
    }
    faults
}

fn take_pack(name: &str, text: &str, schedule: Option<ScheduleFile<'_>>) -> Result<&'static [InputError], Vec<InputError>> {
    let engine = engine().map_err(|fault| vec![fault])?;
    let packed = data::packs::with_pack(engine, texts(), name, text, schedule)?;
    // Planners refer to the engine for as long as the page lives, so it is never freed; a page loads a pack or two, not hundreds.
    let packed: &'static LoadedPack = Box::leak(Box::new(packed));
    if let Ok(mut place) = PACKED.write() {
        *place = Some(packed);
    }
    Ok(&packed.loaded.refused)
}

impl Session {
    /// A planner with nothing answered but what the host set. A diploma or a centre that does not exist is named on the page and left out.
    pub fn new(mut options: Options) -> Self {
        let mut unknown = Vec::new();
        if let Ok(engine) = engine() {
            unknown.extend(options.diploma.take_if(|id| engine.catalogue().diploma(id).is_none()));
            unknown.extend(options.centre.take_if(|slug| !engine.book().knows_region(slug)));
        }
        let named = |value: &String| fill(texts().get(options.lang, "dropped.not_in_catalogue"), &[("what", value)]);
        let dropped = unknown.iter().map(named).collect();
        let request = RwSignal::new(options.blank());
        let answer = Memo::new(move |_| request.with(|request| engine()?.evaluate(request).map(Arc::new)));
        Self {
            request,
            skipped: RwSignal::new(Skipped::new()),
            lang: RwSignal::new(options.lang),
            screen: RwSignal::new(Screen::Question(first_step())),
            return_to: RwSignal::new(None),
            answer,
            announcement: RwSignal::new(String::new()),
            dropped: RwSignal::new(dropped),
            moved: RwSignal::new(String::new()),
            kept: RwSignal::new(Vec::new()),
            open: RwSignal::new(Vec::new()),
            focus_heading: RwSignal::new(false),
            draft: RwSignal::new(Draft::default()),
            advice: RwSignal::new(Advice::default()),
            past: RwSignal::new(Vec::new()),
            future: RwSignal::new(Vec::new()),
            options: StoredValue::new(options),
        }
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
        texts().find(self.lang.get(), key)
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
        letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
    }

    /// The month of a year in the current language.
    pub fn year_month(&self, text: &str) -> String {
        format::year_month(texts(), self.lang.get(), text)
    }

    /// Where the person stands in the questionnaire.
    pub fn progress(&self) -> Progress {
        let has_units = self.has_units();
        self.request.with(|request| {
            self.skipped.with(|skipped| match self.answer.get() {
                Ok(answer) => Progress::read(request, &answer, skipped, has_units),
                Err(_) => Progress::default(),
            })
        })
    }

    /// Whether the units of the target diploma are published.
    pub fn has_units(&self) -> bool {
        self.request.with(|request| {
            let id = request.target.diploma.as_deref()?;
            Some(engine().ok()?.catalogue().diploma(id)?.plannable())
        }) == Some(true)
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
        self.moved.set(String::new());
        self.go(Screen::Question(first_step()));
    }

    /// Shows `screen`, and moves the focus to its heading.
    pub fn go(&self, screen: Screen) {
        self.focus_heading.set(true);
        self.return_to.set(None);
        self.screen.set(screen);
    }

    /// Shows the question `step`; its answer leads back to the screen shown now.
    pub fn change(&self, step: Step) {
        let here = self.screen.get_untracked();
        self.go(Screen::Question(step));
        self.return_to.set(Some(here));
    }

    /// Goes on after the answer to `step`.
    pub fn proceed(&self, step: Step) {
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
