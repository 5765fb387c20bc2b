//! Reading streams: bounded, and at the leader, since a node that follows may be behind.

use eventstore::{
    Client, Credentials, Error, ReadAllOptions, ReadEvent, ReadStream, ReadStreamOptions,
    RecordedEvent, StreamPosition,
};

use super::super::PageLimit;

/// Events that are asked for at once, at most.
const EVENTS_MAX: usize = 4_096;

/// A run of a stream, from the revision asked for.
#[derive(Debug, Default)]
pub(super) struct Run {
    pub(super) events: Vec<RecordedEvent>,
    /// The stream's last revision; `None` where there is no stream.
    pub(super) head: Option<u64>,
}

fn options(credentials: Option<&Credentials>) -> ReadStreamOptions {
    let options = ReadStreamOptions::default().requires_leader(true);
    match credentials {
        Some(credentials) => options.authenticated(credentials.clone()),
        None => options,
    }
}

/// A stream from a revision on, within a limit.
pub(super) async fn run(
    client: Client,
    credentials: Option<Credentials>,
    stream: String,
    from: u64,
    limit: PageLimit,
) -> Result<Run, Error> {
    let most = limit.events_max.clamp(1, EVENTS_MAX);
    let asked = options(credentials.as_ref()).position(StreamPosition::Position(from));
    let read = client.read_stream(stream.as_str(), &asked.max_count(most)).await;
    let (events, last) = match read {
        Ok(read) => match taken(read, limit).await {
            Err(Error::ResourceNotFound) => return Ok(Run::default()),
            taken => taken?,
        },
        Err(Error::ResourceNotFound) => return Ok(Run::default()),
        Err(error) => return Err(error),
    };
    let head = match last {
        Some(last) => Some(last),
        None => head(client, credentials, stream).await?,
    };
    // What was appended in between stands after the events, and was read before the head.
    let head = head.max(events.last().map(|event| event.revision));
    Ok(Run { events, head })
}

/// What comes, within a limit, and the stream's last revision where the engine says it.
async fn taken(
    mut read: ReadStream,
    limit: PageLimit,
) -> Result<(Vec<RecordedEvent>, Option<u64>), Error> {
    let (mut events, mut bytes) = (Vec::new(), 0);
    while let Some(next) = read.next_read_event().await? {
        match next {
            ReadEvent::Event(event) => {
                let Some(event) = event.event else { continue };
                if !limit.takes(events.len(), bytes, event.data.len()) {
                    return Ok((events, None));
                }
                bytes += event.data.len();
                events.push(event);
            }
            ReadEvent::LastStreamPosition(last) => return Ok((events, Some(last))),
            ReadEvent::FirstStreamPosition(_) | ReadEvent::LastAllStreamPosition(_) => {}
        }
    }
    Ok((events, None))
}

/// A stream's last revision; `None` where there is no stream.
pub(super) async fn head(
    client: Client,
    credentials: Option<Credentials>,
    stream: String,
) -> Result<Option<u64>, Error> {
    let asked = options(credentials.as_ref()).backwards().position(StreamPosition::End);
    match client.read_stream(stream.as_str(), &asked.max_count(1)).await {
        Ok(mut read) => match read.next().await {
            Ok(last) => Ok(last.and_then(|last| last.event).map(|event| event.revision)),
            Err(Error::ResourceNotFound) => Ok(None),
            Err(error) => Err(error),
        },
        Err(Error::ResourceNotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Events of all streams from a place in the log on, that place included.
pub(super) async fn all(
    client: Client,
    credentials: Option<Credentials>,
    from: Option<u64>,
    most: usize,
) -> Result<Vec<RecordedEvent>, Error> {
    let position = match from {
        Some(place) => {
            StreamPosition::Position(eventstore::Position { commit: place, prepare: place })
        }
        None => StreamPosition::Start,
    };
    let mut asked = ReadAllOptions::default()
        .requires_leader(true)
        .position(position)
        .max_count(most.clamp(2, EVENTS_MAX));
    if let Some(credentials) = credentials {
        asked = asked.authenticated(credentials);
    }
    let (mut read, mut events) = (client.read_all(&asked).await?, Vec::new());
    while let Some(next) = read.next().await? {
        events.extend(next.event);
    }
    Ok(events)
}
