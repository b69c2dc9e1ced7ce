/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the judge is given of a sentence, and what it doubts.  A sentence's signs are numbered: a block of cues for the
 * sentence, for each of those beside it, for the subject and for the whole letter; then single facts.
 */
#include "mail/find_internal.h"
#include "mail/judge.h"
#include "mail/judge_weights.h"
#include "mail/words.h"

#include <string.h>

/*
 * Under these log odds a finding is doubtful.  Chosen on 300 mails of two authors, of which rules and weights had seen
 * none (docs/TESTING.md).  A bill that is missed costs more than one that is looked at for nothing.
 */
static const float DOUBT = -0.7F, DOUBT_OF_BILLS = -1.0F;

enum place { IN_IT, BEFORE_IT, BEHIND_IT, IN_SUBJECT, IN_LETTER, PLACES };
enum { FIRST_FACT = 640, JUDGED = 100 /* sentences of a letter that are looked at */ };

struct cues {
	bool has[PX_CUE_COUNT];
};

struct judging {
	struct finder *finder;
	const struct find_letter *letter;
	size_t count;            /* of its sentences that are looked at */
	struct cues *of;         /* each of them */
	struct cues subject, all;
};

static void read_cues(struct px_str folded, struct cues *cues)
{
	for (size_t cue = 0; cue < PX_CUE_COUNT; cue++)
		cues->has[cue] = px_mail_says((enum px_mail_cue)cue, folded);
}

static void add_cues(struct px_judge_features *features, enum place place, const struct cues *cues)
{
	for (size_t cue = 0; cue < PX_CUE_COUNT; cue++)
		if (cues->has[cue])
			px_judge_add(features, place * (size_t)PX_CUE_COUNT + cue);
}

static void add_facts(struct px_judge_features *features, size_t first, const bool *facts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (facts[i])
			px_judge_add(features, first + i);
}

static void add_letter(const struct judging *j, struct px_judge_features *features)
{
	const struct find_letter *l = j->letter;
	const bool facts[] = {
		j->finder->bulk, l->promo, l->machine, l->notice, l->personal, l->group, l->idle, l->assigns, l->to_other, l->to_many, l->paid, l->receipt,
		l->tickets, l->sum, l->bill, l->parcel, l->booked, l->travel, l->moved, j->finder->passed_on,
		l->count == 1, l->count > 1 && l->count <= 3, l->count > 3 && l->count <= 6, l->count > 6 && l->count <= 12, l->count > 12,
	};

	add_facts(features, FIRST_FACT, facts, sizeof(facts) / sizeof(facts[0]));
}

static void add_sentence(const struct judging *j, const struct find_sentence *s, struct px_judge_features *features)
{
	const enum find_whom whom = find_whom(j->finder, s);
	const size_t part = 4 * s->at / j->letter->count;
	const bool date = s->date.begin < s->date.end;
	const bool facts[] = {
		s->at == 0, s->at + 1 == j->letter->count, part == 0, part == 1, part == 2, part == 3,
		s->intro.size > 0, s->forwarded, s->introduces, s->ordered, s->dated, date, date && !s->dated, s->dated && s->date.second >= 0, s->date.deadline,
		s->date.weekday, s->date.moved_to, s->date.moved_from, s->date.part, find_is_question(s->text), find_asks(j->finder, s), find_tells_sum(s->folded),
		find_assigned(j->finder, s).size > 0, find_calls_off(s), whom == FIND_NOBODY_NAMED, whom == FIND_OWNER_NAMED, whom == FIND_OTHER_NAMED,
		s->text.size < 30, s->text.size >= 30 && s->text.size < 60, s->text.size >= 60 && s->text.size < 100, s->text.size >= 100 && s->text.size < 200,
		s->text.size >= 200,
	};

	add_facts(features, FIRST_FACT + 64, facts, sizeof(facts) / sizeof(facts[0]));
}

static void read_features(const struct judging *j, size_t at, struct px_judge_features *features)
{
	memset(features, 0, sizeof(*features));
	add_cues(features, IN_IT, &j->of[at]);
	if (at)
		add_cues(features, BEFORE_IT, &j->of[at - 1]);
	if (at + 1 < j->count)
		add_cues(features, BEHIND_IT, &j->of[at + 1]);
	add_cues(features, IN_SUBJECT, &j->subject);
	add_cues(features, IN_LETTER, &j->all);
	add_letter(j, features);
	add_sentence(j, &j->letter->list[at], features);
	px_judge_add_words(features, j->letter->list[at].folded);
}

static void begin(struct judging *j)
{
	j->count = j->letter->count < JUDGED ? j->letter->count : JUDGED;
	j->of = PX_ARENA_ARRAY(j->finder->arena, struct cues, j->count);
	read_cues(j->letter->subject, &j->subject);
	for (size_t i = 0; i < j->count; i++) {
		read_cues(j->letter->list[i].folded, &j->of[i]);
		for (size_t cue = 0; cue < PX_CUE_COUNT; cue++)
			j->all.has[cue] |= j->of[i].has[cue];
	}
}

void find_judge(struct finder *finder, const struct find_letter *letter)
{
	struct px_mail_findings *findings = finder->findings;
	const struct px_mail_finding_context *context = finder->context;
	struct judging j = { .finder = finder, .letter = letter };
	struct px_judge_features features;

	_Static_assert(PLACES * (size_t)PX_CUE_COUNT <= FIRST_FACT && FIRST_FACT + 128 <= PX_JUDGE_SIGNS, "each sign has a place");
	if (!letter->count || (!findings->count && !context->features))
		return;
	begin(&j);
	for (size_t i = 0; i < j.count && context->features; i++) {
		read_features(&j, i, &features);
		context->features(context->features_arg, i, features.at, features.count);
	}
	for (size_t i = 0; i < findings->count && px_judge_cues == PX_CUE_COUNT; i++) {
		struct px_mail_finding *one = &findings->list[i];
		if (!one->told || one->sentence >= j.count)
			continue;
		read_features(&j, one->sentence, &features);
		one->doubtful = px_judge_score(&features, one->kind) < (one->kind == PX_FOUND_BILL ? DOUBT_OF_BILLS : DOUBT);
	}
}
