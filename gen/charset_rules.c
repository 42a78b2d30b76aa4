/* SPDX-License-Identifier: ISC */
/*
 * Ukrainian by resolution 55 of the Cabinet of Ministers of Ukraine, 2010: the
 * letters with two forms take the first at the beginning of a word.  German
 * umlauts with an e.  All else by ICU's general rules.
 */
#include "charset_rules.h"

#include <stdlib.h>
#include <string.h>

static const char ukrainian[] =
    "$inside = [[:L:][:M:]\\u0027\\u2019\\u02bc];\n"
    "$big = [:Lu:];\n"
    "ь > ; Ь > ; ʼ > ;\n"
    "зг > zgh; Зг > Zgh; ЗГ > ZGH;\n"
    "$inside { є > ie; є > ye; $inside { ї > i; ї > yi;\n"
    "$inside { й > i; й > y; $inside { ю > iu; ю > yu;\n"
    "$inside { я > ia; я > ya;\n"
    "$inside { Є > IE; Є } $big > YE; Є > Ye;\n"
    "$inside { Ї > I; Ї } $big > YI; Ї > Yi;\n"
    "$inside { Й > I; Й > Y;\n"
    "$inside { Ю > IU; Ю } $big > YU; Ю > Yu;\n"
    "$inside { Я > IA; Я } $big > YA; Я > Ya;\n"
    "а > a; б > b; в > v; г > h; ґ > g; д > d; е > e; ж > zh; з > z;\n"
    "и > y; і > i; к > k; л > l; м > m; н > n; о > o; п > p; р > r;\n"
    "с > s; т > t; у > u; ф > f; х > kh; ц > ts; ч > ch; ш > sh;\n"
    "щ > shch;\n"
    "А > A; Б > B; В > V; Г > H; Ґ > G; Д > D; Е > E; З > Z; И > Y;\n"
    "І > I; К > K; Л > L; М > M; Н > N; О > O; П > P; Р > R; С > S;\n"
    "Т > T; У > U; Ф > F;\n"
    "Ж } $big > ZH; $big { Ж > ZH; Ж > Zh;\n"
    "Х } $big > KH; $big { Х > KH; Х > Kh;\n"
    "Ц } $big > TS; $big { Ц > TS; Ц > Ts;\n"
    "Ч } $big > CH; $big { Ч > CH; Ч > Ch;\n"
    "Ш } $big > SH; $big { Ш > SH; Ш > Sh;\n"
    "Щ } $big > SHCH; $big { Щ > SHCH; Щ > Shch;\n";

static const char german[] = "$big = [:Lu:];\n"
			     "ä > ae; ö > oe; ü > ue; ß > ss; ẞ > SS;\n"
			     "Ä } $big > AE; Ö } $big > OE; Ü } $big > UE;\n"
			     "Ä > Ae; Ö > Oe; Ü > Ue;\n";

static const char greek[] = "::Greek-Latin/UNGEGN;\n";

/* Raised after a digit it is a power, "10^6"; else "m2", "CO2". */
const char charset_letter_forms[] =
    "::Null;\n"
    "[0-9] { ([²³¹⁰-ⁿ]) > '^' $1;\n"
    "::Null;\n"
    "([①-⑳Ⓐ-ⓩ]) > '(' &Any-NFKD($1) ')';\n"
    "[0-9] { ([¼-¾⅐-⅞]) > ' ' &Any-NFKD($1);\n"
    "([ªº²³¹¼-¾⅐-⅞⁰-ⁿ₀-ₜʰ-ʸᴬ-ᵪ①-⓿]) > &Any-NFKD($1);\n";

const char *
charset_rules(struct span lang)
{
	struct span main = span_first(lang, span_find(lang, '-'));

	if (span_eq_nocase(main, SPAN("uk")))
		return (ukrainian);
	if (span_eq_nocase(main, SPAN("de")))
		return (german);
	if (span_eq_nocase(main, SPAN("el")))
		return (greek);
	return ("");
}

struct sign {
	unsigned long c;
	const char *text;
};

/* By character. */
static const struct sign signs[] = { { 0xa2, "c" }, { 0xa3, "GBP" },
	{ 0xa5, "JPY" }, { 0xa7, "par." }, { 0xab, "\"" }, { 0xad, "" },
	{ 0xb0, "deg" }, { 0xb1, "+-" }, { 0xb5, "u" }, { 0xb6, "par." },
	{ 0xb7, "." }, { 0xbb, "\"" }, { 0xd7, "x" }, { 0xf7, ":" },
	{ 0x201e, "\"" }, { 0x2020, "+" }, { 0x2021, "++" }, { 0x2022, "*" },
	{ 0x2023, "*" }, { 0x2026, "..." }, { 0x2030, "o/oo" }, { 0x2043, "-" },
	{ 0x20ac, "EUR" }, { 0x20b4, "UAH" }, { 0x2116, "No." },
	{ 0x2122, "(TM)" }, { 0x2190, "<-" }, { 0x2191, "^" }, { 0x2192, "->" },
	{ 0x2193, "v" }, { 0x2194, "<->" }, { 0x21d0, "<=" }, { 0x21d2, "=>" },
	{ 0x2212, "-" }, { 0x221e, "oo" }, { 0x2248, "~" }, { 0x2260, "!=" },
	{ 0x2264, "<=" }, { 0x2265, ">=" }, { 0x25a0, "#" }, { 0x25aa, "*" },
	{ 0x25b6, ">" }, { 0x25cb, "o" }, { 0x25cf, "*" }, { 0x2605, "*" },
	{ 0x2610, "[ ]" }, { 0x2611, "[x]" }, { 0x2713, "[x]" },
	{ 0x2714, "[x]" }, { 0x2717, "[ ]" }, { 0x27e8, "<" },
	{ 0x27e9, ">" } };

static int
compare(const void *key, const void *member)
{
	const unsigned long *c = key;
	const struct sign *sign = member;

	return (*c > sign->c) - (*c < sign->c);
}

/* Lines and corners of tables that were drawn. */
static const char *
box_sign(unsigned long c)
{
	if (c == 0x2500 || c == 0x2501 || c == 0x2550)
		return ("-");
	if (c == 0x2502 || c == 0x2503 || c == 0x2551)
		return ("|");
	if (c >= 0x2500 && c <= 0x257f)
		return ("+");
	return (c >= 0x2580 && c <= 0x259f ? "#" : NULL);
}

const char *
charset_sign(unsigned long c)
{
	const struct sign *sign = bsearch(&c, signs,
	    sizeof(signs) / sizeof(signs[0]), sizeof(signs[0]), compare);

	return (sign != NULL ? sign->text : box_sign(c));
}
