//! The files of one building by name: from a folder that the caller listed, from one zip, or one
//! GeoJSON file. Names are checked, and what is not JSON is named but not kept.

use std::collections::{BTreeMap, BTreeSet};

use super::archive;
use super::budget::exceeded;
use super::error::{MapError, shortened};
use super::limits::Limits;

/// Files by name, of which the JSON ones are kept. A folder that holds all of them is not part of
/// the names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Files {
    by_name: BTreeMap<String, Vec<u8>>,
    passed_over: BTreeSet<String>,
}

impl Files {
    /// Files of a folder, named by their paths within it with `/` between the parts.
    ///
    /// # Errors
    ///
    /// A name that leads elsewhere or comes twice, a zip within, or more than the limits admit.
    pub fn of_folder(
        files: impl IntoIterator<Item = (String, Vec<u8>)>,
        limits: &Limits,
    ) -> Result<Self, MapError> {
        let mut gathering = Gathering::new(limits);
        for (name, bytes) in files {
            gathering.admit(&name)?;
            if is_json(&name) {
                let place = shortened(&name);
                exceeded(bytes.len(), gathering.room(), &place, "bytes of files")?;
                gathering.keep(name, bytes)?;
            } else {
                gathering.passed_over.insert(name);
            }
        }
        Ok(gathering.files())
    }

    /// Files of one request body: a zip, else one GeoJSON file, which is called `name`.
    ///
    /// # Errors
    ///
    /// As [`of_folder`](Self::of_folder), and what is wrong with the zip.
    pub fn of_body(name: &str, bytes: &[u8], limits: &Limits) -> Result<Self, MapError> {
        exceeded(bytes.len(), limits.package_bytes, "the package", "bytes")?;
        if !archive::is_zip(bytes) {
            let name = if is_json(name) { name.to_owned() } else { format!("{name}.geojson") };
            return Self::of_folder([(name, bytes.to_vec())], limits);
        }
        let mut gathering = Gathering::new(limits);
        for entry in archive::entries(bytes, limits)? {
            gathering.admit(&entry.name)?;
            if is_json(&entry.name) {
                let inflated = entry.inflate(gathering.room())?;
                gathering.keep(entry.name, inflated)?;
            } else {
                gathering.passed_over.insert(entry.name);
            }
        }
        Ok(gathering.files())
    }

    /// One body for all of them, always the same for the same files: a zip, stored, in the order
    /// of names, dated 1980. What is not JSON is not in it.
    ///
    /// # Errors
    ///
    /// More than a zip without Zip64 can hold.
    pub fn pack(&self) -> Result<Vec<u8>, MapError> {
        let files = self.by_name.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
        archive::write(files).ok_or_else(|| MapError::Archive {
            found: "would be too large".to_owned(),
            accepted: "files below 4 GiB together",
        })
    }

    /// The names of the files that are kept, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }

    /// The names of the files that are not JSON.
    pub fn passed_over(&self) -> impl Iterator<Item = &str> {
        self.passed_over.iter().map(String::as_str)
    }

    /// The bytes of a file.
    #[must_use]
    pub fn bytes(&self, name: &str) -> Option<&[u8]> {
        self.by_name.get(name).map(Vec::as_slice)
    }
}

fn is_json(name: &str) -> bool {
    let hidden = name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX");
    let name = name.to_ascii_lowercase();
    !hidden && (name.ends_with(".json") || name.ends_with(".geojson"))
}

/// Files on their way in.
struct Gathering<'l> {
    limits: &'l Limits,
    by_name: BTreeMap<String, Vec<u8>>,
    passed_over: BTreeSet<String>,
    names: BTreeSet<String>,
    bytes: usize,
}

impl<'l> Gathering<'l> {
    fn new(limits: &'l Limits) -> Self {
        let (by_name, passed_over, names) = Default::default();
        Self { limits, by_name, passed_over, names, bytes: 0 }
    }

    /// Checks a name before anything of its file is taken.
    fn admit(&mut self, name: &str) -> Result<(), MapError> {
        let refused = |found: &str, accepted| MapError::File {
            name: shortened(name),
            found: found.to_owned(),
            accepted,
        };
        exceeded(self.names.len() + 1, self.limits.files, "the package", "files")?;
        let (length, most) = (name.len(), self.limits.file_name_bytes);
        exceeded(length, most, &shortened(name), "bytes of a file's name")?;
        let odd = |part: &str| part.is_empty() || part == "." || part == "..";
        let outside = name.contains(['\\', ':']) || name.chars().any(char::is_control);
        if outside || name.split('/').any(odd) {
            return Err(refused("leads out of the package", "plain paths within it"));
        }
        if name.to_ascii_lowercase().ends_with(".zip") {
            return Err(refused("is a zip within the package", "files that are not packed again"));
        }
        if !self.names.insert(name.to_lowercase()) {
            return Err(refused("comes twice", "one file of each name, whatever its case"));
        }
        Ok(())
    }

    /// How many bytes the next file may have.
    fn room(&self) -> usize {
        self.limits.file_bytes.min(self.limits.inflated_bytes - self.bytes)
    }

    fn keep(&mut self, name: String, bytes: Vec<u8>) -> Result<(), MapError> {
        if archive::is_zip(&bytes) {
            return Err(MapError::File {
                name: shortened(&name),
                found: "is a zip within the package".to_owned(),
                accepted: "files that are not packed again",
            });
        }
        self.bytes += bytes.len();
        self.by_name.insert(name, bytes);
        Ok(())
    }

    fn files(self) -> Files {
        let Self { by_name, passed_over, .. } = self;
        let folder = common_folder(&by_name);
        let within = |(name, bytes): (String, Vec<u8>)| (name[folder..].to_owned(), bytes);
        Files { by_name: by_name.into_iter().map(within).collect(), passed_over }
    }
}

/// How many bytes of each name are the folder that holds them all.
fn common_folder(by_name: &BTreeMap<String, Vec<u8>>) -> usize {
    let folder = |name: &String| name.rfind('/').map_or(0, |slash| slash + 1);
    let Some((first, _)) = by_name.first_key_value() else {
        return 0;
    };
    let mut length = folder(first);
    while length > 0 && !by_name.keys().all(|name| name.starts_with(&first[..length])) {
        length = first[..length - 1].rfind('/').map_or(0, |slash| slash + 1);
    }
    length
}
