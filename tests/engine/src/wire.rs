//! The messages of the services that are spoken, with the fields that are used. The numbers are those
//! of the database's published interface; what is not here is skipped by whoever reads it.

use std::collections::BTreeMap;

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Empty {}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct StreamIdentifier {
    #[prost(bytes = "vec", tag = "3")]
    pub(crate) name: Vec<u8>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Id {
    #[prost(oneof = "IdValue", tags = "1, 2")]
    pub(crate) value: Option<IdValue>,
}

#[derive(Clone, PartialEq, prost::Oneof)]
pub(crate) enum IdValue {
    #[prost(message, tag = "1")]
    Structured(StructuredId),
    #[prost(string, tag = "2")]
    Text(String),
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct StructuredId {
    #[prost(int64, tag = "1")]
    pub(crate) most_significant: i64,
    #[prost(int64, tag = "2")]
    pub(crate) least_significant: i64,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct LogPosition {
    #[prost(uint64, tag = "1")]
    pub(crate) commit: u64,
    #[prost(uint64, tag = "2")]
    pub(crate) prepare: u64,
}

// Reading.

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct ReadRequest {
    #[prost(message, optional, tag = "1")]
    pub(crate) options: Option<ReadOptions>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct ReadOptions {
    #[prost(oneof = "ReadFrom", tags = "1, 2")]
    pub(crate) from: Option<ReadFrom>,
    /// 0 forwards, 1 backwards.
    #[prost(int32, tag = "3")]
    pub(crate) direction: i32,
    #[prost(oneof = "ReadCount", tags = "5, 6")]
    pub(crate) count: Option<ReadCount>,
}

#[derive(Clone, PartialEq, prost::Oneof)]
pub(crate) enum ReadFrom {
    #[prost(message, tag = "1")]
    Stream(ReadStream),
    #[prost(message, tag = "2")]
    All(ReadAll),
}

#[derive(Clone, PartialEq, prost::Oneof)]
pub(crate) enum ReadCount {
    #[prost(uint64, tag = "5")]
    Count(u64),
    #[prost(message, tag = "6")]
    Subscription(Empty),
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct ReadStream {
    #[prost(message, optional, tag = "1")]
    pub(crate) stream: Option<StreamIdentifier>,
    #[prost(oneof = "StreamFrom", tags = "2, 3, 4")]
    pub(crate) from: Option<StreamFrom>,
}

#[derive(Clone, PartialEq, prost::Oneof)]
pub(crate) enum StreamFrom {
    #[prost(uint64, tag = "2")]
    Revision(u64),
    #[prost(message, tag = "3")]
    Start(Empty),
    #[prost(message, tag = "4")]
    End(Empty),
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct ReadAll {
    #[prost(oneof = "AllFrom", tags = "1, 2, 3")]
    pub(crate) from: Option<AllFrom>,
}

#[derive(Clone, PartialEq, prost::Oneof)]
pub(crate) enum AllFrom {
    #[prost(message, tag = "1")]
    Position(LogPosition),
    #[prost(message, tag = "2")]
    Start(Empty),
    #[prost(message, tag = "3")]
    End(Empty),
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct ReadResponse {
    #[prost(oneof = "ReadContent", tags = "1, 2, 4, 6, 8")]
    pub(crate) content: Option<ReadContent>,
}

#[derive(Clone, PartialEq, prost::Oneof)]
pub(crate) enum ReadContent {
    #[prost(message, tag = "1")]
    Event(ReadEvent),
    #[prost(message, tag = "2")]
    Confirmation(Confirmation),
    #[prost(message, tag = "4")]
    NotFound(NotFound),
    #[prost(uint64, tag = "6")]
    LastStreamPosition(u64),
    #[prost(message, tag = "8")]
    CaughtUp(Empty),
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct ReadEvent {
    #[prost(message, optional, tag = "1")]
    pub(crate) event: Option<RecordedEvent>,
    #[prost(oneof = "ReadPosition", tags = "3")]
    pub(crate) position: Option<ReadPosition>,
}

#[derive(Clone, PartialEq, prost::Oneof)]
pub(crate) enum ReadPosition {
    #[prost(uint64, tag = "3")]
    Commit(u64),
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct RecordedEvent {
    #[prost(message, optional, tag = "1")]
    pub(crate) id: Option<Id>,
    #[prost(message, optional, tag = "2")]
    pub(crate) stream: Option<StreamIdentifier>,
    #[prost(uint64, tag = "3")]
    pub(crate) revision: u64,
    #[prost(uint64, tag = "4")]
    pub(crate) prepare: u64,
    #[prost(uint64, tag = "5")]
    pub(crate) commit: u64,
    #[prost(btree_map = "string, string", tag = "6")]
    pub(crate) metadata: BTreeMap<String, String>,
    #[prost(bytes = "vec", tag = "7")]
    pub(crate) custom_metadata: Vec<u8>,
    #[prost(bytes = "vec", tag = "8")]
    pub(crate) data: Vec<u8>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Confirmation {
    #[prost(string, tag = "1")]
    pub(crate) subscription: String,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct NotFound {
    #[prost(message, optional, tag = "1")]
    pub(crate) stream: Option<StreamIdentifier>,
}

// Appending.

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct AppendRequest {
    #[prost(oneof = "AppendContent", tags = "1, 2")]
    pub(crate) content: Option<AppendContent>,
}

#[derive(Clone, PartialEq, prost::Oneof)]
pub(crate) enum AppendContent {
    #[prost(message, tag = "1")]
    Options(ExpectingStream),
    #[prost(message, tag = "2")]
    Proposed(Proposed),
}

/// The options of appending, deleting and tombstoning.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct ExpectingStream {
    #[prost(message, optional, tag = "1")]
    pub(crate) stream: Option<StreamIdentifier>,
    #[prost(oneof = "Expected", tags = "2, 3, 4, 5")]
    pub(crate) expected: Option<Expected>,
}

#[derive(Clone, PartialEq, prost::Oneof)]
pub(crate) enum Expected {
    #[prost(uint64, tag = "2")]
    Revision(u64),
    #[prost(message, tag = "3")]
    NoStream(Empty),
    #[prost(message, tag = "4")]
    Any(Empty),
    #[prost(message, tag = "5")]
    StreamExists(Empty),
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Proposed {
    #[prost(message, optional, tag = "1")]
    pub(crate) id: Option<Id>,
    #[prost(btree_map = "string, string", tag = "2")]
    pub(crate) metadata: BTreeMap<String, String>,
    #[prost(bytes = "vec", tag = "3")]
    pub(crate) custom_metadata: Vec<u8>,
    #[prost(bytes = "vec", tag = "4")]
    pub(crate) data: Vec<u8>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct AppendResponse {
    #[prost(oneof = "AppendResult", tags = "1, 2")]
    pub(crate) result: Option<AppendResult>,
}

#[derive(Clone, PartialEq, prost::Oneof)]
pub(crate) enum AppendResult {
    #[prost(message, tag = "1")]
    Success(Appended),
    #[prost(message, tag = "2")]
    WrongExpected(WrongExpected),
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Appended {
    #[prost(oneof = "AppendedRevision", tags = "1, 2")]
    pub(crate) revision: Option<AppendedRevision>,
    #[prost(oneof = "AppendedPosition", tags = "3, 4")]
    pub(crate) position: Option<AppendedPosition>,
}

#[derive(Clone, PartialEq, prost::Oneof)]
pub(crate) enum AppendedRevision {
    #[prost(uint64, tag = "1")]
    Current(u64),
    #[prost(message, tag = "2")]
    NoStream(Empty),
}

#[derive(Clone, PartialEq, prost::Oneof)]
pub(crate) enum AppendedPosition {
    #[prost(message, tag = "3")]
    Position(LogPosition),
    #[prost(message, tag = "4")]
    None(Empty),
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct WrongExpected {
    #[prost(oneof = "CurrentRevision", tags = "6, 7")]
    pub(crate) current: Option<CurrentRevision>,
    #[prost(oneof = "WrongRevision", tags = "8, 9, 10, 11")]
    pub(crate) expected: Option<WrongRevision>,
}

#[derive(Clone, PartialEq, prost::Oneof)]
pub(crate) enum CurrentRevision {
    #[prost(uint64, tag = "6")]
    Current(u64),
    #[prost(message, tag = "7")]
    NoStream(Empty),
}

#[derive(Clone, PartialEq, prost::Oneof)]
pub(crate) enum WrongRevision {
    #[prost(uint64, tag = "8")]
    Revision(u64),
    #[prost(message, tag = "9")]
    Any(Empty),
    #[prost(message, tag = "10")]
    StreamExists(Empty),
    #[prost(message, tag = "11")]
    NoStream(Empty),
}

// Deleting, for good or not.

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct DeleteRequest {
    #[prost(message, optional, tag = "1")]
    pub(crate) options: Option<ExpectingStream>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct DeleteResponse {
    #[prost(message, optional, tag = "1")]
    pub(crate) position: Option<LogPosition>,
}

// Gossip and server features.

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct ClusterInfo {
    #[prost(message, repeated, tag = "1")]
    pub(crate) members: Vec<Member>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Member {
    #[prost(message, optional, tag = "1")]
    pub(crate) instance: Option<Id>,
    /// 6 follower, 8 leader.
    #[prost(int32, tag = "3")]
    pub(crate) state: i32,
    #[prost(bool, tag = "4")]
    pub(crate) is_alive: bool,
    #[prost(message, optional, tag = "5")]
    pub(crate) end_point: Option<EndPoint>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct EndPoint {
    #[prost(string, tag = "1")]
    pub(crate) address: String,
    #[prost(uint32, tag = "2")]
    pub(crate) port: u32,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct SupportedMethods {
    #[prost(string, tag = "2")]
    pub(crate) version: String,
}
