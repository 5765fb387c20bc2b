//! What a request to import asks for: in its query, and in the parts of its body.

use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, Multipart, Request, multipart::Field},
    http::{StatusCode, header},
};
use futures_util::StreamExt;
use schema::{Date, Digest};
use serde::Deserialize;
use std::sync::Arc;

use super::{Answers, DecisionForm, Source};
use crate::http::Problem;

/// Bytes of a mapping, of answers or of a decision, at most.
const ASIDE_BYTES_MAX: usize = 4 * 1024 * 1024;

/// The query of `POST /imports`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Asked {
    pub(super) portfolio: String,
    pub(super) from: String,
    pub(super) file_name: String,
    /// `ifc`, `map`, `rooms`, `units`, `invoices` or `figures`.
    kind: Option<String>,
    building: Option<String>,
    of_package: Option<String>,
    level: Option<String>,
    owner: Option<String>,
    counted_on: Option<String>,
    organisation: Option<String>,
    series: Option<String>,
    /// Of which difference everything is confirmed as proposed.
    confirm: Option<String>,
}

impl Asked {
    /// What the file is said to be.
    pub(super) fn source(&self) -> Result<Source, Problem> {
        let kind = self.kind.as_deref().unwrap_or("ifc");
        let for_kinds = [
            ("building", &self.building, &["ifc", "map", "rooms"][..]),
            ("ofPackage", &self.of_package, &["map"]),
            ("level", &self.level, &["map"]),
            ("owner", &self.owner, &["rooms"]),
            ("countedOn", &self.counted_on, &["rooms"]),
            ("organisation", &self.organisation, &["invoices"]),
            ("series", &self.series, &["figures"]),
        ];
        for (name, given, kinds) in for_kinds {
            if given.is_some() && !kinds.contains(&kind) {
                return Err(refused(format!("{name} is not for kind {kind}; it is for {kinds:?}")));
            }
        }
        let building = || {
            let missing = || refused(format!("kind {kind} needs a building"));
            self.building.clone().ok_or_else(missing)
        };
        match kind {
            "ifc" => Ok(Source::Ifc { building: building()? }),
            "map" => Ok(Source::Map {
                building: building()?,
                of_package: self.of_package.clone(),
                level: self.level.clone(),
            }),
            "rooms" => Ok(Source::Rooms {
                building: self.building.clone(),
                owner: self.owner.clone(),
                counted_on: self.counted_on.as_deref().map(date).transpose()?,
            }),
            "units" => Ok(Source::Units {}),
            "invoices" => Ok(Source::Invoices { organisation: self.organisation.clone() }),
            "figures" => Ok(Source::Figures { series: self.series.clone() }),
            other => Err(refused(format!(
                "kind {other:?} is not read; there are ifc, map, rooms, units, invoices, figures"
            ))),
        }
    }

    /// What the query confirms.
    pub(super) fn confirmed(&self) -> Result<Option<Answers>, Problem> {
        let digest = |text: &String| text.parse::<Digest>().map_err(|e| refused(e.to_string()));
        Ok(self.confirm.as_ref().map(digest).transpose()?.map(Answers::all))
    }
}

pub(super) fn date(text: &str) -> Result<Date, Problem> {
    text.parse().map_err(|error: schema::Invalid| refused(error.to_string()))
}

pub(super) fn refused(why: impl Into<String>) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, why.into())
}

/// What arrives with a request.
pub(super) struct Arrived {
    pub(super) file: Arc<[u8]>,
    pub(super) mapping: Option<Arc<[u8]>>,
    pub(super) answers: Option<Answers>,
    pub(super) decision: Option<DecisionForm>,
}

/// Takes in the body: a file by itself, or a form with the parts `file`, `mapping`, `answers` and
/// `decision`.
pub(super) async fn arrive(request: Request, file_bytes_max: usize) -> Result<Arrived, Problem> {
    let is_form = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.to_ascii_lowercase().starts_with("multipart/form-data"));
    if !is_form {
        let file = gather(request.into_body(), file_bytes_max).await?;
        return Ok(Arrived { file: file.into(), mapping: None, answers: None, decision: None });
    }
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|rejection| refused(rejection.body_text()))?;
    let (mut file, mut mapping, mut answers, mut decision) = (None, None, None, None);
    while let Some(part) = form.next_field().await.map_err(|error| refused(error.body_text()))? {
        match part.name() {
            Some("file") if file.is_none() => file = Some(part_of(part, file_bytes_max).await?),
            Some("mapping") if mapping.is_none() => {
                mapping = Some(part_of(part, ASIDE_BYTES_MAX).await?.into());
            }
            Some("answers") if answers.is_none() => {
                let bytes = part_of(part, ASIDE_BYTES_MAX).await?;
                answers = Some(parsed("answers", &bytes)?);
            }
            Some("decision") if decision.is_none() => {
                let bytes = part_of(part, ASIDE_BYTES_MAX).await?;
                decision = Some(parsed("decision", &bytes)?);
            }
            name => {
                let name = name.unwrap_or("without name").to_owned();
                let parts = "file, mapping, answers and decision, each once";
                return Err(refused(format!(
                    "the part {name:?} is not accepted; there are {parts}"
                )));
            }
        }
    }
    let file = file.ok_or_else(|| refused("the form has no part file"))?;
    Ok(Arrived { file: file.into(), mapping, answers, decision })
}

fn parsed<T: serde::de::DeserializeOwned>(part: &str, bytes: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(bytes).map_err(|error| refused(format!("the part {part}: {error}")))
}

async fn part_of(mut part: Field<'_>, bytes_max: usize) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.chunk().await.map_err(|error| refused(error.body_text()))? {
        take(&mut bytes, &chunk, bytes_max)?;
    }
    Ok(bytes)
}

/// The whole body, within a bound.
async fn gather(body: Body, bytes_max: usize) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    let mut arriving = body.into_data_stream();
    while let Some(chunk) = arriving.next().await {
        let chunk: Bytes = chunk.map_err(|_| refused("the file was cut off while it arrived"))?;
        take(&mut bytes, &chunk, bytes_max)?;
    }
    Ok(bytes)
}

fn take(bytes: &mut Vec<u8>, chunk: &[u8], bytes_max: usize) -> Result<(), Problem> {
    if bytes.len() + chunk.len() > bytes_max {
        let detail = format!("it is larger than the {bytes_max} bytes that are accepted");
        return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, detail));
    }
    bytes.extend_from_slice(chunk);
    Ok(())
}
