/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/read/vocabulary.h"

static const char event_words[] =
	"lunch dinner breakfast brunch coffee drinks meeting appointment dentist doctor doctor's dentist's haircut call "
	"standup stand-up interview conference party birthday wedding concert flight webinar workshop lecture class "
	"yoga gym practice game match rehearsal event session seminar sync review retro demo 1:1 one-on-one "
	"1-on-1 date vacation holiday trip anniversary funeral ceremony graduation massage therapy checkup "
	"check-up training tournament picnic barbecue bbq movie movies theatre theater play show opera "
	"festival reunion gathering hangout catch-up catchup visit tour exam seminar course lesson lessons "
	"recital hike run-through kickoff kick-off all-hands offsite off-site huddle briefing presentation "
	"physio physiotherapy vet surgery consultation orthodontist optometrist optician dermatologist barber salon manicure "
	"soccer football basketball tennis golf swimming swim pilates zumba spinning climbing karate "
	"happy-hour sprint planning 1-1 one-to-one meetup meet-up bootcamp retreat shower baptism christening "
	"supper tea banquet gala fundraiser hearing deposition inspection viewing open-house showing playdate "
	"sleepover babysitting shift layover train bus ferry reservation potluck celebration parade meet drink "
	"golfing bowling fishing skiing camping standups marathon race conference-call facetime zoom skype "
	"convention expo summit symposium congress hackathon townhall town-hall screening audition "
	"dentist-appointment mot scan mri xray x-ray blood-test vaccination buffer jog beers beer pub";

static const char task_verbs[] =
	"buy call email mail pay send write fix finish submit order renew clean wash water return pick take "
	"get make do read review update check prepare prep draft file fill cancel reply respond text ask tell "
	"find research print sign book schedule organize organise plan pack unpack repair replace install "
	"download upload upgrade deploy test debug refactor release ship merge implement build design add create "
	"remove delete move put bring drop collect feed walk change charge study learn practice practise "
	"complete start follow look confirm contact remind set turn tidy sort sell donate give apply register "
	"enroll enrol sweep mop vacuum mow trim paint measure cook bake iron fold backup back stretch "
	"transfer withdraw deposit invoice bill log track record note memorize investigate analyze analyse "
	"document translate edit proofread revise publish post share upload scan copy compare choose decide "
	"discuss talk speak message ping notify invite arrange cut shave exercise meditate drink eat "
	"brush floss refill restock shop purchase grab fetch hand turn-in assemble hang unclog defrost "
	"empty throw recycle compost plant weed rake shovel wipe dust polish rent hire watch listen finalize finalise "
	"rewrite restart reboot reset configure setup wrap mend sew wax defrag archive unsubscribe claim "
	"hoover hide lock unlock switch pre-order preorder preheat soak marinate pump inflate approve go see "
	"visit help work stop keep use try open close meet resolve verify validate audit onboard train rotate "
	"chase ring phone photocopy laminate reconcile settle forward resend redo glue varnish sand declutter descale query raise "
	"nag hassle badger nudge pester cash redeem freeze thaw prune harvest fertilize fertilise build-up write-up sharpen tune calibrate oil stick";

bool px_parse_task_verb(const struct px_word *word)
{
	return px_word_in(word, task_verbs);
}

bool px_parse_event_word(const struct px_word *word)
{
	return px_word_in(word, event_words);
}

bool px_parse_event_noun(const struct px_word *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (words[i].time < 0 && px_word_in(&words[i], event_words))
			return true;
		if (i > 0 && px_word_is(&words[i], "leave") &&
		    px_word_in(&words[i - 1], "annual sick parental maternity paternity study unpaid paid carer's compassionate"))
			return true;
	}
	return false;
}

bool px_parse_street(const struct px_word *word)
{
	static const char *const endings[] = { "straße", "strasse", "gasse", "weg", "platz", "allee" };

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		size_t n = strlen(endings[i]);
		if (word->size > n + 2 && strcmp(word->text + word->size - n, endings[i]) == 0)
			return true;
	}
	return px_word_in(word, "street st road rd lane ln avenue ave drive dr close court square place way hill terrace "
				"gardens boulevard blvd crescent row grove mews parade quay highway straße strasse platz");
}
