/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words that slips are looked for in, and the short forms of chats.
 */
#include "nlu/en/english.h"
#include "nlu/text/spelling.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* Of four letters only swaps are slips: "moev", but not "mode"; longer words need five. */
static const char *const verbs[] = {
	"remind",  "schedule", "reschedule", "cancel", "cancelled", "delete", "deleted", "remove",
	"removed", "complete", "completed",  "finish", "finished",  "change", "update",	 "create",
	"rename",  "postpone", "snooze",     "invite", "remember",  "forget", "arrange", "move",
	"moved",   "mark",     "show",	     "list",   "push",	    "book",   "what",	 "when",
	"where",   "which",    "could",	     "would",  "should",    "email",  "order",	 "ordered",
};

static const char *const nouns[] = {
	"priority",  "calendar", "appointment", "appointments", "meeting", "meetings", "reminder",
	"reminders", "project",	 "projects",	"schedule",	"please",  "urgent",   "high",    "earlier",
};

/* Sorted by text.  Verbs that are cut short, or misspelt by more than one letter, are among them. */
static const struct px_chat_form chat_forms[] = {
	{ "2day", "today", PX_CHAT_ANYWHERE },	      { "2moro", "tomorrow", PX_CHAT_ANYWHERE },
	{ "2morrow", "tomorrow", PX_CHAT_ANYWHERE },  { "2moz", "tomorrow", PX_CHAT_ANYWHERE },
	{ "2mrw", "tomorrow", PX_CHAT_ANYWHERE },     { "2night", "tonight", PX_CHAT_ANYWHERE },
	{ "2nite", "tonight", PX_CHAT_ANYWHERE },     { "4get", "forget", PX_CHAT_ANYWHERE },
	{ "abt", "about", PX_CHAT_ANYWHERE },	      { "actully", "actually", PX_CHAT_ANYWHERE },
	{ "acutally", "actually", PX_CHAT_ANYWHERE }, { "addd", "add", PX_CHAT_AT_START },
	{ "adn", "and", PX_CHAT_BEFORE_NOUN },	      { "b4", "before", PX_CHAT_ANYWHERE },
	{ "bcz", "because", PX_CHAT_ANYWHERE },	      { "becoz", "because", PX_CHAT_ANYWHERE },
	{ "becuz", "because", PX_CHAT_ANYWHERE },     { "cancle", "cancel", PX_CHAT_ANYWHERE },
	{ "canel", "cancel", PX_CHAT_ANYWHERE },      { "chng", "change", PX_CHAT_AT_START },
	{ "cld", "could", PX_CHAT_ANYWHERE },	      { "cna", "can", PX_CHAT_AT_START },
	{ "cncl", "cancel", PX_CHAT_AT_START },	      { "da", "the", PX_CHAT_BEFORE_NOUN },
	{ "dat", "that", PX_CHAT_BEFORE_NOUN },	      { "del", "delete", PX_CHAT_AT_START },
	{ "delte", "delete", PX_CHAT_ANYWHERE },
	{ "dis", "this", PX_CHAT_BEFORE_NOUN },	      { "dnt", "don't", PX_CHAT_ANYWHERE },
	{ "everythign", "everything", PX_CHAT_ANYWHERE },
	{ "evr", "ever", PX_CHAT_ANYWHERE },	      { "frm", "from", PX_CHAT_ANYWHERE },
	{ "gota", "gotta", PX_CHAT_ANYWHERE },	      { "hav", "have", PX_CHAT_ANYWHERE },
	{ "hte", "the", PX_CHAT_BEFORE_NOUN },	      { "hv", "have", PX_CHAT_ANYWHERE },
	{ "mov", "move", PX_CHAT_AT_START },	      { "mrk", "mark", PX_CHAT_AT_START },
	{ "mve", "move", PX_CHAT_AT_START },	      { "nxt", "next", PX_CHAT_ANYWHERE },
	{ "prio", "priority", PX_CHAT_ANYWHERE },
	{ "rember", "remember", PX_CHAT_ANYWHERE },   { "remeber", "remember", PX_CHAT_ANYWHERE },
	{ "remmeber", "remember", PX_CHAT_ANYWHERE }, { "resched", "reschedule", PX_CHAT_AT_START },
	{ "rmnd", "remind", PX_CHAT_AT_START },	      { "sched", "schedule", PX_CHAT_AT_START },
	{ "scheduel", "schedule", PX_CHAT_ANYWHERE }, { "shedual", "schedule", PX_CHAT_AT_START },
	{ "shedule", "schedule", PX_CHAT_ANYWHERE },  { "shld", "should", PX_CHAT_ANYWHERE },
	{ "shw", "show", PX_CHAT_AT_START },	      { "skedule", "schedule", PX_CHAT_AT_START },
	{ "taht", "that", PX_CHAT_ANYWHERE },	      { "teh", "the", PX_CHAT_BEFORE_NOUN },
	{ "tht", "that", PX_CHAT_ANYWHERE },	      { "tmoro", "tomorrow", PX_CHAT_ANYWHERE },
	{ "tmoz", "tomorrow", PX_CHAT_ANYWHERE },     { "tomoz", "tomorrow", PX_CHAT_ANYWHERE },
	{ "udpate", "update", PX_CHAT_ANYWHERE },     { "waht", "what", PX_CHAT_ANYWHERE },
	{ "wat", "what", PX_CHAT_BEFORE_NOUN },	      { "wats", "what's", PX_CHAT_ANYWHERE },
	{ "weeknd", "weekend", PX_CHAT_ANYWHERE },    { "wekend", "weekend", PX_CHAT_ANYWHERE },
	{ "wen", "when", PX_CHAT_AT_START },	      { "wher", "where", PX_CHAT_ANYWHERE },
	{ "whn", "when", PX_CHAT_ANYWHERE },	      { "whr", "where", PX_CHAT_ANYWHERE },
	{ "wht", "what", PX_CHAT_ANYWHERE },	      { "wkend", "weekend", PX_CHAT_ANYWHERE },
	{ "wknd", "weekend", PX_CHAT_ANYWHERE },      { "wld", "would", PX_CHAT_ANYWHERE },
	{ "wots", "what's", PX_CHAT_ANYWHERE },	      { "wut", "what", PX_CHAT_BEFORE_NOUN },
	{ "xcept", "except", PX_CHAT_ANYWHERE },      { "yuo", "you", PX_CHAT_AT_START },
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
static const char *const elisions[] = { "til",	"till", "n",	"s",   "em",   "cause", "cos", "round",
					"bout", "tis",	"twas", "kay", "ello", "am",	"un" };

const struct px_spelling_lexicon px_english_spelling = {
	.verbs = { verbs, COUNT(verbs) },
	.nouns = { nouns, COUNT(nouns) },
	.leads = { leads, COUNT(leads) },
	.elisions = { elisions, COUNT(elisions) },
	.chat_forms = chat_forms,
	.chat_form_count = COUNT(chat_forms),
};
