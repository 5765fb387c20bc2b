//! A building's file altered as an architect alters it: rooms with a wall moved, renumbered, removed,
//! split.

use std::collections::BTreeMap;

/// A file's entities by their ids, with new ones added at the end.
pub(crate) struct Altered {
    head: String,
    entities: BTreeMap<u32, String>,
    tail: String,
    next: u32,
}

impl Altered {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        // The file is ISO 8859-1; every byte stays as it is.
        let text: String = bytes.iter().map(|&byte| char::from(byte)).collect();
        let text = text.replace("\r\n", "\n");
        let (head, rest) = text.split_once("DATA;").unwrap();
        let (data, tail) = rest.split_once("ENDSEC;").unwrap();
        let mut entities = BTreeMap::new();
        for entity in data.split(";\n").map(str::trim).filter(|entity| !entity.is_empty()) {
            let (id, content) = entity.split_once('=').unwrap();
            entities.insert(id[1..].parse().unwrap(), content.trim().to_owned());
        }
        let head = format!("{head}DATA;\n");
        Self { head, entities, tail: format!("ENDSEC;{tail}"), next: 900_000 }
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let entities: String =
            self.entities.iter().map(|(id, content)| format!("#{id}={content};\n")).collect();
        let text = format!("{}{entities}{}", self.head, self.tail);
        text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
    }

    /// The space with a number.
    fn space(&self, number: &str) -> u32 {
        let named = format!(",'{number}',");
        let mut spaces = self
            .entities
            .iter()
            .filter(|(_, content)| content.starts_with("IFCSPACE(") && content.contains(&named));
        let (id, _) = spaces.next().unwrap_or_else(|| panic!("there is a room {number}"));
        assert!(spaces.next().is_none(), "there is one room {number}");
        *id
    }

    /// The last references of an entity that lead to one of a kind.
    fn reference(&self, id: u32, kind: &str) -> u32 {
        let content = &self.entities[&id];
        let ids = content.split('#').skip(1).map(|rest| {
            rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap()
        });
        let found = ids.filter(|id: &u32| self.entities[id].starts_with(kind)).last();
        found.unwrap_or_else(|| panic!("{content} refers to a {kind}"))
    }

    fn edit(&mut self, id: u32, edit: impl FnOnce(&str) -> String) {
        let content = edit(&self.entities[&id]);
        self.entities.insert(id, content);
    }

    fn add(&mut self, content: String) -> u32 {
        self.next += 1;
        self.entities.insert(self.next, content);
        self.next
    }

    /// From a space to what it is extruded from.
    fn shape(&self, space: u32) -> (u32, u32, u32, u32) {
        let product = self.reference(space, "IFCPRODUCTDEFINITIONSHAPE(");
        let representation = self.reference(product, "IFCSHAPEREPRESENTATION(");
        let solid = self.reference(representation, "IFCEXTRUDEDAREASOLID(");
        (product, representation, solid, self.reference(solid, "IFCRECTANGLEPROFILEDEF("))
    }

    /// The rectangle that a profile is: its placement's reference, width and depth.
    fn rectangle(&self, profile: u32) -> (u32, f64, f64) {
        let content = self.entities[&profile].trim_end_matches(')');
        let (rest, depth) = content.rsplit_once(',').unwrap();
        let (rest, width) = rest.rsplit_once(',').unwrap();
        let (_, placement) = rest.rsplit_once('#').unwrap();
        (placement.parse().unwrap(), width.parse().unwrap(), depth.parse().unwrap())
    }

    /// Makes a rectangular room so wide, in metres.
    pub(crate) fn move_wall(&mut self, number: &str, width: f64) {
        let (.., profile) = self.shape(self.space(number));
        let (placement, was, depth) = self.rectangle(profile);
        assert!((was - width).abs() > 0.1, "the wall of {number} is moved");
        self.edit(profile, |_| rectangle(placement, width, depth));
    }

    pub(crate) fn renumber(&mut self, number: &str, to: &str) {
        let space = self.space(number);
        self.edit(space, |content| content.replace(&format!("'{number}'"), &format!("'{to}'")));
    }

    /// Gives a room another GlobalId.
    pub(crate) fn rekey(&mut self, number: &str, key: &str) {
        let space = self.space(number);
        self.edit(space, |content| with_key(content, key));
    }

    /// Takes a room out: what it was drawn with stays, as no room.
    pub(crate) fn remove(&mut self, number: &str) {
        let space = self.space(number);
        self.edit(space, |content| {
            content
                .replace("IFCSPACE(", "IFCBUILDINGELEMENTPROXY(")
                .replace(",.ELEMENT.,.INTERNAL.,$)", ",$,.ELEMENT.)")
        });
    }

    /// Puts a wall through the middle of a rectangular room. The one half keeps its number, and its key
    /// unless another is given.
    pub(crate) fn split(&mut self, number: &str, key: Option<&str>, other: (&str, &str)) {
        let space = self.space(number);
        let (product, representation, solid, profile) = self.shape(space);
        let (placement, width, depth) = self.rectangle(profile);
        let half = |file: &mut Self, side: f64| {
            let placement = file.beside(placement, side * width / 4.0);
            rectangle(placement, width / 2.0, depth)
        };
        let right = half(self, 1.0);
        let left = half(self, -1.0);
        let right = self.add(right);
        self.edit(profile, |_| left);
        let mut copy = |of: u32, from: u32, to: u32| {
            let content = self.entities[&of].replacen(&format!("#{from}"), &format!("#{to}"), 1);
            self.add(content)
        };
        let solid_of_other = copy(solid, profile, right);
        let representation_of_other = copy(representation, solid, solid_of_other);
        let product_of_other = copy(product, representation, representation_of_other);
        let content = self.entities[&space]
            .replace(&format!("'{number}'"), &format!("'{}'", other.0))
            .replace(&format!("#{product},"), &format!("#{product_of_other},"));
        let added = self.add(with_key(&content, other.1));
        // Its storey has it.
        for content in self.entities.values_mut().filter(|c| c.starts_with("IFCRELAGGREGATES(")) {
            for (before, after) in [(',', ','), ('(', ','), (',', ')'), ('(', ')')] {
                let there = format!("{before}#{space}{after}");
                let with = format!("{before}#{space},#{added}{after}");
                *content = content.replace(&there, &with);
            }
        }
        if let Some(key) = key {
            self.edit(space, |content| with_key(content, key));
        }
    }

    /// A placement in the plane that lies so many metres along the axis of another.
    fn beside(&mut self, placement: u32, metres: f64) -> u32 {
        let point = self.reference(placement, "IFCCARTESIANPOINT(");
        let direction = self.reference(placement, "IFCDIRECTION(");
        let (at, along) = (self.pair(point), self.pair(direction));
        let [x, y] = [at[0] + along[0] * metres, at[1] + along[1] * metres];
        let point = self.add(format!("IFCCARTESIANPOINT(({x:?},{y:?}))"));
        self.add(format!("IFCAXIS2PLACEMENT2D(#{point},#{direction})"))
    }

    fn pair(&self, id: u32) -> [f64; 2] {
        let content = &self.entities[&id];
        let (_, numbers) = content.split_once("((").unwrap();
        let mut numbers =
            numbers.trim_end_matches(')').split(',').map(|number| number.parse().unwrap());
        [numbers.next().unwrap(), numbers.next().unwrap()]
    }
}

fn rectangle(placement: u32, width: f64, depth: f64) -> String {
    format!("IFCRECTANGLEPROFILEDEF(.AREA.,$,#{placement},{width:?},{depth:?})")
}

fn with_key(content: &str, key: &str) -> String {
    let (head, rest) = content.split_once('\'').unwrap();
    let (_, tail) = rest.split_once('\'').unwrap();
    format!("{head}'{key}'{tail}")
}
