//! What the standards list of elements and attributes.

use super::resource::Resource;

/// What browsers load by themselves: element of HTML, attribute, and what for
/// (WHATWG HTML, "Attributes").
pub const LOADS: &[(&str, &str, Resource)] = &[
    ("script", "src", Resource::Script),
    ("img", "src", Resource::Picture),
    ("input", "src", Resource::Picture),
    ("video", "poster", Resource::Picture),
    ("iframe", "src", Resource::Frame),
    ("frame", "src", Resource::Frame),
    ("embed", "src", Resource::Object),
    // as old as the element, and heeded where it has no `src`
    ("embed", "code", Resource::Object),
    ("object", "data", Resource::Object),
    ("video", "src", Resource::Film),
    ("audio", "src", Resource::Sound),
    ("source", "src", Resource::FilmOrSound),
    ("track", "src", Resource::Subtitles),
    ("form", "action", Resource::Form),
    ("button", "formaction", Resource::Form),
    ("input", "formaction", Resource::Form),
    ("base", "href", Resource::Base),
];

/// The attributes that hold several pictures to choose from.
pub const SOURCE_SETS: &[(&str, &str)] = &[("img", "srcset"), ("source", "srcset"), ("link", "imagesrcset")];

/// The links in a page's head that browsers act on (WHATWG HTML, "Link types").
pub const LINKS: &[(&str, Resource)] = &[
    ("stylesheet", Resource::Style),
    ("icon", Resource::Icon),
    ("apple-touch-icon", Resource::Icon),
    ("apple-touch-icon-precomposed", Resource::Icon),
    ("mask-icon", Resource::Icon),
    ("manifest", Resource::Manifest),
    ("modulepreload", Resource::Script),
    ("preload", Resource::File),
    // the description of a search, which browsers load to offer it (OpenSearch 1.1)
    ("search", Resource::File),
    ("compression-dictionary", Resource::File),
    ("prefetch", Resource::Page),
    ("prerender", Resource::Page),
    ("preconnect", Resource::Connection),
    ("dns-prefetch", Resource::Connection),
];

/// The types of script elements that run, or say how scripts are loaded; any
/// other type is data (WHATWG HTML, "The script element"; MIME Sniffing,
/// "JavaScript MIME type").
pub const SCRIPT_TYPES: &[&str] = &[
    "",
    "module",
    "importmap",
    "speculationrules",
    "application/ecmascript",
    "application/javascript",
    "application/x-ecmascript",
    "application/x-javascript",
    "text/ecmascript",
    "text/javascript",
    "text/javascript1.0",
    "text/javascript1.1",
    "text/javascript1.2",
    "text/javascript1.3",
    "text/javascript1.4",
    "text/javascript1.5",
    "text/jscript",
    "text/livescript",
    "text/x-ecmascript",
    "text/x-javascript",
];

/// The elements whose content is text (WHATWG HTML, "Parsing elements that
/// contain only text").
pub const RAW: &[&str] = &[
    "title",
    "textarea",
    "script",
    "style",
    "xmp",
    "iframe",
    "noembed",
    "noframes",
    "noscript",
    "plaintext",
];

/// The words that begin like the name of an event handler, such as `onclick`, and
/// are none.
pub const NO_HANDLERS: &[&str] = &["once", "one", "ongoing", "online", "only", "onto", "onward", "onwards"];

/// The elements of SVG that set an attribute of another one (SMIL Animation,
/// "Specifying the animation function").
pub const ANIMATIONS: &[&str] = &["set", "animate", "animatemotion", "animatetransform", "animatecolor"];

/// The attributes of those that say to what.
pub const ANIMATED_VALUES: &[&str] = &["to", "from", "by", "values"];
