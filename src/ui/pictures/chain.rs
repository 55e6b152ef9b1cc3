//! Which unit waits for which, and what fixes the date of the end.

use crate::{
    domain::{
        answer::{Plan, PlanStatus},
        date::Term,
    },
    ui::{
        dom::{drawing, el, fold, label, para, path, rect, text, whole},
        parts::{group, proof_text, unit},
        session::Session,
    },
};
use leptos::prelude::*;

/// A unit of the plan that waits for another, or that another waits for.
struct Node<'a> {
    code: &'a str,
    term: Term,
    after: Vec<&'a str>,
}

/// The view: what fixes the end, a drawing, and the drawing in words.
pub fn chain(session: Session, plan: &Plan) -> AnyView {
    if plan.status == PlanStatus::Infeasible || plan.terms.is_empty() {
        return ().into_any();
    }
    let nodes = nodes(plan);
    let proven: Vec<&str> = plan
        .proof
        .why
        .iter()
        .find(|step| step.kind == "chain")
        .map_or_else(Vec::new, |step| step.units.iter().map(String::as_str).collect());
    let fixed = !proven.is_empty();
    let main = if fixed { proven } else { longest(&nodes) };
    let mut lines: Vec<AnyView> = plan.proof.why.iter().map(|step| para("", proof_text(session, step))).collect();
    if !fixed {
        lines.push(para("", session.t(if main.len() > 1 { "chain.pace_fixes" } else { "chain.no_chain" })));
    }
    if main.len() > 1 {
        let steps = main.iter().map(|code| {
            let term = nodes.iter().find(|node| node.code == *code).map(|node| format!(" · {}", session.term(node.term)));
            el("li", "", vec![unit(code), text(term.unwrap_or_default())])
        });
        lines.push(para("pc-strong", session.t(if fixed { "chain.fixes" } else { "chain.longest" })));
        lines.push(el("ol", "", steps.collect()));
        lines.push(drawn(session, &nodes, &main));
        let waits = nodes.iter().filter(|node| !node.after.is_empty()).map(|node| {
            let words = [("unit", node.code), ("term", &session.term_in(node.term)), ("units", &node.after.join(", "))];
            session.tf("chain.after", &words)
        });
        let waits: Vec<String> = waits.collect();
        lines.push(fold("", vec![text(session.t("chain.in_words"))], move || {
            el("ul", "", waits.iter().map(|line| el("li", "", vec![text(line.clone())])).collect())
        }));
    }
    group(session.t("chain.title"), fixed, lines)
}

/// The units that wait for one another.
fn nodes(plan: &Plan) -> Vec<Node<'_>> {
    let mut all: Vec<Node> = Vec::new();
    for term in &plan.terms {
        for unit in &term.ue {
            let before = unit.because.iter().filter(|reason| reason.kind == "prerequisite").flat_map(|reason| &reason.units);
            let after = before.map(String::as_str).filter(|code| all.iter().any(|node| node.code == *code)).collect();
            all.push(Node { code: &unit.code, term: term.term, after });
        }
    }
    let waited: Vec<&str> = all.iter().flat_map(|node| node.after.clone()).collect();
    all.retain(|node| !node.after.is_empty() || waited.contains(&node.code));
    all
}

/// The longest chain, the one that ends last of several.
fn longest<'a>(nodes: &[Node<'a>]) -> Vec<&'a str> {
    let mut chains: Vec<Vec<&str>> = Vec::new();
    for node in nodes {
        let before = chains.iter().filter(|chain| chain.last().is_some_and(|last| node.after.contains(last)));
        let mut chain = before.max_by_key(|chain| chain.len()).cloned().unwrap_or_default();
        chain.push(node.code);
        chains.push(chain);
    }
    chains.into_iter().max_by_key(Vec::len).unwrap_or_default()
}

const WIDTH: f64 = 340.0;
const IN_A_ROW: usize = 3;
const BOX: (f64, f64) = (74.0, 24.0);
const LINE: f64 = 44.0;
const SHIFT: f64 = 44.0;

/// The drawing: a line of boxes for each term, an arrow from each unit to those that wait for it.
fn drawn(session: Session, nodes: &[Node], main: &[&str]) -> AnyView {
    let mut places: Vec<(&str, f64, f64)> = Vec::new();
    let mut shapes: Vec<AnyView> = Vec::new();
    let (mut y, mut column, mut last, mut shift) = (0.0, 0, None, 0.0);
    for node in nodes {
        if last != Some(node.term) {
            y += if last.is_some() { LINE } else { 0.0 };
            shapes.push(label("pc-when", 0.0, y + 12.0, "start", session.term(node.term)));
            // Every other line stands aside, so that arrows over several lines pass between the boxes.
            (column, last, shift) = (0, Some(node.term), SHIFT - shift);
            y += 18.0;
        } else if column == IN_A_ROW {
            y += BOX.1 + 6.0;
            column = 0;
        }
        let step = (WIDTH - BOX.0 - SHIFT) / 2.0;
        places.push((node.code, step * column_of(column) + shift, y));
        column += 1;
    }
    let height = y + BOX.1 + 4.0;
    let place = |code: &str| places.iter().find(|place| place.0 == code).map(|place| (place.1, place.2));
    let follows = |a: &str, b: &str| main.windows(2).any(|pair| pair == [a, b]);
    let mut arrows: Vec<AnyView> = Vec::new();
    for node in nodes {
        // What follows from other arrows is left out: the words beside the drawing say it all.
        let implied = |code: &&str| node.after.iter().any(|other| nodes.iter().any(|via| via.code == *other && via.after.contains(code)));
        for before in node.after.iter().filter(|code| !implied(code)) {
            let (Some((x1, y1)), Some((x2, y2))) = (place(before), place(node.code)) else { continue };
            let [x1, y1, x2, y2] = [x1 + BOX.0 / 2.0, y1 + BOX.1, x2 + BOX.0 / 2.0, y2].map(whole);
            let bend = (y2 - y1) / 2;
            let course = format!("M{x1} {y1}C{x1} {} {x2} {} {x2} {y2}", y1 + bend, y2 - bend);
            let class = if follows(before, node.code) { "pc-edge pc-main" } else { "pc-edge" };
            arrows.push(path(class, course));
        }
    }
    let boxes = places.iter().flat_map(|(code, x, y)| {
        let class = if main.contains(code) { "pc-node pc-main" } else { "pc-node" };
        [rect(class, *x, *y, BOX.0, BOX.1), label("", x + BOX.0 / 2.0, y + 16.0, "middle", *code)]
    });
    let all = shapes.into_iter().chain(arrows).chain(boxes.collect::<Vec<_>>()).collect();
    drawing("pc-chain", WIDTH, height, all)
}

fn column_of(column: usize) -> f64 {
    f64::from(u8::try_from(column).unwrap_or(0))
}
