# The image of Tocsin: docker build --tag tocsin .
# BASE is what it runs on: Node 24 with a user 1000, no shell needed. BUILDER is what it is built on: the same with npm and a shell.
ARG BASE=node:24-bookworm-slim
ARG BUILDER=${BASE}

# The packages that the server needs. The Node that npm would bring stays out: the base has one.
FROM ${BUILDER} AS packages
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --workspaces=false --omit=dev --omit=optional --ignore-scripts --loglevel=error

# The UI, and the server as JavaScript, as the npm package has them.
FROM ${BUILDER} AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
COPY test/package.json test/
RUN npm ci --include=dev --include=optional --ignore-scripts --loglevel=error
COPY . .
RUN node node_modules/vite/bin/vite.js build --logLevel warn \
  && node scripts/compile.mjs \
  && mkdir -p /out/app/web /out/data \
  && cp -r bin dist package.json LICENSE /out/app/ \
  && cp -r web/dist /out/app/web/ \
  && chmod 755 /out/app/bin/tocsin.mjs \
  && ln -s tocsin.mjs /out/app/bin/tocsin \
  && chmod 700 /out/data

FROM ${BASE}
LABEL org.opencontainers.image.title="Tocsin" \
  org.opencontainers.image.description="Watches the logs of everything you run, and can prove that it was watching." \
  org.opencontainers.image.licenses="Apache-2.0"
COPY --from=packages /build/node_modules /app/node_modules
COPY --from=build /out/app /app
COPY --from=build --chown=1000:1000 /out/data /data
ENV PATH="/app/bin:${PATH}" TOCSIN_HOST=0.0.0.0 TOCSIN_DATA_DIR=/data
# A tocsin.yaml here is read. The folder can be mounted read-only.
WORKDIR /etc/tocsin
# A number, so that whoever runs the image can tell that it is not root.
USER 1000:1000
EXPOSE 8080
VOLUME /data
# Engines ask for the first time after one interval, and for the start period a failure does not count.
HEALTHCHECK --interval=15s --timeout=10s --start-period=40s --retries=3 CMD ["tocsin", "health", "--timeout", "9"]
ENTRYPOINT ["tocsin"]
CMD ["serve"]
