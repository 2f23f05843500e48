//! Terraform code as it is written: blocks, attributes and expressions, from HCL and from its JSON form.

use hcl_edit::Span as _;
use hcl_edit::expr::{BinaryOperator, Expression, ObjectKey, TraversalOperator, UnaryOperator};
use hcl_edit::structure::Structure;
use hcl_edit::template::{Element, Template};
use serde_json::Value as Json;

use crate::discover::value::Value;

/// An expression.
#[derive(Debug, Clone)]
pub(super) enum Expr {
    Literal(Value),
    List(Vec<Expr>),
    Map(Vec<(Expr, Expr)>),
    /// Texts and interpolations, one after the other.
    Template(Vec<Expr>),
    Variable(String),
    Path(Box<Expr>, Vec<Step>),
    If(Box<[Expr; 3]>),
    Call {
        name: String,
        arguments: Vec<Expr>,
        spread: bool,
    },
    Not(Box<Expr>),
    Negative(Box<Expr>),
    Binary(BinaryOperator, Box<[Expr; 2]>),
    For(Box<For>),
    /// Set to something that is not worked out, made of these.
    Opaque(Vec<Expr>),
}

/// A step along a path.
#[derive(Debug, Clone)]
pub(super) enum Step {
    Key(String),
    Index(Expr),
    /// `[*]`: each item.
    Each,
}

#[derive(Debug, Clone)]
pub(super) struct For {
    pub(super) key_name: Option<String>,
    pub(super) value_name: String,
    pub(super) collection: Expr,
    /// Of a map.
    pub(super) key: Option<Expr>,
    pub(super) value: Expr,
    pub(super) condition: Option<Expr>,
    pub(super) grouped: bool,
}

/// What stands between the braces of a block.
#[derive(Debug, Clone, Default)]
pub(super) struct Body {
    pub(super) attributes: Vec<(String, Expr)>,
    pub(super) blocks: Vec<Block>,
}

#[derive(Debug, Clone)]
pub(super) struct Block {
    pub(super) kind: String,
    pub(super) labels: Vec<String>,
    pub(super) body: Body,
    /// From 1; 0 where it is not known.
    pub(super) line: usize,
}

impl Body {
    pub(super) fn attribute(&self, name: &str) -> Option<&Expr> {
        self.attributes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value)
    }
}

/// Reads HCL.
///
/// # Errors
/// Where reading stopped, without a word of what stands there.
pub(super) fn hcl(text: &str) -> Result<Body, String> {
    let body = text.parse::<hcl_edit::structure::Body>();
    let body = body.map_err(|error| {
        let place = error.location();
        let deep = if error.message().contains("nesting depth") {
            "it is nested too deep"
        } else {
            "it is not HCL"
        };
        format!("{deep} at line {}, column {}", place.line(), place.column())
    })?;
    Ok(convert_body(&body, &Lines::of(text)))
}

/// Where lines begin, so that a place is found fast.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        Lines(text.match_indices('\n').map(|(at, _)| at).collect())
    }

    fn line(&self, offset: usize) -> usize {
        self.0.partition_point(|newline| *newline < offset) + 1
    }
}

fn convert_body(body: &hcl_edit::structure::Body, lines: &Lines) -> Body {
    let mut converted = Body::default();
    for structure in body {
        match structure {
            Structure::Attribute(attribute) => {
                converted
                    .attributes
                    .push((attribute.key.to_string(), convert(&attribute.value)));
            }
            Structure::Block(block) => converted.blocks.push(Block {
                kind: block.ident.to_string(),
                labels: block
                    .labels
                    .iter()
                    .map(|label| label.as_str().to_owned())
                    .collect(),
                body: convert_body(&block.body, lines),
                line: block.ident.span().map_or(0, |span| lines.line(span.start)),
            }),
        }
    }
    converted
}

fn convert(expression: &Expression) -> Expr {
    match expression {
        Expression::Null(_) => Expr::Literal(Value::Null),
        Expression::Bool(value) => Expr::Literal(Value::text(value.value())),
        Expression::Number(number) => Expr::Literal(Value::text(number.value())),
        Expression::String(text) => Expr::Literal(Value::text(text.value())),
        Expression::Array(items) => Expr::List(items.iter().map(convert).collect()),
        Expression::Object(entries) => Expr::Map(
            entries
                .iter()
                .map(|(key, value)| {
                    let key = match key {
                        ObjectKey::Ident(name) => Expr::Literal(Value::text(name.to_string())),
                        ObjectKey::Expression(Expression::Variable(name)) => {
                            Expr::Literal(Value::text(name.to_string()))
                        }
                        ObjectKey::Expression(expression) => convert(expression),
                    };
                    (key, convert(value.expr()))
                })
                .collect(),
        ),
        Expression::StringTemplate(template) => elements(template.iter()),
        Expression::HeredocTemplate(heredoc) => template(&heredoc.template),
        Expression::Parenthesis(inner) => convert(inner.inner()),
        Expression::Variable(name) => Expr::Variable(name.to_string()),
        Expression::Conditional(parts) => Expr::If(Box::new([
            convert(&parts.cond_expr),
            convert(&parts.true_expr),
            convert(&parts.false_expr),
        ])),
        Expression::FuncCall(call) => Expr::Call {
            name: call.name.name.to_string(),
            arguments: call.args.iter().map(convert).collect(),
            spread: call.args.expand_final(),
        },
        Expression::Traversal(traversal) => {
            let steps = traversal.operators.iter().map(|step| match step.value() {
                TraversalOperator::AttrSplat(_) | TraversalOperator::FullSplat(_) => Step::Each,
                TraversalOperator::GetAttr(name) => Step::Key(name.to_string()),
                TraversalOperator::Index(index) => Step::Index(convert(index)),
                TraversalOperator::LegacyIndex(index) => {
                    Step::Index(Expr::Literal(Value::text(index.value())))
                }
            });
            Expr::Path(Box::new(convert(&traversal.expr)), steps.collect())
        }
        Expression::UnaryOp(operation) => match operation.operator.value() {
            UnaryOperator::Not => Expr::Not(Box::new(convert(&operation.expr))),
            UnaryOperator::Neg => Expr::Negative(Box::new(convert(&operation.expr))),
        },
        Expression::BinaryOp(operation) => Expr::Binary(
            *operation.operator.value(),
            Box::new([convert(&operation.lhs_expr), convert(&operation.rhs_expr)]),
        ),
        Expression::ForExpr(each) => Expr::For(Box::new(For {
            key_name: each.intro.key_var.as_ref().map(|name| name.to_string()),
            value_name: each.intro.value_var.to_string(),
            collection: convert(&each.intro.collection_expr),
            key: each.key_expr.as_ref().map(convert),
            value: convert(&each.value_expr),
            condition: each.cond.as_ref().map(|condition| convert(&condition.expr)),
            grouped: each.grouping,
        })),
    }
}

fn template(template: &Template) -> Expr {
    elements(template.iter())
}

fn elements<'a>(elements: impl Iterator<Item = &'a Element>) -> Expr {
    let mut parts = Vec::new();
    for element in elements {
        match element {
            Element::Literal(text) => parts.push(Expr::Literal(Value::text(text.value()))),
            Element::Interpolation(interpolation) => parts.push(convert(&interpolation.expr)),
            Element::Directive(_) => parts.push(Expr::Opaque(Vec::new())),
        }
    }
    match parts.len() {
        1 => parts.remove(0),
        _ => Expr::Template(parts),
    }
}

/// Blocks whose labels are keys in the JSON form, and how many they have.
const LABELLED: [(&str, usize); 7] = [
    ("resource", 2),
    ("data", 2),
    ("module", 1),
    ("variable", 1),
    ("output", 1),
    ("provider", 1),
    ("locals", 0),
];

/// Reads the JSON form.
///
/// # Errors
/// Where reading stopped, without a word of what stands there.
pub(super) fn json(text: &str) -> Result<Body, String> {
    let root: Json = serde_json::from_str(text).map_err(|error| {
        let what = if error.to_string().contains("recursion limit") {
            "it is nested too deep"
        } else {
            "it is not JSON"
        };
        format!("{what} at line {}, column {}", error.line(), error.column())
    })?;
    let mut body = Body::default();
    for (kind, value) in root.as_object().into_iter().flatten() {
        if let Some((_, labels)) = LABELLED.iter().find(|(name, _)| name == kind) {
            blocks(kind, *labels, value, &mut Vec::new(), &mut body.blocks);
        }
    }
    Ok(body)
}

fn blocks(kind: &str, labels: usize, value: &Json, path: &mut Vec<String>, found: &mut Vec<Block>) {
    match value {
        Json::Array(items) => items
            .iter()
            .for_each(|item| blocks(kind, labels, item, path, found)),
        Json::Object(entries) if path.len() < labels => {
            for (label, value) in entries {
                path.push(label.clone());
                blocks(kind, labels, value, path, found);
                path.pop();
            }
        }
        Json::Object(entries) => {
            let attributes = entries
                .iter()
                .map(|(key, value)| (key.clone(), json_expr(value)));
            let body = Body {
                attributes: attributes.collect(),
                blocks: Vec::new(),
            };
            found.push(Block {
                kind: kind.to_owned(),
                labels: path.clone(),
                body,
                line: 0,
            });
        }
        _ => {}
    }
}

pub(super) fn json_expr(value: &Json) -> Expr {
    match value {
        Json::String(text) if text.contains("${") || text.contains("%{") => text
            .parse::<Template>()
            .map_or(Expr::Opaque(Vec::new()), |parsed| template(&parsed)),
        Json::Array(items) => Expr::List(items.iter().map(json_expr).collect()),
        Json::Object(entries) => Expr::Map(
            entries
                .iter()
                .map(|(key, value)| (Expr::Literal(Value::text(key)), json_expr(value)))
                .collect(),
        ),
        other => Expr::Literal(Value::from(other.clone())),
    }
}
