# SPDX-License-Identifier: ISC
#
# make            build both programs          make run    build, convert, serve
# make test       every suite, twice (release, then AddressSanitizer + UBSan)
# make lint       style and static analysis    make fuzz   libFuzzer, FUZZ_SECONDS each
# make bench      ratios against floors        make soak   the long runs
# make deb        Debian packages in build/
# make install    to $(DESTDIR)$(PREFIX)       make clean
#
# Missing Debian packages are installed first; nothing that needs them (the
# pkg-config calls above all) runs before that, so the real work is done by a
# second make with INNER=1.

SHELL = /bin/bash
.SHELLFLAGS = -o pipefail -c
MAKEFLAGS += --no-builtin-rules --no-print-directory
.SUFFIXES:
.DEFAULT_GOAL = all

BUILD = release
PREFIX = /usr/local
DESTDIR =
DOC = $(PREFIX)/share/doc/bookmobiled
CONTENT = content
GEMINI = 1965
GOPHER = 7070
FUZZ_SECONDS = 60
VERSION = 0.1.0
-include config.mk

OUT = build/$(BUILD)
BIN = $(OUT)/bin
CAPSULE = build/public

# ---- packages ---------------------------------------------------------------

BUILD_PACKAGES = gcc libc6-dev pkgconf libssl-dev libyaml-dev libmagic-dev \
    libcmark-gfm-dev libcmark-gfm-extensions-dev libicu-dev libxml2-dev \
    libev-dev
TEST_PACKAGES = $(BUILD_PACKAGES) libcmocka-dev openssl curl lynx w3m sacc \
    bombadillo amfora tmux python3 procps util-linux mandoc clang-format \
    clang-tidy cppcheck shellcheck haproxy lintian rsync zsh iproute2
FUZZ_PACKAGES = $(BUILD_PACKAGES) clang libclang-rt-14-dev llvm
BENCH_PACKAGES = $(BUILD_PACKAGES) libmd4c-dev hugo python3 \
    strace util-linux
SOAK_PACKAGES = $(TEST_PACKAGES) $(BENCH_PACKAGES) testssl.sh

# $(call install_packages,NAMES): nothing when all are there.
define install_packages
@missing=$$(for p in $(1); do \
    dpkg-query -W -f='$${db:Status-Status}\n' $$p 2>/dev/null | \
    grep -qx installed || echo $$p; done | tr '\n' ' '); \
if ! command -v dpkg-query >/dev/null; then \
	echo "This is no Debian system: needed are what Debian calls $(strip $(1))."; \
elif [ -n "$$missing" ]; then \
	line="apt-get update && apt-get install -y --no-install-recommends $$missing"; \
	if [ "$$(id -u)" = 0 ]; then \
		sudo=; \
	elif command -v sudo >/dev/null; then \
		sudo=sudo; [ -t 0 ] || sudo="sudo -n"; \
	else \
		echo "Packages are missing, and there is no sudo. Run as root:"; \
		echo "    $$line"; exit 1; \
	fi; \
	echo "Installing what is missing: $$sudo $$line"; \
	$$sudo env DEBIAN_FRONTEND=noninteractive apt-get -q update && \
	$$sudo env DEBIAN_FRONTEND=noninteractive apt-get -q install -y \
	    --no-install-recommends $$missing || { \
		echo "That failed. Run as root:"; echo "    $$line"; exit 1; }; \
fi
endef

.PHONY: all deps deps-test deps-fuzz deps-bench deps-soak deps-deb run test \
    test-unit test-golden test-e2e test-fuzz test-corpus lint format fuzz bench \
    soak install uninstall deb clean programs

JOBS = $(shell nproc 2>/dev/null || echo 2)
INNER_MAKE = +@$(MAKE) INNER=1 BUILD=$(BUILD) -j$(JOBS)

deps:
	$(call install_packages,$(BUILD_PACKAGES))
deps-test:
	$(call install_packages,$(TEST_PACKAGES))
deps-deb:
	$(call install_packages,$(BUILD_PACKAGES) dpkg-dev)
deps-fuzz:
	$(call install_packages,$(FUZZ_PACKAGES))
deps-bench:
	$(call install_packages,$(BENCH_PACKAGES))
deps-soak:
	$(call install_packages,$(SOAK_PACKAGES))

# ---- what a person calls ----------------------------------------------------

ifndef INNER

all: deps
	$(INNER_MAKE) programs

run: deps
	$(INNER_MAKE) programs
	@$(BIN)/bookmobile build '$(CONTENT)' $(CAPSULE)
	@$(BIN)/bookmobiled --certs certs --gemini '$(GEMINI)' \
	    --gopher '$(GOPHER)' $(CAPSULE) | sed -u -f server/dist/ready.sed

test: deps-test
	@MAKE='$(MAKE)' tests/run.sh

test-unit test-golden test-e2e test-fuzz: deps-test
	$(INNER_MAKE) programs test-programs
	@BUILD=$(BUILD) tests/run.sh $(@:test-%=%)

lint: deps-test
	$(INNER_MAKE) programs
	@tests/run.sh lint

format: deps-test
	@git ls-files -co --exclude-standard '*.c' '*.h' | xargs clang-format -i

fuzz: deps-fuzz
	+@$(MAKE) INNER=1 BUILD=fuzz CC=clang -j$(JOBS) fuzz-programs
	@tests/fuzz/run.sh build/fuzz/fuzz $(FUZZ_SECONDS)

# What speed and size are, beside floors and rivals in the same run.
bench: deps-bench
	$(INNER_MAKE) programs bench-programs
	@tests/bench/convert.sh
	@tests/bench/server.sh

# Lines of 300 bit/s, what testssl.sh finds, a million mixed requests and workers
# killed meanwhile (a quarter of an hour), the long fuzzing run.
soak: deps-soak
	$(INNER_MAKE) programs bench-programs
	@SLOW=1 LIMIT=600 tests/e2e/run.sh 50
	@tests/bench/testssl.sh
	@tests/bench/soak.sh
	@$(MAKE) fuzz FUZZ_SECONDS=1800

# The faithfulness oracle over any folder of posts: make test-corpus CORPUS=DIR
test-corpus: deps-test
	$(INNER_MAKE) programs
	@BOOKMOBILE=$(CURDIR)/$(BIN)/bookmobile tests/corpus/run.sh $(CORPUS)

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/sbin \
	    $(DESTDIR)$(PREFIX)/share/man/man1 \
	    $(DESTDIR)$(PREFIX)/share/man/man5 $(DESTDIR)$(PREFIX)/share/man/man8
	install -m 755 $(BIN)/bookmobile $(DESTDIR)$(PREFIX)/bin/
	install -m 755 $(BIN)/bookmobiled $(DESTDIR)$(PREFIX)/sbin/
	install -m 644 gen/bookmobile.1 $(DESTDIR)$(PREFIX)/share/man/man1/
	install -m 644 gen/capsule.yaml.5 server/server.yaml.5 \
	    $(DESTDIR)$(PREFIX)/share/man/man5/
	install -m 644 server/bookmobiled.8 $(DESTDIR)$(PREFIX)/share/man/man8/
	install -d $(DESTDIR)$(PREFIX)/lib/systemd/system \
	    $(DESTDIR)$(PREFIX)/lib/sysusers.d \
	    $(DESTDIR)$(PREFIX)/lib/tmpfiles.d $(DESTDIR)$(DOC)
	sed 's|/usr/sbin/|$(PREFIX)/sbin/|' server/dist/bookmobiled.service \
	    >$(DESTDIR)$(PREFIX)/lib/systemd/system/bookmobiled.service
	install -m 644 server/dist/bookmobiled.socket \
	    $(DESTDIR)$(PREFIX)/lib/systemd/system/
	install -m 644 server/dist/sysusers.conf \
	    $(DESTDIR)$(PREFIX)/lib/sysusers.d/bookmobiled.conf
	install -m 644 server/dist/tmpfiles.conf \
	    $(DESTDIR)$(PREFIX)/lib/tmpfiles.d/bookmobiled.conf
	install -m 644 server/dist/server.yaml server/dist/logrotate \
	    $(DESTDIR)$(DOC)/
	install -d $(DESTDIR)$(PREFIX)/share/bash-completion/completions \
	    $(DESTDIR)$(PREFIX)/share/zsh/site-functions
	install -m 644 gen/completion/bookmobile.bash \
	    $(DESTDIR)$(PREFIX)/share/bash-completion/completions/bookmobile
	install -m 644 gen/completion/_bookmobile \
	    $(DESTDIR)$(PREFIX)/share/zsh/site-functions/

uninstall:
	cd $(DESTDIR)$(PREFIX) && rm -f bin/bookmobile sbin/bookmobiled \
	    share/man/man1/bookmobile.1 share/man/man5/capsule.yaml.5 \
	    share/man/man5/server.yaml.5 share/man/man8/bookmobiled.8 \
	    lib/systemd/system/bookmobiled.service \
	    lib/systemd/system/bookmobiled.socket \
	    lib/sysusers.d/bookmobiled.conf lib/tmpfiles.d/bookmobiled.conf \
	    share/doc/bookmobiled/server.yaml share/doc/bookmobiled/logrotate \
	    share/bash-completion/completions/bookmobile \
	    share/zsh/site-functions/_bookmobile
	-rmdir $(DESTDIR)$(DOC)

# Two Debian packages, build/bookmobile_*.deb and build/bookmobiled_*.deb.
deb: deps-deb
	rm -rf build/stage
	@$(MAKE) install DESTDIR=build/stage PREFIX=/usr
	server/dist/deb.sh build/stage build $(VERSION)

clean:
	rm -rf build

else # INNER: all packages are there -------------------------------------------

BASE_SRC := $(wildcard server/base/*.c)
SERVER_SRC := $(filter-out server/main.c,$(wildcard server/*.c))
GEN_SRC := $(filter-out gen/main.c,$(wildcard gen/*.c))
UNIT_SRC := $(wildcard tests/unit/test_*.c)
FUZZ_SRC := $(wildcard tests/fuzz/fuzz_*.c)

SERVER_PKGS = openssl yaml-0.1
GEN_PKGS = yaml-0.1 libcmark-gfm libxml-2.0 icu-uc icu-i18n libmagic openssl

# pkg-config is asked once; make reads the answers and starts over.
include build/packages.mk
build/packages.mk: Makefile
	@mkdir -p build
	@{ echo "PKG_CFLAGS := $$(pkg-config --cflags $(SERVER_PKGS) $(GEN_PKGS))"; \
	echo "SERVER_LIBS := $$(pkg-config --libs $(SERVER_PKGS)) -lev"; \
	echo "GEN_LIBS := -lcmark-gfm-extensions $$(pkg-config --libs $(GEN_PKGS))"; \
	} > $@.new && mv $@.new $@

WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
    -Wmissing-prototypes -Wold-style-definition -Wwrite-strings \
    -Wpointer-arith -Wcast-qual -Wformat=2 -Wvla -Wundef -Wimplicit-fallthrough
ifdef CI
WARNINGS += -Werror
endif

ifeq ($(origin CC),default)
CC = gcc
endif
HARDEN = -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIE
HARDEN_LINK = -pie -Wl,-z,relro,-z,now
FLAGS_release = -O3 -g $(HARDEN)
LINK_release = $(HARDEN_LINK)
FLAGS_debug = -O0 -g3
SANITIZE = -fsanitize=address,undefined -fno-sanitize-recover=all
FLAGS_asan = -O1 -g -fno-omit-frame-pointer $(SANITIZE) -DBOOKMOBILE_ASAN
LINK_asan = $(SANITIZE)
FLAGS_cov = -O0 -g --coverage
LINK_cov = --coverage
FLAGS_fuzz = -O1 -g $(SANITIZE) -fsanitize=fuzzer-no-link -DBOOKMOBILE_ASAN
LINK_fuzz = $(SANITIZE)
ifeq ($(FLAGS_$(BUILD)),)
$(error BUILD=$(BUILD) is unknown: debug, release, asan, cov or fuzz)
endif

ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 \
    -DBOOKMOBILE_VERSION='"$(VERSION)"' $(WARNINGS) $(FLAGS_$(BUILD)) \
    -include server/base/banned.h -iquote server/base $(PKG_CFLAGS) $(CFLAGS)
ALL_LDFLAGS = $(LINK_$(BUILD)) -pthread $(LDFLAGS)
INC_server = -iquote server
INC_gen = -iquote gen
INC_tests = -iquote server -iquote gen

objects = $(patsubst %.c,$(OUT)/obj/%.o,$(1))
BASE_A = $(OUT)/libbase.a
SERVER_A = $(OUT)/libserver.a
GEN_A = $(OUT)/libgen.a

programs: $(BIN)/bookmobile $(BIN)/bookmobiled
test-programs: unit-programs replay-programs
unit-programs: $(patsubst tests/unit/%.c,$(OUT)/unit/%,$(UNIT_SRC))
replay-programs: $(patsubst tests/fuzz/%.c,$(OUT)/replay/%,$(FUZZ_SRC))
fuzz-programs: $(patsubst tests/fuzz/%.c,$(OUT)/fuzz/%,$(FUZZ_SRC))
.PHONY: test-programs unit-programs replay-programs fuzz-programs

$(BIN)/bookmobile: $(OUT)/obj/gen/main.o $(GEN_A) $(BASE_A)
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(GEN_LIBS)
$(BIN)/bookmobiled: $(OUT)/obj/server/main.o $(SERVER_A) $(BASE_A)
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(SERVER_LIBS)

# An archive is made anew: one that is only added to keeps deleted modules.
$(BASE_A): $(call objects,$(BASE_SRC))
$(SERVER_A): $(call objects,$(SERVER_SRC))
$(GEN_A): $(call objects,$(GEN_SRC))
%.a:
	@rm -f $@ && ar rcs $@ $^

ALL_LIBS = $(GEN_A) $(SERVER_A) $(BASE_A)
LINK_ALL = $(CC) $(ALL_LDFLAGS)
$(OUT)/unit/%: $(OUT)/obj/tests/unit/%.o $(ALL_LIBS)
	@mkdir -p $(@D)
	$(LINK_ALL) -o $@ $^ $(GEN_LIBS) $(SERVER_LIBS) -lcmocka
$(OUT)/replay/%: $(OUT)/obj/tests/fuzz/%.o $(OUT)/obj/tests/fuzz/replay.o \
    $(ALL_LIBS)
	@mkdir -p $(@D)
	$(LINK_ALL) -o $@ $^ $(GEN_LIBS) $(SERVER_LIBS)
$(OUT)/fuzz/%: $(OUT)/obj/tests/fuzz/%.o $(ALL_LIBS)
	@mkdir -p $(@D)
	$(LINK_ALL) -fsanitize=fuzzer -o $@ $^ $(GEN_LIBS) $(SERVER_LIBS)

$(OUT)/obj/%.o: %.c Makefile build/packages.mk
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(INC_$(firstword $(subst /, ,$<))) -MMD -MP -c -o $@ $<

include tests/bench/build.mk

.SECONDARY:
-include $(shell find $(OUT)/obj -name '*.d' 2>/dev/null)

endif
