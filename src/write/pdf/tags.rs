//! From the logical tree to the file's: structure elements, and the way back from ink to element.

use anyhow::Result;
use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::file::File;
use super::layout::Laid;
use super::metadata;
use super::paint::Painted;
use super::structure::{Kid, Node, NodeId, Role, Tree};

/// The file's link rectangles.
#[derive(Default)]
pub(super) struct Annotations {
    /// For each page, its rectangles in order.
    pub(super) on_page: Vec<Vec<ObjectId>>,
    /// Key in the parent tree and node of each rectangle.
    pub(super) parents: Vec<(usize, NodeId)>,
}

/// Where the structure tree lies in the file.
pub(super) struct Structure {
    pub(super) root: ObjectId,
    /// For each node its element.
    ids: Vec<ObjectId>,
}

/// Makes room for the structure tree, and adds the way back from ink to element.
pub(super) fn structure(
    document: &mut Document,
    laid: &Laid,
    painted: &Painted,
    pages: &[ObjectId],
    annotations: &Annotations,
) -> Structure {
    let root = document.new_object_id();
    let nodes = &laid.tree.nodes;
    let ids: Vec<ObjectId> = nodes.iter().map(|_| document.new_object_id()).collect();
    let parents = parent_tree(document, painted, annotations, &ids);
    let tree = dictionary! {
        "Type" => "StructTreeRoot",
        "K" => vec![ids[Tree::ROOT].into()],
        "ParentTree" => parents,
        "ParentTreeNextKey" => (pages.len() + annotations.parents.len()) as i64,
    };
    document.objects.insert(root, tree.into());
    Structure { root, ids }
}

/// Writes the elements, one for each node that has content, as they are made.
pub(super) fn write_elements(
    file: &mut File,
    structure: &Structure,
    laid: &Laid,
    pages: &[ObjectId],
    annotations: &Annotations,
) -> Result<()> {
    let nodes = &laid.tree.nodes;
    let ids = &structure.ids;
    let elements = Elements {
        tree: &laid.tree,
        ids,
        pages,
        annotations,
    };
    let mut reached = vec![Tree::ROOT];
    while let Some(id) = reached.pop() {
        let node = &nodes[id];
        let parent = node.parent.map_or(structure.root, |parent| ids[parent]);
        file.add(ids[id], &elements.element(node, parent).into())?;
        reached.extend(node.kids.iter().filter_map(|kid| match kid {
            Kid::Node(child) => Some(*child),
            _ => None,
        }));
    }
    Ok(())
}

struct Elements<'a> {
    tree: &'a Tree,
    ids: &'a [ObjectId],
    pages: &'a [ObjectId],
    annotations: &'a Annotations,
}

impl Elements<'_> {
    fn element(&self, node: &Node, parent: ObjectId) -> Dictionary {
        let mut element = dictionary! {
            "Type" => "StructElem",
            "S" => node.role.tag(),
            "P" => parent,
        };
        let page = home(node);
        if let Some(page) = page {
            element.set("Pg", self.pages[page]);
        }
        let mut kids: Vec<Object> = node.kids.iter().map(|kid| self.kid(kid, page)).collect();
        match kids.len() {
            0 => {}
            1 => element.set("K", kids.remove(0)),
            _ => element.set("K", kids),
        }
        if let Role::Figure(index) = node.role {
            let (alternative, frame) = &self.tree.figures[index];
            element.set("Alt", metadata::text(alternative));
            element.set("A", placement(*frame));
        }
        if let Some(attributes) = attributes(node.role) {
            element.set("A", attributes);
        }
        element
    }

    fn kid(&self, kid: &Kid, home: Option<usize>) -> Object {
        match *kid {
            Kid::Node(node) => self.ids[node].into(),
            Kid::Content { page, mcid } if home == Some(page) => (mcid as i64).into(),
            Kid::Content { page, mcid } => dictionary! {
                "Type" => "MCR",
                "Pg" => self.pages[page],
                "MCID" => mcid as i64,
            }
            .into(),
            Kid::Link { page, index } => dictionary! {
                "Type" => "OBJR",
                "Pg" => self.pages[page],
                "Obj" => self.annotations.on_page[page][index],
            }
            .into(),
        }
    }
}

/// The page a node's first content is on.
fn home(node: &Node) -> Option<usize> {
    node.kids.iter().find_map(|kid| match kid {
        Kid::Content { page, .. } => Some(*page),
        _ => None,
    })
}

fn attributes(role: Role) -> Option<Dictionary> {
    match role {
        Role::ColumnHeader => Some(dictionary! { "O" => "Table", "Scope" => "Column" }),
        Role::RowHeader => Some(dictionary! { "O" => "Table", "Scope" => "Row" }),
        Role::List(numbered) => {
            let numbering = if numbered { "Decimal" } else { "Disc" };
            Some(dictionary! { "O" => "List", "ListNumbering" => numbering })
        }
        _ => None,
    }
}

/// Where on its page a figure is.
fn placement(frame: Option<[f32; 4]>) -> Dictionary {
    let mut placement = dictionary! { "O" => "Layout", "Placement" => "Block" };
    if let Some(frame) = frame {
        placement.set("BBox", frame.map(Object::Real).to_vec());
    }
    placement
}

/// For each page the element of each marked content, then for each link rectangle its element.
fn parent_tree(
    document: &mut Document,
    painted: &Painted,
    annotations: &Annotations,
    ids: &[ObjectId],
) -> ObjectId {
    let mut numbers: Vec<Object> = Vec::new();
    for (page, content) in painted.content.iter().enumerate() {
        let elements: Vec<Object> = content.iter().map(|&node| ids[node].into()).collect();
        let elements = document.add_object(elements);
        numbers.extend([(page as i64).into(), elements.into()]);
    }
    for &(key, node) in &annotations.parents {
        numbers.extend([(key as i64).into(), ids[node].into()]);
    }
    document.add_object(dictionary! { "Nums" => numbers })
}
