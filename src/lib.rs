//! stepbook
pub mod check;
pub mod diag;
pub mod kinds;
pub mod load;
pub mod markdown;
pub mod model;
pub mod site;
pub mod source;
pub mod tree;
pub mod yaml;
