//! The book as plain, complete, immutable data; it knows neither YAML nor templates nor the disk.

pub mod address;
pub mod book;
pub mod chapter;
pub mod condition;
pub mod config;
pub mod exercise;
pub mod id;
pub mod paper;
pub mod plot;
pub mod translation;
pub mod view;

pub use book::{Book, Target};
pub use chapter::{Chapter, Heading, Role};
pub use condition::{Condition, Expr};
pub use config::Config;
pub use exercise::{Answer, Choice, Exercise, ExerciseSpec, Field, FieldSpec, Part};
pub use translation::{Language, Translation};
pub use view::ViewContext;
