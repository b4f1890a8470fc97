"""In which time zone is this person? Guessed from country and phone, shown, and changed with one tap."""

from __future__ import annotations

from collections.abc import Sequence

BY_COUNTRY = {
    # Most of Mexico keeps one time all year; the border cities change with the US.
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
        "America/Monterrey",
    ),
    "GT": ("America/Guatemala",),
    "SV": ("America/El_Salvador",),
    "HN": ("America/Tegucigalpa",),
    "NI": ("America/Managua",),
    "CR": ("America/Costa_Rica",),
    "PA": ("America/Panama",),
    "HT": ("America/Port-au-Prince",),
    "DO": ("America/Santo_Domingo",),
    "JM": ("America/Jamaica",),
    "CO": ("America/Bogota",),
    "EC": ("America/Guayaquil",),
    "US": (
        "America/Chicago",
        "America/New_York",
        "America/Denver",
        "America/Los_Angeles",
        "America/Phoenix",
    ),
}

CITIES = {
    "America/Mexico_City": "Ciudad de México",
    "America/Tijuana": "Tijuana",
    "America/Ciudad_Juarez": "Ciudad Juárez",
    "America/Matamoros": "Matamoros, Reynosa",
    "America/Ojinaga": "Ojinaga",
    "America/Hermosillo": "Hermosillo",
    "America/Mazatlan": "Mazatlán",
    "America/Cancun": "Cancún",
    "America/Chihuahua": "Chihuahua",
    "America/Monterrey": "Monterrey",
    "America/Guatemala": "Guatemala",
    "America/El_Salvador": "San Salvador",
    "America/Tegucigalpa": "Tegucigalpa",
    "America/Managua": "Managua",
    "America/Costa_Rica": "San José",
    "America/Panama": "Panamá",
    "America/Port-au-Prince": "Port-au-Prince",
    "America/Santo_Domingo": "Santo Domingo",
    "America/Jamaica": "Kingston",
    "America/Bogota": "Bogotá",
    "America/Guayaquil": "Quito",
    "America/Chicago": "Houston, Chicago",
    "America/New_York": "New York, Miami",
    "America/Denver": "Denver",
    "America/Los_Angeles": "Los Ángeles",
    "America/Phoenix": "Phoenix",
}


def guess(country: str, phone_zones: Sequence[str], office: str) -> str:
    """The likeliest zone: the one a phone is sure of, else the country's main one, else the office's."""
    ours = [each for each in phone_zones if each in CITIES]
    if len(ours) == 1:
        return ours[0]
    return BY_COUNTRY.get(country, (office,))[0]


def others(zone: str, country: str, office: str) -> list[str]:
    """Zones to change to with one tap, the likeliest first, without the one in force."""
    wide = [*BY_COUNTRY.get(country, ()), *(each[0] for each in BY_COUNTRY.values()), office]
    return [each for each in dict.fromkeys(wide) if each != zone]


def city(zone: str) -> str:
    """What people call the zone: the city that they know."""
    return CITIES.get(zone, zone.rsplit("/", 1)[-1].replace("_", " "))
