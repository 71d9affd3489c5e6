# Workers and API of Arrears. TypeScript runs as it is, by tsx; nothing is built.
FROM node:20.20.2-slim

ENV NODE_ENV=production
WORKDIR /app

# Packages first: they change less often than the code.
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev && npm cache clean --force

COPY tsconfig.json creditors.example.json ./
COPY activities ./activities
COPY api ./api
COPY channels ./channels
COPY cli ./cli
COPY db ./db
COPY demo/portfolio.csv ./demo/
COPY domain ./domain
COPY engine ./engine
COPY platform ./platform
COPY simulation ./simulation
COPY stages ./stages
COPY strategies ./strategies
COPY workers ./workers
COPY workflows ./workflows

# What is written: the outbox and the files for agencies, bureau and court.
RUN mkdir /data && chown node:node /data
ENV ARREARS_HOME=/data
VOLUME /data

USER node
EXPOSE 7300
# The API; workers are the same image with workers/main.ts.
CMD ["node", "--import", "tsx", "api/main.ts"]
