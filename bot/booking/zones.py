"""In which time zone is this person? Guessed from country and phone, shown, and changed with one tap."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

# The first of each country is where most of its people live. Most of Mexico keeps one time all year;
# Tijuana, Ciudad Juárez, Ojinaga and Matamoros (with Reynosa, Nuevo Laredo and Piedras Negras) change
# with the United States, and so does Haiti.
BY_COUNTRY: Mapping[str, tuple[str, ...]] = {
    "MX": (
        "America/Mexico_City",
        "America/Tijuana",
        "America/Ciudad_Juarez",
        "America/Matamoros",
        "America/Ojinaga",
        "America/Hermosillo",
        "America/Mazatlan",
        "America/Cancun",
        "America/Chihuahua",
    ),
    "GT": ("America/Guatemala",),
    "HN": ("America/Tegucigalpa",),
    "SV": ("America/El_Salvador",),
    "HT": ("America/Port-au-Prince",),
    "US": (
        "America/Chicago",
        "America/New_York",
        "America/Denver",
        "America/Phoenix",
        "America/Los_Angeles",
    ),
    "NI": ("America/Managua",),
    "CR": ("America/Costa_Rica",),
    "PA": ("America/Panama",),
    "DO": ("America/Santo_Domingo",),
    "JM": ("America/Jamaica",),
    "CO": ("America/Bogota",),
    "EC": ("America/Guayaquil",),
}

# What people call a zone: cities that they know. One name where both languages have the same.
CITIES: Mapping[str, tuple[str] | tuple[str, str]] = {
    "America/Mexico_City": ("Ciudad de México, Monterrey", "Mexico City, Monterrey"),
    "America/Tijuana": ("Tijuana, Mexicali",),
    "America/Ciudad_Juarez": ("Ciudad Juárez",),
    "America/Matamoros": ("Matamoros, Reynosa",),
    "America/Ojinaga": ("Ojinaga",),
    "America/Hermosillo": ("Hermosillo",),
    "America/Mazatlan": ("Mazatlán, Culiacán",),
    "America/Cancun": ("Cancún",),
    "America/Chihuahua": ("Chihuahua",),
    "America/Guatemala": ("Ciudad de Guatemala", "Guatemala City"),
    "America/Tegucigalpa": ("Tegucigalpa",),
    "America/El_Salvador": ("San Salvador",),
    "America/Port-au-Prince": ("Puerto Príncipe", "Port-au-Prince"),
    "America/Chicago": ("Houston, Chicago",),
    "America/New_York": ("Nueva York, Miami", "New York, Miami"),
    "America/Denver": ("Denver",),
    "America/Phoenix": ("Phoenix",),
    "America/Los_Angeles": ("Los Ángeles", "Los Angeles"),
    "America/Managua": ("Managua",),
    "America/Costa_Rica": ("San José",),
    "America/Panama": ("Ciudad de Panamá", "Panama City"),
    "America/Santo_Domingo": ("Santo Domingo",),
    "America/Jamaica": ("Kingston",),
    "America/Bogota": ("Bogotá",),
    "America/Guayaquil": ("Quito, Guayaquil",),
}


def guess(country: str, phone_zones: Sequence[str], office: str) -> str:
    """The likeliest zone: the one that a phone is sure of, else the country's main one, else the office's.

    A phone says where it was bought, so with a country in which that zone is not, the country counts.
    """
    here = BY_COUNTRY.get(country, ())
    if len(phone_zones) == 1 and (phone_zones[0] in here or (not country and phone_zones[0] in CITIES)):
        return phone_zones[0]
    return here[0] if here else office


def others(zone: str, country: str, office: str) -> list[str]:
    """Zones to change to with one tap, the likeliest first, without the one in force: those of the
    country, then the main one of each of the others."""
    wide = [*BY_COUNTRY.get(country, ()), *(each[0] for each in BY_COUNTRY.values()), office]
    return [each for each in dict.fromkeys(wide) if each != zone]


def named(text: str) -> str:
    """The zone of the one known city that a folded text names, or ""."""
    found = {
        zone
        for zone, names in CITIES.items()
        for name in names
        for each in name.split(", ")
        if f" {_folded(each)} " in f" {text} "
    }
    return found.pop() if len(found) == 1 else ""


def _folded(name: str) -> str:
    bare = unicodedata.normalize("NFKD", name.casefold())
    return "".join(each for each in bare if not unicodedata.combining(each)).replace("-", " ")


def city(zone: str, language: str) -> str:
    """What people call the zone in a language: the cities that they know."""
    names = CITIES.get(zone, (zone.rpartition("/")[2].replace("_", " "),))
    return names[0] if language == "es" else names[-1]
