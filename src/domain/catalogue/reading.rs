//! A catalogue in the making.

use super::{Catalogue, format::CatalogueFile};
use crate::domain::{
    error::InputError,
    read::{self, Items},
};

/// The lists of a file that are long.
const LONG: &[&str] = &["units", "diplomas"];

/// A catalogue in the making, an item at a time: a page that takes in a large one stays alive.
pub struct Reading<'t> {
    /// What is still to be read, the last first.
    waiting: Vec<(&'t str, &'t str)>,
    current: Option<Current<'t>>,
    read: Vec<(&'t str, CatalogueFile)>,
    faults: Vec<InputError>,
}

/// A file half read.
struct Current<'t> {
    name: &'t str,
    items: Items<'t>,
    /// Its items so far.
    file: CatalogueFile,
    /// Its first fault. One of JSON itself goes before.
    fault: Option<InputError>,
}

impl<'t> Reading<'t> {
    /// Of files given as (name, text).
    #[must_use]
    pub fn new(mut files: Vec<(&'t str, &'t str)>) -> Self {
        files.reverse();
        Self { waiting: files, current: None, read: Vec::new(), faults: Vec::new() }
    }

    /// Reads one unit, diploma or end of a file more; the catalogue, or every fault found, when that was the last.
    ///
    /// The last step checks what the files say against each other, as [`Catalogue::read`] tells.
    pub fn step(&mut self) -> Option<Result<Catalogue, Vec<InputError>>> {
        let Some(current) = &mut self.current else {
            let Some((name, text)) = self.waiting.pop() else {
                let (read, faults) = (std::mem::take(&mut self.read), std::mem::take(&mut self.faults));
                return Some(if faults.is_empty() { Catalogue::of_files(read) } else { Err(faults) });
            };
            self.current = Some(Current { name, items: Items::new(text, LONG), file: CatalogueFile::default(), fault: None });
            return None;
        };
        match current.step() {
            Ok(true) => {}
            Ok(false) => self.read.extend(self.current.take().map(|current| (current.name, current.file))),
            Err(fault) => {
                let path = if fault.path.is_empty() { current.name.to_owned() } else { format!("{}: {}", current.name, fault.path) };
                self.faults.push(InputError { path, ..fault });
                self.current = None;
            }
        }
        None
    }
}

impl Current<'_> {
    /// Reads an item; says whether there may be more.
    fn step(&mut self) -> Result<bool, InputError> {
        let Some(item) = self.items.next()? else {
            if let Some(fault) = self.fault.take() {
                return Err(fault);
            }
            let rest: CatalogueFile = read::read(self.items.rest())?;
            let CatalogueFile { units, diplomas, .. } = std::mem::take(&mut self.file);
            self.file = CatalogueFile { units, diplomas, ..rest };
            return Ok(false);
        };
        let added = match item.list {
            "units" => item.read().map(|unit| self.file.units.push(unit)),
            _ => item.read().map(|diploma| self.file.diplomas.push(diploma)),
        };
        self.fault = self.fault.take().or(added.err());
        self.items.take_back(item);
        Ok(true)
    }
}
