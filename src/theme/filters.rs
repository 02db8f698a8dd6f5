//! What templates can call besides Tera's own filters.
//!
//! | call | gives |
//! |---|---|
//! | `{{ "asks.count" \| t(count=37) }}` | a string of the theme in the page's language |
//! | `{{ "search.found" \| pattern }}` | such a string as it is written, for scripts to fill |
//! | `{{ name \| josa(pair="을/를") }}` | the text with the particle that agrees |
//! | `{{ "/q/1/" \| href }}` | an address below the site's base |
//! | `{{ asset(path="style.css") }}` | the address of a theme's static file |

use std::borrow::Cow;
use std::sync::Arc;

use tera::Kwargs;
use tera::State;
use tera::Tera;
use tera::TeraResult;
use tera::Value;

use super::Strings;
use super::asset::Assets;
use crate::korean;
use crate::suggestion;

/// Makes all of them known to `tera`.
pub fn register(tera: &mut Tera, strings: &Arc<Strings>, assets: &Arc<Assets>, base: &str) {
    let texts = Arc::clone(strings);
    tera.register_filter("t", move |key: Cow<'_, str>, values: Kwargs, state: &State| {
        say(&texts, &key, &values, state)
    });
    let texts = Arc::clone(strings);
    tera.register_filter("pattern", move |key: Cow<'_, str>, _: Kwargs, state: &State| {
        texts
            .written(language(state)?.as_str().unwrap_or_default(), &key)
            .map(Value::from)
            .map_err(tera::Error::message)
    });
    tera.register_filter("josa", |word: Cow<'_, str>, values: Kwargs, _: &State| josa(&word, &values));
    let root = base.to_owned();
    tera.register_filter("href", move |path: Cow<'_, str>, _: Kwargs, _: &State| format!("{root}{path}"));
    let files = Arc::clone(assets);
    tera.register_function("asset", move |values: Kwargs, _: &State| asset(&files, &values));
}

fn say(strings: &Strings, key: &str, values: &Kwargs, state: &State) -> TeraResult<Value> {
    let language = language(state)?;
    let language = language.as_str().unwrap_or_default();
    let values: Vec<(&str, String)> =
        values.iter().filter_map(|(name, value)| Some((name.as_str()?, value.to_string()))).collect();
    // most strings have no places to fill, and pages are full of them
    if let Some(plain) = strings.plain(language, key).filter(|_| values.is_empty()) {
        return Ok(plain.clone());
    }
    let find = |name: &str| values.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str());
    strings.say(language, key, find).map(Value::from).map_err(tera::Error::message)
}

/// The language of the page that is being rendered.
fn language(state: &State) -> TeraResult<Value> {
    Ok(state.get("lang")?.unwrap_or_else(Value::none))
}

fn josa(word: &str, values: &Kwargs) -> TeraResult<String> {
    let pair: &str = values.must_get("pair")?;
    korean::josa(word, pair)
        .ok_or_else(|| tera::Error::message(format!("`{pair}` is no pair of particles; write it as 을/를")))
}

fn asset(assets: &Assets, values: &Kwargs) -> TeraResult<Value> {
    let path: &str = values.must_get("path")?;
    assets.href(path).map(Value::from).ok_or_else(|| {
        let near = suggestion::nearest(path, assets.names());
        let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        tera::Error::message(format!("the theme has no static file `{path}`{hint}"))
    })
}
