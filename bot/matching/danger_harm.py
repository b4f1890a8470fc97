"""What is said of violence, captivity and lives at risk: patterns for `danger`."""

from __future__ import annotations

from bot.matching.danger_words import ARMS, BOSS, FIRED, FORCED, HARM_EN, HARM_ES, LEAVE, ME, ONE, US

HARM: dict[str, tuple[str, ...]] = {
    "crisis": (
        r"\b(?:me|se) (?:quiero|quiere|kiero|voy a|va a|queria|quise) (?:\w+ )?(?:matar|morir|colgar"
        r"|suicid\w+|suisid\w+)\b(?! (?:trabajando|de|por ir))",
        r"\b(?:quitar(?:me|se)|quitarse|terminar con|acabar con) (?:la|mi|su) vida\b",
        r"\bquitar(?:me)? la vida\b|\bsui[cs]id\w*|\b(?:matarme|morirme)\b(?! de)|\bintento matarse",
        r"\bme mato\b|\bmejor (?:estaria )?muerto",
        r"\b(?:ya )?no (?:quiero|kiero|quiere|queria|vale la pena|aguanto)(?: \w+)? (?:vivir|bibir"
        r"|viviendo|la vida|esta vida)\b",
        r"\bsentido a (?:la vida|vivir|seguir)|\bacabar con todo|\bcort\w+ las venas",
        r"\bmont?on de pastillas",
        r"\bcortar?me las venas|\b(?:la|una) soga\b|\b(?:tome|tomo|me tome) veneno"
        r"|\bya me despedi\b(?! de la empresa)",
        r"\bcuando (?:yo )?(?:ya )?no este\b|\bno (?:paso|llego) de (?:esta|hoy)|\bquitarme de en medio",
        r"\b(?:ojala|quisiera) no (?:amanecer|despertar)\w*|\badios a todos|\bgoodbye (?:everyone"
        r"|everybody|all)\b",
        r"\bnothing (?:left )?to live for|\bkms\b|\bmy last night\b|\bstrength to stay alive"
        r"|\bif i die because",
        r"\b(?:kill|killing|hurting|hang|harm) (?:my|him|her|them)sel(?:f|ves)\b|\bsuicid\w*",
        r"\b(?:end|take|ending) (?:my|his|her|their)(?: own)? life\b",
        r"\b(?:want|wants|wanna|wish i could|feel like) (?:to )?(?:die|dying)\b(?! laughing| to)",
        r"\bend it all\b|\bending it\b|\bbetter off dead",
        r"\b(?:dont|do not|doesnt|not) want(?:s)? to (?:live|be alive|be here anymore|go on)\b",
        r"\b(?:reason to|point in|no sense to) (?:keep )?liv\w+|\bcut my wrists|\ba lot of pills",
    ),
    "emergency": (
        r"\b(?:not|isnt|stopped) breathing|\bno esta respirando",
        r"\b(?:llave|seguro|tranca) por (?:a)?fuera|\bechan? (?:la )?llave\b|\block(?:s"
        r"|ed)? (?:us )?from (?:the )?outside",
        r"\block(?:s|ed) us in\b|\b(?:esta|hay|ay|ya) (?:\w+ )?(?:en llamas|llamas en|llamas|lumbre en"
        r"|fuego en)\b",
        r"\b(?:on fire|fire fire)\b|\bincendio (?:en|aqui)|\bse (?:esta|estan) quemando",
        r"\ba (?:patadas|tubazos|palazos|chingad\w+|madrazos|punetazos|puñetazos|trancazos|putazos|fajazos"
        r"|cintarazos|garrotazos|chicotazos)\b|\bsale golpead\w|\bojo morado|\bblack eye\b|\bpenqueada",
        r"\b(?:me|nos) (?:sigue|siguen|viene|vienen|bienen|anda|andan) (?:siguiendo |detras "
        r"|atras )?(?:\w+ )?"
        r"(?:un|una|dos|unos|el|la) (?:mism[oa] )?(?:carro|troca|camioneta|hombre|tipo|moto)",
        r"\b(?:hurt|harm|kill|burn) (?:my|our|his|her|the) (?:family|kids|children|mom|mother|house|son"
        r"|daughter)",
        r"\b(?:queman|quemar|quemaron|quema) (?:la|mi|nuestra) casa|\btrying to get (?:in|into) my",
        r"\beverybody (?:get )?down\b|\bfusca\b|\b(?:cuete|cuerno de chivo|revolver) en la",
        r"\bsave (?:me|us)\b|\bsalven(?:me|nos)|^sos\b|\burge ayuda|\bin (?:den|dain)ger\b"
        r"|\bvengan (?:pronto|rapido)",
        r"\b(?:atender|atiendo) (?:a )?(?:\w+ )?(?:hombres|clientes) (?:por|al|cada)"
        r"|\bclients pay for the room",
        r"\b(?:me hace|does) (?:cosas|things to me)\b|\bforc(?:e|ed) himself",
        r"\bno se (?:en )?donde (?:estoy|estamos)\b|\bdont know where (?:i am|we are)\b",
        r"\b(?:me|nos) revisan? (?:el|los) (?:tele|cel)\w+|\bchecks (?:my phone|what i write)",
        r"\b(?:debajo|abajo) de la (?:troca|maquina|viga)|\btrapped under|\bno air\b|\bbarranco y\b",
        r"\bno (?:vuelve|regresa|aparece|ha vuelto|ha regresado) desde (?:ayer|anoche|el)\b",
        rf"\b{ME} (?:esta |estan |quiere |quieren |quiso |a |ha |han |an |anda |andan |vienen |viene "
        r"|volvio a |agarraron a |acaban? de |agarro a |vuelve a |vive |iban a |va a |van a |tienen "
        rf"|tiene |siguen |sigue )*{HARM_ES}",
        rf"\b{ME} (?:esta |estan |quiere |quieren |a |ha |han |an |andan? |tienen? |manda |sigue "
        rf"|siguen )*amena[sz]\w+(?! {FIRED})",
        rf"\bamena[sz](?:a|an|o|aron|ando|aba)\b(?! {FIRED})(?: \w+){{0,3}} (?:con (?:mat|un|una|pist|golp"
        r"|hacer|arma|quemar|meter)|de muerte|a mi|a nosotros|mi famil|con mandar)",
        rf"\b(?:{BOSS}|{ONE}|el|ella|él|que|y)(?: \w+){{0,2}} {ME} (?:peg|golp|maltrat|encierr|viol)\w+",
        r"\ba golpes\b|\bcachetad\w|\bpuñetaz|\bbalac\w+|\bbalazo|\bapu[ñn]al",
        rf"\b{ME} (?:va|van|quiere|quieren|kiere|kieren|iba|iban|quiso|pueden|dijo que va|busca para"
        r"|amenaza con|buscan para) (?:a )?(?:matar|desapare\w+|quebrar|ha[cs]er (?:daño|algo)"
        r"|a[sc]er daño|lastimar|golpear|pegar|violar|secuestrar|atropellar|echar (?:a )?los perros"
        r"|disparar|quemar)",
        r"\bque (?:me|nos|lo|la) (?:mate|maten|haga algo|golpee|pegue)\b",
        r"\bsi (?:hablo|me voy|digo|llamo|no)(?: \w+){0,4} (?:me|nos|lo|la) mata\w*",
        r"\bmatar(?:nos|lo|la|los)\b|\bmatar a (?:mi|toda|nuestr)|\bamenaz\w* de muerte|\bmatan a mi\b",
        r"\b(?:mataron|asesin\w+) a|\bcomo mataron|\blo mataron",
        r"\b(?:sac\w+|apunt\w+|trae[n]?|anda[n]?|tiene[n]?|hay|hombres?|cuidan|con (?:un|una|el|la|sus)?"
        r"|vigilan con|gente|señor|entr\w+ con|amenaz\w+|by|has a|have|with|pointed|pulled|point a|carries"
        rf"|men|man|at|they got|got a|threat\w*)(?: \w+){{0,3}} {ARMS}\b(?! (?:de muebles|job|range))",
        rf"\b(?:{ME} )?(?:tienen?|tenian?|mantienen?|dejo|dejaron|deja|estoy|estamos|esta|estan|quedo"
        rf"|sigue|siguen)(?: \w+){{0,5}} {FORCED}\b(?! en mi casa)",
        rf"\bno {ME} (?:quiere[n]? |quieren )?dej(?:a|an|aba|aban|ar|en|o"
        rf"|aron) (?:ni )?(?:\w+ )?{LEAVE}\b(?! (?:la pagina|del pais|adelante|a la siguiente))",
        r"\bno deja(?:n)? (?:salir|ir|que me vaya|que nos vayamos)\b|\bno podemos salir\b|\bcandado",
        r"\bponen llave|\bbajo llave(?!.*pasap)|\b(?:nos|me|la|lo) encierra\w*|\bno me suelta\b",
        r"\ben[cs]err?ad[oa]s\b|\bsecuestrad[oa]s?\b",
        r"\b(?:me|nos|lo|la|los|se) (?:secuestr(?:o|aron)|levantaron|tienen secuestr\w+)",
        r"\blevantaron a mi|\brescate\b|\bkidnap(?:ped|ed)?\b(?!ings)(?!.*\bon the way)|\branso?m\b",
        r"\btienen a mi (?:hij|herm|espos|pap|mam|prim|niñ)|\bcartel (?:me|got|has|took|tiene)",
        r"\bdel cartel me|\bvictim(?:a)? (?:de|of) (?:la )?(?:trata|trafficking|trafico)|\bprostitu\w+",
        r"\bbeing traffick\w*|\btraffickers? (?:ha|got|took)",
        r"\b(?:me|nos|la|lo|los|les) (?:obligan?|obligaron|forzan|fuerzan|hacen) (?:a )?(?:trabajar|tener"
        r"|acostar|prostit|llevar droga|firmar y|cargar droga|estar con|quedar)",
        r"\b(?:esclav[oa]s?|slaves?)\b(?! mov)|\bla vendieron",
        r"\bsold my (?:sister|daughter|cousin|friend|niece|wife)|\btener relaciones",
        r"\bacostar(?:me|se) con|\ba la fuerza\b|\bquiero escapar",
        r"\bme escape (?:de donde|del rancho|y)\b|\bme escapo si\b",
        r"\b(?:auxilio|ausilio|aucilio|auksilio|socorro)\b",
        r"\b(?:estoy|estamos|esta|estan|en|corre|corro|corremos|mi vida) (?:en |mucho |gran )?(?:peligro"
        r"|riesgo)\b(?! de (?:perder"
        r"|que me nieg))(?! de)(?! mi visa)(?<!es peligro)(?! para mi dinero)(?! si)",
        r"\btemo por (?:mi|la|nuestr|ell)",
        r"\b(?:llam\w+|mand\w+|nece[sc]ito|nesesito|need|send|call|get)(?: \w+){0,2} (?:polic\w+|police"
        r"|911|ambulan\w+)(?! (?:antecedentes|clearance|certificate|record|report))\b",
        r"\b(?:me|nos) (?:viene[n]?|anda[n]?|esta[n]?|sigue[n]?|vienen) (?:\w+ )?(?:siguiendo|buscando"
        r"|persiguiendo|cazando|acosando)\b(?! para)",
        r"\bmanose\w+|\babus(?:o|aron|a|ando|an) de (?:mi|ella|una|el)\b|\b(?:me|la) quiso violar",
        r"\b(?:me|nos) toca (?:y|el cuerpo|las|los|mis|cuando|todo)\b|\bse mete a mi cuarto",
        r"\bvioladas?\b",
        r"\b(?:desapareci\w*|perdi[od]\w*|se perdio|no aparece\w*|extravi\w*|ahog(?:o|ado"
        rf"|aron))\b(?: \w+){{0,3}} (?:{ONE}|desierto|monte|rio|frontera|cruz\w+)",
        rf"\b(?:mi|mis) {ONE}(?: \w+){{0,3}} (?:desapareci\w*|se perdio|no aparece|esta perdid\w+|se ahogo"
        r"|esta desaparecid\w+)",
        r"\bdesaparecid[oa]s?\b",
        rf"\bse me perdio (?:mi |un )?{ONE}",
        r"\b(?:no (?:\w+ )?(?:sabemos|se|sabe) nada|no (?:me |nos )?(?:contesta|reporta|se reporta|llama"
        r"|a llamado|ha llamado|aparece|da señales)|sin noticias|no da señales"
        r"|no encuentro)(?:.{0,60})\b(?:cruz\w*|desierto|coyote|rio|frontera|monte)",
        r"\b(?:cruz\w+|desierto|coyote|rio bravo|frontera)\b.{0,80}\b(?:no (?:\w+ ){0,2}(?:sabemos"
        r"|contesta|reporta|llama|llamado|aparece|encuentr\w+|da señales|saben)|perdi[od]|desaparec)",
        r"\bno encuentro a mi\b|\bno sabemos (?:nada )?(?:de el|de ella|donde esta|a donde)",
        r"\bno se nada de mi",
        r"\b(?:desierto|monte|medio de la nada|cerro)\b.{0,40}(?:sin agua|tirad\w+|perdid\w+|abandon\w+"
        r"|no podia caminar|pierna)",
        r"\b(?:tirad\w+|perdid\w+|abandon\w+|dejaron|dejo|quedo|escondid\w+)(?: \w+){0,4} (?:desierto"
        r"|monte|cerro|nada)\b",
        r"\bsin (?:agua|aire|comida) (?:ni|y)\b|\bno tenemos (?:agua|comida)|\bno podemos respirar",
        r"\btrailer sin aire|\bgente desmayada|\bno (?:respira|despierta|se mueve|reacciona)\b",
        r"\binconsciente|\bconvulsion\w*|\binfart\w+|\bdesangr\w+|\bambulancia|\belectrocut\w+",
        r"\b(?:se esta|esta|estan|se|hay) (?:quemando|incendi\w+|en llamas|fuego)|\bfuga de gas",
        r"\b(?:volco|volteo|volcamos) (?:la|el)|\bgolpe de calor y|\bprensad|\ble cayo un",
        r"\bchocamos\b.*\bherid|\bes una emergencia|\bmuy grave",
        rf"\b(?:{BOSS}|he|she|they|who|someone|somebody|husband|boyfriend|wife|ex|roommate|man|men"
        rf"|guys?)(?: \w+){{0,2}} (?:{HARM_EN}) {US}\b(?! (?:up with info|with a fee))",
        r"\b(?:got|get|getting|was|been|being|were|im|is|am) (?:\w+ )?(?:beat(?:en)?|beat up|raped"
        r"|attacked|assaulted|stabbed|shot|abused|kidnapped|mugged|robbed and|threatened|tied up|strangled"
        r"|drugged|extorted|chased|followed|trafficked|trapped)\b",
        rf"\b(?:{HARM_EN}) (?:me|us|him|her) (?:and|up|if|with|real|bad|last|again|in|when|today|every|so)\b",
        r"\b(?:hit|hits|beats|abuse|abuses|rape|raped|touches) (?:me|us)\b(?! up with)",
        r"\bthreat\w*(?: \w+)? (?:to (?:kill|hurt|shoot|beat|burn|send my)|me with|us with|my (?!job))",
        r"\bthreaten(?:s|ed|ing)? (?:me|us|him|her)\b(?! (?:to fire|with firing|not))",
        r"\b(?:kill|shoot|hurt|harm|beat|rape|burn) (?:me|us|him|her|my (?!time|self)\w+|anyone|them"
        r"|our)\b(?<!wife will kill me)",
        r"\bkilled (?:a|my|him|her|one|some)|\bthem kill\b|\bmake me disappear|\bmurder\b|\bfear for my",
        r"\bscared for my life|\blife (?:is )?(?:in|at) (?:danger|risk)",
        r"\b(?:im|i am|we are|were) in (?:\w+ )?danger|\bin danger\b(?! if)(?! (?:city|of))$",
        r"\bdont feel safe|\bnot safe here",
        r"\b(?:lock(?:s|ed|ing)?|trapp?ed|held|keeps?|kept|hold(?:ing)?)(?: (?:me|us|him|her|them|my \w+"
        r"|up|inside|in|captive|prisoner|here|are|being|against))+(?! question)\b(?: (?:in|inside|at|up"
        r"|night|a|with|prisoner|against|by|here|the))",
        r"\bagainst (?:my|her|his|our|their) will",
        r"\b(?:im|we are|we re|i am|are|is|still) (?:\w+ )?locked (?:in|up|inside)",
        r"\b(?:im|we are|i am) (?:trapped|tied|being held)|\bprisoner\b|\btied up",
        r"\b(?:wont|dont|doesnt|do not|does not|not|never|cant|wouldnt|didnt) (?:let|lets|letting"
        r"|allow) (?:me|us|him|her|them|nobody|anybody|my \w+)(?: \w+)? (?:leave|out"
        r"|go(?! back to the next)|quit|talk|call|escape|use|outside)\b",
        r"\b(?:wont|dont|doesnt|not) let (?:me|us|him|her) (?:go|leave|out)\b",
        r"\bforc(?:ed|e|es|ing) (?:me |us |him |her |them )?to (?:work|have|carry|sign|sleep|stay)",
        r"\b(?:make|makes|making|made) (?:me|us|them|her) (?:have sex|work (?:for free|when|16|at night"
        r"|without|sick))",
        r"\bcannot go (?:until|till)|\b(?:escape|escaped|ran away|run away) from (?:here|the|where)\b",
        r"\bhow (?:can|do) i escape|\bprostitut\w+|\bwant to escape",
        r"\b(?:missing|disappeared|lost|drown\w*|never showed)\b(?: \w+){0,4} (?:desert|border|river"
        r"|texas|crossing|since|at the|grande|mountain\w*)",
        rf"\bmy {ONE}(?: \w+){{0,3}} (?:missing|disappeared|lost in|got lost|drowned)\b",
        r"\blost in the (?:desert|woods|mountain\w*)",
        r"\b(?:crossed|crossing|coyote|smuggler|desert|border)\b.{0,80}\b(?:no word|nothing|dont answer"
        r"|doesnt answer|havent heard|heard nothing|no sign|never|not answer\w*|cant find|missing"
        r"|dont know)",
        rf"\bcant find my {ONE}",
        r"\bdont know (?:anything|nothing) about my",
        r"\bleft (?:me|us|him|her|my \w+)(?: \w+)? in the (?:desert|middle|field)|\bno water (?:no|and)",
        r"\bmiddle of nowhere",
        rf"\blooking for my {ONE} missing",
        r"\bnot breathing|\bcant breathe|\bunconscious|\bwont wake|\bdoesnt wake|\bseizure",
        r"\bheart attack|\bbleeding\b|\bambulance|\b(?:is|are|house|trailer) (?:on fire|burning)",
        r"\bgas leak|\belectrocuted|\bisnt moving|\bfell on my|\bheat stroke and|\bflipped over",
        r"\brolled over|\bthis is an emergency|\bsomebody (?:is )?(?:following|got shot)",
        r"\bfollowing (?:me|us)\b|\b(?:they are|people|hiding).{0,30}(?:after me|hunting me)",
        r"\bshooting outside|\bbroke into|\bwas shot|\bgot stabbed|\bdomestic violence what",
        r"\bwatch us all|\bpeople (?:are )?hurt\b|\bare shooting|\bplease help me they|^help$",
        r"\b(?:yo|patwon|bos|mari)(?: \w+){0,2} (?:bat|touye|vyole|menase|femen) (?:m|mwen|nou)\b",
        r"\b(?:mwen|nou) an danje",
    ),
}
