//! Raw HTML: what is let through of what staff write themselves.

/// HTML of staff's own by ammonia's allow-list, and with what the writer of
/// fragments puts around it.
pub fn clean(html: &str) -> String {
    ammonia::Builder::default()
        .add_generic_attributes(["id", "class"])
        .add_tag_attributes("img", ["loading", "decoding"])
        .add_tag_attributes("ol", ["start"])
        .add_tag_attributes("li", ["value"])
        .add_tag_attributes("a", ["role", "rel"])
        .link_rel(None)
        .add_tag_attributes("th", ["scope"])
        .url_schemes(["http", "https", "mailto", "tel"].into())
        .attribute_filter(|element, attribute, value| {
            let is_foreign = (element, attribute) == ("img", "src") && is_of_another_host(value);
            (!is_foreign).then_some(value.into())
        })
        .clean(html)
        .to_string()
}

/// The words that HTML of staff's own shows, without any of its elements.
pub fn words(html: &str) -> String {
    let words = ammonia::Builder::empty().clean(html).to_string();
    // what else there is of entities, the library has written as characters
    words.replace("&nbsp;", "\u{a0}").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// Whether a browser would ask another host for `address`, and so tell it who
/// reads what. Browsers take `\\` for `/`, and overlook line breaks (WHATWG URL,
/// 4.4).
fn is_of_another_host(address: &str) -> bool {
    let seen: String = address.chars().filter(|c| !c.is_ascii_control()).collect();
    let seen = seen.trim_start().replace('\\', "/");
    let first = seen.split(['/', '?', '#']).next().unwrap_or_default();
    seen.starts_with("//") || first.contains(':')
}

#[cfg(test)]
mod tests {
    use super::clean;
    use super::words;

    #[test]
    fn words_have_no_elements() {
        assert_eq!(words("<b>가</b> &lt;나&gt; &amp;lt; &middot;<script>a()</script>"), "가 <나> &lt; ·");
        assert_eq!(words("<a href=x>"), "");
    }

    #[test]
    fn a_picture_is_the_sites_own() {
        assert_eq!(clean("<img src=/a.png alt=가>"), "<img src=\"/a.png\" alt=\"가\">");
        for foreign in ["https://t.example/p.gif", "//t.example/p", "/\\t.example/p", "ht\ntps://t.example/p"]
        {
            assert_eq!(clean(&format!("<img src=\"{foreign}\" alt=가>")), "<img alt=\"가\">", "{foreign}");
        }
    }
}
