//! The only place that reads a clock.

use crate::domain::date::Date;

/// The day it is where the visitor is.
pub fn today() -> Date {
    let now = js_sys::Date::new_0();
    let year = i32::try_from(now.get_full_year()).unwrap_or(2000);
    let month = u8::try_from(now.get_month() + 1).unwrap_or(1);
    let day = u8::try_from(now.get_date()).unwrap_or(1);
    // A clock outside the supported years is wrong anyway; the epoch makes every dated value show as not yet in force.
    Date::new(year, month, day).unwrap_or(Date::EPOCH)
}
