/* SPDX-License-Identifier: ISC */
/*
 * Three small capsules on disk and the server.yaml that goes with them, for
 * the fuzz target of whole requests.  What nobody may read is marked with the
 * byte 0x01, what only readers with a certificate may with 0x02; neither byte
 * can get into an answer by way of a request.
 */
#ifndef FUZZ_REQUEST_TREE_H
#define FUZZ_REQUEST_TREE_H

#include <sys/stat.h>

#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <unistd.h>

#include "buf.h"
#include "die.h"
#include "span.h"

#define TREE_HIDDEN '\1'
#define TREE_MEMBERS '\2'
/* Fingerprints of a reader whom the zone /closed/ lets in, and of another. */
#define TREE_FRIEND \
	"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define TREE_STRANGER \
	"ffeeddccbbaa99887766554433221100ffeeddccbbaa99887766554433221100"

static const char tree_config[] =
    "host: one.example\n"
    "listing: true\n"
    "gopher: {listen: [70]}\n"
    "redirects:\n"
    "  - {from: /old/*, to: /posts/$1}\n"
    "  - {from: /archive/*/*.html, to: /$2/$1/, permanent: true}\n"
    "  - {from: /out/*, to: 'https://web.example/$1?from=gemini'}\n"
    "  - {from: /nine/*/*/*/*/*/*/*/*/*, to: /$9$8$7$6$5$4$3$2$1}\n"
    "  - {from: '*.php', to: 'gopher://two.example/1/$1'}\n"
    "gone: [/gone, /gone/*, '*.bak']\n"
    "types: {'*.csv': text/csv, '/data/*': application/x-data}\n"
    "lang: {/ro/*: ro, '*.uk.gmi': uk}\n"
    "zones:\n"
    "  - {path: /members/, require: any}\n"
    "  - {path: /shared/, require: any, gopher: true}\n"
    "  - {path: /closed/, require: ['" TREE_FRIEND "']}\n"
    "capsules:\n"
    "  - {root: two, host: two.example, gopher: {strict_text: true},\n"
    "     gone: ['/x*y'], redirects: [{from: /a, to: /b c}]}\n"
    "  - {root: three, host: bücher.example, listing: true}\n";

/* A name that ends in "/" is a folder, one in "@" a link to its text. */
struct tree_entry {
	const char *name, *text;
};

static const struct tree_entry tree_entries[] = {
	{ "outside.txt", "\1outside" },
	{ "one/", "" },
	{ "one/manifest",
	    "bookmobile 1\tone.example\ten\n"
	    "page\t/\t\tro\n"
	    "page\t/posts/odd\ttext/x-odd\tel\n"
	    "redirect\t/alias/\t/posts/a/\n"
	    "redirect\t/alias\xc3\xa9\t/posts/a/\n" },
	{ "one/gemini/", "" },
	{ "one/gemini/index.gmi", "# One\n=> posts/\n" },
	{ "one/gemini/.secret", "\1" },
	{ "one/gemini/.well-known/", "" },
	{ "one/gemini/.well-known/index.gmi", "\1" },
	{ "one/gemini/posts/", "" },
	{ "one/gemini/posts/a/", "" },
	{ "one/gemini/posts/a/index.gmi", "# A\n" },
	{ "one/gemini/posts/b.uk.gmi", "# B\n" },
	{ "one/gemini/posts/odd", "odd\n" },
	{ "one/gemini/posts/table.csv", "a,b\n" },
	{ "one/gemini/posts/a:b c.txt", "x\n" },
	{ "one/gemini/posts/\xff", "x\n" },
	{ "one/gemini/posts/empty", "" },
	{ "one/gemini/ro/", "" },
	{ "one/gemini/ro/index.gemini", "# Ro\n" },
	{ "one/gemini/index.gmi.bak", "gone\n" },
	{ "one/gemini/folder-index/", "" },
	{ "one/gemini/folder-index/index.gmi/", "" },
	{ "one/gemini/members/", "" },
	{ "one/gemini/members/index.gmi", "\2" },
	{ "one/gemini/members/list/", "" },
	{ "one/gemini/members/list/n.txt", "\2" },
	{ "one/gemini/shared/", "" },
	{ "one/gemini/shared/index.gmi", "\2" },
	{ "one/gemini/closed/", "" },
	{ "one/gemini/closed/index.gmi", "\2" },
	{ "one/gemini/up@", "../../outside.txt" },
	{ "one/gemini/manifest@", "../manifest" },
	{ "one/gemini/loop@", "loop" },
	{ "one/gopher/", "" },
	{ "one/gopher/gophermap",
	    "!One\r\nWelcome\r\n1Posts\tposts/\r\n0Up\t../x\r\n"
	    "hWeb\tURL:https://web.example/\r\n1Two\t\ttwo.example\t70\r\n"
	    "=inc/lines\r\n=members/index.txt\r\n=gophermap\r\n" },
	{ "one/gopher/inc/", "" },
	{ "one/gopher/inc/lines", "included\r\n=inc/lines\r\n=lines\r\n" },
	{ "one/gopher/posts/", "" },
	{ "one/gopher/posts/gophermap",
	    "-b.txt\n:txt=0\n:gz=9\n# comment\niinfo\tx\ty\t1\n*\nafter\n" },
	{ "one/gopher/posts/a.txt", "A\n.\n..\n\r\n.b\r.c" },
	{ "one/gopher/posts/b.txt", "B\n" },
	{ "one/gopher/posts/c.tar.gz", "\x1f\x8b" },
	{ "one/gopher/posts/sub/", "" },
	{ "one/gopher/.secret", "\1" },
	{ "one/gopher/members/", "" },
	{ "one/gopher/members/index.txt", "\2" },
	{ "one/gopher/shared/", "" },
	{ "one/gopher/shared/index.txt", "shared\n" },
	{ "one/gopher/ascii/", "" },
	{ "one/gopher/ascii/members/", "" },
	{ "one/gopher/ascii/members/index.txt", "\2" },
	{ "one/gopher/up@", "../../outside.txt" },
	{ "two/", "" },
	{ "two/index.gmi", "# Two\n" },
	{ "two/gophermap", "Two\n0Lines\tlines.txt\n+++\n.\nnot shown\n" },
	{ "two/lines.txt", "." },
	{ "two/.hidden", "\1" },
	{ "two/b c/", "" },
	{ "three/", "" },
	{ "three/z.txt", ".\n" },
	{ "three/gemini.txt", "" },
	{ "three/.git/", "" },
	{ "three/.git/config", "\1" },
};

static char tree_path[256];

static int
tree_remove_one(
    const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

static void
tree_remove(void)
{
	(void)nftw(tree_path, tree_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void
tree_add(int root, const struct tree_entry *e)
{
	char name[128];
	size_t len = strlen(e->name);
	size_t left = strlen(e->text);
	int fd;
	int rc = 0;

	snprintf(name, sizeof(name), "%.*s", (int)(len - 1), e->name);
	if (e->name[len - 1] == '/') {
		rc = mkdirat(root, name, 0700);
	} else if (e->name[len - 1] == '@') {
		rc = symlinkat(e->text, root, name);
	} else {
		fd = openat(root, e->name, O_WRONLY | O_CREAT | O_EXCL, 0600);
		if (fd == -1 || write(fd, e->text, left) != (ssize_t)left)
			rc = -1;
		close(fd);
	}
	if (rc == -1)
		die_errno("%s", e->name);
}

/* A text of more than one chunk, full of what has to be changed in it. */
static void
tree_add_long(int root, const char *name)
{
	int fd = openat(root, name, O_WRONLY | O_CREAT | O_EXCL, 0600);
	struct buf text;

	buf_init(&text, 1 << 20);
	for (int i = 0; i < 5000; i++)
		buf_printf(&text, "%s%d\n", i % 3 == 0 ? "." : "", i);
	if (fd == -1 || write(fd, text.data, text.len) != (ssize_t)text.len)
		die_errno("%s", name);
	close(fd);
	buf_release(&text);
}

/* Make it all, to be removed when the process ends, and open the folder. */
static int
tree_make(void)
{
	const char *folder = getenv("TMPDIR");
	int root;

	if (folder == NULL)
		folder = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
	snprintf(
	    tree_path, sizeof(tree_path), "%s/bookmobile-fuzz-XXXXXX", folder);
	if (mkdtemp(tree_path) == NULL)
		die_errno("%s", tree_path);
	atexit(tree_remove);
	root = open(tree_path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (root == -1)
		die_errno("%s", tree_path);
	for (size_t i = 0; i < sizeof(tree_entries) / sizeof(*tree_entries);
	     i++)
		tree_add(root, &tree_entries[i]);
	tree_add_long(root, "two/long.txt");
	tree_add_long(root, "one/gopher/posts/long.txt");
	if (mkfifoat(root, "three/fifo", 0600) == -1)
		die_errno("fifo");
	return root;
}

#endif
