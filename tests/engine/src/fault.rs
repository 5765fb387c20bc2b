//! How the server misbehaves on request.

use std::time::Duration;

/// At which kind of request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum On {
    /// Appends to a stream whose name begins with `portfolio-`, behind whatever prefix.
    Append,
    /// Appends to any other stream.
    OtherAppend,
    /// Deleting a stream.
    Delete,
    /// Reads that end.
    Read,
    /// Subscriptions, when they are asked for.
    Subscribe,
    /// The question what the server can do, which every client asks first.
    Features,
}

/// What happens to one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is refused as unavailable; nothing of it is done.
    Refuse,
    /// It is never answered; nothing of it is done.
    Hang,
    /// It is done, and answered after this time.
    Late(Duration),
    /// It is done, and the answer is lost: the request fails as unavailable.
    DoneButLost,
    /// It is done, and never answered.
    DoneButHangs,
    /// It is answered that the leader is at this address.
    NotLeader(String, u16),
    /// It is refused because the caller is not known.
    Forbidden,
    /// An append that is done, and answered with nothing in the answer.
    Nonsense,
    /// A subscription that is ended without an error after what is stored, or a read after its first
    /// event.
    EndCleanly,
    /// A subscription that fails after what is stored.
    Drop,
    /// A subscription that is told that its stream is not there.
    NotFound,
    /// A subscription that tells nothing after its confirmation.
    Silent,
}
