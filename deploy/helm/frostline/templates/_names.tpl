{{- /* Names and labels. Everything that has a name begins with frostline.fullname. */ -}}

{{- define "frostline.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name) | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- /* What a Deployment finds its pods by. It can never be changed, so it holds no version. (dict "root" $ "component" "extractor" "pool" "gpu") */ -}}
{{- define "frostline.selector" -}}
app.kubernetes.io/name: {{ default .root.Chart.Name .root.Values.nameOverride }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- with .pool }}
frostline/pool: {{ . }}
{{- end }}
{{- end -}}

{{- define "frostline.labels" -}}
{{ include "frostline.selector" . }}
app.kubernetes.io/part-of: frostline
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end -}}

{{- /* The three services' pods, whatever their component: what metrics and policies are about. */ -}}
{{- define "frostline.services" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride }}
app.kubernetes.io/instance: {{ .Release.Name }}
frostline/kind: service
{{- end -}}

{{- define "frostline.serviceAccount" -}}
{{- default (printf "%s-%s" (include "frostline.fullname" .root) .component) .name -}}
{{- end -}}

{{- /* (dict "of" .Values.image "tag" "0.1.0") */ -}}
{{- define "frostline.image" -}}
{{- if .of.digest -}}
{{ .of.repository }}@{{ .of.digest }}
{{- else -}}
{{ .of.repository }}:{{ default .tag .of.tag }}
{{- end -}}
{{- end -}}

{{- /* Of the services: the chart's image with a service's differences. A tag of its own is not outdone by the chart's digest. */ -}}
{{- define "frostline.serviceImage" -}}
{{- $image := deepCopy .root.Values.image -}}
{{- if and .own.tag (not .own.digest) -}}{{- $_ := set $image "digest" "" -}}{{- end -}}
{{- include "frostline.image" (dict "of" (mustMergeOverwrite $image (deepCopy .own)) "tag" .root.Chart.AppVersion) -}}
{{- end -}}

{{- /* Extractor pools that are not left out, as one JSON object: name → the extractor's values with the pool's differences. */ -}}
{{- define "frostline.pools" -}}
{{- $pools := dict -}}
{{- range $name, $own := .Values.extractor.pools -}}
{{- $own = default (dict) $own -}}
{{- if ne (toString $own.enabled) "false" -}}
{{- $_ := set $pools $name (mustMergeOverwrite (omit (deepCopy $.Values.extractor) "pools") (omit (deepCopy $own) "enabled")) -}}
{{- end -}}
{{- end -}}
{{- toJson $pools -}}
{{- end -}}
