//! What the Cnam teaches: units, diplomas and their requirements, as data.
