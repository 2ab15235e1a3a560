//! What a page is compared with: a server that does nothing but send the same bytes. `bare PORT FILE`; asked by
//! `cargo xtask bench`.

use axum::Router;
use axum::body::Bytes;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use axum::serve::ListenerExt;

#[tokio::main]
async fn main() {
    let mut words = std::env::args().skip(1);
    let (Some(port), Some(file)) = (words.next().and_then(|it| it.parse::<u16>().ok()), words.next()) else {
        eprintln!("bare PORT FILE");
        std::process::exit(2);
    };
    let body = Bytes::from(std::fs::read(file).expect("the file can be read"));
    let page = get(async move || ([(CONTENT_TYPE, "text/html; charset=utf-8")], body.clone()));
    let router = Router::new().route("/", page).route("/livez", get(async || ""));
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await.expect("the port is free");
    // As the product does: without it small packets wait for each other.
    let listener = listener.tap_io(|stream| stream.set_nodelay(true).expect("a stream of TCP"));
    axum::serve(listener, router).await.expect("the server runs");
}
