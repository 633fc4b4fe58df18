# One image; the command chooses: run (all in one), web, worker, scheduler, migrate, check ...

# Base images by digest, so that the same commit builds the same image; Dependabot renews them.
FROM python:3.13-slim-trixie@sha256:ffb752e139c0a19692a43af8d8523b274222dd68eebad5d583b45c2201c6e30a AS dependencies
WORKDIR /build
RUN apt-get update && apt-get install -y --no-install-recommends binutils
COPY requirements.txt ./
# A fifth of the compiled modules is symbols for debuggers.
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt \
    && find /venv -name '*.so' -not -path '*.libs/*' -exec strip --strip-unneeded {} +

FROM python:3.13-slim-trixie@sha256:ffb752e139c0a19692a43af8d8523b274222dd68eebad5d583b45c2201c6e30a
# `backup` and `restore` run pg_dump and pg_restore; of the version of compose.yaml's server, not an older one.
RUN apt-get update \
    && apt-get install -y --no-install-recommends postgresql-client-17 \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin bot \
    && install -d -o bot -g bot /data
COPY --from=dependencies /venv /venv
WORKDIR /app
COPY domain domain
COPY storage storage
COPY handlers handlers
COPY reports reports
COPY scheduler scheduler
COPY web web
COPY bot bot
# The user `bot` cannot write here, and each start would compile everything again: half a second.
RUN python -m compileall -q .
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MALLOC_ARENA_MAX=1 \
    DATA_DIR=/data \
    HOST=0.0.0.0 \
    PORT=8000
USER bot
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f\"http://127.0.0.1:{os.environ['PORT']}/health/ready\", timeout=4)"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
