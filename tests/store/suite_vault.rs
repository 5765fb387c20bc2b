//! The suite that every engine keeps: the vault.

use thirdplace::store::{StoreError, Vaulted};

use crate::{
    engines::Engine,
    groups::{Kept, entry, group, portfolio, same},
};

pub(crate) async fn the_vault_gives_back_what_was_put(engine: &dyn Engine) -> Kept {
    let store = engine.open().await;
    let (here, elsewhere) = (portfolio(1), portfolio(2));
    let (apart, along) = (entry(1, "Östersund"), entry(2, "Åre"));
    let mut salt_only = entry(3, "Krokom");
    salt_only.value = None;
    store.vault_put(here, vec![apart.clone(), salt_only.clone()]).await?;
    let mut append = group(here, 1, 0, 1, None);
    append.vault = vec![along.clone()];
    store.append(append.clone()).await?;
    store.append(append).await?;
    let asked = [&along, &entry(4, "Bräcke"), &apart, &salt_only, &along];
    let asked: Vec<_> = asked.map(|entry| entry.commitment).into();
    let expected = [
        Vaulted::Kept(along.clone()),
        Vaulted::Missing,
        Vaulted::Kept(apart),
        Vaulted::Kept(salt_only),
        Vaulted::Kept(along),
    ];
    same!(store.vault_get(here, asked.clone()).await?, expected, "the vault, in the order asked");
    let none = vec![Vaulted::Missing; asked.len()];
    same!(store.vault_get(elsewhere, asked).await?, none, "another portfolio's vault");
    Ok(())
}

pub(crate) async fn what_is_erased_is_gone_and_stays_gone(engine: &dyn Engine) -> Kept {
    let store = engine.open().await;
    let here = portfolio(1);
    let (erased, kept) = (entry(1, "one name"), entry(2, "another name"));
    let mut append = group(here, 1, 0, 1, None);
    append.vault = vec![erased.clone(), kept.clone()];
    store.append(append.clone()).await?;
    let both = vec![erased.commitment, kept.commitment];
    let after = vec![Vaulted::Erased, Vaulted::Kept(kept)];
    same!(store.vault_erase(here, erased.commitment).await?, true, "the first erasure");
    same!(store.vault_get(here, both.clone()).await?, after, "the vault after erasing");
    same!(store.vault_erase(here, erased.commitment).await?, false, "the second erasure");
    same!(store.vault_erase(here, entry(9, "x").commitment).await?, false, "what was never there");
    store.append(append).await?;
    store.vault_put(here, vec![erased]).await?;
    same!(store.vault_get(here, both).await?, after, "the vault after putting it again");
    Ok(())
}

pub(crate) async fn one_commitment_has_one_entry(engine: &dyn Engine) -> Kept {
    let store = engine.open().await;
    let here = portfolio(1);
    let (mut first, mut other) = (entry(1, "x"), entry(2, "x"));
    (first.value, other.value) = (None, None);
    other.commitment = first.commitment;
    store.vault_put(here, vec![first.clone()]).await?;
    store.vault_put(here, vec![first.clone()]).await?;
    let commitment = first.commitment;
    let refused = store.vault_put(here, vec![other]).await;
    same!(refused, Err(StoreError::OtherEntry { commitment }), "another entry");
    let mut forged = entry(3, "Cecilia");
    forged.value = Some("Disa".to_owned());
    let refused = store.vault_put(here, vec![forged]).await;
    same!(matches!(refused, Err(StoreError::Unacceptable { .. })), true, "a forged entry");
    let held = store.vault_get(here, vec![commitment]).await?;
    same!(held, vec![Vaulted::Kept(first)], "the vault");
    Ok(())
}
