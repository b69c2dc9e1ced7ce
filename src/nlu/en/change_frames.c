/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sentences that change things: one row per way to say it.
 */
#include "nlu/en/english.h"

#define K PX_FRAME_KNOWN
#define T PX_FRAME_TASK
#define E PX_FRAME_EVENT

#define P PX_FRAME_PRONOUN
#define U PX_FRAME_UNTIMED

#define Z PX_FRAME_TIME
#define S PX_FRAME_SURE

static const struct px_frame rows[] = {
	/* status and completion */
	{ "mark {x} (back)? (as|to)? (not done|undone|incomplete|pending|todo|to do|open|unfinished|not completed|not "
	  "finished|not complete|not done yet|not finished yet|still open|still to do|outstanding|uncompleted) (again|"
	  "please)?", T | S, "pending", PX_CHANGE_STATUS },
	{ "(set|put|change|switch|move|flag) {x} (back)? (as|to) (not done|undone|incomplete|pending|open|unfinished|"
	  "not completed|not finished|to do|todo) (again|please)?", T | S, "pending", PX_CHANGE_STATUS },
	{ "(reopen|re-open|uncheck|untick|restore|unmark|uncomplete|un-complete|unfinish|reactivate) {x}", T | S,
	  "pending", PX_CHANGE_STATUS },
	{ "{x} (isn't|is not|wasn't|was not|aren't) (done|finished|complete|completed) (yet|after all)?", T | K,
	  "pending", PX_CHANGE_STATUS },
	/* "I haven't watered the ferns after all": what was said to be done is not */
	{ "(no|but|and|actually|sorry|oops|oh|wait|hmm)? (i|we)? (actually|really)? (haven't|have not|hadn't|had not|"
	  "never|didn't|did not) (actually|even|yet)? ({v}|done|did|do|finished|finish|pay|call|buy|send|water|get|"
	  "write|book|clean|wash|fix|make|email|order|return|post|submit|file|read|collect|feed|got|bought) {x} (yet)? "
	  "after all", T | S, "pending", PX_CHANGE_STATUS },
	{ "(no|but|and|actually|sorry|oops|oh|wait|hmm)? {x} (isn't|is not|wasn't|was not|aren't|are not|weren't|"
	  "were not|hasn't been|has not been|haven't been|have not been|never got|didn't get|did not get) {v} (yet)? "
	  "after all", T | K, "pending", PX_CHANGE_STATUS },
	/* "oh wait, I didn't get the flour" */
	{ "(no|but|and|actually|sorry|oops|oh|wait|hmm|hang on)? (no|wait|sorry)? (i|we)? (actually|really)? "
	  "(haven't|have not|hadn't|never|didn't|did not) (actually|even|yet)? (done|did|do|finished|finish|pay|paid|"
	  "call|called|buy|bought|send|sent|water|watered|get|got|write|book|booked|clean|cleaned|fix|fixed|make|"
	  "made|email|emailed|order|ordered|return|post|posted|pick up|collect) {x} (yet)?", T, "", PX_CHANGE_NOT_DONE
	  },
	{ "(no|but|and|actually|sorry|oops|oh|wait|hmm|hang on)? (no|wait|sorry)? (not {x}|{x} (isn't|is not|wasn't|"
	  "aren't|weren't|hasn't been|haven't been) (done|finished|bought|paid|sent|ordered|ready|there) (yet)?)", T,
	  "", PX_CHANGE_NOT_DONE },
	{ "(mark|set|flag|put|move) {x} (as|to|is)? (in progress|in-progress|started|ongoing|doing|wip|under way|"
	  "underway)", T, "in_progress", PX_CHANGE_STATUS },
	{ "(i'm|i am|i've|i have|i|we've|we're|we) (just|already|now|currently)? (started|start|starting|begun|began|"
	  "working|doing) (working)? (on|with)? {x} (now)?", T | K, "in_progress", PX_CHANGE_STATUS },
	{ "(wip|in progress|doing|on) (on|with)? {x} (now|already)?", T | K | U, "in_progress", PX_CHANGE_STATUS },
	{ "(working|started|busy|cracking on) (on|with) {x} (now|already)?", T | K | U, "in_progress",
	  PX_CHANGE_STATUS },
	{ "(start|begin|started) (working)? (on|with)? {x}", T | K, "in_progress", PX_CHANGE_STATUS },
	/* "I've made a start on the menu", "got stuck into the report", "I'm partway into the audit" */
	{ "(i've|i have|i|we've|we have|we|just)? (just|finally|already)? (made|make|got) (a|some)? (good|small|quick|"
	  "decent)? (start|headway|progress|stuck in|stuck|going|cracking|moving) (on|with|into|to)? {x} (now|already|"
	  "today|this morning|at last)?", T | K, "in_progress", PX_CHANGE_STATUS },
	{ "(i'm|i am|we're|we are) (now|already|just)? (partway|part way|halfway|half way|well|deep|most of the way) "
	  "(into|in|through|on with) {x}", T | K | U, "in_progress", PX_CHANGE_STATUS },
	{ "(i'm|i am) (busy with|on|onto|in the middle of|halfway through|half way through|midway through|partway "
	  "through|making progress on|making progress with) {x} (now|already)?", T | K | U, "in_progress",
	  PX_CHANGE_STATUS },
	{ "mark {x} (as|to|is)? (cancelled|canceled)", T | K, "cancelled", PX_CHANGE_STATUS },
	{ "(mark|set|flag|check|tick|make|put|move|cross) {x} (as|to|is|off as|off)? (being)? $done (now)?", T, "",
	  PX_CHANGE_COMPLETE },
	{ "(mark|check|tick|cross|strike) (off)? {x} (off|out) (of|from)? ($the)? ($tasks|{p})?", T, "",
	  PX_CHANGE_COMPLETE },
	{ "(check off|tick off|cross off|cross out|strike off|tick|complete|cross|mark off|mark) {x} (off|from|on|in|"
	  "off of) $my $tasks", T, "", PX_CHANGE_COMPLETE },
	{ "(check|tick|cross|strike|mark) {x} (off|done)?", T | PX_FRAME_PROJECT, "", PX_CHANGE_COMPLETE_ALL },
	{ "(check off|tick off|cross off|cross out|strike off|tick|mark off) {x}", T, "", PX_CHANGE_COMPLETE },
	{ "(complete|finish|close|resolve) {x}", T, "", PX_CHANGE_COMPLETE_ALL },
	{ "(complete|completing) {x}", T | U, "", PX_CHANGE_COMPLETE },
	{ "(finish|close|resolve|wrap up|close out|check) {x}", T | U | K, "", PX_CHANGE_COMPLETE },
	{ "(i'm|i am|i've|i have|i|we|we've|we have|we're|just|ok|okay|and)? (just|already|finally|now|also|all|am)? "
	  "(done|finished|completed|complete|through) (with|doing)? {x} (now|already|today)?", T | K, "",
	  PX_CHANGE_COMPLETE },
	{ "(done|finished|completed) (with)? {x}", T, "", PX_CHANGE_COMPLETE },
	{ "{x} (both|all) (is|are|'s)? (now)? ($done|bought|paid|sent|packed|ordered|booked|signed|fixed|cleaned|"
	  "posted) (now|too|already)?", T | K, "", PX_CHANGE_COMPLETE },
	{ "{x} (is|are|was|were|has been|have been|'s|got|has|have|is now) (all|both|already|now|finally|been)? "
	  "$done (now|already|too)?", T | K, "", PX_CHANGE_COMPLETE },
	{ "{x} (is|are|'s|has been|have been) (all|now)? ($done|{v}) and so (is|are|has|have) {y}", T | K, "",
	  PX_CHANGE_COMPLETE_TWO },
	{ "{x} $done", T | K, "", PX_CHANGE_COMPLETE },
	{ "{x} (still)? (in progress|underway|under way|ongoing|started)", T | K, "in_progress", PX_CHANGE_STATUS },
	{ "(ok|okay|yes|yep|all|it's|that's|that is|it is|i'm|and|i've|just)? (done|finished|completed|complete) (now|"
	  "with (it|that|this))?", T, "", PX_CHANGE_COMPLETE },
	{ "(i've|i have|i|we've|we) (been|went) (to|round|down to) {z} and (got|bought|picked up|collected|fetched|"
	  "done|paid) {x} (too|now|already)?", T | K, "", PX_CHANGE_COMPLETE },
	{ "(i've|i have|i|we've|we) (spoken|talked|spoke|written|been) (to|with) {x} (now|already|today)? (so)? (you "
	  "can|please|can you)? (cross|tick|check|strike|take) (that|it|this) (one)? off (now|please|the list)?", T |
	  K, "", PX_CHANGE_COMPLETE },
	/* "did the first two" */
	{ "(did|done|got|finished|completed|sorted|handled) {x} (already|now|today|too)?", T | P, "",
	  PX_CHANGE_COMPLETE },
	{ "(i|we|i've|ok i|ok|just|i have|yes i) (just|already|finally)? (did|finished|completed|done|handled|sorted) "
	  "{x} (already|now|today|earlier)?", T | K, "", PX_CHANGE_COMPLETE },
	/* "I bought everything on the shopping list except the bread" */
	{ "(and|ok|okay|so|phew|right)? (i|we|i've|we've|i have|we have)? (just|already|finally|also)? (bought|got|"
	  "did|done|finished|completed|packed|picked up|sorted|handled|cleared|ticked off|ordered|paid for|purchased|"
	  "collected|got through|gone through|through with|taken care of|took care of|dealt with|been through|have) "
	  "{x} (today|now|already|done|in|at last|finally|bought|too)?", T, "d", PX_CHANGE_COMPLETE_ALL },
	{ "{x} (is|are|has been|have been|'s) (all|now|finally)? (bought|done|finished|sorted|packed|complete|"
	  "completed|got|paid|collected|handled|in the bag) (now|too|already)?", T, "d", PX_CHANGE_COMPLETE_ALL },
	{ "(i|we|i've|we've|i have|we have|and|ok|ok i)? (just|already|finally|also|i)? (just|already|finally)? {x} "
	  "(already|now|today|earlier|yesterday|this morning|too|just now|<time>)?", T, "", PX_CHANGE_PAST },
	{ "(i|we|i've|we've|i have|we have|and|ok|just)? (just|already|finally|also)? (turned in|handed in|sent off|"
	  "sent out|wrapped up|finished off|knocked out|dealt with|took care of|taken care of|got through|been "
	  "through|gone through|sorted out|got round to|got around to) {x} (already|now|today|yesterday|<time>)?", T |
	  K, "", PX_CHANGE_COMPLETE },
	/* "the invitations have all gone out", "leave request has gone in" */
	{ "(the|my|all|all the|our)? {x} (has|have|is|are|'s)? (all|both|now|finally|already|just)? (gone|went) "
	  "(all)? (in|out|off|through|over) (now|already|today|yesterday|this morning|too|<time>)? "
	  "(hooray|hurray|yay|woohoo|phew|at last|finally|thank goodness)?", T | K, "", PX_CHANGE_COMPLETE },
	{ "(i|we|i've|we've) (just|already|finally)? (handed|turned|sent|gave|brought|took|dropped) {x} (in|off|out|"
	  "back|up) (early|late|already|today|yesterday|now)?", T | K, "", PX_CHANGE_COMPLETE },
	/* "I handed the library books in on the way home" */
	{ "(i|we|i've|we've) (just|already|finally)? (handed|turned|sent|gave|given|brought|took|taken|dropped|posted|"
	  "put) {x} (in|off|out|back|up|over) (on (the|my|our) way (home|in|out|back|to {z})?|(at|over|before|after|"
	  "during) (lunch|work|school|breakfast|dinner)|<time>|while i was (out|there|in town|at it)|first thing|at "
	  "last|in the end|in person)", T | K, "", PX_CHANGE_COMPLETE },
	{ "{x} (is|are|has been|have been) (now|already|finally|all)? {v} and {z}", T | U | K, "", PX_CHANGE_PASSIVE },
	{ "{x} (is|are|has been|have been|'s) (now|already|finally|all)? {v} (for|on|at) <time>", T | K | Z, "",
	  PX_CHANGE_PASSIVE },
	{ "{x} (is|are|was|were|has been|have been|got|'s) (now|already|finally|all|been)? {v} (off|out|in|up|for|"
	  "back|now|already|today|too)?", T | U | K, "", PX_CHANGE_PASSIVE },
	{ "(that's|that is|and)? {z}", T | U, "", PX_CHANGE_ENDED },
	/* "Tom can't come", "take Ben off the dinner": one guest less */
	{ "(uninvite|disinvite) {w} (from|to|for)? {x}", E | K, "", PX_CHANGE_UNINVITE },
	{ "(uninvite|disinvite) {w}", E, "", PX_CHANGE_UNINVITE },
	{ "(take|remove|drop|delete|cut|leave) {w} (off|from|off of|out of) {x}", E | K, "", PX_CHANGE_UNINVITE },
	{ "(take|remove|drop|delete|cut|leave) {w} (off|out)? (again|from it|off it|from that|off that)?", E, "",
	  PX_CHANGE_UNINVITE },
	{ "(oh|actually|sorry|unfortunately|no|and|but|so)? {w} (can't|cannot|can not|won't|isn't able to|is not "
	  "able to|isn't|is not|is no longer|won't be able to|isn't going to|has to miss|doesn't want to|can no "
	  "longer|aren't|are not) (come|make it|make|join|attend|coming|joining|attending|be there|be at|go|going) "
	  "(to|for)? {x} (after all|anymore|any more|this time|now)?", E | K | U, "", PX_CHANGE_UNINVITE },
	{ "(oh|actually|sorry|unfortunately|no|and|but|so)? {w} (can't|cannot|can not|won't|isn't able to|is not able "
	  "to|isn't|is not|is no longer|won't be able to|isn't going to|has to miss it|doesn't want to|can no longer|"
	  "aren't|are not) (come|make it|join|attend|coming|joining|attending|be there|go|going) (to it|along|with us|"
	  "us)? (after all|anymore|any more|this time|now|though)?", E | U, "", PX_CHANGE_UNINVITE },
	/* deletion */
	{ "(remove|clear|delete|drop|take|take off|get rid of|unset|cancel|erase) (the|its|my)? (due date|deadline|"
	  "due|date|due time) (from|of|on|for|off|off of) {x}", T, "due", PX_CHANGE_CLEAR_DUE },
	{ "(remove|clear|delete|drop|take|unset) {x} (due date|deadline|due)", T | K, "due", PX_CHANGE_CLEAR_DUE },
	/* "stop repeating rent", "make the report a one-off" */
	{ "(stop|end|quit|cancel|remove|drop|delete|turn off|switch off) (repeating|recurring|the repeat of|the "
	  "repeat on|the repeat for|the repetition of|the recurrence of|the recurrence on|the repeat from) {x}", 0,
	  "recurrence", PX_CHANGE_CLEAR_DUE },
	{ "(don't|do not) repeat {x} (anymore|any more|any longer|again)?", K, "recurrence", PX_CHANGE_CLEAR_DUE },
	{ "{x} (doesn't|does not|shouldn't|should not|needn't|no longer) (have to|need to)? (repeat|recur|repeats|"
	  "recurs) (anymore|any more|any longer)?", K, "recurrence", PX_CHANGE_CLEAR_DUE },
	{ "(make|have|let) {x} (a)? (one-off|one off|one time thing|just once|non-repeating|not repeat|stop repeating|"
	  "not repeating)", K, "recurrence", PX_CHANGE_CLEAR_DUE },
	/* "remove the note from the dentist", "clear the place of the lunch" */
	{ "(remove|delete|clear|drop|erase|take) (the|my|its|all|all the)? (note|notes|comment|comments|description) "
	  "(from|off|of|on|for|off of) {x}", K, "notes", PX_CHANGE_CLEAR_DUE },
	{ "(remove|delete|clear|drop|take) (the|its)? (location|place|venue|room|address) (from|off|of|on|for) {x}", K |
	  E, "location", PX_CHANGE_CLEAR_DUE },
	/* "remove the dentist's note": the note, not the dentist */
	{ "(remove|delete|clear|drop|erase|wipe|get rid of|take off) {x} (note|notes|comment|comments|description)", K,
	  "notes", PX_CHANGE_CLEAR_DUE },
	{ "(remove|delete|clear|drop|erase|wipe|get rid of|take off) {x} (location|place|venue|room|address)", K | E,
	  "location", PX_CHANGE_CLEAR_DUE },
	{ "(no|without a) (due date|deadline|due) (for|on) {x} (anymore|any more|after all)?", T | K, "due",
	  PX_CHANGE_CLEAR_DUE },
	{ "{x} (has|needs|should have|with) no (due date|deadline|due|date) (anymore|any more|after all)?", T | K,
	  "due", PX_CHANGE_CLEAR_DUE },
	/* "the audit's deadline is gone", "there's no rush on the audit, no deadline any more" */
	{ "{x} (deadline|due date) (is|was|has been|'s|got) (gone|dropped|lifted|removed|scrapped|off|cancelled|"
	  "canceled|waived) (now)?", T | K, "due", PX_CHANGE_CLEAR_DUE },
	{ "{x} (doesn't|does not|no longer) (have|has|need|needs) a (due date|deadline|date) (anymore|any more|any "
	  "longer|after all)?", T | K, "due", PX_CHANGE_CLEAR_DUE },
	{ "(take|pull|get|cross|remove|delete|drop|clear|strike|knock) {x} (off|off of|from|out of) $the $tasks", T, "",
	  PX_CHANGE_DELETE },
	{ "(take|pull|get|remove|delete|drop|clear|strike|cancel) {x} (off|off of|from|out of|on|in) $the $cal", E, "",
	  PX_CHANGE_DELETE },
	{ "(take|pull) {x} (off|out|off of)?", K, "", PX_CHANGE_DELETE },
	{ "(clear|empty|wipe|clear out|clear off|wipe clean) (out)? (all of)? (my|the|this|that)? (whole|entire)? "
	  "({l}) (list|lists)|(clear|empty|wipe|clear out|clear off|wipe clean) (out)? (all of)? (my|the|this|that)? "
	  "(whole|entire)? (list|todos|to dos|tasks)", T, "", PX_CHANGE_CLEAR_LIST },
	{ "(clear|empty|wipe|free up|clear out|clean up|cancel) {x}", E, "", PX_CHANGE_CLEAR },
	{ "$delete $the? (reminder|reminders|task|todo|to do|item|tasks) (to|for|about|called|named|of|that says)? {x}",
	  T, "", PX_CHANGE_DELETE },
	{ "$delete $the? (event|appointment) (called|named) {x}", E, "", PX_CHANGE_DELETE },
	{ "$delete {x}", 0, "", PX_CHANGE_DELETE },
	{ "{x} (off|cancelled|canceled|called off) (on|for|this)? (<time>)?", K | E, "", PX_CHANGE_DELETE },
	{ "no {x} (on|for|this)? <time> (please|anymore|any more|after all)?", K | E | Z, "", PX_CHANGE_DELETE },
	{ "no {x} (on|for|this)? <time> (coach|teacher|he|she|they|it's|it|i'm|i|we're|we|as|because|since|cos|cause|"
	  "everyone|everybody) {z}", K | E | Z, "", PX_CHANGE_DELETE },
	{ "(i|we)? (don't|do not|no longer|won't) (need|want|have) (to|the|my)? {x} (anymore|any more|any longer|now)?",
	  K, "", PX_CHANGE_DELETE },
	{ "(so)? (i|we)? (needn't|need not|don't need to|do not need to|don't have to|do not have to|no longer have "
	  "to|no longer need to|won't need to|won't have to) (do|make|bother with|get|buy)? {x} (anymore|any more|"
	  "any longer|now|after all)", K, "", PX_CHANGE_DELETE },
	{ "(there's|there is)? no need (to|for) {x} (anymore|any more|any longer|now)?", K, "", PX_CHANGE_DELETE },
	{ "{x} (is|are|got|has been|was|'s|have been|has) (now|been|all)? (cancelled|canceled|off|called off|axed|not "
	  "on|not happening|not needed|scrapped|no longer happening|no longer needed|not happening anymore|not taking "
	  "place|not going ahead|not going to happen) (on|at|this)? (<time>|anymore|now)?", K, "", PX_CHANGE_DELETE },
	{ "(i|we)? (won't|can't|cannot) (be able to)? (make|make it to|attend|go to|come to) {x}", K | E, "",
	  PX_CHANGE_DELETE },
	{ "(i|we)? (won't|can't|cannot|will not|am not going to) (be able to)? (make|attend|go to|come to|make it to|"
	  "do|be at) {x}", K | E, "", PX_CHANGE_DELETE },
	{ "(i'm|we're|i am|we are)? (not going to|not doing|not having|not attending|skipping|no longer going to|no "
	  "longer doing|no longer having|giving up on|dropping) {x} (anymore|any more|any longer|after all|<time>)?", K,
	  "", PX_CHANGE_DELETE },
	{ "(i'm|we're|i am|we are|i've|we've)? (going to|gonna|decided to) skip {x} (<time>)?", K, "",
	  PX_CHANGE_DELETE },
	{ "(i|we)? (won't|can't|cannot|can not|will not|am not able to) (be able to)? (make it|make it to|come|come "
	  "to|go|go to|attend|be at) (to)? {x} (<time>)?", E, "", PX_CHANGE_DELETE },
	{ "no (more)? {x} (for me)?", E | K, "", PX_CHANGE_NO },
	{ "(on|at)? <time> (there's|there is|there will be|we have|i have|we've got|i've got) no {x}", E | K | Z, "",
	  PX_CHANGE_DELETE },
	{ "(there's|there is|we have|i have|we've got|i've got) no {x}", E | K | Z, "", PX_CHANGE_DELETE },
	{ "(take|pull|leave) {x} (off|out|away) (again|now|please)?", K, "", PX_CHANGE_DELETE },
	{ "skip {x}", K, "", PX_CHANGE_DELETE },
	{ "(stop|end|quit) (doing|going to)? {x} (altogether|for good|completely)?", K | E | U, "", PX_CHANGE_DELETE },
	{ "(forget|never mind|nevermind) (about)? {x}", K, "", PX_CHANGE_DELETE },
	{ "(lose|nix|sack off|bin off|knock off|blow off|leave out|count me out of|count me out for) {x}", K, "",
	  PX_CHANGE_DELETE },
	/* length before moves: "extend", "an hour longer" */
	{ "(extend|lengthen|prolong|expand) {x} (by|for)? (another|an extra)? <time> (longer|more)?", E | Z, "+",
	  PX_CHANGE_LENGTH },
	{ "(extend|lengthen|prolong) {x} (to|until|till) <time>", E | Z, "+", PX_CHANGE_LENGTH },
	{ "(make|set|have|let) {x} (last)? (run)? <time> longer", E | Z, "+", PX_CHANGE_LENGTH },
	{ "(make|set|have|let|run) {x} (last)? (run)? longer by <time>", E | Z, "+", PX_CHANGE_LENGTH },
	{ "add (another)? <time> to {x}", E | Z, "+", PX_CHANGE_LENGTH },
	{ "(make|set|have) {x} <time> shorter", E | Z, "-", PX_CHANGE_LENGTH },
	{ "(make|set|have) {x} shorter by <time>", E | Z, "-", PX_CHANGE_LENGTH },
	{ "{x} (ends|finishes|should end|should finish|runs until|runs till|goes until|lasts until|goes on|lasts|will "
	  "end|will finish|until|till|is|now ends) (at|by|until|till)? <time>", E | K | Z, "u", PX_CHANGE_LENGTH },
	{ "(end|finish|stop) {x} (at|by) <time>", E | K | Z, "+", PX_CHANGE_LENGTH },
	/* "till 4:45", "it finishes at 5", of what was spoken of last */
	{ "(it|that|and|no|actually|oh)? (it|that)? (now)? (until|till|finishes|ends|finishing|ending|to end) (at|"
	  "by)? <time> (instead|now)?", E | Z, "u", PX_CHANGE_LENGTH },
	{ "(shorten|cut|trim|reduce) {x} by <time>", E | Z, "-", PX_CHANGE_LENGTH },
	{ "(shorten|cut|trim|reduce) {x} (down)? (to) <time>", E | Z, "=", PX_CHANGE_LENGTH },
	{ "(make|set) {x} (to be|to)? <time> long", E | Z, "=", PX_CHANGE_LENGTH },
	{ "(make|set) {x} (last|take) (for)? <time>", E | Z, "=", PX_CHANGE_LENGTH },
	{ "(keep|limit|hold) {x} (down)? to (just|only)? <time> (max|tops|at most|instead)?", E | K | Z, "=",
	  PX_CHANGE_LENGTH },
	/* "sprint planning: make it an hour", "the review, keep it to 20 minutes" */
	{ "{x} (make|keep|let's make|let's keep|can we make|can we keep|cut|limit|shorten|trim|stretch) (it|that|"
	  "this) (to|at|down to|last|out to|just|only)? <time> (long|max|tops|at most)?", K | E | Z, "=",
	  PX_CHANGE_LENGTH },
	{ "{x} (should|will|is going to|needs to|has to|can|could|may|might|must) (only|just)? (last|take|be) (for|"
	  "just|only)? <time> (long)? (on|this)? (<time>)?", K | E | Z, "=", PX_CHANGE_LENGTH },
	{ "{x} (needs|takes|runs|lasts|is|goes on) (only|about|just)? (for)? <time> (long|now)? (on|this)? (<time>)?",
	  K | E | Z, "=", PX_CHANGE_LENGTH },
	/* shifts */
	/* "make the rent due a day later": from the day it has */
	{ "(make|have|set|change|let|mark|put) {x} (to be|be|as|to)? (due|be due) <time>", T | K | Z, "s",
	  PX_CHANGE_SHIFT },
	{ "{x} (is|are|'s|will be|should be|can be|needs to be|has to be) (now|actually)? due <time> (now|instead)?",
	  T | K | Z, "s", PX_CHANGE_SHIFT },
	{ "{x} due <time>", T | K | Z, "s", PX_CHANGE_SHIFT },
	{ "(move|push|bring|pull|shift) {x} (forward|earlier|up|ahead) (by)? <time>", PX_FRAME_EARLIER | Z, "",
	  PX_CHANGE_SHIFT },
	{ "(bring|pull) (forward|up)? {x} (forward|earlier|up|ahead)? (by)? <time>", PX_FRAME_EARLIER | Z, "",
	  PX_CHANGE_SHIFT },
	{ "$move {x} (back|out|off|later)? (by)? (another|an extra)? <time> (back|later|earlier|forward|out|up)?", Z, ""
	  , PX_CHANGE_SHIFT },
	{ "(make|have|let) {x} (end|finish|stop|run) <time> (later|earlier|sooner)?", E | K | Z, "e", PX_CHANGE_SHIFT },
	{ "(make|have|start|begin) {x} (start|begin)? <time> (later|earlier|sooner)?", Z, "", PX_CHANGE_SHIFT },
	{ "{x} (has been|have been|is|was|got|gets|'s been|has) (put|set|moved|brought|pulled|put back|pushed back|"
	  "moved back|put off|delayed|postponed|pushed|brought forward|moved forward|moved up|pulled forward|shifted|"
	  "set back) (by)? <time>", K | Z, "", PX_CHANGE_SHIFT },
	{ "{x} <time> (later|earlier|sooner)", K | Z, "", PX_CHANGE_SHIFT },
	{ "(do|hold|run|have) {x} <time> (later|earlier|sooner)?", K | Z, "", PX_CHANGE_SHIFT },
	{ "{x} (slips|slipped|is slipping|has slipped|slides|slid|can wait|can slip|will slip|needs|gets|got) (by|"
	  "for)? (another|a further|an extra|one more)? <time> (longer|more|later)?", K | Z, "", PX_CHANGE_SHIFT },
	{ "(give|gimme|allow) (me|us|myself|it)? (another|an extra|one more)? <time> (more|extra)? (for|on|with|to "
	  "finish|to do) {x}", K | Z | T, "", PX_CHANGE_SHIFT },
	/* "the party starts half an hour later and it's at Marina Bay now" */
	{ "{x} (starts|start|begins|begin|is|are|will be|will start|should start|has to start|kicks off|moves|goes "
	  "back) (now)? <time> (later|earlier|sooner)? (and|but) (it's|it is|it'll be|it will be|will be|is|it|we're|"
	  "they're|moves|moved|it's moved|now) (now)? (at|in|to) {l}", E | K | Z, "s", PX_CHANGE_SHIFT },
	{ "{x} (starts|start|begins|begin|is|are|will be|will start|should start|has to start|needs to start|takes "
	  "place|happens|should be) (now)? <time> (later|earlier|sooner|now)?", K | Z, "s", PX_CHANGE_SHIFT },
	{ "{x} (now|actually)? (ends|end|finishes|is over|will end|stops|should end) (now)? <time> (later|earlier|"
	  "sooner|now)?", E | K | Z, "e", PX_CHANGE_SHIFT },
	{ "(get|grant) me (another|an extra)? <time> (more|extra|longer)? (for|on|with|to finish|to do|to) {x}", T | K |
	  Z, "", PX_CHANGE_SHIFT },
	{ "(i|we) (need|want|could use|would like) (another|an extra)? <time> (more|extra|longer)? (for|on|with|to "
	  "finish|to do) {x}", T | K | Z, "", PX_CHANGE_SHIFT },
	{ "{x} (now|actually|probably)? (goes|runs|lasts|goes on|ends|finishes|is over|will go|will last|will run|"
	  "will end|should end|carries on|continues) (on)? (until|till|to|at|by)? <time> (now)?", E | K | Z, "+",
	  PX_CHANGE_LENGTH },
	/* fields of tasks */
	{ "(rename|retitle|relabel) {x} (to|as|into) {n}", 0, "", PX_CHANGE_RENAME },
	{ "(change|set|update|edit) (the)? (title|name|description|wording|subject) (of|for|on) {x} (to|as|into|from) "
	  "{n}", 0, "", PX_CHANGE_RENAME },
	{ "(call|name) {z} (instead)", 0, "", PX_CHANGE_CALL },
	{ "(call|name) (it|that|this) {n} (instead)?", 0, "", PX_CHANGE_RENAME },
	{ "(change|set) (the)? (title|name) to {n}", 0, "", PX_CHANGE_RENAME },
	{ "(rename|retitle|relabel|change the title of|change the name of) {z}", 0, "title", PX_CHANGE_SPLIT },
	{ "(set|change|make|update|raise|lower|bump|switch) (the)? (priority|importance) (level)? (of|for|on) {x} (to|"
	  "as|up to|down to) {n}", T, "", PX_CHANGE_PRIORITY },
	{ "(raise|increase|bump up|bump|up|elevate) (the)? (priority|importance) (of|for|on) {x}", T, "high",
	  PX_CHANGE_PRIORITY },
	{ "(lower|decrease|reduce|drop) (the)? (priority|importance) (of|for|on) {x}", T, "low", PX_CHANGE_PRIORITY },
	{ "(make|set|mark|flag|change|bump|put|treat|move|switch|swap|drop|lower|raise|leave|keep) {x} (as|to|to be|"
	  "a|at|is|up to|down to)? (very|super|more)? (urgent|important|critical|high|low|medium|normal)", T | K, "",
	  PX_CHANGE_PRIORITY },
	{ "(make|set|mark|change|give|bump|raise|lower|put|update|flag|upgrade|downgrade|switch|swap|drop|assign) {x} "
	  "(to|as|a|at|up to|down to|is|and|up|down|to a)? (due)? (on|by)? (<time>)?", T | K | PX_FRAME_PRIORITY, "",
	  PX_CHANGE_PRIORITY },
	{ "{x} (is|are|should be|has|needs to be|now|has to be|is now|gets)? (now)?", T | P | PX_FRAME_PRIORITY, "",
	  PX_CHANGE_PRIORITY },
	{ "{x} (is|are|should be|has to be|needs to be) (now|really|very|a)?", T | K | PX_FRAME_PRIORITY, "",
	  PX_CHANGE_PRIORITY },
	{ "{x}", T | K | U | PX_FRAME_PRIORITY, "=", PX_CHANGE_BARE_PRIORITY },
	{ "(make|set) {x} (a|my|the) (big|main|number one)? priority (now)?", T | K, "high", PX_CHANGE_PRIORITY },
	{ "{x} (is|are|should be|has|needs to be|now|has to be|is now|gets) (now|the most|most|more|really|very)?", T |
	  K | PX_FRAME_PRIORITY, "", PX_CHANGE_PRIORITY },
	{ "{x} (isn't|is not|is no longer|aren't|not) (that|very|so|really|all that)? (urgent|important|critical) "
	  "(anymore|any more|now)?", T | K, "normal", PX_CHANGE_PRIORITY },
	{ "{x} (is|are) (now|really|very|super)? (urgent|important|critical)", T | K, "", PX_CHANGE_PRIORITY },
	{ "(move|assign|file|transfer|shift|reassign|set|change|switch|link|attach) {x} (to|in|into|under)?", T | K |
	  PX_FRAME_PROJECT, "", PX_CHANGE_PROJECT },
	{ "(put|add|stick|move) {x} (to|in|into|under)?", T | P | PX_FRAME_PROJECT, "", PX_CHANGE_PROJECT },
	{ "(put|move|file|stick|place) (the|my|that|our) {x} (in|into|to|under)?", T | K | PX_FRAME_PROJECT, "",
	  PX_CHANGE_PROJECT },
	{ "{x} (belongs|goes|is part|should be|should go|is)", T | K | PX_FRAME_PROJECT, "", PX_CHANGE_PROJECT },
	{ "(tag|label) {x} (with|as) {g}", T | K, "", PX_CHANGE_TAG },
	{ "(tag|label) {x} (with|as)?", T | K, "", PX_CHANGE_TAG }, /* "tag both #thesis" */
	{ "(tag|label) {z}", T, "", PX_CHANGE_TAG },
	{ "(add) (the|a)? (tag|label) {g} to {x}", T, "", PX_CHANGE_TAG },
	{ "(add|attach|put|append|write|leave|make|jot) (a|this)? (quick)? (note|comment|notes|remark) (to|on|for|"
	  "against|under) {z}", 0, "add_notes", PX_CHANGE_SPLIT },
	{ "(add|attach|put|append|write|leave) (a)? (note|comment|notes) (to|on|for) {x} (that|saying|that says|with|"
	  "to) {n}", 0, "", PX_CHANGE_NOTES },
	{ "(note|comment|memo) (on|for|to|about) {z}", 0, "add_notes", PX_CHANGE_SPLIT },
	{ "{x} (add|attach|put|leave) (a)? (note|comment) (to|that|saying|that says)? {n}", K, "", PX_CHANGE_NOTES },
	{ "(add|attach) (a|the)? (note|comment) {n} (to|on|for) {x}", K, "", PX_CHANGE_NOTES },
	/* "add a note: bring the old glasses", of what was spoken of last */
	{ "(add|attach|put|leave|write) (a|this)? (quick)? (note|comment) {n}", 0, ":", PX_CHANGE_NOTES },
	/* fields of events */
	/* "it's moved to the trampoline park", of what was spoken of last */
	{ "(no|oh|actually|and|but|sorry)? (it's|it is|that's|they've|it has|it's been|it has been|it'll be) (now|"
	  "been|actually)? (moved|moving|happening|taking place|going to be|being held|switched)? (to|in|at) {l} "
	  "(now|instead|this time)?", E | U, "", PX_CHANGE_PLACE },
	{ "(change|set|update|move|switch|make|edit) (the)? (location|place|venue|room|address) (of|for|on) {x} (to|"
	  "as|into|is) {l}", E, "", PX_CHANGE_PLACE },
	{ "(change|set|update|switch|move) (the)? (location|place|venue|room) to {l}", E, "", PX_CHANGE_PLACE },
	/* "put them both in room B", "the second one is at Nero" */
	{ "(put|have|hold|do) {x} (in|at) {l}", E | P, "", PX_CHANGE_PLACE },
	{ "{x} (is|are|will be|is going to be) (now|actually|both)? at {l}", E | P, "", PX_CHANGE_PLACE },
	/* "actually Bob's is on Zoom" */
	{ "(no|actually|oh|sorry|and|but)? {x} (is|are|will be|is going to be) (now|actually)? (on|via|over) {l}", E |
	 K,
	  "@", PX_CHANGE_PLACE },
	/* "and the other to Wednesday, same time" */
	{ "(and|also|then)? {x} to <time> ((at|on)? <time>)? (same time|at the same time)?", P | Z, "",
	 PX_CHANGE_MOVE },
	/* "copy the party to the 19th": one more, the first stays */
	{ "(actually|but|no|ok|okay|well)? {x} (stays|stay|remains|remain) (on|at|for)? <time> ((at|on)? <time>)? "
	  "(after all|please)?", K | Z, "", PX_CHANGE_MOVE },
	{ "(copy|duplicate|clone) {x} (to|for|on|onto|over to)? <time> ((at|on)? <time>)? (as well|too|also|"
	  "please)?", K | Z, "", PX_CHANGE_COPY },
	/* "swapped Wednesday's shift for Friday, same times" */
	{ "(i|i've|we|we've|just)? (swapped|swap|switched|traded|exchanged) {x} (for|to|with) <time> ((at|on)? "
	  "<time>)? (same times|same time|same hours|at the same time)?", K | E | Z, "", PX_CHANGE_MOVE },
	/* "the bean delivery is coming on Tuesday now, same time" */
	{ "{x} (is|are|'s)? (now)? (coming|arriving|happening|taking place|being held|going ahead|landing|being "
	  "delivered|turning up|comes|arrives|lands) (in|on|at)? <time> ((at|on)? <time>)? (now|instead|now same time|"
	  "same time|at the same time|instead same time|now at the same time|now at the usual time|at the usual time)",
	  K | Z, "", PX_CHANGE_MOVE },
	/* "swap the two interviews": each at the time of the other */
	{ "(swap|switch|exchange) {x} (and|with) {y} (around|over|round)?", K | E, "", PX_CHANGE_SWAP },
	{ "(swap|switch|exchange) {x} (around|over|round)?", E, "", PX_CHANGE_SWAP },
	{ "(invite|include|bring) {w} (to|in|on|for|into) {x}", E | K, "", PX_CHANGE_INVITE },
	{ "add {w} to {x}", E | K, "", PX_CHANGE_INVITE },
	{ "{w} (is|are|will be|'s|will|wants to)? (coming|joining|attending|come|join|be there) (to|at|for)? {x} (too|"
	  "as well|also)?", E | K, "", PX_CHANGE_INVITE },
	{ "(and|also)? (invite|include) {w}", E, "", PX_CHANGE_INVITE },
	{ "(and|also)? {w} (is|are|will be|'s) (coming|joining|joining us|joining me|coming along|coming with me|"
	  "coming with us|tagging along) (too|as well|also|along)?", E, "", PX_CHANGE_INVITE },
	/* repetition */
	{ "(repeat|make|set|have|do|change|move|switch|reschedule|let's do) {x} (to|be|repeat|happen|for|recur|on|"
	  "occur|recurring)? <time> (instead|from now on|only|now)?", K | Z, "", PX_CHANGE_REPEAT },
	{ "{x} (is|should be|becomes|will be|are) (now)? (a)? <time> (thing|job|task|event|one|meeting|chore) (now)?",
	  K | Z, "", PX_CHANGE_REPEAT },
	{ "{x} (is|should be|on|now|happens|should repeat|repeats)? <time> (instead|from now on|now|only)", K | Z, "",
	  PX_CHANGE_REPEAT },
	{ "{x} (should|must|has to|needs to|will|is going to) (now)? (go out|go off|go|be|happen|run|take place|be "
	  "sent|be sent out|come) (on|at)? <time> (instead|now)?", K | Z, "t", PX_CHANGE_REPEAT },
	{ "{x} (now)? (goes out|goes off|goes|is|are|happens|runs|takes place|comes) (on|at)? <time> (instead|now)?",
	  K | Z, "t", PX_CHANGE_REPEAT },
	/* new times */
	{ "(move|push|put|shift|postpone|delay|reschedule|change|bump|make) {x} (back|off|forward|out)? (to|until|"
	  "till|for)? (the week after|the following week|the week after that|a week later|the week later)", 0, "P7D",
	  PX_CHANGE_NEXT_WEEK },
	{ "(move|push|put|shift|postpone|delay|reschedule|change|bump|make) {x} (back|off|forward|out)? (to|until|"
	  "till|for)? (the day after|the following day|the day after that|the next day)", 0, "P1D",
	  PX_CHANGE_NEXT_WEEK },
	/* "Brightline wants Friday at 10am instead", "Ben wants it 15 minutes earlier" */
	{ "{w} (wants|wanted|would like|would prefer|prefers|asks for|asked for|suggests|suggested|proposes|proposed|"
	  "says|say|said|can only do|can only make|can do|could do|can make|could make) (it|that|us)? (on|at|to be|"
	  "moved to|for)? <time> ((at|on)? <time>)? (is better|works better|is best|would be better|would suit "
	  "better|suits better|better|instead|now)?", E | Z, "", PX_CHANGE_OFFERED },
	{ "{w} (is|are|'s)? (coming|arriving|collecting|picking up|dropping by) (on|at)? <time> ((at|on)? <time>)? "
	  "(instead|now)", E | Z, "", PX_CHANGE_OFFERED },
	/* "put both on Monday", "put the rest on Monday" */
	{ "(no|ok|okay|actually|and|then)? (put|set|do|have|schedule|leave|stick|plan) {x} (back|off)? (on|to|for|at|"
	  "until|till|in)? <time> ((at|on)? <time>)? (instead|then)?", P | Z, "", PX_CHANGE_MOVE },
	{ "(put|putting) {x} (back|off) (on|to|for|until|till) <time> ((at|on)? <time>)? (instead|then)?", K | Z, "",
	  PX_CHANGE_MOVE },
	/* "the orthodontist rang, they can only do ten past four that day" */
	{ "{x} (just)? (rang|called|phoned|emailed|texted|messaged|wrote|got in touch|was on the phone|has been on "
	  "the phone|has been on the telephone|has been in touch|was in touch|said|says|asked) (and|to say|they|he|"
	  "she|that|they've|they're|he's|she's|they'd|he'd|she'd|the)? (they|he|she)? (can only do|can only make|can "
	  "only fit me in|can only see me|can do|could do|could only do|only have|only has|only had|have only|has "
	  "only|have|had|offered|offer|suggested|need to move it|need to move me|have to move it|moved me|moved it|"
	  "bumped me|pushed it|have moved it|would rather|want me to come|want me|want to see me|need me to come) "
	  "(to|at|on|for|till|until)? <time> ((at|on)? <time>)? (that day|the same day|same day|on the day|instead|"
	  "now|same time)?", E | K | Z, "", PX_CHANGE_LAST },
	{ "{x} (can't|cannot|can not|won't|isn't|is not|shouldn't|doesn't|not) (be|happen|start|work|going to be)? "
	  "(at|on|for|before|until)? <time> (so)? (make|do|move|have|let's say|let's do|let's make|start|put) (it|"
	  "that)? (at|on|to|for|be)? <time> (instead)?", K | Z, "", PX_CHANGE_LAST },
	{ "{x} (isn't|is not|aren't|won't be|not) (due)? (at|on|by)? (the)? <time> (it's|but|they're|it is|rather) "
	  "(on|at|due|by)? (the)? <time>", K | Z, "", PX_CHANGE_LAST },
	{ "(give|allow) (me|us) (until|till|to)? <time> (for|on|to do|to finish|with) {x}", K | T | Z, "",
	  PX_CHANGE_MOVE },
	{ "{x} (can't do|cannot do|can not do|can't make|won't work|isn't free|couldn't do) (at|on)? <time> (they've|"
	  "they|he|she|he's|she's|but|so|and)? (have|has|can|could|can do|offered|offer|only|suggested|only has|only "
	  "have|it's|will do|do)? (only)? (at|on)? <time> (instead)?", K | Z, "", PX_CHANGE_LAST },
	{ "(don't|do not) {x} (at|on|for)? <time> (make|do|move|have|let's do|put) (it|that) (at|on|to|for)? <time> "
	  "(instead)?", K | Z, "", PX_CHANGE_LAST },
	{ "{w} (would rather|would prefer to|would prefer|prefers to|prefers|wants to|wants|needs to|asked to) (have|"
	  "do|meet for|eat|move)? {x} (at|on|to|for) <time> (instead)?", K | E | Z, "", PX_CHANGE_LAST },
	/* "Sister Byrne wants the roster requests by close of business Friday", "I want the batteries replaced by "
	  "Wednesday" */
	{ "{w} (wants|want|needs|need|expects|would like|should like|would love|would like to have|want to have|is "
	  "asking for|has asked for|asked for|is after|'d like) {x} (by|before|for|on|no later than)? <time> ((at|on|"
	  "by)? <time>)? (instead|now|actually)?", T | K | Z, "", PX_CHANGE_WANTED },
	{ "{x} (let's say|let's make it|let's do|make it|make that|how about|move it|push it|shift it|change it|do "
	  "it) (to|at|on|for|be|until)? <time> ((at|on)? <time>)? (same time|at the same time|at the usual time)? "
	  "(instead)? ((and)? (at|in) {l})?", K | Z, "", PX_CHANGE_LAST },
	/* "interview the barista on Tuesday and bump it up to high": two fields of one task */
	{ "(do|have|make|move|push)? {x} (on|by|at|for|to|due)? <time> ((at|on)? <time>)? (instead)?", T | K | Z |
	  PX_FRAME_PRIORITY, "", PX_CHANGE_BOTH },
	/* "the deadline changed from Friday to Monday" */
	{ "{x} (has|have|is|was|got|'s)? (been|now|just)? (moved|changed|pushed|rescheduled|shifted|postponed|delayed|"
	  "bumped|brought forward|pushed back) <time> (instead|now)?", K | Z, "", PX_CHANGE_MOVE },
	/* "training's shifting to 6:30 for the rest of the season" */
	{ "{x} (is|are|will be|'s)? (now)? (shifting|moving|changing|switching|slipping|sliding|jumping|going|being "
	  "moved|being pushed|being shifted|being changed|gone|shifts|moves|changes|slips|switches|jumps) (back|"
	  "forward|out|over|up|on)? (to|until|till|from <time> to) <time> ((at|on)? <time>)? (instead|now|permanently|"
	  "this time|for (now|good|a while|the time being|once)|for the (rest|remainder) of {z}|same time|at the same "
	  "time)?", K | Z, "", PX_CHANGE_MOVE },
	{ "{x} (has|have|is|are|'s)? (now)? (got to|gotta|to) (now)? (start|begin|be|happen|go|kick off|go out|be "
	  "done|finish) (at|on|by|from)? <time> ((at|on)? <time>)? (instead|now|sharp)?", K | Z, "", PX_CHANGE_MOVE },
	{ "{x} to <time> ((at|on)? <time>)? (instead|same time|at the same time)?", K | Z, "", PX_CHANGE_MOVE },
	{ "{x} now (due|at|on|to)? <time> ((at|on)? <time>)? (instead)?", K | Z, "", PX_CHANGE_MOVE },
	{ "(can|could) {x} (start|begin|be|happen|take place) (at|on|by)? <time> ((at|on)? <time>)? (instead)?", K | Z,
	  "", PX_CHANGE_MOVE },
	{ "(change|set|update|move|push|shift|extend|adjust|make|switch|edit|postpone|reschedule) (the)? (due date|"
	  "deadline|date|time|start time|end time|due|start|due time|start date|timing) (of|for|on) {x} (from "
	  "<time>)? (to|until|till|as|for|on|at|back to|by)? <time> ((at|on)? <time>)?", Z, "", PX_CHANGE_MOVE },
	{ "(reschedule|postpone|delay|defer|rearrange|re-schedule|snooze|prepone|push back|put off|rescheduling|"
	  "postponing|hold off on|carry over|move) {x} from <time> (to|until|till|onto)? (<time>)? ((at|on)? <time>)? "
	  "(instead|if possible)?", Z, "", PX_CHANGE_MOVE },
	{ "(reschedule|postpone|delay|defer|rearrange|re-schedule|snooze|prepone|push back|push off|put off|"
	  "rescheduling|postponing|hold off on|carry over) {x} (until|to|till|for|on|at|by|onto)? (sometime|later)? "
	  "<time> ((at|on|in)? <time>)? (instead|if possible|same time|at the same time)? ((at|in) {l})?", Z, "",
	  PX_CHANGE_MOVE },
	{ "(move|moving|shift|push|bump|change|slide|switch|carry|drag|bring|set back|update) {x} (back|forward|up|"
	  "out|over)? (to|until|till|onto|from) (sometime|later|like|be)? (on|at|in)? <time> (to <time>)? ((at|on|"
	  "in)? <time>)? (instead|from now on|if possible|same time|at the same time|the same time)? ((at|in) {l})?", Z,
	  "", PX_CHANGE_MOVE },
	{ "$move {x} (back|forward|up|out)? (to|until|till|for|onto|on|at|by|to be|to be on|so that it is|due|due "
	  "on)? (sometime|later|like)? (on|at|in)? <time> ((at|on|in)? <time>)? (instead|from now on|if possible|same "
	  "time|at the same time)? ((at|in) {l})?", K | Z, "", PX_CHANGE_MOVE },
	{ "(make|do|have|let's do|let's have|let's make) {x} (on|at|for|be at|be on|to)? <time> ((at|on)? <time>)? "
	  "(instead|from now on)?", K | Z, "", PX_CHANGE_MOVE },
	{ "(start|begin|hold|have|do|run) {x} (at|on|from) <time> ((at|on)? <time>)? (instead|from now on)?", K | E | Z,
	  "", PX_CHANGE_MOVE },
	{ "(i'd|i would|we'd|we would) (rather|prefer to|like to|prefer|love to) (have|do|move|hold)? {x} (at|on|to|"
	  "for) <time> ((at|on)? <time>)? (instead)?", K | Z, "", PX_CHANGE_MOVE },
	{ "(i'll|i will|we'll|we will|let me|i'm going to|i am going to|i'd rather|i would rather|i want to|i'd like "
	  "to) {x} <time> ((at|on)? <time>)? (instead)?", K | Z, "", PX_CHANGE_TOLD },
	{ "{w} (says|said|wants|wanted|asks for|asked for|suggests|suggested|prefers|proposes|proposed|can only do|"
	  "can do|can make|could do|is free|would prefer|would like) (on|at)? <time> ((at|on)? <time>)? (for|as the "
	  "time for) {x} (instead)?", K | Z, "", PX_CHANGE_MOVE },
	{ "{w} (wants|wanted|asked|asks|would like|needs|has asked) (me|us)? (to have|to do|to move|to hold|for) {x} "
	  "(moved)? (to|on|at|for) <time> ((at|on)? <time>)? (instead)?", K | Z, "", PX_CHANGE_MOVE },
	{ "{w} (has|have|had|just)? (moved|pushed|shifted|rescheduled|postponed|changed|delayed|put off|brought "
	  "forward|pushed back) {x} (back|forward)? (to|until|till) <time> ((at|on)? <time>)?", K | Z, "",
	  PX_CHANGE_MOVE },
	/* "make that one due Thursday before training" */
	{ "(make|have|set) {x} (to be)? due (on|by|at|before)? <time> ((at|on)? <time>)? (before|after|ahead of|in "
	  "time for) {z}", K | T | Z, "", PX_CHANGE_MOVE },
	{ "{x} (make it|can we make it|can we do|could we do|let's do|let's make it|let's say|how about|better|"
	  "rather) (on|at|the|to)? <time> ((at|on)? <time>)? (instead)?", K | Z, "", PX_CHANGE_MOVE },
	{ "{x} <time> instead", K | Z, "", PX_CHANGE_MOVE },
	{ "{x} (isn't|aren't|is not|are not|not) (due|coming|starting|happening|ready|available|open|on|going out)? "
	  "(until|till|before) <time>", K | Z, "", PX_CHANGE_MOVE },
	{ "{x} (wants|needs|expects) (me|us) (at|on|there at|there on|over at)? <time> ((at|on)? <time>)?", K | E | Z,
	  "", PX_CHANGE_MOVE },
	{ "{x} (i'll|i will|we'll|we will) {v} (it|them|that|him|her) (up|off|in|out)? (on|at|by)? <time>", K | Z, "",
	  PX_CHANGE_TOLD },
	{ "{x} (should|must|has to|needs to|will|is going to|is supposed to|is meant to) (now)? (go out|go off|go|be|"
	  "happen|run|take place|be sent|be sent out|come|come out|be done) (on|at|by)? <time> ((at|on)? <time>)? "
	  "(instead|now)?", K | Z, "", PX_CHANGE_MOVE },
	{ "{x} (goes out|goes off|goes|runs|comes) (on|at|by)? <time> ((at|on)? <time>)? (instead|now)?", K | Z, "",
	  PX_CHANGE_MOVE },
	{ "{x} (can only do|can only make|can do|could do|prefers|asked for|wants|suggested|suggests) (on|at)? <time> "
	  "((at|on)? <time>)? (instead)?", E | K | Z, "", PX_CHANGE_MOVE },
	{ "(give|allow|grant) (me|us) (until|till) <time> (for|with|on|to finish|to do) {x}", T | K | Z, "",
	  PX_CHANGE_MOVE },
	{ "(give|allow|grant) (me|us) (until|till) <time> {x}", T | K | Z, "", PX_CHANGE_MOVE },
	{ "{x} (at|on|for|due|by|to|from)? <time>", K | Z, "s", PX_CHANGE_STARTS },
	{ "(can|could) (we|you|i|it)? (do|have|make|move)? {x} (be|to)? (on|at|for)? <time> (instead)?", K | Z, "",
	  PX_CHANGE_MOVE },
	{ "{x} (is|are|has|was|'s|got|have)? (now|been)? (moved|pushed|rescheduled|postponed|delayed|shifted|changed|"
	  "bumped|pushed back|brought forward|moved up|put back|put forward|put off|moved back|moved forward|pushed "
	  "out|pulled forward|held over) (from <time>)? (to|until|till|for) <time> ((at|on)? <time>)? (at the same "
	  "time|same time|at the usual time|instead)?", K | Z, "", PX_CHANGE_MOVE },
	{ "{x} (is|are|'s) now (at|on|due|due on|due by)? <time> ((at|on)? <time>)?", K | Z, "", PX_CHANGE_MOVE },
	{ "{x} (is|are|'s) (at|on)? <time> ((at|on)? <time>)? (instead|not {z})?", K | E | Z, "", PX_CHANGE_MOVE },
	{ "{x} (needs to be|should be|has to be|must be|is to be|can be|will be|ought to be) (done|finished|sent|"
	  "{v})? (on|by|at|before)? <time> ((at|on)? <time>)? (instead|actually|now)?", K | T | Z, "", PX_CHANGE_MOVE },
	{ "{x} (is|are|'s) (on|at|from|going to be on|going to be at|taking place on)? <time> ((at|on|from)? <time>)? "
	  "(instead)?", K | E | Z, "", PX_CHANGE_TOLD },
	{ "{x} (starts|begins|start|begin|takes place|will be|will start|happens|should be|needs to be|has to be|"
	  "should start|has to start|should happen) (now)? (at|on|from)? <time> ((at|on)? <time>)? (instead|from now "
	  "on|now)?", K | E | Z, "", PX_CHANGE_MOVE },
	{ "{x} (can|has to|must|will have to|could|should|needs to) (wait|slide|slip|move|go|be done|happen|be) "
	  "(until|till|to|on|by|at)? <time>", K | Z, "", PX_CHANGE_MOVE },
	{ "(i|we) need (the|my|that|our) {x} (by|before|on|until)? <time>", K | T | Z, "", PX_CHANGE_MOVE },
	{ "{x} (is|are) (now)? due (on|by|at)? <time> ((at|on)? <time>)? (now|instead)?", K | T | Z, "",
	  PX_CHANGE_MOVE },
	{ "{x} (needs|need|has|have|must|should|ought) {y} (by|before|until|on|at)? <time> ((at|on)? <time>)? (now|"
	  "instead)?", K | T | Z, "", PX_CHANGE_MOVE },
	{ "(put) {x} (on hold|off) (until|till|to) <time>", Z, "", PX_CHANGE_MOVE },
	/* "and the other one 4pm", "the second one on Friday" */
	{ "(and|also|then|but|no)? {x} (to|at|on|for|until|by)? <time> ((at|on)? <time>)? (instead|too|please)?", P | Z,
	  "", PX_CHANGE_MOVE },
	{ "{x} <time>", K | T | Z, "t", PX_CHANGE_BARE },
	/* "physio on Tuesday's at the Coburg clinic, not Brunswick" */
	{ "{x} (is|are|'s|will be|takes place|happens|has moved|was moved|has been moved|moved) (now|taking place|"
	  "happening)? (in|at|to) {l} (this time|now)? (and not|not|instead of|rather than) (in|at|to)? {z}", K | E, "",
	  PX_CHANGE_PLACE },
	{ "{x} (in|at) {l}", K | E | U, "", PX_CHANGE_PLACE },
	/* places said as facts */
	{ "{x} (is|are|'s|will be|takes place|happens|has moved|was moved|has been moved|moved) (now|taking place|"
	  "happening)? (in|at|to) {l} (instead|now)? (<time>)?", K | E, "", PX_CHANGE_PLACE },
	{ "(can|could) {x} be (in|at) {l} (instead)?", K | E, "", PX_CHANGE_PLACE },
	{ "{x} (move|change|make|put|switch|shift) (it|that) (to|in|at|into) {l}", K | E, "", PX_CHANGE_PLACE },
	{ "(move|switch|change|relocate) {x} (to|into|over to) {l} (instead)?", K | E, "", PX_CHANGE_PLACE },
	{ "(change|rename) {x} to {n}", K, "", PX_CHANGE_RENAME },
};

const struct px_frames px_english_change_frames = { rows, sizeof(rows) / sizeof(rows[0]) };
