/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A word of putting off begins the message, and what follows is a time.  The
 * others are read like consent: each word must be one of the list, and one of
 * them must say it.
 */
#include "agent/notice_word.h"

#include "nlu/text/token.h"

enum { TEXT_MAX = 120, WORDS_MAX = 24 };

enum role { OTHER, DONE, GOT, FILLS };

/* English and German (reminders speak both), as words are folded: small letters, no apostrophes. */
static const struct {
	const char *word;
	enum role role;
} words[] = {
	{ "done", DONE }, { "finished", DONE }, { "did", DONE }, { "completed", DONE }, { "got", GOT }, { "dismiss", GOT },
	{ "noted", GOT }, { "ok", GOT }, { "okay", GOT }, { "seen", GOT }, { "it", FILLS }, { "its", FILLS }, { "that", FILLS },
	{ "thats", FILLS }, { "this", FILLS }, { "is", FILLS }, { "i", FILLS }, { "ive", FILLS }, { "have", FILLS }, { "im", FILLS },
	{ "already", FILLS }, { "all", FILLS }, { "just", FILLS }, { "now", FILLS }, { "yes", FILLS }, { "yep", FILLS },
	{ "thanks", FILLS }, { "thank", FILLS }, { "you", FILLS }, { "the", FILLS }, { "one", FILLS },
	{ "erledigt", DONE }, { "fertig", DONE }, { "gemacht", DONE }, { "geschafft", DONE }, { "gesehen", GOT }, { "verstanden", GOT },
	{ "alles", FILLS }, { "ist", FILLS }, { "schon", FILLS }, { "habe", FILLS }, { "hab", FILLS }, { "ich", FILLS }, { "es", FILLS },
	{ "das", FILLS }, { "jetzt", FILLS }, { "gerade", FILLS }, { "ja", FILLS }, { "danke", FILLS },
};

/* What puts off, and whether a time may follow; each is the beginning of a message. */
static const char *const delays[] = {
	"snooze it", "snooze that", "snooze this", "snooze", "remind me again", "remind me later", "tell me again", "tell me later",
	"ask me later", "ask me again", "not now", "later", "again",
	"erinnere mich später", "erinnere mich wieder", "erinnere mich nochmal", "nicht jetzt", "jetzt nicht", "später", "nochmal",
};
/* Between it and its time. */
static const char *const links[] = { "for another", "for", "until", "till", "about it", "about that", "please", "by" };

struct fold {
	char text[TEXT_MAX * 2];
	size_t size;
	size_t ends[WORDS_MAX]; /* of each word, in the message */
	size_t starts[WORDS_MAX]; /* of each word, in `text` */
	size_t count;
};

/* The words of the message, folded, a space between; false if they are too many. */
static bool fold_words(struct px_str text, struct fold *fold)
{
	struct px_token token;
	size_t at = 0;

	*fold = (struct fold){ .size = 0 };
	for (px_token_next(text, &at, &token); token.kind != PX_TOKEN_END; px_token_next(text, &at, &token)) {
		size_t size = strlen(token.text);
		if (token.kind == PX_TOKEN_MARK && strchr(",.!;", token.text[0]))
			continue;
		if (fold->count == WORDS_MAX || fold->size + size + 2 > sizeof(fold->text))
			return false;
		if (fold->count)
			fold->text[fold->size++] = ' ';
		fold->starts[fold->count] = fold->size;
		memcpy(fold->text + fold->size, token.text, size + 1);
		fold->size += size;
		fold->ends[fold->count++] = at;
	}
	return fold->count > 0;
}

/* How many words from `from` on are the phrase; 0: it does not stand there. */
static size_t phrase_at(const struct fold *fold, size_t from, const char *phrase)
{
	size_t size = strlen(phrase), n = 1;

	if (from >= fold->count || strncmp(fold->text + fold->starts[from], phrase, size) != 0)
		return 0;
	char after = fold->text[fold->starts[from] + size];
	for (const char *c = phrase; *c; c++)
		n += *c == ' ';
	return after == '\0' || after == ' ' ? n : 0;
}

static size_t any_at(const struct fold *fold, size_t from, const char *const *phrases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t n = phrase_at(fold, from, phrases[i]);
		if (n)
			return n;
	}
	return 0;
}

static bool puts_off(struct px_str text, const struct fold *fold, struct px_str *when)
{
	size_t at = any_at(fold, 0, delays, sizeof(delays) / sizeof(delays[0])), more;

	if (!at)
		return false;
	while ((more = any_at(fold, at, links, sizeof(links) / sizeof(links[0]))))
		at += more;
	size_t end = fold->ends[at - 1];
	*when = px_str_trim(px_str_n(text.data + end, text.size - end));
	while (when->size && strchr(",.!; ", when->data[0]))
		*when = px_str_n(when->data + 1, when->size - 1);
	while (when->size && strchr(",.!; ", when->data[when->size - 1]))
		when->size--;
	return true;
}

static enum role role_of(const char *word, size_t size)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i].word) == size && memcmp(words[i].word, word, size) == 0)
			return words[i].role;
	return OTHER;
}

enum px_notice_word px_notice_word_read(struct px_str text, struct px_str *when)
{
	struct fold fold;
	bool done = false, got = false;

	*when = PX_STR("");
	if (text.size > TEXT_MAX || !fold_words(text, &fold))
		return PX_NOTICE_NONE;
	if (puts_off(text, &fold, when))
		return PX_NOTICE_SNOOZE;
	for (size_t i = 0; i < fold.count; i++) {
		size_t end = i + 1 < fold.count ? fold.starts[i + 1] - 1 : fold.size;
		enum role role = role_of(fold.text + fold.starts[i], end - fold.starts[i]);
		if (role == OTHER)
			return PX_NOTICE_NONE;
		done = done || role == DONE;
		got = got || role == GOT;
	}
	return done ? PX_NOTICE_DONE : got ? PX_NOTICE_GOT : PX_NOTICE_NONE;
}
