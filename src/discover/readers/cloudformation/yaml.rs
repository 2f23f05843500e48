//! YAML with the short tags of CloudFormation, as the JSON that it stands for.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle, StrInput, Tag};
use serde_json::{Map, Value as Json, json};

use super::Text;

/// Deepest nesting that is read.
const DEPTH_LIMIT: usize = 100;
/// Most values, each use of an alias counted in full.
const NODE_LIMIT: usize = 500_000;

/// Reads a template.
///
/// # Errors
/// Where reading stopped, and why, without a word of what stands there.
pub(super) fn read(text: &str) -> Result<Text, String> {
    let mut reader = Reader {
        parser: Parser::new_from_str(text),
        anchors: HashMap::new(),
        nodes: 0,
        lines: HashMap::new(),
        path: Vec::new(),
    };
    let mut root = Json::Null;
    while let Some((event, line)) = reader.next()? {
        match event {
            Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd
            | Event::Nothing => {}
            _ if !root.is_null() => return Err(format!("a second document begins on line {line}")),
            event => root = reader.node(event, line, 0)?,
        }
    }
    Ok(Text {
        json: root,
        lines: reader.lines,
    })
}

struct Reader<'t> {
    parser: Parser<'t, StrInput<'t>>,
    anchors: HashMap<usize, (Json, usize)>,
    nodes: usize,
    /// Lines of resources, by logical id.
    lines: HashMap<String, usize>,
    path: Vec<String>,
}

impl<'t> Reader<'t> {
    fn next(&mut self) -> Result<Option<(Event<'t>, usize)>, String> {
        match self.parser.next() {
            None => Ok(None),
            Some(Ok((event, span))) => Ok(Some((event, span.start.line()))),
            Some(Err(error)) => {
                let place = error.marker();
                let deep = error.info().contains("recursion");
                let what = if deep {
                    "it is nested too deep"
                } else {
                    "it is not YAML"
                };
                Err(format!(
                    "{what} at line {}, column {}",
                    place.line(),
                    place.col() + 1
                ))
            }
        }
    }

    fn node(&mut self, event: Event<'t>, line: usize, depth: usize) -> Result<Json, String> {
        if depth > DEPTH_LIMIT {
            return Err(format!("it is nested too deep at line {line}"));
        }
        let before = self.nodes;
        self.nodes += 1;
        if self.nodes > NODE_LIMIT {
            return Err(format!("it grows past {NODE_LIMIT} values at line {line}"));
        }
        let (value, anchor, tag) = match event {
            Event::Alias(id) => {
                let (value, weight) = self
                    .anchors
                    .get(&id)
                    .cloned()
                    .ok_or_else(|| format!("an alias on line {line} stands for nothing"))?;
                self.nodes += weight;
                (value, 0, None)
            }
            Event::Scalar(text, style, anchor, tag) => (scalar(&text, style), anchor, tag),
            Event::SequenceStart(anchor, tag) => (self.sequence(depth)?, anchor, tag),
            Event::MappingStart(anchor, tag) => (self.mapping(depth)?, anchor, tag),
            _ => return Err(format!("it ends too early at line {line}")),
        };
        let value = match tag {
            Some(tag) => function(&tag, value),
            None => value,
        };
        if anchor > 0 {
            self.anchors
                .insert(anchor, (value.clone(), self.nodes - before));
        }
        Ok(value)
    }

    fn expect(&mut self) -> Result<(Event<'t>, usize), String> {
        self.next()?.ok_or_else(|| "it ends too early".to_owned())
    }

    fn sequence(&mut self, depth: usize) -> Result<Json, String> {
        let mut items = Vec::new();
        loop {
            let (event, line) = self.expect()?;
            if event == Event::SequenceEnd {
                return Ok(Json::Array(items));
            }
            items.push(self.node(event, line, depth + 1)?);
        }
    }

    fn mapping(&mut self, depth: usize) -> Result<Json, String> {
        let mut entries = Map::new();
        loop {
            let (event, line) = self.expect()?;
            if event == Event::MappingEnd {
                return Ok(Json::Object(entries));
            }
            let key = match self.node(event, line, depth + 1)? {
                Json::String(key) => key,
                Json::Null => "null".to_owned(),
                _ => return Err(format!("a key on line {line} is no text")),
            };
            if self.path.len() == 1 && self.path[0] == "Resources" {
                self.lines.insert(key.clone(), line);
            }
            self.path.push(key.clone());
            let (event, line) = self.expect()?;
            let value = self.node(event, line, depth + 1)?;
            self.path.pop();
            match (key.as_str(), value) {
                ("<<", Json::Object(merged)) => {
                    for (key, value) in merged {
                        entries.entry(key).or_insert(value);
                    }
                }
                (_, value) => {
                    entries.insert(key, value);
                }
            }
        }
    }
}

fn scalar(text: &str, style: ScalarStyle) -> Json {
    if style != ScalarStyle::Plain {
        return Json::String(text.to_owned());
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Json::Null,
        "true" | "True" | "TRUE" | "yes" | "Yes" => Json::String("true".to_owned()),
        "false" | "False" | "FALSE" | "no" | "No" => Json::String("false".to_owned()),
        text => Json::String(text.to_owned()),
    }
}

/// `!Sub x` as `{"Fn::Sub": "x"}`.
fn function(tag: &Tag, value: Json) -> Json {
    if tag.handle != "!" {
        return value;
    }
    match (tag.suffix.as_str(), value) {
        (name @ ("Ref" | "Condition"), value) => json!({ name: value }),
        ("GetAtt", Json::String(path)) => {
            let (id, attribute) = path.split_once('.').unwrap_or((&path, ""));
            json!({"Fn::GetAtt": [id, attribute]})
        }
        (name, value) => json!({ format!("Fn::{name}"): value }),
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn short_tags_stand_for_functions_and_lines_are_known() {
        let text = read("Resources:\n  A:\n    Type: AWS::SQS::Queue\n    Properties:\n      Name: !Sub '${X}-q'\n      Key: !GetAtt K.Arn\n      On: !If [C, !Ref P, false]\n").unwrap();
        let properties = &text.json["Resources"]["A"]["Properties"];
        assert_eq!(properties["Name"]["Fn::Sub"], "${X}-q");
        assert_eq!(properties["Key"]["Fn::GetAtt"][0], "K");
        assert_eq!(properties["On"]["Fn::If"][1]["Ref"], "P");
        assert_eq!(text.lines["A"], 2);
    }

    #[test]
    fn what_is_too_deep_or_grows_is_refused() {
        assert!(read(&"[".repeat(10_000)).is_err());
        let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for level in 1..9 {
            let uses = vec![format!("*a{}", level - 1); 10].join(", ");
            bomb.push_str(&format!("a{level}: &a{level} [{uses}]\n"));
        }
        assert!(read(&bomb).is_err());
    }
}
