/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sentences that ask for a new task or event: one row per way to say it.
 */
#include "nlu/en/english.h"

#define B PX_FRAME_BARE
#define W PX_FRAME_WEAK
#define TIME PX_FRAME_TIME
#define S PX_FRAME_SURE

static const struct px_frame rows[] = {
	{ "(break|split|divide|chop|cut) {x} (down|up)? (in|into) (two|three|2|3|separate|different)? (separate|"
	  "different)? (tasks|todos|to-dos|to dos|ones)", B, "", PX_CREATE_APART },
	{ "(break|split|divide|chop|cut) {x} (down|up)? (in|into) (these|the|its|two|three|four|five|six|2|3|4|5|6)? "
	  "(small|smaller|little)? (steps|parts|subtasks|sub-tasks|stages|chunks|pieces|tasks|bits)? {t}", B, "",
	  PX_CREATE_STEPS },
	{ "(and|then|also)? (under|inside|within|beneath|underneath) {x} (put|add|create|make|list|have|go|goes|are) "
	  "(the|these|following)? (steps|subtasks|sub-tasks)? {t}", B, "", PX_CREATE_STEPS },
	{ "(and|then|also)? (under|inside|within|beneath|underneath) {x} (the|these|following) (small|little)? (steps|"
	  "subtasks|sub-tasks|parts) {t}", B, "", PX_CREATE_STEPS },
	{ "(add|put|create|list) (under|inside|within|beneath|underneath) {z}", B, "", PX_CREATE_STEPS },
	{ "(add|put|create|make) (the|these|some)? (subtasks|sub-tasks|steps) {t} (to|for|under|in|on) {x}", B, "2",
	  PX_CREATE_STEPS },
	{ "(the)? (subtasks|sub-tasks|steps) (for (it|that))? {t}", B, "i", PX_CREATE_STEPS },
	{ "(add|create|make|put|give)? (me)? (a|an|another|the|these|some|a few|two|three|four|more|new)? (new|more|"
	  "following)? (step|steps|subtask|subtasks|sub-task|sub-tasks|part|parts|stage|stages) (to|for|of|in|under|"
	  "on) {z}", B, "", PX_CREATE_STEPS },
	{ "(for)? {x} (needs|need|has|consists of|comprises) (the|these)? (steps|parts|subtasks|stages)? {t}", B, "2",
	  PX_CREATE_STEPS },
	{ "(add|create|make|new) (a|an|the|new)? (new)? (task|todo|to-do) (called|named|for|:)? {x} (with|in) (the|"
	  "these|following)? (steps|subtasks|sub-tasks|parts|stages) {t}", B, "n", PX_CREATE_STEPS },
	{ "(add|create|make|new) (a|an|another|the)? (subtask|sub-task|sub task|step) (called|named|to|for|:)? {t} "
	  "(under|to|for|in|of|on) (the)? (task)? {x}", B, "", PX_CREATE_SUBTASK },
	{ "(add|put|include) {t} (as a) (subtask|sub-task|sub task|step) (under|to|for|in|of|on) (the)? (task)? {x}", B,
	  "", PX_CREATE_SUBTASK },
	{ "(under|for) {x} (add|create) (a|an)? (subtask|sub-task|sub task|step) (to|called)? {t}", B, "",
	  PX_CREATE_SUBTASK },
	{ "(add|create|make|new) (a|the|another|one|new)? (new)? (task|todo|to do|to do item|todo item) (to|called|"
	  "named|that says)? {t}", B | S, "", PX_CREATE_TASK },
	{ "(add|create|make|put|set|stick|pop|jot down|put down|log)? (in|down|up)? (me)? (a|an|another|one|one more|"
	  "the)? (new)? (job|errand|chore|item|task|todo|to do|reminder|entry|action|action item|to do item) (for|on|"
	  "in|to the list|to my list|on the list)? (me|today)? {t}", B, "", PX_CREATE_COLON },
	{ "(stick|pop|slot|squeeze|pencil|fit|chuck|bung|throw|put|wedge|drop) (me)? (in)? (a|an|the|my|another|some|"
	  "our)? {t} (in)?", B | TIME, "", PX_CREATE_SLOT },
	/* reminders and lists */
	{ "(keep|keep on)? (remind|reminder|reminding|nag|nagging) me (again|also|please|later)? (to|that|about|of|"
	  "for|regarding) (the fact that)? {t}", B | S, "", PX_CREATE_TASK },
	{ "(remind) (to|about|of|that) {t}", B | S, "", PX_CREATE_TASK },
	{ "(remind) {t}", B, "n", PX_CREATE_TASK },
	{ "(i'll|i will|i have to|i need to|i must|i should|i'm going to|i am going to)? {t} remind me (please|about "
	  "it|of it|then|of that|to)?", B | PX_FRAME_TIME, "", PX_CREATE_TASK },
	{ "(remind) me {t}", B | S, "", PX_CREATE_TASK },
	{ "(remind) me", B | S, "", PX_CREATE_TASK },
	{ "(i'd like|i would like|i want|i need|give me|set|set me|can i have) (a|an|another) (reminder|alert|alarm)",
	  B | TIME, "", PX_CREATE_TASK },
	{ "(i'd like|i would like|i want|i need|give me|set|set me|can i have) (a|an|another) (reminder|alert|alarm) "
	  "(so that|so) {t}", B | TIME, "", PX_CREATE_TASK },
	{ "(i need|i want|can i get|give me) (a|an|another|one more) (new)? (reminder|todo|to do item|todo item|task) "
	  "(to|for|that says|called|about|on)? {t}", B, "", PX_CREATE_TASK },
	{ "($make|$add) (me)? (up)? (a|an|the|another|my|new|one more)? (new)? (reminder|reminders|todo|to do|to do "
	  "item|todo item|task|chore|action item|to do task|alert|note to self|todo list item|personal reminder) (for "
	  "me|item|in|on there|in there)? (to|for|that says|saying|called|named|titled|that|about|of|with the title|"
	  "with title|on|labeled|which says|entitled)? (me to)? {t}", B, "", PX_CREATE_TASK },
	{ "($make|$add|i need|i want) (me)? (up)? (a|an|the|another|my)? (new)? (reminder|todo|to do|task|to do item)",
	  B, "", PX_CREATE_TASK },
	{ "($make|$add|i have|i've got|there's) (me)? (a|an|another|one more)? (new|little|quick)? (job|errand) (to|"
	  "that i need to) {t}", B, "", PX_CREATE_TASK },
	{ "(the)? next (up|thing|one|job|task|item|step) (is|to do is|i need to do is|i have to do is|up is) (to)? "
	  "{t}|next up (to)? {t}", B, "", PX_CREATE_TASK },
	{ "another one (to|for|called) {t}", B, "", PX_CREATE_TASK },
	{ "(new|another) (task|todo|to do|reminder|item) (to|for|called|named|:)? {t}", B, "", PX_CREATE_TASK },
	{ "(note|memo|reminder|mental note) to (self|myself) (to)? {t}", B | S, "", PX_CREATE_TASK },
	{ "(the|my)? next (thing|job|task|one|up) (is|on the list is|on my list is) (to)? {t}", B, "", PX_CREATE_NEXT },
	{ "(note to self|memo to self|reminder to self|self reminder|todo|to do|task|reminder|remember|to-do|next) "
	  "(to|is to|:|for)? {t}", B, "", PX_CREATE_TASK },
	{ "(please)? (don't|do not|never) (let me)? forget (to|about|that i have to|that i need to)? {t}", B, "",
	  PX_CREATE_TASK },
	{ "remember to {t}", B, "", PX_CREATE_TASK },
	{ "(please)? (make sure|ensure|see to it|be sure) (that)? (i|we|to|i don't forget to|i remember to) (remember "
	  "to|to)? {t}", B, "", PX_CREATE_TASK },
	{ "$add (to|on|onto|in|into) $the? $tasks (to|that i need to|that i have to)? {t}", B, "", PX_CREATE_TASK },
	{ "$add (a|an)? (reminder|note|task|todo|item|entry) (to|on|in|into) $the $tasks (to|for|that|about)? {t}", B,
	  "", PX_CREATE_TASK },
	{ "(add|put|include|stick|throw|jot|write|place|insert|enter|set|note|mark|save|record|pop|chuck) {t} (to|on|"
	  "onto|in|into|down on|under) (my|the|a|our|your)? (running)? ($tasks)", B | S, "", PX_CREATE_TASK },
	{ "(add|put|include|stick|throw|pop|chuck|adding|putting|jot down|write down|note down) {t} (to|on|onto|in|"
	  "into)? (as well|also|too|list|please)?", B | PX_FRAME_PROJECT, "", PX_CREATE_TASK },
	{ "(put|write|jot|note|get|mark) {t} down (for|on|in|as)? ((in|at) {l})?", B | W, "", PX_CREATE_EITHER },
	{ "(i|we|i'll|we'll) (still|also|really|just|only|will)? (need|needed) (some|more|to get)? {t}", B, "n",
	  PX_CREATE_GET },
	{ "(need|needs|could use|gotta get|must get) (some|more|a|an|to get|to buy)? {t}", B | W, "", PX_CREATE_TASK },
	{ "(i'm|we're|i am|we are)? (out of|low on|running low on|running out of|almost out of|all out of|need|we "
	  "need|i need|we could use|no more|no) (some|more|any)? {t} (left)? (add|put|stick|pop|throw|chuck) (it|them|"
	  "that|those) (on|in|onto|into|to|down)? ($the $tasks)?", B | PX_FRAME_PROJECT, "", PX_CREATE_TASK },
	{ "(start|create|make|open|set up|add|begin)? (a|the)? (new)? project (called|named)? {z}", B, "",
	  PX_CREATE_PROJECT },
	/* calendar */
	{ "($add|$make|block|mark|get|save|log|record|move|schedule|book|place) (down|off|out|in|up)? {t} (to|on|onto|"
	  "in|into|for) $my $cal (for|as|on|at|in)? ({l})?", B, "", PX_CREATE_EVENT },
	{ "($add|$make|block|mark|save|log|record|schedule|enter) (to|on|onto|in|into) $my $cal (a|an|for|that|the|"
	  ":)? {t}", B, "", PX_CREATE_EVENT },
	{ "(create|add|make|set up|schedule|book|new|plan|insert|put|set|enter|start|organize|arrange|setup|put in|i "
	  "need|i want) (me)? (a|an|the|another|my|new)? (new)? (event|calendar event|calendar entry|calendar item|"
	  "entry) (to|in|on|for)? ($my $cal)? (called|named|titled|entitled|for|of|about|to|labeled|with the title|"
	  "with title|that says|saying)? {t}", B, "", PX_CREATE_EVENT },
	{ "(create|add|make|set up|schedule|book|new|plan|insert|put|set|enter|start|organize|arrange|setup|put in|i "
	  "need|i want) (me)? (a|an|the|another|my|new)? (new)? (appointment|meeting|invite|session) (called|named|"
	  "titled|entitled|labeled|with the title|with title) {t}", B, "", PX_CREATE_EVENT },
	{ "(have|hold|do) (a|an|the|our) {t}", B | TIME | W, "", PX_CREATE_SCHEDULED },
	{ "(create|add|make|set|new|insert|enter|setup) (me)? (up)? (a|an|the|another|my|new)? {t}", B | TIME | W, "",
	  PX_CREATE_SCHEDULED },
	{ "(put|pencil|sign|write|mark|book|count|log) me (down|in|up) (for|on|at|as)? (a|an|the|my)? {t}", B | TIME, ""
	  , PX_CREATE_EVENT },
	{ "(mark|block|put|note|set|save|book|keep|log|have|enter|declare) (down|off|out|me)? as (a|an|my|our)? {t}",
	  B | TIME, "", PX_CREATE_EVENT },
	{ "(block|block off|block out|reserve|hold|set aside|keep) (off|out|aside)? (some|the|my)? (time|<time>)? "
	  "(for|to) {t}", B, "", PX_CREATE_EVENT },
	{ "(block|block off|block out|reserve|set aside) (off|out|aside)? {t}", B | TIME | W, "", PX_CREATE_EVENT },
	{ "(setup|set up|arrange|organize|organise) (me)? (for)? (a|an|the|my|another|some|our)? {t}", B | W, "!",
	  PX_CREATE_SCHEDULE },
	{ "(schedule|pencil in|put in|slot in|scheduling) (me)? (in)? (for)? (a|an|the|my|another|some|our)? {t}", B |
	  W, "+", PX_CREATE_SCHEDULE },
	{ "(book|plan|reserve) (me)? (in)? (for)? (a|an|the|my|another|some|our)? {t}", B | W, "", PX_CREATE_SCHEDULE },
	{ "(i|we) (have|have got|got|'ve got|also have) (a|an|my|our|another|the)? {t}", B | W | TIME, "",
	  PX_CREATE_HAVE },
	{ "(i've|we've) got (a|an|my|our|another|the)? {t}", B | W | TIME, "", PX_CREATE_HAVE },
	{ "(there's|there is|there will be|there'll be) (a|an|another|the)? {t}", B | W | TIME, "", PX_CREATE_EVENT },
	{ "(i'm|we're|i am|we are|i'll be|i will be|we'll be|we will be) (having|doing|hosting|attending|going to "
	  "have|at|going to|on|going on|going for|in) (a|an|my|our|the)? {t}", B | W | TIME, "", PX_CREATE_EVENT },
	{ "(then|and|also)? (i'm|we're|i am|we are|i'll be|we'll be) {t}", B | W | TIME, "m", PX_CREATE_EVENT },
	{ "(i'm|we're|i am|we are) (meeting|seeing|interviewing|visiting) {z}", B | W | TIME, "", PX_DEED_NONE },
	{ "{t} (is|are|will be|is going to be|are going to be) (coming|visiting|arriving|landing|delivering|"
	  "installing|staying|dropping|popping|stopping|calling|flying|getting|moving|picking|bringing|collecting|"
	  "taking|fixing|playing|giving|having|fitting|servicing|cleaning|painting|driving) {z?}", B | TIME, "",
	  PX_CREATE_COMES },
	{ "{t} (comes|arrives|lands|visits|delivers|departs|leaves|flies) {z?}", B | TIME, "", PX_CREATE_COMES },
	{ "{t} (gets|drops|pops|calls|moves|flies) (in|by|round|over|out) {z?}", B | TIME, "", PX_CREATE_COMES },
	{ "(then|and|also|but|every <time>)? (i|we) (will|'ll|am going to|are going to)? (meet|work|go|fly|travel|move|"
	  "leave|play|visit|study|train|teach|attend|sail|drive) {z?}", B | TIME, "", PX_CREATE_OWN },
	{ "(let's|let us|can we|could we|shall we|should we) (do|have|schedule|plan|set up|grab|get|meet for) (a|an|"
	  "our|the|some)? {t}", B | W | TIME, "", PX_CREATE_EVENT },
	/* plain wishes */
	{ "$iwant be reminded (to|about|of|that) {t}", B | S, "", PX_CREATE_TASK },
	{ "$iwant (remember to|also|not forget to|make sure i|make sure to|remember)? {t}", B, "", PX_CREATE_WISH },
	{ "(i'm|we're|i am|we are) (out of|low on|running low on|running out of|almost out of|all out of) (any|the|"
	  "our)? {t} (again)?", B | W, "", PX_CREATE_TASK },
	{ "(add|include|create|make|new|note down|jot down|write down|note|log|pop in|stick in) (a|an|another|the|"
	  "some)? (new)? (one)? (called|named|for|to|:)? {t}", B | W, "", PX_CREATE_EITHER },
	{ "(meet|meeting) (up)? (with)? {t}", B | W | TIME, "", PX_DEED_NONE },
};

const struct px_frames px_english_create_frames = { rows, sizeof(rows) / sizeof(rows[0]) };
