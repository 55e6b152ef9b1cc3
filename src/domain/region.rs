//! The regions of France, by the slugs that requests, packs and links use.

/// Every French region. A region whose centre published nothing is accepted: its centre rules are then missing.
pub const REGIONS: [&str; 18] = [
    "auvergne-rhone-alpes",
    "bourgogne-franche-comte",
    "bretagne",
    "centre-val-de-loire",
    "corse",
    "grand-est",
    "guadeloupe",
    "guyane",
    "hauts-de-france",
    "ile-de-france",
    "la-reunion",
    "martinique",
    "mayotte",
    "normandie",
    "nouvelle-aquitaine",
    "occitanie",
    "pays-de-la-loire",
    "provence-alpes-cote-d-azur",
];

/// Whether `slug` names a French region.
#[must_use]
pub fn is_french_region(slug: &str) -> bool {
    REGIONS.binary_search(&slug).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_sorted_so_that_the_search_finds_them_all() {
        assert!(REGIONS.is_sorted());
        assert!(REGIONS.iter().all(|slug| is_french_region(slug)));
        assert!(!is_french_region("atlantide"));
    }
}
