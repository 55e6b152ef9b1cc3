//! A style sheet put together from several, without comments and blanks, when the program is compiled.

use proc_macro2::TokenStream;
use quote::quote;
use std::path::PathBuf;
use syn::{
    Error, LitStr, Token, bracketed,
    parse::{Parse, ParseStream},
    punctuated::Punctuated,
};

/// `"folder", ["file", …]`.
pub struct Sheets {
    folder: LitStr,
    files: Punctuated<LitStr, Token![,]>,
}

impl Parse for Sheets {
    fn parse(input: ParseStream<'_>) -> Result<Self, Error> {
        let folder = input.parse()?;
        input.parse::<Token![,]>()?;
        let inside;
        bracketed!(inside in input);
        Ok(Self { folder, files: Punctuated::parse_terminated(&inside)? })
    }
}

/// The sheets in their order, as one text.
pub fn join(sheets: &Sheets) -> Result<TokenStream, Error> {
    let root = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let mut joined = String::new();
    let mut sources = Vec::new();
    for file in &sheets.files {
        let path = root.join(sheets.folder.value()).join(file.value());
        let sheet = std::fs::read_to_string(&path).map_err(|fault| Error::new(file.span(), format!("{}: {fault}", path.display())))?;
        joined.push_str(&smaller(&sheet));
        sources.push(path.to_string_lossy().into_owned());
    }
    // Naming the files has the compiler read them again when they change; nothing of them is kept.
    Ok(quote! {{
        const _: &[&[u8]] = &[#(include_bytes!(#sources)),*];
        #joined
    }})
}

/// A sheet without comments, and without the blanks that mean nothing. What stands between quotes stays as it is.
fn smaller(sheet: &str) -> String {
    let mut small = String::new();
    for (index, part) in without_comments(sheet).split('"').enumerate() {
        if index % 2 == 1 {
            small.push('"');
            small.push_str(part);
            small.push('"');
            continue;
        }
        let mut letters = part.chars().peekable();
        while let Some(letter) = letters.next() {
            if !letter.is_whitespace() {
                // The last declaration of a block needs no end.
                if letter == '}' && small.ends_with(';') {
                    small.pop();
                }
                small.push(letter);
                continue;
            }
            while letters.next_if(|next| next.is_whitespace()).is_some() {}
            // A blank before a colon may stand between two selectors, and one before a bracket between two words.
            let after = small.ends_with(['{', '}', ';', ',', ':', '>']) || small.is_empty();
            let before = letters.peek().is_none_or(|next| "{};,>".contains(*next));
            if !after && !before {
                small.push(' ');
            }
        }
    }
    small
}

fn without_comments(sheet: &str) -> String {
    let mut plain = String::new();
    let mut rest = sheet;
    while let Some((before, comment)) = rest.split_once("/*") {
        plain.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::smaller;

    #[test]
    fn blanks_and_comments_go_and_meaning_stays() {
        assert_eq!(smaller("/* one */\n.a,\n.b > p:not(.c) :hover {\n  margin: 0 -1px;\n}\n"), ".a,.b>p:not(.c) :hover{margin:0 -1px}");
        assert_eq!(smaller("a::before { content: \"\\a0: \"; }"), "a::before{content:\"\\a0: \"}");
        assert_eq!(
            smaller("@media screen and (x: y) { .a { width: calc(1em + 2px); } }"),
            "@media screen and (x:y){.a{width:calc(1em + 2px)}}"
        );
    }
}
