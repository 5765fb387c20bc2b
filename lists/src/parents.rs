//! Which unit is part of which, whatever the order of the rows. A unit whose parent is not in the
//! list, or that comes back to itself, is refused, and so is what hangs on it.

use schema::Text;
use std::collections::BTreeMap;

/// What a unit is found by, and what it names as its parent.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    pub(crate) row: u32,
    pub(crate) organisation: Option<Text>,
    pub(crate) code: Option<Text>,
    pub(crate) name: Text,
    pub(crate) parent: Option<Text>,
}

impl Link {
    /// What it weighs in memory, about and rather too much.
    pub(crate) fn bytes(&self) -> usize {
        let texts = [
            self.organisation.as_ref(),
            self.code.as_ref(),
            Some(&self.name),
            self.parent.as_ref(),
        ];
        let texts: usize = texts.into_iter().flatten().map(|text| text.as_str().len() + 16).sum();
        size_of::<Self>() + texts
    }
}

/// What became of a unit's parent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Parent {
    /// Directly under the organisation.
    None,
    /// The unit at this place in the list.
    At(usize),
    /// Why there is none.
    Refused(String),
}

/// The parent of each unit. `rejected` are rows of units that did not come in, by what they are
/// called, so that a refusal can name them.
pub(crate) fn resolve(links: &[Link], rejected: &BTreeMap<String, u32>) -> Vec<Parent> {
    let index = Index::of(links);
    let mut parents: Vec<Parent> =
        links.iter().map(|link| index.parent(link, links, rejected)).collect();
    refuse_circles(links, &mut parents);
    refuse_what_hangs_on_refused(links, &mut parents);
    parents
}

type Within = (Option<String>, String);

/// Places by organisation and code, and by organisation and name.
struct Index {
    by_code: BTreeMap<Within, Vec<usize>>,
    by_name: BTreeMap<Within, Vec<usize>>,
}

pub(crate) fn folded(text: &Text) -> String {
    text.as_str().to_lowercase()
}

impl Index {
    fn of(links: &[Link]) -> Self {
        let mut index = Self { by_code: BTreeMap::new(), by_name: BTreeMap::new() };
        for (at, link) in links.iter().enumerate() {
            let organisation = link.organisation.as_ref().map(folded);
            if let Some(code) = &link.code {
                index.by_code.entry((organisation.clone(), folded(code))).or_default().push(at);
            }
            index.by_name.entry((organisation, folded(&link.name))).or_default().push(at);
        }
        index
    }

    fn parent(&self, link: &Link, links: &[Link], rejected: &BTreeMap<String, u32>) -> Parent {
        let Some(parent) = &link.parent else { return Parent::None };
        let organisation = link.organisation.as_ref().map(folded);
        let asked = folded(parent);
        if organisation.as_ref() == Some(&asked) {
            return Parent::None;
        }
        let key = (organisation, asked);
        let found = self.by_code.get(&key).or_else(|| self.by_name.get(&key));
        match found.map(Vec::as_slice) {
            Some([one]) => Parent::At(*one),
            Some(several) => {
                let rows: Vec<u32> = several.iter().map(|at| links[*at].row).collect();
                Parent::Refused(format!(
                    "is the name of several units, in {}; accepted is the code of one",
                    crate::report::row_list(&rows)
                ))
            }
            None => Parent::Refused(match rejected.get(&key.1) {
                Some(row) => {
                    format!("is the unit in row {row}, which was rejected; correct that row first")
                }
                None => {
                    "is no unit of the list; accepted is the name or the code of one of the same \
                         organisation, or nothing for a unit directly under it"
                        .to_owned()
                }
            }),
        }
    }
}

/// Whether a unit has been looked at, while following parents.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seen {
    Not,
    OnThisWay,
    Before,
}

fn refuse_circles(links: &[Link], parents: &mut [Parent]) {
    let mut seen = vec![Seen::Not; links.len()];
    for start in 0..links.len() {
        let mut way = Vec::new();
        let mut next = Some(start);
        while let Some(at) = next.filter(|at| seen[*at] == Seen::Not) {
            seen[at] = Seen::OnThisWay;
            way.push(at);
            next = match parents[at] {
                Parent::At(parent) => Some(parent),
                Parent::None | Parent::Refused(_) => None,
            };
        }
        if let Some(again) = next.filter(|at| seen[*at] == Seen::OnThisWay) {
            let circle =
                way.iter().position(|at| *at == again).map_or(&[][..], |from| &way[from..]);
            let mut rows: Vec<u32> = circle.iter().map(|at| links[*at].row).collect();
            rows.sort_unstable();
            let why = format!(
                "comes back to the unit itself through {}; accepted is a chain that ends at a unit without parent",
                crate::report::row_list(&rows)
            );
            circle.iter().for_each(|at| parents[*at] = Parent::Refused(why.clone()));
        }
        way.iter().for_each(|at| seen[*at] = Seen::Before);
    }
}

fn refuse_what_hangs_on_refused(links: &[Link], parents: &mut [Parent]) {
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); links.len()];
    let mut refused = Vec::new();
    for (at, parent) in parents.iter().enumerate() {
        match parent {
            Parent::At(parent) => children[*parent].push(at),
            Parent::Refused(_) => refused.push(at),
            Parent::None => {}
        }
    }
    while let Some(at) = refused.pop() {
        let why = format!(
            "is the unit in row {}, which was rejected; correct that row first",
            links[at].row
        );
        for child in std::mem::take(&mut children[at]) {
            parents[child] = Parent::Refused(why.clone());
            refused.push(child);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(row: u32, code: &str, name: &str, parent: &str) -> Link {
        let text = |text: &str| Text::name(text).ok();
        Link {
            row,
            organisation: text("Regionen"),
            code: text(code),
            name: text(name).unwrap(),
            parent: text(parent),
        }
    }

    fn outcome(links: &[Link]) -> Vec<Result<Option<usize>, String>> {
        let shown = |parent| match parent {
            Parent::None => Ok(None),
            Parent::At(at) => Ok(Some(at)),
            Parent::Refused(why) => Err(why),
        };
        resolve(links, &BTreeMap::new()).into_iter().map(shown).collect()
    }

    #[test]
    fn parents_are_found_by_name_and_by_code_in_any_order() {
        let links = [
            link(2, "", "Lön", "ekonomi"),
            link(3, "20", "Ekonomi", "Regionen"),
            link(4, "", "Inköp", "20"),
        ];
        assert_eq!(outcome(&links), [Ok(Some(1)), Ok(None), Ok(Some(1))]);
    }

    #[test]
    fn a_circle_is_refused_with_what_hangs_on_it() {
        let links = [
            link(2, "", "A", "B"),
            link(3, "", "B", "A"),
            link(4, "", "C", "A"),
            link(5, "", "D", "C"),
            link(6, "", "E", "E"),
            link(7, "", "F", ""),
        ];
        let found = outcome(&links);
        assert!(found[0].as_ref().unwrap_err().contains("rows 2 to 3"));
        assert_eq!(found[0], found[1]);
        assert!(found[2].as_ref().unwrap_err().contains("row 2, which was rejected"));
        assert!(found[3].as_ref().unwrap_err().contains("row 4, which was rejected"));
        assert!(found[4].as_ref().unwrap_err().contains("through row 6"));
        assert_eq!(found[5], Ok(None));
    }

    #[test]
    fn an_unknown_or_ambiguous_parent_is_refused() {
        let links = [
            link(2, "1", "A", ""),
            link(3, "2", "A", ""),
            link(4, "", "B", "A"),
            link(5, "", "C", "X"),
        ];
        let found = outcome(&links);
        assert!(found[2].as_ref().unwrap_err().contains("rows 2 to 3"));
        assert!(found[3].as_ref().unwrap_err().contains("no unit of the list"));
    }
}
