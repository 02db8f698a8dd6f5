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
        .clean(html)
        .to_string()
}
