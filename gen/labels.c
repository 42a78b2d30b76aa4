/* SPDX-License-Identifier: ISC */
/*
 * The tables of words.  A label that takes a number is written for each plural
 * form of its language, forms separated by '|', with "%u" for the number.
 */
#include "labels.h"

#include <string.h>

/* Ukrainian: 21 has the form of 1, and this one is for 1 alone. */
#define FORM_ONE 3

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* In the order of enum label. */
static const struct labels english = { "en",
	{ "Latest", "%u post|All %u posts", "Find", "Categories", "Tags",
	    "Archive", "Authors", "About this capsule", "Atom feed",
	    "%u post.|%u posts, newest first.", "Up", "Also a tag",
	    "Also a category", "By %s", "%u like|%u likes", "Filed under",
	    "Read next", "Next", "Previous", "Related",
	    "This page as plain text", "Image", "table", "code", "Updated %s",
	    "Also in %s", "Reply by mail", "Older", "Newer",
	    "%u column|%u columns", "Notes" } };

static const struct labels romanian = { "ro",
	{ "Cele mai noi",
	    "Un singur articol|Toate cele %u articole|Toate cele %u de "
	    "articole",
	    "Caută", "Categorii", "Etichete", "Arhivă", "Autori",
	    "Despre această capsulă", "Flux Atom",
	    "%u articol.|%u articole, cele mai noi întâi.|%u de articole, cele "
	    "mai noi întâi.",
	    "Sus", "Și etichetă", "Și categorie", "De %s",
	    "%u apreciere|%u aprecieri|%u de aprecieri", "În categoriile",
	    "Citește mai departe", "Următorul", "Precedentul",
	    "Pe aceeași temă", "Această pagină ca text simplu", "Imagine",
	    "tabel", "cod", "Actualizat la %s", "Și în %s",
	    "Răspunde prin e-mail", "Mai vechi", "Mai noi",
	    "%u coloană|%u coloane|%u de coloane", "Note" } };

static const struct labels ukrainian = { "uk",
	{ "Останні", "Усі дописи (%u)|Усі дописи (%u)|Усі дописи (%u)|%u допис",
	    "Знайти", "Категорії", "Теги", "Архів", "Автори", "Про цю капсулу",
	    "Стрічка Atom",
	    "%u допис, спершу найновіші.|%u дописи, спершу найновіші.|%u "
	    "дописів, спершу найновіші.|%u допис.",
	    "Угору", "Також тег", "Також категорія", "Автор: %s",
	    "%u вподобання|%u вподобання|%u вподобань", "Рубрики",
	    "Читайте далі", "Наступний", "Попередній", "За темою",
	    "Ця сторінка простим текстом", "Зображення", "таблиця", "код",
	    "Оновлено %s", "Також мовою: %s", "Відповісти поштою", "Давніші",
	    "Новіші", "%u стовпчик|%u стовпчики|%u стовпчиків", "Примітки" } };

static const struct labels greek = { "el",
	{ "Πρόσφατα", "%u ανάρτηση|Και οι %u αναρτήσεις", "Αναζήτηση",
	    "Κατηγορίες", "Ετικέτες", "Αρχείο", "Συντάκτες",
	    "Για αυτή την κάψουλα", "Ροή Atom",
	    "%u ανάρτηση.|%u αναρτήσεις, πρώτα οι νεότερες.", "Επάνω",
	    "Και ετικέτα", "Και κατηγορία", "Από: %s",
	    "%u «μου αρέσει»|%u «μου αρέσει»", "Αρχειοθετημένο σε",
	    "Διαβάστε στη συνέχεια", "Επόμενο", "Προηγούμενο", "Σχετικά",
	    "Αυτή η σελίδα ως απλό κείμενο", "Εικόνα", "πίνακας", "κώδικας",
	    "Ενημερώθηκε %s", "Επίσης στα %s", "Απάντηση με e-mail",
	    "Παλαιότερα", "Νεότερα", "%u στήλη|%u στήλες", "Σημειώσεις" } };

static const struct labels french = { "fr",
	{ "Derniers articles", "%u article|Les %u articles", "Trouver",
	    "Catégories", "Étiquettes", "Archives", "Auteurs",
	    "À propos de cette capsule", "Flux Atom",
	    "%u article.|%u articles, du plus récent au plus ancien.",
	    "Au-dessus", "Aussi une étiquette", "Aussi une catégorie", "Par %s",
	    "%u mention J’aime|%u mentions J’aime", "Classé dans",
	    "À lire ensuite", "Suivant", "Précédent", "Sur le même sujet",
	    "Cette page en texte brut", "Image", "tableau", "code",
	    "Mis à jour le %s", "Aussi en %s", "Répondre par courriel",
	    "Plus anciens", "Plus récents", "%u colonne|%u colonnes",
	    "Notes" } };

static const struct labels german = { "de",
	{ "Neueste Beiträge", "%u Beitrag|Alle %u Beiträge", "Finden",
	    "Kategorien", "Schlagwörter", "Archiv", "Autoren",
	    "Über diese Kapsel", "Atom-Feed",
	    "%u Beitrag.|%u Beiträge, die neuesten zuerst.", "Nach oben",
	    "Auch ein Schlagwort", "Auch eine Kategorie", "Von %s",
	    "%u Gefällt-mir-Angabe|%u Gefällt-mir-Angaben", "Abgelegt unter",
	    "Weiterlesen", "Nächster", "Vorheriger", "Verwandt",
	    "Diese Seite als reiner Text", "Bild", "Tabelle", "Code",
	    "Aktualisiert am %s", "Auch auf %s", "Per E-Mail antworten",
	    "Ältere", "Neuere", "%u Spalte|%u Spalten", "Anmerkungen" } };

static const struct labels *const tables[] = { &english, &romanian, &ukrainian,
	&greek, &french, &german };

/* In the order of enum label. */
static const char *const names[LABEL_COUNT_] = { "latest", "all_posts", "find",
	"categories", "tags", "archive", "authors", "about_capsule", "atom",
	"newest_first", "up", "also_tag", "also_category", "by", "likes",
	"filed_under", "read_next", "next", "previous", "related", "plain_text",
	"image", "table", "code", "updated", "also_in", "reply", "older",
	"newer", "columns", "notes" };

/* Month names as they stand in a date: the genitive where there is one. */
static const char *const months[][12] = {
	{ "January", "February", "March", "April", "May", "June", "July",
	    "August", "September", "October", "November", "December" },
	{ "ianuarie", "februarie", "martie", "aprilie", "mai", "iunie", "iulie",
	    "august", "septembrie", "octombrie", "noiembrie", "decembrie" },
	{ "січня", "лютого", "березня", "квітня", "травня", "червня", "липня",
	    "серпня", "вересня", "жовтня", "листопада", "грудня" },
	{ "Ιανουαρίου", "Φεβρουαρίου", "Μαρτίου", "Απριλίου", "Μαΐου",
	    "Ιουνίου", "Ιουλίου", "Αυγούστου", "Σεπτεμβρίου", "Οκτωβρίου",
	    "Νοεμβρίου", "Δεκεμβρίου" },
	{ "janvier", "février", "mars", "avril", "mai", "juin", "juillet",
	    "août", "septembre", "octobre", "novembre", "décembre" },
	{ "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August",
	    "September", "Oktober", "November", "Dezember" },
};

const struct labels *
labels_for(struct span lang)
{
	size_t len = 0;

	while (len < lang.len && ascii_is_alpha(lang.p[len]))
		len++;
	for (size_t i = 0; i < COUNT(tables); i++) {
		if (span_eq_nocase(
			span_first(lang, len), span_str(tables[i]->lang)))
			return tables[i];
	}
	return &english;
}

enum label
label_find(struct span name)
{
	size_t i = 0;

	while (i < COUNT(names) && !span_eq(name, span_str(names[i])))
		i++;
	return (enum label)i;
}

const char *
label_mark(enum label label)
{
	if (strstr(english.text[label], "%u") != NULL)
		return "%u";
	return strstr(english.text[label], "%s") != NULL ? "%s" : "";
}

/* A table may be a copy with the publisher's own words: found by language. */
static size_t
table_index(const struct labels *labels)
{
	for (size_t i = 0; i < COUNT(tables); i++) {
		if (strcmp(tables[i]->lang, labels->lang) == 0)
			return i;
	}
	return 0;
}

void
labels_add_date(
    struct buf *b, const struct labels *labels, int year, int month, int day)
{
	size_t i = table_index(labels);
	const char *dot = tables[i] == &german ? "." : "";
	const char *after = tables[i] == &ukrainian ? " р." : "";

	if (month < 1 || month > 12)
		return;
	if (tables[i] == &french && day == 1)
		dot = "er";
	buf_printf(
	    b, "%d%s %s %d%s", day, dot, months[i][month - 1], year, after);
}

/* The plural form by the rules of Unicode CLDR for whole numbers. */
static unsigned
plural_form(const struct labels *labels, unsigned long n)
{
	const struct labels *table = tables[table_index(labels)];

	if (table == &romanian) {
		if (n == 1)
			return 0;
		return n == 0 || (n % 100 >= 1 && n % 100 <= 19) ? 1 : 2;
	}
	if (table == &ukrainian) {
		if (n % 10 == 1 && n % 100 != 11)
			return 0;
		return n % 10 >= 2 && n % 10 <= 4 &&
			(n % 100 < 12 || n % 100 > 14)
		    ? 1
		    : 2;
	}
	if (table == &french)
		return n > 1;
	return n != 1;
}

/* A publisher's own text may have fewer forms: the last one serves. */
static struct span
pick_form(const struct labels *labels, enum label label, unsigned long n)
{
	struct span rest = span_str(labels->text[label]);
	unsigned form = plural_form(labels, n);
	bool is_one = n == 1 && tables[table_index(labels)] == &ukrainian;
	struct span text = rest;
	struct span part;

	for (unsigned i = 0; span_cut(&rest, '|', &part); i++) {
		if (i <= form || (is_one && i == FORM_ONE))
			text = part;
	}
	return text;
}

void
labels_add_count(struct buf *b, const struct labels *labels, enum label label,
    unsigned long count)
{
	struct span text = pick_form(labels, label, count);
	size_t at = span_search(text, SPAN("%u"));

	buf_span_add(b, span_first(text, at));
	if (at < text.len)
		buf_printf(b, "%lu", count);
	buf_span_add(b, span_skip(text, at + 2));
}
