//! From the CSV of an opening schedule to openings. A line that cannot be read is refused with its reason; the others are kept.

use super::{
    Opening,
    cells::{self, Column},
    csv::{self, Row},
};
use crate::domain::sorted::Sorting;
use crate::domain::{catalogue::Catalogue, error::InputError};

/// The most bytes of a schedule: a region's whole year is a hundredth of it.
const MOST_BYTES: usize = 4 << 20;

/// The most lines that are refused one by one. A file that is wrong so often is no opening schedule, or its columns are other ones.
const MOST_REFUSED: usize = 1_000;

/// In how many first rows the headers are looked for: titles may stand above them.
const HEAD: usize = 20;

/// What was read of a schedule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadSchedule {
    /// The openings of the lines that could be read, in their order.
    pub openings: Vec<Opening>,
    /// Why the others could not: the path is `line 12, Semestre`, the message says what to do. After a thousand of them the rest of the file
    /// is not read, and the last one says so.
    pub refused: Vec<InputError>,
}

/// Reads the CSV of an opening schedule: UTF-8 or Windows-1252, separated by `;`, `,` or tabs, with the headers `UE`, `Centre`, `Modalité`,
/// `Semestre`, `Année universitaire` and `Fréquence` in any order, of which `UE` and `Semestre` must be there. Other columns are passed over.
#[must_use]
pub fn read_csv(bytes: &[u8], catalogue: &Catalogue) -> ReadSchedule {
    let mut out = ReadSchedule::default();
    if bytes.len() > MOST_BYTES {
        out.refuse(1, None, "too_large", format!("the file has more than {MOST_BYTES} bytes: split it"));
        return out;
    }
    let Some(text) = csv::decode(bytes) else {
        out.refuse(1, None, "unknown_encoding", "the file is in UTF-16: save it as CSV in UTF-8".to_owned());
        return out;
    };
    let rows = csv::rows(&text);
    let Some((head, columns)) = rows.iter().take(HEAD).enumerate().find_map(|(at, row)| Some((at, columns(row)?))) else {
        let headers: Vec<&str> = Column::ALL.iter().map(|column| column.header()).collect();
        let message = format!("no line names the columns: begin with {}; UE and Semestre must be there", headers.join(";"));
        out.refuse(1, None, "missing_header", message);
        return out;
    };
    if let Some(column) = Column::ALL.iter().find(|column| columns.iter().filter(|other| *other == &Some(**column)).count() > 1) {
        let line = rows.get(head).map_or(1, |row| row.line);
        out.refuse(line, Some(*column), "defined_twice", "two columns have this header: keep one".to_owned());
        return out;
    }
    let mut read: Vec<(usize, Result<Opening, Refusal>)> = Vec::new();
    let mut faulty = 0;
    for row in rows.iter().skip(head + 1) {
        let found = opening(row, &columns, catalogue);
        faulty += usize::from(found.is_err());
        read.push((row.line, found));
        // One more than will be told: that there are more of them.
        if faulty > MOST_REFUSED {
            break;
        }
    }
    refuse_repeated(&mut read);
    for (line, found) in read {
        if out.refused.len() == MOST_REFUSED {
            let message = format!("{MOST_REFUSED} lines are refused already, and nothing is read from here on: mend them first");
            out.refuse(line, None, "too_many_faults", message);
            break;
        }
        match found {
            Err((column, code, message)) => out.refuse(line, column, code, message),
            Ok(opening) => out.openings.push(opening),
        }
    }
    if out.openings.is_empty() && out.refused.is_empty() {
        out.refuse(1, None, "empty", "no line follows the headers: add one a unit, centre and term".to_owned());
    }
    out
}

impl ReadSchedule {
    fn refuse(&mut self, line: usize, column: Option<Column>, code: &'static str, message: String) {
        let path = column.map_or_else(|| format!("line {line}"), |column| format!("line {line}, {}", column.header()));
        self.refused.push(InputError::new(code, path, message));
    }
}

/// The columns of a row of headers; `None` when it is not one.
fn columns(row: &Row) -> Option<Vec<Option<Column>>> {
    let columns: Vec<Option<Column>> = row.cells.iter().map(|cell| Column::of(cell)).collect();
    let needed = [Column::Ue, Column::Term];
    needed.iter().all(|column| columns.contains(&Some(*column))).then_some(columns)
}

type Refusal = (Option<Column>, &'static str, String);

/// Refuses each line that says what one before it says. Sorting finds them, in less than the square of the length.
fn refuse_repeated(read: &mut [(usize, Result<Opening, Refusal>)]) {
    let mut sorted: Vec<(&Opening, usize, usize)> =
        read.iter().enumerate().filter_map(|(at, (line, found))| Some((found.as_ref().ok()?, *line, at))).collect();
    sorted.order_by_key(|(opening, ..)| *opening);
    let mut repeated: Vec<(usize, usize)> = Vec::new();
    let mut first: Option<(&Opening, usize)> = None;
    for (opening, line, at) in sorted {
        match first {
            Some((known, first)) if known == opening => repeated.push((at, first)),
            _ => first = Some((opening, line)),
        }
    }
    for (at, first) in repeated {
        if let Some((_, found)) = read.get_mut(at) {
            *found = Err((None, "defined_twice", format!("line {first} says the same: remove one")));
        }
    }
}

fn opening(row: &Row, columns: &[Option<Column>], catalogue: &Catalogue) -> Result<Opening, Refusal> {
    if row.unclosed {
        return Err((None, "unclosed_quote", "a quote is opened and not closed: close it, or write two to show one".to_owned()));
    }
    if row.cells.iter().skip(columns.len()).any(|cell| !cell.is_empty()) {
        let message =
            format!("{} cells stand under {} headers: put quotes around a cell that holds the separator", row.cells.len(), columns.len());
        return Err((None, "too_many_cells", message));
    }
    let cell = |wanted: Column| {
        let at = columns.iter().position(|column| *column == Some(wanted));
        at.and_then(|at| row.cells.get(at)).map_or("", String::as_str)
    };
    let fault = |column: Column, code, message: String| Err((Some(column), code, message));

    // Codes are written with spaces here and there, and in any case.
    let code: String = cell(Column::Ue).chars().filter(|letter| !letter.is_whitespace()).collect::<String>().to_ascii_uppercase();
    if code.is_empty() {
        return fault(Column::Ue, "missing_value", "the code of the unit is missing: write it, as in UTC501".to_owned());
    }
    let ue = match catalogue.expect_unit(&code, "") {
        Ok(unit) => unit.code.clone(),
        Err(unknown) => return fault(Column::Ue, unknown.code, unknown.message),
    };
    let terms = match cells::terms(cell(Column::Term)) {
        Ok(terms) if terms.is_empty() => {
            return fault(Column::Term, "missing_value", "the term is missing: write S1, S2, S3 or annuel".to_owned());
        }
        Ok(terms) => terms,
        Err(word) => return fault(Column::Term, "invalid_value", format!("`{word}` is no term: write S1, S2, S3 or annuel")),
    };
    let modality = match cell(Column::Modality) {
        "" => None,
        text => match cells::modality(text) {
            Some(modality) => Some(modality),
            None => {
                let message =
                    "write one of soir, samedi, journée, à distance, visiocours, alternance, présentiel, hybride, and a line for each";
                return fault(Column::Modality, "invalid_value", format!("`{text}` is no single way of attending: {message}"));
            }
        },
    };
    let academic_year = match cell(Column::Year) {
        "" => None,
        text => match cells::academic_year(text) {
            Some(year) => Some(year),
            None => return fault(Column::Year, "invalid_value", format!("`{text}` is no academic year: write it as in 2026-2027")),
        },
    };
    let years = match cell(Column::Frequency) {
        "" => None,
        text => match cells::frequency(text) {
            Ok(years) => years,
            Err(()) => {
                let message = format!("`{text}` does not say which years: write chaque année, années paires or années impaires");
                return fault(Column::Frequency, "invalid_value", message);
            }
        },
    };
    let centre = Some(cell(Column::Centre)).filter(|centre| !centre.is_empty()).map(str::to_owned);
    Ok(Opening { ue, terms, modality, centre, academic_year, years })
}
