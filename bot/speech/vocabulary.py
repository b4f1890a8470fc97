"""How letters, signs and abbreviations are said in each language. Add here what the engine says wrong."""

from __future__ import annotations

LETTERS = {
    "es": {
        **{
            "a": "a",
            "b": "be",
            "c": "ce",
            "d": "de",
            "e": "e",
            "f": "efe",
            "g": "ge",
            "h": "hache",
            "i": "i",
        },
        **{"j": "jota", "k": "ka", "l": "ele", "m": "eme", "n": "ene", "ñ": "eñe", "o": "o", "p": "pe"},
        **{"q": "cu", "r": "erre", "s": "ese", "t": "te", "u": "u", "v": "ve", "w": "doble u", "x": "equis"},
        **{"y": "ye", "z": "zeta"},
    },
    # The engine knows the English names of single capitals, but takes "A" for the article.
    "en": {each: each.upper() for each in "abcdefghijklmnopqrstuvwxyz"} | {"a": "eigh", "ñ": "N"},
}

SAID = {
    "es": {
        r"EE\.? ?UU\.?": "Estados Unidos",
        r"E\.U\.A?\.?|EUA": "Estados Unidos",
        r"FY ?(?=\d)": "año fiscal ",
        r"FY": "año fiscal",
        r"DOL": "Departamento de Trabajo",
        r"ICE": "ais",
        r"DACA": "daca",
        r"OSHA": "osha",
        r"HELP": "help",
        r"WhatsApp": "guasap",
        r"Uds\.": "ustedes",
        r"Ud\.": "usted",
        r"Sra\.": "señora",
        r"Sr\.": "señor",
        r"Dra\.": "doctora",
        r"Dr\.": "doctor",
        r"la Lic\.": "la licenciada",
        r"Lic\.": "licenciado",
        r"p\. ?ej\.": "por ejemplo",
        r"etc\.": "etcétera",
        r"(?:[Tt]els?|[Tt]eléf)\.": "teléfono",
        r"[Nn]úm\.|[Nn]\.º|[Nn]o\. ?(?=\d)": "número ",
        r"[Pp]ágs?\.": "página",
        r"[Aa]rt\. ?(?=\d)": "artículo ",
        r"hrs?\.": "horas",
        r"24/7": "a toda hora",
        r"km": "kilómetros",
        r"lbs?\.?": "libras",
        r"y/o": "y o",
    },
    "en": {
        r"USA": "United States",
        r"U\.S\.A?\.?": "U S",
        r"FY ?(?=\d)": "fiscal year ",
        r"FY": "fiscal year",
        r"DOL": "Department of Labor",
        r"ICE": "Ice",
        r"DACA": "Dacka",
        r"OSHA": "Osha",
        r"HELP": "help",
        r"Mr\.": "Mister",
        r"Mrs\.": "Missis",
        r"Ms\.": "Miz",
        r"Dr\.": "Doctor",
        r"e\.g\.": "for example",
        r"i\.e\.": "that is",
        r"etc\.": "et cetera",
        r"approx\.": "about",
        r"[Tt]el\.": "telephone",
        r"No\. ?(?=\d)": "number ",
        r"hrs?\.": "hours",
        r"24/7": "around the clock",
        r"lbs?\.?": "pounds",
        r"and/or": "and or",
    },
}
"""What is short in writing and long in speech, by language. Other capitals are spelt out."""

WORDS = {
    "es": {
        "at": "arroba", "dot": "punto", "slash": "diagonal", "dash": "guion", "under": "guion bajo",
        "and": "y", "plus": "más", "percent": "por ciento", "dollar": "dólar", "dollars": "dólares",
        "of_dollars": "de dólares", "cent": "centavo", "cents": "centavos", "with": "con", "to": "a",
        "section": "sección", "www": "triple doble u", "equal": "igual a", "o'clock": "en punto",
    },
    "en": {
        "at": "at", "dot": "dot", "slash": "slash", "dash": "dash", "under": "underscore",
        "and": "and", "plus": "plus", "percent": "percent", "dollar": "dollar", "dollars": "dollars",
        "of_dollars": "dollars", "cent": "cent", "cents": "cents", "with": "and", "to": "to",
        "section": "section", "www": "W W W", "equal": "equals", "o'clock": "o'clock",
    },
}  # fmt: skip

TITLES = (
    *("señora", "señor", "doctora", "doctor", "la licenciada", "licenciado"),
    *("Mister", "Missis", "Miz", "Doctor"),
)
"""After these a name follows in capitals, and no sentence."""
