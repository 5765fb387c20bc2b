//! A golden example of every event: the envelope whose bytes lie in `schema/events/`.
