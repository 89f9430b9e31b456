"""Services that a certification body offers, one under each standard."""

from __future__ import annotations

from readiness.model.records import Attested, Evaluated, MarkPlace, Method, Service

SYSTEM = Service(
    id="5e5e5e5e5e5e5e5e",
    name="Quality management",
    document="ISO 9001:2015",
    evaluated=(Evaluated.ORGANIZATION,),
    methods=(Method.AUDIT,),
    attested=Attested.SYSTEM,
    mark=MarkPlace.COMPANY,
)
PRODUCT = Service(
    id="6e6e6e6e6e6e6e6e",
    name="Doors & windows",
    document="Scheme S-210, edition 4",
    evaluated=(Evaluated.PRODUCT,),
    methods=(Method.TESTING, Method.INSPECTION),
    attested=Attested.PRODUCT,
    mark=MarkPlace.PRODUCT,
)
