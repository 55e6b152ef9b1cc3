//! What `#[serde(…)]` and `#[value(…)]` say of a record, a variant or a field.

use proc_macro2::Ident;
use syn::{Attribute, Error, ExprPath, LitStr, Token, Type, meta::ParseNestedMeta};

/// How names are written in JSON.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Case {
    Snake,
    Camel,
}

/// What stands for a key that is not there.
pub enum Default {
    /// The type's own default.
    Plain,
    /// What a function gives.
    Call(ExprPath),
}

/// The attributes that a reader heeds. Those for writers are passed over; any other is an error, so that none is silently without effect.
#[derive(std::default::Default)]
pub struct Attributes {
    pub deny_unknown_fields: bool,
    pub untagged: bool,
    pub rename_all: Option<Case>,
    pub rename: Option<String>,
    /// On a field; on a record it is for each of its fields.
    pub default: Option<Default>,
    pub from: Option<Type>,
    pub try_from: Option<Type>,
    /// The placeholder for what `try_from` refuses.
    pub blank: Option<syn::Expr>,
    pub null_is_default: bool,
}

impl Attributes {
    pub fn of(attributes: &[Attribute]) -> Result<Self, Error> {
        let mut found = Self::default();
        for attribute in attributes {
            if attribute.path().is_ident("serde") || attribute.path().is_ident("value") {
                attribute.parse_nested_meta(|meta| found.add(&meta))?;
            }
        }
        Ok(found)
    }

    /// What holds for the fields of a variant: renaming the variants does not rename them.
    pub fn inside(&self) -> Self {
        Self { deny_unknown_fields: self.deny_unknown_fields, ..Self::default() }
    }

    fn add(&mut self, meta: &ParseNestedMeta<'_>) -> Result<(), Error> {
        let name = meta.path.require_ident()?.to_string();
        match name.as_str() {
            "deny_unknown_fields" => self.deny_unknown_fields = true,
            "untagged" => self.untagged = true,
            "null_is_default" => self.null_is_default = true,
            "default" if !meta.input.peek(Token![=]) => self.default = Some(Default::Plain),
            "default" => self.default = Some(Default::Call(text(meta)?.parse()?)),
            "rename" => self.rename = Some(text(meta)?.value()),
            "rename_all" => {
                let case = text(meta)?;
                self.rename_all = Some(match case.value().as_str() {
                    "snake_case" => Case::Snake,
                    "camelCase" => Case::Camel,
                    _ => return Err(Error::new(case.span(), "only snake_case and camelCase are read")),
                });
            }
            "from" => self.from = Some(text(meta)?.parse()?),
            "try_from" => self.try_from = Some(text(meta)?.parse()?),
            "blank" => self.blank = Some(text(meta)?.parse()?),
            "into" | "skip_serializing_if" | "serialize_with" => drop(text(meta)?),
            _ => return Err(meta.error("FromValue does not know this attribute: see parcours::domain::read")),
        }
        Ok(())
    }
}

fn text(meta: &ParseNestedMeta<'_>) -> Result<LitStr, Error> {
    meta.value()?.parse()
}

/// A Rust name as JSON writes it.
pub fn renamed(name: &Ident, case: Option<Case>) -> String {
    let name = name.to_string();
    let name = name.strip_prefix("r#").unwrap_or(&name);
    let mut out = String::with_capacity(name.len() + 4);
    match case {
        None => out.push_str(name),
        Some(Case::Snake) => {
            for (index, letter) in name.char_indices() {
                if letter.is_ascii_uppercase() && index > 0 {
                    out.push('_');
                }
                out.push(letter.to_ascii_lowercase());
            }
        }
        Some(Case::Camel) => {
            let mut upper = false;
            for letter in name.chars() {
                match letter {
                    '_' => upper = true,
                    _ if upper => {
                        out.push(letter.to_ascii_uppercase());
                        upper = false;
                    }
                    _ => out.push(letter),
                }
            }
        }
    }
    out
}
