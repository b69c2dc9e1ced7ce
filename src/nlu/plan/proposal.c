/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/plan/proposal.h"

struct px_proposal px_proposal_of(const struct px_parse *parse)
{
	return (struct px_proposal){
		.result = *parse->result,
		.dialogue = parse->dialogue,
		.text = parse->text,
		.fresh = parse->fresh,
		.unsure = parse->unsure,
	};
}

void px_proposal_restore(struct px_parse *parse, const struct px_proposal *kept)
{
	*parse->result = kept->result;
	parse->dialogue = kept->dialogue;
	parse->text = kept->text;
	parse->fresh = kept->fresh;
	parse->unsure = kept->unsure;
}
