//! Answers to the browser.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode_str;
use tokio::sync::watch;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::WatchStream;

use super::{PageSource, Shown, page};
use crate::media::media_type;

const HTML: &str = "text/html; charset=utf-8";

#[derive(Clone)]
struct Web {
    shown: watch::Receiver<Shown>,
    hosts: Arc<[String]>,
}

/// The application on an address.
pub(super) fn app(shown: watch::Receiver<Shown>, address: SocketAddr) -> Router {
    let port = address.port();
    let hosts = ["127.0.0.1", "localhost"].into_iter().flat_map(|host| {
        // Browsers leave out the port that is the rule.
        let bare = (port == 80).then(|| host.to_owned());
        [format!("{host}:{port}")].into_iter().chain(bare)
    });
    Router::new().fallback(answer).with_state(Web { shown, hosts: hosts.collect() })
}

async fn answer(State(web): State<Web>, method: Method, uri: Uri, headers: HeaderMap) -> Response {
    // A page from elsewhere can have its own name lead to this machine, and would then read an unpublished book.
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    if !host.is_some_and(|host| web.hosts.iter().any(|allowed| allowed.eq_ignore_ascii_case(host))) {
        return plain(StatusCode::FORBIDDEN, "The preview is only for this machine.\n");
    }
    if method != Method::GET && method != Method::HEAD {
        return plain(StatusCode::METHOD_NOT_ALLOWED, "The preview can only be looked at.\n");
    }
    match uri.path() {
        "/-/events" => events(web.shown),
        "/-/reload.js" => bytes(StatusCode::OK, "text/javascript; charset=utf-8", include_bytes!("reload.js").to_vec()),
        "/-/preview.css" => bytes(StatusCode::OK, "text/css; charset=utf-8", include_bytes!("preview.css").to_vec()),
        _ => {
            let shown = web.shown.borrow().clone();
            // Making a page is work, and a page that makes the tool fail must not take the preview with it.
            let made = tokio::task::spawn_blocking(move || site(&shown, &uri)).await;
            made.unwrap_or_else(|_| {
                plain(StatusCode::INTERNAL_SERVER_ERROR, "stepbook failed on this page; its terminal says where.\n")
            })
        }
    }
}

/// News about every build, beginning with the one of now.
fn events(shown: watch::Receiver<Shown>) -> Response {
    let stream =
        WatchStream::new(shown).map(|shown| Ok::<_, Infallible>(Event::default().event("round").data(shown.token())));
    Sse::new(stream).keep_alive(KeepAlive::default()).into_response()
}

fn site(shown: &Shown, uri: &Uri) -> Response {
    let html = |status, page: &str, mistakes: Option<&str>| {
        bytes(status, HTML, page::prepare(page, &shown.token(), mistakes).into_bytes())
    };
    let Some(site) = &shown.site else {
        let mistakes = shown.mistakes.as_deref().unwrap_or_default();
        return html(StatusCode::INTERNAL_SERVER_ERROR, &page::alone(mistakes), None);
    };
    let mistakes = shown.mistakes.as_deref();
    let (status, mime, found) = match find(site.as_ref(), uri.path()) {
        Found::File(mime, found) => (StatusCode::OK, mime, found),
        Found::Folder => {
            // To the folder's own address, or the page's relative links would lead astray.
            let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
            // One slash in front: two would name another machine.
            let to = format!("/{}/{query}", uri.path().trim_start_matches('/'));
            return (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, to)]).into_response();
        }
        Found::Nothing => match site.get("404.html") {
            Some(found) => (StatusCode::NOT_FOUND, HTML.into(), found),
            None => return plain(StatusCode::NOT_FOUND, "There is no such page.\n"),
        },
    };
    match found {
        Ok(body) if mime == HTML => match String::from_utf8(body) {
            Ok(page) => html(status, &page, mistakes),
            Err(error) => bytes(status, &mime, error.into_bytes()),
        },
        Ok(body) => bytes(status, &mime, body),
        Err(broken) => html(StatusCode::INTERNAL_SERVER_ERROR, &page::alone(&broken), mistakes),
    }
}

enum Found {
    /// A file, and the media type that its name stands for.
    File(String, Result<Vec<u8>, String>),
    /// Nothing by this name, but a page below it.
    Folder,
    Nothing,
}

fn find(site: &dyn PageSource, path: &str) -> Found {
    let Ok(path) = percent_decode_str(path.trim_start_matches('/')).decode_utf8() else {
        return Found::Nothing;
    };
    if path.split('/').any(|part| part == "..") {
        return Found::Nothing;
    }
    if path.is_empty() || path.ends_with('/') {
        return site.get(&format!("{path}index.html")).map_or(Found::Nothing, |found| Found::File(HTML.into(), found));
    }
    if let Some(found) = site.get(&path) {
        return Found::File(media_type(&path), found);
    }
    let is_page = path.rsplit('/').next().is_some_and(|name| !name.contains('.'));
    if is_page && site.get(&format!("{path}/index.html")).is_some() { Found::Folder } else { Found::Nothing }
}

fn plain(status: StatusCode, text: &'static str) -> Response {
    bytes(status, "text/plain; charset=utf-8", text.into())
}

fn bytes(status: StatusCode, mime: &str, body: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, mime),
        // What was shown a moment ago may have changed.
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (status, headers, body).into_response()
}
