/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/act/proposal.h"

#include "nlu/refer/except.h"
#include "nlu/refer/opinion.h"

struct px_request *px_proposal_read_on(const struct px_request *request, struct px_proposal *proposal)
{
	struct px_request *own = px_request_copy(request);

	proposal->request = own;
	return own;
}

void px_proposal_name(struct px_proposal *proposal, const struct px_word *words, size_t count)
{
	if (!count)
		return;
	proposal->name_begin = words[0].begin;
	proposal->name_end = words[count - 1].end;
}

void px_proposal_span(struct px_proposal *proposal, const char *slot, size_t begin, size_t end)
{
	px_spans_add(&proposal->spans, slot, begin, end);
}

void px_proposal_spans(struct px_proposal *proposal, const struct px_spans *spans)
{
	for (size_t i = 0; i < spans->count; i++)
		px_spans_add(&proposal->spans, spans->at[i].slot, spans->at[i].begin, spans->at[i].end);
}

bool px_proposal_allows(const struct px_request *request, const struct px_proposal *proposal, enum px_intent intent)
{
	if (proposal->led || proposal->sure)
		return true;
	const struct px_intent_result *c = px_parse_classify(request);
	return c->scores[intent] >= 0.2F * c->confidence || c->confidence < 0.65F;
}

bool px_proposal_excepts(const struct px_request *request, struct px_proposal *proposal, const struct px_nlu_item *item)
{
	proposal->heeded |= request->except.count > 0;
	return px_except_has(request, item);
}

void px_proposal_except(const struct px_request *request, struct px_proposal *proposal, struct px_args *args)
{
	proposal->heeded |= request->except.count > 0;
	px_except_hand_on(request, args);
}
