//! Works expressions out as far as they can be known: from defaults, locals and what modules are given.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

use hcl_edit::expr::BinaryOperator;
use indexmap::IndexMap;

use super::functions;
use super::module::{Declared, Module};
use super::syntax::{Body, Expr, For, Step};
use crate::discover::readers::cloudformation::{either, set};
use crate::discover::value::Value;

/// Most work for one input, in values looked at; past it nothing more is known.
const BUDGET: u64 = 20_000_000;
/// Deepest that expressions and names are followed.
const DEPTH_LIMIT: usize = 200;
/// Most items of a list that is worked out.
pub(super) const ITEM_LIMIT: usize = 10_000;

/// A module in use: its code, and where its variables come from.
pub(super) struct Scope {
    pub(super) module: Rc<Module>,
    /// `module.a.`, or nothing for the root.
    pub(super) path: String,
    pub(super) caller: Option<(Rc<Scope>, Declared, Names)>,
    /// What a root is given in files of variables.
    pub(super) given: HashMap<String, Value>,
    /// The modules it calls, where they were read; filled when all are.
    pub(super) children: RefCell<BTreeMap<String, Rc<Scope>>>,
    known: RefCell<HashMap<String, Value>>,
}

impl Scope {
    pub(super) fn new(
        module: Rc<Module>,
        path: String,
        caller: Option<(Rc<Scope>, Declared, Names)>,
    ) -> Self {
        Scope {
            module,
            path,
            caller,
            given: HashMap::new(),
            children: RefCell::default(),
            known: RefCell::default(),
        }
    }
}

/// Names that an expression may use beside those of its module: `each`, `count`, those of a `for`.
pub(super) type Names = Vec<(String, Value)>;

/// The evaluator of one input.
#[derive(Default)]
pub(super) struct Evaluator {
    spent: Cell<u64>,
    depth: Cell<usize>,
    /// What is being worked out, so that a circle is seen.
    under_way: RefCell<HashSet<String>>,
    /// Whether a path led to nothing since it was last asked: what `try` falls back on.
    missing: Cell<bool>,
}

impl Evaluator {
    pub(super) fn eval(&self, expr: &Expr, scope: &Rc<Scope>, names: &Names) -> Value {
        self.spend(1);
        if self.spent.get() > BUDGET || self.depth.get() > DEPTH_LIMIT {
            return Value::Unknown;
        }
        self.depth.set(self.depth.get() + 1);
        let value = self.inner(expr, scope, names);
        self.depth.set(self.depth.get() - 1);
        value
    }

    fn spend(&self, work: u64) {
        self.spent.set(self.spent.get().saturating_add(work));
    }

    fn inner(&self, expr: &Expr, scope: &Rc<Scope>, names: &Names) -> Value {
        let eval = |expr: &Expr| self.eval(expr, scope, names);
        match expr {
            Expr::Literal(value) => value.clone(),
            Expr::List(items) => Value::List(items.iter().map(eval).collect()),
            Expr::Map(entries) => {
                let mut map = IndexMap::new();
                for (key, value) in entries {
                    match eval(key) {
                        Value::Text(key) => map.insert(key, eval(value)),
                        _ => return Value::Unknown,
                    };
                }
                Value::Map(map)
            }
            Expr::Template(parts) => concatenate(parts.iter().map(eval).collect()),
            Expr::Variable(name) => self.root(name, &[], scope, names).0,
            Expr::Path(root, steps) => self.path(root, steps, scope, names),
            Expr::If(parts) => match eval(&parts[0]).as_bool() {
                Some(true) => eval(&parts[1]),
                Some(false) => eval(&parts[2]),
                None => either(eval(&parts[1]), eval(&parts[2])),
            },
            Expr::Call {
                name,
                arguments,
                spread,
            } => self.call(name, arguments, *spread, scope, names),
            Expr::Not(inner) => eval(inner)
                .as_bool()
                .map_or(Value::Unknown, |value| Value::text(!value)),
            Expr::Negative(inner) => {
                number(&eval(inner)).map_or(Value::Unknown, |value| Value::text(-value))
            }
            Expr::Binary(operator, sides) => binary(*operator, eval(&sides[0]), eval(&sides[1])),
            Expr::For(each) => self.each(each, scope, names),
            Expr::Opaque(parts) => set(&parts.iter().map(eval).collect::<Vec<_>>()),
        }
    }

    fn call(
        &self,
        name: &str,
        arguments: &[Expr],
        spread: bool,
        scope: &Rc<Scope>,
        names: &Names,
    ) -> Value {
        if name == "try" || name == "can" {
            for argument in arguments {
                let before = self.missing.replace(false);
                let value = self.eval(argument, scope, names);
                let missing = self.missing.replace(before);
                if name == "can" {
                    return if missing {
                        Value::text(false)
                    } else if value == Value::Unknown {
                        value
                    } else {
                        Value::text(true)
                    };
                }
                if !missing {
                    return value;
                }
            }
            return Value::Unknown;
        }
        let mut values: Vec<_> = arguments
            .iter()
            .map(|argument| self.eval(argument, scope, names))
            .collect();
        if spread {
            match values.pop() {
                Some(Value::List(items)) => values.extend(items),
                _ => return Value::Unknown,
            }
        }
        self.spend(
            values
                .iter()
                .map(|value| value.weight(1_000_000) as u64)
                .sum(),
        );
        functions::call(name, values)
    }

    fn each(&self, each: &For, scope: &Rc<Scope>, names: &Names) -> Value {
        let items: Vec<(String, Value)> = match self.eval(&each.collection, scope, names) {
            Value::List(items) => items
                .into_iter()
                .enumerate()
                .map(|(index, item)| (index.to_string(), item))
                .collect(),
            Value::Map(entries) => entries.into_iter().collect(),
            Value::Null => Vec::new(),
            other => {
                return if each.key.is_none() {
                    set(&[other])
                } else {
                    Value::Unknown
                };
            }
        };
        if items.len() > ITEM_LIMIT {
            return Value::Unknown;
        }
        let (mut list, mut map) = (Vec::new(), IndexMap::new());
        for (key, item) in items {
            let mut names = names.clone();
            if let Some(name) = &each.key_name {
                names.push((name.clone(), Value::Text(key)));
            }
            names.push((each.value_name.clone(), item));
            let holds = each
                .condition
                .as_ref()
                .map(|condition| self.eval(condition, scope, &names).as_bool());
            match holds {
                Some(Some(false)) => continue,
                Some(None) => return Value::Unknown,
                _ => {}
            }
            let value = self.eval(&each.value, scope, &names);
            match &each.key {
                None => list.push(value),
                Some(key) => match self.eval(key, scope, &names) {
                    Value::Text(key) if each.grouped => {
                        match map.entry(key).or_insert_with(|| Value::List(Vec::new())) {
                            Value::List(group) => group.push(value),
                            _ => return Value::Unknown,
                        }
                    }
                    Value::Text(key) => {
                        map.insert(key, value);
                    }
                    _ => return Value::Unknown,
                },
            }
        }
        if each.key.is_some() {
            Value::Map(map)
        } else {
            Value::List(list)
        }
    }

    fn path(&self, root: &Expr, steps: &[Step], scope: &Rc<Scope>, names: &Names) -> Value {
        let (value, used) = match root {
            Expr::Variable(name) => self.root(name, steps, scope, names),
            other => (self.eval(other, scope, names), 0),
        };
        self.walk(value, &steps[used..], scope, names)
    }

    fn walk(&self, value: Value, steps: &[Step], scope: &Rc<Scope>, names: &Names) -> Value {
        let mut value = value;
        for (index, step) in steps.iter().enumerate() {
            self.spend(1);
            let key = match step {
                Step::Key(key) => Value::text(key),
                Step::Index(index) => self.eval(index, scope, names),
                Step::Each => {
                    let items = match value {
                        Value::List(items) => items,
                        Value::Null => Vec::new(),
                        Value::Set(_) | Value::Unknown => return value,
                        other => vec![other],
                    };
                    let rest = &steps[index + 1..];
                    return Value::List(
                        items
                            .into_iter()
                            .map(|item| self.walk(item, rest, scope, names))
                            .collect(),
                    );
                }
            };
            value = match (value, key) {
                (Value::Map(mut entries), Value::Text(key)) => match entries.swap_remove(&key) {
                    Some(value) => value,
                    None => self.nothing(),
                },
                (Value::List(mut items), Value::Text(key)) => match key.parse::<usize>() {
                    Ok(index) if index < items.len() => items.swap_remove(index),
                    _ => self.nothing(),
                },
                (Value::Null, _) => self.nothing(),
                (Value::Set(addresses), _) => Value::Set(addresses),
                _ => return Value::Unknown,
            };
        }
        value
    }

    fn nothing(&self) -> Value {
        self.missing.set(true);
        Value::Unknown
    }

    /// What a name stands for, and how many steps of the path belong to it.
    fn root(&self, name: &str, steps: &[Step], scope: &Rc<Scope>, names: &Names) -> (Value, usize) {
        let key = |index: usize| match steps.get(index) {
            Some(Step::Key(key)) => Some(key.as_str()),
            _ => None,
        };
        if let Some((_, value)) = names.iter().rev().find(|(known, _)| known == name) {
            self.spend(value.weight(1_000_000) as u64);
            return (value.clone(), 0);
        }
        match (name, key(0)) {
            ("var", Some(variable)) => (
                self.once(&format!("{}var.{variable}", scope.path), scope, |this| {
                    this.variable(variable, scope)
                }),
                1,
            ),
            ("local", Some(local)) => {
                let value = self.once(&format!("{}local.{local}", scope.path), scope, |this| {
                    let local = scope.module.locals.get(local);
                    local.map_or(Value::Unknown, |local| {
                        this.eval(local, scope, &Names::new())
                    })
                });
                (value, 1)
            }
            ("module", Some(call)) => {
                let indexed =
                    usize::from(matches!(steps.get(1), Some(Step::Index(_) | Step::Each)));
                match key(1 + indexed) {
                    Some(output) => (self.output(call, output, scope), 2 + indexed),
                    None => (Value::Set(Vec::new()), steps.len()),
                }
            }
            ("each" | "count", _) => (Value::Unknown, steps.len()),
            ("data" | "path" | "terraform" | "self", _) => (Value::Set(Vec::new()), steps.len()),
            (kind, Some(resource)) => {
                // A resource that is made no times has nothing to refer to.
                let address = format!("{}{kind}.{resource}", scope.path);
                (Value::Set(vec![address]), steps.len())
            }
            _ => (Value::Unknown, steps.len()),
        }
    }

    /// Works a name out once; in a circle nothing is known.
    fn once(&self, key: &str, scope: &Rc<Scope>, work: impl FnOnce(&Self) -> Value) -> Value {
        let unique = format!("{:p} {key}", Rc::as_ptr(scope));
        if let Some(value) = scope.known.borrow().get(&unique) {
            self.spend(value.weight(1_000_000) as u64);
            return value.clone();
        }
        if !self.under_way.borrow_mut().insert(unique.clone()) {
            return Value::Unknown;
        }
        let value = work(self);
        self.under_way.borrow_mut().remove(&unique);
        let value = if value.weight(1_000_000) >= 1_000_000 {
            Value::Unknown
        } else {
            value
        };
        scope.known.borrow_mut().insert(unique, value.clone());
        value
    }

    fn variable(&self, name: &str, scope: &Rc<Scope>) -> Value {
        let Some((default, kind)) = scope.module.variables.get(name) else {
            return Value::Unknown;
        };
        let given = match &scope.caller {
            Some((caller, call, names)) => call
                .body
                .attribute(name)
                .map(|given| self.eval(given, caller, names)),
            None => scope.given.get(name).cloned(),
        };
        let default = || {
            default
                .as_ref()
                .map(|default| self.eval(default, scope, &Names::new()))
        };
        let value = given.or_else(default).unwrap_or(Value::Unknown);
        match kind {
            Some(kind) => self.typed(value, kind, scope),
            None => value,
        }
    }

    /// Fills in what a type says of attributes that are left out.
    fn typed(&self, value: Value, kind: &Expr, scope: &Rc<Scope>) -> Value {
        let Expr::Call {
            name, arguments, ..
        } = kind
        else {
            return value;
        };
        match (name.as_str(), value, arguments.first()) {
            ("object", Value::Map(mut entries), Some(Expr::Map(fields))) => {
                for (key, field) in fields {
                    let Expr::Literal(Value::Text(key)) = key else {
                        continue;
                    };
                    let Expr::Call {
                        name, arguments, ..
                    } = field
                    else {
                        continue;
                    };
                    let is_optional = name == "optional";
                    let inner = if is_optional {
                        arguments.first()
                    } else {
                        Some(field)
                    };
                    let value = entries.swap_remove(key).unwrap_or(Value::Null);
                    let value = match (value, arguments.get(1)) {
                        (Value::Null, Some(default)) if is_optional => {
                            self.eval(default, scope, &Names::new())
                        }
                        (value, _) => value,
                    };
                    let value =
                        inner.map_or(value.clone(), |inner| self.typed(value, inner, scope));
                    entries.insert(key.clone(), value);
                }
                Value::Map(entries)
            }
            ("map", Value::Map(entries), Some(inner)) => Value::Map(
                entries
                    .into_iter()
                    .map(|(key, value)| (key, self.typed(value, inner, scope)))
                    .collect(),
            ),
            ("list" | "set", Value::List(items), Some(inner)) => Value::List(
                items
                    .into_iter()
                    .map(|item| self.typed(item, inner, scope))
                    .collect(),
            ),
            (_, value, _) => value,
        }
    }

    fn output(&self, call: &str, output: &str, scope: &Rc<Scope>) -> Value {
        let child = scope.children.borrow().get(call).cloned();
        let Some(child) = child else {
            return Value::Set(Vec::new());
        };
        self.once(&format!("{}output.{output}", child.path), &child, |this| {
            let expr = child.module.outputs.get(output);
            expr.map_or(Value::Unknown, |expr| {
                this.eval(expr, &child, &Names::new())
            })
        })
    }

    /// The properties of a body: attributes, and each kind of block as a list of maps.
    pub(super) fn body(&self, body: &Body, scope: &Rc<Scope>, names: &Names) -> Value {
        let mut properties = IndexMap::new();
        for (key, value) in &body.attributes {
            properties.insert(key.clone(), self.eval(value, scope, names));
        }
        for block in &body.blocks {
            let (kind, values) = match (block.kind.as_str(), block.labels.first()) {
                ("dynamic", Some(kind)) => (kind, self.dynamic(kind, &block.body, scope, names)),
                _ => (&block.kind, vec![self.body(&block.body, scope, names)]),
            };
            match properties
                .entry(kind.clone())
                .or_insert_with(|| Value::List(Vec::new()))
            {
                Value::List(all) => all.extend(values),
                other => *other = Value::List(values),
            }
        }
        Value::Map(properties)
    }

    fn dynamic(&self, kind: &str, body: &Body, scope: &Rc<Scope>, names: &Names) -> Vec<Value> {
        let (Some(each), Some(content)) = (
            body.attribute("for_each"),
            body.blocks.iter().find(|block| block.kind == "content"),
        ) else {
            return vec![Value::Unknown];
        };
        let iterator = match body.attribute("iterator") {
            Some(Expr::Variable(name)) => name.clone(),
            Some(Expr::Literal(Value::Text(name))) => name.clone(),
            _ => kind.to_owned(),
        };
        let Some(items) = items(self.eval(each, scope, names)) else {
            return vec![Value::Unknown];
        };
        items
            .into_iter()
            .take(ITEM_LIMIT)
            .map(|(key, value)| {
                let mut names = names.clone();
                names.push((iterator.clone(), pair(key, value)));
                self.body(&content.body, scope, &names)
            })
            .collect()
    }
}

/// What `for_each` goes over; `None` where that is not known.
pub(super) fn items(value: Value) -> Option<Vec<(String, Value)>> {
    match value {
        Value::Map(entries) => Some(entries.into_iter().collect()),
        Value::List(items) => items
            .into_iter()
            .enumerate()
            .map(|(index, item)| match item {
                Value::Text(text) => Some((text.clone(), Value::Text(text))),
                Value::Map(_) => Some((index.to_string(), item)),
                _ => None,
            })
            .collect(),
        Value::Null => Some(Vec::new()),
        _ => None,
    }
}

/// `each` or the iterator of a dynamic block.
pub(super) fn pair(key: String, value: Value) -> Value {
    Value::Map(IndexMap::from([
        ("key".to_owned(), Value::Text(key)),
        ("value".to_owned(), value),
    ]))
}

fn concatenate(parts: Vec<Value>) -> Value {
    let texts: Option<Vec<_>> = parts.iter().map(Value::as_text).collect();
    match texts {
        Some(texts) if texts.iter().map(|text| text.len()).sum::<usize>() < 65_536 => {
            Value::Text(texts.concat())
        }
        _ => set(&parts),
    }
}

pub(super) fn number(value: &Value) -> Option<f64> {
    value.as_text()?.parse().ok()
}

fn binary(operator: BinaryOperator, left: Value, right: Value) -> Value {
    let truth = |value: Option<bool>| value.map_or(Value::Unknown, Value::text);
    match operator {
        BinaryOperator::Eq => truth(equal(&left, &right)),
        BinaryOperator::NotEq => truth(equal(&left, &right).map(|equal| !equal)),
        BinaryOperator::And => truth(match (left.as_bool(), right.as_bool()) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        }),
        BinaryOperator::Or => truth(match (left.as_bool(), right.as_bool()) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        }),
        _ => {
            let (Some(left), Some(right)) = (number(&left), number(&right)) else {
                return Value::Unknown;
            };
            match operator {
                BinaryOperator::Less => Value::text(left < right),
                BinaryOperator::LessEq => Value::text(left <= right),
                BinaryOperator::Greater => Value::text(left > right),
                BinaryOperator::GreaterEq => Value::text(left >= right),
                BinaryOperator::Plus => Value::text(left + right),
                BinaryOperator::Minus => Value::text(left - right),
                BinaryOperator::Mul => Value::text(left * right),
                BinaryOperator::Div if right != 0.0 => Value::text(left / right),
                BinaryOperator::Mod if right != 0.0 => Value::text(left % right),
                _ => Value::Unknown,
            }
        }
    }
}

fn equal(left: &Value, right: &Value) -> Option<bool> {
    match (left, right) {
        (Value::Unknown, _) | (_, Value::Unknown) => None,
        // What is set to something is neither nothing nor an empty text.
        (Value::Set(_), other) | (other, Value::Set(_)) => other.is_empty().then_some(false),
        (left, right) if left.is_empty() && right.is_empty() => Some(matches!(
            (left, right),
            (Value::Null, Value::Null)
                | (Value::Text(_), Value::Text(_))
                | (Value::List(_), Value::List(_))
                | (Value::Map(_), Value::Map(_))
        )),
        (left, right) => Some(left == right),
    }
}
