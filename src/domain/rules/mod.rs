//! The rule book: conditions as data, evaluated in three-valued logic, with reasons.
//!
//! | file | what it holds |
//! |---|---|
//! | `record` | rules and dated parameters, with their sources and validity |
//! | `condition` | the small language in which conditions are written |
//! | `decision` | what conditions yield: verdicts, deadlines, amounts, papers, milestones |
//! | `pack` | what a region adds |
//! | `book`, `validate`, `validate_pack` | reading it all, and finding its faults |
//! | `case` | one request against one book: looking facts up, judging conditions |
//! | `term_days`, `plan_dates` | the calendar of a centre, and the dated steps that a plan implies |
//! | `finding` | how a condition came out, and which facts can still change it |
//! | `answer` and below | the parts of the answer |

mod answer;
mod book;
mod calendar;
mod case;
mod condition;
mod cpf;
mod decision;
mod finding;
mod notes;
mod pack;
mod papers;
mod plan_dates;
mod questions;
mod record;
mod term_days;
mod validate;

pub use answer::{Verdicts, evaluate};
pub use book::{RuleBook, RuleFile};
pub use calendar::{is_public_holiday, next_working_day};
pub use case::TargetInfo;
pub use condition::{Condition, Day, Move, Operand, Operator, Test};
pub use cpf::account_on;
pub use decision::{
    AmountRule, Branch, BranchAmounts, CpfTerms, Credit, Dated, Favourable, Implied, Modes, NoteRule, Outcome, PaperRule, Participation,
    PlaceRule, UseCeiling,
};
pub use pack::{Contacts, EnrolmentWindows, ExamPeriod, Link, RegionPack, TermName, WindowRule, YearlyDate};
pub use plan_dates::{TermOfPlan, plan_milestones};
pub use questions::sort_questions;
pub use record::{Parameter, Rule, RuleOrigin, SourceDocument, Status, Survey};
pub use term_days::TermDates;
