//! An asset: a static file of a theme, named after its content so that
//! browsers may keep it for ever.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::layer::Layer;
use crate::hash::Hash;

/// A static file of a theme.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Its address from the site's root: `/theme/style.0f3a9c21d4.css`.
    pub address: String,
    /// What it holds.
    pub bytes: Cow<'static, [u8]>,
}

/// The static files of all themes in use, by the name that templates use.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    by_name: BTreeMap<String, Asset>,
    base: String,
}

impl Assets {
    /// The static files of all `layers`, the first of them winning file by
    /// file.
    ///
    /// The theme's settings join them as `settings.css`, so that a brand's
    /// colours need no style in any page.
    pub(super) fn collect(layers: &[Layer], settings: &BTreeMap<String, String>, base: &str) -> Self {
        let mut by_name = BTreeMap::new();
        for layer in layers.iter().rev() {
            for (name, file) in layer.below("static/") {
                let address = fingerprinted(name, &file.bytes);
                by_name.insert(name.to_owned(), Asset { address, bytes: file.bytes.clone() });
            }
        }
        if !settings.is_empty() {
            let bytes = custom_properties(settings).into_bytes();
            let asset = Asset { address: fingerprinted("settings.css", &bytes), bytes: bytes.into() };
            by_name.insert("settings.css".to_owned(), asset);
        }
        Self { by_name, base: base.to_owned() }
    }

    /// Every asset, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = &Asset> {
        self.by_name.values()
    }

    /// The names that templates use.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }

    /// What a page has to link to for the asset called `name`.
    pub fn href(&self, name: &str) -> Option<String> {
        self.by_name.get(name).map(|asset| format!("{}{}", self.base, asset.address))
    }
}

/// The settings as CSS custom properties: `accent_dark` is `--accent-dark`.
fn custom_properties(settings: &BTreeMap<String, String>) -> String {
    let lines = settings.iter().map(|(name, value)| format!("  --{}: {value};\n", name.replace('_', "-")));
    format!(":root {{\n{}}}\n", lines.collect::<String>())
}

/// `style.css` becomes `/theme/style.0f3a9c21d4.css`.
fn fingerprinted(name: &str, bytes: &[u8]) -> String {
    let hash = Hash::of(bytes).short();
    let file = name.rfind('/').map_or(0, |slash| slash + 1);
    match name[file..].rfind('.') {
        Some(dot) if dot > 0 => {
            let (stem, extension) = name.split_at(file + dot);
            format!("/theme/{stem}.{hash}{extension}")
        }
        _ => format!("/theme/{name}.{hash}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_changes_with_the_content() {
        let name = fingerprinted("search/main.js", b"a");
        assert!(name.starts_with("/theme/search/main.") && name.ends_with(".js"), "{name}");
        assert_ne!(name, fingerprinted("search/main.js", b"b"));
    }
}
