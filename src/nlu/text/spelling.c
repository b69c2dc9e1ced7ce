/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One rule for slips: a word that no one uses, one edit away from exactly one
 * word of command, where such a word can stand.  Verbs stand at the start of a
 * request, behind politeness, "to", "me" and "and"; what they are about
 * ("calendar") stands anywhere.  Days and months are the time engine's.
 */
#include "nlu/text/spelling.h"

#include "nlu/text/json.h"

/* Longer messages are prose; their beginning will do. */
enum { READ = 2048, WORD_MAX = 16, QUOTE_MAX = 200 };

struct reading {
	const struct px_nlu_context *context;
	struct px_str text;
	struct px_words words;
	struct px_arena *arena;
	struct px_spelling *out;
	struct px_text copy;
	size_t copied; /* bytes of the text */
	bool open;     /* a verb of command may stand here */
};

/* ---- single quotation marks ---- */

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0xc3;
}

/* The size of the single quotation mark or apostrophe at `at`; 0 if there is none. */
static size_t mark_size(struct px_str text, size_t at)
{
	if (at >= text.size)
		return 0;
	if (text.data[at] == '\'')
		return 1;
	if (text.size - at < 3 ||
	    (memcmp(text.data + at, "\u2018", 3) != 0 && memcmp(text.data + at, "\u2019", 3) != 0))
		return 0;
	return 3;
}

static bool stands_free(struct px_str text, size_t at)
{
	return at == 0 || strchr(" \t\n(:,;", text.data[at - 1]) != NULL;
}

static bool ends_free(struct px_str text, size_t at)
{
	return at >= text.size || strchr(" \t\n),.;:!?", text.data[at]) != NULL;
}

/* "'til Friday", "rock 'n' roll", "the '90s", "class of '99" */
static bool is_elision(struct px_str text, size_t at)
{
	size_t end = at;

	while (end < text.size && is_letter(text.data[end]))
		end++;
	struct px_str word = px_str_n(text.data + at, end - at);
	bool digit = word.data[0] >= '0' && word.data[0] <= '9';
	if (digit &&
	    ((end - at > 2 && (word.data[end - at - 1] | 32) == 's') || (end - at == 2 && !mark_size(text, end))))
		return true;
	for (size_t i = 0; i < px_language()->spelling->elisions.count; i++) {
		if (px_str_eq_case(word, px_str(px_language()->spelling->elisions.at[i])))
			return true;
	}
	return false;
}

static bool opens_quote(struct px_str text, size_t at)
{
	size_t n = mark_size(text, at);

	return n && stands_free(text, at) && at + n < text.size && is_letter(text.data[at + n]) &&
	       !is_elision(text, at + n) && (n == 1 || memcmp(text.data + at, "\u2018", n) == 0);
}

/*
 * Where the quotation that opens before `from` closes, or 0.  "the boys'" goes
 * on if a mark that must close one follows.
 */
static size_t quote_end(struct px_str text, size_t from, size_t size)
{
	size_t owner = 0;

	for (size_t i = from; i < text.size && i < from + QUOTE_MAX; i++) {
		if (text.data[i] == '\n' || text.data[i] == '"')
			break;
		size_t n = mark_size(text, i);
		if (!n)
			continue;
		if (opens_quote(text, i))
			break;
		if (n == size && i > from && text.data[i - 1] != ' ' && ends_free(text, i + n)) {
			if (text.data[i - 1] != 's')
				return i;
			owner = owner ? owner : i;
		}
		i += n - 1;
	}
	return owner;
}

static struct px_str with_quotes(struct px_str text, struct px_arena *arena, struct px_spelling *out)
{
	char *copy = NULL;

	for (size_t i = 0; i < text.size && i < READ && out->count + 2 <= PX_FIX_MAX; i++) {
		if (text.data[i] == '"') { /* what stands in such marks is a name as it is */
			const char *close = memchr(text.data + i + 1, '"', text.size - i - 1);
			i = close ? (size_t)(close - text.data) : i;
			continue;
		}
		if (!mark_size(text, i) || !opens_quote(text, i))
			continue;
		uint32_t n = (uint32_t)mark_size(text, i);
		uint32_t end = (uint32_t)quote_end(text, i + n, n);
		if (!end)
			continue;
		copy = copy ? copy : px_arena_str(arena, text);
		memcpy(copy + i, n == 1 ? "\"" : "\u201c", n);
		memcpy(copy + end, n == 1 ? "\"" : "\u201d", n);
		out->fix[out->count++] = (struct px_fix){ (uint32_t)i, n, (uint32_t)i, n };
		out->fix[out->count++] = (struct px_fix){ end, n, end, n };
		i = end + n - 1;
	}
	return copy ? px_str_n(copy, text.size) : text;
}

/* ---- words ---- */

/* One letter more, less or other, or two neighbours swapped; `swap`: only that. */
static bool one_slip(const char *a, size_t an, const char *b, size_t bn, bool swap)
{
	size_t i = 0;

	while (i < an && i < bn && a[i] == b[i])
		i++;
	size_t ra = an - i, rb = bn - i;
	if (ra == rb && ra >= 2 && a[i] == b[i + 1] && a[i + 1] == b[i])
		return memcmp(a + i + 2, b + i + 2, ra - 2) == 0;
	if (swap)
		return false;
	if (ra == rb && ra > 0)
		return memcmp(a + i + 1, b + i + 1, ra - 1) == 0;
	if (ra + 1 == rb)
		return memcmp(a + i, b + i + 1, ra) == 0;
	return rb + 1 == ra && memcmp(a + i + 1, b + i, rb) == 0;
}

/* The only word of the list that this can be a slip of; NULL too if it is one of them. */
static const char *meant(const struct px_word *word, const struct px_texts *list)
{
	const char *found = NULL;

	for (size_t i = 0; i < list->count; i++) {
		const char *name = list->at[i];
		if (name[0] != word->text[0])
			continue;
		size_t n = strlen(name);
		if (n + 1 < word->size || word->size + 1U < n)
			continue;
		if (n == word->size && memcmp(name, word->text, n) == 0)
			return NULL;
		if (!one_slip(word->text, word->size, name, n, n == 4) || (n > 4 && word->size < 5))
			continue;
		if (found && strncmp(found, name, strlen(found)) != 0)
			return NULL;
		found = name; /* "finishd" is "finished" */
	}
	return found && px_word_in(word, PX_WORDS_NO_SLIP) ? NULL : found;
}

/* "orderd the milk" */
static const char *past_form(const struct px_word *word, struct px_arena *arena)
{
	struct px_word verb = *word;

	if (word->size < 5 || word->text[word->size - 1] != 'd' || strchr("aeiou", word->text[word->size - 2]))
		return NULL;
	verb.size--;
	return px_word_in(&verb, PX_WORDS_TASK_VERB) ? px_arena_printf(arena, "%.*sed", (int)verb.size, verb.text)
						     : NULL;
}

static bool is_named(const char *name, const struct px_word *word)
{
	const struct px_str text = px_str(name);

	for (size_t i = 0; i + word->size <= text.size; i++) {
		if ((i == 0 || !is_letter(name[i - 1])) && !is_letter(name[i + word->size]) &&
		    px_str_eq_case(px_str_n(name + i, word->size), px_str_n(word->text, word->size)))
			return true;
	}
	return false;
}

/* The word stands in a name of the user's things or people. */
static bool is_known(const struct px_nlu_context *context, const struct px_word *word)
{
	for (size_t i = 0; i < context->item_count; i++) {
		if (is_named(context->items[i].title, word))
			return true;
	}
	for (size_t i = 0; context->people && context->people[i]; i++) {
		if (is_named(context->people[i], word))
			return true;
	}
	return false;
}

static const char *chat_form(const struct reading *r, size_t at)
{
	const struct px_word *word = &r->words.at[at], *next = at + 1 < r->words.count ? word + 1 : NULL;
	const struct px_chat_form *forms = px_language()->spelling->chat_forms;
	size_t low = 0, high = px_language()->spelling->chat_form_count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		if (strcmp(forms[middle].text, word->text) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == px_language()->spelling->chat_form_count || strcmp(forms[low].text, word->text) != 0 ||
	    (forms[low].where == PX_CHAT_AT_START && !r->open))
		return NULL;
	if (forms[low].where == PX_CHAT_BEFORE_NOUN &&
	    (!next || next->flags & (PX_WORD_BREAK | PX_WORD_CAPITAL | PX_WORD_QUOTED) ||
	     word->flags & PX_WORD_CAPITAL))
		return NULL;
	return forms[low].means;
}

/* "lunch 4 friday at 1": the clock time comes later. */
static bool has_clock(const struct px_words *w, size_t from)
{
	for (size_t i = from; i + 1 < w->count; i++) {
		if (px_word_in(&w->at[i], PX_WORDS_AT_ALONE) && w->at[i + 1].text[0] >= '1' &&
		    w->at[i + 1].text[0] <= '9')
			return true;
	}
	return false;
}

/* "add strings 2 band" */
static bool begins_project(const struct reading *r, const struct px_word *word)
{
	for (size_t i = 0; i < r->context->item_count; i++) {
		const struct px_nlu_item *item = &r->context->items[i];
		if (item->kind == PX_NLU_PROJECT && item->title &&
		    px_str_eq_case(px_str_n(item->title, strcspn(item->title, " ")), px_str_n(word->text, word->size)))
			return true;
	}
	return false;
}

/* "2" for "to", "4" for "for", "n" for "and": by the words around them. */
static const char *figure(const struct reading *r, size_t at)
{
	const struct px_words *w = &r->words;
	const struct px_word *before = at ? &w->at[at - 1] : NULL, *next = at + 1 < w->count ? &w->at[at + 1] : NULL;

	if (!next || next->flags & (PX_WORD_BREAK | PX_WORD_GLUED) || w->at[at].flags & (PX_WORD_GLUED | PX_WORD_BREAK))
		return NULL;
	if (px_word_in(&w->at[at], PX_WORDS_FIGURE_2)) {
		if (px_word_in(next, PX_WORDS_DO) ||
		    (before && px_word_in(before, PX_WORDS_BEFORE_TO) && px_word_in(next, PX_WORDS_TASK_VERB) &&
		     !(px_word_in(before, PX_WORDS_NEEDS_TO) && px_word_in(next, PX_WORDS_VERB_OR_NOUN))))
			return px_phrase(PX_PHRASE_TO);
		/* "tuesday 2 thursday" */
		bool days = before && px_word_in(before, PX_WORDS_DAY_OR_SLIP) &&
			    px_word_in(next, PX_WORDS_DAY_OR_SLIP);
		bool free = before && (days || !px_word_in(before, PX_WORDS_BEFORE_FIGURE));
		bool moves = free && px_word_in(&w->at[0], PX_WORDS_MOVES_AT_FIGURE);
		return moves && (px_word_in(next, PX_WORDS_AFTER_MOVE) || begins_project(r, next) ||
				 (next->size > 2 && next->text[0] >= '1' && next->text[0] <= '9' &&
				  strchr(next->text, 'm')))
			       ? px_phrase(PX_PHRASE_TO)
			       : NULL;
	}
	if (px_word_in(&w->at[at], PX_WORDS_FIGURE_4)) {
		bool free = before && !px_word_in(before, PX_WORDS_BEFORE_FIGURE);
		bool asks = px_word_in(&w->at[0], PX_WORDS_ASKS_AT_FIGURE);
		return free && (px_word_in(next, PX_WORDS_AFTER_FOR) ||
				((asks || has_clock(w, at + 1)) && px_word_in(next, PX_WORDS_AFTER_MOVE)))
			       ? px_phrase(PX_PHRASE_FOR)
			       : NULL;
	}
	if (px_word_in(&w->at[at], PX_WORDS_R))
		return before && px_word_in(before, PX_WORDS_BEFORE_ARE) ? px_phrase(PX_PHRASE_ARE) : NULL;
	if (!px_word_in(&w->at[at], PX_WORDS_AND_CUT_SHORT) || !before)
		return NULL;
	return px_word_in(next, PX_WORDS_JOINED_VERB) || meant(next, &px_language()->spelling->verbs)
		       ? px_phrase(PX_PHRASE_AND)
		       : NULL;
}

static const char *fix_of(const struct reading *r, size_t at)
{
	const struct px_word *word = &r->words.at[at];
	const char *found;

	if (word->flags & (PX_WORD_QUOTED | PX_WORD_MARK) || word->size > WORD_MAX)
		return NULL;
	if (word->size > 1 && word->end - word->begin == 1 && at + 1 < r->words.count)
		return word->text; /* "thurs 4 w gary", which is no four weeks */
	found = word->size <= 2 && strchr("24nr", word->text[0]) ? figure(r, at) : NULL;
	if (!found && word->size <= 8)
		found = chat_form(r, at);
	if (!found && r->open && word->size >= 4 && !(found = meant(word, &px_language()->spelling->verbs)))
		found = past_form(word, r->arena);
	if (!found && word->size >= 4)
		found = meant(word, &px_language()->spelling->nouns);
	return found && !is_known(r->context, word) ? found : NULL;
}

static void put(struct reading *r, const struct px_word *word, const char *means)
{
	struct px_spelling *out = r->out;
	size_t n = strlen(means);

	px_text_add(&r->copy, r->text.data + r->copied, word->begin - r->copied);
	out->fix[out->count++] = (struct px_fix){ (uint32_t)r->copy.size, (uint32_t)n, word->begin,
						  word->end - word->begin };
	char first = word->flags & PX_WORD_CAPITAL ? (char)(means[0] - 32) : means[0];
	px_text_add(&r->copy, &first, 1);
	px_text_add(&r->copy, means + 1, n - 1);
	r->copied = word->end;
}

/* "buy milk & mark it done": between requests the sign is a word. */
static void put_sign(struct reading *r, size_t at)
{
	const struct px_word *next = &r->words.at[at], *before = next - 1;
	size_t begin = before->end + 1U;

	if (next->begin != begin + 2 || memcmp(r->text.data + before->end, " & ", 3) != 0 ||
	    next->flags & PX_WORD_QUOTED || !px_word_in(next, PX_WORDS_JOINED_VERB))
		return;
	const struct px_word sign = { .begin = (uint32_t)begin, .end = (uint32_t)begin + 1 };
	put(r, &sign, px_phrase(PX_PHRASE_AND));
	r->open = true;
}

/* The marks of with_quotes() come before what put() adds: puts them in order and where they now are. */
static void settle(struct px_spelling *out, size_t quotes)
{
	for (size_t i = 0; i < quotes; i++) {
		struct px_fix *quote = &out->fix[i];
		for (size_t k = quotes; k < out->count; k++) {
			if (out->fix[k].from < quote->from)
				quote->at = quote->from + (out->fix[k].at + out->fix[k].size) -
					    (out->fix[k].from + out->fix[k].from_size);
		}
	}
	for (size_t i = 1; i < out->count; i++) {
		struct px_fix one = out->fix[i];
		size_t k = i;
		for (; k > 0 && out->fix[k - 1].from > one.from; k--)
			out->fix[k] = out->fix[k - 1];
		out->fix[k] = one;
	}
}

/* A verb of command may stand behind this word. */
static bool stays_open(const struct reading *r, const struct px_word *word)
{
	if (word->size >= 2 && word->size <= 4 && px_word_in(word, PX_WORDS_KEEPS_VERB_OPEN))
		return true;
	for (size_t i = 0; r->open && i < px_language()->spelling->leads.count; i++) {
		if (px_language()->spelling->leads.at[i][0] == word->text[0] &&
		    strcmp(px_language()->spelling->leads.at[i], word->text) == 0)
			return true;
	}
	return false;
}

void px_spelling_read(const struct px_nlu_context *context, struct px_str text, struct px_arena *arena,
		      struct px_spelling *out)
{
	struct reading r = { .context = context, .arena = arena, .out = out, .copy = { .arena = arena }, .open = true };

	*out = (struct px_spelling){ .said = text };
	r.text = out->read = with_quotes(text, arena, out);
	r.words = px_words_of(r.text, 0, text.size < READ ? text.size : READ, arena);
	size_t quotes = out->count;
	for (size_t i = 0; i < r.words.count && out->count + 2 <= PX_FIX_MAX; i++) {
		struct px_word *word = &r.words.at[i];
		if (i && !(word->flags & PX_WORD_BREAK) && r.text.data[word->begin - 1] == ' ')
			put_sign(&r, i);
		r.open |= (word->flags & PX_WORD_BREAK) != 0;
		const char *means = fix_of(&r, i);
		if (means) {
			put(&r, word, means);
			word->text = means;
			word->size = (uint32_t)strlen(means);
		}
		r.open = stays_open(&r, word);
	}
	if (!out->count && text.size <= READ)
		out->words = r.words;
	if (out->count == quotes)
		return;
	px_text_add(&r.copy, r.text.data + r.copied, r.text.size - r.copied);
	px_text_end(&r.copy);
	out->read = px_str_n(r.copy.data, r.copy.size);
	settle(out, quotes);
}

/* ---- back to what was said ---- */

struct px_str px_spelling_said(const struct px_spelling *spelling, struct px_str text, size_t begin, size_t end,
			       struct px_arena *arena)
{
	struct px_text out = { .arena = arena };

	for (size_t i = 0; i < spelling->count; i++) {
		const struct px_fix *fix = &spelling->fix[i];
		if (fix->at < begin || fix->at + fix->size > end ||
		    memcmp(text.data + fix->at, spelling->read.data + fix->at, fix->size) != 0)
			continue;
		px_text_add(&out, text.data + begin, fix->at - begin);
		px_text_add(&out, spelling->said.data + fix->from, fix->from_size);
		begin = fix->at + fix->size;
	}
	if (!out.size)
		return px_str_n(text.data + begin, end - begin);
	px_text_add(&out, text.data + begin, end - begin);
	return px_str_n(out.data, out.size);
}

size_t px_spelling_from(const struct px_spelling *spelling, size_t at)
{
	size_t from = at;

	for (size_t i = 0; i < spelling->count && spelling->fix[i].at < at; i++) {
		const struct px_fix *fix = &spelling->fix[i];
		size_t end = fix->at + fix->size, said_end = fix->from + fix->from_size;
		from = at >= end ? said_end + (at - end) : said_end;
	}
	return from;
}
