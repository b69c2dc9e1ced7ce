/* SPDX-License-Identifier: Apache-2.0 */
#include "api/content_coding.h"

enum { WEIGHT_MAX = 1000 };

static const char *const names[PX_CODINGS] = { "identity", "gzip", "br" };

const char *px_coding_name(enum px_coding coding)
{
	return names[coding];
}

/* "0.25" -> 250: RFC 9110 allows three decimals.  A weight that is none of these counts as 0. */
static int parse_weight(struct px_str text)
{
	int weight = 0, digit = WEIGHT_MAX;

	if (text.size == 0 || text.size > 5 || (text.size > 1 && text.data[1] != '.'))
		return 0;
	for (size_t i = 0; i < text.size; i++) {
		if (i == 1)
			continue;
		if (text.data[i] < '0' || text.data[i] > '9')
			return 0;
		weight += (text.data[i] - '0') * digit;
		digit /= 10;
	}
	return weight > WEIGHT_MAX ? 0 : weight;
}

static int weight_of(struct px_str parameters)
{
	while (parameters.data) {
		struct px_str one = px_str_trim(px_str_cut(parameters, ';', &parameters)), value;
		struct px_str name = px_str_trim(px_str_cut(one, '=', &value));
		if (px_str_eq_case(name, PX_STR("q")))
			return parse_weight(px_str_trim(value));
	}
	return WEIGHT_MAX;
}

/* What the header says of each coding; -1: nothing. */
static void read_weights(struct px_str accept, int weights[PX_CODINGS], int *any)
{
	while (accept.data) {
		struct px_str parameters;
		struct px_str name = px_str_trim(px_str_cut(px_str_cut(accept, ',', &accept), ';', &parameters));
		int weight = weight_of(parameters);

		if (px_str_eq(name, PX_STR("*")))
			*any = weight;
		for (int i = 0; i < PX_CODINGS; i++)
			if (px_str_eq_case(name, px_str(names[i])))
				weights[i] = weight;
	}
}

enum px_coding px_coding_choose(struct px_str accept, unsigned kept)
{
	int weights[PX_CODINGS] = { -1, -1, -1 }, any = -1, best = 0;
	enum px_coding chosen = PX_CODING_IDENTITY;

	read_weights(accept, weights, &any);
	for (int i = 0; i < PX_CODINGS; i++) {
		int unnamed = any >= 0 ? any : i == PX_CODING_IDENTITY; /* whoever says nothing takes plain files */
		int weight = weights[i] >= 0 ? weights[i] : unnamed;
		if (kept & 1u << i && weight > 0 && weight >= best) {
			best = weight;
			chosen = (enum px_coding)i;
		}
	}
	return chosen;
}
