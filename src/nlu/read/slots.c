/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Slots that stand anywhere in a request: quick-add marks, priority, project
 * and tags.  Each phrase is a table line; what it covers is cut from titles.
 */
#include "nlu/read/slots.h"

#include "nlu/read/times.h"
#include "nlu/read/title.h"
#include "nlu/read/vocabulary.h"
#include "nlu/text/likeness.h"

void px_parse_cut(struct px_request *request, size_t begin, size_t end)
{
	if (request->cut_count < PX_PARSE_CUTS && end > begin)
		request->cuts[request->cut_count++] = (struct px_cut){ (uint32_t)begin, (uint32_t)end };
}

static bool is_cut(const struct px_request *request, const struct px_word *word)
{
	for (size_t i = 0; i < request->cut_count; i++) {
		if (word->begin >= request->cuts[i].begin && word->end <= request->cuts[i].end)
			return true;
	}
	return false;
}

static int time_of(const struct px_request *request, const struct px_word *word)
{
	for (size_t i = 0; i < request->time_count; i++) {
		if (word->begin < request->times[i].end && word->end > request->times[i].begin)
			return (int)i;
	}
	return -1;
}

/* "the" before "10th" belongs to it where the engine cuts both. */
static int article_of(const struct px_request *request, const struct px_word *word)
{
	for (size_t i = 0; i < request->time_count; i++) {
		if (word->begin >= request->times[i].cut_begin && word->end < request->times[i].begin &&
		    request->times[i].begin <= word->end + 1)
			return (int)i;
	}
	return -1;
}

static bool in_time_cut(const struct px_request *request, const struct px_word *word)
{
	for (size_t i = 0; i < request->time_count; i++) {
		if (word->begin >= request->times[i].cut_begin && word->end <= request->times[i].cut_end)
			return true;
	}
	return false;
}

void px_parse_streams(struct px_request *request)
{
	struct px_words *full = &request->full, *bare = &request->bare;

	full->at = px_arena_alloc(request->arena, (request->words.count + 1) * sizeof(*full->at));
	bare->at = px_arena_alloc(request->arena, (request->words.count + 1) * sizeof(*bare->at));
	full->count = bare->count = 0;
	px_request_forget_found(request);
	for (size_t i = 0; i < request->words.count; i++) {
		struct px_word word = request->words.at[i];
		if (is_cut(request, &word))
			continue;
		word.time = (int16_t)time_of(request, &word);
		if (word.time < 0 && px_word_in(&word, PX_WORDS_THE))
			word.time = (int16_t)article_of(request, &word);
		request->words.at[i].time = word.time;
		if (word.time < 0 && !in_time_cut(request, &word))
			bare->at[bare->count++] = word;
		if (word.time < 0 && px_word_in(&word, PX_WORDS_THE) && i + 1 < request->words.count &&
		    in_time_cut(request, &word) && time_of(request, &request->words.at[i + 1]) >= 0)
			continue; /* "on the 5th" */
		if (word.time >= 0 && full->count && full->at[full->count - 1].time == word.time) {
			full->at[full->count - 1].end = word.end;
			continue;
		}
		if (word.time >= 0) {
			word.text = "<time>";
			word.size = 6;
		}
		full->at[full->count++] = word;
	}
}

/* Generic names that are lists of everything, not a project. */
static bool is_generic(struct px_str name)
{
	const struct px_texts *names = px_texts(PX_TEXTS_GENERIC_LISTS);

	for (size_t i = 0; i < names->count; i++) {
		if (px_str_eq_case(name, px_str(names->at[i])))
			return true;
	}
	return false;
}

static struct px_str fold_name(const char *name, char *room, size_t size)
{
	size_t n = 0;

	for (; *name && n < size; name++) {
		char c = *name;
		if (c >= 'A' && c <= 'Z')
			c = (char)(c + 32);
		if (c == ' ' || c == '-' || c == '_' || c == '\'')
			continue;
		room[n++] = c;
	}
	return px_parse_list_stem(px_str_n(room, n));
}

/* Asked for several runs of words of each request, of all things that a person has. */
static bool has_projects(const struct px_request *request)
{
	struct px_lookups *lookups = request->lookups;
	size_t at = 0;

	if (lookups->projects != PX_PROJECTS_UNCOUNTED)
		return lookups->projects == PX_PROJECTS_SOME;
	while (at < request->context->item_count && request->context->items[at].kind != PX_NLU_PROJECT)
		at++;
	lookups->projects = at < request->context->item_count ? PX_PROJECTS_SOME : PX_PROJECTS_NONE;
	return lookups->projects == PX_PROJECTS_SOME;
}

const struct px_nlu_item *px_slots_find_project(const struct px_request *request, struct px_str name)
{
	char said_room[96], room[96];
	const struct px_nlu_item *near = NULL;

	if (name.size == 0 || name.size > 80 || !has_projects(request))
		return NULL;
	struct px_str said = fold_name(px_arena_str(request->arena, name), said_room, sizeof(said_room));
	for (size_t i = 0; i < request->context->item_count; i++) {
		const struct px_nlu_item *item = &request->context->items[i];
		if (item->kind != PX_NLU_PROJECT || !item->title)
			continue;
		struct px_str known = fold_name(item->title, room, sizeof(room));
		if (px_str_eq_case(name, px_str(item->title)))
			return item;
		if (px_str_eq(said, known) || (!near && px_same_name(said.data, said.size, known.data, known.size)))
			near = item;
	}
	return near;
}

static bool has_words(const char *title, struct px_str words)
{
	for (const char *p = title; *p; p++) {
		bool start = p == title || p[-1] == ' ';
		if (start && strlen(p) >= words.size && px_str_eq_case(px_str_n(p, words.size), words) &&
		    (p[words.size] == ' ' || p[words.size] == '\0'))
			return true;
	}
	return false;
}

/* "the renovation project": the only one with these words in its name. */
const struct px_nlu_item *px_slots_project_part(const struct px_request *request, struct px_str name)
{
	const struct px_nlu_item *found = NULL;

	for (size_t i = 0; i < request->context->item_count && name.size >= 4; i++) {
		const struct px_nlu_item *item = &request->context->items[i];
		if (item->kind != PX_NLU_PROJECT || !item->title || !has_words(item->title, name))
			continue;
		if (found)
			return NULL;
		found = item;
	}
	return found;
}

static void set_project(struct px_request *request, struct px_str name, size_t begin, size_t end)
{
	const struct px_nlu_item *known = px_slots_find_project(request, name);

	if (!known)
		known = px_slots_project_part(request, name);
	if (known) {
		request->slots.project = known->title;
	} else {
		char *text = px_arena_str(request->arena, name);
		for (char *p = text; *p; p++)
			*p = *p == '_' ? ' ' : *p;
		if (text[0] >= 'a' && text[0] <= 'z')
			text[0] = (char)(text[0] - 32);
		request->slots.project = text;
	}
	request->slots.project_known = known != NULL;
	px_request_span(request, "project", begin, end);
}

static void add_tag(struct px_request *request, const struct px_word *word)
{
	struct px_slots *slots = &request->slots;

	if (slots->tag_count < PX_SLOT_LIST)
		slots->tags[slots->tag_count++] =
			px_arena_strn(request->arena, word->text, word->size);
	px_request_span(request, "tag", word->begin, word->end);
}

static const char *priority_word(const struct px_word *word)
{
	const struct px_pairs *table = px_pairs(PX_PAIRS_PRIORITY_WORDS);

	for (size_t i = 0; i < table->count; i++) {
		if (px_word_is(word, table->at[i].from))
			return table->at[i].to;
	}
	return NULL;
}

static bool digits_only(const struct px_word *word)
{
	return strspn(word->text, "0123456789") == word->size;
}

static void take_exclamation(struct px_request *request, size_t *at)
{
	const struct px_word *words = request->words.at;
	size_t from = *at, count = 0;

	while (*at < request->words.count && px_word_in(&words[*at], PX_WORDS_EXCLAMATION)) {
		count++;
		(*at)++;
	}
	const struct px_word *next = *at < request->words.count ? &words[*at] : NULL;
	const char *level = next && next->flags & PX_WORD_GLUED ? priority_word(next) : NULL;
	if (level) {
		request->slots.priority = level;
		px_parse_cut(request, words[from].begin, next->end);
	} else {
		(*at)--;
	}
}

static struct px_str range_text(const struct px_request *request, const struct px_word *words,
				const struct px_capture *c)
{
	return px_parse_said(request, words[c->from].begin, words[c->to - 1].end);
}

static bool has_time_or_break(const struct px_word *words, const struct px_capture *c)
{
	for (size_t i = c->from; i < c->to; i++) {
		if (words[i].time >= 0 || words[i].flags & PX_WORD_MARK ||
		    (i > c->from && words[i].flags & PX_WORD_BREAK))
			return true;
	}
	return false;
}

/* The longest known project that starts at words[from]; how many words, or 0. */
static size_t known_length(const struct px_request *request, const struct px_word *words, size_t from, size_t count)
{
	for (size_t n = count - from < 4 ? count - from : 4; n > 0; n--) {
		struct px_capture c = { 'k', (uint16_t)from, (uint16_t)(from + n) };
		if (!has_time_or_break(words, &c) &&
		    px_slots_find_project(request, range_text(request, words, &c)))
			return n;
	}
	return 0;
}

static void take_mark(struct px_request *request, size_t *at)
{
	const struct px_word *mark = &request->words.at[*at];
	const struct px_word *next = *at + 1 < request->words.count ? mark + 1 : NULL;
	bool glued = next && next->flags & PX_WORD_GLUED && !(next->flags & PX_WORD_MARK);

	if (px_word_in(mark, PX_WORDS_EXCLAMATION)) {
		take_exclamation(request, at);
	} else if (glued && px_word_in(mark, PX_WORDS_HASH) && !digits_only(next)) {
		size_t n = known_length(request, request->words.at, *at + 1, request->words.count);
		const struct px_word *last = n ? next + n - 1 : next;
		if (n) /* no new project for a mark: it is a tag then */
			set_project(request, px_str_n(request->text.data + next->begin, last->end - next->begin),
				    next->begin, last->end);
		else
			add_tag(request, next);
		px_parse_cut(request, mark->begin, last->end);
		*at += n ? n : 1;
	} else if (glued && px_word_in(mark, PX_WORDS_AT_SIGN) && time_of(request, next) >= 0) {
		px_parse_cut(request, mark->begin, mark->end);
	} else if (glued && px_word_in(mark, PX_WORDS_AT_SIGN) && !digits_only(next)) {
		add_tag(request, next);
		px_parse_cut(request, mark->begin, next->end);
		(*at)++;
	}
}

/* A name after "project": known words, a quoted run, or what comes before the next clause. */
static size_t name_length(const struct px_request *request, const struct px_word *words, size_t from, size_t count)
{
	size_t known = known_length(request, words, from, count), n = 0;

	if (known)
		return known;
	bool quoted = words[from].flags & PX_WORD_QUOTED;
	while (from + n < count && n < 4 && words[from + n].time < 0 &&
	       (n == 0 || !(words[from + n].flags & PX_WORD_BREAK)) &&
	       !(words[from + n].flags & PX_WORD_MARK) &&
	       (quoted ? (words[from + n].flags & PX_WORD_QUOTED) != 0 :
			 !px_word_in(&words[from + n], PX_WORDS_MARK_PREPOSITION)))
		n++;
	return n;
}

/* "for the school fair" is no "for School". */
static bool begins_longer_name(const struct px_word *words, size_t from, size_t to)
{
	const struct px_word *next = &words[to];
	bool article = px_word_in(&words[from - 1], PX_WORDS_ARTICLE_OR_POSSESSIVE);

	if (next->time >= 0 || next->flags & (PX_WORD_BREAK | PX_WORD_MARK) ||
	    !(article || px_word_in(&words[from - 1], PX_WORDS_FOR_OR_FROM)))
		return false;
	return !px_word_in(next, PX_WORDS_MARK_PREPOSITION) && !px_word_in(next, PX_WORDS_AFTER_PROJECT) &&
	       !px_parse_task_verb(next);
}

/* These words stand in the title of a task or event. */
static bool is_titled(const struct px_request *request, struct px_str words)
{
	for (size_t i = 0; i < request->context->item_count; i++) {
		const struct px_nlu_item *item = &request->context->items[i];
		if (item->kind != PX_NLU_PROJECT && item->title && has_words(item->title, words))
			return true;
	}
	return false;
}

static bool take_project(struct px_request *request, const struct px_slot_rule *rule, const struct px_word *words,
			 size_t count, size_t *length)
{
	struct px_match match;
	const struct px_capture *c;

	if ((px_word_in(&words[0], PX_WORDS_BELONGS) && !(words[0].flags & PX_WORD_BREAK)) ||
	    !px_match_text_prefix(rule->pattern, words, count, &match, length) || !match.count)
		return false;
	c = &match.at[0];
	if (c->name == 'k') {
		size_t n = known_length(request, words, c->from, count);
		const struct px_word *next = c->from + n < count ? &words[c->from + n] : NULL;
		if (!n || (next && next->time < 0 && px_word_in(next, PX_WORDS_TASK_AFTER_PROJECT)))
			return false;
		/* "going to society drinks", "rename it to kids sunscreen" */
		if (next && px_word_in(&words[0], PX_WORDS_TO) && next->time < 0 &&
		    !(next->flags & (PX_WORD_BREAK | PX_WORD_MARK)) && !px_word_in(next, PX_WORDS_MARK_PREPOSITION) &&
		    !px_word_in(next, PX_WORDS_AFTER_PROJECT_NAME))
			return false;
		const struct px_word *head = &request->words.at[0];
		if (px_word_in(&words[0], PX_WORDS_FROM) && !px_word_in(head, PX_WORDS_TAKES_FROM_PROJECT))
			return false; /* "pick Ada up from school" */
		if (px_word_in(&words[0], PX_WORDS_TO) && px_word_in(head, PX_WORDS_CARRIES_TO_PLACE))
			return false;
		if (c->from + n < count && begins_longer_name(words, c->from, c->from + n))
			return false;
		struct px_capture known = { 'k', c->from, (uint16_t)(c->from + n) };
		bool named = next && next->time < 0 && px_word_in(next, PX_WORDS_PROJECT_OR_LIST) &&
			     !(next->flags & PX_WORD_BREAK);
		*length = known.to + named;
		const size_t begin = words[known.from].begin, end = words[known.to - 1].end;
		set_project(request, range_text(request, words, &known), begin, end);
		return true;
	}
	struct px_capture name = *c;
	if (name.to == *length) {
		name.to = (uint16_t)(name.from + name_length(request, words, name.from, count));
		*length = name.to;
	}
	if (name.to <= name.from || name.to - name.from > 4 || has_time_or_break(words, &name))
		return false;
	struct px_str text = range_text(request, words, &name);
	if (*length > name.to && px_word_in(&words[name.to], PX_WORDS_LIST) &&
	    is_titled(request, px_str_n(text.data, words[name.to].end - words[name.from].begin)))
		return false; /* "started on the press list": a task of that name */
	bool known = px_slots_find_project(request, text) != NULL;
	for (size_t i = name.from; i < name.to && !known; i++) {
		if (px_word_in(&words[i], PX_WORDS_PROJECT_PHRASE_FILLER))
			return false;
	}
	if (is_generic(text))
		return false;
	set_project(request, text, words[name.from].begin, words[name.to - 1].end);
	return true;
}

static bool take_tags(struct px_request *request, const struct px_word *words, size_t count, size_t *length)
{
	const char *pattern = px_language()->slot_rules->at[px_language()->slot_rules->count - 1].pattern;
	struct px_match match;

	if (!px_match_text_prefix(pattern, words, count, &match, length))
		return false;
	size_t i = match.at[match.count - 1].from;
	if (words[i].time >= 0 || px_word_in(&words[i], PX_WORDS_NO_TAG))
		return false;
	add_tag(request, &words[i++]);
	while (i < count && words[i].time < 0) {
		bool joined = px_word_in(&words[i], PX_WORDS_AND) && i + 1 < count;
		if (joined && i + 2 < count && !(words[i + 2].flags & PX_WORD_BREAK))
			break;
		if (!joined && !(words[i].flags & PX_WORD_BREAK && !(words[i].flags & PX_WORD_STOP) &&
				 i + 1 == count))
			break;
		i += joined;
		add_tag(request, &words[i++]);
	}
	*length = i;
	return true;
}

static bool take_rule(struct px_request *request, const struct px_slot_rule *rule, const struct px_word *words,
		      size_t count, size_t *length)
{
	struct px_match match;

	switch (rule->kind) {
	case PX_SLOT_PRIORITY: case PX_SLOT_NAG:
		if (!px_match_text_prefix(rule->pattern, words, count, &match, length) ||
		    words[*length - 1].flags & PX_WORD_QUOTED ||
		    (rule->kind == PX_SLOT_NAG && !px_times_nag(request, words, *length, count)))
			return false;
		*(rule->kind == PX_SLOT_NAG ? &request->slots.nags : &request->slots.priority) = rule->value;
		px_request_span(request, "priority", words[0].begin, words[*length - 1].end);
		return true;
	case PX_SLOT_PROJECT:
		return !request->slots.project && !(words[0].flags & PX_WORD_QUOTED) &&
		       take_project(request, rule, words, count, length);
	case PX_SLOT_TAG:
		/* "tag the passport task with travel" changes a task */
		if (words == request->full.at && px_word_in(&words[0], PX_WORDS_TAG_VERB) && count > 1 &&
		    !px_word_in(&words[1], PX_WORDS_TAG_LINK))
			return false;
		if (words > request->full.at && px_word_in(&words[0], PX_WORDS_TAG_WORD) &&
		    px_word_in(words - 1, PX_WORDS_TAG_AS_NOUN) && px_word_in(&request->full.at[0], PX_WORDS_ADD))
			return false; /* "add tag travel to the hotel task" */
		return !(words[0].flags & PX_WORD_QUOTED) && take_tags(request, words, count, length);
	}
	return false;
}

/* "urgent: …", "…, urgent", "important: …" */
static void take_edges(struct px_request *request)
{
	const struct px_words *full = &request->full;

	if (request->slots.priority || full->count < 2)
		return;
	const struct px_word *first = &full->at[0], *last = &full->at[full->count - 1];
	if (px_word_in(first, PX_WORDS_URGENT_OR_IMPORTANT) && full->at[1].flags & PX_WORD_BREAK) {
		request->slots.priority = priority_word(first);
		px_parse_cut(request, first->begin, first->end);
	} else if (px_word_in(last, PX_WORDS_LEVEL_AT_END) && last->flags & PX_WORD_BREAK &&
		   !(last->flags & PX_WORD_QUOTED)) {
		request->slots.priority = priority_word(last); /* "…, #Trips, high" */
		px_parse_cut(request, last->begin, last->end);
	} else if (px_word_in(last, PX_WORDS_URGENT_OR_IMPORTANT) && (last->flags & PX_WORD_BREAK || full->count > 4) &&
		   !px_word_in(last - 1, PX_WORDS_LEVEL_IS_STATED)) {
		request->slots.priority = priority_word(last);
		px_parse_cut(request, last->begin, last->end);
	}
}

/* The words from a comma on name a known project and say no more; *last is behind them. */
static bool is_filed(const struct px_request *request, const struct px_words *w, size_t at, struct px_capture *name,
		     size_t *last)
{
	struct px_match match;
	size_t length;

	if (!px_match_prefix(PX_PATTERN_FILED_IN, w->at + at, w->count - at, &match, &length) || !match.count)
		return false;
	size_t from = at + match.at[0].from, n = known_length(request, w->at, from, w->count);
	if (!n)
		return false;
	*name = (struct px_capture){ 'k', (uint16_t)from, (uint16_t)(from + n) };
	*last = from + n;
	if (*last < w->count && px_word_in(&w->at[*last], PX_WORDS_FILED_THING) &&
	    !(w->at[*last].flags & PX_WORD_BREAK))
		++*last;
	for (size_t k = *last; k < w->count; k++) {
		if (w->at[k].time < 0 && !in_time_cut(request, &w->at[k]))
			return false;
	}
	return true;
}

/* "Avenue: fix the footer", "…, home renovation" */
static void take_project_edges(struct px_request *request)
{
	const struct px_words *full = &request->full;

	if (request->slots.project || full->count < 2)
		return;
	size_t n = known_length(request, full->at, 0, full->count);
	if (n && n < full->count && full->at[n].flags & PX_WORD_BREAK) {
		struct px_capture c = { 'k', 0, (uint16_t)n };
		set_project(request, range_text(request, full->at, &c), full->at[0].begin, full->at[n - 1].end);
		px_parse_cut(request, full->at[0].begin, full->at[n - 1].end);
		return;
	}
	/* "new House task: bleed the radiators" */
	size_t at = px_word_in(&full->at[0], PX_WORDS_NEW_TASK_LEAD) ? 1 : 0;
	while (at && at + 1 < full->count && px_word_in(&full->at[at], PX_WORDS_ANOTHER_NEW))
		at++;
	n = at ? known_length(request, full->at, at, full->count) : 0;
	if (n && at + n + 1 < full->count && px_word_in(&full->at[at + n], PX_WORDS_TASK_NOUN_AFTER_PROJECT) &&
	    full->at[at + n + 1].flags & PX_WORD_BREAK) {
		struct px_capture c = { 'k', (uint16_t)at, (uint16_t)(at + n) };
		set_project(request, range_text(request, full->at, &c), full->at[at].begin, full->at[at + n - 1].end);
		px_parse_cut(request, full->at[at].begin, full->at[at + n - 1].end);
		return;
	}
	for (size_t i = full->count - 1; i > 0 && i + 12 > full->count; i--) {
		struct px_capture c;
		size_t last;
		bool parted = full->at[i].flags & PX_WORD_BREAK && !(full->at[i].flags & PX_WORD_QUOTED);
		if (!parted || full->at[i].time >= 0 || !is_filed(request, full, i, &c, &last))
			continue;
		set_project(request, range_text(request, full->at, &c), full->at[c.from].begin, full->at[c.to - 1].end);
		px_parse_cut(request, full->at[i].begin, full->at[last - 1].end);
		return;
	}
}

/* Could a slot phrase start with this word?  Keeps the scan of long texts short. */
static bool may_start(const struct px_word *word)
{
	return px_word_in(word, PX_WORDS_SLOT_MAY_START);
}

/* "AGM on the 25th. Note: bring a cake": to the end, whatever it says. */
static void take_note(struct px_request *request)
{
	const struct px_words *w = &request->words;

	for (size_t i = 1; i + 1 < w->count && !request->slots.note; i++) {
		if (!px_word_in(&w->at[i], PX_WORDS_NOTE_LABEL) || request->text.data[w->at[i].end] != ':' ||
		    !(w->at[i].flags & (PX_WORD_BREAK | PX_WORD_STOP)))
			continue;
		const size_t end = w->at[w->count - 1].end;
		request->slots.note = px_parse_title_case(request, px_parse_surface(request, w->at, i + 1, w->count));
		while (request->time_count && request->times[request->time_count - 1].begin > w->at[i].begin)
			request->time_count--;
		px_request_span(request, "note", w->at[i + 1].begin, end);
		px_parse_cut(request, w->at[i].begin, end);
	}
}

void px_slots_take(struct px_request *request)
{
	const size_t rules = px_language()->slot_rules->count;

	for (size_t i = 0; i < request->words.count; i++) {
		if (request->words.at[i].flags & PX_WORD_MARK && !(request->words.at[i].flags & PX_WORD_QUOTED))
			take_mark(request, &i);
	}
	take_note(request);
	px_parse_streams(request);
	for (size_t i = 0; i < request->full.count; i++) {
		const struct px_word *here = &request->full.at[i];
		size_t length = 0;
		if (here->time >= 0 || !may_start(here))
			continue;
		for (size_t r = 0; r < rules && !length; r++) {
			const struct px_slot_rule *rule = &px_language()->slot_rules->at[r];
			if (!take_rule(request, rule, here, request->full.count - i, &length))
				length = 0;
		}
		if (!length)
			continue;
		px_parse_cut(request, here->begin, request->full.at[i + length - 1].end);
		i += length - 1;
	}
	take_edges(request);
	px_parse_streams(request);
	take_project_edges(request);
	px_parse_streams(request);
}

const struct px_nlu_item *px_slots_known_project(const struct px_request *request, const struct px_word *words,
						 size_t count)
{
	if (!count)
		return NULL;
	struct px_str name = px_str_n(request->text.data + words[0].begin, words[count - 1].end - words[0].begin);
	const struct px_nlu_item *known = px_slots_find_project(request, name);
	return known ? known : px_slots_project_part(request, name);
}
