//! The size of an image, so that a page keeps its place while it loads.

use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Width and height in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ImageSize {
    /// The width.
    pub width: u32,
    /// The height.
    pub height: u32,
}

/// How much of an SVG is read to find its first element, in bytes.
const SVG_HEAD: u64 = 4096;

/// The size of the image at `path`; none when it is no image, or one that
/// does not say.
pub fn size(path: &Path) -> Option<ImageSize> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    match extension.as_str() {
        "svg" => svg_size(path),
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "bmp" => {
            let size = imagesize::size(path).ok()?;
            Some(ImageSize {
                width: u32::try_from(size.width).ok()?,
                height: u32::try_from(size.height).ok()?,
            })
        }
        _ => None,
    }
}

fn svg_size(path: &Path) -> Option<ImageSize> {
    let mut head = Vec::new();
    File::open(path).ok()?.take(SVG_HEAD).read_to_end(&mut head).ok()?;
    parse_svg(&String::from_utf8_lossy(&head))
}

/// The `width` and `height` of the first `<svg>`, else those of its `viewBox`.
fn parse_svg(text: &str) -> Option<ImageSize> {
    let start = text.find("<svg")?;
    let tag = &text[start..start + text[start..].find('>')?];
    let pixels =
        |name| attribute(tag, name).and_then(|value| value.trim_end_matches("px").parse::<f32>().ok());
    let (width, height) = match (pixels("width"), pixels("height")) {
        (Some(width), Some(height)) => (width, height),
        _ => {
            let view = attribute(tag, "viewBox")?;
            let mut numbers = view.split([' ', ',']).filter_map(|number| number.parse::<f32>().ok());
            (numbers.nth(2)?, numbers.next()?)
        }
    };
    let whole = |length: f32| (length.is_finite() && length >= 1.0).then_some(length.round() as u32);
    Some(ImageSize { width: whole(width)?, height: whole(height)? })
}

/// The value of an attribute in a tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag;
    loop {
        let at = rest.find(name)?;
        let before = rest[..at].chars().next_back();
        rest = &rest[at + name.len()..];
        let value = rest.trim_start().strip_prefix('=').map(str::trim_start);
        if let (Some(value), Some(' ' | '\n' | '\t' | '\r')) = (value, before) {
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            return value[1..].split(quote).next();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_svg_says_its_size() {
        let size = Some(ImageSize { width: 64, height: 32 });
        assert_eq!(parse_svg("<?xml?><svg width=\"64px\" height='32' viewBox=\"0 0 1 1\">"), size);
        assert_eq!(parse_svg("<svg stroke-width=\"2\" viewBox=\"0 0 64 32\">"), size);
    }

    #[test]
    fn an_svg_without_a_size_has_none() {
        assert_eq!(parse_svg("<svg width=\"100%\">"), None);
        assert_eq!(parse_svg("<html>"), None);
    }
}
