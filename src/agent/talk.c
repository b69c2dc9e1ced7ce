/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Messages are read newest first.  Where one says an earlier one otherwise, all
 * from that one on is another branch of the talk.
 */
#include "agent/talk.h"

#include "base/civil.h"
#include "base/utf8.h"
#include "domain/conversation.h"
#include "domain/memory.h"
#include "llm/tokens.h"

enum { LIMIT = 2 * PX_TALK_WHOLE_MAX + PX_TALK_OLDER_MAX, WHOLE_TOKENS = 3000, IMPORTED_MAX = 500, TITLE_LEAST = 6 };

size_t px_talk_tokens(struct px_str text)
{
	size_t one = px_tokens_most(PX_TOKENIZER_OPENAI, text), other = px_tokens_most(PX_TOKENIZER_ANTHROPIC, text);

	return one > other ? one : other;
}

struct px_str px_talk_words(const struct px_message *message)
{
	struct px_str text = px_str_trim(px_str(message->text));

	return px_str_n(text.data, px_utf8_cut(text, PX_TALK_MESSAGE_BYTES));
}

/* Messages that told a secret which was kept because it was asked for: neither they nor their answers are shown. */
struct secrets {
	struct px_id *messages;
	size_t count;
};

static enum px_err find_secrets(struct px_domain *domain, struct secrets *secrets, struct px_error *error)
{
	struct px_memory *rows;
	size_t count;
	enum px_err err = px_memory_secrets(domain, &rows, &count, error);

	secrets->messages = PX_ARENA_ARRAY(domain->arena, struct px_id, err ? 1 : count + 1);
	secrets->count = 0;
	for (size_t i = 0; !err && i < count; i++)
		secrets->messages[secrets->count++] = rows[i].source_id;
	return err;
}

static bool may_be_told(struct px_domain *domain, const struct px_talk_query *query, const struct secrets *secrets,
			const struct px_message *message)
{
	struct px_str text = px_str_trim(px_str(message->text));

	if (text.size == 0 || px_id_eq(message->id, query->except) || px_str_eq(text, px_str(PX_MESSAGE_FORGOTTEN)))
		return false;
	for (size_t i = 0; i < secrets->count; i++) {
		struct px_id secret = secrets->messages[i];
		if (!px_id_is_none(secret) && (px_id_eq(secret, message->id) || px_id_eq(secret, message->reply_to)))
			return false;
	}
	return !px_text_marks_secret(query->marks, message->id, text, domain->arena);
}

/* What came from elsewhere may be told by Pixie itself, in a list that was asked for. */
static enum px_err read_imported(struct px_domain *domain, struct px_talk *talk, struct px_error *error)
{
	const struct px_store_filter filter = { "external_id", PX_OP_NOT_NULL, { .integer = 0 } };
	const struct px_store_query query = { .filters = &filter, .filter_count = 1, .descending = true, .limit = IMPORTED_MAX };
	void *rows = NULL;
	size_t count = 0;
	enum px_err err = px_store_query(domain->tx, &px_task_record, &query, domain->arena, &rows, &count, error);

	talk->imported = PX_ARENA_ARRAY(domain->arena, const char *, count + 1);
	for (size_t i = 0; !err && i < count; i++)
		if (strlen(((const struct px_task *)rows)[i].title) >= TITLE_LEAST) /* shorter ones stand in any text */
			talk->imported[talk->imported_count++] = ((const struct px_task *)rows)[i].title;
	return err;
}

static enum px_err read_messages(struct px_domain *domain, const struct px_talk_query *wanted, const struct secrets *secrets,
				 struct px_talk *talk, struct px_error *error)
{
	struct px_id branch = PX_ID_NONE; /* whose beginning is still looked for */
	struct px_store_filter filter = { "conversation_id", PX_OP_EQ, { .id = wanted->conversation } };
	const struct px_store_query query = { .filters = &filter, .filter_count = 1, .order = "seq", .descending = true, .limit = LIMIT };
	void *rows = NULL;
	size_t got = 0;
	enum px_err err = px_store_query(domain->tx, &px_message_record, &query, domain->arena, &rows, &got, error);

	talk->messages = PX_ARENA_ARRAY(domain->arena, const struct px_message *, got + 1);
	for (size_t i = 0; !err && i < got; i++) {
		const struct px_message *message = &((const struct px_message *)rows)[i];
		bool aside = !px_id_is_none(branch);
		if (!aside || px_id_eq(message->id, branch))
			branch = message->replaces;
		if (!aside && may_be_told(domain, wanted, secrets, message))
			talk->messages[talk->count++] = message;
		talk->oldest = message->seq;
	}
	talk->joined = px_id_is_none(branch);
	return err;
}

enum px_err px_talk_read(struct px_domain *domain, const struct px_talk_query *query, struct px_talk *talk, struct px_error *error)
{
	struct secrets secrets;

	*talk = (struct px_talk){ 0 };
	enum px_err err = find_secrets(domain, &secrets, error);
	if (!err)
		err = read_messages(domain, query, &secrets, talk, error);
	return err ? err : read_imported(domain, talk, error);
}

size_t px_talk_whole(const struct px_talk *talk)
{
	size_t left = WHOLE_TOKENS, n = 0;

	while (n < talk->count && n < PX_TALK_WHOLE_MAX) {
		size_t tokens = px_talk_tokens(px_talk_words(talk->messages[n])) + 4;
		if (tokens > left)
			break;
		left -= tokens;
		n++;
	}
	while (n > 0 && talk->messages[n - 1]->role != PX_ROLE_USER)
		n--;
	return n;
}

bool px_talk_is_foreign(const struct px_talk *talk, const struct px_message *message)
{
	bool quotes = message->tainted;

	for (size_t i = 0; !quotes && message->role == PX_ROLE_ASSISTANT && i < talk->imported_count; i++)
		quotes = strcasestr(message->text, talk->imported[i]) != NULL;
	return quotes;
}

bool px_talk_has(const struct px_talk *talk, const struct px_talk_summary *summary, size_t whole, size_t *unsummed)
{
	*unsummed = talk->count - whole;
	for (size_t i = 0; i < talk->count; i++) {
		if (!px_id_eq(talk->messages[i]->id, summary->until_id))
			continue;
		*unsummed = i > whole ? i - whole : 0;
		return true;
	}
	/* It may end before all that was looked at. */
	return talk->joined && summary->until_seq < talk->oldest;
}

void px_talk_write_data(struct px_str words, struct px_buf *out)
{
	for (size_t i = 0; i < words.size; i++) {
		if (words.data[i] == '<')
			(void)px_buf_text(out, "\xe2\x80\xb9"); /* a single angle quotation mark */
		else
			(void)px_buf_char(out, (unsigned char)words.data[i] < ' ' ? ' ' : words.data[i]);
	}
}

void px_talk_time(const struct px_domain *domain, int64_t utc, char out[PX_TALK_TIME])
{
	static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	int64_t local = px_tz_to_local(domain->tz, utc);
	struct px_civil civil = px_civil_from_ms(local);
	int weekday = px_civil_weekday(px_civil_ms_day(local));

	snprintf(out, PX_TALK_TIME, "%s %04d-%02d-%02d %02d:%02d", days[weekday], civil.year, civil.month, civil.day, civil.hour, civil.minute);
}
