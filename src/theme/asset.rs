//! An asset: a static file of a theme, named after its content so that
//! browsers may keep it for ever.
//!
//! A file that stands alone bears its own fingerprint:
//! `/theme/style.0f3a9c21d4.css`. The files of a folder know each other by
//! their names, as scripts do that import each other, so they keep their names
//! and the folder bears the fingerprint of all of them:
//! `/theme/search.0f3a9c21d4/main.js`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::layer::Layer;
use super::layer::ThemeFile;
use super::script;
use crate::hash::Hash;

/// A static file of a theme.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Its address from the site's root.
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
        let mut files: BTreeMap<String, Cow<'static, [u8]>> = BTreeMap::new();
        for layer in layers.iter().rev() {
            files.extend(layer.below("static/").map(|(name, file)| (name.to_owned(), sent(name, file))));
        }
        if !settings.is_empty() {
            files.insert("settings.css".to_owned(), custom_properties(settings).into_bytes().into());
        }
        let folders = folders(&files);
        let asset = |(name, bytes): (String, Cow<'static, [u8]>)| {
            let address = match name.split_once('/') {
                Some((folder, file)) => {
                    let hash = folders.get(folder).copied().unwrap_or(Hash::of(&bytes));
                    format!("/theme/{folder}.{}/{file}", hash.short())
                }
                None => fingerprinted(&name, &bytes),
            };
            (name, Asset { address, bytes })
        };
        let by_name = files.into_iter().map(asset).collect();
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

/// What is sent of a file of a theme.
fn sent(name: &str, file: &ThemeFile) -> Cow<'static, [u8]> {
    match str::from_utf8(&file.bytes) {
        Ok(source) if name.ends_with(".js") => script::without_comments(source).into_bytes().into(),
        _ => file.bytes.clone(),
    }
}

/// The hash of each folder, by its name: of what its files are called and
/// hold, however deep they stand.
fn folders(files: &BTreeMap<String, Cow<'static, [u8]>>) -> BTreeMap<String, Hash> {
    let mut parts: BTreeMap<String, String> = BTreeMap::new();
    for (name, bytes) in files {
        let Some((folder, file)) = name.split_once('/') else { continue };
        let part = format!("{file}\n{}\n", Hash::of(bytes));
        parts.entry(folder.to_owned()).or_default().push_str(&part);
    }
    parts.into_iter().map(|(folder, parts)| (folder, Hash::of(parts.as_bytes()))).collect()
}

/// `style.css` becomes `/theme/style.0f3a9c21d4.css`.
fn fingerprinted(name: &str, bytes: &[u8]) -> String {
    let hash = Hash::of(bytes).short();
    match name.rfind('.') {
        Some(dot) if dot > 0 => {
            let (stem, extension) = name.split_at(dot);
            format!("/theme/{stem}.{hash}{extension}")
        }
        _ => format!("/theme/{name}.{hash}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The addresses of these files.
    fn addresses(files: &[(&str, &str)]) -> Vec<String> {
        let layer =
            Layer::of(files.iter().map(|(name, text)| (format!("static/{name}"), (*text).to_owned())));
        Assets::collect(&[layer], &BTreeMap::new(), "").iter().map(|asset| asset.address.clone()).collect()
    }

    /// What stands between `before` and `after` in an address.
    #[track_caller]
    fn between<'a>(address: &'a str, before: &str, after: &str) -> &'a str {
        address.strip_prefix(before).and_then(|rest| rest.strip_suffix(after)).expect(address)
    }

    #[test]
    fn the_name_changes_with_the_content() {
        let (one, other) = (addresses(&[("style.css", "a")]), addresses(&[("style.css", "b")]));
        assert_eq!(between(&one[0], "/theme/style.", ".css").len(), 10);
        assert_ne!(one, other);
        assert!(addresses(&[("LICENSE", "a")])[0].starts_with("/theme/LICENSE."));
    }

    #[test]
    fn the_files_of_a_folder_share_one_fingerprint() {
        let files = addresses(&[("search/main.js", "a"), ("search/parts/list.js", "b"), ("style.css", "c")]);
        let hash = between(&files[0], "/theme/search.", "/main.js");
        assert_eq!(between(&files[1], "/theme/search.", "/parts/list.js"), hash);
        let changed =
            addresses(&[("search/main.js", "a"), ("search/parts/list.js", "c"), ("style.css", "c")]);
        assert_ne!(between(&changed[0], "/theme/search.", "/main.js"), hash);
        assert_eq!(changed[2], files[2]);
    }

    #[test]
    fn a_comment_is_not_worth_another_name() {
        let commented = addresses(&[("search/main.js", "// why\ngo();\n")]);
        assert_eq!(commented, addresses(&[("search/main.js", "go();\n")]));
        let style = addresses(&[("style.css", "// why\n")]);
        assert_ne!(style, addresses(&[("style.css", "")]));
    }

    #[test]
    fn a_theme_replaces_single_files_of_a_folder() {
        let layer = |files: &[(&str, &str)]| {
            Layer::of(files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())))
        };
        let below = || layer(&[("static/search/main.js", "a\n"), ("static/search/list.js", "b\n")]);
        let collect = |layers: &[Layer]| Assets::collect(layers, &BTreeMap::new(), "");
        let usual = collect(&[below()]);
        let replaced = collect(&[layer(&[("static/search/list.js", "c\n")]), below()]);
        let bytes: Vec<_> = replaced.iter().map(|asset| asset.bytes.to_vec()).collect();
        assert_eq!(bytes, [b"c\n", b"a\n"]);
        assert_ne!(usual.href("search/main.js"), replaced.href("search/main.js"));
    }
}
