/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/judge.h"

#include "base/utf8.h"
#include "mail/judge_weights.h"

#include <string.h>

enum { BEGINNING = 6 /* bytes of a long word that stand for its forms */ };

void px_judge_add(struct px_judge_features *features, size_t bucket)
{
	if (features->count == PX_JUDGE_FEATURES_MAX || features->seen[bucket / 64] >> bucket % 64 & 1)
		return;
	features->seen[bucket / 64] |= UINT64_C(1) << bucket % 64;
	features->at[features->count++] = (uint16_t)bucket;
}

/* FNV-1a of both, apart by a byte that no text has. */
static void add_pair(struct px_judge_features *features, struct px_str a, struct px_str b)
{
	const struct px_str parts[] = { a, b };
	uint32_t hash = 2166136261U;

	for (size_t i = 0; i < 2; i++) {
		for (size_t k = 0; k < parts[i].size; k++)
			hash = (hash ^ (unsigned char)parts[i].data[k]) * 16777619U;
		hash = (hash ^ 0xff) * 16777619U;
	}
	hash ^= hash >> 15;
	px_judge_add(features, PX_JUDGE_SIGNS + hash % PX_JUDGE_WORDS);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

static bool is_mark(char c)
{
	return c && strchr("?!$%:@", c);
}

/* A word of letters, a number (which all are one), or a mark that tells something; empty at the end. */
static struct px_str next_token(struct px_str *rest)
{
	size_t from = 0, to;

	while (from < rest->size && !is_letter(rest->data[from]) && !is_digit(rest->data[from]) && !is_mark(rest->data[from]))
		from++;
	for (to = from; to < rest->size && is_letter(rest->data[to]); to++)
		;
	bool number = to == from && to < rest->size && is_digit(rest->data[to]);
	while (number && to < rest->size && is_digit(rest->data[to]))
		to++;
	if (to == from && to < rest->size)
		to++;
	struct px_str token = number ? PX_STR("0") : px_str_n(rest->data + from, to - from);
	*rest = px_str_n(rest->data + to, rest->size - to);
	return token;
}

void px_judge_add_words(struct px_judge_features *features, struct px_str folded)
{
	struct px_str last = PX_STR("^"), token;

	while (folded.size && (token = next_token(&folded)).size) {
		add_pair(features, token, PX_STR(""));
		add_pair(features, last, token);
		if (token.size > BEGINNING)
			add_pair(features, px_str_n(token.data, px_utf8_cut(token, BEGINNING)), PX_STR("*"));
		last = token;
	}
}

float px_judge_score(const struct px_judge_features *features, enum px_mail_finding_kind kind)
{
	const struct px_judge_weights *of = &px_judge_weights[kind];
	int sum = 0;

	for (size_t i = 0; i < features->count; i++)
		sum += of->weights[features->at[i]];
	return of->bias + of->step * (float)sum;
}
