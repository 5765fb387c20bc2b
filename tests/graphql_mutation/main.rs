//! Business acts over GraphQL, against the real ledger on the memory engine.

mod bases;
mod circumstances;
mod corrections;
mod cost_previews;
mod costs;
mod erasures;
mod estate;
mod handing_over;
mod house;
mod identities;
mod inputs;
mod invoices;
mod leases;
mod long_story;
mod mandates;
mod previews;
mod published;
mod reallocations;
mod refusals;
mod refusals_of_changes;
mod registers;
mod repeats;
mod reshaping;
mod revisions;
mod story;
mod transitions;
