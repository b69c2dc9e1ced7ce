/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How people are called: given names that are hardly anything else, and what
 * one is to another.  Only read/people.c includes this.
 */
#ifndef PX_NLU_EN_PEOPLE_TABLE_H
#define PX_NLU_EN_PEOPLE_TABLE_H

static const char given_names[] =
	"aaron abby abigail adam adele adrian agnes ahmed aidan aisha alan albert alejandro alex alexander alexandra alfie ali alice alicia "
	"alison amanda amelia amir amy ana anastasia andre andrea andreas andrew andy angela anita anja anna anne annie anthony antonia antonio "
	"arthur ashley astrid audrey barbara barry beatrice becky ben benjamin bernard beth bethany betty bianca bob bobby brandon brenda brian "
	"bridget bruno caleb cameron camilla carl carla carlos carmen carol caroline catherine cathy cecilia charles charlie charlotte chloe chris "
	"christian christina christine christopher claire clara claudia clive colin connor craig cynthia daniel daniela danny darren dave david "
	"deborah debbie denise dennis derek diana diane diego dimitri dominic donald donna doris dorothy doug douglas duncan dylan ed eddie edith "
	"edward eileen elaine eleanor elena eli elias elijah elizabeth ella ellen ellie elsa emily emma eric erica erik erin esther ethan eugene eva "
	"evan eve evelyn fatima felix fiona florian fran frances francesca francis francisco fred freddie frederick gareth gary gavin gemma "
	"geoff george georgia georgina gerald gerard gillian gina giulia glen gloria gordon graham greg gregory greta guy gwen hannah hans harold "
	"harriet harry hassan hazel heather heidi helen helena henry hilary howard hugh hugo ian ibrahim igor ingrid irene iris isaac isabel "
	"isabella ivan jack jackie jacob jake james jamie jan jana jane janet janice jasmine jason javier jean jeff jeffrey jen jennifer jenny "
	"jeremy jerry jess jesse jessica jill jim jimmy joan joanna joanne joe joel johan johannes john johnny jon jonas jonathan jordan jorge jose "
	"joseph josh joshua joyce juan judith judy julia julian juliana julie juliet kai karen karim karin karl kate katherine kathleen kathy katie "
	"katrin kay keith kelly ken kenneth kerry kevin kim kirsten klaus kris kristen kurt kyle lara lars laura lauren laurence lea leah lee lena "
	"leo leon leonard leonie leroy leslie lewis liam lina linda lindsay lisa liz lois lorenzo lorna louis louise luca lucas lucia lucy luis "
	"luisa lukas luke lydia lynn mabel maddy magda maggie malcolm manuel marco margaret maria marie marina mario marion marjorie markus marta "
	"martha martin mary mateo mathilde matt matteo matthew maureen mauricio max maya megan mei melanie melissa mia michael michelle miguel mike "
	"mila mina miriam mohamed mohammed moira molly monica morgan muhammad myra nadia nancy naomi natalie natasha nathan neil nell niall nick "
	"nicholas nicola nicole nigel nikhil nina noah noel nora norman oliver olivia omar oscar oskar otto owen pablo paddy pam pamela pascal pat "
	"patricia patrick paul paula pauline pedro penelope penny pete peter petra phil philip philippa phoebe pierre polly priya rachel raj ralph "
	"ramon raul ravi raymond rebecca reggie reza rhys ricardo richard rick rita roberta robert roberto roger roland ronald rosa rosie "
	"ross ruby rupert russell ruth ryan sabine sally sam samantha samir samuel sandra sara sarah sasha scott sean sebastian sergio shannon "
	"sharon sheila simon simone sofia sonia sophia sophie stan stefan stella stephanie stephen steve steven stuart sue suresh susan susanna "
	"susie suzanne sven sylvia tanya tara tariq tatiana teresa tessa theo theresa thomas tim timothy tina tobias toby tom tomas tommy tony "
	"tracy trevor tristan uma ursula valentina valerie vanessa vera veronica vicky victor victoria vikram vincent viola violet vivian vladimir "
	"walter wayne wendy wilhelm willem william willow xavier yasmin yusuf yvonne zack zara zoe zoltan";

static const char relations[] =
	"mum mom mam mummy mommy mother dad daddy papa father parents brother sister son daughter wife husband partner boyfriend girlfriend "
	"granny grandma nan gran grandad grandpa grandmother grandfather grandparents aunt auntie uncle cousin cousins niece nephew boss manager "
	"colleague colleagues neighbour neighbours neighbor neighbors friend friends mate team everyone everybody kids children flatmate roommate "
	"landlord supervisor assistant client clients him her them";

static const char honorifics[] = "mr mrs ms miss dr prof professor sir madam sister father aunt uncle";

#endif
