{{- /*
What no schema can say: values that contradict each other. Each is one line with what is wrong and what to write.
values.schema.json has refused misspelt keys and wrong types before this is read.
*/ -}}
{{- define "frostline.validate" -}}
{{- $bad := list -}}
{{- $v := .Values -}}
{{- if not (or $v.nats.servers $v.bundled.nats.enabled) -}}
{{- $bad = append $bad "nats.servers is empty: name your NATS (nats.servers={nats://nats.nats:4222}), or try it with bundled.nats.enabled=true" -}}
{{- end -}}
{{- if not (or $v.s3.endpoint $v.bundled.s3.enabled) -}}
{{- $bad = append $bad "s3.endpoint is empty: name your store (s3.endpoint=https://s3.eu-central-1.amazonaws.com), or try it with bundled.s3.enabled=true" -}}
{{- end -}}
{{- if and $v.nats.servers $v.bundled.nats.enabled -}}
{{- $bad = append $bad "nats.servers and bundled.nats.enabled are two NATS: keep one" -}}
{{- end -}}
{{- if and $v.s3.endpoint $v.bundled.s3.enabled -}}
{{- $bad = append $bad "s3.endpoint and bundled.s3.enabled are two stores: keep one" -}}
{{- end -}}
{{- range $component := list "coordinator" "extractor" "trainer" -}}
{{- $secrets := (index $v $component).secrets -}}
{{- if not (or $v.s3.auth.secret $secrets.s3 $v.bundled.s3.enabled) -}}
{{- $bad = append $bad (printf "the %s has no keys for the store: name a Secret in s3.auth.secret or %s.secrets.s3" $component $component) -}}
{{- end -}}
{{- if and (ne $v.nats.auth.kind "none") (not (or $v.nats.auth.secret $secrets.nats)) -}}
{{- $bad = append $bad (printf "nats.auth.kind is %s, and the %s has no Secret for it: name one in nats.auth.secret or %s.secrets.nats" $v.nats.auth.kind $component $component) -}}
{{- end -}}
{{- if and (eq $v.nats.auth.kind "none") (or $v.nats.auth.secret $secrets.nats) -}}
{{- $bad = append $bad (printf "the %s has a Secret for NATS, but nats.auth.kind is none: write password, token or creds" $component) -}}
{{- end -}}
{{- if and $v.nats.tls.clientCertificate (not (or $v.nats.tls.secret $secrets.natsTls)) -}}
{{- $bad = append $bad (printf "nats.tls.clientCertificate is true, and the %s has no certificate: name a Secret in nats.tls.secret or %s.secrets.natsTls" $component $component) -}}
{{- end -}}
{{- end -}}
{{- if and $v.s3.tls.secret (not (hasPrefix "https://" (include "frostline.s3Endpoint" .))) -}}
{{- $bad = append $bad "s3.tls.secret is set, but s3.endpoint is not encrypted: write https:// in s3.endpoint, or leave s3.tls.secret out" -}}
{{- end -}}
{{- if and $v.bundled.nats.auth.secret (eq $v.nats.auth.kind "none") -}}
{{- $bad = append $bad "bundled.nats.auth.secret gives the server users, but services sign in as nobody: set nats.auth.kind and nats.auth.secret" -}}
{{- end -}}
{{- if and $v.keda.enabled (not (or $v.keda.monitor $v.bundled.nats.enabled)) -}}
{{- $bad = append $bad "keda.enabled needs to know where NATS is monitored: keda.monitor=nats-headless.nats.svc:8222" -}}
{{- end -}}
{{- $pools := include "frostline.pools" . | fromJson -}}
{{- if not $pools -}}
{{- $bad = append $bad "extractor.pools has no pool that is enabled: nobody would compute features" -}}
{{- end -}}
{{- range $name, $own := $pools -}}
{{- if and $own.gpu $own.resourceClaims -}}
{{- $bad = append $bad (printf "extractor.pools.%s asks for GPUs twice, by gpu and by resourceClaims: a cluster has one or the other" $name) -}}
{{- end -}}
{{- if not (dig "requests" "cpu" "" $own.resources) -}}
{{- $bad = append $bad (printf "extractor.pools.%s has no resources.requests.cpu, from which its number of compute processes follows" $name) -}}
{{- end -}}
{{- end -}}
{{- if not (dig "requests" "cpu" "" $v.trainer.resources) -}}
{{- $bad = append $bad "trainer has no resources.requests.cpu, from which its number of threads follows" -}}
{{- end -}}
{{- if $bad -}}
{{- fail (printf "\n  %s\n(docs/kubernetes.md explains the values; values/*.yaml are whole examples)" (join "\n  " $bad)) -}}
{{- end -}}
{{- end -}}
