//! The planning problem `pathway/1`: integers only.
//!
//! A problem has semesters (*slots*), *units* to place in them, and a tree of *nodes* that says which sets of units make a diploma.

use serde::{Deserialize, Serialize};

/// A planning problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Problem {
    /// `pathway/1`.
    pub format: String,
    /// A name for messages.
    pub name: String,
    /// One entry a semester, in time.
    pub slots: Vec<Slot>,
    /// What may be taken.
    pub units: Vec<Unit>,
    /// The requirement tree in post-order: children before parents, the root last.
    pub nodes: Vec<Node>,
    /// What to optimise, the most important first; each level is proven, then fixed.
    pub objective: Vec<Level>,
    /// What the level `peak` measures.
    pub peak_of: PeakOf,
}

/// A semester.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slot {
    /// Autumn, spring or summer.
    pub season: Season,
    /// The academic year, counted from the start.
    pub year: i32,
    /// Most units; 0 is a pause.
    pub max_units: i64,
    /// Most credits.
    pub max_ects: i64,
    /// Most hours.
    pub max_hours: i64,
    /// Fewest units.
    #[serde(default)]
    pub min_units: i64,
    /// Fewest credits.
    #[serde(default)]
    pub min_ects: i64,
    /// What using the semester at all costs.
    #[serde(default)]
    pub fee: i64,
    /// What its academic year costs, once however many semesters of that `year` with this fee are used: the same in all of them.
    #[serde(default)]
    pub year_fee: i64,
}

/// The season of a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Season {
    /// Autumn.
    A,
    /// Spring.
    S,
    /// Summer.
    U,
}

/// Something that may be taken once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Its name.
    pub id: String,
    /// Credits.
    pub ects: i64,
    /// Price.
    pub cost: i64,
    /// Validated or exempted before the first slot.
    pub done: bool,
    /// Credits and hours in each slot it occupies: one entry for a semester, two for a year.
    pub load: Vec<(i64, i64)>,
    /// The slots in which it may start.
    pub starts: Vec<usize>,
    /// The penalty of each of those starts, for the level `pref`.
    pub pen: Vec<i64>,
    /// Prerequisites: all of the lists, one of each.
    pub pre: Vec<Vec<(usize, PreMode)>>,
    /// Credits that must be finished before it starts.
    #[serde(default)]
    pub min_ects_before: i64,
}

/// How a prerequisite stands to what needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "u8", try_from = "u8")]
pub enum PreMode {
    /// Finished before the start (`0`).
    Before,
    /// Started not later (`1`).
    NotLater,
}

impl From<PreMode> for u8 {
    fn from(mode: PreMode) -> Self {
        match mode {
            PreMode::Before => 0,
            PreMode::NotLater => 1,
        }
    }
}

impl TryFrom<u8> for PreMode {
    type Error = String;
    fn try_from(mode: u8) -> Result<Self, String> {
        match mode {
            0 => Ok(Self::Before),
            1 => Ok(Self::NotLater),
            _ => Err(format!("{mode} is not a mode of a prerequisite: 0 is finished before, 1 is started not later")),
        }
    }
}

/// A node of the requirement tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, try_from = "AnyNode")]
pub enum Node {
    /// A unit that may count here.
    Leaf(Leaf),
    /// Several nodes together.
    Group(Group),
}

/// A node as it is read: what is wrong is told of the key at fault, and not that it is neither a leaf nor a group.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AnyNode {
    u: Option<usize>,
    of: Option<Vec<usize>>,
    min_n: Option<i64>,
    min_ects: Option<i64>,
    cap_ects: Option<i64>,
    cap_n: Option<i64>,
}

impl TryFrom<AnyNode> for Node {
    type Error = &'static str;

    fn try_from(node: AnyNode) -> Result<Self, Self::Error> {
        match node {
            AnyNode { u: Some(u), of: None, min_n: None, min_ects: None, cap_ects: None, cap_n: None } => Ok(Self::Leaf(Leaf { u })),
            AnyNode { u: Some(_), .. } => Err("a leaf has `u` and nothing else: leave the other keys out, or `u` for a group"),
            AnyNode {
                of: Some(of), min_n: Some(min_n), min_ects: Some(min_ects), cap_ects: Some(cap_ects), cap_n: Some(cap_n), ..
            } => Ok(Self::Group(Group { of, min_n, min_ects, cap_ects, cap_n })),
            _ => Err("a node has `u` (a leaf), or `of`, `min_n`, `min_ects`, `cap_ects` and `cap_n` (a group): write all of them"),
        }
    }
}

/// A unit that may count here. A unit that stands in several leaves counts in one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Leaf {
    /// The index of the unit.
    pub u: usize,
}

/// Several nodes together: satisfied when at least `min_n` children are and their credits reach `min_ects`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Group {
    /// The children, as indices of earlier nodes.
    pub of: Vec<usize>,
    /// Children that must be satisfied.
    pub min_n: i64,
    /// Credits that the children must bring.
    pub min_ects: i64,
    /// The most credits that pass to the parent; −1 for no cap.
    pub cap_ects: i64,
    /// The most leaves below that may count; −1 for no cap.
    pub cap_n: i64,
}

/// A level of the objective.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// One more than the last occupied slot.
    Finish,
    /// Prices of the units taken and fees of the slots and years used.
    Cost,
    /// The largest load of a slot.
    Peak,
    /// The sum of the penalties.
    Pref,
}

/// What the level `peak` measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeakOf {
    /// Credits.
    Ects,
    /// Hours.
    Hours,
}
