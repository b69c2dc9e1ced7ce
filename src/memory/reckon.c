/* SPDX-License-Identifier: Apache-2.0 */
#include "memory/reckon.h"

#include "base/civil.h"
#include "memory/en.h"
#include "memory/said_times.h"

#include <stdio.h>
#include <stdlib.h>

enum reckoned { NOTHING, AGE, SINCE, UNTIL };

/* So few are told in the smaller unit: 14 months, 40 days. */
enum { MONTHS_OF_YEAR = 12, FEW_YEARS = 2, FEW_MONTHS = 2, DAYS_OF_WEEK = 7, DAY_MS = 86400000 };

/* How long something holds. */
struct span {
	size_t begin, end; /* bytes of the text */
	int months, days;
};

static enum reckoned what_is_asked(const struct px_clause *c)
{
	if (px_clause_has(c, px_en_asks_age, NULL, NULL))
		return AGE;
	if (px_clause_has(c, px_en_asks_since, NULL, NULL))
		return SINCE;
	return px_clause_has(c, px_en_asks_until, NULL, NULL) ? UNTIL : NOTHING;
}

/* "2", "two"; 0: no number. */
static int number_of(const char *word)
{
	for (int i = 0; i < PX_EN_COUNTS; i++) {
		if (strcmp(word, px_en_counts[i]) == 0)
			return i + 1;
	}
	long number = strtol(word, NULL, 10);
	return number > 0 && number < 100 ? (int)number : 0;
}

/* "valid for two years", "a guarantee of 18 months" */
static bool find_span(const struct px_clause *c, struct span *span)
{
	for (size_t i = 0; i + 1 < c->count; i++) {
		const char *unit = c->words[i + 1].text;
		int n = number_of(c->words[i].text);
		bool years = px_word_one_of(unit, "year years"), months = px_word_one_of(unit, "month months"), weeks = px_word_one_of(unit, "week weeks");
		if (!n || !(years || months || weeks) || !px_clause_has(c, px_en_valid_for, NULL, NULL))
			continue;
		*span = (struct span){ c->words[i].begin, c->words[i + 1].end, years ? n * MONTHS_OF_YEAR : months ? n : 0, weeks ? n * DAYS_OF_WEEK : 0 };
		return true;
	}
	return false;
}

/* Whether the text says the year that a day is of: a birthday without one tells no age. */
static bool says_year(const char *text, int32_t day)
{
	char digits[8];
	int year, month, of_month;

	px_civil_from_day(day, &year, &month, &of_month);
	snprintf(digits, sizeof(digits), "%d", year);
	return strstr(text, digits) != NULL;
}

/* The first day that a text names outside of `except` and that was over when it was said; PX_DAY_NONE: none. */
static int32_t day_of(const struct px_answer_context *x, const struct px_ground *ground, const struct span *except)
{
	struct px_time_context time = px_said_context(ground->at, x->tz, NULL, NULL);
	int32_t said = px_civil_ms_day(px_tz_to_local(x->tz, ground->at));
	struct px_said_times when;

	time.prefer_past = true;
	px_said_find(&time, px_str(ground->text), &when);
	for (size_t i = 0; i < when.count; i++) {
		int32_t day = when.times[i].value.start.day;
		bool of_span = except && when.times[i].begin < except->end && when.times[i].end > except->begin;
		if (day != PX_DAY_NONE && day <= said && !of_span && when.times[i].value.kind != PX_TIME_SET)
			return day;
	}
	return PX_DAY_NONE;
}

static int months_between(int32_t from, int32_t to)
{
	int year, month, day, to_year, to_month, to_day;

	px_civil_from_day(from, &year, &month, &day);
	px_civil_from_day(to, &to_year, &to_month, &to_day);
	return (to_year - year) * MONTHS_OF_YEAR + to_month - month - (to_day < day);
}

static const char *time_since(const struct px_answer_context *x, int32_t day, int32_t today)
{
	int months = months_between(day, today);
	bool years = months >= FEW_YEARS * MONTHS_OF_YEAR, few = months < FEW_MONTHS;
	int count = years ? months / MONTHS_OF_YEAR : few ? today - day : months;

	return px_answer_said(x, years ? PX_PHRASE_MEMORY_YEARS : few ? PX_PHRASE_MEMORY_DAYS : PX_PHRASE_MEMORY_MONTHS,
			      px_arena_printf(x->arena, "%d", count), NULL, NULL);
}

/* What follows from a ground; NULL: nothing. */
static const char *follows(const struct px_answer_context *x, enum reckoned asked, const struct px_ground *ground)
{
	struct px_clause *c = px_arena_zero(x->arena, PX_CLAUSES_MAX, sizeof(*c));
	size_t count = px_sentences(px_str(ground->text), x->arena, c, PX_CLAUSES_MAX);
	int32_t today = px_civil_ms_day(px_tz_to_local(x->tz, x->now)), day = PX_DAY_NONE;
	struct span span = { 0 };
	bool born = false, lasts = false;

	for (size_t i = 0; i < count; i++) {
		born |= px_clause_has(&c[i], px_en_being_born, NULL, NULL);
		lasts = lasts || find_span(&c[i], &span);
	}
	if (asked == UNTIL && !lasts)
		return NULL;
	day = day_of(x, ground, asked == UNTIL ? &span : NULL);
	if (asked == UNTIL && day == PX_DAY_NONE)
		day = px_civil_ms_day(px_tz_to_local(x->tz, ground->at));
	if (day == PX_DAY_NONE || day > today || (asked == AGE && (!born || !says_year(ground->text, day))))
		return NULL;
	if (asked == AGE)
		return px_arena_printf(x->arena, "%d. ", months_between(day, today) / MONTHS_OF_YEAR);
	if (asked == SINCE)
		return time_since(x, day, today);
	int32_t end = px_civil_add_months(day, span.months) + span.days;
	return px_arena_printf(x->arena, "%s. ", px_answer_day(x, px_tz_to_utc(x->tz, (int64_t)end * DAY_MS, NULL)));
}

void px_reckon(const struct px_answer_context *context, const struct px_asked_for *asked, struct px_str question, struct px_answer *answer)
{
	static const float half_met = 0.5F;
	struct px_clause *c = px_arena_zero(context->arena, PX_CLAUSES_MAX, sizeof(*c));
	enum reckoned wanted = px_sentences(question, context->arena, c, PX_CLAUSES_MAX) ? what_is_asked(c) : NOTHING;

	if (wanted == NOTHING || !answer->text)
		return;
	const bool own = px_clause_has(c, "am i", NULL, NULL); /* names nobody that a ground could hold */
	for (size_t i = 0; i < answer->ground_count; i++) {
		const struct px_ground *ground = &answer->grounds[i];
		const char *told = ground->valid ? follows(context, wanted, ground) : NULL;
		struct px_evidence e = told ? px_evidence_of(asked, ground->text, NULL, NULL) : (struct px_evidence){ 0 };
		bool of_asked = e.names && !e.foreign && (own || e.met >= half_met);
		if (!told || !of_asked)
			continue;
		bool first = i == 0 && !answer->unsure;
		answer->text = px_arena_printf(context->arena, "%s%s", told, first ? answer->text : px_answer_quote(context, ground->text, ground->at));
		answer->unsure = false;
		answer->grounds[0] = *ground;
		answer->ground_count = 1;
		return;
	}
}
