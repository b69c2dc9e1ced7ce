/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Phrases that give a priority, a project or tags wherever they stand: {p} a
 * project as said, {k} one that is known, {g} a tag.  The rule for tags is the
 * last.
 */
#include "nlu/en/english.h"

static const struct px_slot_rule rules[] = {
	{ PX_SLOT_PRIORITY, "(with|at|as|and|is|it's|it is|set to|marked|mark it|mark as|make it|with a|a)? "
			 "(top|highest|urgent|critical|max|maximum) (priority|importance)", "urgent" },
	{ PX_SLOT_PRIORITY, "(with|at|as|and|is|it's|it is|set to|marked|mark it|mark as|make it|with a|a|of)? "
			 "(a|the)? (high|higher) (priority|importance)", "high" },
	{ PX_SLOT_PRIORITY, "(with|at|as|and|is|it's|it is|set to|marked|mark it|mark as|make it|with a|a|of)? "
			 "(a|the)? (normal|medium|regular|default|standard) (priority|importance)", "normal" },
	{ PX_SLOT_PRIORITY, "(with|at|as|and|is|it's|it is|set to|marked|mark it|mark as|make it|with a|a|of)? "
			 "(a|the)? (low|lower|lowest) (priority|importance)", "low" },
	{ PX_SLOT_PRIORITY, "(with|at|and)? priority (is|of|to|should be|level)? (urgent|1|one|critical|highest)",
	  "urgent" },
	{ PX_SLOT_PRIORITY, "(with|at|and)? priority (is|of|to|should be|level)? (high|2|two)", "high" },
	{ PX_SLOT_PRIORITY, "(with|at|and)? priority (is|of|to|should be|level)? (normal|medium|3|three)", "normal" },
	{ PX_SLOT_PRIORITY, "(with|at|and)? priority (is|of|to|should be|level)? (low|4|four)", "low" },
	{ PX_SLOT_PRIORITY, "(and|it's|it is|this is|that's)? (asap|a.s.a.p|as soon as possible|urgently)", "urgent" },
	{ PX_SLOT_PRIORITY, "(and|but)? (it's|it is|this is|this one is|that's|that is|they're) "
			 "(very|really|super|quite|pretty|kind of)? (urgent|critical)", "urgent" },
	{ PX_SLOT_PRIORITY, "(and|but)? (it's|it is|this is|this one is|that's|that is) "
			 "(very|really|super|quite|pretty)? important", "high" },
	{ PX_SLOT_PRIORITY, "(and|but)? (it's|it is|this is|there's)? (no rush|not urgent|not important|no hurry)",
	  "low" },
	{ PX_SLOT_PRIORITY, "(and)? (put|mark|flag|set|log|file) (it|that|this|them) down as (urgent|critical|top|a "
	  "must)", "urgent" },
	{ PX_SLOT_PRIORITY, "(and)? (put|mark|flag|set|log|file) (it|that|this|them) down as (high|important)", "high"
	  },
	{ PX_SLOT_PRIORITY, "(and)? (put|mark|flag|set|log|file) (it|that|this|them) down as (normal|medium)", "normal"
	  },
	{ PX_SLOT_PRIORITY, "(and)? (put|mark|flag|set|log|file) (it|that|this|them) down as low", "low" },
	/* "…, and bump it up to high" */
	{ PX_SLOT_PRIORITY, "and (bump|make|mark|set|put|raise|push|flag|treat|knock|give) (it|that|this|them|the "
	  "priority) (up)? (to|as|at)? (urgent|critical|top)", "urgent" },
	{ PX_SLOT_PRIORITY, "and (bump|make|mark|set|put|raise|push|flag|treat|give) (it|that|this|them|the priority) "
	  "(up)? (to|as|at)? (a)? (high|important) (priority)?", "high" },
	{ PX_SLOT_PRIORITY, "and (bump|make|mark|set|put|drop|lower|push|flag|knock) (it|that|this|them|the priority) "
	  "(back|down)? (to|as|at)? (a)? (normal|medium) (priority)?", "normal" },
	{ PX_SLOT_PRIORITY, "and (bump|make|mark|set|put|drop|lower|push|flag|knock) (it|that|this|them|the priority) "
	  "(down)? (to|as|at)? (a)? low (priority)?", "low" },
	{ PX_SLOT_PRIORITY, "(a|with)? (top-priority|urgent-priority)", "urgent" },
	{ PX_SLOT_PRIORITY, "(a|with)? high-priority", "high" }, { PX_SLOT_PRIORITY, "(a|with)? low-priority", "low" },
	{ PX_SLOT_PRIORITY, "(a|with)? (medium-priority|normal-priority)", "normal" },
	{ PX_SLOT_PRIORITY, "p1s", "urgent" }, { PX_SLOT_PRIORITY, "p2s", "high" },
	{ PX_SLOT_PRIORITY, "p1", "urgent" }, { PX_SLOT_PRIORITY, "p2", "high" },
	{ PX_SLOT_PRIORITY, "p3", "normal" }, { PX_SLOT_PRIORITY, "p4", "low" },
	{ PX_SLOT_NAG, "(until|till) (it's|it is|that's|that is|i'm|i am)? (done|finished|sorted)", "nag" },
	{ PX_SLOT_NAG, "(until|till) (i've|i have|i) (done|did|do|finished|paid|sent) (it|that|this)", "nag" },
	{ PX_SLOT_PROJECT, "(in|to|into|for|under|on|onto|from|within|off|of) ($my)? {p} (project|list|lists)" },
	{ PX_SLOT_PROJECT, "(in|to|into|for|under|on|onto|from|within|of) ($my)? (project|list) (called|named)? {p}" },
	{ PX_SLOT_PROJECT, "(it|that|this)? (goes|belongs|should go|can go|comes) (in|to|into|under|with) ($my)? {k}" },
	{ PX_SLOT_PROJECT, "(it's|that's|this is|this one's) (for|in|under|part of) ($my)? {k}" },
	{ PX_SLOT_PROJECT, "(in|to|into|for|under|from|within) ($my)? {k}" },
	{ PX_SLOT_TAG, "(and|with)? (tagged|tag it|tag this|with tag|with the tag|with tags|with the tags|"
		    "tagged as|tag as|tag it as|labeled|labelled|label it|tags|tag) (as|with)? {g}" },
};

const struct px_slot_rules px_english_slot_rules = { rules, sizeof(rules) / sizeof(rules[0]) };
