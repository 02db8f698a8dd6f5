//! The tree of categories, flattened: parents before their children, each
//! with its path.

use serde::Deserialize;
use serde::Serialize;

/// A category by its position in [`Categories`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CategoryId(pub usize);

/// One place in the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// The ids from the root on, joined by `/`: `pests/cockroach`.
    pub path: String,
    /// What readers see.
    pub name: String,
    /// The category above.
    pub parent: Option<CategoryId>,
    /// The categories directly below, in the author's order.
    pub children: Vec<CategoryId>,
}

/// All categories, in the order of `site.yaml`.
#[derive(Clone, Debug, Default)]
pub struct Categories {
    all: Vec<Category>,
}

impl Categories {
    /// Adds a category below `parent` and returns its id.
    pub fn add(&mut self, parent: Option<CategoryId>, id: &str, name: String) -> CategoryId {
        let path = parent.map_or_else(|| id.to_owned(), |parent| format!("{}/{id}", self.get(parent).path));
        let category = CategoryId(self.all.len());
        self.all.push(Category { path, name, parent, children: Vec::new() });
        if let Some(parent) = parent {
            self.all[parent.0].children.push(category);
        }
        category
    }

    /// The category itself.
    pub fn get(&self, id: CategoryId) -> &Category {
        &self.all[id.0]
    }

    /// The category with this path.
    pub fn find(&self, path: &str) -> Option<CategoryId> {
        self.all.iter().position(|category| category.path == path).map(CategoryId)
    }

    /// Every category with its id, parents first.
    pub fn iter(&self) -> impl Iterator<Item = (CategoryId, &Category)> {
        self.all.iter().enumerate().map(|(index, category)| (CategoryId(index), category))
    }

    /// The categories without a parent.
    pub fn roots(&self) -> impl Iterator<Item = CategoryId> {
        self.iter().filter(|(_, category)| category.parent.is_none()).map(|(id, _)| id)
    }

    /// `id` and all above it, the root first.
    pub fn lineage(&self, id: CategoryId) -> Vec<CategoryId> {
        let mut lineage: Vec<_> = std::iter::successors(Some(id), |&id| self.get(id).parent).collect();
        lineage.reverse();
        lineage
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_lineages_follow_the_tree() {
        let mut categories = Categories::default();
        let pests = categories.add(None, "pests", "해충".into());
        let roach = categories.add(Some(pests), "cockroach", "바퀴벌레".into());
        assert_eq!(categories.get(roach).path, "pests/cockroach");
        assert_eq!(categories.find("pests/cockroach"), Some(roach));
        assert_eq!(categories.lineage(roach), [pests, roach]);
        assert_eq!(categories.get(pests).children, [roach]);
        assert_eq!(categories.roots().collect::<Vec<_>>(), [pests]);
    }
}
