# make run    builds and serves the demonstration on http://127.0.0.1:8480
# make test   everything that must hold, from a clean clone; ends with a count
# make bench  what it costs: ratios taken in one run on this machine
# make publish  adds what is new to the published schemas; refuses to change what was published

.PHONY: run test bench publish

run:
	@cargo build --quiet
	@node demonstration/run.mjs target/debug/thirdplace

test:
	@tests/all

bench:
	@cargo bench --quiet --bench durable
	@cargo bench --quiet --bench past
	@THIRDPLACE_BENCH_COPY=$(CURDIR)/target/tmp/past/county-3.sqlite cargo bench --quiet --bench engine
	@cargo bench --quiet --bench costs

publish:
	@cargo run --quiet -p thirdplace-schema --example publish-events
	@mkdir -p schema/graphql
	@cargo run --quiet -- schema graphql > schema/graphql/schema.graphql.new
	@mv schema/graphql/schema.graphql.new schema/graphql/schema.graphql
