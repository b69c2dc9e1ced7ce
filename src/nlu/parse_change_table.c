/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sentences that change things: one row per way to say it.
 */
#include "nlu/parse_change.h"

#define K PX_FRAME_KNOWN
#define T PX_FRAME_TASK
#define E PX_FRAME_EVENT

#define P PX_FRAME_PRONOUN
#define U PX_FRAME_UNTIMED

#define Z PX_FRAME_TIME

const struct px_frame px_change_frames[] = {
	/* status and completion */
	{ "mark {x} (as|to)? (not done|undone|incomplete|pending|todo|to do|open|unfinished|not completed|not finished)", T, "pending", px_change_status, "m" },
	{ "(reopen|re-open|uncheck|untick|restore|unmark) {x}", T, "pending", px_change_status, "ru" },
	{ "{x} (isn't|is not|wasn't|was not|aren't) (done|finished|complete|completed) (yet|after all)?", T | K, "pending", px_change_status, "" },
	{ "(mark|set|flag|put|move) {x} (as|to|is)? (in progress|in-progress|started|ongoing|doing|wip|under way|underway)", T, "in_progress", px_change_status, "fmps" },
	{ "(i'm|i am|i've|i have|i|we've|we're|we) (just|already|now|currently)? (started|start|starting|begun|began|working|doing) (working)? (on|with)? {x} (now)?", T | K, "in_progress", px_change_status, "iw" },
	{ "(start|begin|started) (working)? (on|with)? {x}", T | K, "in_progress", px_change_status, "bs" },
	{ "(i'm|i am) (busy with|on|onto|in the middle of|halfway through|half way through|midway through|partway through|making progress on|making progress with) {x} (now|already)?", T | K | U, "in_progress", px_change_status, "i" },
	{ "mark {x} (as|to|is)? (cancelled|canceled)", T | K, "cancelled", px_change_status, "m" },
	{ "(mark|set|flag|check|tick|make|put|move|cross) {x} (as|to|is|off as|off)? (being)? $done (now)?", T, "", px_change_complete, "cfmpst" },
	{ "(mark|check|tick|cross|strike) (off)? {x} (off|out) (of|from)? ($the)? ($tasks|{p})?", T, "", px_change_complete, "cmst" },
	{ "(check off|tick off|cross off|cross out|strike off|tick|complete|cross|mark off|mark) {x} (off|from|on|in|off of) $my $tasks", T, "", px_change_complete, "cmst" },
	{ "(check off|tick off|cross off|cross out|strike off|tick|mark off) {x}", T, "", px_change_complete, "cmst" },
	{ "(complete|finish|close|resolve) {x}", T, "", px_change_complete_all, "cfr" },
	{ "(complete|completing) {x}", T | U, "", px_change_complete, "c" },
	{ "(finish|close|resolve|wrap up|close out|check) {x}", T | U | K, "", px_change_complete, "cfrw" },
	{ "(i'm|i am|i've|i have|i|we|we've|we have|we're|just|ok|okay|and)? (just|already|finally|now|also|all|am)? (done|finished|completed|complete|through) (with|doing)? {x} (now|already|today)?", T | K, "", px_change_complete, "acdfijnotw" },
	{ "(done|finished|completed) (with)? {x}", T, "", px_change_complete, "cdf" },
	{ "{x} (is|are|was|were|has been|have been|'s|got|has|have|is now) (all|already|now|finally|been)? $done (now|already|too)?", T | K, "", px_change_complete, "" },
	{ "{x} $done", T | K, "", px_change_complete, "" },
	{ "(ok|okay|yes|yep|all|it's|that's|that is|it is|i'm|and|i've|just)? (done|finished|completed|complete) (now|with (it|that|this))?", T, "", px_change_complete, "acdfijoty" },
	{ "(i|we|i've|ok i|ok|just|i have|yes i) (just|already|finally)? (did|finished|completed|done|handled|sorted) {x} (already|now|today|earlier)?", T | K, "", px_change_complete, "ijowy" },
	{ "(i|we|i've|we've|i have|we have|and|ok|ok i)? (just|already|finally|also|i)? (just|already|finally)? {x} (already|now|today|earlier|yesterday|this morning|too)?", T, "", px_change_past, "" },
	{ "{x} (is|are|was|were|has been|have been|got|'s) (now|already|finally|all|been)? {v}", T | U | K, "", px_change_passive, "" },
	/* deletion */
	{ "(take|pull|get|cross|remove|delete|drop|clear|strike) {x} (off|off of|from|out of) $the $tasks", T, "", px_change_delete, "cdgprst" },
	{ "(take|pull|get|remove|delete|drop|clear|strike|cancel) {x} (off|off of|from|out of|on|in) $the $cal", E, "", px_change_delete, "cdgprst" },
	{ "(take|pull) {x} (off|out|off of)?", K, "", px_change_delete, "pt" },
	{ "(clear|empty|wipe|free up|clear out|clean up|cancel) {x}", E, "", px_change_clear, "cefw" },
	{ "$delete $the? (reminder|reminders|task|todo|to do|item|tasks) (to|for|about|called|named|of|that says)? {x}", T, "", px_change_delete, "abcdefgknrstw" },
	{ "$delete $the? (event|appointment) (called|named) {x}", E, "", px_change_delete, "abcdefgknrstw" },
	{ "$delete {x}", 0, "", px_change_delete, "abcdefgknrstw" },
	{ "(i|we)? (don't|do not|no longer|won't) (need|want|have) (to|the|my)? {x} (anymore|any more|any longer|now)?", K, "", px_change_delete, "dinw" },
	{ "(there's|there is)? no need (to|for) {x} (anymore|any more|any longer|now)?", K, "", px_change_delete, "nt" },
	{ "{x} (is|are|got|has been|was|'s|have been|has) (now|been|all)? (cancelled|canceled|off|called off|not happening|not needed|scrapped|no longer happening|no longer needed|not happening anymore) (<time>|anymore|now)?", K, "", px_change_delete, "" },
	{ "(i|we) (won't|can't|cannot|will not|am not going to) (be able to)? (make|attend|go to|come to|make it to|do|be at) {x}", K | E, "", px_change_delete, "iw" },
	{ "(i'm|we're|i am|we are) (not going to|not doing|not having|not attending|skipping|no longer going to|no longer doing|no longer having) {x}", K | E, "", px_change_delete, "iw" },
	{ "skip {x}", K, "", px_change_delete, "s" },
	{ "(forget|never mind|nevermind) (about) {x}", K | T, "", px_change_delete, "fn" },
	/* length before moves: "extend", "an hour longer" */
	{ "(extend|lengthen|prolong|expand) {x} (by|for)? (another|an extra)? <time> (longer|more)?", E | Z, "+", px_change_length, "elp" },
	{ "(extend|lengthen|prolong) {x} (to|until|till) <time>", E | Z, "+", px_change_length, "elp" },
	{ "(make|set|have|let) {x} (last)? (run)? <time> longer", E | Z, "+", px_change_length, "hlms" },
	{ "(make|set|have|let|run) {x} (last)? (run)? longer by <time>", E | Z, "+", px_change_length, "hlmrs" },
	{ "add (another)? <time> to {x}", E | Z, "+", px_change_length, "a" },
	{ "(make|set|have) {x} <time> shorter", E | Z, "-", px_change_length, "hms" },
	{ "(make|set|have) {x} shorter by <time>", E | Z, "-", px_change_length, "hms" },
	{ "(end|finish|stop) {x} (at|by) <time>", E | K | Z, "+", px_change_length, "efs" },
	{ "(shorten|cut|trim|reduce) {x} by <time>", E | Z, "-", px_change_length, "crst" },
	{ "(shorten|cut|trim|reduce) {x} (down)? (to) <time>", E | Z, "=", px_change_length, "crst" },
	{ "(make|set) {x} (to be|to)? <time> long", E | Z, "=", px_change_length, "ms" },
	{ "(make|set) {x} (last|take) (for)? <time>", E | Z, "=", px_change_length, "ms" },
	{ "{x} (should|will|is going to|needs to|has to) (only)? (last|take|be) (for)? <time> (long)?", K | E | Z, "=", px_change_length, "" },
	/* shifts */
	{ "(move|push|bring|pull|shift) {x} (forward|earlier|up|ahead) (by)? <time>", PX_FRAME_EARLIER | Z, "", px_change_shift, "bmps" },
	{ "(bring|pull) (forward|up)? {x} (forward|earlier|up|ahead)? (by)? <time>", PX_FRAME_EARLIER | Z, "", px_change_shift, "bp" },
	{ "$move {x} (back|out|off|later)? (by)? (another|an extra)? <time> (back|later|earlier|forward|out|up)?", Z, "", px_change_shift, "abcdhmprsu" },
	{ "(make|have|start|begin) {x} (start|begin)? <time> (later|earlier|sooner)?", Z, "", px_change_shift, "bhms" },
	{ "{x} <time> (later|earlier|sooner)", K | Z, "", px_change_shift, "" },
	/* fields of tasks */
	{ "(rename|retitle|relabel) {x} (to|as|into) {n}", 0, "", px_change_rename, "r" },
	{ "(change|set|update|edit) (the)? (title|name|description|wording|subject) (of|for|on) {x} (to|as|into|from) {n}", 0, "", px_change_rename, "cesu" },
	{ "(call|name) {x} {n} (instead)", K, "", px_change_rename, "cn" },
	{ "(call|name) (it|that|this) {n} (instead)?", 0, "", px_change_rename, "cn" },
	{ "(change|set) (the)? (title|name) to {n}", 0, "", px_change_rename, "cs" },
	{ "(set|change|make|update|raise|lower|bump|switch) (the)? (priority|importance) (level)? (of|for|on) {x} (to|as|up to|down to) {n}", T, "", px_change_priority, "bclmrsu" },
	{ "(raise|increase|bump up|bump|up|elevate) (the)? (priority|importance) (of|for|on) {x}", T, "high", px_change_priority, "beiru" },
	{ "(lower|decrease|reduce|drop) (the)? (priority|importance) (of|for|on) {x}", T, "low", px_change_priority, "dlr" },
	{ "(make|set|mark|flag|change|bump|put|treat|move|switch|swap|drop|lower|raise) {x} (as|to|to be|a|at|is|up to|down to)? (very|super|more)? (urgent|important|critical|high|low|medium|normal)", T | K, "", px_change_priority, "bcdflmprst" },
	{ "(make|set|mark|change|give|bump|raise|lower|put|update|flag|upgrade|downgrade|switch|swap|drop|assign) {x} (to|as|a|at|up to|down to|is|and|up|down|to a)? (due)? (on|by)? (<time>)?", T | K | PX_FRAME_PRIORITY, "", px_change_priority, "abcdfglmprsu" },
	{ "{x} (is|are|should be|has|needs to be|now|has to be|is now|gets)? (now)?", T | P | PX_FRAME_PRIORITY, "", px_change_priority, "" },
	{ "{x} (is|are|should be|has|needs to be|now|has to be|is now|gets) (now)?", T | K | PX_FRAME_PRIORITY, "", px_change_priority, "" },
	{ "{x} (is|are) (now|really|very|super)? (urgent|important|critical)", T | K, "", px_change_priority, "" },
	{ "(move|assign|file|transfer|shift|reassign|set|change|switch|link|attach) {x} (to|in|into|under)?", T | K | PX_FRAME_PROJECT, "", px_change_project, "acflmrst" },
	{ "(put|add|stick|move) {x} (to|in|into|under)?", T | P | PX_FRAME_PROJECT, "", px_change_project, "amps" },
	{ "{x} (belongs|goes|is part|should be|should go|is)", T | K | PX_FRAME_PROJECT, "", px_change_project, "" },
	{ "(tag|label) {x} (with|as)? {g}", T | K, "", px_change_tag, "lt" },
	{ "(add) (the)? (tag|label) {g} to {x}", T, "", px_change_tag, "a" },
	{ "(add|attach|put|append|write|leave) (a)? (note|comment|notes) (to|on|for) {x} (that|saying|that says|with) {n}", T, "", px_change_notes, "alpw" },
	{ "(add|attach) (a|the)? (note|comment) {n} (to|on|for) {x}", T, "", px_change_notes, "a" },
	/* fields of events */
	{ "(change|set|update|move|switch|make|edit) (the)? (location|place|venue|room|address) (of|for|on) {x} (to|as|into|is) {l}", E, "", px_change_place, "cemsu" },
	{ "(change|set|update|switch|move) (the)? (location|place|venue|room) to {l}", E, "", px_change_place, "cmsu" },
	{ "(invite|include|bring) {w} (to|in|on|for|into) {x}", E | K, "", px_change_invite, "bi" },
	{ "add {w} to {x}", E | K, "", px_change_invite, "a" },
	{ "(and|also)? (invite|include) {w}", E, "", px_change_invite, "ai" },
	{ "(and|also)? {w} (is|are|will be|'s) (coming|joining|joining us|coming along) (too|as well|also)?", E, "", px_change_invite, "" },
	/* repetition */
	{ "(repeat|make|set|have|do|change|move|switch|reschedule|let's do) {x} (to|be|repeat|happen|for|recur|on|occur|recurring)? <time> (instead|from now on|only|now)?", K | Z, "", px_change_repeat, "cdhlmrs" },
	{ "{x} (is|should be|on|now|happens|should repeat|repeats)? <time> (instead|from now on|now|only)", K | Z, "", px_change_repeat, "" },
	/* new times */
	{ "(change|set|update|move|push|shift|extend|adjust|make|switch|edit|postpone|reschedule) (the)? (due date|deadline|date|time|start time|end time|due|start|due time|start date|timing) (of|for|on) {x} (from <time>)? (to|until|till|as|for|on|at|back to|by)? <time> ((at|on)? <time>)?", Z, "", px_change_move, "acemprsu" },
	{ "(reschedule|postpone|delay|defer|rearrange|re-schedule|snooze|prepone|push back|put off|rescheduling|postponing|hold off on|carry over|move) {x} from <time> (to|until|till|onto)? (<time>)? ((at|on)? <time>)? (instead|if possible)?", Z, "", px_change_move, "cdhmprs" },
	{ "(reschedule|postpone|delay|defer|rearrange|re-schedule|snooze|prepone|push back|push off|put off|rescheduling|postponing|hold off on|carry over) {x} (until|to|till|for|on|at|by|onto)? (sometime|later)? <time> ((at|on|in)? <time>)? (instead|if possible|same time|at the same time)? ((at|in) {l})?", Z, "", px_change_move, "cdhprs" },
	{ "(move|moving|shift|push|bump|change|slide|switch|carry|drag|bring|set back|update) {x} (back|forward|up|out|over)? (to|until|till|onto|from) (sometime|later|like|be)? (on|at|in)? <time> (to <time>)? ((at|on|in)? <time>)? (instead|from now on|if possible|same time|at the same time|the same time)? ((at|in) {l})?", Z, "", px_change_move, "bcdmpsu" },
	{ "$move {x} (back|forward|up|out)? (to|until|till|for|onto|on|at|by|to be|to be on|so that it is|due|due on)? (sometime|later|like)? (on|at|in)? <time> ((at|on|in)? <time>)? (instead|from now on|if possible|same time|at the same time)? ((at|in) {l})?", K | Z, "", px_change_move, "abcdhmprsu" },
	{ "(make|do|have|let's do|let's have|let's make) {x} (on|at|for|be at|be on|to)? <time> ((at|on)? <time>)? (instead|from now on)?", K | Z, "", px_change_move, "dhlm" },
	{ "(start|begin|hold|have|do|run) {x} (at|on|from) <time> ((at|on)? <time>)? (instead|from now on)?", K | E | Z, "", px_change_move, "bdhrs" },
	{ "(i'd|i would|we'd|we would) (rather|prefer to|like to|prefer|love to) (have|do|move|hold)? {x} (at|on|to|for) <time> ((at|on)? <time>)? (instead)?", K | Z, "", px_change_move, "iw" },
	{ "{x} <time>", K | E | Z, "s", px_change_starts, "" },
	{ "(can|could) (we|you|i|it)? (do|have|make|move)? {x} (be|to)? (on|at|for)? <time> (instead)?", K | Z, "", px_change_move, "c" },
	{ "{x} (is|are|has|was|'s|got|have)? (now|been)? (moved|pushed|rescheduled|postponed|delayed|shifted|changed|bumped|pushed back|brought forward|moved up) (from <time>)? (to|until|till|for) <time> ((at|on)? <time>)?", K | Z, "", px_change_move, "" },
	{ "{x} (is|are|'s) now (at|on|due|due on|due by)? <time> ((at|on)? <time>)?", K | Z, "", px_change_move, "" },
	{ "{x} (starts|begins|start|begin|takes place|will be|will start|happens|should be|needs to be|has to be|should start|has to start|should happen) (now)? (at|on|from)? <time> ((at|on)? <time>)? (instead|from now on|now)?", K | E | Z, "", px_change_move, "" },
	{ "{x} (can|has to|must|will have to|could|should|needs to) (wait|slide|slip|move|go|be done|happen|be) (until|till|to|on|by|at)? <time>", K | Z, "", px_change_move, "" },
	{ "{x} (is|are) (now)? due (on|by|at)? <time> ((at|on)? <time>)? (now|instead)?", K | T | Z, "", px_change_move, "" },
	{ "{x} (needs|need|has|have|must|should|ought) {y} (by|before|until|on|at)? <time> ((at|on)? <time>)? (now|instead)?", K | T | Z, "", px_change_move, "" },
	{ "(put) {x} (on hold|off) (until|till|to) <time>", Z, "", px_change_move, "p" },
	/* places said as facts */
	{ "{x} (is|are|'s|will be|takes place|happens|has moved|was moved|has been moved|moved) (now|taking place|happening)? (in|at|to) {l} (instead|now)? (<time>)?", K | E, "", px_change_place, "" },
	{ "(can|could) {x} be (in|at) {l} (instead)?", K | E, "", px_change_place, "c" },
	{ "(move|switch|change|relocate) {x} (to|into) {l} (instead)?", K | E, "", px_change_place, "cmrs" },
	{ "(change|rename) {x} to {n}", K, "", px_change_rename, "cr" },
};

const size_t px_change_frame_count = sizeof(px_change_frames) / sizeof(px_change_frames[0]);
