/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words of text/spelling.c: those that are looked for, those that must be left
 * alone though one letter away from them, and short forms.
 */
#ifndef PX_NLU_EN_SPELLING_TABLE_H
#define PX_NLU_EN_SPELLING_TABLE_H

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* Of four letters only swaps are slips: "moev", but not "mode"; longer words need five. */
static const char *const verbs[] = {
	"remind", "schedule", "reschedule", "cancel", "cancelled", "delete", "deleted", "remove", "removed", "complete",
	"completed", "finish", "finished", "change", "update", "create", "rename", "postpone", "snooze", "invite", "remember",
	"forget", "arrange", "move", "moved", "mark", "show", "list", "push", "book", "what", "when", "where", "which", "could",
	"would", "should", "email", "order", "ordered",
};

static const char *const nouns[] = {
	"priority", "calendar", "appointment", "appointments", "meeting", "meetings", "reminder", "reminders", "project", "projects",
	"schedule", "please", "urgent", "high",
};

/* Words in use that are one letter away from one above. */
static const char real_words[] =
	"reminds rewind remand rebind scheduled schedules scheduler rescheduled reschedules cancer cancels chancel canceled deplete "
	"deletes delate remote removes remover compete completes completer completely competed finnish finis finishes finisher chance "
	"changed charge changes chang changer updated updates uprate uprated updater created creates crate cremate crease "
	"crete creator create renamed renames postponed postpones snoozes snoozed snoozer invited invites incite invitee indite "
	"remembers forgot forged forgets forge forger forges forgery arranged arranges arranger world wound mould "
	"whore wheres shoulder shoulds pleased pleases pleas pease plead calendars appointments appointed meetings melting meting "
	"reminded remainder reminders protect projects projected moves mover movie movies moved loved deletion emails emailed "
	"orders ordeal older border orderly ordered reorder emil witch marked shows lists boots books those whose there wheel "
	"whale wheat wheel while white";

enum chat_where { ANYWHERE, AT_START, BEFORE_NOUN };

/* Sorted by text.  Verbs that are cut short, or misspelt by more than one letter, are among them. */
static const struct { const char *text, *means; enum chat_where where; } chat_forms[] = {
	{ "2day", "today", ANYWHERE }, { "2moro", "tomorrow", ANYWHERE },
	{ "2morrow", "tomorrow", ANYWHERE }, { "2moz", "tomorrow", ANYWHERE },
	{ "2mrw", "tomorrow", ANYWHERE }, { "2night", "tonight", ANYWHERE },
	{ "2nite", "tonight", ANYWHERE }, { "4get", "forget", ANYWHERE },
	{ "abt", "about", ANYWHERE }, { "addd", "add", AT_START }, { "adn", "and", BEFORE_NOUN },
	{ "b4", "before", ANYWHERE }, { "bcz", "because", ANYWHERE },
	{ "becoz", "because", ANYWHERE }, { "becuz", "because", ANYWHERE },
	{ "cancle", "cancel", ANYWHERE }, { "canel", "cancel", ANYWHERE },
	{ "chng", "change", AT_START }, { "cld", "could", ANYWHERE }, { "cna", "can", AT_START },
	{ "cncl", "cancel", AT_START }, { "da", "the", BEFORE_NOUN }, { "dat", "that", BEFORE_NOUN },
	{ "delte", "delete", ANYWHERE }, { "dis", "this", BEFORE_NOUN }, { "dnt", "don't", ANYWHERE },
	{ "evr", "ever", ANYWHERE }, { "frm", "from", ANYWHERE }, { "gota", "gotta", ANYWHERE },
	{ "hav", "have", ANYWHERE }, { "hte", "the", BEFORE_NOUN }, { "hv", "have", ANYWHERE },
	{ "mov", "move", AT_START }, { "mrk", "mark", AT_START }, { "mve", "move", AT_START },
	{ "nxt", "next", ANYWHERE }, { "rember", "remember", ANYWHERE },
	{ "remeber", "remember", ANYWHERE }, { "remmeber", "remember", ANYWHERE },
	{ "resched", "reschedule", AT_START }, { "rmnd", "remind", AT_START },
	{ "sched", "schedule", AT_START }, { "scheduel", "schedule", ANYWHERE },
	{ "shedual", "schedule", AT_START }, { "shedule", "schedule", ANYWHERE },
	{ "shld", "should", ANYWHERE }, { "shw", "show", AT_START },
	{ "skedule", "schedule", AT_START }, { "taht", "that", ANYWHERE },
	{ "teh", "the", BEFORE_NOUN }, { "tht", "that", ANYWHERE }, { "tmoro", "tomorrow", ANYWHERE },
	{ "tmoz", "tomorrow", ANYWHERE }, { "tomoz", "tomorrow", ANYWHERE },
	{ "udpate", "update", ANYWHERE }, { "waht", "what", ANYWHERE },
	{ "wat", "what", BEFORE_NOUN }, { "wats", "what's", ANYWHERE },
	{ "weeknd", "weekend", ANYWHERE }, { "wekend", "weekend", ANYWHERE },
	{ "wen", "when", AT_START }, { "wher", "where", ANYWHERE }, { "whn", "when", ANYWHERE },
	{ "whr", "where", ANYWHERE }, { "wht", "what", ANYWHERE }, { "wkend", "weekend", ANYWHERE },
	{ "wknd", "weekend", ANYWHERE }, { "wld", "would", ANYWHERE }, { "wots", "what's", ANYWHERE },
	{ "wut", "what", BEFORE_NOUN }, { "yuo", "you", AT_START },
};

/* Behind these a request has not begun yet. */
static const char *const leads[] = {
	"please", "hey", "hi", "hello", "ok", "okay", "yo", "pixie", "can", "could", "would", "will",
	"you", "just", "also", "and", "then", "plus", "n", "nd", "so", "now", "oh", "well",
	"actually", "kindly", "let's", "to", "me", "i", "wanna", "want", "want-to", "need", "like",
	"must", "gotta", "got-to", "have", "got", "should", "help", "us", "go", "ahead", "quickly",
	"thanks", "gonna", "going-to", "i'll", "i'd", "i've", "already", "can't", "don't", "we",
	"we've",
};

/* Apostrophes that open no quotation. */
static const char *const elisions[] = { "til", "till", "n", "s", "em", "cause", "cos", "round", "bout", "tis", "twas", "kay", "ello", "am", "un" };

/* "have 2 call", "remember 2 buy" */
static const char before_to[] = "have need want got gotta going like remember forget me has us try ought got-to";
/* "have 2 call centres" */
static const char also_nouns[] = "call work book train print plant paint oil drink note bill log record test design build iron back";
/* Behind these a figure is a time or a label; before the former it is one as well. */
static const char before_figure[] =
	"at by from to till til until before after around about @ for chapter part phase step version room week day grade gate "
	"page level season episode table number no of and or tomorrow today tonight tmrw next the an a in on monday tuesday wednesday "
	"thursday friday saturday sunday mon tue tues wed weds thu thurs fri sat sun jan feb mar apr may jun jul aug sep sept oct "
	"nov dec january february march april june july august september october november december past between";
static const char days_of_week[] =
	"monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds thu thur thurs fri sat sun wensday wendsday "
	"wednsday thrusday tusday teusday firday saterday satruday";
static const char after_move[] =
	"monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds thu thur thurs fri sat sun tomorrow tmrw tmr "
	"2moro tomoz next nxt today tonight tonite noon wensday wendsday wednsday thrusday tusday teusday firday saterday satruday "
	"the my da our";

/* What a request begins with behind "n". */
static const char joined_verbs[] =
	"add move mark remind cancel delete remove complete finish tick check show tell list put set push book schedule reschedule "
	"rename change create update make email call text buy pay send get invite postpone order ring msg message ask write "
	"what's what when remember";

#endif
