/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A verb of change claims something if Pixie is its subject ("I've moved"), if
 * it opens the sentence ("Moved to Friday"), or if it is passive ("has been
 * moved") of something that may be the person's.  What is denied, possible,
 * asked or wished claims nothing.
 */
#include "agent/claim.h"

#include "agent/claim_words.h"
#include "nlu/text/token.h"

#include <pthread.h>

struct reading {
	struct px_str sentence;
	const struct px_said_words *words;
	struct px_claim *claims;
	size_t count;
};

/* Verbs that say as much of talk ("I've made sure", "I've finished reading"): they need an object that is the person's. */
static const char weak_verbs[] = "made took taken wrote written planned arranged listed kept recorded finished completed closed resolved raised "
				 "brought changed corrected extended set put noted entered registered inserted placed adjusted gone linked "
				 "switched restored assigned dropped cleared";
/* Also present or imperative: no claim where they open a sentence. */
static const char plain_verbs[] = "put set gone kept made wrote took";
/* Also of what one thinks: "I called it", "I confirmed that". */
static const char said_verbs[] = "called confirmed shared told informed notified posted";
static const char needs_off[] = "checked crossed";
static const char promised[] = "add move delete cancel book schedule mark remove create update reschedule save note complete rename";
static const char promised_outside[] = "send email mail text message call phone pay buy order invite contact notify submit forward reply";

static const char *word(const struct reading *r, size_t i)
{
	return i < r->words->count && !r->words->at[i].quoted ? r->words->at[i].text : "";
}

static bool is(const struct reading *r, size_t i, const char *list)
{
	return px_said_in(word(r, i), list);
}

static bool any(const struct reading *r, size_t from, size_t to, const char *list)
{
	for (size_t i = from; i < to; i++) {
		if (is(r, i, list))
			return true;
	}
	return false;
}

static bool any_quoted(const struct reading *r, size_t from, size_t to)
{
	for (size_t i = from; i < to && i < r->words->count; i++) {
		if (r->words->at[i].quoted)
			return true;
	}
	return false;
}

/* The fillers as a hash set, made once: every word of the talk before a request is looked up. */
enum { FILLER_SLOTS = 2048 /* a power of two, some four times the words */ };
static struct px_str fillers[FILLER_SLOTS];
static pthread_once_t fillers_once = PTHREAD_ONCE_INIT;

/* Where the word is, or the empty slot where it would be. */
static struct px_str *filler_slot(struct px_str word)
{
	size_t at = px_str_hash(word) % FILLER_SLOTS;

	while (fillers[at].size && !px_str_eq(fillers[at], word))
		at = (at + 1) % FILLER_SLOTS;
	return &fillers[at];
}

static void fill_fillers(void)
{
	for (struct px_str rest = px_str(px_claim_fillers); rest.size; ) {
		struct px_str word = px_str_cut(rest, ' ', &rest);
		if (word.size)
			*filler_slot(word) = word;
	}
}

bool px_claim_is_filler(const char *text)
{
	(void)pthread_once(&fillers_once, fill_fillers);
	return text[0] && filler_slot(px_str(text))->size > 0;
}

bool px_claim_is_entry(const char *text)
{
	return px_said_in(text, px_claim_entries);
}

static int64_t number_at(const struct reading *r, size_t i)
{
	if (i < r->words->count && r->words->at[i].quoted)
		return -1;
	for (int64_t n = 0; px_claim_numbers[n]; n++) {
		if (strcmp(word(r, i), px_claim_numbers[n]) == 0)
			return n;
	}
	if (is(r, i, "no"))
		return 0;
	return i < r->words->count ? r->words->at[i].number : -1;
}

static void add(struct reading *r, struct px_claim claim)
{
	if (r->count < PX_CLAIMS_MAX)
		r->claims[r->count++] = claim;
}

/* ------------------------------------------------------------------- deeds */

/* What the verb would take to be true; false: it is no verb of change. */
static bool deeds_of(const char *verb, unsigned *deeds)
{
	for (const struct px_claim_verbs *row = px_claim_verbs; row->words; row++) {
		if (!px_said_in(verb, row->words))
			continue;
		*deeds = row->deeds;
		return true;
	}
	return false;
}

/* Where the clause of the verb begins: after a mark, "but", or an "and" before a subject or the verb. */
static size_t clause_start(const struct reading *r, size_t verb)
{
	for (size_t i = verb; i > 0; i--) {
		if (r->words->at[i].apart || is(r, i - 1, "but because so"))
			return i;
		if (is(r, i - 1, "and") && (i == verb || is(r, i, px_claim_selves) || is(r, i, px_claim_pronouns) || is(r, i, px_claim_adverbs)))
			return i;
	}
	return 0;
}

static size_t object_end(const struct reading *r, size_t from)
{
	size_t i = from;

	while (i < r->words->count && !is(r, i, px_claim_ends)) {
		unsigned deeds;
		if (i > from && is(r, i - 1, "and") && (is(r, i, px_claim_selves) || deeds_of(word(r, i), &deeds)))
			return i - 1;
		i++;
	}
	return i;
}

/* "3 tasks", "both": how many the object names. */
static int64_t object_count(const struct reading *r, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		int64_t n = number_at(r, i);
		bool counts = n >= 0 && !r->words->at[i].apart && (is(r, i + 1, px_claim_entries) || is(r, i + 2, px_claim_entries) || is(r, i + 1, "of things"));
		if (counts && !is(r, i + 1, "am pm oclock"))
			return n;
		if (is(r, i, "both"))
			return 2;
	}
	return -1;
}

static bool is_own(const struct reading *r, size_t from, size_t to)
{
	return any(r, from, to, px_claim_entries) || any(r, from, to, px_claim_pronouns) || any(r, from, to, px_claim_places) ||
	       any(r, from, to, px_claim_when) || any_quoted(r, from, to);
}

static bool is_talk(const struct reading *r, size_t from, size_t to)
{
	return any(r, from, to, px_claim_talk) && !(any(r, from, to, px_claim_yours) && any(r, from, to, px_claim_places));
}

enum voice { NO_CLAIM, OWN, OPENING, PASSIVE, HEADLINE };

/* How the verb is said of whom. */
static enum voice voice_of(const struct reading *r, size_t start, size_t verb)
{
	bool self = false, be = false;
	size_t k = verb;

	/* "a meeting that was moved" */
	if (verb > start && any(r, start + 1, verb, "that which who"))
		return NO_CLAIM;
	if (any(r, start, verb, px_claim_negations) || any(r, start, verb, px_claim_modals) || is(r, verb + 1, "nothing no none"))
		return NO_CLAIM;
	while (k > start && (is(r, k - 1, px_claim_adverbs) || is(r, k - 1, px_claim_auxiliaries) || is(r, k - 1, px_claim_selves))) {
		self |= is(r, k - 1, px_claim_selves);
		be |= is(r, k - 1, "is are was were been being its thats theyre got everythings that heres");
		k--;
	}
	if (self)
		return OWN;
	if (be)
		return PASSIVE;
	bool heads = verb > start, plain = true; /* "Task created: …" */
	for (size_t i = start; i < verb; i++) {
		heads &= is(r, i, px_claim_entries) || is(r, i, "the new a") || is(r, i, px_claim_openers);
		plain &= is(r, i, px_claim_openers) || is(r, i, px_claim_adverbs);
	}
	bool last = verb + 1 == r->words->count;
	if (heads && !plain && (last || r->words->at[verb + 1].apart || is(r, verb + 1, "for to from")))
		return OPENING;
	/* "Dentist cancelled.", "Dentist moved to Friday" */
	if (!plain && start == 0 && verb <= 6 && !any(r, 0, verb, px_claim_yours) && (last || is(r, verb + 1, "to from for until")))
		return HEADLINE;
	if (!plain)
		return NO_CLAIM;
	/* After a comma within a sentence: "the call, moved to Friday," says nothing of Pixie, unless it is all so short. */
	if (start > 0 && r->words->at[start].apart) {
		for (size_t i = 0; i < start; i++) {
			if (!is(r, i, px_claim_openers) && !is(r, i, px_claim_adverbs) && !is(r, i, px_claim_done))
				return NO_CLAIM;
		}
	}
	return verb == 0 && is(r, verb, plain_verbs) ? NO_CLAIM : OPENING;
}

static bool is_of_the_world(const struct reading *r)
{
	for (size_t i = 0; i < r->words->count; i++) {
		int64_t n = r->words->at[i].number;
		if (n >= 1000 && n <= 2020 && !any(r, 0, r->words->count, px_claim_yours))
			return true;
	}
	return any(r, 0, r->words->count, px_claim_history);
}

static void read_deed(struct reading *r, size_t verb, unsigned deeds)
{
	size_t start = clause_start(r, verb), count = r->words->count;
	enum voice voice = voice_of(r, start, verb);
	bool outside = !deeds;

	if (voice == NO_CLAIM || (is(r, verb, needs_off) && !any(r, verb, count, "off")))
		return;
	if (is(r, verb, "taken") && is(r, verb + 1, "care"))
		deeds = PX_DEED_ANY;
	bool subject = voice == PASSIVE || voice == HEADLINE;
	size_t from = subject ? start : verb + 1, to = subject ? verb : object_end(r, verb + 1);
	if ((is_talk(r, from, to) && !is(r, verb, "reserved booked hired bought ordered")) || (voice == PASSIVE && is_of_the_world(r)))
		return;
	bool needs_own = voice == PASSIVE || is(r, verb, weak_verbs);
	bool loose = voice == HEADLINE || (needs_own && !is_own(r, from, to) && !any(r, from, to, px_claim_yours));
	if (is(r, verb, said_verbs) && is(r, verb + 1, "you it this that them whether how what"))
		return;
	/* "The rent has been paid": of something certain it is a claim whatever it is. */
	if (outside && voice == PASSIVE && any(r, start, verb, "been") && is(r, start, "the your a an all both everything it they that this and"))
		loose = false;
	/* Passives are claims of what is new ("has been", "is now"), or of what could be the person's. */
	if (outside && voice == PASSIVE && !any(r, from, to, px_claim_pronouns) && !any(r, start, verb, "been now") &&
	    !any(r, from, to, px_claim_yours))
		return;
	add(r, (struct px_claim){ .kind = outside ? PX_CLAIM_OUTSIDE : PX_CLAIM_DEED, .deeds = deeds, .from = from, .to = to,
				  .loose = loose, .count = object_count(r, from, to) });
}

static void read_deeds(struct reading *r)
{
	for (size_t i = 0; i < r->words->count; i++) {
		unsigned deeds;
		if (deeds_of(word(r, i), &deeds)) {
			read_deed(r, i, deeds);
		} else if (is(r, i, px_claim_doing) && i > 0 && (is(r, i - 1, "im") || (i > 1 && is(r, i - 1, "am now") && any(r, 0, i, "i im"))) &&
			   !any(r, 0, i, px_claim_negations)) {
			size_t to = object_end(r, i + 1);
			if (!is_talk(r, i + 1, to))
				add(r, (struct px_claim){ .kind = is(r, i, "sending emailing") ? PX_CLAIM_OUTSIDE : PX_CLAIM_DEED,
							  .deeds = PX_DEED_ANY, .from = i + 1, .to = to, .count = -1 });
		}
	}
}

/* "It's now on your calendar": of something that a pronoun names, so it is what was just done. */
static void read_places(struct reading *r)
{
	size_t count = r->words->count;

	for (size_t i = 1; i + 2 < count; i++) {
		if (!is(r, i, "on in") || !is(r, i + 1, "your the") || !is(r, i + 2, px_claim_places))
			continue;
		if (any(r, 0, i, px_claim_pronouns) && any(r, 0, count, "now") && !any(r, 0, i, px_claim_negations) &&
		    !any(r, 0, i, px_claim_modals))
			add(r, (struct px_claim){ .kind = PX_CLAIM_DEED, .deeds = PX_DEED_CREATED | PX_DEED_UPDATED | PX_DEED_KEPT,
						  .general = true, .count = -1 });
		return;
	}
}

/* "Done.", "All set!", "It's taken care of" */
static void read_done(struct reading *r)
{
	size_t count = r->words->count;
	bool done = false, only = count > 0;

	for (size_t i = 0; i < count; i++) {
		bool all_set = is(r, i, "all") && is(r, i + 1, "set") && !any(r, 0, i, "if once until");
		bool is_done = is(r, i, "done sorted") && i > 0 && (is(r, i - 1, "its thats is been") || (i > 1 && is(r, i - 1, "now all")));
		done |= all_set || is(r, i, px_claim_done);
		only &= is(r, i, px_claim_done) || is(r, i, px_claim_done_around);
		if ((all_set || (is_done && any(r, 0, i, "its thats it that everything all"))) && !any(r, 0, i, px_claim_negations) &&
		    !any(r, 0, i, px_claim_modals)) {
			add(r, (struct px_claim){ .kind = PX_CLAIM_DEED, .deeds = PX_DEED_ANY, .general = true, .count = -1 });
			return;
		}
	}
	bool opens = count > 1 && is(r, 0, "done") && r->words->at[1].apart;
	if ((done && only) || opens)
		add(r, (struct px_claim){ .kind = PX_CLAIM_DEED, .deeds = PX_DEED_ANY, .general = true, .count = -1 });
}

/* ---------------------------------------------------------------- promises */

static bool says_will(const struct reading *r, size_t verb)
{
	size_t k = verb;

	while (k > 0 && is(r, k - 1, "also just then now be definitely certainly automatically get receive be to a"))
		k--;
	if (k == 0)
		return false;
	if (is(r, k - 1, "ill well youll"))
		return true;
	if (is(r, k - 1, "will") && k > 1 && is(r, k - 2, "i we you pixie"))
		return true;
	return is(r, k - 1, "going") && any(r, 0, k, "im i we");
}

static void read_promises(struct reading *r)
{
	size_t count = r->words->count;

	if (any(r, 0, count, "if once unless whether would could when until") && !any(r, 0, count, "remind reminded notify"))
		return;
	if (any(r, 0, count, "if once unless whether would could"))
		return;
	for (size_t i = 1; i < count; i++) {
		struct px_claim claim = { .kind = PX_CLAIM_DEED, .general = true, .count = -1 };
		if (!says_will(r, i) || any(r, 0, i, px_claim_negations))
			continue;
		if (is(r, i, px_claim_promises) || is(r, i, "reminded notified alerted") || is(r, i, px_claim_reminders) ||
		    (is(r, i, "let") && is(r, i + 1, "you") && is(r, i + 2, "know")))
			claim.deeds = PX_DEED_TIMED;
		else if (is(r, i, "remember"))
			claim.deeds = PX_DEED_KEPT;
		else if (is(r, i, promised))
			claim.deeds = PX_DEED_ANY;
		else if (is(r, i, promised_outside) && !is_talk(r, i + 1, count))
			claim.kind = PX_CLAIM_OUTSIDE;
		else
			continue;
		if (is_talk(r, i + 1, count))
			continue;
		add(r, claim);
		return;
	}
}

/* ------------------------------------------------------------------ counts */

static bool is_noun(const struct reading *r, size_t i)
{
	return is(r, i, px_claim_task_nouns) || is(r, i, px_claim_event_nouns) || is(r, i, px_claim_any_nouns);
}

static bool is_about_person(const struct reading *r)
{
	size_t count = r->words->count;

	return any(r, 0, count, px_claim_yours) || any(r, 0, count, px_claim_places) || any(r, 0, count, px_claim_when) ||
	       any(r, 0, count, "overdue open due left remaining scheduled planned");
}

/* Of the clause up to the next mark or "and": "three tasks, and one of them is overdue". */
static void add_count(struct reading *r, size_t noun, int64_t n)
{
	bool task = is(r, noun, px_claim_task_nouns), event = is(r, noun, px_claim_event_nouns);
	size_t to = noun + 1;

	while (to < r->words->count && !r->words->at[to].apart && !is(r, to, "and but"))
		to++;
	add(r, (struct px_claim){ .kind = PX_CLAIM_STATE, .from = 0, .to = to, .count = n, .tasks = task || !event,
				  .events = event || !task });
}

/* "You have 3 open tasks", "nothing is due today", "your calendar is empty on Friday" */
static void read_counts(struct reading *r)
{
	size_t count = r->words->count;

	if (!is_about_person(r) || any(r, 0, count, "would could if should might may each per every"))
		return;
	for (size_t i = 0; i < count; i++) {
		int64_t n = number_at(r, i);
		for (size_t j = i + 1; n >= 0 && j <= i + 3 && j < count; j++) {
			if (r->words->at[j].apart)
				break;
			if (!is_noun(r, j))
				continue;
			add_count(r, j, n);
			return;
		}
		bool calendar = any(r, 0, count, "calendar schedule agenda diary day morning afternoon evening") || any(r, 0, count, px_claim_when);
		bool nothing = is(r, i, "nothing") && (any(r, i, count, "due scheduled planned left") ||
						       (any(r, i, count, "on in for") && (calendar || any(r, i, count, px_claim_places))));
		bool empty = is(r, i, "empty clear free") && calendar && any(r, 0, count, px_claim_yours) && !any(r, 0, i, px_claim_negations);
		if (nothing || empty) {
			bool tasks = any(r, 0, count, "due list tasks todo"), events = !tasks || any(r, 0, count, "calendar scheduled");
			add(r, (struct px_claim){ .kind = PX_CLAIM_STATE, .from = 0, .to = count, .count = 0, .tasks = tasks, .events = events });
			return;
		}
	}
}

size_t px_claims_read(struct px_str sentence, const struct px_said_words *words, struct px_claim claims[PX_CLAIMS_MAX])
{
	struct reading r = { sentence, words, claims, 0 };

	size_t strict = 0;

	read_deeds(&r);
	for (size_t i = 0; i < r.count; i++)
		strict += !claims[i].loose;
	if (!strict)
		read_done(&r);
	if (!strict && !r.count)
		read_places(&r);
	if (!r.count)
		read_promises(&r);
	if (!r.count)
		read_counts(&r);
	return r.count;
}

/* ------------------------------------------------------------- holding back */

/* Lists whose words make a sentence one to look at. */
static const char *const suspects[] = {
	px_claim_selves, px_claim_yours, px_claim_entries, px_claim_when, px_claim_done, px_claim_empty, px_claim_doing,
	px_claim_pronouns, "all ill well will set http https ftp www com org net mailto data",
};

static bool begins_one(const char *list, const char *word, size_t size)
{
	while (*list) {
		size_t n = strcspn(list, " ");
		if (n >= size && memcmp(list, word, size) == 0)
			return true;
		list += n + (list[n] == ' ');
	}
	return false;
}

/* `open`: it may go on, so words that begin with it count. */
static bool is_suspect(const struct px_token *token, bool open)
{
	unsigned deeds;

	if (token->kind == PX_TOKEN_NUMBER)
		return true;
	if (token->kind == PX_TOKEN_MARK)
		return strchr("\"![]<`*", token->text[0]) != NULL && !(token->text[0] == '!' && !open);
	for (size_t i = 0; i < sizeof(suspects) / sizeof(suspects[0]); i++) {
		if (open ? begins_one(suspects[i], token->text, token->size) : px_said_in(token->text, suspects[i]))
			return true;
	}
	for (const struct px_claim_verbs *row = px_claim_verbs; open && row->words; row++) {
		if (begins_one(row->words, token->text, token->size))
			return true;
	}
	return deeds_of(token->text, &deeds);
}

/* "![": the mark before the bracket belongs to it. */
static bool at_image(struct px_str text, size_t bracket)
{
	return text.data[bracket] == '[' && text.data[bracket - 1] == '!';
}

size_t px_claim_safe(struct px_str text)
{
	struct px_token token;
	size_t at = 0;

	for (px_token_next(text, &at, &token); token.kind != PX_TOKEN_END; px_token_next(text, &at, &token)) {
		if (is_suspect(&token, token.end == text.size))
			return token.begin - (token.begin > 0 && at_image(text, token.begin));
	}
	return text.size;
}

bool px_claim_may_be(struct px_str text)
{
	return px_claim_safe(text) < text.size;
}
