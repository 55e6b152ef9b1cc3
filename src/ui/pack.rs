//! What is wrong with the region pack that the host page asked for: which file, where in it, and what to do.

use super::session::Session;
use crate::domain::error::InputError;
use leptos::prelude::*;

/// The most faults that are listed; a file of another kind would have hundreds.
const MOST: usize = 12;

/// The faults, for whoever set the page up. The planner works on without what was at fault.
pub fn pack_faults(session: Session) -> AnyView {
    let faults = session.options().pack_faults;
    if faults.is_empty() {
        return ().into_any();
    }
    // A line of a schedule concerns a unit; a pack that is refused concerns everybody.
    let open = faults.iter().any(|fault| !fault.path.contains(": line "));
    (move || {
        let listed: Vec<AnyView> = faults.iter().take(MOST).map(|fault| line(session, fault)).collect();
        let more = faults.len().saturating_sub(MOST);
        view! {
            <details class="pc-note pc-apart" data-pack open=open>
                <summary>{session.t("pack.title")}</summary>
                <p>{session.t("pack.intro")}</p>
                <ul class="pc-dates">{listed}</ul>
                {(more > 0).then(|| view! { <p>{session.plural("pack.more", more)}</p> })}
            </details>
        }
    })
    .into_any()
}

/// What to do, by the kind of fault; the message of the fault says exactly what is meant.
fn cure(code: &str) -> &'static str {
    match code {
        "unreachable" => "fault.unreachable",
        "malformed_json" => "fault.malformed",
        "unknown_key" => "fault.key",
        "dangling_reference" | "unknown_column" | "unknown_fact" | "unknown_payer" | "unknown_unit" => "fault.unknown",
        "defined_twice" | "duplicate_id" => "fault.twice",
        "rule_of_another_region" => "fault.region",
        "no_source" | "missing_text" | "missing_value" | "missing_header" | "empty" => "fault.missing",
        "unclosed_quote" | "too_many_cells" | "unknown_encoding" | "too_large" => "fault.table",
        "contradiction" | "circular" | "law_among_documents" => "fault.contradiction",
        _ => "fault.value",
    }
}

fn line(session: Session, fault: &InputError) -> AnyView {
    let (file, path) = fault.path.rsplit_once(": ").unwrap_or((&fault.path, ""));
    let place = if path.is_empty() {
        session.tf("pack.whole", &[("file", file)])
    } else {
        session.tf("pack.place", &[("file", file), ("path", path)])
    };
    view! {
        <li>
            <strong>{place}</strong>
            " "
            {session.t(cure(fault.code))}
            <span class="pc-source" lang="en">
                {fault.message.clone()}
            </span>
        </li>
    }
    .into_any()
}
