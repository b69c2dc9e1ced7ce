/* SPDX-License-Identifier: Apache-2.0 */
/* A check begins with the sentence that opens a list, which says what its entries are: no word of an entry is harmless. */
#include "agent/told.h"

#include "agent/claim.h"

enum px_told_step px_told_next(const struct px_told *told, struct px_str answer, size_t *from, size_t *to)
{
	struct px_said_sentence sentence;
	struct px_str rest = px_str_n(answer.data + told->begin, answer.size - told->begin);

	if (told->held || !rest.size)
		return PX_TOLD_WAIT;
	if (!px_said_next(answer, told->begin, false, &sentence)) {
		*to = told->begin + (px_said_is_entry(rest) ? 0 : px_claim_safe(rest));
		return *to > told->told ? PX_TOLD_TELL : PX_TOLD_WAIT;
	}
	*from = sentence.entry ? told->lead : sentence.begin;
	*to = sentence.end;
	return px_claim_may_be(sentence.text) || sentence.entry ? PX_TOLD_CHECK : PX_TOLD_TELL;
}

void px_told_advance(struct px_told *told, struct px_str answer, size_t to)
{
	struct px_said_sentence sentence;

	told->told = to;
	if (!px_said_next(answer, told->begin, false, &sentence) || sentence.end != to)
		return;
	if (!sentence.entry)
		told->lead = sentence.begin;
	told->begin = to;
}
