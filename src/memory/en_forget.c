/* SPDX-License-Identifier: Apache-2.0 */
/* Words by which the person asks to forget something, and by which they say what. */
#include "memory/en.h"

const char px_en_forget_verbs[] = "forget erase unlearn wipe";
/* Said of somebody who does or did so, never to somebody who is to. */
const char px_en_forgetting[] = "forgets forgot forgotten forgetting";
/* Between "I" and "forget", in what slips the person's mind. */
const char px_en_forgetful[] = "always keep often sometimes never still just nearly almost constantly usually might will do not";
/* Meant for memory only where what follows says so: a task is deleted, too. */
const char px_en_forget_wide_verbs[] = "delete remove scratch scrap strike drop";
const char px_en_forget_all[] =
	"everything about|everything you know|what i told you|all you know|what you know|everything i told you|everything i said|all about|you know about|"
	"what i have told|what i have said|what i said|everything i have told|everything i have said|all i have told|all i told|to do with";
const char px_en_before_forget[] = "please can you just now then abeg kindly and also would could ay hey may actually so ok okay well sorry oh no";
/* Asked to forget by saying what isn't to be remembered. */
const char px_en_no_remembering[] =
	"not want you to remember|not want you to know|not want you to keep|stop remembering|no need to remember|not need to remember|"
	"not have to remember|you can stop remembering";

/* Where memories are kept, and nothing else is: "I don't want that in here any more". */
const char px_en_in_memory[] =
	"in here any more|in here anymore|in there any more|in there anymore|in your memory|in your memories|in your notes";
/* "I want you to forget …": who says so is "I" or "we". */
const char px_en_wanting[] = "want need like ask prefer rather";
/* Of a sentence that says when or if something is so. */
const char px_en_conditions[] = "if when before once unless until after while whenever in";
/* Begins like one and is only polite. */
const char px_en_no_conditions[] =
	"if you can|if you could|if you like|if you would|if you will|if you do not mind|if possible|if it is no trouble|when you can|when you get|when you have|"
	"when possible|after all|while you are";

/* "Everything I ever told you about", "what you know of", "all that has to do with": begins with one of the first, ends with one of the last. */
const char px_en_all_begins[] = "everything anything all whatever what about stuff things the";
const char px_en_all_goes_on[] =
	"everything anything all whatever what that which the stuff things i we you have had has ever just told said gave given mentioned wrote written know knew "
	"known remember noted kept to me";
const char px_en_all_ends[] = "about|of|on|regarding|concerning|to do with|related to|relating to|connected to|connected with|around";

/* "… I've given you", "… that you have of me": says again that it is kept. */
const char px_en_kept_begins[] = "i|we|you|that i|that we|that you|which i|which you";
const char px_en_kept_words[] =
	"that which i we you have had has ever just told said gave given give mentioned wrote written know noted noting kept keep keeping saved stored store got me to "
	"about it them for on of down us";

/* By which something is called that has no better name: "the citalopram thing". */
const char px_en_loose_things[] = "thing things stuff";

/* What was told last: "what I just told you", "the last thing I said", "that last bit". */
const char px_en_last_things[] = "thing one message bit sentence part note fact statement stuff line";
const char px_en_last_openers[] = "what|everything|all|whatever|the thing|that thing|the things|the bit|that bit|the stuff|the part|that part";
const char px_en_last_saying[] = "said told wrote mentioned gave shared typed say tell";
const char px_en_last_lately[] = "just now|a minute ago|a moment ago|a second ago|right now|last|earlier on|just before|before this";
const char px_en_last_ends[] = "again please now right away straight from your memory thanks thank you immediately pixie ok okay though then of it completely";
