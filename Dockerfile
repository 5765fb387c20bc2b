# The service, built from source and run by a user without rights.

FROM rust:1.95-bookworm AS build
WORKDIR /source
COPY . .
RUN cargo build --release --locked --package thirdplace --bin thirdplace

FROM debian:bookworm-slim
# Certificates of the usual authorities, for a cluster that has one of theirs; curl for the health check.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates curl \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /var/lib/thirdplace --create-home thirdplace
COPY --from=build /source/target/release/thirdplace /usr/local/bin/thirdplace
USER thirdplace
WORKDIR /var/lib/thirdplace
ENTRYPOINT ["thirdplace"]
CMD ["serve"]
