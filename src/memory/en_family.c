/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Families of words: what is asked in one of them may have been said in
 * another.  Stems as memory/evidence makes them match, so one form is enough.
 */
#include "memory/en.h"

#include <stddef.h>

const char *const px_en_families[] = {
	"live home address house flat apartment reside residence stay staying moved stopping city town village",
	"work job employer works working employed profession occupation office career transferred based",
	"pay cost price charge fee salary wage earn rate quid pound euro dollar stipend money get paid",
	"take tablet pill medication medicine dose mg milligram prescribed medicines meds drug given taking",
	"allergic allergy intolerant intolerance hives reaction react",
	"married wife husband spouse partner marry engaged fiance fiancee divorced widow broken split",
	"dentist teeth tooth dental",
	"optician eye eyes glasses optometrist",
	"boss manager supervisor supervise line-manager",
	"doctor gp physician surgery practice",
	"church worship mass attend parish",
	"school nursery college primary academy class",
	"study studying university uni degree phd reading student course learn",
	"car van vehicle drive driving motor",
	"phone mobile number telephone cell reach reached ring call",
	"kid child children son daughter baby",
	"grandchild grandchildren grandkid grandson granddaughter",
	"dog pup puppy greyhound spaniel labrador terrier staffie collie whippet lurcher poodle beagle",
	"cat kitten tabby moggy",
	"like love enjoy favourite favorite prefer fond keen into adore hobby",
	"hate dislike detest abide loathe stand",
	"brother sister sibling",
	"language speak fluent german french english spanish polish italian portuguese arabic swedish welsh russian tamil greek dutch turkish hindi",
	"gym gymnastics workout exercise",
	"insurance insured insurer policy",
	"bank banking",
	"nanny childminder babysitter",
	"cleaner clean cleaning",
	"birthday born birth bday",
	"old age aged year turned",
	"expire expiry valid renewal renew runs-out expires ends end",
	"eat food diet meal vegetarian vegan diabetic coeliac halal kosher pescatarian",
	"drink drinking beverage",
	"mother mum mom mummy mam",
	"father dad daddy",
	"grandmother gran granny nan nana grandma",
	"grandfather grandad grandpa",
	"weigh weight kilo kg stone heavy lb",
	"tall height cm foot feet",
	"open opening hours opens close closing closed shut closes",
	"rent landlord letting",
	"pet animal",
	"appointment visit see",
	"key keys",
	"kept keep store stored put hidden",
	"meet meeting meets",
	"car-reg plate registration reg licence-plate",
	"email mail e-mail",
	"colour color",
	"flatmate roommate housemate",
	"surname last-name",
	"girlfriend boyfriend",
	"trip holiday vacation",
	"sport team club support supports",
	"owe owes debt lent borrowed",
	NULL,
};

#define LENGTHS "mm cm m km metre metres meter meters inch inches foot feet ft yard yards mile miles tall high wide deep storeys "

const struct px_en_measure px_en_measures[] = {
	{ "how old|what age|which age", "year years yr yrs yo old age aged born month months week weeks birthday teenager toddler baby", PX_MEASURE_AGE },
	{ "how heavy|do i weigh|how much do we weigh", "mg g gram grams kg kilo kilos pound pounds lb lbs stone ton tons tonne tonnes ounce ounces oz weigh weighs "
	  "weighed weight down up", PX_MEASURE_UNITS },
	{ "how tall|how high|how wide|how deep", LENGTHS, PX_MEASURE_UNITS },
	{ "how far", LENGTHS "minute minutes hour hours walk drive away", PX_MEASURE_UNITS },
	{ "how long", LENGTHS "second seconds minute minutes min mins hour hours day days night nights week weeks month months year years fortnight "
	  "until till til since from ends end ended", PX_MEASURE_UNITS },
	{ "phone number|telephone number|mobile number|cell number|phone no|number can i reach|number do i reach|number do i ring|number do i call|number do i dial|"
	  "number can i ring|number can i call|number to ring|number to call|number to dial", "", PX_MEASURE_PHONE },
	{ "email address|e-mail address|mail address", "", PX_MEASURE_MAIL },
	{ "engine number|serial number|order number|account number|policy number|reference number|booking number|booking reference|booking code|"
	  "tracking number|customer number|membership number|member number|contract number|case number|ticket number|passport number|"
	  "licence number|license number|meter number|frame number|chassis number|iban", "", PX_MEASURE_REFERENCE },
	{ "what time|at what time|which hour|what hour", "noon midnight o'clock oclock", PX_MEASURE_CLOCK },
	{ NULL, NULL, PX_MEASURE_UNITS },
};
const char px_en_ageing[] = "is are turned turns turning was hit";

const char px_en_before_hours[] = "at by from till until to around about before after past since for is starts ends @ -";
/* An hour as a word; "one" is more often something else. */
const char px_en_hours[] = "two three four five six seven eight nine ten eleven twelve";
const char px_en_day_halves[] = "am pm a.m p.m";
const char px_en_before_clocks[] = "at from till until by";
/* Capitals that may stand behind an hour, beside the days of the week. */
const char px_en_behind_hours[] = "i i'm gmt bst utc cet cest";
/* What a number before it counts, or is the number of: "5 minutes", "12 March". */
const char px_en_counted[] =
	"january february march april june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec "
	"second seconds minute minutes min mins hour hours hrs day days night nights week weeks month months year years old of "
	"people person persons guests kids children times percent miles mile km metres meters kg kilos grams litres pounds quid euro euros "
	"dollars pence cents";
const char px_en_streets[] = "road rd street st lane avenue ave terrace crescent mews grove gardens";
const char px_en_behind_prices[] = "each per a an for";
/* What has a number of its own that is no telephone's, and what may stand between both. */
const char px_en_referred[] =
	"order engine account invoice policy reference ref booking tracking serial customer membership member contract case ticket passport licence "
	"license insurance tax meter id code frame chassis iban";
const char px_en_before_references[] = "number numbers no nr is was the of # reads";
const char px_en_asks_name[] = "name of";
const char px_en_now[] = "now|from now on|instead|these days|nowadays";
const char px_en_schools[] = "school nursery college primary academy university uni kindergarten grammar infants juniors secondary";
const char px_en_attending[] = "go goes start starts started moved";
/* Before an occupation, whatever it is: "a qualified signaller". */
const char px_en_of_occupation[] = "trainee apprentice qualified registered chartered certified licensed";
const char px_en_same_past[] = "read put cut set hit let shut split quit";
const char px_en_weekdays_plural[] = "mondays tuesdays wednesdays thursdays fridays saturdays sundays";
/* Stand for somebody or something that another sentence names. */
const char px_en_anyone[] = "man woman lad lass boy girl guy lady bloke chap person people firm company place shop one someone somebody";

/* Words of questions that say how something is asked, rather than what of. */
const char px_en_light[] =
	"mr mrs ms miss dr prof aunt auntie uncle have has had got get do does did go goes going keep kept put know tell say called call named name time day date now currently use "
	"used using today moment please again exactly still ever month week year much many kind type sort thing things anything something "
	"what which who whom whose where when why how is are was were am be been being can could will would shall should may might must "
	"the a an to of in on at by for with from and or but if as that this these those there here it its i me my mine we us our ours you "
	"your he him his she her hers they them their not no so than then about up out off over any some all both each also just only one "
	"number size amount place full first right present these stand stands come comes came find been supposed take takes there's let "
	"give gives want wants need needs long often far big currently latest new old current good usually normally actually mostly "
	"days times dates hours names breed details exact everything told said forget delete remove before earlier previously  person people tonight tomorrow yesterday";

const char px_en_asks_how_much[] =
	"how many|how much|how old|how long|how tall|how far|how big|how heavy|what size|which size|phone number|telephone number|what number|"
	"number|price|cost|costs|fee|rent|salary|code|pin|size|weight|postcode|zip code|amount|total|score|percent|percentage|reference|iban|"
	"account number|what year|which year|deposit|budget|rate|version|mileage|temperature|bill|paid|charge|what do i pay|what does it cost|"
	"how tall|plate|reg|on a week|stipend|wage|age|extension";
const char px_en_asks_when[] =
	"when|what time|what date|which day|which days|what day|what days|which month|since when|until when|how soon|deadline|at what time|how often|"
	"what hour|which hour|birthday|anniversary|what times|opening hours|due date";
const char px_en_asks_where[] = "where|what address|whats the address|address|which room|which floor|what place|whereabouts|what street|which street";
const char px_en_asks_who[] = "who|whose|whom|surname|last name|first name|called|named|name|maiden name|names";
const char px_en_time_words[] =
	"monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays january "
	"february march april may june july august september october november december noon midnight weekend weekends christmas easter spring "
	"summer autumn winter morning mornings evening evenings afternoon afternoons bedtime night nights weekdays daily weekly monthly yearly "
	"today tomorrow lunchtime breakfast dawn ago";
/* "What did we get for the van?": its price, unless it was a present or a meal. */
const char px_en_asks_proceeds[] = "get for|got for|sell for|sold for|fetch for|made on|make on";
const char px_en_gets_for[] = "christmas|xmas|easter|birthday|anniversary|wedding|breakfast|lunch|dinner|tea|supper|present|presents";
/* What is asked for is named, and said to be open: "name undecided", "father left blank". */
const char px_en_value_open[] =
	"undecided|left blank|left open|not decided|not yet decided|unknown|not known|no name yet|to be decided|to be confirmed|tbd|tbc|"
	"no idea|don't know|can't remember|not sure";
const char px_en_asks_money[] =
	"cost|costs|price|charge|charges|pay|paid|fee|how much rent|rent|salary|wage|stipend|earn|earns|bill|quote|deposit|how much money|owe|owes";
const char px_en_money[] = "quid pound pounds euro euros dollar dollars pence cents bucks grand fiver tenner";
/* Of questions of what is still to be done. */
const char px_en_left[] = "still left must should yet";
/* Between two people: who has what of whom. */
const char px_en_deals[] = "owe owes owed debt debts lend lends lent borrow borrows borrowed";
/* A debt that is paid, a thing given back; somebody or something that is no more. */
const char px_en_settled[] = "paid|settled|repaid|gave back|gave it back|back from|returned";
const char px_en_gone[] = "gone|buried|shut down|retired|cast off";
const char px_en_name_parts[] = "christian name|given name|forename|first name|surname|last name|maiden name|full name|middle name|family name";
const char px_en_asks_work[] = "what does|what did|what do";
const char px_en_for_work[] = "do for a living|do for work|do for a job|do for money|work as";
/* Words by which a name is given; behind the latter ones it may be. */
const char px_en_giving_names[] = "called named name names christened";
const char px_en_naming[] = "called named name names cried by with from via to works";

/* What a question that goes on from another begins with, and how it points back. */
const char px_en_and[] = "and ";
/* Prepositions that say where or when: one may come in the place of another. */
const char px_en_places_at[] = "in at on";
const char px_en_goes_on[] = "what about|how about|and";
const char px_en_back_words[] = "he she they him her his hers their them it its";
const char px_en_back_at_end[] = "that there then one ones this before earlier previously";

/* Of questions about what was before what is now. */
const char px_en_asks_before[] = "before|previously|earlier|used to|formerly";
/* Of texts that tell what was. */
const char px_en_of_before[] = "until|was|were|instead of|from|left|moved out of|no longer";
const char px_en_former[] = "old former previous";
/* "My last job" is the one before; "my last weight" is the newest. */
const char px_en_with_a_last[] = "job employer work workplace company address home house flat";
/* Of these one value may lie in another: who lives in Odense lives in Denmark. */
const char px_en_within_others[] = "home work place origin";
/* "Name me all my grandchildren": asks, however it sounds. */
const char px_en_list_orders[] =
	"name me|name all|name my|list my|list all my|tell me all|tell me the names|give me the names|list me|remind me who|remind me what|remind me where";
/* Of questions that want all there are: how they begin; verbs of which there are several objects; days. */
const char px_en_asks_several[] = "which|what|any|are|all|name|list|who";
const char px_en_of_several[] = "like|likes|play|plays|eat|allergic|take|speak|speaks|hobbies";
const char px_en_asks_which_days[] = "which days|what days|on which days";
/* Of "who …?": it wants several behind one of these only ("who are my neighbours"). */
const char px_en_who[] = "who whom whose";
/* Behind "the man": begins what tells which one. */
const char px_en_describing[] = "who that whom whose which i we my our you with from";
/* Begins a sentence about somebody or something said before. */
const char px_en_spoken_of[] = "he she he's she's his her";
/* Before a name: it is that of a place or of a thing. */
const char px_en_before_things[] = "at in on near the a an our my";
const char px_en_before_plurals[] = "my our all the are were";
/* Plurals without an s. */
const char px_en_plurals[] = "children grandchildren people men women mice feet teeth";

const char *const px_en_weekdays[7] = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday" };
/* Beside px_en_change: what tells that something is otherwise than it was. */
const char px_en_turned[] =
	"gone up|gone down|goes up|go up|put up|put down|turns out|either|another|too|as well|this week|this month|for good|in place of|"
	"brought|has moved|have moved|passed|got|only this|one more|second|2nd|told you wrong|at last|behind|decided|discovered|learned|"
	"down to|up to|back to|back on|back in|gone back|went back|is back|left|off the|taken me|takes me|took over|taken over|relocated|"
	"put me|stepped down|packed up|packed it in|cancelled|given up|sold|split up|went to|over to|landed|acquired|joined|started|third|"
	"fourth|3rd|not any more|do not|does not|after all|retested|gone off|smashed|added|binned|out of|"
	"wrong|corrected me|misread|misheard|mix it up|mixed up|scratch that|wait no|i mean|i meant";
/* Behind a question word: "What with the swarm …", "What a day": no question. */
const char px_en_no_question[] = "with a an";
/* Whoever says or decides something tells of it, not of themselves. */
const char px_en_saying[] = "say says said tell tells told write writes written wrote decide decides decided announce announces announced";
const char px_en_mine[] = "i my we our me us mine";

/* What is asked for, and what is told, where a day is to be reckoned with. */
const char px_en_asks_age[] = "how old|what age|which age";
const char px_en_asks_since[] =
	"how long ago|how many years ago|how many months ago|how many years have|how many months have|how many years has|how many months has|how long have|how long has|how long am|how long is it since|how long is it that|how long had|for how long|since how long";
const char px_en_asks_until[] =
	"until when|till when|when does|when do|when is|when will|when must|when should|when has|what date|is it still valid|how long is|how long does|how long will";
const char px_en_valid_for[] =
	"valid for|valid|good for|guarantee|guaranteed|warranty|runs for|run for|lasts|lasts for|contract|for the next|lease|licence|license|certificate|passport|permit|visa";
const char *const px_en_counts[PX_EN_COUNTS] = { "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve" };
const char px_en_being_born[] = "born|birthday|birth|arrived|delivered";
/* Before whoever does what is asked about. */
const char px_en_asks_deed[] = "do does did has have had will would";
const char px_en_to_me[] =
	"give me|give us|bring me|bring us|buy me|buy us|get me|get us|send me|send us|lend me|lend us|pay me|pay us|sell me|sell us|given me|given us|bought me|bought us|sent me|sent us|lent me|lent us";
