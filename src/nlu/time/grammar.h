/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside of the time engine: symbols, nodes, rules and the chart.
 *
 * The lexicon turns tokens into lexical nodes; the rule tables of a language
 * combine neighbouring nodes into larger ones; the chart (chart.c) applies
 * the rules bottom-up, from right to left, to one run of time words at a
 * time; time.c chooses among the results.  A rule is one row: what it makes,
 * the pattern, the production that computes the value, and an example with
 * what it means, which the unit tests check for every row.
 *
 * Only the files of this folder and its tests include this header.
 */
#ifndef PX_NLU_TIME_GRAMMAR_H
#define PX_NLU_TIME_GRAMMAR_H

#include "nlu/time/time.h"
#include "nlu/text/token.h"

enum px_time_symbol {
	S_NONE,
	/* Numbers and units. */
	S_ONES, S_TEENS, S_TENS, S_HUNDRED, S_THOUSAND, S_ORD_ONES, S_ORD, S_OH, S_UNIT,
	S_UNIT_LETTER, S_NIGHTS, S_BUSINESS, S_COUPLE, S_FEW, S_ANOTHER, S_WHOLE, S_MORE,
	/* Names. */
	S_MONTH, S_WEEKDAY, S_WEEKDAYS, S_WORKDAY, S_WEEKEND, S_WEEKENDS, S_HOLIDAY, S_SEASON,
	S_SEASON_WORD, S_ZONE, S_ZONE_NAME, S_PLACE, S_DAY_WORD, S_TONIGHT, S_NOW, S_PART_NAME,
	S_CLOCK_NAME, S_DECADE_NAME, S_FREQUENCY, S_PARTLY, S_ONCE,
	/* Function words; one symbol for words that mean the same. */
	S_THE, S_A, S_OF, S_IN, S_ON, S_AT, S_FOR, S_FROM, S_TO, S_BETWEEN, S_AND, S_OR, S_BY, S_BEFORE,
	S_UNTIL, S_AFTER, S_SINCE, S_STARTING, S_WITHIN, S_DURING, S_AROUND, S_PAST, S_TILL, S_THIS,
	S_NEXT, S_LAST, S_AFTER_NEXT, S_BEFORE_LAST, S_AGO, S_HENCE, S_LATER, S_EARLIER, S_LONGER,
	S_SHORTER, S_BACK, S_FORWARD, S_EARLY, S_MID, S_LATE, S_BEGINNING, S_BEGIN_ING, S_END, S_REST,
	S_HALF, S_QUARTER_WORD, S_EVERY, S_OTHER, S_PER, S_TIMES, S_TIME_WORD, S_OCLOCK, S_ISH, S_S,
	S_TH, S_AM, S_A_LETTER, S_P_LETTER, S_M_LETTER, S_H_LETTER, S_H_HALF, S_T_LETTER, S_Q_LETTER,
	S_W_LETTER, S_Z_LETTER, S_TODATE, S_YTD, S_ONWARD, S_OR_BEFORE, S_COMPLETION, S_FIRST_THING,
	S_MY, S_ALL, S_THAN, S_LESS, S_LEAST, S_DUE, S_SAME, S_EOX, S_BOX, S_YEAR_MARK, S_CALENDAR,
	S_ITS, S_EXCEPT, S_EVE, S_SECOND_LAST, S_COMING, S_THIS_TIME,
	S_INTO_HOUR, S_AND_HALF, S_SHARE,
	/* Punctuation. */
	S_COLON, S_SLASH, S_DOT, S_COMMA, S_DASH, S_ATSIGN, S_QUOTE, S_DOUBLE_QUOTE, S_PLUS, S_OPEN_PAREN,
	S_CLOSE_PAREN,
	/* Built by rules. */
	S_DIGITS,    /* a number in digits: number; count is how many digits */
	S_NUM,       /* a whole number, in digits or words: number */
	S_QTY,       /* an amount: number and thousandths */
	S_ORDINAL,   /* 1st, twenty-first: number */
	S_DOM,       /* a day of the month, said as an ordinal: number */
	S_MDAY,      /* the same, or a plain number up to 31 */
	S_YEAR,      /* year */
	S_YEAR_TAIL, /* a year after a date, with what joins it */
	S_AMPM,      /* number 0 or 1 */
	S_HOUR,      /* a clock time only in context: "5", "1530" */
	S_HOURS,     /* a range of those: "12-4" */
	S_DOMS,      /* a range of days of the month: "3 to 12" */
	S_WINDOW,    /* "in the morning", with its preposition */
	S_LINK,      /* what may stand between a day and a time */
	S_SPACE,     /* what may stand between the ends of a range */
	S_REL,       /* number -1, 0, 1: last, this, next */
	S_THE_UNIT,  /* "the month": grain */
	S_DAYS,      /* a list of weekdays: days */
	S_DAY_RANGE, /* "Monday to Friday": days */
	S_MDAYS,     /* a list of days of the month: month_days */
	S_COUNT,     /* "10 times": number */
	/* Values; the order gives the classes below. */
	S_DAY,       /* day */
	S_DAY_PART,  /* day, clock, until, clock_until */
	S_PERIOD,    /* day, until */
	S_MOMENT,    /* day, clock */
	S_CLOCK,     /* clock */
	S_PART,      /* clock, clock_until: a part of no certain day */
	S_CLOCKS,    /* clock, clock_until: from one time to another */
	S_SPAN,      /* day, clock, until, clock_until */
	S_OPEN,      /* a side is missing */
	S_LENGTH,    /* months, seconds */
	S_SHIFT,     /* months, seconds, signed */
	S_SET,
	S_SYMBOLS,
	/* Classes: any symbol of a range. */
	S_ANY_DAY,   /* S_DAY .. S_PERIOD */
	S_ANY_POINT, /* S_DAY .. S_PART */
	S_ANY_CLOCK, /* S_CLOCK .. S_CLOCKS */
	S_ANY_VALUE, /* S_DAY .. S_SPAN */
	S_CLASS_END
};

/* On pattern elements. */
enum { PX_OPT = 0x100, PX_GLUED = 0x200, PX_LOOSE = 0x400, PX_SYMBOL_MASK = 0xff };

#define O(symbol) ((symbol) | PX_OPT)   /* may be missing */
#define G(symbol) ((symbol) | PX_GLUED) /* no space before it */
#define OG(symbol) ((symbol) | PX_OPT | PX_GLUED)
#define L(symbol) ((symbol) | PX_LOOSE) /* space before it */

enum px_time_grain {
	GRAIN_NONE, GRAIN_SECOND, GRAIN_MINUTE, GRAIN_HOUR, GRAIN_DAY, GRAIN_WEEK, GRAIN_FORTNIGHT,
	GRAIN_WEEKEND, GRAIN_MONTH, GRAIN_QUARTER, GRAIN_HALF, GRAIN_YEAR, GRAIN_DECADE, GRAIN_CENTURY,
};

enum px_time_flag {
	F_YEAR = 1 << 0,      /* the year was said, or follows from what was */
	F_HALF = 1 << 1,      /* am or pm was not said, both are possible */
	F_APPROX = 1 << 2,
	F_PART = 1 << 3,      /* the clock comes from a part of the day */
	F_WEEKDAY = 1 << 4,   /* nothing but a weekday was said */
	F_WEAK = 1 << 5,      /* a word with a more usual other meaning */
	F_DIGITS = 1 << 6,
	F_ZERO = 1 << 7,      /* a leading zero */
	F_MONTHDAY = 1 << 8,  /* nothing but a day of the month was said */
	F_FIXED = 1 << 9,     /* the day does not move to the next year or week any more */
	F_NOW = 1 << 10,      /* the very reference instant */
	F_PLURAL = 1 << 11,   /* of a UNIT: "days" */
	F_SHIFTED = 1 << 12,  /* clock already in the user's zone */
	F_PREP = 1 << 13,     /* a preposition made it certain */
	F_NAMED_MONTH = 1 << 14,
	F_COMPLETION = 1 << 15,
	F_SWAP = 1 << 16,     /* day and month could be the other way round */
	F_NO_START = 1 << 17,
	F_NO_END = 1 << 18,
	F_RELATIVE = 1 << 19, /* next, last, this */
	F_FRACTION = 1 << 20,
	F_STARTED = 1 << 21,  /* a start was said: "starting Monday" */
	F_TIMED = 1 << 22,    /* of a LENGTH: has a part below a day */
	F_BUSINESS = 1 << 23, /* of a LENGTH: weekends do not count */
	F_NEAREST = 1 << 24,  /* of a REL: the nearest one, not that of the next week */
	F_BIG = 1 << 25,      /* of a CLOCK: the hour is above 12, or zero */
	F_RANGE = 1 << 27,    /* of a PERIOD: both ends were said */
	F_BARE = 1 << 26,     /* a number is a clock or day only by its context */
	F_MONTH_FIRST = 1 << 28, /* "March 15" */
	F_WRITTEN = 1 << 29,     /* of a CLOCK: the half is the one in figures, unless a part of the day says another */
};

/* As px_time_node has days. */
enum { WORKDAYS = 0x1f, WEEKEND_DAYS = 0x60 };

enum px_time_freq { FREQ_NONE, FREQ_HOURLY, FREQ_DAILY, FREQ_WEEKLY, FREQ_MONTHLY, FREQ_YEARLY, FREQ_MINUTELY };

struct px_time_node {
	uint8_t symbol, begin, end; /* tokens */
	uint8_t grain, role;
	int8_t month, mday, wday, nth; /* month 1..12, weekday 0..6; 0 or -1 if not said */
	int8_t nth_too; /* "the 1st and 3rd Monday" */
	int16_t weight;
	uint16_t rule;
	int16_t year;
	int16_t next;  /* of the same start, in the chart */
	uint32_t flags;
	int32_t number, milli; /* lexical value; thousandths of an amount */
	int32_t day, until, clock, clock_until;
	int32_t months;
	int64_t seconds;
	/* Recurrence. */
	uint8_t freq, days; /* days: bit 0 = Monday */
	uint16_t months_mask;
	uint32_t month_days; /* bit n = day n, bit 0 = the last day */
	int16_t interval, count;
};

struct px_time_parse {
	const struct px_time_context *context;
	struct px_str text;
	int64_t now;    /* local milliseconds */
	int32_t today, clock; /* the same as day and second */
	int weekday;
	int year, month, mday; /* of today */
};

typedef bool (*px_time_make)(const struct px_time_parse *parse,
			     const struct px_time_node *const *part, int arg,
			     struct px_time_node *out);

enum { PX_TIME_PATTERN = 9 };

struct px_time_rule {
	uint8_t result;
	uint16_t pattern[PX_TIME_PATTERN]; /* ends with S_NONE */
	uint8_t make; /* of the productions of its table (productions.h) */
	int16_t arg;
	int8_t weight;
	const char *example, *meaning; /* at 2026-01-13T10:00, a Tuesday */
};

/* A row of a table.  Only tests and explanations read example and meaning: where size counts they are left out. */
#ifdef PX_TIME_NO_MEANINGS
#define R(result, make, arg, weight, example, meaning, ...) { result, { __VA_ARGS__ }, make, arg, weight, "", "" }
#else
#define R(result, make, arg, weight, example, meaning, ...) \
	{ result, { __VA_ARGS__ }, make, arg, weight, example, meaning }
#endif

struct px_time_rules {
	const char *topic;
	const struct px_time_rule *rule;
	size_t count;
};

/* The productions of each topic, in the order of the tables (productions.c). */
extern const px_time_make *const px_time_makes[];

/* ---- lexicon.c ---- */
struct px_time_word {
	const char *text; /* folded words, separated by single spaces */
	uint8_t symbol;
	int32_t value;
	uint32_t flags;
};
/* What a language gives. */
struct px_time_turn;
struct px_time_lexicon {
	const struct px_time_word *words; /* sorted by text, bytewise */
	size_t word_count;
	const struct px_time_word *guessable; /* names long enough to be recognised with a letter wrong */
	size_t guessable_count;
	const char *const *other_words; /* that are one letter away from such a name */
	size_t other_word_count;
	const char *const *places; /* the zones, by enum px_time_place_name */
	/*
	 * PX_TIME_TOPICS tables, one a topic, and as many again of a language that shares the first ones with
	 * another and has rules of its own besides.  In the order in which their rules are numbered; ends with NULL.
	 */
	const struct px_time_rules *const *tables;
	/* Words that are written as one: any of the first with any of the last; NULL if there are none. */
	const char *const *heads, *const *tails; /* each ends with NULL */
	/* Words that mean something else after some words. */
	const struct px_time_turn *turns;
	size_t turn_count;
};

/* After one of `after`, NULL-terminated, `word` is read as `as`: "guten Morgen" is no time. */
struct px_time_turn {
	const char *const *after;
	const char *word, *as;
};
/* The first row of the lexicon that begins with this word, or NULL. */
const struct px_time_word *px_time_lookup(const struct px_token *token);
/* The row that a misspelled word most probably means, or NULL. */
const struct px_time_word *px_time_guess(const struct px_token *token);
const char *px_time_place(int place);

/* ---- chart.c ---- */
enum { PX_TIME_TOKENS = 48, PX_TIME_NODES = 640, PX_TIME_WIDTH = 26 };

enum { PX_TIME_TOPICS = 8, PX_TIME_TABLES = 2 * PX_TIME_TOPICS, PX_TIME_ROWS = 256 };

/*
 * The rules by their first symbol, as linked lists in the order of the tables.  The number of a
 * rule is its table times PX_TIME_ROWS plus its row.  Each thread builds it with its first text: that costs as much as
 * reading three.
 */
struct px_time_index {
	uint16_t head[S_CLASS_END + 1]; /* number + 1, 0 if there is none */
	struct {
		uint16_t next;   /* the same */
		uint16_t second; /* the second element, or S_NONE if it may be missing */
	} entry[PX_TIME_TABLES * PX_TIME_ROWS];
	bool built;
};

struct px_time_chart {
	const struct px_time_index *index;
	struct px_time_node node[PX_TIME_NODES];
	size_t count;
	int16_t head[PX_TIME_TOKENS + 1]; /* nodes by start, linked by next */
	int16_t tail[PX_TIME_TOKENS + 1];
	uint64_t present[PX_TIME_TOKENS + 1][3]; /* the symbols that start there */
	const struct px_token *token;
	size_t tokens;
};

void px_time_chart_clear(struct px_time_chart *chart, const struct px_token *token, size_t count);
/* Adds a lexical node; those that do not fit are dropped. */
void px_time_chart_add(struct px_time_chart *chart, const struct px_time_node *node);
void px_time_chart_run(struct px_time_chart *chart, const struct px_time_parse *parse);
void px_time_node_init(struct px_time_node *node, int symbol, size_t begin, size_t end);
const struct px_time_rule *px_time_rule_at(uint16_t number);

/* ---- value.c: arithmetic the productions share ---- */
enum { PX_TIME_CLOCK_NONE = -1 };
int32_t px_time_grain_start(const struct px_time_parse *parse, int grain, int32_t day);
int32_t px_time_grain_add(int grain, int32_t day, int count);
/* The day `month`/`mday` of this year, or of the next (last, if the past is preferred). */
bool px_time_pick_year(const struct px_time_parse *parse, struct px_time_node *node);
int32_t px_time_nth_weekday(int32_t first, int32_t until, int weekday, int nth);
int32_t px_time_add_business(int32_t day, int count);
/* `base` plus sign * length: fills day and clock of out; MOMENT, DAY or CLOCK. */
bool px_time_shift(const struct px_time_parse *parse, const struct px_time_node *base,
		   const struct px_time_node *length, int sign, struct px_time_node *out);

/* ---- part.c: parts of the day ---- */
enum px_time_part {
	PART_MORNING, PART_EARLY_MORNING, PART_MID_MORNING, PART_LATE_MORNING, PART_BREAKFAST,
	PART_BRUNCH, PART_LUNCH, PART_AFTER_LUNCH, PART_AFTERNOON, PART_EARLY_AFTERNOON,
	PART_MID_AFTERNOON, PART_LATE_AFTERNOON, PART_AFTER_SCHOOL, PART_AFTER_WORK, PART_EVENING, PART_EARLY_EVENING,
	PART_LATE_EVENING, PART_DINNER, PART_SUNSET, PART_NIGHT, PART_EARLY_NIGHT, PART_LATE_NIGHT,
	PART_TONIGHT, PART_BUSINESS, PART_DAYTIME, PART_COUNT
};
void px_time_part_window(int part, int32_t *begin, int32_t *end);
/* Moves a clock of unknown half into the part ("3 in the morning"); false if it can't be. */
bool px_time_part_apply(int part, int32_t *clock, uint32_t *flags, int *day_carry);
/* The half of the day in which a clock of unknown half usually is. */
int32_t px_time_usual_half(int32_t clock);
/* The same of a node, which may say its half by how it is written (F_WRITTEN). */
int32_t px_time_half_of(const struct px_time_node *node);
/* The same by when it is said, too. */
int32_t px_time_half_at(const struct px_time_parse *parse, const struct px_time_node *node);

/* ---- holiday.c ---- */
int32_t px_time_holiday(int holiday, int year, const char *country);
/* How a holiday recurs: FIXED on a day of the year, NTH on a weekday of a month, MOVING otherwise. */
enum px_time_holiday_kind { HOLIDAY_KIND_FIXED, HOLIDAY_KIND_NTH, HOLIDAY_KIND_MOVING };
enum px_time_holiday_kind px_time_holiday_recurrence(int holiday, const char *country, int *nth);

/* ---- rules_join.c ---- */
/* A day and a clock, hours or week that stand apart in a sentence, as one value. */
bool px_time_join(const struct px_time_parse *parse, const struct px_time_node *a,
		  const struct px_time_node *b, struct px_time_node *out);

/* ---- rules_set.c ---- */
/* The recurrence `set` at the time of day `clock`. */
bool px_time_set_clock(const struct px_time_parse *parse, const struct px_time_node *set,
		       const struct px_time_node *clock, struct px_time_node *out);

/* ---- select.c: which nodes of a chart are meant as times ---- */
enum { PX_TIME_PICKS = 12 };
/* The words around a run, for what is no time in spite of its form. */
struct px_time_around {
	const struct px_token *before, *after; /* kind PX_TOKEN_END if there is none */
	bool whole;                            /* the run is all there is */
};
/* The best cover by values that begin before `limit`, in text order; returns how many. */
size_t px_time_select(const struct px_time_chart *chart, const struct px_time_around *around,
		      size_t limit, const struct px_time_node *picks[PX_TIME_PICKS]);

/* ---- resolve.c ---- */
void px_time_resolve(const struct px_time_parse *parse, const struct px_time_node *node,
		     struct px_time_expr *out);

#endif
