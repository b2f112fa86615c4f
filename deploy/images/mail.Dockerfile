# A stand-in for a mail catcher (Mailpit) from Debian's packages: a real SMTP server that keeps what it takes, to be read over HTTP.
ARG RUNTIME_IMAGE=debian:bookworm-slim
FROM ${RUNTIME_IMAGE}
RUN apt-get update && apt-get install --yes --no-install-recommends python3 python3-aiosmtpd \
    && rm -rf /var/lib/apt/lists/* && useradd --uid 10025 --no-create-home --shell /usr/sbin/nologin catcher
COPY mail-catcher /usr/local/bin/
USER catcher
EXPOSE 1025 8025
CMD ["/usr/local/bin/mail-catcher"]
