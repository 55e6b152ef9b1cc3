//! From a request and a catalogue to a planning problem, and from a solution to a plan.
