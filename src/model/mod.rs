//! Decides who holds what: from the services file and the catalog to the resolved project.
//!
//! Every decision about responsibility is taken here; later stages choose words and order.

mod answer;
mod compare;
mod configure;
mod explain;
mod project;
mod question;
mod resolve;
mod schema;

pub use answer::{Answer, DutyAnswer, LayerAnswer, answer};
pub use compare::{Column, Comparison, Row, compare};
pub use configure::{Assumed, Basis, Complete, Fault, complete};
pub use explain::{Explanation, LayerExplanation, Otherwise, Standing, explain};
pub use project::{
    AccountUse, Approval, Contact, Evidence, FrameworkUse, Of, OpenQuestion, Project, RegisterRow,
    Requirement, Use, Variant,
};
pub use question::{Alternative, Question, questions};
pub use resolve::{Day, resolve, resolve_use};
pub use schema::schema;
