{{- /* Where NATS and the store are, and with which keys: settings, variables, mounted files. */ -}}

{{- define "frostline.natsServers" -}}
{{- if .Values.nats.servers -}}
{{- toJson .Values.nats.servers -}}
{{- else -}}
{{- toJson (list (printf "%s://%s-nats:4222" (ternary "tls" "nats" (ne (include "frostline.natsCa" .) "")) (include "frostline.fullname" .))) -}}
{{- end -}}
{{- end -}}

{{- /* The bundled server's own Secret says who signed it, where no other is named. */ -}}
{{- define "frostline.natsCa" -}}
{{- if .Values.nats.tls.secret -}}
{{- .Values.nats.tls.secret -}}
{{- else if and .Values.bundled.nats.enabled (not .Values.nats.servers) -}}
{{- .Values.bundled.nats.tls.secret -}}
{{- end -}}
{{- end -}}

{{- define "frostline.s3Endpoint" -}}
{{- default (printf "http://%s-s3:9000" (include "frostline.fullname" .)) .Values.s3.endpoint -}}
{{- end -}}

{{- define "frostline.s3Secret" -}}
{{- default (printf "%s-s3" (include "frostline.fullname" .)) .Values.s3.auth.secret -}}
{{- end -}}

{{- /* The port of an address, or else what its scheme implies: (dict "address" "https://s3.example" "default" 443). */ -}}
{{- define "frostline.port" -}}
{{- $port := regexFind ":[0-9]+/?$" .address -}}
{{- if $port -}}{{- $port | trimPrefix ":" | trimSuffix "/" -}}{{- else -}}{{- .default -}}{{- end -}}
{{- end -}}

{{- /* The services' configuration file: settings, and what the chart knows itself. A key that stands in both is the person's. */ -}}
{{- define "frostline.config" -}}
{{- $nats := dict "servers" (include "frostline.natsServers" . | fromJsonArray) -}}
{{- if and .Values.bundled.nats.enabled (not .Values.nats.servers) -}}
{{- $_ := set $nats "replicas" (int .Values.bundled.nats.replicas) -}}
{{- end -}}
{{- $natsTls := dict -}}
{{- if include "frostline.natsCa" . -}}{{- $_ := set $natsTls "ca" "/etc/frostline/nats-ca/ca.crt" -}}{{- end -}}
{{- if .Values.nats.tls.clientCertificate -}}
{{- $_ := set $natsTls "cert" "/etc/frostline/nats-tls/tls.crt" -}}
{{- $_ := set $natsTls "key" "/etc/frostline/nats-tls/tls.key" -}}
{{- end -}}
{{- if $natsTls -}}{{- $_ := set $nats "tls" $natsTls -}}{{- end -}}
{{- $s3 := dict "endpoint" (include "frostline.s3Endpoint" .) -}}
{{- if .Values.s3.tls.secret -}}{{- $_ := set $s3 "tls" (dict "ca" "/etc/frostline/s3-ca/ca.crt") -}}{{- end -}}
{{- toYaml (mustMergeOverwrite (dict "nats" $nats "s3" $s3) (deepCopy .Values.settings)) -}}
{{- end -}}

{{- /* Variables of a service that are about keys. Names of users are no secrets, but stand beside their passwords. (dict "root" $ "own" .Values.extractor) */ -}}
{{- define "frostline.keyVariables" -}}
{{- $auth := .root.Values.nats.auth -}}
{{- $secret := default $auth.secret .own.secrets.nats -}}
- { name: FROSTLINE_S3_ACCESS_KEY_FILE, value: /etc/frostline/s3/access-key }
- { name: FROSTLINE_S3_SECRET_KEY_FILE, value: /etc/frostline/s3/secret-key }
{{- if eq $auth.kind "password" }}
- name: FROSTLINE_NATS_USER
  valueFrom: { secretKeyRef: { name: {{ $secret }}, key: {{ $auth.keys.user }} } }
- { name: FROSTLINE_NATS_PASSWORD_FILE, value: /etc/frostline/nats/password }
{{- else if eq $auth.kind "token" }}
- { name: FROSTLINE_NATS_TOKEN_FILE, value: /etc/frostline/nats/token }
{{- else if eq $auth.kind "creds" }}
- { name: FROSTLINE_NATS_CREDENTIALS, value: /etc/frostline/nats/nats.creds }
{{- end }}
{{- end -}}

{{- /* Files of a service: its configuration, and keys as files, since what is in a variable is also in every crash report. */ -}}
{{- define "frostline.keyMounts" -}}
- { name: config, mountPath: /etc/frostline/config, readOnly: true }
- { name: s3, mountPath: /etc/frostline/s3, readOnly: true }
{{- if ne .root.Values.nats.auth.kind "none" }}
- { name: nats, mountPath: /etc/frostline/nats, readOnly: true }
{{- end }}
{{- if include "frostline.natsCa" .root }}
- { name: nats-ca, mountPath: /etc/frostline/nats-ca, readOnly: true }
{{- end }}
{{- if .root.Values.nats.tls.clientCertificate }}
- { name: nats-tls, mountPath: /etc/frostline/nats-tls, readOnly: true }
{{- end }}
{{- if .root.Values.s3.tls.secret }}
- { name: s3-ca, mountPath: /etc/frostline/s3-ca, readOnly: true }
{{- end }}
{{- end -}}

{{- define "frostline.keyVolumes" -}}
{{- $auth := .root.Values.nats.auth -}}
{{- $s3 := .root.Values.s3.auth -}}
- name: config
  configMap: { name: {{ include "frostline.fullname" .root }} }
- name: s3
  secret:
    secretName: {{ default (include "frostline.s3Secret" .root) .own.secrets.s3 }}
    defaultMode: 0440
    items:
      - { key: {{ $s3.keys.accessKey }}, path: access-key }
      - { key: {{ $s3.keys.secretKey }}, path: secret-key }
{{- if ne $auth.kind "none" }}
- name: nats
  secret:
    secretName: {{ default $auth.secret .own.secrets.nats }}
    defaultMode: 0440
    items:
      {{- if eq $auth.kind "password" }}
      - { key: {{ $auth.keys.password }}, path: password }
      {{- else if eq $auth.kind "token" }}
      - { key: {{ $auth.keys.token }}, path: token }
      {{- else }}
      - { key: {{ $auth.keys.creds }}, path: nats.creds }
      {{- end }}
{{- end }}
{{- with include "frostline.natsCa" .root }}
- name: nats-ca
  secret: { secretName: {{ . }}, defaultMode: 0440, items: [{ key: ca.crt, path: ca.crt }] }
{{- end }}
{{- if .root.Values.nats.tls.clientCertificate }}
- name: nats-tls
  secret:
    secretName: {{ default .root.Values.nats.tls.secret .own.secrets.natsTls }}
    defaultMode: 0440
    items: [{ key: tls.crt, path: tls.crt }, { key: tls.key, path: tls.key }]
{{- end }}
{{- with .root.Values.s3.tls.secret }}
- name: s3-ca
  secret: { secretName: {{ . }}, defaultMode: 0440, items: [{ key: ca.crt, path: ca.crt }] }
{{- end }}
{{- end -}}
