//! What stands in the cells of a schedule: the columns by their headers, and the words that people write in them.

use crate::domain::catalogue::{
    fold::words,
    format::{OfferedModality, OfferedTerm, Parity},
};
use crate::domain::letters::is_word;

/// A column of a schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// The code of the unit.
    Ue,
    /// The centre.
    Centre,
    /// The way of attending.
    Modality,
    /// The term, or several.
    Term,
    /// The academic year.
    Year,
    /// Every other year.
    Frequency,
}

impl Column {
    /// All of them, in the order of a new file.
    pub const ALL: [Self; 6] = [Self::Ue, Self::Centre, Self::Modality, Self::Term, Self::Year, Self::Frequency];

    /// The header to write.
    pub fn header(self) -> &'static str {
        match self {
            Self::Ue => "UE",
            Self::Centre => "Centre",
            Self::Modality => "Modalité",
            Self::Term => "Semestre",
            Self::Year => "Année universitaire",
            Self::Frequency => "Fréquence",
        }
    }

    /// The column of a header, whatever its case, accents and punctuation.
    pub fn of(header: &str) -> Option<Self> {
        Some(match words(header).join(" ").as_str() {
            "ue" | "code" | "code ue" | "code de l ue" | "unite" | "code unite" | "unite d enseignement" => Self::Ue,
            "centre" | "lieu" | "site" | "ville" | "centre d enseignement" | "lieu d enseignement" => Self::Centre,
            "modalite" | "modalites" | "mode" | "modalite d enseignement" => Self::Modality,
            "semestre" | "semestres" | "periode" => Self::Term,
            "annee" | "annee universitaire" | "annee scolaire" => Self::Year,
            "frequence" | "periodicite" => Self::Frequency,
            _ => return None,
        })
    }
}

/// The terms of a cell such as `S1`, `Semestre 2`, `S1 et S2`, `printemps` or `annuel`; otherwise what cannot be read.
pub fn terms(cell: &str) -> Result<Vec<OfferedTerm>, String> {
    let mut terms = Vec::new();
    for word in words(cell) {
        let term = match word.as_str() {
            "semestre" | "semestres" | "sem" | "et" | "ou" => continue,
            "s1" | "1" | "1er" | "premier" | "automne" => OfferedTerm::S1,
            "s2" | "2" | "2e" | "2eme" | "second" | "deuxieme" | "printemps" => OfferedTerm::S2,
            "s3" | "3" | "3e" | "3eme" | "troisieme" | "ete" => OfferedTerm::S3,
            "annuel" | "annuelle" | "annee" => OfferedTerm::Annual,
            _ => return Err(word),
        };
        if !terms.contains(&term) {
            terms.push(term);
        }
    }
    Ok(terms)
}

/// The way of attending of a cell; `None` when it is none or several.
pub fn modality(cell: &str) -> Option<OfferedModality> {
    let mut found = Vec::new();
    for word in words(cell) {
        let modality = match word.as_str() {
            "soir" | "soiree" | "soirees" => OfferedModality::Soir,
            "samedi" | "samedis" => OfferedModality::Samedi,
            "jour" | "journee" | "journees" => OfferedModality::Journee,
            "distance" | "foad" | "distanciel" | "ligne" => OfferedModality::Distance,
            "visio" | "visiocours" | "visioconference" => OfferedModality::Visiocours,
            "alternance" => OfferedModality::Alternance,
            "presentiel" => OfferedModality::Presentiel,
            "hybride" | "mixte" => OfferedModality::Hybride,
            "a" | "cours" | "de" | "du" | "en" | "formation" | "le" | "la" | "les" | "ouverte" | "et" => continue,
            _ => return None,
        };
        if !found.contains(&modality) {
            found.push(modality);
        }
    }
    match found.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

/// The calendar year in which the academic year of a cell begins: `2026-2027`, `2026/27` or `2026`.
pub fn academic_year(cell: &str) -> Option<i32> {
    let parts: Vec<&str> = cell.split(|letter: char| !letter.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    if cell.chars().any(|letter| !letter.is_ascii_digit() && is_word(letter)) {
        return None;
    }
    let year = |text: &str| -> Option<i32> {
        let number: i32 = text.parse().ok()?;
        match text.len() {
            2 => Some(2000 + number),
            4 => Some(number),
            _ => None,
        }
    };
    let first = match parts.as_slice() {
        [only] if only.len() == 4 => year(only),
        [first, second] => year(first).filter(|first| year(second) == Some(first + 1)),
        _ => None,
    };
    first.filter(|year| (1990..=2200).contains(year))
}

/// The academic years of a cell such as `années paires`; `Ok(None)` for every year.
pub fn frequency(cell: &str) -> Result<Option<Parity>, ()> {
    let words = words(cell);
    let has = |word: &str| words.iter().any(|other| other == word);
    match () {
        () if has("paires") || has("paire") => Ok(Some(Parity::Even)),
        () if has("impaires") || has("impaire") => Ok(Some(Parity::Odd)),
        () if has("chaque") || has("tous") || has("toutes") => Ok(None),
        () => Err(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_read_whatever_their_case_accents_and_punctuation() {
        for (header, column) in [
            ("UE", Column::Ue),
            ("code UE", Column::Ue),
            ("MODALITÉ", Column::Modality),
            ("modalite", Column::Modality),
            ("Modalit\u{65}\u{301}", Column::Modality),
            ("Année universitaire", Column::Year),
            ("ANNEE_UNIVERSITAIRE", Column::Year),
            ("Semestre(s)", Column::Term),
        ] {
            let expected = if header == "Semestre(s)" { None } else { Some(column) };
            assert_eq!(Column::of(header), expected, "{header}");
        }
        assert!(Column::ALL.into_iter().all(|column| Column::of(column.header()) == Some(column)));
        assert_eq!(Column::of("Enseignant"), None);
    }

    #[test]
    fn terms_are_read_as_people_write_them() {
        use OfferedTerm::{Annual, S1, S2, S3};
        for (cell, wanted) in [
            ("S1", vec![S1]),
            ("semestre 2", vec![S2]),
            ("S1 et S2", vec![S1, S2]),
            ("1/2", vec![S1, S2]),
            ("Été", vec![S3]),
            ("Annuel", vec![Annual]),
            ("", vec![]),
        ] {
            assert_eq!(terms(cell), Ok(wanted), "{cell}");
        }
        assert_eq!(terms("S1, hiver"), Err("hiver".to_owned()));
    }

    #[test]
    fn one_way_of_attending_is_read_and_several_are_not() {
        assert_eq!(modality("Cours du soir"), Some(OfferedModality::Soir));
        assert_eq!(modality("À distance"), Some(OfferedModality::Distance));
        assert_eq!(modality("FOAD"), Some(OfferedModality::Distance));
        assert_eq!((modality("soir et samedi"), modality("par correspondance"), modality("")), (None, None, None));
    }

    #[test]
    fn academic_years_are_consecutive() {
        for cell in ["2026-2027", "2026/2027", "2026 – 27", "26-27", "2026"] {
            assert_eq!(academic_year(cell), Some(2026), "{cell}");
        }
        for cell in ["2026-2028", "26", "1926-1927", "2026-2027-2028", "an 2026", "", "99999999999"] {
            assert_eq!(academic_year(cell), None, "{cell}");
        }
    }

    #[test]
    fn every_other_year_says_which() {
        assert_eq!(frequency("Années paires"), Ok(Some(Parity::Even)));
        assert_eq!(frequency("impaires"), Ok(Some(Parity::Odd)));
        assert_eq!(frequency("tous les ans"), Ok(None));
        assert_eq!(frequency("une année sur deux"), Err(()));
    }
}
