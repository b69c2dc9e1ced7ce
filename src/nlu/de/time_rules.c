/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How German says it where it puts its words in another order than English:
 * rows of the topics of time/, with an example and its meaning.  Rows that
 * name symbols in the same order are English's and are not repeated here.
 */
#include "nlu/de/german.h"
#include "nlu/time/grammar.h"
#include "nlu/time/names.h"
#include "nlu/time/productions.h"

static const struct px_time_rule number_rules[] = {
	/* Light, as a full stop may end a sentence. */
	R(S_ORDINAL, MAKE_NUMBER_SAME, 0, -8, "am 14.", "2026-01-14", S_DIGITS, G(S_DOT)),
	R(S_QTY, MAKE_NUMBER_DECIMAL, 0, 1, "1,5 Stunden", "PT1H30M", S_DIGITS, G(S_COMMA), G(S_DIGITS)),
	R(S_QTY, MAKE_NUMBER_WITH_FRACTION, 500, 1, "anderthalb Stunden", "PT1H30M", S_AND_HALF),
	R(S_LENGTH, MAKE_NUMBER_SHARE, 1, 2, "eine Viertelstunde", "PT15M", S_QUARTER_WORD, G(S_UNIT)),
	R(S_LENGTH, MAKE_NUMBER_SHARE_OF, 1, 3, "Dreiviertelstunde", "PT45M", S_SHARE, S_UNIT),
	R(S_LENGTH, MAKE_NUMBER_SHARE_OF, 2, 3, "eine Dreiviertelstunde", "PT45M", S_A, S_SHARE, S_UNIT),
	R(S_LENGTH, MAKE_NUMBER_CERTAIN, 0, 1, "zwei Stunden lang", "PT2H", S_LENGTH, S_MORE),
	R(S_LENGTH, MAKE_NUMBER_LENGTH, 2, 1, "den ganzen Tag", "P1D", S_THE, S_WHOLE, S_UNIT),
	R(S_SHIFT, MAKE_NUMBER_SHIFT, 1, 1, "verschieb es um eine Stunde", "PT1H", S_AT, S_LENGTH),
};

static const struct px_time_rule clock_rules[] = {
	R(S_CLOCK, MAKE_CLOCK_INTO_HOUR, 1, 1, "halb drei", "14:30", S_INTO_HOUR, S_HOUR),
	R(S_CLOCK, MAKE_CLOCK_BESIDE_HALF, -3, 3, "fünf vor halb drei", "14:25", S_NUM, O(S_UNIT), S_TILL, S_CLOCK),
	R(S_CLOCK, MAKE_CLOCK_BESIDE_HALF, 3, 3, "fünf nach halb drei", "14:35", S_NUM, O(S_UNIT), S_PAST, S_CLOCK),
	R(S_CLOCK, MAKE_CLOCK_PAST_HOUR, -3, 3, "5 vor 12", "11:55", S_NUM, O(S_UNIT), S_TILL, S_HOUR),
	R(S_CLOCK, MAKE_CLOCK_PAST_HOUR, -3, 3, "5 vor 12 Uhr", "11:55", S_NUM, O(S_UNIT), S_TILL, S_CLOCK),
	R(S_CLOCK, MAKE_CLOCK_CERTAIN, 0, 1, "17:30 Uhr", "17:30", S_CLOCK, S_OCLOCK),
	R(S_CLOCK, MAKE_CLOCK_CERTAIN, 0, 2, "17.30 Uhr", "17:30", S_HOUR, S_OCLOCK),
	R(S_CLOCK, MAKE_CLOCK_DOTTED, 2, 3, "Konferenz 17.15", "17:15", S_DIGITS, G(S_DOT), G(S_DIGITS)),
	R(S_CLOCK, MAKE_CLOCK_HOUR_MINUTES, 2, 3, "18 Uhr 30", "18:30", S_HOUR, S_OCLOCK, S_NUM),
	R(S_CLOCK, MAKE_CLOCK_APPROXIMATELY, 2, 1, "um ungefähr 5", "17:00", S_AT, S_AROUND, S_CLOCK),
	R(S_PART, MAKE_CLOCK_PART_IN, 2, 1, "in der Nacht", "20:00..00:00", S_IN, S_THE, S_PART),
	R(S_CLOCK, MAKE_CLOCK_NAMED_CLOCK, 1, 1, "um Mitternacht", "00:00", S_AT, S_CLOCK_NAME),
	R(S_CLOCK, MAKE_CLOCK_NAMED_CLOCK, 1, 1, "zum Feierabend", "17:00", S_ON, S_CLOCK_NAME),
};

static const struct px_time_rule day_rules[] = {
	R(S_DAY, MAKE_DAY_MONTH_DAY_ONLY, 1, 3, "bis zum 20.", "..2026-01-21", S_ON, S_ORDINAL),
	R(S_DAY, MAKE_DAY_DOTTED_SHORT, 1, 6, "ich meine den 15.3.", "2026-03-15", S_THE, S_DIGITS, G(S_DOT),
	  G(S_DIGITS), G(S_DOT)),
	R(S_DAY, MAKE_DAY_DOTTED_SHORT, 3, 6, "Fr, den 13.3.", "2026-03-13", S_WEEKDAY, O(S_COMMA), O(S_THE), S_DIGITS,
	  G(S_DOT), G(S_DIGITS), G(S_DOT)),
	R(S_DAY, MAKE_DAY_DOTTED_SHORT, 3, 5, "Fr 13.3", "2026-03-13", S_WEEKDAY, O(S_COMMA), O(S_THE), S_DIGITS,
	  G(S_DOT), G(S_DIGITS)),
	R(S_DAY, MAKE_DAY_LATER_BY, 2, 3, "Mittwoch in einer Woche", "2026-01-21", S_DAY, S_IN, S_LENGTH),
	R(S_DAY, MAKE_DAY_FROM_NOW, -1, 4, "vor drei Tagen", "2026-01-10", S_BEFORE, S_LENGTH),
	R(S_DAY, MAKE_DAY_NTH_DAY, 3, 3, "der letzte Tag des Monats", "2026-01-31", S_THE, S_LAST, S_UNIT, S_PERIOD),
	R(S_DAY, MAKE_DAY_NTH_DAY, 2, 3, "am letzten Tag des Monats", "2026-01-31", S_LAST, S_UNIT, S_PERIOD),
	R(S_DAY, MAKE_DAY_NTH_DAY, 2, 3, "am ersten Tag des nächsten Monats", "2026-02-01", S_ORDINAL, S_UNIT,
	  S_PERIOD),
	R(S_DAY, MAKE_DAY_NTH_WEEKDAY, 2, 3, "am letzten Freitag des Monats", "2026-01-30", S_LAST, S_WEEKDAY,
	  S_PERIOD),
	R(S_DAY, MAKE_DAY_NTH_WEEKDAY, 2, 3, "am ersten Montag des nächsten Monats", "2026-02-02", S_ORDINAL, S_WEEKDAY,
	  S_PERIOD),
	R(S_DAY, MAKE_DAY_WEEKDAY_OF_WEEK, 1, 3, "Mittwoch der nächsten Woche", "2026-01-21", S_WEEKDAY, S_PERIOD),
	R(S_DAY, MAKE_DAY_WEEKDAY_MONTH_DAY, 3, 2, "Freitag, der 13.", "2026-02-13", S_WEEKDAY, S_COMMA, S_THE,
	  S_ORDINAL),
};

static const struct px_time_rule period_rules[] = {
	R(S_PERIOD, MAKE_PERIOD_TURNED_WEEK, 0, 3, "12. Kalenderwoche", "2026-03-16..2026-03-23", S_ORDINAL, S_UNIT),
	R(S_PERIOD, MAKE_PERIOD_NTH_UNIT, 2, 3, "erste Woche vom März", "2026-03-02..2026-03-09", S_ORDINAL, S_UNIT,
	  S_PERIOD),
	R(S_PERIOD, MAKE_PERIOD_NTH_OF_MONTH, 2, 3, "zweite Märzwoche", "2026-03-09..2026-03-16", S_ORDINAL, S_PERIOD,
	  G(S_UNIT)),
	R(S_PERIOD, MAKE_PERIOD_CERTAIN, 1, 0, "der nächste Monat", "2026-02-01..2026-03-01", S_THE, S_PERIOD),
	R(S_PERIOD, MAKE_PERIOD_CERTAIN, 1, 0, "unter der Woche", "2026-01-12..2026-01-19", S_DURING, S_PERIOD),
};

static const struct px_time_rule portion_rules[] = {
	R(S_PERIOD, MAKE_PORTION_PART_OF_PERIOD, 1, 2, "Ende nächster Woche", "2026-01-23..2026-01-26", S_END,
	  S_PERIOD),
};

static const struct px_time_rule join_rules[] = {
	R(S_DAY_PART, MAKE_JOIN_DAY_PART, 0, 2, "Freitag am Abend", "2026-01-16T18:00..2026-01-16T23:00",
	  S_DAY, S_PART),
};

static const struct px_time_rule range_rules[] = {
	R(S_OPEN, MAKE_RANGE_DEADLINE, 2, 2, "bis zum 3. März", "..2026-03-04", S_BY, S_THE, S_ANY_POINT),
	R(S_OPEN, MAKE_RANGE_START, 1, 2, "von Freitag an", "2026-01-16..", S_FROM, S_ANY_POINT, S_ON),
	R(S_OPEN, MAKE_RANGE_DEADLINE, 1, 1, "bis Monatsende", "..2026-02-01", S_BY, S_PERIOD),
};

static const struct px_time_rule set_rules[] = {
	R(S_SET, MAKE_SET_ONCE_PER, 2, 2, "einmal die Woche", "FREQ=WEEKLY", S_ONCE, S_THE, S_UNIT),
	R(S_SET, MAKE_SET_ONCE_PER, 2, 2, "zweimal im Monat", "FREQ=MONTHLY", S_ONCE, S_IN, S_UNIT),
	R(S_SET, MAKE_SET_ONCE_PER, 2, 2, "zweimal am Tag", "FREQ=DAILY", S_ONCE, S_ON, S_UNIT),
	R(S_SET, MAKE_SET_ONCE_PER, 3, 3, "3 mal die Woche", "FREQ=WEEKLY", S_NUM, S_TIMES, S_THE, S_UNIT),
	R(S_SET, MAKE_SET_ONCE_PER, 3, 3, "3 mal im Monat", "FREQ=MONTHLY", S_NUM, S_TIMES, S_IN, S_UNIT),
	R(S_SET, MAKE_SET_MONTHLY_ON, 1, 3, "am 1. jedes Monats", "FREQ=MONTHLY;BYMONTHDAY=1", S_ON, S_MDAYS, S_EVERY,
	  S_UNIT),
	R(S_SET, MAKE_SET_MONTHLY_ON, 1, 3, "jeden 1. im Monat", "FREQ=MONTHLY;BYMONTHDAY=1", S_EVERY, S_MDAYS, S_IN,
	  S_UNIT),
	R(S_SET, MAKE_SET_MONTHLY_WEEKDAY, 1, 4, "jeden ersten Montag im Monat", "FREQ=MONTHLY;BYDAY=1MO", S_EVERY,
	  S_ORDINAL, S_WEEKDAY, S_IN, S_UNIT),
	R(S_SET, MAKE_SET_MONTHLY_WEEKDAY, 1, 4, "jeden ersten Montag des Monats", "FREQ=MONTHLY;BYDAY=1MO", S_EVERY,
	  S_ORDINAL, S_WEEKDAY, S_THE, S_UNIT),
	R(S_SET, MAKE_SET_MONTHLY_WEEKDAY, 1, 4, "jeden letzten Freitag im Monat", "FREQ=MONTHLY;BYDAY=-1FR", S_EVERY,
	  S_LAST, S_WEEKDAY, S_IN, S_UNIT),
	R(S_SET, MAKE_SET_MONTHLY_WEEKDAY, 1, 4, "jeden letzten Freitag des Monats", "FREQ=MONTHLY;BYDAY=-1FR", S_EVERY,
	  S_LAST, S_WEEKDAY, S_THE, S_UNIT),
	R(S_SET, MAKE_SET_MONTHLY_WEEKDAY, 0, 3, "erster Montag im Monat", "FREQ=MONTHLY;BYDAY=1MO", S_ORDINAL,
	  S_WEEKDAY, S_IN, S_UNIT),
};

#define TABLE(topic) \
	const struct px_time_rules px_german_time_##topic = { #topic, topic##_rules, \
								 sizeof topic##_rules / sizeof *topic##_rules }

TABLE(number);
TABLE(clock);
TABLE(day);
TABLE(period);
TABLE(portion);
TABLE(join);
TABLE(range);
TABLE(set);
