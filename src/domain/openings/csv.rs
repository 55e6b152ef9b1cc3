//! Reading CSV (RFC 4180) as spreadsheets write it: any of three separators, two encodings, quotes that may be missing.

/// The longest quoted cell. A quote that is not closed by then was never meant to be one.
const LONGEST_CELL: usize = 2_000;

/// A line of a table; with line breaks inside quotes it covers several lines of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line of the file it begins on, from 1.
    pub line: usize,
    /// Its cells, without the spaces around them.
    pub cells: Vec<String>,
    /// A quote was opened and never closed: the cells after it cannot be trusted.
    pub unclosed: bool,
}

/// The text of a file: UTF-8, with or without a byte order mark, otherwise Windows-1252. `None` for UTF-16, which is neither.
pub fn decode(bytes: &[u8]) -> Option<String> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return None;
    }
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    Some(std::str::from_utf8(bytes).map_or_else(|_| bytes.iter().map(|byte| windows_1252(*byte)).collect(), str::to_owned))
}

fn windows_1252(byte: u8) -> char {
    /// What Windows-1252 has where Latin-1 has controls; the five that it leaves undefined are replaced.
    const HIGH: [char; 32] = [
        '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž', '\u{fffd}', '\u{fffd}', '‘', '’', '“',
        '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH.get(usize::from(byte - 0x80)).copied().unwrap_or('\u{fffd}'),
        other => char::from(other),
    }
}

/// The rows of a table. Blank lines are left out. The separator is the one that the head of the file has most of: `;`, `,` or a tab.
pub fn rows(text: &str) -> Vec<Row> {
    let separator = separator(text);
    let mut rows = Vec::new();
    let (mut rest, mut line) = (text, 1);
    while !rest.is_empty() {
        let (row, after) = row(rest, separator, line);
        let read = rest.get(..rest.len() - after.len()).unwrap_or_default();
        line += read.matches('\n').count();
        if row.cells.iter().any(|cell| !cell.is_empty()) {
            rows.push(row);
        }
        rest = after;
    }
    rows
}

/// The separator of a text, told by its first lines.
fn separator(text: &str) -> char {
    let head: Vec<&str> = text.lines().take(20).collect();
    let count = |separator: char| head.iter().map(|line| line.matches(separator).count()).sum::<usize>();
    // The last of equals wins: semicolons, as French spreadsheets write.
    [',', '\t', ';'].into_iter().max_by_key(|separator| count(*separator)).unwrap_or(';')
}

/// The first row of `text`, and what comes after it.
fn row(text: &str, separator: char, line: usize) -> (Row, &str) {
    let mut row = Row { line, cells: Vec::new(), unclosed: false };
    let mut rest = text;
    loop {
        let (cell, after) = match quoted(rest.trim_start_matches([' ', '\u{a0}'])) {
            Quoted::Closed(cell, after) => {
                // What stands between the closing quote and the separator belongs to the cell: nothing is dropped unseen.
                let (tail, after) = plain(after, separator);
                (cell + tail, after)
            }
            Quoted::Not => {
                let (cell, after) = plain(rest, separator);
                (cell.to_owned(), after)
            }
            Quoted::Open => {
                row.unclosed = true;
                let (cell, after) = plain(rest, separator);
                (cell.to_owned(), after)
            }
        };
        row.cells.push(cell.trim().to_owned());
        match after.strip_prefix(separator) {
            Some(next) => rest = next,
            None => {
                let after = after.strip_prefix('\r').unwrap_or(after);
                return (row, after.strip_prefix('\n').unwrap_or(after));
            }
        }
    }
}

/// A cell without quotes, and what comes after it: the separator, the end of the line or nothing.
fn plain(text: &str, separator: char) -> (&str, &str) {
    let end = text.find([separator, '\n', '\r']).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

enum Quoted<'a> {
    /// The cell and what comes after its closing quote.
    Closed(String, &'a str),
    /// It does not begin with a quote.
    Not,
    /// Its quote is not closed.
    Open,
}

fn quoted(text: &str) -> Quoted<'_> {
    let Some(mut rest) = text.strip_prefix('"') else { return Quoted::Not };
    let mut cell = String::new();
    while let Some((before, after)) = rest.split_once('"') {
        cell.push_str(before);
        if cell.len() > LONGEST_CELL {
            break;
        }
        match after.strip_prefix('"') {
            Some(after) => {
                cell.push('"');
                rest = after;
            }
            None => return Quoted::Closed(cell, after),
        }
    }
    Quoted::Open
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        rows(text).into_iter().map(|row| row.cells).collect()
    }

    #[test]
    fn separators_quotes_and_line_ends_are_those_of_rfc_4180() {
        assert_eq!(cells("a;b\r\n\"x;\"\"y\"\"\";2\n"), [["a", "b"], ["x;\"y\"", "2"]]);
        assert_eq!(cells("a,b\n1,\"two\nlines\""), [["a", "b"], ["1", "two\nlines"]]);
        assert_eq!(cells("a\tb\n1\t"), [["a", "b"], ["1", ""]]);
        assert_eq!(cells("a,b,c\n1;2,3,4"), [["a", "b", "c"], ["1;2", "3", "4"]]);
        assert_eq!(cells("a;b\rc;d"), [["a", "b"], ["c", "d"]], "the line ends of old Macs");
        assert_eq!(cells("a;b\n\n;;\n \n1;2"), [["a", "b"], ["1", "2"]], "blank lines are no rows");
    }

    #[test]
    fn rows_know_their_lines() {
        let lines: Vec<usize> = rows("a;b\n\n\"1\n2\";x\n3;4\n").iter().map(|row| row.line).collect();
        assert_eq!(lines, [1, 3, 5]);
    }

    #[test]
    fn a_quote_that_is_never_closed_spoils_its_own_line_alone() {
        let rows = rows("a;b\n\"one;2\nthree;4\n");
        assert_eq!(rows.iter().map(|row| row.unclosed).collect::<Vec<_>>(), [false, true, false]);
        assert_eq!(rows[2].cells, ["three", "4"]);
        assert_eq!(cells("a;b\n6\" x;2"), [["a", "b"], ["6\" x", "2"]], "a quote inside a cell is a sign like another");
    }

    #[test]
    fn both_encodings_are_read() {
        assert_eq!(decode("é€".as_bytes()).as_deref(), Some("é€"));
        assert_eq!(decode("\u{feff}é".as_bytes()).as_deref(), Some("é"));
        assert_eq!(decode(&[0xe9, 0x80, 0x9c, 0x92]).as_deref(), Some("é€œ’"));
        assert_eq!(decode(&[0xff, 0xfe, b'a', 0]), None);
    }
}
