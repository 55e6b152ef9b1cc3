//! Where something stands in a file.

/// The way from the top of a file to a value. It is written out only where there is a fault to tell: a large catalogue has a hundred thousand
/// values that have none.
pub(super) struct Path<'p> {
    above: Option<&'p Path<'p>>,
    key: &'static str,
    item: Option<usize>,
}

/// The file itself.
pub(super) static ROOT: Path<'static> = Path { above: None, key: "", item: None };

impl Path<'_> {
    /// What stands here under `key`; a key of keys is joined by dots.
    pub(super) fn key(&self, key: &'static str) -> Path<'_> {
        Path { above: Some(self), key, item: None }
    }

    /// What stands in the list under `key`; without a key, in the list that stands here.
    pub(super) fn item(&self, key: &'static str, item: usize) -> Path<'_> {
        Path { above: Some(self), key, item: Some(item) }
    }

    /// As keys joined by dots: `units[3].sources`.
    pub(super) fn written(&self) -> String {
        let mut path = self.above.map_or_else(String::new, Path::written);
        if !path.is_empty() && !self.key.is_empty() {
            path.push('.');
        }
        path.push_str(self.key);
        if let Some(item) = self.item {
            path.push_str(&format!("[{item}]"));
        }
        path
    }
}
