//! The faults of a diploma.

use super::{Checker, circles::ring};
use crate::domain::catalogue::{
    format::{Diploma, Registration},
    requirement::Order,
};
use crate::domain::sorted::{Map, Set};

impl<'a> Checker<'a> {
    pub(super) fn diploma(&mut self, path: &str, diploma: &'a Diploma) {
        self.sourced(path, &diploma.sources);
        self.level(&format!("{path}.level"), diploma.level);
        self.credits(&format!("{path}.ects"), diploma.ects);
        match &diploma.code {
            None if !diploma.id.starts_with("sans-code-") => {
                let message = format!("`{}` looks like a code, and the code is null: start a made-up id with `sans-code-`", diploma.id);
                self.fault("wrong_id", &format!("{path}.id"), message);
            }
            Some(code) if diploma.id != *code && !diploma.id.starts_with(&format!("{code}-")) => {
                let message = format!("the id of `{code}` is its code, or its code, a hyphen and the version");
                self.fault("wrong_id", &format!("{path}.id"), message);
            }
            _ => {}
        }
        if let Some(id) = &diploma.replaced_by {
            self.diplomas_known(&format!("{path}.replaced_by"), std::slice::from_ref(id));
        }
        for (i, entry) in diploma.registrations.iter().flatten().enumerate() {
            self.registration(&format!("{path}.registrations[{i}]"), entry);
        }
        if let Some(entry) = &diploma.entry {
            self.sourced(&format!("{path}.entry"), &entry.sources);
            for (i, way) in entry.any_of.iter().flatten().enumerate() {
                self.level(&format!("{path}.entry.any_of[{i}].level"), way.level);
                self.units_known(&format!("{path}.entry.any_of[{i}].units"), &way.units);
            }
            for (i, bypass) in entry.bypass.iter().enumerate() {
                if !["vapp", "ves", "vae"].contains(&bypass.as_str()) {
                    let message = format!("`{bypass}` is no way around: write `vapp`, `ves` or `vae`");
                    self.fault("invalid_value", &format!("{path}.entry.bypass[{i}]"), message);
                }
            }
        }
        self.structure(path, diploma);
        for (i, variant) in diploma.variants.iter().enumerate() {
            let path = format!("{path}.variants[{i}]");
            self.sourced(&path, &variant.sources);
            for (j, requirement) in variant.requirements.iter().flatten().enumerate() {
                self.requirement(&format!("{path}.requirements[{j}]"), requirement);
            }
            if let Some(grading) = &variant.grading {
                self.sourced(&format!("{path}.grading"), &grading.sources);
            }
        }
        if let Some(experience) = &diploma.experience {
            let path = format!("{path}.experience");
            self.sourced(&path, &experience.sources);
            self.diplomas_known(&format!("{path}.carried_over_from"), &experience.carried_over_from);
            for (i, way) in experience.ways.iter().flatten().enumerate() {
                for (j, unit) in way.parts.iter().enumerate().filter_map(|(j, part)| Some((j, part.unit.as_ref()?))) {
                    self.unit_known(&format!("{path}.ways[{i}].parts[{j}].unit"), unit);
                }
            }
        }
        if let Some(grading) = &diploma.grading {
            self.sourced(&format!("{path}.grading"), &grading.sources);
        }
        for (i, parcours) in diploma.parcours.iter().enumerate() {
            self.sourced(&format!("{path}.parcours[{i}]"), &parcours.sources);
        }
        for (i, way) in diploma.paths.iter().enumerate() {
            self.sourced(&format!("{path}.paths[{i}]"), &way.sources);
        }
        for (i, conflict) in diploma.conflicts.iter().enumerate() {
            for (j, saying) in conflict.says.iter().enumerate() {
                self.sourced(&format!("{path}.conflicts[{i}].says[{j}]"), &saying.sources);
            }
        }
    }

    pub(super) fn registration(&mut self, path: &str, entry: &Registration) {
        self.sourced(path, &entry.sources);
        if matches!((entry.from, entry.until), (Some(from), Some(until)) if until < from) {
            self.fault("wrong_order", &format!("{path}.until"), "the registration ends before it begins".into());
        }
        for number in entry.number.iter().chain(&entry.replaced_by) {
            let digits = number.strip_prefix("RNCP").or_else(|| number.strip_prefix("RS")).unwrap_or_default();
            if digits.is_empty() || !digits.bytes().take_while(|&byte| byte != b'B').all(|byte| byte.is_ascii_digit()) {
                let message = format!("`{number}` is no number of a register: write it as RNCP36889, RNCP36889BC01 or RS5616");
                self.fault("invalid_value", &format!("{path}.number"), message);
            }
        }
    }

    /// The requirement tree and the order rules.
    pub(super) fn structure(&mut self, path: &str, diploma: &'a Diploma) {
        let mut ids = Set::new();
        let mut doubles = Vec::new();
        for (i, requirement) in diploma.requirements.iter().flatten().enumerate() {
            self.requirement(&format!("{path}.requirements[{i}]"), requirement);
            requirement.for_each(&mut |one| {
                if !ids.insert(one.id.as_str()) {
                    doubles.push(one.id.clone());
                }
            });
        }
        for id in doubles {
            self.twice(&format!("{path}.requirements"), &id);
        }
        if diploma.requirements.as_ref().is_some_and(Vec::is_empty) {
            self.fault("too_few", &format!("{path}.requirements"), "use null when the structure is not published".into());
        }
        let parts: Option<Vec<u32>> = diploma.requirements.as_ref().and_then(|all| all.iter().map(|one| one.ects).collect());
        if let (true, Some(parts), Some(ects)) = (diploma.plannable(), parts, diploma.ects) {
            let sum: u32 = parts.iter().sum();
            if sum != ects {
                let message = format!("the requirements of `{}` add up to {sum} credits, the diploma has {ects}: mend one", diploma.id);
                self.fault("wrong_sum", &format!("{path}.requirements"), message);
            }
        }
        let mut after: Map<&str, Set<&str>> = Map::new();
        for (i, rule) in diploma.order.iter().flatten().enumerate() {
            let path = format!("{path}.order[{i}]");
            self.sourced(&path, &rule.sources);
            match &rule.rule {
                Order::Before { first, first_of_groups, then } => {
                    self.units_known(&format!("{path}.rule.before.first"), first);
                    self.units_known(&format!("{path}.rule.before.then"), then);
                    if let Some(count) = first_of_groups {
                        self.groups_known(&format!("{path}.rule.before.first_of_groups.groups"), &count.groups);
                    }
                    for unit in then {
                        after.entry(unit).or_default().extend(first.iter().map(String::as_str));
                    }
                }
                Order::NotAfter { first, then } => {
                    self.units_known(&format!("{path}.rule.not_after.first"), first);
                    self.units_known(&format!("{path}.rule.not_after.then"), then);
                }
                Order::Together { units } => {
                    self.units_known(&format!("{path}.rule.together.units"), units);
                    self.count(&format!("{path}.rule.together.units"), 2, units.len());
                }
                Order::FirstSemester { ects, then } => {
                    self.credits(&format!("{path}.rule.first_semester.ects"), *ects);
                    self.units_known(&format!("{path}.rule.first_semester.then"), then);
                }
                Order::AtDelivery { units } => self.units_known(&format!("{path}.rule.at_delivery.units"), units),
                Order::Cohort { .. } | Order::Words(_) => {}
            }
        }
        if let Some(ring) = ring(&after) {
            let message = format!("each of these must come before the next, in a circle: {}; remove one rule", ring.join(", "));
            self.fault("cycle", &format!("{path}.order"), message);
        }
    }
}
