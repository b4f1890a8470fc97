"""What the engine is given to say: as people say it, in each language."""

from __future__ import annotations

import re
from datetime import date

import pytest

from bot.content import words_of
from bot.language import day, translator
from bot.speech import spoken
from tests.firm import the_content

TODAY = date(2026, 11, 24)

SPANISH = [
    ("La visa **H-2B** cuesta **USD 205**.", "La visa hache dos be cuesta doscientos cinco dólares."),
    ("USD\u00a016.50 la hora", "dieciséis dólares con cincuenta centavos la hora."),
    ("USD 1, USD 1.01", "un dólar, un dólar con un centavo."),
    ("USD 1,000,000", "un millón de dólares."),
    ("Llame al +1 832 305 6560.", "Llame al más uno, ocho tres dos, tres cero cinco, seis cinco seis cero."),
    ("Llame al 911 o al 988.", "Llame al nueve uno uno o al nueve ocho ocho."),
    ("(832) 305-6560", "ocho tres dos, tres cero cinco, seis cinco seis cero."),
    ("mande un texto al 233733", "mande un texto al dos tres tres siete tres tres."),
    ("números que empiezan con +1.", "números que empiezan con más uno."),
    ("el 1 de octubre de 2026", "el primero de octubre de dos mil veintiséis."),
    ("el 20 de noviembre de 2026", "el veinte de noviembre de dos mil veintiséis."),
    ("2026-11-24", "veinticuatro de noviembre de dos mil veintiséis."),
    ("año fiscal 2026-2027", "año fiscal dos mil veintiséis a dos mil veintisiete."),
    ("FY 2026 y FY2027", "año fiscal dos mil veintiséis y año fiscal dos mil veintisiete."),
    ("a las 3:30 p. m.", "a las tres y media de la tarde."),
    ("a las 3:30 p.m. en la oficina", "a las tres y media de la tarde en la oficina."),
    ("de 9 a.m. a 7 p.m.", "de nueve de la mañana a siete de la noche."),
    ("A las 12:00 p.m. Venga.", "A las doce del día. Venga."),
    ("64,716 visas", "sesenta y cuatro mil setecientas dieciséis visas."),
    ("21,000 personas", "veintiún mil personas."),
    ("31,000 lugares", "treinta y un mil lugares."),
    ("21 días, 1 persona, 200 horas", "veintiún días, una persona, doscientas horas."),
    ("el 75% de las 40 horas", "el setenta y cinco por ciento de las cuarenta horas."),
    ("entre 9 y 5", "entre nueve y cinco."),
    ("de 2 a 4 semanas, 2-4 semanas", "de dos a cuatro semanas, dos a cuatro semanas."),
    ("USCIS y el DOL en EE. UU.", "u ese ce i ese y el Departamento de Trabajo en Estados Unidos."),
    ("En EE. UU. Vaya", "En Estados Unidos. Vaya."),
    ("la forma I-94 o DS-160", "la forma i noventa y cuatro o de ese ciento sesenta."),
    ("el ETA-9142B y el W-2", "el e te a nueve mil ciento cuarenta y dos be y el doble u dos."),
    ("el 1040-NR y el 214(b)", "el mil cuarenta ene erre y el doscientos catorce be."),
    ("[travel.state.gov](https://travel.state.gov/x?y=1)", "travel punto state punto gov."),
    ("[la página](https://www.uscis.gov/h-2b)", "la página."),
    ("https://i94.cbp.dhs.gov", "i noventa y cuatro punto ce be pe punto de hache ese punto gov."),
    ("www.lawvm.com", "triple doble u punto lawvm punto com."),
    ("uscis.gov/es", "uscis punto gov diagonal es."),
    (
        "movilidadlaboral@rree.gob.sv",
        "movilidadlaboral arroba rree punto gob punto ese ve.",
    ),
    ("GuatemalaH2@state.gov", "Guatemala hache dos arroba state punto gov."),
    ("escriba /avisos y/o «menú»", "escriba diagonal avisos y o menú."),
    ("1. Uno\n2. Dos", "uno: Uno.\ndos: Dos."),
    ("Lleve:\n\n- su pasaporte\n- su **carta**", "Lleve:\nsu pasaporte.\nsu carta."),
    ("Es gratis (de verdad).", "Es gratis, de verdad."),
    ("⚠️ *Ojo* — no pague 📞", "Ojo, no pague."),
    ("p. ej. el Sr. Pérez, Ud. y la Lic. Ruiz", "por ejemplo el señor Pérez, usted y la licenciada Ruiz."),
]

ENGLISH = [
    ("The **H-2B** visa costs **USD 205**.", "The H two B visa costs two hundred five dollars."),
    ("USD 7.25 an hour", "seven dollars and twenty-five cents an hour."),
    ("USD 1 and $1.01", "one dollar and one dollar and one cent."),
    ("Call +1 832 305 6560.", "Call plus one, eight three two, three zero five, six five six zero."),
    ("Call 911 or 988.", "Call nine one one or nine eight eight."),
    ("Text HELP to 233733.", "Text help to two three three seven three three."),
    ("on November 20, 2026", "on November twentieth, twenty twenty-six."),
    ("on May 1", "on May first."),
    ("2026-11-24", "November twenty-fourth, twenty twenty-six."),
    ("FY2026 and FY 2027", "fiscal year twenty twenty-six and fiscal year twenty twenty-seven."),
    ("in 2009 and 2016-2018", "in two thousand nine and twenty sixteen to twenty eighteen."),
    ("at 3:30 p.m.", "at three thirty P M."),
    ("from 9 a.m. to 10:05 a.m. there", "from nine eigh M to ten oh five eigh M there."),
    ("At 9 a.m. Bring it.", "At nine eigh M. Bring it."),
    ("64,716 visas", "sixty-four thousand seven hundred sixteen visas."),
    ("75% of 40 hours", "seventy-five percent of forty hours."),
    ("16.5 hours, 120 miles", "sixteen point five hours, one hundred twenty miles."),
    ("USCIS and the DOL in the U.S.", "U S C I S and the Department of Labor in the U S."),
    ("US workers and the EEOC", "U S workers and the E E O C."),
    ("Form I-94, I-129, DS-160", "Form I ninety-four, I one twenty-nine, D S one sixty."),
    ("ETA-9142B, W-2, H-2A", "E T eigh ninety-one forty-two B, W two, H two eigh."),
    ("1040-NR and 214(b)", "ten forty N R and two fourteen B."),
    ("[travel.state.gov](https://travel.state.gov/x)", "travel dot state dot gov."),
    ("https://i94.cbp.dhs.gov", "I ninety-four dot C B P dot D H S dot gov."),
    ("VisasMTR@state.gov", "Visas M T R at state dot gov."),
    ("write /forget and/or call", "write slash forget and or call."),
    ("- one\n- two", "one.\ntwo."),
    ("Bring it, e.g. your I-94 & a copy", "Bring it, for example your I ninety-four and a copy."),
]  # fmt: skip


@pytest.mark.parametrize(("written", "said"), SPANISH, ids=[each for each, _ in SPANISH])
def test_spanish_is_given_as_it_is_said(written: str, said: str) -> None:
    assert spoken(written, "es") == said


@pytest.mark.parametrize(("written", "said"), ENGLISH, ids=[each for each, _ in ENGLISH])
def test_english_is_given_as_it_is_said(written: str, said: str) -> None:
    assert spoken(written, "en") == said


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_day_of_a_year_is_said_in_words(language: str) -> None:
    for n in range(366):
        written = day(date.fromordinal(date(2028, 1, 1).toordinal() + n), language)

        assert not re.search(r"[0-9]", spoken(written, language)), written


@pytest.mark.parametrize("key", sorted(the_content().topics), ids="/".join)
def test_of_every_answer_only_words_are_left(key: tuple[str, str]) -> None:
    topic = the_content().topics[key]
    checked = translator(key[1]).say("Checked against official sources on {day}", day=day(TODAY, key[1]))

    said = words_of(the_content(), topic, TODAY) + "\n" + spoken(checked, key[1])

    assert not re.search(r"[^\w\s.,;:?!¿¡'-]|[0-9_]", said), said
    assert not re.search(r"http|www|(?<=\w)\.(?=\w)|\.(?:gov|com|org)\b", said), said
    # Single capitals are letters that the engine names; two together would be its guess.
    assert not re.search(r"[A-ZÑ]{2}", said), said
    assert len(said.split()) > 8


@pytest.mark.parametrize("written", ["", " ", "**", "()", "¿?", "•", "— –", "😀", "___", "-"])
def test_of_nothing_nothing_is_left(written: str) -> None:
    assert spoken(written, "es") == spoken(written, "en") == ""


def test_signs_and_digits_of_any_kind_never_reach_the_engine() -> None:
    written = "x٣y ½ ² Ⅳ #5 ~6~ `7` |8| <9> {10} [11] ^12 \\13 %14 ° º ª § 3 €5 ₡6 007 1.234,5 12/31/2026 1e9"

    for language in ("es", "en"):
        said = spoken(written, language)

        assert not re.search(r"[^\w\s.,;:?!¿¡'-]|[0-9_]", said), said
