//! The rule book: conditions as data, evaluated in three-valued logic, with reasons.
