# The application in its own environment, from the same lock as `make run`.
FROM python:3.11-slim AS parts
WORKDIR /build
COPY requirements.lock .
RUN python -m venv /opt/venv \
 && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --only-binary :all: \
      --require-hashes -r requirements.lock \
 && /opt/venv/bin/pip uninstall -y -q pip

FROM python:3.11-slim
RUN groupadd --system --gid 10001 viche \
 && useradd --system --uid 10001 --gid viche --no-create-home --home-dir /tmp viche \
 && install -d -o viche -g viche -m 0700 /data
COPY --from=parts /opt/venv /opt/venv
WORKDIR /app
COPY LICENSE viche ./
COPY bot bot
COPY civic civic
COPY demo demo
COPY gateways gateways
COPY handlers handlers
COPY jobs jobs
COPY locales locales
COPY migrations migrations
COPY rendering rendering
COPY sandbox sandbox
COPY storage storage
COPY web web
RUN /opt/venv/bin/python -m compileall -q /app

# Inside a container the port is published by whoever starts it, so the pages listen to all of it.
ENV PATH=/app:/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    VICHE_PYTHON=/opt/venv/bin/python \
    VICHE_DATA_DIR=/data \
    VICHE_WEB_HOST=0.0.0.0 \
    VICHE_WEB_PORT=8080
USER viche
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["/opt/venv/bin/python", "-c", "from os import environ; from urllib.request import urlopen; urlopen(f\"http://127.0.0.1:{environ['VICHE_WEB_PORT']}/healthz\", timeout=4)"]
ENTRYPOINT ["viche"]
CMD ["run"]
