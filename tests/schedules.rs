//! The reader of opening schedules: any bytes, any dialect of a spreadsheet, any length.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use parcours::{
    data,
    domain::{engine::Engine, openings},
};

fn engine() -> Engine {
    data::engine().unwrap()
}

/// Whatever the bytes, the reader of schedules answers, and names a line and a reason for what it refuses.
#[test]
fn no_bytes_break_the_reader_of_schedules() {
    let engine = engine();
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    let pieces: [&[u8]; 14] = [
        b"UE",
        b"Semestre",
        b";",
        b",",
        b"\n",
        b"\r\n",
        b"\"",
        b"UTC501",
        b"S1",
        "é".as_bytes(),
        b"\xe9",
        b"\x80\xff",
        b"\t",
        "\u{feff}".as_bytes(),
    ];
    for _ in 0..4_000 {
        let mut bytes = if next(2) == 0 { b"UE;Semestre;Centre\n".to_vec() } else { Vec::new() };
        for _ in 0..next(40) {
            bytes.extend_from_slice(pieces[next(pieces.len())]);
        }
        let read = openings::read_csv(&bytes, engine.catalogue());
        assert!(!read.openings.is_empty() || !read.refused.is_empty(), "{bytes:?}");
        assert!(read.refused.iter().all(|fault| fault.path.starts_with("line ") && !fault.message.is_empty()), "{bytes:?}");
    }
}

/// Good lines among bad ones are all kept, whatever the separator, the encoding and the order of the columns.
#[test]
fn the_dialects_of_spreadsheets_say_the_same() {
    let catalogue = engine().catalogue().clone();
    let french = "UE;Centre;Modalité;Semestre\nUTC501;Évry;À distance;Été\nutc 502;\"Nancy; site 2\";;S1/S2\n";
    let wanted = openings::read_csv(french.as_bytes(), &catalogue);
    assert_eq!((wanted.openings.len(), wanted.refused.len()), (2, 0), "{:?}", wanted.refused);
    assert_eq!(wanted.openings[1].centre.as_deref(), Some("Nancy; site 2"));
    let windows: Vec<u8> = french.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect();
    assert!(std::str::from_utf8(&windows).is_err(), "these bytes are not UTF-8");
    let commas = "semestre,CENTRE,Mode,code ue\r\nÉté,Évry,a distance,UTC501\r\nS1/S2,Nancy; site 2,,UTC502\r\n";
    let titled = format!("Programme 2026\n\n{french}");
    for bytes in [
        windows,
        format!("\u{feff}{french}").into_bytes(),
        commas.as_bytes().to_vec(),
        titled.into_bytes(),
        french.replace('\n', "\r").into_bytes(),
    ] {
        assert_eq!(openings::read_csv(&bytes, &catalogue).openings, wanted.openings, "{}", String::from_utf8_lossy(&bytes));
    }
}

/// The largest file that is read is read to its end, or to its thousandth fault: it once took the square of its length.
#[test]
fn a_file_as_long_as_may_be_is_read() {
    let catalogue = engine().catalogue().clone();
    let long = |line: &dyn Fn(usize) -> String| format!("UE;Centre;Semestre\n{}", (0..200_000).map(line).collect::<String>());
    let good = openings::read_csv(long(&|at| format!("UTC501;{at};S1\n")).as_bytes(), &catalogue);
    assert_eq!((good.openings.len(), good.refused.len()), (200_000, 0));
    let bad = openings::read_csv(long(&|at| format!("X{at};;S1\n")).as_bytes(), &catalogue);
    let last = bad.refused.last().unwrap();
    assert_eq!((bad.refused.len(), last.code, last.path.as_str()), (1_001, "too_many_faults", "line 1002"));
}
