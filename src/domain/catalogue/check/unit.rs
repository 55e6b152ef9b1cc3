//! The faults of a unit.

use super::Checker;
use crate::domain::catalogue::format::{Needs, Prerequisite, Unit, UnitRole};

impl<'a> Checker<'a> {
    pub(super) fn unit(&mut self, path: &str, unit: &'a Unit) {
        self.sourced(path, &unit.sources);
        self.credits(&format!("{path}.ects"), unit.ects);
        for (i, hours) in unit.hours.iter().flatten().enumerate() {
            let path = format!("{path}.hours[{i}]");
            self.region(&path, hours.region.as_ref());
            self.sourced(&path, &hours.sources);
        }
        for (i, offering) in unit.offering.iter().flatten().enumerate() {
            let path = format!("{path}.offering[{i}]");
            self.region(&path, offering.region.as_ref());
            self.sourced(&path, &offering.sources);
            if offering.terms.as_ref().is_some_and(Vec::is_empty) {
                self.fault("too_few", &format!("{path}.terms"), "use null when the terms are not known".into());
            }
        }
        if let Some(access) = &unit.access {
            self.sourced(&format!("{path}.access"), &access.sources);
            self.diplomas_known(&format!("{path}.access.exempt"), access.exempt.as_deref().unwrap_or_default());
        }
        if let Some(assessment) = &unit.assessment {
            self.sourced(&format!("{path}.assessment"), &assessment.sources);
        }
        for (i, prerequisite) in unit.prerequisites.iter().flatten().enumerate() {
            self.prerequisite(&format!("{path}.prerequisites[{i}]"), prerequisite);
        }
    }

    pub(super) fn prerequisite(&mut self, path: &str, prerequisite: &Prerequisite) {
        self.sources_known(path, &prerequisite.sources);
        let at = format!("{path}.needs");
        match &prerequisite.needs {
            Needs::AllOf(units) => {
                self.units_known(&format!("{at}.all_of"), units);
                self.not_empty(&format!("{at}.all_of"), units);
            }
            Needs::AnyOf { n, units } => {
                self.units_known(&format!("{at}.any_of.units"), units);
                self.count(&format!("{at}.any_of.n"), *n, units.len());
            }
            Needs::UnitsOfGroups { groups, .. } => self.groups_known(&format!("{at}.units_of_groups.groups"), groups),
            Needs::Admission(unit) => {
                self.unit_known(&format!("{at}.admission"), unit);
                if self.units.get(unit.as_str()).is_some_and(|unit| unit.role != Some(UnitRole::Admission)) {
                    self.fault("wrong_kind", &format!("{at}.admission"), format!("`{unit}` does not admit: its role is not `admission`"));
                }
            }
            Needs::Level(need) => self.level(&format!("{at}.level.level"), need.level),
            Needs::FirstSemester { ects } => self.credits(&format!("{at}.first_semester.ects"), *ects),
            Needs::BelowCefr(_) | Needs::PlacementTest | Needs::Competence(_) | Needs::ExperienceMonths(_) => {}
        }
    }
}
