/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Draws sentences from the template grammar.  Each line has its own random
 * sequence, seeded by its text, so that editing one line leaves the others'
 * sentences as they were.
 */
#include "corpus.h"

#include "base/buf.h"
#include "base/map.h"

enum { DEFAULT_COUNT = 12, TRIES = 8, DEPTH_MAX = 16 };

struct grammar {
	struct corpus *corpus;
	struct px_map names; /* char * pattern */
	uint64_t random;
	int source;
	bool failed; /* unknown name or unbalanced parenthesis */
};

static uint32_t draw(struct grammar *grammar, uint32_t below)
{
	grammar->random ^= grammar->random << 13;
	grammar->random ^= grammar->random >> 7;
	grammar->random ^= grammar->random << 17;
	return (uint32_t)((grammar->random >> 20) % below);
}

/* The index of the bracket that closes the one at `open`; the size if there is none. */
static size_t closing(struct px_str pattern, size_t open)
{
	size_t depth = 0;

	for (size_t i = open; i < pattern.size; i++) {
		char c = pattern.data[i];
		depth += c == '(' || c == '[';
		if ((c == ')' || c == ']') && --depth == 0)
			return i;
	}
	return pattern.size;
}

/* Finds the bars outside of inner brackets; with `wanted` < 0 only counts the choices. */
static int choice(struct px_str pattern, int wanted, struct px_str *found)
{
	int index = 0, depth = 0;
	size_t begin = 0;

	for (size_t i = 0; i <= pattern.size; i++) {
		char c = i < pattern.size ? pattern.data[i] : '|';
		depth += (c == '(' || c == '[') - (c == ')' || c == ']');
		if (c != '|' || depth > 0)
			continue;
		if (index == wanted)
			*found = px_str_trim(px_str_n(pattern.data + begin, i - begin));
		index++;
		begin = i + 1;
	}
	return index;
}

static void expand(struct grammar *grammar, struct px_str pattern, int depth, struct px_buf *out);

static void expand_choice(struct grammar *grammar, struct px_str pattern, int depth,
			  struct px_buf *out)
{
	struct px_str chosen = { 0 };
	int count = choice(pattern, -1, &chosen);

	choice(pattern, (int)draw(grammar, (uint32_t)count), &chosen);
	expand(grammar, chosen, depth + 1, out);
}

static bool is_letter(char c)
{
	return (c | 32) >= 'a' && (c | 32) <= 'z';
}

static size_t expand_name(struct grammar *grammar, struct px_str pattern, size_t at, int depth,
			  struct px_buf *out)
{
	size_t end = at + 1;

	while (end < pattern.size && is_letter(pattern.data[end]))
		end++;
	struct px_str name = px_str_n(pattern.data + at + 1, end - at - 1);
	const char *value = px_map_get(&grammar->names, name);
	if (value) {
		expand_choice(grammar, px_str(value), depth, out);
	} else {
		fprintf(stderr, "train_intents: unknown name $%.*s\n", PX_STR_ARG(name));
		grammar->failed = true;
	}
	return end;
}

static void expand(struct grammar *grammar, struct px_str pattern, int depth, struct px_buf *out)
{
	if (depth > DEPTH_MAX) {
		grammar->failed = true;
		return;
	}
	for (size_t i = 0; i < pattern.size;) {
		char c = pattern.data[i];
		if (c == '(' || c == '[') {
			size_t end = closing(pattern, i);
			struct px_str inner = px_str_n(pattern.data + i + 1, end - i - 1);
			if (end == pattern.size) {
				grammar->failed = true;
				return;
			}
			if (c == '(' || draw(grammar, 2) == 0)
				expand_choice(grammar, inner, depth, out);
			i = end + 1;
		} else if (c == '$' && i + 1 < pattern.size && is_letter(pattern.data[i + 1])) {
			i = expand_name(grammar, pattern, i, depth, out);
		} else {
			(void)px_buf_char(out, c);
			i++;
		}
	}
}

/* Runs of spaces become one, and none stands before a comma. */
static struct px_str tidy(struct corpus *corpus, struct px_str text)
{
	char *copy = px_arena_str(&corpus->arena, text);
	size_t n = 0;

	for (size_t i = 0; i < text.size; i++) {
		char c = text.data[i];
		if ((c == ' ' || c == ',') && n > 0 && copy[n - 1] == ' ')
			n--;
		if (c != ' ' || n > 0)
			copy[n++] = c;
	}
	return px_str_trim(px_str_n(copy, n));
}

static bool seen(const struct corpus *corpus, size_t from, struct px_str text)
{
	for (size_t i = from; i < corpus->count; i++) {
		if (px_str_eq(corpus->examples[i].text, text))
			return true;
	}
	return false;
}

static void draw_examples(struct grammar *grammar, const struct example *like, struct px_str pattern,
			  int64_t count)
{
	size_t from = grammar->corpus->count;
	struct px_buf buf = PX_BUF_INIT(4096);

	grammar->random = px_str_hash(pattern) | 1;
	for (int64_t i = 0; i < count * TRIES && grammar->corpus->count - from < (size_t)count; i++) {
		px_buf_clear(&buf);
		expand_choice(grammar, pattern, 0, &buf);
		struct px_str text = tidy(grammar->corpus, px_buf_view(&buf));
		if (text.size > 0 && !seen(grammar->corpus, from, text)) {
			struct example *example = corpus_add(grammar->corpus);
			*example = *like;
			example->text = text;
		}
	}
	px_buf_release(&buf);
}

static enum px_err read_head(struct example *example, struct px_str head, int64_t *count)
{
	struct px_str names = px_str_cut(head, ' ', &head);
	bool first = true;

	while (names.size > 0) {
		enum px_intent intent = px_intent_from_name(px_str_cut(names, '/', &names));
		if (intent == PX_INTENT_COUNT)
			return PX_INVALID;
		if (first)
			example->intent = intent;
		example->accepted |= 1u << intent;
		first = false;
	}
	while (head.size > 0) {
		struct px_str mark = px_str_cut(head, ' ', &head);
		struct px_str rest = px_str_n(mark.data + 1, mark.size ? mark.size - 1 : 0);
		if (mark.size > 1 && mark.data[0] == '*' && px_str_to_int64(rest, count))
			continue;
		if (mark.size > 1 && mark.data[0] == '+' && corpus_set_hint(&example->hints, rest))
			continue;
		return PX_INVALID;
	}
	return first ? PX_INVALID : PX_OK;
}

static enum px_err read_line(struct grammar *grammar, struct px_str line)
{
	struct example like = { .weight = 1, .source = grammar->source };
	int64_t count = DEFAULT_COUNT;
	struct px_str body;

	if (line.data[0] == '$') {
		struct px_str name = px_str_trim(px_str_cut(line, '=', &body));
		name = px_str_n(name.data + 1, name.size - 1);
		px_map_put(&grammar->names, name, px_arena_str(&grammar->corpus->arena, px_str_trim(body)));
		return PX_OK;
	}
	struct px_str head = px_str_cut(line, ':', &body);
	if (read_head(&like, px_str_trim(head), &count) != PX_OK)
		return PX_INVALID;
	draw_examples(grammar, &like, px_str_trim(body), count);
	return grammar->failed ? PX_INVALID : PX_OK;
}

enum px_err corpus_read_templates(struct corpus *corpus, const char *path, struct px_error *error)
{
	struct grammar grammar = { .corpus = corpus };
	struct px_str rest;
	enum px_err err = corpus_slurp(corpus, path, &rest, error);

	px_map_init(&grammar.names);
	grammar.source = corpus_source(corpus, "templates", true);
	for (size_t number = 1; err == PX_OK && rest.size > 0; number++) {
		struct px_str line = px_str_trim(px_str_cut(rest, '\n', &rest));
		if (line.size == 0 || line.data[0] == '%')
			continue;
		err = read_line(&grammar, line);
		if (err != PX_OK)
			px_fail(error, err, NULL, "%s:%zu is not a template", path, number);
	}
	px_map_release(&grammar.names);
	return err;
}
