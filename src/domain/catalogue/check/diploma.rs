//! The faults of a diploma.

use super::{Checker, circles::ring, path::Path};
use crate::domain::catalogue::{
    format::{Diploma, Registration},
    requirement::Order,
};
use crate::domain::sorted::{Map, Set};

impl<'a> Checker<'a> {
    pub(super) fn diploma(&mut self, path: &Path<'_>, diploma: &'a Diploma) {
        self.sourced(path, &diploma.sources);
        self.level(&path.key("level"), diploma.level);
        self.credits(&path.key("ects"), diploma.ects);
        match &diploma.code {
            None if !diploma.id.starts_with("sans-code-") => {
                let message = format!("`{}` looks like a code, and the code is null: start a made-up id with `sans-code-`", diploma.id);
                self.fault("wrong_id", &path.key("id"), message);
            }
            Some(code) if diploma.id != *code && !diploma.id.starts_with(&format!("{code}-")) => {
                let message = format!("the id of `{code}` is its code, or its code, a hyphen and the version");
                self.fault("wrong_id", &path.key("id"), message);
            }
            _ => {}
        }
        if let Some(id) = &diploma.replaced_by {
            self.diplomas_known(&path.key("replaced_by"), std::slice::from_ref(id));
        }
        for (i, entry) in diploma.registrations.iter().flatten().enumerate() {
            self.registration(&path.item("registrations", i), entry);
        }
        if let Some(entry) = &diploma.entry {
            self.sourced(&path.key("entry"), &entry.sources);
            for (i, way) in entry.any_of.iter().flatten().enumerate() {
                self.level(&path.item("entry.any_of", i).key("level"), way.level);
                self.units_known(&path.item("entry.any_of", i).key("units"), &way.units);
            }
            for (i, bypass) in entry.bypass.iter().enumerate() {
                if !["vapp", "ves", "vae"].contains(&bypass.as_str()) {
                    let message = format!("`{bypass}` is no way around: write `vapp`, `ves` or `vae`");
                    self.fault("invalid_value", &path.item("entry.bypass", i), message);
                }
            }
        }
        self.structure(path, diploma);
        for (i, variant) in diploma.variants.iter().enumerate() {
            let path = path.item("variants", i);
            self.sourced(&path, &variant.sources);
            for (j, requirement) in variant.requirements.iter().flatten().enumerate() {
                self.requirement(&path.item("requirements", j), requirement);
            }
            if let Some(grading) = &variant.grading {
                self.sourced(&path.key("grading"), &grading.sources);
            }
        }
        if let Some(experience) = &diploma.experience {
            let path = path.key("experience");
            self.sourced(&path, &experience.sources);
            self.diplomas_known(&path.key("carried_over_from"), &experience.carried_over_from);
            for (i, way) in experience.ways.iter().flatten().enumerate() {
                for (j, unit) in way.parts.iter().enumerate().filter_map(|(j, part)| Some((j, part.unit.as_ref()?))) {
                    self.unit_known(&path.item("ways", i).item("parts", j).key("unit"), unit);
                }
            }
        }
        if let Some(grading) = &diploma.grading {
            self.sourced(&path.key("grading"), &grading.sources);
        }
        for (i, parcours) in diploma.parcours.iter().enumerate() {
            self.sourced(&path.item("parcours", i), &parcours.sources);
        }
        for (i, way) in diploma.paths.iter().enumerate() {
            self.sourced(&path.item("paths", i), &way.sources);
        }
        for (i, conflict) in diploma.conflicts.iter().enumerate() {
            for (j, saying) in conflict.says.iter().enumerate() {
                self.sourced(&path.item("conflicts", i).item("says", j), &saying.sources);
            }
        }
    }

    pub(super) fn registration(&mut self, path: &Path<'_>, entry: &'a Registration) {
        self.sourced(path, &entry.sources);
        if matches!((entry.from, entry.until), (Some(from), Some(until)) if until < from) {
            self.fault("wrong_order", &path.key("until"), "the registration ends before it begins".into());
        }
        for number in entry.number.iter().chain(&entry.replaced_by) {
            let digits = number.strip_prefix("RNCP").or_else(|| number.strip_prefix("RS")).unwrap_or_default();
            if digits.is_empty() || !digits.bytes().take_while(|&byte| byte != b'B').all(|byte| byte.is_ascii_digit()) {
                let message = format!("`{number}` is no number of a register: write it as RNCP36889, RNCP36889BC01 or RS5616");
                self.fault("invalid_value", &path.key("number"), message);
            }
        }
    }

    /// The requirement tree and the order rules.
    pub(super) fn structure(&mut self, path: &Path<'_>, diploma: &'a Diploma) {
        let mut ids = Set::new();
        let mut doubles = Vec::new();
        for (i, requirement) in diploma.requirements.iter().flatten().enumerate() {
            self.requirement(&path.item("requirements", i), requirement);
            requirement.for_each(&mut |one| {
                if !ids.insert(one.id.as_str()) {
                    doubles.push(one.id.clone());
                }
            });
        }
        for id in doubles {
            self.twice(&path.key("requirements"), &id);
        }
        if diploma.requirements.as_ref().is_some_and(Vec::is_empty) {
            self.fault("too_few", &path.key("requirements"), "use null when the structure is not published".into());
        }
        let parts: Option<Vec<u32>> = diploma.requirements.as_ref().and_then(|all| all.iter().map(|one| one.ects).collect());
        if let (true, Some(parts), Some(ects)) = (diploma.plannable(), parts, diploma.ects) {
            let sum: u32 = parts.iter().sum();
            if sum != ects {
                let message = format!("the requirements of `{}` add up to {sum} credits, the diploma has {ects}: mend one", diploma.id);
                self.fault("wrong_sum", &path.key("requirements"), message);
            }
        }
        let mut after: Map<&str, Set<&str>> = Map::new();
        for (i, rule) in diploma.order.iter().flatten().enumerate() {
            let path = path.item("order", i);
            self.sourced(&path, &rule.sources);
            match &rule.rule {
                Order::Before { first, first_of_groups, then } => {
                    self.units_known(&path.key("rule.before.first"), first);
                    self.units_known(&path.key("rule.before.then"), then);
                    if let Some(count) = first_of_groups {
                        self.groups_known(&path.key("rule.before.first_of_groups.groups"), &count.groups);
                    }
                    for unit in then {
                        after.entry(unit).or_default().extend(first.iter().map(String::as_str));
                    }
                }
                Order::NotAfter { first, then } => {
                    self.units_known(&path.key("rule.not_after.first"), first);
                    self.units_known(&path.key("rule.not_after.then"), then);
                }
                Order::Together { units } => {
                    self.units_known(&path.key("rule.together.units"), units);
                    self.count(&path.key("rule.together.units"), 2, units.len());
                }
                Order::FirstSemester { ects, then } => {
                    self.credits(&path.key("rule.first_semester.ects"), *ects);
                    self.units_known(&path.key("rule.first_semester.then"), then);
                }
                Order::AtDelivery { units } => {
                    self.units_known(&path.key("rule.at_delivery.units"), units);
                }
                Order::Cohort { .. } | Order::Words(_) => {}
            }
        }
        if let Some(ring) = ring(&after) {
            let message = format!("each of these must come before the next, in a circle: {}; remove one rule", ring.join(", "));
            self.fault("cycle", &path.key("order"), message);
        }
    }
}
