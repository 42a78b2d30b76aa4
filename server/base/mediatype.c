/* SPDX-License-Identifier: ISC */
/*
 * File suffix -> media type -> Gopher item type.
 */
#include "mediatype.h"

struct suffix {
	const char *name;
	const char *type;
};

/* Sorted by name, for the binary search. */
static const struct suffix suffixes[] = { { "7z",
					      "application/x-7z-compressed" },
	{ "aac", "audio/aac" }, { "asc", "text/plain" },
	{ "atom", "application/atom+xml" }, { "avif", "image/avif" },
	{ "bin", "application/octet-stream" }, { "bmp", "image/bmp" },
	{ "bz2", "application/x-bzip2" }, { "c", "text/plain" },
	{ "conf", "text/plain" }, { "css", "text/css" }, { "csv", "text/csv" },
	{ "diff", "text/plain" }, { "doc", "application/msword" },
	{ "docx",
	    "application/"
	    "vnd.openxmlformats-officedocument.wordprocessingml.document" },
	{ "eml", "message/rfc822" }, { "epub", "application/epub+zip" },
	{ "flac", "audio/flac" }, { "gemini", "text/gemini" },
	{ "gif", "image/gif" }, { "gmi", "text/gemini" },
	{ "gpub", "application/gpub+zip" }, { "gz", "application/gzip" },
	{ "h", "text/plain" }, { "heic", "image/heic" }, { "htm", "text/html" },
	{ "html", "text/html" }, { "ico", "image/vnd.microsoft.icon" },
	{ "ics", "text/calendar" }, { "ini", "text/plain" },
	{ "iso", "application/octet-stream" }, { "jpeg", "image/jpeg" },
	{ "jpg", "image/jpeg" }, { "js", "text/javascript" },
	{ "json", "application/json" }, { "log", "text/plain" },
	{ "m4a", "audio/mp4" }, { "md", "text/markdown" },
	{ "mid", "audio/midi" }, { "midi", "audio/midi" },
	{ "mkv", "video/x-matroska" }, { "mov", "video/quicktime" },
	{ "mp3", "audio/mpeg" }, { "mp4", "video/mp4" },
	{ "mpeg", "video/mpeg" }, { "mpg", "video/mpeg" },
	{ "odp", "application/vnd.oasis.opendocument.presentation" },
	{ "ods", "application/vnd.oasis.opendocument.spreadsheet" },
	{ "odt", "application/vnd.oasis.opendocument.text" },
	{ "oga", "audio/ogg" }, { "ogg", "audio/ogg" }, { "ogv", "video/ogg" },
	{ "opus", "audio/ogg" }, { "patch", "text/plain" },
	{ "pdf", "application/pdf" }, { "png", "image/png" },
	{ "ppt", "application/vnd.ms-powerpoint" },
	{ "pptx",
	    "application/"
	    "vnd.openxmlformats-officedocument.presentationml.presentation" },
	{ "ps", "application/postscript" }, { "py", "text/plain" },
	{ "rar", "application/vnd.rar" }, { "rss", "application/rss+xml" },
	{ "rtf", "application/rtf" }, { "sh", "text/plain" },
	{ "srt", "text/plain" }, { "svg", "image/svg+xml" },
	{ "tar", "application/x-tar" }, { "tex", "text/plain" },
	{ "text", "text/plain" }, { "tgz", "application/gzip" },
	{ "tif", "image/tiff" }, { "tiff", "image/tiff" },
	{ "tsv", "text/tab-separated-values" }, { "txt", "text/plain" },
	{ "vcf", "text/vcard" }, { "vtt", "text/vtt" },
	{ "wav", "audio/x-wav" }, { "webm", "video/webm" },
	{ "webp", "image/webp" }, { "xhtml", "application/xhtml+xml" },
	{ "xls", "application/vnd.ms-excel" },
	{ "xlsx",
	    "application/"
	    "vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
	{ "xml", "text/xml" }, { "xz", "application/x-xz" },
	{ "yaml", "application/yaml" }, { "yml", "application/yaml" },
	{ "zip", "application/zip" }, { "zst", "application/zstd" } };

static int
compare_suffix(const void *key, const void *entry)
{
	const struct span *name = key;
	const struct suffix *suffix = entry;

	return span_cmp(*name, span_str(suffix->name));
}

const char *
mediatype_by_suffix(struct span path)
{
	size_t slash = span_rfind(path, '/');
	size_t dot;
	char lower[8];
	struct span name = { lower, 0 };
	const struct suffix *hit;

	if (slash < path.len)
		path = span_skip(path, slash + 1);
	/* RFC 4287 §7; by the suffix alone it would be any XML. */
	if (span_eq_nocase(path, SPAN("atom.xml")))
		return "application/atom+xml";
	dot = span_rfind(path, '.');
	/* ".png" is a hidden file without suffix. */
	if (dot == 0 || dot == path.len)
		return NULL;
	path = span_skip(path, dot + 1);
	if (path.len > sizeof(lower))
		return NULL;
	for (; name.len < path.len; name.len++)
		lower[name.len] = ascii_lower(path.p[name.len]);
	hit = bsearch(&name, suffixes, sizeof(suffixes) / sizeof(suffixes[0]),
	    sizeof(suffixes[0]), compare_suffix);
	return hit == NULL ? NULL : hit->type;
}

/* "Type/Subtype ; parameter" -> "Type/Subtype" */
static struct span
without_parameters(struct span media_type)
{
	return span_trim(span_first(media_type, span_find(media_type, ';')));
}

static bool
is_in(struct span type, const char *const *list)
{
	for (; *list != NULL; list++)
		if (span_eq_nocase(type, span_str(*list)))
			return true;
	return false;
}

static bool
has_family(struct span type, struct span family)
{
	return span_eq_nocase(span_first(type, family.len), family);
}

static bool
has_syntax(struct span type, struct span ending)
{
	return type.len >= ending.len &&
	    span_eq_nocase(span_skip(type, type.len - ending.len), ending);
}

bool
mediatype_is_text(struct span media_type)
{
	static const char *const text[] = { "application/json",
		"application/xml", "application/yaml", "application/x-yaml",
		"application/toml", "application/javascript",
		"application/ecmascript", "application/sql", "application/x-sh",
		"application/x-tex", "message/rfc822", NULL };
	struct span type = without_parameters(media_type);

	return has_family(type, SPAN("text/")) || is_in(type, text) ||
	    has_syntax(type, SPAN("+xml")) || has_syntax(type, SPAN("+json"));
}

char
mediatype_gopher(struct span media_type)
{
	static const char *const archive[] = { "application/zip",
		"application/gzip", "application/x-gzip", "application/x-tar",
		"application/x-bzip2", "application/x-xz",
		"application/x-7z-compressed", "application/vnd.rar",
		"application/x-rar", "application/zstd", NULL };
	struct span type = without_parameters(media_type);

	if (mediatype_is_text(type))
		return '0';
	if (span_eq_nocase(type, SPAN("image/gif")))
		return 'g';
	if (has_family(type, SPAN("image/")))
		return 'I';
	if (has_family(type, SPAN("audio/")))
		return 's';
	return is_in(type, archive) ? '5' : '9';
}

/* RFC 2045 §5.1, "token" */
static size_t
token_len(struct span s)
{
	size_t len = 0;

	while (len < s.len && s.p[len] > ' ' && s.p[len] <= '~' &&
	    strchr("()<>@,;:\\\"/[]?=", s.p[len]) == NULL)
		len++;
	return len;
}

/* The length of a quoted string with its quotes, or 0. */
static size_t
quoted_len(struct span s)
{
	size_t i = 1;

	if (!span_starts(s, SPAN("\"")))
		return 0;
	for (; i < s.len && s.p[i] != '"'; i++) {
		if (s.p[i] == '\\')
			i++;
		if (i >= s.len || (unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f)
			return 0;
	}
	return i < s.len ? i + 1 : 0;
}

static struct span
skip_spaces(struct span s)
{
	while (s.len > 0 && s.p[0] == ' ')
		s = span_skip(s, 1);
	return s;
}

bool
mediatype_is_valid(struct span s)
{
	size_t len = token_len(s);

	if (len == 0 || len == s.len || s.p[len] != '/')
		return false;
	s = span_skip(s, len + 1);
	len = token_len(s);
	if (len == 0)
		return false;
	for (s = span_skip(s, len); s.len > 0; s = span_skip(s, len)) {
		s = skip_spaces(s);
		if (!span_starts(s, SPAN(";")))
			return false;
		s = skip_spaces(span_skip(s, 1));
		len = token_len(s);
		if (len == 0 || len == s.len || s.p[len] != '=')
			return false;
		s = span_skip(s, len + 1);
		len = token_len(s);
		if (len == 0)
			len = quoted_len(s);
		if (len == 0)
			return false;
	}
	return true;
}
