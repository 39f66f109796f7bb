//! What kind of file a name stands for.

use mime_guess::mime;

/// The media type that a name's ending stands for; `application/octet-stream` when nobody knows it. Text is said to be in UTF-8.
#[must_use]
pub fn media_type(path: &str) -> String {
    let found = mime_guess::from_path(path).first_or_octet_stream();
    if found.type_() == mime::TEXT { format!("{found}; charset=utf-8") } else { found.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_beside_a_chapter_is_shown_as_what_it_is() {
        for (path, wanted) in [
            ("index.html", "text/html; charset=utf-8"),
            ("assets/work-1.js", "text/javascript; charset=utf-8"),
            ("assets/paper-1.css", "text/css; charset=utf-8"),
            ("site.webmanifest", "application/manifest+json"),
            ("icon.svg", "image/svg+xml"),
            ("A Photo.JPG", "image/jpeg"),
            ("a.avif", "image/avif"),
            ("fonts/hand.woff2", "font/woff2"),
            ("breathing.mp3", "audio/mpeg"),
            ("walk.mp4", "video/mp4"),
            ("captions.vtt", "text/vtt; charset=utf-8"),
            ("sheet.pdf", "application/pdf"),
            ("list.csv", "text/csv; charset=utf-8"),
            ("no ending", "application/octet-stream"),
            ("strange.ending-of-ours", "application/octet-stream"),
        ] {
            assert_eq!(media_type(path), wanted, "{path}");
        }
    }
}
