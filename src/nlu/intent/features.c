/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every feature is a 32-bit hash of its group, its parts and their order.  A
 * set keeps them unique, so that a repeated word counts once.
 */
#include "nlu/intent/features.h"

#include "nlu/intent/tokens.h"
#include "nlu/language.h"

/* Kept in the top four bits of a feature, so that the trainer can tell them apart. */
enum group {
	GROUP_WORD,
	GROUP_PAIR,
	GROUP_CHARS,
	GROUP_CLASS,
	GROUP_CLASS_PAIR,
	GROUP_CLASS_TRIPLE,
	GROUP_ORDER,
	GROUP_START,
	GROUP_END,
	GROUP_PLURAL,
	GROUP_FRAME,
	GROUP_LENGTH,
	GROUP_HINT,
	GROUP_HINT_CLASS,
};

enum { SET_SIZE = 4096, SKELETON_MAX = 40, ORDER_MAX = 22 };

struct set {
	uint32_t slots[SET_SIZE];
	uint32_t *list;
	size_t count;
};

struct sentence {
	size_t count;
	uint32_t word[PX_INTENT_TOKENS_MAX];   /* hash; of the class for people, numbers and times */
	uint32_t symbol[PX_INTENT_TOKENS_MAX]; /* class as a symbol; the word itself for SELF */
	uint8_t class[PX_INTENT_TOKENS_MAX];
};

uint32_t px_intent_hash(const char *data, size_t size)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < size; i++)
		hash = (hash ^ (unsigned char)data[i]) * 16777619u;
	hash ^= hash >> 15;
	hash *= 0x2c1b3c6du;
	hash ^= hash >> 12;
	return hash ? hash : 1;
}

static uint32_t mix(uint32_t seed, uint32_t value)
{
	seed ^= value + 0x9e3779b9u + (seed << 6) + (seed >> 2);
	seed *= 0x85ebca6bu;
	return seed ^ seed >> 13;
}

static void add(struct set *set, enum group group, uint32_t hash)
{
	uint32_t feature = (uint32_t)group << 28 | (hash >> 4 ? hash >> 4 : 1);
	uint32_t at = (hash ^ hash >> 16) & (SET_SIZE - 1);

	if (set->count == PX_INTENT_FEATURES_MAX)
		return;
	while (set->slots[at] != 0) {
		if (set->slots[at] == feature)
			return;
		at = (at + 1) & (SET_SIZE - 1);
	}
	set->slots[at] = feature;
	set->list[set->count++] = feature;
}

static void add1(struct set *set, enum group group, uint32_t a)
{
	add(set, group, mix(group * 0x01000193u + 1, a));
}

static void add2(struct set *set, enum group group, uint32_t a, uint32_t b)
{
	add(set, group, mix(mix(group * 0x01000193u + 1, a), b));
}

static void add3(struct set *set, enum group group, uint32_t a, uint32_t b, uint32_t c)
{
	add(set, group, mix(mix(mix(group * 0x01000193u + 1, a), b), c));
}

static uint8_t class_of(const struct px_intent_lexicon *lexicon, uint32_t hash)
{
	for (uint32_t at = hash & lexicon->mask; lexicon->classes[at]; at = (at + 1) & lexicon->mask) {
		if (lexicon->hashes[at] == hash)
			return lexicon->classes[at];
	}
	return PX_INTENT_CLASS_UNKNOWN;
}

/* A number is a number: the n-grams see the class of these, not the word. */
static bool is_generic(uint8_t class)
{
	return class == PX_INTENT_CLASS_NUM || class == PX_INTENT_CLASS_ORD ||
	       class == PX_INTENT_CLASS_PERSON || class == PX_INTENT_CLASS_DAY ||
	       class == PX_INTENT_CLASS_MONTH || class == PX_INTENT_CLASS_CLOCK;
}

static bool is_verb(uint8_t class)
{
	return class >= PX_INTENT_CLASS_ADD && class <= PX_INTENT_CLASS_TASKVERB;
}

static bool is_object(uint8_t class)
{
	return class >= PX_INTENT_CLASS_CALENDAR && class <= PX_INTENT_CLASS_BOT;
}

static bool is_time(uint8_t class)
{
	return class >= PX_INTENT_CLASS_DAY && class <= PX_INTENT_CLASS_FUTURE;
}

static void read_sentence(struct sentence *sentence, const struct px_intent_lexicon *lexicon,
			  const struct px_intent_token *tokens, size_t count)
{
	sentence->count = count;
	for (size_t i = 0; i < count; i++) {
		uint32_t hash = px_intent_hash(tokens[i].word, tokens[i].size);
		uint8_t class = class_of(lexicon, hash);
		sentence->class[i] = class;
		sentence->symbol[i] = class == PX_INTENT_CLASS_SELF ? hash : class;
		sentence->word[i] = is_generic(class) ? class : hash;
	}
}

static void add_words(struct set *set, const struct sentence *s)
{
	uint32_t last = 1;

	for (size_t i = 0; i < s->count; i++) {
		add1(set, GROUP_WORD, s->word[i]);
		add2(set, GROUP_PAIR, last, s->word[i]);
		last = s->word[i];
	}
	add2(set, GROUP_PAIR, last, 3);
}

/* n-grams of 3 to 5 characters of one word with its ends marked. */
static void add_chars(struct set *set, const struct px_intent_token *token)
{
	char text[PX_INTENT_WORD_MAX + 2];
	size_t size = token->size + 2u;

	text[0] = '^';
	memcpy(text + 1, token->word, token->size);
	text[size - 1] = '$';
	for (size_t n = 3; n <= 5; n++) {
		for (size_t i = 0; i + n <= size; i++)
			add1(set, GROUP_CHARS, px_intent_hash(text + i, n));
	}
}

/* Articles go, runs of one class become one: "ADD _ to my GROCERY LIST". */
static size_t skeleton(const struct sentence *s, uint32_t out[SKELETON_MAX], uint8_t class[SKELETON_MAX])
{
	const struct px_texts *articles = px_texts(PX_TEXTS_SKELETON_ARTICLES);
	uint32_t left_out[3];
	size_t n = 0;

	for (size_t i = 0; i < 3; i++)
		left_out[i] = px_intent_hash(articles->at[i], strlen(articles->at[i]));
	for (size_t i = 0; i < s->count && n < SKELETON_MAX; i++) {
		uint32_t symbol = s->symbol[i];
		if (symbol == left_out[0] || symbol == left_out[1] || symbol == left_out[2] ||
		    (n > 0 && out[n - 1] == symbol))
			continue;
		class[n] = s->class[i];
		out[n++] = symbol;
	}
	return n;
}

static void add_classes(struct set *set, const uint32_t *symbols, size_t count)
{
	uint32_t before = 0xa1, last = 0xa2;

	for (size_t i = 0; i <= count; i++) {
		uint32_t symbol = i < count ? symbols[i] : 0xa4;
		add1(set, GROUP_CLASS, symbol);
		add2(set, GROUP_CLASS_PAIR, last, symbol);
		add3(set, GROUP_CLASS_TRIPLE, before, last, symbol);
		before = last;
		last = symbol;
	}
}

static void add_order(struct set *set, const uint32_t *symbols, size_t count)
{
	size_t n = count < ORDER_MAX ? count : ORDER_MAX;

	for (size_t i = 0; i < n; i++) {
		if (symbols[i] == PX_INTENT_CLASS_UNKNOWN)
			continue;
		for (size_t j = i + 1; j < n; j++) {
			if (symbols[j] != PX_INTENT_CLASS_UNKNOWN)
				add2(set, GROUP_ORDER, symbols[i], symbols[j]);
		}
	}
}

/* Who does what to which kind of thing: head verb, first and last object, is there a time. */
static void add_frame(struct set *set, const uint32_t *symbols, const uint8_t *class, size_t count)
{
	uint32_t head = 0, first = 0, last = 0, time = 0;

	for (size_t i = 0; i < count; i++) {
		if (is_verb(class[i]) && head == 0)
			head = class[i];
		if (is_object(class[i])) {
			first = first ? first : class[i];
			last = class[i];
		}
		time |= is_time(class[i]);
	}
	add2(set, GROUP_FRAME, head, first);
	add2(set, GROUP_FRAME, head + 256, last);
	add3(set, GROUP_FRAME, head, first, time + 7);
	add3(set, GROUP_FRAME, symbols[0], head, first + 256);
	add3(set, GROUP_FRAME, symbols[0], first, time + 9);
	add3(set, GROUP_FRAME, symbols[0], count > 1 ? symbols[1] : 0, first + 512);
	add3(set, GROUP_FRAME, symbols[0], count > 1 ? symbols[1] : 0, last + 1024);
	add2(set, GROUP_FRAME, symbols[0], time + 2048);
}

static void add_ends(struct set *set, const struct sentence *s)
{
	add1(set, GROUP_START, s->word[0]);
	if (s->count > 1)
		add2(set, GROUP_START, s->word[0], s->word[1]);
	if (s->count > 2)
		add3(set, GROUP_START, s->word[0], s->word[1], s->word[2]);
	add1(set, GROUP_END, s->word[s->count - 1]);
	add1(set, GROUP_LENGTH, s->count < 4 ? (uint32_t)s->count : s->count < 8 ? 5 : s->count < 14 ? 6 : 7);
}

static void add_hints(struct set *set, const struct px_intent_hints *hints, const uint32_t *symbols,
		      size_t count)
{
	const bool values[] = { hints->mentions_task, hints->mentions_event, hints->mentions_project };

	for (uint32_t i = 0; i < 3; i++) {
		if (!values[i])
			continue;
		add1(set, GROUP_HINT, i);
		for (size_t j = 0; j < count && j < ORDER_MAX; j++)
			add2(set, GROUP_HINT_CLASS, i, symbols[j]);
	}
}

size_t px_intent_features(const struct px_intent_lexicon *lexicon, struct px_str text,
			  const struct px_intent_hints *hints, uint32_t *features)
{
	struct px_intent_token tokens[PX_INTENT_TOKENS_MAX];
	uint32_t symbols[SKELETON_MAX];
	uint8_t class[SKELETON_MAX];
	struct sentence sentence;
	struct set set;

	read_sentence(&sentence, lexicon, tokens, px_intent_tokens(text, tokens));
	if (sentence.count == 0)
		return 0;
	memset(set.slots, 0, sizeof set.slots);
	set.list = features;
	set.count = 0;

	size_t count = skeleton(&sentence, symbols, class);
	if (count > 0) {
		add_classes(&set, symbols, count);
		add_order(&set, symbols, count);
		add_frame(&set, symbols, class, count);
	}
	add_ends(&set, &sentence);
	add_words(&set, &sentence);
	if (hints)
		add_hints(&set, hints, symbols, count);
	for (size_t i = 0; i < sentence.count; i++) {
		if (tokens[i].plural)
			add1(&set, GROUP_PLURAL, sentence.word[i]);
		if (sentence.class[i] != PX_INTENT_CLASS_SELF && !is_generic(sentence.class[i]))
			add_chars(&set, &tokens[i]);
	}
	return set.count;
}

bool px_intent_feature_is_lexical(uint32_t feature)
{
	enum group group = feature >> 28;

	return group <= GROUP_CHARS || group == GROUP_START || group == GROUP_END || group == GROUP_PLURAL;
}
