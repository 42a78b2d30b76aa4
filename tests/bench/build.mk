# SPDX-License-Identifier: ISC
# The measuring programs of tests/bench/: $(OUT)/bench/NAME from NAME.c, bench.c
# and the modules named here.  Included by the Makefile when all packages are
# there; needs libmd4c-dev besides what programs and tests need.

BENCH_OBJ = $(OUT)/obj/tests/bench
BENCH_PROGRAMS = measure floor_convert floor_server load

bench-programs: $(BENCH_PROGRAMS:%=$(OUT)/bench/%)
.PHONY: bench-programs

$(OUT)/bench/%: $(BENCH_OBJ)/%.o $(BENCH_OBJ)/bench.o
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(BENCH_LIBS)

$(OUT)/bench/floor_convert: BENCH_LIBS = -lmd4c -lyaml \
    -lcmark-gfm-extensions -lcmark-gfm
$(OUT)/bench/floor_server: BENCH_LIBS = -lssl -lcrypto
$(OUT)/bench/load: BENCH_LIBS = -lssl -lcrypto
$(OUT)/bench/load: $(BENCH_OBJ)/load_conn.o $(BENCH_OBJ)/load_server.o \
    $(BENCH_OBJ)/load_hold.o
