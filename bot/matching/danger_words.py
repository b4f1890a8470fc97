"""The words that speak of danger, as patterns on text without accents and signs (see `danger.plain`).

By kind, the most pressing first. Each finds several ways of saying one thing, also as phones
spell it; what only one person would say in just this way is left to the head.
"""

from __future__ import annotations

_ONE = (
    r"(?:espos[oa]|marido|mujer|señora|herman[oa]s?|hermanit[oa]|hij[oa]s?|papa|mama|padre|madre"
    r"|familia|prim[oa]s?|ti[oa]s?|sobrin[oa]s?|cuñad[oa]|suegr[oa]|novi[oa]|chav[oa]|pareja"
    r"|amig[oa]s?|cuate|compa|compadre|comadre|compañer[oa]s?|vecin[oa]s?|abuel[oa]|niñ[oa]s?|bebe"
    r"|yerno|nuera|roomate|muchach[oa]s?|husband|wife|brothers?|sisters?|sons?|daughters?|dad"
    r"|father|mom|mother|cousins?|uncle|aunt|nephew|niece|boyfriend|girlfriend|friends?|coworkers?"
    r"|buddy|kids?|baby|girl|neighbor|roommate|partner|bro|(?:brother|sister|father"
    r"|mother) in law)"
)
_CLOSE = rf"(?:(?:a )?(?:mi|mis|un|una|unos|my|a|una de) {_ONE})"
_BOSS = (
    r"(?:patron\w*|jef[ea]s?|boss\w*|mayordomo|contratista|encargad[oa]|dueñ[oa]s?|capataz|foreman"
    r"|supervisor|manager|reclutador\w*|empleador\w*|emplead[oa]ra?|empresa|compañia|agencia"
    r"|señora?|coyote|coyotes|capo|employer|contractor|crew leader|owner|recruiter|company|agency"
    r"|lady|landlord|smuggler)"
)
_ME = r"(?:me|nos|lo|la|los|las|le|les|te)"
_US = r"(?:me|us|him|her|them|my \w+|our \w+|a guy|everyone|workers|coworkers?)"
_MIGRA = (
    r"(?:migra|ice|hielo|in?migracion|la patrulla|patrulla fronteriza|border patrol|immigration"
    r"|imigration|policias?|poli|police|cops?|cbp|agents|agentes)"
)
_PAPERS = (
    r"(?:pas+[ao]?portes?|pas+[ae]?ports?|papeles|documentos|papers|documents|visas?|ids?"
    r"|identificacion\w*)"
)
_FORCED = (
    r"(?:en[cs]err?ad\w+|amarrad\w+|vigilad\w+|retenid\w+|secuestrad\w+|amena[sz]ad\w+|aislad\w+"
    r"|cautiv\w+|prisioner\w+|explotad\w+|a la fuer[sz]a|contra (?:mi|su|nuestra) [vb]oluntad"
    r"|como esclav\w+|escondid\w+|trabajando (?:sin|a la|de noche)|bajo amena\w+)"
)
_LEAVE = (
    r"(?:salir|salirme|irme|irnos|irse|ir|renunciar|hablar|escapar|comunicar\w*|dejar el trabajo"
    r"|llamar|usar (?:el|mi) (?:tele\w+|cel\w*))"
)
_HARM_ES = (
    r"(?:peg(?:a|an|o|aron|ando|aba|aban|aran?|ar)\b(?! (?:la gripe|el covid))|golpe\w+|pate(?:a"
    r"|an|o|aron|ando)\b|apu[ñn]al\w+|ahorc\w+|dispar\w+|corrte\w+|correte\w+|manose\w+"
    r"|maltrat(?:a|an|o|aron|ando)\b|madre\w+|viol(?:o|aron|a|an|ar)\b(?! (?:el|la|los|mis|su"
    r"|mi) (?:contrato|ley|derecho|visa))|secuestr(?:o|aron|ado)|atac(?:o|aron|ando)\b|asalt(?:o"
    r"|aron)\b|atropell\w+|drog(?:o|an|aron)\b|tortur\w+|estrangul\w+|encerr\w+|encierr\w+"
    r"|persig\w+|extorsion\w+|acos(?:a|an|o|aron) (?!con llamadas)\w*|toca y|toca el cuerpo)"
)
_FIRED = (
    r"(?:con|que)?\s*(?:de|me |no |va a |van a )*(?:despedir|correr|no |volver|report|cancel"
    r"|quitar\w* (?:la visa|el)|demand|multa|no contra)"
)
_HARM_EN = (
    r"(?:beats?|beat up|beating|hits?|hitting|hitted|punch\w*|slap\w*|kick(?:s|ed|ing)?|chok\w+"
    r"|strangl\w+|stab\w*|attack\w*|raped?|rapes|assault\w*|abus(?:e|es|ed|ing)|molest\w*|hurts?"
    r"|kidnap\w*|tortur\w*|shoot|shot at|threat\w*|chas(?:ed|ing)|drugged|grabbed|touch(?:es|ed"
    r"|ing)|mistreats?|extort\w*)"
)
_ARMS = (
    r"(?:pistolas?|machetes?|cuchillos?|navajas?|rifles?|escopetas?|armas|armad[oa]s?|guns?|knife"
    r"|knives|weapons?|gunpoint|armed)"
)

RULES: dict[str, tuple[str, ...]] = {
    "crisis": (
        (
            r"\b(?:me|se) (?:quiero|quiere|kiero|voy a|va a|queria|quise) (?:\w+ )?(?:matar|morir|colgar"
            r"|suicid\w+|suisid\w+)\b(?! (?:trabajando|de|por ir))"
        ),
        r"\b(?:quitar(?:me|se)|quitarse|terminar con|acabar con) (?:la|mi|su) vida\b",
        r"\bquitar(?:me)? la vida\b",
        r"\bsui[cs]id\w*",
        r"\b(?:matarme|morirme)\b(?! de)",
        (
            r"\b(?:ya )?no (?:quiero|kiero|quiere|queria|vale la pena|aguanto)(?: \w+)? (?:vivir|bibir"
            r"|viviendo|la vida|esta vida)\b"
        ),
        r"\b(?:kill|killing|hurting|hang|harm) (?:my|him|her|them)sel(?:f|ves)\b",
        r"\bsuicid\w*",
        r"\b(?:end|take|ending) (?:my|his|her|their)(?: own)? life\b",
        r"\b(?:want|wants|wanna|wish i could|feel like) (?:to )?(?:die|dying)\b(?! laughing| to)",
        r"\b(?:dont|do not|doesnt|not) want(?:s)? to (?:live|be alive|be here anymore|go on)\b",
        r"\b(?:reason to|point in|no sense to) (?:keep )?liv\w+",
    ),
    "detention": (
        (
            rf"\b{_MIGRA}\b(?: ya| me| nos| lo| la| los| le| se| a| esta| estan| fue| vino| just| is| are"
            r"| has| have| already| y)*(?: lo| la| me| nos)? (?:agarr?(?:o|aron|ando)|agaro|llev\w+"
            r"|yev\w+|detuv\w+|detub\w+|detain\w*|arrest(?:o|aron|ed)|arest\w*|lleg(?:o|aron)|cay(?:o"
            r"|eron)|callo|afuera|aqui|aki|tocando|en la puerta|en mi|en el trabajo|entr(?:o|ando)"
            r"|meti\w+|pas(?:o|aron) por|sigui\w+|got|took|grabbed|caught|pick\w*|knock\w*|outside|here"
            r"|at (?:the|my|our)|in (?:the|my|our) (?:\w+ )?(?:house|door|apart\w*|neigh\w*|park\w*|work"
            rf"|job|field)|com(?:e|es|ing|ming)|came|broke|following|my {_ONE}|a mi {_ONE}|pulled"
            r"|stop(?:ped)?|par(?:o|aron)|for me)\b"
        ),
        (
            rf"\b{_ME} (?:agarr?(?:o|aron)|agaro|llev(?:o|aron)|detuv\w+|detub\w+|detien\w+|arrest(?:o"
            r"|aron)|par(?:o|aron)|tienen?|esta siguiendo|callo|cayo|busca)\b(?: \w+)? (?:la |los |el "
            rf"|de |los de |la mugre )*{_MIGRA}\b"
        ),
        (
            rf"\b(?:{_CLOSE}|mi {_ONE})(?: \w+){{0,4}} (?:lo|la|los|le|se l[oa]|was|were|got|is"
            r"|are)(?: \w+)? (?:agarr(?:o|aron)|detuv\w+|detub\w+|arrest(?:o|aron|ed)|llev(?:o|aron)"
            r"|detain\w*|deport(?:an|ed today|ed tomorrow)|taken|caught|locked up)\b"
        ),
        (
            r"\b(?:agarr?(?:o|aron)|llev(?:o|aron)|yev\w+|detuv\w+|detub\w+|detener|arrest(?:o|aron)"
            r"|arrested|deport\w+|detained?|took|grabbed|got|arest) (?:preso |presa |away )?(?:a "
            rf"|to )?(?:mis?|my|varios|unos) {_ONE}\b(?! (?:a trabajar|para el trabajo|to work))"
        ),
        (
            r"\b(?:estoy|esta|estan|estamos|tienen|tengo|quedo|quedaron|sigue|dejaron"
            r"|tiene)(?: \w+){0,4} (?:detenid\w+|deteni\w+|pres[oa]s?|arrestad\w+|esposad\w+"
            r"|en la carcel|en la hielera|en manos de)\b"
        ),
        (
            r"\b(?:me|nos|lo|la|los) (?:acaban de |quieren |van a |iban a )?(?:detuvieron|detubieron"
            r"|detener|detuvo|arrestaron|esposaron|deportar|deportan|entregar a)\b"
        ),
        r"\b(?:acaban? de|acabaron de) (?:detener|arrestar|agarrar|llegar (?:la )?m?i?n?migra\w*)",
        (
            r"\b(?:se|lo|la|los) (?:lo |la |los |me )?llev(?:o|aron) (?:a (?:mi|todos|varios|dos)"
            rf"|la migra|{_MIGRA})"
        ),
        (
            r"\b(?:hay|ay|hubo|haciendo|en una|en la|cayo|andan? (?:en|haciendo)|otra"
            r"|nueva) (?:una )?redada\b"
        ),
        r"\bredadas? (?:aqui|ahorita|hoy|en (?:mi|el|la|los))\b",
        r"\b(?:raid|raiding) (?:at|in|on|right|now|here|today|going)\b",
        r"\b(?:was|theres|is|there is|ice|immigration|a) (?:a )?raid\b(?!s)(?! happens)",
        (
            r"\b(?:van|viene[n]?|ahi viene|anda[n]?|cayo|callo|llego|afuera|toca|tocan|tocando|echo"
            r"|hecho|llamo)(?: \w+){0,4} (?:la migra|los de migracion|de (?:in)?migracion|ice)\b"
        ),
        r"\bmigra (?:en|anda|ya|viene)",
        (
            r"\b(?:im|i am|being|got|get|was|is|are|were|he|she|they|just|have me|has been|both|husband"
            r"|wife|dad|brother|they have)(?: \w+){0,2} (?:detained|detain|arrested|in (?:a "
            r"|an )?(?:ice |immigration |the )?(?:detention|custody|jail|handcuffs|cell)|locked up by"
            r"|in ice|handcuffed|held (?:at|by|in))\b"
        ),
        (
            r"\b(?:want|wants|going|gonna|trying) to (?:deport|send me back|arrest|detain) ?(?:me|us|him"
            r"|her|my|today)?"
        ),
        r"\bget(?:s|ting) deported\b",
        r"\b(?:firmar|sign|signing|firmo|signed?)(?: \w+){0,2} (?:salida|deport\w+|voluntary)",
        r"\bagarraron (?:cruzando|en (?:un|el) reten)",
        r"\blo agarraron\b",
        r"\bice vest",
        r"\bchaleco.{0,15}ice",
    ),
    "emergency": (
        (
            rf"\b{_ME} (?:esta |estan |quiere |quieren |quiso |a |ha |han |an |anda |andan |vienen "
            r"|viene |volvio a |agarraron a |acaban? de |agarro a |vuelve a |vive |iban a |va a |van a "
            rf"|tienen |tiene |siguen |sigue )*{_HARM_ES}"
        ),
        (
            rf"\bamena[sz](?:a|an|o|aron|ando|aba)\b(?! {_FIRED})(?: \w+){{0,3}} (?:con (?:mat|un|una"
            r"|pist|golp|hacer|arma|quemar|meter)|de muerte|a mi|a nosotros|mi famil|con mandar)"
        ),
        (
            rf"\b(?:{_BOSS}|{_ONE}|el|ella|él|que|y)(?: \w+){{0,2}} {_ME} (?:peg|golp|maltrat|encierr"
            r"|viol)\w+"
        ),
        r"\ba golpes\b",
        r"\bbalac\w+",
        (
            rf"\b{_ME} (?:va|van|quiere|quieren|kiere|kieren|iba|iban|quiso|pueden|dijo que va|busca para"
            r"|amenaza con|buscan para) (?:a )?(?:matar|desapare\w+|quebrar|ha[cs]er (?:daño|algo)"
            r"|a[sc]er daño|lastimar|golpear|pegar|violar|secuestrar|atropellar|echar (?:a )?los perros"
            r"|disparar|quemar)"
        ),
        r"\bmatar a (?:mi|toda|nuestr)",
        r"\bmatan a mi\b",
        r"\b(?:mataron|asesin\w+) a",
        (
            r"\b(?:sac\w+|apunt\w+|trae[n]?|anda[n]?|tiene[n]?|hay|hombres?|cuidan|con (?:un|una|el|la"
            r"|sus)?|vigilan con|gente|señor|entr\w+ con|amenaz\w+|by|has a|have|with|pointed|pulled"
            r"|point a|carries|men|man|at|they got|got a"
            rf"|threat\w*)(?: \w+){{0,3}} {_ARMS}\b(?! (?:de muebles|job|range))"
        ),
        (
            rf"\b(?:{_ME} )?(?:tienen?|tenian?|mantienen?|dejo|dejaron|deja|estoy|estamos|esta|estan"
            rf"|quedo|sigue|siguen)(?: \w+){{0,5}} {_FORCED}\b(?! en mi casa)"
        ),
        (
            rf"\bno {_ME} (?:quiere[n]? |quieren )?dej(?:a|an|aba|aban|ar|en|o"
            rf"|aron) (?:ni )?(?:\w+ )?{_LEAVE}\b(?! (?:la pagina|del pais|adelante|a la siguiente))"
        ),
        r"\bno podemos salir\b",
        r"\b(?:nos|me|la|lo) encierra\w*",
        r"\bno me suelta\b",
        r"\ben[cs]err?ad[oa]s\b",
        r"\bsecuestrad[oa]s?\b",
        r"\bkidnap(?:ped|ed)?\b(?!ings)(?!.*\bon the way)",
        r"\btienen a mi (?:hij|herm|espos|pap|mam|prim|niñ)",
        r"\bcartel (?:me|got|has|took|tiene)",
        r"\bvictim(?:a)? (?:de|of) (?:la )?(?:trata|trafficking|trafico)",
        r"\bprostitu\w+",
        r"\b(?:esclav[oa]s?|slaves?)\b(?! mov)",
        r"\ba la fuerza\b",
        (
            r"\b(?:estoy|estamos|esta|estan|en|corre|corro|corremos|mi vida) (?:en |mucho "
            r"|gran )?(?:peligro|riesgo)\b(?! de (?:perder"
            r"|que me nieg))(?! de)(?! mi visa)(?<!es peligro)(?! para mi dinero)(?! si)"
        ),
        r"\btemo por (?:mi|la|nuestr|ell)",
        (
            r"\b(?:llam\w+|mand\w+|nece[sc]ito|nesesito|need|send|call|get)(?: \w+){0,2} (?:polic\w+"
            r"|police|911|ambulan\w+)(?! (?:antecedentes|clearance|certificate|record|report))\b"
        ),
        (
            r"\b(?:me|nos) (?:viene[n]?|anda[n]?|esta[n]?|sigue[n]?|vienen) (?:\w+ )?(?:siguiendo"
            r"|buscando|persiguiendo|cazando|acosando)\b(?! para)"
        ),
        r"\babus(?:o|aron|a|ando|an) de (?:mi|ella|una|el)\b",
        (
            r"\b(?:desapareci\w*|perdi[od]\w*|se perdio|no aparece\w*|extravi\w*|ahog(?:o|ado"
            rf"|aron))\b(?: \w+){{0,3}} (?:{_ONE}|desierto|monte|rio|frontera|cruz\w+)"
        ),
        (
            rf"\b(?:mi|mis) {_ONE}(?: \w+){{0,3}} (?:desapareci\w*|se perdio|no aparece|esta perdid\w+"
            r"|se ahogo|esta desaparecid\w+)"
        ),
        (
            r"\b(?:no (?:\w+ )?(?:sabemos|se|sabe) nada|no (?:me |nos )?(?:contesta|reporta|se reporta"
            r"|llama|a llamado|ha llamado|aparece|da señales)|sin noticias|no da señales"
            r"|no encuentro)(?:.{0,60})\b(?:cruz\w*|desierto|coyote|rio|frontera|monte)"
        ),
        (
            r"\b(?:cruz\w+|desierto|coyote|rio bravo"
            r"|frontera)\b.{0,80}\b(?:no (?:\w+ ){0,2}(?:sabemos|contesta|reporta|llama|llamado"
            r"|aparece|encuentr\w+|da señales|saben)|perdi[od]|desaparec)"
        ),
        r"\bno encuentro a mi\b",
        r"\bno sabemos (?:nada )?(?:de el|de ella|donde esta|a donde)",
        r"\bno (?:respira|despierta|se mueve|reacciona)\b",
        r"\binconsciente",
        r"\bambulancia",
        r"\belectrocut\w+",
        r"\b(?:se esta|esta|estan|se|hay) (?:quemando|incendi\w+|en llamas|fuego)",
        r"\b(?:volco|volteo|volcamos) (?:la|el)",
        r"\ble cayo un",
        (
            rf"\b(?:{_BOSS}|he|she|they|who|someone|somebody|husband|boyfriend|wife|ex|roommate|man|men"
            rf"|guys?)(?: \w+){{0,2}} (?:{_HARM_EN}) {_US}\b(?! (?:up with info|with a fee))"
        ),
        (
            r"\b(?:got|get|getting|was|been|being|were|im|is|am) (?:\w+ )?(?:beat(?:en)?|beat up|raped"
            r"|attacked|assaulted|stabbed|shot|abused|kidnapped|mugged|robbed and|threatened|tied up"
            r"|strangled|drugged|extorted|chased|followed|trafficked|trapped)\b"
        ),
        (
            rf"\b(?:{_HARM_EN}) (?:me|us|him|her) (?:and|up|if|with|real|bad|last|again|in|when|today"
            r"|every|so)\b"
        ),
        r"\b(?:hit|hits|beats|abuse|abuses|rape|raped|touches) (?:me|us)\b(?! up with)",
        r"\bthreat\w*(?: \w+)? (?:to (?:kill|hurt|shoot|beat|burn|send my)|me with|us with|my (?!job))",
        r"\bthreaten(?:s|ed|ing)? (?:me|us|him|her)\b(?! (?:to fire|with firing|not))",
        (
            r"\b(?:kill|shoot|hurt|harm|beat|rape|burn) (?:me|us|him|her|my (?!time|self)\w+|anyone|them"
            r"|our)\b(?<!wife will kill me)"
        ),
        r"\bkilled (?:a|my|him|her|one|some)",
        r"\blife (?:is )?(?:in|at) (?:danger|risk)",
        r"\b(?:im|i am|we are|were) in (?:\w+ )?danger",
        (
            r"\b(?:lock(?:s|ed|ing)?|trapp?ed|held|keeps?|kept|hold(?:ing)?)(?: (?:me|us|him|her|them"
            r"|my \w+|up|inside|in|captive|prisoner|here|are|being|against))+(?! question)\b(?: (?:in"
            r"|inside|at|up|night|a|with|prisoner|against|by|here|the))"
        ),
        r"\b(?:im|we are|we re|i am|are|is|still) (?:\w+ )?locked (?:in|up|inside)",
        (
            r"\b(?:wont|dont|doesnt|do not|does not|not|never|cant|wouldnt|didnt) (?:let|lets|letting"
            r"|allow) (?:me|us|him|her|them|nobody|anybody|my \w+)(?: \w+)? (?:leave|out"
            r"|go(?! back to the next)|quit|talk|call|escape|use|outside)\b"
        ),
        r"\b(?:wont|dont|doesnt|not) let (?:me|us|him|her) (?:go|leave|out)\b",
        r"\bforc(?:ed|e|es|ing) (?:me |us |him |her |them )?to (?:work|have|carry|sign|sleep|stay)",
        (
            r"\b(?:make|makes|making|made) (?:me|us|them|her) (?:have sex|work (?:for free|when|16"
            r"|at night|without|sick))"
        ),
        r"\b(?:escape|escaped|ran away|run away) from (?:here|the|where)\b",
        (
            r"\b(?:missing|disappeared|lost|drown\w*|never showed)\b(?: \w+){0,4} (?:desert|border"
            r"|river|texas|crossing|since|at the|grande|mountain\w*)"
        ),
        rf"\bmy {_ONE}(?: \w+){{0,3}} (?:missing|disappeared|lost in|got lost|drowned)\b",
        r"\blost in the (?:desert|woods|mountain\w*)",
        (
            r"\b(?:crossed|crossing|coyote|smuggler|desert|border)\b.{0,80}\b(?:no word|nothing"
            r"|dont answer|doesnt answer|havent heard|heard nothing|no sign|never|not answer\w*"
            r"|cant find|missing|dont know)"
        ),
        rf"\bcant find my {_ONE}",
        r"\bleft (?:me|us|him|her|my \w+)(?: \w+)? in the (?:desert|middle|field)",
        r"\bcant breathe",
        r"\bdoesnt wake",
        r"\bbleeding\b",
        r"\bambulance",
        r"\b(?:is|are|house|trailer) (?:on fire|burning)",
        r"\bfell on my",
        r"\bfollowing (?:me|us)\b",
        r"\b(?:they are|people|hiding).{0,30}(?:after me|hunting me)",
    ),
    "passport-taken": (
        (
            rf"\b{_ME} (?:a |ha |han )?(?:quit(?:o|aron|a|an)|kit(?:o|aron)|retien\w+|retuv\w+"
            r"|retiene[n]?|escond\w+|romp\w+|rompi\w+|quem(?:o|aron)|recogi\w+|tiene[n]?|agarr(?:o|aron)"
            r"|confisc\w+|decomis\w+|rob(?:o) el patron)(?: (?:el|la|los|mi|mis|todos|todo|nuestr\w+"
            rf"|la visa y|mi visa y|de|a mi hijo))* {_PAPERS}\b(?! (?:en el consulado|falsa))"
        ),
        (
            rf"\b{_BOSS}(?: \w+){{0,4}} (?:tiene|tienen|agarr(?:o|aron)|quit(?:o|aron)|qued(?:o|aron) con"
            r"|guarda|guardan|guardo|recogi\w+|retien\w+|escond\w+|junt(?:o|aron)|no \w+ (?:da|dan"
            r"|devuelve|devuelven|quiere dar|quiere devolver|regresa"
            rf"|entrega))(?: \w+){{0,3}} {_PAPERS}\b(?! del (?:trabajo|visado))"
        ),
        (
            rf"\bno (?:{_ME} )?(?:quiere |quieren )?(?:da|dan|dar\w*|devuelv\w+|devolver\w*|regresa\w*"
            rf"|entrega\w*|suelta\w*|dieron|devolvi\w+)\b(?: \w+){{0,2}} (?:mi|mis|el|los|nuestros?"
            rf"|nuestras|sus?) {_PAPERS}"
        ),
        (
            rf"\b(?:mi|mis|nuestros|los|sus|todos los) {_PAPERS}(?: \w+){{0,6}} (?:bajo llave"
            r"|no lo suelta|no los da|no me lo (?:da|quiere dar|devuelve)|porque el patron"
            r"|el patron lo tiene|garantia|en una caja|es de el|no nos los dieron)"
        ),
        (
            r"\b(?:tienen|tiene|agarro|quito|quitaron) (?:mi|mis|los|nuestros|sus"
            rf"|el) {_PAPERS}\b.*(?:no me|no los|no lo|patron|jefe|oficina)"
        ),
        rf"\ble (?:quitaron|quito|tienen) (?:los|el|la|sus?) {_PAPERS}",
        (
            rf"\b(?:{_BOSS}|he|she|they|him|her|husband|agency)(?: \w+){{0,3}} (?:has|have|took|take"
            r"|takes|taking|kept|keeps?|keeping|got|holds?|holding|withh\w+|grabbed|hid|hides|hiding"
            r"|confiscated|collected|burned|ripped|stole"
            rf"|snatched)(?: \w+){{0,3}} {_PAPERS}\b(?! from the consulate)"
        ),
        (
            rf"\b{_PAPERS} (?:\w+ ){{0,3}}(?:confiscated|locked|taken (?:away )?by|because boss"
            r"|until the season|is his)"
        ),
        (
            rf"\b(?:wont|dont|doesnt|not|never|hasnt|refuses? to)(?: \w+){{0,2}} (?:give|gave|given"
            rf"|return|hand)(?: \w+){{0,4}} {_PAPERS}"
        ),
    ),
    "health-and-injury": (
        (
            r"\bme (?:acabo de |volvi a )?(?:cort(?:e|ar)|cai|caí|quem(?:e|ar)|quebr(?:e|ar)|kebre"
            r"|fractur\w+|lastim(?:e|ar)|accident(?:e|ar)|lesion(?:e|ar)|golpee|machuque|machuc\w+"
            r"|desmay(?:e|o)|intoxi\w+|enterre|electrocut\w+"
            r"|acidente)\b(?! la cabeza llen)(?! bien)(?!.{0,40}(?:hace (?:\w+ )?(?:año|un año)))"
        ),
        r"\b(?:tuve|tube|tuvo|tubo|hubo|tuvimos) un (?:ac+id\w+|asident\w+)",
        (
            r"\b(?:estoy|esta|estan|estamos|quedo|hay) (?:\w+ )?(?:sangrando|herid[oa]s?|lastimad[oa]s?"
            r"|grave|vomitando|lesionad\w+)\b"
        ),
        r"\bsangrando\b",
        r"\bno puedo respirar",
        r"\bme (?:pico|mordio) (?:un|una|algo)",
        (
            rf"\b(?:mi|mis|un) {_ONE}(?: \w+){{0,3}} (?:se lastim\w+|se cay\w+|se cort\w+|se quebr\w+"
            r"|se quem\w+|se desmay\w+|se accident\w+|esta (?:muy )?(?:herid\w+|mal\b|grave"
            r"|en el hospital)|tuvo un acc\w+|esta muy malo)"
        ),
        (
            r"\bno (?:me|nos|lo|la|quiere|quieren|deja|dejan)(?: \w+){0,4} (?:llevar|lleva|llevarme"
            r"|llevarlo|ir|llamar)(?: \w+){0,4} (?:hospital|doctor|medico|ambulancia)"
        ),
        (
            r"\bi (?:just |got |have |was |really |hurted )?(?:cut (?:my|myself)|fell|burned? (?:my"
            r"|myself)|broke my|hurt (?:my|myself|bad)|hurt (?:at|on|today|yesterday)|got hurt"
            r"|got injured|injured|fainted|smashed my|crashed|hurted"
            r"|passed out)\b(?! on h2b)(?!.{0,30}(?:year|years|month|months) ago)"
        ),
        r"\bhad an? (?:ac+id\w+|injury)",
        r"\bac+ident at work",
        (
            r"\b(?:im|i am|is|very|are|friend is) (?:\w+ )?(?:hurt|injured|bleeding|wounded|badly hurt"
            r"|throwing up)\b(?! at work who)"
        ),
        r"\b(?:snake|spider|dog) bit\b",
        r"\bfell (?:off|from) (?:the|a)\b",
        (
            r"\b(?:hurt|broke|cut|burned|crushed) (?:his|her|my) (?:leg|arm|hand|back|head|foot|eye|face"
            r"|knee|finger|wrist)"
        ),
        r"\b(?:wont|dont|doesnt)(?: \w+){0,4} (?:hospital|doctor|ambulance)",
        r"\bin my eyes",
    ),
}

ASKED = (
    r"\b(?:que (?:hago|pasa|pasaria|puedo hacer|se hace|ago|debo hacer)(?: yo)? (?:si|cuando)"
    r"|y si|q hago si|k ago si|en caso de|algun dia|por si|what if|what happens (?:if|when)"
    r"|what (?:do|should|can|would|could|to) (?:i |we )?do if|in case|someday|(?:if|when) (?:ice"
    r"|they|immigration|i|my boss|the boss) (?:ever|stop|stops|detain|detains|arrests?"
    r"|gets? hurt|get hurt|get sick|get injured|come|comes|keeps?|tries|cut)|(?:me |nos |lo |la "
    r"|te )?(?:puede|pueden|podria|podrian|pudiera)\b(?! ayudar)|es (?:legal|ilegal|cierto"
    r"|verdad|permitido|peligros[oa]|seguro|obligatorio)|tengo (?:que|derecho)|(?:can|could|may"
    r"|might|should|would|will) (?:they|ice|my|the|a|an|police|immigration|i be|employers?|we|it"
    r"|someone|h2b|agents)|is it (?:legal|illegal|ok|true|safe|dangerous|allowed)|allowed|(?:do"
    r"|does|are|is) (?:they|there|raids?|ice|the|my employer)\b|how (?:dangerous|much is an"
    r"|do i know)|que es|what is (?!the pay|going)|cuanto (?:es|cuesta|vale|sale) (?:la"
    r"|una) (?:fianza|multa)|hace (?:\w+ ){0,2}(?:años?|tiempo|meses|mucho)|(?:en"
    r"|in) (?:el )?(?:19|20)\d\d|years? ago|months ago|long (?:time )?ago|hay (?:redadas"
    r"|secuestros)|antecedentes|does (?:it|that|this|a|an|my)|ever|last year|el año pasado"
    r"|una vez|once|otra temporada|another season|afecta|affects?|me dicen que si|they say if"
    r"|what are my rights|que derechos|what papers|que papeles)\b"
)
"""What asks about something that may be, or is long past: no danger now."""
