//! The rule book: conditions as data, evaluated in three-valued logic, with reasons.
//!
//! | file | what it holds |
//! |---|---|
//! | `record` | rules and dated parameters, with their sources and validity |
//! | `condition` | the small language in which conditions are written |
//! | `decision` | what conditions yield: verdicts, deadlines, amounts, papers, milestones |
//! | `pack` | what a region adds |
//! | `book` | reading it all, and finding its faults |
//! | `case` | one request against one book: looking facts up, judging conditions |
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
mod pack;
mod papers;
mod questions;
mod record;
mod validate;

pub use answer::{Verdicts, evaluate};
pub use book::{RuleBook, RuleFile};
pub use calendar::{is_public_holiday, next_working_day};
pub use case::TargetInfo;
pub use condition::{Condition, Day, Move, Operand, Operator, Test};
pub use cpf::account_on;
pub use decision::{
    AmountRule, Branch, BranchAmounts, CpfTerms, Credit, Dated, Favourable, Implied, Modes, Outcome, PaperRule, Participation, PlaceRule,
    UseCeiling, WarningRule,
};
pub use pack::{Contacts, EnrolmentWindows, Link, RegionPack, WindowRule};
pub use questions::sort_questions;
pub use record::{Parameter, Rule, RuleOrigin, SourceDocument, Status};
