"""Words of the languages that the bot notices and does not speak: Haitian Creole, French and Portuguese.

Written without accents. Only Creole needs a list of its own: `wordfreq` does not know it."""

from __future__ import annotations

CREOLE_OFTEN = frozenset(
    """
    mwen ou li nou yo pa ki sa se te ap pral ka gen nan ak pou sou yon la a an m w l n
    eske kisa kijan jan kote konbyen kile poukisa kiyes moun tout anpil si men oswa pi
    """.split()  # noqa: SIM905
)
"""Creole words that turn up in most messages."""

CREOLE = frozenset(
    """
    bonjou bonswa alo mesi tanpri souple padon wi non konnen konn konprann vle bezwen jwenn fe di ale
    al vini vin tounen rete kite kapab dwe bay ban pran pale peye travay travaye chache mande ede aplike rele
    reponn voye resevwa viv li ekri siyen touche koute viza papye paspo dokiman fom lajan kob pri biye avyon
    fanmi madanm mari pitit timoun zanmi papa manman fre se patwon anplwaye konpayi kontra lwa avoka
    imigrasyon anbasad konsila ayiti ayisyen ayisyens etazini ozetazini amerik ameriken meksik peyi
    ane mwa jou semen tan kounye kounyea deja anko toujou jame apre anvan depi jiska pandan lot
    menm kanmenm anyen pesonn chak kek anba devan lakay kay deyo bon byen mal vre fo laverite
    depote depotasyon arete prizon pwoblem sitiyasyon enfomasyon kesyon repons ed pwogram sezon
    louvri femen fini komanse kontinye lekol lopital malad dokte angle kreyol franse panyol
    genyen gade we tande eskize pito dwa legal gratis nimewo telefon adres imel rendezvou randevou
    ye kisa sak che konsa diferans ant fin pase nenpot lontan rapid vit tout moun timoun fanm gason jen gran
    piti nouvo vye bezwenn deplase bato machin kay lojman loye manje dlo domi maladi blese aksidan asirans
    taks travayè travaye chef bos jaden fem agrikilti lotel restoran konstriksyon pwason zafe magouy
    vole twonpe manti danje menase bat kouri kache chire sere siyati dat kalandriye janvye fevriye mas avril
    me jen jiye out septanm oktob novanm desanm lendi madi mekredi jedi vandredi samdi dimanch
    jodi demen ye maten aswe midi minui lane sezonye tanpore pemanan rezidans kat vet sitwayen
    eskizem mande reklame plent tribinal jij polis ajan fwontye ewopo pote pati monte desann travese
    kominike konte kalkile bank voye lajan transfere sove epi poutet petet byento anpil mesye madam
    """.split()  # noqa: SIM905
)
"""Other Creole words, of everyday life and of papers and work."""

GIVEAWAYS = {
    "ht": frozenset(
        {
            "mwen",
            "bonjou",
            "bonswa",
            "mesi",
            "tanpri",
            "eske",
            "konbyen",
            "kijan",
            "kisa",
            "poukisa",
            "kreyol",
            "sak",
        }
    ),
    "fr": frozenset(
        {"bonjour", "bonsoir", "merci", "combien", "pourquoi", "francais", "oui", "parlez", "aidez"}
    ),
    "pt": frozenset({"obrigado", "obrigada", "nao", "voce", "voces", "portugues", "bom", "tudo", "ajuda"}),
}
"""Words that settle it in a message of a few words."""
