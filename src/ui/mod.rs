//! The page. A thin Leptos view over [`crate::domain`].

use leptos::prelude::*;

/// The whole planner.
#[component]
pub fn App() -> impl IntoView {
    view! { <h1>"Parcours"</h1> }
}
