//! The accent colour of a host: read, and repaired until every text stays readable.
//!
//! Contrast is that of WCAG 2.2, criterion 1.4.3: `(lighter + 0.05) / (darker + 0.05)` of relative luminances, at least 4.5 for text.
//! The accent is the colour of links and titles on paper, and the ground of buttons. All arithmetic is on integers.

use super::error::InputError;
use std::fmt;

/// A colour of eight bits a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rgb(pub u8, pub u8, pub u8);

/// The least contrast of text, in hundredths.
pub const LEAST_CONTRAST: u64 = 450;

/// The ground on which the accent is hardest to read, on light and on dark paper: `--pc-sunk` of `ui/style/base.css`.
pub const SUNK_LIGHT: Rgb = Rgb(0xf5, 0xf0, 0xe6);
/// See [`SUNK_LIGHT`].
pub const SUNK_DARK: Rgb = Rgb(0x25, 0x29, 0x2d);

/// An accent that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accent {
    /// On light paper.
    pub light: Rgb,
    /// On dark paper.
    pub dark: Rgb,
    /// Text on the light accent.
    pub on_light: Rgb,
    /// Text on the dark accent.
    pub on_dark: Rgb,
    /// Whether the colour asked for is the one on light paper.
    pub kept: bool,
}

impl Rgb {
    const BLACK: Self = Self(0, 0, 0);
    const WHITE: Self = Self(255, 255, 255);

    /// Reads `#rgb` or `#rrggbb`.
    ///
    /// # Errors
    /// `invalid_colour` for anything else.
    pub fn read(text: &str) -> Result<Self, InputError> {
        let wrong = || InputError::new("invalid_colour", "accent", format!("`{text}` is not a colour: write #rgb or #rrggbb"));
        let digits = text.trim().strip_prefix('#').ok_or_else(wrong)?;
        let values: Option<Vec<u8>> = digits.chars().map(|digit| digit.to_digit(16).and_then(|value| u8::try_from(value).ok())).collect();
        match values.as_deref() {
            Some([r, g, b]) => Ok(Self(r * 17, g * 17, b * 17)),
            Some([r, s, g, h, b, c]) => Ok(Self(r << 4 | s, g << 4 | h, b << 4 | c)),
            _ => Err(wrong()),
        }
    }

    /// Relative luminance, 0 to 1 in parts of [`ONE`].
    fn luminance(self) -> u64 {
        (2126 * linear(self.0) + 7152 * linear(self.1) + 722 * linear(self.2)) / 10_000
    }

    /// This colour with `part` of 256 parts of `other`.
    fn mixed(self, other: Self, part: u16) -> Self {
        let mix = |a: u8, b: u8| u8::try_from((u16::from(a) * (256 - part) + u16::from(b) * part) / 256).unwrap_or(b);
        Self(mix(self.0, other.0), mix(self.1, other.1), mix(self.2, other.2))
    }
}

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

/// The contrast of two colours in hundredths, rounded down: 100 to 2100.
#[must_use]
pub fn contrast(a: Rgb, b: Rgb) -> u64 {
    let (a, b) = (a.luminance(), b.luminance());
    let shade = ONE / 20;
    (a.max(b) + shade) * 100 / (a.min(b) + shade)
}

/// The accent nearest to `asked` that can be read on light and on dark paper, its hue kept.
#[must_use]
pub fn repair(asked: Rgb) -> Accent {
    let light = until_readable(asked, Rgb::BLACK, SUNK_LIGHT);
    let dark = until_readable(asked, Rgb::WHITE, SUNK_DARK);
    Accent { light, dark, on_light: text_on(light), on_dark: text_on(dark), kept: light == asked }
}

/// `colour` with as little of `end`, black or white, as makes it readable on `ground`. All of `end` does.
fn until_readable(colour: Rgb, end: Rgb, ground: Rgb) -> Rgb {
    (0..=256).map(|part| colour.mixed(end, part)).find(|mixed| contrast(*mixed, ground) >= LEAST_CONTRAST).unwrap_or(end)
}

/// The better of black and white, which is always readable: one of them has a contrast of 4.58 or more.
fn text_on(ground: Rgb) -> Rgb {
    if contrast(Rgb::WHITE, ground) >= contrast(Rgb::BLACK, ground) { Rgb::WHITE } else { Rgb::BLACK }
}

/// A luminance of one.
const ONE: u64 = 1 << 32;

/// The light of a channel, 0 to [`ONE`]: the curve of sRGB.
fn linear(channel: u8) -> u64 {
    let channel = u64::from(channel);
    if channel <= 10 {
        // Below 0.04045 the curve is a line, c / 12.92.
        return channel * ONE * 100 / (255 * 1292);
    }
    // ((c + 0.055) / 1.055) ^ 2.4, as x² · z with z⁵ = x²; x in parts of 2¹⁶, z in parts of 2²⁰.
    let x = (channel * 1000 + 14_025) * 65_536 / 269_025;
    let square = u128::from(x * x) << 68;
    let (mut low, mut high) = (0_u64, 1_u64 << 20);
    while low < high {
        let middle = (low + high).div_ceil(2);
        if u128::from(middle).pow(5) <= square { low = middle } else { high = middle - 1 }
    }
    // x² has 32 bits of fraction, and z 20.
    u64::try_from((u128::from(x * x) * u128::from(low)) >> 20).unwrap_or(ONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(text: &str) -> Rgb {
        Rgb::read(text).unwrap()
    }

    /// The same by floats: an independent way to the standard's formula.
    fn exact_contrast(a: Rgb, b: Rgb) -> f64 {
        let channel = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        let luminance = |Rgb(r, g, b): Rgb| 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Every colour of a grid of 18 steps a channel.
    fn grid() -> impl Iterator<Item = Rgb> {
        let steps = || (0..=255_u8).step_by(15);
        steps().flat_map(move |r| steps().flat_map(move |g| steps().map(move |b| Rgb(r, g, b))))
    }

    #[test]
    fn colours_are_read_in_both_lengths_and_nothing_else_is() {
        assert_eq!(colour("#14606b"), Rgb(0x14, 0x60, 0x6b));
        assert_eq!(colour(" #F0a "), Rgb(0xff, 0x00, 0xaa));
        for wrong in ["", "#", "red", "14606b", "#12345", "#1234567", "#12345g", "#é00", "rgb(0,0,0)", "url(x)"] {
            assert_eq!(Rgb::read(wrong).unwrap_err().code, "invalid_colour", "{wrong}");
        }
        assert_eq!(colour("#0aF").to_string(), "#00aaff");
    }

    #[test]
    fn the_contrast_is_the_standards() {
        assert_eq!(contrast(Rgb::BLACK, Rgb::WHITE), 2100);
        assert_eq!(contrast(Rgb::WHITE, Rgb::WHITE), 100);
        assert_eq!(contrast(colour("#767676"), Rgb::WHITE), 454, "the lightest grey that passes on white");
        assert_eq!(contrast(colour("#777777"), Rgb::WHITE), 447);
        for asked in grid() {
            for ground in [SUNK_LIGHT, SUNK_DARK, Rgb::WHITE] {
                let (ours, exact) = (contrast(asked, ground) as f64 / 100.0, exact_contrast(asked, ground));
                assert!((exact - ours).abs() < 0.02, "{asked} on {ground}: {ours}, exactly {exact}");
            }
        }
    }

    #[test]
    fn every_colour_becomes_one_that_can_be_read() {
        for asked in grid() {
            let accent = repair(asked);
            for (front, ground) in
                [(accent.light, SUNK_LIGHT), (accent.dark, SUNK_DARK), (accent.on_light, accent.light), (accent.on_dark, accent.dark)]
            {
                let exact = exact_contrast(front, ground);
                assert!(exact > 4.499, "{asked}: {front} on {ground} is {exact}");
            }
        }
    }

    #[test]
    fn a_colour_that_can_be_read_is_kept_and_a_pale_one_only_made_as_dark_as_needed() {
        assert_eq!(repair(colour("#14606b")).light, colour("#14606b"));
        assert!(repair(colour("#14606b")).kept);
        for asked in grid() {
            let Accent { light, kept, .. } = repair(asked);
            let was_readable = contrast(asked, SUNK_LIGHT) >= LEAST_CONTRAST;
            assert_eq!(kept, was_readable, "{asked}");
            assert!(kept || contrast(light, SUNK_LIGHT) < 480, "{asked} became {light}, darker than needed");
        }
        let pale = repair(colour("#ffe000"));
        assert!(!pale.kept && pale.light.0 > pale.light.2 && pale.light.1 > pale.light.2, "yellow stays yellowish: {}", pale.light);
    }

    #[test]
    fn the_grounds_are_those_of_the_style_sheet() {
        let sheet = include_str!("../ui/style/base.css");
        for ground in [SUNK_LIGHT, SUNK_DARK] {
            assert!(sheet.contains(&format!("--pc-sunk: {ground};")), "{ground}");
        }
    }
}
