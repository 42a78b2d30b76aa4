/* SPDX-License-Identifier: ISC */
/* Pages of a build, for the publisher's commands: gen/desk_build.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "desk.h"
#include "temptree.h"

/* "PATH GEMTEXT MENU TEXT\n" of each page, with what its files hold. */
static void
add_page(void *ctx, const struct built_page *r)
{
	buf_printf(ctx, "%.*s %.*s %.*s %.*s\n", SPAN_ARG(r->path),
	    SPAN_ARG(r->gemtext), SPAN_ARG(r->menu), SPAN_ARG(r->text));
}

static void
visits_pages_of_each_protocol_once(void **state)
{
	static struct variant ascii = { .path = SPAN_INIT("ascii") };
	struct desk desk = { .content = "content" };
	struct temptree t;
	struct buf b;

	(void)state;
	temptree_make(&t);
	temptree_file(&t, "public/gemini/index.gmi", "g0");
	temptree_file(&t, "public/gemini/both/index.gmi", "g1");
	temptree_file(&t, "public/gemini/gem/index.gmi", "g2");
	temptree_file(&t, "public/gopher/gophermap", "m0");
	temptree_file(&t, "public/gopher/both/gophermap", "m1");
	temptree_file(&t, "public/gopher/both/index.txt", "t1");
	temptree_file(&t, "public/gopher/own/gophermap", "m3");
	temptree_file(&t, "public/gopher/own/index.txt", "t3");
	temptree_file(&t, "public/gopher/ascii/own/gophermap", "m4");
	desk.site.capsule.variants = &ascii;
	buf_init(&b, 1000);
	desk_each_page(&desk, t.path, add_page, &b);
	assert_string_equal(b.data, "/both/ g1 m1 t1\n/gem/ g2  \n/ g0 m0 \n");
	buf_reset(&b);
	desk_each_gopher_page(&desk, t.path, add_page, &b);
	assert_string_equal(b.data, "/own/  m3 t3\n");
	buf_release(&b);
	temptree_remove(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(visits_pages_of_each_protocol_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
