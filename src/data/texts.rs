//! Every sentence shown to a visitor, in French and in English: the files of `texts/`.
//!
//! Authors write plain spaces; the loader sets the no-break spaces that French typography asks for.

use crate::domain::sorted::{Map, Set};
use crate::domain::{error::InputError, read::FromValue, rules::RegionPack};
use parcours_derive::select_texts;

/// The texts of the frame and of the first question, which the page holds; the others come with the data. French has plain spaces.
const EARLY: &[(&str, &str, &str)] = select_texts!(
    "src/data/texts",
    ["ui.json", "questions.json", "terms.json"],
    ["app.", "arrival.", "common.", "contact.", "error.", "glossary.", "link.", "part.", "question.", "status."]
);

/// The files, by name: what a translator edits.
#[cfg(not(all(target_arch = "wasm32", feature = "page")))]
pub const FILES: &[(&str, &str)] = &[
    ("ui.json", include_str!("texts/ui.json")),
    ("plan.json", include_str!("texts/plan.json")),
    ("terms.json", include_str!("texts/terms.json")),
    ("questions.json", include_str!("texts/questions.json")),
    ("rules.json", include_str!("texts/rules.json")),
    ("pack.json", include_str!("texts/pack.json")),
];

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// French.
    #[default]
    Fr,
    /// English.
    En,
}

impl Lang {
    /// Its code, as in HTML's `lang`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// The language of a code such as `fr` or `en-GB`; anything but English is French.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        if code.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("en")) { Self::En } else { Self::Fr }
    }
}

#[derive(Clone, Debug, FromValue)]
#[serde(deny_unknown_fields)]
struct Entry {
    fr: String,
    en: String,
}

/// The texts in both languages.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    /// In the order of the keys.
    entries: Vec<(String, Entry)>,
    /// The keys that region packs brought.
    of_packs: Set<String>,
}

impl Texts {
    /// Reads all the files.
    ///
    /// # Errors
    /// As [`Texts::add`].
    #[cfg(not(all(target_arch = "wasm32", feature = "page")))]
    pub fn read() -> Result<Self, InputError> {
        let mut texts = Self::default();
        texts.add(FILES)?;
        Ok(texts)
    }

    /// The texts of the frame and of the first question, which are always there.
    #[must_use]
    pub fn early() -> Self {
        let entry = |(key, fr, en): &(&str, &str, &str)| ((*key).to_owned(), Entry { fr: french_spaces(fr), en: (*en).to_owned() });
        Self { entries: EARLY.iter().map(entry).collect(), ..Self::default() }
    }

    /// Adds files, given as (name, text).
    ///
    /// # Errors
    /// A malformed file, an entry without one of the languages, a key that stands twice: with file and key.
    pub fn add(&mut self, files: &[(&str, &str)]) -> Result<(), InputError> {
        for (file, text) in files {
            let entries: Map<String, Entry> = InputError::read_json(text)
                .map_err(|fault| InputError::new(fault.code, format!("{file}: {}", fault.path), fault.message))?;
            for (key, entry) in entries {
                match self.place(&key) {
                    Ok(_) => {
                        let message = "this text stands in two places: keep one";
                        return Err(InputError::new("duplicate_text", format!("{file}: {key}"), message));
                    }
                    Err(place) => self.entries.insert(place, (key, Entry { fr: french_spaces(&entry.fr), en: entry.en })),
                }
            }
        }
        Ok(())
    }

    fn place(&self, key: &str) -> Result<usize, usize> {
        self.entries.binary_search_by(|(other, _)| other.as_str().cmp(key))
    }

    /// These texts with those of a region pack, and the name of its region.
    #[must_use]
    pub fn with_pack(&self, pack: &RegionPack) -> Self {
        let mut texts = self.clone();
        let name = format!("region.{}", pack.region);
        let named = (!self.knows(&name) || self.is_of_pack(&name)).then_some((name, (pack.name.as_str(), pack.name.as_str())));
        let own = pack.texts.iter().map(|(key, label)| (key.clone(), (label.fr.as_str(), label.en.as_str())));
        for (key, (french, english)) in own.chain(named) {
            texts.of_packs.insert(key.clone());
            let entry = Entry { fr: french_spaces(french), en: english.to_owned() };
            match texts.place(&key) {
                Ok(place) => texts.entries[place].1 = entry,
                Err(place) => texts.entries.insert(place, (key, entry)),
            }
        }
        texts
    }

    /// Whether there is a text of `key`.
    #[must_use]
    pub fn knows(&self, key: &str) -> bool {
        self.place(key).is_ok()
    }

    /// Whether the text of `key` came with a region pack.
    #[must_use]
    pub fn is_of_pack(&self, key: &str) -> bool {
        self.of_packs.contains(key)
    }

    /// The text of `key`, or `None` when there is none.
    #[must_use]
    pub fn find(&self, lang: Lang, key: &str) -> Option<&str> {
        let (_, entry) = self.entries.get(self.place(key).ok()?)?;
        Some(match lang {
            Lang::Fr => &entry.fr,
            Lang::En => &entry.en,
        })
    }

    /// The text of `key`; the key itself when there is none, so that a gap is seen and nothing breaks.
    #[must_use]
    pub fn get<'a>(&'a self, lang: Lang, key: &'a str) -> &'a str {
        self.find(lang, key).unwrap_or(key)
    }

    /// Every key, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|(key, _)| key.as_str())
    }
}

/// Sets the no-break spaces of French typography: narrow ones before ; ! ? and between the digits of thousands, ordinary ones before : % €
/// and inside « ».
#[must_use]
pub fn french_spaces(text: &str) -> String {
    const NARROW: char = '\u{202f}';
    const NO_BREAK: char = '\u{a0}';
    let mut spaced = String::with_capacity(text.len() + 8);
    let mut rest = text.chars().peekable();
    let mut before = '\0';
    while let Some(character) = rest.next() {
        let next = rest.peek().copied();
        let kept = match (character, next) {
            (' ', Some(';' | '!' | '?')) => NARROW,
            (' ', Some(':' | '%' | '€' | '»')) => NO_BREAK,
            (' ', _) if before == '«' => NO_BREAK,
            (' ', Some(digit)) if before.is_ascii_digit() && digit.is_ascii_digit() => NARROW,
            _ => character,
        };
        spaced.push(kept);
        before = character;
    }
    spaced
}

/// Puts values in the place of `{name}`.
#[must_use]
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = text.to_owned();
    for (name, value) in values {
        filled = filled.replace(&format!("{{{name}}}"), value);
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_there_in_both_languages() {
        let texts = Texts::read().unwrap();
        for key in texts.keys() {
            for lang in [Lang::Fr, Lang::En] {
                let text = texts.get(lang, key);
                assert!(!text.trim().is_empty(), "{key} is empty in {}", lang.code());
                assert_eq!(text.trim(), text, "{key} has stray spaces in {}", lang.code());
            }
        }
    }

    #[test]
    fn both_languages_have_the_same_placeholders() {
        let texts = Texts::read().unwrap();
        let holes = |text: &str| {
            let mut holes: Vec<String> =
                text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name.to_owned()).collect();
            holes.sort();
            holes
        };
        for key in texts.keys() {
            assert_eq!(holes(texts.get(Lang::Fr, key)), holes(texts.get(Lang::En, key)), "{key}");
        }
    }

    #[test]
    fn french_spaces_do_not_break() {
        assert_eq!(french_spaces("Pourquoi ? « Oui » : 5 000 €"), "Pourquoi\u{202f}? «\u{a0}Oui\u{a0}»\u{a0}: 5\u{202f}000\u{a0}€");
    }

    #[test]
    fn placeholders_are_filled() {
        assert_eq!(fill("{n} UE en {terms} semestres", &[("n", "12"), ("terms", "4")]), "12 UE en 4 semestres");
    }
}
