/* SPDX-License-Identifier: Apache-2.0 */
#include "memory/document_answer.h"

#include "base/utf8.h"
#include "memory/clause.h"
#include "memory/document_talk.h"
#include "memory/en_document.h"
#include "memory/said_times.h"

#include <strings.h>

enum { DOCUMENTS = 200 /* newest, of which titles are compared */, OUTLINED = 8, QUOTE_MAX = 500, LOOKED_AT = 10 };

/* A passage that has so much of what is asked is told as what the document says. */
static const float said_enough = 0.5F;

/* ------------------------------------------------------------------- names */

/* The documents that a name may mean, the newest first. */
struct titles {
	const struct px_document *rows;
	size_t count;
	struct px_clause *room; /* PX_CLAUSES_MAX of them, in which names are read one after the other */
};

/* The words of a title or name, compared by their stems; "lease.md" is "lease". */
static size_t name_words(struct px_arena *arena, struct px_clause *clauses, const char *text, const char *words[16])
{
	char *plain = px_arena_str(arena, px_str(text));
	size_t count = 0;

	for (char *c = plain; *c; c++)
		*c = strchr("._-/()[]", *c) ? ' ' : *c;
	size_t n = px_sentences(px_str(plain), arena, clauses, PX_CLAUSES_MAX);
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < clauses[i].count && count < 16; k++) {
			const char *word = clauses[i].words[k].text;
			if (!px_word_one_of(word, px_en_articles) && !px_word_one_of(word, px_en_document_nouns) &&
			    !px_word_one_of(word, px_en_about) && !px_word_one_of(word, "file pdf text txt md docx odt html eml in to and"))
				words[count++] = px_evidence_stem(word, arena);
		}
	}
	return count;
}

/* Share of the title's words that the name has; 0 unless the title has all of the name's. */
static float likeness(struct px_arena *arena, struct px_clause *room, const char *const *name, size_t count, const char *title)
{
	const char *words[16];
	size_t met = 0, all = name_words(arena, room, title, words);

	for (size_t i = 0; i < count; i++) {
		size_t k = 0;
		while (k < all && strcasecmp(name[i], words[k]) != 0)
			k++;
		met += k < all;
	}
	return met == count && all ? (float)met / (float)all : 0;
}

static bool is_any_document(const char *name)
{
	return px_word_one_of(name, px_en_document_nouns) || px_word_one_of(name, "file pdf attachment text");
}

static enum px_err read_titles(struct px_domain *domain, struct titles *titles, struct px_error *error)
{
	const struct px_store_query query = { .order = "id", .descending = true, .limit = DOCUMENTS };
	void *rows;
	enum px_err err = px_store_query(domain->tx, &px_document_record, &query, domain->arena, &rows, &titles->count, error);

	if (err)
		return err;
	titles->rows = rows;
	titles->room = px_arena_alloc(domain->arena, PX_CLAUSES_MAX * sizeof(*titles->room));
	return PX_OK;
}

/* The newest whose title has every word of the name ("file", "document" alone: the newest); NULL if there is none. */
static const struct px_document *find_named(struct px_arena *arena, const struct titles *titles, const char *name)
{
	const struct px_document *best = NULL;
	const char *words[16];
	float most = 0;

	size_t named = name_words(arena, titles->room, name, words);
	if (!named && titles->count && is_any_document(name))
		best = &titles->rows[0];
	for (size_t i = 0; named && i < titles->count; i++) {
		float like = likeness(arena, titles->room, words, named, titles->rows[i].title);
		if (like > most) {
			most = like;
			best = &titles->rows[i];
		}
	}
	return best;
}

/* ----------------------------------------------------------------- answers */

struct answering {
	struct px_domain *domain;
	const struct px_document *document;
	const struct px_document_asked *about;
	struct px_asked_for *asked_for;
	struct px_asked *asked;
};

/* "Pets" of "Lease > Pets"; NULL if there is none. */
static const char *heading(const struct px_source_row *row, struct px_arena *arena)
{
	const char *path = px_arena_str(arena, row->item.heading), *last = path;

	for (const char *at = path; (at = strstr(at, " > ")) != NULL; at += 3)
		last = at + 3;
	return last[0] ? last : NULL;
}

/* The sentence with most of what is asked, and what follows while there is room. */
static const char *quote(const struct answering *a, const char *text)
{
	struct px_arena *arena = a->domain->arena;
	struct px_clause *s = px_arena_zero(arena, PX_CLAUSES_MAX, sizeof(*s));
	size_t count = strlen(text) > QUOTE_MAX ? px_sentences(px_str(text), arena, s, PX_CLAUSES_MAX) : 0, best = 0;
	float most = -1;

	if (!count)
		return text;
	for (size_t i = 0; i < count; i++) {
		const char *one = px_arena_strn(arena, text + s[i].begin, s[i].end - s[i].begin);
		float met = px_evidence_of(a->asked_for, one, NULL, NULL).met;
		if (met > most) {
			most = met;
			best = i;
		}
	}
	size_t last = best;
	while (last + 1 < count && s[last + 1].end - s[best].begin <= QUOTE_MAX)
		last++;
	size_t end = s[last].end - s[best].begin > QUOTE_MAX ? s[best].begin + QUOTE_MAX : s[last].end;
	struct px_str cut = px_str_trim(px_str_n(text + s[best].begin, end - s[best].begin));
	cut.size = px_utf8_cut(cut, QUOTE_MAX);
	return px_arena_printf(arena, "%s%.*s%s", best ? "… " : "", (int)cut.size, cut.data, last + 1 < count ? " …" : "");
}

static float met(const struct answering *a, const struct px_source_row *row)
{
	struct px_arena *arena = a->domain->arena;

	return px_evidence_of(a->asked_for, px_arena_printf(arena, "%.*s. %s", (int)row->item.heading.size, row->item.heading.data,
							    row->text), NULL, NULL).met;
}

/* False: the document was perhaps not meant, and says nothing of it. */
static bool tell(const struct answering *a)
{
	struct px_arena *arena = a->domain->arena;
	const struct px_source_row *best = NULL;
	float most = -1;

	for (size_t i = 0; i < a->asked->count && i < LOOKED_AT / 2; i++) {
		float share = met(a, &a->asked->hits[i].row);
		if (share > most) {
			most = share;
			best = &a->asked->hits[i].row;
		}
	}
	if (a->about->maybe && most < said_enough)
		return false;
	if (!best) {
		a->asked->answer.text = px_arena_printf(arena, "I find nothing about that in “%s”.", a->document->title);
		return true;
	}
	const char *under = heading(best, arena), *words = quote(a, best->text);
	const char *place = under ? px_arena_printf(arena, ", under “%s”", under) : "";
	if (most >= said_enough)
		a->asked->answer.text = px_arena_printf(arena, "“%s” says%s: “%s”", a->document->title, place, words);
	else
		a->asked->answer.text = px_arena_printf(arena, "I find nothing about that in “%s”. The nearest in it%s: “%s”",
							a->document->title, place, words);
	px_answer_add_ground(&a->asked->answer, "chunk", best->item.id, best->text, best->item.at, true);
	return true;
}

static enum px_err search(const struct px_memory_keep *keep, struct answering *a, const struct px_memory_query *query, bool *found,
			  struct px_error *error)
{
	struct px_domain *domain = a->domain;
	struct px_memory_query within = { .text = px_str(a->about->topic), .kinds = 1U << PX_RECALLED_CHUNK, .limit = LOOKED_AT,
					  .document = px_source_session(a->document->id), .wait = query->wait };
	struct px_time_context time = px_said_context(domain->now, domain->tz, NULL, NULL);
	struct px_memory_index *index = NULL;
	struct px_said_times times;

	px_said_find(&time, within.text, &times);
	px_asked_for_read(&times, within.text, 0, domain->arena, NULL, 0, a->asked_for);
	enum px_err err = px_memory_index_open(keep, domain, &index, error);
	if (err)
		return err;
	if (query->wait)
		px_memory_index_catch_up(index, domain);
	err = px_memory_index_search(index, domain, &within, &a->asked->hits, &a->asked->count, &a->asked->evidence, error);
	px_memory_index_close(keep, index);
	a->asked->likelihoods = px_arena_zero(domain->arena, a->asked->count + 1, sizeof(*a->asked->likelihoods));
	if (!err)
		*found = tell(a);
	return err;
}

/* What is in it: the beginning of its first passages, by their headings. */
static enum px_err outline(struct answering *a, struct px_error *error)
{
	struct px_arena *arena = a->domain->arena;
	const struct px_store_filter filter = { "document_id", PX_OP_EQ, { .id = a->document->id } };
	const struct px_store_query query = { .filters = &filter, .filter_count = 1, .order = "position", .limit = OUTLINED + 1 };
	const char *lines = "";
	void *rows;
	size_t count;

	enum px_err err = px_store_query(a->domain->tx, &px_chunk_record, &query, arena, &rows, &count, error);
	if (err)
		return err;
	const struct px_chunk_row *chunks = rows;
	for (size_t i = 0; i < count && i < OUTLINED; i++) {
		struct px_source_row row = { .item.heading = px_str(chunks[i].heading ? chunks[i].heading : "") };
		const char *under = heading(&row, arena);
		struct px_clause *s = px_arena_zero(arena, PX_CLAUSES_MAX, sizeof(*s));
		size_t n = px_sentences(px_str(chunks[i].text), arena, s, PX_CLAUSES_MAX);
		struct px_str first = px_str_n(chunks[i].text, n ? s[0].end : strlen(chunks[i].text));
		lines = px_arena_printf(arena, "%s\n• %s%s%.*s", lines, under ? under : "", under ? ": " : "",
					(int)px_utf8_cut(first, 160), first.data);
		px_answer_add_ground(&a->asked->answer, "chunk", chunks[i].id, chunks[i].text, a->document->learned, true);
	}
	a->asked->answer.text = px_arena_printf(arena, "In “%s” stands:%s%s", a->document->title, lines, count > OUTLINED ? "\n…" : "");
	return PX_OK;
}

/* Whether the document can't be asked yet, or never. */
static bool is_unread(const struct answering *a)
{
	struct px_arena *arena = a->domain->arena;

	if (a->document->status == PX_DOCUMENT_READING)
		a->asked->answer.text = px_arena_printf(arena, "I don't know yet: I am still reading “%s”.", a->document->title);
	else if (a->document->status == PX_DOCUMENT_FAILED)
		a->asked->answer.text = px_arena_printf(arena, "I don't know: “%s” could not be read. %s", a->document->title,
							a->document->problem ? a->document->problem : "");
	return a->asked->answer.text != NULL;
}

enum px_err px_document_answer(const struct px_memory_keep *keep, struct px_domain *domain, const struct px_memory_query *query,
			       struct px_asked *asked, bool *found, struct px_error *error)
{
	struct px_asked_for *asked_for = px_arena_zero(domain->arena, 1, sizeof(*asked_for));
	struct px_document_asked about;
	const struct px_document *document = NULL;
	struct titles titles = { .rows = NULL };
	enum px_err err = PX_OK;

	*found = false;
	for (size_t nth = 0; !document && px_document_asked_read(query->text, nth, domain->arena, &about); nth++) {
		if (!nth)
			err = read_titles(domain, &titles, error);
		if (err)
			return err;
		document = find_named(domain->arena, &titles, about.name);
	}
	if (!document)
		return PX_OK;
	*found = true;
	*asked = (struct px_asked){ 0 };
	struct answering a = { domain, document, &about, asked_for, asked };
	if (is_unread(&a))
		return PX_OK;
	return about.topic ? search(keep, &a, query, found, error) : outline(&a, error);
}
