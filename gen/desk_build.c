/* SPDX-License-Identifier: ISC */
/*
 * What `bookmobile build` would publish, looked at without publishing it: the
 * program runs itself, so that nothing is made in two ways.
 */
#include <sys/prctl.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "desk.h"
#include "die.h"
#include "messages.h"
#include "messages_desk.h"

/* More than any page. */
#define MAX_PAGE ((size_t)64 * 1024 * 1024)

static int
read_file(struct buf *b, const char *name)
{
	int fd = open(name, O_RDONLY | O_CLOEXEC);
	int result;

	buf_reset(b);
	if (fd == -1)
		return (-1);
	result = buf_read_fd(b, fd);
	(void)close(fd);
	return (result);
}

/* In a child; it goes when its parent does, and keeps the folder till then. */
_Noreturn static void
exec_build(const struct desk *desk, const struct desk_temp *temp, pid_t parent)
{
	const char *words[10] = { "bookmobile", "build" };
	char *argv[10] = { NULL };
	size_t count = 2, i;
	struct buf output, losses, log;
	sigset_t none;
	int fd;

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent || fcntl(temp->life, F_SETFD, 0) != 0)
		_exit(127);
	buf_init(&output, 65536);
	buf_init(&losses, 65536);
	buf_init(&log, 65536);
	buf_printf(&output, "%s/public", temp->name);
	buf_printf(&losses, "--losses=%s/losses", temp->name);
	buf_printf(&log, "%s/log", temp->name);
	fd = open(log.data, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (fd == -1 || dup2(fd, STDOUT_FILENO) == -1 ||
	    dup2(fd, STDERR_FILENO) == -1)
		_exit(127);
	words[count++] = losses.data;
	if (desk->site.has_drafts)
		words[count++] = "--drafts";
	if (desk->site.has_future)
		words[count++] = "--future";
	if (desk->site.has_marks)
		words[count++] = "--mark";
	words[count++] = "--";
	words[count++] = desk->content;
	words[count++] = output.data;
	for (i = 0; i < count; i++)
		argv[i] = xstrdup(words[i]);
	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	(void)execv("/proc/self/exe", argv);
	_exit(127);
}

/* "file:12: message", or "file: message": where the file's name ends. */
static size_t
find_place(struct span line, size_t *message, uint64_t *number)
{
	size_t at, end;

	for (at = 0; at < line.len; at++) {
		if (line.p[at] != ':')
			continue;
		end = at + 1;
		while (end < line.len && ascii_is_digit(line.p[end]))
			end++;
		*number = 0;
		if (end > at + 1 &&
		    !span_number(span_make(line.p + at + 1, end - at - 1),
			1U << 30, number))
			continue;
		if (end > at + 1 && end < line.len && line.p[end] == ':')
			end++;
		if (end < line.len && line.p[end] == ' ') {
			*message = end + 1;
			return (at);
		}
	}
	return (line.len);
}

static void
add_loss(struct desk *desk, struct span line)
{
	static const struct {
		struct span word;
		enum loss_kind kind;
	} kinds[] = { { SPAN_INIT(MSG_WARNING), LOSS_WARNING },
		{ SPAN_INIT(MSG_LEFT_OUT), LOSS_DROPPED },
		{ SPAN_INIT(MSG_NOTE), LOSS_NOTE } };
	enum loss_kind kind = LOSS_ERROR;
	uint64_t number = 0;
	size_t message = 0, i;
	size_t at = find_place(line, &message, &number);
	struct span file, text;

	if (at == line.len)
		return;
	file = arena_copy(&desk->site.arena, span_first(line, at));
	text = span_skip(line, message);
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (span_starts(text, kinds[i].word)) {
			kind = kinds[i].kind;
			text = span_skip(text, kinds[i].word.len);
			break;
		}
	losses_add(&desk->losses, kind, file.p, (unsigned)number, "%.*s",
	    SPAN_ARG(text));
}

static void
read_losses(struct desk *desk, const char *folder)
{
	struct buf name, text;
	struct span rest, line;

	buf_init(&name, 65536);
	buf_init(&text, MAX_PAGE);
	buf_printf(&name, "%s/losses", folder);
	if (read_file(&text, name.data) == 0) {
		rest = buf_span(&text);
		while (span_line(&rest, &line))
			add_loss(desk, line);
	}
	losses_sort(&desk->losses);
	buf_release(&text);
	buf_release(&name);
}

int
desk_build(struct desk *desk, const struct desk_temp *temp)
{
	struct buf name, text;
	int status = 0;
	pid_t parent = getpid(), pid = fork();

	if (pid == -1)
		die_errno("fork");
	if (pid == 0)
		exec_build(desk, temp, parent);
	while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
		continue;
	read_losses(desk, temp->name);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return (0);
	/* One that was stopped, as by Ctrl-C, has nothing to say. */
	if (WIFSIGNALED(status) || losses_count(&desk->losses, LOSS_ERROR) > 0)
		return (-1);
	buf_init(&name, 65536);
	buf_init(&text, MAX_PAGE);
	buf_printf(&name, "%s/log", temp->name);
	(void)read_file(&text, name.data);
	(void)fwrite(text.data, 1, text.len, stderr);
	warn(MSG_BUILD_FAILS);
	buf_release(&text);
	buf_release(&name);
	return (-1);
}

int
desk_read_built(const char *folder, const char *name, struct buf *b)
{
	struct buf path;
	int result;

	buf_init(&path, 65536);
	buf_printf(&path, "%s/public/%s", folder, name);
	result = read_file(b, path.data);
	buf_release(&path);
	return (result);
}

struct walk {
	struct desk *desk;
	const char *folder;
	bool is_gopher; /* the pages that only Gopher has */
	void (*visit)(void *ctx, const struct built_page *r);
	void *ctx;
	struct buf name, gemtext, menu, text;
};

/* The file of a page in a tree, or nothing. */
static struct span
read_rendition(struct walk *walk, struct buf *b, const char *tree,
    struct span path, const char *file)
{
	buf_reset(&walk->name);
	buf_printf(&walk->name, "%s/public/%s%.*s%s", walk->folder, tree,
	    SPAN_ARG(path), file);
	(void)read_file(b, walk->name.data);
	return (buf_span(b));
}

/* `path` ends in the name of the page's file. */
static void
visit_page(struct walk *walk, struct span path)
{
	const struct target *target;
	struct built_page r = { .page = NULL };

	r.path = span_first(path, span_rfind(path, '/') + 1);
	r.gemtext =
	    read_rendition(walk, &walk->gemtext, "gemini", r.path, "index.gmi");
	if (walk->is_gopher == (r.gemtext.len > 0))
		return;
	r.menu =
	    read_rendition(walk, &walk->menu, "gopher", r.path, "gophermap");
	r.text =
	    read_rendition(walk, &walk->text, "gopher", r.path, "index.txt");
	target = site_at(&walk->desk->site, r.path);
	if (target != NULL)
		r.page = target->page;
	r.lang = r.page != NULL ? r.page->lang : walk->desk->site.capsule.lang;
	walk->visit(walk->ctx, &r);
}

static int
by_name(const FTSENT **a, const FTSENT **b)
{
	return (strcmp((*a)->fts_name, (*b)->fts_name));
}

/* What stands below the place of a variant is that of another page. */
static bool
is_of_variant(const struct walk *walk, struct span path)
{
	const struct variant *variant = walk->desk->site.capsule.variants;
	struct span part;

	path = span_skip(path, 1);
	if (!walk->is_gopher || !span_cut(&path, '/', &part))
		return (false);
	while (variant != NULL && !span_eq(variant->path, part))
		variant = variant->next;
	return (variant != NULL);
}

static void
each_page(struct walk *walk)
{
	const char *file = walk->is_gopher ? "gophermap" : "index.gmi";
	char *roots[2] = { NULL, NULL };
	struct buf root;
	FTSENT *entry;
	FTS *fts;

	buf_init(&root, 65536);
	buf_init(&walk->name, 65536);
	buf_init(&walk->gemtext, MAX_PAGE);
	buf_init(&walk->menu, MAX_PAGE);
	buf_init(&walk->text, MAX_PAGE);
	buf_printf(&root, "%s/public/%s", walk->folder,
	    walk->is_gopher ? "gopher" : "gemini");
	roots[0] = root.data;
	fts = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
	while (fts != NULL && (entry = fts_read(fts)) != NULL) {
		struct span path;

		if (entry->fts_info != FTS_F ||
		    strcmp(entry->fts_name, file) != 0)
			continue;
		path = span_str(entry->fts_path + root.len);
		if (!is_of_variant(walk, path))
			visit_page(walk, path);
	}
	if (fts != NULL)
		(void)fts_close(fts);
	buf_release(&walk->text);
	buf_release(&walk->menu);
	buf_release(&walk->gemtext);
	buf_release(&walk->name);
	buf_release(&root);
}

void
desk_each_page(struct desk *desk, const char *folder,
    void (*visit)(void *ctx, const struct built_page *r), void *ctx)
{
	struct walk walk = {
		.desk = desk, .folder = folder, .visit = visit, .ctx = ctx
	};

	each_page(&walk);
}

void
desk_each_gopher_page(struct desk *desk, const char *folder,
    void (*visit)(void *ctx, const struct built_page *r), void *ctx)
{
	struct walk walk = { .desk = desk,
		.folder = folder,
		.is_gopher = true,
		.visit = visit,
		.ctx = ctx };

	each_page(&walk);
}
