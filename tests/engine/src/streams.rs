//! Reading, subscribing, appending and deleting.

use futures_core::Stream;
use std::{collections::BTreeMap, future::pending, pin::Pin};
use tonic::{Code, Request, Response, Status, Streaming, metadata::MetadataMap};
use uuid::Uuid;

use crate::{
    Fault, On,
    kept::{Expecting, Kept, KeptEvent, NotAppended},
    service::Me,
    wire::{
        AllFrom, AppendContent, AppendRequest, AppendResponse, AppendResult, Appended,
        AppendedPosition, AppendedRevision, Confirmation, CurrentRevision, DeleteRequest,
        DeleteResponse, Empty, Expected, ExpectingStream, Id, IdValue, LogPosition, NotFound,
        ReadContent, ReadCount, ReadEvent, ReadFrom, ReadOptions, ReadPosition, ReadRequest,
        ReadResponse, ReadStream, RecordedEvent, StreamFrom, StreamIdentifier, WrongExpected,
        WrongRevision,
    },
};

type Answers = Pin<Box<dyn Stream<Item = Result<ReadResponse, Status>> + Send>>;

/// Events that are taken from a stream at once.
const RUN: usize = 512;

// What goes wrong.

fn with(code: Code, message: &str, pairs: &[(&'static str, &str)]) -> Status {
    let mut metadata = MetadataMap::new();
    for (name, value) in pairs {
        if let Ok(value) = value.parse() {
            metadata.insert(*name, value);
        }
    }
    Status::with_metadata(code, message, metadata)
}

fn not_leader(host: &str, port: u16) -> Status {
    let pairs = [
        ("exception", "not-leader"),
        ("leader-endpoint-host", host),
        ("leader-endpoint-port", &port.to_string()),
    ];
    with(Code::NotFound, "Leader info available", &pairs)
}

fn deleted(stream: &str) -> Status {
    let pairs = [("exception", "stream-deleted"), ("stream-name", stream)];
    with(Code::FailedPrecondition, "Event stream is deleted.", &pairs)
}

fn unavailable() -> Status {
    Status::unavailable("the test asked for it")
}

pub(crate) fn forbidden() -> Status {
    with(Code::PermissionDenied, "Access Denied", &[("exception", "access-denied")])
}

/// What has to happen before anything is done; gives back what has to happen afterwards.
async fn misbehave(kept: &Kept, on: On) -> Result<Option<Fault>, Status> {
    match kept.fault(on) {
        Some(Fault::Refuse) => Err(unavailable()),
        Some(Fault::Forbidden) => Err(forbidden()),
        Some(Fault::Hang) => pending().await,
        Some(Fault::NotLeader(host, port)) => Err(not_leader(&host, port)),
        other => Ok(other),
    }
}

/// What has to happen once the request is done.
async fn misbehave_after(fault: Option<Fault>) -> Result<(), Status> {
    match fault {
        Some(Fault::Late(after)) => {
            tokio::time::sleep(after).await;
            Ok(())
        }
        Some(Fault::DoneButLost) => Err(unavailable()),
        Some(Fault::DoneButHangs) => pending().await,
        _ => Ok(()),
    }
}

pub(crate) async fn misbehave_at_features((_, shared): &Me) -> Result<(), Status> {
    let fault = misbehave(&shared.kept, On::Features).await?;
    misbehave_after(fault).await
}

/// A request that only the leader may answer is sent to it.
fn check_leader((number, shared): &Me, metadata: &MetadataMap) -> Result<(), Status> {
    let leader = shared.leader();
    let required = metadata.get("requires-leader").is_some_and(|value| value == "true");
    if required && *number != leader {
        let address = shared.addresses[leader];
        return Err(not_leader(&address.ip().to_string(), address.port()));
    }
    Ok(())
}

// Names and ids.

fn name(stream: Option<&StreamIdentifier>) -> Result<String, Status> {
    let stream = stream.ok_or_else(|| Status::invalid_argument("no stream"))?;
    String::from_utf8(stream.name.clone()).map_err(|_| Status::invalid_argument("a name"))
}

fn identifier(name: &str) -> Option<StreamIdentifier> {
    Some(StreamIdentifier { name: name.as_bytes().to_vec() })
}

fn id(id: Option<&Id>) -> Option<Uuid> {
    match id?.value.as_ref()? {
        IdValue::Text(text) => text.parse().ok(),
        IdValue::Structured(halves) => Some(Uuid::from_u64_pair(
            u64::from_ne_bytes(halves.most_significant.to_ne_bytes()),
            u64::from_ne_bytes(halves.least_significant.to_ne_bytes()),
        )),
    }
}

fn expecting(expected: Option<&Expected>) -> Expecting {
    match expected {
        Some(Expected::Revision(revision)) => Expecting::Exactly(*revision),
        Some(Expected::NoStream(_)) => Expecting::None,
        Some(Expected::StreamExists(_)) => Expecting::Exists,
        Some(Expected::Any(_)) | None => Expecting::Any,
    }
}

fn event(kept: &KeptEvent) -> ReadResponse {
    let mut metadata: BTreeMap<String, String> = kept.proposed.metadata.clone();
    metadata.insert("created".to_owned(), "17000000000000000".to_owned());
    let event = RecordedEvent {
        id: Some(Id { value: Some(IdValue::Text(kept.id.to_string())) }),
        stream: identifier(&kept.stream),
        revision: kept.revision,
        prepare: kept.position,
        commit: kept.position,
        metadata,
        custom_metadata: kept.proposed.custom_metadata.clone(),
        data: kept.proposed.data.clone(),
    };
    let position = Some(ReadPosition::Commit(kept.position));
    answer(ReadContent::Event(ReadEvent { event: Some(event), position }))
}

fn answer(content: ReadContent) -> ReadResponse {
    ReadResponse { content: Some(content) }
}

// Reading.

pub(crate) async fn read(
    me: &Me,
    request: Request<ReadRequest>,
) -> Result<Response<Answers>, Status> {
    check_leader(me, request.metadata())?;
    let options = request.into_inner().options.unwrap_or_default();
    match options.count {
        Some(ReadCount::Subscription(_)) => subscribe(me, options).await,
        Some(ReadCount::Count(most)) => {
            let fault = misbehave(&me.1.kept, On::Read).await?;
            let ends_early = fault == Some(Fault::EndCleanly);
            let mut answers =
                page(&me.1.kept, &options, usize::try_from(most).unwrap_or(usize::MAX))?;
            misbehave_after(fault).await?;
            if ends_early {
                answers.truncate(1);
            }
            let answers = answers.into_iter().map(Ok);
            Ok(Response::new(Box::pin(tokio_stream::iter(answers))))
        }
        None => Err(Status::invalid_argument("no count")),
    }
}

fn page(kept: &Kept, options: &ReadOptions, most: usize) -> Result<Vec<ReadResponse>, Status> {
    let backwards = options.direction == 1;
    match &options.from {
        Some(ReadFrom::All(all)) => {
            let from = match &all.from {
                Some(AllFrom::Position(position)) => position.commit,
                Some(AllFrom::End(_)) => u64::MAX,
                Some(AllFrom::Start(_)) | None => 0,
            };
            Ok(kept.all(from, most).iter().map(event).collect())
        }
        Some(ReadFrom::Stream(stream)) => page_of_stream(kept, stream, backwards, most),
        None => Err(Status::invalid_argument("nothing to read from")),
    }
}

fn page_of_stream(
    kept: &Kept,
    stream: &ReadStream,
    backwards: bool,
    most: usize,
) -> Result<Vec<ReadResponse>, Status> {
    let name = name(stream.stream.as_ref())?;
    if kept.is_tombstone(&name) {
        return Err(deleted(&name));
    }
    let from = match stream.from {
        Some(StreamFrom::Revision(revision)) => Some(revision),
        Some(StreamFrom::Start(_)) => Some(0),
        Some(StreamFrom::End(_)) | None => None,
    };
    let found = if backwards {
        kept.backwards(&name, from, most)
    } else {
        kept.forwards(&name, from.unwrap_or(u64::MAX), most)
    };
    let Some(found) = found else {
        let not_found = NotFound { stream: identifier(&name) };
        return Ok(vec![answer(ReadContent::NotFound(not_found))]);
    };
    let mut answers: Vec<ReadResponse> = found.iter().map(event).collect();
    if let Some(last) = kept.head(&name).filter(|_| !backwards) {
        answers.push(answer(ReadContent::LastStreamPosition(last)));
    }
    Ok(answers)
}

async fn subscribe(me: &Me, options: ReadOptions) -> Result<Response<Answers>, Status> {
    let shared = me.1.clone();
    let fault = misbehave(&shared.kept, On::Subscribe).await?;
    let Some(ReadFrom::Stream(stream)) = options.from else {
        return Err(Status::unimplemented("only streams can be subscribed to"));
    };
    let name = name(stream.stream.as_ref())?;
    let kept = &shared.kept;
    let mut next = match stream.from {
        Some(StreamFrom::Revision(after)) => after + 1,
        Some(StreamFrom::Start(_)) => 0,
        Some(StreamFrom::End(_)) | None => kept.head(&name).map_or(0, |head| head + 1),
    };
    let mut appended = kept.appended();
    let answers = async_stream::stream! {
        if fault == Some(Fault::NotFound) {
            yield Ok(answer(ReadContent::NotFound(NotFound { stream: identifier(&name) })));
        }
        let subscription = "a subscription".to_owned();
        yield Ok(answer(ReadContent::Confirmation(Confirmation { subscription })));
        if fault == Some(Fault::Silent) {
            pending::<()>().await;
        }
        let mut is_behind = true;
        loop {
            appended.mark_unchanged();
            if shared.kept.is_tombstone(&name) {
                yield Err(deleted(&name));
                return;
            }
            let run = shared.kept.forwards(&name, next, RUN).unwrap_or_default();
            for kept in &run {
                next = kept.revision + 1;
                yield Ok(event(kept));
            }
            if !run.is_empty() {
                continue;
            }
            if std::mem::take(&mut is_behind) {
                yield Ok(answer(ReadContent::CaughtUp(Empty {})));
            }
            match fault {
                Some(Fault::EndCleanly) => return,
                Some(Fault::Drop) => {
                    yield Err(unavailable());
                    return;
                }
                _ => {}
            }
            if appended.changed().await.is_err() {
                return;
            }
        }
    };
    Ok(Response::new(Box::pin(answers)))
}

// Appending.

pub(crate) async fn append(
    me: &Me,
    request: Request<Streaming<AppendRequest>>,
) -> Result<Response<AppendResponse>, Status> {
    check_leader(me, request.metadata())?;
    let kept = &me.1.kept;
    let (mut options, mut proposed) = (None, Vec::new());
    let mut messages = request.into_inner();
    while let Some(message) = messages.message().await? {
        match message.content {
            Some(AppendContent::Options(given)) => options = Some(given),
            Some(AppendContent::Proposed(event)) => {
                let id = id(event.id.as_ref());
                proposed.push((id.ok_or_else(|| Status::invalid_argument("no id"))?, event));
            }
            None => {}
        }
    }
    let options = options.ok_or_else(|| Status::invalid_argument("no options"))?;
    let name = name(options.stream.as_ref())?;
    let on = if name.contains("portfolio-") && !name.contains("vault-") {
        On::Append
    } else {
        On::OtherAppend
    };
    let fault = misbehave(kept, on).await?;
    let appended = kept.append(&name, expecting(options.expected.as_ref()), proposed);
    if fault == Some(Fault::Nonsense) {
        return Ok(Response::new(AppendResponse { result: None }));
    }
    misbehave_after(fault).await?;
    let result = match appended {
        Ok((revision, position)) => AppendResult::Success(Appended {
            revision: Some(match revision {
                Some(revision) => AppendedRevision::Current(revision),
                None => AppendedRevision::NoStream(Empty {}),
            }),
            position: Some(AppendedPosition::Position(LogPosition {
                commit: position,
                prepare: position,
            })),
        }),
        Err(NotAppended::Wrong { current }) => {
            AppendResult::WrongExpected(wrong(&options, current))
        }
        Err(NotAppended::Deleted) => return Err(deleted(&name)),
        Err(NotAppended::TooLarge) => {
            let pairs = [("exception", "maximum-append-size-exceeded")];
            return Err(with(Code::InvalidArgument, "Maximum Append Size Exceeded.", &pairs));
        }
    };
    Ok(Response::new(AppendResponse { result: Some(result) }))
}

fn wrong(options: &ExpectingStream, current: Option<u64>) -> WrongExpected {
    WrongExpected {
        current: Some(match current {
            Some(current) => CurrentRevision::Current(current),
            None => CurrentRevision::NoStream(Empty {}),
        }),
        expected: Some(match options.expected {
            Some(Expected::Revision(revision)) => WrongRevision::Revision(revision),
            Some(Expected::NoStream(_)) => WrongRevision::NoStream(Empty {}),
            Some(Expected::StreamExists(_)) => WrongRevision::StreamExists(Empty {}),
            Some(Expected::Any(_)) | None => WrongRevision::Any(Empty {}),
        }),
    }
}

pub(crate) async fn delete(
    me: &Me,
    request: Request<DeleteRequest>,
    for_good: bool,
) -> Result<Response<DeleteResponse>, Status> {
    check_leader(me, request.metadata())?;
    let options = request.into_inner().options.unwrap_or_default();
    let name = name(options.stream.as_ref())?;
    let fault = misbehave(&me.1.kept, On::Delete).await?;
    let deleted_now = me.1.kept.delete(&name, for_good);
    misbehave_after(fault).await?;
    match deleted_now {
        Ok(()) => {
            let position = Some(LogPosition { commit: 1, prepare: 1 });
            Ok(Response::new(DeleteResponse { position }))
        }
        Err(_) => Err(deleted(&name)),
    }
}
