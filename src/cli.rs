//! The command line: what can be typed, and one short function a command.

pub mod print;
mod progress;
mod stages;
mod translate;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

use crate::Options;
use crate::diag::{Code, Diags, Severity, nearest};
use crate::scaffold::{self, Made, Refused};
use crate::source::Sources;

use self::progress::Progress;

/// Turns Markdown chapters and YAML exercises into a guided workbook, published as static HTML.
#[derive(Debug, Parser)]
#[command(
    name = "stepbook",
    version,
    arg_required_else_help = true,
    after_help = "\
Start with:  stepbook init my-workbook && stepbook serve my-workbook --open
Exit codes:  0 all is well, 1 something in the book is to be put right, 2 the machine failed or the command was mistyped"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build the book's site
    Build(Build),
    /// Find all mistakes in the book, and write nothing
    Check(Check),
    /// Show the book in the browser and follow every change that is saved
    Serve(Serve),
    /// Make a small working workbook, with one commented exercise of each kind
    Init(Init),
    /// Add an exercise or a chapter to the book
    New(New),
    /// Say why a rule is there and what to do, or what a kind is, with an example
    Explain(Explain),
    /// Print the JSON Schema of exercises, for editors that complete and check
    Schema(Schema),
    /// Write the files of a translation: a place for each word, and a note of what it was made from
    Translate(Translate),
    /// Write workbook.lock, which keeps readers' answers safe from later changes
    Lock(Lock),
    /// Print completions for a shell
    Completions(Completions),
}

#[derive(Debug, Args)]
struct Build {
    /// The book's folder, which holds book.toml
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Where the site is written [default: `out` of book.toml, or site/ in the book's folder]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Where the site will be published, instead of `base_url` of book.toml
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<String>,
    /// Include chapters marked `draft: true`
    #[arg(long)]
    drafts: bool,
    /// Publish nothing when there is advice
    #[arg(long)]
    strict: bool,
    /// Also write each exercise as one file that needs no other, to send to somebody (needs a base URL)
    #[arg(long)]
    standalone: bool,
}

#[derive(Debug, Args)]
struct Check {
    /// The book's folder, which holds book.toml
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Text goes to standard error, the other formats to standard output
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Exit with 1 when there is advice
    #[arg(long)]
    strict: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For people: the lines, with the place marked
    Text,
    /// One array of findings
    Json,
    /// SARIF 2.1.0, for code hosts and editors
    Sarif,
    /// Annotations in a workflow on GitHub
    Github,
}

#[derive(Debug, Args)]
struct Serve {
    /// The book's folder, which holds book.toml
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// The port on 127.0.0.1; 0 takes any that is free
    #[arg(long, value_name = "N", default_value_t = 4567)]
    port: u16,
    /// Open the book in the browser
    #[arg(long)]
    open: bool,
}

#[derive(Debug, Args)]
struct Init {
    /// The new book's folder; new or empty
    dir: PathBuf,
    /// Copy the whole workbook that comes with stepbook, as a start for a fork
    #[arg(long)]
    shipped: bool,
}

#[derive(Debug, Args)]
struct New {
    #[command(subcommand)]
    what: What,
    /// The book's folder, which holds book.toml
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    dir: PathBuf,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Add an exercise to content/exercises/
    Exercise {
        /// worksheet, check, example, practice, checkin, pair or cards
        kind: String,
        /// Its id: small letters, digits and hyphens, such as my-first-sheet
        id: String,
    },
    /// Add a chapter after the last one
    Chapter {
        /// Its title; words without quotes are joined
        #[arg(required = true, value_name = "TITLE")]
        title: Vec<String>,
    },
}

#[derive(Debug, Args)]
struct Explain {
    /// The code, such as SB0005, or a kind of field or exercise, such as slider
    #[arg(required_unless_present = "list")]
    code: Option<String>,
    /// List all codes, one a line
    #[arg(long, conflicts_with = "code")]
    list: bool,
}

#[derive(Debug, Args)]
struct Schema {
    /// Of this kind of exercise or field only
    kind: Option<String>,
    /// The book's folder, whose theme may add kinds; none is needed
    #[arg(long, default_value = ".")]
    dir: PathBuf,
}

#[derive(Debug, Args)]
struct Lock {
    /// The book's folder, which holds book.toml
    #[arg(default_value = ".")]
    dir: PathBuf,
}

#[derive(Debug, Args)]
struct Translate {
    /// A language that book.toml names under [translations], such as es
    #[arg(value_name = "LANG")]
    language: String,
    /// Chapters and exercises, or their translations; all that the language covers unless named
    #[arg(value_name = "PATH")]
    only: Vec<String>,
    /// The book's folder, which holds book.toml
    #[arg(long, default_value = ".")]
    dir: PathBuf,
    /// Somebody has looked at what changed in the source: note that the translation fits it
    #[arg(long)]
    reviewed: bool,
}

#[derive(Debug, Args)]
struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: clap_complete::Shell,
}

/// How a command ended, when the machine did its part.
enum Outcome {
    /// All is well.
    Fine,
    /// The author has something to put right.
    Mistakes,
}

impl Outcome {
    fn of(diags: &Diags, strict: bool) -> Self {
        let advice = strict && diags.count(Severity::Advice) > 0;
        if diags.has_errors() || advice { Self::Mistakes } else { Self::Fine }
    }
}

/// Runs the command that was typed.
pub fn run(args: impl Iterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(usage) => {
            // A closed pipe is no reason to fail: `stepbook --help | head -1`.
            let _ = usage.print();
            return ExitCode::from(u8::try_from(usage.exit_code()).unwrap_or(2));
        }
    };
    let done = match cli.command {
        Command::Build(args) => build(&args),
        Command::Check(args) => check(&args),
        Command::Serve(args) => serve(&args),
        Command::Init(args) => init(&args),
        Command::New(args) => new(&args),
        Command::Explain(args) => explain(&args),
        Command::Schema(args) => schema(&args),
        Command::Lock(args) => lock(&args),
        Command::Translate(args) => translate::run(&args.dir, &args.language, &args.only, args.reviewed),
        Command::Completions(args) => completions(&args),
    };
    match done {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Mistakes) => ExitCode::from(1),
        Err(error) => {
            print::err(&print::failure(&format!("{error:#}"), None));
            ExitCode::from(2)
        }
    }
}

fn build(args: &Build) -> anyhow::Result<Outcome> {
    let start = Instant::now();
    let progress = Progress::start();
    let options = Options {
        base_url: args.base_url.clone(),
        drafts: args.drafts,
        standalone: args.standalone,
        ..Options::default()
    };
    let built = stages::build(&args.dir, &options, args.strict, args.out.clone(), &|stage| progress.say(stage))?;
    drop(progress);
    report(&built.diags, &built.sources);
    let Some(done) = built.done else {
        print::err("nothing was published\n");
        return Ok(Outcome::Mistakes);
    };
    print::err(&format!(
        "built {} with {} into {}, {} advice, in {:.2} s\n",
        print::number(done.pages, "page", "pages"),
        print::number(done.exercises, "exercise", "exercises"),
        shown(&done.out),
        built.diags.count(Severity::Advice),
        start.elapsed().as_secs_f64()
    ));
    Ok(Outcome::of(&built.diags, args.strict))
}

fn check(args: &Check) -> anyhow::Result<Outcome> {
    let (sources, diags) = stages::check(&args.dir);
    match args.format {
        Format::Text => {
            report(&diags, &sources);
            if diags.iter().next().is_none() {
                print::err("no mistakes found\n");
            }
        }
        Format::Json => print::out(&print::json(&diags, &sources)?)?,
        Format::Sarif => print::out(&print::sarif(&diags, &sources, &base(&args.dir))?)?,
        Format::Github => print::out(&print::github(&diags, &sources, &base(&args.dir)))?,
    }
    Ok(Outcome::of(&diags, args.strict))
}

fn serve(args: &Serve) -> anyhow::Result<Outcome> {
    stages::serve(&args.dir, args.port, args.open)?;
    Ok(Outcome::Fine)
}

fn init(args: &Init) -> anyhow::Result<Outcome> {
    let made = if args.shipped {
        scaffold::copy(&args.dir, stages::shipped())
    } else {
        scaffold::init(&args.dir, stages::today())
    };
    told(made, |made| {
        let (files, dir, typed) = (made.files.len(), args.dir.display(), scaffold::as_typed(&args.dir));
        format!("made a workbook of {files} files in {dir}\nnow: stepbook serve {typed} --open\n")
    })
}

/// An address as `--base-url` takes it.
fn base_url(typed: &str) -> Result<String, String> {
    if stages::is_base(typed) {
        return Ok(typed.to_owned());
    }
    Err("write it in full, such as https://example.org/workbook/".to_owned())
}

fn new(args: &New) -> anyhow::Result<Outcome> {
    let made = match &args.what {
        What::Exercise { kind, id } => scaffold::new_exercise(&args.dir, kind, id),
        What::Chapter { title } => scaffold::new_chapter(&args.dir, &title.join(" ")),
    };
    told(made, |made| {
        let files = made.files.iter().map(|file| format!("made {}\n", file.display()));
        let paste =
            made.paste.iter().map(|line| format!("paste this line into the chapter that shows it:\n\n{line}\n\n"));
        files.chain(paste).collect()
    })
}

fn told(made: Result<Made, Refused>, tell: impl FnOnce(&Made) -> String) -> anyhow::Result<Outcome> {
    match made {
        Ok(made) => {
            print::err(&tell(&made));
            Ok(Outcome::Fine)
        }
        Err(Refused::Author { message, help }) => {
            print::err(&print::failure(&message, Some(&help)));
            Ok(Outcome::Mistakes)
        }
        Err(Refused::Machine(error)) => Err(error),
    }
}

fn explain(args: &Explain) -> anyhow::Result<Outcome> {
    let mut codes = stages::codes();
    codes.sort_by_key(|code| code.id);
    let Some(wanted) = &args.code else {
        let list: String =
            codes.iter().map(|code| format!("{}  {:<6}  {}\n", code.id, code.severity.word(), code.title)).collect();
        print::out(&list)?;
        return Ok(Outcome::Fine);
    };
    if let Some(code) = find(&codes, wanted) {
        print::out(&print::page(code))?;
        return Ok(Outcome::Fine);
    }
    if let Some((is_field, about, example)) = stages::kind(wanted) {
        let what = if is_field { "field" } else { "exercise" };
        print::out(&format!("{wanted}, a kind of {what}: {about}\n\n{example}"))?;
        return Ok(Outcome::Fine);
    }
    let kinds = crate::kinds::FIELDS.iter().map(|k| k.name()).chain(crate::kinds::EXERCISES.iter().map(|k| k.name()));
    let ids: Vec<&str> = codes.iter().map(|code| code.id).chain(kinds).collect();
    let help = match nearest(wanted, &ids) {
        Some(id) => format!("did you mean `{id}`?"),
        None => "all codes: stepbook explain --list".to_owned(),
    };
    print::err(&print::failure(&format!("there is no code or kind `{wanted}`"), Some(&help)));
    Ok(Outcome::Mistakes)
}

/// A code as it is written in a message, or as one remembers it: `sb5` is SB0005.
fn find<'a>(codes: &[&'a Code], wanted: &str) -> Option<&'a Code> {
    let number = |id: &str| id.get(2..).and_then(|digits| digits.parse::<u32>().ok());
    let typed = wanted.trim().to_ascii_uppercase();
    let typed = if typed.starts_with("SB") { typed } else { format!("SB{typed}") };
    codes.iter().find(|code| number(code.id).is_some() && number(code.id) == number(&typed)).copied()
}

fn schema(args: &Schema) -> anyhow::Result<Outcome> {
    match stages::schema(&args.dir, args.kind.as_deref()) {
        Ok(schema) => {
            print::out(&(serde_json::to_string_pretty(&schema)? + "\n"))?;
            Ok(Outcome::Fine)
        }
        Err(message) => {
            print::err(&print::failure(&message, None));
            Ok(Outcome::Mistakes)
        }
    }
}

fn lock(args: &Lock) -> anyhow::Result<Outcome> {
    let locked = stages::lock(&args.dir)?;
    report(&locked.diags, &locked.sources);
    match locked.done {
        Some(exercises) => {
            print::err(&format!("wrote workbook.lock with {}\n", print::number(exercises, "exercise", "exercises")))
        }
        None => print::err("workbook.lock was not written\n"),
    }
    Ok(Outcome::of(&locked.diags, false))
}

fn completions(args: &Completions) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "stepbook", &mut script);
    print::out(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Fine)
}

fn report(diags: &Diags, sources: &Sources) {
    print::err(&print::human(diags, sources));
    print::err(&print::tally(diags));
}

/// A folder as it is typed: relative where it lies below the one the command runs in, and with a slash at its end.
fn shown(dir: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let dir = dir.strip_prefix(&here).unwrap_or(dir);
    let dir = dir.strip_prefix(".").unwrap_or(dir);
    format!("{}{}", dir.display(), std::path::MAIN_SEPARATOR)
}

/// The book's folder as seen from where the command runs, with `/`; empty for that folder itself.
fn base(dir: &Path) -> String {
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    let (Ok(here), Ok(dir)) = (here, dir.canonicalize()) else {
        return String::new();
    };
    let below = dir.strip_prefix(here).unwrap_or(Path::new(""));
    let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests;
