//! Folding text for comparison: lower case, no accents.

use crate::domain::letters::{is_word, lower};

/// The words of `text`, folded: letters and digits only.
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for letter in text.chars() {
        if is_word(letter) {
            fold(letter, &mut word);
        } else if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Appends `letter` without case or accent. French letters only: others are lower-cased and kept.
fn fold(letter: char, into: &mut String) {
    match lower(letter) {
        'à' | 'á' | 'â' | 'ä' | 'ã' | 'å' => into.push('a'),
        'ç' => into.push('c'),
        'è' | 'é' | 'ê' | 'ë' => into.push('e'),
        'ì' | 'í' | 'î' | 'ï' => into.push('i'),
        'ñ' => into.push('n'),
        'ò' | 'ó' | 'ô' | 'ö' | 'õ' => into.push('o'),
        'ù' | 'ú' | 'û' | 'ü' => into.push('u'),
        'ÿ' | 'ý' => into.push('y'),
        'œ' => into.push_str("oe"),
        'æ' => into.push_str("ae"),
        // Combining marks of decomposed text.
        '\u{300}'..='\u{36f}' => {}
        other => into.push(other),
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn accents_case_and_punctuation_do_not_count() {
        assert_eq!(words("L'Œuvre : Réseaux & SYSTÈMES (2)"), ["l", "oeuvre", "reseaux", "systemes", "2"]);
        assert_eq!(words("  "), Vec::<String>::new());
    }
}
