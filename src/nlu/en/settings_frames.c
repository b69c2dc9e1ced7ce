/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sentences that say how Pixie is to speak to its person: {z} a place or a
 * time zone, {n} a name.  The times of the request say the rest.
 */
#include "nlu/en/english.h"

#define B PX_FRAME_BARE
#define TIME PX_FRAME_TIME
#define ASK "(please|can you|could you|i want you to|i'd like you to|i want to|i'd like to)? "
#define SET "(set|change|switch|update|make|put|move|turn|have) "
#define MY "(my|the|our)? "
#define BRIEF "(daily|morning|day's)? (brief|briefing)"
#define EVENTS "(all|every|each|any|all of)? (my|the|our)? (events|meetings|appointments|event|meeting|appointment|calls)"
#define TASKS "(all|every|each|any|all of)? (my|the|our)? (tasks|todos|to dos|task)"
#define FROM_NOW "(by default|as default|as a rule|always|from now on|every time|each time|in general)?"

static const struct px_frame settings[] = {
	/* where: by the name of a zone, or of a city that has one */
	{ ASK SET MY "(time zone|timezone|zone|clock) (to|as|onto|into)? (be)? {z} (time|zone)?", B, "!", PX_SETTING_ZONE },
	{ MY "(time zone|timezone) (is|should be|=) (now)? {z}", B, "!", PX_SETTING_ZONE },
	{ ASK "(use|switch to|go by|work in|show) (the)? {z} (time|time zone|timezone|times)", B, "", PX_SETTING_ZONE },
	{ "(i'll be|i will be|we'll be) (staying|working|living|away|over|out)? in {z} (for work|on holiday|on business)?", B | TIME,
	  "=until", PX_SETTING_ZONE },
	{ "(i'm|i am|we're|we are) (now|currently|back|staying|working|living|away|over|out|"
	  "travelling|traveling)? (now)? in {z} (now|at the moment|currently|for work|on holiday|on business)?", B | TIME, "=",
	  PX_SETTING_ZONE },
	{ "(i'm|i am|we're|we are) (now|currently|back) in {z} (again|now)?", B, "=", PX_SETTING_ZONE },
	{ "(i'm|i am|we're|we are) in {z} (now|at the moment|currently)", B, "=", PX_SETTING_ZONE },
	{ "(i've|i have|i|we've|we have|we)? (just)? (landed|arrived) (in|at) {z}", B, "=", PX_SETTING_ZONE },
	/* the name */
	{ ASK "(you can|you may|just)? call me {n} (please|from now on|instead|now|thanks)?", PX_FRAME_UNTIMED, "",
	  PX_SETTING_NAME },
	{ ASK SET "my name (to|as|into|to be) {n}", PX_FRAME_UNTIMED, "!", PX_SETTING_NAME },
	/* the brief */
	{ ASK "(send|give|get|show|read|tell)? (me)? " MY BRIEF " (please|every day|every morning|each day|each morning)?", B | TIME,
	  "", PX_SETTING_BRIEF },
	{ ASK SET MY BRIEF " (time)? (to|for|be|come|arrive|sent|up|back|forward)?", B | TIME, "", PX_SETTING_BRIEF },
	{ "(brief|briefing) me", B | TIME, "", PX_SETTING_BRIEF },
	{ MY BRIEF " (should|is to|could|can) (come|be|arrive|be sent)", B | TIME, "", PX_SETTING_BRIEF },
	{ ASK "(turn|switch) (off) " MY BRIEF "|" ASK "(turn|switch) " MY BRIEF " off|(no|stop|cancel|i don't want|i don't need) (more)? "
	  "(sending)? (me)? (the|my|any|a)? (more)? " BRIEF " (any more|anymore|please|any longer)?", 0, "off", PX_SETTING_BRIEF_STATE },
	{ ASK "(turn|switch) (on) " MY BRIEF " (again)?|" ASK "(turn|switch) " MY BRIEF " (back)? on (again)?|(start|resume) (sending)? "
	  "(me)? (the|my|a)? " BRIEF " (again|please)?", 0, "on", PX_SETTING_BRIEF_STATE },
	/* usual reminders: only what speaks of all of a kind */
	{ ASK "(always)? (remind|notify|alert|warn|tell) me (always)? (before|ahead of|in advance of|prior to)? " EVENTS " (start|begin|starts|begins)? "
	  FROM_NOW, B | TIME, "event_leads", PX_SETTING_LEAD },
	{ ASK "(always)? (remind|notify|alert|warn|tell) me (always)? (a|an|one|the) (day|hour|week) (before|ahead of) " EVENTS " "
	  FROM_NOW, 0, "event_leads", PX_SETTING_LEAD },
	{ ASK "(always)? (remind|notify|alert|warn|tell) me (always)? (before|ahead of)? " TASKS " (is|are)? (due)? " FROM_NOW, B | TIME,
	  "task_leads", PX_SETTING_LEAD },
	{ ASK SET MY "(default|usual|standard) (event|meeting|appointment|calendar)? (reminder|reminders|lead time|reminder time|alert) "
	  "((for|of|before) " EVENTS ")? (to|at|as|be)? (before)?", B | TIME, "event_leads", PX_SETTING_LEAD },
	{ ASK SET MY "(default|usual|standard)? (task|todo) (reminder|reminders|lead time|alert) (to|at|as|be)? (before)?", B | TIME,
	  "task_leads", PX_SETTING_LEAD },
	{ MY "(default|usual|standard) (event|meeting)? (reminder|reminders) ((for|of|before) " EVENTS ")? (is|are|should be|to be) "
	  "(before)?", B | TIME, "event_leads", PX_SETTING_LEAD },
	/* quiet */
	{ ASK "(set|make|my)? " MY "(quiet|silent|do not disturb) (hours|time|times) (to|as|are|is|from|be)?", B | TIME, "",
	  PX_SETTING_QUIET },
	{ ASK "(don't|do not|never) (disturb|bother|notify|ping) me", B | TIME, "", PX_SETTING_QUIET },
	{ "(no|keep quiet|be quiet|stay quiet) (notifications|reminders|pings)?", B | TIME, "", PX_SETTING_QUIET },
	/* the form of dates */
	{ ASK "(use|show|write|switch to) (me)? (american|us|u.s) (dates|date format|format|style|times)", 0, "en-US",
	  PX_SETTING_LOCALE },
	{ ASK "(use|show|write|switch to) (me)? (british|uk|u.k|english|european|international) (dates|date format|format|style|times)", 0,
	  "en-GB", PX_SETTING_LOCALE },
	/* how they are */
	{ "(show|tell|list|see) (me)? (all)? (of)? (my|the|your)? (settings|preferences)|(what|which) (are|is) (my|the|your)? (settings|"
	  "preferences)|(what|what's|which) (is)? (my|the) (time zone|timezone) (is set|now|set to)?|(what|which) (time zone|timezone) (am i "
	  "in|do you (use|have)|are you (using|on)|is set)", 0, "", PX_SETTING_TELL },
	{ "(when|when's|what time) (is|does|do i get|comes)? " MY BRIEF " (come|time|set)?", PX_FRAME_UNTIMED, "", PX_SETTING_TELL },
};

const struct px_frames px_english_settings_frames = { settings, sizeof(settings) / sizeof(settings[0]) };
