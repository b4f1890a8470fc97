"""What is said of arrests, papers taken away and injuries: patterns for `danger`."""

from __future__ import annotations

from bot.matching.danger_words import BOSS, CLOSE, ME, MIGRA, ONE, PAPERS

OTHER: dict[str, tuple[str, ...]] = {
    "detention": (
        r"\b(?:en la|a la) (?:patrulla|perrera|hielera)\b|\bsegunda revision.{0,30}\b(?:horas|siguen|tienen)",
        r"\b(?:back of|in) (?:the|a) (?:police|cop|ice) (?:car|van|truck)\b|\bcollect call from",
        r"\b(?:ya|los|las|lo|la) trepar\w+\b|\bpicked up by (?:agents|ice|immigration|police)",
        r"\bputting (?:me|him|her|us|my \w+) on a (?:bus|plane)|\bsalieron (?:puros )?federales",
        r"\b(?:agents|agentes|federales) (?:are |have |estan |tienen |ya )*(?:block\w*|my street|afuera"
        r"|outside|rodea\w*)",
        r"\bcancel\w* (?:my|la|mi) visa (?:en la garita|at the (?:border|airport|port)|unless)",
        rf"\b{MIGRA}\b(?: ya| me| nos| lo| la| los| le| se| a| esta| estan| fue| vino| just| is| are| has"
        r"| have| already| y)*(?: lo| la| me| nos)? (?:agarr?(?:o|aron|ando)|agaro|llev\w+|yev\w+|detuv\w+"
        r"|detub\w+|detain\w*|arrest(?:o|aron|ed)|arest\w*|lleg(?:o|aron)|cay(?:o|eron)|callo|afuera|aqui"
        r"|aki|tocando|en la puerta|en mi|en el trabajo|entr(?:o|ando)|meti\w+|pas(?:o|aron) por|sigui\w+"
        r"|got|took|grabbed|caught|pick\w*|knock\w*|outside|here|at (?:the|my|our)|in (?:the|my"
        r"|our) (?:\w+ )?(?:house|door|apart\w*|neigh\w*|park\w*|work|job|field)|com(?:e|es|ing|ming)|came"
        rf"|broke|following|my {ONE}|a mi {ONE}|pulled|stop(?:ped)?|par(?:o|aron)|for me)\b",
        rf"\b{ME} (?:agarr?(?:o|aron)|agaro|llev(?:o|aron)|detuv\w+|detub\w+|detien\w+|arrest(?:o|aron)"
        r"|par(?:o|aron)|tienen?|esta siguiendo|callo|cayo|busca)\b(?: \w+)? (?:la |los |el |de |los de "
        rf"|la mugre )*{MIGRA}\b",
        rf"\b(?:{CLOSE}|mi {ONE})(?: \w+){{0,4}} (?:lo|la|los|le|se l[oa]|was|were|got|is"
        r"|are)(?: \w+)? (?:agarr(?:o|aron)|detuv\w+|detub\w+|arrest(?:o|aron|ed)|llev(?:o|aron)|detain\w*"
        r"|deport(?:an|ed today|ed tomorrow)|taken|caught|locked up)\b",
        r"\b(?:agarr?(?:o|aron)|llev(?:o|aron)|yev\w+|detuv\w+|detub\w+|detener|arrest(?:o|aron)|arrested"
        r"|deport\w+|detained?|took|grabbed|got|arest) (?:preso |presa |away )?(?:a |to )?(?:mis?|my"
        rf"|varios|unos) {ONE}\b(?! (?:a trabajar|para el trabajo|to work))",
        r"\b(?:estoy|esta|estan|estamos|tienen|tengo|quedo|quedaron|sigue|dejaron"
        r"|tiene)(?: \w+){0,4} (?:detenid\w+|deteni\w+|pres[oa]s?|arrestad\w+|esposad\w+|en la carcel"
        r"|en la hielera|en manos de)\b",
        r"\b(?:me|nos|lo|la|los) (?:acaban de |quieren |van a |iban a )?(?:detuvieron|detubieron|detener"
        r"|detuvo|arrestaron|esposaron|deportar|deportan|entregar a)\b",
        r"\b(?:acaban? de|acabaron de) (?:detener|arrestar|agarrar|llegar (?:la )?m?i?n?migra\w*)",
        r"\bme met(?:ieron|io) pres[oa]|\bllev(?:o|aron) (?:pres[oa]|esposad[oa])",
        r"\ben manos de (?:la )?i?n?migra",
        r"\b(?:se|lo|la|los) (?:lo |la |los |me )?llev(?:o|aron) (?:a (?:mi|todos|varios|dos)|la migra"
        rf"|{MIGRA})",
        r"\b(?:hay|ay|hubo|haciendo|en una|en la|cayo|andan? (?:en|haciendo)|otra|nueva) (?:una )?redada\b",
        r"\bredadas? (?:aqui|ahorita|hoy|en (?:mi|el|la|los))\b|^redadas?$|^migra$",
        r"\b(?:raid|raiding) (?:at|in|on|right|now|here|today|going)\b",
        r"\b(?:was|theres|is|there is|ice|immigration|a) (?:a )?raid\b(?!s)(?! happens)",
        r"\b(?:van|viene[n]?|ahi viene|anda[n]?|cayo|callo|llego|afuera|toca|tocan|tocando|echo|hecho"
        r"|llamo)(?: \w+){0,4} (?:la migra|los de migracion|de (?:in)?migracion|ice)\b",
        r"\bmigra (?:en|anda|ya|viene)",
        r"\b(?:im|i am|being|got|get|was|is|are|were|he|she|they|just|have me|has been|both|husband|wife"
        r"|dad|brother|they have)(?: \w+){0,2} (?:detained|detain|arrested|in (?:a |an )?(?:ice "
        r"|immigration |the )?(?:detention|custody|jail|handcuffs|cell)|locked up by|in ice|handcuffed"
        r"|held (?:at|by|in))\b",
        r"\b(?:they|officers?|police|agents?|ice|immigration|just|me) (?:are |is |just |already "
        r"|have )?(?:detain(?:ed)?|arrest(?:ed)?|deport(?:ed|ing)?|took) (?:me|us|him|her|my|mi|everybody"
        r"|everyone|all)\b(?! (?:finger|photo|picture|blood|to work))",
        r"\b(?:want|wants|going|gonna|trying) to (?:deport|send me back|arrest|detain) ?(?:me|us|him|her"
        r"|my|today)?",
        r"\bdeporting my|\bget(?:s|ting) deported\b|\bankle monitor|\bgrillete\b",
        r"\b(?:firmar|sign|signing|firmo|signed?)(?: \w+){0,2} (?:salida|deport\w+|voluntary)",
        r"\b(?:quitaron|took) (?:a )?(?:mis hijos|my kids|my children)",
        r"\bagarraron (?:cruzando|en (?:un|el) reten)|\blo agarraron\b|\bdejaron detenid",
        r"\bno me dejan entrar.{0,30}(?:cuart|aeropuerto)",
        r"\baeropuerto.{0,40}(?:no me dejan entrar|me quieren regresar|cuarto)",
        r"\bairport.{0,40}(?:send me back|dont let me in|room)|\bice vest|\bchaleco.{0,15}ice",
        r"\b(?:yo|imigrasyon|lapolis|ice) (?:arete|pran|kenbe) (?:m|mwen|mari|frem|fre|madanm|papa|manman"
        r"|pitit)\b",
    ),
    "passport-taken": (
        r"\b(?:mi|la|nuestra) (?:visa|ide?ntificacion) (?:la|las) (?:tiene|trae"
        r"|guarda)n?\b(?! el consulado)",
        rf"\b{PAPERS}(?: \w+){{0,3}} (?:lo|los|la|las) (?:tiene|tienen|guarda|guardan|trae) (?:el"
        rf"|la) (?:{BOSS}|oficina)",
        r"\b(?:sits|sitting) on (?:the|my|our) (?:real|original|passport|visa)|\ben prenda\b",
        rf"\b(?:money|pay|dinero|cobra|pide)(?: \w+){{0,5}} (?:for|por|to get|para) (?:my|our|mi"
        rf"|entregar\w*|devolver\w*)"
        rf"(?: (?:el|los|back))? ?{PAPERS}\b",
        rf"\b{ME} (?:a |ha |han )?(?:quit(?:o|aron|a|an)|kit(?:o|aron)|retien\w+|retuv\w+|retiene[n]?"
        r"|escond\w+|romp\w+|rompi\w+|quem(?:o|aron)|recogi\w+|tiene[n]?|agarr(?:o|aron)|confisc\w+"
        r"|decomis\w+|rob(?:o) el patron)(?: (?:el|la|los|mi|mis|todos|todo|nuestr\w+|la visa y|mi visa y"
        rf"|de|a mi hijo))* {PAPERS}\b(?! (?:en el consulado|falsa))",
        rf"\b{BOSS}(?: \w+){{0,4}} (?:tiene|tienen|agarr(?:o|aron)|quit(?:o|aron)|qued(?:o|aron) con"
        r"|guarda|guardan|guardo|recogi\w+|retien\w+|escond\w+|junt(?:o|aron)|no \w+ (?:da|dan|devuelve"
        r"|devuelven|quiere dar|quiere devolver|regresa"
        rf"|entrega))(?: \w+){{0,3}} {PAPERS}\b(?! del (?:trabajo|visado))",
        rf"\bno (?:{ME} )?(?:quiere |quieren )?(?:da|dan|dar\w*|devuelv\w+|devolver\w*|regresa\w*"
        r"|entrega\w*|suelta\w*|dieron|devolvi\w+)\b(?: \w+){0,2} (?:mi|mis|el|los|nuestros?|nuestras"
        rf"|sus?) {PAPERS}",
        rf"\b(?:mi|mis|nuestros|los|sus|todos los) {PAPERS}(?: \w+){{0,6}} (?:bajo llave|no lo suelta"
        r"|no los da|no me lo (?:da|quiere dar|devuelve)|porque el patron|el patron lo tiene|garantia"
        r"|en una caja|es de el|no nos los dieron)",
        rf"\b(?:tienen|tiene|agarro|quito|quitaron) (?:mi|mis|los|nuestros|sus|el) {PAPERS}\b.*(?:no me"
        r"|no los|no lo|patron|jefe|oficina)",
        rf"\b(?:dinero|pagar?) .{{0,20}}(?:por|para) (?:mi|regresarme|darme|devolver\w+).{{0,12}}{PAPERS}",
        rf"\ble (?:quitaron|quito|tienen) (?:los|el|la|sus?) {PAPERS}",
        rf"\b(?:{BOSS}|he|she|they|him|her|husband|agency)(?: \w+){{0,3}} (?:has|have|took|take|takes"
        r"|taking|kept|keeps?|keeping|got|holds?|holding|withh\w+|grabbed|hid|hides|hiding|confiscated"
        rf"|collected|burned|ripped|stole|snatched)(?: \w+){{0,3}} {PAPERS}\b(?! from the consulate)",
        rf"\b{PAPERS} (?:\w+ ){{0,3}}(?:confiscated|locked|taken (?:away )?by|because boss"
        r"|until the season|is his)",
        r"\b(?:wont|dont|doesnt|not|never|hasnt|refuses? to)(?: \w+){0,2} (?:give|gave|given|return"
        rf"|hand)(?: \w+){{0,4}} {PAPERS}",
        r"\bunless i pay.{0,10}",
        rf"\btook away (?:my|his|her|our) {PAPERS}",
        r"\bboss has it\b",
    ),
    "health-and-injury": (
        r"\b(?:pico|picado|pica) (?:de |un |una )*(?:alacran|vibora|culebra|araña)|\b(?:scorpion|snake"
        r"|spider) (?:sting|stung|bit)\w*",
        r"\bse me (?:clavo|durmio la mitad|hace negro|ase negro)|\bllagas por|\bescupo (?:rojo|sangre)"
        r"|\bmachuque\b",
        r"\bswallowed a\b|\bi see blurry|\bsin insulina|\bno me para de (?:salir|sangrar)|\b(?:tip"
        r"|finger) is in a (?:cup|bag)",
        r"\bcough\w*(?: \w+){0,5} (?:blood|pink|red)\b|\bpanza y (?:manche|sangr)|\bstiff neck and",
        r"\bme (?:acabo de |volvi a )?(?:cort(?:e|ar)|cai|caí|quem(?:e|ar)|quebr(?:e|ar)|kebre|fractur\w+"
        r"|lastim(?:e|ar)|accident(?:e|ar)|lesion(?:e|ar)|golpee|machuque|machuc\w+|desmay(?:e|o)"
        r"|intoxi\w+|enterre|electrocut\w+"
        r"|acidente)\b(?! la cabeza llen)(?! bien)(?!.{0,40}(?:hace (?:\w+ )?(?:año|un año)))",
        r"\b(?:tuve|tube|tuvo|tubo|hubo|tuvimos) un (?:ac+id\w+|asident\w+)",
        r"\b(?:estoy|esta|estan|estamos|quedo|hay) (?:\w+ )?(?:sangrando|herid[oa]s?|lastimad[oa]s?|grave"
        r"|vomitando|lesionad\w+)\b",
        r"\bsangrando\b|\bvomit\w+ sangre|\bno para la sangre|\bdolor en el pecho",
        r"\bme duele (?:mucho )?el pecho|\bno puedo respirar|\bme (?:pico|mordio) (?:un|una|algo)",
        r"\bme atropell\w+|\ble fue un dedo|\bpierna quebrada|\bpesticida y",
        rf"\b(?:mi|mis|un) {ONE}(?: \w+){{0,3}} (?:se lastim\w+|se cay\w+|se cort\w+|se quebr\w+"
        r"|se quem\w+|se desmay\w+|se accident\w+|esta (?:muy )?(?:herid\w+|mal\b|grave|en el hospital)"
        r"|tuvo un acc\w+|esta muy malo)",
        r"\bno (?:me|nos|lo|la|quiere|quieren|deja|dejan)(?: \w+){0,4} (?:llevar|lleva|llevarme|llevarlo"
        r"|ir|llamar)(?: \w+){0,4} (?:hospital|doctor|medico|ambulancia)",
        r"\bi (?:just |got |have |was |really |hurted )?(?:cut (?:my|myself)|fell|burned? (?:my|myself)"
        r"|broke my|hurt (?:my|myself|bad)|hurt (?:at|on|today|yesterday)|got hurt|got injured|injured"
        r"|fainted|smashed my|crashed|hurted|passed out)\b(?! on h2b)(?!.{0,30}(?:year|years|month"
        r"|months) ago)",
        r"\bgot (?:hurt|injured|burned) (?:at|on|working|in|and|yesterday|today)",
        r"\bhad an? (?:ac+id\w+|injury)|\bac+ident at work",
        r"\b(?:im|i am|is|very|are|friend is) (?:\w+ )?(?:hurt|injured|bleeding|wounded|badly hurt"
        r"|throwing up)\b(?! at work who)",
        r"\bthrowing up (?:blood)?|\b(?:snake|spider|dog) bit\b|\bfell (?:off|from) (?:the|a)\b",
        r"\blost (?:his|her|a|my) finger",
        r"\b(?:hurt|broke|cut|burned|crushed) (?:his|her|my) (?:leg|arm|hand|back|head|foot|eye|face|knee"
        r"|finger|wrist)",
        r"\bblood wont|\bto (?:a |the )?(?:hospital|doctor) and (?:he|she|im)",
        r"\b(?:wont|dont|doesnt)(?: \w+){0,4} (?:hospital|doctor|ambulance)|\bleg is broken|\bin my eyes",
        r"\bcar hit me|\belectric shock|\bthroat is closing|\bhaving my baby|\bpoisoned|\bpesticide and",
        r"\bcant move my",
    ),
}
