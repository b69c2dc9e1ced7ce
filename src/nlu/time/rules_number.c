/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules for numbers: in digits and words, ordinals, years, amounts; and for
 * lengths of time made of amounts and units.
 */
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

static const struct px_time_rule rules[] = {
	R(S_NUM, px_time_same, 0, 0, "seven days", "P1W", S_ONES),
	R(S_NUM, px_time_same, 0, 0, "twelve days", "P12D", S_TEENS),
	R(S_NUM, px_time_same, 0, 0, "twenty days", "P20D", S_TENS),
	R(S_NUM, sum, 2, 3, "twenty-five days", "P25D", S_TENS, G(S_DASH), G(S_ONES)),
	R(S_NUM, sum, 1, 1, "twenty five days", "P25D", S_TENS, S_ONES),
	R(S_NUM, sum, 2, 1, "twenty and four hours", "P1D", S_TENS, S_AND, S_ONES),
	R(S_NUM, product, 0, 1, "two hundred days", "P200D", S_ONES, S_HUNDRED),
	R(S_NUM, constant, 100, 1, "a hundred days", "P100D", S_A, S_HUNDRED),
	R(S_NUM, product, 0, 1, "two thousand days", "P2000D", S_NUM, S_THOUSAND),
	R(S_NUM, constant, 1000, 1, "a thousand days", "P1000D", S_A, S_THOUSAND),
	R(S_NUM, sum, 2, 1, "one hundred and five days", "P15W", S_NUM, O(S_AND), S_NUM),
	R(S_NUM, grouped, 0, 1, "1,500 days", "P1500D", S_DIGITS, G(S_COMMA), G(S_DIGITS)),
	R(S_ORDINAL, px_time_same, 0, 0, "the fifth of June", "2026-06-05", S_ORD_ONES),
	R(S_ORDINAL, px_time_same, 0, 0, "the twentieth of June", "2026-06-20", S_ORD),
	R(S_ORDINAL, sum, 2, 1, "the twenty-fifth of June", "2026-06-25", S_TENS, O(S_DASH), S_ORD_ONES),
	R(S_ORDINAL, px_time_same, 0, 0, "the 25th of June", "2026-06-25", S_DIGITS, G(S_TH)),
	R(S_DOM, day_of_month, 0, 0, "June 3rd", "2026-06-03", S_ORDINAL),
	R(S_DOM, day_of_month, 1, 0, "June the 3rd", "2026-06-03", S_THE, S_ORDINAL),
	R(S_DOM, day_of_month, 0, 0, "3rd day of June", "2026-06-03", S_ORDINAL, S_UNIT),
	R(S_DOM, day_of_month, 1, 0, "the 3rd day of June", "2026-06-03", S_THE, S_ORDINAL, S_UNIT),
	R(S_MDAY, px_time_same, 0, 0, "June 3rd", "2026-06-03", S_DOM),
	R(S_MDAY, day_of_month, 0, 0, "June 3", "2026-06-03", S_NUM),
	R(S_YEAR, year_of_digits, 0, 0, "in 2027", "2027-01-01..2028-01-01", S_DIGITS),
	R(S_YEAR, year_of_digits, 0, 0, "in 2027 AD", "2027-01-01..2028-01-01", S_DIGITS, S_YEAR_MARK),
	R(S_YEAR, year_of_words, 1, 1, "June nineteen ninety", "1990-06-01..1990-07-01", S_TEENS, S_NUM),
	R(S_YEAR, year_of_words, 2, 1, "June nineteen oh five", "1905-06-01..1905-07-01", S_TEENS, S_OH,
	  S_ONES),
	R(S_YEAR, year_of_words, 1, 1, "June twenty eighteen", "2018-06-01..2018-07-01", S_TENS, S_NUM),
	R(S_YEAR, year_of_number, 0, 1, "June two thousand and fifteen", "2015-06-01..2015-07-01", S_NUM),
	R(S_YEAR_TAIL, px_time_same, 0, 0, "3 June 2027", "2027-06-03", S_YEAR),
	R(S_YEAR_TAIL, px_time_same, 1, 0, "June 3, 2027", "2027-06-03", S_COMMA, S_YEAR),
	R(S_YEAR_TAIL, px_time_same, 1, 0, "June of 2027", "2027-06-01..2027-07-01", S_OF, S_YEAR),
	R(S_YEAR_TAIL, px_time_same, 1, 0, "June 3 in 2027", "2027-06-03", S_IN, S_YEAR),
	R(S_YEAR_TAIL, px_time_same, 2, 0, "June 3, in 2027", "2027-06-03", S_COMMA, S_IN, S_YEAR),
	R(S_YEAR_TAIL, px_time_same, 1, 0, "3-Jun-2027", "2027-06-03", G(S_DASH), G(S_YEAR)),
	R(S_YEAR_TAIL, px_time_same, 1, 0, "3/Jun/2027", "2027-06-03", G(S_SLASH), G(S_YEAR)),
	R(S_YEAR_TAIL, px_time_same, 1, 0, "3.Jun.2027", "2027-06-03", G(S_DOT), G(S_YEAR)),
	R(S_YEAR_TAIL, short_year, 2, 0, "summer of '27", "2027-06-21..2027-09-23", S_OF, S_QUOTE, G(S_DIGITS)),
	R(S_YEAR_TAIL, short_year, 1, 0, "June 3 '27", "2027-06-03", S_QUOTE, G(S_DIGITS)),
	R(S_QTY, px_time_same, 0, 0, "3 days", "P3D", S_NUM),
	R(S_QTY, decimal, 0, 1, "2.5 hours", "PT2H30M", S_DIGITS, G(S_DOT), G(S_DIGITS)),
	R(S_QTY, with_fraction, 500, 1, "two and a half hours", "PT2H30M", S_NUM, S_AND, S_A, S_HALF),
	R(S_QTY, with_fraction, 500, 1, "two and half hours", "PT2H30M", S_NUM, S_AND, S_HALF),
	R(S_QTY, with_fraction, 500, 1, "2 1/2 hours", "PT2H30M", S_NUM, L(S_HALF)),
	R(S_QTY, mixed_fraction, 1, 1, "2 1/2 hours", "PT2H30M", S_DIGITS, L(S_DIGITS), G(S_SLASH),
	  G(S_DIGITS)),
	R(S_QTY, mixed_fraction, 0, 0, "for 1/2 hour", "PT30M", S_DIGITS, G(S_SLASH), G(S_DIGITS)),
	R(S_QTY, article, 0, 0, "a day", "P1D", S_A),
	R(S_QTY, with_fraction, 500, 0, "half hour", "PT30M", S_HALF),
	R(S_QTY, px_time_same, 0, 0, "couple days", "P2D", S_COUPLE),
	R(S_QTY, px_time_same, 0, 0, "couple of days", "P2D", S_COUPLE, S_OF),
	R(S_QTY, px_time_same, 1, 0, "a couple days", "P2D", S_A, S_COUPLE),
	R(S_QTY, px_time_same, 1, 0, "a couple of days", "P2D", S_A, S_COUPLE, S_OF),
	R(S_QTY, px_time_same, 0, 0, "few days", "P3D", S_FEW),
	R(S_QTY, px_time_same, 1, 0, "a few days", "P3D", S_A, S_FEW),
	R(S_QTY, constant, 1, 0, "another day", "P1D", S_ANOTHER),
	R(S_QTY, px_time_same, 1, 0, "another 3 days", "P3D", S_ANOTHER, S_QTY),
	R(S_QTY, px_time_same, 0, 0, "3 more days", "P3D", S_QTY, S_MORE),
	R(S_QTY, px_time_same, 0, 0, "a whole day", "P1D", S_QTY, S_WHOLE),
	R(S_LENGTH, length, 1, 0, "3 days", "P3D", S_QTY, S_UNIT),
	R(S_LENGTH, length, 1, 0, "for 10D", "P10D", S_QTY, G(S_UNIT_LETTER)),
	R(S_LENGTH, length, 2, 0, "a 10-minute break", "PT10M", S_QTY, G(S_DASH), G(S_UNIT)),
	R(S_LENGTH, length, 1, 0, "for full month", "P1M", S_WHOLE, S_UNIT),
	R(S_LENGTH, length, 2, 0, "for the whole week", "P1W", S_THE, S_WHOLE, S_UNIT),
	R(S_LENGTH, length, 1, 0, "all day", "P1D", S_ALL, S_UNIT),
	R(S_LENGTH, length_and_half, 1, 2, "an hour and a half", "PT1H30M", S_QTY, S_UNIT, S_AND, S_A, S_HALF),
	R(S_LENGTH, length_and_half, 1, 2, "one hour and half", "PT1H30M", S_QTY, S_UNIT, S_AND, S_HALF),
	R(S_LENGTH, length, 1, -1, "in 1/4 h", "2026-01-13T10:15", S_QTY, L(S_UNIT_LETTER)),
	R(S_LENGTH, length, 2, 1, "a 1/4 hour", "PT15M", S_A, S_QTY, S_UNIT),
	R(S_LENGTH, length, 3, 1, "3/4 of an hour", "PT45M", S_QTY, S_OF, S_A, S_UNIT),
	R(S_LENGTH, marked, GRAIN_MINUTE, 0, "for 30'", "PT30M", S_DIGITS, G(S_QUOTE)),
	R(S_LENGTH, marked, GRAIN_SECOND, 0, "for 30\"", "PT30S", S_DIGITS, G(S_DOUBLE_QUOTE)),
	R(S_LENGTH, share, 2, 1, "half an hour", "PT30M", S_HALF, S_A, S_UNIT),
	R(S_LENGTH, share, 2, 1, "a half hour", "PT30M", S_A, S_HALF, S_UNIT),
	R(S_LENGTH, share, 3, 1, "quarter of an hour", "PT15M", S_QUARTER_WORD, S_OF, S_A, S_UNIT),
	R(S_LENGTH, share, 4, 1, "a quarter of an hour", "PT15M", S_A, S_QUARTER_WORD, S_OF, S_A, S_UNIT),
	R(S_LENGTH, share, 2, 1, "a quarter hour", "PT15M", S_A, S_QUARTER_WORD, S_UNIT),
	R(S_LENGTH, share, 5, 3, "three quarters of an hour", "PT45M", S_NUM, O(S_DASH), S_QUARTER_WORD, S_OF,
	  S_A, S_UNIT),
	R(S_LENGTH, days, 1, 0, "3 business days", "P3D", S_QTY, S_WORKDAY),
	R(S_LENGTH, days, 0, 0, "3 nights", "P3D", S_QTY, S_NIGHTS),
	R(S_LENGTH, add, 2, 1, "1 hour and 5 minutes", "PT1H5M", S_LENGTH, O(S_AND), S_LENGTH),
	R(S_LENGTH, add, 2, 1, "1 hour, 5 minutes", "PT1H5M", S_LENGTH, S_COMMA, S_LENGTH),
	R(S_LENGTH, add, 3, 1, "1 day, and 5 minutes", "P1DT5M", S_LENGTH, S_COMMA, S_AND, S_LENGTH),
	R(S_LENGTH, hours_minutes, 0, 0, "for 2h30", "PT2H30M", S_DIGITS, G(S_UNIT_LETTER), G(S_DIGITS)),
	R(S_LENGTH, px_time_same, 1, 1, "more than an hour", "PT1H", S_LESS, S_LENGTH),
	R(S_LENGTH, px_time_same, 1, 1, "about an hour", "PT1H", S_AROUND, S_LENGTH),
	R(S_SHIFT, shift, -1, 1, "half an hour shorter", "-PT30M", S_LENGTH, S_SHORTER),
	R(S_SHIFT, shift, 1, 1, "an hour longer", "PT1H", S_LENGTH, S_LONGER),
	R(S_SHIFT, shift, 1, 1, "postpone it by 2 days", "P2D", S_BY, S_LENGTH),
	R(S_SHIFT, shift, 1, 2, "push it back by 30 minutes", "PT30M", S_BACK, S_BY, S_LENGTH),
	R(S_SHIFT, shift, 1, 0, "push it back 30 minutes", "PT30M", S_BACK, S_LENGTH),
	R(S_SHIFT, shift, -1, 2, "move it up by an hour", "-PT1H", S_FORWARD, S_BY, S_LENGTH),
	R(S_SHIFT, shift, -1, 2, "bring it forward an hour", "-PT1H", S_FORWARD, S_LENGTH),
	R(S_LENGTH, px_time_certain, 1, 2, "for 2 hours", "PT2H", S_FOR, S_LENGTH),
	R(S_YEAR_TAIL, short_year, 2, 0, "June 3, '27", "2027-06-03", S_COMMA, S_QUOTE,
	  G(S_DIGITS)),
	R(S_QTY, with_fraction, 500, 3, "a two-and-a-half-hour drive", "PT2H30M", S_NUM, G(S_DASH),
	  S_AND, G(S_DASH), S_A, G(S_DASH), S_HALF),
	R(S_LENGTH, share, 2, 2, "one half hour", "PT30M", S_ONES, S_HALF, S_UNIT),
	R(S_LENGTH, share, 3, 2, "one half an hour", "PT30M", S_ONES, S_HALF, S_A, S_UNIT),
	R(S_LENGTH, length_of_a, 2, 2, "for 1/2 an hour", "PT30M", S_QTY, S_A, S_UNIT),
	R(S_LENGTH, share, 1, 1, "quarter hour", "PT15M", S_QUARTER_WORD, S_UNIT),
	R(S_LENGTH, clock_length, 3, 2, "1:30 hours", "PT1H30M", S_DIGITS, G(S_COLON), G(S_DIGITS),
	  S_UNIT),
	R(S_QTY, upper_bound, 2, 2, "5 to 10 minutes", "PT10M", S_QTY, S_SPACE, S_QTY),
	R(S_QTY, upper_bound, 2, 2, "2 or 3 days", "P3D", S_QTY, S_OR, S_QTY),
	R(S_QTY, upper_bound, 3, 3, "between 2 and 3 hours", "PT3H", S_BETWEEN, S_QTY, S_AND,
	  S_QTY),
	R(S_QTY, upper_bound, 3, 3, "from 2 to 3 hours", "PT3H", S_FROM, S_QTY, S_SPACE, S_QTY),
	R(S_LENGTH, px_time_certain, 0, 1, "an hour-long meeting", "PT1H", S_LENGTH, G(S_DASH),
	  G(S_MORE)),
	R(S_LENGTH, px_time_same, 0, 2, "for 3 years now", "P3Y", S_LENGTH, S_NOW),
	R(S_QTY, with_fraction, 250, 1, "two and a quarter hours", "PT2H15M", S_NUM, S_AND, S_A,
	  S_QUARTER_WORD),
	R(S_QTY, mixed_fraction, 2, 1, "2 and 1/2 hours", "PT2H30M", S_DIGITS, S_AND, S_DIGITS,
	  G(S_SLASH), G(S_DIGITS)),
	R(S_LENGTH, share, 3, 3, "a three-quarter hour", "PT45M", S_NUM, O(S_DASH), S_QUARTER_WORD,
	  S_UNIT),
	R(S_LENGTH, unit_for, 1, 0, "leave for week", "P1W", S_FOR, S_UNIT),
	R(S_LENGTH, unit_and_half, 0, 1, "for hour and a half", "PT1H30M", S_UNIT, S_AND, S_A,
	  S_HALF),
	R(S_LENGTH, unit_and_half, 0, 1, "for hour and half", "PT1H30M", S_UNIT, S_AND, S_HALF),
	R(S_QTY, px_time_same, 0, 0, "2+ hours", "PT2H", S_DIGITS, G(S_PLUS)),
	R(S_LENGTH, hour_minutes, 1, 1, "for 1 hour 30", "PT1H30M", S_LENGTH, S_DIGITS),
	R(S_LENGTH, clock_length, 3, 1, "for 1:30h", "PT1H30M", S_DIGITS, G(S_COLON), G(S_DIGITS),
	  G(S_UNIT_LETTER)),
	R(S_LENGTH, one_night, 2, 2, "stay for a night", "P1D", S_FOR, S_A, S_PART_NAME),
};

const struct px_time_rules px_time_rules_number = { "number", rules, sizeof rules / sizeof *rules };
