//! Patterns over words: what rules look for.
//!
//! A pattern is written over words, not characters, and is matched within one sentence:
//!
//! | written           | means                                                               |
//! |-------------------|---------------------------------------------------------------------|
//! | `evidence`, `,`   | this word in any case, or this sign                                 |
//! | `{reporting-verb}`| a word or phrase of the list; `{reporting-verb.past}` for one form  |
//! | `{#number}`       | a token that looks so: `#number #day #year #capital #link #word #quote #any` |
//! | `(a\|b {c})`      | one of these                                                        |
//! | `x?`, `{x?}`, `(…)?` | x or nothing                                                     |
//! | `..3`             | up to three words, no sign between                                  |
//! | `^`, `$`          | begin and end of the sentence                                       |
//! | `!x`              | here x does not follow (takes up nothing)                           |
//! | `<x`              | x stands before this place (takes up nothing)                       |
//! | `<!x`             | x does not stand before this place (takes up nothing)               |
//! | `⟦…⟧`             | only this part is what was found; the rest is context               |
//! | `\?`              | the sign itself                                                     |
//!
//! All patterns of all rules go into one [`PatternSet`]. It looks every token up once, by its word,
//! and tries only the patterns that can begin with it, so that the cost of a text does not grow with
//! the number of rules.

mod parse;
mod run;
mod set;

pub use parse::{Pattern, PatternError};
pub use set::{GroupId, Hit, Hits, PatternSet, PatternSetBuilder};
