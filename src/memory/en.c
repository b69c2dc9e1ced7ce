/* SPDX-License-Identifier: Apache-2.0 */
/* Data only; what each list means stands in en.h and where it is used. */
#include "memory/en.h"

#include <stddef.h>

const struct px_en_contraction px_en_contractions[] = {
	{ "i'm", "i", "am", true }, { "im", "i", "am", true }, { "ive", "i", "have", true }, { "i'd", "i", "would", true },
	{ "it's", "it", "is", true }, { "its'", "it", "is", true }, { "he's", "he", "is", true }, { "she's", "she", "is", true },
	{ "that's", "that", "is", true }, { "there's", "there", "is", true }, { "here's", "here", "is", true },
	{ "what's", "what", "is", true }, { "who's", "who", "is", true }, { "where's", "where", "is", true },
	{ "when's", "when", "is", true }, { "how's", "how", "is", true }, { "which's", "which", "is", true },
	{ "can't", "can", "not", true }, { "cannot", "can", "not", true }, { "won't", "will", "not", true },
	{ "shan't", "shall", "not", true }, { "dont", "do", "not", true }, { "doesnt", "does", "not", true },
	{ "cant", "can", "not", true }, { "n't", NULL, "not", false }, { "'re", NULL, "are", false },
	{ "'ve", NULL, "have", false }, { "'ll", NULL, "will", false }, { "'d", NULL, "would", false },
	{ "shes", "she", "is", true }, { "hes", "he", "is", true }, { "thats", "that", "is", true },
	{ "theyre", "they", "are", true }, { "weve", "we", "have", true }, { "theyve", "they", "have", true }, { "whos", "who", "is", true },
	{ "whats", "what", "is", true }, { "wheres", "where", "is", true }, { "whens", "when", "is", true }, { "hows", "how", "is", true },
	{ "isnt", "is", "not", true }, { "arent", "are", "not", true }, { "wasnt", "was", "not", true }, { "didnt", "did", "not", true },
	{ "wont", "will", "not", true }, { "havent", "have", "not", true }, { "hasnt", "has", "not", true },
	{ "'m", NULL, "am", false }, { NULL, NULL, NULL, false },
};

const struct px_en_verb px_en_verbs[] = {
	{ "live lives lived living reside resides", "home", true, true },
	{ "moved relocated", "home", true, true },
	{ "work works worked working", "work", true, true },
	{ "drive drives drove", "car", true, true },
	{ "own owns owned", NULL, true, false },
	{ "have has had got", NULL, true, false },
	{ "like likes love loves hate hates dislike dislikes enjoy enjoys adore adores prefer prefers detest detests fancy loved hated "
	  "liked", "taste", true, true },
	{ "stand bear", "taste", true, true },
	{ "eat eats ate", "eating", true, true },
	{ "drink drinks drank", "drinking", true, true },
	{ "smoke smokes smoked vape vapes", "smoking", true, true },
	{ "speak speaks spoke", "language", true, false },
	{ "play plays played", "playing", true, false },
	{ "study studies studied", "studies", true, true },
	{ "teach teaches taught", "teaching", true, true },
	{ "weigh weighs weighed", "weight", true, true },
	{ "wear wears wore", "wearing", true, false },
	{ "take takes took", "taking", true, false },
	{ "use uses used", "using", true, false },
	{ "expire expires expired", "expiry", true, true },
	{ "come comes came", "coming", true, true },
	{ "open opens opened", "opening", true, true },
	{ "close closes closed", "closing", true, true },
	{ "start starts started begin begins began", "start", true, true },
	{ "finish finishes finished end ends ended", "end", true, true },
	{ "cost costs", "price", true, true },
	{ "pay pays paid", "payment", true, true },
	{ "charge charges charged", "price", true, true },
	{ "earn earns earned", "pay", true, true },
	{ "belong belongs belonged", "owner", true, true },
	{ "support supports supported", "supporting", true, false },
	{ "grow grew", "upbringing", true, true },
	{ "marry married", "partner", true, true },
	{ "quit quits gave stopped", "habit", true, true },
	{ "retire retired", "work", true, true },
	{ "graduate graduated", "studies", true, false },
	{ "change changed changing switched swapped replaced", NULL, true, true },
	{ "bought buy adopted adopt", NULL, true, false },
	{ "sold sell", NULL, true, false },
	{ "became become", "work", true, true },
	{ "collect collects", "collecting", true, false },
	{ "sleep sleeps slept", "sleeping", true, true },
	{ "go goes", "going", true, true },
	{ "train trains", "training", true, true },
	{ "run runs", "running", true, true },
	{ "swim swims cycle cycles commute commutes travel travels", "getting around", true, true },
	{ "follow follows", "following", true, false },
	{ "keep keeps", "keeping", true, false },
	{ "share shares", "sharing", true, false },
	{ "know knows", "knowing", true, false },
	{ "need needs", "needing", true, false },
	{ "joined join", "membership", true, false },
	{ "left leave leaves", "leaving", true, true },
	{ "meet meets", "meeting", true, true },
	{ "rent rents rented", "renting", true, false },
	{ "volunteer volunteers", "volunteering", true, false },
	{ "hurts hurt", NULL, false, false },
	{ "suffer suffers", "illness", true, false },
	{ "react reacts", "allergy", true, false },
	{ "broke split divorced", "partner", true, true },
	{ "died passed", "death", true, true },
	{ "celebrate celebrates", "celebrating", true, false },
	{ "practise practises practice practices", "practising", true, false },
	{ "sit sits", "place", true, true },
	{ "reached reach", "phone number", true, true },
	{ "called named", "name", true, true },
	{ "born", "birthday", true, true },
	{ "stay stays", "staying", true, true },
	{ "bank banks", "bank", true, true },
	{ "read reads", "reading", true, false },
	{ "watch watches", "watching", true, false },
	{ "cook cooks bake bakes", "cooking", true, false },
	{ "get gets", "getting", true, false },
	{ "wake wakes", "waking", true, true },
	{ "believe believes", "belief", true, false },
	{ "vote votes", "voting", true, true },
	{ "bill bills invoice invoices", "price", true, true },
	{ NULL, NULL, false, false },
};

const char *const px_en_same[] = {
	"home|address|live|lives|home address|house|flat|apartment|residence|living",
	"work|job|employer|workplace|company|profession|occupation|do for a living|working",
	"phone number|number|phone|mobile|mobile number|telephone|telephone number|cell|cell number|cellphone|reach",
	"email|e-mail|mail address|email address|e-mail address",
	"expiry|expiry date|expire|expires|expiration|expiration date|date|run out|runs out|valid until|valid",
	"birthday|birth date|date of birth|born|bday",
	"name|called|named",
	"car|vehicle|drive|drives|van|motor|driving",
	"age|old",
	"partner|spouse|wife|husband|girlfriend|boyfriend|fiance|fiancee|married",
	"doctor|gp|physician",
	"boss|manager|supervisor|team lead",
	"allergy|allergic|allergies|allergen|intolerance|intolerant",
	"price|cost|costs|charge|fee|charges",
	"pay|salary|wage|earn",
	"diet|eating|eat|food",
	"drinking|drink",
	"taste|like|love|hate|prefer|favourite|favorite|enjoy|opinion|dislike",
	"coming|come|comes",
	"weight|weigh",
	"height|tall",
	"plate|number plate|licence plate|license plate|registration",
	NULL,
};

const char px_en_single[] =
	"home work phone-number email expiry birthday name car age partner doctor boss price pay coming weight height plate "
	"dentist bank therapist landlord accountant lawyer hairdresser barber mechanic vet cleaner gardener school teacher "
	"coach trainer insurance insurer provider password size shoe-size team department office desk room commute smoking "
	"marital-status blood-type nationality bedtime routine shift hours schedule plan deadline wifi neighbour tailor "
	"optician physio plumber electrician builder nanny babysitter supplier printer laptop phone car-model";

const char px_en_named_attributes[] =
	"partner doctor boss dentist therapist landlord landlady accountant lawyer hairdresser barber mechanic vet cleaner gardener teacher coach "
	"trainer neighbour tailor optician physio plumber electrician builder nanny babysitter supplier provider insurer";
const char px_en_thing_attributes[] = "car home";

const char px_en_fillers_before[] =
	"by the way|btw|fyi|just so you know|so you know|for the record|for your information|for your info|just fyi|"
	"funny thing|funnily enough|actually|well|oh|ah|so|and|also|hey pixie|hi pixie|pixie|hey|hi|hello|okay|ok|right|"
	"anyway|listen|look|please note|please note that|please remember|please remember that|remember|remember that|"
	"note|note that|please|good to know|you should know|you should know that|one more thing|to be clear|"
	"turns out|it turns out|honestly|frankly|basically|just|yes|yeah|yep|no|guess what|good news|bad news|update|"
	"quick update|news|correction|small correction|heads up|important|big news|sadly|unfortunately|luckily|as of today|"
	"lowkey|highkey|ngl|not gonna lie|fr|tbh|oh and|and also|but|plus|p.s.|ps|since you ask|since you asked|in case you wonder|as you know";
const char px_en_fillers_after[] =
	"by the way|btw|fyi|just so you know|so you know|for the record|for your information|in case you wonder|you know|"
	"do not let me forget|do not let me forget it|do not let me forget that|do not let me forget that ever again|do not forget that|do not forget|pixie|please|though|actually|tbh|if you need it|if it ever matters|if anyone asks|if you ask me|if you ever need it|in case you need it|for future reference|for reference|"
	"please remember that|remember that|please note that|note that|please note|okay|ok|right";
const char px_en_titles[] = "dr mr mrs ms st prof no vs e.g i.e approx";
/* Of German, whose ordinals end in a full stop. */
const char px_de_months[] =
	"januar jänner jan februar feber feb märz maerz mai juni juli august oktober okt november nov dezember dez september sept april";
const char px_de_before_ordinals[] = "den der dem des die das zum zur vom beim bis ab seit";
const char px_en_pronouns[] = "i we he she it they you there this that these those";
const char px_en_determiners[] = "my our his her their the a an this that these those your";
const char px_en_joints[] = "and but so because which while whereas although though";
const char px_en_kin[] =
	"mother mum mom mam mummy mama father dad daddy papa brother sister son daughter wife husband partner girlfriend "
	"boyfriend fiance fiancee cousin uncle aunt auntie grandmother grandma gran nan nana granny grandfather grandad grandpa "
	"nephew niece friend neighbour neighbor boss manager colleague coworker flatmate roommate housemate landlord landlady "
	"twin stepmother stepfather stepson stepdaughter stepbrother stepsister godson goddaughter godmother godfather "
	"mother-in-law father-in-law brother-in-law sister-in-law ex kid child baby grandson granddaughter dog cat horse pony "
	"rabbit hamster parrot tortoise client customer teacher doctor dentist therapist coach trainer";
const char px_en_adverbs[] =
	"also still now always never really usually only actually currently just already ever often sometimes mostly "
	"normally absolutely totally both all finally recently even simply certainly definitely officially basically "
	"rarely hardly generally typically mainly sadly";
const char px_en_auxiliaries[] = "am is are was were be been do does did have has had can could will would shall should may might must";
const char px_en_be[] = "am is are was were be been";

const char px_en_hypothetical[] =
	"if|would|could|should|wish|hope|imagine|suppose|maybe|perhaps|might|may|unless|let us|let's|lets|want to|wants to|"
	"dream of|dreaming of|thinking of|thinking about|think about|considering|planning to|plan to|hoping|one day|some day|"
	"someday|what if|as if|pretend|if only|ought to|supposed to|try to|trying to|tempted to|pray that|pray i|pray we|pray one|would that";
const char px_en_future[] = "gonna|going-to|will|shall|going to|about to";
const char px_en_guess[] =
	"i trust|i think|i guess|i believe|i reckon|i suppose|i assume|i imagine|i suspect|i feel like|i bet|probably|possibly|"
	"apparently|seems|seem|looks like|sounds like|not sure|no idea|it must be|he must be|she must be|they must be|there must be|that must be|you must be|might be|could be|may be|presumably|"
	"i wonder|wonder|allegedly|supposedly|rumour|rumor|rumour has it|likely|i doubt|who knows|don't know|do not know|i forget|"
	"can not remember|guessing|as far as i know|if i remember|i have a feeling|maybe|perhaps";
const char px_en_hearsay[] =
	"used to say|likes to say|always says|always said|they say|people say|everyone says|everybody says|some say|it is said|as they say|says that|said that|said|claims|"
	"claimed|goes the saying|the saying|according to|quote|in the words of|my horoscope|the article|the news|i read that|"
	"i heard that|i heard|the lyrics|the song|sings|he said|she said|once wrote|wrote|the film|the movie|the book|"
	"the series|the character|in the story|proverb|says|tells me that|told me that";
const char px_en_stories[] =
	"story novel film movie series show play comic soap musical drama sitcom book game novella episode saga";
const char px_en_sarcasm[] =
	"wow|oh great|oh wonderful|oh lovely|oh good|oh joy|oh sure|yeah right|sure because|yay|fantastic another|"
	"how generous|how nice|how lovely|how kind|how thoughtful|how charming|just what i needed|just great|just perfect|"
	"what a surprise|what a treat|lucky me|thanks a lot|brilliant another|great another|lovely another|of course because|"
	"nothing better to do|has blessed me|blessed me with|what a sweet|as if|my favourite thing ever|my favorite thing ever|love that for me|oh fantastic|oh brilliant|oh perfect|"
	"nothing better than|because that always|best day ever|said no one ever|well done me|typical|so much fun|big surprise";
const char px_en_moment_times[] =
	"today|tonight|right now|this morning|this afternoon|this evening|yesterday|last night|a minute ago|an hour ago|"
	"a moment ago|just now|at the minute|this minute|for the moment|earlier today|tomorrow|all day|later|in a minute|"
	"in an hour|in a bit|this weekend|this week|next week|the other day|half an hour|for hours|soon";
const char px_en_moment_states[] =
	"tired exhausted hungry thirsty starving bored busy late cold hot warm sick ill here there back ready done home fine "
	"okay ok good great well happy sad angry annoyed upset stressed excited nervous worried sleepy awake lost stuck "
	"confused sorry sure glad bad full drunk hungover running waiting going doing sitting standing looking trying "
	"making leaving coming heading walking getting having feeling thinking wondering writing shattered knackered "
	"early off out in up down on dead gutted delighted furious impatient proud surprised relieved ravenous freezing boiling "
	"frozen melting grumpy fed thrilled overwhelmed cooking so too broken wet empty dirty lovely delicious amazing awful "
	"terrible horrible nice beautiful boring funny interesting great noisy loud missing gone open closed cheap expensive "
	"better worse watching reading listening almost nearly in-a-hurry yours here's rubbish brilliant fantastic";
const char px_en_moment_things[] =
	"meeting appointment headache cold flu question idea problem minute moment time fun day good great lovely "
	"call interview deadline feeling point chance plan plans reservation lunch dinner breakfast coffee date visitor "
	"visitors guests exam test presentation flight train shift party hangover fever temperature break issue request thought "
	"doubt hunch urge look go task tasks thing things minutes question";
const char px_en_duty[] =
	"have to|has to|need to|needs to|must|got to|gotta|had to|supposed to|ought to|should|remind me|do not forget|"
	"do not let me forget|make sure|have got to|needs doing|needs fixing|needed";
const char px_en_traits[] =
	"vegetarian vegan coeliac celiac diabetic asthmatic pescatarian lactose-intolerant gluten-free teetotal left-handed "
	"right-handed colour-blind color-blind colourblind colorblind short-sighted long-sighted deaf blind dyslexic autistic "
	"pregnant married single divorced widowed engaged retired unemployed self-employed freelance jewish muslim hindu "
	"buddhist catholic christian protestant atheist gay bisexual lesbian trans kosher halal allergic intolerant celibate "
	"bilingual trilingual adopted epileptic anaemic anemic hypertensive claustrophobic ambidextrous bald blonde ginger "
	"dutch german french british english irish scottish welsh american canadian australian indian brazilian spanish italian "
	"portuguese polish russian ukrainian turkish greek swedish norwegian danish finnish swiss austrian belgian japanese "
	"chinese korean mexican argentinian nigerian kenyan hungarian czech romanian dyspraxic sober insulin-dependent "
	"together partially-sighted hard-of-hearing lactose nocturnal";
const char px_en_event_nouns[] =
	"meeting appointment lunch dinner breakfast brunch call interview party wedding concert gig flight train match game exam "
	"test class lesson workshop conference session viewing check-up checkup delivery visit trip holiday date reservation "
	"booking deadline presentation review standup stand-up sync";
const char px_en_change[] =
	"now|from now on|these days|nowadays|any more|anymore|no longer|not any longer|new|changed|switched|swapped|moved|"
	"instead|correction|i meant|used to|since|as of|starting|effective";
const char px_en_ended[] = "not any more|any more|anymore|no longer|not any longer|gave up|given up|quit|stopped|used to|any longer";
const char px_en_weather[] =
	"raining|snowing|sunny|cloudy|windy|foggy|pouring|drizzling|the weather|degrees|humid|chilly|freezing outside|storm|"
	"heatwave|cold outside|hot outside|forecast|hailing|rain|snow|the sun";
const char px_en_exaggeration[] =
	"a million|a thousand times|a hundred times|to death|a horse|forever|a billion|literally dying|dying of|killing me|"
	"end of the world|worst thing ever|best thing ever|on strike|walks into a bar|knock knock|secretly|an alien|"
	"the moon|superpower|a robot|ninja|a vampire|five hundred years|a ghost|the queen|invisible";
const char px_en_secret_names[] =
	"pasword passwrd psswd keypad pin pins password passwords passcode passphrase pwd pw cvv cvc puk pincode "
	"api-key passwort tan otp";
const char px_en_secret_weak[] =
	"banking code|bank code|drug cupboard|medicine cupboard|cupboard code|till code|security code|recovery code|recovery codes|access code|door code|alarm code|entry code|key code|safe code|lock code|"
	"combination|card number|credit card|debit card|api key|secret key|private key|seed phrase|backup code|backup codes|"
	"verification code|login code|pin code|account number|social security|ssn|padlock code|"
	"garage code|locker code|cash card|bank card|pin number|sort code|token is|2fa code|padlock|padlocks|"
	"keybox|key box|lockbox|lock box|keysafe|key safe|gun safe|the safe|safe is|bike lock|lock is|door lock|combo|"
	"combos|combination lock|medicine press|medicine cabinet|alarm is|alarm at|buzzer|smartcard|digit code|atm|"
	"card ends|card ending|routing number|routing is|bank number|digits on the back|unlocks with|opens with";
const char px_en_secret_accounts[] = "account is|account number"; /* with a number of so many digits as those of banks have */
const char px_en_made_public[] = /* said of the number, not of a place where it is used */
	"the public one|is public|is published|was published|on the public register|in the public register|publicly listed";
const char px_en_secret_words[] = /* secrets without a number */
	"encryption thing is|encryption key is|encryption word|encryption phrase|unlock is|unlock pattern|swipe pattern|"
	"memorable word|security answer|secret word|secret phrase|letters of";
const char px_en_locks[] = "safe padlock lock alarm keybox keysafe lockbox";
const char px_en_secret_kin[] = "code codes"; /* with a number, unless one of these stands before it */
const char px_en_open_codes[] =
	"post postal zip area country dialling dial dress colour color paint course module product promo discount "
	"booking voucher tax airport bar qr error ral class stock item unit subject project fault";
const char px_en_password_words[] =
	"pass|my pass|login|log in|log into|logon|sign in|username|user|root|password|wifi key|wifi word|"
	"wi fi key|wifi pass";
const char px_en_signing_in[] = "log in|log into|login|sign in|username";
const char px_en_card_marks[] = "exp|expiry|card|visa|mastercard|amex";
const char px_en_spoken_zero[] = "oh nought";
const char px_en_wireless[] = "wifi wi-fi wlan broadband router";
const char px_en_wireless_keys[] = "pass word key pw";
const char px_en_question_words[] = "who whom whose what which where when why how whereabouts";
/* Without a question mark a question, whatever follows; only where somebody is named. */
const char px_en_openers_of_all[] = "does";
const char px_en_openers_of_named[] = "is are has can could should would was were did";
const char px_en_question_openers[] = "do does did is are was were am have has had can could will would should may might shall any";
const char px_en_stop[] =
	"a an the of to in on at for by with from and or but is are was were be been am do does did have has had i me my we our "
	"us you your he she it they them his her their this that these those what who whom whose which where when why how "
	"there here not no so as than then if about again any some please can could will would should may might know remember "
	"tell say said told again called name currently moment now still also just ever get got go what's s re many much";
const char px_en_prepositions[] = "in on at for by with from of to as under over behind beside near into until since about than through during without after before";
/* Past forms that tell of an occasion, not of how things are. */
const char px_en_plain_past[] =
	"lived worked drove owned had loved hated liked ate drank smoked played studied taught weighed wore took used expired "
	"came opened closed finished ended paid charged earned belonged supported slept rented stayed hurt reached ran did went";
/* Verbs that say a fact only with a repetition, a place or a change. */
const char px_en_habits[] =
	"go goes run runs train trains come comes open opens close closes start starts begin begins finish finishes end ends get "
	"gets meet meets sit sits need needs keep keeps know knows leave leaves read reads watch watches take takes pay pays";
const char px_en_fresh[] = "new current present latest main own actual second other";
/* "my day was long": nothing that anybody would ask for later. */
const char px_en_not_things[] =
	"day weekend week morning evening night head back battery mood coffee lunch dinner breakfast feet hands stomach tummy "
	"throat nose brain heart eyes train bus point guess question plan idea turn bad fault pleasure life goodness god mind "
	"flight shift legs thing fridge kitchen desk to-do list";
const char px_en_question_lead[] =
	"can you tell me|could you tell me|tell me|please tell me|do you know|do you remember|do you recall|remind me|"
	"please remind me|can you remind me|i forgot|i have forgotten|i forget|and|so|but|remember|please|what was it again|"
	"quick question|by the way|ok|okay|hey pixie|pixie|hey|hi|hello|just|also|well|say|just to check|any idea|you know";
const char px_en_question_about[] =
	"what do you know about|what do you remember about|what do you have on|what have i told you about|what did i tell you about|"
	"what did i say about|what have i said about|tell me about|tell me everything about|what is known about|"
	"what do we know about|what can you tell me about|everything about|what did i note about|what have i noted about|"
	"show me what you know about|what all do you know about|anything about|what information do you have about|"
	"summarise what you know about|summarize what you know about|what facts do you know about";
/* Before a comma at the beginning: what follows is meant the other way round. */
const char px_en_mocking[] = "brilliant great fantastic lovely wonderful perfect sure naturally marvellous super splendid terrific nice typical charming";
