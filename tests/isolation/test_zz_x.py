import pytest
from countries.models import Authority
from tests.conftest import OWNER, logged_in_as
from tests.isolation.test_words import everything_read_by, finds
pytestmark = pytest.mark.commits

def test_x(house):
    with logged_in_as(OWNER):
        names = Authority.objects.values_list("name", "name_native").get(code="srb-civil-registry")
    read = everything_read_by(house.persona("nl officer").actor)
    out = {t: finds(read, t) for t in names}
    rows = [str(r)[:3000] for t in names for table in out[t] for r in ([read[table]] if not isinstance(read[table], str) else [read[table]])]
    import re
    for t in names:
        for r in rows:
            i = r.find(t)
            print(t, r[max(0,i-300):i+100])
    assert not any(out.values()), out
