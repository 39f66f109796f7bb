//! What a build of a growing book costs, stage by stage. Figures of one run are compared with each other, never with a clock
//! on another machine: see the last line of each group.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr
)]

use std::hint::black_box;
use std::path::Path;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use stepbook::check::Facts;
use stepbook::diag::Diags;
use stepbook::load::Drafts;
use stepbook::render::{Maker, Theme};
use stepbook::source::Sources;
use stepbook::{Options, build, check, load};

mod generator;

/// Chapters of the books measured; cost per chapter should stay level from one to the next.
const SIZES: [usize; 3] = [100, 500, 2000];

fn stages(c: &mut Criterion) {
    let temp = tempfile::tempdir().expect("a temporary folder");
    for size in SIZES {
        let dir = temp.path().join(size.to_string());
        generator::write_book(&dir, size).expect("a generated book");
        let sources = Sources::read(&dir, &mut Diags::new());
        let book = load::book(&sources, Drafts::Out, &mut Diags::new());
        let theme = Theme::load(&book.config, &sources, &mut Diags::new()).expect("the built-in theme");
        let mut group = c.benchmark_group("stages");
        group.sample_size(10).throughput(Throughput::Elements(size as u64));
        group.bench_with_input(BenchmarkId::new("read", size), &dir, |b, dir: &std::path::PathBuf| {
            b.iter(|| black_box(Sources::read(dir, &mut Diags::new())));
        });
        group.bench_function(BenchmarkId::new("load", size), |b| {
            b.iter(|| black_box(load::book(&sources, Drafts::Out, &mut Diags::new())));
        });
        group.bench_function(BenchmarkId::new("check", size), |b| {
            b.iter(|| {
                let mut diags = Diags::new();
                check::book(&Facts { book: &book, sources: &sources, today: 0 }, &mut diags);
                black_box(diags)
            });
        });
        group.bench_function(BenchmarkId::new("render", size), |b| {
            let maker = Maker::new(&book, &sources, &theme, None, &mut Diags::new());
            let site = maker.site();
            b.iter(|| {
                for unit in site.units() {
                    black_box((unit.make)().expect("a page"));
                }
            });
        });
        group.bench_function(BenchmarkId::new("build", size), |b| {
            let out = temp.path().join(format!("site-{size}"));
            b.iter(|| whole(&dir, &out));
        });
        group.finish();
    }
}

/// A whole build into an empty folder, as a newcomer meets it.
fn whole(dir: &Path, out: &Path) {
    if out.exists() {
        std::fs::remove_dir_all(out).expect("the last site goes");
    }
    let built = build(dir, &Options::default(), false, Some(out.to_owned()), &|_| ()).expect("a build");
    assert!(built.done.is_some(), "the generated book has no mistakes");
}

criterion_group!(benches, stages);
criterion_main!(benches);
