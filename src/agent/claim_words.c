/* SPDX-License-Identifier: Apache-2.0 */
/* English for claims.  Words are as nlu/text/token folds them: "I've" is "ive". */
#include "agent/claim_words.h"

#include "agent/claim.h"

const struct px_claim_verbs px_claim_verbs[] = {
	{ "added created put scheduled booked set made entered logged recorded planned inserted placed wrote written jotted arranged "
	  "registered listed blocked penciled pencilled slotted popped",
	  PX_DEED_CREATED | PX_DEED_UPDATED | PX_DEED_KEPT },
	{ "moved rescheduled changed updated renamed shifted postponed pushed edited adjusted extended shortened reprioritised "
	  "reprioritized prioritised prioritized tagged assigned delayed swapped corrected modified reopened brought bumped switched "
	  "raised lowered linked flagged retitled relocated",
	  PX_DEED_UPDATED },
	{ "completed finished closed ticked checked crossed marked resolved", PX_DEED_COMPLETED | PX_DEED_UPDATED },
	{ "deleted removed cancelled canceled cleared erased dropped wiped purged discarded trashed taken took emptied gone scrapped",
	  PX_DEED_DELETED | PX_DEED_UPDATED | PX_DEED_FORGOTTEN },
	{ "remembered noted saved stored memorised memorized kept", PX_DEED_KEPT | PX_DEED_CREATED | PX_DEED_UPDATED },
	{ "forgotten forgot", PX_DEED_FORGOTTEN },
	{ "undone reverted restored undid rolled reversed", PX_DEED_UNDONE },
	{ "sent emailed mailed texted messaged called phoned rang paid bought ordered purchased transferred invited contacted notified "
	  "submitted posted uploaded downloaded printed shared forwarded replied reserved informed alerted subscribed unsubscribed "
	  "installed synced shipped delivered tweeted confirmed donated hired told", 0 },
	{ NULL, 0 },
};

/* The same in progress: "I'm adding it now". */
const char px_claim_doing[] = "adding creating scheduling booking moving rescheduling changing updating renaming deleting removing cancelling "
			      "canceling completing marking saving sending emailing";
const char px_claim_negations[] = "not no never nothing none neither nor cannot cant couldnt didnt dont doesnt havent hasnt hadnt wasnt werent "
				  "isnt arent wont wouldnt shouldnt without unable failed nobody yet waits waiting refused";
const char px_claim_modals[] = "would could should can may might will shall ill youll well wed id must need needs want wants if whether "
			       "once lets let try going propose proposed proposal suggest suggested recommend before unless please to when until "
			       "ask wait imagine suppose";
const char px_claim_selves[] = "i ive im we weve";
const char px_claim_auxiliaries[] = "have has had been is are was were be being got am its thats theyre heres ive weve everythings";
const char px_claim_adverbs[] = "just now also already successfully then all both too safely officially been have has finally further "
				"quickly gone ahead and";
/* What may stand before a claim without a subject: "Done, added milk". */
const char px_claim_openers[] = "done ok okay sure great good perfect alright right absolutely certainly gladly yes yep yeah got it all set "
				"there no problem and also then just now successfully i so well of course hi hello thanks ive lovely fine "
				"consider cool awesome noted understood first second next finally";
/* Objects of one's own talk: "I've put together a comparison". */
const char px_claim_talk[] = "comparison draft summary table overview answer answers options option pros cons poem letter outline suggestion "
			     "suggestions example examples assumption assumptions calculation calculations point points version response reply "
			     "explanation below above together story text paragraph breakdown steps recipe analysis estimate sense difference "
			     "differences distinction guess care mistake translation haiku joke figures advantages disadvantages arguments "
			     "tips view opinion day sentence sentences tone wording account question questions criteria thoughts thinking idea ideas";
const char px_claim_entries[] = "task tasks todo todos event events meeting meetings appointment appointments reminder reminders list lists "
				"calendar schedule agenda deadline deadlines item items entry entries project projects memory memories note notes "
				"invitation invitations alarm timer due overdue diary planner";
const char px_claim_fillers[] =
	"a an the this that these those it its them they their my your you our us me i ive we im is are was were be been being am "
	"has have had do does did and or of for to in on at by with from into onto as about up down out off over under again back also just "
	"now already too all both everything every each other another one ones two three four five six seven eight nine ten new "
	"first second third last next following same whole entire here there so then well any some few several more most only "
	"task tasks todo todos event events meeting meetings appointment appointments reminder reminders list lists calendar schedule "
	"agenda deadline deadlines item items entry entries thing things project projects memory memories note notes slot day days week "
	"month year morning afternoon evening night noon midnight today tomorrow yesterday tonight weekend time date dates hour hours minute "
	"minutes oclock am pm until till due open done complete completed priority high low urgent normal status title name tag tags "
	"monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun january february march april "
	"may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec daily weekly monthly "
	"yearly successfully called titled named details description starting starts start ends end repeat repeats repeating recurring "
	"instead per sure please right away request requested asked wanted want like make made set put get got ahead gone go will ill "
	"st nd rd th location place together automatically later earlier soon";
const char px_claim_pronouns[] = "it they them that this these those everything all both its theyre thats each";
/* Where an object ends: what follows is a reason or a sentence of its own. */
const char px_claim_ends[] = "so because since which who whose while if unless although though whereas where but let feel do would "
			     "shall should can you youll ill anything once whenever ready";
const char px_claim_done[] = "done sorted finished completed handled taken settled complete gone";
const char px_claim_done_around[] = "all set its thats it that is and now everything care of consider both been has ok okay great sure perfect "
				    "there you go im have youre good to everythings this as requested asked ready";
const char px_claim_promises[] = "remind notify alert ping nudge wake monitor watch";
const char px_claim_reminders[] = "reminder reminders alarm alarms timer notification notifications alert";
const char px_claim_yours[] = "you your youve youre yours youll";
const char px_claim_empty[] = "free empty clear nothing none no without blank open";
const char px_claim_task_nouns[] = "task tasks todo todos";
const char px_claim_event_nouns[] = "event events meeting meetings appointment appointments";
const char px_claim_any_nouns[] = "item items thing things deadline deadlines reminder reminders entry entries";
const char px_claim_places[] = "calendar list lists schedule agenda tasks diary planner";
const char px_claim_when[] = "today tomorrow tonight yesterday monday tuesday wednesday thursday friday saturday sunday january february march "
			     "april june july august september october november december overdue oclock noon midnight weekend";
/* Of the world's past, not of what was just done. */
const char px_claim_history[] = "century war ago king queen invented discovered founded born died president company scientists people";
const char *const px_claim_numbers[] = { "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
					 "twelve", NULL };
