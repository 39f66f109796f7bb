# What a day's work needs; `just` lists it. Nothing here is more than the command it names.

_list:
    @just --list --unsorted

# Builds the workbook and shows it, anew at each change.
serve *args:
    cargo run --release -- serve --open {{args}}

# The quick tests.
test *args:
    cargo test {{args}}

# Every page of the workbook in a real browser; ONLY=regex narrows the pages.
browser:
    npm ci --prefix tests/browser --no-audit --no-fund
    npm test --prefix tests/browser

# All that a merge is held to.
gate:
    .ci/run

# Formats, then asks Clippy.
tidy:
    cargo fmt
    cargo clippy --all-targets -- -D warnings

# A book of so many chapters, to measure with.
book chapters dir:
    cargo run --release --example make_book -- {{chapters}} {{dir}}
