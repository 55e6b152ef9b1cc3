//! Letters as they are written in France: Latin ones, with their accents.
//!
//! The standard library knows all alphabets, for thirty kilobytes of tables that a phone would have to load before the first question.

/// The small letter of a capital one. Letters beyond the Latin of Western Europe stay as they are.
#[must_use]
pub fn lower(letter: char) -> char {
    match letter {
        'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ' => char::from_u32(u32::from(letter) + 0x20).unwrap_or(letter),
        'Œ' => 'œ',
        'Ÿ' => 'ÿ',
        other => other,
    }
}

/// Whether `letter` is a digit or a letter, of any alphabet: what is neither is punctuation, a sign or a blank.
#[must_use]
pub fn is_word(letter: char) -> bool {
    match letter {
        '×' | '÷' => false,
        // Blanks, dashes, quotes, currencies, arrows, mathematics; signs between Chinese words; private and special places; pictures.
        '\u{2000}'..='\u{2bff}'
        | '\u{3000}'..='\u{303f}'
        | '\u{e000}'..='\u{f8ff}'
        | '\u{fe00}'..='\u{ffff}'
        | '\u{1f000}'..='\u{1faff}' => false,
        'ª' | 'µ' | 'º' => true,
        other => other.is_ascii_alphanumeric() || other >= 'À',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_letters_are_those_of_the_standard_library() {
        for letter in ('\0'..'\u{100}').chain(['Œ', 'œ', 'Ÿ', 'ÿ', '’', '–', '…', '€', '«', '\u{202f}', '→', 'α', 'Ж', '中'])
        {
            assert_eq!(is_word(letter), letter.is_alphanumeric() && !"²³¹¼½¾".contains(letter), "{letter}");
            if letter < '\u{180}' {
                assert_eq!(lower(letter).to_string(), letter.to_lowercase().to_string(), "{letter}");
            }
        }
    }
}
