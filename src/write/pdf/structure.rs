//! The document's logical tree: what a reader who hears the page is told each piece of text is.
//!
//! A node names its parent when it is made and joins the parent's children when its first content
//! is painted, so children stand in reading order and nothing empty is left.

/// Index of a node in its [`Tree`].
pub(super) type NodeId = usize;

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Document,
    Heading(u8),
    Paragraph,
    /// `true` for a numbered list.
    List(bool),
    Item,
    Label,
    ItemBody,
    Table,
    Caption,
    TableHead,
    TableBody,
    Row,
    ColumnHeader,
    RowHeader,
    Cell,
    Contents,
    ContentsItem,
    Reference,
    Link,
    Code,
    Quote,
    /// The figure of this number in its [`Tree`].
    Figure(usize),
}

impl Role {
    /// The standard structure type of PDF 1.7.
    pub(super) fn tag(self) -> &'static str {
        match self {
            Role::Document => "Document",
            Role::Heading(level) => HEADINGS[usize::from(level.clamp(1, 6)) - 1],
            Role::Paragraph => "P",
            Role::List(_) => "L",
            Role::Item => "LI",
            Role::Label => "Lbl",
            Role::ItemBody => "LBody",
            Role::Table => "Table",
            Role::Caption => "Caption",
            Role::TableHead => "THead",
            Role::TableBody => "TBody",
            Role::Row => "TR",
            Role::ColumnHeader | Role::RowHeader => "TH",
            Role::Cell => "TD",
            Role::Contents => "TOC",
            Role::ContentsItem => "TOCI",
            Role::Reference => "Reference",
            Role::Link => "Link",
            Role::Code => "Code",
            Role::Quote => "BlockQuote",
            Role::Figure(_) => "Figure",
        }
    }
}

const HEADINGS: [&str; 6] = ["H1", "H2", "H3", "H4", "H5", "H6"];

/// What a node holds, in reading order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kid {
    Node(NodeId),
    /// Marked content number `mcid` of a page.
    Content {
        page: usize,
        mcid: usize,
    },
    /// Link rectangle number `index` of a page.
    Link {
        page: usize,
        index: usize,
    },
}

#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) role: Role,
    pub(super) parent: Option<NodeId>,
    pub(super) kids: Vec<Kid>,
    joined: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
    /// What each figure shows in words, and the rectangle of its page that it fills, once painted: left,
    /// bottom, right, top.
    pub(super) figures: Vec<(String, Option<[f32; 4]>)>,
}

impl Tree {
    pub(super) const ROOT: NodeId = 0;

    pub(super) fn new() -> Self {
        let root = Node {
            role: Role::Document,
            parent: None,
            kids: Vec::new(),
            joined: true,
        };
        Self {
            nodes: vec![root],
            figures: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, role: Role, parent: NodeId) -> NodeId {
        self.nodes.push(Node {
            role,
            parent: Some(parent),
            kids: Vec::new(),
            joined: false,
        });
        self.nodes.len() - 1
    }

    /// Gives a node its place among its parent's children, now that it has content.
    pub(super) fn join(&mut self, id: NodeId) {
        let mut id = id;
        while !self.nodes[id].joined {
            self.nodes[id].joined = true;
            let Some(parent) = self.nodes[id].parent else {
                return;
            };
            self.nodes[parent].kids.push(Kid::Node(id));
            id = parent;
        }
    }

    pub(super) fn push(&mut self, id: NodeId, kid: Kid) {
        self.join(id);
        self.nodes[id].kids.push(kid);
    }
}
