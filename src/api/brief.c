/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /api/v1/brief and /api/v1/review: what a person should know about a day or a
 * week, as text and as data for a page.
 */
#include "proactive/brief.h"

#include "api/api_internal.h"

static void ready_words(const struct px_call *call, struct px_words *words)
{
	px_words_init(words, call->user.locale, call->domain.tz, call->domain.now);
}

static enum px_err read_day(const struct px_call *call, int32_t *day, struct px_error *error)
{
	const char *text = px_call_query(call, "day");

	*day = px_domain_today(&call->domain);
	if (text && !px_civil_parse_day(px_str(text), day))
		return px_fail(error, PX_INVALID, "day", "day must be a day such as 2026-01-16");
	return PX_OK;
}

enum px_err px_brief_get(struct px_call *call, struct px_error *error)
{
	struct px_brief brief;
	struct px_words words;
	struct px_json json;
	int32_t day;
	enum px_err err = read_day(call, &day, error);

	if (!err)
		err = px_brief_gather(&call->domain, call->user.name, day, &brief, error);
	if (err)
		return err;
	ready_words(call, &words);
	px_json_init(&json, &call->body);
	px_brief_json(&call->domain, &words, &brief, &json);
	return PX_OK;
}

enum px_err px_review_get(struct px_call *call, struct px_error *error)
{
	struct px_buf text = PX_BUF_INIT(PX_BRIEF_TEXT_MAX), title = PX_BUF_INIT(500);
	struct px_review review;
	struct px_words words;
	struct px_json json;
	int32_t day;
	enum px_err err = read_day(call, &day, error);

	if (!err)
		err = px_review_gather(&call->domain, day, &review, error);
	if (err)
		return err;
	ready_words(call, &words);
	px_review_text(&call->domain, &words, &review, &text);
	px_review_title(&words, &review, &title);
	px_json_init(&json, &call->body);
	px_json_open_object(&json);
	px_json_key(&json, "title");
	px_json_str(&json, px_buf_view(&title));
	px_json_key(&json, "text");
	px_json_str(&json, px_buf_view(&text));
	px_json_key(&json, "done");
	px_json_int(&json, (int64_t)review.done_count);
	px_json_key(&json, "slipped");
	px_json_int(&json, (int64_t)review.slipped_count);
	px_json_key(&json, "undated");
	px_json_int(&json, (int64_t)review.undated_count);
	px_json_close_object(&json);
	px_buf_release(&text);
	px_buf_release(&title);
	return PX_OK;
}
