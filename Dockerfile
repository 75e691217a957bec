# RCMS for production. Base images are named without a registry: your engine's settings decide where they come from.

# The front end: sheets, scripts and fonts, from npm's lock.
FROM node:24-bookworm-slim AS frontend
WORKDIR /build
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci
COPY frontend/ ./
RUN npm run build

# The Python packages, from locks with hashes; neither pip nor uv reaches the last image's environment.
FROM python:3.11-slim-bookworm AS packages
WORKDIR /build
COPY requirements/bootstrap.txt requirements/base.txt ./
RUN python -m venv /opt/installer \
 && /opt/installer/bin/pip install --no-cache-dir --require-hashes -r bootstrap.txt \
 && python -m venv --without-pip /opt/venv \
 && /opt/installer/bin/uv pip install --no-cache --python /opt/venv/bin/python --require-hashes --compile-bytecode -r base.txt

FROM python:3.11-slim-bookworm
# What WeasyPrint opens at run time.
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --user-group --no-create-home --home-dir /tmp --shell /usr/sbin/nologin rcms \
 && install -d -o rcms -g rcms -m 0700 /srv/files /srv/state /srv/erasures /srv/checkpoints
COPY --from=packages /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 XDG_CACHE_HOME=/tmp/cache FILE_STORE_URL=file:///srv/files
WORKDIR /srv/rcms
COPY . .
COPY --from=frontend /build/dist frontend/dist
# Neither step needs a database or a secret; the files belong to root, so the running process cannot change its own code.
RUN if ls locale/*/LC_MESSAGES/django.po >/dev/null 2>&1; then pybabel compile -d locale -D django; fi \
 && python manage.py collectstatic --noinput -v 0
USER rcms
ENV RCMS_MODE=production
EXPOSE 8000
CMD ["gunicorn", "rcms.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", \
     "--graceful-timeout", "10", "--timeout", "60", "--access-logfile", "-", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
