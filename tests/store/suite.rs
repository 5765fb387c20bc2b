//! The suite that every engine keeps: appending and reading.

use schema::limits::{EVENT_BYTES_MAX, GROUP_BYTES_MAX};
use thirdplace::store::{PageLimit, StoreError, StoredEvent};

use crate::{
    engines::Engine,
    groups::{Broken, Kept, event, group, portfolio, revision, same, whole},
};

pub(crate) async fn an_empty_store_says_so(engine: &dyn Engine) -> Kept {
    let store = engine.open().await;
    same!(store.portfolios(None, 10).await?, vec![], "portfolios");
    let page = store.read(portfolio(1), revision(0), PageLimit::USUAL).await?;
    same!((page.events, page.head), (vec![], None), "a page");
    same!(store.scan(None, PageLimit::USUAL).await?.events, vec![], "a scan");
    Ok(())
}

pub(crate) async fn events_are_read_as_they_were_appended(engine: &dyn Engine) -> Kept {
    let store = engine.open().await;
    let first = group(portfolio(1), 7, 0, 3, None);
    let second = group(portfolio(1), 8, 0, 2, Some(2));
    same!(store.append(first.clone()).await?, revision(2), "the first answer");
    same!(store.append(second.clone()).await?, revision(4), "the second answer");
    let expected = [first.events, second.events].concat();
    same!(whole(&*store, portfolio(1)).await?, expected, "the ledger");
    Ok(())
}

pub(crate) async fn only_the_exact_head_is_accepted(engine: &dyn Engine) -> Kept {
    let store = engine.open().await;
    let ledger = portfolio(1);
    let wrong = |expected: Option<u64>, actual: Option<u64>| {
        Err(StoreError::WrongRevision {
            expected: expected.map(revision),
            actual: actual.map(revision),
        })
    };
    let ahead = store.append(group(ledger, 2, 0, 1, Some(0))).await;
    same!(ahead, wrong(Some(0), None), "an append to an empty ledger");
    store.append(group(ledger, 1, 0, 3, None)).await?;
    for expected in [None, Some(0), Some(1), Some(3), Some(99)] {
        let answer = store.append(group(ledger, 2, 0, 2, expected)).await;
        same!(answer, wrong(expected, Some(2)), format!("an append after {expected:?}"));
    }
    same!(whole(&*store, ledger).await?.len(), 3, "events after refused appends");
    same!(store.append(group(ledger, 2, 0, 2, Some(2))).await?, revision(4), "the right append");
    Ok(())
}

pub(crate) async fn the_same_group_again_is_answered_as_the_first_time(
    engine: &dyn Engine,
) -> Kept {
    let store = engine.open().await;
    let ledger = portfolio(1);
    let first = group(ledger, 1, 0, 3, None);
    let second = group(ledger, 2, 0, 2, Some(2));
    let answers = [store.append(first.clone()).await?, store.append(first.clone()).await?];
    same!(answers, [revision(2); 2], "the answers of the first group");
    store.append(second.clone()).await?;
    same!(store.append(first.clone()).await?, revision(2), "an answer after later groups");
    same!(store.append(second.clone()).await?, revision(4), "the last group's answer");
    let expected = [first.events, second.events].concat();
    same!(whole(&*store, ledger).await?, expected, "the ledger after repetitions");
    Ok(())
}

pub(crate) async fn the_same_ids_with_other_bytes_are_refused(engine: &dyn Engine) -> Kept {
    let store = engine.open().await;
    let ledger = portfolio(1);
    store.append(group(ledger, 1, 0, 3, None)).await?;
    let mut other = group(ledger, 1, 0, 3, None);
    let former = &other.events[1];
    let id = former.event_id();
    other.events[1] = StoredEvent::new(revision(1), id, former.type_name(), b"other".as_slice());
    let refused = Err(StoreError::OtherBytes { event: id, revision: revision(1) });
    same!(store.append(other).await, refused, "other bytes under the same ids");
    same!(whole(&*store, ledger).await?, group(ledger, 1, 0, 3, None).events, "the ledger");
    Ok(())
}

pub(crate) async fn groups_that_no_engine_takes_are_refused(engine: &dyn Engine) -> Kept {
    let store = engine.open().await;
    let ledger = portfolio(1);
    let sized = |at: u64, size: usize| {
        StoredEvent::new(revision(at), event(1, at, at).event_id(), "Test", vec![b'x'; size])
    };
    let with = |events: Vec<StoredEvent>| {
        let mut append = group(ledger, 1, 0, 0, None);
        append.events = events;
        append
    };
    let full = GROUP_BYTES_MAX / EVENT_BYTES_MAX;
    let many = |count: usize| (0..count as u64).map(|at| sized(at, EVENT_BYTES_MAX)).collect();
    for (what, append) in [
        ("an empty group", with(vec![])),
        ("a group with a gap", with(vec![event(1, 0, 0), event(1, 1, 2)])),
        ("a group that begins too late", with(vec![event(1, 0, 1)])),
        ("an event too large", with(vec![sized(0, EVENT_BYTES_MAX + 1)])),
        ("a group too large", with(many(full + 1))),
    ] {
        let refused = matches!(store.append(append).await, Err(StoreError::Unacceptable { .. }));
        same!(refused, true, format!("{what} is refused"));
    }
    let largest = with(many(full));
    same!(store.append(largest).await?, revision(full as u64 - 1), "the largest group");
    Ok(())
}

pub(crate) async fn pages_keep_their_limits_and_miss_nothing(engine: &dyn Engine) -> Kept {
    let store = engine.open().await;
    let ledger = portfolio(1);
    store.append(group(ledger, 1, 0, 300, None)).await?;
    store.append(group(portfolio(2), 2, 0, 5, None)).await?;
    same!(whole(&*store, ledger).await?.len(), 300, "events in pages");
    let limit = |events_max, bytes_max| PageLimit { events_max, bytes_max };
    let middle = store.read(ledger, revision(120), limit(10, usize::MAX)).await?;
    let revisions: Vec<u64> = middle.events.iter().map(|event| event.revision().number()).collect();
    same!(revisions, (120..130).collect::<Vec<_>>(), "ten events from 120");
    let small = store.read(ledger, revision(120), limit(10, 1)).await?;
    same!(small.events.len(), 1, "a page smaller than its event");
    let beyond = store.read(ledger, revision(300), PageLimit::USUAL).await?;
    same!((beyond.events.len(), beyond.head), (0, Some(revision(299))), "a page beyond the head");
    Ok(())
}

pub(crate) async fn a_scan_gives_all_portfolios_in_the_order_appended(engine: &dyn Engine) -> Kept {
    let store = engine.open().await;
    let mut expected = Vec::new();
    for round in 0..20_u64 {
        let number = 1 + u128::from(round % 3);
        let expecting = (round / 3 * 2).checked_sub(1);
        let append = group(portfolio(number), number, round * 10, 2, expecting);
        expected.extend(append.events.iter().map(|event| (append.portfolio, event.clone())));
        store.append(append).await?;
    }
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = store.scan(after, PageLimit { events_max: 7, bytes_max: 4096 }).await?;
        let Some(last) = page.events.last() else { break };
        if Some(last.position) <= after {
            return Err(Broken("positions do not grow".to_owned()));
        }
        after = Some(last.position);
        for scanned in page.events {
            found.push((scanned.portfolio, scanned.event?));
        }
    }
    same!(found, expected, "the scan");
    Ok(())
}

pub(crate) async fn portfolios_are_listed_in_pages(engine: &dyn Engine) -> Kept {
    let store = engine.open().await;
    for number in [5, 2, 9, 7, 1] {
        store.append(group(portfolio(number), number, 0, 2, None)).await?;
    }
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = store.portfolios(after, 2).await?;
        same!(page.len() <= 2, true, "a page of two");
        let Some(last) = page.last() else { break };
        after = Some(last.portfolio);
        found.extend(page.iter().map(|head| (head.portfolio, head.head)));
    }
    let expected: Vec<_> = [1, 2, 5, 7, 9].map(|n| (portfolio(n), revision(1))).into();
    same!(found, expected, "portfolios with their heads");
    Ok(())
}

pub(crate) async fn what_was_acknowledged_is_there_after_reopening(engine: &dyn Engine) -> Kept {
    if !engine.outlives_closing() {
        return Ok(());
    }
    let ledger = portfolio(1);
    let (first, second) = (group(ledger, 1, 0, 50, None), group(ledger, 2, 0, 50, Some(49)));
    for append in [&first, &second] {
        let store = engine.open().await;
        store.append(append.clone()).await?;
        store.close().await?;
    }
    let store = engine.open().await;
    let expected = [first.events.clone(), second.events].concat();
    same!(whole(&*store, ledger).await?, expected, "the ledger after reopening");
    same!(store.append(first).await?, revision(49), "a repetition after reopening");
    store.close().await?;
    Ok(())
}
