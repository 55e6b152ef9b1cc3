//! The families and the fields of diplomas.

use crate::domain::read::FromValue;

/// The families of diplomas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// Licence générale.
    Licence,
    /// Licence professionnelle.
    LicenceProfessionnelle,
    /// Diplôme d'études universitaires scientifiques et techniques.
    Deust,
    /// Diplôme d'ingénieur.
    Ingenieur,
    /// Master.
    Master,
    /// Titre enregistré au RNCP.
    TitreRncp,
    /// Certificat professionnel.
    CertificatProfessionnel,
    /// Certificat de compétence.
    CertificatCompetence,
    /// Certificat de spécialisation.
    CertificatSpecialisation,
    /// Diplômes de l'Intec: DGC, DSGC.
    Intec,
    /// Micro-certification.
    MicroCertification,
    /// Diplôme d'établissement.
    DiplomeEtablissement,
}

impl Family {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Licence,
        Self::LicenceProfessionnelle,
        Self::Deust,
        Self::Ingenieur,
        Self::Master,
        Self::TitreRncp,
        Self::CertificatProfessionnel,
        Self::CertificatCompetence,
        Self::CertificatSpecialisation,
        Self::Intec,
        Self::MicroCertification,
        Self::DiplomeEtablissement,
    ];

    /// Its name in the data, in filters and in rules.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Licence => "licence",
            Self::LicenceProfessionnelle => "licence_professionnelle",
            Self::Deust => "deust",
            Self::Ingenieur => "ingenieur",
            Self::Master => "master",
            Self::TitreRncp => "titre_rncp",
            Self::CertificatProfessionnel => "certificat_professionnel",
            Self::CertificatCompetence => "certificat_competence",
            Self::CertificatSpecialisation => "certificat_specialisation",
            Self::Intec => "intec",
            Self::MicroCertification => "micro_certification",
            Self::DiplomeEtablissement => "diplome_etablissement",
        }
    }
}

/// The fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Domain {
    /// Computing.
    Informatique,
    /// Accounting and management.
    ComptabiliteGestion,
    /// Trade and marketing.
    Commerce,
    /// Human resources.
    RessourcesHumaines,
    /// Real estate and its law.
    Immobilier,
    /// Law.
    Droit,
    /// Building and land.
    BatimentAmenagement,
    /// Industry: mechanics, electricity, production, logistics.
    Industrie,
    /// Work, health and safety.
    TravailSante,
    /// Food industry.
    Agroalimentaire,
    /// Training of adults.
    Formation,
}

impl Domain {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Informatique,
        Self::ComptabiliteGestion,
        Self::Commerce,
        Self::RessourcesHumaines,
        Self::Immobilier,
        Self::Droit,
        Self::BatimentAmenagement,
        Self::Industrie,
        Self::TravailSante,
        Self::Agroalimentaire,
        Self::Formation,
    ];

    /// Its name in the data and in filters.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Informatique => "informatique",
            Self::ComptabiliteGestion => "comptabilite_gestion",
            Self::Commerce => "commerce",
            Self::RessourcesHumaines => "ressources_humaines",
            Self::Immobilier => "immobilier",
            Self::Droit => "droit",
            Self::BatimentAmenagement => "batiment_amenagement",
            Self::Industrie => "industrie",
            Self::TravailSante => "travail_sante",
            Self::Agroalimentaire => "agroalimentaire",
            Self::Formation => "formation",
        }
    }
}
