FROM node:24-slim AS build
WORKDIR /hub
COPY package.json package-lock.json ./
# No install script is needed in the image: the embedded PostgreSQL, the only package with one, stays out of it.
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build && npm prune --omit=dev --omit=optional --ignore-scripts

FROM node:24-slim
WORKDIR /hub
COPY --from=build /hub/package.json ./
COPY --from=build /hub/node_modules node_modules
COPY --from=build /hub/dist dist
# The sandbox writes its state and its dropped files, the worker what it anchors in a folder.
RUN mkdir /data /anchors && chown node:node /data /anchors
ENV NODE_ENV=production HUB_HOME=/data
USER node
ENTRYPOINT ["node", "--enable-source-maps", "dist/hub/main.js"]
CMD ["serve"]
