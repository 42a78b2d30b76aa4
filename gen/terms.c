/* SPDX-License-Identifier: ISC */
/*
 * One map finds a term by kind, parent and folded name; a name that
 * capsule.yaml moves or renames has a second key there.
 */
#include "terms.h"

#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "messages_settings.h"
#include "places.h"

/* What a file system takes in a part of a path (NAME_MAX). */
#define SLUG_LONGEST 255
/* Of a category's name, the last of them its own: spellings are counted. */
#define PARTS 8

struct spelling {
	struct spelling *next;
	struct span name;
	size_t count;
};

struct known_name {
	struct term *term;
	struct spelling *spelling[PARTS]; /* of its parents and itself */
	size_t spellings;
};

static const char *const kind_folder[TERM_KINDS] = { "category", "tag",
	"author" };

void
terms_init(struct terms *terms, struct arena *arena,
    const struct capsule *capsule, struct losses *losses,
    struct slugger *slugger)
{
	memset(terms, 0, sizeof(*terms));
	map_init(&terms->by_key);
	terms->arena = arena;
	terms->capsule = capsule;
	terms->losses = losses;
	terms->slugger = slugger;
}

void
terms_release(struct terms *terms)
{
	size_t i;
	int kind;

	for (kind = 0; kind < TERM_KINDS; kind++) {
		for (i = 0; i < terms->count[kind]; i++) {
			free(terms->item[kind][i]->post);
			free(terms->item[kind][i]->outline);
		}
		free(terms->item[kind]);
		map_release(&terms->by_name[kind]);
	}
	map_release(&terms->by_key);
	memset(terms, 0, sizeof(*terms));
}

static struct span
key_of(const struct terms *terms, enum term_kind kind,
    const struct term *parent, struct span fold)
{
	return (arena_printf(terms->arena, "%d %u %.*s", (int)kind,
	    parent == NULL ? 0 : parent->id + 1, SPAN_ARG(fold)));
}

static struct term *
find(const struct terms *terms, enum term_kind kind, const struct term *parent,
    struct span fold)
{
	return (map_get(&terms->by_key, key_of(terms, kind, parent, fold)));
}

static bool
add_key(struct terms *terms, const struct term *parent, struct span name,
    struct term *term)
{
	struct span fold = fold_name(terms->arena, name);

	return (map_add(
	    &terms->by_key, key_of(terms, term->kind, parent, fold), term));
}

static struct term *
make(struct terms *terms, enum term_kind kind, struct term *parent,
    struct span name)
{
	struct term *term = arena_alloc(terms->arena, sizeof(*term));
	size_t *cap = &terms->cap[kind];

	term->kind = kind;
	term->parent = parent;
	term->is_hidden = parent != NULL && parent->is_hidden;
	term->name = name;
	term->fold = fold_name(terms->arena, name);
	term->slug = slug_make(
	    terms->slugger, terms->arena, term->fold, terms->capsule->lang);
	term->id = (unsigned)terms->count[kind];
	if (terms->count[kind] == *cap) {
		*cap = *cap == 0 ? 64 : *cap * 2;
		terms->item[kind] = xreallocarray(
		    terms->item[kind], *cap, sizeof(struct term *));
	}
	terms->item[kind][terms->count[kind]++] = term;
	(void)map_add(
	    &terms->by_key, key_of(terms, kind, parent, term->fold), term);
	return (term);
}

static struct spelling *
find_spelling(struct terms *terms, struct term *term, struct span name)
{
	struct spelling *s;

	for (s = term->spelling; s != NULL; s = s->next)
		if (span_eq(s->name, name))
			break;
	if (s == NULL) {
		s = arena_alloc(terms->arena, sizeof(*s));
		s->name = name;
		s->next = term->spelling;
		term->spelling = s;
	}
	return (s);
}

static struct term *
find_or_make(struct terms *terms, enum term_kind kind, struct term *parent,
    struct span name)
{
	struct term *term;

	term = find(terms, kind, parent, fold_name(terms->arena, name));
	return (term != NULL ? term : make(terms, kind, parent, name));
}

/* Take the first part of a category's name: up to a '/' that no '\' stands
 * before; "\/" becomes "/". */
static bool
cut_name(const struct terms *terms, struct span *rest, struct span *part)
{
	struct buf b;
	size_t i;

	if (rest->p == NULL)
		return (false);
	buf_init(&b, rest->len + 1);
	for (i = 0; i < rest->len && rest->p[i] != '/'; i++) {
		if (rest->p[i] == '\\' && i + 1 < rest->len &&
		    rest->p[i + 1] == '/')
			i++;
		buf_char(&b, rest->p[i]);
	}
	*part = arena_copy(terms->arena, span_trim(buf_span(&b)));
	buf_release(&b);
	*rest = i < rest->len ? span_skip(*rest, i + 1) : span_make(NULL, 0);
	return (true);
}

/* The term for a name as written, without counting its spelling; *last is the
 * name's last part. */
static struct term *
resolve(struct terms *terms, enum term_kind kind, struct span name,
    struct span *last)
{
	struct term *term = NULL;
	struct span part;

	if (kind != TERM_CATEGORY) {
		*last = name;
		return (name.len == 0 ? NULL
				      : find_or_make(terms, kind, NULL, name));
	}
	while (cut_name(terms, &name, &part)) {
		if (part.len == 0)
			continue;
		term = find_or_make(terms, kind, term, part);
		*last = part;
	}
	return (term);
}

const struct term *
terms_find(const struct terms *terms, enum term_kind kind, struct span name)
{
	const struct term *term = NULL;
	struct span part;

	if (kind != TERM_CATEGORY)
		return (find(terms, kind, NULL, fold_name(terms->arena, name)));
	while (cut_name(terms, &name, &part)) {
		if (part.len == 0)
			continue;
		term = find(terms, kind, term, fold_name(terms->arena, part));
		if (term == NULL)
			return (NULL);
	}
	return (term);
}

/* A name that stands for another term is no spelling of it. */
static void
learn_spelling(struct terms *terms, struct known_name *known, struct term *term,
    struct span part)
{
	if (!span_eq(fold_name(terms->arena, part), term->fold))
		return;
	if (known->spellings == PARTS)
		known->spellings--;
	known->spelling[known->spellings++] = find_spelling(terms, term, part);
}

/* What a name as written stands for, found out once. */
static struct known_name *
learn_name(struct terms *terms, enum term_kind kind, struct span name)
{
	struct known_name *known = arena_alloc(terms->arena, sizeof(*known));
	struct span rest = name, part = { "", 0 };
	struct term *term = NULL;

	known->term = resolve(terms, kind, name, &part);
	if (kind != TERM_CATEGORY && known->term != NULL)
		learn_spelling(terms, known, known->term, part);
	while (kind == TERM_CATEGORY && cut_name(terms, &rest, &part)) {
		if (part.len == 0)
			continue;
		term = find_or_make(terms, kind, term, part);
		learn_spelling(terms, known, term, part);
	}
	(void)map_add(&terms->by_name[kind], name, known);
	return (known);
}

struct term *
terms_name(struct terms *terms, enum term_kind kind, struct span name)
{
	struct known_name *known = map_get(&terms->by_name[kind], name);
	size_t i;

	if (known == NULL)
		known = learn_name(terms, kind, name);
	for (i = 0; i < known->spellings; i++)
		known->spelling[i]->count++;
	return (known->term);
}

static void
check_slug(struct terms *terms, const struct term_setting *setting)
{
	if (!slug_is_fit(setting->slug))
		losses_add(terms->losses, LOSS_ERROR, terms->capsule->file,
		    setting->line, MSG_TERM_SLUG_LETTERS,
		    SPAN_ARG(setting->slug));
	else if (places_is_file_name(setting->slug, false))
		losses_add(terms->losses, LOSS_ERROR, terms->capsule->file,
		    setting->line, MSG_TERM_SLUG_FILE, SPAN_ARG(setting->slug));
	else if (setting->slug.len > SLUG_LONGEST)
		losses_add(terms->losses, LOSS_ERROR, terms->capsule->file,
		    setting->line, MSG_TERM_SLUG_LONG, SLUG_LONGEST);
}

static void
apply_setting(struct terms *terms, struct term *term,
    const struct term_setting *setting, struct span name)
{
	if (term->is_declared) {
		losses_add(terms->losses, LOSS_ERROR, terms->capsule->file,
		    setting->line, MSG_TERM_TWICE, SPAN_ARG(setting->name),
		    term->line);
		return;
	}
	term->is_declared = true;
	term->line = setting->line;
	term->name = name;
	term->is_hidden = term->is_hidden || setting->is_hidden;
	term->short_name = setting->short_name;
	if (setting->short_name.len > 0)
		(void)add_key(terms, term->parent, setting->short_name, term);
	if (setting->slug.len == 0)
		return;
	check_slug(terms, setting);
	term->slug = setting->slug;
	term->has_fixed_slug = true;
	(void)add_key(terms, term->parent, setting->slug, term);
}

static bool
is_nested(const struct term_setting *setting)
{
	size_t slash = span_find(setting->name, '/');

	return (setting->kind == TERM_CATEGORY && slash < setting->name.len &&
	    (slash == 0 || setting->name.p[slash - 1] != '\\'));
}

static void
declare(struct terms *terms, const struct term_setting *setting)
{
	struct span last = { "", 0 };
	struct term *term = resolve(terms, setting->kind, setting->name, &last);

	if (term != NULL)
		apply_setting(terms, term, setting, last);
}

static void
set_parent(struct terms *terms, const struct term_setting *setting)
{
	struct span last = { "", 0 };
	struct term *term = resolve(terms, setting->kind, setting->name, &last);
	struct term *parent =
	    resolve(terms, setting->kind, setting->parent, &last);
	struct term *up;

	if (term == NULL || parent == NULL)
		return;
	for (up = parent; up != NULL; up = up->parent) {
		if (up == term) {
			losses_add(terms->losses, LOSS_ERROR,
			    terms->capsule->file, setting->line,
			    MSG_TERM_PARENT_LOOP, SPAN_ARG(setting->name));
			return;
		}
	}
	term->parent = parent;
	if (!map_add(&terms->by_key,
		key_of(terms, term->kind, parent, term->fold), term))
		losses_add(terms->losses, LOSS_ERROR, terms->capsule->file,
		    setting->line, MSG_TERM_TWIN, SPAN_ARG(setting->name));
	(void)add_key(terms, parent, term->slug, term);
	if (term->short_name.len > 0)
		(void)add_key(terms, parent, term->short_name, term);
}

static void
set_same_as(struct terms *terms, const struct term_setting *setting)
{
	struct span last = { "", 0 };
	struct term *target =
	    resolve(terms, setting->kind, setting->same_as, &last);

	if (target == NULL || add_key(terms, NULL, setting->name, target))
		return;
	losses_add(terms->losses, LOSS_ERROR, terms->capsule->file,
	    setting->line, MSG_TERM_SAME_AS, SPAN_ARG(setting->name));
}

/* What stands below a hidden one is hidden too, wherever a parent came from. */
static void
hide_children(struct terms *terms, enum term_kind kind)
{
	const struct term *up;
	struct term *term;
	size_t i;

	for (i = 0; i < terms->count[kind]; i++) {
		term = terms->item[kind][i];
		for (up = term->parent; up != NULL && !term->is_hidden;
		     up = up->parent)
			term->is_hidden = up->is_hidden;
	}
}

void
terms_declare(struct terms *terms)
{
	const struct term_setting *s;

	/* Names first: parents may be given by a slug or short name that a
	 * later line sets. */
	for (s = terms->capsule->settings; s != NULL; s = s->next)
		if (s->same_as.len == 0 && !is_nested(s))
			declare(terms, s);
	for (s = terms->capsule->settings; s != NULL; s = s->next)
		if (s->same_as.len == 0 && is_nested(s))
			declare(terms, s);
	for (s = terms->capsule->settings; s != NULL; s = s->next)
		if (s->parent.len > 0)
			set_parent(terms, s);
	hide_children(terms, TERM_CATEGORY);
	for (s = terms->capsule->settings; s != NULL; s = s->next)
		if (s->same_as.len > 0)
			set_same_as(terms, s);
}

struct term *
terms_old_path(
    struct terms *terms, const struct term_setting *setting, struct span *path)
{
	struct span fold, slug;

	if (setting->same_as.len == 0)
		return (NULL);
	fold = fold_name(terms->arena, setting->name);
	slug = setting->slug.len > 0 ? setting->slug
				     : slug_make(terms->slugger, terms->arena,
					   fold, terms->capsule->lang);
	*path = arena_printf(terms->arena, "/%s/%.*s/",
	    kind_folder[setting->kind], SPAN_ARG(slug));
	return (find(terms, setting->kind, NULL, fold));
}

static struct term *
child_by_slug(struct terms *terms, enum term_kind kind,
    const struct term *parent, struct span slug)
{
	size_t i;

	for (i = 0; i < terms->count[kind]; i++)
		if (terms->item[kind][i]->parent == parent &&
		    span_eq(terms->item[kind][i]->slug, slug))
			return (terms->item[kind][i]);
	return (NULL);
}

/* The term that a name has become whose list stood at the slug: "js" was that
 * of a `same_as:`. */
static struct term *
by_old_slug(struct terms *terms, enum term_kind kind, struct span slug)
{
	const struct term_setting *s = terms->capsule->settings;
	struct span there = arena_printf(
	    terms->arena, "/%s/%.*s/", kind_folder[kind], SPAN_ARG(slug));
	struct span path;
	struct term *term;

	if (child_by_slug(terms, kind, NULL, slug) != NULL)
		return (NULL);
	for (; s != NULL; s = s->next) {
		term = terms_old_path(terms, s, &path);
		if (term != NULL && span_eq(path, there))
			return (term);
	}
	return (NULL);
}

static struct term *
want_child(struct terms *terms, enum term_kind kind, struct term *parent,
    struct span slug, struct span name)
{
	struct term *term = child_by_slug(terms, kind, parent, slug);

	if (term == NULL) {
		term = make(terms, kind, parent, name);
		term->slug = slug;
		term->has_fixed_slug = true;
	}
	term->is_wanted = true;
	return (term);
}

/* No term has another slug, as "/tag/x y/" would need. */
static bool
is_all_fit(struct span path)
{
	struct span part;

	while (span_cut(&path, '/', &part))
		if (part.len > 0 && !slug_is_fit(part))
			return (false);
	return (true);
}

struct term *
terms_want(struct terms *terms, struct span path, struct span label)
{
	struct term *old, *parent = NULL;
	struct span part = { "", 0 }, folder, rest;
	int kind;

	path = span_skip(path, 1);
	(void)span_cut(&path, '/', &folder);
	for (kind = 0; kind < TERM_KINDS; kind++)
		if (span_eq(folder, span_str(kind_folder[kind])))
			break;
	if (kind == TERM_KINDS || !is_all_fit(path))
		return (NULL);
	rest = path;
	(void)span_cut(&rest, '/', &part);
	old = by_old_slug(terms, (enum term_kind)kind, part);
	if (old != NULL) {
		old->is_wanted = old->is_wanted || rest.len == 0;
		return (rest.len == 0 ? old : NULL);
	}
	while (span_cut(&path, '/', &part))
		if (part.len > 0)
			parent = want_child(terms, (enum term_kind)kind, parent,
			    part,
			    path.len == 0 && label.len > 0 ? label : part);
	return (parent);
}

static void
choose_spelling(struct term *term)
{
	struct spelling *s, *best = NULL;

	if (term->is_declared)
		return;
	for (s = term->spelling; s != NULL; s = s->next)
		if (best == NULL || s->count > best->count ||
		    (s->count == best->count &&
			span_cmp(s->name, best->name) < 0))
			best = s;
	if (best != NULL)
		term->name = best->name;
}

/* Parents before their children, siblings in the order of readers. */
static int
by_tree(const void *a, const void *b, void *ctx)
{
	const struct term *x = *(struct term *const *)a;
	const struct term *y = *(struct term *const *)b;

	if (x == y)
		return (0);
	while (x->depth > y->depth) {
		if (x->parent == y)
			return (1);
		x = x->parent;
	}
	while (y->depth > x->depth) {
		if (y->parent == x)
			return (-1);
		y = y->parent;
	}
	while (x->parent != y->parent) {
		x = x->parent;
		y = y->parent;
	}
	return (collation_cmp(ctx, x->name, y->name));
}

static void
place(struct terms *terms, struct term *term, size_t rank)
{
	struct term *parent = term->parent;

	term->rank = rank;
	if (parent == NULL) {
		term->path = arena_printf(terms->arena, "/%s/%.*s/",
		    kind_folder[term->kind], SPAN_ARG(term->slug));
		return;
	}
	term->path = arena_printf(terms->arena, "%.*s%.*s/",
	    SPAN_ARG(parent->path), SPAN_ARG(term->slug));
	if (parent->last == NULL)
		parent->first = term;
	else
		parent->last->next = term;
	parent->last = term;
}

void
terms_finish(struct terms *terms, struct collation *collation)
{
	const struct term *up;
	struct term **item;
	size_t i, count;
	int kind;

	for (kind = 0; kind < TERM_KINDS; kind++) {
		item = terms->item[kind];
		count = terms->count[kind];
		for (i = 0; i < count; i++) {
			choose_spelling(item[i]);
			item[i]->depth = 0;
			for (up = item[i]->parent; up != NULL; up = up->parent)
				item[i]->depth++;
		}
		terms_part_slugs(terms, (enum term_kind)kind);
		if (count > 1)
			qsort_r(item, count, sizeof(struct term *), by_tree,
			    collation);
		for (i = 0; i < count; i++)
			place(terms, item[i], i);
	}
}
