"""Words that the rules on danger are made of: patterns on text without accents and signs (`danger.plain`)."""

from __future__ import annotations

ONE = (
    r"(?:espos[oa]|marido|mujer|señora|herman[oa]s?|hermanit[oa]|hij[oa]s?|papa|mama|padre|madre"
    r"|familia|prim[oa]s?|ti[oa]s?|sobrin[oa]s?|cuñad[oa]|suegr[oa]|novi[oa]|chav[oa]|pareja"
    r"|amig[oa]s?|cuate|compa|compadre|comadre|compañer[oa]s?|vecin[oa]s?|abuel[oa]|niñ[oa]s?|bebe"
    r"|yerno|nuera|roomate|muchach[oa]s?|husband|wife|brothers?|sisters?|sons?|daughters?|dad"
    r"|father|mom|mother|cousins?|uncle|aunt|nephew|niece|boyfriend|girlfriend|friends?|coworkers?"
    r"|buddy|kids?|baby|girl|neighbor|roommate|partner|bro|(?:brother|sister|father"
    r"|mother) in law)"
)
CLOSE = rf"(?:(?:a )?(?:mi|mis|un|una|unos|my|a|una de) {ONE})"
BOSS = (
    r"(?:patron\w*|jef[ea]s?|boss\w*|mayordomo|contratista|encargad[oa]|dueñ[oa]s?|capataz|foreman"
    r"|supervisor|manager|reclutador\w*|empleador\w*|emplead[oa]ra?|empresa|compañia|agencia"
    r"|señora?|coyote|coyotes|capo|employer|contractor|crew leader|owner|recruiter|company|agency"
    r"|lady|landlord|smuggler)"
)
ME = r"(?:me|nos|lo|la|los|las|le|les|te)"
US = r"(?:me|us|him|her|them|my \w+|our \w+|a guy|everyone|workers|coworkers?)"
MIGRA = (
    r"(?:migra|ice|hielo|in?migracion|la patrulla|patrulla fronteriza|border patrol|immigration"
    r"|imigration|policias?|poli|police|cops?|cbp|agents|agentes)"
)
PAPERS = (
    r"(?:pas+[ao]?portes?|pas+[ae]?ports?|papeles|documentos|papers|documents|visas?|ids?"
    r"|identificacion\w*)"
)
FORCED = (
    r"(?:en[cs]err?ad\w+|amarrad\w+|vigilad\w+|retenid\w+|secuestrad\w+|amena[sz]ad\w+|aislad\w+"
    r"|cautiv\w+|prisioner\w+|explotad\w+|a la fuer[sz]a|contra (?:mi|su|nuestra) [vb]oluntad"
    r"|como esclav\w+|escondid\w+|trabajando (?:sin|a la|de noche)|bajo amena\w+)"
)
LEAVE = (
    r"(?:salir|salirme|irme|irnos|irse|ir|renunciar|hablar|escapar|comunicar\w*|dejar el trabajo"
    r"|llamar|usar (?:el|mi) (?:tele\w+|cel\w*))"
)
HARM_ES = (
    r"(?:peg(?:a|an|o|aron|ando|aba|aban|aran?|ar)\b(?! (?:la gripe|el covid))|golpe\w+|pate(?:a"
    r"|an|o|aron|ando)\b|apu[ñn]al\w+|ahorc\w+|dispar\w+|corrte\w+|correte\w+|manose\w+"
    r"|maltrat(?:a|an|o|aron|ando)\b|madre\w+|viol(?:o|aron|a|an|ar)\b(?! (?:el|la|los|mis|su"
    r"|mi) (?:contrato|ley|derecho|visa))|secuestr(?:o|aron|ado)|atac(?:o|aron|ando)\b|asalt(?:o"
    r"|aron)\b|atropell\w+|drog(?:o|an|aron)\b|tortur\w+|estrangul\w+|encerr\w+|encierr\w+"
    r"|persig\w+|extorsion\w+|acos(?:a|an|o|aron) (?!con llamadas)\w*|toca y|toca el cuerpo)"
)
FIRED = (
    r"(?:con|que)?\s*(?:de|me |no |va a |van a )*(?:despedir|correr|no |volver|report|cancel"
    r"|quitar\w* (?:la visa|el)|demand|multa|no contra)"
)
HARM_EN = (
    r"(?:beats?|beat up|beating|hits?|hitting|hitted|punch\w*|slap\w*|kick(?:s|ed|ing)?|chok\w+"
    r"|strangl\w+|stab\w*|attack\w*|raped?|rapes|assault\w*|abus(?:e|es|ed|ing)|molest\w*|hurts?"
    r"|kidnap\w*|tortur\w*|shoot|shot at|threat\w*|chas(?:ed|ing)|drugged|grabbed|touch(?:es|ed"
    r"|ing)|mistreats?|extort\w*)"
)
ARMS = (
    r"(?:pistolas?|machetes?|cuchillos?|navajas?|rifles?|escopetas?|armas|armad[oa]s?|guns?|knife"
    r"|knives|weapons?|gunpoint|armed)"
)

UNREAL = (
    r"\b(?:que (?:hago|pasa|pasaria|puedo hacer|se hace|ago|debo hacer)(?: yo)? (?:si|cuando)"
    r"|y si|q hago si|k ago si|en caso de|algun dia|por si|what if|what happens (?:if|when)"
    r"|what (?:do|should|can|would|could|to) (?:i |we )?do if|in case|someday|(?:if|when) (?:ice"
    r"|they|immigration|i|my boss|the boss) (?:ever|stop|stops|detain|detains|arrests?"
    r"|gets? hurt|get hurt|get sick|get injured|come|comes|keeps?|tries|cut)"
    r"|hace (?:\w+ ){0,2}(?:años?|tiempo|meses|mucho)|(?:en|in) (?:el )?(?:19|20)\d\d|years? ago"
    r"|months ago|long (?:time )?ago|antecedentes|ever|last year|el año pasado|una vez|once"
    r"|otra temporada|another season|afecta|affects?|me dicen que si|they say if)\b"
)
"""What says that all of a sentence only may be, or is long past: no danger now."""

ASKED = (
    r"\b(?:(?:me |nos |lo |la |te )?(?:puede|pueden|podria|podrian|pudiera)\b(?! ayudar)"
    r"|es (?:legal|ilegal|cierto|verdad|permitido|peligros[oa]|seguro|obligatorio)|tengo (?:que"
    r"|derecho)|(?:can|could|may|might|should|would|will) (?:they|ice|my|the|a|an|police"
    r"|immigration|i be|employers?|we|it|someone|h2b|agents)|is it (?:legal|illegal|ok|true|safe"
    r"|dangerous|allowed)|allowed|(?:do|does|are|is) (?:they|there|raids?|ice|the|my employer)\b"
    r"|how (?:dangerous|much is an|do i know)|que es|what is (?!the pay|going)|cuanto (?:es|cuesta"
    r"|vale|sale) (?:la|una) (?:fianza|multa)|hay (?:redadas|secuestros)|does (?:it|that|this|a|an"
    r"|my)|what are my rights|que derechos|what papers|que papeles)\b"
)
"""What asks, until the next clause: no danger now. "How much is the visa and my boss hits me" is one."""

CLAUSE = r"\b(?:and|but|because|cuz|y|pero|aunque|porque|xq|es que)\b"
