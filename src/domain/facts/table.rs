//! Which facts exist, what kind of value each takes and its bounds.

/// A row of the table of facts.
#[derive(Clone, Copy, Debug)]
pub struct FactSpec {
    /// Its name in requests.
    pub key: &'static str,
    /// What it may be.
    pub kind: FactKind,
    /// Whether a link may say it only if the visitor agrees: identity, health, benefits, exact amounts of money of their own.
    pub sensitive: bool,
}

/// What a fact may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactKind {
    /// Yes or no.
    Bool,
    /// A whole number between two bounds, both included: months, years, hours, a level.
    Integer(i64, i64),
    /// A share of full time, 0 to 1.
    Ratio,
    /// An amount in euros.
    Money,
    /// A day.
    Date,
    /// One of a closed list.
    Choice(&'static [&'static str]),
    /// Any number of a closed list.
    Choices(&'static [&'static str]),
    /// The slug of a region: a French one, or one that a region pack adds.
    Region,
    /// Two capital letters, ISO 3166.
    Country,
    /// A list of certification codes.
    Codes,
}

/// Who may pay: the values of the fact `payer` and of `items[].payer`.
pub const PAYERS: &[&str] = &["self", "employer", "france_travail", "region", "ag2r", "opco", "transitions_pro"];

/// Every fact a request may hold. Names and values are those of the contract.
pub const FACTS: &[FactSpec] = &[
    sensitive("birth_date", FactKind::Date),
    fact("age", FactKind::Integer(0, 120)),
    fact(
        "status",
        FactKind::Choice(&[
            "salarie",
            "independant",
            "interimaire",
            "intermittent",
            "agent_public",
            "demandeur_emploi",
            "etudiant",
            "eleve",
            "sans_emploi",
        ]),
    ),
    fact("seeking_work", FactKind::Bool),
    fact("registered_france_travail", FactKind::Bool),
    fact("in_initial_education", FactKind::Bool),
    fact("lower_secondary_completed", FactKind::Bool),
    fact("left_initial_education", FactKind::Date),
    fact("residence_region", FactKind::Region),
    sensitive("nationality", FactKind::Country),
    sensitive("permit_mention", FactKind::Choice(&["salarie", "etudiant", "autre"])),
    sensitive("permit_valid_until", FactKind::Date),
    sensitive("identity_valid_until", FactKind::Date),
    sensitive("rqth", FactKind::Bool),
    sensitive("benefits", FactKind::Choices(&["rsa", "ass", "aah"])),
    fact("leaving_subsidised_contract", FactKind::Bool),
    fact(
        "contract_kind",
        FactKind::Choice(&["cdi", "cdd", "interim", "cui_cdi", "cui_cdd", "apprentissage", "professionnalisation", "sportif_cdd"]),
    ),
    fact("contract_start", FactKind::Date),
    fact("contract_end", FactKind::Date),
    fact("worked_time_ratio", FactKind::Ratio),
    fact("employer_sector", FactKind::Choice(&["prive", "public"])),
    fact("months_employed_total", MONTHS),
    fact("months_employed_last_60", FactKind::Integer(0, 60)),
    fact("months_in_company", MONTHS),
    fact("cdd_months_last_12", FactKind::Integer(0, 12)),
    fact("cdd_months_last_12_are_alternance", FactKind::Bool),
    fact("last_cdd_end", FactKind::Date),
    fact("interim_hours_last_18", HOURS),
    fact("interim_hours_in_agency", HOURS),
    fact("ptp_request_date", FactKind::Date),
    fact("training_start", FactKind::Date),
    fact("training_end", FactKind::Date),
    fact("exam_date", FactKind::Date),
    fact("alternance_contract_start", FactKind::Date),
    fact("training_hours", HOURS),
    fact("training_part_time", FactKind::Bool),
    fact("company_agreement_reconversion", FactKind::Bool),
    sensitive("dismissed_or_unfit_last_24", FactKind::Bool),
    sensitive("long_absence_last_24", FactKind::Bool),
    fact("wants_to_change_job", FactKind::Bool),
    fact("business_takeover_project", FactKind::Bool),
    fact("qualification_level", LEVEL),
    fact("certifications_held", FactKind::Codes),
    fact("holds_bac", FactKind::Bool),
    fact("previous_apprenticeship", FactKind::Bool),
    fact("previous_apprenticeship_end", FactKind::Date),
    fact("previous_apprenticeship_level", LEVEL),
    fact("target_level", LEVEL),
    fact("target_register", FactKind::Choice(&["rncp", "bloc", "rs", "none"])),
    fact("months_experience", MONTHS),
    fact("months_experience_in_speciality", MONTHS),
    fact("responsibility_level", LEVEL),
    sensitive("cpf_balance", FactKind::Money),
    sensitive("employer_topup", FactKind::Money),
    sensitive("region_topup", FactKind::Money),
    fact("price", FactKind::Money),
    fact("cfp_paid", FactKind::Bool),
    fact("ag2r_contributor", FactKind::Bool),
    fact("convocation_received", FactKind::Bool),
    fact("new_learner", FactKind::Bool),
    sensitive("needs_exam_adaptation", FactKind::Bool),
    fact("payer", FactKind::Choice(PAYERS)),
    fact("enrolment_contract_date", FactKind::Date),
    fact("enrolment_channel", FactKind::Choice(&["online", "onsite"])),
];

/// The row of `key`, or `None` when there is no such fact.
#[must_use]
pub fn fact_spec(key: &str) -> Option<&'static FactSpec> {
    FACTS.iter().find(|spec| spec.key == key)
}

const fn fact(key: &'static str, kind: FactKind) -> FactSpec {
    FactSpec { key, kind, sensitive: false }
}

const fn sensitive(key: &'static str, kind: FactKind) -> FactSpec {
    FactSpec { key, kind, sensitive: true }
}

const MONTHS: FactKind = FactKind::Integer(0, 900);
const HOURS: FactKind = FactKind::Integer(0, 20_000);
const LEVEL: FactKind = FactKind::Integer(0, 8);
