/* SPDX-License-Identifier: Apache-2.0 */
#include "memory/document_talk.h"

#include "memory/clause.h"
#include "memory/en_document.h"

#include <ctype.h>

enum { HEAD_MAX = 200 /* bytes before the colon or line end behind which a document begins */, WORDS_MAX = 40 };

/* ------------------------------------------------------------------ wishes */

struct words {
	struct px_str at[WORDS_MAX];
	size_t count;
};

static bool is_inside(char c)
{
	return isalnum((unsigned char)c) || c == '\'' || c == '-' || (unsigned char)c >= 0x80;
}

static void split(struct px_str text, struct words *words)
{
	words->count = 0;
	for (size_t i = 0; i < text.size && words->count < WORDS_MAX; ) {
		size_t n = 0;
		while (i + n < text.size && is_inside(text.data[i + n]))
			n++;
		if (n)
			words->at[words->count++] = px_str_n(text.data + i, n);
		i += n ? n : 1;
	}
}

static bool one_of(struct px_str word, const char *list)
{
	char lower[32];

	if (word.size >= sizeof(lower))
		return false;
	for (size_t i = 0; i < word.size; i++)
		lower[i] = (char)tolower((unsigned char)word.data[i]);
	return px_word_one_of_n(lower, word.size, list);
}

static size_t after_polite(const struct words *w)
{
	size_t at = 0;

	while (at < w->count && one_of(w->at[at], px_en_politely))
		at++;
	return at;
}

/* Where the document begins: behind the first colon or line end; the whole size if there is none. */
static size_t head_size(struct px_str text)
{
	size_t i = 0;

	while (i < text.size && text.data[i] != ':' && text.data[i] != '\n')
		i++;
	return i;
}

static const char *title_from(struct px_str head, struct px_str first, struct px_arena *arena)
{
	struct px_str title = px_str_trim(px_str_n(first.data, (size_t)(head.data + head.size - first.data)));

	while (title.size && strchr("\"',.;", title.data[title.size - 1]))
		title.size--;
	while (title.size && strchr("\"'", title.data[0]))
		title = px_str_n(title.data + 1, title.size - 1);
	for (size_t quote = 0; quote < 2; quote++) { /* “…”: three bytes each */
		if (title.size > 3 && memcmp(title.data, "\xe2\x80\x9c", 3) == 0)
			title = px_str_n(title.data + 3, title.size - 3);
		if (title.size > 3 && memcmp(title.data + title.size - 3, "\xe2\x80\x9d", 3) == 0)
			title.size -= 3;
	}
	return title.size ? px_arena_str(arena, title) : NULL;
}

/*
 * "Save the following as a document called Lease", "new document", "here is a
 * document": nothing else may stand in it, or it is about a document ("add
 * review of the document: …").
 */
static bool asks_to_keep(struct px_str head, struct px_arena *arena, const char **title)
{
	struct words w;
	bool noun = false;

	split(head, &w);
	size_t at = after_polite(&w);
	bool verb = at < w.count && one_of(w.at[at], px_en_keep_verbs);
	bool bare = at < w.count && (one_of(w.at[at], px_en_document_nouns) || (one_of(w.at[at], px_en_this) && at + 1 < w.count &&
										one_of(w.at[at + 1], px_en_document_nouns)));
	*title = NULL;
	for (at += verb; at < w.count; at++) {
		if (noun && one_of(w.at[at], px_en_naming_document) && at + 1 < w.count) {
			*title = title_from(head, w.at[at + 1], arena);
			break;
		}
		noun |= one_of(w.at[at], px_en_document_nouns);
		if (!one_of(w.at[at], px_en_beside_document) && !one_of(w.at[at], px_en_document_nouns) && !one_of(w.at[at], px_en_politely))
			return false;
	}
	return noun && (verb || bare);
}

/* "Read the file I just gave you", "save the attachment as a document", "save this as a document". */
static bool asks_to_read(const struct words *w)
{
	bool noun = false, file = false, document = false, handed = false;
	size_t at = after_polite(w);

	if (at >= w->count)
		return false;
	bool reads = one_of(w->at[at], px_en_read_verbs), keeps = one_of(w->at[at], px_en_keep_verbs);
	if (!reads && !keeps)
		return false;
	for (size_t i = at + 1; i < w->count; i++) {
		noun |= one_of(w->at[i], px_en_file_nouns);
		document |= one_of(w->at[i], px_en_document_nouns);
		file |= one_of(w->at[i], "attachment attachments attached upload uploads");
		handed |= one_of(w->at[i], px_en_handing_over) || one_of(w->at[i], "last latest newest");
		if (!one_of(w->at[i], px_en_file_nouns) && !one_of(w->at[i], px_en_beside_file) && !one_of(w->at[i], px_en_handing_over) &&
		    !one_of(w->at[i], px_en_beside_document))
			return false;
	}
	if (reads)
		return noun && (handed || file || (w->count == at + 3 && one_of(w->at[at + 1], "this that") && one_of(w->at[at + 2], px_en_file_nouns)));
	return noun && document && w->count > at + 2;
}

static bool asks_for_list(const struct words *w)
{
	bool noun = false;
	size_t at = after_polite(w);

	if (at >= w->count || !one_of(w->at[at], px_en_list_verbs))
		return false;
	for (size_t i = at + 1; i < w->count; i++) {
		noun |= one_of(w->at[i], "documents docs");
		if (!one_of(w->at[i], "documents docs") && !one_of(w->at[i], px_en_beside_list))
			return false;
	}
	return noun;
}

enum px_document_wish px_document_wish_read(struct px_str text, struct px_arena *arena, struct px_document_kept *kept)
{
	size_t size = head_size(text);
	struct words words;

	*kept = (struct px_document_kept){ 0 };
	if (size > HEAD_MAX)
		return PX_DOCUMENT_WISH_NONE;
	if (size < text.size) {
		kept->text = px_str_trim(px_str_n(text.data + size + 1, text.size - size - 1));
		return kept->text.size && asks_to_keep(px_str_n(text.data, size), arena, &kept->title) ? PX_DOCUMENT_WISH_KEEP
												  : PX_DOCUMENT_WISH_NONE;
	}
	split(text, &words);
	if (words.count == WORDS_MAX)
		return PX_DOCUMENT_WISH_NONE;
	return asks_to_read(&words) ? PX_DOCUMENT_WISH_READ : asks_for_list(&words) ? PX_DOCUMENT_WISH_LIST : PX_DOCUMENT_WISH_NONE;
}

/* --------------------------------------------------------------- questions */

struct reading {
	struct px_str text;
	const struct px_clause *c;
	struct px_arena *arena;
	struct px_document_asked *asked;
};

static const char *word(const struct reading *r, size_t at)
{
	return at < r->c->count ? r->c->words[at].text : "";
}

static bool is(const struct reading *r, size_t at, const char *list)
{
	return at < r->c->count && px_word_one_of(word(r, at), list);
}

/* Words [from, to) as the name, [topic, end) as the topic; an article before the name is dropped. */
static bool take(const struct reading *r, size_t from, size_t to, size_t topic, size_t end)
{
	from += is(r, from, px_en_articles);
	if (from >= to || to - from > 8 || topic > end)
		return false;
	r->asked->name = px_clause_text(r->text, r->c, from, to, r->arena);
	r->asked->topic = topic < end ? px_clause_text(r->text, r->c, topic, end, r->arena) : NULL;
	return true;
}

/* "What does the lease say about pets?", "does the lease mention pets?", "what does the lease say?" */
static bool says(const struct reading *r)
{
	size_t at = is(r, 0, "what which"), verb;

	if (!is(r, at, "does do did"))
		return false;
	for (verb = at + 1; verb < r->c->count && !is(r, verb, px_en_document_says); verb++)
		;
	if (verb >= r->c->count)
		return false;
	size_t topic = verb + 1;
	while (is(r, topic, px_en_anything))
		topic++;
	topic += is(r, topic, px_en_about);
	return take(r, at + 1, verb, topic, r->c->count);
}

/* "According to the lease, are dogs allowed?"; "are dogs allowed according to the lease?" */
static bool according(const struct reading *r)
{
	size_t at;

	if (!px_clause_has(r->c, "according to", &at, NULL))
		return false;
	if (at > 0)
		return take(r, at + 2, r->c->count, 0, at);
	for (size_t comma = at + 3; comma < r->c->count; comma++) {
		if (r->c->words[comma].comma)
			return take(r, at + 2, comma, comma, r->c->count);
	}
	return false;
}

/* "What is in the lease?", "is there anything in the lease about parking?", "how long is the notice in the lease?" */
static bool stands_in(const struct reading *r)
{
	size_t in = r->c->count, about;

	for (size_t i = 1; i + 1 < r->c->count; i++)
		in = is(r, i, "in") ? i : in;
	if (in == r->c->count)
		return false;
	for (about = in + 1; about < r->c->count && !is(r, about, "about"); about++)
		;
	if (about < r->c->count)
		return take(r, in + 1, about, about + 1, r->c->count);
	bool whole = is(r, 0, "what") && (in == 2 || (in == 3 && is(r, 2, "written standing")));
	r->asked->maybe = !whole;
	return take(r, in + 1, r->c->count, 0, whole ? 0 : in);
}

bool px_document_asked_read(struct px_str text, size_t nth, struct px_arena *arena, struct px_document_asked *asked)
{
	static bool (*const readings[])(const struct reading *) = { says, according, stands_in };
	struct px_clause *clauses = px_arena_zero(arena, PX_CLAUSES_MAX, sizeof(*clauses));
	size_t count = px_sentences(text, arena, clauses, PX_CLAUSES_MAX);
	size_t seen = 0;

	*asked = (struct px_document_asked){ 0 };
	for (size_t i = 0; count && i < sizeof(readings) / sizeof(readings[0]); i++) {
		struct reading r = { text, &clauses[count - 1], arena, asked };
		if (readings[i](&r) && seen++ == nth)
			return true;
	}
	return false;
}
