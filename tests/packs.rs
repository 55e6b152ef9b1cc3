//! Region packs at run time: a made-up fifth region with its own tariff, scheme and schedule, and packs broken on purpose.
//!
//! What stands in `tests/packs` is made up, and says so.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use parcours::{
    data::{
        self, calendar,
        packs::{LoadedPack, with_pack},
        texts::{Lang, Texts},
    },
    domain::{
        answer::{Answer, Verdict},
        date::Date,
        engine::{Engine, ScheduleFile},
        error::InputError,
        request::Request,
        rules::is_public_holiday,
        schema,
    },
};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    fs,
    io::Write as _,
    path::PathBuf,
    process::{Command, Output, Stdio},
};

const PACK: &str = include_str!("packs/region-inventee.json");
const SCHEDULE: &[u8] = include_bytes!("packs/region-inventee.csv");

fn engine() -> Engine {
    data::engine().unwrap()
}

fn loaded() -> LoadedPack {
    let schedule = ScheduleFile { name: "region-inventee.csv", bytes: SCHEDULE };
    with_pack(&engine(), &Texts::read().unwrap(), "region-inventee.json", PACK, Some(schedule)).unwrap()
}

fn request(json: &str) -> Request {
    InputError::read_json(json).unwrap()
}

/// An employee of the made-up region who aims at a real diploma.
fn employee(more: &str) -> Request {
    request(&format!(
        r#"{{"version":1,"today":"2026-11-21","centre_region":"atlantide",
            "facts":{{"status":"salarie","contract_kind":"cdi","birth_date":"2009-11-20","payer":"self","months_experience":30,
                      "target_register":"rncp"}},
            "target":{{"diploma":"LG02501A"}},"pace":{{"max_ue":3}}{more}}}"#
    ))
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// The days of the milestones of one id, each with its term.
fn dates(answer: &Answer, id: &str) -> Vec<(String, Option<String>)> {
    let found = answer.milestones.iter().filter(|milestone| milestone.id == id);
    found.map(|milestone| (milestone.on.to_string(), milestone.term.map(|term| term.to_string()))).collect()
}

#[test]
fn a_made_up_region_brings_its_scheme_its_tariff_and_its_schedule() {
    let pack = loaded();
    assert!(pack.loaded.refused.is_empty(), "{:?}", pack.loaded.refused);
    let ask = employee("");
    let fault = engine().evaluate(&ask).unwrap_err();
    assert_eq!((fault.code, fault.path.as_str()), ("unknown_region", "centre_region"), "unknown before it is loaded");

    let answer = pack.loaded.engine.evaluate(&ask).unwrap();
    assert_eq!(answer.admission.individual.verdict, Verdict::Yes, "17 years old: the pack lowers the national age to 16");
    assert_eq!(answer.schemes.len(), 17);
    let scheme = answer.schemes.last().unwrap();
    assert_eq!((scheme.id.as_str(), scheme.verdict), ("bon-des-marees", Verdict::Maybe));
    assert_eq!(scheme.amounts.as_ref().unwrap().pays, "300.00".parse().ok());
    assert_eq!(scheme.because[0].rule, "ATL4");
    assert_eq!(pack.texts.find(Lang::Fr, "scheme.bon-des-marees.name"), Some("Bon des marées"));
    assert_eq!(pack.texts.find(Lang::En, "region.atlantide"), Some("Atlantide (région inventée)"));
    assert!(answer.warnings.iter().any(|warning| warning.id == "tide"));
    assert!(!answer.warnings.iter().any(|warning| warning.id == "exam_leave_doubt"), "a national warning that the region leaves out");

    // 11 euros a credit, 40 a year.
    let line = |code: &str| answer.cost.lines.iter().find(|line| line.id == code).unwrap();
    assert_eq!(serde_json::to_value(line("UTC501").learner).unwrap(), "33.00");
    assert_eq!(serde_json::to_value(line("ANG320").learner).unwrap(), "66.00");
}

#[test]
fn the_plan_keeps_to_the_openings_and_says_what_they_rest_on() {
    let pack = loaded();
    let answer = pack.loaded.engine.evaluate(&employee("")).unwrap();
    let plan = answer.plan.unwrap();
    let place = |code: &str| {
        let found = plan.terms.iter().find_map(|term| term.ue.iter().find(|unit| unit.code == code).map(|unit| (term.term, unit)));
        let (term, unit) = found.unwrap_or_else(|| panic!("{code} is planned"));
        (term.to_string(), unit)
    };
    let assumed = |code: &str| place(code).1.assumed.iter().any(|what| what == "offering");
    // In spring 2026-2027 alone, and this is the year.
    let (term, unit) = place("UTC501");
    assert_eq!((term.as_str(), assumed("UTC501")), ("2027-S2", false));
    assert_eq!(unit.modality.map(|modality| modality.id()), Some("soir"));
    let reason = unit.because.iter().find(|reason| reason.kind == "scheduled").unwrap();
    assert_eq!(
        (reason.sources.as_slice(), reason.centres.as_slice()),
        (&["schedule-atlantide".to_owned()][..], &["Port-Inventé".to_owned()][..])
    );
    assert_eq!(pack.loaded.engine.catalogue().source("schedule-atlantide").unwrap().title, "Programme d’ouverture inventé d’Atlantide");
    // In autumn alone, said of every year.
    assert!(place("UTC504").0.ends_with("-S1") && !assumed("UTC504"));
    assert!(place("GDN100").0.ends_with("-S1") && !assumed("GDN100"));
    // Said of 2026-2027 in spring: that year or, as a guess, the same season later.
    assert!(place("UTC505").0.ends_with("-S2"));
    assert_eq!(assumed("UTC505"), place("UTC505").0 != "2027-S2");
    // Only in the springs of academic years that begin in odd years.
    assert_eq!(place("ANG320").0, "2028-S2");
    // Not in the schedule: assumed as everywhere.
    assert!(assumed("NSY103") || assumed("RCP101") || assumed("MUX101"));

    // Only ways that the person accepts are counted: UTC502 is given at a distance, in autumn.
    let night = pack.loaded.engine.evaluate(&employee(r#","modalities":["soir"]"#)).unwrap();
    let unit = night.plan.unwrap().terms.into_iter().flat_map(|term| term.ue).find(|unit| unit.code == "UTC502").unwrap();
    assert!(unit.modality.is_none() && unit.assumed.iter().any(|what| what == "modality"), "given, but in no way that fits");
}

#[test]
fn every_dated_step_of_a_plan_is_told_with_its_rule() {
    let pack = loaded();
    let mut ask = employee("");
    ask.facts = InputError::read_json(
        r#"{"status":"salarie","contract_kind":"cdi","birth_date":"1990-01-01","payer":"self","months_experience":30,"target_register":"rncp",
            "enrolment_contract_date":"2026-11-20","enrolment_channel":"online"}"#,
    )
    .unwrap();
    let answer = pack.loaded.engine.evaluate(&ask).unwrap();
    let term = |on: &str, term: &str| (on.to_owned(), Some(term.to_owned()));
    let plain = |on: &str| (on.to_owned(), None);
    let opens = dates(&answer, "enrolment_opens");
    assert_eq!(opens[..2], [term("2027-01-04", "2027-S2"), term("2027-09-01", "2027-S1")]);
    assert_eq!(dates(&answer, "enrolment_closes")[..2], [term("2027-01-29", "2027-S2"), term("2027-09-20", "2027-S1")]);
    assert_eq!(dates(&answer, "next_intake"), [term("2027-02-08", "2027-S2")]);
    assert_eq!(dates(&answer, "courses_start")[0], term("2027-10-01", "2027-S1"));
    assert_eq!(dates(&answer, "exam_session")[..2], [term("2027-06-14", "2027-S2"), term("2028-01-25", "2027-S1")]);
    assert_eq!(dates(&answer, "second_session")[..2], [term("2027-09-06", "2027-S2"), term("2028-09-06", "2027-S1")]);
    assert_eq!(dates(&answer, "second_session_registration")[0], term("2027-08-16", "2027-S2"), "21 days before");
    assert_eq!(dates(&answer, "term_jury")[..2], [term("2027-09-20", "2027-S2"), term("2028-03-15", "2027-S1")]);
    assert_eq!(dates(&answer, "tide_request"), [plain("2027-01-18")], "21 days before the courses");
    assert_eq!(dates(&answer, "vae_leave_request"), [plain("2027-03-13")], "30 days before the jury of 12 April");
    assert_eq!(dates(&answer, "withdrawal_end"), [plain("2026-12-04")], "14 days, a Friday");
    assert!(!is_public_holiday(day("2026-12-04")));
    let review = dates(&answer, "early_review");
    assert_eq!(review, [term("2028-03-15", "2027-S1")], "the jury after which four UE are validated");
    let finish = answer.plan.as_ref().unwrap().finish.unwrap();
    let jury = if finish.to_string().ends_with("S1") {
        day(&format!("{}-03-15", finish.year + 1))
    } else {
        day(&format!("{}-09-20", finish.year))
    };
    assert_eq!(dates(&answer, "diploma_request"), [plain(&jury.to_string())]);
    assert_eq!(dates(&answer, "diploma_feast"), [plain(&jury.plus_days(30).to_string())]);
    assert_eq!(answer.plan.as_ref().unwrap().delivery.as_deref(), jury.to_string().get(..7), "the jury also dates the delivery");
    for milestone in &answer.milestones {
        assert!(!milestone.because.is_empty(), "{} has no rule", milestone.id);
        for reason in &milestone.because {
            assert!(pack.loaded.engine.book().rule(&reason.rule).is_some(), "{}: {}", milestone.id, reason.rule);
        }
        assert!(milestone.on >= ask.today, "{} is over", milestone.id);
        let text = data::format::milestone(&pack.texts, Lang::Fr, milestone);
        assert_ne!(text, milestone.id, "it has a text");
    }
    let approximate = |id: &str| answer.milestones.iter().find(|milestone| milestone.id == id).unwrap().approximate;
    assert!(!approximate("courses_start") && !approximate("withdrawal_end") && !approximate("term_jury"));
    assert!(approximate("tide_request"), "the plan stands in for the start of the training");

    // A day that is known stands before what the plan would say.
    ask.facts =
        InputError::read_json(r#"{"status":"salarie","contract_kind":"cdi","birth_date":"1990-01-01","training_start":"2027-03-01"}"#)
            .unwrap();
    let answer = pack.loaded.engine.evaluate(&ask).unwrap();
    let tide: Vec<_> = answer.milestones.iter().filter(|milestone| milestone.id == "tide_request").collect();
    assert_eq!((tide.len(), tide[0].on, tide[0].approximate), (1, day("2027-02-08"), false));
    // Nobody is told to ask for what is refused.
    ask.facts = InputError::read_json(r#"{"status":"etudiant","seeking_work":false}"#).unwrap();
    let answer = pack.loaded.engine.evaluate(&ask).unwrap();
    assert!(dates(&answer, "tide_request").is_empty() && dates(&answer, "vae_leave_request").is_empty());
}

#[test]
fn a_shipped_region_is_told_its_own_dates_and_nothing_that_nobody_published() {
    let ask = |region: &str| {
        let json = format!(
            r#"{{"version":1,"today":"2026-11-21","centre_region":"{region}","target":{{"diploma":"LG02501A"}},"pace":{{"max_ue":3}},
                "facts":{{"status":"salarie","contract_kind":"cdi","birth_date":"1990-01-01"}}}}"#
        );
        engine().evaluate(&request(&json)).unwrap()
    };
    let grand_est = ask("grand-est");
    assert_eq!(dates(&grand_est, "early_review"), [("2028-02-01".to_owned(), Some("2027-S1".to_owned()))]);
    assert_eq!(dates(&grand_est, "diploma_request").len(), 1);
    assert!(grand_est.milestones.iter().filter(|milestone| milestone.id != "withdrawal_end").all(|milestone| milestone.approximate));
    let centre = ask("centre-val-de-loire");
    assert_eq!(dates(&centre, "enrolment_closes")[0], ("2027-02-28".to_owned(), Some("2027-S2".to_owned())));
    assert!(dates(&centre, "enrolment_closes").contains(&("2028-02-29".to_owned(), Some("2028-S2".to_owned()))), "the end of February");
    assert!(dates(&centre, "courses_start").is_empty() && dates(&centre, "diploma_request").is_empty(), "nobody published them");
    assert!(ask("bretagne").milestones.is_empty());
}

#[test]
fn other_regions_are_untouched_by_a_pack() {
    let pack = loaded();
    for region in ["grand-est", "occitanie", "nouvelle-aquitaine", "centre-val-de-loire", "bretagne"] {
        for rules in ["law", "documents"] {
            let mut ask = employee("");
            ask.centre_region = Some(region.to_owned());
            ask.rules = serde_json::from_value(Value::from(rules)).unwrap();
            assert!(pack.loaded.engine.evaluate(&ask) == engine().evaluate(&ask), "{region} {rules}");
        }
    }
    let search = |engine: &Engine| {
        use parcours::domain::pathway::Task as _;
        serde_json::to_value(engine.survey(&request(r#"{"version":1,"today":"2026-11-21"}"#)).unwrap().finish().unwrap()).unwrap()
    };
    assert!(search(&pack.loaded.engine) == search(&engine()));
}

#[test]
fn loading_a_pack_again_replaces_all_that_it_brought() {
    let pack = loaded();
    let dearer = PACK.replace("\"11.00\"", "\"12.00\"").replace("\"value\": 300", "\"value\": 250");
    let again = with_pack(&pack.loaded.engine, &pack.texts, "region-inventee.json", &dearer, None).unwrap();
    let answer = again.loaded.engine.evaluate(&employee("")).unwrap();
    assert_eq!(serde_json::to_value(answer.cost.lines.iter().find(|line| line.id == "UTC501").unwrap().learner).unwrap(), "36.00");
    assert_eq!(answer.schemes.last().unwrap().amounts.as_ref().unwrap().pays, "250.00".parse().ok());
    assert!(again.loaded.engine.catalogue().source("schedule-atlantide").is_none(), "its schedule is gone with it");
    let unit = answer.plan.unwrap().terms.into_iter().flat_map(|term| term.ue).find(|unit| unit.code == "UTC501").unwrap();
    assert!(unit.assumed.iter().any(|what| what == "offering"));
}

#[test]
fn a_schedule_stands_in_the_pack_as_a_list_or_as_a_text_or_beside_it() {
    let inside = |schedule: &str| PACK.replace(r#""url": "region-inventee.csv""#, schedule);
    let list =
        inside(r#""openings": [{"ue": "UTC501", "terms": ["S2"], "modality": "soir", "centre": "Port-Inventé", "academic_year": 2026}]"#);
    let text = inside(r#""csv": "UE;Semestre;Modalité;Centre;Année\nUTC501;S2;soir;Port-Inventé;2026-2027\nUTC999;S1;;;\n""#);
    let texts = Texts::read().unwrap();
    let plan = |pack: &LoadedPack| pack.loaded.engine.evaluate(&employee("")).unwrap().plan;
    let listed = with_pack(&engine(), &texts, "a.json", &list, None).unwrap();
    let written = with_pack(&engine(), &texts, "a.json", &text, None).unwrap();
    assert_eq!(plan(&listed), plan(&written));
    let refused: Vec<(&str, &str)> = written.loaded.refused.iter().map(|fault| (fault.code, fault.path.as_str())).collect();
    assert_eq!(refused, [("unknown_unit", "a.json: schedule.csv: line 3, UE")], "good lines are kept, others told");
    let csv = ScheduleFile { name: "beside.csv", bytes: "UE,Semestre\nUTC501,printemps\n".as_bytes() };
    let beside = engine().with_schedule("bretagne", &csv).unwrap();
    let mut ask = employee("");
    ask.centre_region = Some("bretagne".to_owned());
    let plan = beside.engine.evaluate(&ask).unwrap().plan.unwrap();
    let unit = plan.terms.iter().flat_map(|term| &term.ue).find(|unit| unit.code == "UTC501").unwrap();
    assert!(!unit.assumed.iter().any(|what| what == "offering"), "a schedule without a pack");
    assert_eq!(engine().with_schedule("atlantide", &csv).unwrap_err().code, "unknown_region");
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/packs")
}

/// Runs the command line in the folder of the packs.
fn run(arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_parcours"));
    command.args(arguments).current_dir(folder()).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A command that refuses its arguments does not read: that is no fault of this test.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

/// Every broken file gives exactly the faults written in `broken/expected.json`: code, path and message.
#[test]
fn broken_packs_and_schedules_are_refused_with_file_path_and_cure() {
    let expected: BTreeMap<String, Vec<InputErrorText>> = serde_json::from_str(include_str!("packs/broken/expected.json")).unwrap();
    let mut files: Vec<String> =
        fs::read_dir(folder().join("broken")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    files.retain(|name| name != "expected.json");
    files.sort();
    assert_eq!(files, expected.keys().cloned().collect::<Vec<_>>(), "each file has its expected faults, and the other way round");
    assert!(files.iter().filter(|name| name.ends_with(".json")).count() >= 20, "twenty broken packs");
    let mut codes: Vec<&str> = Vec::new();
    for (name, expected) in &expected {
        let file = format!("broken/{name}");
        let output = run(&["check", &file], "");
        assert_eq!(output.status.code(), Some(1), "{name}");
        let lines = String::from_utf8(output.stdout).unwrap();
        let told: Vec<InputErrorText> = lines
            .lines()
            .map(|line| serde_json::from_value(serde_json::from_str::<Value>(line).unwrap()["error"].clone()).unwrap())
            .collect();
        assert_eq!(&told, expected, "{name}");
        for fault in expected {
            assert!(fault.path.starts_with(&file), "{name}: {} names the file", fault.path);
            assert!(fault.message.contains(": "), "{name}: {} says what is wrong, then what to do", fault.message);
            codes.push(&fault.code);
        }
    }
    codes.sort_unstable();
    codes.dedup();
    assert!(codes.len() >= 15, "different kinds of faults: {codes:?}");
}

#[derive(Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct InputErrorText {
    code: String,
    path: String,
    message: String,
}

#[test]
fn the_command_line_takes_packs_and_schedules() {
    let ask = serde_json::to_string(&employee("")).unwrap();
    let output = run(&["evaluate"], &ask);
    assert_eq!(output.status.code(), Some(2));
    let output = run(&["evaluate", "--pack", "region-inventee.json"], &ask);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        answer,
        serde_json::to_value(loaded().loaded.engine.evaluate(&employee("")).unwrap()).unwrap(),
        "with the schedule beside it"
    );

    let output = run(&["evaluate", "--pack", "region-inventee.json", "--schedule", "broken/31-lines-refused.csv"], &ask);
    assert_eq!(output.status.code(), Some(0), "good lines are kept");
    let told: Value = serde_json::from_slice(&output.stderr).unwrap();
    assert_eq!(told["refused"][0]["path"], "broken/31-lines-refused.csv: line 3, UE");
    let output = run(&["evaluate", "--schedule", "region-inventee.csv"], &ask.replace("atlantide", "bretagne"));
    assert!(String::from_utf8(output.stdout).unwrap().contains("schedule-bretagne"), "a schedule alone is that of the centre's region");

    let output = run(&["evaluate", "--pack", "broken/24-several-faults.json"], &ask);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    let told: Value = serde_json::from_slice(&output.stderr).unwrap();
    assert_eq!(told["error"]["path"], "broken/24-several-faults.json: documents_cited[0].colour");
    assert_eq!(told["errors"].as_array().unwrap().len(), 3, "all of them");

    let blank = r#"{"version":1,"today":"2026-11-21","centre_region":"atlantide"}"#;
    assert_eq!(run(&["search", "--pack", "region-inventee.json"], blank).status.code(), Some(0));
    // A link carries a region that only a pack knows.
    let link = run(&["link"], &ask);
    let code = String::from_utf8(link.stdout).unwrap();
    let back = run(&["unlink", code.trim()], "");
    assert_eq!(request(&String::from_utf8(back.stdout).unwrap()), employee(""));
    assert_eq!(run(&["check", "region-inventee.json", "region-inventee.csv"], "").status.code(), Some(0));
}

#[test]
fn shipped_packs_pass_the_check_of_packs() {
    let (engine, texts) = (engine(), Texts::read().unwrap());
    let packs = data::RULES.iter().filter(|(name, _)| name.starts_with("packs/"));
    let mut seen = 0;
    for (name, text) in packs {
        seen += 1;
        let faults = with_pack(&engine, &texts, name, text, None).err().unwrap_or_default();
        assert_eq!(faults, Vec::new(), "{name}");
    }
    assert_eq!(seen, 4);
}

#[test]
fn the_schema_of_packs_lists_what_the_made_up_region_uses() {
    let schema = schema::of_input::<parcours::domain::rules::RegionPack>().to_value();
    let keys = schema["properties"].as_object().unwrap();
    let pack: Value = serde_json::from_str(PACK).unwrap();
    for key in pack.as_object().unwrap().keys() {
        assert!(keys.contains_key(key), "{key}");
    }
    assert_eq!(schema["additionalProperties"], false);
}

#[test]
fn the_steps_are_exported_as_a_calendar() {
    let pack = loaded();
    let ask = employee("");
    let answer = pack.loaded.engine.evaluate(&ask).unwrap();
    let file = calendar::ics(&pack.texts, Lang::Fr, &ask, &answer);
    assert_eq!(file.matches("BEGIN:VEVENT").count(), answer.milestones.len());
    assert!(file.split("\r\n").all(|line| line.len() <= 75), "folded");
    assert!(!file.replace("\r\n", "").contains(['\r', '\n']));
    let unfolded = file.replace("\r\n ", "");
    let lines = |start: &str| unfolded.split("\r\n").filter(|line| line.starts_with(start)).map(str::to_owned).collect::<Vec<_>>();
    let mut ids = lines("UID:");
    assert!(ids.contains(&"UID:courses_start.2027-S1.LG02501A@parcours".to_owned()), "{ids:?}");
    ids.sort();
    let all = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), all, "no two events are the same");
    assert!(lines("DTSTAMP:").iter().all(|line| line == "DTSTAMP:20261121T000000Z"), "the day of the request");
    assert!(unfolded.contains("SUMMARY:Début des cours · Automne 2027") && unfolded.contains("(ATL3)"));
    assert!(lines("SUMMARY:Vers cette date").len() == answer.milestones.iter().filter(|milestone| milestone.approximate).count());
    // The same plan in English, and what the command line prints.
    let english = calendar::ics(&pack.texts, Lang::En, &ask, &answer);
    assert!(english.contains("Courses begin") && !english.contains("Début"));
    let printed = run(&["ics", "--pack", "region-inventee.json"], &serde_json::to_string(&ask).unwrap());
    assert_eq!(String::from_utf8(printed.stdout).unwrap(), file);
}
