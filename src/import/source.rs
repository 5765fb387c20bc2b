//! Reading a file as what it is said to be: parsed whole, off the async threads, within the reader's
//! bounds, and planned.

use projections::{Portfolio, Texts};
use schema::{BuildingId, Date, IndexSeries, OrganisationId};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::{
    ImportError, Plan, Request, Target, ifc,
    read::{
        RoomsTarget, of_figures, of_invoices, of_map, of_model, of_rooms, of_units, recorded_plane,
    },
    trial::Trial,
};
use crate::ledger::Ledger;

/// What a file is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Source {
    /// A building's model (IFC 2x3 or 4).
    Ifc {
        /// The building: its reference or its name.
        building: String,
    },
    /// A building's map: levels as GeoJSON, or an IMDF package; a zip of several files.
    #[serde(rename_all = "camelCase")]
    Map {
        /// The building: its reference or its name.
        building: String,
        /// Which building of the package, where it holds several.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        of_package: Option<String>,
        /// What the level of a single GeoJSON file is called.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        level: Option<String>,
    },
    /// A list of rooms (CSV, XLSX).
    #[serde(rename_all = "camelCase")]
    Rooms {
        /// The building of rows that name none: its reference or its name.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        building: Option<String>,
        /// The organisation that owns buildings which come with the list: its reference or its name.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        owner: Option<String>,
        /// When the workstations of the list were counted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        counted_on: Option<Date>,
    },
    /// A list of units (CSV, XLSX).
    Units {},
    /// A list of invoices (CSV, XLSX).
    Invoices {
        /// The organisation in whose books rows are that name none: its reference or its name.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        organisation: Option<String>,
    },
    /// A list of the figures of indices (CSV, XLSX).
    Figures {
        /// The index of rows that name none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        series: Option<String>,
    },
}

impl Source {
    /// What a request's query says of it.
    pub fn query(&self) -> Vec<(&'static str, String)> {
        let mut query = Vec::new();
        let mut say = |name: &'static str, value: Option<String>| {
            query.extend(value.map(|value| (name, value)));
        };
        match self {
            Self::Ifc { building } => {
                say("kind", Some("ifc".to_owned()));
                say("building", Some(building.clone()));
            }
            Self::Map { building, of_package, level } => {
                say("kind", Some("map".to_owned()));
                say("building", Some(building.clone()));
                say("ofPackage", of_package.clone());
                say("level", level.clone());
            }
            Self::Rooms { building, owner, counted_on } => {
                say("kind", Some("rooms".to_owned()));
                say("building", building.clone());
                say("owner", owner.clone());
                say("countedOn", counted_on.map(|on| on.to_string()));
            }
            Self::Units {} => say("kind", Some("units".to_owned())),
            Self::Invoices { organisation } => {
                say("kind", Some("invoices".to_owned()));
                say("organisation", organisation.clone());
            }
            Self::Figures { series } => {
                say("kind", Some("figures".to_owned()));
                say("series", series.clone());
            }
        }
        query
    }

    /// The largest file of this kind that is accepted, in bytes.
    pub fn bytes_max(&self) -> usize {
        match self {
            Self::Ifc { .. } => ifc::Limits::default().file_bytes,
            Self::Map { .. } => maps::Limits::default().package_bytes,
            Self::Rooms { .. } | Self::Units {} | Self::Invoices { .. } | Self::Figures { .. } => {
                lists::Limits::default().file_bytes
            }
        }
    }
}

/// A file read: what it brings, and how it was understood.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) plan: Plan,
    /// How a list was understood, for the person who gave it.
    pub(super) list: Option<ListReading>,
}

/// How a list was understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ListReading {
    /// In words: columns, sums, what was left out and rejected.
    pub summary: String,
    /// The same in figures, with every row that did not come in.
    pub report: lists::Report,
}

/// What a reader gives, before it is planned.
enum Parsed {
    Model(Box<ifc::Model>),
    Map(Box<maps::Model>),
    Rooms(Box<lists::RoomList>),
    Units(Box<lists::UnitList>),
    Invoices(Box<lists::InvoiceList>),
    Figures(Box<lists::FigureList>),
}

/// Reads a request's file as a plan for what is recorded.
pub(super) async fn read(
    ledger: &Ledger,
    state: &Portfolio,
    request: &Request,
) -> Result<Reading, ImportError> {
    let texts = ledger.shelf();
    let (from, seen_on) = (request.from, request.from.min(ledger.today()));
    let found = Found { state, texts, from };
    match &request.source {
        Source::Ifc { building } => {
            let target = found.target(building, seen_on)?;
            let Parsed::Model(model) = parse(request, Options::Model).await? else {
                return Err(ImportError::Failed);
            };
            Ok(Reading { plan: of_model(&model, &target)?, list: None })
        }
        Source::Map { building, of_package, level } => {
            let target = found.target(building, seen_on)?;
            let known = state.building(&target.building).and_then(|known| known.plane.as_ref());
            let options = maps::Options {
                building: of_package.clone(),
                plane: known.and_then(recorded_plane),
                level: level.clone().map(|name| maps::LevelNaming {
                    key: None,
                    name: Some(name),
                    ..maps::LevelNaming::default()
                }),
                ..maps::Options::default()
            };
            let Parsed::Map(model) = parse(request, Options::Map(Box::new(options))).await? else {
                return Err(ImportError::Failed);
            };
            Ok(Reading { plan: of_map(&model, &target)?, list: None })
        }
        Source::Rooms { building, owner, counted_on } => {
            let target = RoomsTarget {
                portfolio: ledger.portfolio(),
                state,
                texts,
                from,
                owner: owner.as_deref().map(|owner| found.organisation(owner)).transpose()?,
                building: building.as_deref().map(|given| found.building(given)).transpose()?,
                counted_on: *counted_on,
                seen_on,
            };
            let Parsed::Rooms(list) = parse(request, Options::Rooms).await? else {
                return Err(ImportError::Failed);
            };
            let plan = of_rooms(&list, &target)?;
            let (summary, report) = (list.to_string(), list.report);
            Ok(Reading { plan, list: Some(ListReading { summary, report }) })
        }
        Source::Units {} => {
            let municipalities = found.municipalities();
            let options = Options::Units(municipalities);
            let Parsed::Units(list) = parse(request, options).await? else {
                return Err(ImportError::Failed);
            };
            let plan = of_units(&list, ledger.portfolio(), state, texts, from)?;
            let (summary, report) = (list.to_string(), list.report);
            Ok(Reading { plan, list: Some(ListReading { summary, report }) })
        }
        Source::Invoices { organisation } => {
            let whose =
                organisation.as_deref().map(|given| found.organisation(given)).transpose()?;
            let Parsed::Invoices(mut list) = parse(request, Options::Invoices).await? else {
                return Err(ImportError::Failed);
            };
            let mut trial = Trial::new(ledger, request.issuer);
            let plan = of_invoices(&mut list, (state, texts), from, whose, &mut trial).await?;
            let (summary, report) = (list.to_string(), list.report);
            Ok(Reading { plan, list: Some(ListReading { summary, report }) })
        }
        Source::Figures { series } => {
            let series = series.as_deref().map(str::parse::<IndexSeries>).transpose()?;
            let Parsed::Figures(mut list) = parse(request, Options::Figures).await? else {
                return Err(ImportError::Failed);
            };
            let mut trial = Trial::new(ledger, request.issuer);
            let plan = of_figures(&mut list, from, series.as_ref(), &mut trial).await?;
            let (summary, report) = (list.to_string(), list.report);
            Ok(Reading { plan, list: Some(ListReading { summary, report }) })
        }
    }
}

/// What the readers are told besides the file.
enum Options {
    Model,
    Map(Box<maps::Options>),
    Rooms,
    Units(std::collections::BTreeMap<String, schema::MunicipalityCode>),
    Invoices,
    Figures,
}

/// Parses off the async threads: a large file takes seconds.
async fn parse(request: &Request, options: Options) -> Result<Parsed, ImportError> {
    let (bytes, name) = (Arc::clone(&request.bytes), request.file_name.clone());
    let mapping = request.mapping.clone();
    let parsed =
        tokio::task::spawn_blocking(move || parse_now(&bytes, &name, mapping.as_deref(), options));
    parsed
        .await
        .map_err(|_| ImportError::Failed)?
        .map_err(|error| ImportError::File { file: request.file_name.clone(), error })
}

fn parse_now(
    bytes: &[u8],
    name: &str,
    mapping: Option<&[u8]>,
    options: Options,
) -> Result<Parsed, FileError> {
    let mapping = || mapping.map(lists::Mapping::parse).transpose().map(Option::unwrap_or_default);
    match options {
        Options::Model => {
            let model = ifc::read(bytes, &ifc::Options::default())?;
            Ok(Parsed::Model(Box::new(model)))
        }
        Options::Map(options) => {
            let files = maps::Files::of_body(name, bytes, &options.limits)?;
            Ok(Parsed::Map(Box::new(maps::read(&files, &options)?)))
        }
        Options::Rooms => {
            let options = lists::Options { mapping: mapping()?, ..lists::Options::default() };
            Ok(Parsed::Rooms(Box::new(lists::read_rooms(bytes, name, &options)?)))
        }
        Options::Units(municipalities) => {
            let mapping = mapping()?;
            let options = lists::Options { mapping, municipalities, ..lists::Options::default() };
            Ok(Parsed::Units(Box::new(lists::read_units(bytes, name, &options)?)))
        }
        Options::Invoices => {
            let options = lists::Options { mapping: mapping()?, ..lists::Options::default() };
            Ok(Parsed::Invoices(Box::new(lists::read_invoices(bytes, name, &options)?)))
        }
        Options::Figures => {
            let options = lists::Options { mapping: mapping()?, ..lists::Options::default() };
            Ok(Parsed::Figures(Box::new(lists::read_figures(bytes, name, &options)?)))
        }
    }
}

/// What is wrong with a file, and where.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub enum FileError {
    /// A model.
    Ifc(#[from] ifc::IfcError),
    /// A map.
    Map(#[from] maps::MapError),
    /// A list.
    List(#[from] lists::ListError),
}

/// Finding what a request names.
struct Found<'a> {
    state: &'a Portfolio,
    texts: &'a (dyn Texts + Sync),
    from: Date,
}

/// Things listed in an error, at most.
const LISTED_MAX: usize = 20;

impl Found<'_> {
    fn target(&self, given: &str, seen_on: Date) -> Result<Target, ImportError> {
        let (building, from) = (self.building(given)?, self.from);
        if self.state.building(&building).is_none_or(|known| !known.exists(from)) {
            let known = format!("that building only on other dates than {from}");
            return Err(ImportError::Building { given: given.to_owned(), known });
        }
        Ok(Target { building, from, seen_on })
    }

    /// The building of that reference or name.
    fn building(&self, given: &str) -> Result<BuildingId, ImportError> {
        let name = |building: &projections::Building| {
            let latest = building.descriptions.entries().last();
            latest.map(|entry| self.texts.shown(entry.value.name).to_string()).unwrap_or_default()
        };
        let all = self.state.buildings().values();
        let named: Vec<_> =
            all.map(|known| (known.id.to_string(), name(known), known.id)).collect();
        one_of(&named, given)
            .map_err(|known| ImportError::Building { given: given.to_owned(), known })
    }

    /// The organisation of that reference or name.
    fn organisation(&self, given: &str) -> Result<OrganisationId, ImportError> {
        let all = self.state.organisations().values();
        let named = all.map(|organisation| {
            let latest = organisation.descriptions.entries().last();
            let name = latest.map(|entry| self.texts.shown(entry.value.name).to_string());
            (organisation.id.to_string(), name.unwrap_or_default(), organisation.id)
        });
        one_of(&named.collect::<Vec<_>>(), given)
            .map_err(|known| ImportError::Organisation { given: given.to_owned(), known })
    }

    fn municipalities(&self) -> std::collections::BTreeMap<String, schema::MunicipalityCode> {
        let all = self.state.municipalities().values();
        all.filter_map(|known| Some((self.texts.text(known.name)?.to_string(), known.code.clone())))
            .collect()
    }
}

/// The one of that reference or name; else what there is.
fn one_of<Id: Copy>(named: &[(String, String, Id)], given: &str) -> Result<Id, String> {
    let mut found = named.iter().filter(|(id, name, _)| id == given || name == given);
    match (found.next(), found.next()) {
        (Some((_, _, id)), None) => Ok(*id),
        _ => {
            let known: Vec<String> = named
                .iter()
                .take(LISTED_MAX)
                .map(|(id, name, _)| format!("{name} ({id})"))
                .collect();
            Err(if known.is_empty() { "none yet".to_owned() } else { known.join(", ") })
        }
    }
}
