//! The true trade-offs between an early finish, light terms and a low price.

use super::{progress, sheet};
use crate::{
    domain::{
        pathway::{FrontPoint, Load, Task},
        request::Request,
    },
    ui::{
        board::tell,
        dom::{Act, button, drawing, el, heard, label, live, para, path, rect, text, whole},
        session::{Session, engine},
        slices,
    },
};
use leptos::prelude::*;

/// A plan of the front, with the request that it answers.
#[derive(Clone)]
struct Point {
    point: FrontPoint,
    request: Request,
}

/// The chart and its table.
pub fn front(session: Session) -> AnyView {
    live(move || {
        let request = session.asked();
        let Ok(Ok(task)) = engine().map(|engine| engine.front(&request)) else { return ().into_any() };
        let measure = task.measure();
        let found = RwSignal::new((Vec::<Point>::new(), (0, 1), false));
        slices::run(task, move |task, done| {
            let points = task.found().iter().map(|point| Point { point: point.clone(), request: task.request_of(point) });
            let now = (points.collect(), task.progress(), done);
            found.try_set(now).is_none()
        });
        live(move || found.with(|(points, (done, of), ended)| shown(session, measure, points, (!ended).then_some((*done, *of)))))
    })
}

fn shown(session: Session, measure: Load, points: &[Point], waiting: Option<(usize, usize)>) -> AnyView {
    if let Some((done, of)) = waiting {
        return progress(session, done, of);
    }
    if points.is_empty() {
        return para("", session.t("front.none"));
    }
    let load = |point: &FrontPoint| match measure {
        Load::Ue => session.plural("pace.ue", point.load),
        Load::Ects => session.tf("front.ects", &[("n", &point.load.to_string())]),
    };
    let lines = points.iter().enumerate().map(|(index, Point { point, request })| {
        let cost = point.cost.map_or_else(|| session.t("common.to_confirm").to_owned(), |span| session.span(span));
        let within = if point.within_pace { String::new() } else { session.t("front.beyond").to_owned() };
        let said = session.tf("front.said", &[("load", &load(point))]);
        let request = request.clone();
        let act = Act::keep(format!("front:{index}"), move || {
            let wanted = request.clone();
            tell(session, &said, move |session| {
                // Another plan on purpose: nothing is asked to stay near the one before.
                session.edit(|request| {
                    request.near.clear();
                    request.pace = wanted.pace;
                    request.objective = wanted.objective;
                });
            });
        });
        let choose = button("pc-link", vec![text(session.t("front.choose")), heard(format!(" {}", load(point)))], act);
        let name = el("span", "", vec![text(load(point)), el("span", "pc-sub pc-block", vec![text(within)])]);
        let finish = format!("{} · {}", session.term(point.finish), session.plural("count.terms", point.terms));
        vec![name, text(finish), text(cost), choose]
    });
    let said_who_pays = session.request.with(|request| request.facts.word("payer").is_some());
    let price = if said_who_pays { "compare.left" } else { "front.price" };
    let columns = ["front.load", "compare.finish", price, "compare.act"].map(|key| session.t(key).to_owned());
    let table = sheet(session.t("front.caption").to_owned(), columns.into(), lines.collect());
    el("div", "", vec![para("", session.t("front.intro")), chart(session, points), table])
}

/// Semesters across, load upwards; each plan is a dot with its price.
fn chart(session: Session, points: &[Point]) -> AnyView {
    const SIZE: (f64, f64) = (340.0, 200.0);
    const EDGE: (f64, f64) = (34.0, 30.0);
    let most = |of: fn(&FrontPoint) -> u32| points.iter().map(|one| of(&one.point)).max().unwrap_or(1).max(1);
    let (terms, load) = (most(|point| point.terms), most(|point| point.load));
    let across = |n: u32| EDGE.0 + f64::from(n) / f64::from(terms) * (SIZE.0 - EDGE.0 - 60.0);
    let up = |n: u32| SIZE.1 - EDGE.1 - f64::from(n) / f64::from(load) * (SIZE.1 - EDGE.1 - 24.0);
    let axes = format!("M{} 6V{}H{}", whole(EDGE.0), whole(SIZE.1 - EDGE.1), whole(SIZE.0));
    let mut shapes = vec![
        path("pc-axis", axes),
        label("pc-when", SIZE.0, SIZE.1 - 4.0, "end", session.t("front.axis_terms")),
        label("pc-when", 0.0, 12.0, "start", session.t("front.load")),
    ];
    let mut course = String::new();
    for Point { point, .. } in points {
        let (x, y) = (across(point.terms), up(point.load));
        course.push_str(&format!("{}{} {}", if course.is_empty() { "M" } else { "L" }, whole(x), whole(y)));
        shapes.push(label("pc-when", x, SIZE.1 - EDGE.1 + 14.0, "middle", point.terms.to_string()));
        shapes.push(label("pc-when", EDGE.0 - 6.0, y + 4.0, "end", point.load.to_string()));
    }
    shapes.push(path("pc-edge", course));
    for Point { point, .. } in points {
        let (x, y) = (across(point.terms), up(point.load));
        shapes.push(rect(if point.within_pace { "pc-dot" } else { "pc-dot pc-beyond" }, x - 5.0, y - 5.0, 10.0, 10.0));
        let cost = point.cost.map(|span| session.money(span.min())).unwrap_or_default();
        shapes.push(label("", x + 9.0, y - 6.0, "start", cost));
    }
    drawing("pc-chain", SIZE.0, SIZE.1, shapes)
}
