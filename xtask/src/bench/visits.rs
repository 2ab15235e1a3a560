//! What a browser loads: on the first visit, and when it comes again.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};

use crate::{
    figures::{self, Figure},
    http::{Connection, Response},
};

pub fn visits(port: u16, cookie: &str, found: &mut Vec<Figure>) -> Result<()> {
    let mut connection = Connection::open(port)?;
    let headers = [("Cookie", cookie), ("Accept-Encoding", "br, gzip")];
    let page = connection.get("/", &headers)?;
    ensure!(page.status == 200, "the overview answered {}", page.status);
    let plain = connection.get("/", &[("Cookie", cookie)])?;
    let (mut first, mut fonts) = (page.wire, 0);
    let mut second = again(&mut connection, "/", &page, &headers)?;
    let mut program = 0;
    for path in named_files(&String::from_utf8_lossy(&plain.body)) {
        let file = connection.get(&path, &headers)?;
        ensure!(file.status == 200, "{path} answered {}", file.status);
        let code = path.ends_with(".js") || path.ends_with(".wasm");
        if code {
            program += connection.get(&path, &[("Accept-Encoding", "gzip")])?.body.len();
        }
        *(if path.ends_with(".woff2") { &mut fonts } else { &mut first }) += file.wire;
        second += again(&mut connection, &path, &file, &headers)?;
    }
    ensure!(program > 0, "the overview names no JavaScript or wasm to measure");
    let kb = |bytes: usize| bytes as f64 / 1000.0;
    found.push(Figure::at_most("first visit, as sent, without fonts", kb(first), 250.0, "kB"));
    found.push(Figure::at_most("wasm and JavaScript of it, gzip", kb(program), 120.0, "kB"));
    found.push(Figure::without_budget("fonts that the page asks for at once", kb(fonts), "kB"));
    found.extend(figures::of_site()?.into_iter().filter(|it| it.what == "fonts"));
    found.push(Figure::at_most("second visit", kb(second), 40.0, "kB"));
    Ok(())
}

/// What the same file costs a browser that has it already: nothing when it is immutable, else the answer to asking.
fn again(connection: &mut Connection, path: &str, known: &Response, headers: &[(&str, &str)]) -> Result<usize> {
    if known.header("cache-control").is_some_and(|it| it.contains("immutable")) {
        return Ok(0);
    }
    let mut headers = headers.to_vec();
    headers.extend(known.header("etag").map(|tag| ("If-None-Match", tag)));
    Ok(connection.get(path, &headers)?.wire)
}

/// The files of our own that a page names between quotes, wherever it does: in links, in preloads, in its script.
fn named_files(html: &str) -> BTreeSet<String> {
    let kinds = [".css", ".js", ".wasm", ".woff2", ".svg", ".ico"];
    let mut found = BTreeSet::new();
    for piece in html.split(['"', '\'', '`', '<', '>', ' ', '(', ')']) {
        let path = piece.split(['?', '#']).next().unwrap_or_default();
        if path.starts_with('/') && !path.starts_with("//") && kinds.iter().any(|it| path.ends_with(it)) {
            found.insert(path.to_string());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_names_its_files_in_links_and_scripts() {
        let html = r#"<link rel="stylesheet" href="/style.css?v=1"><script>import("/a.js"); load('/b.wasm')</script>
                      <a href="https://example.org/c.js">x</a><script src=//cdn/d.js></script><link href="/a.js">"#;
        assert_eq!(named_files(html).into_iter().collect::<Vec<_>>(), ["/a.js", "/b.wasm", "/style.css"]);
    }
}
