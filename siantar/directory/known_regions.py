"""Kecamatan whose kelurahan are built in: what `siantar init` and the demo need not be told."""

from __future__ import annotations

REGIONS: dict[str, tuple[str, tuple[float, float] | None]] = {  # centres are rough, read off a map
    "36": ("Banten", None),
    "36.74": ("Kota Tangerang Selatan", None),
    "36.74.02": ("Serpong Utara", (-6.247, 106.660)),
    "36.74.02.1001": ("Pakulonan", (-6.238, 106.652)),
    "36.74.02.1002": ("Pakualam", (-6.230, 106.660)),
    "36.74.02.1003": ("Pakujaya", (-6.228, 106.674)),
    "36.74.02.1004": ("Pondok Jagung", (-6.250, 106.656)),
    "36.74.02.1005": ("Pondok Jagung Timur", (-6.252, 106.670)),
    "36.74.02.1006": ("Jelupang", (-6.265, 106.664)),
    "36.74.02.1007": ("Lengkong Karya", (-6.262, 106.648)),
}
