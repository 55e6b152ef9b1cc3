//! The numbers that links write instead of names.
//!
//! **Append only.** A number once given stays with its name for ever, whatever becomes of the name: links live in people's mails.
//! `tests/links/numbers.txt` holds a second copy, and `tests/share_frozen.rs` compares the two. A new fact, or a new word of a closed list,
//! takes the next free number here and one line there. A name without a number here would still travel, written out.

use super::Language;
use crate::domain::request::{AcquiredHow, Modality, Objective, Route, RuleSet};

/// Facts.
#[rustfmt::skip]
pub const FACT_NUMBERS: &[(u16, &str)] = &[
    (0, "birth_date"), (1, "age"), (2, "status"), (3, "seeking_work"), (4, "registered_france_travail"), (5, "in_initial_education"),
    (6, "lower_secondary_completed"), (7, "left_initial_education"), (8, "residence_region"), (9, "nationality"),
    (10, "permit_mention"), (11, "permit_valid_until"), (12, "identity_valid_until"), (13, "rqth"), (14, "benefits"),
    (15, "leaving_subsidised_contract"), (16, "contract_kind"), (17, "contract_start"), (18, "contract_end"), (19, "worked_time_ratio"),
    (20, "employer_sector"), (21, "months_employed_total"), (22, "months_employed_last_60"), (23, "months_in_company"),
    (24, "cdd_months_last_12"), (25, "cdd_months_last_12_are_alternance"), (26, "last_cdd_end"), (27, "interim_hours_last_18"),
    (28, "interim_hours_in_agency"), (29, "ptp_request_date"), (30, "training_start"), (31, "training_end"), (32, "exam_date"),
    (33, "alternance_contract_start"), (34, "training_hours"), (35, "training_part_time"), (36, "company_agreement_reconversion"),
    (37, "dismissed_or_unfit_last_24"), (38, "long_absence_last_24"), (39, "wants_to_change_job"), (40, "business_takeover_project"),
    (41, "qualification_level"), (42, "certifications_held"), (43, "holds_bac"), (44, "previous_apprenticeship"),
    (45, "previous_apprenticeship_end"), (46, "previous_apprenticeship_level"), (47, "target_level"), (48, "target_register"),
    (49, "months_experience"), (50, "months_experience_in_speciality"), (51, "responsibility_level"), (52, "cpf_balance"),
    (53, "employer_topup"), (54, "region_topup"), (55, "price"), (56, "cfp_paid"), (57, "ag2r_contributor"),
    (58, "convocation_received"), (59, "new_learner"), (60, "needs_exam_adaptation"), (61, "payer"), (62, "enrolment_contract_date"),
    (63, "enrolment_channel"),
];

/// Words of closed lists: regions, values of facts, items of tariffs.
#[rustfmt::skip]
pub const WORD_NUMBERS: &[(u16, &str)] = &[
    (0, "auvergne-rhone-alpes"), (1, "bourgogne-franche-comte"), (2, "bretagne"), (3, "centre-val-de-loire"), (4, "corse"),
    (5, "grand-est"), (6, "guadeloupe"), (7, "guyane"), (8, "hauts-de-france"), (9, "ile-de-france"), (10, "la-reunion"),
    (11, "martinique"), (12, "mayotte"), (13, "normandie"), (14, "nouvelle-aquitaine"), (15, "occitanie"), (16, "pays-de-la-loire"),
    (17, "provence-alpes-cote-d-azur"), (18, "salarie"), (19, "independant"), (20, "interimaire"), (21, "intermittent"),
    (22, "agent_public"), (23, "demandeur_emploi"), (24, "etudiant"), (25, "eleve"), (26, "sans_emploi"), (27, "autre"), (28, "rsa"),
    (29, "ass"), (30, "aah"), (31, "cdi"), (32, "cdd"), (33, "interim"), (34, "cui_cdi"), (35, "cui_cdd"), (36, "apprentissage"),
    (37, "professionnalisation"), (38, "sportif_cdd"), (39, "prive"), (40, "public"), (41, "rncp"), (42, "bloc"), (43, "rs"),
    (44, "none"), (45, "online"), (46, "onsite"), (47, "self"), (48, "employer"), (49, "france_travail"), (50, "region"), (51, "ag2r"),
    (52, "opco"), (53, "transitions_pro"), (54, "ue"), (55, "experience_professionnelle_ou_stage"), (56, "memoire_ingenieur"),
    (57, "memoire_psychologue_du_travail"), (58, "admission_ecole_ingenieurs_cnam"), (59, "examens_speciaux_de_rappel"),
    (60, "organisation_examen_eleve_exterieur"), (61, "test_bulats"),
];

pub(super) fn number_of(table: &[(u16, &'static str)], name: &str) -> Option<u16> {
    table.iter().find(|(_, known)| *known == name).map(|(number, _)| *number)
}

pub(super) fn name_of(table: &[(u16, &'static str)], number: u64) -> Option<&'static str> {
    table.iter().find(|(known, _)| u64::from(*known) == number).map(|(_, name)| *name)
}

/// A closed list of the request, with its numbers in links and its names.
pub trait Numbered: Copy + 'static {
    /// How many bits a number takes at first, see `BitWriter::number`; fixed for ever, while the list may grow.
    const GROUP: u32;

    /// Every value, with its name in requests.
    const NAMED: &'static [(Self, &'static str)];

    /// The number of the value in links, for ever.
    fn number(self) -> u8;

    /// The value of a number, or `None` when a newer planner gave it.
    #[must_use]
    fn of_number(number: u64) -> Option<Self> {
        Self::NAMED.iter().map(|(value, _)| *value).find(|value| u64::from(value.number()) == number)
    }

    /// The value of a name.
    #[must_use]
    fn of_name(name: &str) -> Option<Self> {
        Self::NAMED.iter().find(|(_, known)| *known == name).map(|(value, _)| *value)
    }
}

impl Numbered for RuleSet {
    const GROUP: u32 = 1;
    const NAMED: &'static [(Self, &'static str)] = &[(Self::Law, "law"), (Self::Documents, "documents")];

    fn number(self) -> u8 {
        match self {
            Self::Law => 0,
            Self::Documents => 1,
        }
    }
}

impl Numbered for Route {
    const GROUP: u32 = 2;
    const NAMED: &'static [(Self, &'static str)] = &[(Self::Ue, "ue"), (Self::Vae, "vae"), (Self::Alternance, "alternance")];

    fn number(self) -> u8 {
        match self {
            Self::Ue => 0,
            Self::Vae => 1,
            Self::Alternance => 2,
        }
    }
}

impl Numbered for Modality {
    const GROUP: u32 = 3;
    const NAMED: &'static [(Self, &'static str)] = &[
        (Self::Soir, "soir"),
        (Self::Samedi, "samedi"),
        (Self::Journee, "journee"),
        (Self::Distance, "distance"),
        (Self::Visiocours, "visiocours"),
        (Self::Alternance, "alternance"),
    ];

    fn number(self) -> u8 {
        match self {
            Self::Soir => 0,
            Self::Samedi => 1,
            Self::Journee => 2,
            Self::Distance => 3,
            Self::Visiocours => 4,
            Self::Alternance => 5,
        }
    }
}

impl Numbered for AcquiredHow {
    const GROUP: u32 = 2;
    const NAMED: &'static [(Self, &'static str)] =
        &[(Self::Ue, "ue"), (Self::Ves, "ves"), (Self::Vae, "vae"), (Self::Equivalence, "equivalence")];

    fn number(self) -> u8 {
        match self {
            Self::Ue => 0,
            Self::Ves => 1,
            Self::Vae => 2,
            Self::Equivalence => 3,
        }
    }
}

impl Numbered for Objective {
    const GROUP: u32 = 2;
    const NAMED: &'static [(Self, &'static str)] =
        &[(Self::Finish, "finish"), (Self::Cost, "cost"), (Self::Peak, "peak"), (Self::Preference, "preference")];

    fn number(self) -> u8 {
        match self {
            Self::Finish => 0,
            Self::Cost => 1,
            Self::Peak => 2,
            Self::Preference => 3,
        }
    }
}

impl Numbered for Language {
    const GROUP: u32 = 1;
    const NAMED: &'static [(Self, &'static str)] = &[(Self::Fr, "fr"), (Self::En, "en")];

    fn number(self) -> u8 {
        match self {
            Self::Fr => 0,
            Self::En => 1,
        }
    }
}
