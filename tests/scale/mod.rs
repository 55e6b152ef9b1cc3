//! A made-up catalogue of the Cnam's real size, and of any multiple of it.
//!
//! Nothing in it is true: its one source says so, and its codes and titles show it. Only its shape is real: how many diplomas, units,
//! centres, years of openings and modalities there are, how many units a diploma lists, how long chains of prerequisites get.

use serde_json::{Value, json};

/// Diplomas at size 1.
pub const DIPLOMAS: usize = 300;
/// Units at size 1.
pub const UNITS: usize = 1_500;
/// Centres, at every size.
pub const CENTRES: usize = 20;
/// The first of the six academic years of openings.
const FIRST_YEAR: i32 = 2026;
const YEARS: i32 = 6;
const MODALITIES: [&str; 4] = ["soir", "distance", "journee", "samedi"];
const REGIONS: [&str; 10] = [
    "grand-est",
    "occitanie",
    "nouvelle-aquitaine",
    "centre-val-de-loire",
    "bretagne",
    "normandie",
    "ile-de-france",
    "hauts-de-france",
    "pays-de-la-loire",
    "corse",
];
const SUBJECTS: [&str; 12] = [
    "Comptabilité",
    "Réseaux",
    "Mécanique",
    "Droit social",
    "Statistique",
    "Ergonomie",
    "Chimie",
    "Économie",
    "Acoustique",
    "Gestion de projet",
    "Base de données",
    "Anglais",
];
const DEPTHS: [&str; 5] = ["découverte", "principes", "méthodes", "approfondissement", "atelier"];

/// A catalogue file of `size` times the real size. The same size gives the same text.
pub fn catalogue(size: usize) -> String {
    let mut dice = Dice(0x5EED);
    let units: Vec<Value> = (0..UNITS * size).map(|number| unit(number, &mut dice)).collect();
    let diplomas: Vec<Value> = (0..DIPLOMAS * size).map(|number| diploma(number, UNITS * size, &mut dice)).collect();
    json!({
        "format": "parcours-catalogue/1",
        "note": "Made up by tests/scale: the size of the Cnam's catalogue, and nothing true.",
        "sources": [{ "id": "made-up", "title": "Made up to measure", "url": null, "date": null, "kind": "made_up" }],
        "units": units,
        "diplomas": diplomas,
    })
    .to_string()
}

fn code(number: usize) -> String {
    format!("ZZ{number:05}")
}

fn ects(number: usize) -> usize {
    [6, 4, 6, 8, 3, 6][number % 6]
}

fn unit(number: usize, dice: &mut Dice) -> Value {
    let subject = SUBJECTS[number % SUBJECTS.len()];
    let depth = DEPTHS[number / SUBJECTS.len() % DEPTHS.len()];
    // Chains stay inside a family of ten units, and end after three.
    let before =
        (number % 10 >= 7).then(|| json!([{ "needs": { "all_of": [code(number - 3)] }, "strength": "required", "timing": "before" }]));
    let mut value = json!({
        "code": code(number),
        "title": format!("{subject}, {depth} {} (inventé)", number / 60 + 1),
        "kind": "ue",
        "ects": ects(number),
        "hours": [{ "hours": ects(number) * 9, "sources": ["made-up"] }],
        "offering": offering(number, dice),
        "sources": ["made-up"],
    });
    if let Some(before) = before {
        value["prerequisites"] = before;
    }
    value
}

/// Openings at one to four of the centres, each year of the six, in one or two modalities.
fn offering(number: usize, dice: &mut Dice) -> Vec<Value> {
    let mut openings = Vec::new();
    for _ in 0..=dice.below(4) {
        let centre = dice.below(CENTRES);
        let modality = MODALITIES[dice.below(MODALITIES.len())];
        let terms = [json!(["S1"]), json!(["S2"]), json!(["S1", "S2"])][number % 3].clone();
        for year in FIRST_YEAR..FIRST_YEAR + YEARS {
            openings.push(json!({
                "terms": terms,
                "modality": modality,
                "region": REGIONS[centre % REGIONS.len()],
                "centre": format!("Centre inventé {}", centre + 1),
                "academic_year": year,
                "sources": ["made-up"],
            }));
        }
    }
    openings
}

/// A common core and two choices, over a window of neighbouring units: 60 credits.
fn diploma(number: usize, units: usize, dice: &mut Dice) -> Value {
    let start = dice.below(units - 40);
    let window: Vec<String> = (start..start + 40).map(code).collect();
    let core: Vec<usize> = (start..start + 40).filter(|unit| unit % 10 < 7).take(5).collect();
    let core_ects: usize = core.iter().map(|unit| ects(*unit)).sum();
    let rest = 60 - core_ects;
    json!({
        "id": format!("ZD{number:05}"),
        "code": format!("ZD{number:05}"),
        "title": format!("Diplôme inventé {} {}", number + 1, SUBJECTS[number % SUBJECTS.len()]),
        "family": "licence",
        "level": 6,
        "ects": 60,
        "domain": null,
        "status": "current",
        "registrations": null,
        "entry": null,
        "organisation": "a_la_carte",
        "requirements": [
            { "id": "core", "ects": core_ects, "rule": { "all": { "units": core.iter().map(|unit| code(*unit)).collect::<Vec<_>>() } } },
            { "id": "first", "ects": rest / 2, "rule": { "choose": { "min_ects": rest / 2, "units": window[10..25] } } },
            { "id": "second", "ects": rest - rest / 2, "rule": { "choose": { "min_ects": rest - rest / 2, "units": window[25..40] } } },
        ],
        "sources": ["made-up"],
    })
}

/// Numbers that look random and are not: the generator of Steele, Lea and Flood (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) >> 33).unwrap_or_default() % sides
    }
}
