/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules for numbers: in digits and words, ordinals, years, amounts; and for
 * lengths of time made of amounts and units.
 */
#include "nlu/time/productions.h"
#include "nlu/time/rules.h"

static bool sum(parse_t *p, parts_t part, int arg, node_t *out)
{
	int32_t low = part[arg]->number;
	int32_t high = part[0]->number;

	(void)p;
	/* Digits add up to nothing: "1 1"; nor do "five three" and "fifteen two". */
	if ((part[0]->flags | part[arg]->flags) & F_DIGITS || high < 20 || high % 10)
		return false;
	if (low < 1 || low >= (high % 1000 == 0 ? 1000 : high % 100 == 0 ? 100 : 10))
		return false;
	out->number = high + low;
	return true;
}

static bool product(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	(void)arg;
	int64_t value = (int64_t)part[0]->number * part[1]->number;
	if (part[0]->flags & F_DIGITS || part[0]->number >= 1000 || value > 1000000)
		return false;
	out->number = (int32_t)value;
	return true;
}

/* "1,500" */
static bool grouped(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	(void)arg;
	if (part[0]->count > 3 || part[2]->count != 3)
		return false;
	out->number = part[0]->number * 1000 + part[2]->number;
	return true;
}

static bool decimal(parse_t *p, parts_t part, int arg, node_t *out)
{
	static const int scale[] = { 1000, 100, 10, 1 };

	(void)p;
	(void)arg;
	if (part[2]->count > 3)
		return false;
	out->number = part[0]->number;
	out->milli = part[2]->number * scale[part[2]->count];
	return true;
}

/* A number and a fraction of `arg` thousandths. */
static bool with_fraction(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	out->number = part[0]->symbol == S_HALF ? 0 : part[0]->number;
	out->milli = arg;
	return true;
}

/* "1 1/2" */
static bool mixed_fraction(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	int32_t over = part[arg]->number, under = part[arg + 2]->number;
	if (under < 2 || under > 12 || over >= under)
		return false;
	out->number = arg ? part[0]->number : 0;
	out->milli = over * 1000 / under;
	return true;
}

static bool constant(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	(void)part;
	out->number = arg;
	return true;
}

/* "a second" is seldom meant as a length. */
static bool article(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	out->number = part[arg]->number;
	out->flags = F_WEAK;
	return true;
}

static bool day_of_month(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	out->number = part[arg]->number;
	out->flags = part[arg]->flags & F_DIGITS;
	if (arg + 1 < 3 && part[arg + 1] && part[arg + 1]->symbol == S_UNIT &&
	    part[arg + 1]->number != GRAIN_DAY)
		return false;
	return out->number >= 1 && out->number <= 31 && part[arg]->count <= 2;
}

static bool year_of_digits(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	const node_t *n = part[arg];
	if (n->count != 4 || n->number < 1000 || n->number > 2999)
		return false;
	out->year = (int16_t)n->number;
	out->flags = n->number < 1900 || n->number > 2100 ? F_WEAK : 0;
	return true;
}

/* "nineteen seventy eight", "twenty sixteen" */
static bool year_of_words(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	int32_t high = part[0]->number, low = part[arg]->number;
	if (high < 17 || high > 20 || low > 99 || (part[arg]->flags & F_DIGITS))
		return false;
	if (low < 10 && !part[1])
		return false;
	if (high < 19 && low % 15 == 0 && low < 60) /* "seventeen thirty" is a clock */
		return false;
	out->year = (int16_t)(high * 100 + low);
	return true;
}

/* "two thousand fifteen" */
static bool year_of_number(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	(void)arg;
	if (part[0]->number < 1900 || part[0]->number > 2100 || (part[0]->flags & F_DIGITS))
		return false;
	out->year = (int16_t)part[0]->number;
	return true;
}

/* "'26" */
static bool short_year(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	if (part[arg]->count != 2)
		return false;
	out->year = (int16_t)(part[arg]->number + (part[arg]->number < 50 ? 2000 : 1900));
	return true;
}

static bool set_length(int grain, int32_t number, int32_t milli, node_t *out)
{
	static const int32_t seconds[] = { [GRAIN_SECOND] = 1, [GRAIN_MINUTE] = 60,
		[GRAIN_HOUR] = 3600, [GRAIN_DAY] = 86400, [GRAIN_WEEK] = 7 * 86400,
		[GRAIN_FORTNIGHT] = 14 * 86400 };
	static const int16_t months[] = { [GRAIN_MONTH] = 1, [GRAIN_QUARTER] = 3, [GRAIN_HALF] = 6, [GRAIN_YEAR] = 12,
		[GRAIN_DECADE] = 120, [GRAIN_CENTURY] = 1200 };
	int64_t amount = (int64_t)number * 1000 + milli;

	if (number > 1000000 || amount == 0)
		return false;
	out->grain = (uint8_t)grain;
	if (grain >= GRAIN_MONTH) {
		int64_t thousandths = amount * months[grain];
		out->months = (int32_t)(thousandths / 1000);
		out->seconds = thousandths % 1000 * 30 * 86400 / 1000;
	} else {
		out->seconds = amount * seconds[grain] / 1000;
	}
	/* A week and a half counts whole days, a day and a half does not. */
	if (grain < GRAIN_DAY || (grain == GRAIN_DAY && out->seconds % 86400))
		out->flags |= F_TIMED;
	return true;
}

/* An amount of a unit; the unit stands at `arg`. */
static bool length(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	const node_t *unit = part[arg], *amount = part[0]->symbol == S_A ? part[1] : part[0];
	if (amount->milli == 0 && (part[0]->symbol == S_A || part[1]->symbol == S_OF))
		return false;
	if ((amount->flags & F_PLURAL) && !(unit->flags & F_PLURAL))
		return false; /* "some day" */
	if (part[0]->symbol == S_UNIT || part[0]->symbol == S_WHOLE || part[0]->symbol == S_ALL ||
	    part[0]->symbol == S_THE)
		return set_length(unit->number, 1, 0, out);
	if (!set_length(unit->number, amount->number, amount->milli, out))
		return false;
	if (unit->symbol == S_UNIT_LETTER && unit->number == GRAIN_DAY)
		out->flags |= F_BARE | F_MONTHDAY; /* "a 3D printer" */
	if ((part[0]->flags & F_WEAK) && (unit->number <= GRAIN_MINUTE || unit->number == GRAIN_DAY ||
					  unit->number == GRAIN_QUARTER))
		out->flags |= F_WEAK;
	return true;
}

/* "an hour and a half" */
static bool length_and_half(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	return set_length(part[arg]->number, part[0]->number, 500, out);
}

/* "for week", if nothing follows that it could be about. */
static bool unit_for(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	out->flags = F_BARE | F_MONTHDAY;
	return !(part[arg]->flags & F_PLURAL) && part[arg]->number > GRAIN_MINUTE &&
	       set_length(part[arg]->number, 1, 0, out);
}

/* "hour and a half" */
static bool unit_and_half(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	return !(part[arg]->flags & F_PLURAL) && set_length(part[arg]->number, 1, 500, out);
}

/* "half an hour", "quarter of an hour": a share of one unit at `arg`. */
static bool share(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	int32_t milli = part[0]->symbol == S_HALF || (part[1] && part[1]->symbol == S_HALF) ? 500 : 250;
	if (part[0]->symbol == S_ONES && part[0]->number != 1)
		return false;
	if (part[0]->symbol == S_NUM)
		milli = 250 * part[0]->number;
	if (milli != 500 && part[arg]->number != GRAIN_HOUR && part[arg]->number != GRAIN_YEAR)
		return false;
	return set_length(part[arg]->number, 0, milli, out);
}

/* "Dreiviertelstunde": so many thousandths, said before the unit at `arg`. */
static bool share_of(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	return part[arg]->number == GRAIN_HOUR && set_length(GRAIN_HOUR, 0, part[arg - 1]->number, out);
}

/* "1/2 an hour": the unit at `arg`. */
static bool length_of_a(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	return part[0]->milli && part[0]->number == 0 && part[0]->symbol == S_QTY &&
	       set_length(part[arg]->number, 0, part[0]->milli, out);
}

/* "1:30 hours", but "15:30 hours" is a clock. */
static bool clock_length(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	if (part[arg]->number != GRAIN_HOUR || part[0]->count != 1 || part[2]->count != 2 ||
	    part[2]->number > 59)
		return false;
	out->grain = GRAIN_MINUTE;
	out->flags = F_TIMED;
	out->seconds = part[0]->number * INT64_C(3600) + part[2]->number * 60;
	return true;
}

/* "5 to 10": the larger amount, so that what is planned fits. */
static bool upper_bound(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *low = part[part[0]->symbol == S_QTY ? 0 : 1], *high = part[arg];

	(void)p;
	if ((low->flags | high->flags) & F_WEAK || low->count > 3 || high->count > 3)
		return false;
	px_time_take(high, out);
	return low->number * 1000 + low->milli < high->number * 1000 + high->milli;
}

/* "1 hour 30": minutes at `arg` that nothing names. */
static bool hour_minutes(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *hours = part[0], *minutes = part[arg];

	(void)p;
	if (hours->grain != GRAIN_HOUR || hours->seconds % 3600 || minutes->count != 2 ||
	    minutes->number > 59 || minutes->number % 5)
		return false;
	out->grain = GRAIN_MINUTE;
	out->flags = F_TIMED | F_BARE | F_MONTHDAY | (hours->flags & F_PREP);
	out->seconds = hours->seconds + minutes->number * 60;
	return true;
}

static bool one_night(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	out->flags = F_PREP;
	return part[arg]->number == PART_NIGHT && set_length(GRAIN_DAY, 1, 0, out);
}

/* "30'" */
static bool marked(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	out->flags = F_WEAK;
	return set_length(arg, part[0]->number, 0, out);
}

static bool days(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	if (arg)
		out->flags |= F_BUSINESS;
	return set_length(GRAIN_DAY, part[0]->number, part[0]->milli, out);
}

static bool add(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	if (part[0]->grain <= part[arg]->grain || (part[arg]->flags & F_PREP))
		return false;
	out->months = part[0]->months + part[arg]->months;
	out->seconds = part[0]->seconds + part[arg]->seconds;
	out->flags = (part[0]->flags | part[arg]->flags) & (F_TIMED | F_PREP);
	out->grain = part[arg]->grain;
	return true;
}

/* "2h30" */
static bool hours_minutes(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	(void)arg;
	if (part[1]->number != GRAIN_HOUR || part[2]->count != 2 || part[2]->number > 59)
		return false;
	out->grain = GRAIN_MINUTE;
	out->flags = F_TIMED | F_WEAK;
	out->seconds = part[0]->number * INT64_C(3600) + part[2]->number * 60;
	return true;
}

/* A length by which a thing moves; arg is the sign, the length the first such part. */
static bool shift(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *by = part[0];

	(void)p;
	for (int i = 1; by->symbol != S_LENGTH; i++)
		by = part[i];
	px_time_take(by, out);
	out->months = arg * by->months;
	out->seconds = arg * by->seconds;
	out->flags &= ~(uint32_t)F_WEAK;
	out->role = PX_TIME_SHIFT;
	return true;
}

const px_time_make px_time_makes_number[MAKE_NUMBER_COUNT] = {
	[MAKE_NUMBER_SAME] = px_time_same,
	[MAKE_NUMBER_SUM] = sum,
	[MAKE_NUMBER_PRODUCT] = product,
	[MAKE_NUMBER_CONSTANT] = constant,
	[MAKE_NUMBER_GROUPED] = grouped,
	[MAKE_NUMBER_DAY_OF_MONTH] = day_of_month,
	[MAKE_NUMBER_YEAR_OF_DIGITS] = year_of_digits,
	[MAKE_NUMBER_YEAR_OF_WORDS] = year_of_words,
	[MAKE_NUMBER_YEAR_OF_NUMBER] = year_of_number,
	[MAKE_NUMBER_SHORT_YEAR] = short_year,
	[MAKE_NUMBER_DECIMAL] = decimal,
	[MAKE_NUMBER_WITH_FRACTION] = with_fraction,
	[MAKE_NUMBER_MIXED_FRACTION] = mixed_fraction,
	[MAKE_NUMBER_ARTICLE] = article,
	[MAKE_NUMBER_LENGTH] = length,
	[MAKE_NUMBER_LENGTH_AND_HALF] = length_and_half,
	[MAKE_NUMBER_MARKED] = marked,
	[MAKE_NUMBER_SHARE] = share,
	[MAKE_NUMBER_DAYS] = days,
	[MAKE_NUMBER_ADD] = add,
	[MAKE_NUMBER_HOURS_MINUTES] = hours_minutes,
	[MAKE_NUMBER_SHIFT] = shift,
	[MAKE_NUMBER_CERTAIN] = px_time_certain,
	[MAKE_NUMBER_LENGTH_OF_A] = length_of_a,
	[MAKE_NUMBER_CLOCK_LENGTH] = clock_length,
	[MAKE_NUMBER_UPPER_BOUND] = upper_bound,
	[MAKE_NUMBER_UNIT_FOR] = unit_for,
	[MAKE_NUMBER_UNIT_AND_HALF] = unit_and_half,
	[MAKE_NUMBER_HOUR_MINUTES] = hour_minutes,
	[MAKE_NUMBER_ONE_NIGHT] = one_night,
	[MAKE_NUMBER_SHARE_OF] = share_of,
};
