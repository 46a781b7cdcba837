# Mainstay's errands. `make help` lists them; each line after `##` is its help text.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup setup-for-tests setup-for-bench build demo test faults bench lint format install uninstall clean

PREFIX ?= /usr/local
SCALE  ?= small

# On Linux the program carries Swift's runtime in itself, so that it also runs where no Swift is installed.
RELEASE  := --configuration release --product mainstay $(if $(filter Linux,$(shell uname -s)),--static-swift-stdlib)
SWIFT_FILES := Package.swift Sources Tests $(wildcard Benchmarks/Package.swift Benchmarks/Sources Benchmarks/Tests)

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@printf '\nFirst time here: make demo\nSettings: make install PREFIX=%s   make bench SCALE=small|full\n' '$(PREFIX)'

setup: ## install what the machine lacks to build and run Mainstay
	@scripts/setup

setup-for-tests: ## the same, and what the tests of the pages need
	@scripts/setup --for-tests

setup-for-bench: ## the same, and what the benchmarks of the pages need
	@scripts/setup --for-bench

build: setup ## build the program for use (.build/release/mainstay)
	swift build $(RELEASE)

demo: build ## set up, build, and show a sample company
	.build/release/mainstay demo

test: setup-for-tests lint ## set up, then run every check and every test
	swift build --build-tests
	scripts/run-tests
	scripts/within 20 scripts/check-readme --bin .build/debug
	scripts/within 20 scripts/check-pages --bin .build/debug
	scripts/within 20 scripts/check-api --bin .build/debug
	scripts/within 20 scripts/check-alerts --bin .build/debug
	scripts/within 20 scripts/check-faults --bin .build/debug --quick --only killed_server --only two_servers --only long_outbox

faults: setup-for-tests ## kill servers and databases under deliveries, some 15 minutes (docs/reliability.md)
	swift build
	scripts/check-faults --bin .build/debug

bench: setup-for-bench build ## measure speed against the yardsticks (SCALE=small|full)
	swift build --package-path Benchmarks --configuration release
	swift run --package-path Benchmarks --configuration release bench --scale $(SCALE)

lint: ## check formatting, the direction of imports and the house rules
	scripts/check-format --self-test
	scripts/check-format $(SWIFT_FILES)
	scripts/check-imports --self-test
	scripts/check-imports
	scripts/check-house --self-test
	scripts/check-house
	scripts/check-readme --self-test
	scripts/run-tests --self-test
	scripts/within --self-test

format: ## rewrite the Swift files in the house format
	swift format --in-place --recursive $(SWIFT_FILES)

install: ## copy the built program to PREFIX (run `make build` first)
	@scripts/install --prefix '$(PREFIX)'

uninstall: ## remove what `make install` copied to PREFIX
	@scripts/install --prefix '$(PREFIX)' --uninstall

clean: ## remove what was built
	rm -rf .build Benchmarks/.build
