//! The faults of a catalogue: what names nothing, what does not add up, what goes in circles.

use super::{
    format::{CatalogueFile, Diploma, FORMAT, Needs, Prerequisite, Registration, Strength, Timing, Unit, UnitRole},
    near::{hint, near},
    requirement::{Order, Requirement, Rule},
};
use crate::domain::sorted::{Map, Set};
use crate::domain::{error::InputError, region::is_french_region};

/// Every fault of the files, in the order in which they are read.
pub fn faults(files: &[(&str, CatalogueFile)]) -> Vec<InputError> {
    let mut checker = Checker::index(files);
    for (name, file) in files {
        checker.file(name, file);
    }
    checker.prerequisite_cycles(files);
    checker.faults
}

/// What the files define, and the faults found so far.
#[derive(Default)]
struct Checker<'a> {
    sources: Set<&'a str>,
    units: Map<&'a str, &'a Unit>,
    diplomas: Set<&'a str>,
    groups: Set<&'a str>,
    file: &'a str,
    faults: Vec<InputError>,
}

impl<'a> Checker<'a> {
    /// Collects the ids of all files, and reports those defined twice.
    fn index(files: &'a [(&'a str, CatalogueFile)]) -> Self {
        let mut checker = Self::default();
        for (name, file) in files {
            checker.file = name;
            for (i, source) in file.sources.iter().enumerate() {
                if !checker.sources.insert(&source.id) {
                    checker.twice(&format!("sources[{i}].id"), &source.id);
                }
            }
            for (i, unit) in file.units.iter().enumerate() {
                for code in std::iter::once(&unit.code).chain(&unit.aliases) {
                    if checker.units.insert(code, unit).is_some() {
                        checker.twice(&format!("units[{i}].code"), code);
                    }
                }
            }
            for (i, diploma) in file.diplomas.iter().enumerate() {
                if !checker.diplomas.insert(&diploma.id) {
                    checker.twice(&format!("diplomas[{i}].id"), &diploma.id);
                }
                for requirement in diploma.requirements.iter().flatten() {
                    requirement.for_each(&mut |one| {
                        checker.groups.insert(&one.id);
                    });
                }
            }
        }
        checker
    }

    fn fault(&mut self, code: &'static str, path: &str, message: String) {
        self.faults.push(InputError::new(code, format!("{}: {path}", self.file), message));
    }

    fn twice(&mut self, path: &str, id: &str) {
        self.fault("duplicate_id", path, format!("`{id}` is defined twice: give one of the two another id, or remove it"));
    }

    fn file(&mut self, name: &'a str, file: &'a CatalogueFile) {
        self.file = name;
        if file.format != FORMAT {
            self.fault("wrong_format", "format", format!("`{}` is not read here: this engine reads `{FORMAT}`", file.format));
        }
        for (i, source) in file.sources.iter().enumerate() {
            if source.url.as_ref().is_some_and(|url| !url.starts_with("https://") && !url.starts_with("http://")) {
                self.fault(
                    "invalid_value",
                    &format!("sources[{i}].url"),
                    "a url starts with http:// or https://; use null for none".into(),
                );
            }
        }
        for (i, unit) in file.units.iter().enumerate() {
            self.unit(&format!("units[{i}]"), unit);
        }
        for (i, diploma) in file.diplomas.iter().enumerate() {
            self.diploma(&format!("diplomas[{i}]"), diploma);
        }
        for (i, equivalence) in file.equivalences.iter().enumerate() {
            let path = format!("equivalences[{i}]");
            self.units_known(&format!("{path}.held"), &equivalence.held);
            self.units_known(&format!("{path}.counts_as"), &equivalence.counts_as);
            self.not_empty(&format!("{path}.held"), &equivalence.held);
            self.not_empty(&format!("{path}.counts_as"), &equivalence.counts_as);
            self.sourced(&path, &equivalence.sources);
        }
        for (i, exclusion) in file.exclusions.iter().enumerate() {
            let path = format!("exclusions[{i}]");
            let mut seen = Set::new();
            for (j, set) in exclusion.sets.iter().enumerate() {
                let path = format!("{path}.sets[{j}]");
                self.units_known(&path, set);
                self.not_empty(&path, set);
                if set.iter().any(|code| !seen.insert(code)) {
                    self.fault("duplicate_id", &path, "a unit stands in two sets, so it would rule itself out: leave it in one".into());
                }
            }
            if exclusion.sets.len() < 2 {
                self.fault("too_few", &format!("{path}.sets"), "an exclusion needs at least two sets".into());
            }
            self.sourced(&path, &exclusion.sources);
        }
        for (i, session) in file.exam_sessions.iter().enumerate() {
            let path = format!("exam_sessions[{i}]");
            self.region(&path, Some(&session.region));
            self.sourced(&path, &session.sources);
            if matches!((session.from, session.to), (Some(from), Some(to)) if to < from) {
                self.fault("wrong_order", &format!("{path}.to"), "the last day is before the first one".into());
            }
        }
    }

    /// The list names sources, and all of them exist.
    fn sourced(&mut self, path: &str, sources: &[String]) {
        if sources.is_empty() {
            self.fault("no_source", &format!("{path}.sources"), "no datum without a source: name the id of at least one".into());
        }
        self.sources_known(path, sources);
    }

    fn sources_known(&mut self, path: &str, sources: &[String]) {
        for (i, id) in sources.iter().enumerate() {
            if !self.sources.contains(id.as_str()) {
                let near = near(id, self.sources.iter().copied());
                let message = format!("no source has the id `{id}`{}", hint(&near));
                self.fault("unknown_source", &format!("{path}.sources[{i}]"), message);
            }
        }
    }

    fn units_known(&mut self, path: &str, codes: &[String]) {
        for (i, code) in codes.iter().enumerate() {
            self.unit_known(&format!("{path}[{i}]"), code);
        }
        let mut seen = Set::new();
        if let Some(code) = codes.iter().find(|code| !seen.insert(*code)) {
            self.fault("duplicate_id", path, format!("`{code}` stands twice in this list: remove one"));
        }
    }

    fn unit_known(&mut self, path: &str, code: &str) {
        match self.units.get(code) {
            None => {
                let near = near(code, self.units.keys().copied());
                let message = format!("no unit has the code `{code}`{}", hint(&near));
                self.fault("unknown_unit", path, message);
            }
            Some(unit) if unit.code != code => {
                let message = format!("`{code}` is another spelling of `{}`: write the latter", unit.code);
                self.fault("alias_used", path, message);
            }
            Some(_) => {}
        }
    }

    fn diplomas_known(&mut self, path: &str, ids: &[String]) {
        for (i, id) in ids.iter().enumerate() {
            if !self.diplomas.contains(id.as_str()) {
                let near = near(id, self.diplomas.iter().copied());
                let message = format!("no diploma has the id `{id}`{}", hint(&near));
                self.fault("unknown_diploma", &format!("{path}[{i}]"), message);
            }
        }
    }

    fn not_empty(&mut self, path: &str, list: &[String]) {
        if list.is_empty() {
            self.fault("too_few", path, "this list may not be empty".into());
        }
    }

    fn region(&mut self, path: &str, region: Option<&String>) {
        if let Some(region) = region.filter(|slug| !is_french_region(slug) && *slug != "national" && *slug != "etranger") {
            let message = format!("`{region}` is no region: write the slug of a French region, `national` or `etranger`");
            self.fault("unknown_region", &format!("{path}.region"), message);
        }
    }

    fn level(&mut self, path: &str, level: Option<u8>) {
        if let Some(level) = level.filter(|level| !(3..=8).contains(level)) {
            self.fault("out_of_range", path, format!("{level} is no level of the French framework: 3 (CAP) to 8 (doctorate), bac is 4"));
        }
    }

    fn credits(&mut self, path: &str, ects: Option<u32>) {
        if let Some(ects) = ects.filter(|ects| *ects > 300) {
            self.fault("out_of_range", path, format!("{ects} credits are more than any diploma has: five years are 300"));
        }
    }

    fn unit(&mut self, path: &str, unit: &'a Unit) {
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

    fn prerequisite(&mut self, path: &str, prerequisite: &Prerequisite) {
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

    /// `n` of `of` things can be had.
    fn count(&mut self, path: &str, n: u32, of: usize) {
        if n == 0 || usize::try_from(n).is_ok_and(|n| n > of) {
            self.fault("out_of_range", path, format!("{n} out of {of} cannot be: write 1 to {of}"));
        }
    }

    fn groups_known(&mut self, path: &str, groups: &[String]) {
        self.not_empty(path, groups);
        for (i, id) in groups.iter().enumerate() {
            if !self.groups.contains(id.as_str()) {
                let near = near(id, self.groups.iter().copied());
                self.fault("unknown_group", &format!("{path}[{i}]"), format!("no requirement has the id `{id}`{}", hint(&near)));
            }
        }
    }

    fn diploma(&mut self, path: &str, diploma: &'a Diploma) {
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

    fn registration(&mut self, path: &str, entry: &Registration) {
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
    fn structure(&mut self, path: &str, diploma: &'a Diploma) {
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

    fn requirement(&mut self, path: &str, requirement: &'a Requirement) {
        self.sources_known(path, &requirement.sources);
        self.credits(&format!("{path}.ects"), requirement.ects);
        let brings = self.rule(&format!("{path}.rule"), &requirement.rule);
        if let (Some(brings), Some(ects)) = (brings, requirement.ects) {
            let exact = matches!(requirement.rule, Rule::All { .. });
            if brings < ects || (exact && brings != ects) {
                let message = format!("`{}` is said to bring {ects} credits, its units bring {brings}: mend one", requirement.id);
                self.fault("wrong_sum", &format!("{path}.ects"), message);
            }
        }
    }

    /// Checks a rule; the most credits that it can bring, when they are known.
    fn rule(&mut self, path: &str, rule: &'a Rule) -> Option<u32> {
        match rule {
            Rule::All { units, parts } => {
                let path = format!("{path}.all");
                if units.is_empty() && parts.is_empty() {
                    self.fault("too_few", &path, "nothing is required here: name units or parts, or remove it".into());
                }
                self.members(&path, units, parts)
            }
            Rule::Choose { min_units, min_ects, max_units, max_ects, units, parts } => {
                let path = format!("{path}.choose");
                if min_units.is_none() && min_ects.is_none() {
                    self.fault("too_few", &path, "say how much to choose: `min_units`, `min_ects` or both".into());
                }
                if let Some(n) = *min_units {
                    self.count(&format!("{path}.min_units"), n, units.len() + parts.len());
                }
                if matches!((min_units, max_units), (Some(least), Some(most)) if most < least)
                    || matches!((min_ects, max_ects), (Some(least), Some(most)) if most < least)
                {
                    self.fault("out_of_range", &path, "the most is less than the least".into());
                }
                let sum = self.members(&path, units, parts);
                self.reachable(&format!("{path}.min_ects"), *min_ects, sum);
                sum
            }
            Rule::Themes { min_ects, min_themes, themes, tags, theme_max_ects, .. } => {
                let path = format!("{path}.themes");
                if min_ects.is_none() && min_themes.is_none() {
                    self.fault("too_few", &path, "say how much to choose: `min_ects`, `min_themes` or both".into());
                }
                if let Some(n) = *min_themes {
                    self.count(&format!("{path}.min_themes"), n, themes.len());
                }
                let mut sum = Some(0);
                for (i, theme) in themes.iter().enumerate() {
                    let path = format!("{path}.themes[{i}]");
                    self.not_empty(&format!("{path}.units"), &theme.units);
                    self.units_known(&format!("{path}.units"), &theme.units);
                    let most = self.sum(&theme.units);
                    self.reachable(&format!("{path}.min_ects"), theme.min_ects, most);
                    let cap = theme.max_ects.or(*theme_max_ects).unwrap_or(u32::MAX);
                    sum = sum.and_then(|sum: u32| Some(sum + most?.min(cap)));
                }
                self.reachable(&format!("{path}.min_ects"), *min_ects, sum);
                for (i, count) in tags.iter().enumerate() {
                    let carriers = themes.iter().flat_map(|theme| &theme.units);
                    let marked =
                        carriers.filter(|code| self.units.get(code.as_str()).is_some_and(|unit| unit.tags.contains(&count.tag))).count();
                    self.count(&format!("{path}.tags[{i}].min_units"), count.min_units, marked);
                }
                sum
            }
            Rule::OneOf { options } => {
                let path = format!("{path}.one_of");
                if options.len() < 2 {
                    self.fault("too_few", &format!("{path}.options"), "a choice needs at least two options".into());
                }
                let sums: Vec<Option<u32>> =
                    options.iter().enumerate().map(|(i, option)| self.rule(&format!("{path}.options[{i}].rule"), &option.rule)).collect();
                sums.into_iter().collect::<Option<Vec<u32>>>()?.into_iter().min()
            }
            Rule::Unlisted { .. } => None,
            Rule::Unreadable { units } => {
                self.units_known(&format!("{path}.unreadable.units"), units);
                None
            }
        }
    }

    fn members(&mut self, path: &str, units: &[String], parts: &'a [Requirement]) -> Option<u32> {
        self.units_known(&format!("{path}.units"), units);
        for (i, part) in parts.iter().enumerate() {
            self.requirement(&format!("{path}.parts[{i}]"), part);
        }
        let parts: Option<Vec<u32>> = parts.iter().map(|part| part.ects).collect();
        Some(self.sum(units)? + parts?.into_iter().sum::<u32>())
    }

    /// The credits of the units, when all are known.
    fn sum(&self, codes: &[String]) -> Option<u32> {
        codes.iter().map(|code| self.units.get(code.as_str()).and_then(|unit| unit.ects)).sum()
    }

    fn reachable(&mut self, path: &str, wanted: Option<u32>, most: Option<u32>) {
        if let Some((wanted, most)) = wanted.zip(most).filter(|(wanted, most)| most < wanted) {
            self.fault("wrong_sum", path, format!("{wanted} credits cannot be reached: all units together bring {most}"));
        }
    }

    /// Demanded prerequisites may not lead back to the unit that has them.
    fn prerequisite_cycles(&mut self, files: &'a [(&'a str, CatalogueFile)]) {
        let mut needs: Map<&str, Set<&str>> = Map::new();
        for unit in files.iter().flat_map(|(_, file)| &file.units) {
            for prerequisite in unit.prerequisites.iter().flatten() {
                if prerequisite.strength != Strength::Required || prerequisite.timing == Some(Timing::SameTermAllowed) {
                    continue;
                }
                match &prerequisite.needs {
                    Needs::AllOf(units) => needs.entry(&unit.code).or_default().extend(units.iter().map(String::as_str)),
                    Needs::Admission(code) => {
                        needs.entry(&unit.code).or_default().insert(code);
                    }
                    _ => {}
                }
            }
        }
        if let Some(ring) = ring(&needs) {
            let holder = ring.first().copied().unwrap_or_default();
            let place = files.iter().find_map(|(name, file)| Some((*name, file.units.iter().position(|unit| unit.code == holder)?)));
            if let Some((name, index)) = place {
                self.file = name;
                let message = format!("each of these needs the next one before it, in a circle: {}; remove one", ring.join(", "));
                self.fault("cycle", &format!("units[{index}].prerequisites"), message);
            }
        }
    }
}

impl Requirement {
    /// Itself and all of its parts.
    pub(super) fn for_each<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        visit(self);
        self.rule.for_each(visit);
    }
}

impl Rule {
    fn for_each<'a>(&'a self, visit: &mut impl FnMut(&'a Requirement)) {
        match self {
            Self::All { parts, .. } | Self::Choose { parts, .. } => parts.iter().for_each(|part| part.for_each(visit)),
            Self::OneOf { options } => options.iter().for_each(|option| option.rule.for_each(visit)),
            Self::Themes { .. } | Self::Unlisted { .. } | Self::Unreadable { .. } => {}
        }
    }
}

/// The members of a circle in the graph, if there is one.
fn ring<'a>(edges: &Map<&'a str, Set<&'a str>>) -> Option<Vec<&'a str>> {
    // Peel off what points to nothing that is left; what cannot be peeled contains a circle.
    let mut left: Map<&str, Set<&str>> = edges.clone();
    loop {
        let free: Vec<&str> = left.iter().filter(|(_, to)| !to.iter().any(|code| left.contains_key(code))).map(|(code, _)| *code).collect();
        if free.is_empty() {
            break;
        }
        for code in free {
            left.remove(code);
        }
    }
    // Every node left points to another one left: walk until one comes back.
    let mut walk: Vec<&str> = vec![left.keys().next()?];
    loop {
        let next = *left.get(walk.last()?)?.iter().find(|code| left.contains_key(*code))?;
        if let Some(start) = walk.iter().position(|code| *code == next) {
            return walk.get(start..).map(<[&str]>::to_vec);
        }
        walk.push(next);
    }
}
