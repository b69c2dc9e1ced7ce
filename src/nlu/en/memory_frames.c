/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sentences that ask for what was told (recall), tell something to
 * remember, or undo, greet and thank (memory): one row per way to say it.
 */
#include "nlu/en/english.h"

#define Z PX_FRAME_TIME

static const struct px_frame memory[] = {
	/* undo */
	{ "(no|oops|wait|ok|okay|actually|sorry|no wait|never mind|hmm|whoops|please)? undo (it|that|this|the last "
	  "(one|thing|action|change|step|command|edit)|last (one|thing|action|change)|what you (just)? did|my last "
	  "(action|change|command)|everything|the previous (one|action|change)|the (deletion|delete|move|change))?", 0,
	  "", PX_MEMORY_UNDO },
	{ "undo (the last|the previous|my last|last) <num> (things|changes|actions|steps|ones|times|edits)?", 0, "",
	  PX_MEMORY_UNDO },
	{ "undo <num> (things|changes|actions|steps|times)", 0, "", PX_MEMORY_UNDO },
	{ "(oops|no|wait|sorry|ok|please)? (take (that|it|this) back|revert (that|it|this|the last (change|action|one|"
	  "thing))?|roll (that|it) back|rollback (that|it)?|reverse (that|it|the last (change|action))|put (it|that) "
	  "back (the way it was)?|change it back|bring (it|that) back|go back|restore (it|that)|undo)", 0, "",
	  PX_MEMORY_UNDO },
	{ "(oops|no|wait|sorry)? (i didn't mean (to do)? that|that was a mistake|that was wrong|that was an accident|"
	  "that wasn't what i (meant|wanted)|i made a mistake|i take that back)", 0, "", PX_MEMORY_UNDO },
	{ "(oops|whoops|no|sorry|ah|oh|argh)? (that's|that was)? (the)? wrong (one|task|event|meeting|thing)", 0, "",
	  PX_MEMORY_UNDO },
	{ "undo (that|it|this|the last)? (again|once more|too|as well)", 0, "", PX_MEMORY_UNDO },
	{ "(undo|revert|take back|cancel) (my|the)? (last|previous|latest) (change|action|step|command|operation|edit)",
	  0, "", PX_MEMORY_UNDO },
	{ "ctrl-z|ctrl z|undo undo", 0, "", PX_MEMORY_UNDO },
	/* brief */
	{ "(give|tell|show|send|read|get|do|let me have|let me hear|run|start|can i get|can i have|i want|i'd like)? "
	  "(me)? (my|the|a|today's|your)? (daily|morning|day|today's|quick|evening) (brief|briefing|summary|rundown|"
	  "overview|digest|update|report|recap) (please|of (my|the)? day|for (<time>|me))? (for <time>)? (<time>)?", 0,
	  "", PX_MEMORY_BRIEF },
	{ "(give|tell|show|send|get) me (a|the|my) (brief|briefing|summary|rundown|overview|digest|recap) (of|for|on|"
	  "about)? (my|the)? (day|everything|<time>)? (<time>)?", 0, "", PX_MEMORY_BRIEF },
	{ "(my|the|today's)? (brief|briefing) (please|for <time>|<time>)?", 0, "", PX_MEMORY_BRIEF },
	{ "(give|show|get|tell|read|send)? (me)? <time> (brief|briefing|summary|rundown|overview|agenda brief) "
	  "(please)?", Z, "", PX_MEMORY_BRIEF },
	{ "brief me (on|about|for)? (my|the)? (day|today|everything|<time>)? (<time>)?", 0, "", PX_MEMORY_BRIEF },
	{ "(good morning|morning|hello|hi|hey|so)? (what's|what is|how's|how is|what does|how does|what will) my day "
	  "(today)? (look like|looking like|looking|look|like|be like|shaping up|today|going to be like)? (<time>)?", 0,
	  "", PX_MEMORY_BRIEF },
	{ "(catch me up|fill me in|run me through my day|walk me through my day|summarize my day|summarise my day|sum "
	  "up my day|brief me|what do i need to know|start my day|what's the plan|how's today looking|what's in store "
	  "for me) (on|for|about)? (today|<time>|my day)? (please)?", 0, "", PX_MEMORY_BRIEF },
	{ "(good morning|morning) (what's|what is) (up|on|going on|happening|in store|planned|for me) (<time>)?", 0, "",
	  PX_MEMORY_BRIEF },
	{ "(what's|what is|what does) (my|the) (day|plan) (look like|for)? <time> (look like)?", Z, "-",
	  PX_MEMORY_BRIEF },
	{ "(no|oops|wait|sorry|oh|actually|hang on)? (no|wait|sorry)? (not yet|i haven't yet|i haven't|not that one|"
	  "not those)", 0, "c", PX_MEMORY_UNDO },
	{ "(no|oops|wait|sorry)? (it's|i'm|that's|that was|i was)? not (quite|really|yet|actually|completely|all)? "
	  "(finished|done|ready|complete|completed) (yet|actually|after all|with (it|that))?", 0, "c", PX_MEMORY_UNDO },
	{ "(wait|hey|hi|ok|okay|so|um|and|sorry)? (what's|what is|what|whats|tell me|do you know) (the|today's)? "
	  "(date|day|time|day of the week|day of the month) (is it|today|it is|today is|now|is today|is it today|"
	  "right now|please|<time>|is <time>|is it <time>)? (today|now|please|again|<time>)?", 0, "", PX_MEMORY_DATE },
	/* what Pixie has not */
	{ "(set|start|cancel|stop|pause|resume|turn off|end) (up)? (a|an|the|my|that|all|another)? (<time>|kitchen|"
	  "egg|pasta|tea|cooking|pomodoro|running)? (timer|timers|stopwatch|countdown) ((for|of|to|called|named) "
	  "{z})? (<time>)?", PX_FRAME_SURE, "I have no timers. I can remind you instead: “remind me in 20 minutes to "
	  "check the oven”.", PX_MEMORY_TALK },
	/* what Pixie can do */
	{ "(do|can|could|would) (you|pixie) (know how to|support|offer|handle|understand|allow|have support for|work "
	  "with|have a way to) {z}", 0, "Yes: I keep tasks, events, reminders, lists and repetitions. Say it as you "
	  "would to a person: “gym every Monday at 7”, “remind me to pay rent on the 1st”.", PX_MEMORY_TALK },
	{ "(are you able to|is it possible to|is there a way to|how do i|how can i|how would i|how to) (create|add|"
	  "make|set|use|repeat|schedule|delete|change|undo|move|complete|share) {z}", PX_FRAME_UNTIMED, "Yes, just "
	  "say it: “lunch with Sam tomorrow 12:30”, “gym every Monday at 7”, “move lunch to 1”, “undo”.",
	  PX_MEMORY_TALK },
	/* what is not to be made */
	{ "(no|but|and|actually|please|ok|oh)? (don't|do not|never|no need to|you don't need to|you needn't|stop|you "
	  "can stop) (remind|reminding|nag|nagging|bug|tell|telling|notify|ping|alert) me (to|about|of|that|anymore|"
	  "any more)? {x} (anymore|any more|any longer|again|after all|please)?", 0, "-", PX_MEMORY_DONT },
	{ "(no|but|and|actually|please|ok|oh)? (don't|do not|never) (add|create|put|schedule|book|make|set|note|write|"
	  "save|plan|log|enter|include|set up) {x}", 0, "", PX_MEMORY_DONT },
	{ "(never mind|nevermind) {x} (after all|then|now|please)?", 0, "-", PX_MEMORY_DONT },
	/* what is not to change */
	{ "(no|but|and|actually|please|ok)? (i|we) (don't|do not|won't|will not) (want to|need to|have to)? (cancel|"
	  "delete|remove|scrap|call off|move|reschedule|postpone|shift|delay|change|rename|complete|tick off|mark) {x}",
	  0, "OK, I left it as it is.", PX_MEMORY_LEAVE },
	{ "(no|but|and|actually|please|ok)? (don't|do not|never) (cancel|delete|remove|scrap|call off|move|reschedule|"
	  "postpone|shift|delay|change|rename|complete|tick off|mark) {x}", 0, "OK, I left it as it is.",
	  PX_MEMORY_LEAVE },
	{ "(i|we) (might|may) (still)? (have to|want to|need to)? (cancel|delete|remove|scrap|call off|move|"
	  "reschedule|postpone|shift|delay|change) {x}", 0, "OK. Tell me when you know, and I'll change it.",
	  PX_MEMORY_LEAVE },
	{ "{x} (might|may|could) (well|still|also|yet)? (be|get) (cancelled|canceled|called off|moved|postponed|"
	  "rescheduled|delayed|deleted|pushed|shifted|changed) {z?}", 0, "OK. Tell me when it's certain, and I'll "
	  "change it.", PX_MEMORY_LEAVE },
	{ "(no|but|and|sorry)? (i|we) (still)? (haven't|have not) {x} yet", 0, "OK, it stays as it is.",
	  PX_MEMORY_LEAVE },
	{ "{x} (still)? (hasn't|haven't|has not|have not) (been|got|gone|come|had|arrived|called|replied|answered|"
	  "heard|turned|shown|started) {z?} yet", 0, "OK, it stays as it is.", PX_MEMORY_LEAVE },
	{ "{x} not (been)? ({v})? yet", PX_FRAME_UNTIMED, "OK, it stays as it is.", PX_MEMORY_LEAVE },
	{ "(no|but|and|so|well)? (i|we) (was|were|had been|almost|nearly) (going to|about to|planning to|planning on|"
	  "thinking of|thinking about|meaning to|tempted to|cancelled|canceled|deleted|moved) {x} (but|and then|then) "
	  "(i|we|i'm|we're|it's|that's|on|now) (won't|will not|didn't|did not|not|don't|do not|decided|have decided|"
	  "changed|thought|think|second|can't|cannot|shouldn't|fine|kept|will keep|i) {z?}", 0, "OK, I left it as it "
	  "is.", PX_MEMORY_LEAVE },
	{ "(i|we) (almost|nearly) (cancelled|canceled|deleted|moved|postponed|rescheduled|dropped|scrapped) {x}", 0,
	  "OK, I left it as it is.", PX_MEMORY_LEAVE },
	{ "(no|oh|ok|okay|hmm|hang on|hold on)? (no|actually|sorry|wait|but)? (keep|leave) (it|that|them|this|that "
	  "one|this one|both) (as (it|they|that) (is|are|was|were)|be|alone|there|in|for now|as is|after all|please|"
	  "then)?", 0, "OK, I left it as it is.", PX_MEMORY_KEEP },
	/* remember */
	{ "(please)? (also)? (remember|memorize|memorise) (this|the following|for me)? (that)? (to {z}|when {z}|how "
	  "{z}|who {z}|what {z}|where {z}|me|it|this|that)", 0, "", PX_DEED_NONE },
	{ "(note|memo|mental note|reminder) to (self|myself|me) (that)? {f}", 0, "!", PX_MEMORY_REMEMBER },
	{ "(please|also|and)? (remember|memorize|memorise|bear in mind|keep in mind|take note|make note|note) (this|"
	  "the following|for me|for later|also)? that {f}", PX_FRAME_SURE, "", PX_MEMORY_REMEMBER },
	{ "(write|jot|note|put) down that {f}", PX_FRAME_SURE, "", PX_MEMORY_REMEMBER },
	{ "(please|also|and)? (keep|bear) in mind {f}", PX_FRAME_SURE, "", PX_MEMORY_REMEMBER },
	{ "(please|also|and)? (remember|memorize|memorise|take note|make note|note) (this|the following|for me|for "
	  "later|also)? {f}", 0, "?", PX_MEMORY_REMEMBER },
	{ "(make|take|keep|save|store|add|write|leave) (me)? (a|this|the)? (mental)? (note|memory|fact|memo) (of the "
	  "fact|for me|to yourself|to memory)? (that|of|about|saying) {f}", 0, "", PX_MEMORY_REMEMBER },
	{ "(jot|write|note|put|get|take) (this|it|that) down {f}", PX_FRAME_SURE, ":", PX_MEMORY_REMEMBER },
	{ "(jot|write|note|put|get) (this|it)? down (somewhere|for me)? that {f}", PX_FRAME_SURE, "",
	  PX_MEMORY_REMEMBER },
	{ "(make|take|keep) (me)? (a)? (mental|quick)? note (i|we|he|she|they|i've|i'm|i'd|we've|we're|you|the|my|"
	  "our) {z}", 0, "2", PX_MEMORY_REMEMBER },
	{ "(save|store|record|keep) (this|the fact|to memory|in memory|in your memory)? (that|to memory) {f}", 0, "",
	  PX_MEMORY_REMEMBER },
	{ "(for future reference|for the record|fyi|for your information|just so you know|so you know|note|you should "
	  "know|you need to know|i want you to know|just fyi|good to know|for reference|for later reference|heads up) "
	  "(that)? {f}", 0, "", PX_MEMORY_REMEMBER },
	{ "(don't|never|do not) forget (that) {f}", PX_FRAME_SURE, "", PX_MEMORY_REMEMBER },
	{ "(don't|never|do not) forget (i|we|he|she|they|i've|we've) (have|need|has|needs|got|must|should|want|wanted|"
	  "promised|had|said) {z}", 0, "", PX_DEED_NONE },
	{ "(don't|never|do not) forget (i'm|i've|i|we're|we|he's|she's|he|she|they|they're|it's|that's) {z}",
	  PX_FRAME_SURE | PX_FRAME_UNTIMED, "2", PX_MEMORY_REMEMBER },
	{ "(don't|never|do not) forget {f}", 0, "?", PX_MEMORY_REMEMBER },
	{ "{f} (and|so|please|can you|could you|just)? (please)? (remember|don't forget|memorize|note|keep|save|store|"
	  "do remember|always remember|make a note of|take note of|keep a note of|make a note|take a note|write down|"
	  "jot down|hold on to|hang on to) (that|this|it|it in mind|that in mind|this in mind|that for me|it for me|"
	  "this for me|that for later|it for later) (please|for me|for later|ok)?", 0, "", PX_MEMORY_REMEMBER },
	{ "{f} (and|so|please|can you|could you|just)? (make a note|take a note|make a note of it|make a note of that|"
	  "write it down|write that down|jot it down|jot that down|note that down|note it down)", 0, "",
	  PX_MEMORY_REMEMBER },
	{ "{f} (and|so|please|can you|could you|just) (remember|don't forget)", 0, "", PX_MEMORY_REMEMBER },
	{ "{f} (fyi|for future reference|for the record|just so you know|for your information|in case i ask|in case i "
	  "forget)", 0, "", PX_MEMORY_REMEMBER },
	/* forget */
	{ "(please|oh|ok|okay|actually|no)? (forget it|never mind|nevermind|forget about it|oh forget it|just forget "
	  "it)", 0, "OK.", PX_MEMORY_DROP },
	{ "(please|actually|no|ok|okay)? (forget|unremember|delete|erase|remove) (it|that|this|about it|about that|"
	  "that one|that fact|that note|that memory) (again|please)?", 0, "", PX_MEMORY_FORGET_LAST },
	{ "(please)? (forget|unremember|don't remember|stop remembering|delete what you know|erase what you know) "
	  "(about)? (it|that|this|about it|about that)", 0, "", PX_DEED_NONE },
	{ "(please)? (forget|unlearn|erase|delete|remove|disregard|discard|scratch|scrap|drop|wipe|lose|bin|ignore) "
	  "(everything|anything|all|what|whatever|that thing|the thing|the bit) (that)? (i|i've|you|you've|i'd) (ever|"
	  "just|once)? (told|said|know|mentioned|remember|have|saved|stored|learned|shared|noted|got) (to)? (you)? "
	  "(about|on|regarding|for) {f}", 0, "", PX_MEMORY_FORGET },
	{ "(please)? (forget) (the (fact|thing|note|memory|part|bit))? that {f}", 0, "=", PX_MEMORY_FORGET },
	/* "delete the notes of the dentist": of what is there */
	{ "(delete|remove|erase|clear) (the|any|all|all the)? (note|notes|comment|comments|description) (of|on|"
	  "from|for|off) {x}", PX_FRAME_KNOWN, "", PX_DEED_NONE },
	{ "(forget|delete|remove|erase|clear) (the|my|that|your|any|all)? (memory|memories|fact|facts|note|notes|info|"
	  "information|knowledge) (you have)? (about|of|on|that|regarding) {f}", 0, "", PX_MEMORY_FORGET },
	{ "(don't|do not|stop|no longer) (remember|remembering|keep|keeping|store|storing) (that)? {f} (anymore|any "
	  "more|any longer)?", 0, "", PX_MEMORY_FORGET },
	{ "(please)? (you can|you may|you should)? forget (about|everything about|all about)? {f} (now|please|"
	  "anymore)?", 0, "", PX_MEMORY_FORGET },
	{ "(it's|it is|that's|that is) (no longer|not) true (anymore|any more)? that {f} (anymore|any more)?", 0, "=",
	  PX_MEMORY_FORGET },
	{ "{f} (is no longer true|isn't true anymore|is not true anymore|is wrong now|no longer applies) {z?} (forget "
	  "it|forget that)?", 0, "=", PX_MEMORY_FORGET },
	/* small talk */
	{ "(hi|hello|hey|hiya|howdy|yo|greetings|hi there|hello there|hey there|hey pixie|hi pixie|hello pixie|pixie) "
	  "(pixie|there|again)?", 0, "Hi! What can I note down for you?", PX_MEMORY_TALK },
	{ "(good morning|morning|good afternoon|good evening|good day) (pixie|to you|there)?", 0, "Hello! Ask me for "
	  "your daily brief, or tell me what to keep.", PX_MEMORY_TALK },
	{ "(good night|goodnight|night|bye|goodbye|see you|see you later|see ya|talk to you later|ttyl|that's all|"
	  "that's it|later|that will be all|that'll be all) (pixie|then|for now|for today|thanks)?", 0, "See you!",
	  PX_MEMORY_TALK },
	{ "(ok|okay|great|perfect|cool|awesome|nice|alright|super|sweet|wonderful|excellent|good|amazing|brilliant)? "
	  "(thanks|thank you|thx|cheers|many thanks|thanks a lot|thank you so much|thank you very much|much "
	  "appreciated|thanks so much|appreciate it) (pixie|a lot|so much|very much|again|a bunch|for that|for your "
	  "help|for the help|that's all|you're great|you're the best|you're awesome|that's great)?", 0, "Any time!",
	  PX_MEMORY_TALK },
	{ "(thanks|thank you|thx|ok thanks|great|cheers) (and|a lot|so much|pixie)? (good night|goodnight|bye|goodbye|"
	  "see you|see you later|see you tomorrow|have a (good|nice|great) {z}|talk to you later|later|that's all|"
	  "that is all)", 0, "See you!", PX_MEMORY_TALK },
	{ "(thanks|thank you|cheers) for (the|that|your|all|doing|adding|letting|telling|reminding) {z?}", 0, "Any "
	  "time!", PX_MEMORY_TALK },
	{ "(how are you|how are you doing|how's it going|what's up|how do you do|how are things|you ok|how have you "
	  "been|sup) (today|pixie|doing)?", 0, "All good, and listening. What's on your mind?", PX_MEMORY_TALK },
	{ "(you're|you are|that's|that is|that was|this is) (so|very|really|pretty|just|the)? (great|awesome|amazing|"
	  "the best|best|wonderful|fantastic|helpful|funny|smart|nice|cool|perfect|good|lovely|sweet|brilliant|right|"
	  "correct)|well done|good job|nice work|good work|great job|nice one|love it|i love you|i love it", 0,
	  "Thank you!", PX_MEMORY_TALK },
	{ "(you're|you are|that's|that is) (so|very|really|just)? (wrong|bad|stupid|useless|terrible|not right|not "
	  "what i (said|meant|wanted|asked)|incorrect|annoying|dumb)|that's not it", 0, "Sorry about that. Say “undo” "
	  "and I'll take it back.", PX_MEMORY_TALK },
	{ "(ok|okay|cool|great|fine|alright|perfect|nice|got it|sounds good|good|understood|i see|all right|sure|"
	  "right|yes|no|yep|nope|yeah|nah|awesome|super|lol|haha|hmm|wow|oh|ah|never mind|nevermind|forget it|forget "
	  "about it|never mind that|no worries|no problem|don't worry|don't worry about it|not now|maybe later|no "
	  "thanks|no thank you|nothing|it's nothing|it's ok|it's fine|that's fine|that's ok|okay great|ok great|ok "
	  "cool|ok good)", 0, "OK.", PX_MEMORY_TALK },
	{ "who are you|what are you|what's your name|what is your name|what can you do|what do you do|help|help me|"
	  "how do you work|what can i (say|ask|do)|how does this work|what are you able to do", 0, "I'm Pixie. I keep "
	  "your tasks, calendar and notes: try “remind me to water the plants every Sunday”, “lunch with Sam tomorrow "
	  "12:30” or “what's due this week?”", PX_MEMORY_TALK },
	{ "(i reckon|i think|i bet|i guess|i feel like|i suppose|i swear|honestly)? (that|this|it|that's|it's) (was|"
	  "is|has been|might be|has to be)? (one of)? (our|my|the|his|her|their) (best|worst|nicest|longest|busiest|"
	  "laziest|funniest|weirdest|greatest) {z?} (ever|in ages|in years|yet|so far)", 0, "!", PX_MEMORY_EXCLAIM },
	{ "(i'm|i am|we're|we are|i feel|i'm feeling|feeling) (so|absolutely|completely|totally|really|very|just|too|"
	  "bloody|utterly|well|proper|pretty|a bit|quite|feeling)? (stuffed|knackered|tired|exhausted|shattered|"
	  "wrecked|wiped|beat|bored|hungry|starving|thirsty|happy|sad|lonely|stressed|gutted|chuffed|buzzing|full|"
	  "freezing|boiling|sleepy|hungover|cranky|grumpy|drained|done in|worn out|cold|hot|fed up|over it|miserable|"
	  "delighted|bushed|pooped|frazzled|overwhelmed|proud|lost for words) {z?}", 0, "!", PX_MEMORY_EXCLAIM },
	{ "{z} (is|are|was|were|has been|have been) (driving me (mad|crazy|nuts|insane|up the wall|round the bend)|"
	  "doing my head in|killing me|wrecking my head|getting on my nerves|cracking me up|doing me in|being a pain|"
	  "a nightmare|great craic)", 0, "!", PX_MEMORY_EXCLAIM },
	{ "(i|we) (really|so|do|already|still)? miss {z}", 0, "?", PX_MEMORY_EXCLAIM },
	{ "(tell me a joke|say something funny|make me laugh|tell me something funny|another joke|do you know any "
	  "jokes) {z?}", 0, "I only do to-do lists, and they're no joke.", PX_MEMORY_TALK },
};

static const struct px_frame recall[] = {
	{ "(what|anything|everything) (do|did|have|can|could) (you|i|we) (know|remember|recall|have|learn|have on "
	  "file|tell me|noted|note down|write down) (about|on|regarding|of) {q}", 0, "", PX_MEMORY_RECALL },
	{ "what (have|did|had) (i|we) (ever)? (say|said|tell you|told you|mention|mentioned|write|written|note|noted|"
	  "tell|told|discuss|discussed|talk|talked|decide|decided|record|recorded|save|saved) (down)? (to you)? "
	  "(about|on|regarding|for) {q}", 0, "", PX_MEMORY_RECALL },
	{ "(do|can|could) you (still)? (remember|recall|know) (when|where|what|who|which|how|why|if|whether) (i|we|it|"
	  "the|my) {q}", 0, "", PX_MEMORY_RECALL },
	{ "(do|can|could) you (still)? (remember|recall) {q}", 0, "", PX_MEMORY_RECALL },
	{ "(did|have) (i|we) (ever|already)? (tell|told|say|said|mention|mentioned) (you)? (about|that|anything "
	  "about)? {q}", 0, "", PX_MEMORY_RECALL },
	{ "(search|look through|look in|check|go through) (in|my|your|the)? (memory|memories|notes|note|past chats|"
	  "history|our conversations|past conversations|chat history|conversations) (for|about|on) {q}", 0, "",
	  PX_MEMORY_RECALL },
	{ "(find|show|show me|get|look up|search|search for|read me|pull up|bring up|what are|what's in|recall|list|"
	  "give me) (my|the|all|all my|any|the notes i|that)? (notes|note|memories|memory|info|information|facts|"
	  "everything i said|anything i said|details) (i (wrote|made|took|have|saved))? (on|about|for|from|regarding) "
	  "{q}", 0, "", PX_MEMORY_RECALL },
	{ "(remind me|tell me again) (who's|where's|how's|whose) {q}", PX_FRAME_SURE, "", PX_MEMORY_RECALL },
	{ "(remind me|tell me again) (what|where|who|which|how|why) {q}", 0, "", PX_MEMORY_RECALL },
	{ "(remind me|tell me again|tell me) (what|where|who|which|how|when|why) (i|my|we|the|it) {q}", 0, "",
	  PX_MEMORY_RECALL },
	{ "(any|do i have any|have i got any|are there any|got any|do i have) (notes|note|memories|facts|info|"
	  "information|details) (on|about|for|from|regarding) {q}", 0, "", PX_MEMORY_RECALL },
	{ "(who|who's|who is|who was|what|what's|what is|what was|where|where's|where is|where was|which|how much|how "
	  "many|how|when) {q} (i said|i told you|i mentioned|i noted|did i say|did i tell you|i wrote down|i gave you|"
	  "i'd said|i'd told you) {z?}", PX_FRAME_SURE, "=", PX_MEMORY_RECALL },
	{ "(who|who's|who is|who was|where|where's|where is|where was|which|how much|how many|how) {q} again", 0, "=",
	  PX_MEMORY_RECALL },
	{ "(where|when|who|what|how|which) did (i|we) (say|tell you|mention|note|write) (that)? {q}", PX_FRAME_SURE, "",
	  PX_MEMORY_RECALL },
	{ "(what|how much|when|where|who) did {q} (say|quote|charge|recommend|suggest|mention|tell|ask for|promise|"
	  "offer|prescribe) {z?}", 0, "=", PX_MEMORY_RECALL },
	{ "(recall|search memory|search for|search my memory) (for|about)? {q}", 0, "", PX_MEMORY_RECALL },
	{ "where (did|do|have) (i|we) (say|tell you|told you|mention|write|note|said) (that)? (i|we|i'd|we'd|i've|"
	  "we've) (had|have)? (last|usually|normally)? (put|leave|left|park|parked|store|stored|keep|kept|hide|hid|"
	  "hidden|place|placed|save|saved|stash|stashed|lay|laid) {q}", 0, "", PX_MEMORY_RECALL },
	{ "where (did|do|have|had) (i|we) (last|usually|normally)? (put|leave|left|park|parked|store|stored|keep|kept|"
	  "hide|hidden|place|placed|save|saved|stash|lay) {q}", 0, "", PX_MEMORY_RECALL },
	{ "(where|when|who|what|how) (did|have|had) (i|we) {q}", PX_FRAME_WEAK, "", PX_MEMORY_RECALL },
};

const struct px_frames px_english_memory_frames = { memory, sizeof(memory) / sizeof(memory[0]) };
const struct px_frames px_english_recall_frames = { recall, sizeof(recall) / sizeof(recall[0]) };
