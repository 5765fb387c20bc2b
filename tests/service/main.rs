//! The program from outside: started as a user starts it, asked over HTTP, killed, restarted.

mod clients;
mod command_line;
mod crash;
mod durable;
mod estate;
mod office_a;
mod service;
