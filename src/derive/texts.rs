//! The texts of the first question, read when the program is compiled.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;
use std::{collections::BTreeMap, path::PathBuf};
use syn::{
    Error, LitStr, Token, bracketed,
    parse::{Parse, ParseStream},
    punctuated::Punctuated,
};

/// `"folder", ["file", …], ["start of a key", …]`.
pub struct Selection {
    folder: LitStr,
    files: Punctuated<LitStr, Token![,]>,
    starts: Punctuated<LitStr, Token![,]>,
}

impl Parse for Selection {
    fn parse(input: ParseStream<'_>) -> Result<Self, Error> {
        let list = |input: ParseStream<'_>| {
            let inside;
            bracketed!(inside in input);
            Punctuated::parse_terminated(&inside)
        };
        let folder = input.parse()?;
        input.parse::<Token![,]>()?;
        let files = list(input)?;
        input.parse::<Token![,]>()?;
        Ok(Self { folder, files, starts: list(input)? })
    }
}

/// A slice of (key, French, English), in the order of the keys.
pub fn select(selection: &Selection) -> Result<TokenStream, Error> {
    let root = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let mut texts = BTreeMap::new();
    let mut sources = Vec::new();
    for file in &selection.files {
        let path = root.join(selection.folder.value()).join(file.value());
        let fault = |what: String| Error::new(file.span(), format!("{}: {what}", path.display()));
        let json = std::fs::read_to_string(&path).map_err(|error| fault(error.to_string()))?;
        let entries: BTreeMap<String, Value> = serde_json::from_str(&json).map_err(|error| fault(error.to_string()))?;
        for (key, entry) in entries.into_iter().filter(|(key, _)| selection.starts.iter().any(|start| key.starts_with(&start.value()))) {
            let text = |lang: &str| entry[lang].as_str().map(str::to_owned).ok_or_else(|| fault(format!("{key} has no text in {lang}")));
            texts.insert(key.clone(), (text("fr")?, text("en")?));
        }
        sources.push(path.to_string_lossy().into_owned());
    }
    let entries = texts.iter().map(|(key, (fr, en))| quote! { (#key, #fr, #en) });
    // Naming the files has the compiler read them again when they change; nothing of them is kept.
    Ok(quote! {{
        const _: &[&[u8]] = &[#(include_bytes!(#sources)),*];
        &[#(#entries),*]
    }})
}
