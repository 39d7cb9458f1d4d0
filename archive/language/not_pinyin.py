"""Words of European languages whose letters could also be read as Chinese syllables.

A visitor who types *women* means women, not 我们 (wǒ men); *name* is not 那么 (nà me). Gathered from the vocabulary of
Whisper's tokenizers (MIT), by the syllables of :mod:`archive.language.sound`, with names and a few words added by hand.
"""

from __future__ import annotations

_GATHERED = """
aan aba abi abide abiding abuse acaba ace acha ache acute ada adelante adequ aer afore age agenda agu agua aha aide
aiding aika aime aiming aire ajuda aka akan aku alan ale ali alike along alongside alumin ama aman amanda amen
american ami amiga amo amuse ana anche anci anda andare andere anderen ange angela anger angle ani animate anime
anna anne anni ante anti anticipate anticipating antigen antiqu antique apa apare aparece api apiece apo aqu aquela
aquele are aren arena arise arisen asi aside ata ataque ate awa awaiting awake awaken awakening aware awoke awoken
aye ayuda baba bade bake balance bana banana banda bandage bandana bande bane bangle banning bare baru base baseline
baseman bate beide beige bending bide bike bilang bile bili binding binge binnen biri bisa bite biting bize bizi
boca bode bola bole bona bone bore boxing bukan bulun buna bunu bure buying cabin cabo cache cada cade cage cake
cama came cance candidate cane canine cannabin capacitance capita capitalize care career caricature casa case casi
cede cela cele cena cere chacun chama chance change changer chanting chaque chase cheer chega chegou chemin chili
chime china chinese ciao cidade cier cima cine cinema cite citing citizen coule courier cuer cuerpo cuisine cuma
cumin cunning cure cute dabei dage dagegen dagen daha dale damage dame dance dane danger dangle dangling danke daran
dare dari data database date dating dazu dean debate debating deben debian debilitating decade decaying dece deci
decide deciding dedi dedicate deer defence defending defense defenseman degener dehuman deine deinen dela delaying
dele delegate delete deleting delicate deline delinqu demande demanding demasi deme demi demise demo denen dengan
depende depending dere deren desapare dese desen desire detailing deze dice dicen diese diesen dieta dile diligence
dime dimin dina dining dire dise diye doute duda dude dulu dune durante eben ede editing educate educating eer
egalitarian ela ele elegance elena eli elimin eliminate eliminating elite elong eman emanating emo emoji emulate
enca encanta encima endanger ende ending endurance endure ener engage enhan enhance enqu ense ensu ensuite ensure
entire epidemi epigen epile epo equ eran ere erkennen erle erre eru esa ese eta etiqu exile exiting eye eyeliner
facade face facile facilitate facilitating fade fading fake fala falan fale falei falou fame famili familia famine
fanbase fare fase fate fence foliage fore fuer fuerte fuerza fume fuse futile future gaan gaining game gaming ganzen
gaping gate gaze geben gece gedaan gegangen gegeben gegen gehe gehen gele gelen gema geme gene gener genere genre
gente gere geri gesehen getan guarante guer guerre guidance guide guideline guiding guise gunman gunmen guru gute
haben hace hacen hade hadi haga haha hahaha hake hale handing hanger hanya hare hari hate hating haya haze hehe hela
hele helene hemen hence here heritage hesitate house huge human humane humanitarian humili humiliating hunting
jingle jude juga juke june junge kale kali kalian kami kamu kana kane karaoke karena keer kelu kendi kennen kepada
kunna kunne kunnen lace lake lama lame lance landing lane lange language lata late latitude laying lean leben leche
leer legalize legen leisure lemonade lena lending liane licence license liegen lige like liken lime limite limiting
lina linda line lineman linemen linen liner linger lingu linha lining linkage liqu lire lisa lite longer longtime
lumin lure mace mache machen machine made magari magazine mage magenta mailing maize makan make maken mala male
malice mama mana manage mandate mane manga mange manger mangle manipulate manipulating manne manque manure mapa mare
mari marinade marine maritime masa masala mata mate mating mature maximize maze mean meantime mechan medi median
medicine medida meditate meditating meer mega meine meinen melan memang meme memo memorize menace menage mening
mensen mente menu mere mereka mesa mesela mesure meta metadata mete mica mice mieli mier mike mile mina mine miner
minha mini minimize mining minute mise misuse mite mitigate mitigating mixing moan mobile mobilize mode modeling
module mole molecule mona more mosa mote mouse mucha muerte mule muse musi musician musique musun mute nada nadie
name namesake naming nature neben necesita negate nenhuma nerede nice niche niece nina nine ninete ninguna niye
nuance nude numa oben ocean ode oke olan ole oli olika olun omega omin ona one oni onu opaque open opener opin opini
orang orange ore ori outage outing oxide oyun pace pada pagan page pakai palace palate pale paling pana pancake
panda pane pani papa papier paran pare parece parenting pasa pase paying peine pending pengu pensa pense pian piece
pier pige pike pile piling pine piping pode poke pole police policeman policemen polite politician politique pomade
pone popula populace populate pore pose pozi puerta pure puta quan quantidade queda queer quer querer range ranger
rebate rebo rebuke reca rece reci recite recuer rede redu reduce refuge refuse refute regen regener regulate
regulating rehe rela relate relating relaxing rele reli reliance relie relinqu rema remaining remake reminding remo
remote rename renting repentance repente repo requ rere rese reside residing resize resume retaining retake retali
retaliate retina retire rice ride ridicule riding rise risen rite rouge route routine routing rude ruining rule
ruling rune running runtime ruse saben sabotage sadece saga sage sagen sailing sake sala sale saline salute sama
same samen samo sana sanding sane sangre sare sate satire satu saya sayin saying sean sebagai seben secure sedan
segu segunda sehe sehen sekali sekarang sele semaine semana semen semi semin senate sending sendiri seni senin sense
sente senza sequ sesame sesi sewage shade shading shake shaken shale shaman shame shaming shaping share sheer shine
shining shouting side sideline sigu sigui silence simulate sina sine sini site situ size sizi suchen suicide suite
suka sunrise sunshine sure sushi tadi tahu tahun taka take taken tale tama taman tame tane tangle tanta tapa tapi
tare taxi taxing tegen tela tele tema temu tengan tenure tide tiene tienen tier tile time timeline timing tina tipo
tire titan toute touting tubing tule tuna tune tuning wade wage waiting wake wanda wane waning wanna wanting ware
warehouse waren weitere weiteren woke woman women wore yani yere yine yuan yule zaman zeigen
"""
NOT_PINYIN = frozenset(_GATHERED.split())
