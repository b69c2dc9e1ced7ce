/* SPDX-License-Identifier: Apache-2.0 */
/* Words by which clauses are read: verb forms, places, states of a moment.  Data only. */
#include "memory/en.h"

const char px_en_negations[] = "not longer no";
const char px_en_irregular_past[] =
	"made said told sent saw found thought felt met kept held wrote spoke spent lost won built broke chose fell forgot grew heard "
	"hid hit hurt knew laid led lent let meant rang rode rose sang sat shook shot shut spilt stood stole swam threw understood woke "
	"won wound put cut set cost became began brought bought caught taught done got given taken seen eaten gone written";
const char px_en_participles[] =
	"held kept paid left sold made done gone known taken given seen hidden stuck broken built bought brought sent set shut put lost "
	"written driven worn cut hurt found torn stolen grown thrown spoken chosen forgotten met told taught led read run looked rung sung drunk begun swum fallen ridden forgiven beaten eaten";
const char px_en_has_participles[] =
	"got gone been started moved changed left become retired joined quit given stopped begun finished passed died split";
const char px_en_states_by_participle[] = "called named born married divorced retired reached";
/* Progressives that tell how things are, or what will change. */
const char px_en_lasting_ing[] =
	"living working studying learning training teaching renting dating driving moving changing switching starting saving doing "
	"staying retiring taking stopping reading";
/* Of those, the ones that need a place or a thing behind them: "working at", but not "working overtime". */
const char px_en_ing_with_place[] = "working living moving staying starting stopping driving taking";
const char px_en_learning_things[] =
	"phd|doctorate|degree|masters|master's|msc|mba|a levels|gcses|apprenticeship|course|diploma|residency|thesis";
const char px_en_ing_nouns[] =
	"evening morning wedding building ring king thing spring string ceiling parking plumbing heating landing sterling pudding "
	"clothing housing flooring king's running swimming climbing gardening dancing singing boxing bowling fencing knitting skiing "
	"surfing cooking baking reading gaming fishing hiking cycling rowing painting sewing";
const char px_en_before_nouns[] = "to the my our a an his her their your this that these those no";
const char px_en_days_plural[] =
	"mondays tuesdays wednesdays thursdays fridays saturdays sundays weekdays weekends mornings evenings afternoons nights months years "
	"weeks days hours minutes";
const char px_en_dropped_openers[] =
	"got hate love prefer used moved gave packed quit switched changed joined retired living driving adore detest drive";
/* "don't eat meat": of these, without "I", it is no order. */
const char px_en_dropped_negated[] = "eat drink like smoke drive have work own speak watch wear take do";
const char px_en_repeating[] =
	"every|each|mondays|tuesdays|wednesdays|thursdays|fridays|saturdays|sundays|weekdays|weekends|mornings|evenings|afternoons|nights|"
	"monthly|weekly|daily|yearly|annually|twice a|once a|three times a|first thing|at bedtime|mon to|a year|bank holidays|school holidays|in term time|in the holidays|of the month|of each month|of every month";
const char px_en_as_of[] =
	"as of|from today|from tomorrow|since yesterday|since today|starting today|starting tomorrow|from now|from this month|from this week";
const char px_en_limits[] = "from|between|only|temporarily|until|till|whole of|for the";
const char px_en_until[] = "until|till|til|through|up to";
const char px_en_announcing[] =
	"moving|starting|start|starts|will|going to|from|goes|change|changing|changes|switch|switching|becomes|retires|retiring|moves|"
	"takes over|taking over|begins|begin|join|joining";
const char px_en_holds_on[] =
	"until|till|this week the|this week my|this week our|this month the|only this week|just this week|whole of|as of|every|each|"
	"from now on|turned|this year";
const char px_en_moment_places_of_people[] =
	"shower bath garden kitchen car bus train tram toilet loo line queue bed sofa couch pub shop shops middle meeting call way phone "
	"park traffic moment front mood trouble hurry process rush cinema gym lift bathroom station platform taxi airport plane loft field";
const char px_en_moment_places_of_things[] = "way post mail oven wash middle air fire bits pieces trouble danger mess tatters ruins bloom";
const char px_en_places[] = "in on under behind at beside near next inside above below with by over underneath outside";
const char px_en_degrees[] = "pure strictly fully mostly not a an the very really quite pretty";
const char px_en_numbers[] =
	"two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty "
	"thirty forty fifty sixty seventy eighty ninety hundred thousand million half quarter dozen thirty-eight twenty-two";
const char px_en_after_noun[] =
	"called named who which that and but not as because so whom whose when while now since until till he she it they is was after before "
	"too again";
const char px_en_after_taste[] = "these now any anymore but because so when if as more than over from in on at since too again who which";
const char px_en_occupations[] =
	"nurse architect plumber teacher postie postman chef cook clerk lawyer doctor midwife student builder electrician carpenter "
	"accountant bookkeeper paramedic pilot priest vicar engineer baker barista waiter waitress farmer gardener roofer joiner welder "
	"hairdresser dentist surgeon vet physio therapist journalist translator librarian developer programmer designer musician actor "
	"photographer lecturer professor solicitor barrister pharmacist optician caretaker cleaner driver mechanic guard officer soldier "
	"firefighter policeman policewoman secretary receptionist manager consultant researcher scientist apprentice carer lady tutor";
const char px_en_judgements[] =
	"bit little mess wreck lot while few quick couple pain joke disaster nightmare total real complete hundred thousand million good bad "
	"great nice shame pity pleasure genius idiot miracle saint angel star legend hero liar cheat scam crime tragedy dream delight treat "
	"mystery clown beast monster bargain blessing curse bore laugh hoot fool god goddess mood zoo jungle circus disgrace scandal prison nonsense rubbish torture riot mouthful dump hole "
	"worst best same point truth problem reason thing way one case end question";
const char px_en_on_moment[] =
	"way hold holiday leave call phone break board duty fire time track edge top strike foot purpose sale offer loan average tv telly "
	"it me him her them us you time hands knees";
const char px_en_leanings[] = "afraid scared terrified frightened keen fond good bad rubbish terrible hopeless partial prone sensitive";
const char px_en_marital[] = "together married single divorced widowed engaged widow widower separated";
const char px_en_diets[] = "diabetic vegetarian vegan coeliac celiac pescatarian kosher halal lactose";
const char px_en_after_age[] = "years year and now in cm m kg foot feet on this next months so but yrs";
const char px_en_dated_things[] = "birthday anniversary payday rent pension salary stipend bill bin bins";
const char px_en_no_objects[] = "one it any some none that this them enough both things thing rid you him her idea point";
const char px_en_whole_verbs[] = "smoke smokes retired expired died divorced vape married moved drink drinks";
const char px_en_quitting[] = "gave quit stopped packed";
const char px_en_coming_and_going[] = "left bought got gets meet come comes go goes open close start starts finish arrives leaves visit visits";
const char px_en_timed_verbs[] = "run leave open close land fall expire go come arrive ring shut finish pay renew";
const char px_en_passing_verbs[] =
	"need needs want wants think thinks feel feels hope hopes wish guess see sees hear seem seems sound sounds wonder "
	"mean means believe suppose promise swear agree apologise bet doubt expect fear forget forgot remember regret thank beg smell smells "
	"hurt hurts ache aches itch matter matters depend depends suck sucks stink say says tell tells ask asks try tries let lets "
	"happen happens deserve reckon fancy appreciate notice realise find finds give gives make makes can will shall would should "
	"may might must just not so too also sorry please quit quits insist admit confess suggest propose recommend await understand care "
	"mind get gets turn turns keep-on show shows last-night wait waits bring brings decide decides";
/* Broken, done: as things are at a moment. */
const char px_en_broken[] =
	"broken stuck delayed cancelled canceled finished done booked gone lost cracked blocked ruined sold frozen burnt flooded locked crashed "
	"parked postponed moved delivered watered invoiced posted sent paid closed shut needed tired bored worried stressed annoyed excited "
	"exhausted knackered invited asked supposed meant made given put told left seen found cooked fixed-up drowned soaked";
/* Changes after which things are otherwise: the perfect and the past of these are facts. */
const char px_en_changes[] =
	"just started at|started at|started as|started school|started uni|started university|started nursery|started in|started a|joined|gone up|"
	"gone down|went up|went down|goes up|gone to|put up|increased|raised|dropped to|risen|appointed|gained admission|transferred|"
	"promoted|qualified|graduated|passed away|died|got married|got engaged|split up|broken up|broke up|jacked in|packed in|gave up|given up|"
	"altered|been given|have been put on|diagnosed|named him|named her|named them|had a baby|had a boy|had a girl|moved|swapped|switched|"
	"got divorced|separated|retired|took up|taken up|picked up some|jacked|turned two|turned three|turned four|turned five|turned six|"
	"turned seven|turned eight|turned nine|turned ten|turned eleven|turned twelve|turned thirteen|turned sixteen|turned eighteen|turned twenty|"
	"turned thirty|turned forty|turned fifty|turned sixty|turned seventy|turned eighty|got a job|got a place|won a place|no longer|refuses|"
	"gives me a rash|gives me rash|gives me hives|gives me migraines|gives me heartburn|makes me ill|makes me sneeze|makes me swell|brings me out in|"
	"started,|apprentice started|comes out in";
/* Said of what is over for good, whatever day it was. */
const char px_en_parting[] = "sold|traded in|split up|broke up|moved out|got rid of|dropped out|dumped|got divorced";
/* Of which a bare name may be the subject: "callum supports man united". */
const char px_en_personal_verbs[] =
	"like likes love loves hate hates prefer prefers live lives work works support supports have has play plays eat eats drink drinks "
	"drive drives speak speaks go goes do does study studies wear wears take takes look looks sell sells teach teaches stand collects "
	"refuses owes started moved married gone";
/* What begins a job, and what it is called: "accepted a post at the mill". */
const char px_en_taking_work[] = "start started begin began get got gotten take taken took land landed accept accepted find found have has";
const char px_en_work_nouns[] = "job position post role apprenticeship traineeship placement";
const char px_en_countable[] = "kids children cats dogs sisters brothers sons daughters grandchildren grandkids bedrooms nieces nephews";
const char px_en_dated_attributes[] = "expiry birthday anniversary death";
const char px_en_adding[] = "also|as well|too|another|second|n all|in addition|besides|additionally|plus";
const char px_en_before_times[] = "from since as of until till on in between for at by during the whole this next only just starting and so";
const char px_en_learnt_that[] =
	"i found out that|i found out|i have found out that|i have found out|i discovered that|i discovered|we discovered that|"
	"we found out that|we found out|i learned that|i learnt that|i made a mistake|i tell a lie|i was wrong|sorry|apologies|my mistake|i realised";
const char px_en_asked_subjects[] = "i we you he she it they my our the there any anyone anything";
const char px_en_be_and_adverbs[] = "is am are was were just";
const char px_en_laughter[] = "ha haha hahaha lol lmao rofl hehe hah 😂";
/* Orders begin with one of these and name a thing or a person next. */
const char px_en_orders[] =
	"add move put set draft write translate read show list remind create make book schedule cancel delete send call ring text email buy "
	"get pick order check mark tick cross strike stick find help tell give let stop start play turn open close pay post print wake do "
	"keep take bring change rename kindly reply summarise summarize explain forget remove clear plan prepare fix finish clean wash "
	"cook return renew submit collect drop water feed walk invoice quote measure compare look search log track push postpone shift";
const char px_en_after_orders[] = "the a an my our me us him her it them this that these those your to on in for up out off all every";
const char px_en_anybody[] =
	"you people everyone everybody somebody someone nobody anyone one folk folks men women kids children cats dogs students humans most "
	"many some all any few others there what who tourists teenagers parents customers drivers adults babies everything nothing something";
const char px_en_general[] =
	"people have|people are|people do|people never|people always|people like|people say|people think|most people|most folk|one should|"
	"you should|you can not|in general|should never|should always|should not|shouldn't|as a rule|the average|on average|the world|"
	"human beings|was invented|was discovered|was founded|were invented";
const char px_en_small_talk[] =
	"well i never|god bless|talk later|you are an angel|thank you|thanks for|thanks a|many thanks|good morning|good evening|good afternoon|"
	"good night|how are you|see you|you are welcome|well done|cheers pal|cheers mate|ta-ta|very kind of you|nice to meet|happy birthday|"
	"merry christmas|never mind|no worries|no problem|are you there|you are the best|love you|miss you|how have you been";
const char px_en_lasting_duty[] =
	"must take|must be|must have|must not|has to take|have to be|has to be|have to take|needs to take|has to have|can not have|can not eat|"
	"must call|has to wear|must wear|must avoid|has to avoid";
const char px_en_owned_next[] =
	"called named allergic birthday bday name number address email favourite favorite surname school teacher boiler gym gymnastics wife "
	"husband girlfriend boyfriend partner mum dad car dentist doctor phone job work age diet";
/* "its name", "the dishes called": no apostrophe was left out. */
const char px_en_not_owners[] = "its yes this his always does is was has as us gas bus plus towards news thus less pass class days times";
const char px_en_before_me[] = "tell give show let help ask send buy get lend owe owes remind bring make call told gave sent like love";
const char px_en_having[] = "have has had got own owns owned bought buy adopted adopt sold sell get gets";
const char px_en_on_terms[] = "contract|diet|visa|waiting list|course of|pension|benefits|statins|night shifts|nights|days a week";
const char px_en_expiring[] = "runs out|run out on|up for renewal|falls due|fall due|valid until|valid till|renews on|lapses|ends on|is due for renewal";
/* Of the world, not of the person's: "the capital of Peru is Lima". */
const char px_en_world_nouns[] =
	"capital author inventor president king queen prime minister largest smallest highest biggest tallest earth sun moon world universe "
	"government economy sky planet continent ocean sea country animal mammal bird metal element language-of century war";
const char px_en_roles[] = "team lead|captain|head of|chair|chairman|chairwoman|treasurer|secretary|boss of|owner of|manager of|lead for|contact for|in charge";
const char px_en_attribute_nouns[] =
	"colour color size number address name fee rate rent code date price birthday email phone plate reg budget deadline password stipend "
	"salary wage callout pension allowance deposit password username height weight blood-type mileage dose dosage company brand model make supplier provider firm surname nickname ringtone extension";
const char px_en_subordinators[] = "when where while if because whenever though although unless";
const char px_en_no_subjects[] =
	"every each new couple another any some not no all just only also maybe please then next last first more less about like such same "
	"other half both what so hence got-to gotta";
/* The perfect of these tells how things are now. */
const char px_en_perfect_states[] =
	"moved lived worked owned had loved hated retired married changed adopted sold become joined left died divorced quit gave given stopped "
	"switched swapped replaced relocated bought got passed broke split expired gone";
const char px_en_lasting_perfect[] = "since|for years|years|always|never|ever since|for months";
const char px_en_asked_for[] = "as a task|as task|set that up|add it|put it in|please add|to my list|on my list|on the list|in my calendar|to the list|to my calendar";
const char px_en_rescheduling[] = "moved to|been moved|instead of|not at|pushed to|brought forward|starts at|ends at|is at|now starts|now ends|is due|are due|is not due";
const char px_en_visits[] = "vet dentist doctor hairdresser sync standup committee group class fair choir play deadline test chapter review 1:1 practice rehearsal";
const char px_en_rates[] = "a week|a month|a year|an hour|a day|the hour|the day|the week|the month|per|pcm|weekly|monthly";
const char px_en_adjusting[] =
	"moved increased raised reduced cut doubled halved lowered put changed upped dropped hidden shifted swapped relocated updated renamed corrected";
const char px_en_given[] = "been given|been put on|been prescribed|been started on";
const char px_en_time_joints[] = "until till from since";
const char px_en_people[] = "doctor boss partner nanny cleaner";
/* Of px_en_kin those that are "it" as well. */
const char px_en_animals[] = "dog cat horse pony rabbit hamster parrot tortoise";
const char px_en_wrong_about[] = "wrong about|told you wrong about|mistaken about|mistake about|news about|update on";
/* Of changes told ahead: "we change to …", "I start at …", "im moving the unit". */
const char px_en_changing_ahead[] =
	"moving move moves change changing changes switch switching switches start starting starts begin beginning begins join joining joins "
	"retire retires retiring leave leaves leaving become becomes go goes going take takes taking";
const char px_en_correction_marks[] =
	"no|nope|sorry|actually|wait|oops|rather|well|ah|oh|hang on|hold on|soz|beg your pardon|i beg your pardon|pardon me|excuse me|my mistake|i tell a lie|forgive me|whoops|oh wait|apologies|my bad";
const char px_en_sides[] = "left right upper lower front back top bottom north south east west inside outside";
const char px_en_ordinals[] =
	"first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth "
	"eighteenth nineteenth twentieth thirtieth";
const char px_en_sure_correction_marks[] =
	"i meant|i mean|meant|correction|make that|scratch that|that should be|should be|i got that wrong|it must be|it should be|i have mistyped|"
	"i've mistyped|typo|i mistyped|i told you wrong|wait no|no wait|no sorry|sorry no|actually no|no actually|i meant to say|i meant to write|"
	"strike that|should have been|should have said|it should have been";
/* Of the first word behind a mark: "sorry about that", "oh dear", "wait a minute". */
const char px_en_no_values[] =
	"about that this problem worries way need idea chance thanks thank dear never done sure great nice good okay ok yes yeah no maybe please "
	"bother whatever sorry later again stop hang hold wait for to if so and but because when what who why how lol haha hi hello hey cheers "
	"my our his her their your not all more much luck matter doubt rush comment offence also another too plus just still also everything nothing "
	"something anyway bye congrats well god gosh wow";
/* What is asked of a to-do list or a calendar. */
const char px_en_of_entries[] =
	"task|tasks|todo|todos|to do|to-do|to-dos|list|lists|calendar|agenda|diary|schedule|event|events|meeting|meetings|appointment|"
	"appointments|reminder|reminders|deadline|deadlines|plan|plans|planned|free|busy|overdue|priority|priorities|"
	"urgent|done|finished|outstanding|pending|project|projects|on today|chores|errands|homework|up to|coming up|anything due|left|need|waiting|buy|have got|do i have|do i still have|have i";
/* Words, and phrases of what is over, by which a clause denies. */
const char px_en_denying[] =
	"not never no hate hates dislike dislikes detest detests isn't aren't don't doesn't can't won't without wasn't quit stopped "
	"broken neither nor";
const char px_en_over[] =
	"gave up|given up|give up|no longer|packed in|packed it in|jacked in|have left|has left|i left|we left|left the|have closed|closed my|"
	"closed our|have cancelled|cancelled my|cancelled the|cancelled our|took me off|taken off|taken me off|came off|come off|off the|"
	"sold|died|passed away|broke up|broken up|split up|got rid of|finished with|dropped out|have finished|used to|got divorced|"
	"separated|moved out|called it off|ran out|have lost|expired";
/* Of questions: whether something has run out, or not yet. */
const char px_en_out_of_date[] = "expired lapsed overdue elapsed";
const char px_en_in_date[] = "valid";
/* These begin nothing but an order; "bin", "drop", "scrap" begin names, too. */
const char px_en_only_orders[] = "delete remove cancel erase forget undo";
/* Behind a name: what says something of it. */
const char px_en_stating[] = "is are was were has";
const char px_en_how_often[] = "every each once twice daily always usually";
/* Who begins with one of these asks for something to be kept. */
/* What stands before an order to keep something. */
const char px_en_before_order[] = "please can could would will you also and pixie hi hey hello oh ok okay just so";
/* Who renames, and when, before the verb. */
const char px_en_renamers[] = "i we i've we've have just finally now so and then my our wife husband partner";
/* Ask that something be said in time. */
const char px_en_reminding[] = "remind";
const char px_en_no_slipping[] = "do not let me forget|do not let us forget|never let me forget|i must not forget|we must not forget";
const char px_en_to_keep[] = "remember memorise memorize";
const char px_en_called_off[] = "cancelled|canceled|off the|called off|is off|are off|no longer|not happening|done with";
/* "We renamed the boat …", and what may stand before its new name. */
const char px_en_renaming[] = "renamed rechristened rebranded";
const char px_en_before_new_name[] = "to as it its is called now";
