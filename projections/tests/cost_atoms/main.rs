//! Who bears what premises cost: figures were computed by hand, as their comments show.

#![cfg(test)]

mod closed;
mod comparison;
mod corrected;
mod division;
mod estate;
mod key_figures;
mod memberships;
#[path = "../page/mod.rs"]
mod page;
mod planned;
mod properties;
mod released;
mod reshaped;
mod succession;
mod worked;
mod worked_network;
mod worked_owned;
