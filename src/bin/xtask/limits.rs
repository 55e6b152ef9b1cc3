//! What the page may weigh at most, whatever the snapshot says.

/// The files of the first load: all that the first question needs. The icon is asked for by the browser itself.
const FIRST: [&str; 6] = ["cnam-parcours.js", "icon.svg", "index.html", "page.css", "parcours.js", "parcours_bg.wasm"];
/// Bytes of brotli of the first load.
const MOST_FIRST: u64 = 250 * 1024;
/// Bytes of brotli of everything.
const MOST_IN_ALL: u64 = 700 * 1024;

/// The weight of the first load, given files with their bytes of brotli.
pub fn first_load(files: &[(&str, u64)]) -> u64 {
    files.iter().filter(|(name, _)| FIRST.contains(name)).map(|(_, brotli)| brotli).sum()
}

/// What is over a limit, in words.
pub fn faults(files: &[(&str, u64)]) -> Vec<String> {
    let all: u64 = files.iter().map(|(_, brotli)| brotli).sum();
    let mut faults = Vec::new();
    for (what, bytes, most) in [("the first load", first_load(files), MOST_FIRST), ("the whole page", all, MOST_IN_ALL)] {
        if bytes > most {
            faults.push(format!("{what}: {bytes} bytes of brotli, and {most} at most"));
        }
    }
    faults.extend(FIRST.iter().filter(|name| files.iter().all(|(file, _)| file != *name)).map(|name| format!("{name}: is not published")));
    let fonts = files.iter().filter(|(name, _)| [".woff", ".woff2", ".ttf", ".otf"].iter().any(|end| name.ends_with(end)));
    faults.extend(fonts.map(|(name, _)| format!("{name}: the fonts are those of the visitor's device")));
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(wasm: u64, rest: u64) -> Vec<(&'static str, u64)> {
        let mut files: Vec<(&str, u64)> = FIRST.iter().map(|name| (*name, 1024)).collect();
        files[5].1 = wasm * 1024;
        files.push(("parcours_rest.wasm", rest * 1024));
        files
    }

    #[test]
    fn both_limits_hold() {
        assert!(faults(&page(245, 450)).is_empty());
        assert_eq!(faults(&page(246, 449)), ["the first load: 257024 bytes of brotli, and 256000 at most"]);
        assert_eq!(faults(&page(245, 451)), ["the whole page: 717824 bytes of brotli, and 716800 at most"]);
    }

    #[test]
    fn absent_files_and_fonts_are_named() {
        let mut files = page(1, 1);
        files.remove(0);
        files.push(("brand.woff2", 1));
        assert_eq!(faults(&files).len(), 2);
    }
}
