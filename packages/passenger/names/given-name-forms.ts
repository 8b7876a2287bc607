/**
 * Given names that stand for each other, a group a line: short and pet forms, and the forms that one
 * name has in other languages, those of the Pacific among them. Our own list of plain facts, in
 * letters a to z. A name may stand in several groups.
 */
const groups = `
aaron ron ronnie aron aarona
abdul abd abdel
abraham abe abram ibrahim ebrahim epalahame aperahama eparama apaaramo avraham ibraheem braahim
adam atama atamu adama
agnes akenese akanesi inez
albert al bert alberto arapeta alipate
alexander alex alec sandy sasha alejandro alexandre aleksandr alessandro iskandar alekisanita lex olek
alexandra alex sandra sasha alejandra aleksandra alessandra
alfred alf fred alfredo alifeleti
ali cali aly
alice ali alicia alisi
amelia amy milly amelie
andrew andy drew andres andre andrei andrey andreas andrea anitelu anaru anderea andrzej ondrej
ann anne anna ana annie hana hanna hannah nancy anya
anthony tony antonio antoine anton antoni atonio antonin
arkady arkadiy arkadi
arthur art artie arturo ata
barbara barb babs varvara papara
basil vasily vasile basilio vasil
beatrice bea beatriz patelisia
benjamin ben benny benji bibi benyamin binyamin penisimani peniamina pene peni
bernard bernie bernardo bernhard
boris borya
bridget bridie brigitte birgit
carol caroline carolina karolina kalolaine kalo carrie
catherine katherine kathryn cathy kathy kate katie kat cath catarina ekaterina yekaterina katya katalina katarina kateryna katja karin
charles charlie chuck carlos carlo karl carl karel salesi siale sale charley
charlotte lottie salote carlotta salome
christian kristian cristian christiaan
christina chris tina christine cristina kristina kirsten
christopher chris kit topher cristobal christoph kristofer
claude claudio claudius
constantine kostas konstantin costas constantin konstantinos
cyril kirill kyrill kiril
daniel dan danny danilo daniil taniela tanielu danny danyal daniele
david dave davy davide dawid dawud daoud dawood tevita tavita rawiri tevida davit davith
deborah deb debbie debora tepola
demetrius dimitri dmitry dmitri dmytro dimitrios dimitris dima mitya
diego tiago santiago iago
dominic dom domingo dominique domenico tominiko
donald don donnie donaldo tonga
dorothy dot dottie dora dorotea
edmund ed ned eamon edmond
edward ed eddie ted teddy ned eduardo edouard eduard eruera etuate etuati edoardo
eleanor ellie nell nora leonora eleonora elena
elijah elias eli ilias ilyas ilya elia ilaija ilaitia elaija
elizabeth liz lizzie beth betty eliza lisa elsie isabel isabella elisabeth elisabetta ilisapeti elisapeta irihapeti bess libby elspeth erzsebet
emanuel manuel manny manolo immanuel emmanuel emanuele emanuela
emily emma em milly emilia
ephraim efraim
eric erik erich eriki
ernest ernie ernesto ernst eneasi
esther hester ester eseta esetera
eugene gene eugenio evgeny yevgeny yevhen evgeni
eva eve evita ava ewa
ezekiel zeke ezequiel isikeli esekielu hezekiel
fatima fatma fatimah fatemeh faduma fadumo
ferdinand fernando hernando ferdi
florence flo flora
frances fran francesca francisca franziska fanny
francis frank francisco francesco francois franz pancho paco falakiko falaniko franco feranisisi
frederick fred freddy fritz frederic federico friedrich frederik fredrik feleti
gabriel gabe gabriele gavriel jibril jibreel kepueli gavril
geoffrey geoff jeff jeffrey godfrey gottfried
george georgie jorge georg georges giorgio yuri jerzy giorgos georgios siaosi seoisi hori jioji yorgos gheorghe jiri
gerald gerry jerry gerard gerardo
gilbert gil bert gilberto kilipati
grace grazia gracia kalesi
gregory greg gregorio grigory grigori grigorij kelekolio
gustav gus gustavo
hamza hamsa xamsa
hasan hassan xasan hasaan hasso
helen nell nellie ellen elena helena elaine helene yelena olena helene heleni
henry harry hank hal enrique henri heinrich enrico henrik henere hendrik heinz
herbert herb bert heribert
hermann armando herman
hugh hugo huey ugo
hussein hussain husayn xuseen hosein
ian iain
ignatius ignacio nacho ignaz
igor ihor
ines agnes inez
isa issa ciise eissa eesa
isaac ike ishaq izhak yitzhak isaak aisake isaako isake isak ihaka
isaiah isaia aisea aisaia ihaia
ishmael ismail ismael ismaila smail
ivan vanya
jacob jake jakob jacques jaques iakopo giacomo yakov yaakov yakub yaqub jakub sekope hakopa jacobo
james jim jimmy jamie jaime jacques diego seamus semisi semi hemi iakopo himi jem
jane janet jean jenny jana jeanne giovanna juana joan joanna sina ioana
jason jase iasona
jennifer jen jenny jenni
jeremiah jerry jeremy jeremias selemaia jeremaia ieremia heremaia
jerome jeronimo geronimo girolamo
jessica jess jessie
jesus jesse isa
joachim joaquin gioacchino jokim akim
joel ioela soeli hoera
john johnny jack jon juan jean ivan giovanni johann johannes jan joao ioannis yannis yahya sione ioane hone jone sean ian ioan janos yohanan yuhanna jovan hans johan gianni evan
jonah jonas yunus yunis iona sona hona younes
jonathan jon jonny yonatan sonatane ionatana
joseph joe joey jose giuseppe josef yusuf yousef youssef yosef iosif siosefa iosefa hohepa josefa pepe sepp beppe jozef yusif yuusuf josip
joshua josh josue yeshua iosua siosiua hohua josua giosue joshu
judith judy jude iuta
julia julie juliet giulia yulia iulia siulia
julian jules julio julius giulio iulian
kenneth ken kenny
kyriakos kyriacos
laurence larry lawrence lorenzo lars laurent lavrenti lourenco
leo leon leonid leonardo leonard lev lenny
leonard len lenny leo leonardo leonhard
louis lou luis luigi ludwig lewis lui ludovic aloysius
lucas luke luka lucas luca ruka
lucy lucia lucie luisa lusia
louise luisa lou luise
lydia litia lidia ritia
magdalene magda maddy lena madeleine magdalena makelesi makitalena
margaret maggie meg peggy marge margo rita greta margarita margarete marguerite makelita malakalita makareta madge margherita margarida
maria mary marie miriam maryam mariam mele malia mere meri mariya molly polly mariana masha marija
mark marc marco marcos markus marcus maleko maka marko mareko
martha marta mata
martin marty martino martinho matini
matthew matt matteo mateo matthias mathieu mateus matej mataio maciu matiu matvei mattia mats
maurice moritz mauricio maurizio
max maximilian maksim maxim massimo maximo
mehdi mahdi
michael mike mick mickey miguel michel mikhail mykhailo michele mihai mikael maikeli mikaele mikaere misha miko micah micheal mikaelo maikali mihail michal mick
mohammed muhammad mohamed mohammad mohamad muhamad mohd md mohamud maxamed mehmed mehmet mochammad mukhammad magomed mamadou mahomet mohamat muhammed mhmd mamed
moses moshe musa moussa mousa moises mosese mose mohi muuse
murad mourad murat
nathan nat nathaniel natan natanael
natalia natasha natalie nataliya
nicholas nick nicky nicolas nicola nikolai nikolas nikolay klaus niko niccolo mykola nikola nikolaos nicolae claus
noah noe nuh nooh
olga olha
oliver ollie olivier olivia
osama usama ousama
omar umar cumar omer
oscar oskar osika
othman usman osman uthman cismaan cusmaan
patricia pat patty trish tricia
patrick pat paddy patricio padraig patrice paterika
paul pablo paolo pavel paulo pol pal paula paora paavo pavlo pawel paulus pauli
pavel pasha
peter pete pedro pierre piotr pyotr petr pietro petros pita petelo petero petar boutros butrus piet per petru petrus
philip phil felipe philippe filippo filip pilipo filipe piripi pip
rachel rae raquel raquel lesieli raijeli rahel rahera
raymond ray ramon raimund raimondo
rebecca becky rebeka rivka lepeka ripeka
richard rick dick richie ricky ricardo riccardo rich risati
robert rob bob bobby bert roberto robbie ropati rupert ropate lopeti
roger ruggero rogelio rudiger rocco
ronald ron ronnie ronaldo reinaldo
rose rosa rosie rosalie losa rosemary
rudolf rudy rodolfo rolf
ruth lute rute
said saeed sayed saeid siciid
salvador salvatore sal
samuel sam sammy samuela samuelu samiuela hamuera shmuel samu samuele
sandra sandy alexandra sanda
sarah sally sara sela sera sarai hera sadie
sebastian seb bastian sebastien sebastiao
serge sergei sergey sergio serhiy sergej serhii
sharon shaz salona
simon simeon simone shimon saimone simona haimona semen semyon simao
solomon sol suleiman sulaiman suleyman salman salomon solomone solomona horomona
sophia sofia sophie sonia sonya zofia sofiya
stanley stan
stanislav stan stas stanislaw
stephen steve steven esteban stefan stephane stepan etienne sitiveni setefano tipene sefanaia stefano estevao setareki stephan istvan stevan
susan sue suzy susanna suzanne susana zsuzsanna suesana huhana
teresa theresa terry tess tessa therese telesia
terence terry
theodore ted teddy theo fyodor fedor teodoro todor teodor
thomas tom tommy tomas tommaso tomasi tamati tamasi toma tomaso tuomas
timothy tim timmy timofei timoti timoci timoteo timoteus
tobias toby tobia tovia
ursula ulla urszula
valentin valentino valentina
veronica vera ronnie veronika
victor vic viktor vittorio vitya vikitoa
victoria vicky vika viktoria vitoria vittoria
vincent vince vicente vincenzo vinnie
vladimir volodymyr vova volodya wladimir vlad uladzimir
walter walt wally gualterio
wilhelm willem guillaume guglielmo guillermo vilhelm
william will bill billy liam willy wilhelm guillaume guillermo viliami viliame wiremu viliamu
xavier javier saverio
yahya yahia yehia
yusuf yousuf youssouf
zachary zach zak zachariah zacharias zakaria sakaraia sakaria
`;

const groupsOf = new Map<string, readonly number[]>();
for (const [group, line] of groups.trim().split("\n").entries()) {
  for (const form of line.split(" ")) {
    groupsOf.set(form, [...(groupsOf.get(form) ?? []), group]);
  }
}

const none: readonly number[] = [];

/** The groups of names of which one stands for another that this word (a to z) belongs to. */
export function givenNameGroups(word: string): readonly number[] {
  return groupsOf.get(word) ?? none;
}
