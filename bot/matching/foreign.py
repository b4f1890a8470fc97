"""Words of the languages that the bot notices and does not speak: Haitian Creole, French and Portuguese.

Written without accents. Only Creole needs a list of its own: `wordfreq` does not know it.
`GIVEAWAYS` are words that alone settle it, for messages of one or two words.
"""

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
    louvri femen fini komanse kontinye lekol lopital malad doktè dokte angle kreyol franse panyol
    genyen gade wè we tande eskize pito dwa legal gratis nimewo telefon adres imel rendezvou randevou
    """.split()  # noqa: SIM905
)
"""Other Creole words, of everyday life and of papers and work."""

GIVEAWAYS = {
    "ht": frozenset(
        {"mwen", "bonjou", "bonswa", "mesi", "tanpri", "eske", "konbyen", "kijan", "kisa", "kreyol"}
    ),
    "fr": frozenset(
        {"bonjour", "bonsoir", "salut", "merci", "combien", "pourquoi", "francais", "oui", "parlez"}
    ),
    "pt": frozenset(
        {"obrigado", "obrigada", "nao", "voce", "voces", "portugues", "brasileiro", "brasileira"}
    ),
}
