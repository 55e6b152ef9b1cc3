//! The faults of a unit.

use super::{Checker, path::Path};
use crate::domain::catalogue::format::{Needs, Prerequisite, Unit, UnitRole};

impl<'a> Checker<'a> {
    pub(super) fn unit(&mut self, path: &Path<'_>, unit: &'a Unit) {
        self.sourced(path, &unit.sources);
        self.credits(&path.key("ects"), unit.ects);
        for (i, hours) in unit.hours.iter().flatten().enumerate() {
            let path = path.item("hours", i);
            self.region(&path, hours.region.as_ref());
            self.sourced(&path, &hours.sources);
        }
        for (i, offering) in unit.offering.iter().flatten().enumerate() {
            let path = path.item("offering", i);
            self.region(&path, offering.region.as_ref());
            self.sourced(&path, &offering.sources);
            if offering.terms.as_ref().is_some_and(Vec::is_empty) {
                self.fault("too_few", &path.key("terms"), "use null when the terms are not known".into());
            }
        }
        if let Some(access) = &unit.access {
            self.sourced(&path.key("access"), &access.sources);
            self.diplomas_known(&path.key("access.exempt"), access.exempt.as_deref().unwrap_or_default());
        }
        if let Some(assessment) = &unit.assessment {
            self.sourced(&path.key("assessment"), &assessment.sources);
        }
        for (i, prerequisite) in unit.prerequisites.iter().flatten().enumerate() {
            self.prerequisite(&path.item("prerequisites", i), prerequisite);
        }
    }

    pub(super) fn prerequisite(&mut self, path: &Path<'_>, prerequisite: &'a Prerequisite) {
        self.sources_known(path, &prerequisite.sources);
        let at = path.key("needs");
        match &prerequisite.needs {
            Needs::AllOf(units) => {
                self.units_known(&at.key("all_of"), units);
                self.not_empty(&at.key("all_of"), units);
            }
            Needs::AnyOf { n, units } => {
                self.units_known(&at.key("any_of.units"), units);
                self.count(&at.key("any_of.n"), *n, units.len());
            }
            Needs::UnitsOfGroups { groups, .. } => self.groups_known(&at.key("units_of_groups.groups"), groups),
            Needs::Admission(unit) => {
                self.unit_known(&at.key("admission"), unit);
                if self.units.get(unit.as_str()).is_some_and(|unit| unit.role != Some(UnitRole::Admission)) {
                    self.fault("wrong_kind", &at.key("admission"), format!("`{unit}` does not admit: its role is not `admission`"));
                }
            }
            Needs::Level(need) => self.level(&at.key("level.level"), need.level),
            Needs::FirstSemester { ects } => self.credits(&at.key("first_semester.ects"), *ects),
            Needs::BelowCefr(_) | Needs::PlacementTest | Needs::Competence(_) | Needs::ExperienceMonths(_) => {}
        }
    }
}
