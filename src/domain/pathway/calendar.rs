//! The teaching calendar that a plan relies on.

use crate::domain::date::{Season, Term};

/// What a centre's calendar says that a plan needs. `None` is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// The first term that may still be enrolled in: where a plan starts when the request names none.
    pub first_term: Term,
    /// Weeks of class in autumn, spring and summer. Hours a week are not limited in a term whose weeks are unknown.
    pub weeks: [Option<u32>; 3],
    /// Months from the start of the calendar year of an autumn, spring or summer term to the jury that ends it, 0 for January of that year.
    pub jury_month: [Option<u32>; 3],
}

impl Calendar {
    /// A calendar of which only the first term is known.
    #[must_use]
    pub fn starting(first_term: Term) -> Self {
        Self { first_term, weeks: [None; 3], jury_month: [None; 3] }
    }

    /// Weeks of class in `season`.
    #[must_use]
    pub fn weeks_in(&self, season: Season) -> Option<u32> {
        self.weeks.get(place(season)).copied().flatten()
    }

    /// The month, as `2029-09`, from which a diploma finished in `term` may be asked for.
    #[must_use]
    pub fn delivery(&self, term: Term) -> Option<String> {
        let months = self.jury_month.get(place(term.season)).copied().flatten()?;
        let year = term.year.checked_add(i32::try_from(months / 12).ok()?)?;
        Some(format!("{year:04}-{:02}", months % 12 + 1))
    }
}

fn place(season: Season) -> usize {
    match season {
        Season::Autumn => 0,
        Season::Spring => 1,
        Season::Summer => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::Calendar;

    #[test]
    fn delivery_may_fall_in_the_next_year() {
        let term = |text: &str| text.parse().unwrap();
        let calendar = Calendar { jury_month: [Some(14), Some(8), None], ..Calendar::starting(term("2026-S1")) };
        assert_eq!(calendar.delivery(term("2029-S2")).as_deref(), Some("2029-09"));
        assert_eq!(calendar.delivery(term("2028-S1")).as_deref(), Some("2029-03"));
        assert_eq!(calendar.delivery(term("2028-S3")), None);
    }
}
