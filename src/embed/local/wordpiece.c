/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One pass over the text gathers a word's code points; at its end the word is
 * cut into pieces.  Pieces are found by hash: FNV-1a is computed along the
 * word, which gives the hash of every prefix, and the longest known one wins.
 */
#include "embed/local/wordpiece.h"

#include "base/utf8.h"
#include "embed/local/unicode.h"

enum {
	WORD_MAX = 100, /* code points; the reference gives longer words up */
};

static const uint32_t fnv_basis = 2166136261u, fnv_prime = 16777619u;

struct encoder {
	const struct px_wordpiece *vocabulary;
	uint32_t *ids;
	struct px_wordpiece_place *places; /* of the ids, or NULL */
	size_t count, max; /* the last place is kept for [SEP] */
	bool truncated;
	uint32_t word[WORD_MAX];
	size_t length; /* of the word; WORD_MAX + 1 when it is too long */
	struct px_wordpiece_place code, place; /* bytes of the code point that is read, and of the word so far */
};

static uint32_t hash_step(uint32_t hash, char byte)
{
	return (hash ^ (uint8_t)byte) * fnv_prime;
}

uint32_t px_wordpiece_hash(struct px_str piece)
{
	uint32_t hash = fnv_basis;

	for (size_t i = 0; i < piece.size; i++)
		hash = hash_step(hash, piece.data[i]);
	return hash;
}

struct px_str px_wordpiece_piece(const struct px_wordpiece *wordpiece, uint32_t id)
{
	uint32_t begin = wordpiece->at[id];

	return px_str_n(wordpiece->text + begin, wordpiece->at[id + 1] - begin);
}

/* Looks up prefix + rest; false if there is no such piece. */
static bool find(const struct px_wordpiece *wordpiece, uint32_t hash, struct px_str prefix, struct px_str rest,
		 uint32_t *id)
{
	for (uint32_t slot = hash;; slot++) {
		uint32_t entry = wordpiece->slots[slot % PX_WORDPIECE_SLOTS];
		if (!entry)
			return false;
		struct px_str piece = px_wordpiece_piece(wordpiece, entry - 1);
		if (piece.size == prefix.size + rest.size && memcmp(piece.data, prefix.data, prefix.size) == 0 &&
		    memcmp(piece.data + prefix.size, rest.data, rest.size) == 0) {
			*id = entry - 1;
			return true;
		}
	}
}

static void put(struct encoder *encoder, uint32_t id)
{
	if (encoder->count + 1 >= encoder->max) {
		encoder->truncated = true;
		return;
	}
	if (encoder->places)
		encoder->places[encoder->count] = encoder->place;
	encoder->ids[encoder->count++] = id;
}

/* The longest piece at the front of `rest`; its length, or 0. */
static size_t longest_piece(const struct px_wordpiece *wordpiece, struct px_str prefix, struct px_str rest,
			    uint32_t *id)
{
	uint32_t hashes[WORD_MAX * 4];
	uint32_t hash = px_wordpiece_hash(prefix);
	size_t size = rest.size < wordpiece->longest ? rest.size : wordpiece->longest;

	if (size > sizeof(hashes) / sizeof(hashes[0]))
		size = sizeof(hashes) / sizeof(hashes[0]);
	for (size_t i = 0; i < size; i++)
		hashes[i] = hash = hash_step(hash, rest.data[i]);
	for (; size > 0; size--) {
		if (find(wordpiece, hashes[size - 1], prefix, px_str_n(rest.data, size), id))
			return size;
	}
	return 0;
}

static void put_pieces(struct encoder *encoder, struct px_str word)
{
	uint32_t pieces[WORD_MAX * 4];
	size_t count = 0;

	for (size_t at = 0; at < word.size;) {
		struct px_str rest = px_str_n(word.data + at, word.size - at);
		size_t size = longest_piece(encoder->vocabulary, at ? PX_STR("##") : PX_STR(""), rest, &pieces[count]);
		if (size == 0) {
			put(encoder, encoder->vocabulary->unknown);
			return;
		}
		at += size;
		count++;
	}
	for (size_t i = 0; i < count; i++)
		put(encoder, pieces[i]);
}

static void end_word(struct encoder *encoder)
{
	char text[WORD_MAX * 4];
	size_t size = 0;

	if (encoder->length > WORD_MAX) {
		put(encoder, encoder->vocabulary->unknown);
	} else if (encoder->length > 0) {
		for (size_t i = 0; i < encoder->length; i++)
			size += px_utf8_encode(encoder->word[i], text + size);
		put_pieces(encoder, px_str_n(text, size));
	}
	encoder->length = 0;
}

/* Marks that stay are put in canonical order: by class, those of one class as they came. */
static void add_to_word(struct encoder *encoder, uint32_t code)
{
	uint8_t class = code < 0x300 ? 0 : px_unicode_combining(code);
	size_t at = encoder->length;

	if (at == 0)
		encoder->place.begin = encoder->code.begin;
	encoder->place.end = encoder->code.end;
	if (at >= WORD_MAX) {
		encoder->length = WORD_MAX + 1;
		return;
	}
	while (class && at > 0 && px_unicode_combining(encoder->word[at - 1]) > class) {
		encoder->word[at] = encoder->word[at - 1];
		at--;
	}
	encoder->word[at] = code;
	encoder->length++;
}

static void add_classified(struct encoder *encoder, uint32_t code, enum px_unicode_class class)
{
	if (class == PX_UNICODE_WORD || class == PX_UNICODE_IDEOGRAPH) {
		add_to_word(encoder, code);
		return;
	}
	end_word(encoder);
	if (class == PX_UNICODE_PUNCTUATION) {
		add_to_word(encoder, code);
		end_word(encoder);
	}
}

static void add_code(struct encoder *encoder, uint32_t code)
{
	enum px_unicode_class class = px_unicode_class(code);
	uint32_t parts[PX_UNICODE_FOLD_MAX];

	if (class == PX_UNICODE_DROP)
		return;
	if (class == PX_UNICODE_SPACE || class == PX_UNICODE_IDEOGRAPH)
		end_word(encoder);
	if (class == PX_UNICODE_SPACE)
		return;
	size_t count = px_unicode_fold(code, parts);
	for (size_t i = 0; i < count; i++)
		add_classified(encoder, parts[i], px_unicode_class(parts[i]));
	if (class == PX_UNICODE_IDEOGRAPH)
		end_word(encoder);
}

static void add_ascii(struct encoder *encoder, char c)
{
	if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
		add_to_word(encoder, (uint8_t)c);
	else if (c >= 'A' && c <= 'Z')
		add_to_word(encoder, (uint8_t)(c + ('a' - 'A')));
	else if (c == ' ' || c == '\n' || c == '\t' || c == '\r')
		end_word(encoder);
	else if (c > ' ' && c < 0x7f)
		add_classified(encoder, (uint8_t)c, PX_UNICODE_PUNCTUATION);
}

/* A special token written out in the text; its length, or 0. */
static size_t special(const struct px_wordpiece *vocabulary, struct px_str rest, uint32_t *id)
{
	const uint32_t ids[] = { vocabulary->pad, vocabulary->unknown, vocabulary->start, vocabulary->end,
				 vocabulary->mask };

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		struct px_str name = px_wordpiece_piece(vocabulary, ids[i]);
		if (px_str_starts(rest, name)) {
			*id = ids[i];
			return name.size;
		}
	}
	return 0;
}

size_t px_wordpiece_encode_places(const struct px_wordpiece *wordpiece, struct px_str text, uint32_t *ids,
				  struct px_wordpiece_place *places, size_t max, bool *truncated)
{
	struct encoder encoder = { .vocabulary = wordpiece, .ids = ids, .places = places, .max = max };

	put(&encoder, wordpiece->start);
	for (size_t at = 0; at < text.size && !encoder.truncated;) {
		char c = text.data[at];
		uint32_t id, code = 0;
		size_t begin = at, size = c == '[' ? special(wordpiece, px_str_n(text.data + at, text.size - at), &id) : 0;
		if (size)
			at += size;
		else if ((uint8_t)c < 0x80)
			at++;
		else
			code = px_utf8_next(text, &at);
		encoder.code = (struct px_wordpiece_place){ (uint32_t)begin, (uint32_t)at };
		if (size) {
			end_word(&encoder);
			encoder.place = encoder.code;
			put(&encoder, id);
		} else if (code) {
			add_code(&encoder, code);
		} else {
			add_ascii(&encoder, c);
		}
	}
	end_word(&encoder);
	if (places)
		places[encoder.count] = (struct px_wordpiece_place){ (uint32_t)text.size, (uint32_t)text.size };
	encoder.ids[encoder.count++] = wordpiece->end;
	*truncated = encoder.truncated;
	return encoder.count;
}

size_t px_wordpiece_encode(const struct px_wordpiece *wordpiece, struct px_str text, uint32_t *ids,
			   size_t max, bool *truncated)
{
	return px_wordpiece_encode_places(wordpiece, text, ids, NULL, max, truncated);
}

size_t px_wordpiece_encode_pair(const struct px_wordpiece *wordpiece, struct px_str a, struct px_str b, uint32_t *ids,
				size_t max, size_t *second)
{
	bool truncated;
	size_t first = px_wordpiece_encode(wordpiece, a, ids, max / 2, &truncated);

	/* The [CLS] of b falls on the [SEP] of a, which takes its place again. */
	size_t count = px_wordpiece_encode(wordpiece, b, ids + first - 1, max - first + 1, &truncated);
	ids[first - 1] = wordpiece->end;
	*second = first;
	return first - 1 + count;
}
