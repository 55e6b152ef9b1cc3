//! The tariffs at hand, and what a price depends on.

use super::{
    means::{ACCOUNT, Means},
    missing::Payer,
    tariff::{AccountUse, Column, JOBSEEKER, Requirement, Tariff, UE},
};
use crate::domain::sorted::Map;
use crate::domain::{
    answer::{Because, Cost, Plan, Verdict, Warning},
    date::Term,
    facts::Facts,
    money::Money,
    request::{Modality, Request, RuleSet},
    rules::RegionPack,
    truth::Truth,
};
use std::sync::Arc;

/// The tariffs at hand: the shipped ones and those of loaded region packs, shared with the packs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TariffBook(Vec<Arc<Tariff>>);

impl TariffBook {
    /// The tariffs of these region packs. A region whose pack has none published no prices: they are unknown.
    #[must_use]
    pub fn of_packs<'a>(packs: impl Iterator<Item = &'a RegionPack>) -> Self {
        Self(packs.filter_map(|pack| pack.tariff.clone()).collect())
    }

    /// Adds a tariff; it replaces the one of the same region.
    pub fn add(&mut self, tariff: Tariff) {
        self.0.retain(|known| known.region != tariff.region);
        self.0.push(Arc::new(tariff));
    }

    /// The tariff of a region, or `None` when its centre published nothing.
    #[must_use]
    pub fn of_region(&self, region: &str) -> Option<&Tariff> {
        self.0.iter().map(Arc::as_ref).find(|tariff| tariff.region == region)
    }

    /// What may stand in the `kind` of an item: `ue` and the items of every tariff.
    #[must_use]
    pub fn kinds(&self) -> Vec<&str> {
        let mut kinds = vec![UE];
        kinds.extend(self.0.iter().flat_map(|tariff| &tariff.items).map(|item| item.id.as_str()));
        kinds.dedup();
        kinds
    }

    /// The `kind` of a unit of the catalogue in the tariff of `region`: `ue` for a course, an item for an activity unit (UA) that the tariff
    /// prices, otherwise `None`: its price is unknown.
    #[must_use]
    pub fn kind_of(&self, region: &str, code: &str, activity: bool) -> Option<&str> {
        if !activity {
            return Some(UE);
        }
        let mut items = self.of_region(region)?.items.iter();
        items.find(|item| item.units.iter().any(|known| known == code)).map(|item| item.id.as_str())
    }

    /// The units of a plan as things to price. `is_activity` tells the activity units (UA) by their code.
    ///
    /// A plan does not say which centre gives a course, so the organiser stays unknown.
    #[must_use]
    pub fn units_of(&self, request: &Request, plan: &Plan, is_activity: &dyn Fn(&str) -> bool) -> Vec<PricedUnit> {
        let region = request.centre_region.as_deref().unwrap_or_default();
        let units = plan.terms.iter().flat_map(|term| term.ue.iter().map(|unit| (term.term, unit)));
        let priced = units.map(|(term, unit)| PricedUnit {
            id: unit.code.clone(),
            kind: self.kind_of(region, &unit.code, is_activity(&unit.code)).map(str::to_owned),
            ects: unit.ects,
            organiser: None,
            modality: unit.modality,
            term: Some(term),
        });
        priced.collect()
    }

    /// Whether the price of `kind` depends on credits in some tariff.
    pub(super) fn needs_ects(&self, kind: &str) -> bool {
        kind == UE || self.0.iter().any(|tariff| tariff.needs_ects(kind))
    }

    /// What pricing this request depends on.
    pub(super) fn context<'a>(&'a self, request: &'a Request, means: &'a Means<'a>) -> Context<'a> {
        let tariff = request.centre_region.as_deref().and_then(|region| self.of_region(region));
        Context { tariff, facts: &request.facts, rules: request.rules, means }
    }
}

/// Something to price: an item of a request or a unit of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PricedUnit {
    /// Its name in the lines of the answer.
    pub id: String,
    /// `ue`, or an item of the tariff (an activity unit, for instance); `None` when it is neither, so that its price is unknown.
    pub kind: Option<String>,
    /// Its credits, when known.
    pub ects: Option<u32>,
    /// The region whose centre gives the course, when known.
    pub organiser: Option<String>,
    /// How it is attended, when known.
    pub modality: Option<Modality>,
    /// When it is taken, when known.
    pub term: Option<Term>,
}

/// The prices, and what a reader must know of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CostOutcome {
    /// Everything under `cost` of the answer.
    pub cost: Cost,
    /// `tariff_historical`, `tariff_extrapolated`, `tariff_assumed`, `item_withdrawn`, `cpf_price_assumed`, `cpf_growth_assumed`.
    pub warnings: Vec<Warning>,
    /// The euros that depend on a fact that is not known, by fact.
    pub stakes: Map<String, Money>,
}

/// What prices depend on, beside the thing itself.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub tariff: Option<&'a Tariff>,
    pub facts: &'a Facts,
    pub rules: RuleSet,
    pub means: &'a Means<'a>,
}

impl Context<'_> {
    /// The column that a payer leads to; without one, that of the fact `payer`.
    pub fn column_of(&self, payer: Option<&str>) -> Option<usize> {
        let payer = payer.or_else(|| self.facts.word("payer"))?;
        self.tariff?.columns.iter().position(|column| column.payers.iter().any(|known| known == payer))
    }

    /// Who pays: the payer named, otherwise that of the fact `payer`.
    pub fn payer(&self, payer: Option<&str>) -> Payer {
        match payer.or_else(|| self.facts.word("payer")) {
            None => Payer::Unsaid,
            Some(payer) => self.column_of(Some(payer)).map_or(Payer::Elsewhere, Payer::Column),
        }
    }

    /// Whether a column is open to the person: by what the tariff requires, and by the verdicts on the schemes that it stands for. One scheme
    /// is enough; a column that stands for none needs nobody's consent.
    pub fn standing(&self, column: &Column) -> Verdict {
        let open = column.requires.iter().fold(Truth::Yes, |open, requirement| open.and(self.meets(requirement).0));
        let verdicts = || column.schemes.iter().chain(&column.also).map(|scheme| self.means.verdict(scheme));
        let otherwise = column.otherwise.iter().fold(Truth::No, |open, requirement| open.or(self.meets(requirement).0));
        let any = |wanted: Verdict| verdicts().any(|verdict| verdict == wanted);
        let schemes = if verdicts().next().is_none() || any(Verdict::Yes) {
            Verdict::Yes
        } else if any(Verdict::Maybe) || otherwise == Truth::Yes {
            Verdict::Maybe
        } else if any(Verdict::Ask) || otherwise == Truth::Unknown {
            Verdict::Ask
        } else {
            Verdict::No
        };
        match open {
            Truth::No => Verdict::No,
            Truth::Unknown if schemes != Verdict::No => Verdict::Ask,
            _ => schemes,
        }
    }

    /// The schemes of a column that are not refused: those that it stands for, or else those by which the same payer may pay.
    pub fn schemes<'c>(&self, column: &'c Column) -> Vec<&'c String> {
        let open = |schemes: &'c [String]| schemes.iter().filter(|scheme| self.means.verdict(scheme) != Verdict::No).collect::<Vec<_>>();
        let first = open(&column.schemes);
        if first.is_empty() { open(&column.also) } else { first }
    }

    /// How the account may be used with this tariff, when the person may have it.
    pub fn account(&self) -> Option<&AccountUse> {
        self.means.account.as_ref()?;
        self.tariff?.accounts.first().filter(|_| self.means.verdict(ACCOUNT) != Verdict::No)
    }

    /// Whether the account may pay the learner's part of `unit` in the column named `column`.
    pub fn drawable(&self, column: &str, unit: &PricedUnit) -> bool {
        let kind = unit.kind.as_deref();
        self.account().is_some_and(|account| {
            account.columns.iter().any(|known| known == column) && account.kinds.iter().any(|known| Some(known.as_str()) == kind)
        })
    }

    /// Whether the person meets a requirement, and why.
    pub fn meets(&self, requirement: &Requirement) -> (Truth, Because) {
        let fact = if requirement.fact == JOBSEEKER { "status" } else { requirement.fact.as_str() };
        let holds = if requirement.one_of.is_empty() {
            self.truth(&requirement.fact)
        } else {
            self.facts.word(fact).map(|word| requirement.one_of.iter().any(|fine| fine == word)).into()
        };
        let needs = if !requirement.one_of.is_empty() {
            format!("in {}", requirement.one_of.join(", "))
        } else if requirement.fact == JOBSEEKER {
            "= demandeur_emploi".to_owned()
        } else {
            "= true".to_owned()
        };
        let because = Because {
            rule: requirement.rule.clone(),
            holds: holds.known(),
            fact: Some(fact.to_owned()),
            value: self.facts.get(fact).cloned(),
            needs: Some(needs),
        };
        (holds, because)
    }

    /// A yes-or-no fact, or `jobseeker`.
    pub fn truth(&self, fact: &str) -> Truth {
        if fact == JOBSEEKER { is_jobseeker(self.facts) } else { self.facts.bool(fact).into() }
    }
}

/// Whether the person is a jobseeker, as in the definitions of the rule book: by status, or without work or studying and looking for some.
#[must_use]
pub fn is_jobseeker(facts: &Facts) -> Truth {
    let status = |among: &[&str]| Truth::from(facts.word("status").map(|status| among.contains(&status)));
    let looking = Truth::from(facts.bool("seeking_work")).or(facts.bool("registered_france_travail").into());
    status(&["demandeur_emploi"]).or(status(&["sans_emploi", "etudiant", "eleve"]).and(looking))
}

/// What a reader must know, gathered while pricing: each warning once, with the rules that it comes from.
#[derive(Default)]
pub(super) struct Notes(Vec<(&'static str, Vec<String>)>);

impl Notes {
    /// Adds a warning that comes from `rule`.
    pub fn add(&mut self, id: &'static str, rule: &str) {
        if !self.0.iter().any(|(known, _)| *known == id) {
            self.0.push((id, Vec::new()));
        }
        for (_, rules) in self.0.iter_mut().filter(|(known, _)| *known == id) {
            if !rules.iter().any(|known| known == rule) {
                rules.push(rule.to_owned());
            }
        }
    }

    /// The warnings of the answer.
    pub fn into_warnings(self) -> Vec<Warning> {
        let quote = |rules: Vec<String>| rules.into_iter().map(|rule| Because::rule(rule, Some(true))).collect();
        self.0.into_iter().map(|(id, rules)| Warning { id: id.to_owned(), because: quote(rules) }).collect()
    }
}
