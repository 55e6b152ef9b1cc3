//! The true trade-offs between an early finish, light terms and a low price.

use super::progress;
use crate::{
    domain::{
        pathway::{FrontPoint, Load, Task},
        request::Request,
    },
    ui::{
        board::tell,
        dom::{Act, button, drawing, el, el_with, heard, label, live, para, path, rect, text, whole},
        parts::sheet,
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
        let class = if point.within_pace { "pc-stop" } else { "pc-stop pc-beyond" };
        let number = el_with("span", class, vec![("aria-hidden", "true".to_owned())], vec![text((index + 1).to_string())]);
        let name = el("span", "", vec![number, text(load(point)), el("span", "pc-sub pc-block", vec![text(within)])]);
        let finish = format!("{} · {}", session.term(point.finish), session.plural("count.terms", point.terms));
        vec![name, text(finish), text(cost), choose]
    });
    let said_who_pays = session.asked().facts.word("payer").is_some();
    let price = if said_who_pays { "compare.left" } else { "front.price" };
    let columns = ["front.load", "compare.finish", price, "compare.act"].map(|key| session.t(key).to_owned());
    let table = sheet(session.t("front.caption").to_owned(), columns.into(), lines.collect());
    el("div", "", vec![para("", session.t("front.intro")), chart(session, points), table])
}

/// Semesters across, load upwards; each plan is a stop with the number of its line in the table.
fn chart(session: Session, points: &[Point]) -> AnyView {
    const SIZE: (f64, f64) = (340.0, 210.0);
    const EDGE: (f64, f64) = (26.0, 36.0);
    const STOP: f64 = 9.0;
    let most = |of: fn(&FrontPoint) -> u32| points.iter().map(|one| of(&one.point)).max().unwrap_or(1).max(1);
    let (terms, load) = (most(|point| point.terms), most(|point| point.load));
    let across = |n: u32| EDGE.0 + f64::from(n) / f64::from(terms) * (SIZE.0 - EDGE.0 - STOP - 4.0);
    let up = |n: u32| SIZE.1 - EDGE.1 - f64::from(n) / f64::from(load) * (SIZE.1 - EDGE.1 - 34.0);
    let foot = SIZE.1 - EDGE.1;
    let mut shapes = vec![
        path("pc-axis", format!("M{} 24V{}H{}", whole(EDGE.0), whole(foot), whole(SIZE.0))),
        label("pc-when", SIZE.0, SIZE.1 - 4.0, "end", session.t("front.axis_terms")),
        label("pc-when", 0.0, 12.0, "start", session.t("front.load")),
    ];
    for Point { point, .. } in points {
        let (x, y) = (across(point.terms), up(point.load));
        shapes.push(path("pc-grid", format!("M{} {}H{}", whole(EDGE.0), whole(y), whole(x))));
        shapes.push(label("pc-when", x, foot + 14.0, "middle", point.terms.to_string()));
        shapes.push(label("pc-when", EDGE.0 - 6.0, y + 4.0, "end", point.load.to_string()));
    }
    for (index, Point { point, .. }) in points.iter().enumerate() {
        let (x, y) = (across(point.terms), up(point.load));
        let [dot, number] = if point.within_pace { ["pc-dot", "pc-dot-number"] } else { ["pc-dot pc-beyond", "pc-dot-number pc-beyond"] };
        shapes.push(rect(dot, x - STOP, y - STOP, 2.0 * STOP, 2.0 * STOP));
        shapes.push(label(number, x, y + 4.0, "middle", (index + 1).to_string()));
    }
    drawing("pc-chain", SIZE.0, SIZE.1, shapes)
}
