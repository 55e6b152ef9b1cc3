// Written by `cargo xtask types` from the Rust types. Do not edit.

/** A unit already held. */
export type Acquired = {
  /** How it was obtained. */
  how?: AcquiredHow | null;
  /** When. */
  on?: Date | null;
  /** Its code. */
  ue: string;
};

/** How a unit was obtained. */
export type AcquiredHow = "ue" | "ves" | "vae" | "equivalence";

/** May the person enrol? */
export type Admission = {
  /** As an individual. */
  individual: Individual;
  /** The enrolment window of the centre. */
  window: Window;
};

/** The amounts of a scheme. `None` is unknown, never nothing. */
export type Amounts = {
  /** The most the yearly credits may add up to. */
  ceiling: Money | null;
  /** What is left to the learner. */
  out_of_pocket: Money | null;
  /** The flat share that the learner pays. */
  participation: Money | null;
  /** What the scheme itself pays. */
  pays: Money | null;
  /** What the account gains in a year, at the rate of the year and of the present status. */
  yearly_credit: Money | null;
};

/** The whole answer, version 1. */
export type Answer = {
  /** May the person enrol, and when? */
  admission: Admission;
  /** What else the rules say to this person, by topic: the sentences are those of the rules quoted. */
  advice: Array<Warning>;
  /** What it costs. */
  cost: Cost;
  /** The papers to hand in. */
  documents: Array<Document>;
  /** May the person enter the diploma aimed at? */
  entry: Entry;
  /** What the exam rules say. */
  exam: Exam;
  /** What the experience rules say. */
  experience: Experience;
  /** The dated steps. */
  milestones: Array<Milestone>;
  /** Every way of attending. */
  modalities: Array<ModalityVerdict>;
  /** The plan; `None` without a target diploma. */
  plan: Plan | null;
  /** What to ask next, the most useful first. */
  questions: Array<Question>;
  /** Every scheme of the contract. */
  schemes: Array<Scheme>;
  /** The version of this format: 1. */
  version: Version;
  /** What a reader must know. */
  warnings: Array<Warning>;
};

/** Why: one rule that counted. */
export type Because = {
  /** The fact it looked at, where it is one. */
  fact?: string | null;
  /** Whether its condition holds; `None` when that is unknown. */
  holds: boolean | null;
  /** What it needs: `>= 12`, `in rncp, bloc, rs`. */
  needs?: string | null;
  /** The id of the rule: `R150`, `LAW020`, or one that a region pack adds. */
  rule: string;
  /** The value it found. */
  value?: FactValue | null;
};

/** Why a unit could not stay where it was: what breaks first when it is put back there alone. */
export type Cause = {
  kind: "pinned";
} | {
  kind: "chosen";
} | {
  kind: "excluded";
} | {
  kind: "acquired";
} | {
  kind: "not_open";
} | {
  kind: "after";
  /** The units that come first. */
  units: Array<string>;
} | {
  kind: "before";
  /** That unit. */
  unit: string;
} | {
  kind: "credits";
} | {
  kind: "full";
  /** The units that were not in it before. */
  units: Array<string>;
} | {
  kind: "sooner";
} | {
  kind: "cheaper";
} | {
  kind: "lighter";
} | {
  kind: "suits";
} | {
  kind: "needed";
} | {
  kind: "not_needed";
};

/** One of the things that clash: a wish of the request, or a rule of the catalogue that it runs into. */
export type Clash = {
  /**
   * A wish: `pin`, `excluded`, `chosen`, `pace`. A rule of the catalogue: `requirement` (the diploma cannot be had at all), `corequisite`
   * (these units go together in one term), `prerequisite` (the unit comes after one of those), `threshold` (credits come before it), `ects`
   * (it has more than a term may hold), `offering` (it opens in other terms).
   */
  kind: string;
  /** The credits of a threshold, or of the unit. */
  needs?: number | null;
  /** The ids of the sources of a rule. */
  sources?: Array<string>;
  /** The unit, diploma or term concerned. */
  subject?: string | null;
  /** The units that a rule binds it to. */
  units?: Array<string>;
};

/** What it costs. */
export type Cost = {
  /** The cheapest legal ways of paying, the cheapest for the learner first: the first is the best legal combination of schemes. */
  best: Array<Funding>;
  /**
   * What is left to the learner who combines the schemes at best: the least if all that is still open is granted, the most if all of it is
   * refused. Unknown when a price is; where no tariff is published, it is what is left of the price that the person was quoted.
   */
  left?: Span | null;
  /** Line by line, for the payer of each thing or the one that the facts name. */
  lines: Array<CostLine>;
  /** What has no known price, and why: with the payer of its line or, where nobody said who pays, whoever pays. */
  missing?: Array<MissingPrice>;
  /** What is left to the learner with the payers of `lines`: an amount, a range, or unknown. */
  out_of_pocket: Span | null;
  /** The whole price, when it is known. */
  price: Money | null;
  /** The price of the whole in each single way of paying that is not ruled out; only for a plan. */
  ways?: Array<Way>;
  /** Why the first of `best` does not use other schemes that the person could have, and which of them do not go together. */
  why_not?: Array<WhyNot>;
};

/** A line of the cost. */
export type CostLine = {
  /** Why. */
  because: Array<Because>;
  /** What a funder is invoiced. */
  funder: Money | null;
  /** Hours of class, when known. */
  hours: number | null;
  /** The item, the unit, or `annual_fee`. */
  id: string;
  /** What the learner pays; `None` when nobody published it or the payer may not fund it. */
  learner: Span | null;
};

/** A day of the Gregorian calendar between the years 1900 and 2999, as in 2026-11-21. */
export type Date = string;

/** A day by which to act. */
export type Deadline = {
  /** Why. */
  because: Array<Because>;
  /** Its id. */
  id: string;
  /** The last day, included. */
  on: Date;
};

/** A link that was read. */
export type Decoded = {
  /** What could not be kept. */
  dropped: Array<Dropped>;
  /** The parts that were found sound. */
  parts: Array<Part>;
  /** What it carries. */
  shared: Shared;
};

/** A paper. */
export type Document = {
  /** Why. */
  because: Array<Because>;
  /** Its id. */
  id: string;
  /** What the facts say of it; `None` when there is nothing to judge. */
  verdict: Verdict | null;
};

/** Something a link held that could not be kept. */
export type Dropped = {
  /** Where it belonged: `facts.age`, `pins.NFA031`, or the name of a whole part such as `units`. */
  path: string;
  /** What it was, as far as it can be told; otherwise empty. */
  value: string;
  /** Why. */
  why: Why;
};

/** May the person enter the diploma? */
export type Entry = {
  /** Why. */
  because: Array<Because>;
  /** The ways around: `vapp`, `ves`, `vae`. */
  bypass: Array<string>;
  /** The facts that would settle it. */
  missing: Array<string>;
  /** The verdict. */
  verdict: Verdict;
};

/** What the exam rules say. */
export type Exam = {
  /** Why the place and the number of sessions. */
  because: Array<Because>;
  /** Leave from work for the exam. */
  leave: Judgement;
  /** What to bring. */
  papers: Array<Document>;
  /** Where: `teaching_centre`, `centre_region_or_organiser`, or unknown. */
  place: string | null;
  /** Sessions a year; `None` when the centre published nothing. */
  sessions: number | null;
};

/** What the experience rules say. */
export type Experience = {
  /** May the experience file be handed in early? */
  early_review: Judgement;
};

/** The value of a fact: yes or no, a number, an amount, a day, a word or several. */
export type FactValue = boolean | number | string | Array<string>;

/** What is known of the person. A fact that is absent or null is unknown, never "no". */
export type Facts = {
  ag2r_contributor?: boolean | null;
  age?: number | null;
  alternance_contract_start?: string | null;
  benefits?: Array<"rsa" | "ass" | "aah"> | null;
  birth_date?: string | null;
  business_takeover_project?: boolean | null;
  cdd_months_last_12?: number | null;
  cdd_months_last_12_are_alternance?: boolean | null;
  certifications_held?: Array<string> | null;
  cfp_paid?: boolean | null;
  company_agreement_reconversion?: boolean | null;
  contract_end?: string | null;
  contract_kind?: "cdi" | "cdd" | "interim" | "cui_cdi" | "cui_cdd" | "apprentissage" | "professionnalisation" | "sportif_cdd" | null;
  contract_start?: string | null;
  convocation_received?: boolean | null;
  cpf_balance?: string | null;
  dismissed_or_unfit_last_24?: boolean | null;
  employer_sector?: "prive" | "public" | null;
  employer_topup?: string | null;
  enrolment_channel?: "online" | "onsite" | null;
  enrolment_contract_date?: string | null;
  exam_date?: string | null;
  holds_bac?: boolean | null;
  identity_valid_until?: string | null;
  in_initial_education?: boolean | null;
  interim_hours_in_agency?: number | null;
  interim_hours_last_18?: number | null;
  last_cdd_end?: string | null;
  leaving_subsidised_contract?: boolean | null;
  left_initial_education?: string | null;
  long_absence_last_24?: boolean | null;
  lower_secondary_completed?: boolean | null;
  months_employed_last_60?: number | null;
  months_employed_total?: number | null;
  months_experience?: number | null;
  months_experience_in_speciality?: number | null;
  months_in_company?: number | null;
  nationality?: string | null;
  needs_exam_adaptation?: boolean | null;
  new_learner?: boolean | null;
  payer?: "self" | "employer" | "france_travail" | "region" | "ag2r" | "opco" | "transitions_pro" | null;
  permit_mention?: "salarie" | "etudiant" | "autre" | null;
  permit_valid_until?: string | null;
  previous_apprenticeship?: boolean | null;
  previous_apprenticeship_end?: string | null;
  previous_apprenticeship_level?: number | null;
  price?: string | null;
  ptp_request_date?: string | null;
  qualification_level?: number | null;
  region_topup?: string | null;
  registered_france_travail?: boolean | null;
  residence_region?: string | null;
  responsibility_level?: number | null;
  rqth?: boolean | null;
  seeking_work?: boolean | null;
  status?: "salarie" | "independant" | "interimaire" | "intermittent" | "agent_public" | "demandeur_emploi" | "etudiant" | "eleve" | "sans_emploi" | null;
  target_level?: number | null;
  target_register?: "rncp" | "bloc" | "rs" | "none" | null;
  training_end?: string | null;
  training_hours?: number | null;
  training_part_time?: boolean | null;
  training_start?: string | null;
  wants_to_change_job?: boolean | null;
  worked_time_ratio?: number | null;
};

/** Who pays for a thing. */
export type FundedUnit = {
  /** The column of the tariff that sets its price. */
  column: string;
  /** The item or the unit. */
  id: string;
  /** What the learner pays for it. */
  learner: Span;
  /** Each payer, the learner first. */
  payers: Array<PayerShare>;
};

/** A way of paying: who pays for what. */
export type Funding = {
  /** Why. */
  because: Array<Because>;
  /** What the learner pays for each academic year, in order. */
  fees: Array<YearFee>;
  /** Those of them that nobody granted yet: a third party decides, or a fact is missing. */
  open: Array<string>;
  /** What is left to the learner, the fees included; `None` when something has no known price. */
  out_of_pocket: Span | null;
  /** Who pays how much of all that has a known price: the learner (`self`, fees included) first, then the others. */
  payers: Array<PayerShare>;
  /** What funders are invoiced; `None` when the part of one of them is not published. */
  pays: Money | null;
  /** The schemes it combines. */
  schemes: Array<string>;
  /** What is left to the learner of all that has a known price. */
  subtotal: Span;
  /** The same term by term, the fees apart. */
  terms: Array<TermShares>;
  /** Who pays for each thing that has a known price. */
  units: Array<FundedUnit>;
  /** What has no known price, whoever pays, and is left out of the comparison. */
  unknown?: Array<string>;
  /** `yes` when nothing is open, `maybe` when third parties decide, `ask` when facts are missing. */
  verdict: Verdict;
};

/** Admission of an individual. */
export type Individual = {
  /** Why. */
  because: Array<Because>;
  /** When the answer is no because of age: the day from which it is yes. */
  from: Date | null;
  /** The facts that would settle it. */
  missing: Array<string>;
  /** The verdict. */
  verdict: Verdict;
};

/** Something to price. */
export type Item = {
  /** Credits, where the price depends on them. */
  ects?: number | null;
  /** Its name in the answer. */
  id: string;
  /** `ue`, or an item of the tariff. */
  kind: string;
  /** How it is attended. */
  modality?: Modality | null;
  /** The region that gives the course. */
  organiser?: string | null;
  /** Who pays: a value of the fact `payer`. */
  payer?: string | null;
  /** When. */
  term?: Term | null;
};

/** A verdict with its reasons. */
export type Judgement = {
  /** Why. */
  because: Array<Because>;
  /** The facts that would settle it. */
  missing: Array<string>;
  /** The verdict. */
  verdict: Verdict;
};

/** The language of the page. */
export type Language = "fr" | "en";

/** A dated step. */
export type Milestone = {
  /** The source gives no exact day, or the day comes from the plan. */
  approximate: boolean;
  /** Why. */
  because: Array<Because>;
  /** Its id. */
  id: string;
  /** The day. */
  on: Date;
  /** The term of the plan that it is about, where it is about one. */
  term?: Term | null;
};

/** A price that is not known. */
export type MissingPrice = {
  /** The rules that say so, where some do. */
  because?: Array<Because>;
  /** The column of the tariff; `None` when it is unknown whoever pays. */
  column: string | null;
  /** The item, the unit, or `annual_fee`. */
  id: string;
  /** Why. */
  reason: MissingReason;
};

/** Why a price is not known. */
export type MissingReason = "no_tariff" | "unpublished" | "payer_not_listed" | "not_listed" | "modality_not_listed" | "size_not_listed" | "not_eligible" | "not_open" | "fee_not_listed";

/** A way of attending. */
export type Modality = "soir" | "samedi" | "journee" | "distance" | "visiocours" | "alternance";

/** Whether a way of attending is open. */
export type ModalityVerdict = {
  /** Why. */
  because: Array<Because>;
  /** Its id. */
  id: string;
  /** The facts that would settle it. */
  missing: Array<string>;
  /** The verdict. */
  verdict: Verdict;
};

/** An amount in euros, written with a point and two decimals, as in "102.23". */
export type Money = string;

/** A change of one unit. */
export type Move = {
  /** The unit. */
  code: string;
  /** Its term before; `None` when it is new. */
  from: Term | null;
  /** Its term now; `None` when the plan no longer takes it. */
  to: Term | null;
  /** Why. */
  why: Cause;
};

/** What a plan should be, beside valid. */
export type Objective = "finish" | "cost" | "peak" | "preference";

/** What a diploma would take. */
export type Outlook = {
  /** Its code; `None` when it is not known. */
  code: string | null;
  /** What the learner pays for the plan, fees included, when it is known; one who pays alone, until somebody says who pays. */
  cost: Span | null;
  /** Its id. */
  diploma: string;
  /** Its field. */
  domain: string | null;
  /** Its credits. */
  ects: number | null;
  /** Credits that the learner holds and that count; `None` when its structure is not published. */
  ects_acquired: number | null;
  /** The lowest level that opens it. */
  entry_level: number | null;
  /** Its family. */
  family: string | null;
  /** The earliest finish. */
  finish: Term | null;
  /** Its level, 3 to 8. */
  level: number | null;
  /** What stands in the way: `structure_unpublished`, `infeasible`, `withdrawn`, `entry_level`. Of several, the first. */
  reason: string | null;
  /** How far the plan is proven; `None` without one. */
  status: PlanStatus | null;
  /** Terms until then, pauses included. */
  terms: number | null;
  /** Its official title; `None` when no source shows it. */
  title: string | null;
};

/** How much a person can take on in a term. `None` is no limit of that kind. */
export type Pace = {
  /** Credits a term. */
  max_ects?: number | null;
  /** Hours of class a week. */
  max_hours_per_week?: number | null;
  /** Units a term. */
  max_ue?: number | null;
  /** Terms with a pace of their own; a pause is `max_ue` 0. */
  terms?: Record<string, TermPace> | null;
};

/** A part of a link. Each survives damage to the others. */
export type Part = "aim" | "facts" | "pace" | "units" | "items" | "view" | "note" | "near";

/** What a payer pays. */
export type PayerShare = {
  /** How much; `None` when this payer takes part and nobody published with how much. */
  amount: Span | null;
  /** `self` for the learner, `cpf` for the personal training account, otherwise a value of the fact `payer`. */
  payer: string;
};

/** A semester-by-semester plan. */
export type Plan = {
  /** When infeasible: a minimal set of wishes and facts that clash. */
  conflict?: Array<Clash>;
  /** The month (`2029-09`) from which the diploma may be asked for, when the calendar tells. */
  delivery: string | null;
  /** The last term with a unit. */
  finish: Term | null;
  /** What it changes of the plan before, where the request says `near`, in the order of the plan; what it no longer takes comes last. */
  moves?: Array<Move>;
  /** Why it is not shorter. */
  proof: Proof;
  /** When infeasible: what would help, each with the finish it allows. */
  relaxations?: Array<Relaxation>;
  /** Whether it is proven. */
  status: PlanStatus;
  /** The terms in order, empty ones between two others included. */
  terms: Array<PlanTerm>;
  /** The credits. */
  totals: Totals;
};

/** Why a unit stands in its term. */
export type PlanReason = {
  /** The centres that give the unit in this term, as the opening schedule names them. */
  centres?: Array<string>;
  /**
   * `prerequisite`, `pin`, `chosen`, `required`, `corequisite`, `offering`, `scheduled` (by the opening schedule of the region), `suits`
   * (given in a way that the request accepts).
   */
  kind: string;
  /** The ids of the sources. */
  sources?: Array<string>;
  /** The units concerned. */
  units?: Array<string>;
};

/** Whether the plan is proven. */
export type PlanStatus = "optimal" | "infeasible" | "limit";

/** A term of the plan. */
export type PlanTerm = {
  /** What the learner pays for these units, the annual fee apart: an amount, a range, or unknown. */
  cost: Span | null;
  /** Their credits, as far as they are known. */
  ects: number;
  /** The credits held by the end of the term, those already acquired included. */
  ects_cumulated: number;
  /** Their hours of class, when every one is known. */
  hours: number | null;
  /** Which. */
  term: Term;
  /** The units taken in it. */
  ue: Array<PlanUnit>;
};

/** A unit of the plan. */
export type PlanUnit = {
  /** What is assumed because nobody published it: `offering`, `hours`, `modality`, `ects`. */
  assumed: Array<string>;
  /** Why it stands here: prerequisites, pins, order rules. */
  because: Array<PlanReason>;
  /** Its code. */
  code: string;
  /** Its credits; `None` when nobody published them. */
  ects: number | null;
  /** Whether another unit could take its place. */
  elective: boolean;
  /** The requirement it counts for, as ids from the diploma down. */
  group: Array<string>;
  /** Its hours of class, when known. */
  hours: number | null;
  /** How it is attended, when known. */
  modality: Modality | null;
};

/** Why a plan is not shorter. */
export type Proof = {
  /** No plan takes fewer terms than this, pauses included. */
  lower_bound: number;
  /** The chain of units or the capacity that says so. */
  why: Array<ProofStep>;
};

/** A piece of a proof. */
export type ProofStep = {
  /** What a term holds at most, when that is the same in each of them. */
  a_term?: number | null;
  /** What one term fewer could hold. */
  holds?: number | null;
  /**
   * `chain` (each unit after the one before), `units`, `ects` or `hours` (they do not fit in fewer terms), `offering` (not given earlier),
   * `threshold` (credits that must be finished before a unit), `search` (nothing of this alone: every other plan was ruled out).
   */
  kind: string;
  /** What has to fit. */
  needs?: number | null;
  /** The earliest term of each unit of a chain, an offering or a threshold; the first and the last term that are too few for a capacity. */
  terms?: Array<Term>;
  /** The units concerned, in order for a chain. */
  units?: Array<string>;
};

/** A fact worth asking for. */
export type Question = {
  /** The euros that depend on it, when they are known. */
  at_stake: Money | null;
  /** The fact. */
  fact: string;
  /** What it would settle: `admission`, `entry`, the id of a scheme, … */
  settles: Array<string>;
};

/** A way out of an infeasible request. */
export type Relaxation = {
  /** What has to be given up with it, where that alone is not enough. */
  also?: Array<Clash>;
  /** What to give up. */
  drop: Clash;
  /** The finish this allows. */
  finish: Term | null;
  /** Where `pace` is given up, the pace of every term instead: the least that is enough. Absent, it is the one of a request that says none. */
  pace?: TermPace | null;
  /** The plan this allows. */
  plan: Plan | null;
};

/** A request, version 1. A key that is absent or `null` means *unknown*, never "no". */
export type Request = {
  /** Units already held or exempted. */
  acquired?: Array<Acquired> | null;
  /** The region of the centre where the person would enrol. */
  centre_region?: string | null;
  /** Electives that must be taken. */
  chosen?: Array<string> | null;
  /** Units that must not be taken. */
  excluded?: Array<string> | null;
  /** What is known of the person. */
  facts?: Facts | null;
  /** What to price without a plan; then `cost` is about them alone. */
  items?: Array<Item> | null;
  /** The acceptable ways of attending; `None` when nobody said. */
  modalities?: Array<Modality> | null;
  /** Where units stood in the plan before a change: of all plans that are equally good, the one that moves the fewest of them is taken. */
  near?: Record<string, Term> | null;
  /** What to optimise, the most important first. */
  objective?: Array<Objective> | null;
  /** How much the person can take on in a term. */
  pace?: Pace | null;
  /** Units that must be taken in a given term. */
  pins?: Record<string, Term> | null;
  /** Which rules to apply. */
  rules?: RuleSet | null;
  /** What the person aims at. */
  target?: Target | null;
  /** The day on which everything dated is evaluated. */
  today: Date;
  /** The version of this format: 1. */
  version: Version;
};

/** A way to a diploma. */
export type Route = "ue" | "vae" | "alternance";

/** Which rules to apply. */
export type RuleSet = "law" | "documents";

/** A way to finance or to shorten the path. */
export type Scheme = {
  /** Amounts, where there are any. */
  amounts?: Amounts | null;
  /** Why. */
  because: Array<Because>;
  /** By when. */
  deadlines: Array<Deadline>;
  /** Its id. */
  id: string;
  /** The facts that would settle it. */
  missing: Array<string>;
  /** What to do, in order, as ids of texts. */
  steps: Array<string>;
  /** The verdict. */
  verdict: Verdict;
};

/** What a link carries. */
export type Shared = {
  /** The facts that the adviser filled, each once. A link gives them in the order of `FACT_NUMBERS`. */
  adviser_facts: Array<string>;
  /** Whether the link fixes `request.today`; otherwise it opens on the day of opening. */
  keep_today: boolean;
  /** The language of the page. */
  language: Language | null;
  /** A note of the adviser, at most `NOTE_MAX` characters. It is text of a stranger: show it as text only. */
  note: string | null;
  /** The id or the `https` address of a region pack. It comes from whoever wrote the link: ask before fetching it. */
  pack: string | null;
  /** The request. */
  request: Request;
};

/** An amount, or a range when something is uncertain. */
export type Span = Money | {
  /** At most. */
  max: Money;
  /** At least. */
  min: Money;
};

/** What the person aims at. */
export type Target = {
  /** The code of a diploma. */
  diploma?: string | null;
  /** The routes under consideration. */
  routes?: Array<Route> | null;
  /** The first term of the plan; by default the first that may still be enrolled in. */
  start_term?: Term | null;
  /** Single units, without a diploma. */
  ue?: Array<string> | null;
};

/** A teaching term: the calendar year in which it starts, 1900 to 2200, and S1 (autumn), S2 (spring) or S3 (summer). */
export type Term = string;

/** What the units of a term cost, the annual fee apart. */
export type TermCost = {
  /** What a funder is invoiced. */
  funder: Money | null;
  /** What the learner pays. */
  learner: Span | null;
  /** Which. */
  term: Term;
};

/** The pace of one term; what is absent is as in the other terms. */
export type TermPace = {
  /** Credits in this term. */
  max_ects?: number | null;
  /** Hours of class a week in this term. */
  max_hours_per_week?: number | null;
  /** Units in this term. */
  max_ue?: number | null;
};

/** Who pays for the units of a term. */
export type TermShares = {
  /** Each payer, the learner first. */
  payers: Array<PayerShare>;
  /** Which. */
  term: Term;
};

/** The credits of a plan. */
export type Totals = {
  /** What already counts. */
  ects_acquired: number;
  /** What the plan adds. */
  ects_planned: number;
  /** What the diploma needs; `None` when nobody published it. */
  ects_required: number | null;
};

/** A verdict. `Maybe` and `Ask` never become `Yes`. */
export type Verdict = "yes" | "no" | "maybe" | "ask";

/** The only version of the request and of the answer. */
export type Version = 1;

/** Something a reader must know. */
export type Warning = {
  /** Why. */
  because: Array<Because>;
  /** Its id. */
  id: string;
};

/** The price of a plan when everything is paid in one way. */
export type Way = {
  /** The fee of each academic year, in order. */
  fees: Array<YearFee>;
  /** What a funder is invoiced in all. */
  funder: Money | null;
  /** The column of the tariff, or the account (`cpf`) that pays the learner's part of one. */
  id: string;
  /** Unit by unit, then the fee. */
  lines: Array<CostLine>;
  /** What has no known price in this way, and why. */
  missing?: Array<MissingPrice>;
  /** What the learner pays in all, the fees included; unknown as soon as one price is. */
  out_of_pocket: Span | null;
  /** The payers that lead to it, as in the fact `payer`. */
  payers: Array<string>;
  /** The schemes that it stands for and that the person may have. */
  schemes: Array<string>;
  /** What the learner pays for all that has a known price, the fees included when they are known. */
  subtotal: Span;
  /** The units of each term, in order. */
  terms: Array<TermCost>;
  /** Whether it is open to the person: `maybe` when a third party decides, `ask` when a fact is missing. */
  verdict: Verdict;
};

/** Why something was not kept. */
export type Why = "damaged" | "cut" | "newer" | "unknown_key" | "repeated" | {
  invalid: string;
} | {
  renamed: string;
} | "not_in_catalogue";

/** Why the best combination leaves a scheme out, or why schemes do not go together. */
export type WhyNot = {
  /** The rules that say so. */
  because: Array<Because>;
  /** What would be left by the cheapest legal way with `schemes` and without any payer of the best combination. */
  instead?: Span | null;
  /** The facts that would tell. */
  missing?: Array<string>;
  /** How much more than in the best combination that is, the most of both compared. */
  more: Money | null;
  /**
   * What would be left to the learner by the cheapest way in which `schemes` pay for at least one thing; `None` when that is unknown. For a
   * combination that is barred: if it were not.
   */
  out_of_pocket: Span | null;
  /** The reason. */
  reason: WhyNotReason;
  /** The scheme; several when it is their combination that is barred. */
  schemes: Array<string>;
};

/** The reason why a scheme is left out. */
export type WhyNotReason = "excluded" | "may_be_excluded" | "dearer" | "not_cheaper" | "nothing_to_pay" | "unknown_account" | "no_price" | "other_route";

/** When one may enrol. */
export type Window = {
  /** The source gives no exact day. */
  approximate: boolean;
  /** Why. */
  because: Array<Because>;
  /** The next day on which it opens, when it is closed. */
  next: Date | null;
  /** Whether it is open today; `None` when the centre published nothing. */
  open: boolean | null;
};

/** The fee of an academic year. */
export type YearFee = {
  /** The calendar year in which it begins. */
  academic_year: number;
  /** What the learner pays. */
  learner: Span | null;
};
