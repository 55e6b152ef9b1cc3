//! Codes near a mistyped one.

use crate::domain::sorted::Sorting;

/// Up to three of `codes` that are at most two slips away from `code`, the nearest first.
pub fn near<'a>(code: &str, codes: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let wanted: Vec<char> = code.to_ascii_uppercase().chars().collect();
    // Long text is no mistyped code, and would cost time.
    if wanted.len() > 60 {
        return Vec::new();
    }
    let mut found: Vec<(usize, &str)> = codes
        .filter_map(|candidate| {
            let distance = distance(&wanted, &candidate.to_ascii_uppercase().chars().collect::<Vec<_>>());
            (distance <= 2).then_some((distance, candidate))
        })
        .collect();
    found.order();
    found.into_iter().take(3).map(|(_, candidate)| candidate).collect()
}

/// The end of a message: near codes, or where to look.
pub fn hint(near: &[&str]) -> String {
    if near.is_empty() {
        ": check the code, or search the catalogue by title".to_owned()
    } else {
        format!(": did you mean {}?", near.iter().map(|code| format!("`{code}`")).collect::<Vec<_>>().join(" or "))
    }
}

/// Levenshtein's distance.
fn distance(a: &[char], b: &[char]) -> usize {
    if a.len().abs_diff(b.len()) > 2 {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (y, cell) in b.iter().zip(row.iter_mut().skip(1)) {
            let best = (diagonal + usize::from(x != y)).min(left + 1).min(*cell + 1);
            diagonal = *cell;
            *cell = best;
            left = best;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::{distance, near};

    #[test]
    fn slips_are_counted() {
        let count = |a: &str, b: &str| distance(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>());
        assert_eq!(count("UTC501", "UTC501"), 0);
        assert_eq!(count("UTC501", "UTC51"), 1);
        assert_eq!(count("UTC501", "UCT501"), 2);
        assert_eq!(count("ABC", "XYZ"), 3);
        assert_eq!(count("", "AB"), 2);
    }

    #[test]
    fn the_nearest_come_first() {
        assert_eq!(near("utc51", ["RSX101", "UTC505", "UTC501", "UTC511"].into_iter()), ["UTC501", "UTC511", "UTC505"]);
        assert!(near("quelque chose", ["UTC501"].into_iter()).is_empty());
    }
}
