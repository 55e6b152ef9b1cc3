//! What is worked out when the program is compiled, so that the page holds less code.
//!
//! `#[derive(FromValue)]` writes a reader of a record from `parcours::domain::read::Value`. What it understands is told there.
//!
//! It is straight-line code: one call that sorts the values of a map into slots, then one call for each field.

mod attributes;
mod style;
mod texts;

use attributes::{Attributes, Default, renamed};
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::{Data, DataEnum, DeriveInput, Error, Fields, FieldsNamed, Type, parse_macro_input};

/// Derives `FromValue`, and `serde::Deserialize` through it.
#[proc_macro_derive(FromValue, attributes(serde, value))]
pub fn from_value(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive(&input).unwrap_or_else(Error::into_compile_error).into()
}

/// Texts chosen by the start of their keys, as a sorted slice of (key, French, English): `select_texts!("folder", ["file"], ["start"])`.
#[proc_macro]
pub fn select_texts(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let selection = parse_macro_input!(input as texts::Selection);
    texts::select(&selection).unwrap_or_else(Error::into_compile_error).into()
}

/// One style sheet from several, without comments and blanks: `style_sheet!("folder", ["file"])`.
#[proc_macro]
pub fn style_sheet(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let sheets = parse_macro_input!(input as style::Sheets);
    style::join(&sheets).unwrap_or_else(Error::into_compile_error).into()
}

fn derive(input: &DeriveInput) -> Result<TokenStream, Error> {
    let name = &input.ident;
    let attributes = Attributes::of(&input.attrs)?;
    let body = match (&input.data, &attributes.from, &attributes.try_from) {
        (_, Some(raw), _) => quote! { ::core::convert::From::<#raw>::from(::parcours::domain::read::FromValue::from_value(value, faults)) },
        (_, _, Some(raw)) => {
            let blank = attributes.blank.as_ref().ok_or_else(|| {
                Error::new(name.span(), "`try_from` needs a placeholder for what cannot be read: #[value(blank = \"expression\")]")
            })?;
            quote! {
                let raw: #raw = ::parcours::domain::read::FromValue::from_value(value, faults);
                match ::core::convert::TryFrom::try_from(raw) {
                    Ok(read) => read,
                    Err(fault) => {
                        faults.tell(value, || fault);
                        #blank
                    }
                }
            }
        }
        (Data::Struct(data), ..) => match &data.fields {
            Fields::Named(fields) => record(&quote!(Self), fields, &attributes)?,
            _ => return Err(Error::new(name.span(), "only structs with named fields are read")),
        },
        (Data::Enum(data), ..) if attributes.untagged => untagged(name, data, &attributes)?,
        (Data::Enum(data), ..) => tagged(data, &attributes)?,
        (Data::Union(_), ..) => return Err(Error::new(name.span(), "a union is not read")),
    };
    let mut generics = input.generics.clone();
    for parameter in generics.type_params_mut() {
        parameter.bounds.push(syn::parse_quote!(::parcours::domain::read::FromValue));
    }
    let (_, types, bounds) = input.generics.split_for_impl();
    let (parameters, ..) = generics.split_for_impl();
    let mut with_lifetime = generics.clone();
    with_lifetime.params.insert(0, syn::parse_quote!('de));
    let (with_lifetime, ..) = with_lifetime.split_for_impl();
    Ok(quote! {
        #[automatically_derived]
        impl #parameters ::parcours::domain::read::FromValue for #name #types #bounds {
            fn from_value<'v>(value: &'v ::parcours::domain::read::Value<'v>, faults: &mut ::parcours::domain::read::Faults<'v>) -> Self {
                #body
            }
        }

        #[automatically_derived]
        impl #with_lifetime ::serde::Deserialize<'de> for #name #types #bounds {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                ::parcours::domain::read::deserialize(deserializer)
            }
        }
    })
}

/// `path { field: … }`, read from `value`.
fn record(path: &TokenStream, fields: &FieldsNamed, container: &Attributes) -> Result<TokenStream, Error> {
    let mut keys = Vec::new();
    let mut reads = Vec::new();
    let mut required: u64 = 0;
    if fields.named.len() > 64 {
        return Err(Error::new_spanned(fields, "a record has at most 64 fields"));
    }
    for (index, field) in fields.named.iter().enumerate() {
        let attributes = Attributes::of(&field.attrs)?;
        let Some(name) = &field.ident else { continue };
        keys.push(attributes.rename.clone().unwrap_or_else(|| renamed(name, container.rename_all)));
        let ty = &field.ty;
        let slot = Literal::usize_unsuffixed(index);
        let read = quote! { <#ty as ::parcours::domain::read::FromValue>::from_value(slots[#slot], faults) };
        let default = match (&attributes.default, &container.default) {
            (Some(Default::Call(function)), _) => Some(quote! { #function() }),
            (Some(Default::Plain), _) | (None, Some(_)) => Some(quote! { ::core::default::Default::default() }),
            (None, None) => None,
        };
        let read = match default {
            // Absent and null are both `None`.
            _ if is_option(ty) => read,
            Some(default) if attributes.null_is_default => {
                quote! { if *slots[#slot] == ::parcours::domain::read::Value::Null { #default } else { #read } }
            }
            Some(default) => quote! { if ::parcours::domain::read::is_absent(slots[#slot]) { #default } else { #read } },
            None => {
                required |= 1 << index;
                read
            }
        };
        reads.push(quote! { #name: #read });
    }
    let unknown = if container.deny_unknown_fields { quote!(Refused) } else { quote!(Allowed) };
    let count = Literal::usize_unsuffixed(keys.len());
    Ok(quote! {{
        let mut slots = [&::parcours::domain::read::ABSENT; #count];
        ::parcours::domain::read::fields(value, &[#(#keys),*], #required, ::parcours::domain::read::Unknown::#unknown, &mut slots, faults);
        #path { #(#reads),* }
    }})
}

/// A variant is a word, or the only key of a map.
fn tagged(data: &DataEnum, container: &Attributes) -> Result<TokenStream, Error> {
    let mut names = Vec::new();
    let mut arms = Vec::new();
    let plain = data.variants.iter().all(|variant| matches!(variant.fields, Fields::Unit));
    for (index, variant) in data.variants.iter().enumerate() {
        let attributes = Attributes::of(&variant.attrs)?;
        names.push(attributes.rename.clone().unwrap_or_else(|| renamed(&variant.ident, container.rename_all)));
        let ident = &variant.ident;
        let read = match &variant.fields {
            Fields::Unit => quote! { Self::#ident },
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                quote! { Self::#ident(::parcours::domain::read::FromValue::from_value(value, faults)) }
            }
            Fields::Named(fields) => record(&quote!(Self::#ident), fields, &container.inside())?,
            Fields::Unnamed(fields) => return Err(Error::new_spanned(fields, "a variant holds one value or named fields")),
        };
        // The last arm takes what cannot be, so that there is no panic to compile.
        let index = Literal::usize_unsuffixed(index);
        arms.push(if arms.len() + 1 == data.variants.len() {
            quote! { _ => #read }
        } else {
            quote! { #index => #read }
        });
    }
    Ok(if plain {
        quote! { match ::parcours::domain::read::word(value, &[#(#names),*], faults) { #(#arms),* } }
    } else {
        quote! {
            let (index, value) = ::parcours::domain::read::variant(value, &[#(#names),*], faults);
            match index { #(#arms),* }
        }
    })
}

/// The first variant that fits.
fn untagged(name: &syn::Ident, data: &DataEnum, container: &Attributes) -> Result<TokenStream, Error> {
    let mut tries = Vec::new();
    let message = format!("data did not match any variant of untagged enum {name}");
    for variant in &data.variants {
        let ident = &variant.ident;
        let read = match &variant.fields {
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                quote! { Self::#ident(::parcours::domain::read::FromValue::from_value(value, faults)) }
            }
            Fields::Named(fields) => record(&quote!(Self::#ident), fields, &container.inside())?,
            _ => return Err(Error::new_spanned(variant, "an untagged variant holds one value or named fields")),
        };
        tries.push(quote! {
            let mut trial = ::parcours::domain::read::Faults::default();
            let read = { let faults = &mut trial; #read };
            if !trial.any() {
                return read;
            }
        });
        // What is not there is told from here, with the first variant as its placeholder: a later one may hold the type itself, and what is
        // not there holds it for ever.
        if tries.len() == 1 {
            tries.push(quote! {
                if ::parcours::domain::read::is_absent(value) {
                    faults.tell(value, || #message.to_owned());
                    return read;
                }
            });
        }
    }
    Ok(quote! {
        #(#tries)*
        faults.tell(value, || #message.to_owned());
        read
    })
}

fn is_option(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|segment| segment.ident == "Option"))
}
