/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/plan/reading.h"

#include "nlu/plan/courtesy.h"
#include "nlu/plan/lists.h"
#include "nlu/read/slots.h"
#include "nlu/read/time_repair.h"
#include "nlu/read/times.h"
#include "nlu/refer/asides.h"
#include "nlu/refer/except.h"
#include "nlu/refer/times.h"

static void read_plain_words(struct px_request *request)
{
	px_parse_plain_words(request);
	px_courtesy_strip(request);
}

/* Something was taken out of the text. */
static void read_again(struct px_request *request)
{
	request->words = px_words_of(request->text, request->begin, request->end, request->arena);
	read_plain_words(request);
}

bool px_reading_words(struct px_request *request, const struct px_nlu_session *session, bool excepting)
{
	request->words = px_words_of(request->text, request->begin, request->end, request->arena);
	if (!request->words.count)
		return false;
	request->cut_short = request->words.count > PX_PARSE_WORDS;
	if (request->cut_short)
		request->words.count = PX_PARSE_WORDS;
	read_plain_words(request);
	if (excepting && px_except_take(request))
		read_again(request);
	if (px_clauses_blank(request))
		read_again(request);
	px_parse_find_times(request, session);
	request->impossible = px_times_impossible(request);
	return true;
}

void px_reading_finish(struct px_request *request)
{
	px_slots_take(request);
	if (request->words.count > 3) {
		size_t before = request->words.count;
		px_courtesy_strip_note(request);
		px_courtesy_strip_wish(request);
		if (request->words.count != before)
			px_parse_streams(request);
	}
	if (request->list)
		px_lists_read_head(request);
}
