{{- /*
The pod of a service, for a Deployment or DaemonSet: (dict "root" $ "component" "extractor" "own" VALUES "pool" "gpu").
Everything that the Pod Security standard "restricted" asks for is written here, once.
*/ -}}
{{- define "frostline.pod" -}}
{{- $root := .root -}}
{{- $own := .own -}}
{{- $drain := int (default 0 $own.drainSeconds) -}}
metadata:
  annotations:
    # Another configuration is another pod. Secrets are not followed: after replacing one, kubectl rollout restart.
    checksum/config: {{ include "frostline.config" $root | sha256sum }}
    {{- with $own.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  labels:
    {{- include "frostline.labels" . | nindent 4 }}
    frostline/kind: service
    {{- with $own.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  serviceAccountName: {{ include "frostline.serviceAccount" (dict "root" $root "component" .component "name" $own.serviceAccount.name) }}
  automountServiceAccountToken: false
  # Else Kubernetes sets FROSTLINE_… variables for the release's own Services, among which settings would be looked for.
  enableServiceLinks: false
  # The drain, then shutdownMs, then 5 s for the process to end: the kubelet kills after that.
  terminationGracePeriodSeconds: {{ add $drain (int $own.shutdownSeconds) 5 }}
  securityContext:
    runAsNonRoot: true
    {{- with $root.Values.security.runAsUser }}
    runAsUser: {{ int . }}
    runAsGroup: {{ int . }}
    {{- end }}
    {{- with $root.Values.security.fsGroup }}
    fsGroup: {{ int . }}
    {{- end }}
    seccompProfile: { type: RuntimeDefault }
  {{- with $root.Values.image.pullSecrets }}
  imagePullSecrets:
    {{- range . }}
    - { name: {{ . }} }
    {{- end }}
  {{- end }}
  {{- with $own.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  {{- with $own.runtimeClassName }}
  runtimeClassName: {{ . }}
  {{- end }}
  {{- with $own.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $own.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $own.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- if ne (default "" $own.kind) "DaemonSet" }}
  topologySpreadConstraints:
    {{- if $own.topologySpreadConstraints }}
    {{- toYaml $own.topologySpreadConstraints | nindent 4 }}
    {{- else }}
    {{- range list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
    - maxSkew: 1
      topologyKey: {{ . }}
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "frostline.selector" $ | nindent 10 }}
    {{- end }}
    {{- end }}
  {{- end }}
  {{- with $own.resourceClaims }}
  resourceClaims:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  containers:
    - name: {{ .component }}
      image: {{ include "frostline.serviceImage" (dict "root" $root "own" $own.image) }}
      imagePullPolicy: {{ default $root.Values.image.pullPolicy $own.image.pullPolicy }}
      args: [{{ .component }}]
      env:
        - { name: FROSTLINE_CONFIG, value: /etc/frostline/config/frostline.yaml }
        - { name: FROSTLINE_CACHE, value: /cache }
        - { name: FROSTLINE_SHUTDOWN_MS, value: {{ mul 1000 (int $own.shutdownSeconds) | quote }} }
        # Its name in events and in `frostline workers` is the pod's.
        - name: FROSTLINE_WORKER
          valueFrom: { fieldRef: { fieldPath: metadata.name } }
        {{- if hasKey $own "threads" }}
        - name: FROSTLINE_THREADS
          {{- if $own.threads }}
          value: {{ $own.threads | quote }}
          {{- else }}
          # What it asked for, rounded up. Node would count the machine's cores, which other pods use too.
          valueFrom: { resourceFieldRef: { containerName: {{ .component }}, resource: requests.cpu, divisor: "1" } }
          {{- end }}
        {{- end }}
        {{- include "frostline.keyVariables" . | nindent 8 }}
        {{- with $own.extraEnv }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      ports:
        - { name: probes, containerPort: 8080 }
      # Has the process come up at all? Until it answers the other two are not asked: a slow disk or a busy node is given five minutes.
      startupProbe:
        httpGet: { path: /livez, port: probes }
        periodSeconds: 5
        timeoutSeconds: 5
        failureThreshold: 60
      # Is it stuck, so that only a restart helps? NATS or the store being away is no reason: a restart mends neither, and all pods would restart together.
      livenessProbe:
        httpGet: { path: /livez, port: probes }
        periodSeconds: 20
        timeoutSeconds: 5
        failureThreshold: 6
      # Can it take work? Not while it starts, drains, stops, or is without bus or store. Rollouts wait for it.
      readinessProbe:
        httpGet: { path: /readyz, port: probes }
        periodSeconds: 5
        timeoutSeconds: 5
        failureThreshold: 2
      {{- if $drain }}
      # Announces the end and waits for the shards in hand; SIGTERM comes when this is over, and gives back what is left.
      lifecycle:
        preStop:
          exec: { command: [node, /opt/frostline/bin/frostline.js, drain, --wait, {{ $drain | quote }}] }
      {{- end }}
      resources:
        {{- $resources := deepCopy $own.resources }}
        {{- if $own.gpu }}
        {{- $_ := set $resources "limits" (mustMergeOverwrite (default (dict) $resources.limits) (dict "nvidia.com/gpu" (int $own.gpu))) }}
        {{- end }}
        {{- with $own.resourceClaims }}
        {{- $claims := list }}
        {{- range . }}{{- $claims = append $claims (dict "name" .name) }}{{- end }}
        {{- $_ := set $resources "claims" $claims }}
        {{- end }}
        {{- toYaml $resources | nindent 8 }}
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities: { drop: [ALL] }
      volumeMounts:
        - { name: cache, mountPath: /cache }
        - { name: tmp, mountPath: /tmp }
        {{- include "frostline.keyMounts" . | nindent 8 }}
  volumes:
    # The only two places that are written. Losing them costs a download.
    - name: cache
      {{- if $own.cache.storageClass }}
      ephemeral:
        volumeClaimTemplate:
          spec:
            accessModes: [ReadWriteOnce]
            storageClassName: {{ $own.cache.storageClass }}
            resources: { requests: { storage: {{ $own.cache.size }} } }
      {{- else }}
      emptyDir: { sizeLimit: {{ $own.cache.sizeLimit }} }
      {{- end }}
    - name: tmp
      emptyDir: { sizeLimit: 1Gi }
    {{- include "frostline.keyVolumes" . | nindent 4 }}
{{- end -}}
