//! What can go wrong with a link, by name.

use super::Decoded;
use crate::domain::error::InputError;
use serde::Serialize;
use std::fmt;

/// A part of a link. Each survives damage to the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Region, diploma, single units, routes, first term, ways of attending, objective, rules and, if kept, the day.
    Aim,
    /// What is known of the person.
    Facts,
    /// The pace, and that of single terms.
    Pace,
    /// Units held, pinned, excluded and chosen.
    Units,
    /// What to price.
    Items,
    /// The language, the region pack and which facts the adviser filled.
    View,
    /// The adviser's note.
    Note,
    /// Where units stood in the plan before.
    Near,
}

impl Part {
    const ALL: [Self; 8] = [Self::Aim, Self::Facts, Self::Pace, Self::Units, Self::Items, Self::View, Self::Note, Self::Near];

    /// Its name in [`Dropped::path`].
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Aim => "aim",
            Self::Facts => "facts",
            Self::Pace => "pace",
            Self::Units => "units",
            Self::Items => "items",
            Self::View => "view",
            Self::Note => "note",
            Self::Near => "near",
        }
    }

    /// Its number in links, for ever.
    pub(super) fn tag(self) -> u8 {
        match self {
            Self::Aim => 1,
            Self::Facts => 2,
            Self::Pace => 3,
            Self::Units => 4,
            Self::Items => 5,
            Self::View => 6,
            Self::Note => 7,
            Self::Near => 8,
        }
    }

    pub(super) fn of_tag(tag: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.tag() == tag)
    }
}

/// Something a link held that could not be kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Dropped {
    /// Where it belonged: `facts.age`, `pins.NFA031`, or the name of a whole part such as `units`.
    pub path: String,
    /// What it was, as far as it can be told; otherwise empty.
    pub value: String,
    /// Why.
    pub why: Why,
}

impl Dropped {
    pub(super) fn new(path: impl Into<String>, value: impl Into<String>, why: Why) -> Self {
        Self { path: path.into(), value: value.into(), why }
    }
}

/// Why something was not kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The part does not match its check: the link was altered on its way.
    Damaged,
    /// The link ends within this part; what stood behind it cannot be named.
    Cut,
    /// A newer planner wrote something this one does not know: a part, a fact, a choice.
    Newer,
    /// The readable form has no such key.
    UnknownKey,
    /// The link gives the key, or the part, more than once; the first was kept.
    Repeated,
    /// The value is not one that may stand there; the reason in English.
    Invalid(String),
    /// The unit or the diploma is now called otherwise, and was replaced.
    Renamed(String),
    /// The catalogue has no such unit or diploma.
    NotInCatalogue,
}

impl fmt::Display for Dropped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, value, why } = self;
        let colon = if value.is_empty() { "" } else { ": " };
        write!(f, "{path}{colon}{value} (")?;
        match why {
            Why::Damaged => f.write_str("damaged"),
            Why::Cut => f.write_str("cut off, with all that followed"),
            Why::Newer => f.write_str("written by a newer version"),
            Why::UnknownKey => f.write_str("no such key"),
            Why::Repeated => f.write_str("given more than once; the first was kept"),
            Why::Invalid(reason) => f.write_str(reason),
            Why::Renamed(new) => write!(f, "now {new}"),
            Why::NotInCatalogue => f.write_str("not in the catalogue"),
        }?;
        f.write_str(")")
    }
}

/// Why a text could not be read as a link.
#[derive(Clone, Debug, PartialEq)]
pub enum LinkError {
    /// It is no link of the planner at all.
    NotALink,
    /// It is longer than any link of the planner.
    TooLong,
    /// A version this planner does not know. Nothing is guessed.
    UnknownVersion(char),
    /// The end is missing, or the length of a part was altered so that it seems to be. What stands before is kept.
    Truncated(Box<Decoded>),
    /// It was altered on its way. The parts that match their checks are kept; `dropped` names the others.
    Damaged(Box<Decoded>),
}

impl LinkError {
    /// What could be read all the same.
    #[must_use]
    pub fn recovered(&self) -> Option<&Decoded> {
        match self {
            Self::Truncated(decoded) | Self::Damaged(decoded) => Some(decoded),
            _ => None,
        }
    }

    /// The same, taken out.
    #[must_use]
    pub fn into_recovered(self) -> Option<Decoded> {
        match self {
            Self::Truncated(decoded) | Self::Damaged(decoded) => Some(*decoded),
            _ => None,
        }
    }
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotALink => f.write_str("this is not a link of the planner: it has no `#p=` with a code behind it, nor `#key=value`"),
            Self::TooLong => f.write_str("this is longer than any link of the planner: check that nothing was pasted behind it"),
            Self::UnknownVersion(version) => {
                write!(
                    f,
                    "this link has version {version}, this planner reads version 1: open it with a newer planner, or ask for a new link"
                )
            }
            Self::Truncated(_) => f.write_str("the end of this link is missing, or its middle was altered: copy it again as a whole"),
            Self::Damaged(_) => f.write_str("this link was altered on its way: copy it again, or ask for a new one"),
        }?;
        if let Some(decoded) = self.recovered() {
            let names = |parts: &[Part]| parts.iter().map(|part| part.id()).collect::<Vec<_>>().join(", ");
            if !decoded.parts.is_empty() {
                write!(f, "; still readable: {}", names(&decoded.parts))?;
            }
            if !decoded.dropped.is_empty() {
                let lost: Vec<String> = decoded.dropped.iter().map(Dropped::to_string).collect();
                write!(f, "; lost: {}", lost.join(", "))?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for LinkError {}

impl From<LinkError> for InputError {
    fn from(fault: LinkError) -> Self {
        let code = match fault {
            LinkError::NotALink => "not_a_link",
            LinkError::TooLong => "link_too_long",
            LinkError::UnknownVersion(_) => "unknown_link_version",
            LinkError::Truncated(_) => "truncated_link",
            LinkError::Damaged(_) => "damaged_link",
        };
        Self::new(code, "", fault.to_string())
    }
}

/// Why a request could not be written as a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EncodeError {
    /// A part does not fit in a link.
    TooLong(Part),
    /// The note is longer than [`super::NOTE_MAX`] characters, or holds control characters.
    Note,
    /// The region pack is neither an id nor an `https` address.
    Pack,
}

impl From<EncodeError> for InputError {
    fn from(fault: EncodeError) -> Self {
        match fault {
            EncodeError::TooLong(part) => {
                Self::new("link_too_long", part.id(), format!("the part `{}` does not fit in a link: shorten it", part.id()))
            }
            EncodeError::Note => Self::new("invalid_note", "note", "a note has at most 200 characters and no control characters"),
            EncodeError::Pack => Self::new("invalid_pack", "pack", "a region pack is an id such as grand-est, or an https address"),
        }
    }
}
