//! Who bears what premises cost: figures were computed by hand, as their comments show.

#![cfg(test)]

mod closed;
mod comparison;
mod division;
mod estate;
mod memberships;
mod properties;
